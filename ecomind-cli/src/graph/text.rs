//! What the forms of the picture share: names, labels and escapes.

use super::model::{Construct, Place};

/// The name of a construct where the form wants a plain word.
pub(super) fn key(place: Place) -> String {
    format!("s{}c{}", place.stack, place.construct)
}

/// The lines that describe a construct: its id, then its type and how much it holds.
pub(super) fn lines(construct: &Construct) -> [String; 2] {
    let sign = construct
        .change
        .map(|change| format!("{} ", change.sign()))
        .unwrap_or_default();
    [format!("{sign}{}", construct.id), kind(construct)]
}

/// `EC2 VPC, 46 resources`.
pub(super) fn kind(construct: &Construct) -> String {
    let name = construct.short_type();
    match construct.resources {
        0 | 1 => name,
        more => format!("{name}, {more} resources"),
    }
}

/// Text inside of XML and HTML, attributes included.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML has no way to write these.
            control if control.is_control() => escaped.push(' '),
            plain => escaped.push(plain),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out_of_a_page() {
        assert_eq!(
            escape("</script><b x='1' y=\"2\">&\u{7}"),
            "&lt;/script&gt;&lt;b x=&#39;1&#39; y=&quot;2&quot;&gt;&amp; "
        );
    }
}
