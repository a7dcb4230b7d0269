//! Calls of services that speak JSON, signed here: the SDK's clients of ECS and CloudWatch Logs take
//! two minutes to compile, for four calls.

use std::{
    result,
    time::{Duration, SystemTime},
};

use aws_config::SdkConfig;
use aws_sdk_cloudformation::config::{
    ProvideCredentials, SharedCredentialsProvider,
    http::{HttpRequest, HttpResponse},
};
use aws_sdk_s3::primitives::{AggregatedBytes, ByteStream, SdkBody};
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4::SigningParams,
};
use aws_smithy_runtime_api::client::{
    http::{HttpConnector as _, SharedHttpConnector},
    identity::Identity,
    result::ConnectorError,
};
use serde_json::Value;

use crate::cloudformation::{Error, ErrorKind, Result, pause};

use super::{connection::ATTEMPTS, errors::kind_of};

/// A service, as its calls name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct JsonService {
    /// What hosts and signatures call it.
    pub(super) name: &'static str,
    /// What stands before the names of its calls.
    pub(super) target: &'static str,
}

/// One service in one account and region.
pub(super) struct JsonClient {
    service: JsonService,
    connector: SharedHttpConnector,
    credentials: Option<SharedCredentialsProvider>,
    region: String,
    /// Where it is, without a slash at its end.
    endpoint: String,
}

impl JsonClient {
    /// The service as `config` reaches it, which has a region; `endpoint` goes before that of AWS.
    pub(super) fn new(
        service: JsonService,
        config: &SdkConfig,
        connector: SharedHttpConnector,
        endpoint: Option<&str>,
    ) -> Self {
        let region = config.region().map(ToString::to_string);
        let region = region.unwrap_or_default();
        let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
        let own = || format!("https://{}.{region}.amazonaws.com{suffix}", service.name);
        let given = endpoint.or_else(|| config.endpoint_url());
        let endpoint = given.map_or_else(own, |it| it.trim_end_matches('/').to_owned());
        let credentials = config.credentials_provider();
        Self { service, connector, credentials, region, endpoint }
    }

    /// Makes a call, again when it is throttled, fails at the server or does not get through.
    pub(super) async fn ask(&self, call: &'static str, body: &Value) -> Result<Value> {
        let body = body.to_string();
        let mut attempts = 1;
        loop {
            match self.once(call, &body).await {
                Err(error) if attempts < ATTEMPTS && may_pass(error.kind) => {
                    wait(attempts).await;
                    attempts += 1;
                }
                answer => return answer,
            }
        }
    }

    async fn once(&self, call: &'static str, body: &str) -> Result<Value> {
        let failed = |kind, message: String| Error::new(kind, call, message);
        let request = self.signed(call, body).await?;
        let answer = self.connector.call(request).await;
        let answer = answer.map_err(|error| failed(ErrorKind::Unreachable, plain(&error)))?;
        let status = answer.status().as_u16();
        let text = text(answer).await;
        let text = text.map_err(|message| failed(ErrorKind::Unreachable, message))?;
        let value: Option<Value> = serde_json::from_slice(&text).ok();
        match value {
            Some(value) if status < 300 => Ok(value),
            Some(value) => {
                let (code, message) = (code(&value), message(&value));
                let kind = kind_of(&code, &message, status);
                Err(failed(kind, said(&code, &message, status)))
            }
            None if 500 <= status => Err(failed(ErrorKind::Unavailable, said("", "", status))),
            None => {
                let text = format!("can't read the answer, which has status {status}");
                Err(failed(ErrorKind::Other, text))
            }
        }
    }

    /// Signatures hold the time, and credentials go off, so that each attempt has its own.
    async fn signed(&self, call: &'static str, body: &str) -> Result<HttpRequest> {
        let missing = || Error::new(ErrorKind::NoCredentials, call, "there are no credentials");
        let provider = self.credentials.as_ref().ok_or_else(missing)?;
        let credentials = provider.provide_credentials().await.map_err(|error| {
            let text = aws_sdk_cloudformation::error::DisplayErrorContext(&error).to_string();
            if text.contains("xpired") {
                Error::new(ErrorKind::ExpiredCredentials, call, text)
            } else {
                missing()
            }
        })?;
        let broken = |error: &dyn std::fmt::Display| {
            Error::new(ErrorKind::Other, call, format!("can't sign the request: {error}"))
        };
        let target = format!("{}.{call}", self.service.target);
        let url = format!("{}/", self.endpoint);
        let mut headers =
            vec![("content-type", "application/x-amz-json-1.1"), ("x-amz-target", &target)];
        let identity = Identity::from(credentials);
        let params = SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(self.service.name)
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()
            .map_err(|error| broken(&error))?
            .into();
        let signable = SignableRequest::new(
            "POST",
            &url,
            headers.iter().copied(),
            SignableBody::Bytes(body.as_bytes()),
        );
        let signable = signable.map_err(|error| broken(&error))?;
        let output = sign(signable, &params).map_err(|error| broken(&error))?;
        let (instructions, _) = output.into_parts();
        let (signature, _) = instructions.into_parts();
        headers.extend(
            signature
                .iter()
                .map(|header| (header.name(), header.value())),
        );

        let mut request = HttpRequest::new(SdkBody::from(body));
        request.set_method("POST").map_err(|error| broken(&error))?;
        request
            .set_uri(url.as_str())
            .map_err(|error| broken(&error))?;
        for (name, value) in headers {
            let added = request
                .headers_mut()
                .try_insert(name.to_owned(), value.to_owned());
            added.map_err(|error| broken(&error))?;
        }
        Ok(request)
    }
}

/// Whether the same call may go through a moment later.
fn may_pass(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::Throttled | ErrorKind::Unavailable | ErrorKind::Unreachable)
}

/// A random pause, which grows to 20 seconds as the SDK's own do.
async fn wait(attempts: u32) {
    let longest = Duration::from_millis(200) * 2_u32.pow(attempts.min(7));
    let longest = longest.min(Duration::from_secs(20));
    pause(longest.mul_f64(fastrand::f64())).await;
}

async fn text(answer: HttpResponse) -> result::Result<Vec<u8>, String> {
    let body = ByteStream::new(answer.into_body()).collect().await;
    body.map(AggregatedBytes::to_vec)
        .map_err(|error| error.to_string())
}

/// The chain of causes, in one line.
fn plain(error: &ConnectorError) -> String {
    let text = aws_sdk_cloudformation::error::DisplayErrorContext(error).to_string();
    text.split(" (").next().unwrap_or(&text).to_owned()
}

/// `ClusterNotFoundException` of `com.amazonaws.ecs#ClusterNotFoundException`.
fn code(answer: &Value) -> String {
    let full = answer["__type"].as_str().unwrap_or_default();
    full.rsplit('#').next().unwrap_or(full).to_owned()
}

fn message(answer: &Value) -> String {
    let message = answer["message"].as_str().or(answer["Message"].as_str());
    message.unwrap_or_default().to_owned()
}

fn said(code: &str, message: &str, status: u16) -> String {
    match (code, message) {
        ("", "") => format!("status {status}"),
        (code, "") => code.to_owned(),
        ("", message) => message.to_owned(),
        (code, message) => format!("{message} ({code})"),
    }
}
