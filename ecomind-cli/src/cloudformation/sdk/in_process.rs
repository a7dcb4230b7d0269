//! The simulator in the place of AWS, in this thread and in virtual time: for tests.

use std::{cell::RefCell, sync::Arc, time::Duration};

use aws_sdk_cloudformation::config::{
    AsyncSleep, RuntimeComponents, SharedAsyncSleep, SharedHttpClient, Sleep,
    http::{HttpRequest, HttpResponse},
    retry::{RetryPartition, TokenBucket},
};
use aws_smithy_runtime_api::{
    client::{
        http::{
            HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
            http_client_fn,
        },
        result::ConnectorError,
    },
    http::StatusCode,
};
use ecomind_simulator::{Answer, Reply, Request, Simulator};

use crate::cloudformation::virtual_time;

/// The way to a simulator without a connection.
#[derive(Debug, Clone)]
pub(crate) struct InProcess {
    simulator: Arc<Simulator>,
}

thread_local! {
    static RETRIES: RefCell<Option<RetryPartition>> = const { RefCell::new(None) };
}

/// What is left of the retries that the SDK allows a process. Each [`InProcess`] begins with all.
pub(super) fn retries() -> Option<RetryPartition> {
    RETRIES.with_borrow(Clone::clone)
}

impl InProcess {
    /// The way of one process.
    pub(crate) fn new(simulator: Arc<Simulator>) -> Self {
        let tokens = TokenBucket::builder().build();
        let retries = RetryPartition::custom("in-process");
        RETRIES.set(Some(retries.token_bucket(tokens).build()));
        Self { simulator }
    }

    pub(super) fn client(&self) -> SharedHttpClient {
        let connector = SharedHttpConnector::new(self.clone());
        http_client_fn(move |_: &HttpConnectorSettings, _: &RuntimeComponents| connector.clone())
    }

    pub(super) fn pauses() -> SharedAsyncSleep {
        SharedAsyncSleep::new(Pauses)
    }

    async fn send(self, request: Request) -> Result<HttpResponse, ConnectorError> {
        // On the way, other calls come first.
        let milliseconds = fastrand::u64(1..40);
        virtual_time::pause(Duration::from_millis(milliseconds)).await;
        match self.simulator.answer(&request) {
            Answer::Reply(reply) => Ok(response(reply)),
            Answer::Late(reply, milliseconds) => {
                virtual_time::pause(Duration::from_millis(milliseconds)).await;
                Ok(response(reply))
            }
            Answer::Silence(milliseconds) => {
                virtual_time::pause(Duration::from_millis(milliseconds)).await;
                Err(reset())
            }
            Answer::Drop => Err(reset()),
            Answer::Exit => {
                // Both are in one process, and it is ours that ends.
                virtual_time::kill();
                std::future::pending().await
            }
        }
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let uri = request.uri();
        let path = uri.split_once("://").map_or(uri, |(_, rest)| rest);
        let path = path.find('/').map_or("/", |start| &path[start..]);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let headers = request.headers().iter();
        let request = Request {
            method: request.method().to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: request
                .body()
                .bytes()
                .expect("nothing is streamed")
                .to_vec(),
        };
        HttpConnectorFuture::new(self.clone().send(request))
    }
}

/// Lets the SDK wait in virtual time.
#[derive(Debug)]
struct Pauses;

impl AsyncSleep for Pauses {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(virtual_time::pause(duration))
    }
}

fn response(reply: Reply) -> HttpResponse {
    let status = StatusCode::try_from(reply.status).expect("the simulator knows HTTP");
    let mut response = HttpResponse::new(status, reply.body.into());
    for (name, value) in reply.headers {
        response.headers_mut().append(name, value);
    }
    response
}

fn reset() -> ConnectorError {
    ConnectorError::io("connection reset by peer".into())
}
