//! Everything beyond cargo.

fn main() {}
