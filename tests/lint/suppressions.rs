//! What cfn-lint says and we live with. An entry that covers nothing fails the test.

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

pub(crate) const SUPPRESSIONS: &[Suppression] = &[];
