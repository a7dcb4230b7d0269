//! What dashboards are made of.

use crate::value::{self, Expr, IntoValue, Properties, Value};

use super::{Alarm, Measure, Metric, measure::seconds};

/// A rectangle of a dashboard. It is a quarter of the width and 6 rows high, unless you say
/// otherwise.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let requests = Metric::new("Shop", "Requests").statistic(Statistic::Sum);
/// let graph = Widget::graph("Requests", [requests]).width(12);
/// let note = Widget::text("# Shop\nThe runbook is in the wiki.").width(24).height(2);
/// ```
///
/// AWS: [widgets](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html)
#[derive(Debug, Clone)]
#[must_use = "shows nothing until a dashboard has it"]
pub struct Widget {
    title: Value<String>,
    content: Content,
    pub(super) width: u32,
    pub(super) height: u32,
}

#[derive(Debug, Clone)]
enum Content {
    Graph(Vec<Measure>),
    SingleValue(Vec<Measure>),
    AlarmStatus(Vec<Value<String>>),
    Text,
}

/// How wide a dashboard is.
pub(super) const COLUMNS: u32 = 24;
const MOST_ROWS: u32 = 1000;
const MOST_METRICS: usize = 500;
const MOST_ALARMS: usize = 100;

impl Widget {
    fn new(title: impl IntoValue<String>, content: Content) -> Self {
        Self { title: title.into_value(), content, width: 6, height: 6 }
    }

    /// Lines over time.
    pub fn graph<M: Into<Measure>>(
        title: impl IntoValue<String>,
        measures: impl IntoIterator<Item = M>,
    ) -> Self {
        Self::new(title, Content::Graph(measures.into_iter().map(Into::into).collect()))
    }

    /// The latest values as numbers.
    pub fn single_value<M: Into<Measure>>(
        title: impl IntoValue<String>,
        measures: impl IntoIterator<Item = M>,
    ) -> Self {
        Self::new(title, Content::SingleValue(measures.into_iter().map(Into::into).collect()))
    }

    /// The states of alarms.
    pub fn alarm_status(
        title: impl IntoValue<String>,
        alarms: impl IntoIterator<Item = Alarm>,
    ) -> Self {
        let arns = alarms.into_iter().map(|alarm| alarm.arn().into_value());
        Self::new(title, Content::AlarmStatus(arns.collect()))
    }

    /// Text in Markdown.
    pub fn text(markdown: impl IntoValue<String>) -> Self {
        Self::new(markdown, Content::Text)
    }

    /// How many of the 24 columns it takes. Default: 6.
    pub fn width(mut self, columns: u32) -> Self {
        self.width = columns;
        self
    }

    /// How many rows it takes, 1 to 1,000. Default: 6.
    pub fn height(mut self, rows: u32) -> Self {
        self.height = rows;
        self
    }

    /// The widget at a place, as CloudWatch writes it.
    pub(super) fn body(self, x: u32, y: u32) -> Properties {
        let (kind, properties) = match self.content {
            Content::Graph(measures) => ("metric", series(self.title, "timeSeries", &measures)),
            Content::SingleValue(measures) => {
                ("metric", series(self.title, "singleValue", &measures))
            }
            Content::AlarmStatus(arns) => {
                ("alarm", Properties::from([("title", self.title.into()), ("alarms", arns.into())]))
            }
            Content::Text => ("text", Properties::from([("markdown", self.title.into())])),
        };
        let number = |number: u32| Expr::from(i64::from(number));
        Properties::from([
            ("type", kind.into()),
            ("x", number(x)),
            ("y", number(y)),
            ("width", number(self.width)),
            ("height", number(self.height)),
            ("properties", properties.into()),
        ])
    }

    /// What CloudWatch would refuse, if anything.
    pub(super) fn flaw(&self) -> Option<String> {
        let (width, height) = (self.width, self.height);
        if !(1..=COLUMNS).contains(&width) || !(1..=MOST_ROWS).contains(&height) {
            let reason = format!("must be 1 to {COLUMNS} columns wide and 1 to {MOST_ROWS} high");
            return Some(format!("{reason}, got {width} and {height}"));
        }
        let (what, count, most) = match &self.content {
            Content::Graph(measures) | Content::SingleValue(measures) => {
                if let Some(flaw) = measures.iter().find_map(Measure::flaw) {
                    return Some(flaw);
                }
                if let Some(id) = ambiguous_id(measures) {
                    let reason = "must use each id for one thing in all expressions of a widget";
                    return Some(format!("{reason}, got {id:?} for two"));
                }
                ("metrics", measures.len(), MOST_METRICS)
            }
            Content::AlarmStatus(arns) => ("alarms", arns.len(), MOST_ALARMS),
            Content::Text => return None,
        };
        (!(1..=most).contains(&count)).then(|| format!("must show 1 to {most} {what}, got {count}"))
    }
}

fn parts(measures: &[Measure]) -> Vec<(&str, &Measure)> {
    let mut all = Vec::new();
    for measure in measures {
        if let Measure::Math(math) = measure {
            all.extend(math.all_parts());
        }
    }
    all
}

fn ambiguous_id(measures: &[Measure]) -> Option<&str> {
    let parts = parts(measures);
    let is_ambiguous = |(id, part): &&(&str, &Measure)| {
        parts
            .iter()
            .any(|(other, another)| other == id && another != part)
    };
    parts.iter().find(is_ambiguous).map(|(id, _)| *id)
}

fn series(title: Value<String>, view: &'static str, measures: &[Measure]) -> Properties {
    let mut lines: Vec<Expr> = Vec::new();
    let mut push = |line: Expr| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    for (at, measure) in measures.iter().enumerate() {
        push(line(measure, &format!("expr_{}", at + 1), true));
    }
    for (id, part) in parts(measures) {
        push(line(part, id, false));
    }
    Properties::from([
        ("view", view.into()),
        ("title", title.into()),
        ("region", value::region().into()),
        ("metrics", Expr::List(lines)),
    ])
}

fn line(measure: &Measure, id: &str, is_visible: bool) -> Expr {
    let text = |text: &str| Expr::from(text.to_owned());
    let mut options = Properties::new();
    let mut list = Vec::new();
    let label = match measure {
        Measure::Math(math) => {
            options.set("expression", text(&math.expression));
            &math.label
        }
        Measure::Metric(metric) => {
            list = source(metric);
            options.set("stat", metric.statistic.text());
            options.set("period", seconds(metric.period));
            &metric.label
        }
    };
    if let Some(label) = label {
        options.set("label", text(label));
    }
    if !is_visible || matches!(measure, Measure::Math(_)) {
        options.set("id", text(id));
    }
    if !is_visible {
        options.set("visible", false);
    }
    list.push(options.into());
    Expr::List(list)
}

/// Namespace, name, and the names and values of the dimensions.
fn source(metric: &Metric) -> Vec<Expr> {
    let mut source = vec![metric.namespace.clone().into(), metric.name.clone().into()];
    for (name, value) in &metric.dimensions {
        source.push(name.clone().into());
        source.push(value.expr().clone());
    }
    source
}
