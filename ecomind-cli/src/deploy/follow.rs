//! Watches an operation of a stack until it ends.

use std::{cell::Cell, collections::BTreeSet};

use crate::cloudformation::{CloudFormation, Result, StackEvent, StackStatus};

use super::back_off::BackOff;

/// An operation of a stack that is under way.
pub(super) struct Operation<'a> {
    pub(super) cloud: &'a dyn CloudFormation,
    /// The id, under which a stack is found when it is deleted, too.
    pub(super) stack_id: &'a str,
    /// What its events are marked with. None takes the mark of the latest event.
    pub(super) token: Option<&'a str>,
}

/// How an operation ended.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) status: StackStatus,
    /// All events of the operation, in order.
    pub(super) events: Vec<StackEvent>,
}

/// After as many looks without a new event, the stack itself is asked.
const PATIENCE: usize = 6;

impl Operation<'_> {
    /// Tells each event once, and returns when nothing happens any more.
    pub(super) async fn follow(&self, tell: &dyn Fn(&StackEvent)) -> Result<Outcome> {
        let mut seen = BTreeSet::new();
        let mut events = Vec::new();
        let mut token = self.token.map(str::to_owned);
        let mut pause = BackOff::new();
        let mut silence = 0;
        loop {
            pause.wait().await;
            if token.is_none() {
                token = self.latest_token().await?;
            }
            let mut new = self.new_events(token.as_deref(), &seen).await?;
            new.reverse();
            for event in &new {
                seen.insert(event.id.clone());
                tell(event);
            }
            let last = new.iter().rev().find(|event| event.is_of_stack());
            let end = last
                .map(|event| StackStatus::new(event.status.clone()))
                .filter(|status| !status.is_in_progress() && !status.is_review());
            silence = if new.is_empty() { silence + 1 } else { 0 };
            events.append(&mut new);
            if let Some(status) = end {
                return Ok(Outcome { status, events });
            }
            // Who does not mark events, or lost them, still knows how the stack is.
            if silence == PATIENCE {
                silence = 0;
                let stack = self.cloud.stack(self.stack_id).await?;
                let is_over =
                    |status: &StackStatus| !status.is_in_progress() && !status.is_review();
                if let Some(stack) = stack.filter(|stack| is_over(&stack.status)) {
                    return Ok(Outcome { status: stack.status, events });
                }
            }
        }
    }

    /// The events that are new, latest first.
    ///
    /// The mark says where the operation begins. From then on everything belongs to it: a way back
    /// that somebody else asks for has the mark of that request.
    async fn new_events(
        &self,
        token: Option<&str>,
        seen: &BTreeSet<String>,
    ) -> Result<Vec<StackEvent>> {
        let has_begun = !seen.is_empty();
        let (is_found, is_over) = (Cell::new(false), Cell::new(false));
        let is_wanted = |event: &StackEvent| {
            let is_marked = token.is_some() && event.token.as_deref() == token;
            if seen.contains(&event.id) || is_over.get() {
                return false;
            }
            if has_begun {
                return true;
            }
            if token.is_none() {
                is_found.set(true);
                is_over.set(event.is_start());
                return true;
            }
            is_found.set(is_found.get() || is_marked);
            is_marked || !(is_found.get() || event.is_start())
        };
        let mut events = self.cloud.events(self.stack_id, &is_wanted).await?;
        if !has_begun && !is_found.get() {
            events.clear();
        }
        Ok(events)
    }

    async fn latest_token(&self) -> Result<Option<String>> {
        let count = Cell::new(0);
        let is_first = |_: &StackEvent| count.replace(count.get() + 1) == 0;
        let events = self.cloud.events(self.stack_id, &is_first).await?;
        Ok(events.into_iter().next().and_then(|event| event.token))
    }
}
