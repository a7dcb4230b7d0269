//! Tasks that run when somebody asks for them.

use crate::{
    Result,
    aws::{
        ec2::{Connectable, Connections, SecurityGroup, Vpc},
        iam::{Grantee, Role},
    },
    tree::{Output, Ref, RunnableTask, Scope},
    value::{self, CidrBlock, IntoValue, Port, Value},
};

use super::{Cluster, FargateTaskDefinition};

/// A task that runs once, when somebody or a pipeline asks for it: a migration for each version, or
/// a report that is made again.
///
/// `run-task` of the command line finds it by its name, starts it, prints its log and ends as it
/// does. What it needs for that, the stack tells in outputs: cluster, task definition, subnets,
/// security group and log group. It runs in private subnets, and is closed but for HTTPS to
/// anywhere, which it pulls its image, secrets and logs over.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let orders = SecurityGroup::builder("Orders", &vpc).port(Port::POSTGRES).build(stack)?;
/// let image = ContainerImage::from_registry("public.ecr.aws/docker/library/python:3.14.1");
/// let definition = FargateTaskDefinition::builder("Migration")
///     .container(Container::new("migration", image).command(["python", "migrate.py"]))
///     .build(stack)?;
/// let cluster = Cluster::builder("Cluster").build(stack)?;
/// let migrate = OneOffTask::builder("Migrate", &cluster, &vpc, &definition).build(stack)?;
/// orders.allow_from(&migrate, stack)?;
/// # assert_eq!(synthesize(&app)?.stacks[0].tasks[0].name, "migrate");
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [running an application as a task](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/standalone-task-create.html)
#[derive(Debug, Clone, Copy)]
pub struct OneOffTask {
    connections: Connections,
    task_role: Role,
}

/// Builds a [`OneOffTask`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct OneOffTaskBuilder<'a> {
    id: String,
    name: Option<String>,
    cluster: Cluster,
    vpc: &'a Vpc,
    definition: &'a FargateTaskDefinition,
    https_to_anywhere: bool,
}

impl OneOffTask {
    /// Starts a task of `cluster` in the private subnets of `vpc`.
    pub fn builder<'a>(
        id: impl Into<String>,
        cluster: &Cluster,
        vpc: &'a Vpc,
        task_definition: &'a FargateTaskDefinition,
    ) -> OneOffTaskBuilder<'a> {
        OneOffTaskBuilder {
            id: id.into(),
            name: None,
            cluster: *cluster,
            vpc,
            definition: task_definition,
            https_to_anywhere: true,
        }
    }
}

impl Connectable for OneOffTask {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl Grantee for OneOffTask {
    fn role(&self) -> Role {
        self.task_role
    }
}

impl OneOffTaskBuilder<'_> {
    /// What people type, lower-case letters, digits and hyphens, a letter first; each name is that
    /// of one task in the app. Default: the id in lower case.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Whether it may connect to port 443 anywhere. Without that it needs other ways to its image,
    /// secrets and logs, such as endpoints in the VPC. Default: true.
    pub fn https_to_anywhere(mut self, enabled: bool) -> Self {
        self.https_to_anywhere = enabled;
        self
    }

    /// Adds the task to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<OneOffTask> {
        let mut scope = scope.child(&self.id)?;
        let name = self.name.clone();
        let name = name.unwrap_or_else(|| self.id.to_ascii_lowercase());
        if !is_name(&name) {
            let reason = format!(
                "must be lower-case letters, digits and hyphens, a letter first, got {name:?}"
            );
            return Err(scope.invalid("name", reason));
        }
        let security_group = SecurityGroup::builder("SecurityGroup", self.vpc)
            .description(format!("the task {name}"))
            .build(&mut scope)?;
        if self.https_to_anywhere {
            security_group.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, &mut scope)?;
        }
        let parts = self.definition.parts();
        let mut output = |id: &str, what: &str, value: Value<String>| -> Result<Ref<Output>> {
            Output::new(value)
                .description(format!("of the task {name}: {what}"))
                .add(id, &mut scope)
        };
        let group: Value<String> = security_group.security_group_id().into_value();
        let subnets = value::join(",", self.vpc.private_subnet_ids());
        let task = RunnableTask {
            name: name.clone(),
            container: parts.container.clone(),
            log_stream_prefix: parts.container.clone(),
            cluster: output("Cluster", "the cluster", self.cluster.name().into_value())?,
            task_definition: output(
                "TaskDefinition",
                "the task definition",
                self.definition.arn().into_value(),
            )?,
            subnets: output("Subnets", "the subnets that it runs in", subnets)?,
            security_group: output("SecurityGroupId", "its security group", group)?,
            log_group: output("LogGroup", "its log group", parts.log_group.name().into_value())?,
        };
        scope.note(task);
        Ok(OneOffTask {
            connections: security_group.connections(),
            task_role: self.definition.task_role(),
        })
    }
}

fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    /// What a task needs.
    fn parts(stack: &mut Scope<'_>) -> Result<(Cluster, Vpc, FargateTaskDefinition)> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("use1-az1", "subnet-0a1b2c33")
            .private_subnet("use1-az2", "subnet-0a1b2c34")
            .build(stack)?;
        let cluster = Cluster::builder("Cluster").build(stack)?;
        let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
        let definition = FargateTaskDefinition::builder("Migration")
            .container(Container::new("migration", image))
            .build(stack)?;
        Ok((cluster, vpc, definition))
    }

    fn add(names: &[(&str, Option<&str>)], stack: &mut Scope<'_>) -> Result<()> {
        let (cluster, vpc, definition) = parts(stack)?;
        for (id, name) in names {
            let mut task = OneOffTask::builder(*id, &cluster, &vpc, &definition);
            if let Some(name) = name {
                task = task.name(*name);
            }
            task.build(stack)?;
        }
        Ok(())
    }

    #[test]
    fn outputs_tell_how_to_start_it() {
        let mut app = App::new().region("us-east-1");
        add(&[("Migrate", None)], &mut app.stack("Test").unwrap()).unwrap();
        let assembly = synthesize(&app).unwrap();
        let [task] = assembly.stacks[0].tasks.as_slice() else { panic!("there is one") };
        assert_eq!((&*task.name, &*task.container), ("migrate", "migration"));
        let template = testing::template_of(&app, "Test").yaml();
        let outputs = template.split("Outputs:").nth(1).unwrap();
        for output in [
            &task.cluster,
            &task.task_definition,
            &task.subnets,
            &task.security_group,
            &task.log_group,
        ] {
            assert!(outputs.contains(&format!("  {output}:\n")), "{output}: {outputs}");
        }
        assert_eq!(assembly.templates().all()[0].tasks, ["migrate"]);
    }

    #[test]
    fn a_closed_one_may_connect_nowhere() {
        let rules = |is_open: bool| {
            let template = testing::synth(|stack| {
                let (cluster, vpc, definition) = parts(stack)?;
                OneOffTask::builder("Migrate", &cluster, &vpc, &definition)
                    .https_to_anywhere(is_open)
                    .build(stack)
            });
            template
                .yaml()
                .matches("AWS::EC2::SecurityGroupEgress")
                .count()
        };
        assert_eq!((rules(true), rules(false)), (1, 0));
    }

    #[test]
    fn rejects_names_that_nobody_can_type() {
        let refusal =
            |name| testing::reject(|stack| add(&[("Migrate", Some(name))], stack)).to_string();
        insta::assert_snapshot!(refusal("Migrate it"), @r#"`name` of `Test/Migrate` must be lower-case letters, digits and hyphens, a letter first, got "Migrate it""#);
        assert!(refusal("").contains("must be lower-case") && refusal("-a").ends_with("\"-a\""));
    }

    #[test]
    fn rejects_two_tasks_of_one_name() {
        let mut app = App::new().region("us-east-1");
        let tasks = [("Migrate", None), ("Again", Some("migrate"))];
        add(&tasks, &mut app.stack("Test").unwrap()).unwrap();
        let error = synthesize(&app).unwrap_err();
        insta::assert_snapshot!(error, @r#"`name` of `Test/Again` must be the name of one task in the app, got "migrate""#);
    }
}
