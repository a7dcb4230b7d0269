//! What may be done with the objects of a bucket, and by whom.

use crate::{
    Result,
    aws::iam::{Grantee, PolicyStatement},
    tree::Scope,
};

use super::Bucket;

const LIST: [&str; 2] = ["s3:GetBucketLocation", "s3:ListBucket"];
const READ: [&str; 1] = ["s3:GetObject"];
const WRITE: [&str; 3] = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"];
const DELETE: [&str; 1] = ["s3:DeleteObject"];

impl Bucket {
    /// Lets `grantee` list and read all objects, and use the bucket's own key for it.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new();
    /// # let stack = &mut app.stack("Test")?;
    /// # let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com")).build(stack)?;
    /// let reports = Bucket::builder("Reports").build(stack)?;
    /// reports.grant_read(&role, stack)?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn grant_read(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        grantee.grant(self.itself().actions(LIST), scope)?;
        grantee.grant(self.objects().actions(READ), scope)?;
        match self.encryption_key() {
            Some(key) => key.grant_decrypt(grantee, scope),
            None => Ok(()),
        }
    }

    /// Lets `grantee` write objects, over others too, and use the bucket's own key for it. It
    /// neither reads nor deletes any.
    #[track_caller]
    pub fn grant_write(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        grantee.grant(self.objects().actions(WRITE), scope)?;
        match self.encryption_key() {
            Some(key) => key.grant_data_keys(grantee, scope),
            None => Ok(()),
        }
    }

    /// Lets `grantee` list, read and write objects, and use the bucket's own key for it.
    #[track_caller]
    pub fn grant_read_write(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        self.grant_read(grantee, scope)?;
        self.grant_write(grantee, scope)
    }

    /// Lets `grantee` delete objects. Their versions stay, unless the bucket has none.
    #[track_caller]
    pub fn grant_delete(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        grantee.grant(self.objects().actions(DELETE), scope)
    }

    fn itself(self) -> PolicyStatement {
        PolicyStatement::allow().resources([self.arn()])
    }

    fn objects(self) -> PolicyStatement {
        PolicyStatement::allow().resources([self.arn_for_objects("*")])
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn grants_of_buckets() {
        let template = testing::synth(|stack| {
            let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            let reports = Bucket::builder("Reports").build(stack)?;
            reports.grant_read_write(&role, stack)?;
            reports.grant_delete(&role, stack)?;
            let key = Key::builder("Key").build(stack)?;
            let exports = Bucket::builder("Exports")
                .encryption_key(&key)
                .build(stack)?;
            exports.grant_write(&role, stack)?;
            exports.grant_read(&role, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_grant_across_stacks_is_in_the_stack_of_the_role() {
        let mut app = App::new().region("us-east-1");
        let mut storage = app.stack("Storage").unwrap();
        let key = Key::builder("Key").build(&mut storage).unwrap();
        let reports = Bucket::builder("Reports")
            .encryption_key(&key)
            .build(&mut storage)
            .unwrap();
        let mut services = app.stack("Services").unwrap();
        let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
            .build(&mut services)
            .unwrap();
        // Whichever stack asks for it.
        let mut storage = app.scope();
        let mut storage = storage.at(reports.resource()).unwrap();
        reports.grant_read(&role, &mut storage).unwrap();
        let assembly = synthesize(&app).unwrap();
        assert_eq!(assembly.stack("Services").unwrap().depends_on, ["Storage"]);
        assert!(assembly.stack("Storage").unwrap().depends_on.is_empty());
        testing::template_of(&app, "Services").assert_count("AWS::IAM::Policy", 1);
    }

    #[test]
    fn rejects_a_role_of_another_app() {
        let mut other = App::new();
        let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
            .build(&mut other.stack("Elsewhere").unwrap())
            .unwrap();
        let error = testing::reject(|stack| {
            Bucket::builder("Reports")
                .build(stack)?
                .grant_read(&role, stack)
        });
        insta::assert_snapshot!(error, @"`Test` was given a handle of another app");
    }
}
