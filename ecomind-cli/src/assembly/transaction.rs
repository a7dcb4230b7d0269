//! Files that are written all or not at all.
//!
//! New contents are first written to a folder beside their places, on the same file system, and
//! renamed into place when all of them are there. What was in place is kept until the last file
//! has moved, and comes back when one does not.

use std::{
    fs, io,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result};

/// Where new contents wait and old ones are kept. A process that is killed leaves it behind, and
/// the next one removes it.
const STAGING: &str = ".staging";

/// Below this number of files, a thread costs more than it saves.
const FILES_WORTH_A_THREAD: usize = 16;

/// Changes that take place together on [`commit`](Transaction::commit). Dropped before that, it
/// leaves everything as it was.
#[derive(Default)]
pub(super) struct Transaction {
    folders: Vec<Folder>,
    changes: Vec<Change>,
    is_done: bool,
}

struct Folder {
    path: PathBuf,
    /// Folders that were made for it, outermost first.
    created: Vec<PathBuf>,
    /// Makes a second process wait. Not every file system has locks, and then two processes that
    /// write one folder at one time may fail, and neither leaves half a file.
    lock: Option<fs::File>,
}

struct Change {
    place: PathBuf,
    /// The new content; none removes the file.
    new: Option<PathBuf>,
    /// Where the old content is kept.
    old: PathBuf,
}

impl Transaction {
    /// Writes files.
    pub(super) fn write(&mut self, files: &[(PathBuf, &[u8])]) -> Result<()> {
        let mut staged = Vec::with_capacity(files.len());
        for (place, _) in files {
            let (staging, name) = self.stage(place).with_context(|| cannot_write(place))?;
            let new = Some(staging.join(&name));
            staged.push(Change { place: place.clone(), new, old: staging.join(name + ".old") });
        }
        let outcomes = write_on_all_cores(files, &staged);
        for ((place, _), outcome) in files.iter().zip(outcomes) {
            outcome.with_context(|| cannot_write(place))?;
        }
        self.changes.extend(staged);
        Ok(())
    }

    /// Removes a file.
    pub(super) fn remove(&mut self, place: &Path) -> io::Result<()> {
        let (staging, name) = self.stage(place)?;
        let old = staging.join(name + ".old");
        self.changes
            .push(Change { place: place.to_owned(), new: None, old });
        Ok(())
    }

    /// Makes every change, or none.
    pub(super) fn commit(mut self) -> Result<()> {
        for change in &self.changes {
            change
                .make()
                .with_context(|| format!("can't replace `{}`", change.place.display()))?;
        }
        self.is_done = true;
        Ok(())
    }

    /// The folder where contents of `place` wait, and the name of the file.
    fn stage(&mut self, place: &Path) -> io::Result<(PathBuf, String)> {
        let (Some(folder), Some(name)) = (place.parent(), place.file_name()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let staging = folder.join(STAGING);
        if !self.folders.iter().any(|known| known.path == folder) {
            // Known before it is complete, so that what there is of it is removed again.
            self.folders
                .push(Folder { path: folder.to_owned(), created: Vec::new(), lock: None });
            let known = self.folders.last_mut().expect("just pushed");
            create_folders(folder, &mut known.created)?;
            known.lock = lock(folder);
            remove_staging(folder);
            fs::create_dir(&staging)?;
        }
        Ok((staging, name.to_string_lossy().into_owned()))
    }
}

/// Writes files, on all cores when there are many. How each one went.
fn write_on_all_cores(files: &[(PathBuf, &[u8])], staged: &[Change]) -> Vec<io::Result<()>> {
    if files.len() <= FILES_WORTH_A_THREAD {
        return write_each(files, staged);
    }
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let share = files.len().div_ceil(cores).max(FILES_WORTH_A_THREAD);
    thread::scope(|scope| {
        let parts = files.chunks(share).zip(staged.chunks(share));
        let workers: Vec<_> = parts
            .map(|(files, staged)| scope.spawn(move || write_each(files, staged)))
            .collect();
        let outcome = |worker: thread::ScopedJoinHandle<'_, _>| match worker.join() {
            Ok(outcomes) => outcomes,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        workers.into_iter().flat_map(outcome).collect()
    })
}

fn write_each(files: &[(PathBuf, &[u8])], staged: &[Change]) -> Vec<io::Result<()>> {
    let write = |((_, bytes), change): (&(PathBuf, &[u8]), &Change)| match &change.new {
        Some(new) => fs::write(new, bytes),
        None => Ok(()),
    };
    files.iter().zip(staged).map(write).collect()
}

fn cannot_write(place: &Path) -> String {
    format!("can't write `{}`", place.display())
}

impl Change {
    fn make(&self) -> io::Result<()> {
        if self.place.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        match &self.new {
            Some(new) => {
                // With a second link there is no moment without a file. Without links there is.
                match fs::hard_link(&self.place, &self.old)
                    .or_else(|_| fs::rename(&self.place, &self.old))
                {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
                fs::rename(new, &self.place)
            }
            None => fs::rename(&self.place, &self.old),
        }
    }

    /// Puts back what was in place, whether it was moved or not.
    fn undo(&self) {
        let is_made = self.new.as_ref().is_some_and(|new| !new.exists());
        // There is nobody left to tell when this fails too.
        let _ = if self.old.exists() {
            fs::rename(&self.old, &self.place)
        } else if is_made {
            fs::remove_file(&self.place)
        } else {
            Ok(())
        };
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.is_done {
            self.changes.iter().rev().for_each(Change::undo);
        }
        // The first one may have made a folder that holds all of them.
        for folder in self.folders.iter().rev() {
            remove_staging(&folder.path);
            if !self.is_done {
                for created in folder.created.iter().rev() {
                    // It stays when somebody else put something into it.
                    let _ = fs::remove_dir(created);
                }
            }
        }
    }
}

fn create_folders(folder: &Path, created: &mut Vec<PathBuf>) -> io::Result<()> {
    // The parent of a relative path ends in the empty path: the current folder, which is there.
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        create_folders(parent, created)?;
    }
    match fs::create_dir(folder) {
        Ok(()) => created.push(folder.to_owned()),
        // Another process was faster.
        Err(_) if folder.is_dir() => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

fn lock(folder: &Path) -> Option<fs::File> {
    let file = fs::File::open(folder).ok()?;
    file.lock().ok()?;
    Some(file)
}

fn remove_staging(folder: &Path) {
    // When it can't be removed, making the next one fails, and says so.
    let _ = fs::remove_dir_all(folder.join(STAGING));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_failure_half_way_puts_back_what_was_replaced_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a"), "old a").unwrap();
        fs::write(at("b"), "old b").unwrap();
        let mut transaction = Transaction::default();
        transaction.remove(&at("b")).unwrap();
        let written = ["a", "c", "d"].map(|name| (at(name), &b"new"[..]));
        transaction.write(&written).unwrap();
        fs::create_dir(at("d")).unwrap();

        transaction.commit().expect_err("refused");
        assert_eq!(names(folder.path()), ["a", "b", "d"]);
        assert_eq!(fs::read_to_string(at("a")).unwrap(), "old a");
        assert_eq!(fs::read_to_string(at("b")).unwrap(), "old b");
    }

    #[test]
    fn many_files_are_written_each_with_its_own_text() {
        let folder = tempfile::tempdir().unwrap();
        let texts: Vec<String> = (0..100).map(|number| format!("text {number}")).collect();
        let place = |number: usize| folder.path().join(format!("{number:02}"));
        let files = texts.iter().enumerate();
        let files: Vec<_> = files
            .map(|(number, text)| (place(number), text.as_bytes()))
            .collect();
        let mut transaction = Transaction::default();
        transaction.write(&files).unwrap();
        transaction.commit().unwrap();
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(fs::read_to_string(place(number)).unwrap(), *text);
        }
    }

    #[test]
    fn folders_that_were_made_go_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut transaction = Transaction::default();
        let written = [(folder.path().join("x/y/file"), &b"text"[..])];
        transaction.write(&written).unwrap();
        assert_eq!(names(&folder.path().join("x/y")), [STAGING]);
        drop(transaction);
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn what_a_killed_process_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(STAGING)).unwrap();
        fs::write(folder.path().join(STAGING).join("half"), "…").unwrap();
        let mut transaction = Transaction::default();
        let written = [(folder.path().join("file"), &b"text"[..])];
        transaction.write(&written).unwrap();
        transaction.commit().unwrap();
        assert_eq!(names(folder.path()), ["file"]);
    }
}
