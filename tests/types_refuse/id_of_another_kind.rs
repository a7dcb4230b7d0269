//! An id from outside of the app where that of another kind is due.

use ecomind_constructs::{
    cfn::{ec2, ids::ec2::SecurityGroupId},
    prelude::*,
};

pub fn instance() -> ec2::Instance {
    ec2::Instance::new().subnet_id(SecurityGroupId::literal("sg-0123456789abcdef0"))
}

fn main() {}
