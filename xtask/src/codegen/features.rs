//! One cargo feature per service, or per family of small ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::tables::Features;

/// What the manifest's block starts and ends with.
pub(crate) const START: &str = "# Services: written by `cargo xtask codegen`.";
pub(crate) const END: &str = "# End of the services.";

/// The feature of each service.
pub(crate) fn of_services<'a>(
    services: impl Iterator<Item = &'a String>,
    table: &Features,
) -> BTreeMap<String, String> {
    services
        .map(|service| (service.clone(), feature(service, table)))
        .collect()
}

fn feature(service: &str, table: &Features) -> String {
    let prefixes = table.families.iter().flat_map(|(family, prefixes)| {
        prefixes
            .iter()
            .map(move |prefix| (prefix.len(), prefix, family))
    });
    let longest = prefixes
        .filter(|(_, prefix, _)| service.starts_with(prefix.as_str()))
        .max();
    longest.map_or_else(|| service.to_owned(), |(_, _, family)| family.clone())
}

/// The block of the manifest.
pub(crate) fn manifest(features: &BTreeMap<String, String>) -> String {
    let names: BTreeSet<&String> = features.values().collect();
    let mut out = format!("{START}\nall-services = [\n");
    for name in &names {
        let _ = writeln!(out, "  \"{name}\",");
    }
    out.push_str("]\n");
    for name in &names {
        let _ = writeln!(out, "{name} = []");
    }
    out.push_str(END);
    out
}

/// The manifest with its block replaced.
pub(crate) fn replace_block(manifest: &str, block: &str) -> Option<String> {
    let (before, rest) = manifest.split_once(START)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{block}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::tables;

    #[test]
    fn a_family_shares_a_feature() {
        let table = tables::features().unwrap();
        assert_eq!(feature("iotwireless", &table), "iot");
        assert_eq!(feature("ec2", &table), "ec2");
    }

    #[test]
    fn a_registry_takes_all_features() {
        let ir = crate::ir::read(&crate::paths::ir()).unwrap();
        let services = crate::codegen::services(&ir);
        let table = tables::features().unwrap();
        let features = of_services(services.keys(), &table);
        let count = features.values().collect::<BTreeSet<_>>().len();
        // Of 300, some are left to features of other kinds.
        assert!(count <= 285, "{count} features: add a family to xtask/tables/features.json");
    }

    #[test]
    fn only_the_block_changes() {
        let old = format!("a\n{START}\nold = []\n{END}\nb\n");
        let new = replace_block(&old, &format!("{START}\nnew = []\n{END}")).unwrap();
        assert_eq!(new, format!("a\n{START}\nnew = []\n{END}\nb\n"));
    }
}
