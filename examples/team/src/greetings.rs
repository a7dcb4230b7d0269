//! Greetings: a queue of those who want to be greeted, and the service that greets them, in the
//! network of EcoMind.

use ecomind_constructs::{prelude::*, value::StackOutput};

use crate::environment::Environment;

/// Every stack of one environment.
pub(crate) fn app(env: &Environment) -> Result<App> {
    let mut app = App::new()
        .name_prefix(format!("greetings-{}", env.name))
        .account(env.account)
        .region("us-east-1");
    app.scope().tag("Team", "greetings")?;

    define(&mut app.stack("Greetings")?, env)?;
    // What `validate --pack strict` finds and the team lives with lands in the template.
    let reason = "holds no data of customers; CloudWatch encrypts it with a key of its own";
    let log = "Greetings/Task/worker/LogGroup/Resource";
    app.scope().suppress_at(log, "logs-own-key", reason)?;
    Ok(app)
}

fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<()> {
    let vpc = network(stack, env)?;
    let queue = Queue::builder("Queue")
        .retention(env.greetings_kept)
        .visibility_timeout(Duration::minutes(1))
        .build(stack)?;

    let image = ContainerImage::from_registry("public.ecr.aws/docker/library/python:3.14.1");
    let container = Container::new("worker", image)
        .command(["python", "-m", "greetings"])
        .variable("QUEUE_URL", queue.url());
    let task = FargateTaskDefinition::builder("Task")
        .container(container)
        .build(stack)?;
    let cluster = Cluster::builder("Cluster").build(stack)?;
    let (least, most) = env.tasks;
    let worker = FargateService::builder("Worker", &cluster, &vpc, &task)
        .scaling(Scaling::between(least, most).cpu(60))
        .build(stack)?;
    queue.grant_consume(&worker, stack)
}

/// EcoMind's network by reference: what its stack shows is read when ours is deployed.
fn network(stack: &mut Scope<'_>, env: &Environment) -> Result<Vpc> {
    let shown = |output: &str| StackOutput::new(env.network, output);
    Vpc::from_ids("Network", shown("VpcId"))
        .private_subnet("use1-az1", shown("PrivateSubnet1Id"))
        .private_subnet("use1-az2", shown("PrivateSubnet2Id"))
        .build(stack)
}
