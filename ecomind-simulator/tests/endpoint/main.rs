//! The simulator as the AWS SDK sees it.
#![expect(
    clippy::needless_pass_by_value,
    clippy::result_large_err,
    clippy::unwrap_used,
    reason = "helpers of tests take what `json!` gives, and fail like tests"
)]

mod change_sets;
mod drift;
mod exports;
mod faults;
mod guards;
mod imports;
mod lifecycle;
mod recovery;
mod refactors;
mod storage;
mod support;
mod templates;
