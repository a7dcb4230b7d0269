//! Images: a repository for each service. Push images before the stacks that run them.
//!
//! What they have to be: of ARM64; run as user and group 1000; write to nothing but `/tmp`, which the
//! image declares as a `VOLUME` of that user, since Fargate mounts it as root's otherwise; answer
//! `/health`; and that of the worker has `wget`, which asks it. That of the pages also serves what
//! pages load, below `/_next/static/`, where there is no CloudFront in front of it.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

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

/// Adds the repositories to `stack`, and has their images copied to the environment that stands by.
pub fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<Images> {
    if let (Some(standby), Some(names)) = (env.standby, env.image_names) {
        ImageReplication::builder("Copies")
            .to(standby.region)
            .prefix(format!("{names}/"))
            .build(stack)?;
    }
    let mut repository = |id: &str, push_to: &str| {
        let mut repository = Repository::builder(id);
        if let Some(names) = env.image_names {
            repository = repository.name(format!("{names}/{}", id.to_lowercase()));
        }
        let repository = repository.build(stack)?;
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
