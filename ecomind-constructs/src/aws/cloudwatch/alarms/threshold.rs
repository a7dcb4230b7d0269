//! Thresholds in whole numbers, which templates write without a fraction.

use crate::value::{Expr, Value};

/// The number as a threshold.
pub(super) fn whole(number: impl Into<u64>) -> Value<f64> {
    Value::from_expr(Expr::Integer(i64::try_from(number.into()).unwrap_or(i64::MAX)))
}

/// What is wrong with a share, if anything.
pub(in crate::aws) fn percent_flaw(percent: u32) -> Option<String> {
    (!(1..=100).contains(&percent)).then(|| format!("must be 1 to 100 percent, got {percent}"))
}
