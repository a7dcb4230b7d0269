//! What nodes do on their first start.

use crate::{
    aws::ec2,
    value::{IntoValue, Value},
};

/// What follows the beginning of all instances; `tests/custom_resources` checks it.
const SCRIPT: &str = include_str!("install.sh");

/// The script of all nodes, which signal to `resource`.
pub(super) fn of(
    version: &str,
    addresses: &[String],
    topics: &[(String, u32)],
    resource: impl IntoValue<String>,
) -> Value<String> {
    let topics: Vec<String> = topics
        .iter()
        .map(|(name, partitions)| format!("{name}:{partitions}"))
        .collect();
    let variables = [
        ("REDPANDA_VERSION", version.into_value()),
        ("ADDRESSES", addresses.join(",").into_value()),
        ("TOPICS", topics.join(" ").into_value()),
    ];
    ec2::user_data(SCRIPT, &variables, resource)
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
        assert_eq!(crate::aws::ec2::script_flaw(super::SCRIPT), None);
    }
}
