//! Data is not replaced or deleted by accident.

use super::{
    Problem, Result, Review,
    review::{Action, Change},
};

/// Stops when a resource with data would be replaced or deleted, unless `allowed` names it.
pub(super) fn guard<'a>(
    reviews: impl Iterator<Item = &'a Review>,
    allowed: &[String],
) -> Result<()> {
    let mut problem = Problem::new("data would be lost, or left behind");
    let mut flags = Vec::new();
    for review in reviews {
        for change in review.changes.iter().filter(|change| change.touches_data()) {
            let name = format!("{}.{}", review.stack, change.logical_id);
            if allowed.contains(&name) {
                continue;
            }
            problem.details.push(sentence(&name, change));
            if problem.location.is_none() {
                problem.location = change.location;
            }
            flags.push(format!("--allow-replace {name}"));
        }
    }
    if flags.is_empty() {
        return Ok(());
    }
    Err(problem.hint(format!(
        "undo the change, or back the data up and allow it with `{}`",
        flags.join(" ")
    )))
}

fn sentence(name: &str, change: &Change) -> String {
    let fate = match change.action {
        Action::Replace => "would be replaced",
        Action::MayReplace => "may be replaced",
        _ => "would be deleted",
    };
    let what = change.path.as_deref().unwrap_or(&change.resource_type);
    let causes = match change.causes.as_slice() {
        [] => String::new(),
        causes => format!(": {}", causes.join("; ")),
    };
    let kept = if change.is_kept { ", and the old one stays behind" } else { "" };
    format!("`{name}` ({what}) {fate}{kept}{causes}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deploy::Risk;

    fn review(action: Action, is_stateful: bool) -> Review {
        let change = Change {
            action,
            logical_id: "Table".to_owned(),
            resource_type: "AWS::DynamoDB::Table".to_owned(),
            path: Some("Data/Table".to_owned()),
            location: None,
            causes: vec!["TableName".to_owned()],
            is_stateful,
            is_kept: false,
            risk: Risk::Change,
        };
        Review {
            stack: "Data".to_owned(),
            name: "shop-Data".to_owned(),
            operation: "update",
            is_certain: true,
            changes: vec![change],
            settings: vec![],
            difference: None,
        }
    }

    #[test]
    fn rejects_to_replace_data_until_it_is_named() {
        let reviews = [review(Action::Replace, true)];
        let problem = guard(reviews.iter(), &["Data.Other".to_owned()]).unwrap_err();
        assert_eq!(problem.details, ["`Data.Table` (Data/Table) would be replaced: TableName"]);
        assert!(
            problem
                .hint
                .unwrap()
                .ends_with("with `--allow-replace Data.Table`")
        );
        assert!(guard(reviews.iter(), &["Data.Table".to_owned()]).is_ok());
    }

    #[test]
    fn what_holds_no_data_may_go() {
        assert!(guard([review(Action::Remove, false)].iter(), &[]).is_ok());
        assert!(guard([review(Action::Modify, true)].iter(), &[]).is_ok());
    }
}
