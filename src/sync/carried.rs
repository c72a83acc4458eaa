//! What is not sent, as a file: a phone's sealed batches and the certificates they need, to be carried
//! by anyone to the endpoint or to an organiser's device. docs/protocol.md, "Carried files".
//!
//! It is text, since that is what every way of passing something on lets through: words for whoever
//! finds it, then the bytes in hexadecimal between two lines of their own. Nothing in it is believed
//! that no signature vouches for; the hash only tells a damaged file from somebody's mischief.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::armour::{Armour, ArmourError};
use super::batch::Batch;
use super::certificate::{CampaignId, SignedCertificate};
use super::keys::sha256;
use super::wire;
use crate::canvass::dot::LogId;

/// What the lines around the bytes say.
const ARMOUR: Armour = Armour("CARRIED");
/// No file's batches and certificates together are larger, in bytes.
pub const LARGEST_CARRIED: usize = 4 * 1024 * 1024;
/// No file is larger, in bytes: two digits a byte, line ends, words.
pub const LARGEST_FILE: usize = 3 * LARGEST_CARRIED;

/// What a phone has not sent, on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The campaign it belongs to.
    pub campaign: CampaignId,
    /// The certificates its logs are written under, and those above, root first.
    pub certificates: Vec<Vec<u8>>,
    /// Batches; of one log together, in order.
    pub batches: Vec<Vec<u8>>,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CarriedError {
    /// Not such a file.
    #[error("this is not a file of what a phone has not sent")]
    NotOurs,
    /// It ends before its end.
    #[error("this file is cut short")]
    CutShort,
    /// It is not what was written.
    #[error("this file is damaged")]
    Damaged,
    /// A newer version of the app wrote it.
    #[error("a newer version of the app wrote this file")]
    Newer,
    /// Larger than any such file is.
    #[error("this file is too large")]
    TooLarge,
    /// What a phone of another campaign has not sent.
    #[error("this file belongs to another campaign")]
    OtherCampaign,
}

impl CarriedError {
    /// Each of them.
    pub const ALL: [CarriedError; 6] = [
        CarriedError::NotOurs,
        CarriedError::CutShort,
        CarriedError::Damaged,
        CarriedError::Newer,
        CarriedError::TooLarge,
        CarriedError::OtherCampaign,
    ];

    /// The catalogue's key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            CarriedError::NotOurs => "carried.not_ours",
            CarriedError::CutShort => "carried.cut_short",
            CarriedError::Damaged => "carried.damaged",
            CarriedError::Newer => "carried.newer",
            CarriedError::TooLarge => "carried.too_large",
            CarriedError::OtherCampaign => "carried.other_campaign",
        }
    }
}

impl From<ArmourError> for CarriedError {
    fn from(error: ArmourError) -> CarriedError {
        match error {
            ArmourError::Missing => CarriedError::NotOurs,
            ArmourError::CutShort => CarriedError::CutShort,
            ArmourError::Damaged => CarriedError::Damaged,
            ArmourError::Newer => CarriedError::Newer,
        }
    }
}

/// A log of a file, and its batches, each as it is read and as it is sealed.
pub type CarriedLog<'a> = (LogId, Vec<(Batch, &'a [u8])>);

impl Carried {
    /// As a file, behind words for whoever finds it.
    ///
    /// # Errors
    /// [`CarriedError::TooLarge`].
    pub fn to_file(&self, words: &str) -> Result<String, CarriedError> {
        let payload = wire::encode(self);
        if payload.len() > LARGEST_CARRIED {
            return Err(CarriedError::TooLarge);
        }
        Ok(ARMOUR.write(words, &payload))
    }

    /// What lies in a file; each of them where several were put in one.
    ///
    /// # Errors
    /// [`CarriedError`]; of several, the first one's.
    pub fn from_file(file: &[u8]) -> Result<Vec<Carried>, CarriedError> {
        if file.len() > LARGEST_FILE {
            return Err(CarriedError::TooLarge);
        }
        let text = String::from_utf8_lossy(file);
        let mut found = Vec::new();
        let mut rest = text.as_ref();
        loop {
            match ARMOUR.read(rest) {
                Ok((payload, after)) => {
                    found.push(Carried::read(&payload)?);
                    rest = after;
                }
                Err(ArmourError::Missing) if !found.is_empty() => return Ok(found),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn read(payload: &[u8]) -> Result<Carried, CarriedError> {
        let carried: Carried = wire::decode(payload).map_err(|_| CarriedError::Damaged)?;
        let certificates = carried.certificates.iter();
        let whole = certificates
            .map(|bytes| SignedCertificate::from_bytes(bytes).is_ok())
            .chain(
                carried
                    .batches
                    .iter()
                    .map(|it| Batch::from_bytes(it).is_ok()),
            );
        match whole.into_iter().all(|whole| whole) && !carried.batches.is_empty() {
            true => Ok(carried),
            false => Err(CarriedError::Damaged),
        }
    }

    /// What it hashes to: the same content, the same name.
    pub fn hash(&self) -> [u8; 32] {
        sha256(&wire::encode(self))
    }

    /// Whether it is of this campaign.
    ///
    /// # Errors
    /// [`CarriedError::OtherCampaign`].
    pub fn of(self, campaign: CampaignId) -> Result<Carried, CarriedError> {
        match self.campaign == campaign {
            true => Ok(self),
            false => Err(CarriedError::OtherCampaign),
        }
    }

    /// Each of its logs, with its batches decoded, in order.
    pub fn logs(&self) -> Vec<CarriedLog<'_>> {
        let mut logs: Vec<CarriedLog<'_>> = Vec::new();
        for bytes in &self.batches {
            let Ok(batch) = Batch::from_bytes(bytes) else {
                continue;
            };
            let place = logs.iter_mut().find(|(log, _)| *log == batch.log);
            match place {
                Some((_, all)) => all.push((batch, bytes)),
                None => logs.push((batch.log, vec![(batch, bytes)])),
            }
        }
        logs
    }

    /// The same without a log.
    #[must_use]
    pub fn without(&self, log: LogId) -> Carried {
        let logs = self.logs().into_iter().filter(|(other, _)| *other != log);
        let batches = logs.flat_map(|(_, batches)| batches);
        Carried {
            batches: batches.map(|(_, bytes)| bytes.to_vec()).collect(),
            campaign: self.campaign,
            certificates: self.certificates.clone(),
        }
    }

    /// How many events it holds of a log.
    pub fn events_of(&self, log: LogId) -> u64 {
        let logs = self.logs().into_iter().filter(|(other, _)| *other == log);
        let batches = logs.flat_map(|(_, batches)| batches);
        batches.map(|(batch, _)| u64::from(batch.count)).sum()
    }

    /// How many events it holds.
    pub fn events(&self) -> u64 {
        let logs = self.logs();
        let batches = logs.iter().flat_map(|(_, batches)| batches);
        batches.map(|(batch, _)| u64::from(batch.count)).sum()
    }

    /// Its batches in pushes of no more than so many bytes each (unless one batch is), log by log:
    /// what the endpoint refuses of one log then holds up no other.
    pub fn pushes(&self, most: usize) -> Vec<(LogId, Vec<Vec<Vec<u8>>>)> {
        let logs = self.logs().into_iter();
        logs.map(|(log, batches)| {
            let mut pushes: Vec<Vec<Vec<u8>>> = Vec::new();
            let mut size = usize::MAX;
            for (_, bytes) in batches {
                match pushes.last_mut() {
                    Some(push) if size + bytes.len() <= most => {
                        size += bytes.len();
                        push.push(bytes.to_vec());
                    }
                    _ => {
                        size = bytes.len();
                        pushes.push(vec![bytes.to_vec()]);
                    }
                }
            }
            (log, pushes)
        })
        .collect()
    }
}
