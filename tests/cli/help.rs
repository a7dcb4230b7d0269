//! Help, versions and completions.

use insta::assert_snapshot;

use crate::run;

#[test]
#[expect(clippy::too_many_lines, reason = "there are that many commands")]
fn help_and_version_are_data() {
    assert_snapshot!(run("--version"), @"
    Success
    --- stdout
    shop 1.2.3
    --- stderr
    ");
    assert_snapshot!(run("--help"), @"
    Success
    --- stdout
    Synthesizes an app into CloudFormation templates, environment by environment

    Usage: shop [OPTIONS] <COMMAND>

    Commands:
      synth        Write templates, or check that those written are current [alias: synthesize]
      diff         Show what a change does: replacements, exposure, cost, risk
      list         List stacks, in the order in which they are deployed [alias: ls]
      validate     Find what is wrong with templates, of the app or in files, before anything is deployed
      graph        Draw stacks, what they hold, and who talks to whom
      deploy       Make stacks what the app says
      plan         Show what a deployment will do, and keep exactly that in a file
      bootstrap    Make the buckets that deployments put large templates into
      gc           Delete large templates that nothing refers to any more
      run-task     Run something once, such as a migration, and end as it does
      destroy      Delete stacks
      outputs      Print the outputs of stacks
      status       Print how stacks are
      events       Print what happened to stacks
      attach       Watch what is being done to stacks
      cancel       Stop updates of stacks, which rolls them back
      recover      Find a way out for stacks that are stuck, explain it, and go it
      rollback     Roll back what failed with `--no-rollback`
      drift        Find where resources are not as deployed, and put them back
      import       Let resources that exist join a stack
      envs         List environments
      cost         Estimate what stacks cost in a month
      policy       Print the least that the roles of a deployment must be allowed
      completions  Print a script that completes arguments in a shell
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Global options:
      -v, --verbose...    Say which files there are and what takes time, too
      -q, --quiet         Say nothing but errors
          --color <WHEN>  When to use colour [default: auto] [possible values: auto, always, never]
          --no-color      The same as `--color never`

    Data goes to the standard output, talk to the standard error. Exit codes: 0 done, 1 not, 2 there are changes, 130 interrupted.
    --- stderr
    ");
    assert_snapshot!(run("help synth"), @"
    Success
    --- stdout
    Write templates, or check that those written are current

    Usage: shop synth [OPTIONS] [ENV] [STACK]...

    Arguments:
      [ENV]       Environment; needs no name when there is only one
      [STACK]...  Stacks by id; `*` and `?` stand for any text, `!` leaves out. Default: every stack

    Options:
          --all            Every environment; all names are stacks then
          --env <NAME>     This environment, and more of them when repeated; all other names are stacks then
      -e, --exclusively    Leave out what the named stacks depend on
          --check          Write nothing, and fail when the files are not what would be written
      -j, --json           Print the templates too, as one document: {environment: {stack: template}}
          --no-validation  Write templates that do not deploy, too
      -o, --output <DIR>   Folder with a folder for each environment [default: synth-out]
      -h, --help           Print help

    Global options:
      -v, --verbose...    Say which files there are and what takes time, too
      -q, --quiet         Say nothing but errors
          --color <WHEN>  When to use colour [default: auto] [possible values: auto, always, never]
          --no-color      The same as `--color never`
    --- stderr
    ");
    assert_snapshot!(run(""), @"
    Failure
    --- stdout
    --- stderr
    Synthesizes an app into CloudFormation templates, environment by environment

    Usage: shop [OPTIONS] <COMMAND>

    Commands:
      synth        Write templates, or check that those written are current [alias: synthesize]
      diff         Show what a change does: replacements, exposure, cost, risk
      list         List stacks, in the order in which they are deployed [alias: ls]
      validate     Find what is wrong with templates, of the app or in files, before anything is deployed
      graph        Draw stacks, what they hold, and who talks to whom
      deploy       Make stacks what the app says
      plan         Show what a deployment will do, and keep exactly that in a file
      bootstrap    Make the buckets that deployments put large templates into
      gc           Delete large templates that nothing refers to any more
      run-task     Run something once, such as a migration, and end as it does
      destroy      Delete stacks
      outputs      Print the outputs of stacks
      status       Print how stacks are
      events       Print what happened to stacks
      attach       Watch what is being done to stacks
      cancel       Stop updates of stacks, which rolls them back
      recover      Find a way out for stacks that are stuck, explain it, and go it
      rollback     Roll back what failed with `--no-rollback`
      drift        Find where resources are not as deployed, and put them back
      import       Let resources that exist join a stack
      envs         List environments
      cost         Estimate what stacks cost in a month
      policy       Print the least that the roles of a deployment must be allowed
      completions  Print a script that completes arguments in a shell
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Global options:
      -v, --verbose...    Say which files there are and what takes time, too
      -q, --quiet         Say nothing but errors
          --color <WHEN>  When to use colour [default: auto] [possible values: auto, always, never]
          --no-color      The same as `--color never`

    Data goes to the standard output, talk to the standard error. Exit codes: 0 done, 1 not, 2 there are changes, 130 interrupted.
    ");
}

#[test]
fn completions_know_the_environments() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&format!("completions {shell}"));
        assert!(script.starts_with("Success") && script.contains("shop"), "{shell}");
    }
    assert!(run("completions bash").contains("dev staging prod"));
}
