//! `CancelUpdateStack`.

use serde_json::{Value, json};

use crate::{
    failure::{Failure, Result},
    state::StackStatus,
};

use super::context::Context;

pub(super) fn cancel_update_stack(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    if context.stack(&id)?.status != StackStatus::UpdateInProgress {
        return Err(Failure::validation(
            "CancelUpdateStack cannot be called from current stack status",
        ));
    }
    let token = context.token();
    context.engine.cancel(&id, token);
    Ok(json!({}))
}
