//! Arguments to commands: each in a file of its own, its arguments first.

mod affected;
#[cfg(feature = "deploy")]
mod attach;
#[cfg(feature = "deploy")]
mod aws;
#[cfg(feature = "deploy")]
mod bars;
mod between;
#[cfg(feature = "deploy")]
mod bootstrap;
mod budget;
#[cfg(feature = "deploy")]
mod cancel;
mod check;
mod color;
mod comparing;
mod completions;
#[cfg(feature = "deploy")]
mod console;
mod cost;
#[cfg(feature = "deploy")]
mod credentials;
#[cfg(feature = "deploy")]
mod deploy;
#[cfg(feature = "deploy")]
mod deploy_flags;
#[cfg(feature = "deploy")]
mod deploying;
#[cfg(feature = "deploy")]
mod destroy;
mod diff;
#[cfg(feature = "deploy")]
mod drift;
#[cfg(feature = "deploy")]
mod drifted;
mod envs;
#[cfg(feature = "deploy")]
mod events;
mod exit;
mod findings;
#[cfg(feature = "deploy")]
mod gc;
mod graph;
#[cfg(feature = "deploy")]
mod helm_values;
#[cfg(feature = "deploy")]
mod import;
mod json_position;
mod list;
#[cfg(feature = "local")]
mod local;
mod message;
#[cfg(not(feature = "deploy"))]
mod offline;
#[cfg(feature = "deploy")]
mod online;
#[cfg(feature = "deploy")]
mod outputs;
mod pattern;
#[cfg(feature = "deploy")]
mod plan;
mod policy;
mod printer;
#[cfg(feature = "deploy")]
mod recover;
#[cfg(feature = "deploy")]
mod repair_flags;
mod report;
#[cfg(feature = "deploy")]
mod reviewed;
#[cfg(feature = "deploy")]
mod rollback;
mod selection;
#[cfg(feature = "deploy")]
mod status;
mod suggestion;
mod surroundings;
mod synth;
mod synthesized;
mod table;
mod template_file;
mod units;
mod validate;
mod validated;
mod watch;

use std::ffi::OsString;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind};

use ecomind_constructs::rules::Rule;

use crate::environment::Apps;

pub use self::exit::Exit;
use self::{
    color::ColorChoice,
    message::{Failure, Message},
    printer::{Level, ReaderIsGone},
};
pub(crate) use self::{printer::Printer, surroundings::Surroundings};

/// Synthesizes an app into CloudFormation templates, environment by environment
#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    after_help = "Data goes to the standard output, talk to the standard error. Exit codes: 0 done, 1 not, 2 there are changes, 130 interrupted."
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
    /// Show what a change does: replacements, exposure, cost, risk
    Diff(Box<diff::Diff>),
    /// List stacks, in the order in which they are deployed
    #[command(visible_alias = "ls")]
    List(list::List),
    /// Find what is wrong with templates, of the app or in files, before anything is deployed
    Validate(validate::Validate),
    /// Draw stacks, what they hold, and who talks to whom
    Graph(Box<graph::Graph>),
    /// Make stacks what the app says
    #[cfg(feature = "deploy")]
    Deploy(Box<deploy::Deploy>),
    /// Show what a deployment will do, and keep exactly that in a file
    #[cfg(feature = "deploy")]
    Plan(Box<plan::Plan>),
    /// Make the buckets that deployments put large templates into
    #[cfg(feature = "deploy")]
    Bootstrap(bootstrap::Bootstrap),
    /// Delete large templates that nothing refers to any more
    #[cfg(feature = "deploy")]
    Gc(gc::Gc),
    /// Delete stacks
    #[cfg(feature = "deploy")]
    Destroy(Box<destroy::Destroy>),
    /// Print the outputs of stacks
    #[cfg(feature = "deploy")]
    Outputs(outputs::Outputs),
    /// Print how stacks are
    #[cfg(feature = "deploy")]
    Status(status::Status),
    /// Print what happened to stacks
    #[cfg(feature = "deploy")]
    Events(events::Events),
    /// Watch what is being done to stacks
    #[cfg(feature = "deploy")]
    Attach(attach::Attach),
    /// Stop updates of stacks, which rolls them back
    #[cfg(feature = "deploy")]
    Cancel(cancel::Cancel),
    /// Find a way out for stacks that are stuck, explain it, and go it
    #[cfg(feature = "deploy")]
    Recover(recover::Recover),
    /// Roll back what failed with `--no-rollback`
    #[cfg(feature = "deploy")]
    Rollback(rollback::Rollback),
    /// Find where resources are not as deployed, and put them back
    #[cfg(feature = "deploy")]
    Drift(Box<drift::Drift>),
    /// Let resources that exist join a stack
    #[cfg(feature = "deploy")]
    Import(import::Import),
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
    /// Rules of its own, beside those of the library.
    pub(crate) rules: &'static [&'static dyn Rule],
}

/// Does what `arguments` ask: everything after the name of the program.
pub(crate) fn run(
    program: &Identity,
    apps: &Apps<'_>,
    arguments: Vec<OsString>,
    surroundings: &Surroundings,
    printer: &mut Printer<'_>,
) -> Exit {
    let command = command_of(program);
    let done = match parse(command, arguments) {
        Ok(arguments) => execute(program, apps, &arguments, surroundings, printer),
        Err(error) => explain(&error, printer),
    };
    match done.and_then(|exit| printer.finish().map(|()| exit)) {
        Ok(exit) => exit,
        Err(error) if error.is::<ReaderIsGone>() => Exit::Success,
        Err(error) => {
            let exit = exit_of(&error);
            Message::of_error(error)
                .iter()
                .for_each(|message| printer.error(message));
            exit
        }
    }
}

#[cfg(feature = "deploy")]
fn exit_of(error: &anyhow::Error) -> Exit {
    error
        .downcast_ref::<deploying::Ended>()
        .map_or(Exit::Failure, |ended| ended.exit)
}

#[cfg(not(feature = "deploy"))]
fn exit_of(_: &anyhow::Error) -> Exit {
    Exit::Failure
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
    surroundings: &Surroundings,
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
        Command::Validate(validate) => return validate.run(program, apps, surroundings, printer),
        Command::Diff(diff) => return diff.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Drift(drift) => return drift.run(apps, surroundings, printer),
        Command::Synth(synth) => synth.run(apps, printer),
        Command::List(list) => list.run(apps, printer),
        #[cfg(feature = "deploy")]
        Command::Deploy(deploy) => deploy.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Plan(plan) => plan.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Bootstrap(bootstrap) => bootstrap.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Gc(gc) => gc.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Destroy(destroy) => destroy.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Outputs(outputs) => outputs.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Status(status) => status.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Events(events) => events.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Attach(attach) => attach.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Cancel(cancel) => cancel.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Recover(recover) => recover.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Rollback(rollback) => rollback.run(apps, surroundings, printer),
        #[cfg(feature = "deploy")]
        Command::Import(import) => import.run(apps, surroundings, printer),
        Command::Envs(envs) => envs.run(apps, printer),
        Command::Cost(cost) => cost.run(apps, printer),
        Command::Policy(policy) => policy.run(apps, printer),
        Command::Graph(graph) => graph.run(apps, surroundings, printer),
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
        let program = Identity { name: "test".to_owned(), version: "1.0.0".to_owned(), rules: &[] };
        command_of(&program).debug_assert();
    }
}
