//! Functions.

use rust_decimal::Decimal;

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// Calls, and the time that they take, by memory.
pub(super) fn function(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.usage("calls", "lambda/requests", Usage::FunctionCalls, 1);
    let memory = subject.number("MemorySize").unwrap_or(128);
    let is_arm = subject
        .items("Architectures")
        .iter()
        .any(|it| it.text() == Some("arm64"));
    let item = if is_arm { "lambda/arm/duration" } else { "lambda/x86/duration" };
    // Milliseconds are assumed, and gigabyte-seconds charged.
    let gigabytes = Decimal::from(memory) / Decimal::from(1_024);
    let seconds = Decimal::from(bill.assumed(Usage::FunctionTime)) / Decimal::ONE_THOUSAND;
    bill.usage("time", item, Usage::FunctionCalls, gigabytes.saturating_mul(seconds));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn time_is_charged_by_memory() {
        // 1,000 x 0.5 s x 2 GB
        insta::assert_snapshot!(bill("AWS::Lambda::Function", &json!({"MemorySize": 2048,
            "Architectures": ["arm64"]})), @"
        $0.00 calls: 1000 request, assumed
        $0.01 time: 1000 GB-second, assumed
        ");
    }
}
