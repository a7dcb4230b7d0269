//! Roles, keys, queues, topics, secrets and repositories get the logical ids that the AWS CDK gives
//! them; what only one side has is listed.

#[path = "cdk_parity/difference.rs"]
mod difference;

use difference::difference;
use ecomind_constructs::{aws::secretsmanager::SecretTarget, prelude::*};

fn role(id: &str, service: &str, scope: &mut Scope<'_>) -> Result<Role> {
    Role::builder(id, Principal::service(service)).build(scope)
}

const TASKS: &str = "ecs-tasks.amazonaws.com";

#[test]
fn a_grant_of_a_bucket() {
    let difference = difference("iam_role.json", "a grant of a bucket", |app| {
        let stack = &mut app.stack("Access")?;
        let role = role("TaskRole", TASKS, stack)?;
        Bucket::builder("Reports")
            .build(stack)?
            .grant_read(&role, stack)
    });
    insta::assert_snapshot!(difference, @"ours AWS::S3::BucketPolicy Reports/Policy/Resource ReportsPolicyA13B441D");
}

#[test]
fn grants_of_a_bucket_with_a_key_a_secret_and_a_queue() {
    let name = "grants of a bucket with a key, a secret, a queue";
    let difference = difference("iam_role.json", name, |app| {
        let stack = &mut app.stack("Access")?;
        let role = role("TaskRole", TASKS, stack)?;
        let key = Key::builder("Key").build(stack)?;
        let reports = Bucket::builder("Reports").encryption_key(&key);
        reports.build(stack)?.grant_read_write(&role, stack)?;
        Secret::builder("Secret")
            .build(stack)?
            .grant_read(&role, stack)?;
        let queue = Queue::builder("Queue").build(stack)?;
        queue.grant_send(&role, stack)?;
        queue.grant_consume(&role, stack)
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::KMS::Key Reports/Key/Resource ReportsKey3814F3D6
    ours AWS::KMS::Key Key/Resource Key961B73FD
    ours AWS::SQS::QueuePolicy Queue/DeadLetterQueue/Policy/Resource QueueDeadLetterQueuePolicy26E6DE1C
    ours AWS::SQS::Queue Queue/DeadLetterQueue/Resource QueueDeadLetterQueue27D1B28A
    ours AWS::SQS::QueuePolicy Queue/Policy/Resource QueuePolicy25439813
    ours AWS::S3::BucketPolicy Reports/Policy/Resource ReportsPolicyA13B441D
    ");
}

#[test]
fn a_grant_between_stacks() {
    let difference = difference("iam_role.json", "a grant between stacks", |app| {
        let mut storage = app.stack("Storage")?;
        let key = Key::builder("ReportsKey").build(&mut storage)?;
        let reports = Bucket::builder("Reports")
            .encryption_key(&key)
            .build(&mut storage)?;
        let services = &mut app.stack("Services")?;
        let role = role("TaskRole", TASKS, services)?;
        reports.grant_read(&role, services)
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::KMS::Key Reports/Key/Resource ReportsKey3814F3D6
    ours AWS::S3::BucketPolicy Reports/Policy/Resource ReportsPolicyA13B441D
    ours AWS::KMS::Key ReportsKey/Resource ReportsKey8FA08092
    ");
}

#[test]
fn policies_of_roles() {
    let name = "inline and managed policies, conditions, instance profile";
    let difference = difference("iam_role.json", name, |app| {
        let stack = &mut app.stack("Access")?;
        let shared = ManagedPolicy::builder("Shared")
            .statement(
                PolicyStatement::allow()
                    .actions(["s3:ListAllMyBuckets"])
                    .all_resources("it lists them all"),
            )
            .build(stack)?;
        let role = Role::builder("NodeRole", Principal::service("ec2.amazonaws.com"))
            .managed_policy(&shared)
            .build(stack)?;
        let attach = PolicyStatement::allow()
            .sid("Attach")
            .actions(["ec2:AttachVolume"])
            .resources(["arn:aws:ec2:*:*:volume/*"]);
        role.grant(attach, stack)
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::IAM::Policy Own/Resource Own30425842
    CDK  AWS::IAM::InstanceProfile Profile/Resource Profile6F32097C
    ");
}

#[test]
fn keys_and_their_grants() {
    let difference = difference("kms_key.json", "alias, rotation, grants", |app| {
        let stack = &mut app.stack("Keys")?;
        let key = Key::builder("Key").alias("ecomind").build(stack)?;
        let reader = role("Reader", TASKS, stack)?;
        key.grant_encrypt_decrypt(&reader, stack)
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::KMS::Alias Key/Aliasecomind--second/Resource KeyAliasecomindsecondD7CD1A5B
    CDK  AWS::KMS::Alias Third/Resource Third1125870F
    ");
}

#[test]
fn log_groups_and_their_grants() {
    let difference = difference("logs_group.json", "name, retention, filter, key", |app| {
        let stack = &mut app.stack("Logs")?;
        let key = Key::builder("Key").for_cloudwatch_logs().build(stack)?;
        let group = LogGroup::builder("Group")
            .encryption_key(&key)
            .build(stack)?;
        let writer = role("Writer", "ec2.amazonaws.com", stack)?;
        group.grant_write(&writer, stack)
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::Logs::MetricFilter Group/Errors/Resource GroupErrors0C1F5F5A
    CDK  AWS::Logs::LogStream Group/Stream/Resource GroupStream1257C2DB
    ");
}

#[test]
fn queues() {
    let difference = difference("sqs_queue.json", "dead letters, TLS only, key", |app| {
        let stack = &mut app.stack("Queues")?;
        let key = Key::builder("JobsKey").build(stack)?;
        let dead_letters = DeadLetterQueue::builder("DeadLetters").build(stack)?;
        Queue::builder("Jobs")
            .encryption_key(&key)
            .dead_letter_queue(&dead_letters)
            .build(stack)
            .map(drop)
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::KMS::Key Jobs/Key/Resource JobsKeyB64EAF8C
    ours AWS::KMS::Key JobsKey/Resource JobsKey49954E57
    ");
}

#[test]
fn topics_and_subscriptions() {
    let difference = difference("sns_topic.json", "TLS only, subscriptions", |app| {
        let stack = &mut app.stack("Alerts")?;
        let key = Key::builder("Key").build(stack)?;
        let alerts = Topic::builder("Alerts").encryption_key(&key).build(stack)?;
        alerts.subscribe(Subscription::email("team@example.com"), stack)?;
        let queue = Queue::builder("Queue")
            .without_dead_letter_queue()
            .build(stack)?;
        alerts.subscribe(Subscription::queue(&queue).raw_message_delivery(), stack)?;
        alerts.allow_publish_from(Publisher::CloudWatchAlarms, stack)
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::SNS::Subscription Queue/AlertsF81A1E5F/Resource QueueAlertsF81A1E5F47442D4D
    ours AWS::SNS::Subscription Queue/Alerts-Alerts/Resource QueueAlertsAlerts258616F6
    ");
}

#[test]
fn secrets_attachments_and_rotations() {
    let name = "generated, attached, rotated";
    let difference = difference("secretsmanager_secret.json", name, |app| {
        let stack = &mut app.stack("Secrets")?;
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("euc1-az1", "subnet-0a1b2c3d")
            .private_subnet("euc1-az2", "subnet-1a1b2c3d")
            .build(stack)?;
        let key = Key::builder("Key").build(stack)?;
        let secret = Secret::builder("Secret")
            .encryption_key(&key)
            .username("ecomind")
            .build(stack)?;
        let target = SecretTarget::other("AWS::RDS::DBInstance", "postgres");
        secret.attach(&target, stack)?;
        let second = Secret::builder("Second").username("reader").build(stack)?;
        let attached = second.attach(&target, stack)?;
        RotationSchedule::builder("Rotation", &attached, &vpc)
            .build(&mut stack.at(second.node())?)?;
        let reader = role("Reader", TASKS, stack)?;
        secret.grant_read(&reader, stack)
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::EC2::SecurityGroup Group/Resource GroupC77FDACD
    CDK  AWS::RDS::DBInstance Postgres/Resource Postgres9DC8BB04
    CDK  AWS::RDS::DBSubnetGroup Postgres/SubnetGroup/Default PostgresSubnetGroup9F8A4D6E
    CDK  AWS::SecretsManager::ResourcePolicy Second/Policy/Resource SecondPolicy42DC84CC
    CDK  AWS::SecretsManager::ResourcePolicy Secret/Policy/Resource SecretPolicy06C9821C
    ours AWS::EC2::SecurityGroup Second/Rotation/SecurityGroup/Resource SecondRotationSecurityGroup06D1A319
    ");
}

#[test]
fn repositories() {
    let difference = difference("ecr_repository.json", "scan, immutable tags, lifecycle", |app| {
        let stack = &mut app.stack("Images")?;
        let api = Repository::builder("Api").keep_last(50).build(stack)?;
        let puller = role("Puller", TASKS, stack)?;
        api.grant_pull(&puller, stack)
    });
    insta::assert_snapshot!(difference, @"");
}
