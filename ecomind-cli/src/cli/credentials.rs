//! Whether there are credentials for AWS, as far as one can tell without asking for them.

use std::{fs, path::PathBuf};

use super::surroundings::Surroundings;

/// Variables that only somebody sets who means to speak to AWS, or to an endpoint in its place.
const VARIABLES: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_CLOUDFORMATION",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// The keys of the shared files that lead to credentials.
const KEYS: &[&str] = &["aws_access_key_id", "role_arn", "sso_", "credential_process"];

/// Whether variables or the shared files name credentials. The metadata of a machine is not asked:
/// where there is none, that takes seconds.
pub(super) fn are_at_hand(surroundings: &Surroundings) -> bool {
    let mut variables = VARIABLES.iter();
    variables.any(|name| surroundings.variable(name).is_some())
        || (surroundings.is_process() && files(surroundings).iter().any(names_credentials))
}

fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let home = std::env::home_dir();
    let file = |variable: &str, name: &str| {
        let given = surroundings.variable(variable).map(PathBuf::from);
        given.or_else(|| home.as_ref().map(|home| home.join(".aws").join(name)))
    };
    [("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "config")]
        .into_iter()
        .filter_map(|(variable, name)| file(variable, name))
        .collect()
}

fn names_credentials(file: &PathBuf) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let mut keys = text.lines().map(str::trim_start);
    keys.any(|line| KEYS.iter().any(|key| line.starts_with(key)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn variables_say_that_there_are_credentials() {
        let given = |name: &str| {
            let variables = BTreeMap::from([(name.to_owned(), "x".to_owned())]);
            are_at_hand(&Surroundings::Given(variables))
        };
        assert!(given("AWS_PROFILE") && given("AWS_ENDPOINT_URL"));
        assert!(!given("AWS_REGION"));
    }

    #[test]
    fn a_file_without_a_way_to_credentials_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        fs::write(&file, "[default]\nregion = eu-west-1\n").unwrap();
        assert!(!names_credentials(&file));
        fs::write(&file, "[default]\nsso_session = work\n").unwrap();
        assert!(names_credentials(&file));
        assert!(!names_credentials(&folder.path().join("nothing")));
    }
}
