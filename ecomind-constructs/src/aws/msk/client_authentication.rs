//! How clients show who they are.

use crate::{
    cfn::{
        ids::{acmpca::CertificateAuthorityArn, secretsmanager::SecretArn},
        msk as cfn,
    },
    value::{Port, Value},
};

/// How clients of a [`Cluster`](super::Cluster) show who they are, each way on a port of its own.
///
/// All of them are encrypted. Nobody connects without one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// By their IAM role, on port 9098; what it may do says IAM too, see
    /// [`Cluster::grant_produce`](super::Cluster::grant_produce).
    Iam,
    /// By user and password, on port 9096, one secret per user. Secrets must have a name that
    /// begins with `AmazonMSK_`, and a key of your own.
    ///
    /// Every user may do everything until you make ACLs, with Kafka's own tools.
    Scram(Vec<Value<SecretArn>>),
    /// By a certificate of these private authorities, on port 9094.
    ///
    /// Every client may do everything until you make ACLs, with Kafka's own tools.
    MutualTls(Vec<Value<CertificateAuthorityArn>>),
}

impl ClientAuthentication {
    /// The port that it is on.
    #[must_use]
    pub const fn port(&self) -> Port {
        match self {
            Self::Iam => Port::tcp(9098),
            Self::Scram(_) => Port::tcp(9096),
            Self::MutualTls(_) => Port::tcp(9094),
        }
    }

    /// What Kafka clients have as their `security.protocol`.
    #[must_use]
    pub const fn security_protocol(&self) -> &'static str {
        match self {
            Self::Iam | Self::Scram(_) => "SASL_SSL",
            Self::MutualTls(_) => "SSL",
        }
    }

    /// What the custom resource calls its bootstrap brokers.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Iam => "Iam",
            Self::Scram(_) => "Scram",
            Self::MutualTls(_) => "Tls",
        }
    }
}

/// What is wrong with the ways together, if anything is.
pub(super) fn flaw(ways: &[ClientAuthentication]) -> Option<String> {
    if ways.is_empty() {
        return Some("must be at least one, got none: anybody could connect".to_owned());
    }
    let names: Vec<&str> = ways.iter().map(ClientAuthentication::name).collect();
    if let Some((_, twice)) = names
        .iter()
        .enumerate()
        .find(|(index, name)| names[..*index].contains(name))
    {
        return Some(format!("must not repeat a way, got `{twice}` twice"));
    }
    ways.iter().find_map(|way| match way {
        ClientAuthentication::MutualTls(authorities) if authorities.is_empty() => {
            Some("must name an authority of `MutualTls`, got none".to_owned())
        }
        ClientAuthentication::Scram(secrets) => secrets.iter().find_map(flaw_of_secret),
        _ => None,
    })
}

fn flaw_of_secret(secret: &Value<SecretArn>) -> Option<String> {
    let arn: Value<String> = secret.clone().cast();
    let arn = arn.as_literal()?;
    let wrong = !arn.contains(":secret:AmazonMSK_");
    wrong.then(|| format!("must have secrets named `AmazonMSK_…`, as MSK wants, got {arn:?}"))
}

/// The ways as the cluster's property.
pub(super) fn property(ways: &[ClientAuthentication]) -> cfn::ClusterClientAuthentication {
    let is = |name| ways.iter().any(|way| way.name() == name);
    let sasl = cfn::ClusterSasl::new()
        .iam(cfn::ClusterIam::new(is("Iam")))
        .scram(cfn::ClusterScram::new(is("Scram")));
    let mut property = cfn::ClusterClientAuthentication::new()
        .sasl(sasl)
        .unauthenticated(cfn::ClusterUnauthenticated::new(false));
    for way in ways {
        if let ClientAuthentication::MutualTls(authorities) = way {
            let tls = cfn::ClusterTls::new()
                .enabled(true)
                .certificate_authority_arn_list(authorities.clone());
            property = property.tls(tls);
        }
    }
    property
}
