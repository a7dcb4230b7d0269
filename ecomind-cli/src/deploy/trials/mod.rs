//! Deployments that are disturbed: they must end as if they had not been.
//!
//! The engine and the SDK run in the thread of the test, in virtual time, with a simulator that is
//! called without a connection ([`bench`]). What goes wrong is written down as data ([`matrix`]) or
//! drawn from a seed ([`schedules`]), or it takes too long ([`limits`]), or CloudFormation is faster or
//! slower than usual ([`paces`]); how it has to end is in [`goal`].

mod bench;
mod goal;
mod late;
mod limits;
mod matrix;
mod paces;
mod scenario;
mod schedules;
mod shop;
