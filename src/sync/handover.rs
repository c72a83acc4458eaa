//! What a campaign hands over, sealed to one device of the committee's own campaign.
//!
//! The committee founds its campaign first, with keyholders of its own. Its founding device shows a [`Card`]:
//! its certificates, which tell anybody what to seal to and who keeps its keys. A device of the old campaign
//! looks at it, seals the package and vouches for it. Nothing of either campaign's secrets is in the card or in
//! the file. docs/protocol.md, "Hand-over files".

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::armour::{Armour, ArmourError};
use super::batch::{pad, unpad};
use super::certificate::{
    CampaignId, CertificateId, Chain, Keyholder, Kind, Role, SignedCertificate,
};
use super::device::Device;
use super::extension::SignedExtension;
use super::keys::{SealPublic, labelled_hash, sha256};
use super::vouched::{open_vouched, seal_vouched};
use super::wire;

const PURPOSE: &str = "hand-over";
const CARD: Armour = Armour("HAND-OVER CARD");
const FILE: Armour = Armour("HAND-OVER");
/// No card is larger, in bytes, as text.
const LARGEST_CARD: usize = 64 * 1024;
/// No package is larger, in bytes.
pub const LARGEST_PACKAGE: usize = 8 * 1024 * 1024;
/// No file is larger, in bytes, as text.
pub const LARGEST_FILE: usize = 24 * 1024 * 1024;
/// A committee has at least so many keyholders.
pub const FEWEST_KEYHOLDERS: usize = 3;
/// At least so many of them have to sign.
pub const FEWEST_NEEDED: u8 = 2;
/// Characters of a code that two people read to each other, five bits each: so many that nobody finds another card or
/// file that has the same, however long they look.
const CODE: usize = 16;
/// So many of them stand together.
const READ_TOGETHER: usize = 4;

/// Why a card or a file is not taken.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HandoverError {
    /// Neither.
    #[error("this is not what a hand-over is made of")]
    NotOurs,
    /// It ends before its end.
    #[error("this is cut short")]
    CutShort,
    /// It is not what was written.
    #[error("this is damaged")]
    Damaged,
    /// A newer version of the app wrote it.
    #[error("a newer version of the app wrote this")]
    Newer,
    /// Larger than any is.
    #[error("this is too large")]
    TooLarge,
    /// Its certificates do not hold, or it is no organiser's device.
    #[error("the certificates on this card do not hold together")]
    DoesNotHold,
    /// It is this campaign's own, or one of its keyholders is one of this campaign's.
    #[error("whoever hands over may keep no key of the committee's campaign")]
    OwnKey,
    /// Too few keyholders, or one of them could act alone.
    #[error(
        "the committee's campaign needs at least three keyholders, of whom at least two must sign"
    )]
    TooFew,
    /// One is for practice and the other is not.
    #[error("one of the two campaigns is for practice and the other is not")]
    Practice,
    /// Its campaign has ended.
    #[error("the committee's campaign has ended")]
    Ended,
    /// The file was sealed to another device.
    #[error("this file was made for another device")]
    OtherDevice,
    /// Nobody of the campaign it says it is from vouches for it, or it was changed.
    #[error("this file does not open, or nobody of the campaign it is from vouches for it")]
    DoesNotOpen,
}

impl HandoverError {
    /// Each of them.
    pub const ALL: [HandoverError; 12] = [
        HandoverError::NotOurs,
        HandoverError::CutShort,
        HandoverError::Damaged,
        HandoverError::Newer,
        HandoverError::TooLarge,
        HandoverError::DoesNotHold,
        HandoverError::OwnKey,
        HandoverError::TooFew,
        HandoverError::Practice,
        HandoverError::Ended,
        HandoverError::OtherDevice,
        HandoverError::DoesNotOpen,
    ];
}

impl HandoverError {
    /// The catalogue's key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            HandoverError::NotOurs => "handover.not_ours",
            HandoverError::CutShort => "handover.cut_short",
            HandoverError::Damaged => "handover.damaged",
            HandoverError::Newer => "handover.newer",
            HandoverError::TooLarge => "handover.too_large",
            HandoverError::DoesNotHold => "handover.does_not_hold",
            HandoverError::OwnKey => "handover.own_key",
            HandoverError::TooFew => "handover.too_few_sign",
            HandoverError::Practice => "handover.practice",
            HandoverError::Ended => "handover.ended",
            HandoverError::OtherDevice => "handover.other_device",
            HandoverError::DoesNotOpen => "handover.does_not_open",
        }
    }
}

impl From<ArmourError> for HandoverError {
    fn from(error: ArmourError) -> HandoverError {
        match error {
            ArmourError::Missing => HandoverError::NotOurs,
            ArmourError::CutShort => HandoverError::CutShort,
            ArmourError::Damaged => HandoverError::Damaged,
            ArmourError::Newer => HandoverError::Newer,
        }
    }
}

/// A device of the committee's: its certificate and those above it, root first, and where its keyholders put the
/// campaign's end later, what they signed. All of it is public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    line: Vec<SignedCertificate>,
    later: Option<SignedExtension>,
}

/// The device of a card that holds, to be sealed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// The committee's campaign.
    pub campaign: CampaignId,
    /// The device's certificate.
    device: CertificateId,
    /// What to seal to.
    seal: SealPublic,
    /// So many keyholders it has.
    pub keyholders: usize,
    /// So many of them must sign.
    pub needed: u8,
}

impl Card {
    /// This device's, with the latest end that these extensions give its campaign.
    pub fn of(device: &Device, extensions: &[Vec<u8>]) -> Card {
        let root = device.line.first();
        let later = extensions.iter().filter_map(|bytes| {
            let signed = SignedExtension::from_bytes(bytes).ok()?;
            Some((signed.until(root?).ok()?, signed))
        });
        Card {
            line: device.line.clone(),
            later: later
                .max_by_key(|(until, _)| *until)
                .map(|(_, signed)| signed),
        }
    }

    fn to_bytes(&self) -> Vec<u8> {
        let line = self.line.iter().map(SignedCertificate::to_bytes);
        let later = self.later.iter().map(SignedExtension::to_bytes);
        let all: Vec<Vec<u8>> = line.chain(later).collect();
        wire::encode(&all)
    }

    /// As a text, behind words for whoever finds it.
    pub fn to_text(&self, words: &str) -> String {
        CARD.write(words, &self.to_bytes())
    }

    /// From a text.
    ///
    /// # Errors
    /// [`HandoverError`].
    pub fn from_text(text: &str) -> Result<Card, HandoverError> {
        if text.len() > LARGEST_CARD {
            return Err(HandoverError::TooLarge);
        }
        let (payload, _) = CARD.read(text)?;
        let mut parts: Vec<Vec<u8>> = wire::decode(&payload).map_err(|_| HandoverError::Damaged)?;
        let later = parts
            .last()
            .and_then(|bytes| SignedExtension::from_bytes(bytes).ok());
        if later.is_some() {
            parts.pop();
        }
        let line = parts.iter();
        let line = line.map(|bytes| SignedCertificate::from_bytes(bytes));
        let line: Result<Vec<SignedCertificate>, _> = line.collect();
        line.map(|line| Card { line, later })
            .map_err(|_| HandoverError::Damaged)
    }

    /// What both sides read to each other, since whoever carries a card could carry another: sixteen characters of
    /// the device's certificate, which names all above it and what is sealed to. Nothing else on a card changes them.
    pub fn code(&self) -> String {
        let device = self.line.last().map(SignedCertificate::id);
        spoken("hand-over device", &device.map_or([0; 32], |id| id.0))
    }

    /// The device to seal to, where this card may be handed over to by a device with this line, now (seconds
    /// since 1970): an organiser's of another campaign that has not ended, whose keyholders are as many as a
    /// committee's have to be and none of them one of ours.
    ///
    /// # Errors
    /// [`HandoverError`].
    pub fn check(&self, ours: &[SignedCertificate], now: i64) -> Result<Receiver, HandoverError> {
        let (Some(root), Some(own_root)) = (self.line.first(), ours.first()) else {
            return Err(HandoverError::DoesNotHold);
        };
        let mut chain = Chain::default();
        let mut device = root.id();
        for signed in &self.line {
            device = chain.insert(signed.clone());
        }
        let campaign = root.campaign();
        let checked = chain
            .check(campaign, device)
            .map_err(|_| HandoverError::DoesNotHold)?;
        // Nothing stands between that is none of its line.
        let names = self.line.iter().map(SignedCertificate::id);
        if !names.eq(chain.line_of(device).iter().map(SignedCertificate::id)) {
            return Err(HandoverError::DoesNotHold);
        }
        if !checked.is_device() || checked.certificate.role != Role::Organiser {
            return Err(HandoverError::DoesNotHold);
        }
        let (holders, needed) = keyholders(root);
        let (own_holders, _) = keyholders(own_root);
        let shared = own_holders.iter().any(|own| {
            holders
                .iter()
                .any(|it| it.sign == own.sign || it.recover == own.recover)
        });
        let own_device = ours
            .iter()
            .any(|own| own.certificate.seal == checked.certificate.seal);
        if shared || own_device || campaign == own_root.campaign() {
            return Err(HandoverError::OwnKey);
        }
        if holders.len() < FEWEST_KEYHOLDERS || needed < FEWEST_NEEDED {
            return Err(HandoverError::TooFew);
        }
        if root.certificate.practice != own_root.certificate.practice {
            return Err(HandoverError::Practice);
        }
        let later = self.later.iter();
        let ends = later.filter_map(|signed| signed.until(root).ok()).max();
        if ends.unwrap_or(root.certificate.until) <= now {
            return Err(HandoverError::Ended);
        }
        Ok(Receiver {
            campaign,
            device,
            seal: checked.certificate.seal,
            keyholders: holders.len(),
            needed,
        })
    }
}

/// A code of these bytes for two people to read to each other.
fn spoken(label: &str, bytes: &[u8]) -> String {
    let hash = labelled_hash(label, bytes);
    let code = base32::encode(base32::Alphabet::Crockford, &hash);
    let digits: Vec<char> = code.chars().take(CODE).collect();
    let together = digits.chunks(READ_TOGETHER).map(String::from_iter);
    together.collect::<Vec<String>>().join(" ")
}

/// A root's keyholders, and how many of them must sign.
fn keyholders(root: &SignedCertificate) -> (&[Keyholder], u8) {
    match &root.certificate.kind {
        Kind::Root { keyholders, needed } => (keyholders, *needed),
        _ => (&[], 0),
    }
}

/// A package on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// The campaign it is from.
    campaign: CampaignId,
    /// The certificate of the device it is for.
    to: CertificateId,
    /// The package, with the word of the device that sealed it.
    sealed: Vec<u8>,
}

impl Handover {
    /// Seals a package, vouched for by this device.
    ///
    /// # Errors
    /// [`HandoverError::TooLarge`]; `DoesNotHold` where nothing can be sealed to the card's key.
    pub fn seal(
        package: &[u8],
        to: &Receiver,
        by: &Device,
        rng: &mut impl CryptoRng,
    ) -> Result<Handover, HandoverError> {
        if package.len() > LARGEST_PACKAGE {
            return Err(HandoverError::TooLarge);
        }
        let sealed = seal_vouched(PURPOSE, to.seal, pad(package), &by.voucher(), rng);
        Ok(Handover {
            campaign: by.campaign,
            to: to.device,
            sealed: sealed.map_err(|_| HandoverError::DoesNotHold)?,
        })
    }

    /// As a file, behind words for whoever finds it.
    pub fn to_file(&self, words: &str) -> String {
        FILE.write(words, &wire::encode(self))
    }

    /// From a file.
    ///
    /// # Errors
    /// [`HandoverError`].
    pub fn from_file(file: &[u8]) -> Result<Handover, HandoverError> {
        if file.len() > LARGEST_FILE {
            return Err(HandoverError::TooLarge);
        }
        let text = String::from_utf8_lossy(file);
        let (payload, _) = FILE.read(&text)?;
        wire::decode(&payload).map_err(|_| HandoverError::Damaged)
    }

    /// What it hashes to: the same file, the same name.
    pub fn hash(&self) -> [u8; 32] {
        sha256(&wire::encode(self))
    }

    /// What both sides read to each other before it is taken in: anybody who saw the card could have sealed a file
    /// to it, in any group's name.
    pub fn code(&self) -> String {
        spoken("hand-over file", &self.hash())
    }

    /// The package, on the device it was sealed to, where an organiser of the campaign it is from vouches
    /// for it.
    ///
    /// # Errors
    /// [`HandoverError`].
    pub fn open(&self, device: &Device) -> Result<Vec<u8>, HandoverError> {
        if !device.line.iter().any(|own| own.id() == self.to) {
            return Err(HandoverError::OtherDevice);
        }
        let vouched = open_vouched(PURPOSE, self.campaign, &device.keys, &self.sealed)
            .map_err(|_| HandoverError::DoesNotOpen)?;
        if vouched.by.certificate.role != Role::Organiser {
            return Err(HandoverError::DoesNotOpen);
        }
        // Whoever sealed it looked at the card first, if their app is an honest one.
        if vouched.by.certificate.practice != device.practice() {
            return Err(HandoverError::Practice);
        }
        unpad(&vouched.payload, LARGEST_PACKAGE).map_err(|_| HandoverError::DoesNotOpen)
    }
}
