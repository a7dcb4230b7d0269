//! What synthesis makes of an app.

use indexmap::IndexMap;

use crate::{
    Path, SourceLocation,
    template::{StackTemplate, Stacks, Template},
};

/// The templates of an app and what surrounds them, in order of deployment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Assembly {
    /// Every stack, after those that it reads from or waits for.
    pub stacks: Vec<StackArtifact>,
    /// What is written beside the templates, such as a chart, in the order of the app.
    pub files: Vec<FileArtifact>,
    /// The values of charts that come from outputs of stacks.
    pub output_values: Vec<OutputValueArtifact>,
    /// What is right and still wants attention, in the order of the tree.
    pub warnings: Vec<Warning>,
    /// What was deployed elsewhere, or under another logical id, and moves.
    pub moves: Vec<ResourceMove>,
}

/// A resource that was deployed elsewhere: id of the stack and logical id, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResourceMove {
    /// Where it was.
    pub from: (String, String),
    /// Where it is to be.
    pub to: (String, String),
    /// The line that says so.
    pub location: SourceLocation,
}

/// A resource that exists, and that a stack takes over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Adoption {
    /// What the template calls it.
    pub logical_id: String,
    /// The properties that identify it, and their values.
    pub identifier: IndexMap<String, String>,
}

/// One stack, ready to be deployed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StackArtifact {
    /// Its id in the app.
    pub id: String,
    /// What CloudFormation calls it.
    pub name: String,
    /// The account that it is deployed to, unless that is the deployer's.
    pub account: Option<String>,
    /// The region that it is deployed to, unless that is the deployer's.
    pub region: Option<String>,
    /// The template: pretty JSON that ends with a line break.
    pub template: String,
    /// The ids of the stacks that must be deployed before it.
    pub depends_on: Vec<String>,
    /// The tags of the stack itself.
    pub tags: IndexMap<String, String>,
    /// Whether CloudFormation is to refuse its deletion.
    pub termination_protection: bool,
    /// How many resources it has.
    pub resource_count: usize,
    /// Every element of the template, in the order of the tree.
    pub elements: Vec<Element>,
    /// Resources that exist, and that the stack takes over.
    pub adoptions: Vec<Adoption>,
    /// Tasks of it that run when somebody asks for them.
    pub tasks: Vec<TaskArtifact>,
    /// Where the stack is declared.
    pub location: SourceLocation,
}

/// A task that runs when somebody asks for it, such as a migration: what it is called, and the names
/// of the outputs that tell how to start it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TaskArtifact {
    /// What people type.
    pub name: String,
    /// The container whose end is that of the task.
    pub container: String,
    /// What stands before the names of its streams in the log.
    pub log_stream_prefix: String,
    /// The output with the name of the cluster.
    pub cluster: String,
    /// That with the ARN of the task definition.
    pub task_definition: String,
    /// That with the ids of the subnets, with commas between them.
    pub subnets: String,
    /// That with the id of the security group.
    pub security_group: String,
    /// That with the name of the log group.
    pub log_group: String,
    /// The line that declares it.
    pub location: SourceLocation,
}

/// A file beside the templates.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FileArtifact {
    /// Where it is below the folder of the environment: names with slashes between them.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// A value of a chart that comes from an output of a stack.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OutputValueArtifact {
    /// Where it is in the values: keys with dots between them.
    pub path: String,
    /// The id of the stack.
    pub stack: String,
    /// The name of the output.
    pub output: String,
}

/// Where an element of a template comes from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Element {
    /// What the template calls it.
    pub logical_id: String,
    /// The construct.
    pub path: Path,
    /// The line that declares it.
    pub location: SourceLocation,
}

/// Something that is right and still wants attention.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Warning {
    /// What it is about.
    pub path: Path,
    /// What there is to know.
    pub message: String,
    /// The line to look at.
    pub location: SourceLocation,
}

impl Assembly {
    /// The stack with this id.
    #[must_use]
    pub fn stack(&self, id: &str) -> Option<&StackArtifact> {
        self.stacks.iter().find(|stack| stack.id == id)
    }

    /// The templates beside each other, to follow what they say of each other.
    pub fn templates(&self) -> Stacks {
        Stacks::new(self.stacks.iter().map(StackArtifact::read))
    }
}

impl StackArtifact {
    /// Its template, to be asked what it holds. A text that somebody changed into none is empty.
    #[must_use]
    pub fn read(&self) -> StackTemplate {
        let template = Template::from_json(&self.template).unwrap_or_default();
        let path =
            |element: &Element| (element.logical_id.clone(), element.path.as_str().to_owned());
        let mut stack = StackTemplate::new(self.id.clone(), template);
        stack.name.clone_from(&self.name);
        stack.account.clone_from(&self.account);
        stack.region.clone_from(&self.region);
        stack.paths = self.elements.iter().map(path).collect();
        stack.tasks = self.tasks.iter().map(|task| task.name.clone()).collect();
        stack
    }
}
