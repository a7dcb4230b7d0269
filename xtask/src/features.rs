//! `check-features`: each service must compile without any other.

use std::{fs, process::Command, time::Instant};

use crate::{Error, Result, paths};

/// Services that lean on others' ids, are large, or share a feature; and one small one.
const SAMPLE: [&str; 10] = [
    "apigateway",
    "ec2",
    "ecs",
    "elasticache",
    "elasticloadbalancingv2",
    "iot",
    "lambda",
    "rds",
    "s3",
    "sdb",
];

/// Compiles the sample, or all, one by one.
pub(crate) fn run(all: bool) -> Result<()> {
    let names = if all { listed()? } else { SAMPLE.map(Into::into).into() };
    let mut failed = Vec::new();
    let start = Instant::now();
    for name in &names {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["rustc", "--quiet", "--package", "ecomind-constructs", "--lib"])
            .args(["--profile", "check", "--no-default-features", "--features", name])
            .args(["--", "-D", "warnings"])
            .current_dir(paths::root())
            .status()
            .map_err(|error| Error::new(format!("cannot run cargo: {error}")))?;
        if !status.success() {
            failed.push(name.as_str());
        }
    }
    println!("{} features alone in {:.0?}", names.len(), start.elapsed());
    if failed.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!("these don't compile alone: {}", failed.join(", "))))
}

/// The services that the manifest lists.
fn listed() -> Result<Vec<String>> {
    let path = paths::root().join("ecomind-constructs/Cargo.toml");
    let text = fs::read_to_string(&path).map_err(|error| Error::file("read", &path, error))?;
    let list = text
        .split_once("all-services = [")
        .and_then(|(_, rest)| rest.split_once(']'));
    let (list, _) = list.ok_or_else(|| Error::file("read", &path, "it lists no services"))?;
    Ok(list
        .split(',')
        .map(|it| it.trim().trim_matches('"').to_owned())
        .filter(|it| !it.is_empty())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_of_features_that_exist() {
        let listed = listed().unwrap();
        for name in SAMPLE {
            assert!(listed.iter().any(|it| it == name), "{name}");
        }
    }
}
