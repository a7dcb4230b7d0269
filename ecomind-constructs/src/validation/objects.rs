//! Objects against the properties that they have.

use serde_json::{Map, Value};

use crate::schema::ObjectSchema;

use super::{
    Check,
    checker::{Checker, Place},
    closest,
    decoded::Object,
    functions::function_of,
    names::is_loop,
    suggestion::allowed,
};

/// Whether a property is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    No,
    /// It depends on a condition.
    Maybe,
    Yes,
}

/// Whether a value is there, or is `AWS::NoValue`, in one branch of a condition or in both.
pub(super) fn presence(value: Option<&Value>) -> Presence {
    let Some(value) = value else { return Presence::No };
    match function_of(value, Place::Property) {
        Some(("Ref", name)) if name == "AWS::NoValue" => Presence::No,
        Some(("Fn::If", Value::Array(items))) => match items.as_slice() {
            [_, yes, no] => match (presence(Some(yes)), presence(Some(no))) {
                (one, other) if one == other => one,
                _ => Presence::Maybe,
            },
            _ => Presence::Yes,
        },
        _ => Presence::Yes,
    }
}

impl<'a> Checker<'a> {
    /// Checks the properties of a resource or of a property type.
    pub(super) fn object(&mut self, entries: &'a Map<String, Value>, object: ObjectSchema) {
        if !self.check_functions_stand_alone(entries) {
            return;
        }
        let object = self.known.decoded.object(object);
        for (name, value) in entries {
            if is_loop(name) {
                self.loop_body(name, value, |checker, body| {
                    if let Value::Object(entries) = body {
                        checker.some_properties(entries, &object);
                    }
                });
            } else if name == "Fn::Transform" {
                self.within(name, |checker| checker.free(value));
            } else {
                self.property(name, value, &object);
            }
        }
        // What adds properties may add those that seem to be missing.
        if entries
            .keys()
            .any(|name| is_loop(name) || name == "Fn::Transform")
        {
            return;
        }
        for &name in &object.required {
            if presence(entries.get(name)) == Presence::No {
                self.find(Check::MissingProperty, format!("must have `{name}`"));
            }
        }
        for rule in &object.rules {
            self.object_rule(rule, entries);
        }
    }

    fn some_properties(&mut self, entries: &'a Map<String, Value>, object: &Object) {
        for (name, value) in entries {
            if name.contains("${") {
                self.within(name, |checker| checker.free(value));
            } else {
                self.property(name, value, object);
            }
        }
    }

    fn property(&mut self, name: &'a str, value: &'a Value, object: &Object) {
        self.within(name, |checker| match object.property(name) {
            Some(property) => checker.value(value, property.shape()),
            None if object.schema.is_open() => checker.free(value),
            None => {
                checker.unknown_property(name, object);
                // It may refer to something all the same.
                checker.passes(|checker| checker.free(value));
            }
        });
    }

    fn unknown_property(&mut self, name: &str, object: &Object) {
        let resource = object.schema.resource();
        let is_resource = object.schema.is_resource();
        if is_resource && resource.read_only().any(|path| path == name) {
            let message = "is set by AWS alone";
            let hint = format!("read it with `Fn::GetAtt` of `{name}`");
            return self.find_with(Check::ReadOnlyProperty, message, Some(hint));
        }
        let hint = match closest(name, object.names()) {
            Some(name) => Some(format!("did you mean `{name}`?")),
            None => allowed(object.names()),
        };
        let message = if is_resource {
            format!("is no property of {}", resource.name())
        } else {
            format!("is no property here, in {}", resource.name())
        };
        self.find_with(Check::UnknownProperty, message, hint);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_condition_makes_a_property_uncertain() {
        let no = json!({"Ref": "AWS::NoValue"});
        let either = json!({"Fn::If": ["C", "x", no]});
        let never = json!({"Fn::If": ["C", no, no]});
        assert_eq!(presence(None), Presence::No);
        assert_eq!(presence(Some(&no)), Presence::No);
        assert_eq!(presence(Some(&never)), Presence::No);
        assert_eq!(presence(Some(&either)), Presence::Maybe);
        assert_eq!(presence(Some(&json!({"Ref": "Other"}))), Presence::Yes);
    }
}
