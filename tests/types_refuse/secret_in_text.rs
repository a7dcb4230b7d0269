//! A secret, pasted into a text.

use ecomind_constructs::prelude::*;

pub fn url(password: SecretValue) -> String {
    format!("postgres://app:{password}@db.example.com")
}

fn main() {}
