//! `completions`: a script for a shell.

use anyhow::Result;
use clap::{Args, builder::PossibleValuesParser};
use clap_complete::Shell;

use super::printer::Printer;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the script. It knows the names of the environments as they are now.
    pub(super) fn run(
        &self,
        mut command: clap::Command,
        environments: &[&str],
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let name = command.get_name().to_owned();
        let commands: Vec<_> = command
            .get_subcommands()
            .map(|command| command.get_name().to_owned())
            .collect();
        for subcommand in commands {
            command = command.mut_subcommand(subcommand, |command| {
                command.mut_args(|argument| match argument.get_id().as_str() {
                    "environment" | "environments" => {
                        let names = environments.iter().map(|&name| name.to_owned());
                        argument.value_parser(PossibleValuesParser::new(names))
                    }
                    _ => argument,
                })
            });
        }
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, name, &mut script);
        printer.data(&String::from_utf8(script)?)
    }
}
