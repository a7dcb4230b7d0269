//! What a chart has of one app: templates, and the values of its environment.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::{
    Error, Result,
    aws::{
        ec2::Opening,
        eks::{Kind, Workload},
    },
    name::NodeId,
    tree::App,
    value::{self, CidrBlock, Value},
};

use super::{
    cluster_chart, ingress,
    manifest::{Manifest, Values},
    workload_manifests::{self, Surroundings},
};

/// The services of an app as a chart has them, with the values of its environment.
///
/// Charts of several environments have the same templates, and differ in these values.
#[derive(Debug, Clone)]
pub struct ChartValues {
    pub(super) namespace: String,
    /// The path of each template below `templates/`, and its text.
    pub(super) templates: BTreeMap<String, String>,
    pub(super) known: Map<String, Json>,
    /// What a deployment tells: where it is in the values, what it is, and who asks.
    pub(super) from_outputs: Vec<(String, Value<String>, NodeId)>,
    /// Every manifest that is there unless values say otherwise.
    manifests: Vec<Json>,
    /// Those that the cluster has before.
    pub(super) of_cluster: BTreeMap<String, Manifest>,
}

impl ChartValues {
    /// What `app` has for a chart, in whose network pods, databases and load balancers have their
    /// addresses: the block of the VPC.
    ///
    /// # Errors
    ///
    /// An app without services for Kubernetes; services in several namespaces, or two of one name.
    pub fn of(app: &App, network: CidrBlock) -> Result<Self> {
        Self::filled(app, network, &|_| String::new())
    }

    /// The same where outputs of stacks are known: `fill` says what the value at a path is.
    ///
    /// # Errors
    ///
    /// Those of [`of`](Self::of).
    pub fn filled(app: &App, network: CidrBlock, fill: &dyn Fn(&str) -> String) -> Result<Self> {
        let all: Vec<&Workload> = app.notes::<Workload>().map(|(_, it)| it).collect();
        let Some(first) = all.first() else {
            return Err(invalid(app, app.root(), "must have a service in a cluster, got none"));
        };
        check(app, &all)?;
        let region = app.region_at(first.owner);
        let around = Surroundings {
            all: all.clone(),
            openings: app.notes::<Opening>().map(|(_, it)| *it).collect(),
            network,
            region: region.map_or_else(|| fill("region"), str::to_owned),
        };

        let mut values = Values::default();
        let mut chart = Self {
            namespace: first.namespace.clone(),
            templates: BTreeMap::new(),
            known: Map::new(),
            from_outputs: Vec::new(),
            manifests: Vec::new(),
            of_cluster: cluster_chart::manifests(&around, fill),
        };
        for (name, is_on) in [("ingress", false), ("rollouts", false), ("targetGroups", true)] {
            values.set(&format!("{name}.enabled"), is_on.into());
        }
        values.set("region", region.unwrap_or_default().into());
        if region.is_none() {
            let region = value::region();
            chart
                .from_outputs
                .push(("region".to_owned(), region, first.owner));
        }
        for workload in &all {
            let folder = &workload.container.name;
            for manifest in workload_manifests::manifests(workload, &around, fill) {
                chart.add(&format!("{folder}/{}", manifest.file), &manifest, &mut values);
            }
            workload_manifests::add_outputs(workload, &mut values);
            let from_outputs = std::mem::take(&mut values.from_outputs);
            let from_outputs = from_outputs
                .into_iter()
                .map(|(path, value)| (path, value, workload.owner));
            chart.from_outputs.extend(from_outputs);
        }
        for manifest in ingress_manifests(&around) {
            chart.add(&format!("ingress/{}", manifest.file), &manifest, &mut values);
        }
        chart.known = values.known;
        Ok(chart)
    }

    /// Every manifest that Helm is to make of the templates and values, unless values switch others
    /// on, in no order that matters: what tests compare with.
    #[must_use]
    pub fn manifests(&self) -> &[Json] {
        &self.manifests
    }

    /// The same of the chart that is installed before, which the cluster has of what it needs.
    pub fn cluster_manifests(&self) -> impl Iterator<Item = &Json> {
        self.of_cluster.values().map(|manifest| &manifest.json)
    }

    /// Where values are that a deployment tells, such as `services.api.image`.
    pub fn output_paths(&self) -> impl Iterator<Item = &str> {
        self.from_outputs.iter().map(|(path, ..)| path.as_str())
    }

    fn add(&mut self, file: &str, manifest: &Manifest, values: &mut Values) {
        self.templates
            .insert(format!("{file}.yaml"), manifest.template());
        manifest.collect(values);
        let is_on = |condition: &str| condition == ".Values.targetGroups.enabled";
        if manifest.condition.is_none_or(is_on) {
            self.manifests.push(manifest.json.clone());
        }
    }
}

/// Those of a load balancer that the cluster makes.
fn ingress_manifests(around: &Surroundings<'_>) -> Vec<Manifest> {
    const WANTED: &str = ".Values.ingress.enabled";
    let name = around
        .all
        .first()
        .map_or("", |workload| workload.namespace.as_str());
    let host = around.all.iter().find_map(|workload| match &workload.kind {
        Kind::Service { behind: Some(behind), .. } => behind.host.clone(),
        _ => None,
    });
    let host = host.unwrap_or_else(|| "example.com".to_owned());
    let led_to = ingress::ingress(name, &host, &around.all);
    if led_to
        .spec
        .iter()
        .flat_map(|spec| spec.rules.iter().flatten())
        .any(|rule| rule.http.as_ref().is_none_or(|http| http.paths.is_empty()))
    {
        return Vec::new();
    }
    let is_auto_mode = around
        .all
        .first()
        .is_some_and(|workload| workload.is_auto_mode);
    let controller = if is_auto_mode { ingress::AUTO_MODE } else { ingress::INSTALLED };
    let certificate = format!("/spec/{}/0", controller.certificates);
    vec![
        Manifest::new("class", &controller.class(name)).when(WANTED),
        Manifest::new("class-parameters", &controller.class_parameters(name, ""))
            .lift_text(&certificate, "ingress.certificateArn")
            .when(WANTED),
        Manifest::new("ingress", &led_to)
            .lift_text("/spec/rules/0/host", "ingress.host")
            .when(WANTED),
    ]
}

fn check(app: &App, all: &[&Workload]) -> Result<()> {
    for (at, workload) in all.iter().enumerate() {
        let name = &workload.container.name;
        if all[..at].iter().any(|other| other.container.name == *name) {
            let reason = format!("must have a name of its own in its chart, got {name:?}");
            return Err(invalid(app, workload.owner, &reason));
        }
        if workload.namespace != all[0].namespace {
            let reason = format!(
                "must be in the namespace of the others, {:?}, got {:?}",
                all[0].namespace, workload.namespace
            );
            return Err(invalid(app, workload.owner, &reason));
        }
        for (variable, value) in &workload.container.variables {
            if looks_secret(variable) && !value.is_token() {
                let reason = format!(
                    "must have secrets by `secret`, not as a text that the chart shows, got {variable:?}"
                );
                return Err(invalid(app, workload.owner, &reason));
            }
        }
    }
    Ok(())
}

/// Whether a variable of this name holds what nobody should read.
pub(super) fn looks_secret(variable: &str) -> bool {
    let words = ["PASSWORD", "SECRET", "TOKEN", "PRIVATE_KEY", "API_KEY", "CREDENTIALS"];
    let variable = variable.to_ascii_uppercase();
    words.iter().any(|word| variable.ends_with(word))
}

fn invalid(app: &App, node: NodeId, reason: &str) -> Error {
    let at = app.index_of(node).unwrap_or_default();
    Error::InvalidProperty {
        path: app.path(at),
        property: "chart".to_owned(),
        reason: reason.to_owned(),
        location: app.location(at),
    }
}
