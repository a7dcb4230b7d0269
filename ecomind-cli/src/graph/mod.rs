//! What an app consists of, as a picture: stacks, the constructs they hold, who uses whom and who
//! may talk to whom.

mod build;
mod dot;
mod html;
mod layout;
mod mermaid;
mod model;
mod references;
mod route;
mod rules;
mod svg;
mod text;

pub(crate) use self::{
    build::{below_stack, build},
    dot::dot,
    html::html,
    mermaid::mermaid,
    model::{Change, ChangedResource},
    svg::svg,
};
