//! What alarms watch and graphs draw.

use crate::{cfn::cloudwatch as cfn, value::Duration};

use super::{Metric, MetricMath};

/// A metric, or what an expression makes of metrics.
///
/// Whatever takes a measure takes a [`Metric`] or a [`MetricMath`] too.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Measure {
    /// A metric.
    Metric(Metric),
    /// An expression.
    Math(MetricMath),
}

/// The id of the expression that an alarm is about.
const RESULT: &str = "expr_1";

impl Measure {
    pub(super) fn metric(&self) -> Option<&Metric> {
        match self {
            Self::Metric(metric) => Some(metric),
            Self::Math(_) => None,
        }
    }

    /// The period of its metrics, which is one.
    pub(super) fn period(&self) -> Duration {
        match self {
            Self::Metric(metric) => metric.period,
            Self::Math(math) => {
                let parts = math.all_parts();
                let period = parts.iter().find_map(|(_, part)| part.metric());
                period.map_or(Duration::minutes(5), |metric| metric.period)
            }
        }
    }

    pub(super) fn flaw(&self) -> Option<String> {
        match self {
            Self::Metric(metric) => metric.flaw(),
            Self::Math(math) => math.flaw(),
        }
    }

    /// The alarm that watches it.
    pub(super) fn watched_by(&self, alarm: cfn::Alarm) -> cfn::Alarm {
        match self {
            Self::Metric(metric) if metric.label.is_none() => watch(metric, alarm),
            // Only queries have labels.
            Self::Metric(_) => alarm.metrics([self.query("m1").return_data(true)]),
            Self::Math(math) => {
                let mut queries = vec![self.query(RESULT).return_data(true)];
                for (id, part) in math.all_parts() {
                    queries.push(part.query(id).return_data(false));
                }
                alarm.metrics(queries)
            }
        }
    }

    fn query(&self, id: &str) -> cfn::AlarmMetricDataQuery {
        let query = cfn::AlarmMetricDataQuery::new(id);
        let (query, label) = match self {
            Self::Math(math) => (query.expression(&math.expression), &math.label),
            Self::Metric(metric) => (query.metric_stat(stat(metric)), &metric.label),
        };
        match label {
            Some(label) => query.label(label),
            None => query,
        }
    }
}

fn watch(metric: &Metric, alarm: cfn::Alarm) -> cfn::Alarm {
    let mut alarm = alarm
        .namespace(&metric.namespace)
        .metric_name(&metric.name)
        .period(seconds(metric.period));
    if !metric.dimensions.is_empty() {
        alarm = alarm.dimensions(metric.alarm_dimensions());
    }
    if let Some(unit) = metric.unit_value() {
        alarm = alarm.unit(unit);
    }
    match metric.statistic.simple() {
        Some(statistic) => alarm.statistic(statistic),
        None => alarm.extended_statistic(metric.statistic.text()),
    }
}

fn stat(metric: &Metric) -> cfn::AlarmMetricStat {
    let mut source = cfn::AlarmMetric::new()
        .namespace(&metric.namespace)
        .metric_name(&metric.name);
    if !metric.dimensions.is_empty() {
        source = source.dimensions(metric.alarm_dimensions());
    }
    let statistic = metric.statistic.text();
    let stat = cfn::AlarmMetricStat::new(source, seconds(metric.period), statistic);
    match metric.unit_value() {
        Some(unit) => stat.unit(unit),
        None => stat,
    }
}

pub(super) fn seconds(period: Duration) -> i64 {
    i64::try_from(period.as_seconds()).unwrap_or(i64::MAX)
}

impl From<Metric> for Measure {
    fn from(metric: Metric) -> Self {
        Self::Metric(metric)
    }
}

impl From<MetricMath> for Measure {
    fn from(math: MetricMath) -> Self {
        Self::Math(math)
    }
}
