//! Arguments to commands: each in a file of its own, its arguments first.

mod check;
mod color;
mod completions;
mod cost;
mod diff;
mod envs;
mod exit;
mod graph;
mod list;
mod message;
mod pattern;
mod policy;
mod printer;
mod selection;
mod suggestion;
mod synth;
mod synthesized;
mod table;
mod units;

use std::ffi::OsString;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind};

use crate::environment::Apps;

pub use self::exit::Exit;
pub(crate) use self::printer::Printer;
use self::{
    color::ColorChoice,
    message::{Failure, Message},
    printer::{Level, ReaderIsGone},
};

/// Synthesizes an app into CloudFormation templates, environment by environment
#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    after_help = "Data goes to the standard output, talk to the standard error. Exit codes: 0 done, 1 not, 2 there are changes."
)]
struct Arguments {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
struct Globals {
    /// Say which files there are and what takes time, too
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    color: ColorChoice,
    /// The same as `--color never`
    #[arg(long, global = true, conflicts_with = "color")]
    no_color: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write templates, or check that those written are current
    #[command(visible_alias = "synthesize")]
    Synth(synth::Synth),
    /// Show what a change does: replacements, exposure, risk
    Diff(diff::Diff),
    /// List stacks, in the order in which they are deployed
    #[command(visible_alias = "ls")]
    List(list::List),
    /// Draw stacks, what they hold, and who talks to whom
    Graph(graph::Graph),
    /// List environments
    Envs(envs::Envs),
    /// Estimate what stacks cost in a month
    Cost(cost::Cost),
    /// Print the least that the roles of a deployment must be allowed
    Policy(policy::Policy),
    /// Print a script that completes arguments in a shell
    Completions(completions::Completions),
}

/// What a program calls itself.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) version: String,
}

/// Does what `arguments` ask: everything after the name of the program.
pub(crate) fn run(
    program: &Identity,
    apps: &Apps<'_>,
    arguments: Vec<OsString>,
    printer: &mut Printer<'_>,
) -> Exit {
    let command = command_of(program);
    let done = match parse(command, arguments) {
        Ok(arguments) => execute(program, apps, &arguments, printer),
        Err(error) => explain(&error, printer),
    };
    match done.and_then(|exit| printer.finish().map(|()| exit)) {
        Ok(exit) => exit,
        Err(error) if error.is::<ReaderIsGone>() => Exit::Success,
        Err(error) => {
            Message::of_error(error)
                .iter()
                .for_each(|message| printer.error(message));
            Exit::Failure
        }
    }
}

fn command_of(program: &Identity) -> clap::Command {
    Arguments::command()
        .name(program.name.clone())
        .bin_name(program.name.clone())
        .version(program.version.clone())
}

fn parse(mut command: clap::Command, arguments: Vec<OsString>) -> clap::error::Result<Arguments> {
    let mut matches = command.try_get_matches_from_mut(arguments)?;
    Arguments::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

fn execute(
    program: &Identity,
    apps: &Apps<'_>,
    Arguments { globals, command }: &Arguments,
    printer: &mut Printer<'_>,
) -> anyhow::Result<Exit> {
    let color = if globals.no_color { ColorChoice::Never } else { globals.color };
    let level = match (globals.quiet, globals.verbose) {
        (true, _) => Level::Quiet,
        (false, 0) => Level::Normal,
        (false, _) => Level::Verbose,
    };
    printer.configure(color, level);
    if let Some(flaw) = apps.flaw() {
        return Err(Failure::from(Message::new(flaw)).into());
    }
    match command {
        Command::Diff(diff) => return diff.run(apps, printer),
        Command::Synth(synth) => synth.run(apps, printer),
        Command::List(list) => list.run(apps, printer),
        Command::Envs(envs) => envs.run(apps, printer),
        Command::Cost(cost) => cost.run(apps, printer),
        Command::Policy(policy) => policy.run(apps, printer),
        Command::Graph(graph) => graph.run(apps, printer),
        Command::Completions(completions) => {
            completions.run(command_of(program), &apps.names, printer)
        }
    }?;
    Ok(Exit::Success)
}

/// What clap has to say instead of arguments: help, a version, or what is wrong with them.
fn explain(error: &clap::Error, printer: &mut Printer<'_>) -> anyhow::Result<Exit> {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            printer.data(&text)?;
            Ok(Exit::Success)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            printer.note(text.trim_end());
            Ok(Exit::Failure)
        }
        _ => {
            let text = text.strip_prefix("error: ").unwrap_or(&text);
            Err(Failure::from(Message::new(text.trim_end())).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        let program = Identity { name: "test".to_owned(), version: "1.0.0".to_owned() };
        command_of(&program).debug_assert();
    }
}
