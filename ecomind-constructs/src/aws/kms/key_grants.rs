//! What a key may be used for, and by whom.

use crate::{
    Result,
    aws::iam::{Grantee, PolicyProperty, PolicyStatement},
    tree::Scope,
};

use super::{Key, key::OF_ITS_OWN_KEY};

/// The longest policy of a key, in characters.
const LIMIT: usize = 32_768;

const DECRYPT: [&str; 2] = ["kms:Decrypt", "kms:DescribeKey"];
const ENCRYPT: [&str; 5] = [
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptTo",
];

impl Key {
    /// Lets `grantee` read what is encrypted with the key.
    ///
    /// What has a grant of its own, such as a bucket, includes it.
    #[track_caller]
    pub fn grant_decrypt(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        grantee.grant(self.uses().actions(DECRYPT), scope)
    }

    /// Lets `grantee` encrypt with the key, and read what is encrypted.
    #[track_caller]
    pub fn grant_encrypt_decrypt(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        let both = self.uses().actions(DECRYPT).actions(ENCRYPT);
        grantee.grant(both.actions(["kms:ReEncryptFrom"]), scope)
    }

    /// Lets `grantee` hand data to a service that encrypts it with data keys of this key, and
    /// reads what it has so far, such as the data key in use or the parts of an upload.
    #[track_caller]
    pub(crate) fn grant_data_keys(
        self,
        grantee: &dyn Grantee,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        let use_data_keys = self.uses().actions(["kms:Decrypt", "kms:GenerateDataKey"]);
        grantee.grant(use_data_keys, scope)
    }

    /// Lets a service or another account do something with the key, in the key's own policy.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new();
    /// # let stack = &mut app.stack("Test")?;
    /// let key = Key::builder("Key").build(stack)?;
    /// key.allow(
    ///     PolicyStatement::allow()
    ///         .principal(Principal::service("cloudwatch.amazonaws.com"))
    ///         .actions(["kms:Decrypt", "kms:GenerateDataKey"])
    ///         .condition("StringEquals", "aws:SourceAccount", value::account_id()),
    ///     stack,
    /// )?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn allow(self, statement: PolicyStatement, scope: &mut Scope<'_>) -> Result<()> {
        let policy = PolicyProperty {
            resource: self.resource(),
            owner: self.node(),
            name: "KeyPolicy",
            limit: LIMIT,
            beside: 0,
        };
        policy.allow(&statement.all_resources(OF_ITS_OWN_KEY), scope)
    }

    fn uses(self) -> PolicyStatement {
        PolicyStatement::allow().resources([self.arn()])
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn grants_of_keys() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let service = || Principal::service("ecs-tasks.amazonaws.com");
            let reader = Role::builder("Reader", service()).build(stack)?;
            let writer = Role::builder("Writer", service()).build(stack)?;
            key.grant_decrypt(&reader, stack)?;
            key.grant_encrypt_decrypt(&writer, stack)?;
            // Says nothing new.
            key.grant_decrypt(&writer, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_a_statement_without_actions() {
        let error = testing::reject(|stack| {
            Key::builder("Key")
                .build(stack)?
                .allow(PolicyStatement::allow(), stack)
        });
        insta::assert_snapshot!(error, @"`allow` of `Test/Key` must have a statement's actions, got none");
    }
}
