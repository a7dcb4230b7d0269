//! One service: one file.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{GENERATED, enums, ids::Ids, names::Names, object::Context};
use crate::{Result, ir::ResourceType};

/// A service's resource types, by the name of its module.
pub(crate) type Services<'a> = BTreeMap<String, Vec<(&'a String, &'a ResourceType)>>;

/// The source of a service's module.
pub(crate) fn render(
    service: &str,
    resources: &[(&String, &ResourceType)],
    ids: &Ids<'_>,
) -> Result<String> {
    let own_ids = ids.known.keys().filter(|id| id.service == service);
    let has_ids = own_ids.clone().next().is_some();
    let mut names = Names::new(resources, own_ids.map(|id| id.name.clone()))?;
    let values = names.values.clone();

    let mut types = String::new();
    let mut context = Context { service, ids, names: &mut names };
    for (type_name, resource) in resources {
        context.resource(&mut types, type_name, resource);
    }
    for (name, values) in &values {
        let docs = format!("The values of a property of `{}`.", namespace(resources));
        enums::render(&mut types, name, &docs, values);
    }

    let mut out = format!("{GENERATED}\n//! The resource types of `{}`.\n\n", namespace(resources));
    if types.contains("ids::") {
        out.push_str("use super::ids;\n");
    }
    if has_ids {
        let _ = writeln!(out, "pub use super::ids::{service}::*;");
    }
    let used = [
        ("Ref<", "tree::Ref"),
        ("value::", "value"),
        ("IntoValue<", "value::IntoValue"),
        ("Value<", "value::Value"),
    ];
    for (sign, path) in used {
        let is_used = match sign {
            "Value<" => types.contains("-> Value<"),
            _ => types.contains(sign),
        };
        if is_used {
            let _ = writeln!(out, "use crate::{path};");
        }
    }
    out.push('\n');
    out.push_str(types.trim_end());
    out.push('\n');
    Ok(out)
}

/// `AWS::EC2`, for people.
fn namespace(resources: &[(&String, &ResourceType)]) -> String {
    let first = resources.first().map_or("", |(name, _)| name.as_str());
    first.rsplit_once("::").map_or(first, |it| it.0).to_owned()
}
