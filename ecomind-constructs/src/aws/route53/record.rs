//! Plain records.

use crate::{
    Result,
    cfn::route53 as cfn,
    tree::{Ref, Resource as _, Scope},
    value::{Duration, IntoValue, Value},
};

use super::{HostedZone, RecordType, record_parts};

/// What a name stands for.
///
/// For something of AWS an [`AliasRecord`](super::AliasRecord) is better: it costs nothing and
/// follows the target's addresses.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
/// Record::builder("Spf", &zone, RecordType::Txt, ["v=spf1 -all"]).build(stack)?;
/// Record::builder("Docs", &zone, RecordType::Cname, ["example.github.io"])
///     .name("docs")
///     .ttl(Duration::hours(1))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::Route53::RecordSet`](cfn::RecordSet)
#[derive(Debug, Clone)]
pub struct Record {
    domain_name: String,
    resource: Ref<cfn::RecordSet>,
}

/// Builds a [`Record`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct RecordBuilder<'a> {
    id: String,
    zone: &'a HostedZone,
    record_type: RecordType,
    values: Vec<Value<String>>,
    name: String,
    ttl: Duration,
}

impl Record {
    /// Starts a record in `zone`.
    pub fn builder<V: IntoValue<String>>(
        id: impl Into<String>,
        zone: &HostedZone,
        record_type: RecordType,
        values: impl IntoIterator<Item = V>,
    ) -> RecordBuilder<'_> {
        RecordBuilder {
            id: id.into(),
            zone,
            record_type,
            values: values.into_iter().map(IntoValue::into_value).collect(),
            name: String::new(),
            ttl: Duration::minutes(30),
        }
    }

    /// The whole name, without a trailing dot.
    #[must_use]
    pub fn domain_name(&self) -> &str {
        &self.domain_name
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::RecordSet> {
        self.resource
    }
}

impl RecordBuilder<'_> {
    /// The name, within the zone or whole. Default: the zone's own.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// How long resolvers keep it. Default: 30 minutes.
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = ttl;
        self
    }

    /// Adds the record to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Record> {
        let mut scope = scope.child(&self.id)?;
        let domain_name = record_parts::domain_name(&scope, &self.name, self.zone)?;
        let is_cname = self.record_type == RecordType::Cname;
        if is_cname && domain_name == self.zone.name() {
            let reason = format!(
                "must be below the zone for a CNAME record, got {domain_name:?}; use an \
                 `AliasRecord` there"
            );
            return Err(scope.invalid("name", reason));
        }
        match self.values.len() {
            0 => return Err(scope.invalid("values", "must be at least one, got none")),
            2.. if is_cname => {
                let reason = format!("must be one for a CNAME record, got {}", self.values.len());
                return Err(scope.invalid("values", reason));
            }
            _ => {}
        }
        // Route 53 takes 68 years; what nobody can correct for so long is a slip.
        if Duration::days(7) < self.ttl {
            let reason = format!("must be 7 days at most, got {}", self.ttl);
            return Err(scope.invalid("ttl", reason));
        }
        let values: Vec<_> = self
            .values
            .into_iter()
            .map(|value| self.record_type.write(value))
            .collect();
        let arguments =
            cfn::RecordSetArgs { name: format!("{domain_name}."), type_: self.record_type.name() };
        let resource = cfn::RecordSet::new(arguments)
            .hosted_zone_id(self.zone.zone_id())
            .resource_records(values)
            .ttl(self.ttl.as_seconds().to_string())
            .add("Resource", &mut scope)?;
        Ok(Record { domain_name, resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    fn zone(stack: &mut Scope<'_>) -> Result<HostedZone> {
        HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.com").build(stack)
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let zone = zone(stack)?;
            Record::builder("Spf", &zone, RecordType::Txt, ["v=spf1 -all"]).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let zone = zone(stack)?;
            let below = HostedZone::builder("Below", "dev.example.com").build(stack)?;
            Record::builder(
                "Mail",
                &zone,
                RecordType::Mx,
                ["10 a.example.org", "20 b.example.org"],
            )
            .ttl(Duration::hours(1))
            .build(stack)?;
            Record::builder("Region", &zone, RecordType::Txt, [value::region()])
                .name("_region")
                .build(stack)?;
            Record::builder("Owner", &below, RecordType::Cname, ["owner.example.org"])
                .name("owner.dev.example.com")
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_records_that_route_53_refuses() {
        let refusal = |record_type: RecordType, values: &[&str], name: &str, ttl: Duration| {
            let error = testing::reject(|stack| {
                let zone = zone(stack)?;
                Record::builder("Record", &zone, record_type, values.to_vec())
                    .name(name)
                    .ttl(ttl)
                    .build(stack)
            });
            error.to_string()
        };
        let hour = Duration::hours(1);
        insta::assert_snapshot!(refusal(RecordType::Cname, &["a.example.org"], "", hour), @r#"`name` of `Test/Record` must be below the zone for a CNAME record, got "example.com"; use an `AliasRecord` there"#);
        insta::assert_snapshot!(refusal(RecordType::Cname, &["a.b", "c.d"], "docs", hour), @"`values` of `Test/Record` must be one for a CNAME record, got 2");
        insta::assert_snapshot!(refusal(RecordType::A, &[], "docs", hour), @"`values` of `Test/Record` must be at least one, got none");
        insta::assert_snapshot!(refusal(RecordType::A, &["192.0.2.1"], "Docs", hour), @r#"`name` of `Test/Record` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "Docs.example.com""#);
        insta::assert_snapshot!(refusal(RecordType::A, &["192.0.2.1"], "docs", Duration::days(8)), @"`ttl` of `Test/Record` must be 7 days at most, got 8 days");
    }
}
