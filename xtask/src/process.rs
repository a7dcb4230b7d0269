//! Other programs, run in the repository's root, and what to say when they fail.

use std::{
    env,
    ffi::OsStr,
    io,
    process::{Command, Stdio},
};

use crate::{
    error::{Error, Result},
    paths,
};

/// The cargo that runs this xtask, so that every step uses one toolchain.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments);
    command
}

/// Runs `command` with its output on the terminal, and waits for it.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    eprintln!("$ {line}");
    let status = command
        .current_dir(paths::root())
        .status()
        .map_err(|error| cannot_start(&line, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::new(format!("`{line}` failed: {status}")))
}

/// What `command` prints, or nothing when it is not installed or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .current_dir(paths::root())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// The command as a person would type it: the program without its folder.
fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str());
    let words: Vec<_> = std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect();
    words.join(" ")
}

fn cannot_start(line: &str, error: &io::Error) -> Error {
    Error::new(format!("cannot start `{line}`: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_a_program_that_fails() {
        let error = run(&mut cargo(&["no-such-command"])).expect_err("cargo has no such command");
        assert!(
            error
                .to_string()
                .starts_with("`cargo no-such-command` failed"),
            "{error}"
        );
    }

    #[test]
    fn rejects_a_program_that_does_not_exist() {
        let error = run(&mut Command::new("no-such-program")).expect_err("nothing to start");
        assert!(
            error
                .to_string()
                .starts_with("cannot start `no-such-program`"),
            "{error}"
        );
    }

    #[test]
    fn has_no_answer_from_a_program_that_does_not_exist() {
        assert_eq!(answer(&mut Command::new("no-such-program")), None);
    }
}
