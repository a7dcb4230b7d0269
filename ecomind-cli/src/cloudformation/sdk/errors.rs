//! Errors of the SDK, by their kinds.

use std::error;

use aws_sdk_cloudformation::{
    config::http::HttpResponse,
    error::{DisplayErrorContext, ProvideErrorMetadata, SdkError},
};

use crate::cloudformation::{Error, ErrorKind};

/// Turns an error of the SDK into ours.
pub(super) fn failed<E>(call: &'static str) -> impl FnOnce(SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + error::Error + 'static,
{
    move |error| {
        let (kind, message) = match &error {
            SdkError::ServiceError(service) => {
                let status = service.raw().status().as_u16();
                let code = service.err().code().unwrap_or_default();
                let message = service.err().message().unwrap_or_default();
                let text = match (code, message) {
                    ("", "") => format!("status {status}"),
                    (code, "") => code.to_owned(),
                    ("ValidationError", message) => message.to_owned(),
                    (code, message) => format!("{message} ({code})"),
                };
                (kind_of(code, message, status), text)
            }
            SdkError::ResponseError(response) => {
                let status = response.raw().status().as_u16();
                let kind = if 500 <= status { ErrorKind::Unavailable } else { ErrorKind::Other };
                (kind, format!("can't read the answer, which has status {status}"))
            }
            other => {
                let text = DisplayErrorContext(other).to_string();
                let is_about_credentials = text.contains("redentials");
                let is_expired = is_about_credentials && text.contains("xpired");
                let kind = match () {
                    () if is_expired => ErrorKind::ExpiredCredentials,
                    () if is_about_credentials => ErrorKind::NoCredentials,
                    () => ErrorKind::Unreachable,
                };
                (kind, first_sentences(&text))
            }
        };
        Error::new(kind, call, message)
    }
}

/// The chain of causes, without the data structures that the SDK appends in parentheses.
fn first_sentences(text: &str) -> String {
    text.split(" (").next().unwrap_or(text).to_owned()
}

fn kind_of(code: &str, message: &str, status: u16) -> ErrorKind {
    match code {
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "TooManyRequestsException"
        | "SlowDown" => ErrorKind::Throttled,
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => {
            ErrorKind::ExpiredCredentials
        }
        "RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture" => ErrorKind::ClockSkew,
        "SignatureDoesNotMatch" | "InvalidSignatureException"
            if message.contains("xpired") || message.contains("not yet current") =>
        {
            ErrorKind::ClockSkew
        }
        "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "InvalidAccessKeyId"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException" => ErrorKind::UnknownCredentials,
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" => ErrorKind::Denied,
        "AlreadyExistsException" | "BucketAlreadyOwnedByYou" => ErrorKind::AlreadyExists,
        "ChangeSetNotFound" | "ChangeSetNotFoundException" => ErrorKind::ChangeSetMissing,
        "InvalidChangeSetStatus" | "InvalidChangeSetStatusException" => ErrorKind::NotExecutable,
        "OperationInProgressException" => ErrorKind::StackBusy,
        "StackNotFoundException" => ErrorKind::StackMissing,
        "LimitExceededException" | "LimitExceeded" => ErrorKind::QuotaExceeded,
        "NoSuchBucket" => ErrorKind::BucketMissing,
        "NoSuchLifecycleConfiguration" => ErrorKind::SettingMissing,
        "InvalidAction" | "UnknownOperationException" | "UnknownOperation" | "NotImplemented" => {
            ErrorKind::Unsupported
        }
        _ if 500 <= status => ErrorKind::Unavailable,
        "ValidationError" => kind_of_validation(message),
        _ => ErrorKind::Other,
    }
}

/// CloudFormation has one code for all of these.
fn kind_of_validation(message: &str) -> ErrorKind {
    if message.contains("does not exist") && message.contains("tack") {
        ErrorKind::StackMissing
    } else if message.contains("TerminationProtection") {
        ErrorKind::Protected
    } else if message.contains("_IN_PROGRESS") {
        ErrorKind::StackBusy
    } else {
        ErrorKind::Invalid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_code_of_cloudformation_is_many_kinds() {
        let kind = |message| kind_of("ValidationError", message, 400);
        assert_eq!(kind("Stack with id X does not exist"), ErrorKind::StackMissing);
        assert_eq!(
            kind("Stack:X is in UPDATE_IN_PROGRESS state and can not be updated."),
            ErrorKind::StackBusy
        );
        let protected = "Stack [X] cannot be deleted while TerminationProtection is enabled";
        assert_eq!(kind(protected), ErrorKind::Protected);
        assert_eq!(kind("Template format error: unsupported structure."), ErrorKind::Invalid);
    }

    #[test]
    fn a_signature_of_another_time_is_a_clock() {
        let kind = |message| kind_of("SignatureDoesNotMatch", message, 403);
        assert_eq!(kind("Signature expired: 20260101T000000Z"), ErrorKind::ClockSkew);
        assert_eq!(kind("Signature not yet current"), ErrorKind::ClockSkew);
        assert_eq!(kind("The request signature does not match"), ErrorKind::UnknownCredentials);
    }

    #[test]
    fn a_server_error_of_an_unknown_code_may_pass() {
        assert_eq!(kind_of("InternalFailure", "", 500), ErrorKind::Unavailable);
        assert_eq!(kind_of("SomethingElse", "", 400), ErrorKind::Other);
    }
}
