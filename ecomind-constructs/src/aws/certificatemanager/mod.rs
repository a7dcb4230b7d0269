//! Certificate Manager: certificates that renew themselves.

mod certificate;
mod existing_certificate;

pub use self::{
    certificate::{Certificate, CertificateBuilder},
    existing_certificate::ExistingCertificateBuilder,
};
