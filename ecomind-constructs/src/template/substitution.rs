//! The text of `Fn::Sub`, in parts.

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Text that stays as it is.
    Text(&'a str),
    /// `${Queue}` or `${Queue.Arn}`.
    Reference {
        /// What stands before the first point.
        logical_id: &'a str,
        /// What stands after it.
        attribute: Option<&'a str>,
    },
}

/// The parts of a text. `${!Literal}` is text of its own, without the exclamation mark; a brace
/// that nobody closes is text too.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let Some(length) = rest[start..].find('}') else { break };
        let (before, name) = (&rest[..start], &rest[start + 2..start + length]);
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        if let Some(literal) = name.strip_prefix('!') {
            parts.push(Part::Text("${"));
            parts.push(Part::Text(literal));
            parts.push(Part::Text("}"));
        } else {
            let name = name.trim();
            let (logical_id, attribute) = match name.split_once('.') {
                Some((logical_id, attribute)) => (logical_id, Some(attribute)),
                None => (name, None),
            };
            parts.push(Part::Reference { logical_id, attribute });
        }
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_references_alternate() {
        let reference = |logical_id, attribute| Part::Reference { logical_id, attribute };
        assert_eq!(
            parts("a${B}${C.D.E}${!F}$g${"),
            [
                Part::Text("a"),
                reference("B", None),
                reference("C", Some("D.E")),
                Part::Text("${"),
                Part::Text("F"),
                Part::Text("}"),
                Part::Text("$g${"),
            ]
        );
        assert_eq!(parts(""), []);
    }
}
