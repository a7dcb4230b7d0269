//! Images: a repository for each service. Push images before the stacks that run them.

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
