//! How distributions are made.

use crate::{
    Result,
    aws::{certificatemanager::Certificate, s3::Bucket, wafv2::WebAcl},
    cfn::cloudfront as cfn,
    tree::{Resource as _, Scope},
};

use super::{
    AccessLogs, Behavior, Distribution, GeoRestriction, Origin, PriceClass, error_page::ErrorPage,
    origin_access,
};

/// Builds a [`Distribution`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct DistributionBuilder {
    pub(super) id: String,
    pub(super) default: Behavior,
    pub(super) behaviors: Vec<(String, Behavior)>,
    pub(super) names: Option<(Vec<String>, Certificate)>,
    pub(super) default_root_object: Option<String>,
    pub(super) price_class: PriceClass,
    pub(super) error_pages: Vec<ErrorPage>,
    pub(super) web_acl: Option<WebAcl>,
    pub(super) access_logs: Option<(Bucket, String)>,
    pub(super) geo_restriction: Option<GeoRestriction>,
    pub(super) comment: Option<String>,
}

impl DistributionBuilder {
    pub(super) fn new(id: String, default: Behavior) -> Self {
        // A server answers `/` itself; a bucket has no object of that name.
        let is_bucket = default.origin.as_bucket().is_some();
        Self {
            id,
            default,
            behaviors: Vec::new(),
            names: None,
            default_root_object: is_bucket.then(|| "index.html".to_owned()),
            price_class: PriceClass::AllPlaces,
            error_pages: Vec::new(),
            web_acl: None,
            access_logs: None,
            geo_restriction: None,
            comment: None,
        }
    }

    /// What happens to requests for a path, such as `/api/*`; the first that fits counts. Adds to
    /// those before; default: all are treated alike.
    pub fn behavior(mut self, path: impl Into<String>, behavior: impl Into<Behavior>) -> Self {
        self.behaviors.push((path.into(), behavior.into()));
        self
    }

    /// The names that viewers know it by, and a certificate for them in us-east-1. Default: the
    /// name and certificate of CloudFront.
    pub fn domain_names<N: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = N>,
        certificate: &Certificate,
    ) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        self.names = Some((names, certificate.clone()));
        self
    }

    /// The object that `/` stands for, `None` to ask the origin. Default: `index.html` for a
    /// bucket, `None` for a server.
    pub fn default_root_object<'a>(mut self, object: impl Into<Option<&'a str>>) -> Self {
        self.default_root_object = object.into().map(str::to_owned);
        self
    }

    /// The places that serve viewers. Default: [`PriceClass::AllPlaces`].
    pub fn price_class(mut self, class: PriceClass) -> Self {
        self.price_class = class;
        self
    }

    /// The page that viewers see instead of an error, with the error's own code. It is for the
    /// errors of all origins. Adds to those before; default: what the origin says.
    pub fn error_page(mut self, error: u16, page: impl Into<String>) -> Self {
        self.error_pages
            .push(ErrorPage { error, answer: error, page: page.into() });
        self
    }

    /// Answers with this page, such as `/index.html`, where the bucket has no object: for apps
    /// that make sense of paths in the browser. Default: no.
    ///
    /// It would also turn the errors of servers into the page, and so is refused beside them.
    pub fn single_page_app(mut self, page: impl Into<String>) -> Self {
        let page = page.into();
        // Who may not list a bucket is told 403 of objects that it does not have.
        for error in [403, 404] {
            self.error_pages
                .push(ErrorPage { error, answer: 200, page: page.clone() });
        }
        self
    }

    /// The rules that refuse requests. Default: none.
    pub fn web_acl(mut self, acl: &WebAcl) -> Self {
        self.web_acl = Some(*acl);
        self
    }

    /// The bucket that hears of each request, and what its keys begin with; in a stack of
    /// us-east-1, elsewhere see [`AccessLogs`]. Default: nobody hears of them.
    pub fn access_logs(mut self, bucket: &Bucket, prefix: impl Into<String>) -> Self {
        self.access_logs = Some((*bucket, prefix.into()));
        self
    }

    /// The countries that viewers may be in. Default: all.
    pub fn geo_restriction(mut self, restriction: GeoRestriction) -> Self {
        self.geo_restriction = Some(restriction);
        self
    }

    /// What the console shows, at most 128 characters. Default: nothing.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Adds the distribution to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Distribution> {
        let mut scope = scope.child(&self.id)?;
        if let Some((setter, reason)) = self.flaw() {
            return Err(scope.invalid(setter, reason));
        }
        let mut known: Vec<Origin> = Vec::new();
        for behavior in self.all_behaviors() {
            if !known.iter().any(|other| other.is_same_as(&behavior.origin)) {
                known.push(behavior.origin.clone());
            }
        }
        let id_of = |origin: &Origin| {
            let position = known.iter().position(|other| other.is_same_as(origin));
            format!("Origin{}", position.map_or(0, |position| position + 1))
        };
        let mut origins = Vec::new();
        for origin in &known {
            let id = id_of(origin);
            let access = match origin.as_bucket() {
                Some(_) => Some(origin_access::control(&mut scope.child(&id)?)?),
                None => None,
            };
            origins.push(origin.property(&id, access));
        }

        let default = self.default.default_property(&id_of(&self.default.origin));
        let mut config = cfn::DistributionDistributionConfig::new(default, true)
            .http_version(cfn::DistributionHttpVersion::Http2and3)
            .ipv6_enabled(true)
            .origins(origins)
            .price_class(self.price_class.value());
        if !self.behaviors.is_empty() {
            let behaviors = self.behaviors.iter();
            let behaviors = behaviors.map(|(path, one)| one.property(path, &id_of(&one.origin)));
            config = config.cache_behaviors(behaviors.collect::<Vec<_>>());
        }
        if let Some((names, certificate)) = self.names {
            let viewers = cfn::DistributionViewerCertificate::new()
                .acm_certificate_arn(certificate.arn())
                .minimum_protocol_version(cfn::DistributionMinimumProtocolVersion::TlSv122021)
                .ssl_support_method(cfn::DistributionSslSupportMethod::SniOnly);
            config = config.aliases(names).viewer_certificate(viewers);
        }
        if let Some(object) = self.default_root_object {
            config = config.default_root_object(object);
        }
        if !self.error_pages.is_empty() {
            let pages = self.error_pages.iter().map(ErrorPage::property);
            config = config.custom_error_responses(pages.collect::<Vec<_>>());
        }
        if let Some(acl) = self.web_acl {
            config = config.web_acl_id(acl.arn());
        }
        if let Some(restriction) = self.geo_restriction {
            config = config.restrictions(restriction.property());
        }
        if let Some(comment) = self.comment {
            config = config.comment(comment);
        }
        let resource = cfn::Distribution::new(config).add("Resource", &mut scope)?;
        let distribution = Distribution::of(resource);
        for bucket in known.iter().filter_map(Origin::as_bucket) {
            origin_access::allow(bucket, distribution, &mut scope)?;
        }
        if let Some((bucket, prefix)) = self.access_logs {
            AccessLogs::builder("AccessLogs", &distribution, &bucket)
                .prefix(prefix)
                .build(&mut scope)?;
        }
        Ok(distribution)
    }

    pub(super) fn all_behaviors(&self) -> impl Iterator<Item = &Behavior> {
        std::iter::once(&self.default).chain(self.behaviors.iter().map(|(_, behavior)| behavior))
    }
}
