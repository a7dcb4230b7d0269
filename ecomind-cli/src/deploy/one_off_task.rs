//! Tasks that run when somebody asks for them: started, watched with their log, stopped.

use std::{cell::RefCell, rc::Rc};

use ecomind_constructs::synth::{StackArtifact, TaskArtifact};

use crate::cloudformation::{Error, LogLine, Stack, Task, TaskRequest, Tasks};

use super::{
    Deployment, Problem, Secrets,
    back_off::BackOff,
    runtime::{Stopped, unless_stopped},
    task_log::TaskLog,
};

/// What to do with a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Start one, and watch it to its end.
    Run,
    /// Start one, and leave it alone.
    Start,
    /// Watch the one of this id to its end.
    Attach(String),
    /// Stop the one of this id.
    Stop(String),
}

/// What is seen of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sight {
    /// It has another status.
    Status { task: String, status: String },
    /// It has written a line.
    Line(LogLine),
}

/// How often a task may not be there, which ECS has just started.
const PATIENCE: usize = 20;

/// Does what somebody wishes of the task with this name. What it ended with, where it was watched.
pub(crate) async fn one_off_task(
    deployment: &Deployment<'_>,
    name: &str,
    wish: &Wish,
    tell: &dyn Fn(&Sight),
) -> Result<Option<i64>, Problem> {
    let (stack, task) = find(deployment, name)?;
    let runner = Runner::new(deployment, stack, task).await?;
    let id = RefCell::new(None);
    let work = runner.grant(wish, &id, tell);
    let stopped = match unless_stopped(deployment.settings.timeout, work).await {
        Ok(done) => return done,
        Err(stopped) => stopped,
    };
    let problem = match stopped {
        Stopped::Interrupted => Problem::interrupted("stopped watching"),
        Stopped::TimedOut => Problem::new("it takes longer than `--timeout` allows"),
    };
    Err(match id.take() {
        Some(id) => problem
            .detail(format!("the task {id} goes on"))
            .hint(format!("`--attach {id}` goes on watching it, and `--stop {id}` stops it")),
        None => problem.detail("the task may have been started"),
    })
}

/// The task of this name, and its stack.
fn find<'a>(
    deployment: &Deployment<'a>,
    name: &str,
) -> Result<(&'a StackArtifact, &'a TaskArtifact), Problem> {
    let assembly = deployment.assembly;
    let mut all = assembly
        .stacks
        .iter()
        .flat_map(|stack| stack.tasks.iter().map(move |task| (stack, task)));
    if let Some(found) = all.clone().find(|(_, task)| task.name == name) {
        return Ok(found);
    }
    let names: Vec<_> = all.by_ref().map(|(_, task)| task.name.as_str()).collect();
    let environment = &deployment.settings.environment;
    let problem = Problem::new(format!("there is no task `{name}` in `{environment}`"));
    let mut hooks = assembly.files.iter();
    let is_job = |text: &str| text.contains("kind: Job\n") || text.contains("kind: \"Job\"\n");
    let is_hook = |text: &str| text.contains("helm.sh/hook") && is_job(text);
    let hook = hooks.find(|file| is_hook(&file.text));
    Err(match (names.is_empty(), hook) {
        (false, _) => problem.hint(format!("its tasks are {}", names.join(", "))),
        (true, Some(hook)) => problem.hint(format!(
            "its services run in Kubernetes, where Helm runs such tasks itself whenever it installs \
             or upgrades the chart: the hook is `{}`",
            hook.path
        )),
        (true, None) => problem.hint("it has none: `OneOffTask` adds one to a stack"),
    })
}

/// A task of the app, where it is deployed.
struct Runner<'a> {
    tasks: Rc<dyn Tasks>,
    artifact: &'a TaskArtifact,
    cluster: String,
    log_group: String,
    request: TaskRequest,
}

impl<'a> Runner<'a> {
    async fn new(
        deployment: &Deployment<'a>,
        stack: &'a StackArtifact,
        artifact: &'a TaskArtifact,
    ) -> Result<Self, Problem> {
        let only = Deployment { is_selected: &|id| id == stack.id, ..*deployment };
        let targets = only.targets(&mut Secrets::default()).await;
        let targets = targets.map_err(first)?;
        let target = targets.first().ok_or_else(|| not_deployed(stack))?;
        let failed = |error: Error| Problem::of(&stack.id, &error);
        let deployed = target.cloud.stack(target.name()).await.map_err(failed)?;
        let deployed = deployed.ok_or_else(|| not_deployed(stack))?;
        let place = target.desired.place();
        let tasks = deployment.clouds.tasks(&place).await.map_err(failed)?;
        let says = |name: &str| output(&deployed, stack, artifact, name);
        let cluster = says(&artifact.cluster)?;
        let request = TaskRequest {
            cluster: cluster.clone(),
            definition: says(&artifact.task_definition)?,
            subnets: says(&artifact.subnets)?
                .split(',')
                .map(str::to_owned)
                .collect(),
            security_group: says(&artifact.security_group)?,
            token: format!("ecomind-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..)),
        };
        Ok(Self { tasks, artifact, cluster, log_group: says(&artifact.log_group)?, request })
    }

    async fn grant(
        &self,
        wish: &Wish,
        id: &RefCell<Option<String>>,
        tell: &dyn Fn(&Sight),
    ) -> Result<Option<i64>, Problem> {
        let id_of = match wish {
            Wish::Stop(id) => {
                self.tasks.stop(&self.cluster, id).await?;
                tell(&Sight::Status { task: id.clone(), status: "STOPPING".to_owned() });
                return Ok(None);
            }
            Wish::Attach(id) => id.clone(),
            Wish::Run | Wish::Start => {
                let task = self.tasks.run(&self.request).await?;
                tell(&Sight::Status { task: task.id().to_owned(), status: task.status.clone() });
                task.id().to_owned()
            }
        };
        *id.borrow_mut() = Some(id_of.clone());
        if *wish == Wish::Start {
            return Ok(None);
        }
        let task = self.watch(&id_of, tell).await?;
        self.end(&task).map(Some)
    }

    /// Tells what happens to a task until nothing more does.
    async fn watch(&self, id: &str, tell: &dyn Fn(&Sight)) -> Result<Task, Problem> {
        let stream =
            format!("{}/{}/{id}", self.artifact.log_stream_prefix, self.artifact.container);
        let mut log = TaskLog::new(&*self.tasks, &self.log_group, stream);
        let line = |line: LogLine| tell(&Sight::Line(line));
        let mut pause = BackOff::new();
        let mut status = String::new();
        let mut absences = 0;
        loop {
            pause.wait().await;
            let Some(task) = self.tasks.task(&self.cluster, id).await? else {
                absences += 1;
                if absences < PATIENCE {
                    continue;
                }
                let problem = Problem::new(format!("there is no task {id} in its cluster"));
                return Err(problem.hint("ECS forgets tasks an hour after they stopped"));
            };
            if task.status != status {
                status.clone_from(&task.status);
                tell(&Sight::Status { task: id.to_owned(), status: status.clone() });
            }
            if log.read(&line).await? {
                pause = BackOff::new();
            }
            if task.is_stopped() {
                log.finish(&line).await?;
                return Ok(task);
            }
        }
    }

    /// What a task ended with; an error when its container never ran.
    fn end(&self, task: &Task) -> Result<i64, Problem> {
        let TaskArtifact { name, container, location, .. } = self.artifact;
        let container = task.container(container);
        if let Some(code) = container.and_then(|it| it.exit_code) {
            return Ok(code);
        }
        let mut problem = Problem::new(format!("the task `{name}` did not run"));
        problem.location = Some(*location);
        let reasons = task.containers.iter().filter_map(|it| it.reason.as_ref());
        for reason in task.reason.iter().chain(reasons) {
            problem = problem.detail(reason);
        }
        Err(problem)
    }
}

fn output(
    deployed: &Stack,
    stack: &StackArtifact,
    task: &TaskArtifact,
    name: &str,
) -> Result<String, Problem> {
    let mut outputs = deployed.outputs.iter();
    let found = outputs.find(|output| output.key == name);
    found.map(|output| output.value.clone()).ok_or_else(|| {
        let mut problem =
            Problem::new(format!("`{}` is deployed without the task `{}`", stack.id, task.name));
        problem.location = Some(task.location);
        problem
            .detail(format!("it has no output `{name}`"))
            .hint(format!("deploy `{}`, and run it again", stack.id))
    })
}

fn not_deployed(stack: &StackArtifact) -> Problem {
    let problem = Problem::new(format!("`{}` is not deployed", stack.id));
    problem.hint(format!("deploy `{}` first, which has the task", stack.id))
}

/// Problems of one stack are one.
fn first(problems: Vec<Problem>) -> Problem {
    let mut problems = problems.into_iter();
    problems.next().unwrap_or_default()
}
