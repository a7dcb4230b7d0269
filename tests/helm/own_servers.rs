//! A shop in a cluster without Auto Mode, and its charts as files.

use std::{fs, path::Path};

use ecomind_constructs::{
    cfn::ids::certificatemanager::CertificateArn,
    kubernetes::{Chart, ChartValues},
    prelude::*,
};

use super::charts::Outcome;

/// Writes the charts below `folder`.
pub(crate) fn write(folder: &Path) -> Outcome<()> {
    let mut app = app()?;
    let values = ChartValues::of(&app, "10.0.0.0/16".parse()?)?;
    Chart::new("shop", "1.0.0", values).build(&mut app)?;
    for file in synthesize(&app)?.files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, &file.text)?;
    }
    Ok(())
}

fn app() -> Result<App> {
    let mut app = App::new().region("us-east-1");
    let stack = &mut app.stack("Services")?;
    let vpc = Vpc::builder("Vpc").build(stack)?;
    let cluster = eks::Cluster::builder("Cluster", "shop", &vpc)
        .node_group(eks::NodeGroup::new("General"))
        .build(stack)?;
    let certificate = CertificateArn::literal(
        "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-0000-0000-000000000000",
    );
    let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate).build(stack)?;
    let targets = TargetGroup::builder("Targets", &vpc, 8000).build(stack)?;
    let rule = ListenerRule::builder("Rule", &balancer, 10, &targets)
        .path("/api/*")
        .build(stack)?;
    let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
    let container = Container::new("api", image).http_port(8000);
    eks::PodService::builder("Api", &cluster, "shop", container)
        .behind(&rule)
        .build(stack)?;
    Ok(app)
}
