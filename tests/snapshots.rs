//! Every stack of every environment, in the YAML that people review.
//!
//! `synth-out/` holds the same templates for machines.
//! `INSTA_UPDATE=always cargo test --package ecomind --test snapshots` accepts what changed.

mod support;

use std::collections::BTreeSet;

use ecomind_cli::Environment as _;
use ecomind_constructs::{prelude::*, template::Template};

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[test]
fn every_stack_is_what_its_snapshot_says() -> Outcome<()> {
    for env in ecomind_app::Environment::ALL {
        for stack in synthesize(&ecomind_app::app(env)?)?.stacks {
            let yaml = Template::from_json(&stack.template)?.to_yaml();
            let name = format!("{}__{}", env.name(), stack.id);
            let mut settings = support::snapshots();
            settings.set_prepend_module_to_snapshot(false);
            settings.bind(|| insta::assert_snapshot!(name, yaml));
        }
    }
    Ok(())
}

#[test]
fn every_snapshot_has_a_stack() -> Outcome<()> {
    let mut stacks = BTreeSet::new();
    for env in ecomind_app::Environment::ALL {
        for stack in synthesize(&ecomind_app::app(env)?)?.stacks {
            stacks.insert((env.name().to_owned(), stack.id));
        }
    }
    assert!(!stacks.is_empty(), "there are no stacks");
    for (owner, name) in support::snapshot_names()? {
        // The others are named after the test that has them.
        let is_of_a_test = support::root().join(format!("tests/{owner}.rs")).exists()
            || support::root().join(format!("tests/{owner}")).exists();
        let file = format!("tests/snapshots/{owner}__{name}.snap");
        assert!(
            is_of_a_test || stacks.contains(&(owner, name)),
            "there is no such stack: delete {file}"
        );
    }
    Ok(())
}
