//! The end of a campaign's work: its keyholders, as many as its root certificate needs, sign that it was
//! handed over, when and to whom. From then on nothing is written into it. docs/protocol.md, "Handed over".

use serde::{Deserialize, Serialize};

use super::by_keyholders::Signatures;
use super::certificate::{CampaignId, CertificateError, SignedCertificate};
use super::keys::OwnKeys;

/// What a signature on it is for.
const PURPOSE: &str = "handed over";
/// The name of whoever has it now is no longer than this: bytes of UTF-8.
pub const LONGEST_NAME: usize = 200;

/// The signed part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Closing {
    /// 1.
    pub version: u8,
    /// The campaign that is handed over.
    pub campaign: CampaignId,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// To whom: the name of a group, and no key of anybody's.
    pub to: String,
}

/// The same with its keyholders' signatures, as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedClosing {
    /// What is signed.
    pub closing: Closing,
    signatures: Signatures,
}

impl SignedClosing {
    /// Signs that a campaign is handed over on a day (days since 1970-01-01) to somebody, as these keyholders, by
    /// their places in the root.
    pub fn sign(campaign: CampaignId, day: i32, to: &str, by: &[(u8, &OwnKeys)]) -> SignedClosing {
        let closing = Closing {
            version: 1,
            campaign,
            day,
            to: to.trim().to_string(),
        };
        let signatures = Signatures::sign(PURPOSE, &encode(&closing), by);
        SignedClosing {
            closing,
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
    /// [`CertificateError::Malformed`], also of one that names nobody, or at too great a length.
    pub fn from_bytes(bytes: &[u8]) -> Result<SignedClosing, CertificateError> {
        match postcard::take_from_bytes::<SignedClosing>(bytes) {
            // Other bytes could decode to the same; only those it encodes to are it.
            Ok((signed, []))
                if signed.closing.version == 1
                    && (1..=LONGEST_NAME).contains(&signed.closing.to.trim().len())
                    && signed.signatures.may_be()
                    && signed.to_bytes() == bytes =>
            {
                Ok(signed)
            }
            _ => Err(CertificateError::Malformed),
        }
    }

    /// What it says of the campaign of this root, where as many keyholders signed as that needs. That the root
    /// itself holds is the caller's to know.
    ///
    /// # Errors
    /// `OtherCampaign`; `BadSignature` where too few signed.
    pub fn of(self, root: &SignedCertificate) -> Result<Closing, CertificateError> {
        if root.campaign() != self.closing.campaign {
            return Err(CertificateError::OtherCampaign);
        }
        let bytes = encode(&self.closing);
        self.signatures.hold(PURPOSE, &bytes, root)?;
        Ok(self.closing)
    }
}

/// That the campaign of this root was handed over, if it was: the first day of those that hold.
pub fn closed<'a>(
    root: &SignedCertificate,
    said: impl Iterator<Item = &'a [u8]>,
) -> Option<Closing> {
    let hold = said.filter_map(|bytes| SignedClosing::from_bytes(bytes).ok()?.of(root).ok());
    hold.min_by(|a, b| (a.day, &a.to).cmp(&(b.day, &b.to)))
}

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    postcard::to_allocvec(value).expect("plain data can be written")
}
