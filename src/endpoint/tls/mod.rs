//! TLS of the endpoint's own: a certificate it gets and renews by itself ([`acme`]), or one in
//! files that somebody else renews ([`files`]); the listener that shows it ([`secure`]), and what
//! is answered where people come without TLS ([`plain`]).

pub mod acme;
pub mod files;
pub mod plain;
pub mod secure;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use thiserror::Error;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};

/// Why a certificate cannot be shown.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file.
    #[error("{0} cannot be read or written: {1}")]
    File(PathBuf, std::io::Error),
    /// The chain.
    #[error("{0} holds no certificate in PEM")]
    NoCertificate(PathBuf),
    /// The key.
    #[error("{0} holds no private key in PEM that can be used")]
    NoKey(PathBuf),
    /// They are not of one another.
    #[error("the key in {0} is not the certificate's")]
    OtherKey(PathBuf),
    /// What the crate says.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

/// A certificate with its key.
pub struct Certificate {
    key: Arc<CertifiedKey>,
    /// Since when it holds: seconds since 1970.
    pub not_before: i64,
    /// When it runs out: seconds since 1970.
    pub not_after: i64,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate(until {})", self.not_after)
    }
}

impl Certificate {
    /// From two texts in PEM; `from` is where they were, for the error.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn read(chain: &str, key: &str, from: &std::path::Path) -> Result<Certificate, TlsError> {
        let none = || TlsError::NoCertificate(from.to_path_buf());
        let no_key = || TlsError::NoKey(from.to_path_buf());
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain.as_bytes())
            .collect::<Result<_, _>>()
            .map_err(|_| none())?;
        let leaf = chain.first().ok_or_else(none)?;
        let (_, parsed) = x509_parser::parse_x509_certificate(leaf).map_err(|_| none())?;
        let validity = parsed.validity();
        let (not_before, not_after) = (
            validity.not_before.timestamp(),
            validity.not_after.timestamp(),
        );
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|_| no_key())?;
        let key = ring::sign::any_supported_type(&key).map_err(|_| no_key())?;
        let key = CertifiedKey::new(chain, key);
        key.keys_match()
            .map_err(|_| TlsError::OtherKey(from.to_path_buf()))?;
        Ok(Certificate {
            key: Arc::new(key),
            not_before,
            not_after,
        })
    }
}

/// The certificate that is shown now; another can take its place at any time.
#[derive(Debug, Default)]
pub struct Shown(RwLock<Option<Certificate>>);

impl Shown {
    /// Shows this one from now on.
    pub fn show(&self, certificate: Certificate) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(certificate);
    }

    /// Since when and until when what is shown holds: seconds since 1970.
    pub fn validity(&self) -> Option<(i64, i64)> {
        let shown = self.0.read().unwrap_or_else(PoisonError::into_inner);
        shown.as_ref().map(|one| (one.not_before, one.not_after))
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let shown = self.0.read().unwrap_or_else(PoisonError::into_inner);
        shown.as_ref().map(|one| one.key.clone())
    }
}

/// How TLS is spoken, with whatever is shown.
///
/// # Errors
/// [`TlsError::Tls`].
pub fn config(shown: Arc<Shown>) -> Result<Arc<ServerConfig>, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(shown);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
