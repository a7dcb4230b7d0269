//! A picture that stands alone: one SVG, with its style, without scripts or references.

use std::fmt::Write as _;

use super::{
    layout::{BOX_WIDTH, HEADER, Layout, MARGIN, ROW},
    model::{Change, Edge, EdgeKind, Graph, Place},
    route::{Route, routes},
    text::{escape, key, kind as kind_of},
};

/// The picture as an SVG document.
pub(crate) fn svg(graph: &Graph) -> String {
    let layout = Layout::of(graph);
    let mut out = String::new();
    let mut line = |text: String| writeln!(out, "{text}").expect("a string takes all text");
    let (width, height) = (layout.width, layout.height);
    line(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">"#
    ));
    line(format!("<title>{}</title>", escape(&graph.title)));
    line(format!("<style>{STYLE}</style>"));
    line(ARROWS.to_owned());
    line(r#"<rect class="page" width="100%" height="100%"/>"#.to_owned());
    line(format!(r#"<text class="title" x="{MARGIN}" y="36">{}</text>"#, escape(&graph.title)));
    line(legend(graph));
    // Lines go first, so that boxes and labels stay legible.
    let routes = routes(graph, &layout);
    for (edge, route) in graph.edges.iter().zip(&routes) {
        line(curve(edge, route));
    }
    for (index, stack) in graph.stacks.iter().enumerate() {
        line(stack_box(index, &stack.id, &layout));
        for (at, _) in stack.constructs.iter().enumerate() {
            line(row(graph, Place { stack: index, construct: at }, &layout));
        }
    }
    let mut taken = Vec::new();
    for (edge, route) in graph.edges.iter().zip(&routes) {
        line(label(edge, route, &mut taken));
    }
    line("</svg>".to_owned());
    out
}

const STYLE: &str = "
svg{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:13px;color-scheme:light dark;\
--page:#fff;--box:#f6f8fa;--row:#fff;--line:#d0d7de;--text:#1f2328;--quiet:#59636e;--talk:#0969da;\
--changed:#fff3cd;--added:#dafbe1;--removed:#ffebe9;--replaced:#fbefff}
@media(prefers-color-scheme:dark){svg{--page:#0d1117;--box:#151b23;--row:#0d1117;--line:#3d444d;--text:#f0f6fc;\
--quiet:#9198a1;--talk:#4493f8;--changed:#4d3b00;--added:#12361f;--removed:#4c1d1d;--replaced:#3a2160}}
.page{fill:var(--page)}.title{font-size:20px;font-weight:600}text{fill:var(--text)}.quiet{fill:var(--quiet);font-size:11px}
.stack{fill:var(--box);stroke:var(--line)}.name{font-weight:600}.row{fill:var(--row);stroke:var(--line)}
.uses{fill:none;stroke:var(--quiet);stroke-opacity:.35;stroke-dasharray:3 3}.talks{fill:none;stroke:var(--talk);stroke-width:1.5}
.port{fill:var(--talk);font-size:11px;font-weight:600;stroke:var(--page);stroke-width:4px;paint-order:stroke}
.arrow-uses{fill:var(--quiet)}.arrow-talks{fill:var(--talk)}
.changed .row{fill:var(--changed)}.added .row{fill:var(--added)}.removed .row{fill:var(--removed)}.replaced .row{fill:var(--replaced)}
";

const ARROWS: &str = r#"<defs><marker id="uses" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path class="arrow-uses" d="M0 0L8 4L0 8z"/></marker><marker id="talks" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path class="arrow-talks" d="M0 0L8 4L0 8z"/></marker></defs>"#;

fn legend(graph: &Graph) -> String {
    let mut legend = format!(
        r#"<path class="talks" marker-end="url(#talks)" d="M{MARGIN} 56h28"/><text class="quiet" x="58" y="60">may connect to, at port</text><path class="uses" marker-end="url(#uses)" d="M200 56h28"/><text class="quiet" x="234" y="60">refers to</text>"#
    );
    let constructs = graph.stacks.iter().flat_map(|stack| &stack.constructs);
    let changes: Vec<_> = constructs.filter_map(|it| it.change).collect();
    let mut x = 310;
    for change in [Change::Added, Change::Changed, Change::Replaced, Change::Removed] {
        if changes.contains(&change) {
            let (word, sign) = (change.word(), change.sign());
            write!(
                legend,
                r#"<g class="{word}"><rect class="row" x="{x}" y="49" width="14" height="14"/><text class="quiet" x="{}" y="60">{sign} {word}</text></g>"#,
                x + 20
            )
            .expect("a string takes all text");
            x += 90;
        }
    }
    legend
}

fn stack_box(index: usize, id: &str, layout: &Layout) -> String {
    let place = layout.boxes[index];
    let (x, y, height) = (place.x, place.y, place.height);
    format!(
        r#"<rect class="stack" x="{x}" y="{y}" width="{BOX_WIDTH}" height="{height}" rx="6"/><text class="name" x="{}" y="{}">{}</text>"#,
        x + 10,
        y + HEADER - 10,
        escape(id)
    )
}

fn row(graph: &Graph, place: Place, layout: &Layout) -> String {
    let construct = graph.construct(place);
    let (x, middle) = layout.anchor(place);
    let class = construct.change.map_or("", Change::word);
    let sign = construct
        .change
        .map(|change| format!("{} ", change.sign()))
        .unwrap_or_default();
    let name = escape(&format!("{sign}{}", shortened(&construct.id, 26)));
    let kind = escape(&shortened(&construct.short_type(), 38));
    // How many resources it has stands apart, so that a long type never hides it.
    let count = match construct.resources {
        0 | 1 => String::new(),
        more => format!(
            r#"<text class="quiet" text-anchor="end" x="{}" y="{}">×{more}</text>"#,
            x + BOX_WIDTH - 10,
            middle - 2
        ),
    };
    let stack = &graph.stacks[place.stack].id;
    let title = format!("{stack}/{}: {}", construct.id, kind_of(construct));
    // What is outside has a name and nothing below it.
    let name_y = if kind.is_empty() { middle + 4 } else { middle - 2 };
    format!(
        r#"<g id="{}" class="{class}"><title>{}</title><rect class="row" x="{x}" y="{}" width="{BOX_WIDTH}" height="{ROW}"/><text x="{}" y="{name_y}">{name}</text>{count}<text class="quiet" x="{}" y="{}">{kind}</text></g>"#,
        key(place),
        escape(title.trim_end_matches(": ")),
        middle - ROW / 2,
        x + 10,
        x + 10,
        middle + 12,
    )
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn curve(edge: &Edge, route: &Route) -> String {
    let class = match edge.kind {
        EdgeKind::Uses => "uses",
        EdgeKind::TalksTo(_) => "talks",
    };
    format!(
        r#"<path class="{class}" data-from="{}" data-to="{}" marker-end="url(#{class})" d="{}"/>"#,
        key(edge.from),
        key(edge.to),
        route.path()
    )
}

/// The ports, beside the end of the line. Several lines that end there say the same ports once, and
/// other ports go one below another.
fn label<'a>(edge: &'a Edge, route: &Route, taken: &mut Vec<(Place, usize, &'a str)>) -> String {
    let EdgeKind::TalksTo(ports) = &edge.kind else { return String::new() };
    let end = route.end;
    let (x, anchor) =
        if route.comes_from_left() { (end.0 - 10, "end") } else { (end.0 + 10, "start") };
    let here = |it: &&(Place, usize, &str)| it.0 == edge.to && it.1 == x;
    if taken.iter().any(|it| here(&it) && it.2 == ports) {
        return String::new();
    }
    let y = end.1 - 4 + 13 * taken.iter().filter(here).count();
    taken.push((edge.to, x, ports));
    format!(
        r#"<text class="port" data-at="{}" text-anchor="{anchor}" x="{x}" y="{y}">{}</text>"#,
        key(edge.to),
        escape(ports)
    )
}
