//! The chart of services: the real Helm renders it for each environment, real schemas of Kubernetes
//! judge what comes out, and it is what the typed manifests say. Nothing asks a network.

#[path = "helm/charts.rs"]
mod charts;
#[path = "helm/judges.rs"]
mod judges;
#[path = "helm/own_servers.rs"]
mod own_servers;
#[path = "helm/policies.rs"]
mod policies;
mod support;

use std::{collections::BTreeSet, path::PathBuf};

use charts::{ENVIRONMENTS, Outcome, chart, helm, in_cluster, manifests, outputs_file, values_of};
use ecomind_app::{Environment, environment::Compute};
use ecomind_cli::{Environment as _, Exit, Program};
use serde_json::Value as Json;

#[test]
fn helm_finds_nothing_to_complain_of() -> Outcome<()> {
    for environment in ENVIRONMENTS {
        let folder = tempfile::tempdir()?;
        let outputs = outputs_file(&folder, environment)?;
        let mut arguments = vec!["lint".into(), "--strict".into(), chart("ecomind")];
        arguments.extend(values_of(environment));
        arguments.extend(["--values".into(), outputs.display().to_string()]);
        let said = helm(&arguments)?;
        assert!(said.contains("0 chart(s) failed") && !said.contains("[WARNING]"), "{said}");
    }
    let folder = tempfile::tempdir()?;
    let outputs = outputs_file(&folder, "staging-eks")?.display().to_string();
    let arguments =
        ["lint".into(), "--strict".into(), chart("cluster"), "--values".into(), outputs];
    let said = helm(&arguments)?;
    assert!(said.contains("0 chart(s) failed"), "{said}");
    Ok(())
}

#[test]
fn helm_makes_a_package_of_each_chart() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    for name in ["cluster", "ecomind"] {
        let to = folder.path().display().to_string();
        helm(&["package".into(), chart(name), "--destination".into(), to])?;
        assert!(folder.path().join(format!("{name}-1.0.0.tgz")).exists(), "{name}");
    }
    Ok(())
}

/// One source of truth: what Helm makes of templates and values is what the typed manifests of that
/// environment are, whether its values are in a file of their own or not.
#[test]
fn what_helm_renders_is_what_the_typed_manifests_say() -> Outcome<()> {
    for environment in ENVIRONMENTS {
        same(environment, &manifests(environment, &[])?, &charts::typed(environment)?);
    }
    same("cluster", &charts::cluster()?, &charts::typed_cluster()?);
    Ok(())
}

fn same(what: &str, rendered: &[Json], typed: &[Json]) {
    let names = |all: &[Json]| all.iter().map(charts::name).collect::<BTreeSet<_>>();
    assert_eq!(names(rendered), names(typed), "{what}");
    for one in typed {
        let name = charts::name(one);
        let same = rendered.iter().find(|other| charts::name(other) == name);
        assert_eq!(same, Some(one), "{what}: {name}");
    }
}

/// Each kind is judged, those that controllers bring as well.
#[test]
fn every_manifest_keeps_to_the_schema_of_its_kind() -> Outcome<()> {
    for environment in ENVIRONMENTS {
        judges::validate(&manifests(environment, &[])?)?;
    }
    let all = ["ingress.enabled=true", "ingress.certificateArn=arn", "rollouts.enabled=true"];
    let all = manifests("staging-eks", &all)?;
    let kinds = ["Ingress", "IngressClass", "IngressClassParams", "Rollout", "SecretProviderClass"];
    for kind in kinds.into_iter().chain(["TargetGroupBinding"]) {
        assert!(all.iter().any(|it| it["kind"] == kind), "there is no {kind}");
    }
    judges::validate(&all)?;
    judges::validate(&charts::cluster()?)
}

/// A check that finds nothing could be one that looks at nothing.
#[test]
fn rejects_manifests_that_a_cluster_would() -> Outcome<()> {
    let all = ["ingress.enabled=true", "ingress.certificateArn=arn", "rollouts.enabled=true"];
    let all = [manifests("staging-eks", &all)?, charts::cluster()?].concat();
    let refusal = |kind: &str, spoil: &dyn Fn(&mut Json)| {
        let mut one = all
            .iter()
            .find(|it| it["kind"] == kind)
            .expect(kind)
            .clone();
        judges::validate(std::slice::from_ref(&one)).expect(kind);
        spoil(&mut one);
        judges::validate(&[one]).expect_err(kind).to_string()
    };
    let container = "/spec/template/spec/containers/0";
    refusal("Deployment", &|it| {
        *it.pointer_mut(container).expect("a container") = serde_json::json!({"name": 1});
    });
    refusal("Deployment", &|it| it["kind"] = "Deployments".into());
    let slip = |name: &'static str| move |it: &mut Json| it["spec"][name] = "x".into();
    for kind in ["NodePool", "Rollout", "SecretProviderClass", "IngressClassParams"] {
        let said = refusal(kind, &slip("replica"));
        assert!(said.contains("'replica' was unexpected"), "{said}");
    }
    let said = refusal("TargetGroupBinding", &slip("targetType"));
    assert!(said.contains("'x' is not one of ['instance', 'ip']"), "{said}");
    let said = refusal("TargetGroupBinding", &|it| it["kind"] = "TargetGroup".into());
    assert!(said.contains("there is no schema of this kind"), "{said}");
    Ok(())
}

#[test]
fn manifests_of_each_environment_are_what_their_snapshot_says() -> Outcome<()> {
    for environment in ENVIRONMENTS {
        let text = charts::template(environment, &[])?;
        let mut settings = support::snapshots();
        settings.set_prepend_module_to_snapshot(false);
        settings.bind(|| insta::assert_snapshot!(format!("helm__{environment}"), text));
    }
    let mut settings = support::snapshots();
    settings.set_prepend_module_to_snapshot(false);
    let text = serde_json::to_string_pretty(&charts::cluster()?)?;
    settings.bind(|| insta::assert_snapshot!("helm__cluster", text));
    Ok(())
}

/// What a task may connect to by its security group, a pod may by its own, and by its network
/// policy, and nothing else, in every environment.
#[test]
fn network_policies_say_what_security_groups_do() -> Outcome<()> {
    for environment in ENVIRONMENTS {
        let policies =
            policies::of_pods(&manifests(environment, &[])?, charts::network(environment));
        let pods = in_cluster(environment);
        let tasks = Environment { compute: Compute::Fargate, ..pods.clone() };
        for environment in [pods, tasks] {
            let groups = policies::of_groups(&environment)?;
            assert_eq!(policies, groups, "{} {:?}", environment.name(), environment.compute);
        }
        assert!(10 < policies.len(), "{policies:?}");
    }
    Ok(())
}

/// A pod has its group from the policy that selects it, and from no other.
#[test]
fn each_workload_has_the_security_group_that_is_its_own() -> Outcome<()> {
    let policies = charts::cluster()?;
    let of_pod = |labels: &Json| -> Vec<Json> {
        let selects = |it: &&Json| it["spec"]["podSelector"]["matchLabels"] == *labels;
        let policies = policies
            .iter()
            .filter(|it| it["kind"] == "SecurityGroupPolicy")
            .filter(selects);
        policies
            .map(|it| it["spec"]["securityGroups"]["groupIds"].clone())
            .collect()
    };
    let mut seen = BTreeSet::new();
    for workload in manifests("staging-eks", &[])? {
        let kind = workload["kind"].as_str().unwrap_or_default();
        if !["Deployment", "Job"].contains(&kind) {
            continue;
        }
        let found = of_pod(&workload["spec"]["template"]["metadata"]["labels"]);
        let name = workload["metadata"]["name"].as_str().unwrap_or_default();
        let place = if kind == "Job" { "jobs" } else { "services" };
        let expected = serde_json::json!([format!("{place}.{name}.securityGroupId")]);
        assert_eq!(found, [expected], "{name}");
        seen.insert(name.to_owned());
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    Ok(())
}

/// Without Auto Mode other controllers read the chart, and nobody makes servers.
#[test]
fn a_cluster_of_servers_of_our_own_has_a_chart_that_its_controllers_read() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    own_servers::write(folder.path())?;
    let render = |name: &str| -> Outcome<Vec<Json>> {
        let chart = folder.path().join("helm").join(name).display().to_string();
        let set = "services.api.targetGroupArn=arn,services.api.securityGroupId=sg-0a1b2c3d,\
                   ingress.enabled=true,ingress.certificateArn=arn,rollouts.enabled=true";
        let arguments = ["template", name, &chart, "--set", set];
        charts::parse(&helm(&arguments.map(str::to_owned))?)
    };
    let (services, cluster) = (render("shop")?, render("cluster")?);
    judges::validate(&services)?;
    judges::validate(&cluster)?;
    let version = |kind: &str| {
        let found = services.iter().find(|it| it["kind"] == kind).expect(kind);
        found["apiVersion"].clone()
    };
    assert_eq!(version("TargetGroupBinding"), "elbv2.k8s.aws/v1beta1");
    assert_eq!(version("IngressClassParams"), "elbv2.k8s.aws/v1beta1");
    let class = services
        .iter()
        .find(|it| it["kind"] == "IngressClass")
        .expect("a class");
    assert_eq!(class["spec"]["controller"], "ingress.k8s.aws/alb");
    let kinds: BTreeSet<_> = cluster.iter().map(|it| it["kind"].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from([Some("Namespace"), Some("SecurityGroupPolicy")]));
    Ok(())
}

#[test]
fn rollouts_step_through_five_fifty_and_all() -> Outcome<()> {
    let all = manifests("staging-eks", &["rollouts.enabled=true"])?;
    let rollout = all
        .iter()
        .find(|it| it["kind"] == "Rollout")
        .expect("a rollout");
    let steps = rollout["spec"]["strategy"]["canary"]["steps"]
        .as_array()
        .expect("steps");
    let weights: Vec<_> = steps
        .iter()
        .filter_map(|step| step["setWeight"].as_i64())
        .collect();
    assert_eq!(weights, [5, 50, 100]);
    let mut scaled = all
        .iter()
        .filter(|it| it["kind"] == "HorizontalPodAutoscaler");
    assert!(scaled.all(|it| it["spec"]["scaleTargetRef"]["kind"] == "Rollout"));
    let mut idle = all.iter().filter(|it| it["kind"] == "Deployment");
    assert!(idle.all(|it| it["spec"]["replicas"] == 0));
    Ok(())
}

#[test]
fn no_file_of_the_chart_holds_a_secret() -> Outcome<()> {
    let rendered = manifests("staging-eks", &[])?;
    assert!(rendered.iter().all(|it| it["kind"] != "Secret"), "pods mount secrets");
    let config = rendered.iter().filter(|it| it["kind"] == "ConfigMap");
    for name in config.flat_map(|it| {
        it["data"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
    }) {
        assert!(!name.ends_with("PASSWORD"), "{name}");
    }
    let class = rendered
        .iter()
        .find(|it| charts::name(it) == "SecretProviderClass migration");
    let objects =
        class.expect("the migration has secrets")["spec"]["parameters"]["objects"].clone();
    let objects: Json = serde_json::from_str(objects.as_str().unwrap_or_default())?;
    assert_eq!(
        objects[0]["jmesPath"][1],
        serde_json::json!({"path": "password", "objectAlias": "DATABASE_PASSWORD"})
    );
    Ok(())
}

#[test]
fn rejects_values_that_are_none() {
    let refusal = |set: &str| {
        let error = manifests("staging-eks", &[set]).expect_err(set).to_string();
        assert!(error.contains("values don't meet the specifications"), "{error}");
        error
    };
    let cpu = refusal("services.api.resources.requests.cpu=lots");
    assert!(cpu.contains("does not match pattern"), "{cpu}");
    let secret = refusal("services.api.config.DATABASE_PASSWORD=hunter2");
    assert!(secret.contains("DATABASE_PASSWORD"), "{secret}");
    let replicas = refusal("services.api.replicas.least=-1");
    assert!(replicas.contains("minimum"), "{replicas}");
    refusal("services.apy.image=x");
}

#[test]
fn rejects_a_release_without_what_stacks_tell() {
    let arguments = ["template".into(), "ecomind".into(), chart("ecomind")];
    let error = helm(&arguments).expect_err("refused").to_string();
    assert!(
        error.contains("is missing: it is in what outputs --format helm-values prints"),
        "{error}"
    );
}

/// From the app to manifests: deployed to the simulator, asked for its outputs, rendered.
#[test]
fn outputs_of_deployed_stacks_fill_the_chart() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let local = format!("--local={}", folder.path().join("state").display());
    let run = |arguments: &[&str]| {
        let arguments = arguments.iter().copied().chain([local.as_str()]);
        let outcome = Program::new("ecomind", "1.0.0").capture(ecomind_app::app, arguments);
        assert_eq!(outcome.exit, Exit::Success, "{}", outcome.stderr);
        outcome.stdout
    };
    run(&["deploy", "staging-eks", "Services", "--yes"]);
    let values = run(&["outputs", "staging-eks", "--format", "helm-values"]);
    let file = folder.path().join("outputs.yaml");
    std::fs::write(&file, values)?;
    let arguments = ["template".into(), "ecomind".into(), chart("ecomind"), "--values".into()];
    let arguments: Vec<String> = arguments
        .into_iter()
        .chain([file.display().to_string()])
        .collect();
    let rendered = charts::parse(&helm(&arguments)?)?;
    judges::validate(&rendered)?;
    let api = rendered
        .iter()
        .find(|it| charts::name(it) == "ConfigMap api")
        .expect("a config map");
    let host = api["data"]["DATABASE_HOST"].as_str().unwrap_or_default();
    assert!(!host.is_empty() && host != "services.api.config.DATABASE_HOST", "{api}");
    Ok(())
}

#[test]
fn every_environment_in_a_cluster_has_its_chart_and_no_other_does() {
    for environment in Environment::ALL {
        let folder: PathBuf = support::synth_out().join(environment.name()).join("helm");
        let is_in_cluster = matches!(environment.compute, Compute::Eks { .. });
        assert_eq!(folder.exists(), is_in_cluster, "{}", environment.name());
    }
}
