//! The chart.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::{
    Result,
    name::NodeId,
    tree::{App, AppFile, Output, OutputValue, Ref},
    value::Value,
};

use super::{ChartValues, chart_files, cluster_chart, manifest::Values, schema};

/// A chart of Helm with every service of an app, written below `helm/` beside its templates.
///
/// `helm/NAME` has `Chart.yaml`, `values.yaml`, a `values-ENVIRONMENT.yaml` for each environment
/// that is [given](Self::environment), `values.schema.json`, and a folder of templates for each
/// service and job. `helm/cluster` is a small chart that is installed before it, with the same
/// outputs: the namespace, what pods have their security groups from, and in Auto Mode a pool of
/// servers.
///
/// Values of secrets are in no file: pods mount them from Secrets Manager. What only a deployment
/// knows becomes an output of the stack that asks, and a release without it fails with its name.
///
/// ```
/// use ecomind_constructs::{aws::eks, kubernetes::{Chart, ChartValues}, prelude::*};
///
/// let mut app = App::new().region("us-east-1");
/// let stack = &mut app.stack("Services")?;
/// let vpc = Vpc::builder("Vpc").build(stack)?;
/// let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
/// let image = ContainerImage::from_registry("public.ecr.aws/docker/library/python:3.14.1");
/// eks::PodService::builder("Api", &cluster, "shop", Container::new("api", image)).build(stack)?;
///
/// let values = ChartValues::of(&app, "10.0.0.0/16".parse().expect("a block"))?;
/// Chart::new("shop", "1.0.0", values).build(&mut app)?;
/// let files = synthesize(&app)?.files;
/// assert!(files.iter().any(|file| file.path == "helm/shop/templates/api/deployment.yaml"));
/// # Ok::<(), Error>(())
/// ```
///
/// Helm: [charts](https://helm.sh/docs/topics/charts/)
#[derive(Debug)]
#[must_use = "writes nothing until `build` is called"]
pub struct Chart {
    name: String,
    version: String,
    values: ChartValues,
    environments: Vec<(String, ChartValues)>,
}

/// Where charts are, below the folder of the environment.
const FOLDER: &str = "helm";
/// The oldest Kubernetes that knows all that manifests say.
const KUBERNETES: &str = "1.34";

impl Chart {
    /// A chart of a name and a version, for what `values` found in an app.
    pub fn new(name: impl Into<String>, version: impl Into<String>, values: ChartValues) -> Self {
        let (name, version) = (name.into(), version.into());
        Self { name, version, values, environments: Vec::new() }
    }

    /// Values of another environment, for a file of their own. Adds to those before.
    pub fn environment(mut self, name: impl Into<String>, values: ChartValues) -> Self {
        self.environments.push((name.into(), values));
        self
    }

    /// Adds the files and the outputs to `app`, that which the values are of.
    ///
    /// # Errors
    ///
    /// An environment whose services are others, so that one chart can't have both.
    #[track_caller]
    pub fn build(self, app: &mut App) -> Result<()> {
        let mut place = app.scope();
        for (name, values) in &self.environments {
            if let Some(reason) = self.flaw_of(name, values) {
                return Err(place.invalid("environment", reason));
            }
        }
        for file in self.files() {
            place.note(file);
        }
        show(app, &self.values)
    }

    /// Why an environment can't be of this chart.
    fn flaw_of(&self, name: &str, values: &ChartValues) -> Option<String> {
        let (own, theirs) = (&self.values.templates, &values.templates);
        let differs = own
            .iter()
            .find(|(file, text)| theirs.get(*file) != Some(text));
        let more = theirs.keys().find(|file| !own.contains_key(*file));
        let file = differs.map(|(file, _)| file).or(more)?;
        Some(format!("must have the templates of the others, got another `{file}` in {name:?}"))
    }

    fn files(&self) -> Vec<AppFile> {
        let (name, version) = (&self.name, &self.version);
        let file = |path: &str, text: String| AppFile::new(format!("{FOLDER}/{name}/{path}"), text);
        let values = with_outputs(&self.values);
        let description = format!("The services of {name}.");
        let mut files = cluster_chart::files(FOLDER, version, KUBERNETES, &self.values.of_cluster);
        files.push(file("Chart.yaml", chart_files::chart(name, &description, version, KUBERNETES)));
        let about =
            "What is empty is an output of a stack: outputs --format helm-values prints it.";
        files.push(file("values.yaml", chart_files::values(about, &values)));
        for (environment, other) in &self.environments {
            let different = chart_files::difference(&other.known, &self.values.known);
            let about = format!("What {environment} has otherwise than values.yaml says.");
            let text = chart_files::values(&about, &different);
            files.push(file(&format!("values-{environment}.yaml"), text));
        }
        files.push(file("values.schema.json", schema::of(&values)));
        files.push(file("templates/NOTES.txt", chart_files::notes(&self.values.namespace)));
        for (path, text) in &self.values.templates {
            files.push(file(&format!("templates/{path}"), text.clone()));
        }
        files
    }
}

/// The values with a place for all that a deployment tells.
fn with_outputs(values: &ChartValues) -> Map<String, Json> {
    let mut all = Values { known: values.known.clone(), from_outputs: Vec::new() };
    for (path, ..) in &values.from_outputs {
        all.set(path, "".into());
    }
    all.known
}

/// What a stack tells already.
type Shown = Vec<(Value<String>, Ref<Output>)>;

/// Has stacks tell what the values need, each thing once in its stack.
fn show(app: &mut App, values: &ChartValues) -> Result<()> {
    let mut shown: IndexMap<NodeId, Shown> = IndexMap::new();
    for (path, value, owner) in &values.from_outputs {
        let mut place = app.scope();
        let mut place = place.at(*owner)?;
        let stack = place.stack().unwrap_or(*owner);
        let known = shown.entry(stack).or_default();
        let same = known.iter().find(|(other, _)| other.expr() == value.expr());
        let output = if let Some((_, output)) = same {
            *output
        } else {
            let output = Output::new(value.clone())
                .description(format!("of the chart: {path}"))
                .add(id(path), &mut place.at(stack)?)?;
            known.push((value.clone(), output));
            output
        };
        place.note(OutputValue::new(path.clone(), output));
    }
    Ok(())
}

/// `ChartServicesApiConfigCacheHost` of `services.api.config.CACHE_HOST`.
fn id(path: &str) -> String {
    let words = path.split(['.', '_']);
    let capital = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        let is_loud = word
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        first.to_uppercase() + &(if is_loud { rest.to_lowercase() } else { rest.to_owned() })
    };
    format!("Chart{}", words.map(capital).collect::<String>())
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::eks,
        kubernetes::{Chart, ChartValues},
        prelude::*,
    };

    fn network() -> CidrBlock {
        "10.0.0.0/16".parse().expect("a block")
    }

    fn container(name: &str) -> Container {
        let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
        Container::new(name, image).http_port(8000)
    }

    fn app(containers: impl IntoIterator<Item = Container>) -> Result<App> {
        let mut app = App::new().region("us-east-1");
        let stack = &mut app.stack("Services")?;
        let vpc = Vpc::builder("Vpc").build(stack)?;
        let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
        for (at, container) in containers.into_iter().enumerate() {
            let id = format!("Service{at}");
            eks::PodService::builder(id, &cluster, "shop", container).build(stack)?;
        }
        Ok(app)
    }

    fn refusal(containers: impl IntoIterator<Item = Container>) -> String {
        let app = app(containers).expect("services can be built");
        let error = ChartValues::of(&app, network()).expect_err("refused");
        error.to_string()
    }

    #[test]
    fn a_value_that_a_deployment_tells_is_an_output_once() -> Result<()> {
        let told = || {
            container("api")
                .variable("A", value::stack_id())
                .variable("B", value::stack_id())
        };
        let mut app = app([told()])?;
        let values = ChartValues::of(&app, network())?;
        assert_eq!(
            values.output_paths().collect::<Vec<_>>(),
            ["services.api.config.A", "services.api.config.B", "services.api.securityGroupId"]
        );
        Chart::new("shop", "1.0.0", values).build(&mut app)?;
        let assembly = synthesize(&app)?;
        let outputs: Vec<_> = assembly
            .output_values
            .iter()
            .map(|it| &*it.output)
            .collect();
        assert_eq!(
            outputs,
            [
                "ChartServicesApiConfigA",
                "ChartServicesApiConfigA",
                "ChartServicesApiSecurityGroupId"
            ]
        );
        let text = |path: &str| {
            let file = assembly.files.iter().find(|file| file.path.ends_with(path));
            file.map_or("", |file| file.text.as_str()).to_owned()
        };
        assert!(text("shop/values.yaml").contains("A: \"\"\n"));
        assert!(text("cluster/values.yaml").contains("securityGroupId: \"\"\n"));
        assert!(
            text("api/config-map.yaml").contains("required \"services.api.config.A is missing")
        );
        Ok(())
    }

    #[test]
    fn rejects_a_secret_as_plain_text() {
        let refused = refusal([container("api").variable("DATABASE_PASSWORD", "hunter2")]);
        insta::assert_snapshot!(refused, @r#"`chart` of `Services/Service0` must have secrets by `secret`, not as a text that the chart shows, got "DATABASE_PASSWORD""#);
    }

    #[test]
    fn rejects_services_that_cannot_be_told_apart() {
        let refused = refusal([container("api"), container("api")]);
        insta::assert_snapshot!(refused, @r#"`chart` of `Services/Service1` must have a name of its own in its chart, got "api""#);
        insta::assert_snapshot!(refusal([]), @"`chart` of `(app)` must have a service in a cluster, got none");
    }

    #[test]
    fn rejects_environments_of_other_services() -> Result<()> {
        let mut one = app([container("api")])?;
        let two = app([container("api").variable("LEVEL", "info")])?;
        let (own, other) = (ChartValues::of(&one, network())?, ChartValues::of(&two, network())?);
        let chart = Chart::new("shop", "1.0.0", own).environment("prod", other);
        let error = chart.build(&mut one).expect_err("refused");
        insta::assert_snapshot!(error, @r#"`environment` of `(app)` must have the templates of the others, got another `api/config-map.yaml` in "prod""#);
        Ok(())
    }
}
