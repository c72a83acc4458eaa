//! Who wrote a log, and what they may do: what the fold knows of a certificate.

use serde::{Deserialize, Serialize};

use super::stream::Stream;

/// What a device may do, weakest first: each may all that the one before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Knocks on the doors they were given.
    Volunteer,
    /// A volunteer who may invite volunteers.
    Trainer,
    /// Reads everything, makes turfs, settles, revokes.
    Organiser,
}

/// A person of the campaign: 16 random bytes in the certificate. One person's second device
/// carries the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonId(pub [u8; 16]);

/// A certificate's name: the SHA-256 of its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CertificateId(pub [u8; 32]);

/// The one certificate a log is written under, as far as merging needs it. It never changes:
/// a change of role opens a new log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Author {
    /// The device's certificate.
    pub device: CertificateId,
    /// The certificates above it, from the first below the root down to its issuer.
    pub line: Vec<CertificateId>,
    /// Whose device it is.
    pub person: PersonId,
    /// What it may do.
    pub role: Role,
    /// When the certificate was issued, seconds since 1970: no event of it is shown earlier.
    pub issued: i64,
    /// When the organiser at the top of its line (itself, where nobody stands above it) was
    /// certified by the keyholders, seconds since 1970.
    pub appointed: i64,
    /// The stream its log is in.
    pub stream: Stream,
}

impl Author {
    /// Whether `self` may revoke `other`: down the certificate tree; any organiser any volunteer
    /// or trainer; and an organiser whom the keyholders themselves certified, everyone in the
    /// lines of those they had certified before: so the words outrank a stolen phone, even the
    /// first organiser's.
    ///
    /// There are no circles among organisers: each step leads to one appointed earlier, or as
    /// early and further down the same line.
    pub fn may_revoke(&self, other: &Author) -> bool {
        let by_the_words = self.line.is_empty() && self.appointed > other.appointed;
        other.line.contains(&self.device)
            || (self.role == Role::Organiser && (by_the_words || other.role < Role::Organiser))
    }
}
