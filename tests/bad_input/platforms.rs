//! Platforms with one mistake each, in a file of their own so that their lines stay.

use ecomind_constructs::{
    aws::{
        ec2::{Image, Subnets},
        timescaledb::TimescaleRelease,
    },
    cfn::ids::certificatemanager::CertificateArn,
    prelude::*,
};

use super::apps::Prod;

/// An app of one stack, in us-east-1.
fn platform(build: impl FnOnce(&mut Scope<'_>) -> Result<()>) -> Result<App> {
    let mut app = App::new().region("us-east-1");
    build(&mut app.stack("Platform")?)?;
    Ok(app)
}

fn network(stack: &mut Scope<'_>) -> Result<Vpc> {
    Vpc::builder("Vpc").build(stack)
}

fn balancer(vpc: &Vpc, stack: &mut Scope<'_>) -> Result<ApplicationLoadBalancer> {
    let certificate = CertificateArn::literal("arn:aws:acm:us-east-1:111122223333:certificate/a");
    ApplicationLoadBalancer::builder("Balancer", vpc, certificate).build(stack)
}

fn api(tag: &str) -> Container {
    let image = ContainerImage::from_registry(format!("public.ecr.aws/shop/api:{tag}"));
    Container::new("api", image).http_port(8000)
}

pub(crate) fn small_subnets_for_a_balancer(_: &Prod) -> Result<App> {
    platform(|stack| {
        let blocks = ["10.0.0.0/29", "10.0.0.8/29"].map(|block| block.parse().expect("a block"));
        Vpc::builder("Vpc")
            .max_azs(2)
            .public_subnets(Subnets::Blocks(blocks.to_vec()))
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn gateways_without_public_subnets(_: &Prod) -> Result<App> {
    platform(|stack| {
        Vpc::builder("Vpc")
            .public_subnets(Subnets::None)
            .nat_gateways(NatGateways::OnePerZone)
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn a_rule_twice(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        let orders = SecurityGroup::builder("Orders", &vpc)
            .port(Port::POSTGRES)
            .build(stack)?;
        let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
        orders.allow_from(&api, stack)?;
        orders.allow_from(&api, stack)
    })
}

pub(crate) fn a_task_size_that_fargate_has_not(_: &Prod) -> Result<App> {
    platform(|stack| {
        FargateTaskDefinition::builder("Api")
            .size((512, Size::gibibytes(8)))
            .container(api("1.4.2"))
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn the_latest_image(_: &Prod) -> Result<App> {
    platform(|stack| {
        FargateTaskDefinition::builder("Api")
            .container(api("latest"))
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn a_secret_in_a_variable(_: &Prod) -> Result<App> {
    platform(|stack| {
        let password = value::ssm_secure("/orders/password", None);
        FargateTaskDefinition::builder("Api")
            .container(api("1.4.2").variable("PASSWORD", password))
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn a_canary_without_alarms(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        let balancer = balancer(&vpc, stack)?;
        let cluster = Cluster::builder("Cluster").build(stack)?;
        let task = FargateTaskDefinition::builder("Task")
            .container(api("1.4.2"))
            .build(stack)?;
        let blue = TargetGroup::builder("Blue", &vpc, 8000).build(stack)?;
        let green = TargetGroup::builder("Green", &vpc, 8000).build(stack)?;
        let rule = ListenerRule::builder("Rule", &balancer, 10, &blue)
            .alternate(&green)
            .path("/*")
            .build(stack)?;
        FargateService::builder("Api", &cluster, &vpc, &task)
            .behind(&rule)
            .deployment(Deployment::Canary {
                percent: 5.0,
                canary_bake_time: Duration::minutes(10),
                bake_time: Duration::minutes(10),
            })
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn tasks_counted_twice(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        let cluster = Cluster::builder("Cluster").build(stack)?;
        let task = FargateTaskDefinition::builder("Task")
            .container(api("1.4.2"))
            .build(stack)?;
        FargateService::builder("Api", &cluster, &vpc, &task)
            .desired_count(3)
            .scaling(Scaling::between(2, 6).cpu(70))
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn a_priority_twice(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        let balancer = balancer(&vpc, stack)?;
        for id in ["Api", "Ui"] {
            let targets = TargetGroup::builder(format!("{id}Targets"), &vpc, 8000).build(stack)?;
            ListenerRule::builder(id, &balancer, 10, &targets)
                .host(format!("{id}.example.com"))
                .build(stack)?;
        }
        Ok(())
    })
}

pub(crate) fn a_certificate_of_another_region(_: &Prod) -> Result<App> {
    let mut app = App::new().region("eu-west-1");
    let mut stack = app.stack("Edge")?;
    let zone =
        HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.com").build(&mut stack)?;
    let certificate =
        Certificate::builder("Certificate", "example.com", &zone).build(&mut stack)?;
    Distribution::builder("Site", Origin::https("origin.example.com"))
        .domain_names(["example.com"], &certificate)
        .build(&mut stack)?;
    Ok(app)
}

pub(crate) fn a_name_twice(_: &Prod) -> Result<App> {
    platform(|stack| {
        Queue::builder("Jobs").build(stack)?;
        Bucket::builder("Jobs").build(stack)?;
        Ok(())
    })
}

pub(crate) fn a_version_that_cannot_be_created(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        DatabaseInstance::builder("Orders", &vpc)
            .version(PostgresVersion::Minor(15, 4))
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn a_replica_of_a_managed_password(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        let orders = DatabaseInstance::builder("Orders", &vpc)
            .credentials(Credentials::Managed)
            .build(stack)?;
        ReadReplica::builder("Analytics", &orders).build(stack)?;
        Ok(())
    })
}

pub(crate) fn hypertables_on_rds(_: &Prod) -> Result<App> {
    platform(|stack| {
        ParameterGroup::builder("Parameters", PostgresVersion::V17)
            .preload(["timescaledb"])
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn operations_of_a_small_volume(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        DatabaseInstance::builder("Orders", &vpc)
            .storage(Size::gibibytes(100))
            .iops(12_000)
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn an_image_that_may_change(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        let image = Image::id("{{resolve:ssm:/aws/service/al2023}}");
        let release = TimescaleRelease::new("17.11", "2.30.1");
        TimescaleDb::builder("Readings", &vpc, image, release).build(stack)?;
        Ok(())
    })
}

pub(crate) fn failover_of_one_node(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        ReplicationGroup::builder("Sessions", &vpc)
            .replicas(0)
            .automatic_failover(true)
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn brokers_that_leave_a_zone_out(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        msk::Cluster::builder("Events", &vpc)
            .brokers(4)
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn burstable_brokers_by_accident(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        msk::Cluster::builder("Events", &vpc)
            .broker_type(msk::BrokerType::T3Small)
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn nodes_that_cannot_agree(_: &Prod) -> Result<App> {
    platform(|stack| {
        let vpc = network(stack)?;
        let image = Image::id("ami-0123456789abcdef0");
        Redpanda::builder("Events", &vpc, image, "26.2.1")
            .nodes(2)
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn a_role_that_may_do_nothing_to_nothing(_: &Prod) -> Result<App> {
    platform(|stack| {
        let read = PolicyStatement::allow().actions(["s3:GetObject"]);
        Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
            .statement(read)
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn a_wait_that_sqs_has_not(_: &Prod) -> Result<App> {
    platform(|stack| {
        Queue::builder("Jobs")
            .visibility_timeout(Duration::hours(13))
            .build(stack)?;
        Ok(())
    })
}

pub(crate) fn an_alarm_that_looks_at_nothing(_: &Prod) -> Result<App> {
    platform(|stack| {
        Alarm::builder("Age", Metric::new("AWS/SQS", "ApproximateAgeOfOldestMessage"), 300)
            .evaluation_periods(0)
            .build(stack)?;
        Ok(())
    })
}
