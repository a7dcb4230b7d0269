//! What refers to what: inside a stack, and from one stack to another.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::{
    Error,
    graph::Graph,
    name::NodeId,
    parallel::in_parallel,
    tree::{App, Kind},
    value::{Strength, Token},
};

use super::{
    element::{self, Place},
    logical_id::logical_id,
    names::Names,
    walk::{Met, walk},
};

/// All references of an app.
#[derive(Debug)]
pub(super) struct References<'a> {
    /// What stacks offer to each other.
    pub(super) exports: IndexMap<ExportKey<'a>, Export>,
    /// Which element of a stack refers to which node of another stack, in the order of the tree.
    pub(super) between_stacks: Vec<(u32, u32)>,
    /// Which elements of its own stack each node refers to.
    inside_stacks: Vec<Vec<u32>>,
    /// What each stack uses that its template must allow for.
    pub(super) uses: IndexMap<u32, Uses>,
}

/// A node, the attribute of it if it is not the reference itself, and whether it is imported.
///
/// One value may be offered both ways: the step between strong and weak does so.
pub(super) type ExportKey<'a> = (u32, Option<&'a str>, bool);

/// An output that another stack of the app reads.
#[derive(Debug)]
pub(super) struct Export {
    pub(super) stack: u32,
    pub(super) logical_id: String,
    pub(super) is_list: bool,
}

#[derive(Debug, Default)]
pub(super) struct Uses {
    pub(super) language_extensions: bool,
    pub(super) dynamic_references: usize,
}

impl<'a> References<'a> {
    pub(super) fn of(app: &'a App, names: &Names, errors: &mut Vec<Error>) -> Self {
        let stacks: Vec<u32> = names.stacks().collect();
        let weight = |stack| names.elements(stack).len() / 3;
        let found = in_parallel(&stacks, weight, |stack| Search::of(app, names, stack));
        let mut references = Self {
            exports: IndexMap::new(),
            between_stacks: Vec::new(),
            inside_stacks: vec![Vec::new(); app.nodes().len()],
            uses: IndexMap::with_capacity(stacks.len()),
        };
        for (stack, found) in stacks.into_iter().zip(found) {
            for (key, export) in found.exports {
                references.exports.entry(key).or_insert(export);
            }
            references.between_stacks.extend(found.between_stacks);
            for (element, own) in found.inside {
                references.inside_stacks[element as usize] = own;
            }
            references.uses.insert(stack, found.uses);
            errors.extend(found.errors);
        }
        references
    }

    /// Whether an element refers to another of its stack by itself.
    pub(super) fn refers(&self, from: u32, to: u32) -> bool {
        self.inside_stacks[from as usize].contains(&to)
    }

    /// Finds the shortest circle of elements in a stack.
    pub(super) fn cycle(
        &self,
        elements: &[u32],
        depends_on: &IndexMap<u32, Vec<u32>>,
    ) -> Option<Vec<u32>> {
        let waits_for = |element: &u32| {
            let references = &self.inside_stacks[*element as usize];
            references
                .iter()
                .chain(depends_on.get(element).into_iter().flatten())
                .copied()
        };
        // A circle has a step from something to what was declared after it. Most stacks have none.
        if !elements
            .iter()
            .any(|element| waits_for(element).any(|other| *element <= other))
        {
            return None;
        }
        let numbers: IndexMap<u32, usize> = elements
            .iter()
            .enumerate()
            .map(|(number, &element)| (element, number))
            .collect();
        let mut graph = Graph::new(elements.len());
        for (from, &element) in elements.iter().enumerate() {
            for other in waits_for(&element) {
                if let Some(&to) = numbers.get(&other) {
                    graph.add(from, to);
                }
            }
        }
        let cycle = graph.order().err()?;
        Some(cycle.into_iter().map(|number| elements[number]).collect())
    }
}

/// What is found in one stack.
struct Search<'a, 'n> {
    app: &'a App,
    names: &'n Names,
    stack: u32,
    exports: IndexMap<ExportKey<'a>, Export>,
    between_stacks: Vec<(u32, u32)>,
    /// Elements that refer to others of the stack, and those.
    inside: Vec<(u32, Vec<u32>)>,
    uses: Uses,
    errors: Vec<Error>,
}

impl<'a, 'n> Search<'a, 'n> {
    fn of(app: &'a App, names: &'n Names, stack: u32) -> Self {
        let mut search = Self {
            app,
            names,
            stack,
            exports: IndexMap::new(),
            between_stacks: Vec::new(),
            inside: Vec::new(),
            uses: Uses::default(),
            errors: Vec::new(),
        };
        search.element(stack);
        for &element in names.elements(stack) {
            search.element(element);
        }
        search
    }

    fn element(&mut self, element: u32) {
        let app = self.app;
        let mut own = Vec::new();
        element::values(&app.node(element).kind, &mut |expr, place| {
            walk(expr, app.default_strength(), &mut |met, strength| match met {
                Met::Token(token) => self.token(element, token, place, strength, &mut own),
                Met::Text(text) => {
                    // A search for one character is quick, and hardly any text has it.
                    if text.contains('{') && text.contains("{{resolve:") {
                        self.uses.dynamic_references += 1;
                    }
                }
                Met::Name(name) => {
                    if name.starts_with("Fn::ForEach::") {
                        self.uses.language_extensions = true;
                    }
                }
                Met::Number(number) => {
                    if !number.is_finite() {
                        self.invalid(element, "number", format!("must be finite, got {number}"));
                    }
                }
            });
        });
        if !own.is_empty() {
            self.inside.push((element, own));
        }
        let Kind::Resource(resource) = &app.node(element).kind else { return };
        if resource.options().for_each.is_some() {
            self.uses.language_extensions = true;
        }
        if let Some(condition) = resource.options().condition {
            self.name(element, condition);
        }
    }

    fn token(
        &mut self,
        element: u32,
        token: &'a Token,
        place: Place,
        strength: Strength,
        own: &mut Vec<u32>,
    ) {
        match token {
            Token::Reference(node) => {
                self.reference(element, (*node, None, false), strength, own);
            }
            Token::Attribute { node, name, is_list } => {
                self.reference(element, (*node, Some(name), *is_list), strength, own);
            }
            Token::LogicalId(node) => self.name(element, *node),
            Token::Secret(_) if place == Place::Public => {
                let reason = "must not reach what everybody may read".to_owned();
                self.invalid(element, "secret", reason);
            }
            Token::Function(name, argument) => {
                let has_default = || match argument {
                    crate::value::Expr::List(arguments) => 3 < arguments.len(),
                    _ => false,
                };
                let is_extension = matches!(*name, "Fn::Length" | "Fn::ToJsonString")
                    || (*name == "Fn::FindInMap" && has_default());
                if is_extension {
                    self.uses.language_extensions = true;
                }
            }
            Token::Pseudo(_) | Token::Concat(_) | Token::Secret(_) | Token::WithStrength(..) => {}
        }
    }

    fn reference(
        &mut self,
        element: u32,
        (node, attribute, is_list): (NodeId, Option<&'a Cow<'static, str>>, bool),
        strength: Strength,
        own: &mut Vec<u32>,
    ) {
        let Some(target) = self.app.index_of(node) else { return self.foreign(element) };
        if let Kind::Resource(resource) = &self.app.node(target).kind
            && resource.options().for_each.is_some()
        {
            let reason =
                format!("must not be `{}`, which stands for many resources", self.app.path(target));
            return self.invalid(element, "reference", reason);
        }
        // Elements without a name have an error of their own.
        let Some(producer) = self.names.stack_of(target) else { return };
        if producer == self.stack {
            if !own.contains(&target) {
                own.push(target);
            }
            return;
        }
        self.check_strength(element, producer, target, strength);
        self.between_stacks.push((element, target));
        let attribute = attribute.map(AsRef::as_ref);
        let id = self.names.logical_id(target);
        let ways: &[bool] = match strength {
            Strength::Weak => &[false],
            Strength::Strong => &[true],
            Strength::Both => &[true, false],
        };
        for &is_strong in ways {
            let key = (target, attribute, is_strong);
            self.exports.entry(key).or_insert_with(|| Export {
                stack: producer,
                logical_id: export_id(id, attribute, is_strong),
                is_list,
            });
        }
    }

    /// A condition or mapping is known by name, and only in its own stack.
    fn name(&mut self, element: u32, node: NodeId) {
        let Some(target) = self.app.index_of(node) else { return self.foreign(element) };
        if self.names.stack_of(target) != Some(self.stack) {
            self.errors.push(Error::OutOfStack {
                path: self.app.path(element),
                element: self.app.path(target),
                location: self.app.location(element),
            });
        }
    }

    fn check_strength(&mut self, element: u32, producer: u32, target: u32, strength: Strength) {
        let (Kind::Stack(from), Kind::Stack(to)) =
            (&self.app.node(self.stack).kind, &self.app.node(producer).kind)
        else {
            return;
        };
        let is_elsewhere = from.region != to.region || from.account != to.account;
        if strength != Strength::Weak && is_elsewhere {
            let reason = format!(
                "must be weak, because `{}` is in another region or account",
                self.app.path(target)
            );
            self.invalid(element, "strength", reason);
        }
        if let (Some(here), Some(there)) = (&from.region, &to.region)
            && partition(here) != partition(there)
        {
            let reason = format!(
                "must stay in one partition of AWS, but `{}` is in {there}",
                self.app.path(target)
            );
            self.invalid(element, "reference", reason);
        }
        if from.account != to.account && to.output_role_arn.is_none() {
            let reason = format!(
                "must name the role that reads outputs of `{}`, because that is in another account: \
                 set `output_role_arn` of the stack",
                self.app.path(producer)
            );
            self.invalid(element, "reference", reason);
        }
    }

    fn foreign(&mut self, element: u32) {
        let (path, location) = (self.app.path(element), self.app.location(element));
        self.errors.push(Error::ForeignHandle { path, location });
    }

    fn invalid(&mut self, element: u32, property: &str, reason: String) {
        self.errors.push(Error::InvalidProperty {
            path: self.app.path(element),
            property: property.to_owned(),
            reason,
            location: self.app.location(element),
        });
    }
}

/// The part of AWS that a region belongs to: nothing reaches from one into another.
fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ if region.contains("iso") => "aws-iso",
        _ => "aws",
    }
}

/// The logical id of an output that other stacks read, as the AWS CDK names it.
fn export_id(id: &str, attribute: Option<&str>, is_strong: bool) -> String {
    let scope = if is_strong { "Exports" } else { "Publish" };
    let output = match attribute {
        None => format!("Output{{\"Ref\":\"{id}\"}}"),
        Some(name) => format!("Output{{\"Fn::GetAtt\":[\"{id}\",\"{name}\"]}}"),
    };
    // Two components with letters in them always have a logical id.
    logical_id([scope, &output].into_iter()).unwrap_or_default()
}
