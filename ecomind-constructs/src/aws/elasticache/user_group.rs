//! Who may use a cache.

use std::sync::Arc;

use md5::{Digest as _, Md5};

use crate::{
    Result,
    aws::secretsmanager::Secret,
    cfn::{
        elasticache as cfn,
        ids::elasticache::{UserArn, UserGroupId, UserId},
    },
    tree::{Ref, Resource as _, Scope},
    value::{self, IntoValue as _, Value},
};

use super::{CacheUser, Engine, cache_user::Member};

/// Who may use a cache, and for what.
///
/// The user `default`, who in every cache may do everything without a password, is shut out. Ids of
/// users and groups, which are unique in an account and region, are made of the path and the id
/// of the stack, so that two environments in one account don't collide.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let users = UserGroup::builder("Users")
///     .user(CacheUser::password("gateway"))
///     .user(CacheUser::iam("worker"))
///     .build(stack)?;
/// let sessions = ReplicationGroup::builder("Sessions", &vpc).user_group(&users).build(stack)?;
/// let secret = users.secret("gateway");
/// # Ok::<(), Error>(())
/// ```
///
/// A password costs $0.40 a month, also that of `default`, which nobody needs to know: Valkey has
/// no user without a way to prove who it is.
///
/// CloudFormation: [`AWS::ElastiCache::UserGroup`](cfn::UserGroup)
#[derive(Debug, Clone)]
pub struct UserGroup {
    resource: Ref<cfn::UserGroup>,
    engine: Engine,
    members: Arc<[Member]>,
}

/// Builds a [`UserGroup`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct UserGroupBuilder {
    id: String,
    engine: Engine,
    users: Vec<CacheUser>,
}

impl UserGroup {
    /// Starts a group.
    pub fn builder(id: impl Into<String>) -> UserGroupBuilder {
        UserGroupBuilder { id: id.into(), engine: Engine::Valkey8_2, users: Vec::new() }
    }

    /// The id of the group.
    #[must_use]
    pub fn user_group_id(&self) -> Value<UserGroupId> {
        self.resource.reference()
    }

    /// The name that a user of the group logs in with, if there is such a user.
    #[must_use]
    pub fn user_name(&self, user: &str) -> Option<Value<String>> {
        let member = self.member(user)?;
        Some(match member.secret {
            Some(_) => member.name.as_str().into_value(),
            // The reference, since the id says in the words of this stack which stack that is.
            None => member.resource.reference().cast(),
        })
    }

    /// The secret of a user with a password: JSON with the keys `username` and `password`.
    #[must_use]
    pub fn secret(&self, user: &str) -> Option<Secret> {
        self.member(user)?.secret
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::UserGroup> {
        self.resource
    }

    pub(super) fn engine(&self) -> Engine {
        self.engine
    }

    /// The ARN of a user without a password, if there is one.
    pub(super) fn iam_user_arn(&self, user: &str) -> Option<Value<UserArn>> {
        self.member(user)
            .filter(|member| member.secret.is_none())
            .map(Member::arn)
    }

    fn member(&self, user: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == user)
    }
}

impl UserGroupBuilder {
    /// What the caches of the group run. A group for Valkey can't be given to a cache with Redis.
    /// Default: [`Engine::Valkey8_2`].
    pub fn engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// Somebody who may use the caches of the group. Adds to those before; default: nobody.
    pub fn user(mut self, user: CacheUser) -> Self {
        self.users.push(user);
        self
    }

    /// Adds the group to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<UserGroup> {
        let mut scope = scope.child(&self.id)?;
        if self.users.is_empty() {
            return Err(scope.invalid("user", "must be given at least once, got nobody"));
        }
        let mut names = vec!["default"];
        for user in &self.users {
            if let Some(reason) = user.flaw() {
                return Err(scope.invalid("user", reason));
            }
            if names.contains(&user.name.as_str()) {
                let reason = format!("must not repeat a name or be `default`, got {:?}", user.name);
                return Err(scope.invalid("user", reason));
            }
            names.push(&user.name);
        }

        let users = [CacheUser::nobody()].into_iter().chain(self.users);
        let members: Arc<[Member]> = users
            .map(|user| user.add(self.engine, &mut scope))
            .collect::<Result<_>>()?;
        let engine = match self.engine.name() {
            "redis" => cfn::UserGroupEngine::Redis,
            _ => cfn::UserGroupEngine::Valkey,
        };
        let id: Value<UserGroupId> = unique_id(&[self.engine.name()], &scope).cast();
        let user_ids: Vec<Value<UserId>> = members.iter().map(|member| member.id.clone()).collect();
        let resource = cfn::UserGroup::new(engine, &id, user_ids).add("Resource", &mut scope)?;
        // The group holds the ids that were given to the users, not references to them: AWS's pages
        // disagree on whether a reference to a user is its id or its name.
        for member in members.iter() {
            scope.depends_on(resource, member.resource)?;
        }
        Ok(UserGroup { resource, engine: self.engine, members })
    }
}

/// An id for what is in `scope`, of at most 40 lower-case letters, digits and hyphens: readable,
/// different for other `names`, paths and stacks, so that a user that is replaced can be made
/// before the old one is gone.
pub(super) fn unique_id(names: &[&str], scope: &Scope<'_>) -> Value<String> {
    let path = scope.path();
    let words = path
        .as_str()
        .split('/')
        .skip(1)
        .chain(names.first().copied());
    let readable: String = words
        .collect::<Vec<_>>()
        .join("-")
        .chars()
        .filter(|char| char.is_ascii_alphanumeric() || *char == '-')
        .map(|char| char.to_ascii_lowercase())
        .collect();
    let end = readable.len().saturating_sub(21);
    // The end tells more than the beginning. `u` makes it begin with a letter.
    let readable = readable[end..].trim_matches('-').replace("--", "-");
    let digest = Md5::digest(format!("{}/{}", path.as_str(), names.join("/")));
    let hash = digest
        .iter()
        .take(4)
        .fold(0, |hash, byte| hash << 8 | u32::from(*byte));
    // `arn:aws:cloudformation:us-east-1:111122223333:stack/name/6f1c2a30-…`
    let guid = value::select(2, value::split("/", value::stack_id()));
    let start: Value<String> = value::select(0, value::split("-", guid));
    value::concat([format!("u{readable}-{hash:08x}-").into_value(), start])
}

#[cfg(test)]
mod tests {
    use super::UserGroupBuilder;
    use crate::{aws::elasticache::Engine, prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            UserGroup::builder("Users")
                .user(CacheUser::password("gateway"))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let users = UserGroup::builder("Users")
                .engine(Engine::Redis7_1)
                .user(CacheUser::password("gateway").access("~limits:* +get +incr +expire"))
                .user(CacheUser::iam("order-worker"))
                .build(stack)?;
            let name = users.user_name("order-worker").expect("a user");
            Output::new(name)
                .description("whom to log in as")
                .add("Name", stack)?;
            assert!(users.secret("order-worker").is_none());
            assert!(users.secret("gateway").is_some());
            assert!(users.user_name("nobody").is_none());
            Ok(())
        });
        insta::assert_snapshot!(template.yaml());
    }

    fn refusal(users: &[CacheUser]) -> String {
        let group = UserGroup::builder("Users");
        let group = users.iter().cloned().fold(group, UserGroupBuilder::user);
        testing::reject(|stack| group.build(stack)).to_string()
    }

    #[test]
    fn rejects_users_that_elasticache_refuses() {
        insta::assert_snapshot!(refusal(&[]), @"`user` of `Test/Users` must be given at least once, got nobody");
        insta::assert_snapshot!(refusal(&[CacheUser::password("Gateway")]), @r#"`user` of `Test/Users` must be called by 1 to 40 lower-case letters, digits and hyphens, a letter first, got "Gateway""#);
        insta::assert_snapshot!(refusal(&[CacheUser::password("default")]), @r#"`user` of `Test/Users` must not repeat a name or be `default`, got "default""#);
        insta::assert_snapshot!(refusal(&[CacheUser::iam("a"), CacheUser::password("a")]), @r#"`user` of `Test/Users` must not repeat a name or be `default`, got "a""#);
    }

    #[test]
    fn rejects_access_that_undoes_the_password() {
        insta::assert_snapshot!(refusal(&[CacheUser::password("a").access("~* +@all nopass")]), @r#"`user` of `Test/Users` must leave passwords and `on` to this construct, got "nopass" for "a""#);
        insta::assert_snapshot!(refusal(&[CacheUser::password("a").access("~* >hunter2 +@all")]), @r#"`user` of `Test/Users` must leave passwords and `on` to this construct, got ">hunter2" for "a""#);
        insta::assert_snapshot!(refusal(&[CacheUser::password("a").access(" ")]), @r#"`user` of `Test/Users` must say what "a" may do, got no access"#);
    }
}
