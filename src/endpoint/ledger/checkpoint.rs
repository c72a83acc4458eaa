//! What takes the place of a stream's batches.

use super::room::Room;
use crate::sync::certificate::CertificateId;
use crate::sync::wire::Cursor;

/// A checkpoint that was judged good.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// Its stream's name.
    pub stream: [u8; 16],
    /// The certificate of the device that made it.
    pub certificate: CertificateId,
    /// How far that had pulled.
    pub upto: Cursor,
    /// Its hash.
    pub hash: [u8; 32],
    /// As it came.
    pub bytes: Vec<u8>,
    /// When what it replaces is deleted: seconds since 1970.
    pub due: i64,
    /// How much may be stored.
    pub room: Room,
}

/// What was deleted because checkpoints had replaced it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetGo {
    /// Batches and earlier checkpoints.
    pub batches: u64,
    /// Their bytes.
    pub bytes: u64,
}
