//! Incidents: sealed once more, device by device, for those who may read them, so that neither the phone
//! that wrote one nor an organiser who is not meant opens it. docs/protocol.md, "Incidents".

use std::collections::{BTreeMap, BTreeSet};

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use super::certificate::{CampaignId, Chain, Checked, PersonId};
use super::keys::{DoesNotOpen, OwnKeys, SealPublic, seal_to};
use crate::canvass::author::Role;
use crate::canvass::event::Kind as EventKind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::incident::{Boxed, Readers, Sort};
use crate::canvass::stream::Stream;

const PURPOSE: &str = "incident";
/// The plain text's first byte: how it is written.
const FORMAT: u8 = 1;
/// A plain text is padded to a multiple of this many bytes, so that its size tells less.
const PAD: usize = 256;
/// No longer: characters of what happened.
pub const LENGTH: usize = 2_000;
/// No longer: characters of where.
pub const PLACE_LENGTH: usize = 120;

/// What happened, as whoever it happened to wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// What sort of thing.
    pub sort: Sort,
    /// Where, in their words.
    pub place: String,
    /// What happened, in their words.
    pub words: String,
    /// Somebody is to ring them.
    pub ring: bool,
}

impl Incident {
    /// What was typed, trimmed and cut to its length; `None` where nothing is said of what happened.
    pub fn typed(sort: Sort, place: &str, words: &str, ring: bool) -> Option<Incident> {
        let cut = |typed: &str, most| typed.trim().chars().take(most).collect::<String>();
        let words = cut(words, LENGTH);
        (!words.is_empty()).then(|| Incident {
            sort,
            place: cut(place, PLACE_LENGTH),
            words,
            ring,
        })
    }

    fn to_bytes(&self) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        let said = postcard::to_allocvec(self).expect("an incident can be written");
        let mut plain = [vec![FORMAT], said].concat();
        plain.resize(plain.len().next_multiple_of(PAD), 0);
        plain
    }

    fn from_bytes(plain: &[u8]) -> Option<Incident> {
        let (format, said) = plain.split_first()?;
        let (incident, padding) = postcard::take_from_bytes(said).ok()?;
        let padded = padding.len() < PAD && padding.iter().all(|byte| *byte == 0);
        (*format == FORMAT && padded).then_some(incident)
    }
}

/// An organiser's device that an incident may be sealed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// What is sealed to.
    pub key: SealPublic,
    /// Whose it is.
    pub person: PersonId,
    /// The board names it, or names none that is left.
    pub meant: bool,
}

/// Every organiser's device that is known here, holds and was not cut off, by its key.
pub fn readers(state: &State, chain: &Chain, campaign: CampaignId) -> Vec<Reader> {
    let organisers = chain
        .iter()
        .filter(|signed| signed.certificate.role == Role::Organiser)
        .filter_map(|signed| chain.check(campaign, signed.id()).ok())
        .filter(Checked::is_device);
    // A newer certificate of a device has the same keys, and goes with the older one.
    let (off, on): (Vec<Checked>, Vec<Checked>) =
        organisers.partition(|it| state.is_revoked(&it.author(Stream::Board)));
    let mut keys: BTreeMap<SealPublic, PersonId> = on
        .into_iter()
        .map(|it| (it.certificate.seal, it.certificate.person))
        .collect();
    for revoked in off {
        keys.remove(&revoked.certificate.seal);
    }
    let named = named(state);
    let any = keys.keys().any(|key| named.contains(key));
    keys.into_iter()
        .map(|(key, person)| Reader {
            key,
            person,
            meant: !any || named.contains(&key),
        })
        .collect()
}

/// Whom the board names; of several who said so at once, all.
fn named(state: &State) -> BTreeSet<SealPublic> {
    let said = state.of_kind(EventKind::INCIDENT_READERS);
    said.filter_map(
        |(_, entry)| match Fact::read(entry.event.kind, &entry.event.body) {
            Ok(Some(Fact::IncidentReaders {
                said: Readers { keys },
            })) => Some(keys),
            _ => None,
        },
    )
    .flatten()
    .map(SealPublic)
    .collect()
}

/// Seals an incident of this author's for those who are meant.
///
/// # Errors
/// [`DoesNotOpen`] where there is nobody it could be sealed for.
pub fn seal(
    campaign: CampaignId,
    author: PersonId,
    incident: &Incident,
    readers: &[Reader],
    rng: &mut impl CryptoRng,
) -> Result<Boxed, DoesNotOpen> {
    let plain = incident.to_bytes();
    let meant: BTreeSet<SealPublic> = (readers.iter())
        .filter(|reader| reader.meant)
        .map(|reader| reader.key)
        .collect();
    // One whose key is none must not keep it from the others.
    let boxes: Vec<Vec<u8>> = meant
        .into_iter()
        .filter_map(|to| seal_to(to, PURPOSE, &aad(campaign, author), &plain, rng).ok())
        .collect();
    match boxes.is_empty() {
        true => Err(DoesNotOpen),
        false => Ok(Boxed { boxes }),
    }
}

/// Opens an incident of this author's with a device's own keys; `None` where it was not sealed for them.
pub fn open(
    campaign: CampaignId,
    author: PersonId,
    boxed: &Boxed,
    keys: &OwnKeys,
) -> Option<Incident> {
    let aad = aad(campaign, author);
    let mut boxes = boxed.boxes.iter();
    let plain = boxes.find_map(|sealed| keys.open(PURPOSE, &aad, sealed).ok())?;
    Incident::from_bytes(&plain)
}

fn aad(campaign: CampaignId, author: PersonId) -> Vec<u8> {
    [campaign.0.as_slice(), &author.0].concat()
}
