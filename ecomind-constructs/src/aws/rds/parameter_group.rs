//! What `PostgreSQL` is told.

use crate::{
    Result,
    cfn::{ids::rds::DbParameterGroupName, rds as cfn},
    tree::{Ref, Resource as _, Scope},
    value::{Properties, Value},
};

use super::{PostgresVersion, credentials::database_name_flaw};

/// The parameters of databases of one major version.
///
/// Only TLS connections are taken, and `pg_stat_statements` and `pg_cron` are loaded, the latter to
/// run what makes the next partitions (`partman.run_maintenance_proc()`).
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let parameters = ParameterGroup::builder("Parameters", PostgresVersion::V17)
///     .preload(["pg_stat_statements", "pg_cron", "pgaudit"])
///     .parameter("log_min_duration_statement", "500")
///     .build(stack)?;
/// let orders =
///     DatabaseInstance::builder("Orders", &vpc).parameter_group(&parameters).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// A database reads some parameters, such as what it loads, only when it starts: a change of them
/// restarts it.
///
/// CloudFormation: [`AWS::RDS::DBParameterGroup`](cfn::DbParameterGroup)
#[derive(Debug, Clone, Copy)]
pub struct ParameterGroup {
    resource: Ref<cfn::DbParameterGroup>,
    version: PostgresVersion,
}

/// Builds a [`ParameterGroup`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ParameterGroupBuilder {
    id: String,
    version: PostgresVersion,
    preload: Vec<String>,
    cron_database: String,
    parameters: Vec<(String, String)>,
}

/// What RDS lets databases load, and nothing else.
const PRELOADABLE: [&str; 15] = [
    "auto_explain",
    "orafce",
    "pg_bigm",
    "pg_cron",
    "pg_hint_plan",
    "pg_overexplain",
    "pg_prewarm",
    "pg_similarity",
    "pg_stat_monitor",
    "pg_stat_statements",
    "pg_tle",
    "pg_transport",
    "pgaudit",
    "pglogical",
    "plprofiler",
];

/// The parameters that have a setter or are not to be changed.
const TAKEN: [(&str, &str); 3] = [
    ("shared_preload_libraries", "set by `preload`"),
    ("cron.database_name", "set by `cron_database`"),
    ("rds.force_ssl", "always 1: passwords must not cross the network in the clear"),
];

impl ParameterGroup {
    /// Starts a group for databases of the major version of `version`.
    pub fn builder(id: impl Into<String>, version: PostgresVersion) -> ParameterGroupBuilder {
        ParameterGroupBuilder {
            id: id.into(),
            version,
            preload: vec!["pg_stat_statements".to_owned(), "pg_cron".to_owned()],
            cron_database: "postgres".to_owned(),
            parameters: Vec::new(),
        }
    }

    /// The name of the group.
    #[must_use]
    pub fn name(self) -> Value<DbParameterGroupName> {
        self.resource.reference()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::DbParameterGroup> {
        self.resource
    }

    pub(super) fn version(self) -> PostgresVersion {
        self.version
    }
}

impl ParameterGroupBuilder {
    /// What is loaded when the database starts, instead of what RDS or this construct would load.
    /// Default: `pg_stat_statements` and `pg_cron`.
    pub fn preload<L: Into<String>>(mut self, libraries: impl IntoIterator<Item = L>) -> Self {
        self.preload = libraries.into_iter().map(Into::into).collect();
        self
    }

    /// The database in which `pg_cron` keeps its jobs. Default: `postgres`.
    pub fn cron_database(mut self, name: impl Into<String>) -> Self {
        self.cron_database = name.into();
        self
    }

    /// Any other parameter, such as `log_min_duration_statement`, and its value. Adds to those
    /// before; default: those of RDS.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Adds the group to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ParameterGroup> {
        let mut scope = scope.child(&self.id)?;
        if let Some(reason) = self.version.flaw() {
            return Err(scope.invalid("version", reason));
        }
        if let Some(reason) = self
            .preload
            .iter()
            .find_map(|library| preload_flaw(library))
        {
            return Err(scope.invalid("preload", reason));
        }
        if let Some(reason) = database_name_flaw(&self.cron_database) {
            return Err(scope.invalid("cron_database", reason));
        }
        let mut parameters = Properties::new();
        if !self.preload.is_empty() {
            parameters.set("shared_preload_libraries", self.preload.join(","));
        }
        if self.preload.iter().any(|library| library == "pg_cron") {
            parameters.set("cron.database_name", self.cron_database);
        }
        parameters.set("rds.force_ssl", "1");
        for (name, value) in self.parameters {
            if let Some((_, why)) = TAKEN.iter().find(|(taken, _)| *taken == name) {
                return Err(scope.invalid("parameter", format!("must not be `{name}`, {why}")));
            }
            if parameters.get(&name).is_some() {
                let reason = format!("must not be given twice, got `{name}`");
                return Err(scope.invalid("parameter", reason));
            }
            parameters.set(name, value);
        }

        let family = self.version.family();
        let description = format!("{}: {family}", scope.path().as_str());
        let arguments = cfn::DbParameterGroupArgs { description, family };
        let resource = cfn::DbParameterGroup::new(arguments)
            .parameters(parameters)
            .add("Resource", &mut scope)?;
        Ok(ParameterGroup { resource, version: self.version })
    }
}

/// What is wrong with loading a library, if anything is.
fn preload_flaw(library: &str) -> Option<String> {
    if library == "timescaledb" {
        let reason = "must not hold `timescaledb`, which RDS has never had: use declarative \
                      partitions with pg_partman and pg_cron, TimescaleDB on an EC2 instance of \
                      your own (`TimescaleDb`), or Tiger Cloud over PrivateLink";
        return Some(reason.to_owned());
    }
    (!PRELOADABLE.contains(&library)).then(|| {
        format!("must hold only what RDS loads ({}), got {library:?}", PRELOADABLE.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::ParameterGroupBuilder;
    use crate::{prelude::*, testing};

    fn group() -> ParameterGroupBuilder {
        ParameterGroup::builder("Parameters", PostgresVersion::V17)
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(testing::synth(|stack| group().build(stack)).yaml());
    }

    #[test]
    fn richest() {
        let group = group()
            .preload(["pg_stat_statements", "pg_cron", "pgaudit"])
            .cron_database("ecomind")
            .parameter("log_min_duration_statement", "500")
            .parameter("pgaudit.log", "ddl,role");
        insta::assert_snapshot!(testing::synth(|stack| group.build(stack)).yaml());
    }

    fn refusal(group: ParameterGroupBuilder) -> String {
        testing::reject(|stack| group.build(stack)).to_string()
    }

    #[test]
    fn rejects_timescaledb() {
        insta::assert_snapshot!(refusal(group().preload(["timescaledb"])), @"`preload` of `Test/Parameters` must not hold `timescaledb`, which RDS has never had: use declarative partitions with pg_partman and pg_cron, TimescaleDB on an EC2 instance of your own (`TimescaleDb`), or Tiger Cloud over PrivateLink");
    }

    #[test]
    fn rejects_libraries_that_rds_does_not_load() {
        insta::assert_snapshot!(refusal(group().preload(["pg_partman_bgw"])), @r#"`preload` of `Test/Parameters` must hold only what RDS loads (auto_explain, orafce, pg_bigm, pg_cron, pg_hint_plan, pg_overexplain, pg_prewarm, pg_similarity, pg_stat_monitor, pg_stat_statements, pg_tle, pg_transport, pgaudit, pglogical, plprofiler), got "pg_partman_bgw""#);
    }

    #[test]
    fn rejects_parameters_with_a_setter_and_repetition() {
        insta::assert_snapshot!(refusal(group().parameter("shared_preload_libraries", "x")), @"`parameter` of `Test/Parameters` must not be `shared_preload_libraries`, set by `preload`");
        insta::assert_snapshot!(refusal(group().parameter("rds.force_ssl", "0")), @"`parameter` of `Test/Parameters` must not be `rds.force_ssl`, always 1: passwords must not cross the network in the clear");
        insta::assert_snapshot!(refusal(group().parameter("a", "1").parameter("a", "2")), @"`parameter` of `Test/Parameters` must not be given twice, got `a`");
        insta::assert_snapshot!(refusal(group().cron_database("my-db")), @r#"`cron_database` of `Test/Parameters` must be 1 to 63 letters, digits and underscores, no digit first, got "my-db""#);
    }

    #[test]
    fn rejects_a_version_without_support() {
        let group = ParameterGroup::builder("Parameters", PostgresVersion::Major(13));
        insta::assert_snapshot!(refusal(group), @"`version` of `Test/Parameters` must be 14 or newer, got 13: RDS has only extended support for older ones, for a fee of $0.10 an hour and vCPU");
    }
}
