//! What the roles of a deployment must be allowed.

use ecomind_cli::Program;
use ecomind_constructs::prelude::*;
use insta::assert_snapshot;

struct Only;

impl ecomind_cli::Environment for Only {
    const ALL: &'static [Self] = &[Only];

    fn name(&self) -> &'static str {
        "prod"
    }
}

fn app(_: &Only) -> Result<App> {
    let mut app = App::new()
        .name_prefix("shop-prod")
        .account("111122223333")
        .region("eu-west-1");
    let mut stack = app.stack("Jobs")?;
    RawResource::new("AWS::SQS::Queue").add("Queue", &mut stack)?;
    RawResource::new("AWS::CloudWatch::AnomalyDetector").add("Detector", &mut stack)?;
    Ok(app)
}

fn policy(arguments: &str) -> String {
    let arguments = ["policy"].into_iter().chain(arguments.split_whitespace());
    let outcome = Program::new("shop", "1.2.3").capture(app, arguments);
    format!("{:?}\n--- stdout\n{}--- stderr\n{}", outcome.exit, outcome.stdout, outcome.stderr)
}

#[test]
fn policies_are_data_and_what_they_lack_is_talk() {
    assert_snapshot!(policy("--template-bucket templates"), @r#"
    Success
    --- stdout
    {
      "version": 1,
      "environments": [
        {
          "name": "prod",
          "deploy": {
            "policies": [
              {
                "Version": "2012-10-17",
                "Statement": [
                  {
                    "Sid": "Stacks",
                    "Effect": "Allow",
                    "Action": [
                      "cloudformation:CancelUpdateStack",
                      "cloudformation:ContinueUpdateRollback",
                      "cloudformation:CreateChangeSet",
                      "cloudformation:DeleteChangeSet",
                      "cloudformation:DeleteStack",
                      "cloudformation:DescribeChangeSet",
                      "cloudformation:DescribeStackEvents",
                      "cloudformation:DescribeStackResourceDrifts",
                      "cloudformation:DescribeStacks",
                      "cloudformation:DetectStackDrift",
                      "cloudformation:DetectStackResourceDrift",
                      "cloudformation:ExecuteChangeSet",
                      "cloudformation:GetStackPolicy",
                      "cloudformation:GetTemplate",
                      "cloudformation:ListChangeSets",
                      "cloudformation:ListStackResources",
                      "cloudformation:RollbackStack",
                      "cloudformation:SetStackPolicy",
                      "cloudformation:TagResource",
                      "cloudformation:UpdateTerminationProtection"
                    ],
                    "Resource": "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop-prod-Jobs/*"
                  },
                  {
                    "Sid": "Account",
                    "Effect": "Allow",
                    "Action": [
                      "cloudformation:BatchDescribeTypeConfigurations",
                      "cloudformation:CreateStackRefactor",
                      "cloudformation:DescribeEvents",
                      "cloudformation:DescribeStackDriftDetectionStatus",
                      "cloudformation:DescribeStackRefactor",
                      "cloudformation:ExecuteStackRefactor",
                      "cloudformation:ListExports",
                      "cloudformation:ListImports",
                      "cloudformation:ListStacks"
                    ],
                    "Resource": "*"
                  },
                  {
                    "Sid": "TemplateBucket",
                    "Effect": "Allow",
                    "Action": [
                      "s3:CreateBucket",
                      "s3:GetLifecycleConfiguration",
                      "s3:PutBucketPublicAccessBlock",
                      "s3:PutLifecycleConfiguration"
                    ],
                    "Resource": "arn:aws:s3:::templates"
                  },
                  {
                    "Sid": "Templates",
                    "Effect": "Allow",
                    "Action": [
                      "s3:GetObject",
                      "s3:PutObject"
                    ],
                    "Resource": "arn:aws:s3:::templates/*"
                  },
                  {
                    "Sid": "PassExecutionRole",
                    "Effect": "Allow",
                    "Action": "iam:PassRole",
                    "Resource": "arn:aws:iam::111122223333:role/cloudformation-execution",
                    "Condition": {
                      "StringEquals": {
                        "iam:PassedToService": "cloudformation.amazonaws.com"
                      }
                    }
                  }
                ]
              }
            ],
            "wide": [
              {
                "statement": "Account",
                "types": [],
                "reason": "these calls are on no resource that a policy could name"
              }
            ],
            "typesWithoutPermissions": [],
            "leftOut": []
          },
          "execution": {
            "policies": [
              {
                "Version": "2012-10-17",
                "Statement": [
                  {
                    "Sid": "SqsOwn",
                    "Effect": "Allow",
                    "Action": [
                      "sqs:CreateQueue",
                      "sqs:DeleteQueue",
                      "sqs:GetQueueAttributes",
                      "sqs:GetQueueUrl",
                      "sqs:ListQueueTags",
                      "sqs:SetQueueAttributes",
                      "sqs:TagQueue",
                      "sqs:UntagQueue"
                    ],
                    "Resource": "arn:aws:sqs:eu-west-1:111122223333:shop-prod-Jobs*"
                  },
                  {
                    "Sid": "SqsAny",
                    "Effect": "Allow",
                    "Action": "sqs:ListQueues",
                    "Resource": "*"
                  }
                ]
              }
            ],
            "wide": [
              {
                "statement": "SqsAny",
                "types": [
                  "AWS::SQS::Queue"
                ],
                "reason": "the schemas do not say on which resources these are called"
              }
            ],
            "typesWithoutPermissions": [
              "AWS::CloudWatch::AnomalyDetector"
            ],
            "leftOut": []
          }
        }
      ]
    }
    --- stderr
    warning: AWS does not say what CloudFormation calls for AWS::CloudWatch::AnomalyDetector of `prod`

    hint: allow the execution role what these types need by a policy of your own
    "#);
}

#[test]
fn the_roles_are_a_template() {
    let printed = policy("--format cloudformation");
    assert!(printed.contains(r#""RoleName": "cloudformation-execution""#), "{printed}");
    assert_eq!(printed, policy("--format cloudformation"), "the same every time");
}
