//! One permission, and whether it holds another one.

use std::fmt;

use serde_json::Value;

use crate::diff::values::shown;

/// One permission: who may do what with what, and when.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Grant {
    /// Whether it allows; otherwise it denies.
    pub allow: bool,
    /// What the policy is attached to, when that is a resource and not a principal.
    pub scope: Option<String>,
    /// Who.
    pub principal: Term,
    /// What.
    pub action: Term,
    /// With what.
    pub resource: Term,
    /// When, with all names in lower case; null when always.
    pub condition: Value,
}

/// One principal, action or resource, or several, as a policy names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Term {
    /// The text, with `*` and `?` for any, and `${Name}` for what is known at deployment.
    pub text: String,
    /// Whether it means everything but that.
    pub negated: bool,
}

impl Grant {
    /// Whether it allows, or denies, all that another one does.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.allow == other.allow
            && self.scope == other.scope
            && self.principal.covers(&other.principal)
            && self.action.covers_in_any_case(&other.action)
            && self.resource.covers(&other.resource)
            && condition_covers(&self.condition, &other.condition)
    }

    /// Who, a verb, and the rest.
    pub(super) fn sentence(&self, verb: &str) -> String {
        let Self { principal, action, resource, scope, .. } = self;
        let mut text = format!("{principal} {verb} {action} on {resource}");
        if let Some(scope) = scope {
            text = format!("{text}, says the policy of {scope}");
        }
        if !self.condition.is_null() {
            text = format!("{text}, if {}", shown(&self.condition));
        }
        text
    }

    /// Whether anybody at all is meant, without a condition.
    pub(super) fn is_public(&self) -> bool {
        self.allow && self.condition.is_null() && self.scope.is_some() && {
            !self.principal.negated && matches!(self.principal.text.as_str(), "*" | "AWS:*")
        }
    }

    /// Whether it is nearly everything: all actions, all of a service on everything, or what lets
    /// somebody get more.
    pub(super) fn is_powerful(&self) -> bool {
        const MORE: [&str; 5] = [
            "iam:passrole",
            "iam:putrolepolicy",
            "iam:attachrolepolicy",
            "iam:createaccesskey",
            "sts:assumerole",
        ];
        let action = self.action.text.to_lowercase();
        let everywhere = self.resource.text == "*" && self.scope.is_none();
        self.allow
            && (action == "*"
                || self.action.negated
                || (everywhere && (action.ends_with(":*") || MORE.contains(&action.as_str()))))
    }
}

impl Term {
    pub(super) fn new(text: String) -> Self {
        Self { text, negated: false }
    }

    fn covers(&self, other: &Self) -> bool {
        match (self.negated, other.negated) {
            (false, false) => matches(&self.text, &other.text),
            _ => self == other,
        }
    }

    fn covers_in_any_case(&self, other: &Self) -> bool {
        let lower = |term: &Self| Self { text: term.text.to_lowercase(), negated: term.negated };
        lower(self).covers(&lower(other))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("anything but ")?;
        }
        f.write_str(&self.text)
    }
}

/// Whether a pattern matches everything that another pattern, or a text, does. Stars of the other
/// are characters like others, which only a star matches.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut in_text) = (0, 0);
    // Where to go on when what follows the last star doesn't fit.
    let mut retry: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match pattern.get(at) {
            Some('*') => {
                retry = Some((at, in_text));
                at += 1;
            }
            Some(&wanted) if wanted == text[in_text] || (wanted == '?' && text[in_text] != '*') => {
                at += 1;
                in_text += 1;
            }
            _ => match retry {
                Some((star, start)) => {
                    at = star + 1;
                    in_text = start + 1;
                    retry = Some((star, start + 1));
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

/// Whether a condition holds whenever another one does: it asks for no more.
fn condition_covers(wide: &Value, narrow: &Value) -> bool {
    let Some(wide) = wide.as_object() else { return wide.is_null() || wide == narrow };
    wide.iter().all(|(operator, keys)| {
        let is_negative = operator.contains("not");
        keys.as_object().is_some_and(|keys| {
            keys.iter().all(|(key, values)| {
                let other = narrow.get(operator).and_then(|keys| keys.get(key));
                let (Some(values), Some(other)) =
                    (values.as_array(), other.and_then(Value::as_array))
                else {
                    return other == Some(values);
                };
                if is_negative {
                    values.iter().all(|value| other.contains(value))
                } else {
                    other.iter().all(|value| values.contains(value))
                }
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wildcards_hold_what_they_match() {
        assert!(
            matches("s3:*", "s3:GetObject")
                && matches("*", "s3:*")
                && matches("s3:Get*", "s3:Get*")
        );
        assert!(matches("arn:*:x/*", "arn:aws:x/a*b") && matches("a?c", "abc"));
        assert!(!matches("s3:Get*", "s3:*") && !matches("a?c", "a*c") && !matches("a", "b"));
        assert!(
            !matches("s3:GetObject", "s3:GetObjectAcl") && matches("", "") && !matches("", "a")
        );
    }

    #[test]
    fn a_condition_that_asks_for_less_holds_more() {
        let equals = |values: Value| json!({"stringequals": {"aws:sourceaccount": values}});
        assert!(condition_covers(&Value::Null, &equals(json!(["1"]))));
        assert!(!condition_covers(&equals(json!(["1"])), &Value::Null));
        assert!(condition_covers(&equals(json!(["1", "2"])), &equals(json!(["1"]))));
        assert!(!condition_covers(&equals(json!(["1"])), &equals(json!(["1", "2"]))));
        let not = |values: Value| json!({"stringnotequals": {"a": values}});
        assert!(condition_covers(&not(json!(["1"])), &not(json!(["1", "2"]))));
    }
}
