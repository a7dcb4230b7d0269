//! From the tree to templates: the only place where names are made and tokens become text.
//!
//! The same app gives the same bytes. Mistakes that only the whole tree shows are collected and
//! reported together.

mod assembly;
mod dependencies;
mod document;
mod element;
mod files;
mod inherited_tags;
mod limits;
mod logical_id;
mod moves;
mod names;
mod observer;
mod pretty;
mod references;
mod render;
mod resource_entry;
mod tasks;
mod validated;
mod walk;

use indexmap::IndexMap;
use serde::Serialize as _;
use serde_json::Serializer;

use crate::{Error, Result, parallel::in_parallel, template::Template, tree::App};

pub use self::{
    assembly::{
        Adoption, Assembly, Element, FileArtifact, OutputValueArtifact, ResourceMove,
        StackArtifact, TaskArtifact, Warning,
    },
    observer::Observer,
};
use self::{
    dependencies::{Dependencies, StackOrder, cycle_in},
    document::{Document, Section},
    inherited_tags::InheritedTags,
    names::Names,
    pretty::Pretty,
    references::References,
    render::Context,
};

/// Makes the templates of an app.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let mut app = App::new();
/// let mut stack = app.stack("Greetings")?;
/// RawResource::new("AWS::SNS::Topic").add("Hello", &mut stack)?;
///
/// let assembly = synthesize(&app)?;
/// assert!(assembly.stacks[0].template.contains(r#""Type": "AWS::SNS::Topic""#));
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
///
/// Every mistake that only the whole tree shows: logical ids that collide, handles of other apps,
/// references that go in circles, and more of anything than CloudFormation takes.
pub fn synthesize(app: &App) -> Result<Assembly> {
    synthesize_observed(app, &())
}

/// Makes the templates of an app, while `observer` looks on.
///
/// ```
/// use std::sync::Mutex;
///
/// use ecomind_constructs::{prelude::*, synth::{Observer, StackArtifact, synthesize_observed}, template::Template};
///
/// #[derive(Default)]
/// struct Types(Mutex<Vec<String>>);
///
/// impl Observer for Types {
///     fn on_template(&self, _: &StackArtifact, template: &dyn Fn() -> Template) {
///         let template = template();
///         let types = template.resources().map(|it| it.type_name.to_owned());
///         self.0.lock().unwrap().extend(types);
///     }
/// }
///
/// let mut app = App::new();
/// let mut stack = app.stack("Greetings")?;
/// RawResource::new("AWS::SNS::Topic").add("Hello", &mut stack)?;
///
/// let types = Types::default();
/// synthesize_observed(&app, &types)?;
/// assert_eq!(types.0.into_inner().unwrap(), ["AWS::SNS::Topic"]);
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
///
/// Those of [`synthesize`].
pub fn synthesize_observed(app: &App, observer: &dyn Observer) -> Result<Assembly> {
    let mut errors = Vec::new();
    let names = Names::of(app, &mut errors);
    let moves = moves::moves(app, &names, &mut errors);
    let references = References::of(app, &names, &mut errors);
    let dependencies = Dependencies::of(app, &names, &references, &mut errors);
    for stack in names.stacks() {
        errors.extend(cycle_in(app, names.elements(stack), &references, &dependencies));
    }
    let order = match StackOrder::of(app, &names, &references, &dependencies) {
        Ok(order) => order,
        Err(cycle) => {
            errors.push(cycle);
            StackOrder::default()
        }
    };
    // Rendering wants a tree without mistakes; limits come after it.
    if let Some(error) = Error::all(std::mem::take(&mut errors)) {
        return Err(error);
    }

    let tags = InheritedTags::of(app);
    let context = |stack| Context {
        app,
        names: &names,
        references: &references,
        dependencies: &dependencies,
        tags: &tags,
        stack,
    };
    let contexts: Vec<_> = order.stacks.iter().map(|&stack| context(stack)).collect();
    // An element takes about 30 µs with somebody who looks at it, and 10 without.
    let weight = |context: Context<'_>| 6 * names.elements(context.stack).len();
    let stacks = in_parallel(&contexts, weight, |context| {
        let mut made = None;
        let mut work = || made = Some(artifact(context, &order));
        observer.on_stack(&app.node(context.stack).id, &mut work);
        let stack = made.unwrap_or_else(|| artifact(context, &order));
        observer.on_template(&stack, &|| document(context));
        stack
    });
    let mut warnings = Vec::new();
    for (&context, stack) in contexts.iter().zip(&stacks) {
        limits::check(context, stack.template.len(), &mut errors, &mut warnings);
    }
    let files = files::files(app, &mut errors);
    tasks::check(app, &mut errors);
    let output_values = files::output_values(app, &names);
    match Error::all(errors) {
        Some(error) => Err(error),
        None => Ok(Assembly { stacks, files, output_values, warnings, moves }),
    }
}

fn artifact(context: Context<'_>, order: &StackOrder) -> StackArtifact {
    let Context { app, names, stack, .. } = context;
    let data = context.stack_data(stack);
    let elements = names.elements(stack).iter().map(|&at| Element {
        logical_id: names.logical_id(at).to_owned(),
        path: app.path(at),
        location: app.location(at),
    });
    let ids = |stacks: &Vec<u32>| stacks.iter().map(|&at| app.node(at).id.clone()).collect();
    StackArtifact {
        id: app.node(stack).id.clone(),
        name: data.name.clone(),
        account: data.account.clone(),
        region: data.region.clone(),
        template: render(context),
        depends_on: order.waits_for.get(&stack).map(ids).unwrap_or_default(),
        tags: owned(context.tags.at(stack)),
        termination_protection: data.termination_protection,
        resource_count: Section::Resources.count(context),
        elements: elements.collect(),
        adoptions: moves::adoptions(app, names, stack),
        tasks: tasks::of_stack(app, names, stack),
        location: app.location(stack),
    }
}

fn render(context: Context<'_>) -> String {
    // About what an element takes: growing a long text costs more than writing it.
    const BYTES_PER_ELEMENT: usize = 768;
    let elements = context.names.elements(context.stack).len();
    let mut template = Vec::with_capacity(elements * BYTES_PER_ELEMENT);
    Document(context)
        .serialize(&mut Serializer::with_formatter(&mut template, Pretty::default()))
        .expect("keys are strings and numbers are finite, so every template is JSON");
    template.push(b'\n');
    String::from_utf8(template).expect("serde_json writes UTF-8")
}

/// What reading the rendered template would give.
fn document(context: Context<'_>) -> Template {
    serde_json::to_value(Document(context))
        .ok()
        .and_then(|document| Template::from_value(document).ok())
        .unwrap_or_default()
}

fn owned(tags: &IndexMap<&str, &str>) -> IndexMap<String, String> {
    tags.iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}
