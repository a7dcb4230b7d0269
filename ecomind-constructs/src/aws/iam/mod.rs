//! Identity and Access Management: roles, and the policies that say what they may do.

mod policy_document;
mod policy_statement;
mod principal;
mod role;

pub use self::{
    policy_document::PolicyDocument,
    policy_statement::{Effect, PolicyStatement},
    principal::Principal,
    role::{Role, RoleBuilder},
};
