//! A text where a number is due.

use ecomind_constructs::cfn::kms;

pub fn key() -> kms::Key {
    kms::Key::new().pending_window_in_days("30")
}

fn main() {}
