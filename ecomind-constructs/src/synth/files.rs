//! What an app has beside its templates.

use std::collections::BTreeSet;

use crate::{
    Error,
    tree::{App, AppFile, ToldValue},
};

use super::{FileArtifact, ToldArtifact, names::Names};

/// Every file that the app has, each once.
pub(super) fn files(app: &App, errors: &mut Vec<Error>) -> Vec<FileArtifact> {
    let mut paths = BTreeSet::new();
    let mut files = Vec::new();
    for (node, file) in app.notes::<AppFile>() {
        let flaw = if !file.is_plain() {
            Some("must be names below a folder, with slashes between them")
        } else if !paths.insert(file.path.to_lowercase()) {
            Some("must be a path of its own")
        } else {
            None
        };
        let AppFile { path, text } = file.clone();
        match (flaw, app.index_of(node)) {
            (Some(flaw), Some(at)) => errors.push(Error::InvalidProperty {
                path: app.path(at),
                property: "file".to_owned(),
                reason: format!("{flaw}, got {path:?}"),
                location: app.location(at),
            }),
            _ => files.push(FileArtifact { path, text }),
        }
    }
    files
}

/// Every value that an output tells, with what that is called.
pub(super) fn told_values(app: &App, names: &Names) -> Vec<ToldArtifact> {
    let told = app.notes::<ToldValue>().filter_map(|(_, told)| {
        let at = app.index_of(told.output.node())?;
        let stack = app.stack_of(at)?;
        Some(ToldArtifact {
            path: told.path.clone(),
            stack: app.node(stack).id.clone(),
            output: names.logical_id(at).to_owned(),
        })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{synth::synthesize, tree::Output, value};

    fn with(paths: &[&str]) -> crate::Result<Vec<FileArtifact>> {
        let mut app = App::new();
        for path in paths {
            app.scope().note(AppFile::new(*path, ""));
        }
        synthesize(&app).map(|assembly| assembly.files)
    }

    #[test]
    fn a_value_is_told_by_the_output_as_the_template_calls_it() {
        let mut app = App::new();
        let mut stack = app.stack("Network").unwrap();
        let output = Output::new(value::region())
            .add("Region", &mut stack.child("Chart").unwrap())
            .unwrap();
        stack.note(ToldValue::new("region", output));
        let told = synthesize(&app).unwrap().told_values;
        assert_eq!((&*told[0].path, &*told[0].stack), ("region", "Network"));
        assert!(told[0].output.starts_with("ChartRegion"), "{told:?}");
    }

    #[test]
    fn rejects_files_outside_of_the_folder() {
        for path in ["../a/b", "/a/b", "a//b", "a/../b", "a/.git", "manifest.json", ""] {
            assert!(with(&[path]).is_err(), "{path}");
        }
        assert_eq!(with(&["helm/shop/Chart.yaml"]).unwrap().len(), 1);
    }

    #[test]
    fn rejects_two_files_of_one_path() {
        let error = with(&["helm/a.yaml", "helm/A.yaml"]).expect_err("refused");
        insta::assert_snapshot!(error, @r#"`file` of `(app)` must be a path of its own, got "helm/A.yaml""#);
    }
}
