//! What you test your stacks and constructs with.
//!
//! [`synth`] makes the template of whatever a function adds to a stack named `Test`; [`Template`]
//! counts and matches resources; [`reject`] gives the error of bad input. With [insta] the YAML of
//! a template makes a snapshot that people can review.
//!
//! ```
//! use ecomind_constructs::{prelude::*, testing};
//!
//! let template = testing::synth(|stack| {
//!     RawResource::new("AWS::SNS::Topic").property("TopicName", "hello").add("Hello", stack)
//! });
//! template.assert_count("AWS::SNS::Topic", 1);
//! template.assert_has("AWS::SNS::Topic", r#"{"TopicName": "hello"}"#);
//! ```
//!
//! [insta]: https://docs.rs/insta

use serde_json::Value;

use crate::{
    Error, Result,
    synth::synthesize,
    template,
    tree::{App, Scope},
};

/// A template under test.
///
/// Its assertions panic, as a test's do, and say what there is instead.
#[derive(Debug, Clone)]
pub struct Template(template::Template);

/// The template of what `build` adds to a stack named `Test` in us-east-1.
///
/// # Panics
///
/// When `build` or the synthesis gives an error.
#[track_caller]
pub fn synth<T>(build: impl FnOnce(&mut Scope<'_>) -> Result<T>) -> Template {
    match try_synth(build) {
        Ok(template) => template,
        Err(error) => panic!("the stack must synthesize: {error}"),
    }
}

/// The error that `build` gives, or the synthesis of what it adds to a stack named `Test`.
///
/// # Panics
///
/// When there is no error.
#[track_caller]
pub fn reject<T>(build: impl FnOnce(&mut Scope<'_>) -> Result<T>) -> Error {
    match try_synth(build) {
        Ok(template) => panic!("the stack must be rejected, but gives\n{}", template.json()),
        Err(error) => error,
    }
}

/// The template of one stack of an app.
///
/// # Panics
///
/// When the app does not synthesize, or has no such stack.
#[track_caller]
#[must_use]
pub fn template_of(app: &App, stack: &str) -> Template {
    let assembly = match synthesize(app) {
        Ok(assembly) => assembly,
        Err(error) => panic!("the app must synthesize: {error}"),
    };
    match assembly.stack(stack) {
        Some(stack) => Template::read(&stack.template),
        None => panic!("the app must have a stack {stack:?}"),
    }
}

#[track_caller]
fn try_synth<T>(build: impl FnOnce(&mut Scope<'_>) -> Result<T>) -> Result<Template> {
    let mut app = App::new().region("us-east-1");
    build(&mut app.stack("Test")?)?;
    let assembly = synthesize(&app)?;
    Ok(Template::read(&assembly.stacks[0].template))
}

impl Template {
    fn read(text: &str) -> Self {
        Self(template::Template::from_json(text).expect("synthesis writes templates"))
    }

    /// The template itself.
    #[must_use]
    pub fn document(&self) -> &template::Template {
        &self.0
    }

    /// The template in YAML with short intrinsic functions, for snapshots that people review.
    #[cfg(feature = "yaml")]
    #[must_use]
    pub fn yaml(&self) -> String {
        self.0.to_yaml()
    }

    /// The resources as pretty JSON.
    #[must_use]
    pub fn json(&self) -> String {
        self.0
            .section("Resources")
            .map(|all| format!("{all:#}"))
            .unwrap_or_default()
    }

    /// How many resources of a type there are.
    #[must_use]
    pub fn count(&self, type_name: &str) -> usize {
        self.0
            .resources()
            .filter(|resource| resource.type_name == type_name)
            .count()
    }

    /// Asserts how many resources of a type there are.
    ///
    /// # Panics
    ///
    /// When there are more or fewer.
    #[track_caller]
    pub fn assert_count(&self, type_name: &str, count: usize) {
        let found = self.count(type_name);
        assert!(found == count, "expected {count} of {type_name}, found {found}");
    }

    /// Whether a resource of a type has these properties, given as JSON. It may have more; maps
    /// match when they hold what is given, lists and all else when they are equal.
    ///
    /// # Panics
    ///
    /// When `properties` is not JSON.
    #[track_caller]
    #[must_use]
    pub fn has(&self, type_name: &str, properties: &str) -> bool {
        let wanted = parse(properties);
        self.of_type(type_name)
            .any(|resource| holds(resource, &wanted))
    }

    /// Asserts what [`Template::has`] tells.
    ///
    /// # Panics
    ///
    /// When no resource matches; the message shows those of the type.
    #[track_caller]
    pub fn assert_has(&self, type_name: &str, properties: &str) {
        if self.has(type_name, properties) {
            return;
        }
        let found: Vec<_> = self
            .of_type(type_name)
            .map(|found| format!("{found:#}"))
            .collect();
        panic!("no {type_name} has {properties}; found {}", found.join("\n"));
    }

    fn of_type(&self, type_name: &str) -> impl Iterator<Item = &Value> {
        const NOTHING: &Value = &Value::Null;
        let all = self
            .0
            .resources()
            .filter(move |resource| resource.type_name == type_name);
        all.map(|resource| resource.entry.get("Properties").unwrap_or(NOTHING))
    }
}

#[track_caller]
fn parse(json: &str) -> Value {
    match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => panic!("properties must be JSON: {error}"),
    }
}

fn holds(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => wanted
            .iter()
            .all(|(name, wanted)| found.get(name).is_some_and(|found| holds(found, wanted))),
        // A resource without properties has the empty ones.
        (Value::Null, Value::Object(wanted)) => wanted.is_empty(),
        _ => found == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{RawResource, Resource as _};

    fn topics() -> Template {
        synth(|stack| {
            RawResource::new("AWS::SNS::Topic").add("Bare", stack)?;
            RawResource::new("AWS::SNS::Topic")
                .property("DisplayName", "hi")
                .add("Named", stack)
        })
    }

    #[test]
    fn a_match_may_leave_things_out() {
        let template = topics();
        template.assert_count("AWS::SNS::Topic", 2);
        template.assert_has("AWS::SNS::Topic", "{}");
        assert!(!template.has("AWS::SNS::Topic", r#"{"DisplayName": "ho"}"#));
        assert!(!template.has("AWS::SQS::Queue", "{}"));
    }

    #[test]
    #[should_panic(expected = "expected 3 of AWS::SNS::Topic, found 2")]
    fn rejects_a_wrong_count() {
        topics().assert_count("AWS::SNS::Topic", 3);
    }

    #[test]
    #[should_panic(expected = r#"no AWS::SNS::Topic has {"DisplayName": "ho"}"#)]
    fn rejects_properties_that_no_resource_has() {
        topics().assert_has("AWS::SNS::Topic", r#"{"DisplayName": "ho"}"#);
    }

    #[test]
    #[should_panic(expected = "the stack must be rejected")]
    fn rejects_a_stack_that_is_not_rejected() {
        reject(|_| Ok(()));
    }
}
