//! Trouble that is drawn from a seed.
//!
//! The seeds are the same in each run. `ECOMIND_SEEDS=7` runs one of them again, and
//! `ECOMIND_SEEDS=1000..9000` looks for trouble that nobody has met yet.

use std::{env, ops::Range};

use ecomind_simulator::CallFault;
use fastrand::Rng;

use super::scenario::{ALL, Stages};

/// The calls that are disturbed. An empty name is any call.
const ACTIONS: &[&str] = &[
    "",
    "",
    "CreateChangeSet",
    "DeleteChangeSet",
    "DeleteStack",
    "DescribeChangeSet",
    "DescribeStackEvents",
    "DescribeStacks",
    "ExecuteChangeSet",
    "GetCallerIdentity",
    "GetStackPolicy",
    "GetTemplate",
    "ListChangeSets",
    "PutObject",
    "SetStackPolicy",
    "UpdateTerminationProtection",
];

/// One to five troubles.
fn draw(rng: &mut Rng) -> Vec<CallFault> {
    (0..rng.u32(1..=5)).map(|_| draw_one(rng)).collect()
}

fn draw_one(rng: &mut Rng) -> CallFault {
    let mut fault = match rng.u8(0..10) {
        0 => CallFault::throttle(),
        1 => CallFault::internal_error(),
        2 => CallFault::unavailable(),
        3 => CallFault::expired_token(),
        4 => CallFault::drop_before(),
        5 => CallFault::drop_after(),
        6 => CallFault::stall(rng.u64(1_000..120_000)),
        7 => CallFault::hang(rng.u64(1_000..120_000)),
        // More of what is most brutal.
        _ => CallFault::exit(),
    };
    let action = ACTIONS[rng.usize(..ACTIONS.len())];
    if !action.is_empty() {
        fault = fault.on(action);
    }
    let times = if rng.u8(0..4) == 0 { rng.u32(8..=12) } else { rng.u32(1..=2) };
    let after = rng.u32(0..if action.is_empty() { 40 } else { 4 });
    fault.after(after).every(rng.u32(1..=2)).times(times)
}

fn check(seeds: Range<u64>) {
    let stages = Stages::default();
    for seed in seeds {
        // The pauses of the engine and of the SDK come from this one, too.
        fastrand::seed(seed);
        let mut rng = Rng::with_seed(seed);
        let scenario = ALL[rng.usize(..ALL.len())];
        let stage = stages.get(scenario);
        let faults = draw(&mut rng);
        let what = format!("ECOMIND_SEEDS={seed}: {scenario:?}: {faults:?}");
        for fault in faults {
            stage.bench.simulator.inject(fault);
        }
        stage.finish(&what);
    }
}

/// The seeds of one part of the tests, or those that were asked for.
fn seeds(part: u64) -> Range<u64> {
    const EACH: u64 = 128;
    let Ok(asked) = env::var("ECOMIND_SEEDS") else {
        return part * EACH..(part + 1) * EACH;
    };
    let number = |text: &str| text.parse().expect("`ECOMIND_SEEDS` is N or N..M");
    match asked.split_once("..") {
        Some((first, end)) => {
            let (first, end) = (number(first), number(end));
            let length: u64 = (end - first) / 4;
            first + part * length..first + (part + 1) * length
        }
        None if part == 0 => number(&asked)..number(&asked) + 1,
        None => 0..0,
    }
}

#[test]
fn a_first_part_of_random_trouble_is_outlived() {
    check(seeds(0));
}

#[test]
fn a_second_part_of_random_trouble_is_outlived() {
    check(seeds(1));
}

#[test]
fn a_third_part_of_random_trouble_is_outlived() {
    check(seeds(2));
}

#[test]
fn a_fourth_part_of_random_trouble_is_outlived() {
    check(seeds(3));
}
