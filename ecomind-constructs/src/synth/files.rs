//! What an app has beside its templates.

use std::collections::BTreeSet;

use crate::{
    Error,
    tree::{App, AppFile, OutputValue},
};

use super::{FileArtifact, OutputValueArtifact, names::Names};

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
pub(super) fn output_values(app: &App, names: &Names) -> Vec<OutputValueArtifact> {
    let values = app.notes::<OutputValue>().filter_map(|(_, values)| {
        let at = app.index_of(values.output.node())?;
        let stack = app.stack_of(at)?;
        Some(OutputValueArtifact {
            path: values.path.clone(),
            stack: app.node(stack).id.clone(),
            output: names.logical_id(at).to_owned(),
        })
    });
    values.collect()
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
        stack.note(OutputValue::new("region", output));
        let values = synthesize(&app).unwrap().output_values;
        assert_eq!((&*values[0].path, &*values[0].stack), ("region", "Network"));
        assert!(values[0].output.starts_with("ChartRegion"), "{values:?}");
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
