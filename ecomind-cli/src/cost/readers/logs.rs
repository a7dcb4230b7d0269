//! Logs.

use rust_decimal::Decimal;

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// The days for which logs are counted that are kept for ever.
const YEAR: u32 = 365;

/// What is taken in, and what is kept of it: at most all, as storage is charged after compression.
pub(super) fn log_group(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    if subject
        .text("LogGroupClass")
        .is_some_and(|class| class != "STANDARD")
    {
        return bill.unpriced("logs of another class than STANDARD");
    }
    bill.usage("logs taken in", "logs/ingested", Usage::LogMegabytes, gigabytes(Decimal::ONE));
    let days = match subject.number("RetentionInDays") {
        Some(days) => days,
        None if subject.has("RetentionInDays") => {
            return bill.unpriced("logs that are kept for a time that is known only at deployment");
        }
        None => YEAR,
    };
    let months = Decimal::from(days) * Decimal::from(12) / Decimal::from(YEAR);
    let what = format!("logs kept for {days} days");
    bill.usage(what, "logs/stored", Usage::LogMegabytes, gigabytes(months.round_dp(2)));
}

/// As many gigabytes for each megabyte.
fn gigabytes(each: Decimal) -> Decimal {
    each / Decimal::from(1_000)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn logs_are_charged_when_they_come_and_while_they_stay() {
        let group = |properties| bill("AWS::Logs::LogGroup", &properties);
        // 0.50 and 12 x 0.03
        insta::assert_snapshot!(group(json!({"RetentionInDays": 365})), @"
        $0.50 logs taken in: 1 GB, assumed
        $0.36 logs kept for 365 days: 12 GB, assumed
        ");
        insta::assert_snapshot!(group(json!({"LogGroupClass": "INFREQUENT_ACCESS"})), @"not priced: logs of another class than STANDARD");
    }
}
