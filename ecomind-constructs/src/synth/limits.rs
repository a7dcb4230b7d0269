//! What CloudFormation takes, and how near a stack is to it.

use crate::{
    Error,
    synth::Warning,
    template::limits::{
        BYTES, DYNAMIC_REFERENCES, INLINE_BYTES, MAPPINGS, OUTPUTS, PARAMETERS, RESOURCES,
        WARN_PERCENT,
    },
};

use super::{document::Section, render::Context};

/// Checks the number of elements and the size of a rendered template.
pub(super) fn check(
    context: Context<'_>,
    bytes: usize,
    errors: &mut Vec<Error>,
    warnings: &mut Vec<Warning>,
) {
    let uses = context.references.uses.get(&context.stack);
    let counts = [
        ("resources", Section::Resources.count(context), RESOURCES),
        ("outputs", Section::Outputs.count(context), OUTPUTS),
        ("parameters", Section::Parameters.count(context), PARAMETERS),
        ("mappings", Section::Mappings.count(context), MAPPINGS),
        ("dynamic references", uses.map_or(0, |uses| uses.dynamic_references), DYNAMIC_REFERENCES),
        ("bytes of template", bytes, BYTES),
    ];
    let path = || context.app.path(context.stack);
    let location = context.app.location(context.stack);
    let warning = |message| Warning { path: path(), message, location };
    for (of, given, allowed) in counts {
        if allowed < given {
            errors.push(Error::LimitExceeded { path: path(), of, given, allowed, location });
        } else if allowed * WARN_PERCENT <= given * 100 {
            warnings.push(warning(format!("has {given} of {allowed} {of}")));
        }
    }
    if INLINE_BYTES < bytes {
        let message = format!(
            "has a template of {bytes} bytes: above {INLINE_BYTES} it is deployed through a bucket"
        );
        warnings.push(warning(message));
    }
}
