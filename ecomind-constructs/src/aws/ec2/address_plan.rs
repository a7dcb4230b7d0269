//! Which addresses the subnets of a VPC get.

use std::fmt;

use crate::{Result, tree::Scope, value::CidrBlock};

use super::{Subnets, subnets::SubnetKind};

/// The largest VPC and the largest subnet that AWS takes.
pub(super) const SHORTEST_PREFIX: u8 = 16;
/// The smallest VPC and the smallest subnet that AWS takes.
pub(super) const LONGEST_PREFIX: u8 = 28;

/// The blocks of the subnets of each kind, in the order of [`SubnetKind::ALL`], then of zones.
///
/// The VPC is cut into four quarters: public, private, isolated, and one that stays free. In their
/// quarter the subnets of a kind follow each other in the order of zones. So a zone that is added
/// at the end, or a kind that is added later or changed, moves none of the other subnets; and the
/// n-th subnets of all kinds are in the n-th zone.
pub(super) fn plan(
    scope: &Scope<'_>,
    vpc: CidrBlock,
    zones: usize,
    subnets: &[Subnets; 3],
) -> Result<[Vec<CidrBlock>; 3]> {
    let mut planned: [Vec<CidrBlock>; 3] = Default::default();
    for kind in SubnetKind::ALL {
        let invalid = |reason| scope.invalid(kind.setter(), reason);
        let blocks = match &subnets[kind as usize] {
            Subnets::None => Vec::new(),
            Subnets::Prefix(prefix) => {
                check_prefix(kind, *prefix, &format!("/{prefix}")).map_err(invalid)?;
                fill(vpc, kind, *prefix, zones).map_err(invalid)?
            }
            Subnets::Blocks(blocks) => {
                check_blocks(kind, vpc, zones, blocks).map_err(invalid)?;
                blocks.clone()
            }
        };
        planned[kind as usize] = blocks;
    }
    check_overlaps(scope, &planned)?;
    Ok(planned)
}

/// The subnets of a kind in its quarter of the VPC.
fn fill(
    vpc: CidrBlock,
    kind: SubnetKind,
    prefix: u8,
    zones: usize,
) -> Result<Vec<CidrBlock>, String> {
    let mut quarters = vpc.subdivide(vpc.prefix() + 2);
    let quarter = quarters
        .nth(kind as usize)
        .expect("a VPC has a prefix of at most 28");
    let blocks: Vec<CidrBlock> = quarter.subdivide(prefix).take(zones).collect();
    if blocks.len() < zones {
        let room = blocks.len();
        return Err(format!(
            "must fit {quarter}, their quarter of the VPC {vpc}, with room for {room} of /{prefix}, \
             got {zones}: take a longer prefix, a larger VPC, or `Subnets::Blocks`"
        ));
    }
    Ok(blocks)
}

fn check_prefix(kind: SubnetKind, prefix: u8, given: &impl fmt::Display) -> Result<(), String> {
    let longest = kind.longest_prefix();
    if (SHORTEST_PREFIX..=longest).contains(&prefix) {
        return Ok(());
    }
    let why = match kind {
        SubnetKind::Public => ", so that a load balancer has room",
        SubnetKind::Private | SubnetKind::Isolated => "",
    };
    Err(format!("must have a prefix of {SHORTEST_PREFIX} to {longest}{why}, got {given}"))
}

fn check_blocks(
    kind: SubnetKind,
    vpc: CidrBlock,
    zones: usize,
    blocks: &[CidrBlock],
) -> Result<(), String> {
    if blocks.len() != zones {
        return Err(format!("must be one block for each of {zones} zones, got {}", blocks.len()));
    }
    for block in blocks {
        check_prefix(kind, block.prefix(), block)?;
        if !vpc.contains(*block) {
            return Err(format!("must be inside the VPC, {vpc}, got {block}"));
        }
    }
    Ok(())
}

fn check_overlaps(scope: &Scope<'_>, planned: &[Vec<CidrBlock>; 3]) -> Result<()> {
    let mut taken: Vec<(SubnetKind, CidrBlock)> = Vec::new();
    for (kind, blocks) in SubnetKind::ALL.into_iter().zip(planned) {
        for block in blocks {
            if let Some((other, used)) = taken.iter().find(|(_, used)| used.overlaps(*block)) {
                let other = other.setter();
                let reason = format!(
                    "must not overlap, got {block}, which shares addresses with {used} of `{other}`"
                );
                return Err(scope.invalid(kind.setter(), reason));
            }
            taken.push((kind, *block));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    fn try_plan(vpc: &str, zones: usize, subnets: &[Subnets; 3]) -> Result<String> {
        let mut app = App::new();
        let stack = app.stack("Test")?;
        let plan = plan(&stack, vpc.parse().expect("a block"), zones, subnets)?;
        let row = |blocks: &Vec<CidrBlock>| {
            let texts: Vec<String> = blocks.iter().map(ToString::to_string).collect();
            texts.join(" ")
        };
        Ok(plan.each_ref().map(row).join("\n"))
    }

    fn refusal(vpc: &str, zones: usize, subnets: &[Subnets; 3]) -> String {
        try_plan(vpc, zones, subnets)
            .expect_err("refused")
            .to_string()
    }

    fn all(prefix: u8) -> [Subnets; 3] {
        [Subnets::Prefix(prefix), Subnets::Prefix(prefix), Subnets::Prefix(prefix)]
    }

    fn blocks<const N: usize>(texts: [&str; N]) -> Subnets {
        Subnets::Blocks(
            texts
                .iter()
                .map(|text| text.parse().expect("a block"))
                .collect(),
        )
    }

    #[test]
    fn each_kind_has_a_quarter() {
        insta::assert_snapshot!(try_plan("10.0.0.0/16", 3, &all(24)).unwrap(), @r"
        10.0.0.0/24 10.0.1.0/24 10.0.2.0/24
        10.0.64.0/24 10.0.65.0/24 10.0.66.0/24
        10.0.128.0/24 10.0.129.0/24 10.0.130.0/24
        ");
        insta::assert_snapshot!(try_plan("192.168.4.0/24", 3, &[Subnets::None, Subnets::Prefix(28), Subnets::Prefix(28)]).unwrap(), @r"
        192.168.4.64/28 192.168.4.80/28 192.168.4.96/28
        192.168.4.128/28 192.168.4.144/28 192.168.4.160/28
        ");
    }

    #[test]
    fn what_is_added_later_moves_nothing() {
        let before =
            try_plan("10.0.0.0/16", 2, &[Subnets::None, Subnets::Prefix(24), Subnets::None]);
        let before = before.unwrap();
        let after = try_plan("10.0.0.0/16", 5, &all(24)).unwrap();
        assert!(after.contains(before.trim()), "{before} is not kept by {after}");
    }

    #[test]
    fn blocks_may_be_in_any_free_place() {
        let subnets = [
            Subnets::Prefix(27),
            blocks(["10.0.192.0/19", "10.0.224.0/19"]),
            blocks(["10.0.64.0/18", "10.0.128.0/18"]),
        ];
        insta::assert_snapshot!(try_plan("10.0.0.0/16", 2, &subnets).unwrap(), @r"
        10.0.0.0/27 10.0.0.32/27
        10.0.192.0/19 10.0.224.0/19
        10.0.64.0/18 10.0.128.0/18
        ");
    }

    #[test]
    fn rejects_prefixes_out_of_range() {
        let public = |prefix| [Subnets::Prefix(prefix), Subnets::None, Subnets::None];
        let isolated = |prefix| [Subnets::None, Subnets::None, Subnets::Prefix(prefix)];
        let texts = [
            refusal("10.0.0.0/16", 3, &public(29)),
            refusal("10.0.0.0/16", 3, &public(28)),
            refusal("10.0.0.0/16", 3, &isolated(29)),
            refusal("10.0.0.0/16", 3, &isolated(15)),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `public_subnets` of `Test` must have a prefix of 16 to 27, so that a load balancer has room, got /29
        `public_subnets` of `Test` must have a prefix of 16 to 27, so that a load balancer has room, got /28
        `isolated_subnets` of `Test` must have a prefix of 16 to 28, got /29
        `isolated_subnets` of `Test` must have a prefix of 16 to 28, got /15
        ");
    }

    #[test]
    fn rejects_a_vpc_that_is_too_small_for_its_subnets() {
        let texts = [
            refusal("10.0.0.0/24", 3, &all(24)),
            refusal("10.0.0.0/16", 5, &all(20)),
            refusal("10.0.0.0/28", 1, &all(27)),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `public_subnets` of `Test` must fit 10.0.0.0/26, their quarter of the VPC 10.0.0.0/24, with room for 0 of /24, got 3: take a longer prefix, a larger VPC, or `Subnets::Blocks`
        `public_subnets` of `Test` must fit 10.0.0.0/18, their quarter of the VPC 10.0.0.0/16, with room for 4 of /20, got 5: take a longer prefix, a larger VPC, or `Subnets::Blocks`
        `public_subnets` of `Test` must fit 10.0.0.0/30, their quarter of the VPC 10.0.0.0/28, with room for 0 of /27, got 1: take a longer prefix, a larger VPC, or `Subnets::Blocks`
        ");
    }

    #[test]
    fn rejects_blocks_that_overlap_or_lie_outside() {
        let private = |subnets| [Subnets::Prefix(24), subnets, Subnets::None];
        let texts = [
            refusal("10.0.0.0/16", 2, &private(blocks(["10.0.64.0/20", "10.0.72.0/21"]))),
            refusal("10.0.0.0/16", 2, &private(blocks(["10.0.64.0/20", "10.0.1.0/24"]))),
            refusal("10.0.0.0/16", 1, &private(blocks(["10.1.0.0/24"]))),
            refusal("10.0.0.0/16", 1, &private(blocks(["10.0.0.0/8"]))),
            refusal("10.0.0.0/16", 3, &private(blocks(["10.0.64.0/20"]))),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `private_subnets` of `Test` must not overlap, got 10.0.72.0/21, which shares addresses with 10.0.64.0/20 of `private_subnets`
        `private_subnets` of `Test` must not overlap, got 10.0.1.0/24, which shares addresses with 10.0.1.0/24 of `public_subnets`
        `private_subnets` of `Test` must be inside the VPC, 10.0.0.0/16, got 10.1.0.0/24
        `private_subnets` of `Test` must have a prefix of 16 to 28, got 10.0.0.0/8
        `private_subnets` of `Test` must be one block for each of 3 zones, got 1
        ");
    }
}
