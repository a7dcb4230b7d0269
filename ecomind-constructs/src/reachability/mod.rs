//! Who reaches whom, and who may do what: questions to the templates of a whole app, for tests.
//!
//! [`Reachability`] answers for the constructs of an app. Every answer is a [`Verdict`]: yes, no,
//! or unknown with what is beyond the model, and an assertion that can't be decided fails.
//! [`Network`] lists every connection that security groups open; [`Access`] everybody who may do
//! something to a resource.
//!
//! ```
//! use ecomind_constructs::{prelude::*, reachability::{Reachability, Source}};
//!
//! let mut app = App::new().region("us-east-1");
//! let mut stack = app.stack("Shop")?;
//! let vpc = Vpc::builder("Vpc").build(&mut stack)?;
//! let orders = ReplicationGroup::builder("Orders", &vpc).build(&mut stack)?;
//! let api = SecurityGroup::builder("Api", &vpc).build(&mut stack)?;
//! orders.allow_from(&api, &mut stack)?;
//!
//! let app = Reachability::of(&app)?;
//! app.assert_reaches(&api, &orders, Port::REDIS);
//! app.assert_not_reachable(Source::Internet, &orders);
//! # Ok::<(), Error>(())
//! ```
//!
//! What is beyond the model: network ACLs, peering and transit gateways, firewalls, what is behind
//! names that are known only at deployment, permission boundaries, policies of organizations and
//! sessions, and policies that are not in the app.

mod access;
mod exposure;
mod network;
mod policy;
mod questions;
mod rules;
mod verdict;

pub use self::{
    access::{Access, Grant},
    network::{Connection, End, Network},
    questions::{Reachability, Source},
    verdict::Verdict,
};

/// A resource: the index of its stack, and its logical id.
type Key = (usize, String);
