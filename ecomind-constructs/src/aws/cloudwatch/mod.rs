//! CloudWatch: metrics, alarms about them, and dashboards that show both.

mod actions;
mod alarm;
mod alarm_rule;
pub mod alarms;
mod comparison;
mod composite_alarm;
mod dashboard;
mod json_text;
mod measure;
mod metric;
mod metric_math;
mod slo_burn_rate_alarms;
mod statistic;
mod unit;
mod widget;

pub use self::{
    alarm::{Alarm, AlarmBuilder},
    alarm_rule::AlarmRule,
    comparison::{Comparison, MissingData},
    composite_alarm::{CompositeAlarm, CompositeAlarmBuilder},
    dashboard::{Dashboard, DashboardBuilder},
    measure::Measure,
    metric::Metric,
    metric_math::MetricMath,
    slo_burn_rate_alarms::{SloBurnRateAlarms, SloBurnRateAlarmsBuilder},
    statistic::Statistic,
    unit::Unit,
    widget::Widget,
};
