//! `validate`: what is wrong with templates, before anything is deployed.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Result;
use clap::Args;
use ecomind_constructs::{
    rules::{Inspector, Pack},
    validation::{Check, Severity, closest},
};

use crate::environment::Apps;

#[cfg(not(feature = "deploy"))]
use super::offline::Online;
#[cfg(feature = "deploy")]
use super::online::Online;
use super::{
    Identity, budget,
    exit::Exit,
    findings::{Findings, Found, TemplateName},
    message::{Failure, Message},
    printer::Printer,
    report::{Format, Tool},
    selection::{Dependencies, Selection},
    surroundings::Surroundings,
    synthesized::{assemblies, total},
    table, template_file, units,
};

/// Arguments of `validate`.
#[derive(Debug, Args)]
pub(super) struct Validate {
    #[command(flatten)]
    selection: Selection,
    /// Form of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// The same as `--format json`
    #[arg(short, long, conflicts_with = "format")]
    json: bool,
    /// Which policies apply beside what does not deploy
    #[arg(long, value_enum, value_name = "PACK", default_value_t)]
    pack: PackName,
    /// Only the findings of these rules, with commas between
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rules: Vec<String>,
    /// Print the rules there are instead
    #[arg(long)]
    list_rules: bool,
    /// From which severity on the command fails
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t)]
    fail_on: FailOn,
    #[command(flatten)]
    online: Online,
}

/// A set of rules; each holds those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum PackName {
    /// What does not deploy, or breaks when it is deployed
    Deployment,
    /// What is right for everybody
    #[default]
    Recommended,
    /// What costs something, and is right for most
    Strict,
}

impl From<PackName> for Pack {
    fn from(name: PackName) -> Self {
        match name {
            PackName::Deployment => Self::Deployment,
            PackName::Recommended => Self::Recommended,
            PackName::Strict => Self::Strict,
        }
    }
}

/// From which severity on the command fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum FailOn {
    Never,
    Warning,
    #[default]
    Error,
}

impl Validate {
    /// Prints what is wrong.
    pub(super) fn run(
        &self,
        program: &Identity,
        apps: &Apps<'_>,
        #[cfg_attr(
            not(feature = "deploy"),
            expect(unused_variables, reason = "--online reads it")
        )]
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<Exit> {
        let start = Instant::now();
        let mut inspector = self.inspector(program)?;
        if self.list_rules {
            printer.data(&listed(&inspector))?;
            return Ok(Exit::Success);
        }
        #[cfg(feature = "deploy")]
        self.online.check()?;
        let files = self.files();
        if !files.is_empty() {
            #[cfg(feature = "deploy")]
            if self.online.is_wanted() {
                let text = "`--online` is for stacks of the app, and these are files";
                return Err(Failure::from(Message::new(text)).into());
            }
            let findings = self.of_files(&files, &mut inspector)?;
            let what = units::count(files.len(), "file");
            return self.report(&findings, 0, &what, start, program, printer);
        }
        let selected = self.selection.resolve(apps)?;
        let all = assemblies(apps, &selected, Dependencies::LeftOut, Some(&inspector), printer)?;
        let mut findings = Findings::of(&all);
        if self.rules.is_empty() || self.rules.iter().any(|rule| rule == budget::OVER_BUDGET) {
            budget::check(apps, &selected, &all, &mut findings);
        }
        #[cfg(feature = "deploy")]
        if self.online.is_wanted() {
            let mut found = Findings::default();
            self.online.ask(&all, surroundings, printer, &mut found)?;
            let is_wanted =
                |rule: &str| self.rules.is_empty() || self.rules.iter().any(|it| it == rule);
            findings.0.extend(
                found
                    .0
                    .into_iter()
                    .filter(|it| is_wanted(it.finding.rule.as_str())),
            );
        }
        self.report(&findings, all.len(), &total(&all), start, program, printer)
    }

    /// The inspector that is asked for.
    fn inspector(&self, program: &Identity) -> Result<Inspector, Failure> {
        let inspector = Inspector::new(self.pack.into()).with(program.rules);
        if self.rules.is_empty() {
            return Ok(inspector);
        }
        let known = known(&inspector);
        for rule in &self.rules {
            if !known.contains(&rule.as_str()) {
                let text = format!("there is no rule `{rule}`");
                let hint = closest(rule, known.iter().copied()).map_or_else(
                    || "`--list-rules` prints them".to_owned(),
                    |name| format!("did you mean `{name}`?"),
                );
                return Err(Message::new(text).hint(hint).into());
            }
        }
        Ok(inspector.only(self.rules.clone()))
    }

    /// The names that are files: those that end as templates do.
    fn files(&self) -> Vec<PathBuf> {
        let is_file = |name: &&str| {
            let extension = Path::new(name).extension().and_then(|it| it.to_str());
            extension.is_some_and(|it| ["json", "template", "yaml", "yml"].contains(&it))
        };
        self.selection
            .names()
            .filter(is_file)
            .map(PathBuf::from)
            .collect()
    }

    fn of_files(
        &self,
        files: &[PathBuf],
        inspector: &mut Inspector,
    ) -> Result<Findings<'static>, Failure> {
        let names = self.selection.names().count();
        if files.len() < names {
            let text = "files and stacks can't be validated in one run";
            return Err(Message::new(text).hint("name one or the other").into());
        }
        let mut findings = Vec::new();
        for path in files {
            let text = fs::read_to_string(path)
                .map_err(|error| Message::new(format!("can't read {}: {error}", path.display())))?;
            for finding in template_file::findings(path, &text, inspector, self.online.region()) {
                let (line, column) = template_file::position(path, &text, &finding.at);
                let template = TemplateName::File { path: path.clone(), line, column };
                findings.push(Found { finding, template, environments: Vec::new() });
            }
        }
        Ok(Findings(findings))
    }

    fn report(
        &self,
        findings: &Findings<'_>,
        environments: usize,
        what: &str,
        start: Instant,
        program: &Identity,
        printer: &mut Printer<'_>,
    ) -> Result<Exit> {
        let format = if self.json { Format::Json } else { self.format };
        let tool = Tool { name: &program.name, version: &program.version, own: program.rules };
        printer.data(&format.render(findings, environments, tool)?)?;
        let time = units::time(start.elapsed());
        printer.note(&format!("{what}: {}, took {time}", findings.amount()));
        let errors = findings.count(Severity::Error);
        let failures = match self.fail_on {
            FailOn::Never => 0,
            FailOn::Error => errors,
            FailOn::Warning => findings.0.len(),
        };
        Ok(if failures == 0 { Exit::Success } else { Exit::Failure })
    }
}

/// What rules are called.
fn known(inspector: &Inspector) -> Vec<&'static str> {
    let checks = Check::ALL.iter().map(|check| check.id().as_str());
    checks
        .chain(inspector.rules().map(|rule| rule.about().id.as_str()))
        .chain(["unused-suppression", budget::OVER_BUDGET])
        .chain(Online::rules().map(|(rule, _)| rule.as_str()))
        .collect()
}

/// A table of the rules.
fn listed(inspector: &Inspector) -> String {
    let mut rows = vec![
        ["RULE", "PACK", "SEVERITY", "WHAT HOLDS"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for check in Check::ALL {
        let pack = Pack::Deployment.name();
        rows.push(
            [check.id().as_str(), pack, check.severity().name(), check.what()]
                .map(str::to_owned)
                .to_vec(),
        );
    }
    for rule in inspector.rules() {
        let about = rule.about();
        rows.push(
            [about.id.as_str(), about.pack.name(), about.severity.name(), about.what]
                .map(str::to_owned)
                .to_vec(),
        );
    }
    for (rule, what) in Online::rules() {
        rows.push(
            [rule.as_str(), "online", "error", what]
                .map(str::to_owned)
                .to_vec(),
        );
    }
    table::aligned(&rows, &[])
}
