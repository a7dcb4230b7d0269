//! Conditions and rules.

use serde_json::Value;

use super::{
    Check,
    checker::{Checker, Place},
    functions::function_of,
    literals::shown,
};

impl<'a> Checker<'a> {
    /// Each is a function that tells true or false.
    pub(super) fn conditions(&mut self, conditions: &'a serde_json::Map<String, Value>) {
        self.place = Place::Condition;
        for (name, value) in conditions {
            self.within(name, |checker| {
                let Some((function, argument)) = function_of(value, Place::Condition) else {
                    let message =
                        format!("must be a test such as `Fn::Equals`, got {}", shown(value));
                    return checker.find(Check::Function, message);
                };
                let tests = ["Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or", "Condition"];
                if tests.contains(&function) || checker.names.has_macros {
                    checker.function(function, argument, None);
                } else {
                    let message = format!("must be a test such as `Fn::Equals`, got `{function}`");
                    checker.find(Check::Function, message);
                }
            });
        }
        self.place = Place::Property;
    }

    /// A rule asserts something about parameters.
    pub(super) fn rules(&mut self, rules: &'a serde_json::Map<String, Value>) {
        self.place = Place::Rule;
        for (name, rule) in rules {
            self.within(name, |checker| {
                let Some(entries) = rule.as_object() else {
                    return checker.find(Check::Section, "must be a map with `Assertions`");
                };
                if !entries.contains_key("Assertions") {
                    checker.find(Check::Section, "must have `Assertions`");
                }
                for (name, value) in entries {
                    checker.within(name, |checker| match name.as_str() {
                        "Assertions" | "RuleCondition" => checker.free(value),
                        _ => checker.find(Check::Section, "is nothing that a rule has"),
                    });
                }
            });
        }
        self.place = Place::Property;
    }
}
