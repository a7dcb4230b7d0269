//! Parameters, and what their values mean where they are used.

use serde_json::{Map, Value};

use crate::schema::{Kind, Shape};

use super::{
    Check,
    checker::Checker,
    closest, did_you_mean,
    literals::{shown, text_of},
    names::yields_of_parameter,
    pattern::compile_own,
    yields::Yields,
};

const PROPERTIES: [&str; 11] = [
    "Type",
    "Default",
    "Description",
    "NoEcho",
    "AllowedValues",
    "AllowedPattern",
    "ConstraintDescription",
    "MinLength",
    "MaxLength",
    "MinValue",
    "MaxValue",
];

const PLAIN: [&str; 4] = ["String", "Number", "List<Number>", "CommaDelimitedList"];

/// The types that CloudFormation looks up in the account, alone and as `List<…>`.
const LOOKED_UP: [&str; 10] = [
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
];

/// The most bytes that a parameter's value can have.
const LONGEST_VALUE: usize = 4096;

impl<'a> Checker<'a> {
    pub(super) fn parameters(&mut self, parameters: &'a Map<String, Value>) {
        for (name, parameter) in parameters {
            self.within(name, |checker| {
                checker.logical_id(name);
                let Some(entries) = parameter.as_object() else {
                    return checker.find(Check::Parameter, "must be a map with a `Type`");
                };
                for (property, value) in entries {
                    checker.within(property, |checker| {
                        if !PROPERTIES.contains(&property.as_str()) {
                            let hint = did_you_mean(property, PROPERTIES);
                            let message = "is nothing that a parameter has";
                            checker.find_with(Check::Parameter, message, hint);
                        } else if value.is_object() {
                            checker.find(Check::Parameter, "can't be a function, got a map");
                        }
                    });
                }
                checker.parameter_type(entries);
                checker.parameter_default(entries);
            });
        }
    }

    fn parameter_type(&mut self, entries: &'a Map<String, Value>) {
        let Some(type_name) = entries.get("Type").and_then(Value::as_str) else {
            return self.find(Check::Parameter, "must have a `Type`");
        };
        if !is_parameter_type(type_name) {
            let hint = closest(type_name, PLAIN.into_iter().chain(LOOKED_UP))
                .map(|name| format!("did you mean `{name}`?"));
            let message = format!("must be a type of parameter, got {type_name:?}");
            self.within("Type", |it| it.find_with(Check::Parameter, message, hint));
        }
        let limits =
            [("MinLength", false), ("MaxLength", false), ("MinValue", true), ("MaxValue", true)];
        for (name, of_numbers) in limits {
            let Some(limit) = entries.get(name) else { continue };
            if of_numbers != (type_name == "Number") {
                let takers = if of_numbers { "numbers" } else { "strings" };
                let message = format!("is only for {takers}, and the type is {type_name}");
                self.within(name, |it| it.find(Check::Parameter, message));
            } else if text_of(limit).is_none_or(|text| text.parse::<f64>().is_err()) {
                let message = format!("must be a number, got {}", shown(limit));
                self.within(name, |it| it.find(Check::Parameter, message));
            }
        }
    }

    fn parameter_default(&mut self, entries: &'a Map<String, Value>) {
        let Some(default) = entries.get("Default") else { return };
        let Some(text) = text_of(default) else {
            let message = format!("must be a string or a number, got {}", shown(default));
            return self.within("Default", |it| it.find(Check::Parameter, message));
        };
        let number = |name: &str| {
            entries
                .get(name)
                .and_then(|value| text_of(value)?.parse::<f64>().ok())
        };
        let type_name = entries
            .get("Type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let is_list = yields_of_parameter(type_name) == Yields::List;
        let mut flaws = Vec::new();
        if LONGEST_VALUE < text.len() {
            flaws.push(format!("must have at most {LONGEST_VALUE} bytes, got {}", text.len()));
        }
        if let Some(allowed) = entries.get("AllowedValues").and_then(Value::as_array) {
            let allowed: Vec<_> = allowed.iter().filter_map(text_of).collect();
            let mut parts =
                if is_list { text.split(',').map(str::trim).collect() } else { vec![&*text] };
            parts.retain(|part| !allowed.iter().any(|value| value == part));
            for part in parts {
                flaws.push(format!("must be one of {}, got {part:?}", allowed.join(", ")));
            }
        }
        if let Some(pattern) = entries.get("AllowedPattern").and_then(Value::as_str)
            && let Some(regex) = compile_own(pattern)
            && regex.find(&text).is_none()
        {
            flaws.push(format!("must match `{pattern}`, got {text:?}"));
        }
        #[expect(clippy::cast_precision_loss, reason = "a default has at most 4,096 characters")]
        let (length, value) = (text.chars().count() as f64, text.parse::<f64>().ok());
        for (least, most, given, of) in [
            (number("MinLength"), number("MaxLength"), Some(length), " characters"),
            (number("MinValue"), number("MaxValue"), value, ""),
        ] {
            let Some(given) = given else { continue };
            if let Some(least) = least.filter(|least| given < *least) {
                flaws.push(format!("must be at least {least}{of}, got {given}"));
            }
            if let Some(most) = most.filter(|most| *most < given) {
                flaws.push(format!("must be at most {most}{of}, got {given}"));
            }
        }
        if type_name == "Number" && value.is_none() {
            flaws.push(format!("must be a number, got {text:?}"));
        }
        self.within("Default", |it| {
            flaws
                .into_iter()
                .for_each(|flaw| it.find(Check::Parameter, flaw));
        });
    }

    /// Judges what a parameter may be where `shape` is due.
    pub(super) fn parameter_values(
        &mut self,
        name: &'a str,
        parameter: &'a Value,
        type_name: &str,
        shape: &Shape,
    ) {
        // What is stored elsewhere, or looked up, is not what is written here.
        if !matches!(type_name, "String" | "Number") {
            return;
        }
        let is_scalar = matches!(
            shape.kind,
            Kind::String | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Timestamp
        );
        if !is_scalar {
            return;
        }
        let default = parameter.get("Default").into_iter();
        let allowed = parameter.get("AllowedValues").and_then(Value::as_array);
        for value in default.chain(allowed.into_iter().flatten()) {
            // An empty default often stands for "none", which a condition takes care of.
            if text_of(value).is_some_and(|text| !text.is_empty()) {
                self.about(format_args!("a value of `{name}`"), |it| it.literal(value, shape));
            }
        }
    }
}

fn is_parameter_type(type_name: &str) -> bool {
    let inside = |prefix: &str| type_name.strip_prefix(prefix)?.strip_suffix('>');
    if let Some(stored) = inside("AWS::SSM::Parameter::Value<") {
        let item = stored
            .strip_prefix("List<")
            .and_then(|rest| rest.strip_suffix('>'));
        return item.unwrap_or(stored) == "String"
            || stored == "CommaDelimitedList"
            || LOOKED_UP.contains(&item.unwrap_or(stored));
    }
    let item = inside("List<").unwrap_or(type_name);
    PLAIN.contains(&type_name)
        || type_name == "AWS::SSM::Parameter::Name"
        || type_name == "List<String>"
        || LOOKED_UP.contains(&item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_parameters_nest() {
        for right in [
            "String",
            "List<Number>",
            "AWS::EC2::VPC::Id",
            "List<AWS::EC2::Subnet::Id>",
            "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
            "AWS::SSM::Parameter::Value<List<String>>",
        ] {
            assert!(is_parameter_type(right), "{right}");
        }
        for wrong in ["Text", "Integer", "List<VPC>", "AWS::SSM::Parameter::Value<Number>", ""] {
            assert!(!is_parameter_type(wrong), "{wrong}");
        }
    }
}
