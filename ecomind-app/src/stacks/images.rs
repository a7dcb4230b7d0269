//! Images: a repository for each service. Push images before the stacks that run them.
//!
//! What they have to be: of ARM64; run as user and group 1000; write to nothing but `/tmp`, which the
//! image declares as a `VOLUME` of that user, since Fargate mounts it as root's otherwise; answer
//! `/health`; and that of the worker has `wget`, which asks it.

use ecomind_constructs::prelude::*;

/// What other stacks may use.
#[derive(Debug, Clone, Copy)]
pub struct Images {
    /// That of the gateway.
    pub gateway: Repository,
    /// That of the API, which also migrates the database.
    pub api: Repository,
    /// That of the worker.
    pub worker: Repository,
    /// That of the pages.
    pub ui: Repository,
}

/// Adds the repositories to `stack`.
pub fn define(stack: &mut Scope<'_>) -> Result<Images> {
    let mut repository = |id: &str, push_to: &str| {
        let repository = Repository::builder(id).build(stack)?;
        Output::new(repository.uri())
            .description(format!("where images of the {push_to} are pushed"))
            .add(format!("{id}Uri"), stack)?;
        Ok::<_, Error>(repository)
    };
    Ok(Images {
        gateway: repository("Gateway", "gateway")?,
        api: repository("Api", "API")?,
        worker: repository("Worker", "worker")?,
        ui: repository("Ui", "pages")?,
    })
}
