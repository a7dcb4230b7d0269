//! Budgets: what a month may cost.

mod budget;
mod budget_notification;

pub use self::{
    budget::{Budget, BudgetBuilder},
    budget_notification::BudgetNotification,
};
