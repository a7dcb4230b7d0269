//! The test command: everything that a change must pass, cheapest first, tests last.

use std::time::{Duration, Instant};

use crate::{
    codegen,
    error::{Error, Result},
    features,
    process::{answer, cargo, run as execute},
    testbed,
};

type Step = (&'static str, fn() -> Result<()>);

const STEPS: &[Step] = &[
    ("format", format),
    ("generated code", generated_code),
    ("dependencies", dependencies),
    ("clippy", clippy),
    ("documentation", documentation),
    ("build", build),
    ("testbed", testbed::install),
    ("tests", unit_and_integration_tests),
    ("doctests", doctests),
];

/// Runs every step; the first that fails ends it.
pub(crate) fn run() -> Result<()> {
    run_steps(STEPS)
}

fn run_steps(steps: &[Step]) -> Result<()> {
    let started = Instant::now();
    let mut durations = Vec::new();
    for (name, step) in steps {
        eprintln!("\n=== {name}");
        let started = Instant::now();
        let outcome = step();
        let duration = seconds(started.elapsed());
        if let Err(error) = outcome {
            let left = steps.len() - durations.len() - 1;
            let reason =
                format!("step `{name}` failed after {duration}: {error} ({left} steps not run)");
            return Err(Error::new(reason));
        }
        eprintln!("=== {name}: {duration}");
        durations.push(format!("{name} {duration}"));
    }
    eprintln!("\npassed in {}: {}", seconds(started.elapsed()), durations.join(", "));
    Ok(())
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

/// Generated modules are declared with `#[rustfmt::skip]`, so this covers what people write.
fn format() -> Result<()> {
    execute(&mut cargo(&["fmt", "--all", "--check"]))
}

/// That it is current, that services compile alone, and that all of them compile together. Alone
/// is a sample, as all of them take a quarter of an hour: `cargo xtask check-features --all`.
fn generated_code() -> Result<()> {
    codegen::run(true)?;
    features::run(false)?;
    execute(&mut cargo(&["check", "--package", "ecomind-constructs", "--features", "all-services"]))
}

/// Licences, duplicates and sources. Security advisories are not part of it: they need a clone
/// of a database that changes daily, so that a commit that passed would fail tomorrow, and
/// every commit would fail without a network. `cargo deny check advisories` asks for them.
fn dependencies() -> Result<()> {
    execute(testbed::cargo_deny()?.args(["check", "licenses", "bans", "sources"]))
}

/// Warnings are errors here, and only here, so that work in progress builds.
fn clippy() -> Result<()> {
    execute(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn documentation() -> Result<()> {
    execute(cargo(&["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Before the tests, since some of them start the programs of other packages.
fn build() -> Result<()> {
    execute(&mut cargo(&["build", "--workspace", "--all-targets"]))
}

fn unit_and_integration_tests() -> Result<()> {
    if answer(&mut cargo(&["nextest", "--version"])).is_some() {
        return execute(&mut cargo(&["nextest", "run", "--workspace"]));
    }
    // Without `--all-targets`, which would run the benchmarks too.
    execute(&mut cargo(&["test", "--workspace", "--lib", "--bins", "--tests", "--examples"]))
}

/// Apart from the tests, since nextest does not run them.
fn doctests() -> Result<()> {
    execute(&mut cargo(&["test", "--workspace", "--doc"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_every_step() {
        let passes: Step = ("passes", || Ok(()));
        assert!(run_steps(&[passes, passes]).is_ok());
    }

    #[test]
    fn rejects_at_the_first_step_that_fails() {
        let passes: Step = ("passes", || Ok(()));
        let fails: Step = ("fails", || Err(Error::new("three warnings")));
        let never: Step = ("never", || panic!("a step after a failure ran"));
        let error = run_steps(&[passes, fails, never]).expect_err("the second step fails");
        let message = error.to_string();
        assert!(message.starts_with("step `fails` failed after 0.0 s: three warnings"));
        assert!(message.ends_with("(1 steps not run)"));
    }
}
