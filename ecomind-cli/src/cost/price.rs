//! The table of prices, and what is free.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// Prices by item and region, and the types that are free.
#[derive(Debug)]
pub(crate) struct PriceTable {
    prices: BTreeMap<&'static str, BTreeMap<&'static str, Price>>,
    free: BTreeMap<&'static str, &'static str>,
}

/// One price: so many dollars per so many units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Price {
    /// What it is the price of, such as `nat/hour`.
    pub(crate) item: &'static str,
    /// Dollars for [`Price::per`] units.
    pub(crate) usd: Decimal,
    /// How many units the dollars are for.
    pub(crate) per: Decimal,
    /// One unit, such as `hour`.
    pub(crate) unit: &'static str,
    /// The day on which the source was read.
    pub(crate) read: &'static str,
    /// Who says so.
    pub(crate) source: &'static str,
}

/// Where prices are that are the same everywhere.
const GLOBAL: &str = "global";

impl PriceTable {
    /// The table that comes with this version.
    pub(crate) fn embedded() -> Self {
        Self::parse(include_str!("prices.tsv"), include_str!("free.tsv"))
            .expect("the embedded tables are tested")
    }

    /// The price of an item in a region.
    pub(super) fn price(&self, item: &str, region: &str) -> Option<&Price> {
        let regions = self.prices.get(item)?;
        regions.get(region).or_else(|| regions.get(GLOBAL))
    }

    /// Why a type costs nothing, if it does; the reason may be empty.
    pub(super) fn is_free(&self, type_name: &str) -> Option<&'static str> {
        self.free.get(type_name).copied()
    }

    /// The days between which the sources were read.
    pub(crate) fn read_between(&self) -> (&'static str, &'static str) {
        let days = self.all().map(|price| price.read);
        (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default())
    }

    fn all(&self) -> impl Iterator<Item = &Price> + Clone {
        self.prices.values().flat_map(BTreeMap::values)
    }

    fn parse(prices: &'static str, free: &'static str) -> Result<Self, String> {
        let mut table = Self { prices: BTreeMap::new(), free: BTreeMap::new() };
        for line in rows(prices) {
            let fields: Vec<_> = line.split('\t').collect();
            let [item, region, usd, per, unit, read, source] = fields[..] else {
                return Err(format!("a row must have 7 fields, got {line:?}"));
            };
            let number = |text: &str| {
                let number: Result<Decimal, _> = text.parse();
                number
                    .ok()
                    .filter(|it| Decimal::ZERO < *it)
                    .ok_or_else(|| format!("a price must be a number above 0, got {line:?}"))
            };
            if [item, region, unit, read, source].contains(&"") {
                return Err(format!("a field of a price must not be empty, got {line:?}"));
            }
            let price = Price { item, usd: number(usd)?, per: number(per)?, unit, read, source };
            if table
                .prices
                .entry(item)
                .or_default()
                .insert(region, price)
                .is_some()
            {
                return Err(format!("`{item}` has two prices in {region}"));
            }
        }
        for line in rows(free) {
            let Some((type_name, why)) = line.split_once('\t') else {
                return Err(format!("a row must have 2 fields, got {line:?}"));
            };
            table.free.insert(type_name, why);
        }
        Ok(table)
    }
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::schema;

    use super::*;

    #[test]
    fn every_row_has_a_price_a_day_and_a_source() {
        let table = PriceTable::embedded();
        for price in table.all() {
            let parts: Vec<_> = price.read.split('-').map(str::len).collect();
            assert_eq!(parts, [4, 2, 2], "{}", price.item);
        }
        let nat = table.price("nat/hour", "us-east-1").unwrap();
        assert_eq!((nat.usd.to_string().as_str(), nat.unit), ("0.045", "hour"));
    }

    #[test]
    fn a_price_holds_for_its_region_alone_unless_it_is_global() {
        let table = PriceTable::embedded();
        assert!(table.price("nat/hour", "eu-west-1").is_none());
        assert!(table.price("route53/zone", "eu-west-1").is_some());
    }

    #[test]
    fn free_types_exist() {
        let table = PriceTable::embedded();
        let unknown: Vec<_> = table
            .free
            .keys()
            .filter(|name| schema::resource_type(name).is_none())
            .collect();
        assert_eq!(unknown, [""; 0].iter().collect::<Vec<_>>());
    }

    #[test]
    fn rejects_rows_without_source_or_number() {
        let row = |text| PriceTable::parse(text, "").unwrap_err();
        assert!(row("nat\tus-east-1\t1\t1\thour\t2026-01-01\t").contains("must not be empty"));
        assert!(row("nat\tus-east-1\tmuch\t1\thour\t2026-01-01\tAWS").contains("above 0"));
        assert!(row("nat\tus-east-1").contains("7 fields"));
    }
}
