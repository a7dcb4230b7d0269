//! What CloudFormation found in a change set, beside the lines that can be corrected.

use ecomind_constructs::SourceLocation;

use crate::cloudformation::{ChangeSet, CloudFormation};

use super::desired::Desired;

/// Something that CloudFormation found.
pub(super) struct Found {
    pub(super) text: String,
    pub(super) location: Option<SourceLocation>,
}

/// What was found in `change_set`. An endpoint that can't tell has found nothing.
pub(super) async fn of(
    cloud: &dyn CloudFormation,
    change_set: &ChangeSet,
    desired: &Desired<'_>,
) -> Vec<Found> {
    let findings = cloud.findings(&change_set.id, &change_set.stack_id).await;
    let findings = findings.unwrap_or_default().into_iter();
    findings
        .filter(|finding| finding.is_fatal)
        .map(|finding| {
            let path = finding.path.unwrap_or_default();
            let in_path = path
                .strip_prefix("/Resources/")
                .and_then(|rest| rest.split('/').next());
            let id = finding
                .logical_id
                .as_deref()
                .or(in_path)
                .unwrap_or_default();
            let element = desired.element(id);
            let construct = element.map_or_else(|| id.to_owned(), |it| it.path.to_string());
            let check = finding.check.map(|check| format!(" ({check})"));
            let place = element.map(|element| format!(" --> {}", element.location));
            let text = format!(
                "`{construct}` {path}: {}{}{}",
                finding.message.trim_end_matches('.'),
                check.unwrap_or_default(),
                place.unwrap_or_default(),
            );
            Found { text, location: element.map(|element| element.location) }
        })
        .collect()
}
