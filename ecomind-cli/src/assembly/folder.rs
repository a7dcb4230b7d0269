//! The folder of one environment.

use std::{
    borrow::Cow,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use ecomind_constructs::synth::Assembly;

use super::{Entry, Manifest, Recorded, Transaction, manifest::template_name};

/// What the folder of an environment should hold, beside what it holds.
pub(crate) struct Folder<'a> {
    pub(crate) path: PathBuf,
    pub(crate) files: Vec<File<'a>>,
}

/// One file of a folder.
pub(crate) struct File<'a> {
    pub(crate) name: String,
    /// The stack whose template it is; none for the manifest and files of the app.
    pub(crate) stack: Option<String>,
    /// What it should hold; none when it should not be there.
    new: Option<Cow<'a, str>>,
    /// What it holds; none when it is not there.
    old: Option<Vec<u8>>,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    New,
    Changed,
    Unchanged,
    Removed,
}

/// The first line in which two texts differ, and its number. An end of text is no line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) line: usize,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
}

impl<'a> Folder<'a> {
    /// Compares the folder of `environment` below `output` with `assembly`.
    ///
    /// The folder should hold the templates of the stacks that `is_selected` says, and the others
    /// as they are. Its manifest describes each template as of when it was written. What the old
    /// manifest names, and is no stack of the app any more, should not be there.
    pub(crate) fn compare(
        output: &Path,
        environment: &'a str,
        assembly: &'a Assembly,
        is_selected: impl Fn(&str) -> bool,
    ) -> Result<Self> {
        let path = output.join(environment);
        for above in path.ancestors() {
            if above.exists() && !above.is_dir() {
                bail!("`{}` must be a folder to hold templates, and is a file", above.display());
            }
        }
        let manifest_path = path.join(Manifest::FILE);
        let old_manifest = read(&manifest_path)?;
        let names: Vec<&str> = assembly
            .files
            .iter()
            .map(|file| file.path.as_str())
            .collect();
        let whole = || {
            let stacks = assembly.stacks.iter().map(Entry::New).collect();
            Manifest { environment, stacks, files: names.clone() }.to_text()
        };
        let selects_all = assembly.stacks.iter().all(|stack| is_selected(&stack.id));
        let recorded = match &old_manifest {
            // It names what there is, and nothing else: that is the usual case, and reading takes
            // longer than writing.
            Some(bytes) if selects_all && *bytes == whole().as_bytes() => Recorded::default(),
            Some(bytes) => Recorded::parse(bytes, &manifest_path)?,
            None => Recorded::default(),
        };

        let mut files = Vec::new();
        let mut stacks = Vec::new();
        for stack in &assembly.stacks {
            if is_selected(&stack.id) {
                let name = template_name(&stack.id);
                let old = read(&path.join(&name))?;
                let new = Some(Cow::Borrowed(stack.template.as_str()));
                files.push(File { name, stack: Some(stack.id.clone()), new, old });
                stacks.push(Entry::New(stack));
            } else if let Some(entry) = recorded.stack(&stack.id) {
                stacks.push(Entry::Kept(entry));
            }
        }
        for (stack, name) in recorded.templates() {
            let is_gone = assembly.stack(stack).is_none();
            if is_gone && let old @ Some(_) = read(&path.join(name))? {
                let (name, stack) = (name.to_owned(), Some(stack.to_owned()));
                files.push(File { name, stack, new: None, old });
            }
        }
        // Files of the app belong to all stacks, and are written whichever are selected.
        for file in &assembly.files {
            let old = read(&path.join(&file.path))?;
            let new = Some(Cow::Borrowed(file.text.as_str()));
            files.push(File { name: file.path.clone(), stack: None, new, old });
        }
        for name in recorded.files() {
            let is_gone = assembly.files.iter().all(|file| file.path != name);
            if is_gone && let old @ Some(_) = read(&path.join(name))? {
                files.push(File { name: name.to_owned(), stack: None, new: None, old });
            }
        }
        let manifest = Manifest { environment, stacks, files: names };
        let new = Some(Cow::Owned(manifest.to_text()));
        files.push(File { name: Manifest::FILE.to_owned(), stack: None, new, old: old_manifest });
        Ok(Self { path, files })
    }
}

impl File<'_> {
    /// What happens to it when the folder is written.
    pub(crate) fn change(&self) -> Change {
        match (&self.new, &self.old) {
            (Some(new), Some(old)) if new.as_bytes() == old.as_slice() => Change::Unchanged,
            (Some(_), Some(_)) => Change::Changed,
            (Some(_), None) => Change::New,
            (None, _) => Change::Removed,
        }
    }

    /// Where it begins to differ, when it is there and should be different.
    pub(crate) fn difference(&self) -> Option<Difference> {
        let (Some(new), Some(old)) = (&self.new, &self.old) else { return None };
        let old = String::from_utf8_lossy(old);
        let (mut old, mut new) = (old.split('\n'), new.split('\n'));
        let mut line = 1;
        loop {
            match (old.next(), new.next()) {
                (None, None) => return None,
                (old, new) if old == new => line += 1,
                (old, new) => {
                    let owned = |text: Option<&str>| text.map(str::to_owned);
                    return Some(Difference { line, old: owned(old), new: owned(new) });
                }
            }
        }
    }
}

/// Makes all folders hold what they should, or leaves all of them as they are.
pub(crate) fn write(folders: &[Folder<'_>]) -> Result<()> {
    let mut transaction = Transaction::default();
    let mut written = Vec::new();
    for folder in folders {
        for file in &folder.files {
            let path = folder.path.join(&file.name);
            match (&file.new, file.change()) {
                (_, Change::Unchanged) => {}
                (Some(new), _) => written.push((path, new.as_bytes())),
                (None, _) => transaction
                    .remove(&path)
                    .with_context(|| format!("can't remove `{}`", path.display()))?,
            }
        }
    }
    transaction.write(&written)?;
    transaction.commit()
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read `{}`", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(old: &str, new: &str) -> Option<Difference> {
        let (new, old) = (Some(Cow::Borrowed(new)), Some(old.as_bytes().to_vec()));
        File { name: String::new(), stack: None, new, old }.difference()
    }

    #[test]
    fn a_difference_is_the_first_line_that_differs() {
        let at = |line, old: Option<&str>, new: Option<&str>| {
            Some(Difference { line, old: old.map(str::to_owned), new: new.map(str::to_owned) })
        };
        assert_eq!(difference("a\nb\nc\n", "a\nx\ny\n"), at(2, Some("b"), Some("x")));
        assert_eq!(difference("a\n", "a\nb\n"), at(2, Some(""), Some("b")));
        assert_eq!(difference("a\nb", "a"), at(2, Some("b"), None));
        assert_eq!(difference("a\r\n", "a\n"), at(1, Some("a\r"), Some("a")));
        assert_eq!(difference("a\n", "a\n"), None);
    }
}
