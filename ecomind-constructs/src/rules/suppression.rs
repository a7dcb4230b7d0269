//! Findings that somebody accepts, with a reason.

use serde_json::Value;

use crate::{
    Result,
    name::NodeId,
    template::Template,
    tree::{RawResource, Ref, Resource, Scope},
    validation::{Finding, RuleId, Severity, closest},
    value::{Expr, Properties},
};

/// The name in the metadata of a resource.
const KEY: &str = "ecomind";

const UNUSED: RuleId = RuleId::new("unused-suppression");

/// The fewest characters that can be a reason.
const SHORTEST_REASON: usize = 10;

impl Scope<'_> {
    /// Accepts what `rule` finds in a resource, and says why. It stands in the metadata of the
    /// template, where reviewers see it; one that accepts nothing is a finding itself.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new();
    /// # let mut stack = app.stack("Data")?;
    /// let scratch = Bucket::builder("Scratch").build(&mut stack)?;
    /// stack.suppress(scratch.resource(), "s3-access-logs", "holds nothing but caches")?;
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A reason of fewer than ten characters; a handle of another app.
    #[track_caller]
    pub fn suppress<R: Resource>(
        &mut self,
        resource: Ref<R>,
        rule: impl Into<String>,
        reason: impl Into<String>,
    ) -> Result<()> {
        let (rule, reason) = (rule.into(), reason.into());
        if reason.trim().len() < SHORTEST_REASON {
            let text =
                format!("must say why in at least {SHORTEST_REASON} characters, got {reason:?}");
            return Err(self
                .at(NodeId::from(resource))?
                .invalid(format!("reason for {rule}"), text));
        }
        self.options(resource)?.accept(&rule, &reason);
        Ok(())
    }

    /// The same for the resource at a path below this place, such as `Cdn/Logs/Resource`, which a
    /// construct keeps to itself.
    ///
    /// # Errors
    ///
    /// A path where there is no resource; a reason of fewer than ten characters.
    #[track_caller]
    pub fn suppress_at(
        &mut self,
        path: &str,
        rule: impl Into<String>,
        reason: impl Into<String>,
    ) -> Result<()> {
        match self.find::<RawResource>(path) {
            Some(resource) => self.suppress(resource, rule, reason),
            None => Err(self.invalid("suppress_at", format!("must name a resource, got {path:?}"))),
        }
    }
}

/// Takes out what is accepted, and adds what is wrong with the acceptance itself.
pub(super) fn apply(
    template: &Template,
    findings: &mut Vec<Finding>,
    known: &[RuleId],
    has_run: impl Fn(&str) -> bool,
) {
    for resource in template.resources() {
        let Some(metadata) = resource.entry.get("Metadata").and_then(|it| it.get(KEY)) else {
            continue;
        };
        let accepted = metadata.get("suppress").and_then(Value::as_object);
        for (rule, reason) in accepted.into_iter().flatten() {
            let at = format!("Resources/{}/Metadata/{KEY}/suppress/{rule}", resource.logical_id);
            let finding = |message: String| Finding::new(UNUSED, Severity::Warning, &at, message);
            let before = findings.len();
            findings.retain(|finding| {
                finding.rule.as_str() != rule
                    || finding.logical_id.as_deref() != Some(resource.logical_id)
            });
            let reason = reason.as_str().unwrap_or_default();
            if reason.trim().len() < SHORTEST_REASON {
                findings.push(finding("must say why".to_owned()));
            } else if !known.iter().any(|id| id.as_str() == rule) {
                let mut unknown = finding(format!("names no rule, got `{rule}`"));
                unknown.hint = closest(rule, known.iter().map(|id| id.as_str()))
                    .map(|id| format!("did you mean `{id}`?"));
                findings.push(unknown);
            } else if before == findings.len() && has_run(rule) {
                findings.push(finding("accepts nothing: the rule finds nothing here".to_owned()));
            }
        }
    }
}

impl crate::tree::ResourceOptions {
    fn accept(&mut self, rule: &str, reason: &str) {
        let mut all = match self.metadata.get(KEY) {
            Some(Expr::Map(all)) => all.clone(),
            _ => Properties::new(),
        };
        let mut accepted = match all.get("suppress") {
            Some(Expr::Map(accepted)) => accepted.clone(),
            _ => Properties::new(),
        };
        accepted.set(rule.to_owned(), reason.to_owned());
        all.set("suppress", accepted);
        self.metadata.set(KEY, all);
    }
}
