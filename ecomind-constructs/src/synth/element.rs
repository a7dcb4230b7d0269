//! The values of one element of a template.

use crate::{
    tree::{Kind, ResourceOptions},
    value::{Expr, Properties},
};

/// Where in an element a value stands, which decides what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Secrets are resolved here.
    Property,
    /// What everybody who may look at the stack can read.
    Public,
}

/// Visits every value of an element.
pub(super) fn values<'a>(kind: &'a Kind, visit: &mut impl FnMut(&'a Expr, Place)) {
    match kind {
        Kind::App | Kind::Construct => {}
        Kind::Stack(stack) => {
            map(&stack.metadata, Place::Public, visit);
            stack
                .sections
                .iter()
                .for_each(|(_, section)| visit(section, Place::Property));
        }
        Kind::Resource(resource) => {
            map(&resource.properties, Place::Property, visit);
            options(resource.options(), visit);
        }
        Kind::Parameter(parameter) => map(&parameter.properties, Place::Public, visit),
        Kind::Mapping(mapping) => map(&mapping.entries, Place::Public, visit),
        Kind::Condition(condition) => visit(&condition.expression, Place::Public),
        Kind::Rule(rule) => {
            rule.condition
                .iter()
                .for_each(|condition| visit(condition, Place::Public));
            rule.assertions
                .iter()
                .for_each(|assertion| visit(assertion, Place::Public));
        }
        Kind::Output(output) => {
            visit(&output.value, Place::Public);
            output
                .export_name
                .iter()
                .for_each(|name| visit(name, Place::Public));
        }
    }
}

fn map<'a>(map: &'a Properties, place: Place, visit: &mut impl FnMut(&'a Expr, Place)) {
    map.iter().for_each(|(_, value)| visit(value, place));
}

fn options<'a>(options: &'a ResourceOptions, visit: &mut impl FnMut(&'a Expr, Place)) {
    map(&options.metadata, Place::Public, visit);
    map(&options.attributes, Place::Public, visit);
    options
        .creation_policy
        .iter()
        .for_each(|policy| map(policy.properties(), Place::Public, visit));
    options
        .update_policy
        .iter()
        .for_each(|policy| map(policy.properties(), Place::Public, visit));
    options
        .for_each
        .iter()
        .for_each(|each| visit(&each.items, Place::Public));
}
