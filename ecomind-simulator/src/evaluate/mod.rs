//! Functions of templates get their values.

mod cidr;
mod conditions;
mod dynamic;
mod functions;
mod pseudo;
mod rules;
mod scope;
mod sub;

pub(crate) use self::{
    conditions::conditions,
    rules::check_rules,
    scope::{Scope, UNKNOWN},
};
