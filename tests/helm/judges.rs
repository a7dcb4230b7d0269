//! Who says whether a cluster would take a manifest, without a cluster.

use std::{
    fmt::Write as _,
    fs,
    process::{Command, Output},
};

use serde_json::Value as Json;

use super::{charts::Outcome, support};

/// The version whose schemas judge: that of `staging-eks`.
const KUBERNETES: &str = "1.36";

/// Judges each manifest by the schema of its kind: that of Kubernetes, or the one in
/// `tests/helm/schemas/` of what a controller brings. A field that the schema does not have is an
/// error, and so is a kind without a schema.
pub(crate) fn validate(manifests: &[Json]) -> Outcome<()> {
    let (own, custom): (Vec<&Json>, Vec<&Json>) =
        manifests.iter().partition(|it| is_of_kubernetes(it));
    if !own.is_empty() {
        by_kubernetes(&own)?;
    }
    if !custom.is_empty() {
        by_custom_schemas(&custom)?;
    }
    Ok(())
}

/// Whether Kubernetes itself has its kind: groups of others are domains that are not its own.
fn is_of_kubernetes(manifest: &Json) -> bool {
    let version = manifest["apiVersion"].as_str().unwrap_or_default();
    let group = version.split_once('/').map_or("", |(group, _)| group);
    !group.contains('.') || group.ends_with(".k8s.io")
}

fn by_kubernetes(manifests: &[&Json]) -> Outcome<()> {
    let mut text = String::new();
    for manifest in manifests {
        writeln!(text, "---\n{manifest}")?;
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("manifests.yaml");
    fs::write(&file, text)?;
    verdict(
        &Command::new(support::kubernetes_validate())
            .args(["--strict", "-k", KUBERNETES])
            .arg(&file)
            .output()?,
    )
}

fn by_custom_schemas(manifests: &[&Json]) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("manifests.json");
    fs::write(&file, serde_json::to_string(manifests)?)?;
    verdict(
        &Command::new(support::python())
            .arg("-B")
            .arg(support::root().join("tests/helm/custom_kinds.py"))
            .stdin(fs::File::open(&file)?)
            .output()?,
    )
}

fn verdict(output: &Output) -> Outcome<()> {
    let said = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it).into_owned());
    let said = said.concat();
    // A kind that it has no schema of is only worth a warning to kubernetes-validate.
    if output.status.success() && !said.contains("WARN ") {
        return Ok(());
    }
    Err(said.into())
}
