//! Whether the table of references still fits the schemas.

use super::{ids::Ids, tables::References};
use crate::{Error, Result, ir::Ir};

/// Fails with the lines that name a property or identifier which does not exist.
pub(crate) fn verify(ir: &Ir, ids: &Ids<'_>, tables: &References) -> Result<()> {
    let properties = tables.allow.keys().chain(&tables.deny);
    let lost = properties.filter(|key| !exists(ir, key));

    let targets = tables
        .allow
        .values()
        .chain(tables.ends.values())
        .chain(tables.synonyms.values());
    let targets = targets
        .chain(tables.names.keys())
        .chain(tables.provides.keys());
    let targets = targets
        .chain(tables.accepts.keys())
        .chain(tables.accepts.values().flatten());
    let unknown = targets.filter(|target| !ids.is_known(target));

    let wrong: Vec<&str> = lost.chain(unknown).map(String::as_str).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let wrong = wrong.join(", ");
    Err(Error::new(format!("xtask/tables/references.json names what no schema has: {wrong}")))
}

/// Whether there is such a property: `AWS::X::Y.Property` or `AWS::X::Y#Type.Property`.
fn exists(ir: &Ir, key: &str) -> bool {
    let Some((owner, property)) = key.split_once('.') else { return false };
    let (type_name, object) = owner.split_once('#').unwrap_or((owner, ""));
    let resource = ir.resources.get(type_name);
    let object = resource.and_then(|it| match object {
        "" => Some(&it.object),
        object => it.types.get(object),
    });
    object.is_some_and(|it| it.properties.contains_key(property))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_a_line_about_a_property_that_is_gone() {
        let ir = Ir::default();
        let mut tables = References::default();
        tables.deny.insert("AWS::X::Y#Z.Gone".to_owned());
        let error = verify(&ir, &Ids::collect(&ir, &tables), &tables).unwrap_err();
        assert!(error.to_string().ends_with(": AWS::X::Y#Z.Gone"), "{error}");
    }
}
