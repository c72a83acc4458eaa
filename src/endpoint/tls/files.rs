//! A certificate in files that somebody else renews: read again whenever they change.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{Certificate, Shown, TlsError};
use crate::endpoint::Endpoint;

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// Where a certificate and its key lie, in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The certificate, and those above it.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl Files {
    /// Reads both.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn read(&self) -> Result<Certificate, TlsError> {
        let text = |path: &Path| {
            fs::read_to_string(path).map_err(|error| TlsError::File(path.to_path_buf(), error))
        };
        let (chain, key) = (text(&self.certificate)?, text(&self.key)?);
        match Certificate::read(&chain, &key, &self.certificate) {
            Err(TlsError::NoKey(_)) => Err(TlsError::NoKey(self.key.clone())),
            Err(TlsError::OtherKey(_)) => Err(TlsError::OtherKey(self.key.clone())),
            other => other,
        }
    }

    /// When they were last written, through links: those who renew often only move a link.
    fn written(&self) -> Option<(SystemTime, SystemTime)> {
        let of = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
        Some((of(&self.certificate)?, of(&self.key)?))
    }

    /// Shows what they hold, for ever. One that cannot be read, or whose key is another's because
    /// only one of the two was written yet, leaves what is shown as it is.
    pub async fn follow(self, shown: Arc<Shown>, endpoint: Arc<Endpoint>) {
        let mut last = self.written();
        let mut told = false;
        loop {
            tokio::time::sleep(EVERY).await;
            let now = self.written();
            if now == last || now.is_none() {
                continue;
            }
            match self.read() {
                Ok(certificate) => {
                    (last, told) = (now, false);
                    endpoint.metrics.certificate(certificate.not_after);
                    shown.show(certificate);
                    tracing::info!("the certificate was read anew");
                }
                Err(error) if !told => {
                    told = true;
                    tracing::error!(%error, "the new certificate is not shown");
                }
                Err(_) => {}
            }
        }
    }
}
