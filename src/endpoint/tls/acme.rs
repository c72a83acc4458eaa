//! Getting a certificate and renewing it, by ACME (RFC 8555) over http-01, by way of `instant-acme`.
//!
//! The account and the certificate lie in the endpoint's folder, for nobody else to read, so that a
//! restart asks for nothing.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, ChallengeType, Identifier, LetsEncrypt,
    NewAccount, NewOrder, Order, OrderStatus, RetryPolicy,
};
use thiserror::Error;
use tokio_rustls::rustls::crypto::ring;

use super::plain::Challenges;
use super::{Certificate, Shown, TlsError};
use crate::endpoint::Endpoint;
use crate::endpoint::clock::system_now;
use crate::sync::keys::sha256;

/// Of a certificate's life, this part is over when it is renewed: two thirds, as Let's Encrypt
/// advises. So there is time to mend what is in the way.
const RENEWED_AT: (i64, i64) = (2, 3);
/// After something was in the way it is tried again so soon at first, then half as often each
/// time: Let's Encrypt allows five failures an hour.
const SOONEST: Duration = Duration::from_secs(15 * 60);
const LATEST: Duration = Duration::from_secs(6 * 60 * 60);
/// How long an authority may take to look, or to sign.
const PATIENCE: RetryPolicy = RetryPolicy::new().timeout(Duration::from_secs(90));

/// What a certificate is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The name people reach the endpoint by.
    pub domain: String,
    /// The authority's directory.
    pub directory: String,
    /// A root certificate in PEM to believe the authority's own server by; without one, this
    /// computer's.
    pub root: Option<PathBuf>,
    /// Where the authority may write to, as `mailto:…`.
    pub contact: Option<String>,
    /// Where the account and the certificate lie.
    pub folder: PathBuf,
}

/// Let's Encrypt's directory.
pub fn lets_encrypt() -> &'static str {
    LetsEncrypt::Production.url()
}

/// Why there is no new certificate.
#[derive(Debug, Error)]
pub enum AcmeError {
    /// The authority, or the way to it.
    #[error("the certificate authority: {0}")]
    Authority(#[from] instant_acme::Error),
    /// It could not find us under our name.
    #[error(
        "the certificate authority did not find this endpoint: does the name lead here, and is \
         port 80 open? {0}"
    )]
    NotFound(String),
    /// It offers no way that we know.
    #[error("the certificate authority offers no http-01")]
    NoWay,
    /// A file, or what came.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

impl Terms {
    fn certificate(&self) -> PathBuf {
        self.folder.join(format!("{}.pem", self.domain))
    }

    fn account(&self) -> PathBuf {
        let name = data_encoding::HEXLOWER.encode(&sha256(self.directory.as_bytes())[..8]);
        self.folder.join(format!("account-{name}.json"))
    }

    /// The certificate from last time, where there is one.
    fn kept(&self) -> Option<Certificate> {
        let text = fs::read_to_string(self.certificate()).ok()?;
        let certificate = Certificate::read(&text, &text, &self.certificate()).ok()?;
        (certificate.not_after > system_now()).then_some(certificate)
    }

    async fn known(&self) -> Result<Account, AcmeError> {
        // The crate takes the process's own. Whoever chose one before chose as well.
        let _ = ring::default_provider().install_default();
        let builder = || match &self.root {
            Some(root) => Account::builder_with_root(root),
            None => Account::builder(),
        };
        let kept = fs::read_to_string(self.account()).ok();
        let kept = kept.and_then(|text| serde_json::from_str::<AccountCredentials>(&text).ok());
        if let Some(credentials) = kept {
            return Ok(builder()?.from_credentials(credentials).await?);
        }
        let contact: Vec<&str> = self.contact.as_deref().into_iter().collect();
        let new = NewAccount {
            contact: &contact,
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let directory = self.directory.clone();
        let (account, credentials) = builder()?.create(&new, directory, None).await?;
        let text = serde_json::to_string(&credentials).map_err(instant_acme::Error::from)?;
        keep(&self.account(), &text)?;
        Ok(account)
    }

    /// Asks for a certificate, and keeps it.
    async fn ask(&self, challenges: &Challenges) -> Result<Certificate, AcmeError> {
        let account = self.known().await?;
        let identifiers = [Identifier::Dns(self.domain.clone())];
        let mut order = account.new_order(&NewOrder::new(&identifiers)).await?;
        let ready = prove(&mut order, challenges).await;
        challenges.forget();
        ready?;
        let key = order.finalize().await?;
        let chain = order.poll_certificate(&PATIENCE).await?;
        let file = self.certificate();
        let certificate = Certificate::read(&chain, &key, &file)?;
        keep(&file, &format!("{chain}{key}"))?;
        Ok(certificate)
    }

    /// Shows a certificate, and renews it for ever.
    pub async fn follow(self, challenges: Challenges, shown: Arc<Shown>, endpoint: Arc<Endpoint>) {
        let show = |certificate: Certificate| {
            endpoint.metrics.certificate(certificate.not_after);
            shown.show(certificate);
        };
        if let Some(kept) = self.kept() {
            show(kept);
        }
        let mut again = SOONEST;
        loop {
            tokio::time::sleep(until_renewal(shown.validity(), system_now())).await;
            match self.ask(&challenges).await {
                Ok(certificate) => {
                    again = SOONEST;
                    show(certificate);
                    tracing::info!("there is a new certificate");
                }
                Err(error) => {
                    let minutes = again.as_secs() / 60;
                    tracing::error!(%error, minutes, "no new certificate; it is tried again");
                    tokio::time::sleep(again).await;
                    again = (again * 2).min(LATEST);
                }
            }
        }
    }
}

/// Shows the authority that the name leads here.
async fn prove(order: &mut Order, challenges: &Challenges) -> Result<(), AcmeError> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let mut challenge = authorization
            .challenge(ChallengeType::Http01)
            .ok_or(AcmeError::NoWay)?;
        let answer = challenge.key_authorization().as_str().to_string();
        challenges.answer(challenge.token.clone(), answer);
        challenge.set_ready().await?;
    }
    if order.poll_ready(&PATIENCE).await? == OrderStatus::Ready {
        return Ok(());
    }
    let mut why = String::new();
    let mut authorizations = order.authorizations();
    while let Some(Ok(authorization)) = authorizations.next().await {
        let errors = authorization.challenges.iter();
        for error in errors.filter_map(|challenge| challenge.error.as_ref()) {
            why = error.to_string();
        }
    }
    Err(AcmeError::NotFound(why))
}

/// How long until a certificate is to be renewed that holds between these times.
fn until_renewal(validity: Option<(i64, i64)>, now: i64) -> Duration {
    let Some((not_before, not_after)) = validity else {
        return Duration::ZERO;
    };
    let (part, whole) = RENEWED_AT;
    let at = not_before + (not_after - not_before) / whole * part;
    Duration::from_secs(u64::try_from(at - now).unwrap_or(0))
}

/// Writes a secret, whole or not at all.
fn keep(file: &Path, text: &str) -> Result<(), TlsError> {
    let written = || -> io::Result<()> {
        let made = file.with_extension("part");
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        // Of one that was not finished, nothing is of use.
        let _ = fs::remove_file(&made);
        let mut options = OpenOptions::new();
        let mut open = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&made)?;
        open.write_all(text.as_bytes())?;
        open.sync_all()?;
        fs::rename(&made, file)
    };
    written().map_err(|error| TlsError::File(file.to_path_buf(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_renewed_when_two_thirds_of_its_life_are_over() {
        let day = 86_400;
        let of = |now| until_renewal(Some((0, 90 * day)), now).as_secs() as i64;
        assert_eq!(of(0), 60 * day);
        assert_eq!(of(59 * day), day);
        assert_eq!(of(75 * day), 0);
        assert_eq!(until_renewal(None, 0), Duration::ZERO);
    }
}
