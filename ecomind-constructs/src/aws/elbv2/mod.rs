//! Elastic Load Balancing: the way from clients to services.
//!
//! An [`ApplicationLoadBalancer`] has [`ListenerRule`]s, which send requests to [`TargetGroup`]s.

mod application_load_balancer;
mod application_load_balancer_builder;
mod listener_rule;
mod target_group;
mod tls_policy;

pub use self::{
    application_load_balancer::ApplicationLoadBalancer,
    application_load_balancer_builder::ApplicationLoadBalancerBuilder,
    listener_rule::{ListenerRule, ListenerRuleBuilder},
    target_group::{TargetGroup, TargetGroupBuilder, TargetProtocol},
    tls_policy::TlsPolicy,
};
