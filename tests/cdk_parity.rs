//! The AWS CDK names the same trees in the same way; `tests/cdk_parity` holds what it said.

use std::{fs, path::Path};

use ecomind_constructs::{prelude::*, synth::Assembly, template::Template, tree::StackBuilder};
use serde_json::Value as Json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn recorded(file: &str) -> Outcome<Json> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cdk_parity");
    Ok(serde_json::from_str(&fs::read_to_string(folder.join(file))?)?)
}

fn list<'a>(value: &'a Json, name: &str) -> Outcome<&'a Vec<Json>> {
    value[name]
        .as_array()
        .ok_or_else(|| format!("`{name}` must be a list").into())
}

fn texts(value: &Json) -> Vec<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .collect()
}

/// The logical ids of resources at these paths of one stack, in their order.
fn logical_ids(paths: &[Vec<&str>]) -> Result<Vec<String>, Error> {
    let mut app = App::new();
    let mut stack = app.stack("Stack")?;
    for path in paths {
        let (last, above) = path
            .split_last()
            .map_or(("", &[][..]), |(last, above)| (*last, above));
        add(&mut stack, above, last)?;
    }
    let assembly = synthesize(&app)?;
    let elements = &assembly.stacks[0].elements;
    let of = |path: &Vec<&str>| {
        let full = format!("Stack/{}", path.join("/"));
        let found = elements
            .iter()
            .find(|element| element.path.as_str() == full);
        found
            .map(|element| element.logical_id.clone())
            .unwrap_or_default()
    };
    Ok(paths.iter().map(of).collect())
}

/// Adds a resource below new scopes.
fn add(scope: &mut Scope<'_>, above: &[&str], last: &str) -> Result<()> {
    match above.split_first() {
        None => RawResource::new("Test::Parity::Leaf")
            .add(last, scope)
            .map(drop),
        Some((first, rest)) => add(&mut scope.child(*first)?, rest, last),
    }
}

#[test]
fn logical_ids_are_those_of_the_cdk() -> Outcome<()> {
    let recorded = recorded("logical_ids.json")?;
    let vectors = list(&recorded, "vectors")?;
    let mut compared = 0;
    for vector in vectors {
        let path = texts(&vector["path"]);
        let ours = logical_ids(std::slice::from_ref(&path));
        match vector["logicalId"].as_str() {
            Some(theirs) => {
                // We refuse control characters, which the CDK only drops.
                if path.iter().any(|id| id.contains(char::is_control)) {
                    assert!(ours.is_err(), "{path:?} must be refused");
                    continue;
                }
                assert_eq!(ours?, [theirs], "{path:?}");
                compared += 1;
            }
            None => assert!(ours.is_err(), "{path:?} must be refused, as the CDK does"),
        }
    }
    assert!(300 <= compared, "compared {compared} logical ids");
    Ok(())
}

#[test]
fn rejects_the_collisions_that_the_cdk_rejects() -> Outcome<()> {
    let recorded = recorded("logical_ids.json")?;
    let mut rejected = 0;
    for set in list(&recorded, "together")? {
        let paths: Vec<Vec<&str>> = list(set, "paths")?.iter().map(texts).collect();
        // Scopes can't be entered again here; these sets need nothing but their own scopes.
        let shares_a_scope = paths.iter().enumerate().any(|(at, path)| {
            1 < path.len()
                && paths[..at]
                    .iter()
                    .any(|other| other.first() == path.first())
        });
        if shares_a_scope {
            continue;
        }
        if let Some(theirs) = set.get("logicalIds") {
            assert_eq!(logical_ids(&paths)?, texts(theirs), "{paths:?}");
            continue;
        }
        let refusal = logical_ids(&paths);
        assert!(refusal.is_err(), "{paths:?} must be refused, got {refusal:?}");
        rejected += 1;
    }
    assert!(3 <= rejected, "rejected {rejected} collisions");
    Ok(())
}

/// A bucket, and a resource of another stack that refers to it.
fn bucket_and_consumer(
    producer: StackBuilder,
    consumer: StackBuilder,
    attribute: Option<&'static str>,
    strength: Strength,
) -> Result<Assembly> {
    let mut app = App::new();
    let mut stack = producer.build(&mut app)?;
    let bucket =
        RawResource::new("AWS::S3::Bucket").add("Resource", &mut stack.child("Bucket")?)?;
    let value: Value<String> = match attribute {
        None => bucket.reference(),
        Some(name) => bucket.attribute(name),
    };
    RawResource::new("Test::Parity::Consumer")
        .property("Value", value.with_strength(strength))
        .add("Use", &mut consumer.build(&mut app)?)?;
    synthesize(&app)
}

fn section(assembly: &Assembly, stack: &str, name: &str) -> Outcome<Json> {
    let stack = assembly.stack(stack).ok_or("the stack is there")?;
    let template = Template::from_json(&stack.template)?;
    Ok(template
        .section(name)
        .cloned()
        .unwrap_or_else(|| serde_json::json!({})))
}

#[test]
fn outputs_and_exports_are_named_as_the_cdk_names_them() -> Outcome<()> {
    let recorded = recorded("references.json")?;
    let mut compared = 0;
    for record in list(&recorded, "records")? {
        let attribute = match record["name"].as_str() {
            Some("ref, same environment") => None,
            Some("attribute, same environment") => Some("Arn"),
            _ => continue,
        };
        let strength = match record["strength"].as_str() {
            Some("weak") => Strength::Weak,
            Some("strong") => Strength::Strong,
            Some("both") => Strength::Both,
            _ => continue,
        };
        let assembly = bucket_and_consumer(
            Stack::builder("Producer")
                .account("111111111111")
                .region("eu-central-1"),
            Stack::builder("Consumer")
                .account("111111111111")
                .region("eu-central-1"),
            attribute,
            strength,
        )?;
        let [producer, consumer] = list(record, "stacks")?.as_slice() else {
            return Err("a record must have two stacks".into());
        };
        let outputs = section(&assembly, "Producer", "Outputs")?;
        assert_eq!(outputs, producer["template"]["Outputs"], "{}", record["name"]);
        let resources = section(&assembly, "Consumer", "Resources")?;
        let mut theirs = consumer["template"]["Resources"].clone();
        // The CDK names the region even where it is the reader's own.
        if let Some(output) = theirs["Use"]["Properties"]["Value"].get_mut("Fn::GetStackOutput") {
            output
                .as_object_mut()
                .and_then(|output| output.remove("Region"));
        }
        assert_eq!(resources, theirs, "{}", record["name"]);
        compared += 1;
    }
    assert!(6 <= compared, "compared {compared} references");
    Ok(())
}
