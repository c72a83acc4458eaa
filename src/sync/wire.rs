//! What both sides of a request agree on. Written for others in `docs/protocol.md`, "Requests".
//!
//! Every request is a `POST` with a postcard body of type [`CONTENT_TYPE`] and a fresh
//! [`NONCE_HEADER`] (16 random bytes, hex). All but starting, looking, joining, recovering and
//! bringing what somebody else wrote carry `Authorization: Bearer` and the device's token (32 bytes, hex).
//!
//! An answer to a request with a token carries [`MAC_HEADER`]: HMAC-SHA-256 (RFC 2104), keyed
//! from the token, over the request's nonce, the status and the body, so that a captive portal,
//! a proxy's error page or a replay is never taken for the endpoint. 200 answers are postcard;
//! refusals are JSON, [`Refusal`].

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use thiserror::Error;

use super::certificate::{CampaignId, CertificateId};
use super::epoch::EpochId;
use super::invite::LookupName;
use super::keys::{Secret, derive};
pub use super::refusal::{Refusal, RefusalCode};
pub use crate::canvass::dot::LogId;
use crate::canvass::hex;

/// The type of every body but a refusal's.
pub const CONTENT_TYPE: &str = "application/x-stairwell";
/// The request's nonce: 16 random bytes, hex.
pub const NONCE_HEADER: &str = "stairwell-nonce";
/// The answer's authentication: 32 bytes, hex.
pub const MAC_HEADER: &str = "stairwell-mac";
/// No request's body is larger, in bytes.
pub const LARGEST_REQUEST: usize = 1024 * 1024;
/// An answer to a sync stops adding batches past this many bytes, and says there is more.
pub const FULL_ANSWER: usize = 256 * 1024;

/// Where each request goes.
pub mod path {
    /// [`Start`](super::Start) → [`Joined`](super::Joined). Needs the endpoint's start code.
    pub const START: &str = "/v1/campaigns";
    /// [`Find`](super::Find) → [`Found`](super::Found).
    pub const FIND: &str = "/v1/find";
    /// [`Look`](super::Look) → [`Looked`](super::Looked).
    pub const LOOK: &str = "/v1/invites/look";
    /// [`Join`](super::Join) → [`Joined`](super::Joined).
    pub const JOIN: &str = "/v1/join";
    /// [`SyncRequest`](super::SyncRequest) → [`SyncAnswer`](super::SyncAnswer).
    pub const SYNC: &str = "/v1/sync";
    /// [`Carry`](super::Carry) → [`CarriedTo`](super::CarriedTo). Without a token.
    pub const CARRY: &str = "/v1/carry";
    /// [`Invite`](super::Invite) → `()`.
    pub const INVITE: &str = "/v1/invites";
    /// [`Revoke`](super::Revoke) → [`Revoked`](super::Revoked). Of a device or an invite.
    pub const REVOKE: &str = "/v1/revoke";
    /// [`Grants`](super::Grants) → `()`.
    pub const GRANTS: &str = "/v1/grants";
    /// [`NewEpoch`](super::NewEpoch) → `()`.
    pub const EPOCH: &str = "/v1/epoch";
    /// `()` → [`Members`](super::Members). Organisers only.
    pub const MEMBERS: &str = "/v1/members";
    /// [`Extend`](super::Extend) → `()`. Organisers only.
    pub const EXTEND: &str = "/v1/extend";
    /// [`Close`](super::Close) → `()`. Organisers only.
    pub const CLOSE: &str = "/v1/close";
    /// [`NewCheckpoint`](super::NewCheckpoint) → `()`. Organisers only.
    pub const CHECKPOINT: &str = "/v1/checkpoints";
    /// `GET`: 200 where the endpoint answers and its database does.
    pub const HEALTH: &str = "/healthz";
}

/// What a device shows the endpoint instead of a password. The endpoint keeps its SHA-256.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token(pub Secret);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// As it stands behind `Bearer`.
    pub fn to_hex(&self) -> String {
        hex::encode(&self.0.0)
    }

    /// From what stands behind `Bearer`.
    pub fn from_hex(text: &str) -> Option<Token> {
        hex::decode(text).map(|secret| Token(Secret(secret)))
    }

    /// The authentication of an answer.
    pub fn answer_mac(&self, nonce: &[u8; 16], status: u16, body: &[u8]) -> [u8; 32] {
        let key = derive(&self.0.0, "answer", &[]);
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key.0).expect("any key will do");
        mac.update(nonce);
        mac.update(&status.to_be_bytes());
        mac.update(body);
        mac.finalize().into_bytes().into()
    }

    /// Whether an answer is the endpoint's, to this request.
    #[must_use]
    pub fn is_answer(&self, nonce: &[u8; 16], status: u16, body: &[u8], mac_hex: &str) -> bool {
        hex::decode::<32>(mac_hex)
            .is_some_and(|mac| self.answer_mac(nonce, status, body).ct_eq(&mac).into())
    }
}

/// Starts a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// Printed by the endpoint's host.
    pub start_code: String,
    /// The root certificate.
    pub root: Vec<u8>,
    /// The first organiser's, signed by the root.
    pub organiser: Vec<u8>,
    /// The first epoch.
    pub epoch: EpochId,
    /// Per keyholder, in the root's order: the epoch sealed to them.
    pub recovery: Vec<Vec<u8>>,
}

/// Looks for the campaign six words open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Find {
    /// The hash of the keyholder's public key.
    pub name: [u8; 32],
}

/// The campaign those words open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its root certificate.
    pub root: Vec<u8>,
    /// Its epochs, sealed to that keyholder.
    pub recovery: Vec<u8>,
    /// The endpoint's clock: seconds since 1970.
    pub now: i64,
}

/// Looks at an invitation without using it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Its lookup name.
    pub name: LookupName,
}

/// What an invitation allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// Its certificate and those above, root first.
    pub line: Vec<Vec<u8>>,
    /// How many may still join by it.
    pub uses_left: u16,
    /// The endpoint's clock: seconds since 1970.
    pub now: i64,
}

/// Stands in a refusal ([`Refusal::moved`](Refusal)) in place of what an invitation allows: its campaign was
/// handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The invitation's certificate and those above, root first.
    pub line: Vec<Vec<u8>>,
    /// That it was handed over, as its keyholders signed it.
    pub closing: Vec<u8>,
}

/// Joins: by an invitation, or (recovering) with a certificate a keyholder signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The new device's certificate.
    pub certificate: Vec<u8>,
}

/// Joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The device's token.
    pub token: Token,
    /// The grant that waited, sealed to the invite's keys; none where there was no invite.
    pub grant: Option<Vec<u8>>,
    /// The endpoint's clock: seconds since 1970.
    pub now: i64,
}

/// A place in a campaign's one order of batches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// How many batches stand before it.
    pub position: u64,
    /// The chain hash there: SHA-256 over the one before and the batch's hash; zeroes at the start.
    pub chain: [u8; 32],
}

/// A log's newest event at the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The log.
    pub log: LogId,
    /// The number of its last event.
    pub seq: u64,
    /// The hash of its last batch.
    pub hash: [u8; 32],
}

/// Pushes and pulls in one. All of its batches are taken, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// How far this device has pulled.
    pub cursor: Cursor,
    /// Streams granted since, and the position up to which each has been back-filled.
    pub backfill: Vec<([u8; 16], u64)>,
    /// Certificates the batches need and the endpoint may not have, root first.
    pub certificates: Vec<Vec<u8>>,
    /// Batches; of one log in order.
    pub batches: Vec<Vec<u8>>,
    /// Own logs of which this device needs to see what the endpoint holds, from this number on.
    pub want: Vec<(LogId, u64)>,
    /// The number of the newest grant this device has opened.
    pub grant: u64,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncAnswer {
    /// The endpoint's clock: seconds since 1970.
    pub now: i64,
    /// Where each log a batch was sent or wanted of stands now.
    pub heads: Vec<Head>,
    /// The request's cursor is not of this order: start over and offer everything again.
    pub restored: bool,
    /// Batches since the cursor, in the campaign's order.
    pub batches: Vec<Vec<u8>>,
    /// Where they lead to.
    pub cursor: Cursor,
    /// There is more.
    pub more: bool,
    /// Back-filled batches, and per stream the position reached; a stream left out is done.
    pub backfilled: Vec<Vec<u8>>,
    /// Where each back-filled stream has come to.
    pub backfill: Vec<([u8; 16], u64)>,
    /// What was wanted.
    pub held: Vec<Vec<u8>>,
    /// Certificates of the logs these batches open, root first.
    pub certificates: Vec<Vec<u8>>,
    /// A newer grant: its number, and the grant sealed to this device.
    pub grant: Option<(u64, Vec<u8>)>,
}

/// No request that brings what others have written is larger, in bytes.
pub const LARGEST_CARRY: usize = 128 * 1024;
/// A request that brings what others have written stops adding batches past this many bytes.
pub const FULL_CARRY: usize = 48 * 1024;

/// Brings batches that somebody else wrote, by hand: see [`Carried`](super::carried::Carried).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carry {
    /// The campaign.
    pub campaign: CampaignId,
    /// Batches; of one log in order, all by one person.
    pub batches: Vec<Vec<u8>>,
}

/// Brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedTo {
    /// Where each log a batch was brought of stands now.
    pub heads: Vec<Head>,
}

/// Publishes an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Its lookup name.
    pub name: LookupName,
    /// Its certificate.
    pub certificate: Vec<u8>,
    /// What waits for who joins, sealed to its keys.
    pub grant: Vec<u8>,
    /// The epoch whose keys the grant brings.
    pub epoch: EpochId,
}

/// Revokes a device or an invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoke {
    /// Its certificate.
    pub certificate: CertificateId,
}

/// Revoked: this is all that will ever be taken from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// Its logs' heads.
    pub heads: Vec<Head>,
}

/// A grant for a member: a device or an invite that is not revoked or used up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantFor {
    /// The certificate it is for: a device's first, by which it joined, or an invite's.
    pub subject: CertificateId,
    /// A newer certificate for a device, where its reach or role changes; by it the endpoint
    /// decides from now on what the device may read and write.
    pub certificate: Option<Vec<u8>>,
    /// Sealed to its keys.
    pub sealed: Vec<u8>,
}

/// Leaves grants for members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    /// The epoch whose keys they bring; refused if it is not the newest.
    pub epoch: EpochId,
    /// The grants.
    pub grants: Vec<GrantFor>,
}

/// Begins an epoch: compare-and-set on the one before, with a grant for every live member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEpoch {
    /// The epoch it follows.
    pub replaces: EpochId,
    /// The new one.
    pub epoch: EpochId,
    /// Per keyholder, in the root's order: every epoch sealed to them.
    pub recovery: Vec<Vec<u8>>,
    /// A grant for every device and invite that still holds.
    pub grants: Vec<GrantFor>,
}

/// Puts the campaign's end later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extend {
    /// The keyholders' word for it: see [`SignedExtension`](super::extension::SignedExtension).
    pub extension: Vec<u8>,
}

/// The campaign was handed over: from now on nothing new is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Close {
    /// The keyholders' word for it: see [`SignedClosing`](super::closing::SignedClosing).
    pub closing: Vec<u8>,
}

/// Puts a checkpoint in the place of its stream's batches: compare-and-set on its stream and the
/// board, neither of which may have moved on since its author pulled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCheckpoint {
    /// A [`SealedCheckpoint`](super::checkpoint::SealedCheckpoint).
    pub checkpoint: Vec<u8>,
    /// What it replaces is to go at once, since somebody was erased; else in seven days.
    pub at_once: bool,
}

/// Everyone who joined or may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// The newest epoch.
    pub epoch: EpochId,
    /// Devices and invites.
    pub members: Vec<Member>,
    /// Their certificates and all above them, root first.
    pub certificates: Vec<Vec<u8>>,
}

/// A device or an invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The certificate by which it joined (an invite's own).
    pub subject: CertificateId,
    /// Its newest certificate.
    pub newest: CertificateId,
    /// Revoked: it will never be heard again.
    pub revoked: bool,
    /// An invite: how many may still join.
    pub uses_left: Option<u16>,
    /// A device: when it joined, seconds since 1970.
    pub joined: Option<i64>,
    /// A device: when it was last heard, seconds since 1970.
    pub last_heard: Option<i64>,
}

/// Bytes that are not what they should be.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
#[error("these bytes are not what they should be")]
pub struct Malformed;

/// Writes a request or an answer.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "writing plain data to a growing vector cannot fail"
    )]
    postcard::to_allocvec(value).expect("a message can be written")
}

/// Reads one, to its last byte.
///
/// # Errors
/// [`Malformed`].
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Malformed> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(Malformed),
    }
}
