//! A handle of one kind where that of another is due.

use ecomind_constructs::{cfn::ec2, prelude::*};

pub fn instance(group: Ref<ec2::SecurityGroup>) -> ec2::Instance {
    ec2::Instance::new().subnet_id(group)
}

fn main() {}
