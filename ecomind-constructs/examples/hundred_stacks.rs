//! A hundred stacks of 400 resources, synthesized and written: what `benches/processes.py` runs.
//!
//! `cargo run --release -p ecomind-constructs --example hundred_stacks -- FOLDER [STACKS]`
#![expect(clippy::print_stdout, reason = "what it measured is its data")]

use std::{env, error, fs, path::PathBuf, time::Instant};

use ecomind_constructs::{
    aws::iam::PolicyDocument,
    cfn::{ec2, iam, kms, logs},
    prelude::*,
};

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("say which folder to write to")?);
    let stacks = arguments.next().map_or(Ok(100), |count| count.parse())?;
    fs::create_dir_all(&folder)?;

    let started = Instant::now();
    let app = build(stacks)?;
    let built = started.elapsed();
    let assembly = synthesize(&app)?;
    let synthesized = started.elapsed();
    let mut bytes = 0;
    for stack in &assembly.stacks {
        bytes += stack.template.len();
        fs::write(folder.join(format!("{}.template.json", stack.id)), &stack.template)?;
    }
    let written = started.elapsed();
    println!(
        "{stacks} stacks, {bytes} bytes: {built:.1?} to build, {synthesized:.1?} with synthesis, \
         {written:.1?} with writing"
    );
    // As the command line does: the system takes the memory back at once.
    std::mem::forget((app, assembly));
    Ok(())
}

/// Stacks of 400 resources each, of four types that refer to each other.
fn build(stacks: usize) -> Result<App> {
    let mut app = App::new().name_prefix("bench").region("us-east-1");
    app.scope().tag("Team", "bench")?;
    for number in 0..stacks {
        let mut stack = app.stack(format!("Stack{number}"))?;
        for group in 0..100 {
            let mut scope = stack.child(format!("Group{group}"))?;
            let key = kms::Key::new()
                .description(format!("key {group}"))
                .enable_key_rotation(true)
                .add("Key", &mut scope)?;
            let log = logs::LogGroup::new()
                .kms_key_id(key)
                .retention_in_days(90)
                .add("Log", &mut scope)?;
            let trust = PolicyStatement::allow()
                .principal(Principal::service("ecs-tasks.amazonaws.com"))
                .actions(["sts:AssumeRole"]);
            let write = PolicyStatement::allow()
                .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
                .resources([log.arn()]);
            iam::Role::new(PolicyDocument::new([trust]))
                .policies([iam::RolePolicyProperty::new(PolicyDocument::new([write]), "Write")])
                .add("Role", &mut scope)?;
            ec2::SecurityGroup::new("what may reach the service")
                .security_group_ingress([ec2::SecurityGroupIngressProperty::new("tcp")
                    .cidr_ip("10.0.0.0/8")
                    .description("from inside")
                    .from_port(443)
                    .to_port(443)])
                .add("Group", &mut scope)?;
        }
    }
    Ok(app)
}
