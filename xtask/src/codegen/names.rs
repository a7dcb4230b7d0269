//! Every name that one service's module defines: no two may be equal.

use std::collections::{BTreeMap, BTreeSet};

use super::{enums, ids::resource_name, words};
use crate::{
    Error, Result,
    ir::{Kind, Property, ResourceType, Shape},
};

/// Names that the module's own text uses.
const RESERVED: [&str; 7] = ["Bool", "IntoValue", "Ref", "Self", "String", "Value", "Vec"];

/// The Rust names of one service.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
    /// By resource type.
    resources: BTreeMap<String, String>,
    /// By resource type and property type.
    types: BTreeMap<(String, String), String>,
    /// By resource type, property type (empty for the resource itself) and property.
    enums: BTreeMap<(String, String, String), String>,
    /// What each enum holds, by its name.
    pub(crate) values: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Gives out the names: resources first, as they are what people write most.
    pub(crate) fn new(
        resources: &[(&String, &ResourceType)],
        ids: impl Iterator<Item = String>,
    ) -> Result<Self> {
        let mut names = Self { taken: RESERVED.map(Into::into).into(), ..Self::default() };
        for (type_name, _) in resources {
            let name = words::pascal(resource_name(type_name));
            if !names.taken.insert(name.clone()) {
                return Err(Error::new(format!("{type_name} needs another name than {name}")));
            }
            names.resources.insert((*type_name).clone(), name);
        }
        for id in ids {
            if !names.taken.insert(id.clone()) {
                return Err(Error::new(format!("the id {id} has the name of a resource")));
            }
        }
        for (type_name, resource) in resources {
            for (object, _) in resource.reachable_types() {
                let wanted = names.resources[*type_name].clone() + &words::pascal(object);
                let name = names.take(wanted, "Property");
                names
                    .types
                    .insert(((*type_name).clone(), object.to_owned()), name);
            }
        }
        for (type_name, resource) in resources {
            names.name_enums(type_name, resource);
        }
        Ok(names)
    }

    fn take(&mut self, wanted: String, suffix: &str) -> String {
        let mut name = wanted;
        while !self.taken.insert(name.clone()) {
            name += suffix;
        }
        name
    }

    /// Properties of one resource with one name and the same values share an enum.
    fn name_enums(&mut self, type_name: &str, resource: &ResourceType) {
        let objects = std::iter::once((String::new(), &resource.object));
        let objects = objects.chain(
            resource
                .reachable_types()
                .map(|(name, it)| (name.to_owned(), it)),
        );
        let mut found: BTreeMap<String, Vec<(String, Vec<String>)>> = BTreeMap::new();
        for (object, ty) in objects {
            for (name, property) in &ty.properties {
                if let Some(values) = allowed(property) {
                    let found = found.entry(name.clone()).or_default();
                    found.push((object.clone(), values.to_vec()));
                }
            }
        }
        for (property, uses) in found {
            let shared = uses.iter().all(|(_, values)| *values == uses[0].1);
            let mut common = None;
            for (object, values) in uses {
                let name = match &common {
                    Some(name) if shared => String::clone(name),
                    _ => {
                        let owner = if shared { "" } else { &object };
                        let owner = self.name_of(type_name, owner);
                        self.take(owner + &words::pascal(&property), "Value")
                    }
                };
                common = Some(name.clone());
                self.values.insert(name.clone(), values);
                self.enums
                    .insert((type_name.to_owned(), object, property.clone()), name);
            }
        }
    }

    fn name_of(&self, type_name: &str, object: &str) -> String {
        if object.is_empty() { self.resource(type_name) } else { self.object(type_name, object) }
            .to_owned()
    }

    pub(crate) fn resource(&self, type_name: &str) -> &str {
        &self.resources[type_name]
    }

    pub(crate) fn object(&self, type_name: &str, object: &str) -> &str {
        &self.types[&(type_name.to_owned(), object.to_owned())]
    }

    pub(crate) fn enum_of(&self, type_name: &str, object: &str, property: &str) -> Option<&str> {
        let key = (type_name.to_owned(), object.to_owned(), property.to_owned());
        self.enums.get(&key).map(String::as_str)
    }

    /// A name for the struct that holds the required properties of `owner`.
    pub(crate) fn arguments(&mut self, owner: &str) -> String {
        self.take(format!("{owner}Args"), "Required")
    }
}

/// The values of a property, or of its items, when an enum can hold them.
fn allowed(property: &Property) -> Option<&[String]> {
    fn innermost(shape: &Shape) -> &Shape {
        match &shape.kind {
            Kind::List(item) | Kind::Map(item) => innermost(item),
            _ => shape,
        }
    }
    let shape = innermost(&property.shape);
    let is_enum = matches!(shape.kind, Kind::String) && !shape.values.is_empty();
    (is_enum && enums::is_useful(&shape.values)).then_some(&shape.values)
}
