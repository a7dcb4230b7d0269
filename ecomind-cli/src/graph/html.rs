//! A page around the picture, to open in a browser: what is pointed at shows its lines alone.

use super::{model::Graph, svg::svg, text::escape};

/// The picture as an HTML page that loads nothing.
pub(crate) fn html(graph: &Graph) -> String {
    let (title, picture) = (escape(&graph.title), svg(graph));
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
{picture}<script>{SCRIPT}</script>
</body>
</html>
"#
    )
}

const STYLE: &str = "
body{margin:0;color-scheme:light dark}svg{max-width:100%;min-width:1100px;height:auto;display:block}g[id]{cursor:pointer}
.focus path[data-from]:not(.on),.focus g[id]:not(.on),.focus .port:not(.on){opacity:.12}
.focus path.on{stroke-opacity:1;stroke-width:2.5}
";

/// Points and clicks: a click holds what is shown until the next.
const SCRIPT: &str = r#"
const svg = document.querySelector("svg"), edges = [...svg.querySelectorAll("path[data-from]")];
let held = false;
function show(id) {
  svg.querySelectorAll(".on").forEach(it => it.classList.remove("on"));
  svg.classList.toggle("focus", id !== null);
  if (id === null) return;
  const on = id => document.getElementById(id)?.classList.add("on");
  on(id);
  for (const edge of edges) if (edge.dataset.from === id || edge.dataset.to === id) {
    edge.classList.add("on"); on(edge.dataset.from); on(edge.dataset.to);
    if (edge.classList.contains("talks"))
      svg.querySelectorAll(`.port[data-at="${edge.dataset.to}"]`).forEach(it => it.classList.add("on"));
  }
}
for (const row of svg.querySelectorAll("g[id]")) {
  row.addEventListener("mouseenter", () => held || show(row.id));
  row.addEventListener("mouseleave", () => held || show(null));
  row.addEventListener("click", event => { held = true; show(row.id); event.stopPropagation(); });
}
document.addEventListener("click", () => { held = false; show(null); });
"#;
