//! Databases and caches get the logical ids that the AWS CDK gives them; what only one side has is
//! listed.

#[path = "cdk_parity/difference.rs"]
mod difference;

use difference::difference;
use ecomind_constructs::{aws::rds::SubnetGroup, prelude::*};

/// A network that adds no resource, as those of the records.
fn vpc(scope: &mut Scope<'_>) -> Result<Vpc> {
    Vpc::from_ids("Vpc", "vpc-0123456789abcdef0")
        .isolated_subnet("euc1-az1", "subnet-0123456789abcdef1")
        .isolated_subnet("euc1-az2", "subnet-0123456789abcdef2")
        .build(scope)
}

/// The CDK's generated secret has an id made of how it is generated, ours that of its path; ours
/// also has a key.
#[test]
fn a_database_with_a_generated_secret() {
    let name = "generated secret, subnets and parameters of its own";
    let difference = difference("rds_instance.json", name, |app| {
        let stack = &mut app.stack("Database")?;
        let vpc = vpc(stack)?;
        DatabaseInstance::builder("Postgres", &vpc)
            .credentials(Credentials::Generated)
            .build(stack)?;
        Ok(())
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::SecretsManager::Secret Postgres/Secret/Resource DatabasePostgresSecret1046801F3fdaad7efa858a3daf9490cf0a702aeb
    ours AWS::KMS::Key Postgres/Key/Resource PostgresKey24D76AA8
    ours AWS::SecretsManager::Secret Postgres/Secret/Resource PostgresSecret8CD8C263
    ");
}

/// The CDK takes over a group that is given; our databases have connections of their own.
#[test]
fn a_replica_of_a_database_with_groups_and_a_key_that_are_given() {
    let name = "subnet group, parameter group, key and group given; replica";
    let difference = difference("rds_instance.json", name, |app| {
        let stack = &mut app.stack("Database")?;
        let vpc = vpc(stack)?;
        let subnets = SubnetGroup::builder("Subnets", &vpc).build(stack)?;
        let parameters =
            ParameterGroup::builder("Parameters", PostgresVersion::V17).build(stack)?;
        let key = Key::builder("Key").build(stack)?;
        let postgres = DatabaseInstance::builder("Postgres", &vpc)
            .credentials(Credentials::Generated)
            .subnet_group(&subnets)
            .parameter_group(&parameters)
            .encryption_key(&key)
            .build(stack)?;
        SecurityGroup::builder("Api", &vpc).build(stack)?;
        ReadReplica::builder("Replica", &postgres).build(stack)?;
        Ok(())
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::EC2::SecurityGroup Group/Resource GroupC77FDACD
    CDK  AWS::EC2::SecurityGroupIngress Group/from DatabaseApiCBFC1C86:{IndirectPort} GroupfromDatabaseApiCBFC1C86IndirectPortD1B1CC37
    ours AWS::IAM::Role Postgres/MonitoringRole/Resource PostgresMonitoringRoleEA66DD12
    ours AWS::EC2::SecurityGroup Postgres/SecurityGroup/Resource PostgresSecurityGroup670916BF
    ours AWS::IAM::Role Replica/MonitoringRole/Resource ReplicaMonitoringRole7CDE9ABE
    ");
}

#[test]
fn a_database_from_a_snapshot() {
    let difference = difference("rds_instance.json", "from a snapshot", |app| {
        let stack = &mut app.stack("Database")?;
        let vpc = vpc(stack)?;
        DatabaseInstance::from_snapshot("Postgres", &vpc, "postgres-2026-11-20")
            .credentials(Credentials::Generated)
            .build(stack)?;
        Ok(())
    });
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::SecretsManager::Secret Postgres/Secret/Resource DatabasePostgresSecret1046801F3fdaad7efa858a3daf9490cf0a702aeb
    ours AWS::IAM::Role Postgres/MonitoringRole/Resource PostgresMonitoringRoleEA66DD12
    ours AWS::RDS::DBParameterGroup Postgres/ParameterGroup/Resource PostgresParameterGroupC3694DF2
    ours AWS::SecretsManager::Secret Postgres/Secret/Resource PostgresSecret8CD8C263
    ");
}

/// Ours also has logs.
#[test]
fn a_cache() {
    let difference =
        difference("elasticache_group.json", "a replication group of resources", |app| {
            let stack = &mut app.stack("Cache")?;
            let vpc = vpc(stack)?;
            ReplicationGroup::builder("Sessions", &vpc)
                .parameter("maxmemory-policy", "volatile-lru")
                .no_authentication("the record has none")
                .build(stack)?;
            Ok(())
        });
    insta::assert_snapshot!(difference, @r"
    ours AWS::Logs::LogGroup Sessions/EngineLog/Resource SessionsEngineLog791B39B2
    ours AWS::Logs::LogGroup Sessions/SlowLog/Resource SessionsSlowLog71C24391
    ");
}
