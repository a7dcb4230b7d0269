//! What nodes do on their first start.

use crate::value::{self, IntoValue, Value};

/// Everything below the variables; `tests/custom_resources` checks it.
const SCRIPT: &str = include_str!("install.sh");

/// The script of all nodes, which signal to `resource`.
pub(super) fn of(
    version: &str,
    addresses: &[String],
    resource: impl IntoValue<String>,
) -> Value<String> {
    let addresses = addresses.join(",");
    let variables = format!(
        "#!/bin/bash\nREDPANDA_VERSION={version}\nADDRESSES={addresses}\n\
         STACK=${{AWS::StackId}}\nRESOURCE=${{Resource}}\nREGION=${{AWS::Region}}\n"
    );
    value::base64(value::sub(&format!("{variables}{SCRIPT}"), [("Resource", resource)]))
}

/// What is wrong with a version, if anything is.
pub(super) fn flaw_of_version(version: &str) -> Option<String> {
    let numbers: Vec<&str> = version.split('.').collect();
    let is_number =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = numbers.len() == 3 && numbers.iter().all(is_number);
    (!fits).then(|| format!("must be a whole version, such as 26.2.1, got {version:?}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_script_fits_an_instance() {
        // EC2 takes 16 KiB, and the variables need some.
        assert!(super::SCRIPT.len() <= 15 * 1024, "{} bytes", super::SCRIPT.len());
    }

    #[test]
    fn the_script_has_no_holes_for_cloudformation_to_fill() {
        assert!(!super::SCRIPT.contains("${"));
    }
}
