//! Stacks that are changed after others, and turn out wrong then.

use super::{
    bench::{Command, End},
    scenario::{Scenario::Replace, Stages},
    shop::{FIRST, Shop},
};

#[test]
fn a_change_set_that_fails_after_others_were_executed_is_deleted() {
    let stage = Stages::default().get(Replace);
    // `Work` waits for `Data`, where the table is replaced, and has a mistake.
    let wrong = Shop { table: "sales", property: "DelaySecs", ..FIRST };
    let end = stage
        .bench
        .run(Command::Deploy, &wrong.assembly(), &stage.settings);
    let End::Failed(problems) = end else { panic!("{end:#?}") };
    let text = problems.iter().map(|it| it.text.as_str());
    let text: Vec<_> = text.collect();
    assert!(text.concat().contains("CloudFormation can't change `Work`"), "{text:#?}");
    stage.bench.ask(async |cloud| {
        let table = cloud.stack("shop-Data").await.unwrap().unwrap();
        assert_eq!(table.status.as_str(), "UPDATE_COMPLETE", "it was changed before");
        let left = cloud.change_sets("shop-Work").await.unwrap();
        assert!(left.is_empty(), "{left:?}");
    });
    // Without the mistake, the rest is done.
    stage.finish("mended");
}
