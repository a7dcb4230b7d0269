//! What ids, ARNs and address ranges look like, and which references give them.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What `text` must be, if it is not.
pub(super) fn flaw_of_format(format: &str, text: &str) -> Option<&'static str> {
    let (is_right, expected) = match format {
        "AWS::EC2::SecurityGroup.Id" => {
            (is_id(text, "sg-"), "the id of a security group, `sg-` and 8 or 17 hex digits")
        }
        "AWS::EC2::Subnet.Id" => {
            (is_id(text, "subnet-"), "the id of a subnet, `subnet-` and 8 or 17 hex digits")
        }
        "AWS::EC2::VPC.Id" => {
            (is_id(text, "vpc-"), "the id of a VPC, `vpc-` and 8 or 17 hex digits")
        }
        "AWS::EC2::Image.Id" => {
            (is_id(text, "ami-"), "the id of an image, `ami-` and 8 or 17 hex digits")
        }
        "AWS::IAM::Role.Arn" => (is_arn(text, "iam", &["role/"]), "the ARN of an IAM role"),
        "AWS::KMS::Key.Arn" => {
            (is_arn(text, "kms", &["key/", "alias/"]), "the ARN of a KMS key or alias")
        }
        "AWS::SNS::Topic.Arn" => (is_arn(text, "sns", &[""]), "the ARN of an SNS topic"),
        "AWS::Lambda::Function.Arn" => {
            (is_arn(text, "lambda", &["function:"]), "the ARN of a Lambda function")
        }
        "AWS::ACM::Certificate.Arn" => {
            (is_arn(text, "acm", &["certificate/"]), "the ARN of an ACM certificate")
        }
        "ipv4-network" => {
            (is_ipv4_network(text), "an IPv4 range such as `10.0.0.0/16`, without host bits")
        }
        "ipv6-network" => {
            (is_ipv6_network(text), "an IPv6 range such as `2001:db8::/56`, without host bits")
        }
        _ => return None,
    };
    (!is_right).then_some(expected)
}

/// Why a reference to a resource of another type does not give what `format` says.
///
/// `attribute` is nothing for `Ref`, and else the attribute with the format of its own.
pub(super) fn yields_other_format(
    format: &str,
    type_name: &str,
    attribute: Option<(&str, Option<&str>)>,
) -> Option<String> {
    let (owner, family, by_reference) = match format {
        "AWS::EC2::SecurityGroup.Id" => {
            ("AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroup", true)
        }
        "AWS::EC2::Subnet.Id" => ("AWS::EC2::Subnet", "AWS::EC2::Subnet", true),
        "AWS::EC2::VPC.Id" => ("AWS::EC2::VPC", "AWS::EC2::VPC", true),
        "AWS::S3::Bucket.Name" => ("AWS::S3::Bucket", "AWS::S3", true),
        "AWS::IAM::Role.Arn" => ("AWS::IAM::Role", "AWS::IAM::Role", false),
        "AWS::SNS::Topic.Arn" => ("AWS::SNS::Topic", "AWS::SNS::Topic", true),
        "AWS::Logs::LogGroup.Name" => ("AWS::Logs::LogGroup", "AWS::Logs::", true),
        _ => return None,
    };
    let is_judged = type_name.starts_with("AWS::")
        && !type_name.starts_with("AWS::CloudFormation::")
        && !type_name.starts_with("AWS::SSM::");
    if !is_judged {
        return None;
    }
    match attribute {
        None if type_name == owner && !by_reference => {
            Some(format!("must be the ARN, which is an attribute of {owner}; `Ref` gives the name"))
        }
        None if !type_name.starts_with(family) => {
            Some(format!("must refer to {owner}, got {type_name}"))
        }
        Some((attribute, Some(other)))
            if other != format && other.starts_with("AWS::") && !other.starts_with(owner) =>
        {
            Some(format!("must refer to {owner}, got `{attribute}` of {type_name}"))
        }
        _ => None,
    }
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|digits| {
        matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn is_arn(text: &str, service: &str, starts: &[&str]) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    match parts[..] {
        ["arn", partition, found, _, account, resource] => {
            partition.starts_with("aws")
                && found == service
                && (account.len() == 12 || account == "aws")
                && starts
                    .iter()
                    .any(|start| start.len() < resource.len() && resource.starts_with(start))
        }
        _ => false,
    }
}

fn is_ipv4_network(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    let (Ok(address), Ok(bits)) = (address.parse::<Ipv4Addr>(), bits.parse::<u32>()) else {
        return false;
    };
    bits <= 32 && address.to_bits().checked_shl(bits).unwrap_or(0) == 0
}

fn is_ipv6_network(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    let (Ok(address), Ok(bits)) = (address.parse::<Ipv6Addr>(), bits.parse::<u32>()) else {
        return false;
    };
    bits <= 128 && address.to_bits().checked_shl(bits).unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_aws_gives() {
        for (format, text) in [
            ("AWS::EC2::Subnet.Id", "subnet-0123456789abcdef0"),
            ("AWS::EC2::VPC.Id", "vpc-01234567"),
            ("AWS::IAM::Role.Arn", "arn:aws-cn:iam::123456789012:role/path/x"),
            ("AWS::KMS::Key.Arn", "arn:aws:kms:us-east-1:123456789012:alias/x"),
            ("ipv4-network", "0.0.0.0/0"),
            ("ipv4-network", "10.1.0.0/16"),
            ("ipv6-network", "::/0"),
            ("made-up", "anything"),
        ] {
            assert_eq!(flaw_of_format(format, text), None, "{text}");
        }
    }

    #[test]
    fn rejects_what_looks_otherwise() {
        for (format, text) in [
            ("AWS::EC2::Subnet.Id", "sg-0123456789abcdef0"),
            ("AWS::IAM::Role.Arn", "arn:aws:iam::123456789012:user/x"),
            ("ipv4-network", "10.0.0.1/16"),
            ("ipv4-network", "10.0.0.0/33"),
            ("ipv4-network", "10.0.0.0"),
            ("ipv6-network", "::1/64"),
        ] {
            assert!(flaw_of_format(format, text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_reference_gives_what_its_type_is() {
        let group = "AWS::EC2::SecurityGroup.Id";
        assert_eq!(yields_other_format(group, "AWS::EC2::SecurityGroup", None), None);
        assert_eq!(
            yields_other_format(group, "AWS::EC2::Subnet", None).unwrap(),
            "must refer to AWS::EC2::SecurityGroup, got AWS::EC2::Subnet"
        );
        assert!(yields_other_format("AWS::IAM::Role.Arn", "AWS::IAM::Role", None).is_some());
        assert_eq!(yields_other_format(group, "Custom::Lookup", None), None);
    }
}
