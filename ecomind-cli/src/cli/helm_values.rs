//! Values of a chart, of what stacks tell.

use ecomind_constructs::synth::OutputValueArtifact;
use serde_json::{Map, Value};

use super::message::{Failure, Message};

/// The values as YAML, for `helm --values`. Fails with every output that is not there, since a
/// chart with a part of its values would be installed with a part of what it needs.
pub(super) fn text(
    wanted: &[OutputValueArtifact],
    outputs: &dyn Fn(&str, &str) -> Option<String>,
) -> Result<String, Failure> {
    if wanted.is_empty() {
        let hint = "environments whose services run in Kubernetes have a chart";
        return Err(Message::new("there is no chart that outputs have values for")
            .hint(hint)
            .into());
    }
    let mut values = Map::new();
    let mut missing = Vec::new();
    for OutputValueArtifact { path, stack, output, .. } in wanted {
        match outputs(stack, output) {
            Some(value) => set(&mut values, path, value),
            None => missing.push(format!("`{output}` of `{stack}`, which is `{path}`")),
        }
    }
    if !missing.is_empty() {
        let message = Message::new("outputs that the chart needs are not there");
        let message = Message { details: missing, ..message };
        return Err(message
            .hint("deploy the stacks, all of them, and ask again")
            .into());
    }
    let mut text = String::new();
    write(&values, 0, &mut text);
    Ok(text)
}

fn set(map: &mut Map<String, Value>, path: &str, value: String) {
    match path.split_once('.') {
        None => {
            map.insert(path.to_owned(), value.into());
        }
        Some((name, rest)) => {
            let inner = map.entry(name).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// Keys are names, and JSON texts are YAML.
fn write(map: &Map<String, Value>, indent: usize, text: &mut String) {
    for (name, value) in map {
        text.push_str(&" ".repeat(indent));
        text.push_str(name);
        match value {
            Value::Object(inner) => {
                text.push_str(":\n");
                write(inner, indent + 2, text);
            }
            other => {
                text.push_str(": ");
                text.push_str(&other.to_string());
                text.push('\n');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::{prelude::*, tree::OutputValue};

    use super::*;

    fn wanted() -> Vec<OutputValueArtifact> {
        let mut app = App::new();
        let mut stack = app.stack("Data").expect("a stack");
        for (id, path) in [("Host", "services.api.config.HOST"), ("Image", "services.api.image")] {
            let output = Output::new(value::region())
                .add(id, &mut stack)
                .expect("an output");
            stack.note(OutputValue::new(path, output));
        }
        synthesize(&app).expect("the app is fine").output_values
    }

    #[test]
    fn each_output_is_where_the_chart_wants_it() {
        let outputs = |stack: &str, output: &str| Some(format!("{output} of \"{stack}\""));
        insta::assert_snapshot!(text(&wanted(), &outputs).unwrap(), @r#"
        services:
          api:
            config:
              HOST: "Host of \"Data\""
            image: "Image of \"Data\""
        "#);
    }

    #[test]
    fn rejects_what_is_not_deployed() {
        let outputs = |_: &str, output: &str| (output == "Host").then(|| "x".to_owned());
        let error = text(&wanted(), &outputs).expect_err("refused");
        insta::assert_snapshot!(error, @"outputs that the chart needs are not there");
        assert_eq!(error.0[0].details, ["`Image` of `Data`, which is `services.api.image`"]);
        assert!(text(&[], &outputs).is_err());
    }
}
