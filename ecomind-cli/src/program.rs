//! A program of its own name and version.

use std::{collections::BTreeMap, env, ffi::OsString, path::PathBuf, process::ExitCode};

use ecomind_constructs::{Result, rules::Rule, tree::App};

use crate::{
    Environment,
    cli::{self, Exit, Identity, Printer, Surroundings},
    environment::{Apps, Rules},
    field::Field,
};

/// A command line with a name and a version.
///
/// ```no_run
/// # use ecomind_constructs::prelude::*;
/// # struct Environment;
/// # impl ecomind_cli::Environment for Environment {
/// #     const ALL: &'static [Self] = &[Environment];
/// #     fn name(&self) -> &str { "prod" }
/// # }
/// # fn app(_: &Environment) -> Result<App> { Ok(App::new()) }
/// use std::process::ExitCode;
///
/// use ecomind_cli::Program;
///
/// fn main() -> ExitCode {
///     Program::new("shop", env!("CARGO_PKG_VERSION")).run(app)
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Program {
    identity: Identity,
    variables: BTreeMap<String, String>,
}

/// What a run inside this process did, for tests.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// How it ended.
    pub exit: Exit,
    /// The data it printed.
    pub stdout: String,
    /// What it said.
    pub stderr: String,
}

impl Program {
    /// A program that calls itself `name`, and tells `version` when asked.
    pub fn new(name: impl Into<String>, version: impl Into<String>) -> Self {
        let identity = Identity { name: name.into(), version: version.into(), rules: &[] };
        Self { identity, variables: BTreeMap::new() }
    }

    /// Rules of your own, which `validate` checks beside those of the library. Default: none.
    #[must_use]
    pub fn rules(mut self, rules: &'static [&'static dyn Rule]) -> Self {
        self.identity.rules = rules;
        self
    }

    /// A variable that [`capture`](Self::capture) finds, such as `AWS_ENDPOINT_URL`. It finds no
    /// others.
    #[must_use]
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// Does what the arguments of this process ask of `app`.
    pub fn run<E: Environment>(&self, app: fn(&E) -> Result<App>) -> ExitCode {
        let arguments = env::args_os().skip(1).collect();
        let surroundings = Surroundings::Process;
        self.execute(app, arguments, &surroundings, &mut Printer::of_this_process())
            .into()
    }

    /// Does what `arguments` ask of `app`, and keeps what it would print.
    ///
    /// Files are written. The variables of this process are not read, so that a test gives the
    /// same everywhere: what there is beside the arguments is given with
    /// [`variable`](Self::variable).
    ///
    /// ```
    /// # use ecomind_constructs::prelude::*;
    /// # struct Environment;
    /// # impl ecomind_cli::Environment for Environment {
    /// #     const ALL: &'static [Self] = &[Environment];
    /// #     fn name(&self) -> &str { "prod" }
    /// # }
    /// # fn app(_: &Environment) -> Result<App> { Ok(App::new()) }
    /// use ecomind_cli::{Exit, Program};
    ///
    /// let outcome = Program::new("shop", "1.2.3").capture(app, ["--version"]);
    /// assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Success, "shop 1.2.3\n"));
    /// ```
    pub fn capture<E: Environment>(
        &self,
        app: fn(&E) -> Result<App>,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Outcome {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let arguments = arguments.into_iter().map(Into::into).collect();
        let surroundings = Surroundings::Given(self.variables.clone());
        let mut printer = Printer::into(&mut stdout, &mut stderr);
        let exit = self.execute(app, arguments, &surroundings, &mut printer);
        drop(printer);
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Outcome { exit, stdout: text(stdout), stderr: text(stderr) }
    }

    /// The program under the name that this process was called with.
    pub(crate) fn of_this_process() -> Self {
        let called = env::args_os().next().map(PathBuf::from);
        let stem = called.as_ref().and_then(|path| path.file_stem());
        let name = stem.map_or_else(|| "ecomind".into(), |stem| stem.to_string_lossy());
        Self::new(name, env!("CARGO_PKG_VERSION"))
    }

    fn execute<E: Environment>(
        &self,
        app: fn(&E) -> Result<App>,
        arguments: Vec<OsString>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Exit {
        let names = E::ALL.iter().map(E::name).collect();
        let build = |index: usize| app(&E::ALL[index]);
        let costs = E::ALL
            .iter()
            .map(|it| (it.assumptions(), it.budget()))
            .collect();
        let rules = E::ALL.iter().map(|it| Rules {
            is_production: it.is_production(),
            allows_express: it.allows_express(),
        });
        let fields = E::fields();
        let mix = |own: usize, other: usize, chosen: &[usize]| {
            let (own, other) = (&E::ALL[own], &E::ALL[other]);
            let mut mixed: Option<E> = None;
            for &index in chosen {
                mixed = Some(fields[index].put(mixed.as_ref().unwrap_or(own), other));
            }
            app(mixed.as_ref().unwrap_or(own))
        };
        let apps = Apps::new(names, &build)
            .with_costs(costs)
            .with_rules(rules.collect())
            .with_fields(fields.iter().map(Field::name).collect(), &mix);
        cli::run(&self.identity, &apps, arguments, surroundings, printer)
    }
}
