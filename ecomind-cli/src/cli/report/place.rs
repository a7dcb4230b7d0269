//! The file, the line and the column that a finding points to.

use std::path::Path;

use crate::cli::findings::{Found, TemplateName};

/// A place in a file that people edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// With slashes on every system.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Place {
    /// Where the construct is declared, or where the template says it.
    pub(super) fn of(found: &Found<'_>) -> Option<Self> {
        if let TemplateName::File { path, line, column } = &found.template {
            return Some(Self { file: portable(path), line: *line, column: *column });
        }
        let location = found.finding.location?;
        let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Some(Self {
            file: portable(Path::new(location.file())),
            line: number(location.line()),
            column: number(location.column()),
        })
    }
}

fn portable(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
