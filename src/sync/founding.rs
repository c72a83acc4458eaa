//! Founding a campaign, and coming back to one by the six words.

use rand_core::CryptoRng;

use super::certificate::{
    CampaignId, Certificate, CertificateId, Kind, PersonId, Reach, Role, SignedCertificate,
    person_of,
};
use super::device::{JoinError, Joining, Opens};
use super::epoch::Epoch;
use super::keys::{OwnKeys, random_secret};
use super::root::{keyholder, open_recovery, seal_recovery};
use super::wire::{Found, Start};

/// What founding a campaign takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founding {
    /// The endpoint's start code.
    pub start_code: String,
    /// The first organiser's name.
    pub name: String,
    /// Now, seconds since 1970.
    pub now: i64,
    /// When the campaign ends and all is deleted, seconds since 1970.
    pub ends: i64,
    /// Whether it is for practice.
    pub practice: bool,
}

impl Founding {
    /// Founds a campaign with one keyholder, whose words gave `root`: what to send, and the first
    /// organiser's device in waiting.
    ///
    /// # Errors
    /// [`JoinError::DoesNotOpen`] where nothing can be sealed to the words' keys.
    pub fn found(
        &self,
        root: &OwnKeys,
        rng: &mut impl CryptoRng,
    ) -> Result<(Start, Joining), JoinError> {
        let holder = keyholder(root);
        let root_certificate = SignedCertificate::sign(
            Certificate {
                version: 1,
                parent: CertificateId([0; 32]),
                campaign: CampaignId([0; 32]),
                sign: holder.sign,
                seal: holder.recover,
                kind: Kind::Root {
                    keyholders: vec![holder.clone()],
                    needed: 1,
                },
                role: Role::Organiser,
                person: PersonId([0; 16]),
                reach: Reach::Everything,
                issued: self.now,
                until: self.ends,
                practice: self.practice,
            },
            root,
        );
        let joining = organiser_by_words(&root_certificate, root, &self.name, self.now, rng);
        let epoch = Epoch(random_secret(rng));
        let start = Start {
            start_code: self.start_code.clone(),
            root: root_certificate.to_bytes(),
            organiser: joining.request().certificate,
            epoch: epoch.id(),
            recovery: vec![
                seal_recovery(
                    std::slice::from_ref(&epoch),
                    &holder,
                    &joining.voucher(),
                    rng,
                )
                .map_err(|_| JoinError::DoesNotOpen)?,
            ],
        };
        let joining = Joining {
            opens_with: Opens::Epochs(vec![epoch]),
            ..joining
        };
        Ok((start, joining))
    }
}

/// Comes back by the words: a new organiser's device of the campaign they open.
///
/// # Errors
/// [`JoinError`].
pub fn recover(
    root: &OwnKeys,
    found: &Found,
    name: &str,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<Joining, JoinError> {
    let certificate = SignedCertificate::from_bytes(&found.root)?;
    let recovered =
        open_recovery(root, &certificate, &found.recovery).ok_or(JoinError::DoesNotOpen)?;
    // Whoever comes back outranks whom the words appointed before, whatever clock that was by.
    let before = recovered.appointed.max(certificate.certificate.issued);
    let now = now.max(before.saturating_add(1));
    let joining = organiser_by_words(&certificate, root, name, now, rng);
    Ok(Joining {
        opens_with: Opens::Epochs(recovered.epochs),
        ..joining
    })
}

fn organiser_by_words(
    root_certificate: &SignedCertificate,
    root: &OwnKeys,
    name: &str,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Joining {
    let campaign = root_certificate.campaign();
    let keys = OwnKeys::random(rng);
    let certificate = Certificate {
        version: 1,
        parent: root_certificate.id(),
        campaign,
        sign: keys.sign_public(),
        seal: keys.seal_public(),
        kind: Kind::Organiser,
        role: Role::Organiser,
        person: person_of(keys.sign_public()),
        reach: Reach::Everything,
        issued: now,
        until: root_certificate.certificate.until,
        practice: root_certificate.certificate.practice,
    };
    Joining {
        campaign,
        keys,
        line: vec![
            root_certificate.clone(),
            SignedCertificate::sign(certificate, root),
        ],
        name: name.to_string(),
        opens_with: Opens::Epochs(Vec::new()),
    }
}
