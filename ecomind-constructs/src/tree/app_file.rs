//! Files that an app has beside its templates.

use super::{Output, Ref};

/// A file that synthesis gives beside the templates of an app, such as one of a chart of Helm:
/// [noted](super::Scope::note) wherever it is made.
///
/// ```
/// use ecomind_constructs::{prelude::*, tree::AppFile};
///
/// # let mut app = App::new();
/// app.scope().note(AppFile::new("helm/shop/Chart.yaml", "name: shop\n"));
/// assert_eq!(synthesize(&app)?.files[0].path, "helm/shop/Chart.yaml");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct AppFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A value of a chart that an output of a stack tells: [noted](super::Scope::note) beside it.
/// `outputs --format helm-values` prints what it is.
///
/// ```
/// use ecomind_constructs::{prelude::*, tree::OutputValue};
///
/// # let mut app = App::new();
/// let mut stack = app.stack("Network")?;
/// let region = Output::new(value::region()).add("Region", &mut stack)?;
/// stack.note(OutputValue::new("network.region", region));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct OutputValue {
    pub(crate) path: String,
    pub(crate) output: Ref<Output>,
}

impl AppFile {
    /// A file of this text, at a path below the folder of the environment: names with slashes
    /// between them.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// Whether it is inside of the folder, and none of the files that synthesis writes itself.
    pub(crate) fn is_plain(&self) -> bool {
        let plain = |name: &str| !name.is_empty() && !name.starts_with('.') && !name.contains('\\');
        self.path.contains('/') && self.path.split('/').all(plain)
    }
}

impl OutputValue {
    /// The value at a path, such as `services.api.image`, is what `output` says.
    pub fn new(path: impl Into<String>, output: Ref<Output>) -> Self {
        Self { path: path.into(), output }
    }
}
