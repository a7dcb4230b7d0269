//! `validate`: what is wrong with templates, before anything is deployed.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Result;
use clap::Args;
use ecomind_constructs::validation::{Finding, RuleId, Severity, Validator};

use crate::{
    assumptions::Assumptions,
    cost::{PriceTable, estimate},
    environment::Apps,
    money::Money,
};

use super::{
    Identity,
    exit::Exit,
    findings::{Findings, Found, TemplateName},
    json_position::position,
    message::{Failure, Message},
    printer::Printer,
    report::{Format, Tool},
    selection::{Dependencies, Selection},
    synthesized::{Synthesized, assemblies, total},
    units,
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
    /// From which severity on the command fails
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t)]
    fail_on: FailOn,
    /// The region that files are for. Default: none, and types are not checked against one
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
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
        printer: &mut Printer<'_>,
    ) -> Result<Exit> {
        let start = Instant::now();
        let files = self.files();
        if !files.is_empty() {
            let findings = self.of_files(&files)?;
            let what = units::count(files.len(), "file");
            return self.report(&findings, 0, &what, start, program, printer);
        }
        let selected = self.selection.resolve(apps)?;
        let all = assemblies(apps, &selected, Dependencies::LeftOut, printer)?;
        let mut validator = Validator::new();
        let mut findings = Findings::default();
        for synthesized in &all {
            for stack in synthesized.stacks() {
                let found = stack.validate(&mut validator);
                findings.add(synthesized.environment, &stack.id, found);
            }
        }
        let prices = PriceTable::embedded();
        for (&index, synthesized) in selected.environments.iter().zip(&all) {
            let budget = apps.budget(index).filter(|_| synthesized.is_whole());
            let over = budget
                .and_then(|it| over_budget(synthesized, it, &apps.assumptions(index), &prices));
            if let Some((stack, finding)) = over {
                findings.add(synthesized.environment, stack, vec![finding]);
            }
        }
        self.report(&findings, all.len(), &total(&all), start, program, printer)
    }

    /// The names that are files: those that end as templates do.
    fn files(&self) -> Vec<PathBuf> {
        let is_file = |name: &&str| {
            let extension = Path::new(name).extension().and_then(|it| it.to_str());
            extension.is_some_and(|it| ["json", "template"].contains(&it))
        };
        self.selection
            .names()
            .filter(is_file)
            .map(PathBuf::from)
            .collect()
    }

    fn of_files(&self, files: &[PathBuf]) -> Result<Findings<'static>, Failure> {
        let names = self.selection.names().count();
        if files.len() < names {
            let text = "files and stacks can't be validated in one run";
            return Err(Message::new(text).hint("name one or the other").into());
        }
        let mut validator = Validator::new();
        let mut findings = Vec::new();
        for path in files {
            let text = fs::read_to_string(path)
                .map_err(|error| Message::new(format!("can't read {}: {error}", path.display())))?;
            for finding in validator.check_text(&text, self.region.as_deref()) {
                let (line, column) = position(&text, &finding.at);
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
        let tool = Tool { name: &program.name, version: &program.version };
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

/// An environment costs more than it may.
const OVER_BUDGET: RuleId = RuleId::new("over-budget");

/// A finding about the dearest stack, if all of them together are over the budget.
fn over_budget<'a>(
    synthesized: &'a Synthesized<'_>,
    budget: Money,
    assumptions: &Assumptions,
    prices: &PriceTable,
) -> Option<(&'a str, Finding)> {
    let estimate = estimate(&synthesized.assembly.templates(), assumptions, prices);
    let month = estimate.month();
    let dearest = estimate
        .stacks
        .iter()
        .rev()
        .max_by_key(|stack| stack.month())?;
    let stack = synthesized.assembly.stack(&dearest.id)?;
    let message = format!(
        "is the dearest of `{}`, which costs {month} a month, over its budget of {budget}",
        synthesized.environment
    );
    let hint = "`cost` shows what is charged; the budget is `Environment::budget`";
    (budget < month).then(|| {
        let finding = Finding::new(OVER_BUDGET, Severity::Error, "", message);
        (stack.id.as_str(), finding.hint(hint))
    })
}
