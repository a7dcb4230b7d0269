//! S3, for templates and for buckets that must be emptied.

use aws_sdk_s3::{
    Client,
    primitives::ByteStream,
    types::{BucketLocationConstraint, CreateBucketConfiguration},
};
use serde_json::json;

use crate::support::{Bench, bench, queue, resources};

fn s3(bench: &Bench) -> Client {
    let config = aws_sdk_s3::config::Builder::from(&bench.config)
        .force_path_style(true)
        .build();
    Client::from_conf(config)
}

#[test]
fn a_big_template_comes_from_a_bucket() {
    let bench = bench();
    let s3 = s3(&bench);
    let mut template = resources(json!({"Jobs": queue(json!({}))}));
    template["Metadata"] = json!({"Notes": "x".repeat(60_000)});
    bench.run(async {
        let place = CreateBucketConfiguration::builder()
            .location_constraint(BucketLocationConstraint::EuWest1);
        s3.create_bucket()
            .bucket("templates")
            .create_bucket_configuration(place.build())
            .send()
            .await
            .unwrap();
        let body = ByteStream::from(template.to_string().into_bytes());
        s3.put_object()
            .bucket("templates")
            .key("a/shop.json")
            .body(body)
            .send()
            .await
            .unwrap();
        assert!(
            s3.head_object()
                .bucket("templates")
                .key("a/shop.json")
                .send()
                .await
                .is_ok()
        );
        assert!(
            s3.head_object()
                .bucket("templates")
                .key("a/none.json")
                .send()
                .await
                .is_err()
        );
    });
    for (stack, url) in [
        ("own", format!("{}/templates/a/shop.json", bench.simulator.endpoint_url())),
        ("virtual", "https://templates.s3.eu-west-1.amazonaws.com/a/shop.json".to_owned()),
        ("path", "https://s3.eu-west-1.amazonaws.com/templates/a/shop.json".to_owned()),
    ] {
        bench
            .run(
                bench
                    .client
                    .create_stack()
                    .stack_name(stack)
                    .template_url(url)
                    .send(),
            )
            .unwrap();
        assert_eq!(bench.wait(stack).status, "CREATE_COMPLETE");
    }
}

#[test]
fn rejects_the_deletion_of_a_bucket_with_versions() {
    let bench = bench();
    let s3 = s3(&bench);
    let bucket = json!({"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "data",
        "VersioningConfiguration": {"Status": "Enabled"}}});
    bench.deploy("shop", &resources(json!({ "Data": bucket })));
    bench.run(async {
        for text in ["one", "two"] {
            let body = ByteStream::from(text.as_bytes().to_vec());
            s3.put_object()
                .bucket("data")
                .key("x")
                .body(body)
                .send()
                .await
                .unwrap();
        }
        s3.delete_object()
            .bucket("data")
            .key("x")
            .send()
            .await
            .unwrap();
        let objects = s3.list_objects_v2().bucket("data").send().await.unwrap();
        assert_eq!(objects.contents(), []);
    });
    let ended = bench.delete("shop");
    assert_eq!(ended.status, "DELETE_FAILED");
    assert!(ended.reasons[0].contains("not empty"), "{:?}", ended.reasons);
    bench.run(async {
        let all = s3
            .list_object_versions()
            .bucket("data")
            .send()
            .await
            .unwrap();
        assert_eq!((all.versions().len(), all.delete_markers().len()), (2, 1));
        let versions = all.versions().iter().map(|it| it.version_id());
        for version in versions.chain(all.delete_markers().iter().map(|it| it.version_id())) {
            let deleted = s3
                .delete_object()
                .bucket("data")
                .key("x")
                .version_id(version.unwrap());
            deleted.send().await.unwrap();
        }
    });
    assert_eq!(bench.delete("shop").status, "DELETE_COMPLETE");
}
