//! `policy`: the least that the roles of a deployment must be allowed.

use anyhow::Result;
use clap::{Args, ValueEnum};
use ecomind_constructs::permissions::{
    self, Deployment, MANAGED_POLICIES_PER_ROLE, MANAGED_POLICY_SIZE, Permissions, PolicyDocument,
    RoleTemplate, Wide,
};
use serde_json::{Value, json};

use crate::environment::Apps;

use super::{
    message::{Failure, Message},
    printer::Printer,
    selection::{Dependencies, Selection},
    suggestion::listed,
    synthesized::synthesize,
};

/// Changes when a reader of the last version could misunderstand this one.
const VERSION: u32 = 1;

/// Arguments of `policy`.
#[derive(Debug, Args)]
pub(super) struct Policy {
    #[command(flatten)]
    selection: Selection,
    /// Policies as JSON, or a template of the roles
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Name of the role that CloudFormation acts as
    #[arg(long, value_name = "NAME", default_value = "cloudformation-execution")]
    execution_role: String,
    /// Bucket for templates that are too large to be sent
    #[arg(long, value_name = "NAME")]
    template_bucket: Option<String>,
}

/// How to print the policies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Policies, and why some of them are wide
    #[default]
    Json,
    /// A CloudFormation template of the roles
    Cloudformation,
}

impl Policy {
    /// Prints the policies, and says what they lack.
    pub(super) fn run(&self, apps: &Apps<'_>, printer: &mut Printer<'_>) -> Result<()> {
        let selected = self.selection.resolve(apps)?;
        let all = synthesize(apps, &selected, Dependencies::LeftOut, printer)?;
        let mut deployment = Deployment::new(&self.execution_role);
        if let Some(bucket) = &self.template_bucket {
            deployment = deployment.template_bucket(bucket);
        }
        if self.format == Format::Cloudformation {
            let [only] = all.as_slice() else {
                let text = "a template of roles is for one environment";
                return Err(Failure::from(Message::new(text)).into());
            };
            let stacks = only.templates();
            warn(only.environment, &permissions::execution(&stacks), printer);
            let template = RoleTemplate::new(&stacks, &deployment).to_json();
            return printer.data(&(serde_json::to_string_pretty(&template)? + "\n"));
        }
        let mut environments = Vec::new();
        for synthesized in &all {
            let stacks = synthesized.templates();
            let execution = permissions::execution(&stacks);
            warn(synthesized.environment, &execution, printer);
            environments.push(json!({
                "name": synthesized.environment,
                "deploy": as_json(&permissions::deployment(&stacks, &deployment)),
                "execution": as_json(&execution),
            }));
        }
        let document = json!({"version": VERSION, "environments": environments});
        printer.data(&(serde_json::to_string_pretty(&document)? + "\n"))
    }
}

fn as_json(permissions: &Permissions) -> Value {
    let documents = permissions.documents(MANAGED_POLICY_SIZE);
    let wide = |it: &Wide| json!({"statement": it.sid, "types": it.types, "reason": it.reason});
    json!({
        "policies": documents.iter().map(PolicyDocument::to_json).collect::<Vec<_>>(),
        "wide": permissions.wide.iter().map(wide).collect::<Vec<_>>(),
        "typesWithoutPermissions": permissions.silent,
        "leftOut": permissions.malformed,
    })
}

/// Says what makes a deployment fail although the policies are in place.
fn warn(environment: &str, execution: &Permissions, printer: &mut Printer<'_>) {
    if !execution.silent.is_empty() {
        let types: Vec<_> = execution.silent.iter().map(String::as_str).collect();
        let text = format!(
            "AWS does not say what CloudFormation calls for {} of `{environment}`",
            listed(&types)
        );
        let hint = "allow the execution role what these types need by a policy of your own";
        printer.warning(&Message::new(text).hint(hint));
    }
    let count = execution.documents(MANAGED_POLICY_SIZE).len();
    if MANAGED_POLICIES_PER_ROLE < count {
        let text = format!(
            "the execution role of `{environment}` needs {count} managed policies, and a role \
             takes {MANAGED_POLICIES_PER_ROLE}"
        );
        let hint = "have the quota of the account raised, or deploy the stacks with two roles";
        printer.warning(&Message::new(text).hint(hint));
    }
}
