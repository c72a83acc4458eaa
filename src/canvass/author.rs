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
    /// The stream its log is in.
    pub stream: Stream,
}

impl Author {
    /// Whether `self` may revoke `other`: down the certificate tree, and any organiser any
    /// volunteer or trainer.
    pub fn may_revoke(&self, other: &Author) -> bool {
        other.line.contains(&self.device)
            || (self.role == Role::Organiser && other.role < Role::Organiser)
    }
}
