//! Answers in XML.

use serde_json::Value;

use crate::failure::Failure;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// As `<Tags><member>…</member></Tags>`, in the Query protocol.
    Members,
    /// As `<Tag>…</Tag><Tag>…</Tag>`, in S3.
    Flat,
}

/// The answer to an action of the Query protocol.
pub(crate) fn query(action: &str, namespace: &str, request: &str, result: &Value) -> String {
    let mut text = format!("<{action}Response xmlns=\"{namespace}\">");
    element(&mut text, &format!("{action}Result"), result, Lists::Members);
    text.push_str("<ResponseMetadata>");
    element(&mut text, "RequestId", &Value::from(request), Lists::Members);
    text.push_str("</ResponseMetadata></");
    text.push_str(action);
    text.push_str("Response>");
    text
}

/// A refusal in the Query protocol.
pub(crate) fn query_error(namespace: &str, request: &str, failure: &Failure) -> String {
    let kind = if failure.status < 500 { "Sender" } else { "Receiver" };
    format!(
        "<ErrorResponse xmlns=\"{namespace}\"><Error><Type>{kind}</Type><Code>{}</Code><Message>{}\
         </Message></Error><RequestId>{request}</RequestId></ErrorResponse>",
        escape(&failure.code),
        escape(&failure.message)
    )
}

/// A document of S3.
pub(crate) fn document(name: &str, value: &Value) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    element(&mut text, name, value, Lists::Flat);
    text
}

/// A refusal of S3.
pub(crate) fn document_error(request: &str, failure: &Failure) -> String {
    let value = serde_json::json!({
        "Code": failure.code,
        "Message": failure.message,
        "RequestId": request,
    });
    document("Error", &value)
}

fn element(text: &mut String, name: &str, value: &Value, lists: Lists) {
    match value {
        Value::Null => return,
        Value::Array(items) if lists == Lists::Flat => {
            items
                .iter()
                .for_each(|item| element(text, name, item, lists));
            return;
        }
        _ => {}
    }
    text.push('<');
    text.push_str(name);
    text.push('>');
    match value {
        Value::Object(map) => {
            map.iter()
                .for_each(|(name, value)| element(text, name, value, lists));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| element(text, "member", item, lists)),
        Value::String(value) => text.push_str(&escape(value)),
        other => text.push_str(&other.to_string()),
    }
    text.push_str("</");
    text.push_str(name);
    text.push('>');
}

/// Line ends are escaped too, since a reader would make one kind of all of them.
fn escape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\r' => text.push_str("&#xD;"),
            // XML 1.0 has no way to write the other control characters.
            control if control < ' ' && control != '\n' && control != '\t' => {
                text.push('\u{fffd}');
            }
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_have_members_and_nothing_is_left_out() {
        let value = json!({"Tags": [{"Key": "a<b"}, {"Key": "c"}], "On": true, "No": null});
        insta::assert_snapshot!(query("Do", "urn:x", "r1", &value), @r#"<DoResponse xmlns="urn:x"><DoResult><Tags><member><Key>a&lt;b</Key></member><member><Key>c</Key></member></Tags><On>true</On></DoResult><ResponseMetadata><RequestId>r1</RequestId></ResponseMetadata></DoResponse>"#);
    }

    #[test]
    fn lists_of_s3_are_flat() {
        let value = json!({"Name": "b", "Contents": [{"Key": "x"}, {"Key": "y"}]});
        insta::assert_snapshot!(document("List", &value), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <List><Name>b</Name><Contents><Key>x</Key></Contents><Contents><Key>y</Key></Contents></List>
        "#);
    }

    #[test]
    fn refusals_say_whose_fault_it_is() {
        let failure = Failure::validation("a & b");
        insta::assert_snapshot!(query_error("urn:x", "r1", &failure), @r#"<ErrorResponse xmlns="urn:x"><Error><Type>Sender</Type><Code>ValidationError</Code><Message>a &amp; b</Message></Error><RequestId>r1</RequestId></ErrorResponse>"#);
    }
}
