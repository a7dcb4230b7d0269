//! Who uses a cache.

use crate::{
    Result,
    aws::secretsmanager::Secret,
    cfn::{
        elasticache as cfn,
        ids::elasticache::{UserArn, UserId},
    },
    tree::{Ref, Resource as _, Scope},
    value::{IntoValue as _, Value},
};

use super::{Engine, user_group::unique_id};

/// Somebody who may use the caches of a [`UserGroup`](super::UserGroup).
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let gateway = CacheUser::password("gateway").access("~limits:* +@all -@admin -@dangerous");
/// let worker = CacheUser::iam("worker");
/// ```
///
/// CloudFormation: [`AWS::ElastiCache::User`](cfn::User)
#[derive(Debug, Clone)]
#[must_use = "is nobody until a group has it"]
pub struct CacheUser {
    pub(super) name: String,
    pub(super) access: String,
    pub(super) authentication: Authentication,
}

/// How a user says who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Authentication {
    Password,
    Iam,
}

/// A user that is in the tree.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) id: Value<UserId>,
    pub(super) resource: Ref<cfn::User>,
    pub(super) secret: Option<Secret>,
}

/// Every key, and every command but those that stop, empty or spy on the server. Clients ask `INFO`
/// whether it is ready.
const USUAL_ACCESS: &str = "~* +@all -@admin -@dangerous +info";

/// `ElastiCache` takes few characters beside letters and digits; a hyphen is one.
const EXCLUDED: &str = " !\"#$%&'()*+,./:;<=>?@[\\]^_`{|}~";

impl CacheUser {
    /// One with a generated password, in a secret of its own.
    pub fn password(name: impl Into<String>) -> Self {
        Self::new(name.into(), Authentication::Password)
    }

    /// One without a password: a role that may connect signs a token that is valid for 15 minutes.
    ///
    /// Its name in the cache is the id that the group gives it, since `ElastiCache` wants both to
    /// be the same: [`UserGroup::user_name`](super::UserGroup::user_name).
    pub fn iam(name: impl Into<String>) -> Self {
        Self::new(name.into(), Authentication::Iam)
    }

    /// Which keys it may use with which commands, in the words of an [ACL] after `on`. Default:
    /// every key, and no command that is for administrators or dangerous, such as `FLUSHALL` and
    /// `KEYS`.
    ///
    /// [ACL]: https://valkey.io/topics/acl/
    pub fn access(mut self, rules: impl Into<String>) -> Self {
        self.access = format!("on {}", rules.into());
        self
    }

    fn new(name: String, authentication: Authentication) -> Self {
        Self { name, access: format!("on {USUAL_ACCESS}"), authentication }
    }

    /// What takes the place of the user `default`, which may do everything without a password.
    pub(super) fn nobody() -> Self {
        let mut nobody = Self::password("default");
        "off ~* -@all".clone_into(&mut nobody.access);
        nobody
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        let Self { name, access, .. } = self;
        let starts_with_letter = name.starts_with(|first: char| first.is_ascii_lowercase());
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !starts_with_letter || 40 < name.len() || !name.bytes().all(is_plain) {
            return Some(format!(
                "must be called by 1 to 40 lower-case letters, digits and hyphens, a letter \
                 first, got {name:?}"
            ));
        }
        if access.trim() == "on" {
            return Some(format!("must say what {name:?} may do, got no access"));
        }
        let taken = ["on", "off", "nopass", "resetpass", "reset"];
        let word = access
            .split_whitespace()
            .skip(1)
            .find(|word| taken.contains(word) || word.starts_with(['>', '<', '#', '!']));
        word.map(|word| {
            format!("must leave passwords and `on` to this construct, got {word:?} for {name:?}")
        })
    }

    /// Adds the user to the group that `scope` is.
    pub(super) fn add(self, engine: Engine, scope: &mut Scope<'_>) -> Result<Member> {
        let id: Value<UserId> = unique_id(&[&self.name, engine.name()], scope).cast();
        let mut scope = scope.child(construct_id(&self.name))?;
        let engine = match engine.name() {
            "redis" => cfn::UserEngine::Redis,
            _ => cfn::UserEngine::Valkey,
        };
        let (user_name, mode, secret) = match self.authentication {
            Authentication::Iam => {
                (id.clone().cast(), cfn::UserAuthenticationMode::new(cfn::UserType::Iam), None)
            }
            Authentication::Password => {
                let secret = Secret::builder("Secret")
                    .username(&self.name)
                    .exclude_characters(EXCLUDED)
                    .build(&mut scope)?;
                let password = secret.value("password");
                let mode =
                    cfn::UserAuthenticationMode::new(cfn::UserType::Password).passwords([password]);
                (self.name.as_str().into_value(), mode, Some(secret))
            }
        };
        let arguments = cfn::UserArgs { engine, user_id: &id, user_name };
        let resource = cfn::User::new(arguments)
            .access_string(self.access)
            .authentication_mode(mode)
            .add("Resource", &mut scope)?;
        Ok(Member { name: self.name, id, resource, secret })
    }
}

impl Member {
    pub(super) fn arn(&self) -> Value<UserArn> {
        self.resource.arn()
    }
}

/// `OrderWorkerUser` of `order-worker`. Without the last word that of `default` would vanish from
/// its logical id.
fn construct_id(name: &str) -> String {
    let capitalize = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    name.split('-').chain(["user"]).map(capitalize).collect()
}
