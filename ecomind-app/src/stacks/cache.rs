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
        .user(CacheUser::iam(CacheClient::Gateway.user()))
        .user(CacheUser::iam(CacheClient::Api.user()))
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
    /// Tells `container` where the cache is, and that it logs in as `client` with a token that its
    /// role signs, so that there is no password to rotate.
    pub fn tell(&self, container: Container, client: CacheClient) -> Container {
        let container = match self.users.user_name(client.user()) {
            Some(name) => container.variable("CACHE_USER", name),
            None => container,
        };
        container
            .variable("CACHE_NAME", self.group.id())
            .variable("CACHE_HOST", self.group.primary_endpoint())
            .variable("CACHE_PORT", self.group.port())
            .variable("CACHE_TLS", "true")
            .variable("CACHE_AUTHENTICATION", "iam")
    }

    /// Lets `service` connect, and log in as `client`. The rules are in `stack`, that of the service.
    pub fn open_to<C: Connectable + Grantee>(
        &self,
        service: &C,
        client: CacheClient,
        stack: &mut Scope<'_>,
    ) -> Result<()> {
        self.group.allow_from(service, stack)?;
        self.group.grant_connect(client.user(), service, stack)
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
