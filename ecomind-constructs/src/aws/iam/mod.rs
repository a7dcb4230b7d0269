//! Identity and Access Management: roles, and the policies that say what they may do.

mod existing_role;
mod github_repository;
mod granted_policy;
mod grantee;
mod managed_policy;
mod merged_statements;
mod oidc_provider;
mod policy_document;
mod policy_statement;
mod principal;
mod role;

pub(crate) use self::merged_statements::PolicyProperty;
pub use self::{
    existing_role::ExistingRoleBuilder,
    github_repository::{GithubRepository, GithubSubject},
    grantee::Grantee,
    managed_policy::{ExistingManagedPolicyBuilder, ManagedPolicy, ManagedPolicyBuilder},
    oidc_provider::{OidcProvider, OidcProviderBuilder},
    policy_document::PolicyDocument,
    policy_statement::{Effect, PolicyStatement},
    principal::Principal,
    role::{Role, RoleBuilder},
};
