//! One manifest, and what of it is a value of the chart.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::value::Value;

use super::yaml;

/// A manifest as it is in one environment, and which parts of it others have otherwise.
#[derive(Debug, Clone)]
pub(super) struct Manifest {
    /// The name of its file, without the ending.
    pub(super) file: &'static str,
    /// What the values have to say for it to be there.
    pub(super) condition: Option<&'static str>,
    pub(super) json: Json,
    lifts: Vec<Lift>,
}

/// A part that becomes a value.
#[derive(Debug, Clone)]
struct Lift {
    /// Where it is, as a JSON pointer.
    pointer: String,
    /// Where it is in the values, `a.b.c`; none for what is computed of others.
    path: Option<String>,
    template: Json,
}

/// The values of the chart that manifests have.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// What is known now.
    pub(super) known: Map<String, Json>,
    /// What a deployment tells: where it is in the values, and what it is.
    pub(super) from_outputs: Vec<(String, Value<String>)>,
}

impl Manifest {
    /// The manifest of a typed object, which says its version and kind itself.
    pub(super) fn new(file: &'static str, object: &impl Serialize) -> Self {
        let json = serde_json::to_value(object).expect("objects of Kubernetes are JSON");
        Self { file, condition: None, json, lifts: Vec::new() }
    }

    /// There only where the values say so.
    pub(super) fn when(mut self, condition: &'static str) -> Self {
        self.condition = Some(condition);
        self
    }

    /// Makes a number, a map or a list at `pointer` a value.
    pub(super) fn lift(self, pointer: &str, path: &str) -> Self {
        let is_scalar = self
            .json
            .pointer(pointer)
            .is_some_and(|it| !it.is_object() && !it.is_array());
        let expression = format!(".Values.{path}");
        let template = if is_scalar { yaml::code(&expression) } else { yaml::block(&expression) };
        self.replace(pointer, Some(path), template)
    }

    /// Makes a text at `pointer` a value that must be given.
    pub(super) fn lift_text(self, pointer: &str, path: &str) -> Self {
        let template = yaml::code(&format!("{} | quote", required(path)));
        self.replace(pointer, Some(path), template)
    }

    /// Computes what is at `pointer` of values.
    pub(super) fn compute(self, pointer: &str, expression: &str) -> Self {
        self.replace(pointer, None, yaml::code(expression))
    }

    /// Adds a field that is not in the typed object, below `pointer`.
    pub(super) fn with(mut self, pointer: &str, name: &str, value: Json) -> Self {
        if let Some(map) = self.json.pointer_mut(pointer).and_then(Json::as_object_mut) {
            map.insert(name.to_owned(), value);
        }
        self
    }

    /// The template.
    pub(super) fn template(&self) -> String {
        let mut json = self.json.clone();
        for Lift { pointer, template, .. } in &self.lifts {
            if let Some(place) = json.pointer_mut(pointer) {
                place.clone_from(template);
            }
        }
        let text = yaml::document(&json);
        match self.condition {
            None => text,
            Some(condition) => format!("{{{{- if {condition} }}}}\n{text}{{{{- end }}}}\n"),
        }
    }

    /// Adds its values to `values`.
    pub(super) fn collect(&self, values: &mut Values) {
        for Lift { pointer, path, .. } in &self.lifts {
            if let (Some(path), Some(value)) = (path, self.json.pointer(pointer)) {
                values.set(path, value.clone());
            }
        }
    }

    fn replace(mut self, pointer: &str, path: Option<&str>, template: Json) -> Self {
        let (pointer, path) = (pointer.to_owned(), path.map(str::to_owned));
        debug_assert!(self.json.pointer(&pointer).is_some(), "{pointer} of {}", self.json);
        self.lifts.push(Lift { pointer, path, template });
        self
    }
}

impl Values {
    /// Sets what is at `a.b.c`.
    pub(super) fn set(&mut self, path: &str, value: Json) {
        let (parents, name) = path.rsplit_once('.').unwrap_or(("", path));
        let mut map = &mut self.known;
        for parent in parents.split('.').filter(|parent| !parent.is_empty()) {
            let place = map
                .entry(parent)
                .or_insert_with(|| Json::Object(Map::new()));
            if !place.is_object() {
                *place = Json::Object(Map::new());
            }
            map = place.as_object_mut().expect("it was just made a map");
        }
        map.insert(name.to_owned(), value);
    }
}

/// An expression for a value without which nothing would work.
pub(super) fn required(path: &str) -> String {
    format!(
        "required \"{path} is missing: it is in what outputs --format helm-values prints\" .Values.{path}"
    )
}
