//! Keys and secrets. Requests to them are not counted: 10,000 cost some cents.

use super::{Bill, Subject};

/// A key of one's own.
pub(super) fn key(_: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.charge("key", "kms/key", 1);
}

/// A secret, and as much for each copy in another region.
pub(super) fn secret(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.charge("secret", "secretsmanager/secret", 1);
    if !subject.items("ReplicaRegions").is_empty() {
        bill.unpriced("copies of the secret in other regions");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn keys_and_secrets_cost_by_the_piece() {
        insta::assert_snapshot!(bill("AWS::KMS::Key", &json!({})), @"$1.00 key: 1 key");
        insta::assert_snapshot!(bill("AWS::SecretsManager::Secret",
            &json!({"ReplicaRegions": [{"Region": "us-west-2"}]})), @"
        $0.40 secret: 1 secret
        not priced: copies of the secret in other regions
        ");
    }
}
