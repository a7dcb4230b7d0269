//! Finds the client of each account and region, and makes each of them once.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use aws_config::{Region, SdkConfig, sts::AssumeRoleProvider};
use aws_sdk_cloudformation::config::{ProvideCredentials, SharedCredentialsProvider};

use crate::cloudformation::{
    Answer, CloudFormation, Clouds, Error, ErrorKind, Place, Result, Tasks,
};

use super::{Connection, SdkCloudFormation, connection::Keys, failed, tasks::SdkTasks};

/// CloudFormation in all accounts and regions that the credentials reach.
pub(crate) struct SdkClouds {
    connection: Connection,
    base: RefCell<Option<(SdkConfig, Option<String>)>>,
    clients: RefCell<BTreeMap<Place, Rc<SdkCloudFormation>>>,
}

impl SdkClouds {
    /// Calls nothing yet.
    pub(crate) fn new(connection: Connection) -> Self {
        Self { connection, base: RefCell::default(), clients: RefCell::default() }
    }

    async fn client(&self, place: &Place) -> Result<Rc<SdkCloudFormation>> {
        if let Some(client) = self.clients.borrow().get(place) {
            return Ok(client.clone());
        }
        let (config, account) = self.config(place).await?;
        let s3_endpoint = self.connection.s3_endpoint.clone();
        let client = Rc::new(SdkCloudFormation::new(&config, account, s3_endpoint));
        self.clients
            .borrow_mut()
            .insert(place.clone(), client.clone());
        Ok(client)
    }

    /// The configuration for a place, and the account that it is in.
    async fn config(&self, place: &Place) -> Result<(SdkConfig, Option<String>)> {
        let (base, own) = self.base().await?;
        let given = self.connection.region.as_deref();
        let region = match (place.region.as_deref(), given) {
            (Some(app), _) => app.to_owned(),
            (None, Some(given)) => given.to_owned(),
            (None, None) => match base.region() {
                Some(region) => region.as_ref().to_owned(),
                None => return Err(no_region()),
            },
        };
        let mut builder = base.to_builder().region(Region::new(region.clone()));
        let mut account = place.account.clone().or_else(|| own.clone());
        if self.connection.is_local {
            // The simulator has every account: the access key says which one is meant.
            let account = account
                .get_or_insert_with(|| "000000000000".to_owned())
                .clone();
            let keys = Keys { id: account, secret: "local".to_owned(), token: None };
            builder = builder.credentials_provider(keys.provider());
        } else if let (Some(wanted), Some(own)) = (&place.account, &own)
            && wanted != own
        {
            let Some(role) = &self.connection.assume_role else {
                return Err(wrong_account(wanted, own));
            };
            let arn = format!("arn:{}:iam::{wanted}:role/{role}", partition(&region));
            let provider = AssumeRoleProvider::builder(arn)
                .session_name("ecomind")
                .region(Region::new(region))
                .configure(&base)
                .build()
                .await;
            builder = builder.credentials_provider(SharedCredentialsProvider::new(provider));
        }
        Ok((builder.build(), account))
    }

    /// What all clients share, and the account of the credentials where the endpoint tells it.
    async fn base(&self) -> Result<(SdkConfig, Option<String>)> {
        if let Some(base) = &*self.base.borrow() {
            return Ok(base.clone());
        }
        let config = self.connection.load().await;
        let account =
            if self.connection.is_local { None } else { self.own_account(&config).await? };
        let base = (config, account);
        *self.base.borrow_mut() = Some(base.clone());
        Ok(base)
    }

    async fn own_account(&self, config: &SdkConfig) -> Result<Option<String>> {
        let missing = || {
            let message = "there are no credentials for AWS";
            Error::new(ErrorKind::NoCredentials, "GetCallerIdentity", message)
        };
        let provider = config.credentials_provider().ok_or_else(missing)?;
        if let Err(error) = provider.provide_credentials().await {
            let text = aws_sdk_cloudformation::error::DisplayErrorContext(&error).to_string();
            let is_expired = text.contains("xpired");
            let expired = Error::new(ErrorKind::ExpiredCredentials, "GetCallerIdentity", text);
            return Err(if is_expired { expired } else { missing() });
        }
        let region = config.region().cloned();
        let region = region.unwrap_or_else(|| Region::new("us-east-1"));
        let config = config.to_builder().region(region).build();
        let answer = aws_sdk_sts::Client::new(&config)
            .get_caller_identity()
            .send()
            .await
            .map_err(failed("GetCallerIdentity"));
        match answer {
            Ok(identity) => Ok(identity.account),
            // An endpoint of CloudFormation alone knows no identities.
            Err(error) if self.connection.endpoint.is_some() && !is_trouble(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Clouds for SdkClouds {
    fn at<'a>(&'a self, place: &'a Place) -> Answer<'a, Rc<dyn CloudFormation>> {
        Box::pin(async { Ok(self.client(place).await? as Rc<dyn CloudFormation>) })
    }

    fn tasks<'a>(&'a self, place: &'a Place) -> Answer<'a, Rc<dyn Tasks>> {
        Box::pin(async {
            let (config, _) = self.config(place).await?;
            let connector = self.connection.connector(&config);
            Ok(Rc::new(SdkTasks::new(&self.connection, &config, &connector)) as Rc<dyn Tasks>)
        })
    }

    fn account<'a>(&'a self, place: &'a Place) -> Answer<'a, String> {
        Box::pin(async {
            let client = self.client(place).await?;
            let account = client.account().map(str::to_owned);
            Ok(account.unwrap_or_else(|| "000000000000".to_owned()))
        })
    }
}

/// Whether the account is not told for a reason that has nothing to do with the endpoint. The name
/// of the bucket for templates depends on it, so that it must not be guessed.
fn is_trouble(error: &Error) -> bool {
    matches!(
        error.kind,
        ErrorKind::ExpiredCredentials
            | ErrorKind::UnknownCredentials
            | ErrorKind::NoCredentials
            | ErrorKind::ClockSkew
            | ErrorKind::Throttled
            | ErrorKind::Unavailable
            | ErrorKind::Unreachable
    )
}

fn no_region() -> Error {
    Error::new(ErrorKind::NoRegion, "DescribeStacks", "nothing says the region")
}

fn wrong_account(wanted: &str, own: &str) -> Error {
    let message =
        format!("the app belongs into account {wanted}, and these credentials are of {own}");
    Error::new(ErrorKind::WrongAccount, "GetCallerIdentity", message)
}

/// The part of AWS that a region is in.
fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
