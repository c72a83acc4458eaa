//! Certificates: who a device is, what it may do, and who says so.
//!
//! A chain runs from the root over organisers' devices and invites to a device. The endpoint
//! and every reader check the same chain with [`Chain::check`]; only the endpoint enforces
//! `until`, with [`Checked::in_time`]. docs/protocol.md, "Certificates".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::keys::{OwnKeys, SealPublic, SignPublic, Signed, sha256, verify};
pub use crate::canvass::author::{Author, CertificateId, PersonId, Role};
pub use crate::canvass::stream::Stream;

/// What a signature on a certificate is for.
const PURPOSE: &str = "certificate";
/// No chain is longer: root, organiser, and a line of invites and devices.
pub const LONGEST_CHAIN: usize = 16;

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
    /// The campaign itself, signed by its first keyholder.
    Root {
        /// Who holds its words.
        keyholders: Vec<Keyholder>,
        /// How many of them must sign an organiser.
        needed: u8,
    },
    /// An organiser's device.
    Organiser,
    /// An invitation: its holder may sign this many devices.
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
    signatures: Vec<(u8, [u8; 32], [u8; 32])>,
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
    /// It has run out, or its campaign has ended.
    #[error("this certificate has run out")]
    RunOut,
}

impl SignedCertificate {
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
            Ok((signed, [])) if signed.certificate.version == 1 => Ok(signed),
            _ => Err(CertificateError::Malformed),
        }
    }

    fn signed_by(&self, place: u8, key: SignPublic) -> bool {
        let bytes = encode(&self.certificate);
        self.signatures.iter().any(|(by, a, b)| {
            let mut signature = [0; 64];
            signature[..32].copy_from_slice(a);
            signature[32..].copy_from_slice(b);
            *by == place && verify(key, PURPOSE, &[&bytes], &Signed(signature))
        })
    }
}

/// The certificates a device or an endpoint knows, by their names.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    known: BTreeMap<CertificateId, SignedCertificate>,
}

/// A certificate whose chain holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The certificate.
    pub certificate: Certificate,
    /// Its name.
    pub id: CertificateId,
    /// The certificates above it, from the first below the root down to its issuer.
    pub line: Vec<CertificateId>,
    /// The earliest end of it and of the devices and root above it: seconds since 1970. An
    /// invite's own end is when joining by it ends, not when its devices do.
    pub until: i64,
}

impl Checked {
    /// Whether it still holds at `now` (seconds since 1970). Only the endpoint asks.
    ///
    /// # Errors
    /// [`CertificateError::RunOut`].
    pub fn in_time(&self, now: i64) -> Result<(), CertificateError> {
        if now < self.until {
            Ok(())
        } else {
            Err(CertificateError::RunOut)
        }
    }

    /// Whether it may write in a stream: organisers everywhere, others in inner and the stairs
    /// they reach. An invite and a root write nowhere.
    pub fn may_write(&self, stream: Stream) -> bool {
        self.is_device()
            && match stream {
                Stream::Board => self.certificate.role == Role::Organiser,
                Stream::Inner => true,
                Stream::Stair(_) => self.reaches(stream),
            }
    }

    /// Whether it may read a stream: the board for members, inner for organisers, and stairs
    /// within reach.
    pub fn may_read(&self, stream: Stream) -> bool {
        self.is_device()
            && match stream {
                Stream::Board => true,
                Stream::Inner => self.certificate.role == Role::Organiser,
                Stream::Stair(_) => self.reaches(stream),
            }
    }

    /// Whether it is a device's: not the root's, not an invite's.
    pub fn is_device(&self) -> bool {
        matches!(self.certificate.kind, Kind::Organiser | Kind::Device)
    }

    fn reaches(&self, stream: Stream) -> bool {
        self.certificate
            .reach
            .covers(&Reach::Stairs(vec![stream.name()]))
    }

    /// What merging needs of it, for a log in this stream.
    pub fn author(&self, stream: Stream) -> Author {
        Author {
            device: self.id,
            line: self.line.clone(),
            person: self.certificate.person,
            role: self.certificate.role,
            issued: self.certificate.issued,
            stream,
        }
    }
}

impl Chain {
    /// Adds a certificate. Whether it holds is for [`Chain::check`] to say.
    pub fn insert(&mut self, signed: SignedCertificate) -> CertificateId {
        let id = signed.id();
        self.known.insert(id, signed);
        id
    }

    /// A certificate by its name.
    pub fn get(&self, id: CertificateId) -> Option<&SignedCertificate> {
        self.known.get(&id)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &SignedCertificate> {
        self.known.values()
    }

    /// The certificate and all above it, root first: what somebody needs to check it.
    pub fn line_of(&self, id: CertificateId) -> Vec<SignedCertificate> {
        let mut line = Vec::new();
        let mut at = id;
        while let Some(signed) = self.known.get(&at)
            && line.len() < LONGEST_CHAIN
        {
            line.push(signed.clone());
            at = signed.certificate.parent;
        }
        line.reverse();
        line
    }

    /// Checks a certificate up to its campaign's root: signatures, campaign, and that nothing
    /// claims more than what is above it.
    ///
    /// # Errors
    /// [`CertificateError`], all but `RunOut`.
    pub fn check(
        &self,
        campaign: CampaignId,
        id: CertificateId,
    ) -> Result<Checked, CertificateError> {
        let mut line = self.line_of(id);
        let subject = line
            .last()
            .cloned()
            .ok_or(CertificateError::MissingParent)?;
        let root = line.first().ok_or(CertificateError::MissingParent)?;
        check_root(root, campaign)?;
        for pair in line.windows(2) {
            if let [parent, child] = pair {
                check_link(parent, child, campaign)?;
            }
        }
        let until = line
            .iter()
            .filter(|signed| {
                signed.id() == id || !matches!(signed.certificate.kind, Kind::Invite { .. })
            })
            .map(|signed| signed.certificate.until)
            .min()
            .unwrap_or(i64::MIN);
        line.pop();
        Ok(Checked {
            id,
            line: line.iter().skip(1).map(SignedCertificate::id).collect(),
            until,
            certificate: subject.certificate,
        })
    }
}

fn check_root(root: &SignedCertificate, campaign: CampaignId) -> Result<(), CertificateError> {
    let Kind::Root { keyholders, needed } = &root.certificate.kind else {
        return Err(CertificateError::MissingParent);
    };
    if root.campaign() != campaign {
        return Err(CertificateError::OtherCampaign);
    }
    if keyholders.is_empty() || *needed == 0 || usize::from(*needed) > keyholders.len() {
        return Err(CertificateError::ClaimsTooMuch);
    }
    signed_by_keyholders(root, keyholders, *needed)
}

fn signed_by_keyholders(
    signed: &SignedCertificate,
    keyholders: &[Keyholder],
    needed: u8,
) -> Result<(), CertificateError> {
    let count = (0u8..)
        .zip(keyholders)
        .filter(|(place, keyholder)| signed.signed_by(*place, keyholder.sign))
        .count();
    if count >= usize::from(needed) {
        Ok(())
    } else {
        Err(CertificateError::BadSignature)
    }
}

fn check_link(
    parent: &SignedCertificate,
    child: &SignedCertificate,
    campaign: CampaignId,
) -> Result<(), CertificateError> {
    let (above, below) = (&parent.certificate, &child.certificate);
    if below.campaign != campaign {
        return Err(CertificateError::OtherCampaign);
    }
    match &above.kind {
        Kind::Root { keyholders, needed } => signed_by_keyholders(child, keyholders, *needed)?,
        _ if child.signed_by(0, above.sign) => {}
        _ => return Err(CertificateError::BadSignature),
    }
    if may_issue(above, below)
        && below.role <= above.role
        && below.practice == above.practice
        && above.reach.covers(&below.reach)
    {
        Ok(())
    } else {
        Err(CertificateError::ClaimsTooMuch)
    }
}

/// Who may issue what: the root organisers; an organiser's device anybody; a trainer volunteers;
/// anyone one more device of their own; an invite the one kind of device it is for.
fn may_issue(above: &Certificate, below: &Certificate) -> bool {
    let fits_role = match below.kind {
        Kind::Root { .. } => false,
        Kind::Organiser => below.role == Role::Organiser,
        Kind::Device => below.role < Role::Organiser,
        Kind::Invite { .. } => true,
    };
    let fits_issuer = match (&above.kind, &below.kind) {
        (Kind::Root { .. }, Kind::Organiser) => true,
        (
            Kind::Organiser | Kind::Device,
            Kind::Invite {
                second_device_of: Some(person),
                uses,
            },
        ) => *person == above.person && *uses == 1,
        (Kind::Organiser, Kind::Organiser | Kind::Device | Kind::Invite { .. }) => true,
        (Kind::Device, Kind::Invite { .. } | Kind::Device) => {
            above.role == Role::Trainer && below.role == Role::Volunteer
        }
        (
            Kind::Invite {
                second_device_of, ..
            },
            Kind::Organiser | Kind::Device,
        ) => {
            below.role == above.role && second_device_of.is_none_or(|person| person == below.person)
        }
        _ => false,
    };
    fits_role && fits_issuer
}

fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    postcard::to_allocvec(value).expect("a certificate can be written")
}
