//! Files as of a commit, without a checkout.
//!
//! `git` itself reads them: it is where there is a repository, and knows every format of one.

use std::{
    io::{self, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

/// The files below a folder, as of a commit.
#[derive(Debug, Clone)]
pub(super) struct GitFolder {
    /// A folder that is there now, in which git is called.
    here: PathBuf,
    /// The way from it to the folder.
    below: PathBuf,
    /// The commit, as a hash.
    pub(super) commit: String,
}

impl GitFolder {
    /// The folder `path` as of `reference`: a branch, a tag, a commit.
    pub(super) fn of(reference: &str, path: &Path) -> Result<Self> {
        let (here, below) = existing_part(path);
        if reference.is_empty() || reference.starts_with('-') {
            bail!("{reference:?} is no file, no folder and no git ref");
        }
        let commit = format!("{reference}^{{commit}}");
        let output =
            git(&here, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        if !output.status.success() {
            let inside = git(&here, &["rev-parse", "--is-inside-work-tree"])?;
            if !inside.status.success() {
                bail!(
                    "`{reference}` is no file and no folder, and `{}` is in no git repository \
                     where it could be a ref",
                    here.display()
                );
            }
            bail!("`{reference}` is no file, no folder and no git ref");
        }
        let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Ok(Self { here, below, commit })
    }

    /// The contents of files, in their order; none for what is not there.
    pub(super) fn read(&self, files: &[PathBuf]) -> Result<Vec<Option<Vec<u8>>>> {
        let mut asked = String::new();
        for file in files {
            let file = self.below.join(file);
            let path = file.to_string_lossy().replace('\\', "/");
            if path.contains('\n') {
                bail!("{path:?} is no path that git can be asked for");
            }
            asked.extend([&*self.commit, ":./", &path, "\n"]);
        }
        let mut child = command(&self.here, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(cannot_run)?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("git can't be spoken to");
        };
        let contents = thread::scope(|scope| {
            // Both at once: git waits for a reader before it takes more questions. A write that
            // fails shows as an answer that is missing.
            scope.spawn(move || stdin.write_all(asked.as_bytes()));
            let mut answers = BufReader::new(stdout);
            files
                .iter()
                .map(|_| answer(&mut answers))
                .collect::<io::Result<Vec<_>>>()
        });
        let contents = contents.context("git can't read its objects");
        child.wait().context("git doesn't end")?;
        contents
    }
}

/// One answer: a line with the size of the object and its bytes, or a line that says it is missing.
fn answer(answers: &mut impl io::BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = String::new();
    if answers.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut words = line.split_whitespace().rev();
    let (Some(size), Some(kind)) = (words.next(), words.next()) else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let Ok(size) = size.parse::<u64>() else { return Ok(None) };
    let mut content = Vec::new();
    answers.by_ref().take(size).read_to_end(&mut content)?;
    answers.read_exact(&mut [0])?;
    Ok((kind == "blob").then_some(content))
}

fn git(here: &Path, arguments: &[&str]) -> Result<Output> {
    command(here, arguments).output().map_err(cannot_run)
}

fn command(here: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(here).args(arguments);
    command
}

fn cannot_run(error: io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context("can't run `git`, which reads templates at a ref")
}

/// The part of a path that is a folder now, and the rest.
fn existing_part(path: &Path) -> (PathBuf, PathBuf) {
    let mut here = path;
    while !here.is_dir() {
        match here.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => here = parent,
            _ => return (PathBuf::from("."), path.to_owned()),
        }
    }
    let below = path
        .strip_prefix(here)
        .map(Path::to_owned)
        .unwrap_or_default();
    (here.to_owned(), below)
}
