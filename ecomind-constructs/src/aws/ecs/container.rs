//! Containers of a task.

use crate::{
    aws::{kms::Key, logs::Retention},
    cfn::ecs as cfn,
    value::{Duration, Expr, IntoValue, Token, Value},
};

use super::{
    ContainerHealthCheck, ContainerImage, ContainerSecret, LogDelivery,
    container_health_check::seconds,
};

/// A program of a task, from an image.
///
/// It runs as user 1000, can't write to its root filesystem, and its lines go to a log group of
/// its own.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let image = ContainerImage::from_registry("public.ecr.aws/docker/library/node:24.11.1");
/// let ui = Container::new("ui", image)
///     .http_port(3000)
///     .variable("API_URL", "http://api:8000")
///     .scratch_directory("/tmp");
/// ```
///
/// CloudFormation:
/// [`AWS::ECS::TaskDefinition ContainerDefinition`](cfn::TaskDefinitionContainerDefinition)
#[derive(Debug, Clone)]
#[must_use = "runs nothing until a task definition has it"]
pub struct Container {
    pub(crate) name: String,
    pub(crate) image: ContainerImage,
    pub(crate) ports: Vec<ContainerPort>,
    pub(crate) secrets: Vec<(String, ContainerSecret)>,
    pub(crate) readonly_root_filesystem: bool,
    pub(crate) scratch_directories: Vec<String>,
    pub(crate) log_retention: Retention,
    pub(crate) log_encryption_key: Option<Key>,
    pub(crate) log_delivery: LogDelivery,
    pub(crate) variables: Vec<(String, Value<String>)>,
    pub(crate) command: Vec<String>,
    pub(crate) entry_point: Vec<String>,
    pub(crate) user: String,
    pub(crate) essential: bool,
    pub(crate) health_check: Option<ContainerHealthCheck>,
    pub(crate) stop_timeout: Option<Duration>,
}

/// A port that a container listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContainerPort {
    pub(crate) name: String,
    pub(crate) number: u16,
    pub(crate) is_http: bool,
}

impl Container {
    /// A container of a name, by which its task knows it, 1 to 255 letters, digits, `-` and `_`.
    pub fn new(name: impl Into<String>, image: ContainerImage) -> Self {
        Self {
            name: name.into(),
            image,
            ports: Vec::new(),
            variables: Vec::new(),
            secrets: Vec::new(),
            command: Vec::new(),
            entry_point: Vec::new(),
            user: "1000:1000".to_owned(),
            readonly_root_filesystem: true,
            scratch_directories: Vec::new(),
            essential: true,
            health_check: None,
            stop_timeout: None,
            log_retention: Retention::ThreeMonths,
            log_encryption_key: None,
            log_delivery: LogDelivery::DEFAULT,
        }
    }

    /// A port called `http`, on which it speaks HTTP. The first port is the one that services
    /// listen on. Adds to those before; default: none.
    pub fn http_port(mut self, number: u16) -> Self {
        self.ports
            .push(ContainerPort { name: "http".to_owned(), number, is_http: true });
        self
    }

    /// A port of another protocol above TCP, and what it is called. Adds to those before.
    pub fn tcp_port(mut self, name: impl Into<String>, number: u16) -> Self {
        self.ports
            .push(ContainerPort { name: name.into(), number, is_http: false });
        self
    }

    /// A variable, which everybody can read who may see the task definition. Adds to those before.
    pub fn variable(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.variables.push((name.into(), value.into_value()));
        self
    }

    /// A variable that only the container can read. Adds to those before.
    pub fn secret(mut self, name: impl Into<String>, secret: ContainerSecret) -> Self {
        self.secrets.push((name.into(), secret));
        self
    }

    /// The arguments of the entry point. Default: those of the image.
    pub fn command<A: Into<String>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// The program. Default: that of the image.
    pub fn entry_point<A: Into<String>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.entry_point = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// Who it runs as, such as `1000:1000`; never root. Default: `1000:1000`.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = user.into();
        self
    }

    /// Whether it can only write to its scratch directories. Default: true.
    pub fn readonly_root_filesystem(mut self, readonly: bool) -> Self {
        self.readonly_root_filesystem = readonly;
        self
    }

    /// A directory that it can write to, empty when the task starts. Adds to those before.
    ///
    /// It belongs to root unless the image has a `VOLUME` there that belongs to the user.
    pub fn scratch_directory(mut self, path: impl Into<String>) -> Self {
        self.scratch_directories.push(path.into());
        self
    }

    /// Whether the task ends with it. Default: true.
    pub fn essential(mut self, essential: bool) -> Self {
        self.essential = essential;
        self
    }

    /// How it says that it is well. Default: it is while it runs.
    pub fn health_check(mut self, check: ContainerHealthCheck) -> Self {
        self.health_check = Some(check);
        self
    }

    /// How long it may take to end after it was told to, at most 2 minutes. Default: 30 seconds.
    pub fn stop_timeout(mut self, timeout: Duration) -> Self {
        self.stop_timeout = Some(timeout);
        self
    }

    /// How long its lines are kept. Default: [`Retention::ThreeMonths`].
    pub fn log_retention(mut self, retention: Retention) -> Self {
        self.log_retention = retention;
        self
    }

    /// A key that was built [for CloudWatch Logs](crate::aws::kms::KeyBuilder::for_cloudwatch_logs).
    /// Default: a key that AWS owns.
    pub fn log_encryption_key(mut self, key: &Key) -> Self {
        self.log_encryption_key = Some(*key);
        self
    }

    /// What it does when its lines don't leave. Default: [`LogDelivery::DEFAULT`].
    pub fn log_delivery(mut self, delivery: LogDelivery) -> Self {
        self.log_delivery = delivery;
        self
    }

    /// The container as templates write it, but for its image, log and mounts.
    pub(super) fn definition(
        &self,
        image: Value<String>,
    ) -> Result<cfn::TaskDefinitionContainerDefinition, String> {
        self.check()?;
        let name = self.name.clone();
        let arguments = cfn::TaskDefinitionContainerDefinitionArgs { image, name };
        let mut container = cfn::TaskDefinitionContainerDefinition::new(arguments)
            .essential(self.essential)
            .readonly_root_filesystem(self.readonly_root_filesystem)
            .user(self.user.clone());
        if !self.entry_point.is_empty() {
            container = container.entry_point(self.entry_point.clone());
        }
        if !self.command.is_empty() {
            container = container.command(self.command.clone());
        }
        if !self.ports.is_empty() {
            let ports = self.ports.iter().map(ContainerPort::mapping);
            container = container.port_mappings(ports.collect::<Vec<_>>());
        }
        if !self.variables.is_empty() {
            let pair = |(name, value): &(String, Value<String>)| {
                cfn::TaskDefinitionKeyValuePair::new()
                    .name(name)
                    .value(value)
            };
            container = container.environment(self.variables.iter().map(pair).collect::<Vec<_>>());
        }
        if !self.secrets.is_empty() {
            let secret = |(name, secret): &(String, ContainerSecret)| {
                let value_from = secret
                    .value_from()
                    .map_err(|reason| format!("{reason} for {name:?}"))?;
                let arguments = cfn::TaskDefinitionSecretArgs { name: name.clone(), value_from };
                Ok(cfn::TaskDefinitionSecret::new(arguments))
            };
            let secrets: Result<Vec<_>, String> = self.secrets.iter().map(secret).collect();
            container = container.secrets(secrets?);
        }
        if let Some(check) = self.health_check.clone() {
            container = container.health_check(check.property()?);
        }
        if let Some(timeout) = self.stop_timeout {
            container = container.stop_timeout(seconds(timeout));
        }
        Ok(container)
    }

    /// What is wrong with it, if anything is.
    pub(in crate::aws) fn check(&self) -> Result<(), String> {
        let name = &self.name;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if name.is_empty() || 255 < name.len() || !name.chars().all(plain) {
            return Err(format!(
                "must have a name of 1 to 255 letters, digits, `-` and `_`, got {name:?}"
            ));
        }
        let user = self.user.split(':').next().unwrap_or("");
        if matches!(user, "" | "0" | "root") {
            return Err(format!("must not run as root, got user {:?}", self.user));
        }
        if let Some(timeout) = self.stop_timeout
            && !(1..=120).contains(&timeout.as_seconds())
        {
            return Err(format!("must have a stop timeout of 1 to 120 seconds, got {timeout}"));
        }
        for (at, port) in self.ports.iter().enumerate() {
            let twice =
                |other: &ContainerPort| other.name == port.name || other.number == port.number;
            if port.number == 0 || self.ports[..at].iter().any(twice) {
                let ContainerPort { name, number, .. } = port;
                return Err(format!(
                    "must have ports from 1 of different numbers and names, got {number} {name:?}"
                ));
            }
        }
        if let Some(path) = self
            .scratch_directories
            .iter()
            .find(|path| !path.starts_with('/'))
        {
            return Err(format!("must have absolute scratch directories, got {path:?}"));
        }
        self.check_variables()
    }

    fn check_variables(&self) -> Result<(), String> {
        let mut names: Vec<&str> = Vec::new();
        let variables = self.variables.iter().map(|(name, _)| name);
        for name in variables.chain(self.secrets.iter().map(|(name, _)| name)) {
            if name.is_empty() || name.contains('=') || names.contains(&name.as_str()) {
                return Err(format!(
                    "must have variables of different names without `=`, got {name:?}"
                ));
            }
            names.push(name);
        }
        match self
            .variables
            .iter()
            .find(|(_, value)| holds_secret(value.expr()))
        {
            None => Ok(()),
            Some((name, _)) => Err(format!(
                "must have secrets by `secret`, not in a variable that everybody can read, got {name:?}"
            )),
        }
    }
}

impl ContainerPort {
    fn mapping(&self) -> cfn::TaskDefinitionPortMapping {
        let mapping = cfn::TaskDefinitionPortMapping::new()
            .name(&self.name)
            .container_port(self.number)
            .protocol(cfn::TaskDefinitionProtocol::Tcp);
        // It is what makes Service Connect count requests and not only connections.
        if self.is_http {
            mapping.app_protocol(cfn::TaskDefinitionAppProtocol::Http)
        } else {
            mapping
        }
    }
}

/// Whether CloudFormation would put a secret there.
fn holds_secret(value: &Expr) -> bool {
    match value {
        Expr::List(items) => items.iter().any(holds_secret),
        Expr::Map(map) => map.iter().any(|(_, value)| holds_secret(value)),
        Expr::Token(token) => match &**token {
            Token::Secret(_) => true,
            Token::Concat(parts) => parts.iter().any(holds_secret),
            Token::Function(_, inner) | Token::WithStrength(_, inner) => holds_secret(inner),
            _ => false,
        },
        _ => false,
    }
}
