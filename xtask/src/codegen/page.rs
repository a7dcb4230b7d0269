//! AWS's page of a type, and the place on it where a property is.

use super::object::Owner;

const PAGES: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference";

/// The address of the page of a resource type or property type.
pub(crate) fn address(owner: Owner<'_>) -> String {
    let kind = if owner.object.is_empty() { "resource" } else { "properties" };
    format!("{PAGES}/aws-{kind}-{}.html", name(owner))
}

/// The attribute that links to a property. The macros of `cfn/macros.rs` make the address of it:
/// written out, addresses would be a quarter of all generated text.
pub(crate) fn property_link(indent: &str, owner: Owner<'_>, property: &str) -> String {
    let link = if owner.object.is_empty() { "of_resource" } else { "of_object" };
    let (page, property) = (name(owner), property.to_lowercase());
    format!("{indent}#[doc = {link}!({page:?}, {property:?})]\n")
}

/// What the page of a type and the anchors on it have in their names.
fn name(owner: Owner<'_>) -> String {
    let words = owner.type_name.split("::").skip(1);
    let words: Vec<&str> = words
        .chain([owner.object])
        .filter(|word| !word.is_empty())
        .collect();
    words.join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESOURCE: Owner<'_> =
        Owner { type_name: "AWS::ElastiCache::ReplicationGroup", object: "" };
    const OBJECT: Owner<'_> = Owner { object: "NodeGroupConfiguration", ..RESOURCE };

    #[test]
    fn every_type_has_its_page() {
        let pages = [RESOURCE, OBJECT].map(|owner| address(owner).replace(PAGES, ""));
        assert_eq!(
            pages,
            [
                "/aws-resource-elasticache-replicationgroup.html",
                "/aws-properties-elasticache-replicationgroup-nodegroupconfiguration.html",
            ]
        );
    }

    #[test]
    fn a_property_is_linked_by_the_name_of_its_page_and_its_own() {
        assert_eq!(
            property_link("  ", RESOURCE, "Engine"),
            "  #[doc = of_resource!(\"elasticache-replicationgroup\", \"engine\")]\n"
        );
        assert_eq!(
            property_link("", OBJECT, "Slots"),
            "#[doc = of_object!(\"elasticache-replicationgroup-nodegroupconfiguration\", \"slots\")]\n"
        );
    }
}
