//! What values count.

/// What the values of a metric count.
///
/// AWS: [units](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Thousandths of a second.
    Milliseconds,
    /// Millionths of a second.
    Microseconds,
    /// Bytes.
    Bytes,
    /// Bytes each second.
    BytesPerSecond,
    /// Hundredths.
    Percent,
    /// Things.
    Count,
    /// Things each second.
    CountPerSecond,
    /// Nothing that has a name.
    None,
    /// Another one, as CloudWatch writes it, such as `Terabits/Second`.
    Other(&'static str),
}

impl Unit {
    /// As CloudWatch writes it.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Seconds => "Seconds",
            Self::Milliseconds => "Milliseconds",
            Self::Microseconds => "Microseconds",
            Self::Bytes => "Bytes",
            Self::BytesPerSecond => "Bytes/Second",
            Self::Percent => "Percent",
            Self::Count => "Count",
            Self::CountPerSecond => "Count/Second",
            Self::None => "None",
            Self::Other(text) => text,
        }
    }
}
