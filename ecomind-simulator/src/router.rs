//! From a request to an answer.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    actions::{self, Context, storage},
    calls::Call,
    control,
    core::Core,
    failure::Failure,
    faults::CallTrouble,
    place::Place,
    wire::{Input, xml},
};

/// An HTTP request, read as a whole.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Such as `POST`.
    pub method: String,
    /// What is between the host and the question mark.
    pub path: String,
    /// What follows the question mark.
    pub query: String,
    /// Names in small letters, with their values.
    pub headers: BTreeMap<String, String>,
    /// The body, as it was sent.
    pub body: Vec<u8>,
}

/// An HTTP response.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// Such as 200.
    pub status: u16,
    /// Names with their values.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What becomes of a request.
#[derive(Debug)]
pub enum Answer {
    /// The response comes at once.
    Reply(Reply),
    /// The response comes so many milliseconds later.
    Late(Reply, u64),
    /// No response comes, and so many milliseconds later the connection ends.
    Silence(u64),
    /// The connection ends without a response.
    Drop,
    /// The process ends without a response.
    Exit,
}

/// A call, before it has an effect.
enum Spoken {
    Query { service: &'static str, namespace: &'static str },
    Json,
    Storage { bucket: String, key: String },
}

const CLOUDFORMATION: &str = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
const IDENTITY: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Answers a request.
pub(crate) fn handle(core: &mut Core, incoming: &Request, endpoint: &str) -> Answer {
    if let Some(path) = incoming.path.strip_prefix("/_simulator/") {
        return Answer::Reply(control::answer(core, &incoming.method, path, &incoming.body));
    }
    core.tell_time();
    let signature = incoming
        .headers
        .get("authorization")
        .map_or("", String::as_str);
    let place = Place::of_signature(signature)
        .map(|it| it.0)
        .unwrap_or_default();
    let (spoken, action, input) = understand(incoming, &place);
    let stack = input.text("StackName").map(str::to_owned);
    let trouble = core.faults.call(&action, stack.as_deref());
    let service = match &spoken {
        Spoken::Query { service, .. } => *service,
        Spoken::Json => "ssm",
        Spoken::Storage { .. } => "s3",
    };
    let mut call = Call {
        service: service.to_owned(),
        action: action.clone(),
        account: place.account.clone(),
        region: place.region.clone(),
        parameters: input.as_value(),
        error: None,
    };
    if core.world.lost_regions.contains(&place.region) {
        call.error = Some("RegionLost".to_owned());
        core.calls.push(call);
        return Answer::Drop;
    }
    let request = core.request_id();
    let before = match trouble {
        Some(CallTrouble::DropBefore) => {
            call.error = Some("DropBefore".to_owned());
            core.calls.push(call);
            return Answer::Drop;
        }
        Some(CallTrouble::Hang { milliseconds }) => {
            call.error = Some("Hang".to_owned());
            core.calls.push(call);
            return Answer::Silence(milliseconds);
        }
        Some(trouble) => refusal(trouble),
        None => None,
    };
    let (reply, error) = match before {
        Some(failure) => refuse(&spoken, &request, &failure),
        None => act(core, &spoken, &action, input, incoming, &place, endpoint, &request),
    };
    call.error = error;
    if trouble == Some(CallTrouble::DropAfter) || trouble == Some(CallTrouble::Exit) {
        call.error = Some("DropAfter".to_owned());
    }
    core.calls.push(call);
    // A policy or a protection changes a stack without a new id or a moment that passes.
    if !is_read(&action) {
        core.touch();
    }
    if let Err(error) = core.save() {
        let failure = Failure::new("InternalFailure", format!("the state can't be saved: {error}"));
        return Answer::Reply(refuse(&spoken, &request, &failure.status(500)).0);
    }
    match trouble {
        Some(CallTrouble::DropAfter) => Answer::Drop,
        Some(CallTrouble::Exit) => Answer::Exit,
        Some(CallTrouble::Stall { milliseconds }) => Answer::Late(reply, milliseconds),
        _ => Answer::Reply(reply),
    }
}

/// Whether a call only asks.
fn is_read(action: &str) -> bool {
    let name = action.rsplit('.').next().unwrap_or(action);
    ["Describe", "Get", "Head", "List"]
        .iter()
        .any(|beginning| name.starts_with(beginning))
}

/// Which service is called, for what, with which parameters.
fn understand(incoming: &Request, place: &Place) -> (Spoken, String, Input) {
    let header = |name: &str| incoming.headers.get(name).map_or("", String::as_str);
    let target = header("x-amz-target");
    if !target.is_empty() {
        let body = serde_json::from_slice(&incoming.body).unwrap_or_default();
        return (Spoken::Json, target.to_owned(), Input::from_map(body));
    }
    if incoming.method == "POST" && header("content-type").contains("x-www-form-urlencoded") {
        let input = Input::from_form(&incoming.body);
        let action = input.text("Action").unwrap_or_default().to_owned();
        let is_identity = input.text("Version") == Some("2011-06-15");
        let (service, namespace) =
            if is_identity { ("sts", IDENTITY) } else { ("cloudformation", CLOUDFORMATION) };
        return (Spoken::Query { service, namespace }, action, input);
    }
    let path = incoming.path.trim_start_matches('/');
    // `bucket.s3.region.amazonaws.com` and `bucket.localhost`, or the bucket in the path.
    let host = header("host").split(':').next().unwrap_or_default();
    let in_host = host
        .split_once(".s3")
        .or_else(|| host.split_once(".localhost"));
    let (bucket, key) = match in_host {
        Some((bucket, _)) => (bucket, path),
        None => path.split_once('/').unwrap_or((path, "")),
    };
    let spoken = Spoken::Storage { bucket: bucket.to_owned(), key: storage::decode(key) };
    let action = storage::action(&storage_request(incoming, &spoken, place, &[])).to_owned();
    let parameters = json!({ "Bucket": bucket, "Key": storage::decode(key) });
    let Value::Object(parameters) = parameters else { unreachable!("it is written as a map") };
    (spoken, action, Input::from_map(parameters))
}

fn storage_request<'a>(
    incoming: &'a Request,
    spoken: &'a Spoken,
    place: &'a Place,
    body: &'a [u8],
) -> storage::Request<'a> {
    let (bucket, key) = match spoken {
        Spoken::Storage { bucket, key } => (bucket.as_str(), key.as_str()),
        _ => ("", ""),
    };
    let query = form_urlencoded::parse(incoming.query.as_bytes())
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        // The SDK for JavaScript repeats the name of the operation here.
        .filter(|(key, _)| key != "x-id");
    storage::Request {
        method: &incoming.method,
        bucket,
        key,
        query: query.collect(),
        content_type: incoming
            .headers
            .get("content-type")
            .map_or("", String::as_str),
        body,
        place,
    }
}

#[expect(clippy::too_many_arguments, reason = "all that is known of one request")]
fn act(
    core: &mut Core,
    spoken: &Spoken,
    action: &str,
    input: Input,
    incoming: &Request,
    place: &Place,
    endpoint: &str,
    request: &str,
) -> (Reply, Option<String>) {
    if let Spoken::Storage { .. } = spoken {
        let body = unchunked(incoming);
        let asked = storage_request(incoming, spoken, place, &body);
        return match storage::answer(&mut core.world, &asked) {
            Ok(it) => (Reply { status: it.status, headers: it.headers, body: it.body }, None),
            Err(failure) => {
                let (mut answer, error) = refuse(spoken, request, &failure);
                if incoming.method == "HEAD" {
                    answer.body.clear();
                }
                (answer, error)
            }
        };
    }
    let quotas = core.settings.quotas.clone();
    let mut context =
        Context { engine: core.engine(), place: place.clone(), input, quotas: &quotas, endpoint };
    let answer = match spoken {
        Spoken::Query { service: "sts", .. } => actions::identity(&mut context, action),
        Spoken::Query { .. } => actions::cloudformation(&mut context, action),
        _ => actions::json(&mut context, action),
    };
    match (answer, spoken) {
        (Ok(value), Spoken::Query { namespace, .. }) => {
            (reply(200, "text/xml", xml::query(action, namespace, request, &value)), None)
        }
        (Ok(value), _) => (reply(200, "application/x-amz-json-1.1", value.to_string()), None),
        (Err(failure), _) => refuse(spoken, request, &failure),
    }
}

fn refuse(spoken: &Spoken, request: &str, failure: &Failure) -> (Reply, Option<String>) {
    let (kind, body) = match spoken {
        Spoken::Query { namespace, .. } => {
            ("text/xml", xml::query_error(namespace, request, failure))
        }
        Spoken::Json => {
            let body = json!({ "__type": failure.code, "message": failure.message });
            ("application/x-amz-json-1.1", body.to_string())
        }
        Spoken::Storage { .. } => ("application/xml", xml::document_error(request, failure)),
    };
    (reply(failure.status, kind, body), Some(failure.code.clone()))
}

/// The error that a fault is, when it comes before any effect.
fn refusal(trouble: CallTrouble) -> Option<Failure> {
    Some(match trouble {
        CallTrouble::Throttle => Failure::new("Throttling", "Rate exceeded"),
        CallTrouble::InternalError => {
            Failure::new("InternalFailure", "The request processing has failed.").status(500)
        }
        CallTrouble::Unavailable => {
            Failure::new("ServiceUnavailable", "The service is unavailable.").status(503)
        }
        CallTrouble::Denied => {
            let reason = "User is not authorized to perform this action";
            Failure::new("AccessDenied", reason).status(403)
        }
        CallTrouble::ExpiredToken => {
            let reason = "The security token included in the request is expired";
            Failure::new("ExpiredToken", reason).status(403)
        }
        _ => return None,
    })
}

fn reply(status: u16, kind: &str, body: String) -> Reply {
    Reply { status, headers: vec![("content-type", kind.to_owned())], body: body.into_bytes() }
}

/// The body without the chunks that clients wrap around it to send a checksum behind it.
fn unchunked(incoming: &Request) -> Vec<u8> {
    let hash = incoming
        .headers
        .get("x-amz-content-sha256")
        .map_or("", String::as_str);
    if !hash.starts_with("STREAMING-") {
        return incoming.body.clone();
    }
    let mut body = Vec::new();
    let mut rest = incoming.body.as_slice();
    while let Some(end) = rest.windows(2).position(|it| it == b"\r\n") {
        let line = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = line.split(';').next().unwrap_or_default();
        let Ok(size) = usize::from_str_radix(size, 16) else { break };
        let start = end + 2;
        let Some(chunk) = rest.get(start..start + size).filter(|it| !it.is_empty()) else { break };
        body.extend_from_slice(chunk);
        rest = rest.get(start + size + 2..).unwrap_or_default();
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_taken_off() {
        let headers =
            [("x-amz-content-sha256".to_owned(), "STREAMING-UNSIGNED-PAYLOAD-TRAILER".to_owned())];
        let body =
            b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n".to_vec();
        let incoming = Request { headers: headers.into(), body, ..Request::default() };
        assert_eq!(unchunked(&incoming), b"hello world");
    }
}
