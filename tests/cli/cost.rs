//! Estimates of the month.

use ecomind_cli::{Assumptions, Money, Program, Usage};
use ecomind_constructs::prelude::*;
use insta::assert_snapshot;

/// An environment with a budget.
struct Shop {
    name: &'static str,
    region: &'static str,
    budget: Option<u32>,
}

impl ecomind_cli::Environment for Shop {
    const ALL: &'static [Self] = &[
        Shop { name: "dev", region: "us-east-1", budget: Some(60) },
        Shop { name: "prod", region: "us-east-1", budget: Some(30) },
        Shop { name: "europe", region: "eu-west-1", budget: None },
    ];

    fn name(&self) -> &str {
        self.name
    }

    fn assumptions(&self) -> Assumptions {
        match self.name {
            "dev" => Assumptions::new().assume_for("Data/Reports", Usage::BucketData, 1_000),
            "prod" => Assumptions::new().assume_for("Data/Report", Usage::BucketData, 1_000),
            _ => Assumptions::new(),
        }
    }

    fn budget(&self) -> Option<Money> {
        self.budget.map(Money::dollars)
    }
}

fn app(environment: &Shop) -> Result<App> {
    let mut app = App::new().region(environment.region);
    let mut network = app.stack("Network")?;
    RawResource::new("AWS::EC2::NatGateway").add("Gateway", &mut network)?;
    RawResource::new("AWS::EC2::RouteTable").add("Routes", &mut network)?;
    let mut data = app.stack("Data")?;
    RawResource::new("AWS::S3::Bucket").add("Reports", &mut data)?;
    RawResource::new("AWS::Neptune::DBCluster").add("Graph", &mut data)?;
    Ok(app)
}

fn cost(arguments: &str) -> String {
    let arguments = ["cost"].into_iter().chain(arguments.split_whitespace());
    let outcome = Program::new("shop", "1.2.3").capture(app, arguments);
    format!("{:?}\n--- stdout\n{}--- stderr\n{}", outcome.exit, outcome.stdout, outcome.stderr)
}

#[test]
fn the_dearest_comes_first_and_assumptions_stand_beside_it() {
    assert_snapshot!(cost("dev"), @"
    Success
    --- stdout
    STACK      TYPE                          MONTH  DETAILS
    Network                                 $33.30
      Gateway  AWS::EC2::NatGateway         $33.30  data: 10 GB
    Data                                    $23.09
      Reports  AWS::S3::Bucket              $23.09  objects: 1,000 GB, requests that write: 10,000 requests, requests that read: 100,000 requests
      Graph    AWS::Neptune::DBCluster  not priced  not priced: nothing is known of what AWS::Neptune::DBCluster costs
    dev                                     $56.39

    all stacks are $3.61 below the budget of $60.00
    1 resource with parts that are not priced, 1 resource free
    730 hours, on demand, without taxes and free tiers; prices read 2026-08-21 to 2026-11-29
    --- stderr
    ");
    assert_snapshot!(cost("dev Network --long"), @"
    Success
    --- stdout
    STACK      TYPE                   MONTH  DETAILS
    Network                          $33.30
      Gateway  AWS::EC2::NatGateway  $33.30  NAT gateway: 730 hours at $0.045 per hour, $32.85
                                             data: 10 GB at $0.045 per GB, $0.45, assumed
      Routes   AWS::EC2::RouteTable    free
    dev                              $33.30

    all stacks are $3.61 below the budget of $60.00
    0 resources with parts that are not priced, 1 resource free
    730 hours, on demand, without taxes and free tiers; prices read 2026-08-21 to 2026-11-29
    --- stderr
    ");
}

#[test]
fn what_has_no_price_is_said_and_counted() {
    assert_snapshot!(cost("europe"), @"
    Success
    --- stdout
    STACK      TYPE                          MONTH  DETAILS
    Network                                  $0.00
      Gateway  AWS::EC2::NatGateway     not priced  not priced: NAT gateway: no price of `nat/hour` in eu-west-1
                                                    not priced: data: no price of `nat/data` in eu-west-1
    Data                                     $0.00
      Reports  AWS::S3::Bucket          not priced  not priced: objects: no price of `s3/standard` in eu-west-1
                                                    not priced: requests that write: no price of `s3/writes` in eu-west-1
                                                    not priced: requests that read: no price of `s3/reads` in eu-west-1
      Graph    AWS::Neptune::DBCluster  not priced  not priced: nothing is known of what AWS::Neptune::DBCluster costs
    europe                                   $0.00

    3 resources with parts that are not priced, 1 resource free
    730 hours, on demand, without taxes and free tiers; prices read 2026-08-21 to 2026-11-29
    --- stderr
    ");
}

#[test]
fn a_budget_is_of_all_stacks_and_can_fail() {
    assert_snapshot!(cost("prod Data"), @"
    Success
    --- stdout
    STACK      TYPE                          MONTH  DETAILS
    Data                                     $0.32
      Reports  AWS::S3::Bucket               $0.32  objects: 10 GB, requests that write: 10,000 requests, requests that read: 100,000 requests
      Graph    AWS::Neptune::DBCluster  not priced  not priced: nothing is known of what AWS::Neptune::DBCluster costs
    prod                                     $0.32

    all stacks are $3.62 over the budget of $30.00
    1 resource with parts that are not priced, 0 resources free
    730 hours, on demand, without taxes and free tiers; prices read 2026-08-21 to 2026-11-29
    --- stderr
    warning: usage is assumed for `Data/Report`, which is no construct of `prod`

    warning: `prod` costs $33.62 a month, over its budget of $30.00
    ");
    let failed = cost("prod Data --fail-over-budget");
    assert!(failed.starts_with("Failure\n--- stdout\nSTACK"), "{failed}");
    assert!(
        failed.ends_with("error: `prod` costs $33.62 a month, over its budget of $30.00\n"),
        "{failed}"
    );
    assert!(cost("dev --fail-over-budget").starts_with("Success"));
}

#[test]
fn programs_read_json() {
    assert_snapshot!(cost("dev Data --format json"), @r#"
    Success
    --- stdout
    {
      "version": 1,
      "currency": "USD",
      "environments": [
        {
          "name": "dev",
          "month": "23.09",
          "allStacks": "56.39",
          "budget": "60.00",
          "notPriced": 1,
          "free": 0,
          "stacks": [
            {
              "id": "Data",
              "region": "us-east-1",
              "month": "23.09",
              "assumed": "23.09",
              "resources": [
                {
                  "logicalId": "Reports",
                  "path": "Data/Reports",
                  "type": "AWS::S3::Bucket",
                  "month": "23.09",
                  "assumed": "23.09",
                  "free": false,
                  "notPriced": [],
                  "charges": [
                    {
                      "what": "objects",
                      "item": "s3/standard",
                      "quantity": "1000",
                      "unit": "GB",
                      "price": "0.023",
                      "per": "1",
                      "month": "23.00",
                      "assumed": {
                        "usage": "bucketData",
                        "amount": 1000
                      },
                      "source": "AWS Price List 20260821071526",
                      "read": "2026-08-21"
                    },
                    {
                      "what": "requests that write",
                      "item": "s3/writes",
                      "quantity": "10000",
                      "unit": "request",
                      "price": "0.005",
                      "per": "1000",
                      "month": "0.05",
                      "assumed": {
                        "usage": "bucketWrites",
                        "amount": 10000
                      },
                      "source": "infracost s3_bucket_test at 068dadf",
                      "read": "2026-11-25"
                    },
                    {
                      "what": "requests that read",
                      "item": "s3/reads",
                      "quantity": "100000",
                      "unit": "request",
                      "price": "0.0004",
                      "per": "1000",
                      "month": "0.04",
                      "assumed": {
                        "usage": "bucketReads",
                        "amount": 100000
                      },
                      "source": "infracost s3_bucket_test at 068dadf",
                      "read": "2026-11-25"
                    }
                  ]
                },
                {
                  "logicalId": "Graph",
                  "path": "Data/Graph",
                  "type": "AWS::Neptune::DBCluster",
                  "month": "0.00",
                  "assumed": "0.00",
                  "free": false,
                  "notPriced": [
                    "nothing is known of what AWS::Neptune::DBCluster costs"
                  ],
                  "charges": []
                }
              ]
            }
          ]
        }
      ]
    }
    --- stderr
    "#);
}

#[test]
fn people_read_markdown() {
    assert_snapshot!(cost("dev --format markdown"), @"
    Success
    --- stdout
    ### dev: $56.39 a month

    | stack | month | of which assumed |
    |---|--:|--:|
    | Network | $33.30 | $0.45 |
    | Data | $23.09 | $23.09 |

    <details><summary>resources</summary>

    | resource | type | month | assumed or not priced |
    |---|---|--:|---|
    | Network/Gateway | AWS::EC2::NatGateway | $33.30 | data: 10 GB |
    | Data/Reports | AWS::S3::Bucket | $23.09 | objects: 1,000 GB, requests that write: 10,000 requests, requests that read: 100,000 requests |
    | Data/Graph | AWS::Neptune::DBCluster | not priced | not priced: nothing is known of what AWS::Neptune::DBCluster costs |

    </details>

    all stacks are $3.61 below the budget of $60.00  
    1 resource with parts that are not priced, 1 resource free  
    730 hours, on demand, without taxes and free tiers; prices read 2026-08-21 to 2026-11-29
    --- stderr
    ");
}

#[test]
fn a_chart_is_of_one_environment() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cost.svg");
    let arguments = ["cost", "dev", "--chart", file.to_str().unwrap()];
    let outcome = Program::new("shop", "1.2.3").capture(app, arguments);
    assert!(outcome.stdout.starts_with("STACK"));
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(format!("Success\n--- stdout\n{written}--- stderr\n"), cost("dev --format svg"));
    assert_snapshot!(cost("--all --format svg"), @"
    Failure
    --- stdout
    --- stderr
    error: a chart shows one environment
    ");
}

#[test]
fn an_environment_over_its_budget_does_not_validate() {
    let validate = |arguments: &str| {
        let arguments = ["validate"].into_iter().chain(arguments.split_whitespace());
        Program::new("shop", "1.2.3").capture(app, arguments)
    };
    let over = validate("prod --rules over-budget");
    assert_eq!(over.exit, ecomind_cli::Exit::Failure);
    assert!(
        over.stdout.contains(
            "is the dearest of `prod`, which costs $33.62 a month, over its budget of $30.00"
        ),
        "{}",
        over.stdout
    );
    // A part of an environment has no budget, and dev is below its own.
    for arguments in ["prod Data --rules over-budget", "dev --rules over-budget"] {
        assert_eq!(validate(arguments).exit, ecomind_cli::Exit::Success, "{arguments}");
    }
}
