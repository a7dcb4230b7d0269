//! One comment for a pull request, which replaces the one before it.

use crate::diff::{Comparison, StackDifference};

use super::{Shown, markdown};

/// The line by which the comment is found again, so that it is edited and not repeated.
pub const MARKER: &str = "<!-- ecomind diff -->";

/// GitHub takes 65,536 characters; some room is left for what a workflow adds.
///
/// GitHub: [create an issue comment](https://docs.github.com/en/rest/issues/comments)
const LONGEST: usize = 64_000;

/// The differences as the body of one comment: summaries first, stacks collapsed. What doesn't
/// fit is cut, and said.
pub fn github(comparisons: &[Comparison], show: Shown) -> String {
    let mut out = format!("{MARKER}\n");
    let mut blocks = Vec::new();
    for comparison in comparisons {
        blocks.push(Block { text: markdown::head(comparison), name: None });
        let stacks = comparison
            .difference
            .stacks
            .iter()
            .filter(|stack| !stack.is_empty());
        blocks.extend(stacks.map(|stack| Block {
            text: collapsed(stack, show),
            name: Some(format!("{}/{}", comparison.environment, stack.id)),
        }));
    }
    // The room for the sentence about what is cut, and for all summaries, which are never cut
    // unless even they are too long.
    let summaries: usize = blocks
        .iter()
        .filter(|it| it.name.is_none())
        .map(|it| it.text.chars().count() + 1)
        .sum();
    let mut room = LONGEST.saturating_sub(summaries + 1_000);
    let mut cut = Vec::new();
    for block in &blocks {
        let length = block.text.chars().count() + 1;
        match &block.name {
            Some(name) if room < length => cut.push(name.as_str()),
            Some(_) => {
                room -= length;
                out.push('\n');
                out += &block.text;
            }
            None => {
                out.push('\n');
                out += &block.text;
            }
        }
    }
    if !cut.is_empty() {
        out.extend(["\n", &omitted(&cut), "\n"]);
    }
    capped(out)
}

/// A text that GitHub takes: what is too long is cut, and that is said.
pub(crate) fn capped(mut out: String) -> String {
    if LONGEST < out.chars().count() {
        let short: String = out.chars().take(LONGEST - 200).collect();
        let whole = short
            .rfind('\n')
            .map_or(short.as_str(), |end| &short[..end]);
        out = format!(
            "{whole}\n\n_The rest is cut: GitHub takes no longer comment. `--format text` shows it._\n"
        );
    }
    out
}

struct Block {
    text: String,
    /// The stack whose details it holds; none for a summary.
    name: Option<String>,
}

fn collapsed(stack: &StackDifference, show: Shown) -> String {
    let count = stack.resources.len();
    let resources = if count == 1 { "1 resource".to_owned() } else { format!("{count} resources") };
    format!(
        "<details><summary>{}: {resources}, risk {}</summary>\n\n{}\n</details>\n",
        stack.id,
        stack.risk.level.name(),
        markdown::stack(stack, show),
    )
}

fn omitted(cut: &[&str]) -> String {
    const NAMED: usize = 20;
    let named = cut
        .iter()
        .take(NAMED)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    let more = match cut.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "_The details of {named}{more} are cut: GitHub takes no longer comment. `--format text` \
         shows them._"
    )
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::template::Template;

    use crate::{
        assembly::StackSnapshot,
        diff::{Comparison, compare, render::Shown},
    };

    use super::*;

    fn comparison(stacks: usize, resources: usize, name: &str) -> Comparison {
        let stack = |number: usize, name: &str| {
            let queues: Vec<String> = (0..resources)
                .map(|queue| format!(r#""Queue{queue}": {{"Type": "AWS::SQS::Queue", "Properties": {{"QueueName": "{name}{queue}"}}}}"#))
                .collect();
            let text = format!(r#"{{"Resources": {{{}}}}}"#, queues.join(","));
            let template = Template::from_json(&text).expect("it is a template");
            StackSnapshot::of_template(format!("Stack{number}"), template)
        };
        let side = |name: &str| -> Vec<_> { (0..stacks).map(|it| stack(it, name)).collect() };
        Comparison::new("prod", "main", compare(&side("before"), &side(name)))
    }

    #[test]
    fn a_comment_is_never_longer_than_github_takes() {
        for (stacks, resources, name) in
            [(1, 1, "after".to_owned()), (60, 20, "after".to_owned()), (2, 450, "x".repeat(300))]
        {
            let body = github(&[comparison(stacks, resources, &name)], Shown::default());
            assert!(body.starts_with(MARKER));
            assert!(body.chars().count() <= LONGEST, "{}", body.chars().count());
            let opened = body.matches("<details>").count();
            assert_eq!(opened, body.matches("</details>").count());
            assert_eq!(stacks == 1, !body.contains("cut: GitHub"));
        }
    }
}
