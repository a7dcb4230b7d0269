//! Whole runs of the command line inside this process, against a made-up app.

mod apps;
mod bad_input;
mod between;
mod check;
mod cost;
mod diff;
#[path = "../../ecomind-cli/examples/fixture/app.rs"]
mod fixture;
mod graph;
mod help;
mod list;
mod policy;
mod synth;
mod validate;
mod wrong_apps;

use std::{fs, path::Path};

use ecomind_cli::Program;
use ecomind_constructs::prelude::*;
use tempfile::TempDir;

use fixture::Environment;

type Build = fn(&Environment) -> Result<App>;

/// A folder for the files of one test.
struct Output(TempDir);

impl Output {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("the system has a place for temporary files"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// A run that writes to this folder, as text; its place and times are filtered.
    fn run(&self, build: Build, arguments: &str) -> String {
        let place = self.path().to_string_lossy();
        let all = arguments.split_whitespace().chain(["--output", &place]);
        capture(build, all).replace(&*place, "[out]")
    }

    /// Every file with its content, in order.
    fn files(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        collect(self.path(), self.path(), &mut files);
        files.sort();
        files
    }

    fn names(&self) -> String {
        let names: Vec<_> = self.files().into_iter().map(|(name, _)| name).collect();
        names.join("\n")
    }

    fn edit(&self, file: &str, change: impl FnOnce(String) -> String) {
        let path = self.path().join(file);
        let text = fs::read_to_string(&path).expect("the file is there");
        fs::write(&path, change(text)).expect("the file can be written");
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let text = fs::read_to_string(&path).expect("files are text");
            let name = path.strip_prefix(root).expect("the file is below the root");
            files.push((name.to_string_lossy().into_owned(), text));
        }
    }
}

/// A run that writes nothing.
fn run(arguments: &str) -> String {
    capture(fixture::app, arguments.split_whitespace())
}

fn capture<'a>(build: Build, arguments: impl Iterator<Item = &'a str>) -> String {
    let outcome = Program::new("shop", "1.2.3").capture(build, arguments);
    let (stdout, stderr) = (without_times(&outcome.stdout), without_times(&outcome.stderr));
    format!("{:?}\n--- stdout\n{stdout}--- stderr\n{stderr}", outcome.exit)
}

/// The one filter of all runs: times are not the same twice.
fn without_times(text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for index in 1..words.len() {
        let is_unit = matches!(words[index].lines().next(), Some("ms" | "s"));
        let is_number = words[index - 1].parse::<f64>().is_ok();
        if is_unit && is_number {
            words[index - 1] = "[time]";
        }
    }
    words
        .join(" ")
        .replace("[time] ms", "[time]")
        .replace("[time] s", "[time]")
}
