//! Settings of buckets, as far as clients ask for what they set.

use serde_json::{Map, Value, json};

use crate::{
    failure::{Failure, Result},
    state::{Thing, World},
};

use super::{
    storage::{BUCKET, Request, Response, document},
    storage_lists::element,
};

/// What the resource type calls the settings.
const LIFECYCLE: &str = "LifecycleConfiguration";
const PUBLIC_ACCESS: &str = "PublicAccessBlockConfiguration";

/// The switches against public access.
const SWITCHES: [&str; 4] =
    ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

/// The rules by which objects go.
pub(super) fn lifecycle(bucket: &Thing) -> Result<Response> {
    let missing = || {
        let message = "The lifecycle configuration does not exist";
        Failure::new("NoSuchLifecycleConfiguration", message).status(404)
    };
    let rules = bucket.properties[LIFECYCLE]["Rules"].as_array();
    let rules = rules
        .filter(|rules| !rules.is_empty())
        .ok_or_else(missing)?;
    let rule = |rule: &Value| json!({"ID": rule["Id"], "Status": rule["Status"]});
    let rules: Vec<Value> = rules.iter().map(rule).collect();
    Ok(document(LIFECYCLE, &json!({ "Rule": rules })))
}

/// Whether the bucket is closed to the public.
pub(super) fn public_access(bucket: &Thing) -> Result<Response> {
    let settings = &bucket.properties[PUBLIC_ACCESS];
    if !settings.is_object() {
        let message = "The public access block configuration was not found";
        return Err(Failure::new("NoSuchPublicAccessBlockConfiguration", message).status(404));
    }
    Ok(document(PUBLIC_ACCESS, settings))
}

/// Takes one of both over.
pub(super) fn put(world: &mut World, request: &Request<'_>, action: &str) {
    let text = String::from_utf8_lossy(request.body);
    let (name, value) = if action == "PutPublicAccessBlock" {
        let switch = |name: &str| (name.to_owned(), Value::from(element(&text, name)));
        let switches: Map<String, Value> = SWITCHES.map(switch).into_iter().collect();
        (PUBLIC_ACCESS, Value::Object(switches))
    } else {
        let rules = text.split("<Rule>").skip(1);
        let rules =
            rules.map(|it| json!({"Id": element(it, "ID"), "Status": element(it, "Status")}));
        (LIFECYCLE, json!({ "Rules": rules.collect::<Vec<_>>() }))
    };
    let mut things = world.things.values_mut();
    let found = things.find(|it| it.type_name == BUCKET && it.physical_id == request.bucket);
    if let Some(Value::Object(properties)) = found.map(|it| &mut it.properties) {
        properties.insert(name.to_owned(), value);
    }
}
