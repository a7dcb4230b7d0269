//! The committed chart, and what the real Helm makes of it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use ecomind_app::{Environment, environment::Compute};
use ecomind_cli::Environment as _;
use ecomind_constructs::{kubernetes::ChartValues, prelude::*};
use serde_json::Value as Json;
use tempfile::TempDir;

use super::support;

pub(crate) type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The environment whose chart it is, and those that it has values for.
pub(crate) const ENVIRONMENTS: [&str; 4] = ["staging-eks", "dev", "staging", "prod"];

/// The folder of a chart.
pub(crate) fn chart(name: &str) -> String {
    let folder = support::synth_out().join("staging-eks/helm").join(name);
    folder.display().to_string()
}

/// The arguments that name the values of an environment.
pub(crate) fn values_of(environment: &str) -> Vec<String> {
    if environment == "staging-eks" {
        return Vec::new();
    }
    let file = Path::new(&chart("ecomind")).join(format!("values-{environment}.yaml"));
    vec!["--values".to_owned(), file.display().to_string()]
}

/// An environment as it is when Kubernetes runs its services.
pub(crate) fn in_cluster(name: &str) -> Environment {
    let find = |name: &str| Environment::ALL.iter().find(|env| env.name() == name);
    let compute = find("staging-eks").map_or(Compute::Fargate, |env| env.compute);
    Environment { compute, ..find(name).expect("an environment").clone() }
}

/// The addresses of its network.
pub(crate) fn network(environment: &str) -> &'static str {
    in_cluster(environment).network
}

/// The manifests of an environment, as they are typed, with the path of each value that a
/// deployment tells in its place.
pub(crate) fn typed(environment: &str) -> Outcome<Vec<Json>> {
    Ok(values(environment)?.manifests().iter().map(plain).collect())
}

/// The same as Helm renders them, with the values that `set` says.
pub(crate) fn manifests(environment: &str, set: &[&str]) -> Outcome<Vec<Json>> {
    Ok(parse(&template(environment, set)?)?
        .iter()
        .map(plain)
        .collect())
}

/// What Helm renders.
pub(crate) fn template(environment: &str, set: &[&str]) -> Outcome<String> {
    let folder = tempfile::tempdir()?;
    let outputs = outputs_file(&folder, environment)?;
    let mut arguments = vec!["template".to_owned(), "ecomind".to_owned(), chart("ecomind")];
    arguments.extend(values_of(environment));
    arguments.extend(["--values".to_owned(), outputs.display().to_string()]);
    for one in set {
        arguments.extend(["--set".to_owned(), (*one).to_owned()]);
    }
    helm(&arguments)
}

/// The manifests of the chart that is installed first.
pub(crate) fn cluster() -> Outcome<Vec<Json>> {
    let folder = tempfile::tempdir()?;
    let outputs = outputs_file(&folder, "staging-eks")?.display().to_string();
    let arguments = ["template", "cluster", &chart("cluster"), "--values", &outputs];
    Ok(parse(&helm(&arguments.map(str::to_owned))?)?
        .iter()
        .map(plain)
        .collect())
}

/// The same as they are typed.
pub(crate) fn typed_cluster() -> Outcome<Vec<Json>> {
    Ok(values("staging-eks")?
        .cluster_manifests()
        .map(plain)
        .collect())
}

/// Values in the place of those that a deployment tells: their own paths.
pub(crate) fn outputs_file(folder: &TempDir, environment: &str) -> Outcome<PathBuf> {
    let mut tree = Json::Object(serde_json::Map::new());
    for path in values(environment)?.output_paths() {
        let mut place = &mut tree;
        for key in path.split('.') {
            place = &mut place[key];
        }
        *place = path.into();
    }
    let file = folder.path().join("outputs.json");
    fs::write(&file, tree.to_string())?;
    Ok(file)
}

/// Runs Helm, which asks no cluster and no network for any of this.
pub(crate) fn helm(arguments: &[String]) -> Outcome<String> {
    let program = support::root().join(".testbed/helm/helm/helm");
    if !program.exists() {
        return Err("Helm is missing: run `cargo xtask testbed`".into());
    }
    let output = Command::new(program).args(arguments).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    Err(format!("{said}{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Every document, read by another reader of YAML than ours.
pub(crate) fn parse(yaml: &str) -> Outcome<Vec<Json>> {
    const READ: &str = "import sys, json, yaml; print(json.dumps([d for d in yaml.safe_load_all(sys.stdin) if d]))";
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("all.yaml");
    fs::write(&file, yaml)?;
    let output = Command::new(support::python())
        .args(["-c", READ])
        .stdin(fs::File::open(&file)?)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What a manifest is called: `Deployment api`.
pub(crate) fn name(manifest: &Json) -> String {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    format!("{} {}", text(&manifest["kind"]), text(&manifest["metadata"]["name"]))
}

fn values(environment: &str) -> Outcome<ChartValues> {
    let environment = in_cluster(environment);
    let app = ecomind_app::every_stack(&environment)?;
    let network: CidrBlock = environment.network.parse()?;
    Ok(ChartValues::filled(&app, network, &str::to_owned)?)
}

/// The manifest without what only Helm can compute, such as the digest of the values.
fn plain(manifest: &Json) -> Json {
    match manifest {
        Json::Object(map) => map
            .iter()
            .filter(|(name, value)| {
                let is_code = value.as_str().is_some_and(|text| text.starts_with('\u{1}'));
                !name.starts_with('\u{3}') && !is_code && *name != "checksum/config"
            })
            .map(|(name, value)| (name.clone(), plain(value)))
            .filter(|(name, value)| name != "annotations" || *value != serde_json::json!({}))
            .collect(),
        Json::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}
