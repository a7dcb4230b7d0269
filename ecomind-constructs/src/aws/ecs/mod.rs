//! Elastic Container Service: what runs in containers on Fargate.
//!
//! A [`FargateService`] of a [`Cluster`] keeps tasks running, which a [`FargateTaskDefinition`]
//! describes with its [`Container`]s; a [`OneOffTask`] runs one when somebody asks for it.

mod assembled_container;
mod cluster;
mod container;
mod container_health_check;
mod container_image;
mod container_secret;
mod deployment;
mod exec;
mod fargate_service;
mod fargate_service_builder;
mod fargate_task_definition;
mod fargate_task_definition_builder;
mod infrastructure_role;
mod lifecycle_hook;
mod lifecycle_hook_role;
mod log_delivery;
mod one_off_task;
mod scaling;
mod service_connect;
mod task_size;

pub use self::{
    cluster::{Cluster, ClusterBuilder, ContainerInsights},
    container::Container,
    container_health_check::ContainerHealthCheck,
    container_image::ContainerImage,
    container_secret::ContainerSecret,
    deployment::Deployment,
    fargate_service::FargateService,
    fargate_service_builder::FargateServiceBuilder,
    fargate_task_definition::FargateTaskDefinition,
    fargate_task_definition_builder::{Architecture, FargateTaskDefinitionBuilder},
    lifecycle_hook::{LifecycleHook, LifecycleStage},
    log_delivery::LogDelivery,
    one_off_task::{OneOffTask, OneOffTaskBuilder},
    scaling::Scaling,
    service_connect::ServiceConnect,
    task_size::{TaskSize, TaskSizeError},
};
