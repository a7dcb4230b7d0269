//! Policies that grow while the tree does.

use crate::{
    Error, Result, SourceLocation,
    name::NodeId,
    tree::{Ref, Resource, Scope},
    value::{Expr, Properties},
};

use super::PolicyStatement;

/// A policy of a resource that is in the tree, and how long it may become.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PolicyProperty<R> {
    pub(crate) resource: Ref<R>,
    /// The construct that errors speak of.
    pub(crate) owner: NodeId,
    /// Which property holds the policy.
    pub(crate) name: &'static str,
    /// In characters, as IAM counts them.
    pub(crate) limit: usize,
    /// The characters of other policies that count towards the same limit.
    pub(crate) beside: usize,
}

impl<R: Resource> PolicyProperty<R> {
    /// Adds a statement to the policy of a role.
    #[track_caller]
    pub(super) fn grant(self, statement: &PolicyStatement, scope: &mut Scope<'_>) -> Result<()> {
        self.add(statement, statement.flaw_for_identities(), "grant", scope)
    }

    /// Adds a statement to the policy of what it speaks of.
    #[track_caller]
    pub(crate) fn allow(self, statement: &PolicyStatement, scope: &mut Scope<'_>) -> Result<()> {
        self.add(statement, statement.flaw_for_resources(), "allow", scope)
    }

    #[track_caller]
    fn add(
        self,
        statement: &PolicyStatement,
        flaw: Option<String>,
        setter: &'static str,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        let location = SourceLocation::caller();
        let path = scope.path_of(self.owner)?;
        let invalid =
            |reason| Error::InvalidProperty { path, property: setter.to_owned(), reason, location };
        if let Some(reason) = flaw {
            return Err(invalid(reason));
        }
        let mut outcome = Ok(());
        scope.modify(self.resource, |resource| {
            let type_name = resource.type_name();
            let mut properties = resource.into_properties();
            outcome = match properties.get_mut(self.name) {
                Some(Expr::Map(document)) => {
                    merge_into(document, statement, self.limit, self.beside)
                }
                _ => Err("must belong to a policy that is known now".to_owned()),
            };
            R::from_properties(&type_name, properties)
        })?;
        outcome.map_err(invalid)?;
        explain(self.resource, statement.reasons(), scope)
    }
}

/// Says beside a resource why its policies speak of more than they name.
fn explain<R: Resource>(resource: Ref<R>, reasons: &[String], scope: &mut Scope<'_>) -> Result<()> {
    if reasons.is_empty() {
        return Ok(());
    }
    let options = scope.options(resource)?;
    let mut all = match options.metadata.get("WildcardReasons") {
        Some(Expr::List(known)) => known.clone(),
        _ => Vec::new(),
    };
    for reason in reasons {
        push_new(&mut all, Expr::from(reason.clone()));
    }
    options.metadata("WildcardReasons", Expr::List(all));
    Ok(())
}

fn merge_into(
    document: &mut Properties,
    statement: &PolicyStatement,
    limit: usize,
    beside: usize,
) -> Result<(), String> {
    let Some(Expr::List(statements)) = document.get_mut("Statement") else {
        return Err("must belong to a policy that is known now".to_owned());
    };
    merge(statements, statement.properties());
    if let Some(reason) = repeated_sid(statements) {
        return Err(reason);
    }
    match beside + size_of_map(document) {
        size if limit < size => Err(too_long(size, limit)),
        _ => Ok(()),
    }
}

/// That a policy is longer than IAM takes.
pub(super) fn too_long(size: usize, limit: usize) -> String {
    let [size, limit] = [size, limit].map(thousands);
    format!("must keep policies within {limit} characters, got at least {size}")
}

fn thousands(number: usize) -> String {
    match (number / 1000, number % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands},{rest:03}"),
    }
}

/// Adds a statement, or its actions to the one that says the same of the same.
pub(super) fn merge(statements: &mut Vec<Expr>, mut new: Properties) {
    sort_actions(&mut new);
    for known in statements.iter_mut() {
        let Expr::Map(known) = known else { continue };
        if !differ_in_actions_only(known, &new) {
            continue;
        }
        let mut actions = list(known.get("Action"));
        actions.extend(list(new.get("Action")));
        known.set("Action", Expr::List(actions));
        sort_actions(known);
        return;
    }
    statements.push(new.into());
}

fn differ_in_actions_only(one: &Properties, other: &Properties) -> bool {
    one.len() == other.len()
        && one.iter().all(|(name, value)| {
            let Some(twin) = other.get(name) else { return false };
            name == "Action" || value == twin || (name == "Resource" && same_set(value, twin))
        })
}

fn same_set(one: &Expr, other: &Expr) -> bool {
    let (one, other) = (list(Some(one)), list(Some(other)));
    one.len() == other.len() && one.iter().all(|item| other.contains(item))
}

/// Actions in alphabetical order, each once, so that the order of grants does not show.
fn sort_actions(statement: &mut Properties) {
    let mut actions = list(statement.get("Action"));
    actions.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
    actions.dedup();
    statement.set("Action", one_or_many(actions.into_iter()));
}

/// What is given as one or as many.
fn list(value: Option<&Expr>) -> Vec<Expr> {
    match value {
        None => Vec::new(),
        Some(Expr::List(items)) => items.clone(),
        Some(item) => vec![item.clone()],
    }
}

/// A list, or its only item, which is how IAM itself writes policies back.
pub(super) fn one_or_many(items: impl Iterator<Item = Expr>) -> Expr {
    let mut items: Vec<Expr> = items.collect();
    if items.len() == 1 { items.remove(0) } else { Expr::List(items) }
}

fn push_new(items: &mut Vec<Expr>, item: Expr) {
    if !items.contains(&item) {
        items.push(item);
    }
}

/// IAM refuses a policy in which two statements have one name.
pub(super) fn repeated_sid(statements: &[Expr]) -> Option<String> {
    let mut sids: Vec<&str> = Vec::new();
    for statement in statements {
        let Expr::Map(statement) = statement else { continue };
        let Some(sid) = statement.get("Sid").and_then(Expr::as_str) else { continue };
        if sids.contains(&sid) {
            return Some(format!("must have different sids in its statements, got {sid:?} twice"));
        }
        sids.push(sid);
    }
    None
}

/// How many characters a policy has at least, without whitespace, as IAM counts.
///
/// What only the deployment knows counts as the shortest ARN, so that whatever this finds too
/// long is too long.
pub(super) fn size(expr: &Expr) -> usize {
    const SHORTEST_ARN: usize = 20;
    match expr {
        Expr::Null | Expr::Bool(_) => 4,
        Expr::Integer(number) => number.to_string().len(),
        Expr::Number(number) => number.to_string().len(),
        Expr::String(text) => quoted(text),
        Expr::List(items) => 2 + commas(items.len()) + items.iter().map(size).sum::<usize>(),
        Expr::Map(map) => size_of_map(map),
        Expr::Token(_) => 2 + SHORTEST_ARN,
    }
}

fn size_of_map(map: &Properties) -> usize {
    let entries = map
        .iter()
        .map(|(name, value)| quoted(name) + 1 + size(value));
    2 + commas(map.len()) + entries.sum::<usize>()
}

fn quoted(text: &str) -> usize {
    2 + text.chars().filter(|c| !c.is_whitespace()).count()
}

fn commas(items: usize) -> usize {
    items.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    fn read(actions: &[&str], resource: &'static str) -> Properties {
        PolicyStatement::allow()
            .actions(actions.iter().copied())
            .resources([resource])
            .properties()
    }

    fn merged(statements: impl IntoIterator<Item = Properties>) -> Vec<Expr> {
        let mut all = Vec::new();
        statements
            .into_iter()
            .for_each(|statement| merge(&mut all, statement));
        all
    }

    #[test]
    fn statements_on_one_resource_become_one() {
        let all = merged([
            read(&["s3:PutObject", "s3:GetObject"], "arn:aws:s3:::a"),
            read(&["s3:GetObject"], "arn:aws:s3:::b"),
            read(&["s3:AbortMultipartUpload", "s3:GetObject"], "arn:aws:s3:::a"),
        ]);
        let expected =
            read(&["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], "arn:aws:s3:::a");
        assert_eq!(all, [expected.into(), read(&["s3:GetObject"], "arn:aws:s3:::b").into()]);
    }

    #[test]
    fn the_order_of_resources_does_not_matter() {
        let of = |resources: [&'static str; 2], action: &str| {
            PolicyStatement::allow()
                .actions([action])
                .resources(resources)
                .properties()
        };
        assert_eq!(merged([of(["a", "b"], "x:A"), of(["b", "a"], "x:B")]).len(), 1);
        assert_eq!(merged([of(["a", "b"], "x:A"), of(["b", "c"], "x:A")]).len(), 2);
    }

    #[test]
    fn what_differs_in_more_than_actions_stays_apart() {
        let plain = PolicyStatement::allow()
            .actions(["s3:GetObject"])
            .resources(["arn:aws:s3:::a"]);
        let denied = PolicyStatement::deny()
            .actions(["s3:GetObject"])
            .resources(["arn:aws:s3:::a"]);
        let narrowed = plain
            .clone()
            .condition("Bool", "aws:SecureTransport", "true");
        let named = plain.clone().sid("Read");
        let all = [plain, denied, narrowed, named].map(|statement| statement.properties());
        assert_eq!(merged(all).len(), 4);
    }

    #[test]
    fn a_size_is_that_of_compact_json() {
        let json = r#"{"Effect":"Allow","Action":["a:B","a:C"],"Resource":"arn:aws:s3:::a b"}"#;
        let parsed: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(size(&parsed.into()), json.len() - 1);
        assert_eq!(size(&value::region().into()), 22);
        assert_eq!(thousands(10_041), "10,041");
    }
}
