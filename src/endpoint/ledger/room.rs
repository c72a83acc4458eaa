//! How much may be stored, by whom: a campaign's room with a reserve that only its organisers use, and
//! what one person may send on a day. So no phone can fill what everybody needs, and whoever tries
//! can still be taken off.

use crate::sync::batch::MOST_EVENTS;
use crate::sync::certificate::PersonId;

/// One in so many bytes and events of every quota is left for organisers.
const RESERVE: u64 = 16;
/// One person may send one in so many of what all campaigns of their start code may.
const PART: u64 = 4;

/// Whatever the share, one batch fits into it with its log's certificates, in bytes: else it would
/// never go.
const ONE_BATCH: u64 = 128 * 1024;

/// What a campaign may store, as far as whoever asks may use it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// A campaign stores no more bytes than this.
    pub bytes: u64,
    /// Whether the reserve may be used too: for an organiser's certificates, grants and epochs, and
    /// for batches of the board.
    pub reserve: bool,
}

impl Room {
    /// How much of a quota may be used.
    pub fn of(self, quota: u64) -> u64 {
        if self.reserve {
            quota
        } else {
            quota - quota / RESERVE
        }
    }
}

/// What one person may send on a day, by UTC, with all their devices: each may have a second one, so
/// that a share for each device would be none. Whoever sends is meant, not whoever wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who sends.
    pub person: PersonId,
    /// Bytes of batches, certificates and grants.
    pub bytes: u64,
    /// Events.
    pub events: u64,
    /// Invitations, so that not all that the campaign may have are for one's own second devices.
    pub invites: u64,
}

/// What is sent of a [`Share`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Bytes of batches, certificates and grants.
    pub bytes: u64,
    /// Events.
    pub events: u64,
    /// Invitations.
    pub invites: u64,
}

impl Share {
    /// The same where all campaigns of a start code may have so many bytes, and send so many events
    /// a day.
    pub fn within(self, most_bytes: Option<u64>, most_events: Option<u64>) -> Share {
        let part = |most: Option<u64>| most.map_or(u64::MAX, |most| most / PART);
        Share {
            person: self.person,
            bytes: self.bytes.min(part(most_bytes).max(ONE_BATCH)),
            events: self.events.min(part(most_events).max(MOST_EVENTS as u64)),
            invites: self.invites,
        }
    }

    /// Whether so much in all is within it.
    pub fn covers(self, sent: Sent) -> bool {
        sent.bytes <= self.bytes && sent.events <= self.events && sent.invites <= self.invites
    }
}
