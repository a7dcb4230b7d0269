//! What only a process of its own shows: streams, variables, and disks that are full.
//!
//! The program is the example `fixture`, which cargo builds with the tests of this package.

#![cfg(unix)]

mod support;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use support::fixture;

fn command(program: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for variable in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(variable);
    }
    command
}

/// Runs a line of shell, in which `$0` is the fixture.
fn shell(line: &str, folder: &Path) -> Output {
    command("sh", folder)
        .arg("-c")
        .arg(line)
        .arg(fixture())
        .output()
        .expect("there is a shell")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file below a folder with its content.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.push((path.clone(), Vec::new()));
            found.extend(files(&path));
        } else {
            let content = fs::read(&path).expect("the file can be read");
            found.push((path, content));
        }
    }
    found.sort();
    found
}

#[test]
fn a_relative_output_is_below_the_current_folder() {
    let folder = tempfile::tempdir().unwrap();
    let output = shell("$0 synth prod", folder.path());
    assert!(output.status.success() && output.stdout.is_empty());
    assert!(text(&output.stderr).contains("in synth-out/prod, took"));
    assert!(
        folder
            .path()
            .join("synth-out/prod/Orders.template.json")
            .is_file()
    );
}

#[test]
fn the_program_goes_by_the_name_it_was_called_with() {
    let folder = tempfile::tempdir().unwrap();
    let output = shell("ln -s $0 shop && ./shop --version", folder.path());
    assert_eq!(text(&output.stdout), concat!("shop ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_mistake_ends_with_1() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(shell("$0 synth prd", folder.path()).status.code(), Some(1));
    assert_eq!(shell("$0 --nonsense", folder.path()).status.code(), Some(1));
    assert_eq!(shell("$0 synth --all --check", folder.path()).status.code(), Some(1));
    assert_eq!(files(folder.path()), []);
}

#[test]
fn a_reader_that_leaves_is_no_mistake() {
    let folder = tempfile::tempdir().unwrap();
    // The script is longer than what a pipe holds.
    let line =
        "{ for i in 1 2 3 4 5 6 7 8 9; do $0 completions zsh || echo failed >&2; done; } | true";
    let output = shell(line, folder.path());
    assert_eq!(text(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_takes_nothing_is_a_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let output = shell("$0 envs > /dev/full", folder.path());
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(text(&output.stderr), @"error: can't write to the standard output: No space left on device (os error 28)");
}

#[test]
fn variables_decide_on_colour() {
    let folder = tempfile::tempdir().unwrap();
    let is_colorful = |line: &str| {
        let output = shell(line, folder.path());
        text(&output.stderr).contains('\x1b')
    };
    assert!(!is_colorful("$0 synth prd"));
    assert!(is_colorful("FORCE_COLOR=1 $0 synth prd"));
    assert!(is_colorful("CLICOLOR_FORCE=1 $0 synth prd"));
    assert!(!is_colorful("FORCE_COLOR=1 NO_COLOR=1 $0 synth prd"));
    assert!(!is_colorful("FORCE_COLOR=1 $0 synth prd --no-color"));
    assert!(is_colorful("NO_COLOR=1 $0 synth prd --color always"));
}

/// No file may be longer than 512 bytes, which the template of `Orders` is: the disk fills up
/// after other files were written.
const FULL_DISK: &str = "trap '' XFSZ; ulimit -f 1;";

#[test]
fn a_full_disk_leaves_every_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        shell("$0 synth dev && $0 synth prod", folder.path())
            .status
            .success()
    );
    // Something to write, in files before and after the one that fails.
    for file in ["dev/Topics", "prod/Topics", "prod/Orders"] {
        let path = folder
            .path()
            .join(format!("synth-out/{file}.template.json"));
        fs::write(path, "{}\n").unwrap();
    }
    let before = files(folder.path());
    let output = shell(&format!("{FULL_DISK} $0 synth --env dev --env prod"), folder.path());
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(text(&output.stderr), @"
    error: can't write `synth-out/prod/Orders.template.json`: File too large (os error 27)

    hint: every file is as it was; `--output` writes to another folder
    ");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_disk_that_is_full_from_the_start_leaves_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let output = shell(&format!("{FULL_DISK} $0 synth --all"), folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(files(folder.path()), []);
}

#[cfg(target_os = "linux")]
#[test]
fn rejects_a_folder_that_cannot_be_written_to() {
    // Not even root makes a folder here.
    let output = shell("$0 synth prod --output /proc/synth-out", Path::new("/"));
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(text(&output.stderr), @"
    error: can't write `/proc/synth-out/prod/Topics.template.json`: No such file or directory (os error 2)

    hint: every file is as it was; `--output` writes to another folder
    ");
}

#[test]
fn processes_that_write_one_folder_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let line = "for i in 1 2 3 4 5 6 7 8; do rm -f synth-out/prod/Or*; $0 synth prod & done; wait";
    let output = shell(line, folder.path());
    assert!(!text(&output.stderr).contains("error"), "{}", text(&output.stderr));
    let check = shell("$0 synth prod --check", folder.path());
    assert!(check.status.success(), "{}", text(&check.stderr));
    assert!(!folder.path().join("synth-out/prod/.staging").exists());
}
