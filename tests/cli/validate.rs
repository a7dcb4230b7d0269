//! What `validate` prints, and how it ends.

use std::fs;

use insta::assert_snapshot;

use crate::{Output, capture, fixture, run, wrong_apps};

#[test]
fn nothing_is_wrong_with_the_fixture() {
    assert_snapshot!(run("validate --all --pack deployment"), @"
    Success
    --- stdout
    --- stderr
    3 environments: 9 stacks, 14 resources, 2.5 kB: 0 errors, 0 warnings, took [time]
    ");
}

#[test]
fn rejects_a_stack_that_does_not_deploy_with_the_line_that_declares_it() {
    assert_snapshot!(capture(wrong_apps::invalid, "validate --all --pack deployment".split(' ')), @"
    Failure
    --- stdout
    error: `DelaySecond` of `Data/Jobs` is no property of AWS::SQS::Queue [unknown-property]
      --> tests/cli/wrong_apps.rs:14:10
      in Data at Resources/Jobs/Properties/DelaySecond
      in dev, staging, prod
      hint: did you mean `DelaySeconds`?

    error: `DelaySeconds` of `Data/Mails` must be 0 to 900, got 901 [range]
      --> tests/cli/wrong_apps.rs:18:14
      in Data at Resources/Mails/Properties/DelaySeconds
      in prod
    --- stderr
    3 environments: 3 stacks, 4 resources, 644 B: 2 errors, 0 warnings, took [time]
    ");
}

#[test]
fn findings_are_commands_for_github() {
    assert_snapshot!(capture(wrong_apps::invalid, "validate prod --pack deployment --format github".split(' ')), @"
    Failure
    --- stdout
    ::error file=tests/cli/wrong_apps.rs,line=14,col=10,title=unknown-property::`DelaySecond` of `Data/Jobs` is no property of AWS::SQS::Queue%0Ahint: did you mean `DelaySeconds`?
    ::error file=tests/cli/wrong_apps.rs,line=18,col=14,title=range::`DelaySeconds` of `Data/Mails` must be 0 to 900, got 901
    --- stderr
    prod: 1 stack, 2 resources, 290 B: 2 errors, 0 warnings, took [time]
    ");
}

#[test]
fn findings_are_objects_for_programs() {
    assert_snapshot!(capture(wrong_apps::invalid, "validate prod --pack deployment --json --fail-on never".split(' ')), @r#"
    Success
    --- stdout
    [
      {
        "rule": "unknown-property",
        "severity": "error",
        "message": "`DelaySecond` of `Data/Jobs` is no property of AWS::SQS::Queue",
        "hint": "did you mean `DelaySeconds`?",
        "environments": [
          "prod"
        ],
        "stack": "Data",
        "construct": "Data/Jobs",
        "logicalId": "Jobs",
        "at": "Resources/Jobs/Properties/DelaySecond",
        "file": "tests/cli/wrong_apps.rs",
        "line": 14,
        "column": 10
      },
      {
        "rule": "range",
        "severity": "error",
        "message": "`DelaySeconds` of `Data/Mails` must be 0 to 900, got 901",
        "hint": null,
        "environments": [
          "prod"
        ],
        "stack": "Data",
        "construct": "Data/Mails",
        "logicalId": "Mails",
        "at": "Resources/Mails/Properties/DelaySeconds",
        "file": "tests/cli/wrong_apps.rs",
        "line": 18,
        "column": 14
      }
    ]
    --- stderr
    prod: 1 stack, 2 resources, 290 B: 2 errors, 0 warnings, took [time]
    "#);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a whole SARIF file, as code scanning takes it")]
fn findings_are_sarif_for_code_scanning() {
    assert_snapshot!(capture(wrong_apps::invalid, "validate prod --pack deployment --format sarif".split(' ')), @r#"
    Failure
    --- stdout
    {
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "shop",
              "version": "1.2.3",
              "rules": [
                {
                  "id": "range",
                  "shortDescription": {
                    "text": "A number is in the range of its property."
                  },
                  "defaultConfiguration": {
                    "level": "error"
                  }
                },
                {
                  "id": "unknown-property",
                  "shortDescription": {
                    "text": "Every property is one of its type."
                  },
                  "defaultConfiguration": {
                    "level": "error"
                  }
                }
              ]
            }
          },
          "columnKind": "unicodeCodePoints",
          "results": [
            {
              "ruleId": "unknown-property",
              "level": "error",
              "message": {
                "text": "`DelaySecond` of `Data/Jobs` is no property of AWS::SQS::Queue\n\nHint: did you mean `DelaySeconds`?"
              },
              "locations": [
                {
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "Data/Resources/Jobs/Properties/DelaySecond",
                      "kind": "resource"
                    }
                  ],
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "tests/cli/wrong_apps.rs"
                    },
                    "region": {
                      "startLine": 14,
                      "startColumn": 10
                    }
                  }
                }
              ],
              "properties": {
                "environments": [
                  "prod"
                ]
              },
              "ruleIndex": 1
            },
            {
              "ruleId": "range",
              "level": "error",
              "message": {
                "text": "`DelaySeconds` of `Data/Mails` must be 0 to 900, got 901"
              },
              "locations": [
                {
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "Data/Resources/Mails/Properties/DelaySeconds",
                      "kind": "resource"
                    }
                  ],
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "tests/cli/wrong_apps.rs"
                    },
                    "region": {
                      "startLine": 18,
                      "startColumn": 14
                    }
                  }
                }
              ],
              "properties": {
                "environments": [
                  "prod"
                ]
              },
              "ruleIndex": 0
            }
          ]
        }
      ]
    }
    --- stderr
    prod: 1 stack, 2 resources, 290 B: 2 errors, 0 warnings, took [time]
    "#);
}

#[test]
fn a_warning_fails_when_it_is_asked_to() {
    let outcome = |arguments: &str| capture(wrong_apps::with_a_warning, arguments.split(' '));
    assert!(outcome("validate prod --pack deployment").starts_with("Success"));
    assert_snapshot!(outcome("validate prod --pack deployment --fail-on warning"), @"
    Failure
    --- stdout
    warning: `Parameters/Size` is not used [unused-element]
      --> tests/cli/wrong_apps.rs:28:32
      in Data at Parameters/Size
    --- stderr
    prod: 1 stack, 1 resource, 187 B: 0 errors, 1 warning, took [time]
    ");
}

#[test]
fn files_are_validated_without_an_app() {
    let output = Output::new();
    let file = output.path().join("queue.template.json");
    let template = "{\n  \"Resources\": {\n    \"Queue\": {\n      \"Type\": \"AWS::SQS::Queue\",\n      \
                    \"Properties\": {\"DelaySecond\": 5}\n    }\n  }\n}\n";
    fs::write(&file, template).unwrap();
    let place = file.to_string_lossy();
    let text = capture(fixture::app, ["validate", "--pack", "deployment", &place].into_iter());
    assert_snapshot!(text.replace(&*output.path().to_string_lossy(), "[out]"), @"
    Failure
    --- stdout
    error: `DelaySecond` of `Queue` is no property of AWS::SQS::Queue [unknown-property]
      --> [out]/queue.template.json:5:22
      at Resources/Queue/Properties/DelaySecond
      hint: did you mean `DelaySeconds`?
    --- stderr
    1 file: 1 error, 0 warnings, took [time]
    ");
}

#[test]
fn files_in_yaml_are_validated_too() {
    let output = Output::new();
    let file = output.path().join("queue.yml");
    let template = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      \
                    QueueName: !Sub '${Missing}-jobs'\n      DelaySecond: 5\n";
    fs::write(&file, template).unwrap();
    let place = file.to_string_lossy();
    let text = capture(fixture::app, ["validate", "--pack", "deployment", &place].into_iter());
    assert_snapshot!(text.replace(&*output.path().to_string_lossy(), "[out]"), @"
    Failure
    --- stdout
    error: `QueueName/Fn::Sub` of `Queue` names no resource or parameter, got `Missing` [reference]
      --> [out]/queue.yml:5:7
      at Resources/Queue/Properties/QueueName/Fn::Sub

    error: `DelaySecond` of `Queue` is no property of AWS::SQS::Queue [unknown-property]
      --> [out]/queue.yml:6:7
      at Resources/Queue/Properties/DelaySecond
      hint: did you mean `DelaySeconds`?
    --- stderr
    1 file: 2 errors, 0 warnings, took [time]
    ");

    fs::write(&file, "Resources: *anchor\n").unwrap();
    let text = capture(fixture::app, ["validate", &place].into_iter());
    assert_snapshot!(text.replace(&*output.path().to_string_lossy(), "[out]"), @"
    Failure
    --- stdout
    error: the template can't be read: a template must be JSON or YAML: while parsing node, found unknown anchor at line 1 column 12 [template-section]
      --> [out]/queue.yml:1:1
    --- stderr
    1 file: 1 error, 0 warnings, took [time]
    ");
}

#[test]
fn policies_are_checked_unless_told_otherwise() {
    assert_snapshot!(run("validate prod Status --rules s3-versioning"), @r#"
    Failure
    --- stdout
    error: `VersioningConfiguration/Status` of `Status/Page` must be Enabled, and is not set [s3-versioning]
      --> tests/cli/../../ecomind-cli/examples/fixture/app.rs:47:41
      in Status at Resources/Page/Properties/VersioningConfiguration/Status
      hint: set `VersioningConfiguration.Status: Enabled`
    --- stderr
    prod: 1 stack, 1 resource, 121 B: 1 error, 0 warnings, took [time]
    "#);
    assert_snapshot!(run("validate prod --rules s3-version"), @"
    Failure
    --- stdout
    --- stderr
    error: there is no rule `s3-version`

    hint: did you mean `s3-versioning`?
    ");
    let table = run("validate --list-rules");
    assert!(table.contains("s3-versioning "), "{table}");
}

#[test]
fn rejects_files_that_are_not_there_or_beside_stacks() {
    assert_snapshot!(run("validate no-such.json"), @"
    Failure
    --- stdout
    --- stderr
    error: can't read no-such.json: No such file or directory (os error 2)
    ");
    assert_snapshot!(run("validate no-such.json Topics"), @"
    Failure
    --- stdout
    --- stderr
    error: files and stacks can't be validated in one run

    hint: name one or the other
    ");
}

#[test]
fn rejects_synthesis_of_what_does_not_deploy() {
    let output = Output::new();
    assert_snapshot!(output.run(wrong_apps::invalid, "synth --all"), @"
    Failure
    --- stdout
    --- stderr
    error: `DelaySecond` of `Data/Jobs` is no property of AWS::SQS::Queue [unknown-property]
      --> tests/cli/wrong_apps.rs:14:10
      in Data at Resources/Jobs/Properties/DelaySecond
      in dev, staging, prod

    hint: did you mean `DelaySeconds`?

    error: `DelaySeconds` of `Data/Mails` must be 0 to 900, got 901 [range]
      --> tests/cli/wrong_apps.rs:18:14
      in Data at Resources/Mails/Properties/DelaySeconds
      in prod
      `--no-validation` writes the templates all the same
    ");
    assert!(output.files().is_empty());
    let outcome = output.run(wrong_apps::invalid, "synth --all --no-validation");
    assert!(outcome.starts_with("Success"), "{outcome}");
}
