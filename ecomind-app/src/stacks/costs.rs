//! Costs: what a month may cost, and who hears when it costs more.
//!
//! They are apart from all else, since AWS takes one monitor of unusual costs for each account: where
//! there is one, this stack fails, and takes no alarm and no backup with it.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

/// Adds the budget and what notices unusual costs to `stack`.
pub fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<()> {
    let most = env.budget.iter().copied().max().unwrap_or_default();
    let mut budget = Budget::builder("Monthly", most);
    for dollars in env.budget {
        for notification in
            [BudgetNotification::actual(*dollars), BudgetNotification::forecasted(*dollars)]
        {
            let notification = env
                .cost_emails
                .iter()
                .fold(notification, |it, address| it.email(*address));
            budget = budget.notification(notification);
        }
    }
    budget.build(stack)?;

    let reports = AnomalyReports::daily(env.cost_emails.iter().copied());
    // A tenth of what is worth an alarm in all is worth a look in one service.
    let mut anomalies = AnomalyDetection::builder("Unusual", reports).dollars(most / 10);
    if let Some(monitor) = env.cost_monitor {
        anomalies = anomalies.existing_monitor(AnomalyMonitorArn::literal(monitor));
    }
    anomalies.build(stack)?;
    Ok(())
}
