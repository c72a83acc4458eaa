//! What a device reads.

use crate::sync::certificate::SignedCertificate;
use crate::sync::wire::{Cursor, LogId};

/// Which streams are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readable {
    /// All.
    All,
    /// All but this one.
    AllBut([u8; 16]),
    /// These.
    Only(Vec<[u8; 16]>),
}

/// What is to be read.
#[derive(Clone, Debug)]
pub struct Pull {
    /// Batches since.
    pub cursor: Cursor,
    /// In these streams.
    pub streams: Readable,
    /// Streams to back-fill, all of them readable, and from where.
    pub backfill: Vec<([u8; 16], u64)>,
    /// Logs to read, all of them allowed, and from which number.
    pub held: Vec<(LogId, u64)>,
    /// Stop after this many bytes.
    pub full: usize,
    /// The grant the device has.
    pub grant: u64,
}

/// What was read, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Pulled {
    /// The cursor is not of this order.
    pub restored: bool,
    /// Batches since.
    pub batches: Vec<Vec<u8>>,
    /// Where they lead to.
    pub cursor: Cursor,
    /// There is more.
    pub more: bool,
    /// Back-filled batches.
    pub backfilled: Vec<Vec<u8>>,
    /// Streams not yet done, and where they have come to.
    pub backfill: Vec<([u8; 16], u64)>,
    /// Batches of the logs asked for.
    pub held: Vec<Vec<u8>>,
    /// Certificates of the logs opened or asked for, root first.
    pub certificates: Vec<SignedCertificate>,
    /// A newer grant.
    pub grant: Option<(u64, Vec<u8>)>,
}
