//! Stacks.

use std::borrow::Cow;

use crate::{
    Error, Result,
    location::SourceLocation,
    name::Path,
    value::{Expr, Properties},
};

use super::{App, Scope, node::Kind};

/// A unit of deployment: one template, one change set.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// let mut certificates = Stack::builder("Certificates")
///     .region("us-east-1")
///     .description("what CloudFront wants in this region")
///     .build(&mut app)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [template sections](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html)
#[derive(Debug, Clone, Copy)]
pub enum Stack {}

/// Builds a [`Stack`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct StackBuilder {
    id: String,
    name: Option<String>,
    description: Option<String>,
    account: Option<String>,
    region: Option<String>,
    termination_protection: bool,
    output_role_arn: Option<String>,
}

#[derive(Debug)]
pub(crate) struct StackData {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) termination_protection: bool,
    pub(crate) output_role_arn: Option<String>,
    pub(crate) metadata: Properties,
    pub(crate) transforms: Vec<String>,
    pub(crate) sections: Vec<(Cow<'static, str>, Expr)>,
}

impl Stack {
    /// Starts a stack.
    pub fn builder(id: impl Into<String>) -> StackBuilder {
        StackBuilder {
            id: id.into(),
            name: None,
            description: None,
            account: None,
            region: None,
            termination_protection: true,
            output_role_arn: None,
        }
    }
}

impl StackBuilder {
    /// What CloudFormation calls it: at most 128 letters, digits and hyphens, a letter first.
    /// Default: the app's prefix, a hyphen, and the id.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What it is for, at most 1,024 bytes. Default: nothing.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The account that it is deployed to, twelve digits. Default: that of the app.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// The region that it is deployed to. Default: that of the app.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Whether CloudFormation refuses to delete it. Default: true.
    pub fn termination_protection(mut self, protected: bool) -> Self {
        self.termination_protection = protected;
        self
    }

    /// The role in its account that stacks of other accounts read its outputs with. Default: none,
    /// and only stacks of its own account may refer to it.
    pub fn output_role_arn(mut self, role_arn: impl Into<String>) -> Self {
        self.output_role_arn = Some(role_arn.into());
        self
    }

    /// Adds the stack to `app`, and gives the place to add to.
    #[track_caller]
    pub fn build(self, app: &mut App) -> Result<Scope<'_>> {
        let location = SourceLocation::caller();
        let name = self.name.unwrap_or_else(|| match &app.name_prefix {
            Some(prefix) => format!("{prefix}-{}", self.id),
            None => self.id.clone(),
        });
        let account = self.account.or_else(|| app.account.clone());
        let region = self.region.or_else(|| app.region.clone());
        let invalid = |property: &str, reason: String| Error::InvalidProperty {
            path: Path::of([self.id.as_str()]),
            property: property.to_owned(),
            reason,
            location,
        };
        if !is_stack_name(&name) {
            let reason = "must be 1 to 128 letters, digits and hyphens, a letter first";
            return Err(invalid("name", format!("{reason}, got {name:?}")));
        }
        if let Some(account) = account.as_ref().filter(|account| !is_account(account)) {
            return Err(invalid("account", format!("must be twelve digits, got {account:?}")));
        }
        if let Some(region) = region.as_ref().filter(|region| !is_region(region)) {
            return Err(invalid("region", format!("must look like `us-east-1`, got {region:?}")));
        }
        if let Some(long) = self.description.as_ref().filter(|text| 1024 < text.len()) {
            let reason = format!("must be at most 1,024 bytes, got {}", long.len());
            return Err(invalid("description", reason));
        }
        // A second stack of one id is a mistake of its own, which `insert` reports.
        let is_new = app.child(0, &self.id).is_none();
        if is_new && let Some(other) = app.stack_named(&name, account.as_deref(), region.as_deref())
        {
            return Err(invalid("name", format!("must be unique, but `{other}` is {name:?} too")));
        }
        let data = StackData {
            name,
            description: self.description,
            account,
            region,
            termination_protection: self.termination_protection,
            output_role_arn: self.output_role_arn,
            metadata: Properties::new(),
            transforms: Vec::new(),
            sections: Vec::new(),
        };
        let at = app.insert(0, self.id, Kind::Stack(Box::new(data)), location)?;
        Ok(Scope { app, at })
    }
}

impl App {
    fn stack_named(&self, name: &str, account: Option<&str>, region: Option<&str>) -> Option<Path> {
        let mut stacks = self.children(0).map(|(_, index)| index);
        let same = stacks.find(|&index| match &self.nodes[index as usize].kind {
            Kind::Stack(stack) => {
                stack.name == name
                    && stack.account.as_deref() == account
                    && stack.region.as_deref() == region
            }
            _ => false,
        });
        same.map(|index| self.path(index))
    }
}

fn is_stack_name(name: &str) -> bool {
    name.len() <= 128
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_account(account: &str) -> bool {
    account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_region(region: &str) -> bool {
    let parts: Vec<&str> = region.split('-').collect();
    let Some((number, words)) = parts.split_last() else { return false };
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    2 <= words.len()
        && words.iter().all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(stack: StackBuilder) -> String {
        stack
            .build(&mut App::new())
            .expect_err("refused")
            .to_string()
    }

    #[test]
    fn rejects_a_name_that_cloudformation_refuses() {
        insta::assert_snapshot!(
            refusal(Stack::builder("Data").name("1st_stack")),
            @r#"`name` of `Data` must be 1 to 128 letters, digits and hyphens, a letter first, got "1st_stack""#
        );
    }

    #[test]
    fn rejects_an_account_and_a_region_that_cannot_be() {
        insta::assert_snapshot!(
            refusal(Stack::builder("Data").account("1234")),
            @r#"`account` of `Data` must be twelve digits, got "1234""#
        );
        insta::assert_snapshot!(
            refusal(Stack::builder("Data").region("useast1")),
            @r#"`region` of `Data` must look like `us-east-1`, got "useast1""#
        );
        assert!(is_region("us-gov-west-1") && is_region("ap-southeast-12"));
    }

    #[test]
    fn rejects_a_second_stack_of_one_name_in_one_place() {
        let mut app = App::new();
        app.stack("A").unwrap();
        let error = Stack::builder("B")
            .name("A")
            .build(&mut app)
            .expect_err("refused");
        insta::assert_snapshot!(error, @r#"`name` of `B` must be unique, but `A` is "A" too"#);
        Stack::builder("C")
            .name("A")
            .region("us-west-2")
            .build(&mut app)
            .unwrap();
    }

    #[test]
    fn the_prefix_of_the_app_begins_the_name() {
        let mut app = App::new().name_prefix("shop-prod");
        app.stack("Network").unwrap();
        let Kind::Stack(stack) = &app.nodes()[1].kind else { panic!("a stack") };
        assert_eq!(stack.name, "shop-prod-Network");
    }
}
