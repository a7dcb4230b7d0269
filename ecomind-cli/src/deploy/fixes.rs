//! What mostly helps against a failure, by the words that services use for it.

/// Words in a reason, in lower case, and what helps.
const FIXES: &[(&str, &str)] = &[
    ("is not authorized to perform", "allow the action to the role that deploys"),
    ("access denied", "allow the action to the role that deploys"),
    (
        "denied by stack policy",
        "the stack policy protects this resource: allow it by name with `--allow-replace`",
    ),
    ("cannot be deleted as it is in use", "deploy the stacks that import the value first"),
    (
        "cannot be updated as it is in use",
        "make the reference weak first (`Strength::Weak`), deploy, and then make this change",
    ),
    ("no export named", "deploy the stack that exports the value first"),
    (
        "assume the service linked role",
        "the account's first cluster makes this role, which takes a moment: deploy again",
    ),
    (
        "dimensional spend monitor",
        "the account has a monitor of costs already: give its ARN to the construct",
    ),
    (
        "ecomind-templates-",
        "a deployment made this bucket: delete it with what is in it, which nothing deployed needs, \
         and `bootstrap` again",
    ),
    ("already exists", "something of this name is there: leave the name out, or take another one"),
    ("alreadyexists", "something of this name is there: leave the name out, or take another one"),
    ("limitexceeded", "raise the quota of the account, or use less"),
    ("limit exceeded", "raise the quota of the account, or use less"),
    ("maximum number of", "raise the quota of the account, or use less"),
    ("rate exceeded", "wait a minute: too many calls are made in this account"),
    ("not empty", "empty it first; `destroy` does so after asking"),
    ("insufficient capacity", "take another instance type or zone"),
    ("insufficientinstancecapacity", "take another instance type or zone"),
    (
        "did not stabilize",
        "look at the resource's own events: it was made and never became healthy",
    ),
    ("circuit breaker", "look at the log of the container: its tasks don't become healthy"),
    ("timed out", "look at the log of what should have answered"),
    ("secrets manager can't find", "make the secret first"),
    ("resourcenotfound", "make what it refers to first"),
    ("security token", "get new credentials"),
    ("circular dependency", "break the circle: one of the references must go"),
];

/// What mostly helps, if anything is known.
pub(super) fn likely_fix(reason: &str) -> Option<&'static str> {
    let reason = reason.to_lowercase();
    FIXES
        .iter()
        .find(|(words, _)| reason.contains(words))
        .map(|(_, fix)| *fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_is_understood() {
        let fix = likely_fix("Queue shop-orders already exists (Service: Sqs)");
        assert!(fix.unwrap().contains("leave the name out"));
        assert_eq!(likely_fix("something new"), None);
    }
}
