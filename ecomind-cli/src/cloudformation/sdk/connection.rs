//! How AWS is reached: credentials, region, endpoint.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use aws_config::{
    AppName, BehaviorVersion, Region, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_sdk_cloudformation::config::{
    Credentials, RuntimeComponents, SharedAsyncSleep, SharedCredentialsProvider, SharedHttpClient,
};
use aws_smithy_http_client::{Builder, Connector, proxy::ProxyConfig, tls};
use aws_smithy_runtime_api::client::http::{HttpConnectorSettings, SharedHttpConnector};

/// How many times a call is made at most when AWS throttles it, fails or can't be reached. The
/// pauses between are random and grow to 20 seconds, so that a minute of trouble is outlived.
pub(super) const ATTEMPTS: u32 = 8;

/// How long a connection may take to be made, and an answer to come.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_mins(1);

/// How AWS is reached.
#[derive(Debug, Clone, Default)]
pub(crate) struct Connection {
    /// The profile of the shared files. Default: that of the variables, or `default`.
    pub(crate) profile: Option<String>,
    /// The region of stacks that don't say one.
    pub(crate) region: Option<String>,
    /// Where all calls go, instead of to AWS.
    pub(crate) endpoint: Option<String>,
    /// Where calls of S3 go, if that is another place.
    pub(crate) s3_endpoint: Option<String>,
    /// Where calls of ECS go, if that is another place.
    pub(crate) ecs_endpoint: Option<String>,
    /// Where calls of CloudWatch Logs go, if that is another place.
    pub(crate) logs_endpoint: Option<String>,
    /// Credentials, instead of those that the SDK finds.
    pub(crate) keys: Option<Keys>,
    /// A file with certificates to trust, too.
    pub(crate) ca_bundle: Option<PathBuf>,
    /// A role to assume in the account of each stack, by its name.
    pub(crate) assume_role: Option<String>,
    /// Whether to look at nothing else: not at variables, files and the metadata of a machine.
    pub(crate) is_closed: bool,
    /// Whether the endpoint takes the account of each stack for its credentials: the simulator.
    pub(crate) is_local: bool,
    /// Whether there is no connection, but a simulator in this thread.
    #[cfg(test)]
    pub(crate) in_process: Option<super::InProcess>,
}

/// An access key.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

impl Connection {
    /// What the clients are made of, but for the region of a single stack.
    pub(super) async fn load(&self) -> SdkConfig {
        let retries = RetryConfig::standard()
            .with_max_attempts(ATTEMPTS)
            .with_initial_backoff(Duration::from_millis(200))
            .with_max_backoff(Duration::from_secs(20));
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(ANSWER)
            .build();
        let name = AppName::new("ecomind").expect("lower-case letters are a name");
        let config = if self.is_closed {
            let mut builder = SdkConfig::builder()
                .behavior_version(BehaviorVersion::latest())
                .http_client(self.http_client());
            // Roles that are assumed are so for a time.
            #[expect(clippy::default_trait_access, reason = "its crate is not one of ours")]
            builder.set_time_source(Some(Default::default()));
            builder.build()
        } else {
            let loader =
                aws_config::defaults(BehaviorVersion::latest()).http_client(self.http_client());
            match &self.profile {
                Some(profile) => loader.profile_name(profile).load().await,
                None => loader.load().await,
            }
        };
        let mut builder = config
            .into_builder()
            .app_name(name)
            .retry_config(retries)
            .timeout_config(timeouts);
        if let Some(region) = &self.region {
            builder = builder.region(Region::new(region.clone()));
        }
        if let Some(endpoint) = &self.endpoint {
            builder = builder.endpoint_url(endpoint);
        }
        if let Some(keys) = &self.keys {
            builder = builder.credentials_provider(keys.provider());
        }
        #[cfg(test)]
        if let Some(simulator) = &self.in_process {
            builder = builder
                .http_client(simulator.client())
                .sleep_impl(super::InProcess::pauses());
        }
        builder.build()
    }

    /// Rustls with ring: no system library, and a third less to compile than with the default.
    fn http_client(&self) -> SharedHttpClient {
        let (ca_bundle, is_closed) = (self.ca_bundle.clone(), self.is_closed);
        Builder::new().build_with_connector_fn(move |settings, components| {
            let sleep = components.and_then(RuntimeComponents::sleep_impl);
            connector(settings.cloned(), sleep, is_closed, ca_bundle.as_deref())
        })
    }

    /// What calls go over that the SDK does not make.
    pub(super) fn connector(&self, config: &SdkConfig) -> SharedHttpConnector {
        #[cfg(test)]
        if let Some(simulator) = &self.in_process {
            return SharedHttpConnector::new(simulator.clone());
        }
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(CONNECT)
            .read_timeout(ANSWER)
            .build();
        SharedHttpConnector::new(connector(
            Some(settings),
            config.sleep_impl(),
            self.is_closed,
            self.ca_bundle.as_deref(),
        ))
    }
}

fn connector(
    settings: Option<HttpConnectorSettings>,
    sleep: Option<SharedAsyncSleep>,
    is_closed: bool,
    ca_bundle: Option<&Path>,
) -> Connector {
    let mut builder = Connector::builder();
    builder
        .set_connector_settings(settings)
        .set_sleep_impl(sleep)
        .set_proxy_config((!is_closed).then(ProxyConfig::from_env));
    let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
    let builder = builder.tls_provider(provider);
    match ca_bundle.and_then(trusting) {
        Some(context) => builder.tls_context(context).build(),
        None => builder.build(),
    }
}

/// Trust in the certificates of a file, beside those of the system. One that can't be read adds
/// nothing, and the connection fails with a certificate that is not trusted.
fn trusting(ca_bundle: &Path) -> Option<tls::TlsContext> {
    let store = tls::TrustStore::default().with_pem_certificate(fs::read(ca_bundle).ok()?);
    tls::TlsContext::builder()
        .with_trust_store(store)
        .build()
        .ok()
}

impl Keys {
    pub(super) fn provider(&self) -> SharedCredentialsProvider {
        SharedCredentialsProvider::new(Credentials::new(
            &self.id,
            &self.secret,
            self.token.clone(),
            None,
            "variables",
        ))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
