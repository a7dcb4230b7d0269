//! The `EcoMind` command line.

fn main() {}
