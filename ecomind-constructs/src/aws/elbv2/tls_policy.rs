//! What TLS a load balancer speaks.

/// The versions and ciphers of TLS that a listener takes.
///
/// AWS: [security policies](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsPolicy {
    /// TLS 1.2 and 1.3, whose keys also withstand quantum computers where the client can.
    Tls13And12PostQuantum,
    /// TLS 1.2 and 1.3.
    Tls13And12,
    /// TLS 1.3 alone, which old clients don't speak.
    Tls13,
    /// A policy that AWS added since, as templates write it.
    Other(&'static str),
}

impl TlsPolicy {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tls13And12PostQuantum => "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
            Self::Tls13And12 => "ELBSecurityPolicy-TLS13-1-2-2021-06",
            Self::Tls13 => "ELBSecurityPolicy-TLS13-1-3-2021-06",
            Self::Other(name) => name,
        }
    }
}
