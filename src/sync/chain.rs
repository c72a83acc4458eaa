//! Whether a certificate holds: its chain, from the root over organisers' devices and invites
//! down to a device.
//!
//! The endpoint and every reader check the same chain with [`Chain::check`]; only the endpoint
//! enforces `until`, with [`Checked::in_time`]. docs/protocol.md, "Certificates".

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::certificate::{
    CampaignId, Certificate, CertificateError, Keyholder, Kind, MOST_KEYHOLDERS, OWN_PLACE, Reach,
    SignedCertificate, encode, person_of,
};
use super::keys::{SignPublic, sha256};
use crate::canvass::author::{Author, CertificateId, Role};
use crate::canvass::order::gather;
use crate::canvass::stream::Stream;

/// No chain is longer: root, organiser, and a line of invites and devices.
pub const LONGEST_CHAIN: usize = 16;

/// The certificates a device or an endpoint knows, by their names.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    known: BTreeMap<CertificateId, SignedCertificate>,
}

/// A certificate whose chain holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The certificate.
    pub certificate: Certificate,
    /// Its name.
    pub id: CertificateId,
    /// The certificates above it, from the first below the root down to its issuer.
    pub line: Vec<CertificateId>,
    /// When the organiser at the top of the line (itself, where nobody stands above it) was
    /// certified by the keyholders, seconds since 1970.
    pub appointed: i64,
    /// The earliest end of it and of the devices and root above it: seconds since 1970. An
    /// invite's own end is when joining by it ends, not when its devices do.
    pub until: i64,
    /// The earliest end that is not just the campaign's as the root has it: that one the
    /// keyholders may put later. Seconds since 1970.
    pub limit: Option<i64>,
}

impl Checked {
    /// Whether it still holds at `now` (seconds since 1970), as long as its campaign runs: whether
    /// that does, whoever asks has to know. Only the endpoint enforces it.
    ///
    /// # Errors
    /// [`CertificateError::RunOut`].
    pub fn in_time(&self, now: i64) -> Result<(), CertificateError> {
        if self.limit.is_none_or(|limit| now < limit) {
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
            appointed: self.appointed,
            stream,
        }
    }
}

impl Chain {
    /// Adds a certificate. Whether it holds is for [`Chain::check`] to say. Signatures are no part
    /// of its name, so one with bad signatures must not take the place of one that holds, nor
    /// keep it out: where they differ, the good ones of both are kept.
    pub fn insert(&mut self, signed: SignedCertificate) -> CertificateId {
        let id = signed.id();
        let Some(known) = self.known.get(&id) else {
            self.known.insert(id, signed);
            return id;
        };
        if *known != signed {
            let mut both = known.clone();
            both.signatures.extend(signed.signatures);
            if let Some(signers) = self.signers_of(&both) {
                both.signatures = signers
                    .into_iter()
                    .filter_map(|(place, key)| both.signature_of(place, key))
                    .collect();
            }
            if both.signatures.len() <= 4 * MOST_KEYHOLDERS {
                self.known.insert(id, both);
            }
        }
        id
    }

    /// Whose signatures a certificate may carry, by their places; `None` where what is above it
    /// is not known yet.
    fn signers_of(&self, signed: &SignedCertificate) -> Option<Vec<(u8, SignPublic)>> {
        let certificate = &signed.certificate;
        let above = match &certificate.kind {
            Kind::Root { .. } => certificate,
            _ => &self.known.get(&certificate.parent)?.certificate,
        };
        let mut signers = match &above.kind {
            Kind::Root { keyholders, .. } => (0..=u8::MAX)
                .zip(keyholders.iter().map(|holder| holder.sign))
                .collect(),
            _ => vec![(0, above.sign)],
        };
        if let Kind::Invite { .. } = certificate.kind {
            signers.push((OWN_PLACE, certificate.sign));
        }
        Some(signers)
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

    /// What [`Chain::check`] of a certificate depends on, and nothing else: the SHA-256 of its campaign and of the
    /// certificate and all above it, with their signatures. Of whoever has the same, the check says the same.
    pub fn fingerprint(&self, campaign: CampaignId, id: CertificateId) -> [u8; 32] {
        sha256(&encode(&(campaign, id, self.line_of(id))))
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
        self.check_below(campaign, id, &BTreeSet::new())
    }

    /// The same, where some certificates of this chain are known to hold: fifty devices stand below one invite,
    /// and what is above it is checked with the first of them alone.
    ///
    /// # Errors
    /// [`CertificateError`], all but `RunOut`.
    pub fn check_below(
        &self,
        campaign: CampaignId,
        id: CertificateId,
        holding: &BTreeSet<CertificateId>,
    ) -> Result<Checked, CertificateError> {
        let mut line = self.line_of(id);
        let subject = line
            .last()
            .cloned()
            .ok_or(CertificateError::MissingParent)?;
        let root = line.first().ok_or(CertificateError::MissingParent)?;
        if line.iter().any(|signed| signed.certificate.version != 1) {
            return Err(CertificateError::Malformed);
        }
        let names: Vec<CertificateId> = line.iter().map(SignedCertificate::id).collect();
        let held = names.iter().rposition(|name| holding.contains(name));
        if held.is_none() {
            check_root(root, campaign)?;
        } else if names.first() != Some(&CertificateId(campaign.0)) {
            // Too long: what is held hangs on the root, and the line was cut before it came there.
            return Err(CertificateError::MissingParent);
        }
        for pair in line[held.unwrap_or(0)..].windows(2) {
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
        let campaign_ends = root.certificate.until;
        let limit = line
            .iter()
            .skip(1)
            .map(|signed| (signed.id() == id, &signed.certificate))
            .filter(|(own, above)| match above.kind {
                Kind::Invite { .. } => *own,
                _ => above.until < campaign_ends,
            })
            .map(|(_, above)| above.until)
            .min();
        let appointed = line
            .get(1)
            .map_or(i64::MIN, |signed| signed.certificate.issued);
        line.pop();
        Ok(Checked {
            id,
            appointed,
            line: line.iter().skip(1).map(SignedCertificate::id).collect(),
            until,
            limit,
            certificate: subject.certificate,
        })
    }
}

fn check_root(root: &SignedCertificate, campaign: CampaignId) -> Result<(), CertificateError> {
    let Kind::Root { keyholders, needed } = &root.certificate.kind else {
        return Err(CertificateError::MissingParent);
    };
    let nothing_above = root.certificate.parent == CertificateId([0; 32])
        && root.certificate.campaign == CampaignId([0; 32]);
    if root.campaign() != campaign || !nothing_above {
        return Err(CertificateError::OtherCampaign);
    }
    // One keyholder named twice would be two of those needed.
    let distinct: BTreeSet<SignPublic> = gather(keyholders.iter().map(|holder| holder.sign));
    if *needed == 0
        || usize::from(*needed) > keyholders.len()
        || keyholders.len() > MOST_KEYHOLDERS
        || distinct.len() < keyholders.len()
    {
        return Err(CertificateError::ClaimsTooMuch);
    }
    signed_by_keyholders(root, keyholders, keyholders.len())
}

fn signed_by_keyholders(
    signed: &SignedCertificate,
    keyholders: &[Keyholder],
    needed: usize,
) -> Result<(), CertificateError> {
    let count = (0..=u8::MAX)
        .zip(keyholders)
        .filter(|(place, keyholder)| signed.signed_by(*place, keyholder.sign))
        .count();
    if count >= needed {
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
    let signed = match &above.kind {
        Kind::Root { keyholders, needed } => {
            signed_by_keyholders(child, keyholders, usize::from(*needed)).is_ok()
        }
        _ => child.signed_by(0, above.sign),
    };
    let by_itself = match below.kind {
        Kind::Invite { .. } => child.signed_by(OWN_PLACE, below.sign),
        _ => true,
    };
    if !signed || !by_itself {
        return Err(CertificateError::BadSignature);
    }
    let attenuates = may_issue(above, below)
        && below.role <= above.role
        && below.practice == above.practice
        && above.reach.covers(&below.reach);
    if !attenuates {
        return Err(CertificateError::ClaimsTooMuch);
    }
    if may_name(above, below) {
        Ok(())
    } else {
        Err(CertificateError::OtherPerson)
    }
}

/// Whether a certificate's person may be the one it names. Keyholders and organisers vouch for
/// whom they name; an invite for a second device names whose; anyone else is only themselves.
fn may_name(above: &Certificate, below: &Certificate) -> bool {
    match (&above.kind, &below.kind) {
        (Kind::Root { .. } | Kind::Organiser, _) | (_, Kind::Invite { .. }) => true,
        (
            Kind::Invite {
                second_device_of: Some(person),
                ..
            },
            _,
        ) => below.person == *person,
        _ => below.person == person_of(below.sign),
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
        (Kind::Invite { .. }, Kind::Organiser | Kind::Device) => below.role == above.role,
        _ => false,
    };
    fits_role && fits_issuer
}
