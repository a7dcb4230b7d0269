//! What S3 lists.

use serde_json::{Value, json};

use crate::state::{Object, World};

use super::storage::{BUCKET, Request, Response, document};

pub(super) fn buckets(world: &World) -> Response {
    let buckets = world.things.values().filter(|it| it.type_name == BUCKET);
    let names: Vec<Value> = buckets
        .map(|it| json!({ "Name": it.physical_id }))
        .collect();
    document("ListAllMyBucketsResult", &json!({ "Buckets": { "Bucket": names } }))
}

/// The region of a bucket; nothing for `us-east-1`.
pub(super) fn location(world: &World, name: &str) -> Response {
    let suffix = format!("/{BUCKET}/{name}");
    let key = world.things.keys().find(|it| it.ends_with(&suffix));
    let region = key.and_then(|it| it.split('/').nth(1)).unwrap_or_default();
    let region = if region == "us-east-1" { "" } else { region };
    document("LocationConstraint", &Value::from(region))
}

pub(super) fn encryption() -> Response {
    let rule = json!({ "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } });
    document("ServerSideEncryptionConfiguration", &json!({ "Rule": [rule] }))
}

/// The newest version of each object, by key.
pub(super) fn objects(world: &World, request: &Request<'_>) -> Response {
    let prefix = request
        .query
        .get("prefix")
        .map(String::as_str)
        .unwrap_or_default();
    let all = world
        .objects
        .get(request.bucket)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut newest: Vec<&Object> = Vec::new();
    for object in all.iter().rev().filter(|it| it.key.starts_with(prefix)) {
        if !newest.iter().any(|it| it.key == object.key) {
            newest.push(object);
        }
    }
    newest.retain(|it| it.body.is_some());
    newest.sort_by(|one, other| one.key.cmp(&other.key));
    let most = request
        .query
        .get("max-keys")
        .and_then(|it| it.parse().ok())
        .unwrap_or(1000);
    let contents: Vec<Value> = newest.iter().take(most).map(|it| content(it)).collect();
    let answer = json!({
        "Name": request.bucket,
        "Prefix": prefix,
        "KeyCount": contents.len(),
        "MaxKeys": most,
        "IsTruncated": most < newest.len(),
        "Contents": contents,
    });
    document("ListBucketResult", &answer)
}

/// All versions and marks of deletion, newest first.
pub(super) fn versions(world: &World, request: &Request<'_>) -> Response {
    let prefix = request
        .query
        .get("prefix")
        .map(String::as_str)
        .unwrap_or_default();
    let all = world
        .objects
        .get(request.bucket)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut seen: Vec<&str> = Vec::new();
    let (mut versions, mut marks) = (Vec::new(), Vec::new());
    for object in all.iter().rev().filter(|it| it.key.starts_with(prefix)) {
        let is_latest = !seen.contains(&object.key.as_str());
        seen.push(&object.key);
        let mut shown = content(object);
        shown["VersionId"] = object.version.as_str().into();
        shown["IsLatest"] = is_latest.into();
        if object.body.is_some() { versions.push(shown) } else { marks.push(shown) }
    }
    let answer = json!({
        "Name": request.bucket,
        "Prefix": prefix,
        "IsTruncated": false,
        "Version": versions,
        "DeleteMarker": marks,
    });
    document("ListVersionsResult", &answer)
}

fn content(object: &Object) -> Value {
    let size = object.body.as_ref().map(|it| it.len() / 4 * 3);
    json!({
        "Key": object.key,
        "LastModified": object.modified.iso(),
        "ETag": (!object.etag.is_empty()).then(|| format!("\"{}\"", object.etag)),
        "Size": size,
        "StorageClass": size.map(|_| "STANDARD"),
    })
}

/// The text of the first element of this name.
pub(super) fn element(text: &str, name: &str) -> Option<String> {
    let start = text.split_once(&format!("<{name}>"))?.1;
    let inside = start.split_once(&format!("</{name}>"))?.0;
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    Some(
        pairs
            .iter()
            .fold(inside.to_owned(), |text, (from, to)| text.replace(from, to)),
    )
}
