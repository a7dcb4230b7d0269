//! Whether templates are current.

use std::fs;

use insta::assert_snapshot;

use crate::{Output, apps, fixture};

#[test]
fn check_lists_what_is_not_current() {
    let output = Output::new();
    output.run(fixture::app, "synth prod");
    assert_snapshot!(output.run(fixture::app, "synth prod --check"), @"
    Success
    --- stdout
    --- stderr
    Topics  1 resource   238 B  (unchanged)
    Orders  4 resources  541 B  (unchanged)
    Status  1 resource   121 B  (unchanged)
    prod: 3 stacks, 6 resources, 900 B in [out]/prod, took [time]
    ");
    let before = output.files();
    assert_snapshot!(output.run(apps::later, "synth prod --check"), @r#"
    Failure
    --- stdout
    --- stderr
    error: 4 files are not what would be written
      [out]/prod/Topics.template.json:4: differs
        -     "Placed": {
        +     "Delivered": {
      [out]/prod/Status.template.json:4: differs
        -     "Page": {
        +     "Page2": {
      [out]/prod/Orders.template.json: stale
      [out]/prod/manifest.json:7: differs
        -       "name": "shop-prod-Topics",
        +       "name": "Topics",

    hint: run the same without `--check`, and commit what it writes
    "#);
    assert_eq!(output.files(), before);
    fs::remove_file(output.path().join("prod/Status.template.json")).unwrap();
    output.edit("prod/Topics.template.json", |text| text.replace('\n', "\r\n"));
    assert_snapshot!(output.run(fixture::app, "synth prod --check"), @r#"
    Failure
    --- stdout
    --- stderr
    error: 2 files are not what would be written
      [out]/prod/Topics.template.json:1: differs
        - {\r
        + {
      [out]/prod/Status.template.json: missing

    hint: run the same without `--check`, and commit what it writes
    "#);
    assert_snapshot!(output.run(fixture::app, "synth prod --check Orders --quiet"), @r#"
    Failure
    --- stdout
    --- stderr
    error: 1 file is not what would be written
      [out]/prod/Topics.template.json:1: differs
        - {\r
        + {

    hint: run the same without `--check`, and commit what it writes
    "#);
}
