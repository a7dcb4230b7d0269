//! The chart of an app's services: Helm's templates and values, made of what the app has built.
//!
//! [`PodService`](crate::aws::eks::PodService) and [`PodJob`](crate::aws::eks::PodJob) are made of
//! the containers that ECS takes, too. [`Chart`] finds them in the tree and writes a deployment, an
//! autoscaler, a network policy and so on for each. Manifests are typed by `k8s-openapi`; then what
//! differs between environments is taken out of them, into values. What only a deployment knows,
//! such as the address of a database, becomes an output of a stack, and
//! `outputs --format helm-values` fills it in.
//!
//! It takes the feature `kubernetes`.

mod chart;
mod chart_files;
mod chart_values;
mod cluster_chart;
mod config;
mod deployment;
mod ingress;
mod manifest;
mod network_policy;
mod pod;
mod rollout;
mod schema;
mod secrets;
mod security_group;
mod service;
mod workload_manifests;
mod yaml;

pub use self::{chart::Chart, chart_values::ChartValues};
