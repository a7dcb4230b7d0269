//! Small gp3 storage says nothing of IOPS and throughput.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-gp3-numbers"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Small gp3 storage says nothing of IOPS and throughput.",
        why: "RDS refuses both below 400 GiB.",
        fix: "leave `Iops` and `StorageThroughput` out, or allocate 400 GiB",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
        same_as: &[],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        let is_small = it
            .number("AllocatedStorage")
            .is_some_and(|size| size < 400.0);
        if !it.is("StorageType", "gp3") || !is_small || !it.is("Engine", "postgres") {
            return;
        }
        for path in ["Iops", "StorageThroughput"] {
            if it.is_set(path) {
                flaws.add(it, path, "must not be set below 400 GiB");
            }
        }
    },
};
