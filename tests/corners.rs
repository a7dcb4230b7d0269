//! What goes beyond deploying and destroying: stacks that are stuck, drift, imports, moves, and
//! references that change, over HTTP against the simulator.

#[path = "corners/apps.rs"]
mod apps;
#[path = "corners/bench.rs"]
mod bench;
#[path = "corners/drift.rs"]
mod drift;
#[path = "corners/exports.rs"]
mod exports;
#[path = "corners/imports.rs"]
mod imports;
#[path = "corners/moves.rs"]
mod moves;
#[path = "corners/recovery.rs"]
mod recovery;
