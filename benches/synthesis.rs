//! How long synthesis takes inside a process; `docs/benchmarks.md` has results.

#[path = "support/many_stacks.rs"]
mod many_stacks;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ecomind_app::{Environment, app};
use ecomind_cli::Environment as _;
use ecomind_constructs::{prelude::*, schema};
use many_stacks::{GROUPS, many_stacks};

fn ecomind(criterion: &mut Criterion) {
    let prod = Environment::ALL.last().expect("there is an environment");
    criterion.bench_function("EcoMind prod: build and synthesize", |bencher| {
        bencher.iter(|| synthesize(&app(black_box(prod)).expect("builds")).expect("synthesizes"));
    });
}

fn scale(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stacks of 400 resources");
    for stacks in [1_usize, 10, 100] {
        group.throughput(Throughput::Elements(stacks as u64 * 4 * GROUPS as u64));
        group.bench_with_input(BenchmarkId::new("build", stacks), &stacks, |bencher, &stacks| {
            bencher.iter_with_large_drop(|| many_stacks(stacks).expect("builds"));
        });
        let app = many_stacks(stacks).expect("builds");
        group.bench_function(BenchmarkId::new("synthesize", stacks), |bencher| {
            bencher.iter_with_large_drop(|| synthesize(&app).expect("synthesizes"));
        });
        // The floor: the same bytes, written by serde_json from values that are ready.
        let assembly = synthesize(&app).expect("synthesizes");
        let ready = assembly
            .stacks
            .iter()
            .map(|stack| serde_json::from_str(&stack.template));
        let ready: Vec<serde_json::Value> = ready.collect::<Result<_, _>>().expect("is JSON");
        let write = |value| serde_json::to_string_pretty(value).expect("is JSON");
        group.bench_function(BenchmarkId::new("serde_json alone", stacks), |bencher| {
            bencher.iter_with_large_drop(|| ready.iter().map(write).collect::<Vec<_>>());
        });
    }
    group.finish();
}

fn schemas(criterion: &mut Criterion) {
    criterion.bench_function("schema of a type: create-only properties", |bencher| {
        bencher.iter(|| {
            let schema = schema::resource_type(black_box("AWS::RDS::DBInstance"));
            schema.map(|schema| schema.create_only().into_iter().count())
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = ecomind, scale, schemas
}
criterion_main!(benches);
