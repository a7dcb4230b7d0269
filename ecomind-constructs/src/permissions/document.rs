//! Policies within IAM's limits.

use serde_json::{Value, json};

use super::{Permissions, Statement};

/// How many characters a managed policy may have, white space not counted.
///
/// IAM: [quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)
pub const MANAGED_POLICY_SIZE: usize = 6_144;

/// How many managed policies a role may have, unless the account's quota was raised.
pub const MANAGED_POLICIES_PER_ROLE: usize = 10;

/// One policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyDocument {
    statements: Vec<Statement>,
}

impl PolicyDocument {
    /// The policy as IAM takes it.
    pub fn to_json(&self) -> Value {
        let statements: Vec<_> = self.statements.iter().map(Statement::to_json).collect();
        json!({"Version": "2012-10-17", "Statement": statements})
    }

    /// Its size as IAM counts it: without white space.
    #[must_use]
    pub fn size(&self) -> usize {
        self.to_json()
            .to_string()
            .chars()
            .filter(|it| !it.is_whitespace())
            .count()
    }

    /// What it allows.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }
}

impl Permissions {
    /// The statements in as many policies as it takes for none to have more than `size`
    /// characters; a statement that is too large itself is cut between its actions.
    ///
    /// A role takes [`MANAGED_POLICIES_PER_ROLE`]: whoever attaches them checks the number.
    #[must_use]
    pub fn documents(&self, size: usize) -> Vec<PolicyDocument> {
        let mut documents: Vec<PolicyDocument> = Vec::new();
        for statement in self.statements.iter().flat_map(|it| pieces(it, size)) {
            let last = documents.last_mut().filter(|last| {
                let mut longer = (*last).clone();
                longer.statements.push(statement.clone());
                longer.size() <= size
            });
            match last {
                Some(last) => last.statements.push(statement),
                None => documents.push(PolicyDocument { statements: vec![statement] }),
            }
        }
        documents
    }
}

/// The statement, or as many with fewer actions as it takes for each to fit alone.
fn pieces(statement: &Statement, size: usize) -> Vec<Statement> {
    let alone = PolicyDocument { statements: vec![statement.clone()] };
    let half = statement.actions.len() / 2;
    if alone.size() <= size || half == 0 {
        return vec![statement.clone()];
    }
    let (first, second) = statement.actions.split_at(half);
    let piece = |letter: &str, actions: &[String]| Statement {
        sid: format!("{}{letter}", statement.sid),
        actions: actions.to_vec(),
        ..statement.clone()
    };
    [piece("A", first), piece("B", second)]
        .iter()
        .flat_map(|it| pieces(it, size))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permissions(actions: usize) -> Permissions {
        let actions = (0..actions)
            .map(|it| format!("sqs:Action{it:04}"))
            .collect();
        let large = Statement::new("Sqs", actions, vec!["*".to_owned()]);
        let small = |sid| Statement::new(sid, vec!["sns:Publish".to_owned()], vec!["*".to_owned()]);
        Permissions {
            statements: vec![small("First"), large, small("Last")],
            ..Permissions::default()
        }
    }

    #[test]
    fn what_fits_is_one_policy() {
        let documents = permissions(2).documents(MANAGED_POLICY_SIZE);
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].statements().len(), 3);
    }

    #[test]
    fn no_policy_is_too_large_and_no_action_is_lost() {
        let documents = permissions(1_000).documents(MANAGED_POLICY_SIZE);
        assert!(documents.iter().all(|it| it.size() <= MANAGED_POLICY_SIZE));
        assert!(1 < documents.len());
        let actions = documents
            .iter()
            .flat_map(|it| &it.statements)
            .map(|it| it.actions.len());
        assert_eq!(actions.sum::<usize>(), 1_002);
        let mut sids: Vec<_> = documents
            .iter()
            .flat_map(|it| &it.statements)
            .map(|it| &it.sid)
            .collect();
        let count = sids.len();
        sids.dedup();
        assert_eq!(sids.len(), count, "names in a policy are unique");
    }
}
