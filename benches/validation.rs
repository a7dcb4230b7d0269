//! How long validation takes inside a process; `docs/benchmarks.md` has results.

#[path = "support/many_stacks.rs"]
mod many_stacks;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ecomind_app::{Environment, app};
use ecomind_cli::Environment as _;
use ecomind_constructs::{
    prelude::*,
    synth::{Assembly, StackArtifact},
    validation::Validator,
};
use many_stacks::many_stacks;

/// All stacks of all environments, as `validate --all` does.
fn ecomind(criterion: &mut Criterion) {
    let assemblies: Vec<Assembly> = Environment::ALL
        .iter()
        .map(|environment| synthesize(&app(environment).expect("builds")).expect("synthesizes"))
        .collect();
    let stacks: Vec<&StackArtifact> = assemblies.iter().flat_map(|it| &it.stacks).collect();
    criterion.bench_function("EcoMind, all environments: validate", |bencher| {
        bencher.iter(|| all_findings(&stacks));
    });
}

/// One stack of 450 resources: 50 topics beside 400 of four types that refer to each other.
fn large(criterion: &mut Criterion) {
    let mut app = many_stacks(1).expect("builds");
    let mut stack = app.stack("Topics").expect("a new name");
    for number in 0..50 {
        RawResource::new("AWS::SNS::Topic")
            .property("DisplayName", format!("topic {number}"))
            .add(format!("Topic{number}"), &mut stack)
            .expect("a new name");
    }
    let assembly = synthesize(&app).expect("synthesizes");
    let stacks: Vec<&StackArtifact> = assembly.stacks.iter().collect();
    let resources: usize = stacks.iter().map(|stack| stack.resource_count).sum();
    assert_eq!(resources, 450);
    criterion.bench_function("450 resources: validate, from text", |bencher| {
        bencher.iter(|| all_findings(&stacks));
    });
}

/// Patterns are compiled anew each time, as in a process of its own.
fn all_findings(stacks: &[&StackArtifact]) -> usize {
    let mut validator = Validator::new();
    stacks
        .iter()
        .map(|stack| black_box(stack).validate(&mut validator).len())
        .sum()
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = ecomind, large
}
criterion_main!(benches);
