//! Pictures.

use ecomind_cli::Program;
use insta::assert_snapshot;

use crate::{Output, apps, capture, fixture};

fn graph(format: &str) -> String {
    capture(apps::connected, ["graph", "dev", "--format", format].into_iter())
}

#[test]
fn who_talks_to_whom_is_drawn_as_a_flowchart() {
    assert_snapshot!(graph("mermaid"), @r#"
    Success
    --- stdout
    flowchart LR
      subgraph s0["Network"]
        s0c0["Vpc<br/>EC2 VPC, 46 resources"]
      end
      subgraph s1["Data"]
        s1c0["Orders<br/>EC2 SecurityGroup"]
      end
      subgraph s2["Web"]
        s2c0["Shop<br/>EC2 SecurityGroup"]
      end
      subgraph s3["outside"]
        s3c0["anywhere"]
        s3c1["192.0.2.0/24"]
      end
      s3c0 -->|"443"| s2c0
      s2c0 -->|"5432, 9100"| s1c0
      s2c0 -->|"443"| s3c1
      s1c0 -.-> s0c0
      s2c0 -.-> s0c0
    --- stderr
    "#);
}

#[test]
fn who_talks_to_whom_is_drawn_for_graphviz() {
    assert_snapshot!(graph("dot"), @r#"
    Success
    --- stdout
    digraph {
      label="dev"
      rankdir=RL
      node [shape=box, style=filled, fillcolor=white]
      subgraph cluster_0 {
        label="Network"
        s0c0 [label="Vpc\nEC2 VPC, 46 resources"]
      }
      subgraph cluster_1 {
        label="Data"
        s1c0 [label="Orders\nEC2 SecurityGroup"]
      }
      subgraph cluster_2 {
        label="Web"
        s2c0 [label="Shop\nEC2 SecurityGroup"]
      }
      subgraph cluster_3 {
        label="outside"
        s3c0 [label="anywhere"]
        s3c1 [label="192.0.2.0/24"]
      }
      s3c0 -> s2c0 [label="443"]
      s2c0 -> s1c0 [label="5432, 9100"]
      s2c0 -> s3c1 [label="443"]
      s1c0 -> s0c0 [style=dashed, color=gray]
      s2c0 -> s0c0 [style=dashed, color=gray]
    }
    --- stderr
    "#);
}

#[test]
fn a_picture_loads_nothing_and_has_a_row_for_each_construct_and_a_line_for_each_edge() {
    let html = graph("html");
    assert!(!html.contains("src=") && !html.contains("href=") && !html.contains("@import"));
    let svg = graph("svg");
    assert_eq!(svg.matches("<g id=").count(), 5);
    assert_eq!(svg.matches("data-from=").count(), 5);
    assert!(
        html.contains(
            svg.trim_start_matches("Success\n--- stdout\n")
                .split_once("--- stderr")
                .unwrap()
                .0
        )
    );
}

#[test]
fn a_picture_shows_what_differs_with_a_sign_and_a_colour() {
    let output = Output::new();
    output.run(fixture::app, "synth prod");
    let place = output.path().to_string_lossy();
    let picture = |format| {
        let arguments = ["graph", "prod", "--format", format, "--against", &place];
        Program::new("shop", "1.2.3")
            .capture(apps::later, arguments)
            .stdout
    };
    let mermaid = picture("mermaid");
    for line in [
        "[\"+ Delivered<br/>SNS Topic\"]",
        "subgraph s2[\"Orders\"]",
        "[\"- Placed<br/>SNS Topic\"]",
        "[\"+ Page2<br/>S3 Bucket\"]",
        "classDef removed",
    ] {
        assert!(mermaid.contains(line), "{line} is not in:\n{mermaid}");
    }
    assert!(picture("svg").contains(r#"class="added""#) && picture("dot").contains("#dafbe1"));
}

#[test]
fn the_same_app_gives_the_same_picture() {
    for format in ["mermaid", "dot", "svg", "html"] {
        assert_eq!(graph(format), graph(format));
    }
}
