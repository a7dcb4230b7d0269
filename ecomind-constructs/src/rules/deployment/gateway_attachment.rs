//! What needs the internet waits for the gateway to be attached.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("gateway-attachment"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "What needs the internet waits for the gateway to be attached.",
        why: "Creation goes wrong when CloudFormation happens to be quicker with the other.",
        fix: "add `DependsOn` of the AWS::EC2::VPCGatewayAttachment",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
        same_as: &[],
    },
    types: &[
        "AWS::EC2::EIP",
        "AWS::EC2::NatGateway",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::EC2::Route",
    ],
    check: |it, flaws| {
        let is_public = match it.type_name() {
            "AWS::EC2::NatGateway" => !it.is("ConnectivityType", "private"),
            "AWS::EC2::Route" => it.is_set("GatewayId"),
            "AWS::EC2::EIP" => true,
            _ => it.is("Scheme", "internet-facing"),
        };
        let stack = it.stack();
        let attachments: Vec<_> = stack
            .of_types(&["AWS::EC2::VPCGatewayAttachment"])
            .filter(|attachment| attachment.is_set("InternetGatewayId"))
            .collect();
        let waits = attachments
            .iter()
            .any(|it_is| stack.needs(it.logical_id(), it_is.logical_id()));
        if is_public && !attachments.is_empty() && !waits {
            let names: Vec<_> = attachments
                .iter()
                .map(super::super::resource_view::ResourceView::logical_id)
                .collect();
            flaws.add_attribute(it, "DependsOn", format!("must name `{}`", names.join("` or `")));
        }
    },
};
