//! One resource type, and one shape, as bytes.

use super::{encoder::Encoder, tables::Tables};
use crate::ir::{Kind, ObjectType, Replacement, ResourceType, Rule, Shape, TagStyle};

/// The sections of a record, each with its length in front.
pub(crate) fn resource(tables: &Tables, resource: &ResourceType) -> Vec<u8> {
    let mut out = Encoder::default();
    let flags = u64::from(resource.stateful) | u64::from(resource.delete_before_create) << 1;
    out.number(flags);
    let regions = resource
        .regions
        .iter()
        .fold(0_u64, |bits, region| bits | 1 << region);
    out.number(regions);

    let objects = std::iter::once((None, &resource.object));
    let objects = objects.chain(resource.types.iter().map(|(name, ty)| (Some(name), ty)));
    let mut section = Encoder::default();
    for (name, ty) in objects {
        if let Some(name) = name {
            section.number(tables.string(name).into());
        }
        section.block(&object(tables, ty));
    }
    out.block(&section);

    let mut section = Encoder::default();
    for (name, attribute) in &resource.attributes {
        section.number(tables.string(name).into());
        section.number(tables.shape(&attribute.shape).into());
    }
    out.block(&section);

    out.block(&strings(tables, &resource.primary_identifier));
    out.block(&strings(tables, &resource.reference));
    out.block(&strings(tables, &resource.create_only));
    out.block(&strings(tables, &resource.conditional_create_only));
    out.block(&strings(tables, &resource.read_only));
    out.block(&strings(tables, &resource.write_only));
    out.block(&strings(tables, &resource.deprecated));

    let mut section = Encoder::default();
    if let Some(tagging) = &resource.tagging {
        section.number(tables.string(&tagging.property).into());
        section.number(match tagging.style {
            TagStyle::List => 0,
            TagStyle::AutoScalingGroup => 1,
            TagStyle::Map => 2,
        });
        section.number(tagging.updatable.into());
    }
    out.block(&section);

    let mut section = Encoder::default();
    for (handler, actions) in &resource.permissions {
        section.number(tables.string(handler).into());
        section.block(&strings(tables, actions));
    }
    out.block(&section);
    out.block(&strings(tables, resource.lifecycle.as_slice()));
    out.finish()
}

fn strings(tables: &Tables, texts: &[String]) -> Encoder {
    let mut out = Encoder::default();
    texts
        .iter()
        .for_each(|text| out.number(tables.string(text).into()));
    out
}

fn object(tables: &Tables, ty: &ObjectType) -> Encoder {
    let mut out = Encoder::default();
    out.number(ty.open.into());
    let mut properties = Encoder::default();
    for (name, property) in &ty.properties {
        let replacement = match property.replacement {
            Replacement::No => 0,
            Replacement::Maybe => 1,
            Replacement::Yes => 2,
        };
        properties.number(tables.string(name).into());
        properties.number(u64::from(property.required) | replacement << 1);
        properties.number(tables.shape(&property.shape).into());
    }
    out.block(&properties);
    for rule in &ty.rules {
        let (tag, sets) = match rule {
            Rule::ExactlyOne(sets) => (0, sets.clone()),
            Rule::AtLeastOne(sets) => (1, sets.clone()),
            Rule::Requires(name, others) => (2, vec![vec![name.clone()], others.clone()]),
            Rule::Excludes(name, others) => (3, vec![vec![name.clone()], others.clone()]),
        };
        out.number(tag);
        let mut section = Encoder::default();
        sets.iter()
            .for_each(|set| section.block(&strings(tables, set)));
        out.block(&section);
    }
    out
}

/// The kind, a set of flags that says which limits follow, and these.
pub(crate) fn shape(tables: &Tables, shape: &Shape) -> Vec<u8> {
    let mut out = Encoder::default();
    let id = |shape: &Shape| u64::from(tables.shape(shape));
    match &shape.kind {
        Kind::Json => out.number(0),
        Kind::String => out.number(1),
        Kind::Integer => out.number(2),
        Kind::Number => out.number(3),
        Kind::Boolean => out.number(4),
        Kind::Timestamp => out.number(5),
        Kind::Tag => out.number(6),
        Kind::List(item) => [7, id(item)].into_iter().for_each(|it| out.number(it)),
        Kind::Map(entry) => [8, id(entry)].into_iter().for_each(|it| out.number(it)),
        Kind::Object(name) => {
            [9, tables.string(name).into()]
                .into_iter()
                .for_each(|it| out.number(it));
        }
        Kind::Union(kinds) => {
            out.number(10);
            out.count(kinds.len());
            kinds.iter().for_each(|kind| out.number(id(kind)));
        }
    }
    let flags = [
        shape.pattern.is_some(),
        shape.format.is_some(),
        !shape.values.is_empty(),
        shape.min_length.is_some(),
        shape.max_length.is_some(),
        shape.minimum.is_some(),
        shape.maximum.is_some(),
        shape.any_case,
        shape.unique,
        shape.unordered,
    ];
    let bits = (0..)
        .zip(flags)
        .fold(0, |bits, (index, flag)| bits | u64::from(flag) << index);
    out.number(bits);
    let texts = shape.pattern.iter().chain(&shape.format);
    texts.for_each(|text| out.number(tables.string(text).into()));
    if !shape.values.is_empty() {
        out.block(&strings(tables, &shape.values));
    }
    let lengths = shape.min_length.iter().chain(&shape.max_length);
    lengths.for_each(|length| out.number(*length));
    let limits = shape.minimum.iter().chain(&shape.maximum);
    limits.for_each(|limit| out.float(*limit));
    out.finish()
}
