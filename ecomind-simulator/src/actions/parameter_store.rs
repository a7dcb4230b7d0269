//! `GetParameter` and `PutParameter` of Systems Manager.

use serde_json::{Map, Value, json};

use crate::{
    failure::{Failure, Result},
    state::{Thing, World},
};

use super::context::Context;

const TYPE: &str = "AWS::SSM::Parameter";

pub(super) fn get_parameter(context: &mut Context<'_>) -> Result<Value> {
    let name = context.input.required("Name")?;
    let found = context.engine.world.named(&context.place, TYPE, name);
    let Some(properties) = found else {
        return Err(Failure::new("ParameterNotFound", ""));
    };
    let (region, account) = (&context.place.region, &context.place.account);
    Ok(json!({ "Parameter": {
        "Name": name,
        "Type": properties.get("Type").cloned().unwrap_or_else(|| "String".into()),
        "Value": properties.get("Value"),
        "Version": 1,
        "ARN": format!("arn:aws:ssm:{region}:{account}:parameter/{}", name.trim_start_matches('/')),
        "DataType": "text",
    } }))
}

pub(super) fn put_parameter(context: &mut Context<'_>) -> Result<Value> {
    let name = context.input.required("Name")?.to_owned();
    let key = World::key(&context.place, TYPE, &name);
    if context.engine.world.things.contains_key(&key) && !context.input.flag("Overwrite") {
        let reason = "The parameter already exists. To overwrite this value, set the overwrite option \
                      in the request to true.";
        return Err(Failure::new("ParameterAlreadyExists", reason));
    }
    let input = &context.input;
    let kind = input.text("Type").unwrap_or("String");
    let thing = Thing {
        type_name: TYPE.to_owned(),
        physical_id: name.clone(),
        properties: json!({ "Name": name, "Type": kind, "Value": input.text("Value") }),
        attributes: Map::new(),
        identifier: Map::from_iter([("Name".to_owned(), Value::from(name.as_str()))]),
        stack: None,
    };
    context.engine.world.things.insert(key, thing);
    Ok(json!({ "Version": 1, "Tier": "Standard" }))
}
