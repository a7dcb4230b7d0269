//! Drift that we live with, and why.

use std::cell::RefCell;

use serde_json::Value;

/// A list of drift that is accepted, each entry with its reason. It is a file under review.
#[derive(Debug, Default)]
pub(crate) struct Accepted {
    entries: Vec<Entry>,
    /// Which entries accept something.
    used: RefCell<Vec<bool>>,
}

#[derive(Debug)]
struct Entry {
    /// The construct, such as `Work/Queue`, or `Stack.LogicalId`.
    at: String,
    /// Such as `/Tags`, with everything below; none for all of the resource.
    property: Option<String>,
    /// The environments; none for all.
    environments: Option<Vec<String>>,
    reason: String,
}

/// What an entry is compared with.
pub(super) struct Subject<'a> {
    pub(super) environment: &'a str,
    pub(super) stack: &'a str,
    pub(super) logical_id: &'a str,
    pub(super) path: Option<&'a str>,
    /// None when the resource is gone.
    pub(super) property: Option<&'a str>,
}

impl Accepted {
    /// Reads a list: an array of `{"at", "property", "environments", "reason"}`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let list: Value =
            serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
        let list = list.as_array().ok_or("it must be an array")?;
        let numbered = list.iter().enumerate();
        let entries = numbered.map(|(index, entry)| {
            Entry::parse(entry).map_err(|flaw| format!("entry {}: {flaw}", index + 1))
        });
        let entries = entries.collect::<Result<Vec<_>, _>>()?;
        Ok(Self { used: RefCell::new(vec![false; entries.len()]), entries })
    }

    /// Why this is accepted, if it is.
    pub(super) fn reason(&self, subject: &Subject<'_>) -> Option<String> {
        let index = self.entries.iter().position(|it| it.accepts(subject))?;
        self.used.borrow_mut()[index] = true;
        Some(self.entries[index].reason.clone())
    }

    /// The entries for `environment` and one of the stacks that have accepted nothing.
    pub(super) fn unused(&self, environment: &str, is_stack: &dyn Fn(&str) -> bool) -> Vec<String> {
        let used = self.used.borrow();
        let entries = self.entries.iter().zip(used.iter());
        let unused = entries
            .filter(|(it, is_used)| !**is_used && it.is_in(environment) && is_stack(it.stack()));
        unused.map(|(it, _)| it.name()).collect()
    }
}

impl Entry {
    fn parse(value: &Value) -> Result<Self, String> {
        const KEYS: [&str; 4] = ["at", "property", "environments", "reason"];
        let map = value.as_object().ok_or("it must be an object")?;
        if let Some(key) = map.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(format!("`{key}` is none of {}", KEYS.join(", ")));
        }
        let text = |name: &str| match map.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.clone())),
            Some(other) => Err(format!("`{name}` must be a text, got {other}")),
        };
        let required = |name: &str| text(name)?.ok_or_else(|| format!("`{name}` is missing"));
        let environments = match map.get("environments") {
            None => None,
            Some(Value::Array(names)) if names.iter().all(Value::is_string) => {
                let names = names.iter().filter_map(Value::as_str);
                Some(names.map(str::to_owned).collect())
            }
            Some(other) => return Err(format!("`environments` must be names, got {other}")),
        };
        let property = text("property")?;
        let property = property.map(|it| format!("/{}", it.trim_start_matches('/')));
        Ok(Self { at: required("at")?, property, environments, reason: required("reason")? })
    }

    fn accepts(&self, subject: &Subject<'_>) -> bool {
        let id = format!("{}.{}", subject.stack, subject.logical_id);
        let is_there = subject.path == Some(self.at.as_str()) || id == self.at;
        let is_property = match (&self.property, subject.property) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(accepted), Some(property)) => property
                .strip_prefix(accepted.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        };
        is_there && is_property && self.is_in(subject.environment)
    }

    fn is_in(&self, environment: &str) -> bool {
        let environments = self.environments.as_ref();
        environments.is_none_or(|names| names.iter().any(|it| it == environment))
    }

    fn stack(&self) -> &str {
        self.at.split(['/', '.']).next().unwrap_or_default()
    }

    fn name(&self) -> String {
        format!("{}{}", self.at, self.property.as_deref().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Subject<'static> = Subject {
        environment: "prod",
        stack: "Work",
        logical_id: "QueueA1",
        path: Some("Work/Queue"),
        property: Some("/Tags/0/Value"),
    };

    fn list(entry: &str) -> Accepted {
        Accepted::parse(&format!("[{entry}]")).unwrap()
    }

    #[test]
    fn a_property_is_accepted_with_all_that_is_below_it() {
        let tags = list(r#"{"at": "Work/Queue", "property": "Tags", "reason": "a tagger"}"#);
        assert_eq!(tags.reason(&SUBJECT).as_deref(), Some("a tagger"));
        assert!(tags.unused("prod", &|_| true).is_empty());
        let tag = list(r#"{"at": "Work.QueueA1", "property": "/Tag", "reason": "no"}"#);
        assert_eq!(tag.reason(&SUBJECT), None);
        assert_eq!(tag.unused("prod", &|stack| stack == "Work"), ["Work.QueueA1/Tag"]);
        assert!(tag.unused("prod", &|_| false).is_empty());
    }

    #[test]
    fn an_entry_is_for_its_environments() {
        let dev =
            list(r#"{"at": "Work/Queue", "environments": ["dev"], "reason": "tests change it"}"#);
        assert_eq!(dev.reason(&SUBJECT), None);
        assert!(dev.unused("prod", &|_| true).is_empty());
        assert!(
            dev.reason(&Subject { environment: "dev", ..SUBJECT })
                .is_some()
        );
    }

    #[test]
    fn a_resource_that_is_gone_is_no_property() {
        let tags = list(r#"{"at": "Work/Queue", "property": "Tags", "reason": "a tagger"}"#);
        assert_eq!(tags.reason(&Subject { property: None, ..SUBJECT }), None);
    }

    #[test]
    fn rejects_entries_without_a_reason_and_with_slips() {
        let flaw = |text: &str| Accepted::parse(text).unwrap_err();
        assert_eq!(flaw(r#"[{"at": "Work/Queue"}]"#), "entry 1: `reason` is missing");
        assert_eq!(
            flaw(r#"[{"at": "A/B", "reason": "x", "properties": "y"}]"#),
            "entry 1: `properties` is none of at, property, environments, reason"
        );
        assert_eq!(flaw("{}"), "it must be an array");
    }
}
