//! Which module may use which: a list of layers from the ground up, and the check of one file.

use std::collections::BTreeMap;

use crate::{paths::Path, source::Source};

/// The layers among the modules of one folder.
#[derive(Debug)]
pub(crate) struct Layers {
    /// Where the modules are, such as `ecomind-constructs/src/aws`.
    pub(crate) folder: &'static str,
    /// From the ground up. Modules of one layer may use each other.
    pub(crate) upwards: &'static [&'static [&'static str]],
    /// What a module must not use although it is further down: (module, the other).
    pub(crate) never: &'static [(&'static str, &'static str)],
}

/// What the root module hands on: `Result` to `error`, after `pub use error::Result;`.
type Handed = BTreeMap<String, String>;

impl Layers {
    /// One sentence for each import that points up.
    pub(crate) fn check(&self, sources: &[Source]) -> Vec<String> {
        let inside: Vec<&Source> = sources
            .iter()
            .filter(|source| source.file.starts_with(&format!("{}/", self.folder)))
            .collect();
        let handed = inside.iter().copied().filter(|source| self.is_root(source));
        let handed: Handed = handed.flat_map(|root| self.handed_on(root)).collect();
        let files = inside.iter().filter(|source| !self.is_root(source));
        files
            .flat_map(|source| self.check_file(source, &handed))
            .collect()
    }

    fn check_file(&self, source: &Source, handed: &Handed) -> Vec<String> {
        let module = source.module()[self.prefix().len()].clone();
        let Some(height) = self.height(&module) else {
            return vec![format!("{}: `{module}` is in no layer: add it to the list", source.file)];
        };
        let mut findings = Vec::new();
        for path in source.paths() {
            let Some(name) = self.inside(path) else { continue };
            let other = handed.get(name).map_or(name, String::as_str);
            let place = format!("{}:{}: `{}`", source.file, path.line, path.segments.join("::"));
            match self.height(other) {
                None => findings.push(format!("{place}: `{other}` is in no layer")),
                Some(up) if height < up => {
                    findings.push(format!("{place} points up: `{module}` is below `{other}`"));
                }
                Some(_) if self.never.contains(&(&module, other)) => {
                    findings.push(format!("{place}: `{module}` must not know `{other}`"));
                }
                Some(_) => {}
            }
        }
        findings
    }

    /// The first name of a path inside the folder: `value` of `crate::value::Token`.
    fn inside<'p>(&self, path: &'p Path) -> Option<&'p str> {
        let inside = path.segments.strip_prefix(&["crate".to_owned()][..])?;
        let inside = inside.strip_prefix(&self.prefix()[..])?;
        inside
            .first()
            .map(String::as_str)
            .filter(|name| !["self", "*"].contains(name))
    }

    /// The names that `pub use a::B;` in the root lifts from `a`.
    fn handed_on(&self, root: &Source) -> Vec<(String, String)> {
        let known = |path: &Path| {
            let inside = match self.inside(path) {
                Some(_) => &path.segments[1 + self.prefix().len()..],
                None => &path.segments[..],
            };
            let (module, name) = (inside.first()?, inside.last()?);
            self.height(module)?;
            (1 < inside.len()).then(|| (name.clone(), module.clone()))
        };
        root.paths().iter().filter_map(known).collect()
    }

    fn height(&self, module: &str) -> Option<usize> {
        self.upwards
            .iter()
            .position(|layer| layer.contains(&module))
    }

    /// The module path of the folder: empty for a crate, `["aws"]` for `src/aws`.
    fn prefix(&self) -> Vec<String> {
        let inside = self.folder.split_once("src/").map(|(_, inside)| inside);
        inside
            .map(|inside| inside.split('/').map(str::to_owned).collect())
            .unwrap_or_default()
    }

    fn is_root(&self, source: &Source) -> bool {
        source.module() == self.prefix()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRATE: Layers = Layers {
        folder: "x/src",
        upwards: &[&["error"], &["value"], &["tree"], &["aws"]],
        never: &[("aws", "value")],
    };
    const AWS: Layers =
        Layers { folder: "x/src/aws", upwards: &[&["iam", "ec2"], &["rds"]], never: &[] };

    fn check(layers: &Layers, files: &[(&str, &str)]) -> Vec<String> {
        let source = |(file, text): &(&str, &str)| Source::new(format!("x/src/{file}"), *text);
        layers.check(&files.iter().map(source).collect::<Vec<_>>())
    }

    #[test]
    fn takes_imports_that_point_down_or_sideways() {
        let tree = ("tree/scope.rs", "use crate::{error::Error, value::Value, tree::App};");
        assert_eq!(check(&CRATE, &[tree]), [""; 0]);
        assert_eq!(check(&AWS, &[("aws/ec2/vpc.rs", "use crate::aws::iam::Role;")]), [""; 0]);
    }

    #[test]
    fn rejects_an_import_that_points_up() {
        assert_eq!(
            check(&CRATE, &[("value/mod.rs", "//! V.\nuse crate::tree::Scope;")]),
            ["x/src/value/mod.rs:2: `crate::tree::Scope` points up: `value` is below `tree`"]
        );
        assert_eq!(
            check(&AWS, &[("aws/iam/role.rs", "use crate::aws::rds::Instance;")]),
            ["x/src/aws/iam/role.rs:1: `crate::aws::rds::Instance` points up: \
              `iam` is below `rds`"]
        );
    }

    #[test]
    fn rejects_an_upward_path_without_a_use() {
        let relative = ("value/token.rs", "fn f(a: super::super::tree::App) {}");
        assert_eq!(check(&CRATE, &[relative]).len(), 1);
    }

    #[test]
    fn rejects_an_upward_import_through_the_root() {
        let root = ("lib.rs", "pub use error::Error; pub use tree::App;");
        assert_eq!(check(&CRATE, &[root, ("value.rs", "use crate::Error;")]), [""; 0]);
        assert_eq!(
            check(&CRATE, &[root, ("value.rs", "use crate::App;")]),
            ["x/src/value.rs:1: `crate::App` points up: `value` is below `tree`"]
        );
    }

    #[test]
    fn rejects_what_a_layer_must_not_know() {
        assert_eq!(
            check(&CRATE, &[("aws/mod.rs", "use crate::value::Value;")]),
            ["x/src/aws/mod.rs:1: `crate::value::Value`: `aws` must not know `value`"]
        );
    }

    #[test]
    fn rejects_a_module_that_is_in_no_layer() {
        assert_eq!(
            check(&CRATE, &[("helpers.rs", "")]),
            ["x/src/helpers.rs: `helpers` is in no layer: add it to the list"]
        );
        assert_eq!(check(&CRATE, &[("value.rs", "use crate::helpers::f;")]).len(), 1);
    }

    #[test]
    fn lets_tests_use_what_they_need() {
        let tests = "#[cfg(test)]\nmod tests { use crate::tree::App; }";
        assert_eq!(check(&CRATE, &[("value.rs", tests)]), [""; 0]);
    }
}
