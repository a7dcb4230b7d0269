//! One resource type.

use super::{ObjectSchema, Shape, Strings, file, reader::Reader};

/// What is known about one resource type. It is a pointer into the data: copying it is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceSchema {
    name: &'static str,
    record: Reader,
}

/// The sections of a record, in their order.
#[derive(Clone, Copy)]
enum Section {
    Objects,
    Attributes,
    PrimaryIdentifier,
    Reference,
    CreateOnly,
    ConditionalCreateOnly,
    ReadOnly,
    WriteOnly,
    Deprecated,
    Tagging,
    Permissions,
    Lifecycle,
}

impl ResourceSchema {
    pub(super) fn new(name: &'static str, record: Reader) -> Self {
        Self { name, record }
    }

    fn section(self, section: Section) -> Reader {
        let mut record = self.record;
        record.number();
        record.number();
        for _ in 0..section as usize {
            record.block();
        }
        record.block()
    }

    fn strings(self, section: Section) -> Strings {
        Strings::new(self.section(section))
    }

    /// Its name, such as `AWS::S3::Bucket`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The resource's own properties.
    #[must_use]
    pub fn object(self) -> ObjectSchema {
        ObjectSchema::new(self, self.section(Section::Objects).block())
    }

    /// The property type named `name`.
    #[must_use]
    pub fn property_type(self, name: &str) -> Option<ObjectSchema> {
        self.find_property_type(|found| file::is_string(found, name))
    }

    /// The property type whose name is at `name` among the strings, each of which is there once.
    pub(super) fn property_type_at(self, name: u32) -> Option<ObjectSchema> {
        self.find_property_type(|found| found == name)
    }

    fn find_property_type(self, is_it: impl Fn(u32) -> bool) -> Option<ObjectSchema> {
        let mut objects = self.section(Section::Objects);
        objects.block();
        while !objects.is_empty() {
            let found = objects.index();
            let body = objects.block();
            if is_it(found) {
                return Some(ObjectSchema::new(self, body));
            }
        }
        None
    }

    /// The property types, by name.
    pub fn property_types(self) -> impl Iterator<Item = (&'static str, ObjectSchema)> {
        let mut objects = self.section(Section::Objects);
        objects.block();
        std::iter::from_fn(move || {
            (!objects.is_empty())
                .then(|| (objects.string(), ObjectSchema::new(self, objects.block())))
        })
    }

    /// What `Fn::GetAtt` returns, by attribute, in alphabetical order.
    pub fn attributes(self) -> impl Iterator<Item = (&'static str, Shape)> {
        self.attribute_indices()
            .map(move |(name, shape)| (file::string(name), Shape::read(self, shape)))
    }

    /// The attribute named `name`, such as `Endpoint.Address`.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<Shape> {
        self.attribute_indices()
            .find(|(found, _)| file::is_string(*found, name))
            .map(|(_, shape)| Shape::read(self, shape))
    }

    /// Where the names and shapes of attributes are.
    fn attribute_indices(self) -> impl Iterator<Item = (u32, u32)> {
        let mut section = self.section(Section::Attributes);
        std::iter::from_fn(move || {
            (!section.is_empty()).then(|| (section.index(), section.index()))
        })
    }

    /// The properties that together identify one resource.
    #[must_use]
    pub fn primary_identifier(self) -> Strings {
        self.strings(Section::PrimaryIdentifier)
    }

    /// The properties whose values `Ref` returns; several are joined by `|`.
    #[must_use]
    pub fn reference(self) -> Strings {
        self.strings(Section::Reference)
    }

    /// Paths of the properties that can't change: a new value replaces the resource.
    #[must_use]
    pub fn create_only(self) -> Strings {
        self.strings(Section::CreateOnly)
    }

    /// Paths of the properties that some changes of which replace the resource.
    #[must_use]
    pub fn conditional_create_only(self) -> Strings {
        self.strings(Section::ConditionalCreateOnly)
    }

    /// Paths of the properties that only AWS sets.
    #[must_use]
    pub fn read_only(self) -> Strings {
        self.strings(Section::ReadOnly)
    }

    /// Paths of the properties that can't be read back, such as passwords.
    #[must_use]
    pub fn write_only(self) -> Strings {
        self.strings(Section::WriteOnly)
    }

    /// Paths of the properties that shouldn't be used any more.
    #[must_use]
    pub fn deprecated(self) -> Strings {
        self.strings(Section::Deprecated)
    }

    /// The property that holds its tags, if it takes any.
    #[must_use]
    pub fn tagging(self) -> Option<TagProperty> {
        let mut section = self.section(Section::Tagging);
        (!section.is_empty()).then(|| TagProperty {
            name: section.string(),
            style: match section.number() {
                0 => TagStyle::List,
                1 => TagStyle::AutoScalingGroup,
                _ => TagStyle::Map,
            },
            is_updatable: section.number() != 0,
        })
    }

    /// The IAM actions that CloudFormation calls in `handler`; none where AWS doesn't say.
    #[must_use]
    pub fn permissions(self, handler: Handler) -> Strings {
        let mut section = self.section(Section::Permissions);
        while !section.is_empty() {
            let found = section.string();
            let actions = section.strings();
            if found == handler.name() {
                return actions;
            }
        }
        Strings::new(section)
    }

    /// Whether deleting it loses data.
    #[must_use]
    pub fn is_stateful(self) -> bool {
        let mut record = self.record;
        record.number() & 1 != 0
    }

    /// Whether a replacement deletes the old resource before it creates the new one.
    #[must_use]
    pub fn deletes_before_create(self) -> bool {
        let mut record = self.record;
        record.number() & 2 != 0
    }

    /// How AWS withdraws the type, such as `sunset 2026-10-01`, if it does.
    #[must_use]
    pub fn lifecycle(self) -> Option<&'static str> {
        self.strings(Section::Lifecycle).next()
    }

    /// Where the type exists, as far as it is known.
    pub fn regions(self) -> impl Iterator<Item = &'static str> {
        let bits = self.region_bits();
        file::regions()
            .enumerate()
            .filter(move |(index, _)| bits >> index & 1 != 0)
            .map(|it| it.1)
    }

    /// Whether the type exists in `region`; `None` for a region or type nothing is known of.
    #[must_use]
    pub fn exists_in(self, region: &str) -> Option<bool> {
        let index = file::region_index(region)?;
        let bits = self.region_bits();
        (bits != 0).then_some(bits >> index & 1 != 0)
    }

    /// One bit for each region.
    fn region_bits(self) -> u64 {
        let mut record = self.record;
        record.number();
        record.number()
    }
}

/// What CloudFormation does with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handler {
    /// It creates one.
    Create,
    /// It reads its properties and attributes.
    Read,
    /// It changes one.
    Update,
    /// It deletes one.
    Delete,
    /// It lists all there are.
    List,
}

impl Handler {
    fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::List => "list",
        }
    }
}

/// The property that holds a resource's tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagProperty {
    /// Its name.
    pub name: &'static str,
    /// Its shape.
    pub style: TagStyle,
    /// Whether tags can change without replacing the resource.
    pub is_updatable: bool,
}

/// In what shape tags are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagStyle {
    /// A list of `Key` and `Value`.
    List,
    /// The same with `PropagateAtLaunch`.
    AutoScalingGroup,
    /// A map from key to value.
    Map,
}
