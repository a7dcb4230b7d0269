//! Every committed template passes cfn-lint without a finding of any class; and so do those of the
//! database that no environment has chosen.

#[path = "lint/findings.rs"]
mod findings;
mod support;
#[path = "lint/suppressions.rs"]
mod suppressions;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use ecomind_app::{Environment, environment::DatabaseChoice};
use ecomind_cli::Environment as _;
use ecomind_constructs::prelude::*;
use findings::{Finding, lint};
use serde_json::Value as Json;
use suppressions::{SUPPRESSIONS, Suppression};

/// For stacks that leave the region to the deployment.
const REGION: &str = "us-east-1";

#[test]
fn templates_have_no_findings() {
    let folder = support::synth_out();
    let regions = by_region(templates(&folder));
    let findings: Vec<Finding> = regions
        .iter()
        .flat_map(|(region, templates)| lint(&folder, region, templates))
        .collect();
    let complaints = judge(&findings, SUPPRESSIONS);
    assert!(complaints.is_empty(), "cfn-lint:\n{}", complaints.join("\n"));
}

#[test]
fn the_database_that_nobody_chose_has_no_findings() {
    let folder = tempfile::tempdir().unwrap();
    let mut environment = Environment::ALL[0].clone();
    environment.database = DatabaseChoice::TimescaleDb {
        image_id: "ami-0123456789abcdef0",
        postgres: "17.11",
        timescale: "2.30.1",
        instance_type: "m7g.large",
        storage: Size::gibibytes(100),
        backups_kept: Duration::days(7),
    };
    let assembly = synthesize(&ecomind_app::app(&environment).unwrap()).unwrap();
    fs::create_dir(folder.path().join(environment.name)).unwrap();
    let mut written = Vec::new();
    for stack in &assembly.stacks {
        let name = format!("{}/{}.template.json", environment.name, stack.id);
        let file = folder.path().join(name);
        fs::write(&file, &stack.template).unwrap();
        written.push(file);
    }
    let all = |kind: &str| {
        let templates = assembly.stacks.iter();
        templates
            .filter(|stack| stack.template.contains(&format!("\"{kind}\"")))
            .count()
    };
    assert_eq!(all("AWS::RDS::DBInstance"), 0);
    assert_eq!(all("AWS::DLM::LifecyclePolicy"), 1);

    let findings = lint(folder.path(), REGION, &written);
    let open = findings
        .iter()
        .filter(|finding| !SUPPRESSIONS.iter().any(|entry| entry.covers(finding)));
    let open: Vec<String> = open.map(ToString::to_string).collect();
    assert!(open.is_empty(), "cfn-lint:\n{}", open.join("\n"));
}

#[test]
fn roles_of_the_deployment_have_no_findings() {
    let folder = std::env::temp_dir().join(format!("ecomind-roles-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the system has a place for temporary files");
    let mut files = Vec::new();
    for environment in ecomind_app::Environment::ALL {
        let name = ecomind_cli::Environment::name(environment);
        let arguments = ["policy", name, "--format", "cloudformation", "--quiet"];
        let program = ecomind_cli::Program::new("ecomind", "1.0.0");
        let outcome = program.capture(ecomind_app::app, arguments);
        let file = folder.join(format!("{name}.template.json"));
        fs::write(&file, outcome.stdout).expect("the folder can be written to");
        files.push(file);
    }
    let findings = lint(&folder, REGION, &files);
    fs::remove_dir_all(&folder).expect("the folder is there");
    // A schema can name an action that cfn-lint, of the same day, does not know yet.
    let open: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule != "W3037")
        .collect();
    assert!(open.is_empty(), "cfn-lint: {open:?}");
}

/// What is left to complain about: findings that nobody accepted, and suppressions that accept
/// nothing or say no reason.
fn judge(findings: &[Finding], suppressions: &[Suppression]) -> Vec<String> {
    let open = findings
        .iter()
        .filter(|finding| !suppressions.iter().any(|entry| entry.covers(finding)));
    let idle = suppressions.iter().filter(|entry| {
        entry.reason.is_empty() || !findings.iter().any(|finding| entry.covers(finding))
    });
    let idle = idle.map(|entry| format!("suppresses nothing, or without a reason: {entry:?}"));
    open.map(ToString::to_string).chain(idle).collect()
}

/// Every template below `folder`. None at all is a mistake, not a success.
fn templates(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(folder, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no templates in synth-out/: run `cargo run -- synth --all`");
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a folder that opens can be listed").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.to_string_lossy().ends_with(".template.json") {
            found.push(path);
        }
    }
}

/// cfn-lint judges a template for one region: which types exist there, which instance classes.
fn by_region(templates: Vec<PathBuf>) -> BTreeMap<String, Vec<PathBuf>> {
    let mut regions: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for template in templates {
        regions.entry(region(&template)).or_default().push(template);
    }
    regions
}

/// The region that the manifest beside a template says for its stack.
fn region(template: &Path) -> String {
    let Ok(manifest) = fs::read(template.with_file_name("manifest.json")) else {
        return REGION.to_owned();
    };
    let manifest: Json = serde_json::from_slice(&manifest).expect("a manifest is JSON");
    let name = template
        .file_name()
        .expect("a template is a file")
        .to_string_lossy();
    let stack = name.trim_end_matches(".template.json");
    let mut stacks = manifest["stacks"].as_array().into_iter().flatten();
    let stack = stacks.find(|known| known["id"] == stack);
    let stack =
        stack.unwrap_or_else(|| panic!("{} is not in the manifest beside it", template.display()));
    stack["region"].as_str().unwrap_or(REGION).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding() -> Finding {
        Finding {
            rule: "W3005".to_owned(),
            template: "prod/Network.template.json".to_owned(),
            at: "Resources/Vpc/DependsOn".to_owned(),
            message: "obsolete".to_owned(),
        }
    }

    const ACCEPTED: Suppression = Suppression {
        rule: "W3005",
        template: "prod/Network.template.json",
        at: "Resources/Vpc",
        reason: "the dependency is for people",
    };

    #[test]
    fn takes_a_finding_that_is_accepted() {
        assert_eq!(judge(&[finding()], &[ACCEPTED]), [""; 0]);
    }

    #[test]
    fn rejects_a_finding_that_is_not_accepted() {
        let other = Suppression { template: "dev/Network.template.json", ..ACCEPTED };
        let complaints = judge(&[finding()], &[ACCEPTED, other]);
        assert_eq!(complaints.len(), 1, "the other suppresses nothing");
        assert_eq!(
            judge(&[finding()], &[]),
            ["prod/Network.template.json: W3005 at Resources/Vpc/DependsOn: obsolete"]
        );
    }

    #[test]
    fn rejects_a_suppression_without_a_reason() {
        assert_eq!(judge(&[finding()], &[Suppression { reason: "", ..ACCEPTED }]).len(), 1);
    }

    #[test]
    fn finds_what_a_template_tries_to_hide() {
        let folder = std::env::temp_dir().join(format!("ecomind-lint-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let template = r#"{
            "Metadata": {"cfn-lint": {"config": {"ignore_checks": ["E3002"]}}},
            "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Colour": 1}}}
        }"#;
        let file = folder.join("Hidden.template.json");
        fs::write(&file, template).unwrap();
        let findings = lint(&folder, REGION, &[file]);
        fs::remove_dir_all(&folder).unwrap();
        let [finding] = &findings[..] else { panic!("one finding expected: {findings:?}") };
        assert_eq!(
            (&*finding.rule, &*finding.template, &*finding.at),
            ("E3002", "Hidden.template.json", "Resources/Topic/Properties/Colour")
        );
    }

    #[test]
    #[should_panic(expected = "no templates in synth-out/")]
    fn rejects_an_empty_folder() {
        templates(Path::new("no-such-folder"));
    }
}
