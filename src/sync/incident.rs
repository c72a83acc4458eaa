//! Incidents: sealed once more, device by device, for those who may read them, so that neither the phone
//! that wrote one nor an organiser who is not meant opens it. docs/protocol.md, "Incidents".

use std::collections::{BTreeMap, BTreeSet};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
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
/// No more devices: the event has to fit into a batch, and nobody opens boxes for ever.
pub const MOST_READERS: usize = 256;
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
    // By both keys: a certificate that borrows somebody's sealing key and is revoked takes nothing from them.
    let both = |it: &Checked| (it.certificate.seal, it.certificate.sign);
    let mut keys: BTreeMap<_, PersonId> = on
        .iter()
        .map(|it| (both(it), it.certificate.person))
        .collect();
    for revoked in &off {
        keys.remove(&both(revoked));
    }
    let named = named(state);
    let any = keys.keys().any(|(key, _)| named.contains(key));
    keys.into_iter()
        .map(|((key, _), person)| Reader {
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
/// [`DoesNotOpen`] where there is nobody it could be sealed for, or more than [`MOST_READERS`].
pub fn seal(
    campaign: CampaignId,
    author: PersonId,
    incident: &Incident,
    readers: &[Reader],
    rng: &mut impl CryptoRng,
) -> Result<Boxed, DoesNotOpen> {
    let mut key = [0; 32];
    rng.fill_bytes(&mut key);
    let mut nonce = [0; 24];
    rng.fill_bytes(&mut nonce);
    let (plain, aad) = (incident.to_bytes(), aad(campaign, author));
    let payload = Payload {
        msg: &plain,
        aad: &aad,
    };
    let sealed = XChaCha20Poly1305::new(&key.into()).encrypt(&XNonce::from(nonce), payload);
    let text = [nonce.as_slice(), &sealed.map_err(|_| DoesNotOpen)?].concat();
    let meant: BTreeSet<SealPublic> = (readers.iter())
        .filter(|reader| reader.meant)
        .map(|reader| reader.key)
        .collect();
    // One whose key is none must not keep it from the others.
    let boxes: Vec<Vec<u8>> = meant
        .into_iter()
        .filter_map(|to| seal_to(to, PURPOSE, &aad, &key, rng).ok())
        .collect();
    match (1..=MOST_READERS).contains(&boxes.len()) {
        true => Ok(Boxed { boxes, text }),
        false => Err(DoesNotOpen),
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
    let mut boxes = boxed.boxes.iter().take(MOST_READERS);
    let key = boxes.find_map(|sealed| keys.open(PURPOSE, &aad, sealed).ok())?;
    let key: [u8; 32] = key.try_into().ok()?;
    let (nonce, sealed) = boxed.text.split_first_chunk::<24>()?;
    let payload = Payload {
        msg: sealed,
        aad: &aad,
    };
    let plain = XChaCha20Poly1305::new(&key.into()).decrypt(&XNonce::from(*nonce), payload);
    Incident::from_bytes(&plain.ok()?)
}

fn aad(campaign: CampaignId, author: PersonId) -> Vec<u8> {
    [campaign.0.as_slice(), &author.0].concat()
}
