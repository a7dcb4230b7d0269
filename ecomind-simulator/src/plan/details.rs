//! The details of a change: which property, why, and what it does.

use serde_json::{Value, json};

use crate::{
    plain::plain,
    resource::{Verdict, verdict},
    state::{StackResource, Target},
    template::{Reference, references},
};

/// One difference of a resource.
#[derive(Debug)]
pub(super) struct Detail {
    /// `Properties`, `Tags`, `Metadata` …
    pub(super) attribute: &'static str,
    pub(super) name: Option<String>,
    /// Such as `/Properties/Tags/0/Value`.
    pub(super) path: String,
    pub(super) is_drift: bool,
    recreation: Verdict,
    is_dynamic: bool,
    source: &'static str,
    entity: Option<String>,
    before: Option<String>,
    after: Option<String>,
    kind: &'static str,
    drift: Option<Value>,
}

/// What makes an expression have another value.
#[derive(Debug, Default)]
pub(super) struct Sources {
    parameter: Option<String>,
    resource: Option<String>,
    attribute: Option<String>,
}

impl Detail {
    pub(super) fn property(
        current: &StackResource,
        after: &Value,
        path: &[String],
        is_unknown: bool,
        sources: &Sources,
    ) -> Self {
        let recreation = verdict(&current.type_name, path);
        let (source, entity) = match sources {
            Sources { attribute: Some(name), .. } => ("ResourceAttribute", Some(name.clone())),
            Sources { resource: Some(name), .. } => ("ResourceReference", Some(name.clone())),
            Sources { parameter: Some(name), .. } => ("ParameterReference", Some(name.clone())),
            _ => ("DirectModification", None),
        };
        let (before, now) = (at(&current.properties, path), at(after, path));
        let kind = match (before, now) {
            (None, _) => "Add",
            (_, None) => "Remove",
            _ => "Modify",
        };
        Self {
            attribute: "Properties",
            name: path.first().cloned(),
            path: written(path),
            is_drift: false,
            recreation,
            is_dynamic: is_unknown,
            source,
            entity,
            before: before.map(plain),
            after: now.map(plain),
            kind,
            drift: None,
        }
    }

    /// A property that may change because an attribute does.
    pub(super) fn dynamic(current: &StackResource, property: &str, entity: &str) -> Self {
        let path = [property.to_owned()];
        let before = at(&current.properties, &path).map(plain);
        Self {
            attribute: "Properties",
            name: Some(property.to_owned()),
            path: written(&path),
            is_drift: false,
            recreation: verdict(&current.type_name, &path),
            is_dynamic: true,
            source: "ResourceAttribute",
            entity: Some(entity.to_owned()),
            after: before.clone(),
            before,
            kind: "Modify",
            drift: None,
        }
    }

    pub(super) fn attribute(attribute: &'static str) -> Self {
        Self {
            attribute,
            name: None,
            path: format!("/{attribute}"),
            is_drift: false,
            recreation: Verdict::Never,
            is_dynamic: false,
            source: "DirectModification",
            entity: None,
            before: None,
            after: None,
            kind: "Modify",
            drift: None,
        }
    }

    /// A property that someone changed behind the stack's back, and that is set back.
    pub(super) fn drifted(
        current: &StackResource,
        after: &Value,
        path: &[String],
        actual: &Value,
    ) -> Self {
        let mut detail = Self::property(current, after, path, false, &Sources::default());
        detail.is_drift = true;
        detail.source = "NoModification";
        detail.kind = "SyncWithActual";
        detail.before = at(actual, path).map(plain);
        detail.drift = Some(json!({
            "PreviousValue": at(&current.properties, path).map(plain),
            "ActualValue": at(actual, path).map(plain),
        }));
        detail
    }

    /// What it does to the resource: a value that nobody knows yet may turn out to be the old one.
    pub(super) fn verdict(&self) -> Verdict {
        match (self.recreation, self.is_dynamic) {
            (Verdict::Always, true) => Verdict::Conditionally,
            (verdict, _) => verdict,
        }
    }

    pub(super) fn to_value(&self) -> Value {
        let is_property = self.attribute == "Properties";
        json!({
            "Target": {
                "Attribute": self.attribute,
                "Name": self.name,
                "RequiresRecreation": self.recreation.recreation(),
                "Path": is_property.then_some(&self.path),
                "BeforeValue": self.before,
                "AfterValue": self.after,
                "AttributeChangeType": is_property.then_some(self.kind),
                "Drift": self.drift,
            },
            "Evaluation": if self.is_dynamic { "Dynamic" } else { "Static" },
            "ChangeSource": self.source,
            "CausingEntity": self.entity,
        })
    }
}

/// Why an expression has another value than before.
pub(super) fn sources(
    expression: &Value,
    is_changed_parameter: &dyn Fn(&str) -> bool,
    is_replaced: &dyn Fn(&str) -> bool,
) -> Sources {
    let mut sources = Sources::default();
    for reference in references(expression) {
        match reference {
            Reference::Name(name) if is_changed_parameter(&name) => sources.parameter = Some(name),
            Reference::Name(name) if is_replaced(&name) => sources.resource = Some(name),
            Reference::Attribute(name, attribute) if is_replaced(&name) => {
                sources.attribute = Some(format!("{name}.{attribute}"));
            }
            _ => {}
        }
    }
    sources
}

/// Whether an attribute is part of what identifies a resource, so that it stays as long as it does.
pub(super) fn identifies(target: &Target, name: &str, attribute: &str) -> bool {
    let schema = ecomind_constructs::schema::resource_type(target.type_of(name));
    let path = attribute.replace('.', "/");
    path.ends_with("Arn")
        || schema.is_some_and(|it| {
            let mut steady = it
                .primary_identifier()
                .chain(it.reference())
                .chain(it.create_only());
            steady.any(|found| found == path)
        })
}

pub(super) fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, part| match value {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        other => other.get(part),
    })
}

pub(super) fn written(path: &[String]) -> String {
    format!("/Properties/{}", path.join("/"))
}
