//! Whether to use colour.

use std::ffi::OsString;

use clap::ValueEnum;

/// The flag `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// Whether `auto` means colour, by the variables of the process and whether a terminal shows it.
///
/// `NO_COLOR` comes first, then `FORCE_COLOR` and `CLICOLOR_FORCE`, all of them unless empty; a
/// force of `0` is none. In `CI`, and on a terminal that calls itself `dumb`, there is no colour.
pub(super) fn is_wanted(variable: impl Fn(&str) -> Option<OsString>, is_terminal: bool) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let forces = |name| is_set(name) && variable(name).is_some_and(|value| value != "0");
    let is_dumb = variable("TERM").is_some_and(|terminal| terminal == "dumb");
    if is_set("NO_COLOR") {
        false
    } else if forces("FORCE_COLOR") || forces("CLICOLOR_FORCE") {
        true
    } else {
        is_terminal && !is_dumb && !is_set("CI")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(variables: &[(&str, &str)], is_terminal: bool) -> bool {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        is_wanted(|name| find(name).map(|(_, value)| OsString::from(value)), is_terminal)
    }

    #[test]
    fn a_terminal_has_colour_and_a_pipe_has_none() {
        assert!(wanted(&[], true) && wanted(&[("TERM", "xterm")], true));
        assert!(!wanted(&[], false) && !wanted(&[("TERM", "dumb")], true));
        assert!(!wanted(&[("CI", "true")], true));
    }

    #[test]
    fn variables_refuse_colour_or_force_it() {
        assert!(!wanted(&[("NO_COLOR", "1")], true) && wanted(&[("NO_COLOR", "")], true));
        assert!(wanted(&[("FORCE_COLOR", "1"), ("CI", "true")], false));
        assert!(wanted(&[("CLICOLOR_FORCE", "1")], false));
        assert!(!wanted(&[("CLICOLOR_FORCE", "0")], false));
        assert!(!wanted(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], true));
    }
}
