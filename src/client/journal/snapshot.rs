//! What the pulled chunks came to when they were last folded, so that opening costs what has come
//! since. It is a cache: the chunks stay, and everything is folded from them where it does not fit.
//!
//! It lies behind the number of the newest chunk in it, and names that chunk's hash: after chunks were
//! cleared, by whatever version of the app, it fits no more. It is deflated, then sealed: every dot in it names its
//! log, which is most of its bytes.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec;
use serde::{Deserialize, Serialize};

use super::Journal;
use super::record::{decode, encode, plain};
use super::schema::{META, PULLED};
use super::strict::{Fault, Strict};
use crate::canvass::fold::State;
use crate::sync::certificate::{CampaignId, CertificateId};
use crate::sync::device::Device;
use crate::sync::keys::sha256;
use crate::sync::session::{Kept, Pulled, Session};

/// Where it lies.
const SNAPSHOT: &[u8] = b"snapshot";
/// So many bytes of batches that lie behind the snapshot are worth a new one.
const WORTH: usize = 64 * 1024;
/// Or so many chunks.
const MANY: usize = 50;

/// How hard it is deflated, of 9: it is written while somebody knocks.
const LEVEL: u8 = 1;

/// What pulled chunks came to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    campaign: CampaignId,
    certificate: CertificateId,
    /// The number of the newest grant then: another one may open what did not open.
    grant: u64,
    /// The hash of the newest chunk.
    chunk: [u8; 32],
    session: Kept,
    state: Vec<u8>,
}

/// Chunks behind the snapshot, as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// Each one's number, and its record's size in bytes.
    chunks: Vec<(u64, usize)>,
    /// The hash of the newest one's record.
    newest: Option<[u8; 32]>,
}

/// A snapshot to be kept.
#[derive(Clone, Debug)]
pub struct ToKeep {
    snapshot: Snapshot,
    tail: Tail,
    /// Small chunks made one: how many of the newest, and the record in their place.
    packed: Option<(usize, Vec<u8>)>,
}

impl Tail {
    /// Adds a chunk.
    pub fn add(&mut self, number: u64, record: &[u8]) {
        self.chunks.push((number, record.len()));
        self.newest = Some(sha256(record));
    }

    fn is_worth_it(&self) -> bool {
        let bytes: usize = self.chunks.iter().map(|(_, bytes)| bytes).sum();
        bytes >= WORTH || self.chunks.len() >= MANY
    }

    /// How many of the newest are small, one after the other.
    fn small(&self) -> usize {
        let newest = self.chunks.iter().rev();
        newest.take_while(|(_, bytes)| *bytes < WORTH).count()
    }
}

impl Snapshot {
    /// Whether it is of this device as it is now, and of chunks up to one with this hash.
    pub fn fits(&self, device: &Device, chunk: [u8; 32]) -> bool {
        self.campaign == device.campaign
            && self.certificate == device.certificate()
            && self.grant == device.grant
            && self.chunk == chunk
    }

    /// Has a session go on from it; the state there, or `None` where it was folded by another
    /// version of the app.
    pub fn open(self, session: &mut Session) -> Option<State> {
        let state = State::from_snapshot(&self.state)?;
        session.go_on_from(self.session).then_some(state)
    }
}

impl ToKeep {
    /// A snapshot of what these chunks came to, the newest small ones made one; `None` where it is
    /// not worth it yet.
    pub fn of(session: &Session, state: &State, tail: Tail, chunks: &[Pulled]) -> Option<ToKeep> {
        let newest = tail.newest.filter(|_| tail.is_worth_it())?;
        let small = tail.small();
        let packed = (small > 1)
            .then(|| one_of(chunks.get(chunks.len().checked_sub(small)?..)?))
            .flatten();
        let device = session.device();
        Some(ToKeep {
            snapshot: Snapshot {
                campaign: device.campaign,
                certificate: device.certificate(),
                grant: device.grant,
                chunk: packed.as_deref().map_or(newest, sha256),
                session: session.kept(),
                state: state.snapshot(),
            },
            tail,
            packed: packed.map(|chunk| (small, chunk)),
        })
    }
}

/// Several chunks as one record.
fn one_of(chunks: &[Pulled]) -> Option<Vec<u8>> {
    let last = chunks.last()?;
    let mut certificates: Vec<Vec<u8>> = Vec::new();
    for certificate in chunks.iter().flat_map(|chunk| &chunk.certificates) {
        if !certificates.contains(certificate) {
            certificates.push(certificate.clone());
        }
    }
    let batches = chunks.iter().flat_map(|chunk| chunk.batches.clone());
    Some(plain(&encode(&Pulled {
        batches: batches.collect(),
        certificates,
        cursor: last.cursor,
        backfill: last.backfill.clone(),
    })))
}

impl Journal {
    /// The snapshot, and the number of the newest chunk in it; `None` where there is none that
    /// opens.
    pub(super) async fn snapshot_in(
        &self,
        transaction: &Strict,
    ) -> Result<Option<(u64, Snapshot)>, Fault> {
        let record = transaction.get_bytes(META, SNAPSHOT).await?;
        Ok(record.and_then(|record| {
            let (through, sealed) = record.split_first_chunk::<8>()?;
            let deflated = self.unseal(META, SNAPSHOT, sealed).ok()?;
            // Sealed by this device: it is as long as it was when it was written.
            let bytes = decompress_to_vec(&deflated).ok()?;
            Some((u64::from_be_bytes(*through), decode(&bytes).ok()?))
        }))
    }

    /// Keeps a snapshot, and the small chunks as one. Without haste, and all or nothing; where the
    /// chunks are no longer as they were read, nothing is done.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_snapshot(&self, keep: &ToKeep) -> Result<(), Fault> {
        let Some((through, _)) = keep.tail.chunks.last() else {
            return Ok(());
        };
        let through = through.to_be_bytes();
        let deflated = compress_to_vec(&encode(&keep.snapshot), LEVEL);
        let sealed = self.seal(META, SNAPSHOT, &deflated);
        let transaction = self.main.begin_relaxed(&[PULLED, META])?;
        let there = transaction.get_bytes(PULLED, &through).await?;
        if there.map(|record| sha256(&record)) != keep.tail.newest {
            return Ok(());
        }
        if let Some((small, chunk)) = &keep.packed {
            for (number, _) in keep.tail.chunks.iter().rev().take(*small) {
                transaction.delete(PULLED, &number.to_be_bytes())?;
            }
            transaction.put_bytes(PULLED, &through, chunk)?;
        }
        let record = [through.as_slice(), &sealed].concat();
        transaction.put_bytes(META, SNAPSHOT, &record)?;
        transaction.finish().await
    }
}
