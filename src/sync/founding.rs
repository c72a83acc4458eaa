//! Founding a campaign, and coming back to one by the six words.

use rand_core::CryptoRng;

use super::certificate::{
    CampaignId, Certificate, CertificateError, CertificateId, Chain, Keyholder, Kind, PersonId,
    Reach, Role, SignedCertificate, person_of,
};
use super::device::{JoinError, Joining, Opens};
use super::epoch::Epoch;
use super::keyholding::place_of;
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
        self.found_by(std::slice::from_ref(root), 1, rng)
    }

    /// Founds a campaign with these keyholders, each by what their words gave, of whom `needed` must sign
    /// an organiser, a later end and a recovery.
    ///
    /// # Errors
    /// [`JoinError::Certificate`] where there are no keyholders or more than sixteen, two are the same, or
    /// `needed` is none of their number; [`JoinError::DoesNotOpen`] where nothing can be sealed to the words'
    /// keys.
    pub fn found_by(
        &self,
        roots: &[OwnKeys],
        needed: u8,
        rng: &mut impl CryptoRng,
    ) -> Result<(Start, Joining), JoinError> {
        let holders: Vec<Keyholder> = roots.iter().map(keyholder).collect();
        let first = holders.first().ok_or(CertificateError::Malformed)?;
        let signing: Vec<(u8, &OwnKeys)> = (0..=u8::MAX).zip(roots).collect();
        let root_certificate = SignedCertificate::sign_as(
            Certificate {
                version: 1,
                parent: CertificateId([0; 32]),
                campaign: CampaignId([0; 32]),
                sign: first.sign,
                seal: first.recover,
                kind: Kind::Root {
                    keyholders: holders.clone(),
                    needed,
                },
                role: Role::Organiser,
                person: PersonId([0; 16]),
                reach: Reach::Everything,
                issued: self.now,
                until: self.ends,
                practice: self.practice,
            },
            &signing,
        );
        let mut chain = Chain::default();
        let id = chain.insert(root_certificate.clone());
        chain.check(root_certificate.campaign(), id)?;
        let joining = organiser_by_words(&root_certificate, roots, &self.name, self.now, rng);
        let epoch = Epoch(random_secret(rng));
        let seal = |holder: &Keyholder, rng: &mut _| {
            let epochs = std::slice::from_ref(&epoch);
            let sealed = seal_recovery(epochs, holder, &joining.voucher(), rng);
            sealed.map_err(|_| JoinError::DoesNotOpen)
        };
        let recovery: Result<Vec<Vec<u8>>, JoinError> =
            holders.iter().map(|holder| seal(holder, rng)).collect();
        let start = Start {
            start_code: self.start_code.clone(),
            root: root_certificate.to_bytes(),
            organiser: joining.request().certificate,
            epoch: epoch.id(),
            recovery: recovery?,
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
    recover_by(std::slice::from_ref(root), found, name, now, rng)
}

/// How many keyholders' words it takes to come back to what was found: at least one.
///
/// # Errors
/// [`JoinError::Certificate`] where no root was found.
pub fn words_needed(found: &Found) -> Result<u8, JoinError> {
    let root = SignedCertificate::from_bytes(&found.root)?;
    match root.certificate.kind {
        Kind::Root { needed, .. } => Ok(needed.max(1)),
        _ => Err(CertificateError::Malformed.into()),
    }
}

/// How many keyholders' words are still missing to come back to what was found, where these have been typed.
///
/// # Errors
/// [`JoinError::OtherWords`] where some of them are none of its keyholders'; `Certificate` where no root was found.
pub fn words_missing(found: &Found, roots: &[OwnKeys]) -> Result<usize, JoinError> {
    let needed = usize::from(words_needed(found)?);
    let root = SignedCertificate::from_bytes(&found.root)?;
    if roots.iter().any(|keys| place_of(&root, keys).is_none()) {
        return Err(JoinError::OtherWords);
    }
    Ok(needed.saturating_sub(by_place(&root, roots).len()))
}

/// As [`recover`], by the words of several keyholders; what was found is the first one's.
///
/// # Errors
/// [`JoinError`]; `Certificate` where they are fewer than the root needs.
pub fn recover_by(
    roots: &[OwnKeys],
    found: &Found,
    name: &str,
    now: i64,
    rng: &mut impl CryptoRng,
) -> Result<Joining, JoinError> {
    let certificate = SignedCertificate::from_bytes(&found.root)?;
    let first = roots.first().ok_or(JoinError::DoesNotOpen)?;
    let recovered =
        open_recovery(first, &certificate, &found.recovery).ok_or(JoinError::DoesNotOpen)?;
    // Whoever comes back outranks whom the words appointed before, whatever clock that was by.
    let before = recovered.appointed.max(certificate.certificate.issued);
    let now = now.max(before.saturating_add(1));
    let joining = organiser_by_words(&certificate, roots, name, now, rng);
    joining.holds()?;
    Ok(Joining {
        opens_with: Opens::Epochs(recovered.epochs),
        ..joining
    })
}

fn organiser_by_words(
    root_certificate: &SignedCertificate,
    roots: &[OwnKeys],
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
            SignedCertificate::sign_as(certificate, &by_place(root_certificate, roots)),
        ],
        name: name.to_string(),
        opens_with: Opens::Epochs(Vec::new()),
    }
}

/// These keyholders' keys, each with their place in the root; whoever is none of its keyholders is left out.
fn by_place<'a>(root: &SignedCertificate, roots: &'a [OwnKeys]) -> Vec<(u8, &'a OwnKeys)> {
    let Kind::Root { keyholders, .. } = &root.certificate.kind else {
        return Vec::new();
    };
    let placed = roots.iter().filter_map(|keys| {
        let own = keyholder(keys);
        let place = keyholders.iter().position(|holder| *holder == own)?;
        Some((u8::try_from(place).ok()?, keys))
    });
    let mut placed: Vec<(u8, &OwnKeys)> = placed.collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.dedup_by_key(|(place, _)| *place);
    placed
}
