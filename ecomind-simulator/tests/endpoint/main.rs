//! The simulator as the AWS SDK sees it.

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
