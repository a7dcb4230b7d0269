//! What every record has: a name in its zone, and a comment.

use crate::{Result, tree::Scope};

use super::{
    HostedZone,
    domain_name::{flaw_of_domain_name, in_zone},
};

/// The longest comment, in characters.
const LONGEST_COMMENT: usize = 256;

/// The whole name of a record, without a trailing dot.
pub(super) fn domain_name(scope: &Scope<'_>, name: &str, zone: &HostedZone) -> Result<String> {
    let name = in_zone(name, zone.name());
    match flaw_of_domain_name(&name) {
        Some(reason) => Err(scope.invalid("name", reason)),
        None => Ok(name),
    }
}

/// Rejects a comment that Route 53 does not take.
pub(super) fn check_comment(scope: &Scope<'_>, comment: Option<&str>) -> Result<()> {
    let length = comment.map_or(0, |comment| comment.chars().count());
    if LONGEST_COMMENT < length {
        let reason = format!("must have at most {LONGEST_COMMENT} characters, got {length}");
        return Err(scope.invalid("comment", reason));
    }
    Ok(())
}
