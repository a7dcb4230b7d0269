//! Values: what is known now, and what CloudFormation will know when it deploys.
//!
//! A [`Value<T>`] is either a literal or something that only the deployment can tell, such as the
//! endpoint of a database. The type says what it is a value *of*: a `Value<SubnetId>` can't be
//! given where a security group is due.
//!
//! There is no way to print a `Value` or to paste it into a string, so that "known later" can't
//! be mistaken for text. [`concat()`] joins values, and [`Value::as_literal`] asks whether one is
//! known now.

mod cidr_block;
mod concat;
mod conditions;
mod duration;
mod dynamic_reference;
mod expr;
mod into_value;
mod intrinsics;
mod port;
mod properties;
mod pseudo;
mod rules;
mod secret_value;
mod size;
mod token;
mod typed;

pub use self::{
    cidr_block::{CidrBlock, CidrError},
    concat::concat,
    conditions::{ConditionExpression, NoValue, all_of, any_of, equals, not},
    duration::Duration,
    dynamic_reference::{SecretsManagerReference, ssm, ssm_secure},
    expr::Expr,
    into_value::{Accepts, IdType, IntoValue},
    intrinsics::{
        StackOutput, base64, cidr, for_each, get_azs, import_value, join, length, select, split,
        sub, to_json_string, transform,
    },
    port::{Port, Protocol},
    properties::Properties,
    pseudo::{account_id, notification_arns, partition, region, stack_id, stack_name, url_suffix},
    rules::{contains, each_member_equals, each_member_in, ref_all, value_of, value_of_all},
    secret_value::SecretValue,
    size::Size,
    token::{Strength, Token},
    typed::{Json, Map, Value},
};
