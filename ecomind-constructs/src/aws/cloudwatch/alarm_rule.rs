//! What a composite alarm makes of the states of others.

use crate::value::{self, IntoValue, Value};

use super::{Alarm, CompositeAlarm};

/// A condition on the states of alarms.
///
/// An alarm by itself is the condition that it has gone off.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let metric = Metric::new("Shop", "Errors");
/// # let errors = Alarm::builder("Errors", metric.clone(), 1).build(stack)?;
/// # let deploying = Alarm::builder("Deploying", metric, 1).build(stack)?;
/// let rule = AlarmRule::all_of([errors.into(), AlarmRule::not(deploying)]);
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [alarm rules](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html)
#[derive(Debug, Clone)]
#[must_use = "changes nothing until a composite alarm has it"]
pub struct AlarmRule(Rule);

#[derive(Debug, Clone)]
enum Rule {
    State(&'static str, Value<String>),
    Of(&'static str, Vec<AlarmRule>),
    Not(Box<AlarmRule>),
}

/// In one rule.
const MOST_ALARMS: usize = 100;

impl AlarmRule {
    /// Any of the conditions.
    pub fn any_of<R: Into<Self>>(rules: impl IntoIterator<Item = R>) -> Self {
        Self(Rule::Of(" OR ", rules.into_iter().map(Into::into).collect()))
    }

    /// All of the conditions.
    pub fn all_of<R: Into<Self>>(rules: impl IntoIterator<Item = R>) -> Self {
        Self(Rule::Of(" AND ", rules.into_iter().map(Into::into).collect()))
    }

    /// The opposite of a condition.
    pub fn not(rule: impl Into<Self>) -> Self {
        Self(Rule::Not(Box::new(rule.into())))
    }

    /// An alarm is within its threshold.
    pub fn is_ok(alarm: Alarm) -> Self {
        Self(Rule::State("OK", alarm.arn().into_value()))
    }

    /// An alarm knows too little.
    pub fn has_insufficient_data(alarm: Alarm) -> Self {
        Self(Rule::State("INSUFFICIENT_DATA", alarm.arn().into_value()))
    }

    /// As CloudWatch writes it.
    pub(super) fn text(&self) -> Value<String> {
        match &self.0 {
            Rule::State(state, arn) => {
                value::concat([format!("{state}(\"").into_value(), arn.clone(), "\")".into_value()])
            }
            Rule::Not(rule) => value::concat(["NOT (".into_value(), rule.text(), ")".into_value()]),
            Rule::Of(_, rules) if rules.len() == 1 => rules[0].text(),
            Rule::Of(between, rules) => {
                let mut parts = vec!["(".into_value()];
                for (at, rule) in rules.iter().enumerate() {
                    parts.push(if at == 0 { "" } else { *between }.into_value());
                    parts.push(rule.text());
                }
                parts.push(")".into_value());
                value::concat(parts)
            }
        }
    }

    /// What CloudWatch would refuse, if anything.
    pub(super) fn flaw(&self) -> Option<String> {
        if self.has_empty_list() {
            return Some("must have at least one alarm in each list, got none".to_owned());
        }
        let alarms = self.alarms();
        (MOST_ALARMS < alarms)
            .then(|| format!("must name at most {MOST_ALARMS} alarms, got {alarms}"))
    }

    fn has_empty_list(&self) -> bool {
        match &self.0 {
            Rule::State(..) => false,
            Rule::Not(rule) => rule.has_empty_list(),
            Rule::Of(_, rules) => rules.is_empty() || rules.iter().any(Self::has_empty_list),
        }
    }

    fn alarms(&self) -> usize {
        match &self.0 {
            Rule::State(..) => 1,
            Rule::Not(rule) => rule.alarms(),
            Rule::Of(_, rules) => rules.iter().map(Self::alarms).sum(),
        }
    }
}

impl From<Alarm> for AlarmRule {
    fn from(alarm: Alarm) -> Self {
        Self(Rule::State("ALARM", alarm.arn().into_value()))
    }
}

impl From<CompositeAlarm> for AlarmRule {
    fn from(alarm: CompositeAlarm) -> Self {
        Self(Rule::State("ALARM", alarm.arn().into_value()))
    }
}
