//! A later end of a campaign. The root certificate says when it ends and all is deleted; its
//! keyholders, as many as it needs, may sign a later day, and nobody else. docs/protocol.md,
//! "A later end".

use serde::{Deserialize, Serialize};

use super::by_keyholders::Signatures;
use super::certificate::{CampaignId, CertificateError, SignedCertificate};
use super::keys::OwnKeys;

/// What a signature on an extension is for.
const PURPOSE: &str = "extension";

/// The signed part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// 1.
    pub version: u8,
    /// The campaign.
    pub campaign: CampaignId,
    /// When it ends now: seconds since 1970.
    pub until: i64,
}

/// An extension with its keyholders' signatures, as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedExtension {
    /// What is signed.
    pub extension: Extension,
    signatures: Signatures,
}

impl SignedExtension {
    /// Signs a later end as these keyholders, by their places in the root.
    pub fn sign(campaign: CampaignId, until: i64, by: &[(u8, &OwnKeys)]) -> SignedExtension {
        let extension = Extension {
            version: 1,
            campaign,
            until,
        };
        let signatures = Signatures::sign(PURPOSE, &encode(&extension), by);
        SignedExtension {
            extension,
            signatures,
        }
    }

    /// As bytes, for the wire and the board.
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// From bytes.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<SignedExtension, CertificateError> {
        match postcard::take_from_bytes::<SignedExtension>(bytes) {
            // Other bytes could decode to the same; only those it encodes to are it.
            Ok((signed, []))
                if signed.extension.version == 1
                    && signed.signatures.may_be()
                    && signed.to_bytes() == bytes =>
            {
                Ok(signed)
            }
            _ => Err(CertificateError::Malformed),
        }
    }

    /// Until when the campaign of this root runs by it: seconds since 1970. Never earlier than the
    /// root says. That the root itself holds is the caller's to know.
    ///
    /// # Errors
    /// `OtherCampaign`, `BadSignature` where not as many keyholders signed as the root needs.
    pub fn until(&self, root: &SignedCertificate) -> Result<i64, CertificateError> {
        if root.campaign() != self.extension.campaign {
            return Err(CertificateError::OtherCampaign);
        }
        let bytes = encode(&self.extension);
        self.signatures.hold(PURPOSE, &bytes, root)?;
        Ok(self.extension.until.max(root.certificate.until))
    }
}

/// Until when a campaign runs: what its root says, or the latest that its keyholders signed.
pub fn campaign_ends<'a>(
    root: &SignedCertificate,
    extensions: impl Iterator<Item = &'a [u8]>,
) -> i64 {
    extensions
        .filter_map(|bytes| SignedExtension::from_bytes(bytes).ok()?.until(root).ok())
        .fold(root.certificate.until, i64::max)
}

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    postcard::to_allocvec(value).expect("an extension can be written")
}
