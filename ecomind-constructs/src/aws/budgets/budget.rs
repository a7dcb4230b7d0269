//! Budgets.

use crate::{
    Result,
    cfn::{budgets as cfn, ids::budgets::BudgetId},
    tree::{Ref, Resource as _, Scope},
    value::{Expr, Properties, Value},
};

use super::BudgetNotification;

/// What a month may cost, and who hears when it costs more.
///
/// It has a name that AWS makes up. Notifications can't be changed once they exist: a change of one
/// replaces the budget, and a name of your own would make that fail, for it is taken until the old
/// budget is gone. AWS compares costs about once a day, so that a budget is no limit.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// Budget::builder("Monthly", 1000)
///     .notification(BudgetNotification::actual(500).email("team@example.com"))
///     .notification(BudgetNotification::actual(1000).email("team@example.com"))
///     .notification(BudgetNotification::forecasted(1000).email("team@example.com"))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs nothing. CloudFormation: [`AWS::Budgets::Budget`](cfn::Budget)
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    resource: Ref<cfn::Budget>,
}

/// Builds a [`Budget`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct BudgetBuilder {
    id: String,
    dollars: u32,
    notifications: Vec<BudgetNotification>,
    tags: Vec<(String, String)>,
}

const MOST_NOTIFICATIONS: usize = 5;

impl Budget {
    /// Starts a budget of so many dollars a month.
    pub fn builder(id: impl Into<String>, dollars: u32) -> BudgetBuilder {
        BudgetBuilder { id: id.into(), dollars, notifications: Vec::new(), tags: Vec::new() }
    }

    /// The id of the budget.
    #[must_use]
    pub fn budget_id(self) -> Value<BudgetId> {
        self.resource.id()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Budget> {
        self.resource
    }
}

impl BudgetBuilder {
    /// An amount at which people hear of it. Adds to those before, 1 to 5.
    pub fn notification(mut self, notification: BudgetNotification) -> Self {
        self.notifications.push(notification);
        self
    }

    /// Counts only what has this tag, which has to be active as a cost allocation tag, or one of
    /// those before. Default: the whole account.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }

    /// Adds the budget to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Budget> {
        let mut scope = scope.child(&self.id)?;
        if self.dollars == 0 {
            return Err(scope.invalid("dollars", "must be at least 1, got 0"));
        }
        let count = self.notifications.len();
        if !(1..=MOST_NOTIFICATIONS).contains(&count) {
            let reason = format!("must be given 1 to {MOST_NOTIFICATIONS} times, got {count}");
            return Err(scope.invalid("notification", reason));
        }
        for (at, notification) in self.notifications.iter().enumerate() {
            if let Some(reason) = notification.flaw() {
                return Err(scope.invalid("notification", reason));
            }
            if self.notifications[..at]
                .iter()
                .any(|other| other.repeats(notification))
            {
                let reason = "must differ in kind or amount, got two of one";
                return Err(scope.invalid("notification", reason));
            }
        }
        let limit = cfn::BudgetSpend::new(whole(self.dollars), "USD");
        let mut data = cfn::BudgetBudgetData::new(cfn::BudgetBudgetDataArgs {
            budget_type: "COST",
            time_unit: "MONTHLY",
        })
        .budget_limit(limit);
        if !self.tags.is_empty() {
            data = data.cost_filters(cost_filters(&self.tags));
        }
        let notifications = self
            .notifications
            .into_iter()
            .map(BudgetNotification::value);
        let resource = cfn::Budget::new(data)
            .notifications_with_subscribers(notifications.collect::<Vec<_>>())
            .add("Resource", &mut scope)?;
        Ok(Budget { resource })
    }
}

/// Templates write it without a fraction.
pub(super) fn whole(dollars: u32) -> Value<f64> {
    Value::from_expr(Expr::Integer(i64::from(dollars)))
}

/// `user:` is what cost allocation tags of the account begin with.
fn cost_filters(tags: &[(String, String)]) -> Expr {
    let tags: Vec<String> = tags
        .iter()
        .map(|(key, value)| format!("user:{key}${value}"))
        .collect();
    Properties::from([("TagKeyValue", tags.into())]).into()
}

#[cfg(test)]
mod tests {
    use super::BudgetBuilder;
    use crate::{cfn::ids::sns::TopicArn, prelude::*, testing};

    fn spent(dollars: u32) -> BudgetNotification {
        BudgetNotification::actual(dollars).email("team@example.com")
    }

    fn topic() -> Value<TopicArn> {
        TopicArn::literal("arn:aws:sns:us-east-1:111122223333:costs")
    }

    fn refusal(budget: BudgetBuilder) -> String {
        testing::reject(|stack| budget.build(stack)).to_string()
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            Budget::builder("Monthly", 500)
                .notification(spent(500))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            Budget::builder("Monthly", 1000)
                .notification(spent(500).topic(topic()))
                .notification(spent(1000).email("boss@example.com"))
                .notification(BudgetNotification::forecasted(500).topic(topic()))
                .notification(BudgetNotification::forecasted(1000).topic(topic()))
                .tag("Project", "ecomind")
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_what_the_service_has_no_room_for() {
        insta::assert_snapshot!(refusal(Budget::builder("Monthly", 500)), @"`notification` of `Test/Monthly` must be given 1 to 5 times, got 0");
        let six = (1..7).fold(Budget::builder("Monthly", 500), |budget, at| {
            budget.notification(spent(100 * at))
        });
        insta::assert_snapshot!(refusal(six), @"`notification` of `Test/Monthly` must be given 1 to 5 times, got 6");
        insta::assert_snapshot!(refusal(Budget::builder("Monthly", 0)), @"`dollars` of `Test/Monthly` must be at least 1, got 0");
    }

    #[test]
    fn rejects_notifications_that_the_service_refuses() {
        let refusal = |notification: BudgetNotification| {
            refusal(Budget::builder("Monthly", 500).notification(notification))
        };
        insta::assert_snapshot!(refusal(BudgetNotification::actual(500)), @"`notification` of `Test/Monthly` must tell somebody, got nobody for the one of $500 (ACTUAL)");
        let many = (0..11).fold(spent(500), |spent, at| spent.email(format!("{at}@example.com")));
        insta::assert_snapshot!(refusal(many), @"`notification` of `Test/Monthly` must tell at most 1 topic and 10 addresses, got 0 and 12 for the one of $500 (ACTUAL)");
        insta::assert_snapshot!(refusal(spent(500).topic(topic()).topic(topic())), @"`notification` of `Test/Monthly` must tell at most 1 topic and 10 addresses, got 2 and 1 for the one of $500 (ACTUAL)");
        insta::assert_snapshot!(refusal(BudgetNotification::forecasted(500).email("team")), @r#"`notification` of `Test/Monthly` must tell addresses with an `@`, got "team" for the one of $500 (FORECASTED)"#);
        insta::assert_snapshot!(refusal(spent(0)), @"`notification` of `Test/Monthly` must be of at least $1, got $0");
    }

    #[test]
    fn rejects_two_notifications_about_one_amount() {
        let twice = Budget::builder("Monthly", 500)
            .notification(spent(500))
            .notification(spent(500));
        insta::assert_snapshot!(refusal(twice), @"`notification` of `Test/Monthly` must differ in kind or amount, got two of one");
    }
}
