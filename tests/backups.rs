//! What EcoMind would miss is backed up: found in the synthesized templates, across stacks.

use std::collections::BTreeSet;

use ecomind_app::{
    Environment, app,
    environment::{DatabaseSource, Recovery, Traffic},
};
use ecomind_cli::Environment as _;
use ecomind_constructs::{prelude::*, synth::StackArtifact, template::Stacks};

/// The paths of what holds data that cannot be made again, and of what backup plans select.
fn kept(environment: &Environment) -> (BTreeSet<String>, BTreeSet<String>) {
    let assembly = synthesize(&app(environment).expect("EcoMind builds")).expect("and synthesizes");
    let stacks = Stacks::new(assembly.stacks.iter().map(StackArtifact::read));
    let path = |stack: usize, id: &str| stacks.all()[stack].path(id);
    let (mut data, mut selected) = (BTreeSet::new(), BTreeSet::new());
    for (stack, resource) in stacks.resources() {
        let properties = &resource.entry.get("Properties");
        let property = |name: &str| properties.and_then(|it| it.get(name));
        match resource.type_name {
            // A replica holds nothing of its own.
            "AWS::RDS::DBInstance" if property("SourceDBInstanceIdentifier").is_none() => {
                data.insert(path(stack, resource.logical_id));
            }
            "AWS::Backup::BackupSelection" => {
                let selection = property("BackupSelection").expect("it selects something");
                for arn in selection["Resources"].as_array().into_iter().flatten() {
                    if let Some((stack, id)) = stacks.target(stack, arn) {
                        selected.insert(path(stack, id));
                    }
                }
            }
            _ => {}
        }
    }
    data.extend(["Storage/Reports/Resource".to_owned(), "Storage/Exports/Resource".to_owned()]);
    (data, selected)
}

#[test]
fn databases_and_what_customers_were_given_are_backed_up() {
    for environment in Environment::ALL {
        let mut environment = environment.clone();
        if environment.is_pilot_light() {
            // What only keeps copies has nothing of its own; the platform that it becomes has.
            let snapshot = "arn:aws:rds:us-west-2:777788889999:snapshot:ecomind";
            environment.recovery = Some(Recovery::Active {
                database: DatabaseSource::Snapshot(snapshot),
                traffic: Traffic::Stays,
            });
        }
        let (data, selected) = kept(&environment);
        assert!(2 < data.len(), "there is a database: {data:?}");
        let missed: Vec<_> = data.iter().filter(|it| !selected.contains(*it)).collect();
        assert!(missed.is_empty(), "{}: {missed:?} of {selected:?}", environment.name);
    }
}
