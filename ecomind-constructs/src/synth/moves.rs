//! Resources that come from elsewhere: moved from another place of the app, or made by nobody.

use crate::{
    Error,
    tree::{App, Kind, Move},
};

use super::{Adoption, ResourceMove, logical_id::logical_id, names::Names};

/// Every resource that was deployed elsewhere, or under another logical id.
pub(super) fn moves(app: &App, names: &Names, errors: &mut Vec<Error>) -> Vec<ResourceMove> {
    let mut moves = Vec::new();
    for moved in app.relocations() {
        match find(app, moved) {
            Ok(node) => {
                let mut old: Vec<&str> = moved.old.iter().map(String::as_str).collect();
                let from = old.remove(0);
                collect(app, names, (node, moved, from), &mut old, &mut moves);
            }
            Err(error) => errors.push(error),
        }
    }
    moves
}

/// The resources of a stack that exist, and that it takes over.
pub(super) fn adoptions(app: &App, names: &Names, stack: u32) -> Vec<Adoption> {
    let adopted = names.elements(stack).iter().filter_map(|&at| {
        let Kind::Resource(resource) = &app.node(at).kind else { return None };
        let adopt = &resource.options().adopt;
        let logical_id = names.logical_id(at).to_owned();
        (!adopt.is_empty())
            .then(|| Adoption { logical_id, identifier: adopt.iter().cloned().collect() })
    });
    adopted.collect()
}

/// The node at the new path.
fn find(app: &App, moved: &Move) -> Result<u32, Error> {
    let no_such_path = |at: &[String], reason: &str| Error::NoSuchPath {
        path: app.path(0),
        at: at.join("/"),
        reason: reason.to_owned(),
        location: moved.location,
    };
    let find = |path: &[String]| path.iter().try_fold(0, |at, id| app.child(at, id));
    let Some(node) = find(&moved.new) else {
        let reason = "a move must end at a construct that is there";
        return Err(no_such_path(&moved.new, reason));
    };
    if find(&moved.old).is_some() {
        let reason = "a move must begin where no construct is any more, but there is one";
        return Err(no_such_path(&moved.old, reason));
    }
    if find(&moved.old[..1]).is_none() {
        let reason = "a move must begin in a stack of the app, which may be one without resources";
        return Err(no_such_path(&moved.old, reason));
    }
    Ok(node)
}

/// Adds the resources below a node whose path below its old stack is `old`.
fn collect<'a>(
    app: &'a App,
    names: &Names,
    (node, relocation, from): (u32, &Move, &str),
    old: &mut Vec<&'a str>,
    moves: &mut Vec<ResourceMove>,
) {
    if let Kind::Resource(resource) = &app.node(node).kind
        && let Some(stack) = names.stack_of(node)
    {
        let given = resource.options().logical_id.clone();
        if let Some(before) = given.or_else(|| logical_id(old.iter().copied())) {
            let to = (app.node(stack).id.clone(), names.logical_id(node).to_owned());
            let from = (from.to_owned(), before);
            if from != to {
                moves.push(ResourceMove { from, to, location: relocation.location });
            }
        }
    }
    for (id, child) in app.children(node) {
        old.push(id);
        collect(app, names, (child, relocation, from), old, moves);
        old.pop();
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, synth::ResourceMove, tree::RawResource};

    fn moves(old: &str, new: &str) -> Result<Vec<ResourceMove>> {
        let mut app = App::new();
        app.stack("Data")?;
        let mut work = app.stack("Work")?;
        let mut queues = work.child("Queues")?;
        RawResource::new("AWS::SQS::Queue").add("Orders", &mut queues)?;
        RawResource::new("AWS::SQS::Queue").add("Refunds", &mut queues)?;
        app.moved(old, new)?;
        Ok(synthesize(&app)?.moves)
    }

    fn said(old: &str, new: &str) -> Vec<String> {
        let moves = moves(old, new).unwrap().into_iter();
        moves
            .map(|it| format!("{}.{} -> {}.{}", it.from.0, it.from.1, it.to.0, it.to.1))
            .collect()
    }

    #[test]
    fn everything_below_a_construct_moves_with_it() {
        assert_eq!(
            said("Data/Jobs", "Work/Queues"),
            [
                "Data.JobsOrdersC0D22947 -> Work.QueuesOrders744A7E04",
                "Data.JobsRefunds723158E4 -> Work.QueuesRefundsFAA9B119"
            ]
        );
    }

    #[test]
    fn rejects_a_move_from_or_to_nowhere() {
        let error = |old, new| moves(old, new).unwrap_err().to_string();
        assert!(error("Gone/Orders", "Work/Queues").contains("must begin in a stack of the app"));
        assert!(error("Data/Jobs", "Work/Jobs").contains("must end at a construct that is there"));
        assert!(error("Work/Queues", "Work/Queues/Orders").contains("no construct is any more"));
        assert!(error("Data", "Work").contains("must be a stack and ids with slashes"));
    }
}
