//! The month as a drawing.

use std::fmt::Write as _;

use super::Estimate;
use crate::money::Money;

const WIDTH: u32 = 860;
const LEFT: u32 = 190;
const BARS: u32 = 520;
const TOP: u32 = 84;
const ROW: u32 = 34;
const BAR: u32 = 20;

/// An SVG that needs nothing else: a bar per stack, with the part that rests on assumptions, and a
/// bar for all of them beside the budget.
pub(crate) fn chart(title: &str, estimate: &Estimate, budget: Option<Money>) -> String {
    let total = estimate.month();
    let assumed = estimate.stacks.iter().map(super::StackCost::assumed).sum();
    let mut rows: Vec<_> = estimate
        .stacks
        .iter()
        .map(|it| (it.id.as_str(), it.month(), it.assumed()))
        .collect();
    rows.push(("all stacks", total, assumed));
    let widest = budget.map_or(total, |budget| budget.max(total));
    let line = budget.map(|budget| LEFT + length(budget, widest));
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let bottom = TOP.saturating_add(count.saturating_mul(ROW));
    let mut svg = Svg(String::new());
    svg.open(bottom + 46);
    svg.text("heading", 24, 34, &format!("{title}: {total} a month"));
    legend(&mut svg, budget);
    for (index, (name, month, assumed)) in (0..).zip(rows) {
        let is_total = index + 1 == count;
        let top = TOP + index * ROW;
        if is_total {
            svg.line("rule", 24, top - 5, WIDTH - 24, top - 5);
        }
        svg.text(
            if is_total { "name total" } else { "name" },
            LEFT - 12,
            top + 15,
            &shortened(name),
        );
        let (whole, open) = (length(month, widest), length(assumed, widest));
        svg.bar("fixed", LEFT, top, whole.saturating_sub(open));
        svg.bar("assumed", LEFT + whole.saturating_sub(open), top, open);
        let style = if is_total { "amount total" } else { "amount" };
        svg.text(style, clear_of(LEFT + whole + 8, line), top + 15, &month.to_string());
    }
    if let Some(x) = line {
        svg.line("budget", x, TOP - 6, x, bottom);
    }
    let unpriced = match estimate.unpriced() {
        0 => "everything has a price".to_owned(),
        1 => "1 resource has parts without a price".to_owned(),
        more => format!("{more} resources have parts without a price"),
    };
    svg.text("note", 24, bottom + 26, &format!("730 hours, on demand; {unpriced}"));
    svg.0 + "</svg>\n"
}

struct Svg(String);

impl Svg {
    fn open(&mut self, height: u32) {
        let _ = write!(
            self.0,
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" "#,
                r#"viewBox="0 0 {w} {h}" role="img">"#,
                "\n<style>\n",
                "text {{ font: 13px system-ui, sans-serif; fill: #24292f }}\n",
                ".heading {{ font-size: 18px; font-weight: 600 }}\n",
                ".name {{ text-anchor: end }}\n",
                ".total {{ font-weight: 600 }}\n",
                ".note {{ font-size: 12px; fill: #57606a }}\n",
                ".fixed {{ fill: #2f6f9f }}\n",
                ".assumed {{ fill: #a9c9e3 }}\n",
                ".rule {{ stroke: #d0d7de }}\n",
                ".budget {{ stroke: #b3261e; stroke-width: 2; stroke-dasharray: 5 4 }}\n",
                "</style>\n",
                r##"<rect width="{w}" height="{h}" fill="#ffffff"/>"##,
                "\n",
            ),
            w = WIDTH,
            h = height
        );
    }

    fn text(&mut self, class: &str, x: u32, y: u32, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(self.0, r#"<text class="{class}" x="{x}" y="{y}">{text}</text>"#);
    }

    fn bar(&mut self, class: &str, x: u32, y: u32, width: u32) {
        if 0 < width {
            self.rectangle(class, x, y, width, BAR);
        }
    }

    fn rectangle(&mut self, class: &str, x: u32, y: u32, width: u32, height: u32) {
        let _ = writeln!(
            self.0,
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        );
    }

    fn line(&mut self, class: &str, x1: u32, y1: u32, x2: u32, y2: u32) {
        let _ =
            writeln!(self.0, r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#);
    }
}

fn legend(svg: &mut Svg, budget: Option<Money>) {
    svg.rectangle("fixed", 24, 50, 12, 12);
    svg.text("note", 42, 60, "by the template");
    svg.rectangle("assumed", 150, 50, 12, 12);
    svg.text("note", 168, 60, "by assumptions");
    if let Some(budget) = budget {
        svg.line("budget", 276, 56, 296, 56);
        svg.text("note", 302, 60, &format!("budget {budget}"));
    }
}

fn length(amount: Money, widest: Money) -> u32 {
    amount.thousandths_of(widest) * BARS / 1_000
}

/// Where an amount begins: behind the line of the budget, where that would go through it.
fn clear_of(x: u32, line: Option<u32>) -> u32 {
    const WIDEST: u32 = 64;
    match line {
        Some(line) if x < line + 8 && line < x + WIDEST => line + 8,
        _ => x,
    }
}

/// A name that fits beside its bar.
fn shortened(name: &str) -> String {
    const LONGEST: usize = 22;
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::StackCost;

    fn stacks(ids: &[&str]) -> Estimate {
        let stack =
            |id: &&str| StackCost { id: (*id).to_owned(), region: None, resources: Vec::new() };
        Estimate { stacks: ids.iter().map(stack).collect() }
    }

    #[test]
    fn every_stack_has_a_row_and_long_names_are_shortened() {
        let svg = chart("a<b", &stacks(&["Data", "ANameThatIsMuchTooLongForThis"]), None);
        assert!(svg.contains(">a&lt;b: $0.00 a month<"));
        assert!(svg.contains(">Data<") && svg.contains(">ANameThatIsMuchTooLon…<"));
        assert!(!svg.contains("class=\"budget\""));
    }

    #[test]
    fn the_line_of_the_budget_goes_through_no_amount() {
        assert_eq!(clear_of(198, None), 198);
        assert_eq!(clear_of(198, Some(710)), 198);
        assert_eq!([clear_of(702, Some(710)), clear_of(716, Some(710))], [718, 718]);
        assert_eq!(clear_of(718, Some(710)), 718);
    }

    #[test]
    fn the_budget_is_a_line_at_its_place() {
        let svg = chart("prod", &stacks(&["Data"]), Some(Money::dollars(500)));
        // Nothing is spent, so that the budget is the widest.
        assert!(svg.contains(r#"<line class="budget" x1="710" y1="78" x2="710""#));
    }
}
