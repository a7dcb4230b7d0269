//! The files that hold the services together: `cfn/mod.rs` and `cfn/ids.rs`.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{GENERATED, ids::Ids};

const HEAD: &str = r#"//! Every resource type of CloudFormation: one module per service, one cargo feature per module.
//!
//! A type wraps its properties. `new` takes the required ones, a method sets each of the others,
//! and [`add`](crate::tree::Resource::add) places the resource in a scope, which gives a handle
//! with a getter per attribute. A handle can be passed where the id or ARN of its resource is due.
//!
//! Types without a feature of their own share that of a family; the feature `all-services` has
//! all of them. What is not enabled, or newer than this crate, is a
//! [`RawResource`](crate::tree::RawResource).
#![allow(clippy::all, clippy::pedantic, reason = "the modules are generated, in AWS's words")]

#[macro_use]
mod macros;
#[rustfmt::skip]
pub mod ids;
mod provides;
mod tag;

pub use self::{provides::Provides, tag::Tag};

"#;

/// The list of modules.
pub(crate) fn services(features: &BTreeMap<String, String>) -> String {
    let mut out = format!("{GENERATED}\n{HEAD}");
    for (service, feature) in features {
        let _ =
            writeln!(out, "#[cfg(feature = {feature:?})]\n#[rustfmt::skip]\npub mod {service};");
    }
    out
}

/// The types of all ids.
pub(crate) fn ids(ids: &Ids<'_>) -> String {
    let mut out = format!(
        "{GENERATED}\n\
         //! The types of ids, names and ARNs, by service.\n\
         //!\n\
         //! They are always compiled, whatever features are on: a database names its subnets without\n\
         //! needing the types of the network.\n\n"
    );
    let mut service = "";
    for (id, identified) in &ids.known {
        if id.service != service {
            if !service.is_empty() {
                out.push_str("}}\n\n");
            }
            service = &id.service;
            let _ = writeln!(out, "ids! {{ {service} {{");
        }
        let _ = writeln!(
            out,
            "    {} = {:?} of {:?};",
            id.name, identified.attribute, identified.type_name
        );
    }
    out.push_str("}}\n");
    for (id, other) in ids.accepted() {
        let path = |id: &super::ids::Id| format!("{}::{}", id.service, id.name);
        let _ =
            write!(out, "\nimpl crate::value::Accepts<{}> for {} {{}}\n", path(&other), path(&id));
    }
    out
}
