//! What distributions can't take.

use crate::aws::route53::flaw_of_domain_name;

use super::{Behavior, DistributionBuilder, error_page::ErrorPage};

/// The longest pattern of a path, and the longest comment.
const LONGEST_PATH: usize = 255;
const LONGEST_COMMENT: usize = 128;

impl DistributionBuilder {
    /// The setter that was given what it can't take, and why it can't.
    pub(super) fn flaw(&self) -> Option<(&'static str, String)> {
        let origin = self
            .all_behaviors()
            .find_map(|behavior| behavior.origin.flaw());
        let pages = self.error_pages.iter().find_map(ErrorPage::flaw);
        None.or(origin.map(|reason| ("origin", reason)))
            .or_else(|| self.flaw_of_paths().map(|reason| ("behavior", reason)))
            .or_else(|| self.flaw_of_names())
            .or(pages.map(|reason| ("error_page", reason)))
            .or_else(|| self.flaw_of_errors())
            .or_else(|| self.flaw_of_texts())
            .or_else(|| {
                let restriction = self.geo_restriction.as_ref()?;
                restriction.flaw().map(|reason| ("geo_restriction", reason))
            })
            .or_else(|| {
                let wrong = self.web_acl.is_some_and(|acl| !acl.is_for_cloudfront());
                let reason = "must be a web ACL for CloudFront, got a regional one";
                wrong.then(|| ("web_acl", reason.to_owned()))
            })
    }

    fn flaw_of_paths(&self) -> Option<String> {
        for (position, (path, _)) in self.behaviors.iter().enumerate() {
            if !path.starts_with(['/', '*']) || LONGEST_PATH < path.len() || path == "*" {
                return Some(format!(
                    "must be for a path of at most {LONGEST_PATH} characters such as `/api/*`, \
                     got {path:?}"
                ));
            }
            if self.behaviors[..position]
                .iter()
                .any(|(other, _)| other == path)
            {
                return Some(format!("must be for different paths, got {path:?} twice"));
            }
        }
        None
    }

    fn flaw_of_names(&self) -> Option<(&'static str, String)> {
        let (names, certificate) = self.names.as_ref()?;
        if let Some(region) = certificate.region().filter(|region| *region != "us-east-1") {
            let reason = format!("must be in us-east-1 for CloudFront, got {region:?}");
            return Some(("certificate", reason));
        }
        if names.is_empty() {
            return Some(("domain_names", "must be at least one, got none".to_owned()));
        }
        for (position, name) in names.iter().enumerate() {
            if let Some(reason) = flaw_of_domain_name(name) {
                return Some(("domain_names", reason));
            }
            if names[..position].contains(name) {
                return Some(("domain_names", format!("must differ, got {name:?} twice")));
            }
            if certificate.covers(name) == Some(false) {
                let covered = certificate.domain_names().join(", ");
                let reason = format!("must be names of the certificate, {covered}, got {name:?}");
                return Some(("domain_names", reason));
            }
        }
        None
    }

    fn flaw_of_errors(&self) -> Option<(&'static str, String)> {
        let is_app = self.error_pages.iter().any(|page| page.answer == 200);
        let is_server = |behavior: &Behavior| behavior.origin.as_bucket().is_none();
        if is_app && self.all_behaviors().any(is_server) {
            let reason = "must be left out beside origins that are servers: their errors would \
                          become the page";
            return Some(("single_page_app", reason.to_owned()));
        }
        for (position, page) in self.error_pages.iter().enumerate() {
            if self.error_pages[..position]
                .iter()
                .any(|other| other.error == page.error)
            {
                let reason = format!("must be one for each error, got two for {}", page.error);
                return Some(("error_page", reason));
            }
        }
        None
    }

    fn flaw_of_texts(&self) -> Option<(&'static str, String)> {
        if let Some(object) = &self.default_root_object
            && (object.is_empty() || object.starts_with('/'))
        {
            let reason = format!("must be a key that doesn't begin with `/`, got {object:?}");
            return Some(("default_root_object", reason));
        }
        let letters = self.comment.as_ref()?.len();
        (LONGEST_COMMENT < letters).then(|| {
            let reason = format!("must have at most {LONGEST_COMMENT} characters, got {letters}");
            ("comment", reason)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{prelude::*, testing};

    fn certificate_in(region: &str, stack: &mut Scope<'_>) -> Result<Certificate> {
        let arn = format!("arn:aws:acm:{region}:111122223333:certificate/1");
        Certificate::from_arn("Certificate", arn)
            .domain_name("*.example.com")
            .build(stack)
    }

    fn server() -> DistributionBuilder {
        Distribution::builder("Site", Origin::https("a.example.com"))
    }

    fn refusal(site: DistributionBuilder) -> String {
        testing::reject(|stack| site.build(stack)).to_string()
    }

    #[test]
    fn rejects_a_certificate_outside_of_us_east_1() {
        let mut app = App::new().region("eu-west-1");
        let mut stack = app.stack("Edge").unwrap();
        let zone = HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.com")
            .build(&mut stack)
            .unwrap();
        let certificate = Certificate::builder("Certificate", "example.com", &zone)
            .build(&mut stack)
            .unwrap();
        let error = server()
            .domain_names(["example.com"], &certificate)
            .build(&mut stack)
            .expect_err("refused");
        insta::assert_snapshot!(error, @r#"`certificate` of `Edge/Site` must be in us-east-1 for CloudFront, got "eu-west-1""#);
        assert!(
            error
                .location()
                .unwrap()
                .to_string()
                .contains("distribution_flaws.rs")
        );
        let existing = testing::reject(|stack| {
            let certificate = certificate_in("eu-central-1", stack)?;
            server()
                .domain_names(["a.example.com"], &certificate)
                .build(stack)
        });
        insta::assert_snapshot!(existing, @r#"`certificate` of `Test/Site` must be in us-east-1 for CloudFront, got "eu-central-1""#);
    }

    #[test]
    fn rejects_names_that_viewers_would_be_warned_of() {
        let refusal = |names: &[&str]| {
            let error = testing::reject(|stack| {
                let certificate = certificate_in("us-east-1", stack)?;
                server()
                    .domain_names(names.to_vec(), &certificate)
                    .build(stack)
            });
            error.to_string()
        };
        insta::assert_snapshot!(refusal(&[]), @"`domain_names` of `Test/Site` must be at least one, got none");
        insta::assert_snapshot!(refusal(&["example.com"]), @r#"`domain_names` of `Test/Site` must be names of the certificate, *.example.com, got "example.com""#);
        insta::assert_snapshot!(refusal(&["a.example.com", "a.example.com"]), @r#"`domain_names` of `Test/Site` must differ, got "a.example.com" twice"#);
        insta::assert_snapshot!(refusal(&["a.example.com."]), @r#"`domain_names` of `Test/Site` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "a.example.com.""#);
    }

    #[test]
    fn rejects_paths_that_never_fit() {
        let api = || Origin::https("api.example.com");
        insta::assert_snapshot!(refusal(server().behavior("api/*", api())), @r#"`behavior` of `Test/Site` must be for a path of at most 255 characters such as `/api/*`, got "api/*""#);
        insta::assert_snapshot!(refusal(server().behavior("*", api())), @r#"`behavior` of `Test/Site` must be for a path of at most 255 characters such as `/api/*`, got "*""#);
        insta::assert_snapshot!(refusal(server().behavior("/a", api()).behavior("/a", api())), @r#"`behavior` of `Test/Site` must be for different paths, got "/a" twice"#);
    }

    #[test]
    fn rejects_origins_that_cloudfront_refuses() {
        let site = |origin: Origin| refusal(Distribution::builder("Site", origin));
        let origin = || Origin::https("a.example.com");
        insta::assert_snapshot!(site(Origin::https("https://a.example.com")), @r#"`origin` of `Test/Site` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "https://a.example.com""#);
        insta::assert_snapshot!(site(origin().path("site/")), @r#"`origin` of `Test/Site` must have a path that begins with `/` and doesn't end with it, got "site/""#);
        insta::assert_snapshot!(site(origin().read_timeout(Duration::minutes(3))), @"`origin` of `Test/Site` must wait for 1 to 120 seconds, got 3 minutes");
    }

    #[test]
    fn rejects_pages_that_would_hide_what_servers_say() {
        insta::assert_snapshot!(refusal(server().single_page_app("/index.html")), @"`single_page_app` of `Test/Site` must be left out beside origins that are servers: their errors would become the page");
        insta::assert_snapshot!(refusal(server().error_page(401, "/login.html")), @"`error_page` of `Test/Site` must be for one of 400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504, got 401");
        insta::assert_snapshot!(refusal(server().error_page(404, "404.html")), @r#"`error_page` of `Test/Site` must be a page that begins with `/`, got "404.html""#);
        insta::assert_snapshot!(refusal(server().error_page(404, "/a.html").error_page(404, "/b.html")), @"`error_page` of `Test/Site` must be one for each error, got two for 404");
    }

    #[test]
    fn rejects_a_regional_web_acl() {
        let error = testing::reject(|stack| {
            let acl = WebAcl::regional("Acl").build(stack)?;
            server().web_acl(&acl).build(stack)
        });
        insta::assert_snapshot!(error, @"`web_acl` of `Test/Site` must be a web ACL for CloudFront, got a regional one");
    }

    #[test]
    fn rejects_texts_and_countries_that_cloudfront_refuses() {
        insta::assert_snapshot!(refusal(server().default_root_object("/index.html")), @r#"`default_root_object` of `Test/Site` must be a key that doesn't begin with `/`, got "/index.html""#);
        insta::assert_snapshot!(refusal(server().comment("x".repeat(129))), @"`comment` of `Test/Site` must have at most 128 characters, got 129");
        let nowhere: [&str; 0] = [];
        insta::assert_snapshot!(refusal(server().geo_restriction(GeoRestriction::allow(nowhere))), @"`geo_restriction` of `Test/Site` must name a country, got none");
        insta::assert_snapshot!(refusal(server().geo_restriction(GeoRestriction::deny(["Germany"]))), @r#"`geo_restriction` of `Test/Site` must have countries of two upper-case letters, got "Germany""#);
    }
}
