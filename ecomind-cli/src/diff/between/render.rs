//! Two environments beside each other, for people and for machines.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::diff::values::shown;

use super::{Between, Explanation, Variance};

/// Longer values are cut.
const LONGEST: usize = 100;

/// The version of the JSON. It grows when something that was there changes or goes.
const JSON_VERSION: u64 = 1;

/// Lines of text; `(!)` marks what nothing explains.
pub(crate) fn text(between: &Between) -> String {
    let mut out = format!("{}\n", subject(between));
    each(between, |variance, explanation, head| {
        if let Some(stack) = head.stack {
            write(&mut out, format_args!("\n{stack}\n"));
        }
        if let Some(place) = head.place {
            write(&mut out, format_args!("{place}\n"));
        }
        let mark = if *explanation == Explanation::None { "(!)" } else { "   " };
        let (what, why) = (what(between, variance), why(explanation));
        write(&mut out, format_args!("{mark} {what}  [{why}]\n"));
    });
    write(&mut out, format_args!("\n{}\n", total(between)));
    out
}

/// A list for each stack.
pub(crate) fn markdown(between: &Between) -> String {
    let mut out = format!("## {}\n\n{}.\n", subject(between), total(between));
    each(between, |variance, explanation, head| {
        if let Some(stack) = head.stack {
            write(&mut out, format_args!("\n### {stack}\n"));
        }
        if let Some(place) = head.place {
            write(&mut out, format_args!("\n{}\n\n", code(&place)));
        } else if head.stack.is_some() {
            out.push('\n');
        }
        let mark = if *explanation == Explanation::None { "**not explained** " } else { "" };
        let (what, why) = (code(&what(between, variance)), why(explanation));
        write(&mut out, format_args!("- {mark}{what} ({why})\n"));
    });
    out
}

/// A document for machines; `docs/review.md` describes it.
pub(crate) fn json(between: &Between) -> Value {
    let variance = |(variance, explanation): &(Variance, Explanation)| {
        let (kind, fields) = match explanation {
            Explanation::Fields(fields) => ("fields", fields.clone()),
            Explanation::Together => ("together", Vec::new()),
            Explanation::None => ("none", Vec::new()),
            Explanation::Unknown => ("unknown", Vec::new()),
        };
        json!({
            "stack": variance.stack,
            "place": variance.place,
            "type": variance.type_name,
            "source": variance.location,
            "path": variance.path,
            "values": [variance.before, variance.after],
            "onlyIn": variance.only_in.map(|it| &between.names[it]),
            "explanation": kind,
            "fields": fields,
        })
    };
    json!({
        "version": JSON_VERSION,
        "environments": between.names,
        "unexplained": between.unexplained(),
        "differences": between.variances.iter().map(variance).collect::<Vec<_>>(),
    })
}

/// What goes before a difference, where it is not what went before the last one.
struct Head<'a> {
    stack: Option<&'a str>,
    place: Option<String>,
}

fn each(between: &Between, mut one: impl FnMut(&Variance, &Explanation, Head<'_>)) {
    let mut last: Option<&Variance> = None;
    for (variance, explanation) in &between.variances {
        let is_same_stack = last.is_some_and(|it| it.stack == variance.stack);
        let is_same_place = is_same_stack && last.is_some_and(|it| it.place == variance.place);
        let place = variance.place.as_ref().filter(|_| !is_same_place);
        let place = place.map(|place| match &variance.type_name {
            Some(type_name) => format!("{place}  {type_name}"),
            None => place.clone(),
        });
        let stack = (!is_same_stack).then_some(variance.stack.as_str());
        one(variance, explanation, Head { stack, place });
        last = Some(variance);
    }
}

fn subject(between: &Between) -> String {
    let [one, other] = &between.names;
    format!("{one} beside {other}")
}

fn what(between: &Between, variance: &Variance) -> String {
    if let Some(side) = variance.only_in {
        return format!("only in {}", between.names[side]);
    }
    let path = variance.path.as_deref().unwrap_or_default();
    let value = |value: &Option<Value>| {
        value
            .as_ref()
            .map_or_else(|| "(nothing)".to_owned(), |it| cut(&shown(it).replace('\n', "\\n")))
    };
    format!("{path}: {} | {}", value(&variance.before), value(&variance.after))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}

fn why(explanation: &Explanation) -> String {
    match explanation {
        Explanation::Fields(fields) => fields.join(", "),
        Explanation::Together => "several fields together".to_owned(),
        Explanation::None => "not explained by the environment's data".to_owned(),
        Explanation::Unknown => "not known".to_owned(),
    }
}

fn total(between: &Between) -> String {
    let all = between.variances.len();
    if all == 0 {
        return "no difference but account, region and names".to_owned();
    }
    let things = if all == 1 { "difference" } else { "differences" };
    let unknown = |it: &&(Variance, Explanation)| it.1 == Explanation::Unknown;
    if between.variances.iter().any(|it| unknown(&it)) {
        return format!("{all} {things}; `Environment::fields` would say where they come from");
    }
    match between.unexplained() {
        0 => format!("{all} {things}, all explained by the environment's data"),
        rest => format!("{all} {things}, {rest} not explained by the environment's data"),
    }
}

/// Text of others as code, which nothing in it ends.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

fn write(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes everything");
}
