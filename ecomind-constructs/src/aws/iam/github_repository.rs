//! Repositories of GitHub, as its tokens name them.

use crate::{Result, tree::Scope};

/// A repository of GitHub, and how its tokens name it.
///
/// Tokens of repositories that were made before 15 July 2026 say `repo:OWNER/NAME`. Since then they
/// say `repo:OWNER@ID/NAME@ID`, so that whoever registers a name that became free gets nothing: see
/// [`with_ids`](Self::with_ids).
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let older = GithubRepository::new("ecomind", "platform");
/// let newer = older.with_ids(1_234, 567_890);
/// let moving = newer.also_by_name();
/// ```
///
/// GitHub: [subjects of tokens](https://docs.github.com/en/actions/reference/security/oidc)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GithubRepository {
    owner: &'static str,
    name: &'static str,
    /// The owner's and the repository's.
    ids: Option<(u64, u64)>,
    is_named: bool,
}

/// Which jobs of a repository are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GithubSubject<'a> {
    /// Those that a pull request starts, from whatever branch of the repository.
    PullRequest,
    /// Those on a branch that name no environment.
    Branch(&'a str),
    /// Those that name an environment of GitHub, whose rules say who approves.
    Environment(&'a str),
}

impl GithubRepository {
    /// A repository by its names, as its tokens say them if it was made before 15 July 2026.
    #[must_use]
    pub const fn new(owner: &'static str, name: &'static str) -> Self {
        Self { owner, name, ids: None, is_named: true }
    }

    /// Names it by ids and names, and no longer by names alone. `gh api repos/OWNER/NAME` shows
    /// them as `owner.id` and `id`.
    #[must_use]
    pub const fn with_ids(self, owner: u64, repository: u64) -> Self {
        Self { ids: Some((owner, repository)), is_named: false, ..self }
    }

    /// Names it by names alone, too: while a repository moves from one form to the other.
    #[must_use]
    pub const fn also_by_name(self) -> Self {
        Self { is_named: true, ..self }
    }

    /// Fails when GitHub can't have such a repository, or a subject names what can't be told.
    #[track_caller]
    pub(super) fn check(&self, subjects: &[GithubSubject<'_>], scope: &Scope<'_>) -> Result<()> {
        for (property, name, others) in [("owner", self.owner, "-"), ("name", self.name, "-._")] {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || others.contains(byte as char);
            if name.is_empty() || !name.bytes().all(is_plain) {
                let reason = format!("must be letters, digits and any of `{others}`, got {name:?}");
                return Err(scope.invalid(property, reason));
            }
        }
        if subjects.is_empty() {
            return Err(scope.invalid("subjects", "must be one at least, got none"));
        }
        for subject in subjects {
            if let GithubSubject::Branch(name) | GithubSubject::Environment(name) = subject
                && (name.is_empty() || name.contains(['*', '?', ':']))
            {
                let reason = format!("must be names without `*`, `?` and `:`, got {name:?}");
                return Err(scope.invalid("subjects", reason));
            }
        }
        Ok(())
    }

    /// What tokens say: one claim for each form.
    pub(super) fn claims(&self, subject: GithubSubject<'_>) -> Vec<String> {
        let Self { owner, name, .. } = self;
        let what = match subject {
            GithubSubject::PullRequest => "pull_request".to_owned(),
            GithubSubject::Branch(name) => format!("ref:refs/heads/{name}"),
            GithubSubject::Environment(name) => format!("environment:{name}"),
        };
        let with_ids = self
            .ids
            .map(|(owner_id, id)| format!("repo:{owner}@{owner_id}/{name}@{id}:{what}"));
        let named = self.is_named.then(|| format!("repo:{owner}/{name}:{what}"));
        with_ids.into_iter().chain(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{GithubRepository, GithubSubject};
    use crate::testing;

    const PLATFORM: GithubRepository = GithubRepository::new("ecomind", "platform");

    #[test]
    fn claims_have_the_form_that_the_age_of_the_repository_asks_for() {
        let claims = |repository: GithubRepository| {
            repository
                .claims(GithubSubject::Environment("prod"))
                .join(" ")
        };
        insta::assert_snapshot!(claims(PLATFORM), @"repo:ecomind/platform:environment:prod");
        insta::assert_snapshot!(claims(PLATFORM.with_ids(12, 345)), @"repo:ecomind@12/platform@345:environment:prod");
        insta::assert_snapshot!(claims(PLATFORM.with_ids(12, 345).also_by_name()), @"repo:ecomind@12/platform@345:environment:prod repo:ecomind/platform:environment:prod");
    }

    #[test]
    fn each_kind_of_job_has_a_claim() {
        let claim = |subject| PLATFORM.claims(subject).join(" ");
        insta::assert_snapshot!(claim(GithubSubject::PullRequest), @"repo:ecomind/platform:pull_request");
        insta::assert_snapshot!(claim(GithubSubject::Branch("main")), @"repo:ecomind/platform:ref:refs/heads/main");
    }

    #[test]
    fn rejects_what_would_match_others() {
        let refusal = |repository: GithubRepository, subjects: &[GithubSubject<'_>]| {
            testing::reject(|stack| repository.check(subjects, stack)).to_string()
        };
        let all = GithubRepository::new("ecomind", "*");
        let nested = GithubRepository::new("ecomind/platform", "x");
        insta::assert_snapshot!(refusal(all, &[GithubSubject::PullRequest]), @r#"`name` of `Test` must be letters, digits and any of `-._`, got "*""#);
        insta::assert_snapshot!(refusal(nested, &[GithubSubject::PullRequest]), @r#"`owner` of `Test` must be letters, digits and any of `-`, got "ecomind/platform""#);
        insta::assert_snapshot!(refusal(PLATFORM, &[GithubSubject::Branch("*")]), @r#"`subjects` of `Test` must be names without `*`, `?` and `:`, got "*""#);
        insta::assert_snapshot!(refusal(PLATFORM, &[]), @"`subjects` of `Test` must be one at least, got none");
    }
}
