//! Containers run as a user without rights.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-not-root"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Containers run as a user without rights.",
        why: "A hole in the program gives less away.",
        fix: "set `User` to a number other than 0",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
        same_as: &["FSBP ECS.20"],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        for index in 0..it.list("ContainerDefinitions").len() {
            let path = format!("ContainerDefinitions/{index}/User");
            it.must_be_set(&path, flaws);
            if it
                .text(&path)
                .is_some_and(|user| user == "root" || user == "0" || user.starts_with("0:"))
            {
                flaws.add(it, &path, "must not be root");
            }
        }
    },
};
