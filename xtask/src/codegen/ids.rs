//! The types of ids, names and ARNs, and which properties hold which.

use std::collections::{BTreeMap, BTreeSet};

use super::{tables::References, words};
use crate::ir::{Ir, Kind, Property};

/// One kind of identifier: `ec2::SubnetId`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) service: String,
    pub(crate) name: String,
}

/// What an [`Id`] identifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identified {
    pub(crate) type_name: String,
    pub(crate) attribute: String,
}

/// One property, wherever it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) type_name: &'a str,
    /// The property type; empty for the resource itself.
    pub(crate) object: &'a str,
    pub(crate) name: &'a str,
    pub(crate) property: &'a Property,
}

/// Every identifier that some property, reference or ARN has.
#[derive(Debug)]
pub(crate) struct Ids<'a> {
    ir: &'a Ir,
    tables: &'a References,
    pub(crate) known: BTreeMap<Id, Identified>,
    /// What `Ref` returns, and each resource's own ARN: what a name alone may mean.
    own: BTreeMap<Id, Identified>,
}

impl<'a> Ids<'a> {
    /// Collects what `Ref` returns, each resource's own ARN, and what properties refer to.
    pub(crate) fn collect(ir: &'a Ir, tables: &'a References) -> Self {
        let mut ids = Self { ir, tables, known: BTreeMap::new(), own: BTreeMap::new() };
        let listed = tables
            .provides
            .keys()
            .chain(tables.accepts.keys())
            .chain(&tables.external);
        listed.for_each(|target| ids.declare(target));
        for (type_name, resource) in &ir.resources {
            if let [attribute] = &resource.reference[..] {
                ids.declare(&format!("{type_name}.{attribute}"));
            }
            for attribute in resource.attributes.keys() {
                let name = ids.name(type_name, attribute);
                if name == words::pascal(resource_name(type_name)) + "Arn" {
                    ids.declare(&format!("{type_name}.{attribute}"));
                }
            }
        }
        ids.own.clone_from(&ids.known);
        for (type_name, resource) in &ir.resources {
            let objects = std::iter::once(("", &resource.object));
            let types = resource.types.iter().map(|(name, it)| (name.as_str(), it));
            for (object, ty) in objects.chain(types) {
                for (name, property) in &ty.properties {
                    if let Some(target) = ids.target(Place { type_name, object, name, property }) {
                        ids.declare(&target);
                    }
                }
            }
        }
        ids
    }

    fn declare(&mut self, target: &str) {
        if let Some((id, identified)) = self.split(target) {
            self.known.entry(id).or_insert(identified);
        }
    }

    /// Whether a target is an identifier of something.
    pub(crate) fn is_known(&self, target: &str) -> bool {
        self.find(target).is_some()
    }

    /// The identifier that a property holds, if it is typed.
    pub(crate) fn of_property(&self, place: Place<'_>) -> Option<Id> {
        self.find(&self.target(place)?)
    }

    /// The identifier that an attribute, or `Ref`, gives.
    pub(crate) fn of_attribute(&self, type_name: &str, attribute: &str) -> Option<Id> {
        self.find(&format!("{type_name}.{attribute}"))
    }

    /// The identifiers that a handle of a resource can be passed for; the attribute is `None`
    /// where `Ref` gives it.
    pub(crate) fn provided_by(&self, type_name: &str) -> BTreeMap<Id, Option<String>> {
        let Some(resource) = self.ir.resources.get(type_name) else { return BTreeMap::new() };
        let mut provided = BTreeMap::new();
        for attribute in resource.attributes.keys() {
            if let Some(id) = self.of_attribute(type_name, attribute)
                && self.is_own(&id, type_name)
            {
                provided
                    .entry(id)
                    .or_insert_with(|| Some(attribute.clone()));
            }
        }
        if let [reference] = &resource.reference[..]
            && let Some(id) = self.of_attribute(type_name, reference)
        {
            provided.insert(id, None);
        }
        for (target, attribute) in &self.tables.provides {
            if let Some((owner, _)) = target.split_once('.')
                && owner == type_name
                && let Some(id) = self.find(target)
            {
                provided.insert(id, Some(attribute.clone()));
            }
        }
        provided
    }

    /// Which identifiers take which others.
    pub(crate) fn accepted(&self) -> Vec<(Id, Id)> {
        let mut pairs = Vec::new();
        for (target, others) in &self.tables.accepts {
            for other in others {
                pairs.extend(self.find(target).zip(self.find(other)));
            }
        }
        pairs
    }

    /// An attribute may be another resource's id, which a handle must not be passed for.
    fn is_own(&self, id: &Id, type_name: &str) -> bool {
        let owner = |target: &String| target.split_once('.').is_some_and(|it| it.0 == type_name);
        self.known
            .get(id)
            .is_some_and(|it| it.type_name == type_name)
            || self
                .tables
                .synonyms
                .keys()
                .filter(|it| owner(it))
                .any(|it| {
                    // A replica key is a key; the default security group of a VPC is no VPC.
                    let same_service = it.split("::").nth(1).map(str::to_lowercase);
                    self.find(it).as_ref() == Some(id)
                        && same_service.as_ref() == Some(&id.service)
                        && !it.contains("Default")
                })
    }

    fn find(&self, target: &str) -> Option<Id> {
        let (id, identified) = self.split(target)?;
        let known = self.known.get(&id)?;
        (known.type_name == identified.type_name).then_some(id)
    }

    /// The target of a property: what a table says, or the one that its name names.
    fn target(&self, place: Place<'_>) -> Option<String> {
        let key = place.key();
        if self.tables.deny.contains(&key) {
            return None;
        }
        if let Some(target) = self.tables.allow.get(&key) {
            return Some(target.clone());
        }
        let Property { targets, .. } = place.property;
        if targets.is_empty() {
            return self.named(place);
        }
        // One that can't be resolved makes the property take any string.
        let ids: Option<Vec<_>> = targets
            .iter()
            .map(|it| Some((self.split(it)?.0, it)))
            .collect();
        let ids: BTreeMap<Id, &String> = ids?.into_iter().collect();
        let (id, target) = self.one_of(place.name, &ids)?;
        (names(place.name, target) && agree(place.name, &id.name)).then(|| target.clone())
    }

    /// What a name alone means, where the schemas say nothing: `HostedZoneId` beside a hosted
    /// zone, or a name with a well-known end. A plural must be a list, as some are lists in one
    /// string.
    fn named(&self, place: Place<'_>) -> Option<String> {
        let is_list = matches!(place.property.shape.kind, Kind::List(_));
        let words = words::words(place.name);
        let name = words::pascal(&words.join(" "));
        let singular = name.strip_suffix('s').filter(|_| is_list).unwrap_or(&name);
        let is_plural = singular != name;
        if is_plural != is_list
            || !["Id", "Arn", "Identifier"]
                .iter()
                .any(|it| singular.ends_with(it))
        {
            return None;
        }
        let service = place.type_name.split("::").nth(1)?.to_lowercase();
        let id = Id { service, name: singular.to_owned() };
        if let Some(Identified { type_name, attribute }) = self.own.get(&id) {
            let is_own = type_name == place.type_name;
            return (!is_own).then(|| format!("{type_name}.{attribute}"));
        }
        let ends = self.tables.ends.iter();
        ends.filter(|(end, _)| singular.ends_with(end.as_str()))
            .map(|(_, it)| it.clone())
            .next()
    }

    /// The only identifier, or the one that accepts all of the others.
    fn one_of<'b>(
        &self,
        property: &str,
        ids: &BTreeMap<Id, &'b String>,
    ) -> Option<(Id, &'b String)> {
        let only = |id: &Id| {
            let accepted: BTreeSet<Id> = self
                .tables
                .accepts
                .iter()
                .filter(|(target, _)| self.split(target).is_some_and(|it| it.0 == *id))
                .flat_map(|(_, others)| others.iter().filter_map(|it| Some(self.split(it)?.0)))
                .collect();
            ids.keys()
                .all(|other| other == id || accepted.contains(other))
        };
        let exact = ids
            .iter()
            .filter(|(id, _)| property.ends_with("Arn") && id.name.ends_with("Arn"));
        let exact: Vec<_> = exact.collect();
        let same_owner = |target: &str| target.split_once('.').map(|it| it.0.to_owned());
        let owners: BTreeSet<_> = ids.values().map(|it| same_owner(it)).collect();
        if let ([(id, target)], 1) = (&exact[..], owners.len()) {
            return Some(((*id).clone(), target));
        }
        let mut found = ids.iter().filter(|(id, _)| only(id));
        found.next().map(|(id, target)| (id.clone(), *target))
    }

    /// What a target names, when there is such a thing.
    fn split(&self, target: &str) -> Option<(Id, Identified)> {
        let target = target
            .strip_suffix("Ids")
            .map_or(target.to_owned(), |it| format!("{it}Id"));
        let target = self.tables.synonyms.get(&target).unwrap_or(&target);
        let (type_name, attribute) = target.split_once('.')?;
        let name = self.name(type_name, attribute);
        if !self.tables.external.contains(target) {
            let resource = self.ir.resources.get(type_name)?;
            let known = resource
                .attributes
                .keys()
                .chain(resource.object.properties.keys());
            let mut known = known.chain(&resource.reference);
            known.find(|it| self.name(type_name, it) == name)?;
        }
        let service = type_name.split("::").nth(1)?.to_lowercase();
        let identified =
            Identified { type_name: type_name.to_owned(), attribute: attribute.to_owned() };
        Some((Id { service, name }, identified))
    }

    /// `SubnetId` of a subnet's `SubnetId`, and of its `Id`.
    fn name(&self, type_name: &str, attribute: &str) -> String {
        if let Some(name) = self.tables.names.get(&format!("{type_name}.{attribute}")) {
            return name.clone();
        }
        let resource = words::words(resource_name(type_name));
        let attribute = words::words(attribute);
        // `SecurityGroup` and `GroupId` share a word, which is said once.
        let shared = (0..=resource.len().min(attribute.len())).rev();
        let mut shared = shared.filter(|length| resource.ends_with(&attribute[..*length]));
        let length = shared.next().unwrap_or(0);
        let name = words::pascal(&[&resource[..], &attribute[length..]].concat().join(" "));
        // `DomainName` is what identifies a `DomainName`: the resource keeps the name.
        if length == attribute.len() { name + "Id" } else { name }
    }
}

/// `AWS::EC2::Subnet` is called `Subnet`.
pub(crate) fn resource_name(type_name: &str) -> &str {
    type_name.rsplit("::").next().unwrap_or(type_name)
}

impl Place<'_> {
    /// As the tables write it.
    fn key(&self) -> String {
        let Self { type_name, object, name, .. } = self;
        if object.is_empty() {
            format!("{type_name}.{name}")
        } else {
            format!("{type_name}#{object}.{name}")
        }
    }
}

/// Whether a property's name contains the name of the resource: `ClientSubnets` and `Subnet`.
fn names(property: &str, target: &str) -> bool {
    let Some((type_name, _)) = target.split_once('.') else { return false };
    let singular = |name: &str| -> Vec<String> {
        let words = words::words(name);
        words
            .iter()
            .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
            .collect()
    };
    let property = singular(property);
    let resource = singular(resource_name(type_name));
    property
        .windows(resource.len())
        .any(|window| window == resource)
}

/// Whether a property that says which identifier it wants gets that one.
fn agree(property: &str, id: &str) -> bool {
    let property = property.strip_suffix('s').unwrap_or(property);
    let is_arn = id.ends_with("Arn");
    if property.to_lowercase().ends_with("arn") {
        is_arn
    } else {
        !property.ends_with("Name") || !is_arn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_names_its_target() {
        assert!(names("ClientSubnets", "AWS::EC2::Subnet.SubnetId"));
        assert!(names("VpcSecurityGroups", "AWS::EC2::SecurityGroup.Id"));
        assert!(names("KMSMasterKeyID", "AWS::KMS::Key.KeyId"));
        assert!(!names("CidrIp", "AWS::EC2::VPC.CidrBlock"));
        assert!(!names("CertificateArn", "AWS::IAM::ServerCertificate.Arn"));
    }

    #[test]
    fn an_arn_is_no_name() {
        assert!(agree("RoleArn", "RoleArn"));
        assert!(!agree("RoleArn", "RoleName"));
        assert!(!agree("FunctionName", "FunctionArn"));
        assert!(agree("KmsKeyId", "KeyArn"));
    }

    #[test]
    fn shared_words_are_said_once() {
        let (ir, tables) = (Ir::default(), References::default());
        let ids = Ids { ir: &ir, tables: &tables, known: BTreeMap::new(), own: BTreeMap::new() };
        let cases = [
            ("AWS::EC2::Subnet", "SubnetId", "SubnetId"),
            ("AWS::EC2::Subnet", "Id", "SubnetId"),
            ("AWS::EC2::SecurityGroup", "GroupId", "SecurityGroupId"),
            ("AWS::SNS::Topic", "TopicArn", "TopicArn"),
            ("AWS::EC2::EIP", "AllocationId", "EipAllocationId"),
            ("AWS::ApiGateway::DomainName", "DomainName", "DomainNameId"),
        ];
        for (type_name, attribute, name) in cases {
            assert_eq!(ids.name(type_name, attribute), name);
        }
    }
}
