//! Stacks and environments.

use ecomind_cli::Program;
use ecomind_constructs::prelude::*;
use insta::assert_snapshot;

use crate::run;

#[test]
fn stacks_are_listed_in_order_of_deployment() {
    assert_snapshot!(run("list prod"), @"
    Success
    --- stdout
    Topics
    Orders
    Status
    --- stderr
    ");
    assert_snapshot!(run("ls prod --show-dependencies"), @"
    Success
    --- stdout
    Topics
    Orders
      Topics
    Status
    --- stderr
    ");
    assert_snapshot!(run("ls --env dev --env prod -ld !Status"), @"
    Success
    --- stdout
    STACK        NAME              ACCOUNT       REGION     RESOURCES  BYTES  TIME
    dev/Topics   shop-dev-Topics   111111111111  eu-west-1          1    238  [time]
    dev/Orders   shop-dev-Orders   111111111111  eu-west-1          2    430  [time]
      Topics
    prod/Topics  shop-prod-Topics  333333333333  eu-west-1          1    238  [time]
    prod/Orders  shop-prod-Orders  333333333333  eu-west-1          4    541  [time]
      Topics
    --- stderr
    2 environments: 4 stacks, 8 resources, 1.4 kB, took [time]
    ");
    assert_snapshot!(run("ls dev Orders --json"), @r#"
    Success
    --- stdout
    [
      {
        "environment": "dev",
        "id": "Orders",
        "name": "shop-dev-Orders",
        "account": "111111111111",
        "region": "eu-west-1",
        "resources": 2,
        "bytes": 430,
        "dependsOn": [
          "Topics"
        ],
        "tags": {
          "environment": "dev"
        },
        "terminationProtection": true
      }
    ]
    --- stderr
    "#);
}

#[test]
fn environments_are_listed() {
    assert_snapshot!(run("envs"), @"
    Success
    --- stdout
    dev
    staging
    prod
    --- stderr
    ");
    assert_snapshot!(run("envs --long"), @"
    Success
    --- stdout
    ENV      STACKS  RESOURCES  ACCOUNTS      REGIONS
    dev           3          4  111111111111  eu-west-1,us-east-1
    staging       3          4  222222222222  eu-west-1,us-east-1
    prod          3          6  333333333333  eu-west-1,us-east-1
    --- stderr
    ");
    let outcome = run("envs --json");
    assert!(outcome.contains("\"name\": \"staging\"") && outcome.contains("\"us-east-1\""));
}

/// An app that is deployed to one place.
struct Only;

impl ecomind_cli::Environment for Only {
    const ALL: &'static [Self] = &[Self];

    fn name(&self) -> &'static str {
        "only"
    }
}

#[test]
fn one_environment_needs_no_name() {
    let build: fn(&Only) -> Result<App> = |_| {
        let mut app = App::new();
        app.stack("One")?;
        app.stack("Two")?;
        Ok(app)
    };
    let list = |arguments: &[&str]| {
        let outcome = Program::new("shop", "1.2.3").capture(build, [&["list"], arguments].concat());
        outcome.stdout.lines().collect::<Vec<_>>().join(" ") + &outcome.stderr
    };
    assert_eq!(list(&[]), "One Two");
    assert_eq!(list(&["only"]), "One Two");
    assert_eq!(list(&["Two"]), "Two");
    assert_eq!(list(&["only", "Two"]), "Two");
    assert_snapshot!(list(&["Too"]), @"
    error: there is no stack `Too` in `only`

    hint: known are One, Two
    ");
}
