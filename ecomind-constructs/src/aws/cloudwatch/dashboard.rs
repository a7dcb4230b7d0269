//! Dashboards.

use crate::{
    Result,
    cfn::{cloudwatch as cfn, ids::cloudwatch::DashboardName},
    tree::{Ref, Resource as _, Scope},
    value::{Expr, Properties, Value},
};

use super::{Widget, json_text::json_text, widget::COLUMNS};

/// Graphs, numbers, texts and the states of alarms on one page.
///
/// Widgets fill rows of 24 columns from the left, in the order in which you add them. Values that
/// only the deployment can tell, such as the names of queues, may stand anywhere in them.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let requests = Metric::new("Shop", "Requests").statistic(Statistic::Sum);
/// Dashboard::builder("Overview")
///     .widget(Widget::text("# Shop").width(24).height(1))
///     .widget(Widget::graph("Requests", [requests]).width(12))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $3 a month after the first three. CloudFormation:
/// [`AWS::CloudWatch::Dashboard`](cfn::Dashboard)
#[derive(Debug, Clone, Copy)]
pub struct Dashboard {
    resource: Ref<cfn::Dashboard>,
}

/// Builds a [`Dashboard`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct DashboardBuilder {
    id: String,
    widgets: Vec<(bool, Widget)>,
    starts_row: bool,
}

const MOST_WIDGETS: usize = 500;

impl Dashboard {
    /// Starts a dashboard.
    pub fn builder(id: impl Into<String>) -> DashboardBuilder {
        DashboardBuilder { id: id.into(), widgets: Vec::new(), starts_row: false }
    }

    /// The name of the dashboard.
    #[must_use]
    pub fn name(self) -> Value<DashboardName> {
        self.resource.reference()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Dashboard> {
        self.resource
    }
}

impl DashboardBuilder {
    /// What comes next, in this row where it has room, otherwise in a new one. Adds to those
    /// before, 1 to 500.
    pub fn widget(mut self, widget: Widget) -> Self {
        self.widgets.push((self.starts_row, widget));
        self.starts_row = false;
        self
    }

    /// Begins a new row, below the highest widget of this one. Default: when a row is full.
    pub fn row(mut self) -> Self {
        self.starts_row = true;
        self
    }

    /// Adds the dashboard to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Dashboard> {
        let mut scope = scope.child(&self.id)?;
        let count = self.widgets.len();
        if !(1..=MOST_WIDGETS).contains(&count) {
            let reason = format!("must be given 1 to {MOST_WIDGETS} times, got {count}");
            return Err(scope.invalid("widget", reason));
        }
        if let Some(reason) = self.widgets.iter().find_map(|(_, widget)| widget.flaw()) {
            return Err(scope.invalid("widget", reason));
        }
        let body = Properties::from([("widgets", Expr::List(laid_out(self.widgets)))]);
        let resource = cfn::Dashboard::new(json_text(&body.into())).add("Resource", &mut scope)?;
        Ok(Dashboard { resource })
    }
}

/// The widgets at their places.
fn laid_out(widgets: Vec<(bool, Widget)>) -> Vec<Expr> {
    let (mut x, mut y, mut row_height) = (0, 0, 0);
    let mut bodies = Vec::new();
    for (starts_row, widget) in widgets {
        if starts_row || COLUMNS < x + widget.width {
            (x, y, row_height) = (0, y + row_height, 0);
        }
        row_height = row_height.max(widget.height);
        let at = x;
        x += widget.width;
        bodies.push(widget.body(at, y).into());
    }
    bodies
}

#[cfg(test)]
mod tests {
    use super::DashboardBuilder;
    use crate::{prelude::*, testing};

    fn requests() -> Metric {
        Metric::new("Shop", "Requests").statistic(Statistic::Sum)
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            Dashboard::builder("Overview")
                .widget(Widget::graph("Requests", [requests()]))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let topic = RawResource::new("AWS::SNS::Topic").add("Topic", stack)?;
            let sent = Metric::new("AWS/SNS", "NumberOfMessagesPublished")
                .dimension("TopicName", topic.attribute::<String>("TopicName"))
                .period(Duration::minutes(1))
                .label("sent to \"jobs\"");
            let alarm = Alarm::builder("Sent", sent.clone(), 300).build(stack)?;
            let ratio = MetricMath::new("errors / requests")
                .using("errors", Metric::new("Shop", "Errors"))
                .using("requests", requests())
                .label("errors");
            Dashboard::builder("Overview")
                .widget(
                    Widget::text("# Shop\nThe \"runbook\" costs ${5}.")
                        .width(24)
                        .height(2),
                )
                .widget(
                    Widget::graph("Errors", [Measure::from(ratio), sent.clone().into()]).width(18),
                )
                .widget(Widget::single_value("Sent", [sent]).width(8))
                .row()
                .widget(
                    Widget::alarm_status(value::stack_name(), [alarm])
                        .width(12)
                        .height(3),
                )
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    /// Through a reference to another stack, `Fn::Sub` can't make the text, and `Fn::Join` does.
    #[test]
    fn values_of_other_stacks_can_stand_in_it() {
        let mut app = App::new();
        let mut jobs = app.stack("Jobs").unwrap();
        let queue = RawResource::new("AWS::SQS::Queue")
            .add("Queue", &mut jobs)
            .unwrap();
        let name: Value<String> = queue.attribute("QueueName");
        let metric = Metric::new("AWS/SQS", "Age").dimension("QueueName", name);
        let mut stack = app.stack("Boards").unwrap();
        Dashboard::builder("Overview")
            .widget(Widget::graph("Age", [metric]))
            .build(&mut stack)
            .unwrap();
        insta::assert_snapshot!(testing::template_of(&app, "Boards").yaml());
    }

    fn refusal(dashboard: DashboardBuilder) -> String {
        testing::reject(|stack| dashboard.build(stack)).to_string()
    }

    #[test]
    fn rejects_widgets_that_cloudwatch_refuses() {
        let refusal = |widget: Widget| refusal(Dashboard::builder("Overview").widget(widget));
        insta::assert_snapshot!(refusal(Widget::text("x").width(25)), @"`widget` of `Test/Overview` must be 1 to 24 columns wide and 1 to 1000 high, got 25 and 6");
        insta::assert_snapshot!(refusal(Widget::text("x").height(0)), @"`widget` of `Test/Overview` must be 1 to 24 columns wide and 1 to 1000 high, got 6 and 0");
        insta::assert_snapshot!(refusal(Widget::alarm_status("x", [])), @"`widget` of `Test/Overview` must show 1 to 100 alarms, got 0");
        let odd = requests().period(Duration::seconds(61));
        insta::assert_snapshot!(refusal(Widget::graph("x", [odd])), @"`widget` of `Test/Overview` must have a period of 10, 20 or 30 seconds or of whole minutes up to a day, got 61 seconds");
        let twice = |name| MetricMath::new("m + 1").using("m", Metric::new("Shop", name));
        insta::assert_snapshot!(refusal(Widget::graph("x", [twice("A"), twice("B")])), @r#"`widget` of `Test/Overview` must use each id for one thing in all expressions of a widget, got "m" for two"#);
    }

    #[test]
    fn rejects_a_dashboard_without_widgets() {
        insta::assert_snapshot!(refusal(Dashboard::builder("Overview")), @"`widget` of `Test/Overview` must be given 1 to 500 times, got 0");
    }
}
