//! Accounts and regions.

use serde::{Deserialize, Serialize};

/// Where something is: stacks and resources of two places don't see each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) account: String,
    pub(crate) region: String,
}

impl Place {
    /// The account of callers whose access key says nothing else.
    pub(crate) const ACCOUNT: &'static str = "000000000000";

    /// The place that a signature names: `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/…`.
    ///
    /// A key of 12 digits is the number of an account, and so are the 12 digits after `ASIA`, which is
    /// how the simulator's own temporary keys look.
    pub(crate) fn of_signature(authorization: &str) -> Option<(Self, String)> {
        let credential = authorization.split("Credential=").nth(1)?;
        let mut parts = credential.split([',', ' ']).next()?.split('/');
        let key = parts.next()?;
        let region = parts.nth(1)?.to_owned();
        let service = parts.next()?.to_owned();
        Some((Self { account: Self::account_of(key), region }, service))
    }

    fn account_of(key: &str) -> String {
        let digits = key.strip_prefix("ASIA").unwrap_or(key);
        let number = digits
            .get(..12)
            .filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
        let is_account = number.is_some_and(|_| key.starts_with("ASIA") || key.len() == 12);
        let number = number.filter(|_| is_account).unwrap_or(Self::ACCOUNT);
        number.to_owned()
    }

    /// `aws`, or the partition of China or of the US government.
    pub(crate) fn partition(&self) -> &'static str {
        match &self.region {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        }
    }

    pub(crate) fn url_suffix(&self) -> &'static str {
        if self.partition() == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" }
    }
}

impl Default for Place {
    fn default() -> Self {
        Self { account: Self::ACCOUNT.to_owned(), region: "us-east-1".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(key: &str) -> String {
        let header =
            format!("AWS4-HMAC-SHA256 Credential={key}/20260101/eu-west-1/s3/aws4_request, x");
        let (place, service) = Place::of_signature(&header).unwrap();
        format!("{} {} {service}", place.account, place.region)
    }

    #[test]
    fn a_key_of_twelve_digits_is_an_account() {
        assert_eq!(place("123456789012"), "123456789012 eu-west-1 s3");
        assert_eq!(place("ASIA210987654321ABCD"), "210987654321 eu-west-1 s3");
        assert_eq!(place("test"), "000000000000 eu-west-1 s3");
        assert_eq!(place("AKIAIOSFODNN7EXAMPLE"), "000000000000 eu-west-1 s3");
    }
}
