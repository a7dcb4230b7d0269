//! The least that the roles of a deployment must be allowed, read from the templates.
//!
//! [`execution`] is for the role that CloudFormation acts as: the calls that AWS's schemas list
//! for each type in the templates. [`deployment`] is for the role that asks CloudFormation to act.
//! [`Permissions::documents`] cuts either into policies that IAM takes, and [`RoleTemplate`] makes
//! the roles as a template of their own, `DeliveryRoles` as constructs
//! that GitHub's workflows take.
//!
//! ```
//! use ecomind_constructs::{permissions, prelude::*};
//!
//! let mut app = App::new().account("111122223333").region("us-east-1");
//! let mut stack = app.stack("Jobs")?;
//! RawResource::new("AWS::SQS::Queue").add("Queue", &mut stack)?;
//!
//! let execution = permissions::execution(&synthesize(&app)?.templates());
//! let queue = &execution.statements[0];
//! assert!(queue.actions.contains(&"sqs:CreateQueue".to_owned()));
//! assert_eq!(queue.resources, ["arn:aws:sqs:us-east-1:111122223333:Jobs*"]);
//! # Ok::<(), Error>(())
//! ```

mod calls;
#[cfg(feature = "constructs")]
mod delivery_roles;
mod deployment;
mod document;
mod execution;
mod places;
mod role_template;
mod scope;
mod statement;

#[cfg(feature = "constructs")]
pub use self::delivery_roles::{DeliveryRoles, DeliveryRolesBuilder};
pub use self::{
    calls::{CALLS, Call, On, template_bucket},
    deployment::{Deployment, deployment, planning, reading},
    document::{MANAGED_POLICIES_PER_ROLE, MANAGED_POLICY_SIZE, PolicyDocument},
    execution::execution,
    role_template::RoleTemplate,
    statement::{Permissions, Statement, Wide},
};
use self::{places::Places, scope::Scopes};
