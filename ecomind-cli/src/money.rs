//! Amounts of US dollars.

use std::{fmt, iter::Sum, ops::Add};

use rust_decimal::{Decimal, RoundingStrategy};

/// An amount of US dollars, exact: prices are decimal numbers, and so are their sums.
///
/// ```
/// use ecomind_cli::Money;
///
/// assert_eq!(Money::dollars(1_250).to_string(), "$1,250.00");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Whole dollars.
    pub fn dollars(dollars: u32) -> Self {
        Self(Decimal::from(dollars))
    }

    /// An exact amount.
    pub(crate) fn exact(amount: Decimal) -> Self {
        Self(amount)
    }

    /// In cents, halves away from zero, such as `12.35`.
    pub(crate) fn rounded(self) -> Decimal {
        let mut cents = self
            .0
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        cents.rescale(2);
        cents
    }

    /// The difference to what it was `before`.
    pub(crate) fn since(self, before: Self) -> Self {
        Self(self.0.saturating_sub(before.0))
    }

    /// How many thousandths of `whole` it is, at most all of them. For drawings.
    pub(crate) fn thousandths_of(self, whole: Self) -> u32 {
        let share = self
            .0
            .saturating_mul(Decimal::ONE_THOUSAND)
            .checked_div(whole.0);
        let share = share
            .unwrap_or_default()
            .clamp(Decimal::ZERO, Decimal::ONE_THOUSAND);
        share.round().try_into().unwrap_or_default()
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = self.rounded();
        let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
        f.pad(&format!("{sign}${}", grouped(rounded.abs())))
    }
}

/// A number of zero or more with a comma between thousands.
pub(crate) fn grouped(number: Decimal) -> String {
    let text = number.to_string();
    let (whole, fraction) = text
        .split_once('.')
        .map_or((&*text, None), |(a, b)| (a, Some(b)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index != 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{grouped}.{fraction}"),
        None => grouped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money(text.parse().unwrap())
    }

    #[test]
    fn sums_are_exact_and_only_what_is_shown_is_rounded() {
        let cents = ["0.004"; 3].map(money);
        assert_eq!(cents[0].to_string(), "$0.00");
        assert_eq!(cents.into_iter().sum::<Money>().to_string(), "$0.01");
        assert_eq!(money("0.005").to_string(), "$0.01");
    }

    #[test]
    fn amounts_read_as_dollars() {
        let texts = ["0", "999.5", "1234567.891", "-12"].map(|text| money(text).to_string());
        assert_eq!(texts, ["$0.00", "$999.50", "$1,234,567.89", "-$12.00"]);
    }

    #[test]
    fn amounts_beyond_all_reason_do_not_panic() {
        let huge = Money(Decimal::MAX);
        assert_eq!(huge + huge, huge);
        assert_eq!(huge.thousandths_of(Money::ZERO), 0);
        assert_eq!(Money::dollars(1).thousandths_of(Money::dollars(2)), 500);
    }
}
