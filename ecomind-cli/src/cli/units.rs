//! Numbers with units, for people.

use std::time::Duration;

/// A number of bytes, such as `28.1 kB`.
pub(super) fn bytes(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
    let amount = count as f64;
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{:.1} kB", amount / 1e3),
        _ => format!("{:.1} MB", amount / 1e6),
    }
}

/// A time, such as `3 ms`.
pub(super) fn time(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    match milliseconds {
        ..9.95 => format!("{milliseconds:.1} ms"),
        ..999.5 => format!("{milliseconds:.0} ms"),
        _ => format!("{:.1} s", milliseconds / 1e3),
    }
}

/// A number of things, such as `1 stack` or `2 stacks`.
pub(super) fn count(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_unit_that_fits() {
        assert_eq!([0, 999, 28_149, 1_250_000].map(bytes), ["0 B", "999 B", "28.1 kB", "1.2 MB"]);
        let times = [100, 2_940, 12_345, 999_600, 2_345_678].map(Duration::from_micros);
        assert_eq!(times.map(time), ["0.1 ms", "2.9 ms", "12 ms", "1.0 s", "2.3 s"]);
        assert_eq!([1, 2].map(|number| count(number, "stack")), ["1 stack", "2 stacks"]);
    }
}
