//! Cache: sessions of customers, and how much each device may still send.

use ecomind_constructs::prelude::*;

use crate::{environment::Environment, stacks::network::Network};

/// What other stacks may use.
#[derive(Debug, Clone)]
pub struct Cache {
    /// The nodes.
    pub group: ReplicationGroup,
    users: UserGroup,
}

/// Who may use the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheClient {
    /// Counts what devices send.
    Gateway,
    /// Keeps sessions.
    Api,
}

/// Adds the cache to `stack`.
pub fn define(stack: &mut Scope<'_>, env: &Environment, network: &Network) -> Result<Cache> {
    let users = UserGroup::builder("Users")
        .user(CacheUser::password(CacheClient::Gateway.user()))
        .user(CacheUser::password(CacheClient::Api.user()))
        .build(stack)?;
    let group = ReplicationGroup::builder("Cache", &network.vpc)
        .engine(Engine::Valkey8_2)
        .node_type(env.cache.node_type)
        .replicas(env.cache.replicas)
        .user_group(&users)
        .logs(env.logs_kept)
        .build(stack)?;
    Ok(Cache { group, users })
}

impl Cache {
    /// Tells `container` where the cache is, and how `client` logs in.
    pub fn tell(&self, container: Container, client: CacheClient) -> Container {
        let container = container
            .variable("CACHE_HOST", self.group.primary_endpoint())
            .variable("CACHE_PORT", self.group.port())
            .variable("CACHE_TLS", "true")
            .variable("CACHE_USER", client.user());
        match self.users.secret(client.user()) {
            Some(secret) => {
                let password = ContainerSecret::from_secret(&secret).json_field("password");
                container.secret("CACHE_PASSWORD", password)
            }
            None => container,
        }
    }
}

impl Connectable for Cache {
    fn connections(&self) -> Connections {
        self.group.connections()
    }
}

impl CacheClient {
    fn user(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Api => "api",
        }
    }
}
