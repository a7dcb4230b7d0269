//! The fields of an environment, one by one.

use std::fmt;

/// One field of an environment: its name, and the way to put another environment's value in.
///
/// [`fields!`](crate::fields) makes them.
pub struct Field<E> {
    name: &'static str,
    put: fn(&E, &E) -> E,
}

impl<E> Field<E> {
    /// The field of this name. `put` gives the first environment with the second one's value.
    pub fn new(name: &'static str, put: fn(&E, &E) -> E) -> Self {
        Self { name, put }
    }

    /// What the field is called.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The environment `own` with the value that `other` has.
    pub(crate) fn put(&self, own: &E, other: &E) -> E {
        (self.put)(own, other)
    }
}

impl<E> fmt::Debug for Field<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.name).finish()
    }
}

/// The fields of an environment by their names, for
/// [`Environment::fields`](crate::Environment::fields). The environment must be `Clone`.
///
/// All fields belong here but the name, by which an app tells environments apart. One that is left
/// out explains nothing, so that what comes of it is shown as not explained.
///
/// ```
/// use ecomind_cli::{Environment, Field, fields};
///
/// #[derive(Clone)]
/// struct Shop {
///     name: &'static str,
///     queues: usize,
///     has_archive: bool,
/// }
///
/// impl Environment for Shop {
///     const ALL: &'static [Self] = &[Shop { name: "prod", queues: 3, has_archive: true }];
///
///     fn name(&self) -> &str {
///         self.name
///     }
///
///     fn fields() -> Vec<Field<Self>> {
///         fields!(queues, has_archive)
///     }
/// }
///
/// assert_eq!(Shop::fields()[1].name(), "has_archive");
/// ```
#[macro_export]
macro_rules! fields {
    ($($field:ident),+ $(,)?) => {
        vec![$($crate::Field::new(stringify!($field), |own: &Self, other: &Self| {
            let mut put = ::std::clone::Clone::clone(own);
            put.$field = ::std::clone::Clone::clone(&other.$field);
            put
        })),+]
    };
}
