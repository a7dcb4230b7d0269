//! The simulator's own calls, for tests in other languages: `/_simulator/…`.

use serde_json::{Value, json};

use crate::{core::Core, faults::Fault, meddle, place::Place, router::Reply};

pub(crate) fn answer(core: &mut Core, method: &str, path: &str, body: &[u8]) -> Reply {
    let outcome = match (method, path) {
        ("GET", "health") => Ok(json!({ "status": "running" })),
        ("POST", "reset") => {
            core.reset();
            Ok(json!({}))
        }
        ("POST", "faults") => add_faults(core, body),
        ("DELETE", "faults") => {
            core.faults.clear();
            Ok(json!({}))
        }
        ("GET", "calls") => Ok(calls(core)),
        ("DELETE", "calls") => {
            core.calls.clear();
            Ok(json!({}))
        }
        ("POST" | "DELETE", region) if region.starts_with("lost-regions/") => {
            let region = region.trim_start_matches("lost-regions/").to_owned();
            if method == "POST" {
                core.world.lost_regions.insert(region);
            } else {
                core.world.lost_regions.remove(&region);
            }
            core.touch();
            Ok(json!({}))
        }
        ("POST", "step" | "change" | "delete" | "add") => act(core, path, body),
        _ => Err((404, format!("there is no {method} /_simulator/{path}"))),
    };
    let outcome = outcome.and_then(|it| {
        core.save()
            .map(|()| it)
            .map_err(|error| (500, error.to_string()))
    });
    let (status, value) = match outcome {
        Ok(value) => (200, value),
        Err((status, reason)) => (status, json!({ "error": reason })),
    };
    let headers = vec![("content-type", "application/json".to_owned())];
    Reply { status, headers, body: value.to_string().into_bytes() }
}

type Outcome = Result<Value, (u16, String)>;

fn add_faults(core: &mut Core, body: &[u8]) -> Outcome {
    let faults: Vec<Fault> = serde_json::from_slice(body).map_err(|it| (400, it.to_string()))?;
    faults.into_iter().for_each(|it| core.faults.add(it));
    Ok(json!({}))
}

fn calls(core: &Core) -> Value {
    let call = |it: &crate::calls::Call| {
        json!({
            "service": it.service,
            "action": it.action,
            "account": it.account,
            "region": it.region,
            "parameters": it.parameters,
            "error": it.error,
        })
    };
    core.calls.iter().map(call).collect()
}

fn act(core: &mut Core, path: &str, body: &[u8]) -> Outcome {
    let body: Value = serde_json::from_slice(body).map_err(|it| (400, it.to_string()))?;
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let outcome = match path {
        "step" => meddle::step(core, text("stack")).map(|it| json!({ "goesOn": it })),
        "change" => {
            let value = body["value"].clone();
            meddle::change(core, text("stack"), text("logicalId"), text("path"), value)
                .map(|()| json!({}))
        }
        "delete" => meddle::delete(core, text("stack"), text("logicalId")).map(|()| json!({})),
        _ => {
            let default = Place::default();
            let or = |name: &str, default: &str| body[name].as_str().unwrap_or(default).to_owned();
            let place = Place {
                account: or("account", &default.account),
                region: or("region", &default.region),
            };
            let id = meddle::add(core, &place, text("type"), &body["properties"]);
            Ok(json!({ "physicalId": id }))
        }
    };
    outcome.map_err(|it| (404, it.to_string()))
}
