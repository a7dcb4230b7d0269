//! Every stack of every environment and account, in the YAML that people review.
//!
//! `synth-out/` holds the same templates for machines.
//! `INSTA_UPDATE=always cargo test --package ecomind --test snapshots` accepts what changed.

mod support;

use std::collections::BTreeSet;

use ecomind_cli::Environment as _;
use ecomind_constructs::{prelude::*, synth::Assembly, template::Template};

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The assembly of each environment, and of each account with its roles of the pipeline.
fn assemblies() -> Outcome<Vec<(&'static str, Assembly)>> {
    let mut all = Vec::new();
    for env in ecomind_app::Environment::ALL {
        all.push((env.name(), synthesize(&ecomind_app::app(env)?)?));
    }
    for account in ecomind_app::Account::ALL {
        all.push((account.name(), synthesize(&ecomind_app::pipeline(account)?)?));
    }
    Ok(all)
}

#[test]
fn every_stack_is_what_its_snapshot_says() -> Outcome<()> {
    for (owner, assembly) in assemblies()? {
        for stack in assembly.stacks {
            let yaml = Template::from_json(&stack.template)?.to_yaml();
            let name = format!("{owner}__{}", stack.id);
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
    for (owner, assembly) in assemblies()? {
        stacks.extend(
            assembly
                .stacks
                .into_iter()
                .map(|stack| (owner.to_owned(), stack.id)),
        );
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
