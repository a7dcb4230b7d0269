//! Templates of an app against what AWS's schemas say.

use crate::{
    Path,
    validation::{Finding, Origins, Validator},
};

use super::StackArtifact;

impl StackArtifact {
    /// Everything that is wrong with its template, with the constructs and lines to look at.
    ///
    /// ```
    /// use ecomind_constructs::{prelude::*, validation::Validator};
    ///
    /// let mut app = App::new().region("us-east-1");
    /// let mut stack = app.stack("Data")?;
    /// RawResource::new("AWS::SQS::Queue").property("DelaySeconds", 901).add("Jobs", &mut stack)?;
    ///
    /// let stack = &synthesize(&app)?.stacks[0];
    /// let findings = stack.validate(&mut Validator::new());
    /// assert_eq!(findings[0].to_string(), "`DelaySeconds` of `Data/Jobs` must be 0 to 900, got 901");
    /// assert!(findings[0].location.is_some());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn validate(&self, validator: &mut Validator) -> Vec<Finding> {
        let mut findings = validator.check_text(&self.template, self.region.as_deref());
        // Most templates have none, and need not know where their elements come from.
        if !findings.is_empty() {
            self.origins().tell(&mut findings);
        }
        findings
    }

    /// The constructs behind the elements of the template.
    #[must_use]
    pub fn origins(&self) -> Origins {
        let mut origins = Origins::new(self.location);
        for element in &self.elements {
            origins.insert(&element.logical_id, element.path.clone(), element.location);
        }
        origins
    }

    /// Where the stack is in the tree.
    #[must_use]
    pub fn path(&self) -> Path {
        Path::of([self.id.as_str()])
    }
}
