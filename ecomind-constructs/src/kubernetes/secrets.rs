//! Secrets of Secrets Manager as variables, which the role of the pods reads.

use serde_json::{Value as Json, json};

use crate::{aws::eks::Workload, value::Value};

use super::{manifest::required, pod};

/// One secret of Secrets Manager, and the variables that are fields of it.
pub(super) struct Source {
    /// Where its ARN is in the values, below those of the workload.
    pub(super) path: String,
    pub(super) arn: Value<String>,
    variables: Vec<(String, Option<String>)>,
}

/// Each secret once, in the order of the variables: what mounts them takes none twice.
pub(super) fn sources(workload: &Workload) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for (variable, secret) in &workload.container.secrets {
        let arn: Value<String> = secret.arn.clone().cast();
        let field = (variable.clone(), secret.json_field.clone());
        let mut known = sources.iter_mut();
        if let Some(known) = known.find(|known| known.arn.expr() == arn.expr()) {
            known.variables.push(field);
        } else {
            let path = format!("secretArns.{variable}");
            sources.push(Source { path, arn, variables: vec![field] });
        }
    }
    sources
}

/// What the Secrets Store CSI driver mounts, and makes a secret of Kubernetes of, which pods have
/// their variables from. Values of secrets are in no chart.
pub(super) fn provider_class(workload: &Workload, region: &str, arns: &[String]) -> Json {
    let name = &workload.container.name;
    let sources = sources(workload);
    let objects: Vec<String> = sources
        .iter()
        .zip(arns)
        .map(|(it, arn)| it.object(arn))
        .collect();
    let data: Vec<Json> = workload
        .container
        .secrets
        .iter()
        .map(|(variable, _)| json!({"key": variable, "objectName": variable}))
        .collect();
    json!({
        "apiVersion": "secrets-store.csi.x-k8s.io/v1",
        "kind": "SecretProviderClass",
        "metadata": pod::metadata(workload),
        "spec": {
            "parameters": {
                "objects": format!("[{}]", objects.join(",")),
                "region": region,
                "usePodIdentity": "true",
            },
            "provider": "aws",
            "secretObjects": [{"data": data, "secretName": name, "type": "Opaque"}],
        },
    })
}

/// The expression of Helm that gives what [`provider_class`] has as its objects.
pub(super) fn objects_expression(workload: &Workload, values: &str) -> String {
    let sources = sources(workload);
    let objects: Vec<String> = sources.iter().map(|it| it.object("%s")).collect();
    let arns = sources
        .iter()
        .map(|it| format!(" ({})", required(&format!("{values}.{}", it.path))));
    format!("printf `[{}]`{} | quote", objects.join(","), arns.collect::<String>())
}

impl Source {
    /// JSON, which is YAML, and what the driver reads. The order of its keys is ours, since it is
    /// compared as text.
    fn object(&self, arn: &str) -> String {
        let text = |text: &str| Json::from(text).to_string();
        match &*self.variables {
            [(variable, None)] => format!(
                r#"{{"objectName":{},"objectType":"secretsmanager","objectAlias":{}}}"#,
                text(arn),
                text(variable)
            ),
            variables => {
                let fields = variables.iter().map(|(variable, field)| {
                    let path = field.as_deref().unwrap_or("@");
                    format!(r#"{{"path":{},"objectAlias":{}}}"#, text(path), text(variable))
                });
                format!(
                    r#"{{"objectName":{},"objectType":"secretsmanager","jmesPath":[{}]}}"#,
                    text(arn),
                    fields.collect::<Vec<_>>().join(",")
                )
            }
        }
    }
}
