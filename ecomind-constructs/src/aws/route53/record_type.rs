//! The kinds of records.

use crate::value::{self, IntoValue as _, Value};

/// The longest string of a TXT record; longer text is several of them.
const LONGEST_TEXT: usize = 255;

/// What a record says.
///
/// AWS: [supported record types](https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordType {
    /// IPv4 addresses.
    A,
    /// IPv6 addresses.
    Aaaa,
    /// Who may issue certificates, such as `0 issue "amazon.com"`.
    Caa,
    /// Another name, not at the apex of a zone.
    Cname,
    /// Who takes mail, such as `10 mail.example.com`.
    Mx,
    /// The name servers of a zone below.
    Ns,
    /// Where a service is, such as `1 10 5269 xmpp.example.com`.
    Srv,
    /// Text, which is put in quotes and split into strings of 255 characters for you.
    Txt,
    /// A kind that AWS added since, as templates write it.
    Other(&'static str),
}

impl RecordType {
    /// As templates write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Caa => "CAA",
            Self::Cname => "CNAME",
            Self::Mx => "MX",
            Self::Ns => "NS",
            Self::Srv => "SRV",
            Self::Txt => "TXT",
            Self::Other(name) => name,
        }
    }

    /// A value as templates write it.
    pub(super) fn write(self, text: Value<String>) -> Value<String> {
        if self != Self::Txt {
            return text;
        }
        match text.as_literal() {
            Some(known) => quoted(known).into_value(),
            None => value::concat(["\"".into_value(), text, "\"".into_value()]),
        }
    }
}

fn quoted(text: &str) -> String {
    if 1 < text.len() && text.starts_with('"') && text.ends_with('"') {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let strings = characters.chunks(LONGEST_TEXT).map(|part| {
        let part: String = part.iter().collect();
        format!("\"{}\"", part.replace('\\', r"\\").replace('"', "\\\""))
    });
    strings.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_and_split() {
        assert_eq!(quoted("v=spf1 -all"), r#""v=spf1 -all""#);
        assert_eq!(quoted(r#""is already""#), r#""is already""#);
        assert_eq!(quoted(r#"a "b" \c"#), r#""a \"b\" \\c""#);
        assert_eq!(quoted(&"x".repeat(256)), format!("\"{}\" \"x\"", "x".repeat(255)));
    }
}
