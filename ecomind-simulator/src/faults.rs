//! Faults by script: what goes wrong, where, and how often.

use serde::{Deserialize, Serialize};

/// Something that goes wrong.
///
/// ```
/// use ecomind_simulator::{CallFault, Fault, ResourceFault, Step};
///
/// // The second replica can't be made, once.
/// let full = ResourceFault::new("Replica", Step::Create, "no capacity in this zone").times(1);
/// // Every third call is one too many.
/// let throttled = CallFault::throttle().every(3);
/// let script = serde_json::to_string(&[Fault::from(full), Fault::from(throttled)])?;
/// assert!(script.contains("no capacity"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// A resource fails.
    Resource(ResourceFault),
    /// A call fails.
    Call(CallFault),
}

/// A resource that can't be created, updated, deleted or set back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourceFault {
    logical_id: String,
    step: Step,
    #[serde(default = "failed")]
    reason: String,
    #[serde(default)]
    stack: Option<String>,
    #[serde(default)]
    times: Option<u32>,
}

/// A call that doesn't get the answer it deserves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CallFault {
    what: CallTrouble,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    stack: Option<String>,
    #[serde(default)]
    skip: u32,
    #[serde(default = "one")]
    every: u32,
    #[serde(default)]
    times: Option<u32>,
    #[serde(default)]
    seen: u32,
}

/// At which step a resource fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// When it is created, also to replace another.
    Create,
    /// When it is updated in place.
    Update,
    /// When it is deleted, in whatever phase.
    Delete,
    /// When it is set back after a failure, or leaves the stack again after an import that failed.
    Rollback,
    /// When it is imported.
    Import,
}

/// What happens to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CallTrouble {
    Throttle,
    InternalError,
    Unavailable,
    ExpiredToken,
    Denied,
    DropBefore,
    DropAfter,
    Stall { milliseconds: u64 },
    Hang { milliseconds: u64 },
    Exit,
}

/// The faults that are still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl ResourceFault {
    /// The resource with this logical id fails at `step`, and `reason` is what its event says.
    pub fn new(logical_id: impl Into<String>, step: Step, reason: impl Into<String>) -> Self {
        Self {
            logical_id: logical_id.into(),
            step,
            reason: reason.into(),
            stack: None,
            times: None,
        }
    }

    /// Only in the stack with this name. Default: in every stack.
    #[must_use]
    pub fn in_stack(mut self, name: impl Into<String>) -> Self {
        self.stack = Some(name.into());
        self
    }

    /// Only so many times. Default: always.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }
}

impl CallFault {
    /// `Throttling: Rate exceeded`, without an effect.
    pub fn throttle() -> Self {
        Self::new(CallTrouble::Throttle)
    }

    /// HTTP 500 without an effect.
    pub fn internal_error() -> Self {
        Self::new(CallTrouble::InternalError)
    }

    /// HTTP 503 without an effect.
    pub fn unavailable() -> Self {
        Self::new(CallTrouble::Unavailable)
    }

    /// `ExpiredToken`, without an effect.
    pub fn expired_token() -> Self {
        Self::new(CallTrouble::ExpiredToken)
    }

    /// `AccessDenied`, without an effect.
    pub fn denied() -> Self {
        Self::new(CallTrouble::Denied)
    }

    /// The connection ends before the call has an effect.
    pub fn drop_before() -> Self {
        Self::new(CallTrouble::DropBefore)
    }

    /// The call has its effect, but the connection ends before the answer.
    pub fn drop_after() -> Self {
        Self::new(CallTrouble::DropAfter)
    }

    /// The call has its effect, and the answer comes so much later.
    pub fn stall(milliseconds: u64) -> Self {
        Self::new(CallTrouble::Stall { milliseconds })
    }

    /// The call has no effect and no answer, and so much later the connection ends.
    pub fn hang(milliseconds: u64) -> Self {
        Self::new(CallTrouble::Hang { milliseconds })
    }

    /// The simulator's process ends after the effect, without an answer.
    pub fn exit() -> Self {
        Self::new(CallTrouble::Exit)
    }

    /// Only calls of this action, such as `DescribeStacks`, or `PutObject`. Default: all.
    #[must_use]
    pub fn on(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Only calls that name this stack. Default: all.
    #[must_use]
    pub fn in_stack(mut self, name: impl Into<String>) -> Self {
        self.stack = Some(name.into());
        self
    }

    /// Not before so many calls went well. Default: 0.
    #[must_use]
    pub fn after(mut self, calls: u32) -> Self {
        self.skip = calls;
        self
    }

    /// Only each `n`th call, from the first on. Default: 1, each.
    #[must_use]
    pub fn every(mut self, n: u32) -> Self {
        self.every = n.max(1);
        self
    }

    /// Only so many times. Default: always.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    fn new(what: CallTrouble) -> Self {
        Self { what, action: None, stack: None, skip: 0, every: 1, times: None, seen: 0 }
    }

    fn strikes(&mut self, action: &str, stack: Option<&str>) -> bool {
        let is_meant = self.action.as_deref().is_none_or(|it| it == action)
            && self
                .stack
                .as_deref()
                .is_none_or(|it| stack.is_some_and(|stack| names(stack, it)));
        if !is_meant || self.times == Some(0) {
            return false;
        }
        self.seen += 1;
        let strikes =
            self.skip < self.seen && (self.seen - self.skip - 1).is_multiple_of(self.every);
        if strikes && let Some(times) = &mut self.times {
            *times -= 1;
        }
        strikes
    }
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What happens to this call, if anything.
    pub(crate) fn call(&mut self, action: &str, stack: Option<&str>) -> Option<CallTrouble> {
        self.0.iter_mut().find_map(|fault| {
            let Fault::Call(fault) = fault else { return None };
            fault.strikes(action, stack).then_some(fault.what)
        })
    }

    /// Why a resource fails at one of these steps, if it does.
    pub(crate) fn resource(&mut self, stack: &str, id: &str, steps: &[Step]) -> Option<String> {
        self.0.iter_mut().find_map(|fault| match fault {
            Fault::Resource(fault)
                if fault.logical_id == id
                    && steps.contains(&fault.step)
                    && fault.stack.as_deref().is_none_or(|it| it == stack)
                    && fault.times != Some(0) =>
            {
                if let Some(times) = &mut fault.times {
                    *times -= 1;
                }
                Some(fault.reason.clone())
            }
            _ => None,
        })
    }
}

impl From<ResourceFault> for Fault {
    fn from(fault: ResourceFault) -> Self {
        Self::Resource(fault)
    }
}

impl From<CallFault> for Fault {
    fn from(fault: CallFault) -> Self {
        Self::Call(fault)
    }
}

/// Whether a call's `StackName` means the stack with this name: it may be an id.
fn names(given: &str, name: &str) -> bool {
    given == name || given.contains(&format!(":stack/{name}/"))
}

fn failed() -> String {
    "Resource handler returned message: \"the script says so\"".to_owned()
}

fn one() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_call_in_three_is_throttled_at_most_twice() {
        let mut faults = Faults::default();
        faults.add(
            CallFault::throttle()
                .on("DescribeStacks")
                .every(3)
                .times(2)
                .into(),
        );
        let hits: Vec<bool> = (0..9)
            .map(|_| faults.call("DescribeStacks", None).is_some())
            .collect();
        assert_eq!(hits, [true, false, false, true, false, false, false, false, false]);
        assert_eq!(faults.call("DeleteStack", None), None);
    }

    #[test]
    fn a_stack_is_meant_by_name_or_id() {
        let mut faults = Faults::default();
        faults.add(CallFault::drop_after().in_stack("shop").after(1).into());
        assert_eq!(faults.call("DescribeStacks", Some("shop")), None);
        let id = "arn:aws:cloudformation:us-east-1:1:stack/shop/1";
        assert_eq!(faults.call("DescribeStacks", Some(id)), Some(CallTrouble::DropAfter));
        assert_eq!(faults.call("DescribeStacks", Some("other")), None);
    }

    #[test]
    fn scripts_are_json() {
        let script = r#"[
            {"resource": {"logicalId": "Queue", "step": "create"}},
            {"call": {"what": {"stall": {"milliseconds": 5}}, "action": "CreateChangeSet"}},
            {"call": {"what": "throttle", "every": 3}}]"#;
        let faults: Vec<Fault> = serde_json::from_str(script).unwrap();
        assert_eq!(faults[2], CallFault::throttle().every(3).into());
    }

    #[test]
    fn rejects_unknown_words() {
        let script = r#"{"resource": {"logicalId": "Queue", "step": "create", "resaon": "x"}}"#;
        assert!(serde_json::from_str::<Fault>(script).is_err());
    }
}
