//! `fetch-spec`: downloads the pinned schema packages and merges them into one file.
//!
//! Neither package has everything. The service spec of the AWS CDK has the documentation,
//! typed attributes, replacement and references; the registry schemas in cfn-lint have the
//! constraints, formats, write-only properties, permissions and regions. Where both say
//! something they agree in 99 of 100 cases.

mod constraints;
mod download;
mod lint;
mod merge;
mod objects;
mod paths;
mod rules;
mod service_spec;
mod types;

use std::path::Path;

use crate::{
    Error, Result,
    ir::{self, Ir, Source},
};

pub(crate) fn run() -> Result<()> {
    let scratch = std::env::temp_dir().join(format!("fetch-spec-{}", std::process::id()));
    let result = fetch(&scratch);
    // What is left behind is only a temporary folder: the result matters more.
    let _ = std::fs::remove_dir_all(&scratch);
    result
}

fn fetch(scratch: &Path) -> Result<()> {
    let pins = download::pins()?;
    let folders = pins
        .iter()
        .map(|pin| download::fetch(pin, scratch))
        .collect::<Result<Vec<_>>>()?;
    let [lint_folder, spec_folder] = &folders[..] else {
        return Err(Error::new("pins.json must list cfn-lint, then the service spec"));
    };

    let lint = lint::Schemas::read(&lint_folder.join("cfnlint/data/schemas"))?;
    let spec = service_spec::read(&spec_folder.join("package/db.json.gz"))?;
    let sources = pins.into_iter().map(Source::from).collect();
    let merged = Ir { sources, ..merge::merge(&spec, &lint) };
    println!("{} resource types in {} regions", merged.resources.len(), merged.regions.len());
    ir::write(&crate::paths::ir(), &merged)
}
