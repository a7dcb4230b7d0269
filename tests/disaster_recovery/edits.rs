//! What the runbook writes into `environment.rs`, as code: the text of each edit is compared with that
//! of the document, and its value is what the compiler makes of it.

use std::collections::BTreeMap;

use ecomind_app::{
    Environment,
    environment::{DatabaseChoice, DatabaseSource, Recovery, Traffic},
};

/// One edit.
pub(crate) struct Edit {
    /// Of which environment.
    pub(crate) environment: &'static str,
    field: &'static str,
    value: &'static str,
    pub(crate) apply: fn(&mut Environment),
}

/// An edit of a field, with its text.
macro_rules! edit {
    ($environment:literal, restored_from: $value:expr) => {
        Edit {
            environment: $environment,
            field: "restored_from",
            value: stringify!($value),
            apply: |it| match &mut it.database {
                DatabaseChoice::Rds(size) => size.restored_from = $value,
                other => panic!("{other:?} is not restored"),
            },
        }
    };
    ($environment:literal, $field:ident: $value:expr) => {
        Edit {
            environment: $environment,
            field: stringify!($field),
            value: stringify!($value),
            apply: |it| it.$field = $value,
        }
    };
}

/// In the order of the document.
pub(crate) const EDITS: &[Edit] = &[
    edit!("dr", recovery: Some(Recovery::Active {
        database: DatabaseSource::ReplicatedBackups("arn:aws:rds:us-west-2:777788889999:auto-backup:ab-l2ijcexjp7xq7hoj4sie"),
        traffic: Traffic::Stays,
    })),
    edit!("dr", recovery: Some(Recovery::Active {
        database: DatabaseSource::ReplicatedBackups("arn:aws:rds:us-west-2:777788889999:auto-backup:ab-l2ijcexjp7xq7hoj4sie"),
        traffic: Traffic::Taken,
    })),
    edit!("prod", restored_from: Some(DatabaseSource::Snapshot("arn:aws:rds:us-east-1:777788889999:snapshot:ecomind-failback"))),
    edit!("dr", recovery: Some(Recovery::Active {
        database: DatabaseSource::ReplicatedBackups("arn:aws:rds:us-west-2:777788889999:auto-backup:ab-l2ijcexjp7xq7hoj4sie"),
        traffic: Traffic::Stays,
    })),
    edit!("dr", is_protected: false),
    edit!("dr", recovery: Some(Recovery::PilotLight)),
    edit!("dr", is_protected: true),
];

/// Makes the edit at a position, which must read as the document has it.
pub(crate) fn apply(text: &str, at: usize, all: &mut BTreeMap<&str, Environment>) {
    let edit = EDITS
        .get(at)
        .unwrap_or_else(|| panic!("nobody made this edit code: {text}"));
    let due = format!("{}: {}", edit.field, edit.value);
    assert_eq!(plain(text), plain(&due), "edit {} of the document", at + 1);
    let environment = all.get_mut(edit.environment);
    (edit.apply)(environment.expect("it is one of them"));
}

/// Without white space, which rustfmt moves, and commas before the end of a block.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    text.replace(",}", "}")
}
