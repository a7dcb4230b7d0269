//! What viewers see instead of an error.

use crate::cfn::cloudfront as cfn;

/// A page that takes the place of an error.
#[derive(Debug)]
pub(super) struct ErrorPage {
    pub(super) error: u16,
    pub(super) answer: u16,
    pub(super) page: String,
}

/// The errors that CloudFront has pages for.
const ERRORS: [u16; 11] = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

impl ErrorPage {
    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        if !ERRORS.contains(&self.error) {
            let all = ERRORS.map(|error| error.to_string()).join(", ");
            return Some(format!("must be for one of {all}, got {}", self.error));
        }
        (!self.page.starts_with('/'))
            .then(|| format!("must be a page that begins with `/`, got {:?}", self.page))
    }

    pub(super) fn property(&self) -> cfn::DistributionCustomErrorResponse {
        cfn::DistributionCustomErrorResponse::new(self.error)
            .response_code(self.answer)
            .response_page_path(&self.page)
    }
}
