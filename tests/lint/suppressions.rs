//! What cfn-lint says and we live with. An entry that covers nothing fails the test.

use crate::findings::Finding;

/// One accepted finding.
#[derive(Debug)]
pub(crate) struct Suppression {
    /// Such as `W3005`.
    pub(crate) rule: &'static str,
    /// Relative to `synth-out/`, such as `prod/Network.template.json`.
    pub(crate) template: &'static str,
    /// The beginning of the place, such as `Resources/Vpc8378EB38`.
    pub(crate) at: &'static str,
    /// Why the finding is wrong, or the lesser evil.
    pub(crate) reason: &'static str,
}

pub(crate) const SUPPRESSIONS: &[Suppression] = &[
    unknown_actions("account-dev/Pipeline.template.json"),
    unknown_actions("account-staging/Pipeline.template.json"),
    unknown_actions("account-staging-eks/Pipeline.template.json"),
    unknown_actions("account-prod/Pipeline.template.json"),
];

/// The actions of roles that are derived from the schemas.
const fn unknown_actions(template: &'static str) -> Suppression {
    Suppression {
        rule: "W3037",
        template,
        at: "Resources/",
        reason: "schemas of AWS name actions that the list of cfn-lint, of the same day, does not \
                 have, such as `cloudfront:CreateDistributionWithTags`: to leave out one that \
                 exists would fail a deployment, and one that does not exist allows nothing",
    }
}

impl Suppression {
    /// Whether this is the decision to live with a finding.
    pub(crate) fn covers(&self, finding: &Finding) -> bool {
        self.rule == finding.rule
            && self.template == finding.template
            && finding.at.starts_with(self.at)
    }
}
