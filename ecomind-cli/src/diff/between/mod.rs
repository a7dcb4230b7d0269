//! Two environments beside each other: what differs, and which of their data it comes from.
//!
//! An app makes its stacks of the data of an environment and of nothing else. So the data is tried:
//! the app is built once more for each field, with that field of the other environment. What
//! differs then, and differs in the same way between the two, comes from that field. What still
//! differs when every field is the other one's, comes from something else in the code.

mod explained;
mod plain;
mod render;
mod variance;

pub(crate) use self::{
    explained::{Explanation, Trials, explain},
    plain::plain,
    render::{json, markdown, text},
    variance::{Variance, variances},
};

/// Two environments, and what they differ in.
#[derive(Debug)]
pub(crate) struct Between {
    /// The names of the environments.
    pub(crate) names: [String; 2],
    /// What differs, in the order of stacks, each with what explains it.
    pub(crate) variances: Vec<(Variance, Explanation)>,
}

impl Between {
    /// How many differences nothing in the data explains.
    pub(crate) fn unexplained(&self) -> usize {
        let variances = self.variances.iter();
        variances.filter(|(_, it)| *it == Explanation::None).count()
    }
}
