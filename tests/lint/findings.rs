//! What cfn-lint finds in a set of templates.

use std::{
    fmt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::support;

/// One finding, with its template relative to `synth-out/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) rule: String,
    pub(crate) template: String,
    /// Where in the template, such as `Resources/Bucket/Properties/BucketName`.
    pub(crate) at: String,
    pub(crate) message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} at {}: {}", self.template, self.rule, self.at, self.message)
    }
}

/// Runs cfn-lint once over `templates` (it takes seconds to start), which are below `folder`.
///
/// Every class of rule counts, informational ones too, and templates cannot switch rules off in
/// their metadata: what we accept stands in one file.
pub(crate) fn lint(folder: &Path, region: &str, templates: &[PathBuf]) -> Vec<Finding> {
    let output = Command::new(support::cfn_lint())
        .args(["--format", "json", "--regions", region])
        .args(["--include-checks", "I", "--mandatory-checks", "E", "W", "I"])
        .arg("--template")
        .args(templates)
        // A person's own `.cfnlintrc` must not change the outcome.
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("cfn-lint starts");
    let Ok(Value::Array(findings)) = serde_json::from_slice(&output.stdout) else {
        let (out, err) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        panic!("cfn-lint did not answer with findings: {}\n{out}{err}", output.status);
    };
    findings
        .iter()
        .map(|finding| parse(folder, finding))
        .collect()
}

fn parse(folder: &Path, finding: &Value) -> Finding {
    let text = |pointer: &str| {
        let text = finding.pointer(pointer).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no {pointer} in {finding}"))
            .to_owned()
    };
    let file = PathBuf::from(text("/Filename"));
    let step = |step: &Value| {
        step.as_str()
            .map_or_else(|| step.to_string(), str::to_owned)
    };
    let steps = finding.pointer("/Location/Path").and_then(Value::as_array);
    let steps: Vec<String> = steps.into_iter().flatten().map(step).collect();
    Finding {
        rule: text("/Rule/Id"),
        template: file
            .strip_prefix(folder)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/"),
        at: steps.join("/"),
        message: text("/Message"),
    }
}
