//! Reading checkpoints: who made one, and whether what is here of its stream is all that it holds.

use std::collections::BTreeMap;

use super::{CheckpointAside, Page, ReadLog, Reader, Trust};
use crate::canvass::author::Role;
use crate::canvass::checkpoint::{Checkpoint, LayoutError, Taken};
use crate::canvass::dot::LogId;
use crate::canvass::order::gather;
use crate::canvass::stream::Stream;
use crate::sync::batch::{Batch, Context};
use crate::sync::checkpoint::{CheckpointError, Heads, Past, SealedCheckpoint};
use crate::sync::epoch::Keyring;
use crate::sync::keys::sha256;

/// Why a checkpoint is not taken.
enum NotTaken {
    /// Not now: its keys, its writers' certificates or a newer version may still come.
    Yet,
    /// It is not what it should be.
    Ever,
}

impl Reader {
    /// What has come of each stream since its last checkpoint.
    pub fn pasts(&self) -> impl Iterator<Item = (Stream, Past)> {
        self.pasts.iter().map(|(stream, past)| (*stream, *past))
    }

    /// How far the logs of a stream were read; `None` where something of it is set aside.
    pub fn heads_of(&self, stream: Stream) -> Option<Heads> {
        let waits = |log: &LogId| {
            let read = self.logs.get(log);
            read.is_none_or(|read| read.stream == stream)
        };
        if self.batch_aside_of(stream)
            || self.checkpoint_aside_of(stream)
            || self.orphans.keys().any(waits)
        {
            return None;
        }
        let logs = self.logs_of(stream);
        Some(
            logs.map(|(log, read)| (log, (read.head, read.hash)))
                .collect(),
        )
    }

    fn logs_of(&self, stream: Stream) -> impl Iterator<Item = (LogId, &ReadLog)> {
        let logs = self.logs.iter().map(|(log, read)| (*log, read));
        logs.filter(move |(_, read)| read.stream == stream)
    }

    fn batch_aside_of(&self, stream: Stream) -> bool {
        let aside = |(_, context): &(Batch, Context)| context.stream == stream;
        self.aside.iter().any(aside)
    }

    /// Whether a checkpoint of that stream waits for its key or its writers.
    fn checkpoint_aside_of(&self, stream: Stream) -> bool {
        self.checkpoints_aside.iter().any(|aside| {
            let sealed = SealedCheckpoint::from_bytes(&aside.bytes);
            sealed.is_ok_and(|sealed| sealed.stream() == Some(stream))
        })
    }

    /// Takes a checkpoint that stood in the order among what is read.
    pub fn take_checkpoint(&mut self, bytes: &[u8], keyring: &Keyring, trust: Trust) -> Page {
        let sealed = SealedCheckpoint::from_bytes(bytes);
        let stream = sealed.ok().and_then(|sealed| sealed.stream());
        let before = stream.map(|stream| {
            let logs = self.logs_of(stream);
            gather(logs.map(|(log, read)| (log, read.head)))
        });
        let standing = CheckpointAside {
            bytes: bytes.to_vec(),
            before: before.unwrap_or_default(),
        };
        self.take_standing(standing, keyring, trust)
    }

    fn take_standing(
        &mut self,
        standing: CheckpointAside,
        keyring: &Keyring,
        trust: Trust,
    ) -> Page {
        let mut page = Page::default();
        match self.opened(&standing.bytes, keyring, trust) {
            Ok((checkpoint, upto)) => {
                self.adopt(checkpoint, upto, &standing.before, keyring, &mut page);
            }
            Err(NotTaken::Yet) => {
                self.checkpoints_aside.push(standing);
                page.set_aside += 1;
            }
            Err(NotTaken::Ever) => page.refuse(sha256(&standing.bytes)),
        }
        page
    }

    /// Tries again the checkpoints that were set aside.
    pub(super) fn take_set_aside(&mut self, keyring: &Keyring, page: &mut Page) {
        for aside in std::mem::take(&mut self.checkpoints_aside) {
            // Nobody has verified it yet.
            let more = self.take_standing(aside, keyring, Trust::Verify);
            page.written.extend(more.written);
            page.checkpoints.extend(more.checkpoints);
            page.differing.extend(more.differing);
            page.set_aside += more.set_aside;
            page.refused += more.refused;
        }
    }

    fn opened(
        &mut self,
        bytes: &[u8],
        keyring: &Keyring,
        trust: Trust,
    ) -> Result<(Checkpoint, u64), NotTaken> {
        let sealed = SealedCheckpoint::from_bytes(bytes).map_err(|_| NotTaken::Ever)?;
        let stream = sealed.stream().ok_or(NotTaken::Ever)?;
        let maker = self.check(sealed.certificate).ok_or(NotTaken::Yet)?;
        let may = maker.is_device() && maker.certificate.role == Role::Organiser;
        let signed = || sealed.signed_by(self.campaign, maker.certificate.sign);
        if !may || (trust == Trust::Verify && !signed()) {
            return Err(NotTaken::Ever);
        }
        let key = keyring.key(stream, sealed.key).ok_or(NotTaken::Yet)?;
        let plain = sealed
            .open(self.campaign, &key)
            .map_err(|error| match error {
                CheckpointError::DoesNotOpen => NotTaken::Yet,
                _ => NotTaken::Ever,
            })?;
        let checkpoint = Checkpoint::decode(stream, &plain, |id| {
            let writer = self.check(id)?;
            writer.may_write(stream).then(|| writer.author(stream))
        });
        match checkpoint {
            Ok(checkpoint) => Ok((checkpoint, sealed.upto.position)),
            Err(LayoutError::Malformed) => Err(NotTaken::Ever),
            Err(LayoutError::Newer | LayoutError::UnknownAuthor) => Err(NotTaken::Yet),
        }
    }

    /// Goes on from a checkpoint where it is ahead, and only compares where nothing of it is new.
    fn adopt(
        &mut self,
        checkpoint: Checkpoint,
        upto: u64,
        before: &BTreeMap<LogId, u64>,
        keyring: &Keyring,
        page: &mut Page,
    ) {
        let stream = checkpoint.stream();
        let heads: BTreeMap<_, _> = checkpoint
            .heads()
            .map(|(head, hash)| (head.log, (head.seq, hash)))
            .collect();
        let read = |log| {
            self.logs
                .get(log)
                .map_or((0, [0; 32]), |read| (read.head, read.hash))
        };
        let elsewhere = |log| self.logs.get(log).is_some_and(|read| read.stream != stream);
        if heads.keys().any(elsewhere) {
            page.differing.insert(stream);
            return;
        }
        let past = self.pasts.get(&stream).copied().unwrap_or_default();
        let other_batch = heads.iter().any(|(log, (seq, hash))| {
            let (ours, own_hash) = read(log);
            ours == *seq && own_hash != *hash
        });
        let less = before
            .iter()
            .any(|(log, ours)| heads.get(log).is_none_or(|(seq, _)| seq < ours));
        // One that was taken before may come again behind what followed it: from another tab, or where a
        // stream is back-filled.
        let short = less && upto > past.upto;
        if other_batch || short {
            page.differing.insert(stream);
        }
        if other_batch {
            return;
        }
        let ahead: Vec<_> = heads
            .iter()
            .filter(|(log, (seq, _))| read(log).0 < *seq)
            .map(|(log, head)| (*log, *head))
            .collect();
        if short || !less {
            let erasures = checkpoint.erasures();
            let past = Past {
                erasures,
                upto,
                ..Past::default()
            };
            self.pasts.insert(stream, past);
        }
        // Who could not open some of what it holds has less than was read.
        if ahead.is_empty() && !self.batch_aside_of(stream) {
            page.checkpoints.push(Taken::Held(checkpoint));
            return;
        }
        for (log, (head, hash)) in &ahead {
            let writer = checkpoint.state().log(*log).map(|log| log.author.device);
            let Some(author) = writer.and_then(|id| self.check(id)) else {
                continue; // Every one was checked when it was opened.
            };
            let (head, hash) = (*head, *hash);
            self.logs.insert(
                *log,
                ReadLog {
                    stream,
                    author,
                    head,
                    hash,
                    jumped: true,
                },
            );
        }
        page.checkpoints.push(Taken::Joined(checkpoint));
        for (log, _) in ahead {
            // Nobody has verified yet what waited for this.
            self.read_log(log, Vec::new(), keyring, Trust::Verify, page);
        }
    }
}
