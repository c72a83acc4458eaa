//! Certificates: who a device is, what it may do, and who says so. Whether one holds, its
//! [`Chain`] says. docs/protocol.md, "Certificates".

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use super::chain::{Chain, Checked, LONGEST_CHAIN};
use super::keys::{OwnKeys, SealPublic, SignPublic, Signed, labelled_hash, sha256, verify};
pub use crate::canvass::author::{Author, CertificateId, PersonId, Role};
pub use crate::canvass::stream::Stream;

/// What a signature on a certificate is for.
const PURPOSE: &str = "certificate";
/// No root names more keyholders, and no certificate carries more signatures.
pub const MOST_KEYHOLDERS: usize = 16;
/// Where an invite's own signature stands among its certificate's: its issuer's is at 0.
pub(super) const OWN_PLACE: u8 = 1;

/// A campaign: the hash of its root certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CampaignId(pub [u8; 32]);

/// A keyholder named in a root certificate: what their six words give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyholder {
    /// Signs organisers' certificates.
    pub sign: SignPublic,
    /// Epochs are sealed to it too, so that the words bring everything back.
    pub recover: SealPublic,
}

/// What a certificate is for. Only ever append.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The campaign itself, signed by every keyholder it names: so whoever has one keyholder's
    /// words can tell this root from one that somebody else made around their public key.
    Root {
        /// Who holds its words.
        keyholders: Vec<Keyholder>,
        /// How many of them must sign an organiser.
        needed: u8,
    },
    /// An organiser's device.
    Organiser,
    /// An invitation: its holder may sign this many devices. Signed by its issuer and by its own
    /// keys, which only whoever has the code can do: so the joiner knows that the campaign is
    /// the inviter's.
    Invite {
        /// How many; the endpoint counts.
        uses: u16,
        /// Whose second device it is for, or `None` for somebody new.
        second_device_of: Option<PersonId>,
    },
    /// A trainer's or volunteer's device.
    Device,
}

/// Which stairs a certificate reaches. Board and inner follow from the role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Every stair, those to come too.
    Everything,
    /// These stairs, by their stream's name.
    Stairs(Vec<[u8; 16]>),
}

impl Reach {
    /// Whether everything `other` reaches is reached.
    pub fn covers(&self, other: &Reach) -> bool {
        match (self, other) {
            (Reach::Everything, _) => true,
            (Reach::Stairs(_), Reach::Everything) => false,
            (Reach::Stairs(own), Reach::Stairs(others)) => {
                others.iter().all(|stair| own.contains(stair))
            }
        }
    }
}

/// A certificate's signed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// 1.
    pub version: u8,
    /// Its issuer's certificate; zeroes for a root.
    pub parent: CertificateId,
    /// The campaign; zeroes for a root, whose hash it is.
    pub campaign: CampaignId,
    /// The subject's public signing key.
    pub sign: SignPublic,
    /// The subject's public sealing key.
    pub seal: SealPublic,
    /// What it is for.
    pub kind: Kind,
    /// What its subject may do.
    pub role: Role,
    /// Whose it is.
    pub person: PersonId,
    /// Which stairs it reaches.
    pub reach: Reach,
    /// When it was issued: seconds since 1970.
    pub issued: i64,
    /// Until when it holds (a root: when the campaign ends and all is deleted): seconds since 1970.
    pub until: i64,
    /// Whether the campaign is for practice. The same all down a chain.
    pub practice: bool,
}

/// A certificate with its signature (a root: keyholder's own; else the issuer's), as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCertificate {
    /// What is signed.
    pub certificate: Certificate,
    /// Who signed: for a keyholder their place in the root certificate, else 0. With each, the
    /// signature's two halves (serde stops at 32).
    pub(super) signatures: Vec<(u8, [u8; 32], [u8; 32])>,
}

/// Why a certificate does not hold.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum CertificateError {
    /// Not a certificate at all, or with bytes left over.
    #[error("this is not a certificate")]
    Malformed,
    /// A link of the chain is not here.
    #[error("a certificate above this one is missing")]
    MissingParent,
    /// A signature is not its issuer's.
    #[error("a certificate was not signed by its issuer")]
    BadSignature,
    /// It belongs to another campaign.
    #[error("this certificate belongs to another campaign")]
    OtherCampaign,
    /// It claims more than its issuer may give.
    #[error("a certificate claims more than its issuer may give")]
    ClaimsTooMuch,
    /// It names a person whose it cannot be: see [`person_of`].
    #[error("a certificate names a person who is not its own")]
    OtherPerson,
    /// It has run out, or its campaign has ended.
    #[error("this certificate has run out")]
    RunOut,
}

/// Who the holder of these keys is, where nobody vouches that they are somebody known: whoever
/// joins by an invitation for somebody new, or by a trainer's word. So nobody joins as a person
/// whose knocks they may then strike.
pub fn person_of(sign: SignPublic) -> PersonId {
    let mut person = [0; 16];
    person.copy_from_slice(&labelled_hash("person", &sign.0)[..16]);
    PersonId(person)
}

impl SignedCertificate {
    /// Signs an invitation's certificate with its issuer's keys and the invitation's own.
    pub fn sign_invite(
        certificate: Certificate,
        issuer: &OwnKeys,
        invite: &OwnKeys,
    ) -> SignedCertificate {
        SignedCertificate::sign_as(certificate, &[(0, issuer), (OWN_PLACE, invite)])
    }

    /// Signs a certificate with its issuer's keys.
    pub fn sign(certificate: Certificate, issuer: &OwnKeys) -> SignedCertificate {
        SignedCertificate::sign_as(certificate, &[(0, issuer)])
    }

    /// Signs a certificate as these keyholders, by their places in the root.
    pub fn sign_as(certificate: Certificate, issuers: &[(u8, &OwnKeys)]) -> SignedCertificate {
        let bytes = encode(&certificate);
        let signatures = issuers
            .iter()
            .map(|(place, keys)| {
                let signed = keys.sign(PURPOSE, &[&bytes]).0;
                let (mut a, mut b) = ([0; 32], [0; 32]);
                a.copy_from_slice(&signed[..32]);
                b.copy_from_slice(&signed[32..]);
                (*place, a, b)
            })
            .collect();
        SignedCertificate {
            certificate,
            signatures,
        }
    }

    /// Its name: the SHA-256 of its signed part, so that a second signature names the same.
    pub fn id(&self) -> CertificateId {
        CertificateId(sha256(&encode(&self.certificate)))
    }

    /// The campaign it belongs to; a root's own hash.
    pub fn campaign(&self) -> CampaignId {
        match self.certificate.kind {
            Kind::Root { .. } => CampaignId(self.id().0),
            _ => self.certificate.campaign,
        }
    }

    /// As bytes, for the wire and the journal.
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// From bytes.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<SignedCertificate, CertificateError> {
        match postcard::take_from_bytes::<SignedCertificate>(bytes) {
            // Other bytes could decode to the same; only those it encodes to are it.
            Ok((signed, []))
                if signed.certificate.version == 1
                    && signed.signatures.len() <= MOST_KEYHOLDERS
                    && signed.to_bytes() == bytes =>
            {
                Ok(signed)
            }
            _ => Err(CertificateError::Malformed),
        }
    }

    pub(super) fn signed_by(&self, place: u8, key: SignPublic) -> bool {
        self.signature_of(place, key).is_some()
    }

    pub(super) fn signature_of(
        &self,
        place: u8,
        key: SignPublic,
    ) -> Option<(u8, [u8; 32], [u8; 32])> {
        let bytes = encode(&self.certificate);
        self.signatures.iter().copied().find(|(by, a, b)| {
            let mut signature = [0; 64];
            signature[..32].copy_from_slice(a);
            signature[32..].copy_from_slice(b);
            *by == place && verify(key, PURPOSE, &[&bytes], &Signed(signature))
        })
    }
}

pub(super) fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    postcard::to_allocvec(value).expect("a certificate can be written")
}
