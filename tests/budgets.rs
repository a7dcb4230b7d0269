//! What `EcoMind` costs by the estimate stays below what it may.

use ecomind_app::{Environment, app};
use ecomind_cli::{Environment as _, Exit, Money, Program};
use ecomind_constructs::prelude::synthesize;

/// The most that an environment may cost in a month.
fn limit(name: &str) -> Money {
    match name {
        "dev" => Money::dollars(150),
        "staging" | "staging-eks" => Money::dollars(400),
        "prod" => Money::dollars(500),
        // What stands by only keeps copies.
        "dr" => Money::dollars(25),
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

/// They were among the guardrails, with these logical ids.
#[test]
fn the_budget_of_an_older_deployment_moves_to_a_stack_of_its_own() {
    for environment in Environment::ALL.iter().filter(|it| it.watches_costs) {
        let assembly = synthesize(&app(environment).expect("it builds")).expect("it synthesizes");
        let moves: Vec<String> = assembly
            .moves
            .iter()
            .map(|it| format!("{}.{} -> {}", it.from.0, it.from.1, it.to.0))
            .collect();
        assert_eq!(
            moves,
            [
                "Guardrails.CostsMonthly5D5E24DD -> Costs",
                "Guardrails.CostsUnusualMonitor7FA986E0 -> Costs",
                "Guardrails.CostsUnusual8510172D -> Costs",
            ],
            "{}",
            environment.name
        );
    }
}
