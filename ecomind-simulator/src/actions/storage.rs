//! S3, as far as templates, assets and the emptying of buckets need it.

use std::collections::BTreeMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use crate::{
    digest,
    failure::{Failure, Result},
    place::Place,
    state::{Object, Thing, World},
    wire::xml,
};

use super::{storage_lists as lists, storage_settings as settings};

pub(super) const BUCKET: &str = "AWS::S3::Bucket";

/// A request to S3.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) bucket: &'a str,
    pub(crate) key: &'a str,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) content_type: &'a str,
    pub(crate) body: &'a [u8],
    pub(crate) place: &'a Place,
}

/// An answer of S3.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

/// The name of the call, for logs and faults.
pub(crate) fn action(request: &Request<'_>) -> &'static str {
    let has = |name: &str| request.query.contains_key(name);
    match (request.method, request.bucket, request.key) {
        (_, "", _) => "ListBuckets",
        ("GET", _, "") if has("versions") => "ListObjectVersions",
        ("GET", _, "") if has("location") => "GetBucketLocation",
        ("GET", _, "") if has("versioning") => "GetBucketVersioning",
        ("GET", _, "") if has("encryption") => "GetBucketEncryption",
        ("GET", _, "") if has("lifecycle") => "GetBucketLifecycleConfiguration",
        ("GET", _, "") if has("publicAccessBlock") => "GetPublicAccessBlock",
        ("GET", _, "") => "ListObjectsV2",
        ("PUT", _, "") if has("versioning") => "PutBucketVersioning",
        ("PUT", _, "") if has("lifecycle") => "PutBucketLifecycleConfiguration",
        ("PUT", _, "") if has("publicAccessBlock") => "PutPublicAccessBlock",
        ("PUT", _, "") if !request.query.is_empty() => "PutBucketSetting",
        ("PUT", _, "") => "CreateBucket",
        ("HEAD", _, "") => "HeadBucket",
        ("DELETE", _, "") => "DeleteBucket",
        ("POST", _, "") => "DeleteObjects",
        ("PUT", ..) => "PutObject",
        ("HEAD", ..) => "HeadObject",
        ("DELETE", ..) => "DeleteObject",
        _ => "GetObject",
    }
}

/// Answers a request.
pub(crate) fn answer(world: &mut World, request: &Request<'_>) -> Result<Response> {
    let action = action(request);
    if action == "CreateBucket" {
        return create_bucket(world, request);
    }
    if action == "ListBuckets" {
        return Ok(lists::buckets(world));
    }
    let bucket = bucket(world, request.bucket)?;
    match action {
        "GetBucketLocation" => Ok(lists::location(world, request.bucket)),
        "GetBucketVersioning" => {
            let status = is_versioned(bucket).then_some("Enabled");
            Ok(document("VersioningConfiguration", &json!({ "Status": status })))
        }
        "GetBucketEncryption" => Ok(lists::encryption()),
        "GetBucketLifecycleConfiguration" => settings::lifecycle(bucket),
        "GetPublicAccessBlock" => settings::public_access(bucket),
        "PutBucketLifecycleConfiguration" | "PutPublicAccessBlock" => {
            settings::put(world, request, action);
            Ok(empty(200))
        }
        "PutBucketVersioning" => {
            set_versioning(world, request);
            Ok(empty(200))
        }
        "PutBucketSetting" | "HeadBucket" => Ok(empty(200)),
        "DeleteBucket" => delete_bucket(world, request.bucket),
        "ListObjectsV2" => Ok(lists::objects(world, request)),
        "ListObjectVersions" => Ok(lists::versions(world, request)),
        "DeleteObjects" => Ok(delete_objects(world, request)),
        "PutObject" => Ok(put_object(world, request)),
        "DeleteObject" => {
            let version = request.query.get("versionId").map(String::as_str);
            delete_object(world, request.bucket, request.key, version);
            Ok(empty(204))
        }
        _ => get_object(world, request, action == "HeadObject"),
    }
}

/// The bytes at a URL of an object, in any of the forms that clients write.
pub(super) fn at_url(world: &World, endpoint: &str, url: &str) -> Result<Vec<u8>> {
    let invalid = || Failure::validation("TemplateURL must be a supported URL.");
    let own = url
        .strip_prefix(endpoint)
        .map(|it| it.trim_start_matches('/').to_owned());
    let path = if let Some(path) = own {
        path
    } else {
        let rest = url.split_once("://").ok_or_else(invalid)?.1;
        let (host, path) = rest.split_once('/').ok_or_else(invalid)?;
        match host.split_once(".s3") {
            Some((bucket, _)) => format!("{bucket}/{path}"),
            None if host.starts_with("s3") || host.starts_with("localhost") => path.to_owned(),
            None if host.starts_with("127.") => path.to_owned(),
            None => return Err(invalid()),
        }
    };
    let path = path.split('?').next().unwrap_or_default();
    let (bucket, key) = path.split_once('/').ok_or_else(invalid)?;
    let key = decode(key);
    let denied = || Failure::validation("S3 error: Access Denied");
    let objects = world.objects.get(bucket).ok_or_else(denied)?;
    let newest = objects
        .iter()
        .rev()
        .find(|it| it.key == key)
        .ok_or_else(denied)?;
    bytes(newest).ok_or_else(denied)
}

/// A key in a URL.
pub(crate) fn decode(key: &str) -> String {
    let form = key.replace('+', "%2B");
    form_urlencoded::parse(form.as_bytes())
        .map(|(key, _)| key.into_owned())
        .next()
        .unwrap_or_default()
}

fn create_bucket(world: &mut World, request: &Request<'_>) -> Result<Response> {
    let name = request.bucket;
    if let Ok(found) = bucket(world, name) {
        let mine = world.thing(request.place, BUCKET, name) == Some(found);
        let code = if mine { "BucketAlreadyOwnedByYou" } else { "BucketAlreadyExists" };
        let message = "The requested bucket name is not available.";
        return Err(Failure::new(code, message).status(409));
    }
    let thing = Thing {
        type_name: BUCKET.to_owned(),
        physical_id: name.to_owned(),
        properties: json!({ "BucketName": name }),
        attributes: Map::new(),
        identifier: Map::from_iter([("BucketName".to_owned(), Value::from(name))]),
        stack: None,
    };
    world
        .things
        .insert(World::key(request.place, BUCKET, name), thing);
    Ok(Response { headers: vec![("location", format!("/{name}"))], ..empty(200) })
}

fn delete_bucket(world: &mut World, name: &str) -> Result<Response> {
    if world.objects.get(name).is_some_and(|it| !it.is_empty()) {
        let message = "The bucket you tried to delete is not empty";
        return Err(Failure::new("BucketNotEmpty", message).status(409));
    }
    world
        .things
        .retain(|_, it| it.type_name != BUCKET || it.physical_id != name);
    world.objects.remove(name);
    Ok(empty(204))
}

fn bucket<'a>(world: &'a World, name: &str) -> Result<&'a Thing> {
    let mut things = world.things.values();
    things
        .find(|it| it.type_name == BUCKET && it.physical_id == name)
        .ok_or_else(|| {
            Failure::new("NoSuchBucket", "The specified bucket does not exist").status(404)
        })
}

fn is_versioned(bucket: &Thing) -> bool {
    bucket.properties["VersioningConfiguration"]["Status"] == "Enabled"
}

fn set_versioning(world: &mut World, request: &Request<'_>) {
    let is_on = String::from_utf8_lossy(request.body).contains(">Enabled<");
    let status = if is_on { "Enabled" } else { "Suspended" };
    let mut things = world.things.values_mut();
    let found = things.find(|it| it.type_name == BUCKET && it.physical_id == request.bucket);
    if let Some(Value::Object(properties)) = found.map(|it| &mut it.properties) {
        properties.insert("VersioningConfiguration".to_owned(), json!({ "Status": status }));
    }
}

fn put_object(world: &mut World, request: &Request<'_>) -> Response {
    let is_versioned = bucket(world, request.bucket).is_ok_and(is_versioned);
    let version =
        if is_versioned { world.id("version").replace('-', "") } else { "null".to_owned() };
    let text = String::from_utf8_lossy(request.body);
    let object = Object {
        key: request.key.to_owned(),
        version: version.clone(),
        body: Some(BASE64_STANDARD.encode(request.body)),
        content_type: request.content_type.to_owned(),
        modified: world.tick(),
        etag: digest::hex(&["object", &text], 32),
    };
    let etag = format!("\"{}\"", object.etag);
    let objects = world.objects.entry(request.bucket.to_owned()).or_default();
    if !is_versioned {
        objects.retain(|it| it.key != request.key);
    }
    objects.push(object);
    let mut response = empty(200);
    response.headers.push(("etag", etag));
    if is_versioned {
        response.headers.push(("x-amz-version-id", version));
    }
    response
}

fn get_object(world: &World, request: &Request<'_>, only_head: bool) -> Result<Response> {
    let objects = world
        .objects
        .get(request.bucket)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let version = request.query.get("versionId");
    let mut newest = objects.iter().rev().filter(|it| it.key == request.key);
    let found = newest.find(|it| version.is_none_or(|wanted| it.version == *wanted));
    let missing = || Failure::new("NoSuchKey", "The specified key does not exist.").status(404);
    let object = found.ok_or_else(missing)?;
    let body = bytes(object).ok_or_else(missing)?;
    let headers = vec![
        ("etag", format!("\"{}\"", object.etag)),
        ("content-type", object.content_type.clone()),
        ("last-modified", object.modified.http()),
        ("content-length", body.len().to_string()),
    ];
    Ok(Response { status: 200, headers, body: if only_head { Vec::new() } else { body } })
}

fn delete_object(world: &mut World, bucket_name: &str, key: &str, version: Option<&str>) {
    let is_versioned = bucket(world, bucket_name).is_ok_and(is_versioned);
    let modified = world.tick();
    let marker = world.id("version").replace('-', "");
    let objects = world.objects.entry(bucket_name.to_owned()).or_default();
    match version {
        Some(version) => objects.retain(|it| it.key != key || it.version != version),
        None if is_versioned => objects.push(Object {
            key: key.to_owned(),
            version: marker,
            body: None,
            content_type: String::new(),
            modified,
            etag: String::new(),
        }),
        None => objects.retain(|it| it.key != key),
    }
}

fn delete_objects(world: &mut World, request: &Request<'_>) -> Response {
    let text = String::from_utf8_lossy(request.body).into_owned();
    let mut deleted = Vec::new();
    for part in text.split("<Object>").skip(1) {
        let part = part.split("</Object>").next().unwrap_or_default();
        let Some(key) = lists::element(part, "Key") else { continue };
        let version = lists::element(part, "VersionId");
        delete_object(world, request.bucket, &key, version.as_deref());
        deleted.push(json!({ "Key": key, "VersionId": version }));
    }
    document("DeleteResult", &json!({ "Deleted": deleted }))
}

fn bytes(object: &Object) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(object.body.as_ref()?).ok()
}

pub(super) fn document(name: &str, value: &Value) -> Response {
    let headers = vec![("content-type", "application/xml".to_owned())];
    Response { status: 200, headers, body: xml::document(name, value).into_bytes() }
}

pub(super) fn empty(status: u16) -> Response {
    Response { status, headers: Vec::new(), body: Vec::new() }
}
