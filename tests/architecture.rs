//! The layers and rules of `docs/architecture.md` and `docs/style.md`, checked on every source.
//!
//! A new module is added to its layer here; the failure says so.

#[path = "architecture/layers.rs"]
mod layers;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/source.rs"]
mod source;

use layers::Layers;
use rules::Ban;
use source::Source;

/// Where people write code.
const FOLDERS: &[&str] = &[
    "ecomind-constructs",
    "ecomind-cli",
    "ecomind-simulator",
    "ecomind-app",
    "xtask",
    "src",
    "tests",
    "examples",
    "benches",
];

const LAYERS: &[Layers] = &[
    Layers {
        folder: "ecomind-constructs/src",
        upwards: &[
            &["location", "name", "error", "graph", "processor", "parallel"],
            &["template"],
            &["schema"],
            &["validation"],
            &["value"],
            &["tree"],
            &["synth"],
            &["cfn"],
            &["aws"],
            &["patterns"],
            &["kubernetes"],
            &["rules", "permissions", "reachability"],
            &["prelude", "testing"],
        ],
        never: &[
            ("schema", "template"),
            ("value", "template"),
            ("value", "schema"),
            ("value", "validation"),
            ("tree", "template"),
            ("tree", "schema"),
            ("tree", "validation"),
            ("cfn", "template"),
            ("cfn", "schema"),
            ("cfn", "validation"),
            ("cfn", "synth"),
            ("aws", "template"),
            ("aws", "validation"),
            ("aws", "synth"),
            ("patterns", "template"),
            ("patterns", "synth"),
            ("patterns", "cfn"),
            ("kubernetes", "template"),
            ("kubernetes", "synth"),
            ("kubernetes", "cfn"),
        ],
    },
    Layers {
        folder: "ecomind-constructs/src/aws",
        upwards: &[
            &["kms", "iam", "logs", "maintenance_window", "ec2"],
            &["secretsmanager", "s3", "sqs", "ecr", "route53", "wafv2"],
            &["sns", "certificatemanager"],
            &["cloudwatch", "budgets", "ce", "backup"],
            &["elasticache", "rds", "elbv2", "msk", "redpanda", "timescaledb"],
            &["ecs", "eks", "cloudfront"],
        ],
        never: &[],
    },
    Layers {
        folder: "ecomind-cli/src",
        upwards: &[
            &["money", "assumptions", "field"],
            &["environment"],
            &["cloudformation", "assembly"],
            &["diff", "cost", "graph"],
            &["deploy"],
            &["cli"],
            &["program"],
        ],
        never: &[],
    },
    Layers {
        folder: "ecomind-simulator/src",
        upwards: &[
            &["failure", "place", "plain", "digest", "clock", "pace", "faults", "calls"],
            &["wire", "state"],
            &["template"],
            &["evaluate"],
            &["resource"],
            &["plan", "engine"],
            &["actions"],
            &["store", "core"],
            &["meddle"],
            &["control", "router"],
            &["server"],
            &["simulator"],
        ],
        never: &[],
    },
    Layers {
        folder: "ecomind-app/src",
        upwards: &[
            &["environment"],
            &["stacks", "accepted", "chart", "account"],
            &["app"],
            &["pipeline"],
            &["bin"],
        ],
        never: &[],
    },
];

const BANS: &[Ban] = &[
    Ban {
        folders: &["ecomind-constructs/src"],
        except: &[],
        names: &[
            "std::env",
            "std::fs",
            "std::net::TcpListener",
            "std::net::TcpStream",
            "std::net::UdpSocket",
            "std::process",
            "std::time",
        ],
        reason: "the library does no I/O and reads no clock and no environment",
    },
    Ban {
        folders: &[
            "ecomind-constructs/src",
            "ecomind-cli/src",
            "ecomind-simulator/src",
            "ecomind-app/src",
        ],
        except: &["ecomind-cli/src/cli/printer.rs", "ecomind-simulator/src/main.rs"],
        names: &["print!", "println!", "eprint!", "eprintln!", "io::stdout", "io::stderr"],
        reason: "only `ecomind-cli/src/cli/printer.rs` writes to the terminal",
    },
    Ban {
        folders: &["ecomind-cli/src"],
        except: &["ecomind-cli/src/cloudformation"],
        names: &[
            "aws_config",
            "aws_sdk_cloudformation",
            "aws_sdk_s3",
            "aws_sdk_sts",
            "aws_sigv4",
            "aws_smithy_http_client",
            "aws_smithy_runtime_api",
        ],
        reason: "only `cloudformation` speaks to AWS",
    },
    Ban {
        folders: &["ecomind-simulator/src"],
        except: &[],
        names: &["aws_config", "aws_sdk_cloudformation", "aws_sdk_s3", "ecomind_cli"],
        reason: "an endpoint that shares code with its clients proves nothing about them",
    },
    Ban {
        folders: &["ecomind-cli/src"],
        except: &["ecomind-cli/src/cli"],
        names: &["clap"],
        reason: "only `cli` knows how commands are written",
    },
    Ban {
        folders: &["ecomind-app/src/stacks"],
        except: &[],
        names: &["cfn", "ecomind_cli", "std::fs", "std::env", "std::net"],
        reason: "a stack knows the prelude, its environment and the stacks before it",
    },
];

#[test]
fn imports_point_down() {
    let sources = sources();
    accept(LAYERS.iter().flat_map(|layers| layers.check(&sources)));
}

#[test]
fn names_stay_where_they_belong() {
    let sources = sources();
    accept(
        sources
            .iter()
            .flat_map(|source| BANS.iter().flat_map(|ban| ban.check(source))),
    );
}

#[test]
fn files_are_short() {
    accept(by_hand().iter().filter_map(rules::length));
}

#[test]
fn tests_come_last() {
    accept(by_hand().iter().filter_map(rules::tests_last));
}

#[test]
fn builds_track_their_callers() {
    let folders = ["ecomind-constructs/src/aws", "ecomind-constructs/src/patterns"];
    accept(
        folders
            .into_iter()
            .flat_map(source::below)
            .flat_map(|s| rules::tracked_builds(&s)),
    );
}

fn sources() -> Vec<Source> {
    let sources: Vec<Source> = FOLDERS
        .iter()
        .flat_map(|folder| source::below(folder))
        .collect();
    assert!(!sources.is_empty(), "there is nothing to check");
    sources
}

fn by_hand() -> Vec<Source> {
    sources()
        .into_iter()
        .filter(|source| !source.is_generated())
        .collect()
}

#[track_caller]
fn accept(findings: impl Iterator<Item = String>) {
    let findings: Vec<String> = findings.collect();
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}
