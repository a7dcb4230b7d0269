//! Expressions over metrics.

use super::{Measure, Metric};

/// What an expression makes of metrics, such as the share of requests that failed.
///
/// The expression names each metric by an id that begins with a lower-case letter.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let count = |name| Metric::new("Shop", name).statistic(Statistic::Sum);
/// let failed = MetricMath::new("100 * errors / requests")
///     .using("errors", count("Errors"))
///     .using("requests", count("Requests"))
///     .label("failed [%]");
/// ```
///
/// AWS: [metric math](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html)
#[derive(Debug, Clone, PartialEq)]
#[must_use = "measures nothing until an alarm or a dashboard has it"]
pub struct MetricMath {
    pub(super) expression: String,
    pub(super) parts: Vec<(String, Measure)>,
    pub(super) label: Option<String>,
}

/// How many metrics the expression of an alarm can use.
const MOST_METRICS: usize = 10;

impl MetricMath {
    /// What `expression` makes of the metrics that it uses.
    pub fn new(expression: impl Into<String>) -> Self {
        Self { expression: expression.into(), parts: Vec::new(), label: None }
    }

    /// What the expression calls `id`: a metric or another expression. Adds to those before.
    pub fn using(mut self, id: impl Into<String>, measure: impl Into<Measure>) -> Self {
        self.parts.push((id.into(), measure.into()));
        self
    }

    /// What graphs call it. Default: the expression.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Everything that it uses and that those use, each once, under its id.
    pub(super) fn all_parts(&self) -> Vec<(&str, &Measure)> {
        let mut all = Vec::new();
        for (id, measure) in &self.parts {
            let inner = match measure {
                Measure::Math(math) => math.all_parts(),
                Measure::Metric(_) => Vec::new(),
            };
            for part in inner.into_iter().chain([(id.as_str(), measure)]) {
                if !all.contains(&part) {
                    all.push(part);
                }
            }
        }
        all
    }

    /// What CloudWatch would refuse, if anything.
    pub(super) fn flaw(&self) -> Option<String> {
        let parts = self.all_parts();
        for (at, (id, measure)) in parts.iter().enumerate() {
            if !is_id(id) {
                let reason = "must have ids of letters, digits and `_` that begin in lower case";
                return Some(format!("{reason}, got {id:?}"));
            }
            if id.starts_with("expr_") {
                let reason =
                    "must have ids that do not begin with `expr_`, which are those of results";
                return Some(format!("{reason}, got {id:?}"));
            }
            if parts[..at].iter().any(|(other, _)| other == id) {
                return Some(format!("must use each id for one thing, got {id:?} for two"));
            }
            let own = match measure {
                Measure::Metric(metric) => metric.flaw(),
                Measure::Math(math) => math.unknown_id(),
            };
            if own.is_some() {
                return own;
            }
        }
        let metrics: Vec<&Metric> = parts.iter().filter_map(|(_, part)| part.metric()).collect();
        if metrics.is_empty() || MOST_METRICS < metrics.len() {
            return Some(format!("must use 1 to {MOST_METRICS} metrics, got {}", metrics.len()));
        }
        if let Some(other) = metrics
            .iter()
            .find(|other| other.period != metrics[0].period)
        {
            let (one, other) = (metrics[0].period, other.period);
            return Some(format!("must use metrics of one period, got {one} and {other}"));
        }
        self.unknown_id()
    }

    /// An id that nothing is called, which CloudWatch finds only when it evaluates.
    fn unknown_id(&self) -> Option<String> {
        let ids = ids(&self.expression);
        let unknown = ids
            .into_iter()
            .find(|id| self.parts.iter().all(|(known, _)| known != id))?;
        let known: Vec<&str> = self.parts.iter().map(|(id, _)| id.as_str()).collect();
        Some(format!(
            "must say with `using` what {unknown:?} is in {:?}, got {known:?}",
            self.expression
        ))
    }
}

fn is_id(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '_')
}

/// The words of an expression that are ids: functions are in capitals, texts in quotes.
fn ids(expression: &str) -> Vec<&str> {
    let unquoted = expression.split(['"', '\'']).step_by(2);
    let words = unquoted
        .flat_map(|text| text.split(|char: char| !char.is_ascii_alphanumeric() && char != '_'));
    words.filter(|word| is_id(word)).collect()
}
