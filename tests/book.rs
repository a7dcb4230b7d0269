//! The guides make a site: every page is in its list, and no link between pages is broken.

mod support;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[test]
fn the_site_builds_without_a_warning() -> Outcome<()> {
    let site = tempfile::tempdir()?;
    let output = Command::new(support::mdbook())
        .args(["build", "--dest-dir"])
        .arg(site.path())
        .current_dir(support::root())
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("WARN") && !said.contains("ERROR"), "{said}");
    let page = fs::read_to_string(site.path().join("deploying.html"))?;
    assert!(page.contains("EcoMind constructs"), "the page has the title of the site");
    Ok(())
}

#[test]
fn every_guide_is_in_the_list_of_pages() -> Outcome<()> {
    let list = fs::read_to_string(docs().join("SUMMARY.md"))?;
    let listed: BTreeSet<PathBuf> = links(&list).map(|link| docs().join(link)).collect();
    let mut pages: BTreeSet<PathBuf> = pages()?.into_iter().collect();
    pages.remove(&docs().join("SUMMARY.md"));
    assert_eq!(listed, pages);
    Ok(())
}

#[test]
fn links_between_guides_lead_somewhere() -> Outcome<()> {
    // The site is made of what is below this; the rest of the repository is not on it.
    let site = fs::canonicalize(docs())?;
    let mut broken = Vec::new();
    for page in pages()? {
        let text = fs::read_to_string(&page)?;
        for link in links(&text) {
            let target = fs::canonicalize(page.parent().unwrap_or(&page).join(link));
            if !target.is_ok_and(|target| target.starts_with(&site)) {
                broken.push(format!("{link} in {}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    Ok(())
}

fn docs() -> PathBuf {
    support::root().join("docs")
}

fn pages() -> Outcome<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for folder in [docs(), docs().join("decisions")] {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|it| it == "md") {
                pages.push(path);
            }
        }
    }
    Ok(pages)
}

/// Files that a page links to, without the place in them.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    targets
        .filter(|link| !link.contains("://") && !link.starts_with('#'))
        .map(|link| link.split('#').next().unwrap_or(link))
        .filter(|link| Path::new(link).extension().is_some())
}
