//! Places to add to.

use crate::{
    Error, Result,
    location::SourceLocation,
    name::{NodeId, Path},
    value::{Expr, Properties},
};

use super::{App, Dependency, Kind, Move, Node, Ref, Resource, ResourceData, ResourceOptions};

/// A place in the tree: what is added here gets its id below this path.
///
/// It is the last argument of whatever adds to the tree.
#[derive(Debug)]
pub struct Scope<'app> {
    pub(super) app: &'app mut App,
    pub(super) at: u32,
}

impl Scope<'_> {
    /// A new place below this one, for a construct of its own.
    #[track_caller]
    pub fn child(&mut self, id: impl Into<String>) -> Result<Scope<'_>> {
        let location = SourceLocation::caller();
        let at = self
            .app
            .insert(self.at, id.into(), Kind::Construct, location)?;
        Ok(Scope { app: self.app, at })
    }

    /// The same place, for a shorter time.
    pub fn reborrow(&mut self) -> Scope<'_> {
        Scope { app: self.app, at: self.at }
    }

    /// The place of a construct that is in the tree already, in whatever stack, to add to it.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new();
    /// let queues = app.stack("Data")?.child("Queues")?.node();
    /// let mut services = app.stack("Services")?;
    /// RawResource::new("AWS::SQS::Queue").add("Orders", &mut services.at(queues)?)?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn at(&mut self, node: impl Into<NodeId>) -> Result<Scope<'_>> {
        let at = self.index_of(node.into(), SourceLocation::caller())?;
        Ok(Scope { app: self.app, at })
    }

    /// The resource at a path below this place, such as `Policy/Resource`, if there is one and
    /// its type is `R`.
    #[must_use]
    pub fn find<R: Resource>(&self, path: &str) -> Option<Ref<R>> {
        let mut at = self.at;
        for id in path.split('/') {
            at = self.app.child(at, id)?;
        }
        let Kind::Resource(data) = &self.app.node(at).kind else { return None };
        let wanted = R::from_properties(&data.type_name, Properties::new()).type_name();
        (wanted == data.type_name).then(|| Ref::new(self.app.handle(at)))
    }

    /// The resources of a type that the app has so far, in the order in which they were added, for
    /// rules about several of them.
    #[cfg(feature = "constructs")]
    pub(crate) fn resources_of<R: Resource>(&self) -> impl Iterator<Item = (Ref<R>, &Properties)> {
        let wanted = R::from_properties("", Properties::new()).type_name();
        (0..)
            .zip(self.app.nodes())
            .filter_map(move |(index, node)| {
                let Kind::Resource(data) = &node.kind else { return None };
                (data.type_name == wanted)
                    .then(|| (Ref::new(self.app.handle(index)), &data.properties))
            })
    }

    /// Where this is.
    #[must_use]
    pub fn path(&self) -> Path {
        self.app.path(self.at)
    }

    /// Where the node of a handle is; an error if the handle is of another app.
    #[track_caller]
    pub fn path_of(&self, handle: impl Into<NodeId>) -> Result<Path> {
        let index = self.index_of(handle.into(), SourceLocation::caller())?;
        Ok(self.app.path(index))
    }

    /// The node of this place, for dependencies.
    #[must_use]
    pub fn node(&self) -> NodeId {
        self.app.handle(self.at)
    }

    /// The node of the stack that this is in, to tell whether two things are deployed together.
    #[must_use]
    pub fn stack(&self) -> Option<NodeId> {
        self.app
            .stack_of(self.at)
            .map(|index| self.app.handle(index))
    }

    /// The region that the stack is deployed to, when the app says.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        match &self.app.node(self.app.stack_of(self.at)?).kind {
            Kind::Stack(stack) => stack.region.as_deref(),
            _ => None,
        }
    }

    /// The error of a construct that was given a value it can't take.
    pub fn invalid(&self, property: impl Into<String>, reason: impl Into<String>) -> Error {
        self.invalid_at(property, reason, self.app.location(self.at))
    }

    /// Changes a resource that is in the tree.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    /// use ecomind_constructs::tree::RawResource;
    ///
    /// # let mut app = App::new();
    /// # let mut stack = app.stack("Test")?;
    /// let queue = RawResource::new("AWS::SQS::Queue").add("Queue", &mut stack)?;
    /// stack.modify(queue, |queue| queue.property("DelaySeconds", 5))?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn modify<R: Resource>(
        &mut self,
        resource: Ref<R>,
        change: impl FnOnce(R) -> R,
    ) -> Result<()> {
        let index = self.index_of(resource.node(), SourceLocation::caller())?;
        let data = self.resource_data(index);
        let before = R::from_properties(&data.type_name, std::mem::take(&mut data.properties));
        data.properties = change(before).into_properties();
        Ok(())
    }

    /// What a resource says beside its properties, to change it.
    #[track_caller]
    pub fn options<R: Resource>(&mut self, resource: Ref<R>) -> Result<&mut ResourceOptions> {
        let index = self.index_of(resource.node(), SourceLocation::caller())?;
        Ok(self.resource_data(index).options.get_or_insert_default())
    }

    /// Deploys everything in `from` after everything in `on`, in whatever stacks they are.
    #[track_caller]
    pub fn depends_on(&mut self, from: impl Into<NodeId>, on: impl Into<NodeId>) -> Result<()> {
        let location = SourceLocation::caller();
        let from = self.index_of(from.into(), location)?;
        let on = self.index_of(on.into(), location)?;
        self.app.dependencies.push(Dependency { from, on });
        Ok(())
    }

    /// Keeps the deployed logical ids of what moved from the path `old` to `new`, both below this
    /// place and in one stack.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    /// use ecomind_constructs::tree::RawResource;
    ///
    /// # let mut app = App::new();
    /// # let mut stack = app.stack("Test")?;
    /// let mut queues = stack.child("Queues")?;
    /// RawResource::new("AWS::SQS::Queue").add("Orders", &mut queues)?;
    /// stack.moved("Orders", "Queues/Orders")?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn moved(&mut self, old: &str, new: &str) -> Result<()> {
        let location = SourceLocation::caller();
        for path in [old, new] {
            if path.split('/').any(str::is_empty) {
                let reason = format!("must be ids with a slash between them, got {path:?}");
                return Err(self.invalid_at("moved", reason, location));
            }
        }
        let components = |path: &str| path.split('/').map(str::to_owned).collect();
        let (old, new) = (components(old), components(new));
        self.app
            .moves
            .push(Move { scope: self.at, old, new, location });
        Ok(())
    }

    /// Says something about the template, in its `Metadata`.
    #[track_caller]
    pub fn template_metadata(&mut self, name: &'static str, value: impl Into<Expr>) -> Result<()> {
        let location = SourceLocation::caller();
        self.stack_data(location)?.metadata.set(name, value);
        Ok(())
    }

    /// Runs a macro over the whole template: an entry of its `Transform`.
    #[track_caller]
    pub fn transform(&mut self, name: impl Into<String>) -> Result<()> {
        let location = SourceLocation::caller();
        let name = name.into();
        let transforms = &mut self.stack_data(location)?.transforms;
        if !transforms.contains(&name) {
            transforms.push(name);
        }
        Ok(())
    }

    /// Adds a section to the template that no type covers, such as `Hooks`.
    #[track_caller]
    pub fn raw_section(&mut self, name: &'static str, section: Properties) -> Result<()> {
        let location = SourceLocation::caller();
        let known = [
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Transform",
            "Parameters",
            "Mappings",
            "Conditions",
            "Rules",
            "Resources",
            "Outputs",
        ];
        if known.contains(&name) {
            let reason = format!("must not be one that synthesis writes, got {name:?}");
            return Err(self.invalid_at("raw_section", reason, location));
        }
        self.stack_data(location)?
            .sections
            .push((name.into(), section.into()));
        Ok(())
    }

    #[track_caller]
    pub(super) fn insert(&mut self, id: String, kind: Kind) -> Result<NodeId> {
        let location = SourceLocation::caller();
        self.app
            .insert(self.at, id, kind, location)
            .map(|index| self.app.handle(index))
    }

    pub(super) fn invalid_at(
        &self,
        property: impl Into<String>,
        reason: impl Into<String>,
        location: SourceLocation,
    ) -> Error {
        let (property, reason) = (property.into(), reason.into());
        Error::InvalidProperty { path: self.path(), property, reason, location }
    }

    pub(super) fn index_of(&self, handle: NodeId, location: SourceLocation) -> Result<u32> {
        let foreign = || Error::ForeignHandle { path: self.path(), location };
        self.app.index_of(handle).ok_or_else(foreign)
    }

    pub(super) fn node_mut(&mut self) -> &mut Node {
        &mut self.app.nodes[self.at as usize]
    }

    /// The data of a node that a `Ref` of a resource points to.
    pub(super) fn resource_data(&mut self, index: u32) -> &mut ResourceData {
        match &mut self.app.nodes[index as usize].kind {
            Kind::Resource(data) => data,
            kind => unreachable!("a `Ref` of a resource points to a resource, not {kind:?}"),
        }
    }

    fn stack_data(&mut self, location: SourceLocation) -> Result<&mut super::StackData> {
        let Some(index) = self.app.stack_of(self.at) else {
            return Err(Error::NoStack { path: self.path(), location });
        };
        match &mut self.app.nodes[index as usize].kind {
            Kind::Stack(data) => Ok(data),
            kind => unreachable!("`stack_of` gives stacks, not {kind:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::RawResource;

    #[test]
    fn a_construct_can_be_entered_again_from_another_stack() {
        let mut app = App::new();
        let queues = app.stack("Data").unwrap().child("Queues").unwrap().node();
        let mut stack = app.stack("Services").unwrap();
        let mut scope = stack.at(queues).unwrap();
        let queue = RawResource::new("AWS::SQS::Queue")
            .add("Orders", &mut scope)
            .unwrap();
        assert_eq!(stack.path_of(queue).unwrap().as_str(), "Data/Queues/Orders");
        assert_eq!(stack.path().as_str(), "Services");
    }

    #[test]
    fn a_resource_is_found_by_its_path() {
        let mut app = App::new();
        let mut stack = app.stack("Data").unwrap();
        let queue = RawResource::new("AWS::SQS::Queue")
            .add("Resource", &mut stack.child("Orders").unwrap())
            .unwrap();
        assert_eq!(stack.find("Orders/Resource"), Some(queue));
        for path in ["Orders", "Orders/Policy", "Order/Resource", ""] {
            assert_eq!(stack.find::<RawResource>(path), None, "{path}");
        }
    }

    #[test]
    #[cfg(feature = "s3")]
    fn a_resource_of_another_type_is_not_found() {
        use crate::cfn::s3::{Bucket, BucketPolicy};
        let mut app = App::new();
        let mut stack = app.stack("Data").unwrap();
        let bucket = Bucket::new().add("Reports", &mut stack).unwrap();
        assert_eq!(stack.find("Reports"), Some(bucket));
        assert_eq!(stack.find::<BucketPolicy>("Reports"), None);
    }

    #[test]
    fn rejects_a_place_of_another_app() {
        let mut other = App::new();
        let elsewhere = other.stack("Elsewhere").unwrap().node();
        let mut app = App::new();
        let mut stack = app.stack("Data").unwrap();
        let error = stack.at(elsewhere).expect_err("refused");
        insta::assert_snapshot!(error, @"`Data` was given a handle of another app");
    }

    #[test]
    fn rejects_a_second_construct_of_one_name() {
        let mut app = App::new();
        let mut stack = app.stack("Data").unwrap();
        stack.child("Orders").unwrap();
        let error = stack.child("Orders").expect_err("refused");
        insta::assert_snapshot!(error, @"`Data/Orders` is declared twice; ids must be unique in their scope");
        assert!(error.hint().expect("a hint").contains("scope.rs"));
    }

    #[test]
    fn rejects_ids_that_are_empty_or_hold_a_slash() {
        let mut app = App::new();
        let mut stack = app.stack("Data").unwrap();
        insta::assert_snapshot!(
            stack.child("").expect_err("refused"),
            @r#"id of a construct in `Data` must not be empty, got """#
        );
        insta::assert_snapshot!(
            stack.child("a/b").expect_err("refused"),
            @r#"id of a construct in `Data` must not contain `/`, got "a/b""#
        );
    }

    #[test]
    fn rejects_a_handle_of_another_app() {
        let mut other = App::new();
        let mut elsewhere = other.stack("Elsewhere").unwrap();
        let queue = RawResource::new("AWS::SQS::Queue")
            .add("Queue", &mut elsewhere)
            .unwrap();
        let mut app = App::new();
        let mut stack = app.stack("Data").unwrap();
        let error = stack.modify(queue, |queue| queue).expect_err("refused");
        insta::assert_snapshot!(error, @"`Data` was given a handle of another app");
    }

    #[test]
    fn rejects_a_resource_outside_of_stacks() {
        let mut app = App::new();
        let error = RawResource::new("AWS::SQS::Queue")
            .add("Queue", &mut app.scope())
            .expect_err("refused");
        insta::assert_snapshot!(error, @"`Queue` must be inside a stack");
    }
}
