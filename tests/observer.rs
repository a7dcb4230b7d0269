//! What an observer of a synthesis is given is what reading the template gives.

use std::sync::atomic::{AtomicUsize, Ordering};

use ecomind_app::{Environment, app};
use ecomind_cli::Environment as _;
use ecomind_constructs::{
    synth::{Observer, StackArtifact, synthesize_observed},
    template::Template,
};

/// Compares every template that it is shown, and counts them.
#[derive(Default)]
struct Comparison(AtomicUsize);

impl Observer for Comparison {
    fn on_template(&self, stack: &StackArtifact, template: &dyn Fn() -> Template) {
        let read = Template::from_json(&stack.template).expect("it is JSON");
        assert!(template() == read, "{} differs", stack.id);
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn observers_see_what_the_templates_say() {
    for environment in Environment::ALL {
        let comparison = Comparison::default();
        let assembly = synthesize_observed(&app(environment).unwrap(), &comparison).unwrap();
        assert_eq!(comparison.0.into_inner(), assembly.stacks.len(), "{}", environment.name());
    }
}
