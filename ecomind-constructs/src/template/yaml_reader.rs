//! Templates that people wrote in YAML, with short functions.
//!
//! CloudFormation reads YAML 1.1 without aliases and merges; so does this. A text that has no end
//! of levels, or a key twice, is refused with its line.

use std::fmt;

use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};
use serde_json::{Map, Number, Value};

use super::functions::FUNCTIONS;

/// As deep as JSON may be for `serde_json`, far deeper than any template.
const DEEPEST: usize = 128;

/// Why a text is no YAML that CloudFormation reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    line: usize,
    column: usize,
    reason: String,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.reason, self.line, self.column)
    }
}

impl std::error::Error for YamlError {}

/// The value of a text that holds one document.
pub(super) fn from_yaml(text: &str) -> Result<Value, YamlError> {
    let mut reader = Reader { parser: Parser::new_from_str(text) };
    let mut document = None;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamStart | Event::DocumentEnd => {}
            Event::DocumentStart(..) if document.is_none() => {
                let (event, span) = reader.next()?;
                document = Some(reader.node(event, span, 0)?);
            }
            Event::StreamEnd => return Ok(document.unwrap_or(Value::Null)),
            _ => return Err(refuse(span, "a template must be one document")),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, granit_parser::StrInput<'a>>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), YamlError> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let (line, column) = (error.marker().line(), error.marker().col() + 1);
                Err(YamlError { line, column, reason: error.info().clone() })
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Value, YamlError> {
        if DEEPEST < depth {
            return Err(refuse(span, format!("a template must have at most {DEEPEST} levels")));
        }
        let (value, tag) = match event {
            Event::Scalar(text, style, _, tag) => (scalar(&text, style, tag.as_deref()), tag),
            Event::SequenceStart(_, _, tag) => (self.items(depth)?, tag),
            Event::MappingStart(_, _, tag) => (self.entries(depth)?, tag),
            Event::Alias(_) => {
                return Err(refuse(span, "CloudFormation takes no aliases: write the value twice"));
            }
            _ => return Err(refuse(span, "a value is missing")),
        };
        match tag.as_deref().filter(|tag| tag.handle() == "!") {
            Some(tag) => function(tag.suffix(), value, span),
            None => Ok(value),
        }
    }

    fn items(&mut self, depth: usize) -> Result<Value, YamlError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::Array(items)),
                (event, span) => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn entries(&mut self, depth: usize) -> Result<Value, YamlError> {
        let mut entries = Map::new();
        loop {
            let (key, span) = match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Object(entries)),
                (Event::Scalar(key, ..), span) => (key.into_owned(), span),
                (_, span) => return Err(refuse(span, "a key must be text")),
            };
            let (event, value_span) = self.next()?;
            let value = self.node(event, value_span, depth + 1)?;
            if entries.contains_key(&key) {
                return Err(refuse(span, format!("`{key}` is there twice")));
            }
            entries.insert(key, value);
        }
    }
}

fn refuse(span: Span, reason: impl Into<String>) -> YamlError {
    let (line, column) = (span.start.line(), span.start.col() + 1);
    YamlError { line, column, reason: reason.into() }
}

/// The long form of a short function.
fn function(name: &str, argument: Value, span: Span) -> Result<Value, YamlError> {
    let long = match name {
        "Ref" | "Condition" => name.to_owned(),
        _ => format!("Fn::{name}"),
    };
    if !FUNCTIONS.contains(&long.as_str()) {
        return Err(refuse(span, format!("`!{name}` is no function of CloudFormation")));
    }
    let argument = match argument {
        Value::String(path) if name == "GetAtt" => match path.split_once('.') {
            Some((resource, attribute)) => Value::from(vec![resource, attribute]),
            None => return Err(refuse(span, "`!GetAtt` must name a resource and an attribute")),
        },
        argument => argument,
    };
    Ok(Value::Object(Map::from_iter([(long, argument)])))
}

/// A scalar as YAML 1.1 has it. Digits with a zero before them stay text, since they are account
/// ids more often than octal numbers.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let is_text = tag.is_some_and(|tag| tag.handle() != "!" && tag.suffix() == "str");
    if is_text || style != ScalarStyle::Plain {
        return Value::from(text);
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => true.into(),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => false.into(),
        _ => number(text).map_or_else(|| Value::from(text), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_plain = digits.starts_with(|first: char| first.is_ascii_digit())
        && (!digits.starts_with('0') || digits == "0" || digits.starts_with("0."));
    let is_numeric = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !is_plain || !is_numeric {
        return None;
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        // More digits than a number holds are an id.
        Err(_) if digits.bytes().all(|byte| byte.is_ascii_digit()) => None,
        Err(_) => Number::from_f64(text.parse().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match from_yaml(text) {
            Ok(value) => value.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn short_functions_become_long_ones() {
        let text = "A: !Ref B\nC: !GetAtt D.E.F\nG: !GetAtt [H, I]\nJ: !Sub 'x${B}'\n\
                    K: !If [L, !Ref M, !Ref AWS::NoValue]\nN: !Join\n  - ','\n  - [a, 1]\n\
                    O:\n  Fn::Base64: !Sub y\n";
        insta::assert_snapshot!(read(text), @r#"{"A":{"Ref":"B"},"C":{"Fn::GetAtt":["D","E.F"]},"G":{"Fn::GetAtt":["H","I"]},"J":{"Fn::Sub":"x${B}"},"K":{"Fn::If":["L",{"Ref":"M"},{"Ref":"AWS::NoValue"}]},"N":{"Fn::Join":[",",["a",1]]},"O":{"Fn::Base64":{"Fn::Sub":"y"}}}"#);
    }

    #[test]
    fn scalars_are_those_of_yaml_1_1() {
        let text = "[yes, 'yes', 12, -3, 1.5, 0123, 012345678901, 2012-10-17, 22:22, ~, 1e3, !!str 5, 99999999999999999999, on, 1.2.3.4/16]";
        insta::assert_snapshot!(read(text), @r#"[true,"yes",12,-3,1.5,"0123","012345678901","2012-10-17","22:22",null,1000.0,"5","99999999999999999999",true,"1.2.3.4/16"]"#);
    }

    #[test]
    fn rejects_what_cloudformation_does_not_read() {
        let deep = "[".repeat(200);
        let texts = [
            "A: 1\nA: 2",
            "A: &x 1\nB: *x",
            "A: !Reff B",
            "A: [1",
            "? [a]\n: b",
            "A: !GetAtt B",
            &deep,
        ];
        let errors = texts.map(read).join("\n");
        insta::assert_snapshot!(errors, @r#"
        `A` is there twice at line 2 column 1
        CloudFormation takes no aliases: write the value twice at line 2 column 4
        `!Reff` is no function of CloudFormation at line 1 column 10
        unclosed bracket '[' at line 1 column 4
        a key must be text at line 1 column 3
        `!GetAtt` must name a resource and an attribute at line 1 column 12
        unclosed bracket '[' at line 1 column 200
        "#);
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let template = super::super::Template::from_json(
            r#"{"Resources": {"A": {"Type": "T::T::T", "Properties": {"B": {"Fn::GetAtt": ["A", "B.C"]},
                "D": {"Fn::Join": [",", [{"Ref": "A"}, "yes", "0123", "1e3", "~", "22:22"]]}}}}}"#,
        )
        .unwrap();
        let text = template.to_yaml();
        assert_eq!(super::super::Template::from_yaml(&text).unwrap(), template);
    }
}
