//! What others may do with a bucket, after it was built.

use crate::{
    Result,
    aws::iam::{PolicyProperty, PolicyStatement},
    tree::Scope,
};

use super::Bucket;

/// The longest policy of a bucket, in characters.
const LIMIT: usize = 20_480;

impl Bucket {
    /// Adds a statement to the policy of the bucket, which is in the bucket's own stack.
    ///
    /// What the statement refers to is therefore deployed before the bucket: don't name resources
    /// of a stack that needs the bucket itself.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new();
    /// # let stack = &mut app.stack("Test")?;
    /// let exports = Bucket::builder("Exports").build(stack)?;
    /// exports.allow(
    ///     PolicyStatement::allow()
    ///         .sid("Partner")
    ///         .principal(Principal::arn("arn:aws:iam::111122223333:role/reader"))
    ///         .actions(["s3:GetObject"])
    ///         .resources([exports.arn_for_objects("partner/*")]),
    ///     stack,
    /// )?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn allow(self, statement: PolicyStatement, scope: &mut Scope<'_>) -> Result<()> {
        let (resource, owner) = self.policy();
        let policy =
            PolicyProperty { resource, owner, name: "PolicyDocument", limit: LIMIT, beside: 0 };
        policy.allow(&statement, scope)
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    fn read(bucket: Bucket) -> PolicyStatement {
        PolicyStatement::allow()
            .principal(Principal::arn("arn:aws:iam::111122223333:role/reader"))
            .actions(["s3:GetObject"])
            .resources([bucket.arn_for_objects("*")])
    }

    #[test]
    fn a_statement_is_written_where_the_bucket_is() {
        let mut app = App::new().region("us-east-1");
        let mut storage = app.stack("Storage").unwrap();
        let bucket = Bucket::builder("Reports").build(&mut storage).unwrap();
        let mut later = app.stack("Later").unwrap();
        bucket.allow(read(bucket), &mut later).unwrap();
        let policy = testing::template_of(&app, "Storage");
        insta::assert_snapshot!(policy.yaml());
        testing::template_of(&app, "Later").assert_count("AWS::S3::BucketPolicy", 0);
    }

    #[test]
    fn rejects_everybody_and_nothing() {
        let refusal = |statement: fn(Bucket) -> PolicyStatement| {
            let error = testing::reject(|stack| {
                let bucket = Bucket::builder("Reports").build(stack)?;
                bucket.allow(statement(bucket), stack)
            });
            error.to_string()
        };
        insta::assert_snapshot!(refusal(|_| PolicyStatement::allow()), @"`allow` of `Test/Reports` must have a statement's actions, got none");
        insta::assert_snapshot!(refusal(|bucket| read(bucket).principal(Principal::anyone())), @"`allow` of `Test/Reports` must not allow everybody without a condition");
    }
}
