//! A CloudFormation endpoint in a process, for tests and for deployments without an account.
//!
//! It speaks AWS's wire protocols, so that every client that can be pointed to another endpoint works
//! with it: the AWS SDKs, the `aws` command line, the CDK's own command line.
//!
//! ```
//! use ecomind_simulator::{CallFault, ResourceFault, Simulator, Step};
//!
//! let simulator = Simulator::start()?;
//! // A test makes its client with `simulator.endpoint_url()`, and says what is to go wrong:
//! simulator.inject(ResourceFault::new("Queue", Step::Create, "no more queues").times(1));
//! simulator.inject(CallFault::throttle().on("DescribeStackEvents").every(3));
//! // … deploys, and asserts what happened:
//! assert!(simulator.calls().is_empty());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! What it knows of resource types comes from their schemas: what identifies them, what can't change,
//! what they return. It runs no service. A bucket takes objects, and parameters and secrets can be
//! read by templates; everything else is a record that exists, has properties and attributes, and can
//! be changed [behind its stack's back](Simulator::change_resource).
//!
//! The same calls give the same ids, times and answers: nothing is random, and time is virtual unless
//! [asked otherwise](SimulatorBuilder::wall_clock).

mod actions;
mod calls;
mod clock;
mod control;
mod core;
mod digest;
mod engine;
mod evaluate;
mod failure;
mod faults;
mod meddle;
mod pace;
mod place;
mod plain;
mod plan;
mod resource;
mod router;
mod server;
mod simulator;
mod state;
mod store;
mod template;
mod wire;

pub use self::{
    calls::Call,
    faults::{CallFault, Fault, ResourceFault, Step},
    meddle::NotFound,
    pace::Pace,
    router::{Answer, Reply, Request},
    simulator::{Simulator, SimulatorBuilder},
};
