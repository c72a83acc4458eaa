//! What the endpoint keeps, behind a trait: in SQLite, or in PostgreSQL, which several endpoints
//! may share. This folder is the only place that names the SQL crate.
//!
//! Everything is scoped by campaign. What can be decided before is decided before, on what was
//! read ([`Ledger::known`] and [`judge`](super::judge)); each changing call is one transaction
//! that looks again and changes all or nothing.

pub mod backup;
mod check;
pub mod checkpoint;
mod copy;
mod database_error;
pub mod postgres;
mod pulling;
pub mod room;
pub mod sqlite;
pub mod start_code;
pub mod summary;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use thiserror::Error;

use checkpoint::{LetGo, Replacement};
pub use pulling::{Pull, Pulled, Readable};
use room::{Room, Share};
use start_code::{NewStartCode, StartCode, StartQuota};
use summary::Summary;

use crate::sync::certificate::{CampaignId, CertificateId, Chain, SignedCertificate};
use crate::sync::epoch::EpochId;
use crate::sync::invite::LookupName;
use crate::sync::wire::{Head, LogId, RefusalCode};

/// Why the ledger did not do it. It then changed nothing.
#[derive(Debug, Error)]
pub enum Error {
    /// What is there now does not allow it.
    #[error("{0}")]
    Refused(RefusalCode),
    /// Something it was decided on has changed meanwhile; decide again.
    #[error("the ledger has moved on meanwhile")]
    Moved,
    /// No room left.
    #[error("the disk, or the room the database was given, is full")]
    Full,
    /// The database is in trouble. The text is for the host's log and names no one.
    #[error("the database is in trouble: {0}")]
    Broken(String),
}

/// What ledger calls answer.
pub type Result<T> = std::result::Result<T, Error>;

/// The SHA-256 of a device's token.
pub type TokenHash = [u8; 32];

/// A campaign here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Its number in this ledger.
    pub key: i64,
    /// Its id.
    pub id: CampaignId,
    /// When all of it is deleted: seconds since 1970.
    pub ends: i64,
    /// Its newest epoch.
    pub epoch: EpochId,
    /// It was handed over: nothing new is taken.
    pub closed: bool,
}

/// The name of a campaign's root certificate.
pub fn root_of(campaign: &Campaign) -> CertificateId {
    CertificateId(campaign.id.0)
}

/// A device that joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its campaign.
    pub campaign: Campaign,
    /// The certificate by which it joined.
    pub subject: CertificateId,
    /// Its newest certificate.
    pub newest: CertificateId,
    /// Whether it was revoked.
    pub revoked: bool,
    /// When it was last heard: seconds since 1970.
    pub last_heard: Option<i64>,
}

/// Who holds a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A device.
    Device(Device),
    /// A device of a campaign that has ended and is gone.
    Ended,
    /// Nobody.
    Nobody,
}

/// An invite that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its campaign.
    pub campaign: Campaign,
    /// Its certificate.
    pub certificate: CertificateId,
    /// How many may still join by it.
    pub uses_left: u16,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// A campaign to be started.
#[derive(Clone, Debug)]
pub struct NewCampaign {
    /// Its id.
    pub id: CampaignId,
    /// Its root certificate.
    pub root: SignedCertificate,
    /// When it ends: seconds since 1970.
    pub ends: i64,
    /// Its first epoch.
    pub epoch: EpochId,
    /// Per keyholder: the name their words find it by, and the epoch sealed to them.
    pub keyholders: Vec<([u8; 32], Vec<u8>)>,
    /// The start code's number in this ledger.
    pub start_code: i64,
    /// No more campaigns than this are kept.
    pub most: u32,
}

/// An invite about to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedInvite {
    /// Its lookup name.
    pub name: LookupName,
    /// Whether its time is over: only who has joined already may join again.
    pub run_out: bool,
}

/// A device about to join.
#[derive(Clone, Debug)]
pub struct NewDevice {
    /// Its certificate.
    pub certificate: SignedCertificate,
    /// The invite it joins by; none for who was signed by the keyholders.
    pub invite: Option<UsedInvite>,
    /// Its token's hash.
    pub token: TokenHash,
    /// Now: seconds since 1970.
    pub now: i64,
    /// A campaign has no more devices than this.
    pub most: u32,
    /// How much may be stored.
    pub room: Room,
}

/// An invite to be published.
#[derive(Clone, Debug)]
pub struct NewInvite {
    /// Its lookup name.
    pub name: LookupName,
    /// Its certificate.
    pub certificate: SignedCertificate,
    /// How many may join by it.
    pub uses: u16,
    /// What waits for who joins.
    pub grant: Vec<u8>,
    /// The epoch whose keys that brings.
    pub epoch: EpochId,
    /// A campaign has no more invites than this.
    pub most: u32,
    /// How much may be stored.
    pub room: Room,
    /// What whoever publishes it may today; nothing is counted of an organiser.
    pub share: Option<Share>,
    /// Now: seconds since 1970.
    pub now: i64,
}

/// A log here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its stream's name.
    pub stream: [u8; 16],
    /// The certificate it is written under.
    pub certificate: CertificateId,
    /// Its newest event.
    pub head: Head,
}

/// What a push is judged on.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The certificates of the logs and openings asked about, and all above them.
    pub chain: Chain,
    /// Which of them are stored here: all, until those that came with the push are added.
    pub stored: BTreeSet<CertificateId>,
    /// Which of them were revoked.
    pub revoked: BTreeSet<CertificateId>,
    /// The logs that are here.
    pub logs: BTreeMap<LogId, Log>,
    /// The hashes of batches that are here, by log and first number.
    pub hashes: BTreeMap<(LogId, u64), [u8; 32]>,
}

/// A batch to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Its log, as it stands once this is added.
    pub log: Log,
    /// Its first number.
    pub first: u64,
    /// How many events.
    pub count: u16,
    /// The hash of the log's batch before; `None` where this opens the log.
    pub follows: Option<[u8; 32]>,
    /// As it came.
    pub bytes: Vec<u8>,
}

/// What a judged push adds.
#[derive(Clone, Debug, Default)]
pub struct Push {
    /// Batches, in order.
    pub additions: Vec<Addition>,
    /// Certificates of the logs they open, and those above.
    pub certificates: Vec<SignedCertificate>,
    /// How much may be stored.
    pub room: Room,
    /// What whoever sends may send today; nothing is counted of an organiser.
    pub share: Option<Share>,
    /// The device itself was not heard: somebody else brought it.
    pub unheard: bool,
}

/// A grant that was checked.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// For whom.
    pub subject: CertificateId,
    /// The device's newer certificate.
    pub certificate: Option<SignedCertificate>,
    /// Sealed to its keys.
    pub sealed: Vec<u8>,
    /// When it is left: seconds since 1970.
    pub left: i64,
}

/// An epoch to begin.
#[derive(Clone, Debug)]
pub struct NextEpoch {
    /// The one it follows.
    pub replaces: EpochId,
    /// The new one.
    pub epoch: EpochId,
    /// Per keyholder, in the root's order: every epoch sealed to them.
    pub recovery: Vec<Vec<u8>>,
    /// Devices not revoked and invites neither revoked nor used up, as [`Ledger::members`] said
    /// when the grants were found to be enough.
    pub seen: BTreeSet<CertificateId>,
    /// The grants.
    pub grants: Vec<NewGrant>,
    /// How much may be stored.
    pub room: Room,
}

/// A device or an invite of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// A device.
    Device {
        /// The certificate by which it joined.
        subject: CertificateId,
        /// Its newest.
        newest: CertificateId,
        /// Whether it was revoked.
        revoked: bool,
        /// When it joined: seconds since 1970.
        joined: i64,
        /// When it was last heard: seconds since 1970.
        last_heard: Option<i64>,
    },
    /// An invite.
    Invite {
        /// Its certificate.
        subject: CertificateId,
        /// Whether it was revoked.
        revoked: bool,
        /// How many may still join by it.
        uses_left: u16,
    },
}

/// Everyone of a campaign, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Membership {
    /// Devices and invites.
    pub members: Vec<Member>,
    /// Their certificates and those above.
    pub chain: Chain,
}

/// What a certificate is to the campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A device that joined by this or an earlier certificate (which is given).
    Device(CertificateId),
    /// An invite.
    Invite,
    /// A certificate that only logs were written under.
    Writer,
    /// Not known.
    Unknown,
}

/// An endpoint's storage.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Whether the database can be written: writes a little.
    async fn healthy(&self) -> Result<()>;

    /// The whole, in counts.
    async fn summary(&self) -> Result<Summary>;

    /// The oldest code that starts campaigns and is not the example's, if one holds; `fresh` where there never was any.
    async fn start_code(&self, fresh: &str, now: i64) -> Result<Option<String>>;

    /// Every start code, and what became of it.
    async fn start_codes(&self) -> Result<Vec<StartCode>>;

    /// Makes a start code; answers whether its label was free.
    async fn new_start_code(&self, new: &NewStartCode) -> Result<bool>;

    /// Gives the start code of this label another quota, in what is given; answers whether there is
    /// one.
    async fn change_start_code(&self, label: &str, quota: &StartQuota) -> Result<bool>;

    /// Revokes the start code of this label; answers whether there is one. Its campaigns go on.
    async fn revoke_start_code(&self, label: &str) -> Result<bool>;

    /// Starts a campaign with its first organiser's device.
    ///
    /// # Errors
    /// `WrongStartCode` where the code no longer holds; `Exists` where the campaign or a keyholder is here already (and the device, if it is,
    /// has been heard); `OverQuota`.
    async fn start(&self, campaign: &NewCampaign, organiser: &NewDevice) -> Result<()>;

    /// A campaign by its id.
    async fn campaign(&self, id: CampaignId) -> Result<Option<Campaign>>;

    /// The campaign a keyholder's words open, and its epochs sealed to them.
    async fn found(&self, name: &[u8; 32]) -> Result<Option<(Campaign, Vec<u8>)>>;

    /// Who holds a token.
    async fn holder(&self, token: &TokenHash) -> Result<Holder>;

    /// Notes when a device was heard.
    async fn heard(&self, device: &Device, now: i64) -> Result<()>;

    /// A certificate and all above it, as far as they are here.
    async fn line(&self, campaign: i64, certificate: CertificateId) -> Result<Chain>;

    /// What a certificate is to the campaign.
    async fn standing(&self, campaign: i64, certificate: CertificateId) -> Result<Standing>;

    /// Whether a certificate here was revoked.
    async fn is_revoked(&self, campaign: i64, certificate: CertificateId) -> Result<bool>;

    /// An invite by its lookup name.
    async fn invitation(&self, name: &LookupName) -> Result<Option<Invitation>>;

    /// An invite's lookup name, by its certificate.
    async fn invite_name(&self, campaign: i64, id: CertificateId) -> Result<Option<LookupName>>;

    /// Lets a device join and uses up one use of its invite; answers the invite's grant. The
    /// same certificate again gets its new token, unless it has been heard meanwhile.
    ///
    /// # Errors
    /// `Exists`, `UsedInvite`, `ExpiredInvite`, `RevokedInvite`, `Revoked`, `OverQuota`.
    async fn join(&self, campaign: i64, device: &NewDevice) -> Result<Option<Vec<u8>>>;

    /// Publishes an invite; the same again changes nothing.
    ///
    /// # Errors
    /// `Exists`, `EpochMoved`, `OverQuota`.
    async fn publish(&self, campaign: i64, invite: &NewInvite) -> Result<()>;

    /// What a push is to be judged on: these logs, the hashes of batches that start at these
    /// numbers, and these certificates with all above them.
    async fn known(
        &self,
        campaign: i64,
        batches: &[(LogId, u64)],
        certificates: &[CertificateId],
    ) -> Result<Known>;

    /// Adds what was judged good.
    ///
    /// # Errors
    /// [`Error::Moved`] where a log or a certificate is no longer as it was judged;
    /// `HandedOver`, `OverQuota`.
    async fn push(&self, device: &Device, push: &Push, now: i64) -> Result<()>;

    /// Where these logs stand, and whose they are: those of this device's own certificates
    /// with `true`.
    async fn logs(&self, device: &Device, logs: &[LogId]) -> Result<Vec<(Log, bool)>>;

    /// Puts a checkpoint in its stream's place.
    ///
    /// # Errors
    /// `CheckpointMoved` where more has come of its stream or the board; `OverQuota`.
    async fn replace(&self, device: &Device, new: &Replacement, now: i64) -> Result<()>;

    /// Deletes what checkpoints have replaced and is due by `now`.
    async fn let_go(&self, now: i64) -> Result<LetGo>;

    /// Reads.
    async fn pull(&self, device: &Device, pull: &Pull) -> Result<Pulled>;

    /// Revokes a device (with all its certificates), an invite or a mere writer, and answers
    /// its logs' heads. What is below it stays.
    async fn revoke(&self, campaign: i64, certificate: CertificateId) -> Result<Vec<Head>>;

    /// Everyone.
    async fn members(&self, campaign: i64) -> Result<Membership>;

    /// Leaves grants.
    ///
    /// # Errors
    /// `EpochMoved` where the epoch is not the newest or a member has gone; `OverQuota` where
    /// there is no `room` for their certificates.
    async fn grant(
        &self,
        campaign: i64,
        epoch: EpochId,
        grants: &[NewGrant],
        room: Room,
    ) -> Result<()>;

    /// Begins an epoch.
    ///
    /// # Errors
    /// `EpochMoved` where another has begun, or a member has come or gone; `OverQuota`.
    async fn begin_epoch(&self, campaign: i64, next: &NextEpoch) -> Result<()>;

    /// Puts a campaign's end later; never earlier.
    async fn extend(&self, campaign: i64, until: i64) -> Result<()>;

    /// Takes nothing new of a campaign from now on; what is there stays until its end. Keeps the word that says so.
    async fn close(&self, campaign: i64, closing: &[u8]) -> Result<()>;

    /// The word by which a campaign was handed over, if it was, and that was kept.
    async fn closing(&self, campaign: i64) -> Result<Option<Vec<u8>>>;

    /// Deletes every campaign that has ended by `now`, and answers how many.
    async fn sweep(&self, now: i64) -> Result<u64>;
}
