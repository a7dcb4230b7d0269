//! What is wrong with a template, as far as AWS's schemas and CloudFormation's grammar tell.
//!
//! ```
//! use ecomind_constructs::{template::Template, validation::Validator};
//!
//! let text = r#"{"Resources": {"Queue": {
//!     "Type": "AWS::SQS::Queue",
//!     "Properties": {"DelaySecond": 5, "VisibilityTimeout": 43201}
//! }}}"#;
//! let template = Template::from_json(text)?;
//! let findings = Validator::new().check(&template, text.len(), Some("us-east-1"));
//! let texts: Vec<String> = findings.iter().map(ToString::to_string).collect();
//! assert_eq!(texts, [
//!     "`DelaySecond` of `Queue` is no property of AWS::SQS::Queue",
//!     "`VisibilityTimeout` of `Queue` must be 0 to 43200, got 43201",
//! ]);
//! assert_eq!(findings[0].hint.as_deref(), Some("did you mean `DelaySeconds`?"));
//! # Ok::<(), ecomind_constructs::template::TemplateError>(())
//! ```
//!
//! All findings come at once, in the order of the template. Nothing here touches a network or a
//! clock. What AWS alone knows (names in use, quotas, what an image holds) is not found.
//!
//! A value that is known only at deployment is judged by what yields it: the type of an attribute,
//! the default and the allowed values of a parameter, the entries of a mapping, both branches of
//! `Fn::If`.

mod check;
mod checker;
mod conditions;
mod decoded;
mod dependencies;
mod finding;
mod formats;
mod function_arguments;
mod functions;
mod limits;
mod literals;
mod memo;
mod names;
mod object_rules;
mod objects;
mod origin;
mod parameters;
mod pattern;
mod references;
mod resource_attributes;
mod resources;
mod sections;
mod substitution;
mod suggestion;
mod values;
mod yields;

pub use self::{
    check::Check,
    finding::{Finding, RuleId, Severity},
    origin::Origins,
    pattern::untaken_patterns,
    suggestion::{closest, did_you_mean},
};

use crate::template::Template;

use self::{checker::Checker, decoded::Decoded, pattern::Patterns};

/// Judges templates, and keeps what it compiles and decodes for the next one. Clones share it, so
/// that threads can judge side by side.
#[derive(Debug, Default, Clone)]
pub struct Validator {
    known: Known,
}

/// What is compiled and decoded already.
#[derive(Debug, Default, Clone)]
struct Known {
    patterns: Patterns,
    decoded: Decoded,
}

impl Validator {
    /// A validator that has not seen anything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything that is wrong with the template in a text of JSON.
    pub fn check_text(&mut self, text: &str, region: Option<&str>) -> Vec<Finding> {
        match Template::from_json(text) {
            Ok(template) => self.check(&template, text.len(), region),
            Err(error) => {
                let check = Check::Section;
                let message = format!("can't be read: {error}");
                vec![Finding::new(check.id(), check.severity(), "", message)]
            }
        }
    }

    /// Everything that is wrong with `template`, in its order.
    ///
    /// `bytes` is the length of its text. Without a region it is not known which types there are.
    pub fn check(
        &mut self,
        template: &Template,
        bytes: usize,
        region: Option<&str>,
    ) -> Vec<Finding> {
        let mut checker = Checker::new(template, region, &mut self.known);
        checker.template(bytes);
        checker.finish()
    }
}
