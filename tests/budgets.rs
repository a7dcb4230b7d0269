//! What `EcoMind` costs by the estimate stays below what it may.

use ecomind_app::{Environment, app};
use ecomind_cli::{Environment as _, Exit, Money, Program};

/// The most that an environment may cost in a month.
fn limit(name: &str) -> Money {
    match name {
        "dev" => Money::dollars(150),
        "staging" | "staging-eks" => Money::dollars(400),
        "prod" => Money::dollars(500),
        other => panic!("say what `{other}` may cost"),
    }
}

#[test]
fn no_environment_is_over_its_budget() {
    for environment in Environment::ALL {
        let name = environment.name();
        assert_eq!(environment.budget(), Some(limit(name)), "{name}");
        let arguments = ["cost", name, "--fail-over-budget"];
        let outcome = Program::new("ecomind", "1.0.0").capture(app, arguments);
        assert_eq!(outcome.exit, Exit::Success, "{}{}", outcome.stdout, outcome.stderr);
    }
}
