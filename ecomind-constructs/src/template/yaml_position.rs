//! Where something stands in a text of YAML.

use granit_parser::{Event, Parser, Span, StrInput, Tag};

/// The line and the column, counted from 1, of the place at `path`, such as `Resources/Queue`; as
/// far in as the text has it.
///
/// ```
/// use ecomind_constructs::template::yaml_position;
///
/// let text = "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n";
/// assert_eq!(yaml_position(text, "Resources/Jobs/Type"), (3, 5));
/// assert_eq!(yaml_position(text, "Resources/Jobs/Properties"), (2, 3));
/// ```
#[must_use]
pub fn yaml_position(text: &str, path: &str) -> (usize, usize) {
    let mut walk = Walk { parser: Parser::new_from_str(text), place: (1, 1) };
    // A text that breaks off has been read as far as it goes.
    let _ = walk.document(path);
    walk.place
}

struct Walk<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// The innermost place on the way so far.
    place: (usize, usize),
}

/// What ends a walk: the place is found, or the text is no YAML.
struct Ended;

impl<'a> Walk<'a> {
    fn document(&mut self, path: &str) -> Result<(), Ended> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(..), _) => {}
                (event, _) => return self.node(event, Some(path)),
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Ended> {
        self.parser.next_event().and_then(Result::ok).ok_or(Ended)
    }

    /// Reads a node, which the path goes through unless it is none.
    fn node(&mut self, event: Event<'a>, path: Option<&str>) -> Result<(), Ended> {
        match event {
            Event::MappingStart(_, _, tag) => self.entries(inside(path, tag.as_deref())),
            Event::SequenceStart(_, _, tag) => self.items(inside(path, tag.as_deref())),
            _ => Ok(()),
        }
    }

    fn entries(&mut self, path: Option<&str>) -> Result<(), Ended> {
        loop {
            let (Event::Scalar(key, ..), span) = self.next()? else { return Ok(()) };
            // A name may have slashes itself.
            let rest = path.and_then(|path| path.strip_prefix(&*key));
            let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let (event, _) = self.next()?;
            self.enter(rest, span, event)?;
        }
    }

    fn items(&mut self, path: Option<&str>) -> Result<(), Ended> {
        let mut index = 0_usize;
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                return Ok(());
            }
            let rest = path.and_then(|path| path.strip_prefix(&index.to_string()));
            let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with('/'));
            index += 1;
            self.enter(rest, span, event)?;
        }
    }

    /// Reads a node whose key, or else itself, is at `span`; nothing behind one on the path.
    fn enter(&mut self, rest: Option<&str>, span: Span, event: Event<'a>) -> Result<(), Ended> {
        if rest.is_some() {
            self.place = (span.start.line(), span.start.col() + 1);
        }
        self.node(event, rest.map(|rest| rest.trim_start_matches('/')))?;
        if rest.is_some() { Err(Ended) } else { Ok(()) }
    }
}

/// The path inside of a short function, which stands for a map of one entry.
fn inside<'p>(path: Option<&'p str>, tag: Option<&Tag>) -> Option<&'p str> {
    let Some(tag) = tag.filter(|tag| tag.handle() == "!") else { return path };
    let path = path?;
    let name = tag.suffix();
    let rest = path
        .strip_prefix("Fn::")
        .unwrap_or(path)
        .strip_prefix(name)?;
    Some(rest.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# the first line
Resources:
  A/B:
    List:
    - 1
    - !If [Yes, {Name: x}, 2]
    - Deep: true
";

    #[test]
    fn places_are_found_by_name_and_index_and_in_short_functions() {
        let at = |path| yaml_position(TEXT, path);
        assert_eq!(at(""), (1, 1));
        assert_eq!(at("Resources/A/B"), (3, 3));
        assert_eq!(at("Resources/A/B/List/2/Deep"), (7, 7));
        assert_eq!(at("Resources/A/B/List/1/Fn::If/1/Name"), (6, 18));
        assert_eq!(at("Resources/A/B/List/1/Fn::If/2"), (6, 28));
        // What is not there is where it would be.
        assert_eq!(at("Resources/A/B/Nothing"), (3, 3));
        assert_eq!(yaml_position("a: [", "a/0"), (1, 1));
    }
}
