//! Epochs: generations of keys. A random secret makes every stream's key; who is revoked does
//! not learn the next one.

use serde::{Deserialize, Serialize};

use super::keys::{SealPublic, Secret, derive, labelled_hash, seal_public};
use crate::canvass::stream::Stream;

/// A stream key's name in batch headers: the first 8 bytes of its labelled SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KeyId(pub [u8; 8]);

/// An epoch's name, known to the endpoint: the first 8 bytes of its secret's labelled SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EpochId(pub [u8; 8]);

/// An epoch's secret: organisers hold it, and derive everything from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epoch(pub Secret);

/// What a member who is no organiser holds of an epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberKeys {
    /// The epoch's name, which the endpoint asks for with every grant passed on.
    pub epoch: EpochId,
    /// The board's key, under which inner's boxes lie too.
    pub board: Secret,
    /// Stairs' keys, by their stream's name.
    pub stairs: Vec<([u8; 16], Secret)>,
    /// What inner events are sealed to.
    pub inner: SealPublic,
}

impl Epoch {
    /// The epoch's name.
    pub fn id(&self) -> EpochId {
        EpochId(short_hash("epoch id", &self.0))
    }

    /// The key of a stream. Inner's boxes lie under the board's.
    pub fn stream_key(&self, stream: Stream) -> Secret {
        match stream {
            Stream::Board | Stream::Inner => derive(&self.0.0, "board key", &[]),
            Stream::Stair(_) => derive(&self.0.0, "stair key", &stream.name()),
        }
    }

    /// The secret half of the key pair inner events are sealed to.
    pub fn inner_secret(&self) -> Secret {
        derive(&self.0.0, "inner key", &[])
    }

    /// What a member who reaches these stairs is given.
    pub fn member_keys(&self, stairs: &[[u8; 16]]) -> MemberKeys {
        MemberKeys {
            epoch: self.id(),
            board: self.stream_key(Stream::Board),
            stairs: stairs
                .iter()
                .map(|name| (*name, derive(&self.0.0, "stair key", name)))
                .collect(),
            inner: seal_public(&self.inner_secret()),
        }
    }
}

/// The name of a stream key.
pub fn key_id(key: &Secret) -> KeyId {
    KeyId(short_hash("key id", key))
}

fn short_hash(purpose: &str, secret: &Secret) -> [u8; 8] {
    let mut short = [0; 8];
    short.copy_from_slice(&labelled_hash(purpose, &secret.0)[..8]);
    short
}

/// Every key a device holds, oldest epoch first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keyring {
    /// An organiser's: whole epochs.
    Organiser(Vec<Epoch>),
    /// Anyone else's.
    Member(Vec<MemberKeys>),
}

impl Keyring {
    /// Whether it holds no key at all: that of a device that only sends what it still has.
    pub fn is_empty(&self) -> bool {
        match self {
            Keyring::Organiser(epochs) => epochs.is_empty(),
            Keyring::Member(epochs) => epochs.is_empty(),
        }
    }

    /// The newest epoch's key of a stream, to record with; `None` where this device has none.
    pub fn newest_key(&self, stream: Stream) -> Option<Secret> {
        match self {
            Keyring::Organiser(epochs) => Some(epochs.last()?.stream_key(stream)),
            Keyring::Member(epochs) => member_key(epochs.last()?, stream),
        }
    }

    /// The newest key of a stream that this device was ever given, to seal what is recorded: also
    /// what was recorded before its stair was taken away.
    pub fn last_key(&self, stream: Stream) -> Option<Secret> {
        match self {
            Keyring::Organiser(_) => self.newest_key(stream),
            Keyring::Member(epochs) => epochs
                .iter()
                .rev()
                .find_map(|keys| member_key(keys, stream)),
        }
    }

    /// The key of a stream with this name, to open with.
    pub fn key(&self, stream: Stream, id: KeyId) -> Option<Secret> {
        match self {
            Keyring::Organiser(epochs) => epochs
                .iter()
                .rev()
                .map(|epoch| epoch.stream_key(stream))
                .find(|key| key_id(key) == id),
            Keyring::Member(epochs) => epochs
                .iter()
                .rev()
                .filter_map(|epoch| member_key(epoch, stream))
                .find(|key| key_id(key) == id),
        }
    }

    /// What inner events are sealed to now.
    pub fn inner_public(&self) -> Option<SealPublic> {
        match self {
            Keyring::Organiser(epochs) => Some(seal_public(&epochs.last()?.inner_secret())),
            Keyring::Member(epochs) => Some(epochs.last()?.inner),
        }
    }

    /// The secrets that open inner events, newest first; none for anyone but an organiser.
    pub fn inner_secrets(&self) -> Vec<Secret> {
        match self {
            Keyring::Organiser(epochs) => epochs.iter().rev().map(Epoch::inner_secret).collect(),
            Keyring::Member(_) => Vec::new(),
        }
    }

    /// The newest epoch's name.
    pub fn epoch_id(&self) -> Option<EpochId> {
        match self {
            Keyring::Organiser(epochs) => Some(epochs.last()?.id()),
            Keyring::Member(epochs) => Some(epochs.last()?.epoch),
        }
    }

    /// Whether the keys of an epoch are here, of the newest or of one before.
    pub fn holds(&self, epoch: EpochId) -> bool {
        match self {
            Keyring::Organiser(epochs) => epochs.iter().any(|own| own.id() == epoch),
            Keyring::Member(epochs) => epochs.iter().any(|own| own.epoch == epoch),
        }
    }

    /// The newest epoch, where this device holds it whole.
    pub fn epoch(&self) -> Option<&Epoch> {
        match self {
            Keyring::Organiser(epochs) => epochs.last(),
            Keyring::Member(_) => None,
        }
    }

    /// Holds an epoch that is about to be begun, as older than the newest: it opens, and nothing is sealed
    /// with it before a grant says that it has begun. An organiser's alone.
    pub fn hold(&mut self, epoch: Epoch) {
        if let Keyring::Organiser(epochs) = self
            && !epochs.contains(&epoch)
        {
            epochs.insert(epochs.len().saturating_sub(1), epoch);
        }
    }

    /// Adds what a grant brought. A keyring never forgets: old batches must still open. An old grant shown
    /// again makes no old key the newest; one that comes behind the newest makes that the newest which
    /// was only [held](Keyring::hold) until now.
    pub fn add(&mut self, other: Keyring) {
        match (&mut *self, other) {
            (Keyring::Organiser(own), Keyring::Organiser(new)) => {
                let newest = own.last();
                let comes_behind = newest.is_some_and(|newest| new.contains(newest));
                if let Some(begun) = new.last().filter(|_| comes_behind)
                    && let Some(place) = own.iter().position(|known| known == begun)
                {
                    let begun = own.remove(place);
                    own.push(begun);
                }
                add_each(own, new, |one, other| one == other, |_, _| {});
            }
            (Keyring::Member(own), Keyring::Member(new)) => {
                let same = |one: &MemberKeys, other: &MemberKeys| one.board == other.board;
                add_each(own, new, same, |known, new| known.add_stairs(new.stairs));
            }
            // Promoted or demoted: what was held of the other sort opens nothing more.
            (_, new) => *self = new,
        }
    }
}

/// Adds the epochs of a grant, oldest first. Those not known are the newest, unless the grant ends with one
/// that is known: then they were held by who made it, and are older than that.
fn add_each<T>(
    own: &mut Vec<T>,
    brought: Vec<T>,
    same: impl Fn(&T, &T) -> bool,
    join: impl Fn(&mut T, T),
) {
    let newest = brought.last();
    let known = newest.and_then(|newest| own.iter().position(|known| same(known, newest)));
    let mut place = known.unwrap_or(own.len());
    for epoch in brought {
        match own.iter_mut().find(|known| same(known, &epoch)) {
            Some(known) => join(known, epoch),
            None => {
                own.insert(place, epoch);
                place += 1;
            }
        }
    }
}

impl MemberKeys {
    /// Adds the keys of stairs granted since, of the same epoch.
    fn add_stairs(&mut self, stairs: Vec<([u8; 16], Secret)>) {
        for (name, key) in stairs {
            if self.stairs.iter().all(|(known, _)| *known != name) {
                self.stairs.push((name, key));
            }
        }
    }
}

fn member_key(keys: &MemberKeys, stream: Stream) -> Option<Secret> {
    match stream {
        Stream::Board | Stream::Inner => Some(keys.board.clone()),
        Stream::Stair(_) => {
            let name = stream.name();
            keys.stairs
                .iter()
                .find(|(stair, _)| *stair == name)
                .map(|(_, key)| key.clone())
        }
    }
}
