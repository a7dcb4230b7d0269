//! Which availability zones there are.

use crate::{Result, tree::Scope};

/// The zones to place subnets in: a region, what its zone ids begin with, and their numbers.
///
/// From [AWS Availability Zones], as of November 2026, for the commercial regions. Left out, so
/// that nobody gets them without asking by id:
///
/// - `use1-az3`: MSK refuses brokers there, and other services lack it too.
/// - `usw1-az2` and `apne1-az3`: constrained zones, which newer accounts don't have.
///
/// A zone that AWS adds goes to the end of its line: the order decides which zones a VPC has.
///
/// [AWS Availability Zones]: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
const REGIONS: &[(&str, &str, &[u8])] = &[
    ("af-south-1", "afs1", &[1, 2, 3]),
    ("ap-east-1", "ape1", &[1, 2, 3]),
    ("ap-east-2", "ape2", &[1, 2, 3]),
    ("ap-northeast-1", "apne1", &[1, 2, 4]),
    ("ap-northeast-2", "apne2", &[1, 2, 3, 4]),
    ("ap-northeast-3", "apne3", &[1, 2, 3]),
    ("ap-south-1", "aps1", &[1, 2, 3]),
    ("ap-south-2", "aps2", &[1, 2, 3]),
    ("ap-southeast-1", "apse1", &[1, 2, 3]),
    ("ap-southeast-2", "apse2", &[1, 2, 3]),
    ("ap-southeast-3", "apse3", &[1, 2, 3]),
    ("ap-southeast-4", "apse4", &[1, 2, 3]),
    ("ap-southeast-5", "apse5", &[1, 2, 3]),
    ("ap-southeast-6", "apse6", &[1, 2, 3]),
    ("ap-southeast-7", "apse7", &[1, 2, 3]),
    ("ca-central-1", "cac1", &[1, 2, 4]),
    ("ca-west-1", "caw1", &[1, 2, 3]),
    ("eu-central-1", "euc1", &[1, 2, 3]),
    ("eu-central-2", "euc2", &[1, 2, 3]),
    ("eu-north-1", "eun1", &[1, 2, 3]),
    ("eu-south-1", "eus1", &[1, 2, 3]),
    ("eu-south-2", "eus2", &[1, 2, 3]),
    ("eu-west-1", "euw1", &[1, 2, 3]),
    ("eu-west-2", "euw2", &[1, 2, 3, 4]),
    ("eu-west-3", "euw3", &[1, 2, 3]),
    ("il-central-1", "ilc1", &[1, 2, 3]),
    ("me-central-1", "mec1", &[1, 2, 3]),
    ("me-south-1", "mes1", &[1, 2, 3]),
    ("mx-central-1", "mxc1", &[1, 2, 3]),
    ("sa-east-1", "sae1", &[1, 2, 3]),
    ("us-east-1", "use1", &[1, 2, 4, 5, 6]),
    ("us-east-2", "use2", &[1, 2, 3]),
    ("us-west-1", "usw1", &[1, 3]),
    ("us-west-2", "usw2", &[1, 2, 3, 4]),
];

/// The zones of a VPC, as its builder was told.
#[derive(Debug, Clone)]
pub(super) enum Zones {
    /// So many of those that the region has.
    Count(u8),
    /// These.
    Ids(Vec<String>),
}

impl Zones {
    /// The ids of the zones, in the order of their subnets.
    pub(super) fn resolve(self, scope: &Scope<'_>) -> Result<Vec<String>> {
        let region = scope.region();
        match self {
            Self::Count(count) => {
                first_of(region, count.into()).map_err(|reason| scope.invalid("max_azs", reason))
            }
            Self::Ids(ids) => match flaw_of(region, &ids) {
                None => Ok(ids),
                Some(reason) => Err(scope.invalid("availability_zone_ids", reason)),
            },
        }
    }
}

fn known(region: &str) -> Option<(&'static str, Vec<String>)> {
    let (_, prefix, numbers) = REGIONS.iter().find(|(name, ..)| *name == region)?;
    Some((
        prefix,
        numbers
            .iter()
            .map(|number| format!("{prefix}-az{number}"))
            .collect(),
    ))
}

fn first_of(region: Option<&str>, count: usize) -> Result<Vec<String>, String> {
    let Some(region) = region else {
        return Err(
            "must be `availability_zone_ids` where the region is unknown: name the zones, \
                    or the region of the stack or app"
                .to_owned(),
        );
    };
    let Some((_, mut ids)) = known(region) else {
        return Err(format!(
            "must be `availability_zone_ids` in {region}, whose zones this version doesn't know"
        ));
    };
    if !(1..=ids.len()).contains(&count) {
        let (most, list) = (ids.len(), ids.join(", "));
        return Err(format!("must be 1 to {most} in {region} ({list}), got {count}"));
    }
    ids.truncate(count);
    Ok(ids)
}

fn flaw_of(region: Option<&str>, ids: &[String]) -> Option<String> {
    if ids.is_empty() {
        return Some("must be at least one, got none".to_owned());
    }
    if let Some(id) = ids.iter().find(|id| !is_zone_id(id)) {
        return Some(format!("must look like `use1-az1`, got {id:?}"));
    }
    if let Some((_, twice)) = ids
        .iter()
        .enumerate()
        .find(|(index, id)| ids[..*index].contains(id))
    {
        return Some(format!("must not repeat a zone, got {twice:?} twice"));
    }
    // New zones appear in regions that are known, so that the prefix decides and not the list.
    let (prefix, place) = match (region, region.and_then(known)) {
        (Some(region), Some((prefix, _))) => (prefix, region.to_owned()),
        _ => (prefix_of(&ids[0]), "one region".to_owned()),
    };
    let foreign = ids.iter().find(|id| prefix_of(id) != prefix)?;
    Some(format!("must be zones of {place}, such as `{prefix}-az1`, got {foreign:?}"))
}

fn prefix_of(id: &str) -> &str {
    id.split_once('-').map_or(id, |(prefix, _)| prefix)
}

/// Availability zones only: local and wavelength zones have a place between prefix and number.
fn is_zone_id(id: &str) -> bool {
    id.split_once("-az").is_some_and(|(prefix, number)| {
        prefix.ends_with(|last: char| last.is_ascii_digit())
            && prefix
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && (1..=2).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    fn resolve(region: Option<&str>, zones: Zones) -> Result<Vec<String>> {
        let mut app = match region {
            Some(region) => App::new().region(region),
            None => App::new(),
        };
        let stack = app.stack("Test")?;
        zones.resolve(&stack)
    }

    fn ids<const N: usize>(ids: [&str; N]) -> Zones {
        Zones::Ids(ids.map(str::to_owned).to_vec())
    }

    fn refusal(region: Option<&str>, zones: Zones) -> String {
        resolve(region, zones).expect_err("refused").to_string()
    }

    #[test]
    fn the_zone_that_msk_refuses_is_taken_only_by_name() {
        let zones = resolve(Some("us-east-1"), Zones::Count(3)).unwrap();
        assert_eq!(zones, ["use1-az1", "use1-az2", "use1-az4"]);
        assert!(resolve(Some("us-east-1"), ids(["use1-az3"])).is_ok());
    }

    #[test]
    fn a_zone_that_is_newer_than_the_list_is_taken() {
        assert!(resolve(Some("us-east-1"), ids(["use1-az7", "use1-az1"])).is_ok());
        assert!(resolve(None, ids(["xxn1-az1", "xxn1-az2"])).is_ok());
    }

    #[test]
    fn regions_are_in_order_and_their_prefixes_unique() {
        assert!(REGIONS.is_sorted_by_key(|(region, ..)| region));
        let mut prefixes: Vec<&str> = REGIONS.iter().map(|(_, prefix, _)| *prefix).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        assert_eq!(prefixes.len(), REGIONS.len());
    }

    #[test]
    fn rejects_more_zones_than_there_are() {
        let texts = [
            refusal(Some("us-east-1"), Zones::Count(6)),
            refusal(Some("us-west-1"), Zones::Count(3)),
            refusal(Some("eu-west-1"), Zones::Count(0)),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `max_azs` of `Test` must be 1 to 5 in us-east-1 (use1-az1, use1-az2, use1-az4, use1-az5, use1-az6), got 6
        `max_azs` of `Test` must be 1 to 2 in us-west-1 (usw1-az1, usw1-az3), got 3
        `max_azs` of `Test` must be 1 to 3 in eu-west-1 (euw1-az1, euw1-az2, euw1-az3), got 0
        ");
    }

    #[test]
    fn rejects_to_guess_the_region() {
        let texts = [refusal(None, Zones::Count(3)), refusal(Some("xx-north-1"), Zones::Count(3))];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `max_azs` of `Test` must be `availability_zone_ids` where the region is unknown: name the zones, or the region of the stack or app
        `max_azs` of `Test` must be `availability_zone_ids` in xx-north-1, whose zones this version doesn't know
        ");
    }

    #[test]
    fn rejects_zone_ids_that_cannot_be() {
        let region = Some("us-east-1");
        let texts = [
            refusal(region, ids([])),
            refusal(region, ids(["us-east-1a"])),
            refusal(region, ids(["use1-bos1-az1"])),
            refusal(region, ids(["use1-az1", "euw1-az1"])),
            refusal(region, ids(["use1-az1", "use1-az1"])),
            refusal(None, ids(["use1-az1", "euw1-az1"])),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `availability_zone_ids` of `Test` must be at least one, got none
        `availability_zone_ids` of `Test` must look like `use1-az1`, got "us-east-1a"
        `availability_zone_ids` of `Test` must look like `use1-az1`, got "use1-bos1-az1"
        `availability_zone_ids` of `Test` must be zones of us-east-1, such as `use1-az1`, got "euw1-az1"
        `availability_zone_ids` of `Test` must not repeat a zone, got "use1-az1" twice
        `availability_zone_ids` of `Test` must be zones of one region, such as `use1-az1`, got "euw1-az1"
        "#);
    }
}
