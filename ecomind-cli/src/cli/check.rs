//! `synth --check`: whether files are what would be written.

use crate::assembly::{Change, Folder};

use super::{
    message::{Failure, Message},
    units,
};

/// Longer lines are cut.
const SHOWN_CHARACTERS: usize = 160;

/// Fails with every file that is not current, and the first line that differs.
pub(super) fn fail_unless_current(folders: &[Folder<'_>]) -> Result<(), Failure> {
    let mut details = Vec::new();
    let mut files = 0;
    for folder in folders {
        for file in &folder.files {
            let path = folder.path.join(&file.name);
            let finding = match file.change() {
                Change::Unchanged => continue,
                Change::New => "missing",
                Change::Removed => "stale",
                Change::Changed => "differs",
            };
            files += 1;
            let Some(difference) = file.difference() else {
                details.push(format!("{}: {finding}", path.display()));
                continue;
            };
            details.push(format!("{}:{}: {finding}", path.display(), difference.line));
            let sides = [("-", difference.old), ("+", difference.new)];
            for (side, line) in sides {
                let line = line.map_or_else(|| "(end of file)".to_owned(), |line| shown(&line));
                details.push(format!("  {side} {line}"));
            }
        }
    }
    if details.is_empty() {
        return Ok(());
    }
    let text = match files {
        1 => "1 file is not what would be written".to_owned(),
        _ => format!("{} are not what would be written", units::count(files, "file")),
    };
    let hint = "run the same without `--check`, and commit what it writes";
    Err(Failure(vec![Message { details, ..Message::new(text) }.hint(hint)]))
}

/// The line as it can be shown: not too long, and with the ends of lines of other systems.
fn shown(line: &str) -> String {
    let line = line.replace('\r', "\\r");
    match line.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
