//! Ports of TCP and UDP.

use std::fmt;

/// The protocol of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// The name that rules of security groups use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// One port, or a range of ports, of one protocol.
///
/// ```
/// use ecomind_constructs::value::Port;
///
/// assert_eq!(Port::POSTGRES.to_string(), "tcp 5432");
/// assert_eq!(Port::tcp_range(8000, 8010).to_string(), "tcp 8000-8010");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Port {
    protocol: Protocol,
    from: u16,
    to: u16,
}

impl Port {
    /// HTTP: TCP 80.
    pub const HTTP: Self = Self::tcp(80);
    /// HTTPS: TCP 443.
    pub const HTTPS: Self = Self::tcp(443);
    /// PostgreSQL: TCP 5432.
    pub const POSTGRES: Self = Self::tcp(5432);
    /// Redis and Valkey: TCP 6379.
    pub const REDIS: Self = Self::tcp(6379);

    /// One TCP port.
    #[must_use]
    pub const fn tcp(port: u16) -> Self {
        Self { protocol: Protocol::Tcp, from: port, to: port }
    }

    /// The TCP ports from `from` to `to`, both included, in either order.
    #[must_use]
    pub const fn tcp_range(from: u16, to: u16) -> Self {
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        Self { protocol: Protocol::Tcp, from, to }
    }

    /// One UDP port.
    #[must_use]
    pub const fn udp(port: u16) -> Self {
        Self { protocol: Protocol::Udp, from: port, to: port }
    }

    /// TCP or UDP.
    #[must_use]
    pub const fn protocol(self) -> Protocol {
        self.protocol
    }

    /// The first port.
    #[must_use]
    pub const fn from(self) -> u16 {
        self.from
    }

    /// The last port.
    #[must_use]
    pub const fn to(self) -> u16 {
        self.to
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.protocol.name(), self.from)?;
        if self.from < self.to { write!(f, "-{}", self.to) } else { Ok(()) }
    }
}
