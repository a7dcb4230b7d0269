//! What is refused, and that nothing is changed then.

use std::fs;

use insta::assert_snapshot;

use crate::{Output, apps, fixture, run};

#[test]
fn rejects_an_environment_that_is_not_there() {
    assert_snapshot!(run("synth prd"), @"
    Failure
    --- stdout
    --- stderr
    error: there is no environment `prd`

    hint: did you mean `prod`? known are dev, staging, prod
    ");
    assert_snapshot!(run("list --env dev --env test"), @"
    Failure
    --- stdout
    --- stderr
    error: there is no environment `test`

    hint: known are dev, staging, prod
    ");
    assert_snapshot!(run("synth"), @"
    Failure
    --- stdout
    --- stderr
    error: an environment must be named, as there are several

    hint: name one of dev, staging, prod, or take them all with `--all`
    ");
}

#[test]
fn rejects_a_stack_that_is_not_there() {
    assert_snapshot!(run("list prod Order"), @"
    Failure
    --- stdout
    --- stderr
    error: there is no stack `Order` in `prod`

    hint: did you mean `Orders`? known are Topics, Orders, Status
    ");
    assert_snapshot!(run("list --all !Net*"), @"
    Failure
    --- stdout
    --- stderr
    error: there is no stack `Net*` in these environments

    hint: known are Topics, Orders, Status
    ");
}

#[test]
fn rejects_unknown_arguments() {
    assert_snapshot!(run("synth --chek"), @"
    Failure
    --- stdout
    --- stderr
    error: unexpected argument '--chek' found

      tip: a similar argument exists: '--check'

    Usage: shop synth --check [ENV] [STACK]...

    For more information, try '--help'.
    ");
    assert_snapshot!(run("deploi"), @"
    Failure
    --- stdout
    --- stderr
    error: unrecognized subcommand 'deploi'

      tip: a similar subcommand exists: 'deploy'

    Usage: shop [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(run("envs --long --json"), @"
    Failure
    --- stdout
    --- stderr
    error: the argument '--long' cannot be used with '--json'

    Usage: shop envs --long

    For more information, try '--help'.
    ");
}

#[test]
fn mistakes_come_with_lines_and_hints_and_leave_no_file() {
    let output = Output::new();
    assert_snapshot!(output.run(apps::mistaken, "synth prod"), @r#"
    Failure
    --- stdout
    --- stderr
    error: id of a construct in `Data` must not contain `/`, got "a/b"
      --> tests/cli/apps.rs:24:14
    "#);
    assert_snapshot!(output.run(apps::mistaken, "synth --all"), @r#"
    Failure
    --- stdout
    --- stderr
    error: `Data/Queue` is declared twice; ids must be unique in their scope
      --> tests/cli/apps.rs:26:14
      in dev, staging

    hint: the first one is declared at tests/cli/apps.rs:22:10

    error: id of a construct in `Data` must not contain `/`, got "a/b"
      --> tests/cli/apps.rs:24:14
      in prod
    "#);
    assert_snapshot!(output.run(apps::too_many, "synth prod --color always").replace('\x1b', "^"), @"
    Failure
    --- stdout
    --- stderr
    ^[1;31merror:^[0m `Many` has 501 resources, and CloudFormation allows 500
      ^[1;34m-->^[0m tests/cli/apps.rs:35:29

    ^[1;36mhint:^[0m split the stack: references between stacks need no code

    ^[1;31merror:^[0m `More` has 501 resources, and CloudFormation allows 500
      ^[1;34m-->^[0m tests/cli/apps.rs:35:29

    ^[1;36mhint:^[0m split the stack: references between stacks need no code
    ");
    assert_eq!(output.names(), "");
}

#[test]
fn rejects_an_output_that_is_a_file() {
    let output = Output::new();
    fs::write(output.path().join("prod"), "mine").unwrap();
    assert_snapshot!(output.run(fixture::app, "synth prod"), @"
    Failure
    --- stdout
    --- stderr
    error: `[out]/prod` must be a folder to hold templates, and is a file
    ");
    assert_eq!(output.files(), [("prod".to_owned(), "mine".to_owned())]);
}

#[test]
fn a_file_that_cannot_be_replaced_leaves_all_as_they_were() {
    let output = Output::new();
    output.run(fixture::app, "synth --all");
    fs::remove_file(output.path().join("prod/Status.template.json")).unwrap();
    fs::create_dir(output.path().join("prod/Status.template.json")).unwrap();
    let before = output.files();
    assert_snapshot!(output.run(apps::later, "synth --all"), @"
    Failure
    --- stdout
    --- stderr
    error: can't read `[out]/prod/Status.template.json`: Is a directory (os error 21)
    ");
    assert_eq!(output.files(), before);
}
