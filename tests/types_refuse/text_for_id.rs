//! A text where an id is due.

use ecomind_constructs::cfn::ec2;

pub fn instance() -> ec2::Instance {
    ec2::Instance::new().subnet_id("subnet-0123456789abcdef0")
}

fn main() {}
