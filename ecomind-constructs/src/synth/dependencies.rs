//! Dependencies that no reference says: between elements of a stack, and between stacks.

use indexmap::{IndexMap, IndexSet};

use crate::{
    Error, SourceLocation,
    graph::Graph,
    tree::{App, Kind},
};

use super::{names::Names, references::References};

/// What waits for what because the author says so.
#[derive(Debug, Default)]
pub(super) struct Dependencies {
    /// Resources that a resource waits for, less those that it refers to anyway.
    pub(super) depends_on: IndexMap<u32, Vec<u32>>,
    /// Elements whose stack waits for the stack of another, and the other.
    pub(super) between_stacks: Vec<(u32, u32)>,
}

impl Dependencies {
    pub(super) fn of(
        app: &App,
        names: &Names,
        references: &References<'_>,
        errors: &mut Vec<Error>,
    ) -> Self {
        let mut dependencies = Self::default();
        for dependency in app.dependencies() {
            dependencies.add(app, names, references, dependency.from, dependency.on);
        }
        for stack in names.stacks() {
            for &element in names.elements(stack) {
                let Kind::Resource(resource) = &app.node(element).kind else { continue };
                for &on in &resource.options().depends_on {
                    match app.index_of(on) {
                        Some(on) => dependencies.add(app, names, references, element, on),
                        None => errors.push(Error::ForeignHandle {
                            path: app.path(element),
                            location: app.location(element),
                        }),
                    }
                }
            }
        }
        dependencies
    }

    fn add(&mut self, app: &App, names: &Names, references: &References<'_>, from: u32, on: u32) {
        let targets = resources_in(app, on);
        for source in resources_in(app, from) {
            for &target in &targets {
                if source == target {
                    continue;
                }
                if names.stack_of(source) != names.stack_of(target) {
                    self.between_stacks.push((source, target));
                } else if !references.refers(source, target) {
                    let all = self.depends_on.entry(source).or_default();
                    if !all.contains(&target) {
                        all.push(target);
                    }
                }
            }
        }
    }
}

/// The resources at and below a node.
fn resources_in(app: &App, index: u32) -> Vec<u32> {
    let mut resources = Vec::new();
    if matches!(app.node(index).kind, Kind::Resource(_)) {
        resources.push(index);
    }
    for (_, child) in app.children(index) {
        resources.extend(resources_in(app, child));
    }
    resources
}

/// The stacks in order of deployment, and what each one waits for.
#[derive(Debug, Default)]
pub(super) struct StackOrder {
    pub(super) stacks: Vec<u32>,
    pub(super) waits_for: IndexMap<u32, Vec<u32>>,
}

impl StackOrder {
    /// Orders the stacks, or says which wait for each other.
    pub(super) fn of(
        app: &App,
        names: &Names,
        references: &References<'_>,
        dependencies: &Dependencies,
    ) -> Result<Self, Error> {
        let stacks: IndexSet<u32> = names.stacks().collect();
        let mut graph = Graph::new(stacks.len());
        // Which element is the first to make a stack wait for another.
        let mut causes: IndexMap<(usize, usize), u32> = IndexMap::new();
        for &(from, on) in references
            .between_stacks
            .iter()
            .chain(&dependencies.between_stacks)
        {
            let number = |node| {
                names
                    .stack_of(node)
                    .and_then(|stack| stacks.get_index_of(&stack))
            };
            let (Some(waiting), Some(waited_for)) = (number(from), number(on)) else { continue };
            graph.add(waiting, waited_for);
            causes.entry((waiting, waited_for)).or_insert(from);
        }
        let order = graph.order().map_err(|cycle| {
            let next = cycle.iter().skip(1).chain(cycle.first());
            let step = |(&from, &to): (&usize, &usize)| {
                let element = causes.get(&(from, to)).copied().unwrap_or(stacks[from]);
                (app.path(element), app.location(element))
            };
            Error::Cycle { of: "stacks", steps: cycle.iter().zip(next).map(step).collect() }
        })?;
        let waits_for = |number| {
            graph
                .waits_for(number)
                .iter()
                .map(|&other| stacks[other])
                .collect()
        };
        Ok(Self {
            waits_for: order
                .iter()
                .map(|&number| (stacks[number], waits_for(number)))
                .collect(),
            stacks: order.into_iter().map(|number| stacks[number]).collect(),
        })
    }
}

/// The error of elements that wait for each other inside a stack, if they do.
pub(super) fn cycle_in(
    app: &App,
    elements: &[u32],
    references: &References<'_>,
    dependencies: &Dependencies,
) -> Option<Error> {
    let cycle = references.cycle(elements, &dependencies.depends_on)?;
    let step = |element: u32| -> (crate::Path, SourceLocation) {
        (app.path(element), app.location(element))
    };
    Some(Error::Cycle { of: "resources", steps: cycle.into_iter().map(step).collect() })
}
