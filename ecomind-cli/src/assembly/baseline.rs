//! Where the templates are that an app is compared with.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{Manifest, Recorded, StackSnapshot, git::GitFolder, template_stem};

/// Templates that were written before: at a commit, in a folder, or in one file.
#[derive(Debug, Clone)]
pub struct Baseline {
    name: String,
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Git(GitFolder),
    Folder(PathBuf),
    File(PathBuf),
}

impl Baseline {
    /// What `name` means: a file or a folder that is there, and otherwise a git ref at which the
    /// folder `output` holds the templates. `git:NAME` is a ref in any case.
    pub fn find(name: &str, output: &Path) -> Result<Self> {
        let path = Path::new(name);
        let place = if let Some(reference) = name.strip_prefix("git:") {
            Place::Git(GitFolder::of(reference, output)?)
        } else if path.is_dir() {
            Place::Folder(path.to_owned())
        } else if path.exists() {
            Place::File(path.to_owned())
        } else {
            Place::Git(GitFolder::of(name, output)?)
        };
        Ok(Self { name: name.to_owned(), place })
    }

    /// Whether it is one template, which can only be compared with one stack.
    pub fn is_one_template(&self) -> bool {
        matches!(self.place, Place::File(_))
    }

    /// Every stack of an environment, in the order of the manifest.
    ///
    /// A folder is that of the environment itself, or holds one of this name; without a manifest,
    /// each file of it that ends in `.template.json`, `.template.yaml` or `.template.yml` is a
    /// stack.
    pub fn stacks(&self, environment: &str) -> Result<Vec<StackSnapshot>> {
        match &self.place {
            Place::File(path) => {
                let text =
                    fs::read(path).with_context(|| format!("can't read `{}`", path.display()))?;
                Ok(vec![StackSnapshot::of_file(path, &text)?])
            }
            Place::Folder(folder) => {
                let inner = folder.join(environment);
                let folder = if inner.is_dir() { &inner } else { folder };
                let read = |files: &[PathBuf]| -> Result<_> {
                    files
                        .iter()
                        .map(|file| read_if_there(&folder.join(file)))
                        .collect()
                };
                match with_manifest(&folder.display().to_string(), read)? {
                    Some(stacks) => Ok(stacks),
                    None => loose_files(folder),
                }
            }
            Place::Git(git) => {
                let place = format!("{}:{environment}", self.name);
                let read = |files: &[PathBuf]| {
                    let below: Vec<_> = files
                        .iter()
                        .map(|file| Path::new(environment).join(file))
                        .collect();
                    git.read(&below)
                };
                match with_manifest(&place, read)? {
                    Some(stacks) => Ok(stacks),
                    None => bail!(
                        "there are no templates of `{environment}` at `{}`: they are committed by \
                         whoever runs `synth`",
                        self.name
                    ),
                }
            }
        }
    }
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Git(git) => {
                let short = git.commit.get(..10).unwrap_or(&git.commit);
                write!(f, "git ref {} ({short})", self.name)
            }
            Place::Folder(path) => write!(f, "folder {}", path.display()),
            Place::File(path) => write!(f, "file {}", path.display()),
        }
    }
}

/// The stacks that a manifest names; none without a manifest.
fn with_manifest(
    place: &str,
    read: impl Fn(&[PathBuf]) -> Result<Vec<Option<Vec<u8>>>>,
) -> Result<Option<Vec<StackSnapshot>>> {
    let manifest = read(&[PathBuf::from(Manifest::FILE)])?.pop().flatten();
    let Some(bytes) = manifest else { return Ok(None) };
    let manifest_place = format!("{place}/{}", Manifest::FILE);
    if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(&bytes) {
        bail!("`{manifest_place}` must be JSON: {error}");
    }
    let recorded = Recorded::parse(&bytes, Path::new(&manifest_place))?;
    let files: Vec<_> = recorded
        .templates()
        .map(|(_, file)| PathBuf::from(file))
        .collect();
    let mut stacks = Vec::new();
    for (((id, _), file), text) in recorded.templates().zip(&files).zip(read(&files)?) {
        let place = format!("{place}/{}", file.display());
        let (Some(text), Some(entry)) = (text, recorded.stack(id)) else {
            bail!("`{place}` is missing, and the manifest beside it names it");
        };
        stacks.push(StackSnapshot::of_manifest(entry, &text, &place)?);
    }
    Ok(Some(stacks))
}

fn loose_files(folder: &Path) -> Result<Vec<StackSnapshot>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("can't read `{}`", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry
            .with_context(|| format!("can't read `{}`", folder.display()))?
            .path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if template_stem(&name).is_some() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!(
            "`{}` holds no template: neither a manifest nor a `*.template.json`",
            folder.display()
        );
    }
    paths.sort();
    let stack = |path: &PathBuf| {
        let text = fs::read(path).with_context(|| format!("can't read `{}`", path.display()))?;
        StackSnapshot::of_file(path, &text)
    };
    paths.iter().map(stack).collect()
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read `{}`", path.display())),
    }
}
