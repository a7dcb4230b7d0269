//! Long answers come in pages.

use crate::failure::{Failure, Result};

/// The items of the page that `token` asks for, and the token of the next one.
pub(super) fn page<T>(
    items: Vec<T>,
    token: Option<&str>,
    size: usize,
) -> Result<(Vec<T>, Option<String>)> {
    let start = match token {
        Some(token) => token
            .strip_prefix("page-")
            .and_then(|it| it.parse::<usize>().ok())
            .ok_or_else(|| Failure::validation(format!("Invalid NextToken: {token}")))?,
        None => 0,
    };
    let total = items.len();
    let page: Vec<T> = items.into_iter().skip(start).take(size).collect();
    let next = start + page.len();
    Ok((page, (next < total).then(|| format!("page-{next}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other() {
        let (first, next) = page(vec![1, 2, 3], None, 2).unwrap();
        assert_eq!((first, next.as_deref()), (vec![1, 2], Some("page-2")));
        assert_eq!(page(vec![1, 2, 3], next.as_deref(), 2).unwrap(), (vec![3], None));
    }

    #[test]
    fn rejects_a_token_of_someone_else() {
        assert!(page(vec![1], Some("abc"), 2).is_err());
    }
}
