//! Shows a deployment, and asks its questions.

use std::cell::RefCell;

use clap::ValueEnum;

use crate::deploy::{Event, Operator, Question, ResourceEvent, Review};

use super::{bars::Bars, printer::Printer, reviewed, units};

/// The flag `--progress`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Progress {
    /// A bar for each stack; lines where there is no terminal
    Bar,
    /// A line for each event of a resource
    Events,
    /// A line for each failure
    ErrorsOnly,
}

/// Shows a deployment, and asks its questions.
pub(super) struct Console<'p, 'a> {
    printer: RefCell<&'p mut Printer<'a>>,
    progress: Progress,
    /// Whether events are data, too.
    is_json: bool,
    bars: Option<Bars>,
}

impl<'p, 'a> Console<'p, 'a> {
    /// Shows it as `progress` says, and on JSON lines when `is_json`.
    pub(super) fn new(printer: &'p mut Printer<'a>, progress: Progress, is_json: bool) -> Self {
        let has_bars = progress == Progress::Bar && printer.is_animated();
        let bars = has_bars.then(Bars::new);
        Self { printer: RefCell::new(printer), progress, is_json, bars }
    }

    fn note(&self, text: &str) {
        let write = || self.printer.borrow_mut().note(text);
        match &self.bars {
            Some(bars) => bars.above(write),
            None => write(),
        }
    }

    fn data(&self, value: &serde_json::Value) {
        if self.is_json {
            let mut printer = self.printer.borrow_mut();
            // A reader that is gone is noticed at the end; the deployment goes on.
            let _ = printer
                .data(&format!("{value}\n"))
                .and_then(|()| printer.finish());
        }
    }

    fn resource(&self, event: &ResourceEvent) {
        if let Some(bars) = &self.bars {
            bars.see(event);
        }
        let is_failure = event.status.ends_with("_FAILED");
        let is_shown = match self.progress {
            Progress::Bar => is_failure || (self.bars.is_none() && !event.is_stack),
            Progress::Events => true,
            Progress::ErrorsOnly => is_failure,
        };
        if is_shown {
            self.note(&line(event));
        }
    }
}

impl Operator for Console<'_, '_> {
    fn tell(&self, event: &Event) {
        self.data(&event.to_json());
        match event {
            Event::Unchanged { stack } => self.note(&format!("`{stack}` is unchanged")),
            Event::Waiting { stack, status } => {
                self.note(&format!("`{stack}` is {status}: waiting for that"));
            }
            Event::Reviewing { stack, change_set } => {
                self.printer
                    .borrow_mut()
                    .detail(&format!("`{stack}` has change set `{change_set}`"));
            }
            Event::Started { stack, operation, resources } => {
                let resources = units::count(*resources, "resource");
                self.note(&format!("`{stack}`: {operation}, {resources}"));
                if let Some(bars) = &self.bars {
                    bars.start(stack, usize::max(1, count(event)));
                }
            }
            Event::Resource(event) => self.resource(event),
            Event::Finished { stack, status, milliseconds, .. } => {
                if let Some(bars) = &self.bars {
                    bars.finish(stack);
                }
                let time = u64::try_from(*milliseconds).unwrap_or(u64::MAX);
                let time = units::time(std::time::Duration::from_millis(time));
                self.note(&format!("`{stack}` is {status} after {time}"));
            }
            Event::Remedy { stack, status, why, steps } => {
                let why = why.iter().map(|line| format!("  {line}"));
                let steps = steps.iter().enumerate();
                let steps = steps.map(|(index, step)| format!("  {}. {step}", index + 1));
                let lines: Vec<_> = why.chain(steps).collect();
                self.note(&format!("`{stack}` is {status}\n{}", lines.join("\n")));
            }
            Event::Note { stack, text } if stack.is_empty() => self.note(text),
            Event::Note { stack, text } => self.note(&format!("`{stack}`: {text}")),
        }
    }

    fn show(&self, reviews: &[Review]) {
        for review in reviews {
            self.data(&reviewed::as_json(review));
            self.note(&reviewed::text(review));
        }
        self.note(&reviewed::summary(reviews));
    }

    fn question(&self, text: &str) -> Option<Question> {
        self.printer
            .borrow_mut()
            .question(&format!("{text} [y/N] "))
    }
}

fn count(event: &Event) -> usize {
    match event {
        Event::Started { resources, .. } => *resources,
        _ => 0,
    }
}

/// One event of a resource, in a line.
pub(super) fn line(event: &ResourceEvent) -> String {
    let what = match &event.path {
        Some(path) => format!("{} ({path})", event.logical_id),
        None => event.logical_id.clone(),
    };
    let reason = event.reason.as_ref().map(|reason| format!(": {reason}"));
    format!("`{}` {} {what}{}", event.stack, event.status, reason.unwrap_or_default())
}
