//! What a campaign's keyholders sign together: as many of them as its root certificate needs.

use serde::{Deserialize, Serialize};

use super::certificate::{CertificateError, Keyholder, Kind, MOST_KEYHOLDERS, SignedCertificate};
use super::keys::{OwnKeys, Signed, verify};

/// Who signed, by their places in the root certificate, with each signature's two halves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Signatures(Vec<(u8, [u8; 32], [u8; 32])>);

impl Signatures {
    /// Signs these bytes for a purpose as these keyholders, by their places in the root.
    pub fn sign(purpose: &str, bytes: &[u8], by: &[(u8, &OwnKeys)]) -> Signatures {
        let signed = by.iter().map(|(place, keys)| {
            let signed = keys.sign(purpose, &[bytes]).0;
            let (mut a, mut b) = ([0; 32], [0; 32]);
            a.copy_from_slice(&signed[..32]);
            b.copy_from_slice(&signed[32..]);
            (*place, a, b)
        });
        Signatures(signed.collect())
    }

    /// Whether there are no more than keyholders can be.
    pub fn may_be(&self) -> bool {
        self.0.len() <= MOST_KEYHOLDERS
    }

    /// Whether as many different keyholders of this root signed these bytes as it needs, each at their
    /// place. That the root itself holds is the caller's to know.
    ///
    /// # Errors
    /// `MissingParent` where that is no root; `BadSignature` where too few signed.
    pub fn hold(
        &self,
        purpose: &str,
        bytes: &[u8],
        root: &SignedCertificate,
    ) -> Result<(), CertificateError> {
        let Kind::Root { keyholders, needed } = &root.certificate.kind else {
            return Err(CertificateError::MissingParent);
        };
        let signed = |(place, keyholder): &(u8, &Keyholder)| {
            self.0.iter().any(|(by, a, b)| {
                let mut signature = [0; 64];
                signature[..32].copy_from_slice(a);
                signature[32..].copy_from_slice(b);
                by == place && verify(keyholder.sign, purpose, &[bytes], &Signed(signature))
            })
        };
        let count = (0..=u8::MAX).zip(keyholders).filter(signed).count();
        match count >= usize::from(*needed) && count > 0 {
            true => Ok(()),
            false => Err(CertificateError::BadSignature),
        }
    }
}
