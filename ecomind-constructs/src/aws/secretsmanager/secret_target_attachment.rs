//! What ties a secret to the database that it opens.

use crate::{
    Result,
    aws::iam::Grantee,
    cfn::{ids::secretsmanager::SecretArn, secretsmanager as cfn},
    tree::{Ref, Resource as _, Scope},
    value::{SecretValue, SecretsManagerReference, Value},
};

use super::{Secret, SecretTarget};

/// A secret that says where its database is: beside user name and password it has the fields
/// `engine`, `host`, `port` and, of some databases, `dbname`.
///
/// What asks it for the ARN waits until these are written. A rotation needs them.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::secretsmanager::SecretTarget;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let credentials = Secret::builder("Credentials").username("ecomind").build(stack)?;
/// # let database = RawResource::new("AWS::RDS::DBInstance").add("Database", stack)?;
/// let target = SecretTarget::other("AWS::RDS::DBInstance", database.reference());
/// let attached = credentials.attach(&target, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::SecretsManager::SecretTargetAttachment`](cfn::SecretTargetAttachment)
#[derive(Debug, Clone, Copy)]
pub struct SecretTargetAttachment {
    secret: Secret,
    resource: Ref<cfn::SecretTargetAttachment>,
}

impl Secret {
    /// Writes into the secret where its database is, which must be in the same stack or in one
    /// before it. A secret has one attachment, below it in the tree.
    #[track_caller]
    pub fn attach(
        self,
        target: &SecretTarget,
        scope: &mut Scope<'_>,
    ) -> Result<SecretTargetAttachment> {
        let mut place = scope.at(self.node())?;
        let mut place = place.child("Attachment")?;
        let resource = cfn::SecretTargetAttachment::new(cfn::SecretTargetAttachmentArgs {
            secret_id: self.arn(),
            target_id: target.id.clone(),
            target_type: target.type_name,
        })
        .add("Resource", &mut place)?;
        Ok(SecretTargetAttachment { secret: self, resource })
    }
}

impl SecretTargetAttachment {
    /// The secret itself.
    #[must_use]
    pub fn secret(self) -> Secret {
        self.secret
    }

    /// The ARN of the secret, known when it says where its database is.
    #[must_use]
    pub fn arn(self) -> Value<SecretArn> {
        self.resource.reference().cast()
    }

    /// One field of the secret, such as `host`; see [`Secret::value`].
    #[must_use]
    pub fn value(self, key: &str) -> SecretValue {
        SecretsManagerReference::new(self.arn())
            .json_key(key)
            .value()
    }

    /// Lets `grantee` read the secret; see [`Secret::grant_read`].
    #[track_caller]
    pub fn grant_read(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        self.secret.grant_read(grantee, scope)
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::SecretTargetAttachment> {
        self.resource
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::secretsmanager::SecretTarget, prelude::*, testing};

    #[test]
    fn rejects_a_second_attachment() {
        let error = testing::reject(|stack| {
            let secret = Secret::builder("Credentials")
                .username("ecomind")
                .build(stack)?;
            let target = SecretTarget::other("AWS::RDS::DBInstance", "orders");
            secret.attach(&target, stack)?;
            secret.attach(&target, stack)
        });
        insta::assert_snapshot!(error, @"`Test/Credentials/Attachment` is declared twice; ids must be unique in their scope");
    }
}
