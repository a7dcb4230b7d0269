//! Fargate has the size of the task.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

/// CPU, the least and the most memory, and its steps.
const SIZES: &[(f64, f64, f64, f64)] = &[
    (256.0, 512.0, 2048.0, 512.0),
    (512.0, 1024.0, 4096.0, 1024.0),
    (1024.0, 2048.0, 8192.0, 1024.0),
    (2048.0, 4096.0, 16384.0, 1024.0),
    (4096.0, 8192.0, 30720.0, 1024.0),
    (8192.0, 16384.0, 61440.0, 4096.0),
    (16384.0, 32768.0, 122_880.0, 8192.0),
    (32768.0, 61440.0, 249_856.0, 1.0),
];

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-fargate-size"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Fargate has the size of the task.",
        why: "ECS refuses other pairs of CPU and memory.",
        fix: "choose a pair of the table",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
        same_as: &["cfn-lint E3047"],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        let is_fargate = it
            .list("RequiresCompatibilities")
            .iter()
            .any(|name| name == "FARGATE");
        let (Some(cpu), Some(memory)) = (it.number("Cpu"), it.number("Memory")) else { return };
        if !is_fargate {
            return;
        }
        let Some((_, least, most, step)) = SIZES.iter().find(|size| (size.0 - cpu).abs() < 1.0)
        else {
            return flaws.add(it, "Cpu", format!("must be a size of Fargate, got {cpu}"));
        };
        let is_step =
            (memory - least) % step < 0.5 || (cpu < 300.0 && (memory - 512.0).abs() < 0.5);
        if memory < *least || *most < memory || !is_step {
            let message = format!(
                "must be {least} to {most} in steps of {step} with a CPU of {cpu}, got {memory}"
            );
            flaws.add(it, "Memory", message);
        }
    },
};
