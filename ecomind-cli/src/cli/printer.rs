//! The only file that writes to the terminal.
//!
//! Data goes to the standard output and never has colour; talk goes to the standard error.

use std::{
    env, error, fmt,
    io::{self, IsTerminal, Write},
};

use super::{
    color::{self, ColorChoice},
    message::Message,
};

/// Where everything is printed.
pub(crate) struct Printer<'a> {
    out: Box<dyn Write + 'a>,
    err: Box<dyn Write + 'a>,
    /// Whether `auto` means colour.
    is_colorful_by_default: bool,
    is_colorful: bool,
    level: Level,
    /// Whether somebody is there to watch, and to answer.
    #[cfg_attr(not(feature = "deploy"), expect(dead_code, reason = "deployments read it"))]
    is_attended: bool,
    /// What was said last.
    last: Last,
}

/// How much to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Errors alone.
    Quiet,
    /// What was done.
    Normal,
    /// How, too.
    Verbose,
}

/// What was said last: an empty line sets messages apart from what is above and below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Note,
    Message,
}

/// The reader of the standard output is gone: there is nobody to tell.
#[derive(Debug)]
pub(super) struct ReaderIsGone;

const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BLUE: &str = "\x1b[1;34m";
const CYAN: &str = "\x1b[1;36m";
const PLAIN: &str = "\x1b[0m";

impl<'a> Printer<'a> {
    /// Prints to the streams of this process.
    pub(crate) fn of_this_process() -> Printer<'static> {
        let is_colorful = color::is_wanted(|name| env::var_os(name), io::stderr().is_terminal());
        let out = io::BufWriter::new(io::stdout());
        Printer {
            is_colorful_by_default: is_colorful,
            is_colorful,
            is_attended: io::stdin().is_terminal() && io::stderr().is_terminal(),
            ..Printer::new(Box::new(out), Box::new(io::stderr()))
        }
    }

    /// Prints to memory, without colour unless asked for.
    pub(crate) fn into(out: &'a mut Vec<u8>, err: &'a mut Vec<u8>) -> Self {
        Self::new(Box::new(out), Box::new(err))
    }

    fn new(out: Box<dyn Write + 'a>, err: Box<dyn Write + 'a>) -> Self {
        Self {
            out,
            err,
            is_colorful_by_default: false,
            is_colorful: false,
            level: Level::Normal,
            is_attended: false,
            last: Last::Nothing,
        }
    }

    /// Prints as the arguments say.
    pub(super) fn configure(&mut self, color: ColorChoice, level: Level) {
        self.is_colorful = match color {
            ColorChoice::Auto => self.is_colorful_by_default,
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        self.level = level;
    }

    /// Prints what was asked for.
    pub(super) fn data(&mut self, text: &str) -> anyhow::Result<()> {
        printed(self.out.write_all(text.as_bytes()))
    }

    /// Prints what is still on its way.
    pub(super) fn finish(&mut self) -> anyhow::Result<()> {
        printed(self.out.flush())
    }

    /// Whether what is printed may change while it is there.
    #[cfg(feature = "deploy")]
    pub(super) fn is_animated(&self) -> bool {
        self.is_attended && self.is_colorful && self.level != Level::Quiet
    }

    /// Asks a question, and gives the way to wait for its answer: whether it is yes. None when
    /// nobody is there.
    #[cfg(feature = "deploy")]
    pub(super) fn question(&mut self, text: &str) -> Option<Box<dyn FnOnce() -> bool + Send>> {
        if !self.is_attended {
            return None;
        }
        let _ = self.err.write_all(text.as_bytes());
        self.last = Last::Note;
        Some(Box::new(|| {
            let mut answer = String::new();
            let is_read = io::stdin().read_line(&mut answer).is_ok();
            is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
        }))
    }

    /// Asks for a line, and gives it without what surrounds it. None when nobody is there.
    #[cfg(feature = "deploy")]
    pub(super) fn answer(&mut self, text: &str) -> Option<String> {
        if !self.is_attended {
            return None;
        }
        let _ = self.err.write_all(text.as_bytes());
        self.last = Last::Note;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).ok()?;
        Some(answer.trim().to_owned())
    }

    /// Says what was done, in whole lines.
    pub(super) fn note(&mut self, text: &str) {
        if Level::Normal <= self.level {
            self.talk(Last::Note, text);
        }
    }

    /// Says how it was done.
    pub(super) fn detail(&mut self, text: &str) {
        if Level::Verbose <= self.level {
            self.talk(Last::Note, text);
        }
    }

    /// Says what wants attention.
    pub(super) fn warning(&mut self, message: &Message) {
        if Level::Normal <= self.level {
            self.message(YELLOW, "warning", message);
        }
    }

    /// Says what is wrong.
    pub(super) fn error(&mut self, message: &Message) {
        self.message(RED, "error", message);
    }

    fn message(&mut self, color: &str, severity: &str, message: &Message) {
        let severity = self.painted(color, &format!("{severity}:"));
        let mut lines = vec![format!("{severity} {}", message.text)];
        if let Some(location) = message.location {
            lines.push(format!("  {} {location}", self.painted(BLUE, "-->")));
        }
        lines.extend(message.details.iter().map(|line| format!("  {line}")));
        if let Some(hint) = &message.hint {
            lines.push(format!("\n{} {hint}", self.painted(CYAN, "hint:")));
        }
        self.talk(Last::Message, &lines.join("\n"));
    }

    fn painted(&self, color: &str, text: &str) -> String {
        if self.is_colorful { format!("{color}{text}{PLAIN}") } else { text.to_owned() }
    }

    fn talk(&mut self, what: Last, text: &str) {
        let is_apart = match self.last {
            Last::Nothing => false,
            Last::Note => what == Last::Message,
            Last::Message => true,
        };
        let separator = if is_apart { "\n" } else { "" };
        self.last = what;
        // When nobody can be told anything, there is nobody to tell that either.
        let _ = self
            .err
            .write_all(format!("{separator}{text}\n").as_bytes());
    }
}

fn printed(result: io::Result<()>) -> anyhow::Result<()> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(ReaderIsGone.into()),
        Err(error) => Err(anyhow::Error::new(error).context("can't write to the standard output")),
    }
}

impl fmt::Display for ReaderIsGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reader of the standard output is gone")
    }
}

impl error::Error for ReaderIsGone {}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(color: ColorChoice, level: Level) -> String {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut printer = Printer::into(&mut out, &mut err);
        printer.configure(color, level);
        printer.note("noted");
        printer.detail("in detail");
        printer.warning(&Message::new("`Data` is large"));
        printer.error(&Message::new("`Data` is too large").hint("split it"));
        drop(printer);
        String::from_utf8(err).unwrap()
    }

    #[test]
    fn messages_read_without_colour() {
        insta::assert_snapshot!(printed(ColorChoice::Auto, Level::Verbose), @"
        noted
        in detail

        warning: `Data` is large

        error: `Data` is too large

        hint: split it
        ");
    }

    #[test]
    fn quiet_leaves_errors() {
        insta::assert_snapshot!(printed(ColorChoice::Never, Level::Quiet), @"
        error: `Data` is too large

        hint: split it
        ");
    }

    #[test]
    fn colour_marks_the_first_word() {
        let text = printed(ColorChoice::Always, Level::Quiet).replace('\x1b', "^");
        insta::assert_snapshot!(text, @"
        ^[1;31merror:^[0m `Data` is too large

        ^[1;36mhint:^[0m split it
        ");
    }
}
