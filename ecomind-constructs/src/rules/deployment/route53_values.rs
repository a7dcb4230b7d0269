//! Records have values of their type.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("route53-values"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Records have values of their type.",
        why: "Route 53 refuses others.",
        fix: "write addresses, names, or text in quotes",
        source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html",
        same_as: &["cfn-lint E3023"],
    },
    types: &["AWS::Route53::RecordSet"],
    check: |it, flaws| {
        let kind = it.text("Type").unwrap_or_default();
        let records = it.list("ResourceRecords");
        if kind == "CNAME" && 1 < records.len() {
            flaws.add(it, "ResourceRecords", format!("must be one name, got {}", records.len()));
        }
        for (index, record) in records.iter().enumerate() {
            let Some(text) = record.as_str() else { continue };
            let expected = match &*kind {
                "A" if text.parse::<Ipv4Addr>().is_err() => "an IPv4 address",
                "AAAA" if text.parse::<Ipv6Addr>().is_err() => "an IPv6 address",
                "TXT" if !(text.starts_with('"') && text.ends_with('"')) => "text in quotes",
                _ => continue,
            };
            flaws.add(
                it,
                &format!("ResourceRecords/{index}"),
                format!("must be {expected}, got {text:?}"),
            );
        }
    },
};
