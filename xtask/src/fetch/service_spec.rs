//! The AWS CDK's service spec: a small entity database in one JSON file.

use std::{collections::BTreeMap, fs::File, path::Path};

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::Value;

use crate::{Error, Result};

/// The part of the spec that we use.
#[derive(Debug)]
pub(crate) struct ServiceSpec {
    /// By `CloudFormation` name.
    pub(crate) resources: BTreeMap<String, Resource>,
    /// By the spec's own id.
    pub(crate) types: BTreeMap<String, TypeDefinition>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Resource {
    pub(crate) cloud_formation_type: String,
    #[serde(default)]
    pub(crate) documentation: String,
    pub(crate) properties: BTreeMap<String, Property>,
    #[serde(default)]
    pub(crate) attributes: BTreeMap<String, Property>,
    #[serde(default)]
    pub(crate) primary_identifier: Vec<String>,
    #[serde(default)]
    pub(crate) cfn_ref_identifier: Vec<String>,
    pub(crate) tag_information: Option<TagInformation>,
    #[serde(default)]
    pub(crate) is_stateful: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TagInformation {
    pub(crate) tag_property_name: String,
    pub(crate) variant: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TypeDefinition {
    #[serde(rename = "$id")]
    id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) documentation: String,
    pub(crate) properties: BTreeMap<String, Property>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Property {
    #[serde(rename = "type")]
    pub(crate) kind: Type,
    #[serde(default)]
    pub(crate) documentation: String,
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) causes_replacement: String,
    #[serde(default)]
    pub(crate) relationship_refs: Vec<RelationshipRef>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RelationshipRef {
    pub(crate) cloud_formation_type: String,
    pub(crate) property_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum Type {
    #[serde(rename_all = "camelCase")]
    String {
        #[serde(default)]
        allowed_values: Vec<Value>,
    },
    Integer,
    Number,
    Boolean,
    DateTime,
    Json,
    Tag,
    Array {
        element: Box<Type>,
    },
    Map {
        element: Box<Type>,
    },
    Ref {
        reference: Reference,
    },
    Union {
        types: Vec<Type>,
    },
}

#[derive(Debug, Deserialize)]
pub(crate) struct Reference {
    #[serde(rename = "$ref")]
    pub(crate) id: String,
}

#[derive(Deserialize)]
struct Database {
    schema: Schema,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    resource: Entities<Resource>,
    type_definition: Entities<TypeDefinition>,
}

#[derive(Deserialize)]
struct Entities<T> {
    entities: Vec<T>,
}

pub(crate) fn read(path: &Path) -> Result<ServiceSpec> {
    let file = File::open(path).map_err(|error| Error::file("read", path, error))?;
    let reader = std::io::BufReader::new(GzDecoder::new(file));
    let database: Database =
        serde_json::from_reader(reader).map_err(|error| Error::file("parse", path, error))?;
    let Schema { resource, type_definition } = database.schema;
    let resources = resource.entities.into_iter();
    let types = type_definition.entities.into_iter();
    Ok(ServiceSpec {
        resources: resources
            .map(|it| (it.cloud_formation_type.clone(), it))
            .collect(),
        types: types.map(|it| (it.id.clone(), it)).collect(),
    })
}
