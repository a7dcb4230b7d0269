//! Everything at once: schemas, rules, and what is accepted.

use crate::{
    synth::StackArtifact,
    template::Template,
    validation::{Check, Finding, RuleId, Validator},
};

use super::{Flaws, Pack, Rule, StackView, suppression};

/// Judges templates by schemas and rules, and heeds suppressions.
///
/// ```
/// use ecomind_constructs::{prelude::*, rules::{Inspector, Pack}};
///
/// let mut app = App::new().region("us-east-1");
/// let mut stack = app.stack("Data")?;
/// RawResource::new("AWS::SNS::Topic").add("Mails", &mut stack)?;
///
/// let stack = &synthesize(&app)?.stacks[0];
/// let findings = Inspector::new(Pack::Recommended).inspect(stack);
/// assert_eq!(findings[0].to_string(), "`KmsMasterKeyId` of `Data/Mails` must be set");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
pub struct Inspector {
    validator: Validator,
    pack: Pack,
    own: Vec<&'static dyn Rule>,
    only: Option<Vec<String>>,
}

impl Inspector {
    /// An inspector with the rules of a pack.
    #[must_use]
    pub fn new(pack: Pack) -> Self {
        Self { validator: Validator::new(), pack, own: Vec::new(), only: None }
    }

    /// Adds rules of your own; those of a larger pack are not run.
    #[must_use]
    pub fn with(mut self, rules: &[&'static dyn Rule]) -> Self {
        self.own.extend(rules);
        self
    }

    /// Keeps the findings of these rules alone.
    #[must_use]
    pub fn only(mut self, rules: Vec<String>) -> Self {
        self.only = Some(rules);
        self
    }

    /// Every rule that there is, run or not.
    pub fn rules(&self) -> impl Iterator<Item = &'static dyn Rule> {
        super::all().chain(self.own.iter().copied())
    }

    /// What is wrong with a stack of an app.
    pub fn inspect(&mut self, stack: &StackArtifact) -> Vec<Finding> {
        let findings = self.inspect_text(&stack.template, stack.region.as_deref());
        with_origins(stack, findings)
    }

    /// The same for a stack whose template is read already.
    pub fn inspect_read(&mut self, stack: &StackArtifact, template: &Template) -> Vec<Finding> {
        let (bytes, region) = (stack.template.len(), stack.region.as_deref());
        let findings = self.inspect_template(template, bytes, region);
        with_origins(stack, findings)
    }

    /// An inspector that judges as this one does, for another thread. They share what they compile.
    #[must_use]
    pub fn another(&self) -> Self {
        Self {
            validator: self.validator.clone(),
            pack: self.pack,
            own: self.own.clone(),
            only: self.only.clone(),
        }
    }

    /// What is wrong with the template in a text of JSON.
    pub fn inspect_text(&mut self, text: &str, region: Option<&str>) -> Vec<Finding> {
        match Template::from_json(text) {
            Ok(template) => self.inspect_template(&template, text.len(), region),
            Err(_) => self.validator.check_text(text, region),
        }
    }

    /// What is wrong with a template that was read, of a text of so many bytes.
    pub fn inspect_template(
        &mut self,
        template: &Template,
        bytes: usize,
        region: Option<&str>,
    ) -> Vec<Finding> {
        let mut findings = self.validator.check(template, bytes, region);
        let view = StackView::new(template, region);
        let pack = self.pack;
        for rule in self.rules().filter(|rule| rule.about().pack <= pack) {
            let mut flaws = Flaws::default();
            rule.check(&view, &mut flaws);
            findings.extend(flaws.into_findings(rule.about()));
        }
        let mut known: Vec<RuleId> = Check::ALL.iter().map(|check| check.id()).collect();
        known.extend(self.rules().map(|rule| rule.about().id));
        let larger: Vec<&str> = self
            .rules()
            .filter(|rule| pack < rule.about().pack)
            .map(|rule| rule.about().id.as_str())
            .collect();
        suppression::apply(template, &mut findings, &known, |id| !larger.contains(&id));
        if let Some(only) = &self.only {
            findings.retain(|finding| only.iter().any(|id| id == finding.rule.as_str()));
        }
        findings
    }
}

/// Findings with the constructs and lines behind them.
fn with_origins(stack: &StackArtifact, mut findings: Vec<Finding>) -> Vec<Finding> {
    // Most templates have none, and need not know where their elements come from.
    if !findings.is_empty() {
        stack.origins().tell(&mut findings);
    }
    findings
}
