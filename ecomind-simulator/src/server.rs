//! The HTTP server.

use std::{
    convert::Infallible,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response, body::Bytes, body::Incoming as Body, server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    core::Core,
    router::{self, Answer, Reply, handle},
};

/// The state that all connections share.
pub(crate) type Shared = Arc<Mutex<Core>>;

/// The state, also after a thread that had it panicked.
pub(crate) fn lock(shared: &Shared) -> MutexGuard<'_, Core> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers on `listener` until `stop` says so, or its other end is gone.
pub(crate) async fn serve(
    listener: TcpListener,
    shared: Shared,
    endpoint: Arc<str>,
    mut stop: oneshot::Receiver<Infallible>,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => return,
        };
        let Ok((stream, _)) = accepted else { continue };
        let (shared, endpoint) = (Arc::clone(&shared), Arc::clone(&endpoint));
        let service =
            service_fn(move |request| answer(request, Arc::clone(&shared), Arc::clone(&endpoint)));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // A connection that ends in an error is the client's matter, or a fault that was asked for.
        tokio::spawn(async move { drop(connection.await) });
    }
}

/// An error here ends the connection without an answer.
async fn answer(
    request: Request<Body>,
    shared: Shared,
    endpoint: Arc<str>,
) -> io::Result<Response<Full<Bytes>>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let headers = parts.headers.iter().filter_map(|(name, value)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    let incoming = router::Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body: body.to_vec(),
    };
    let answer = handle(&mut lock(&shared), &incoming, &endpoint);
    match answer {
        Answer::Reply(reply) => response(reply),
        Answer::Late(reply, milliseconds) => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            response(reply)
        }
        Answer::Silence(milliseconds) => {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            Err(io::ErrorKind::ConnectionReset.into())
        }
        Answer::Drop => Err(io::ErrorKind::ConnectionReset.into()),
        Answer::Exit => std::process::abort(),
    }
}

fn response(reply: Reply) -> io::Result<Response<Full<Bytes>>> {
    let mut builder = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        builder = builder.header(name, value);
    }
    builder
        .body(Full::new(Bytes::from(reply.body)))
        .map_err(io::Error::other)
}
