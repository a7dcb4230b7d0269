//! Metrics.

use crate::{
    cfn::cloudwatch as cfn,
    value::{Duration, IntoValue, Value},
};

use super::{Statistic, Unit};

/// What CloudWatch measures of one thing: its values, put together period by period.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let latency = Metric::new("AWS/ApplicationELB", "TargetResponseTime")
///     .dimension("LoadBalancer", "app/edge/50dc6c495c0c9188")
///     .statistic(Statistic::Percentile(95.0))
///     .period(Duration::minutes(1));
/// ```
///
/// AWS: [metrics](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Metric)
#[derive(Debug, Clone, PartialEq)]
#[must_use = "measures nothing until an alarm or a dashboard has it"]
pub struct Metric {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) dimensions: Vec<(String, Value<String>)>,
    pub(super) statistic: Statistic,
    pub(super) period: Duration,
    unit: Option<Unit>,
    pub(super) label: Option<String>,
}

const MOST_DIMENSIONS: usize = 30;

/// Of names and values, in characters.
const LONGEST: usize = 255;

impl Metric {
    /// The metric of this name in a namespace, such as `AWS/SQS` or one of your own.
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            namespace: namespace.into(),
            name: name.into(),
            dimensions: Vec::new(),
            statistic: Statistic::Average,
            period: Duration::minutes(5),
            unit: None,
            label: None,
        }
    }

    /// What it measures, as the publisher of the metric says. Adds to those before, at most 30;
    /// default: none.
    pub fn dimension(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.dimensions.push((name.into(), value.into_value()));
        self
    }

    /// How the values of a period become one. Default: [`Statistic::Average`].
    pub fn statistic(mut self, statistic: Statistic) -> Self {
        self.statistic = statistic;
        self
    }

    /// How long a period is: 10, 20 or 30 seconds, or whole minutes up to a day. Default: 5
    /// minutes.
    pub fn period(mut self, period: Duration) -> Self {
        self.period = period;
        self
    }

    /// Leaves out values of other units; alarms only. Default: values of every unit.
    pub fn unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// What graphs call it. Default: what CloudWatch makes of its name.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(super) fn unit_value(&self) -> Option<cfn::AlarmUnit> {
        self.unit
            .map(|unit| cfn::AlarmUnit::Other(unit.text().to_owned()))
    }

    pub(super) fn alarm_dimensions(&self) -> Vec<cfn::AlarmDimension> {
        let dimension = |(name, value): &(String, Value<String>)| {
            cfn::AlarmDimension::new(cfn::AlarmDimensionArgs { name, value })
        };
        self.dimensions.iter().map(dimension).collect()
    }

    /// What CloudWatch would refuse, if anything.
    pub(super) fn flaw(&self) -> Option<String> {
        let fits = |text: &str| (1..=LONGEST).contains(&text.chars().count());
        for (what, text) in [("namespace", &self.namespace), ("name", &self.name)] {
            if !fits(text) {
                return Some(format!("must have a {what} of 1 to {LONGEST} characters"));
            }
        }
        if MOST_DIMENSIONS < self.dimensions.len() {
            let given = self.dimensions.len();
            return Some(format!("must have at most {MOST_DIMENSIONS} dimensions, got {given}"));
        }
        for (at, (name, value)) in self.dimensions.iter().enumerate() {
            if self.dimensions[..at].iter().any(|(other, _)| other == name) {
                return Some(format!("must name each dimension once, got {name:?} again"));
            }
            if !fits(name) || value.as_literal().is_some_and(|value| !fits(value)) {
                let reason = "must have dimensions with names and values of 1 to";
                return Some(format!("{reason} {LONGEST} characters, got {name:?}"));
            }
        }
        self.statistic.flaw().or_else(|| period_flaw(self.period))
    }
}

fn period_flaw(period: Duration) -> Option<String> {
    let seconds = period.as_seconds();
    let is_whole = seconds != 0 && seconds.is_multiple_of(60) && period <= Duration::days(1);
    if matches!(seconds, 10 | 20 | 30) || is_whole {
        return None;
    }
    let reason = "must have a period of 10, 20 or 30 seconds or of whole minutes up to a day";
    Some(format!("{reason}, got {period}"))
}
