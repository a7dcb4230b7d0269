//! Calls by hand, as somebody else makes them.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use crate::endpoint::Endpoint;

/// Signed by the account of the tests. The simulator looks at nothing else of a signature.
const SIGNATURE: &str = "AWS4-HMAC-SHA256 \
    Credential=111111111111/20260101/eu-west-1/cloudformation/aws4_request, SignedHeaders=host, \
    Signature=0";

impl Endpoint {
    /// Calls CloudFormation: `Action=ListStacks&…`, encoded as forms are. The answer as text.
    pub(crate) fn call(&self, form: &str) -> String {
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", "/", kind, &format!("{form}&Version=2010-05-15"))
    }

    /// Puts an object into a bucket.
    pub(crate) fn put(&self, path: &str, body: &str) -> String {
        self.send("PUT", path, "text/plain", body)
    }

    /// Reads what is at a path of S3.
    pub(crate) fn get(&self, path: &str) -> String {
        self.send("GET", path, "text/plain", "")
    }

    fn send(&self, method: &str, path: &str, kind: &str, body: &str) -> String {
        let url = self.url();
        let address = url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("the endpoint listens");
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {SIGNATURE}\r\n\
             Content-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream
            .write_all(request.as_bytes())
            .expect("the endpoint reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the endpoint answers");
        answer
    }
}
