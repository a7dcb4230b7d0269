//! Intrinsic functions: which there are, where they stand, and what they give.
//!
//! CloudFormation: [intrinsic functions](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html)

use serde_json::Value;

use crate::schema::Shape;

use super::{
    Check,
    checker::{Checker, Place},
    did_you_mean,
    names::is_loop,
    yields::Yields,
};

/// The functions that resources, outputs and metadata take.
const FUNCTIONS: [&str; 17] = [
    "Ref",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::GetAZs",
    "Fn::GetStackOutput",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Length",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::ToJsonString",
    "Fn::Transform",
    "Fn::ForEach",
];

/// The functions that only conditions and rules take.
const TESTS: [&str; 4] = ["Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"];

/// The functions that only rules take.
const ASSERTIONS: [&str; 6] = [
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
];

/// The functions that conditions take beside tests.
const IN_CONDITIONS: [&str; 8] = [
    "Ref",
    "Condition",
    "Fn::FindInMap",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::Length",
];

/// The functions that a macro of AWS stands behind.
const EXTENSIONS: [&str; 2] = ["Fn::Length", "Fn::ToJsonString"];

/// The function that a value is, with its argument.
pub(super) fn function_of(value: &Value, place: Place) -> Option<(&str, &Value)> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    let (name, argument) = map.iter().next()?;
    let is_condition = name == "Condition" && matches!(place, Place::Condition | Place::Rule);
    let is_function = name == "Ref" || (name.starts_with("Fn::") && !is_loop(name));
    (is_function || is_condition).then_some((name.as_str(), argument))
}

impl<'a> Checker<'a> {
    /// Checks a function that stands where `wanted` is due, and tells what it gives.
    pub(super) fn function(
        &mut self,
        name: &'a str,
        argument: &'a Value,
        wanted: Option<&Shape>,
    ) -> Yields {
        if !self.is_function_here(name) {
            return Yields::Anything;
        }
        self.within(name, |checker| match name {
            "Ref" => checker.reference(argument, wanted),
            "Fn::GetAtt" => checker.get_att(argument, wanted),
            "Fn::Sub" => checker.substitution(argument),
            "Fn::If" => checker.choice(argument, wanted),
            "Fn::FindInMap" => checker.find_in_map(argument, wanted),
            "Fn::Join" => checker.join(argument),
            "Fn::Select" => checker.select(argument),
            "Fn::Split" => checker.split(argument),
            "Fn::Cidr" => checker.cidr(argument),
            "Fn::Base64" | "Fn::ImportValue" => {
                checker.text(argument);
                Yields::Text
            }
            "Fn::GetAZs" => {
                checker.text(argument);
                Yields::List
            }
            "Fn::GetStackOutput" => checker.stack_output(argument),
            "Fn::Length" => {
                checker.free(argument);
                Yields::Number
            }
            "Fn::ToJsonString" => {
                checker.free(argument);
                Yields::Text
            }
            "Fn::Equals" => checker.tests(argument, 2..=2, false),
            "Fn::Not" => checker.tests(argument, 1..=1, true),
            "Fn::And" | "Fn::Or" => checker.tests(argument, 2..=10, true),
            "Condition" => {
                checker.condition_name(argument);
                Yields::Flag
            }
            _ => {
                checker.free(argument);
                Yields::Anything
            }
        })
    }

    /// Whether the function exists and may stand here.
    fn is_function_here(&mut self, name: &'a str) -> bool {
        let place = self.place;
        let is_assertion = ASSERTIONS.contains(&name);
        let is_test = TESTS.contains(&name);
        let is_known = FUNCTIONS.contains(&name) || is_assertion || is_test || name == "Condition";
        if !is_known {
            // A macro may have functions of its own.
            if !self.names.has_macros {
                let known = FUNCTIONS.into_iter().chain(TESTS).chain(ASSERTIONS);
                let hint = did_you_mean(name, known);
                self.find_with(Check::Function, format!("has no function `{name}`"), hint);
            }
            return false;
        }
        if EXTENSIONS.contains(&name) && !self.names.has_language_extensions {
            let message =
                format!("can't use `{name}` without `Transform: AWS::LanguageExtensions`");
            self.find(Check::Function, message);
            return false;
        }
        let fits = match place {
            Place::Condition => is_test || IN_CONDITIONS.contains(&name),
            Place::Rule => is_test || is_assertion || IN_CONDITIONS.contains(&name),
            Place::Property | Place::Metadata | Place::Output => !is_test && !is_assertion,
        };
        if !fits {
            let section = match place {
                Place::Condition => "in a condition",
                Place::Rule => "in a rule",
                _ => "outside of conditions and rules",
            };
            self.find(Check::Function, format!("can't use `{name}` {section}"));
        }
        fits
    }

    /// Checks a value that may be anything: a policy document, metadata.
    pub(super) fn free(&mut self, value: &'a Value) {
        if let Some((name, argument)) = function_of(value, self.place) {
            self.function(name, argument, None);
            return;
        }
        match value {
            Value::String(text) => self.dynamic_references_in(text),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(index, |checker| checker.free(item));
                }
            }
            Value::Object(entries) => {
                self.check_functions_stand_alone(entries);
                for (name, entry) in entries {
                    if is_loop(name) {
                        self.loop_body(name, entry, Self::free);
                    } else {
                        self.within(name, |checker| checker.free(entry));
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether the entries of a map are what it says, and no function is among them.
    pub(super) fn check_functions_stand_alone(
        &mut self,
        entries: &serde_json::Map<String, Value>,
    ) -> bool {
        // `Fn::Transform` adds to what stands beside it.
        let is_function =
            |name: &&String| name.starts_with("Fn::") && *name != "Fn::Transform" && !is_loop(name);
        let Some(name) = entries.keys().find(is_function) else { return true };
        if 1 < entries.len() {
            self.find(Check::Function, format!("has `{name}` beside other names; it stands alone"));
        }
        false
    }

    /// Checks the body of `Fn::ForEach`: a variable, a list, and what is repeated.
    pub(super) fn loop_body(
        &mut self,
        name: &'a str,
        argument: &'a Value,
        check: impl FnOnce(&mut Self, &'a Value),
    ) {
        self.within(name, |checker| {
            if !checker.names.has_language_extensions {
                let message =
                    "can't use `Fn::ForEach` without `Transform: AWS::LanguageExtensions`";
                checker.find(Check::Function, message);
            }
            match argument.as_array().map(Vec::as_slice) {
                Some([Value::String(variable), items, body @ Value::Object(_)]) => {
                    checker.within(1, |checker| checker.free(items));
                    checker.variables.push(variable);
                    checker.within(2, |checker| check(checker, body));
                    checker.variables.pop();
                }
                _ => checker.find(Check::Function, "must be a variable, a list and a map"),
            }
        });
    }
}
