//! A resource without what it must have.

use ecomind_constructs::cfn::ec2;

pub fn subnet() -> ec2::Subnet {
    ec2::Subnet::new()
}

fn main() {}
