//! What CloudFormation takes of one template, and its dynamic references.

use serde_json::{Map, Value};

use crate::template::limits::{
    BYTES, DYNAMIC_REFERENCES, MAPPINGS, OUTPUTS, PARAMETERS, RESOURCES, WARN_PERCENT,
};

use super::{
    Check,
    checker::{Checker, Place},
};

impl Checker<'_> {
    /// Counts what the template has against the quotas.
    pub(super) fn limits(&mut self, bytes: usize) {
        let count = |name: &str| {
            let section = self.template.section(name).and_then(Value::as_object);
            section.map_or(0, Map::len)
        };
        let counts = [
            ("resources", count("Resources"), RESOURCES),
            ("outputs", count("Outputs"), OUTPUTS),
            ("parameters", count("Parameters"), PARAMETERS),
            ("mappings", count("Mappings"), MAPPINGS),
            ("dynamic references", self.dynamic_references, DYNAMIC_REFERENCES),
            ("bytes", bytes, BYTES),
        ];
        for (of, given, most) in counts {
            if most < given {
                let hint = (of == "resources").then(|| "split it into several stacks".to_owned());
                self.find_with(
                    Check::Limit,
                    format!("must have at most {most} {of}, got {given}"),
                    hint,
                );
            } else if most * WARN_PERCENT <= given * 100 {
                self.find(Check::NearLimit, format!("has {given} of {most} {of}"));
            }
        }
    }

    /// Counts and checks what `CloudFormation` resolves inside a text.
    pub(super) fn dynamic_references_in(&mut self, text: &str) {
        // Nearly every text has none, and a byte is found faster than a word.
        if !text.contains('{') {
            return;
        }
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("{{resolve:") {
            self.dynamic_references += 1;
            let (reference, next) = after.split_once("}}").unwrap_or((after, ""));
            rest = next;
            let (service, place) = reference.split_once(':').unwrap_or((reference, ""));
            match service {
                "ssm" | "ssm-secure" | "secretsmanager" if place.is_empty() => {
                    let message = format!("must name what to resolve, got `{service}` alone");
                    self.find(Check::DynamicReference, message);
                }
                "ssm-secure" | "secretsmanager" if self.place != Place::Property => {
                    let message =
                        format!("can't resolve `{service}`: secrets are for properties alone");
                    self.find(Check::DynamicReference, message);
                }
                "ssm" | "ssm-secure" | "secretsmanager" => {}
                other => {
                    let message =
                        format!("must resolve ssm, ssm-secure or secretsmanager, got {other:?}");
                    self.find(Check::DynamicReference, message);
                }
            }
        }
    }
}
