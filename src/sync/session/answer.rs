//! What an answer changes: heads, clashes, grants, what was pulled.

use std::collections::{BTreeMap, BTreeSet};

use rand_core::CryptoRng;

use super::exchange::{Output, Pulled, Trouble};
use super::{Line, Offer, Phase, Session};
use crate::canvass::dot::LogId;
use crate::canvass::order::gather;
use crate::sync::batch::Batch;
use crate::sync::certificate::{Reach, Role, SignedCertificate, Stream};
use crate::sync::checkpoint::SealedCheckpoint;
use crate::sync::device::Device;
use crate::sync::grant::Grant;
use crate::sync::reader::{Page, Trust};
use crate::sync::wire::{Cursor, Head, Refusal, RefusalCode, SyncAnswer, decode};

impl Session {
    pub(super) fn answered(
        &mut self,
        now: i64,
        status: u16,
        body: &[u8],
        mac: Option<String>,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let Phase::Asking { nonce } = self.phase else {
            return Vec::new();
        };
        let ours = mac.is_some_and(|mac| self.device.token.is_answer(&nonce, status, body, &mac));
        if !ours {
            self.fail(now, Trouble::NoAnswer);
            return Vec::new();
        }
        if status != 200 {
            return match Refusal::read(body) {
                Some(refusal) => self.refused(now, &refusal, rng),
                None => {
                    self.fail(now, Trouble::NoAnswer);
                    Vec::new()
                }
            };
        }
        let Ok(answer) = decode::<SyncAnswer>(body) else {
            self.fail(now, Trouble::NoAnswer);
            return Vec::new();
        };
        self.phase = Phase::Idle;
        self.trouble = None;
        self.last_answer = Some(now);
        self.measured = Some(i32::try_from(answer.now.saturating_sub(now)).unwrap_or(0));
        self.offset = self.measured;
        self.take_answer(now, answer, rng)
    }

    fn take_answer(
        &mut self,
        now: i64,
        answer: SyncAnswer,
        rng: &mut impl CryptoRng,
    ) -> Vec<Output> {
        let before = self.stands_at();
        let mut outputs = Vec::new();
        // From the very start there is nothing to start over.
        let restored = answer.restored && self.cursor != Cursor::default();
        if restored {
            self.start_over(&mut outputs);
        } else {
            self.offer_certificates = false;
        }
        let mut settled = Vec::new();
        let asked = self.asked_for(&answer.heads);
        for head in &answer.heads {
            self.acknowledge(head.log, head.seq, head.hash, &mut settled);
        }
        let more = answer.more || answer.restored;
        // The keys first: what is held may be sealed under them.
        let mut granted = self.take_grant(answer.grant.as_ref());
        self.settle_clashes(&answer, &asked, &mut settled);
        let sealed_again = |line: &Line| line.sealed_again && !line.clashed;
        let looked_at = !answer.held.is_empty() || self.own.values().any(sealed_again);
        // A restored endpoint's batches come from the start, with the next answer.
        if !restored {
            self.take_pulled(answer, &mut granted, &mut outputs);
        }
        outputs.append(&mut granted.opened);
        // Behind the cursor: by that alone a device notices later what a backup has forgotten.
        outputs.extend(settled);
        // Only now that what is to be back-filled is kept: else a device that is closed in
        // between would have the grant, and never ask for what stood there before.
        outputs.extend(granted.keep);
        self.up_to_date = !more && self.backfill.is_empty() && granted.new != NewReach::Everything;
        if self.up_to_date {
            self.caught_up = Some(now);
        }
        let unsent = self.own.values().any(|line| {
            // What is left once a clash is settled goes out at once, behind what was held.
            line.own.parked.is_none()
                && self.offer.includes(line)
                && (line.clashed
                    || line.unacknowledged().next().is_some()
                    || (looked_at && line.waits()))
        });
        let goes_on = !self.up_to_date || unsent;
        let asked = std::mem::take(&mut self.asked_meanwhile);
        if asked && self.own.values().any(|line| !line.is_sealed()) {
            self.failures = 0;
            self.offer = Offer::All;
            outputs.extend(self.seal_or_ask(rng));
            return outputs;
        }
        if goes_on && outputs.is_empty() && self.stands_at() == before {
            // Nothing came of it, and asking again at once would go on for ever.
            self.fail(now, Trouble::Busy(RefusalCode::Internal));
            return outputs;
        }
        if self.offer == Offer::All {
            self.failures = 0;
        }
        if goes_on {
            outputs.extend(self.seal_or_ask(rng));
        } else if self.offer != Offer::All {
            // All has come; what there was no room for waits.
            let up_to_date = self.up_to_date;
            self.fail(now, Trouble::Busy(RefusalCode::OverQuota));
            self.up_to_date = up_to_date;
        } else {
            self.most_batches = usize::MAX;
        }
        outputs
    }

    /// How far pulling has come, and how many logs are to be looked at.
    fn stands_at(&self) -> (Cursor, Vec<([u8; 16], u64)>, usize) {
        let backfill = self.backfill.iter().map(|(name, at)| (*name, *at));
        let clashed = self.own.values().filter(|line| line.clashed).count();
        (self.cursor, backfill.collect(), clashed)
    }

    /// The endpoint's order is not the one we pulled: it was restored from a backup.
    fn start_over(&mut self, outputs: &mut Vec<Output>) {
        self.cursor = Cursor::default();
        self.backfill.clear();
        self.offer_certificates = true;
        for line in self.own.values_mut() {
            line.start_over();
        }
        outputs.push(Output::StartOver);
    }

    fn acknowledge(&mut self, log: LogId, seq: u64, hash: [u8; 32], outputs: &mut Vec<Output>) {
        let Some(line) = self.own.get_mut(&log) else {
            return;
        };
        let ours = line
            .batches
            .values()
            .any(|sealed| sealed.last == seq && sealed.hash == hash);
        if ours && seq > line.own.acknowledged {
            line.acknowledge(seq, hash);
            // It ends as ours does, and each batch vouches for the one before it.
            line.clashed = false;
            outputs.push(Output::Acknowledged {
                log,
                through: seq,
                hash,
            });
        } else if !ours && !line.ends_acknowledged(seq, hash) && line.own.parked.is_none() {
            // It holds what we do not know of, under our numbers.
            line.clashed = true;
        }
    }

    /// The logs that were looked at with this request, and of which the endpoint has something.
    fn asked_for(&self, heads: &[Head]) -> BTreeSet<LogId> {
        let looked_at = |head: &&Head| {
            let line = self.own.get(&head.log);
            line.is_some_and(|line| line.clashed && head.seq > line.own.acknowledged)
        };
        gather(heads.iter().filter(looked_at).map(|head| head.log))
    }

    /// What the endpoint holds of logs that clashed: the same events are acknowledged; else this
    /// phone is a copy, and what only it has is recorded in a new log. Before that is believed, the journal
    /// is asked for what other tabs have recorded.
    fn settle_clashes(
        &mut self,
        answer: &SyncAnswer,
        asked: &BTreeSet<LogId>,
        outputs: &mut Vec<Output>,
    ) {
        // What a checkpoint has replaced is gone, and nobody can tell any more what it said.
        let gone = answer.held.is_empty();
        let held: Vec<(Batch, &Vec<u8>)> = answer
            .held
            .iter()
            .filter_map(|bytes| Some((Batch::from_bytes(bytes).ok()?, bytes)))
            .collect();
        for line in self.own.values_mut().filter(|line| line.clashed) {
            let theirs: Vec<_> = held
                .iter()
                .filter(|(batch, _)| batch.log == line.own.log)
                .collect();
            let gone = gone && asked.contains(&line.own.log);
            if theirs.is_empty() && !gone {
                line.seal_behind(&answer.heads);
                continue;
            }
            // Another tab may have recorded and sent what is not known here: a copy only where none has.
            let numbers: Vec<_> = theirs
                .iter()
                .map(|(batch, _)| batch.first..=batch.last())
                .collect();
            let head = answer.heads.iter().find(|head| head.log == line.own.log);
            let looks = match head {
                Some(head) if gone => line.looks_up_to(head.seq),
                _ => line.looks_for(&numbers),
            };
            if looks {
                outputs.push(Output::LookFor { log: line.own.log });
                continue;
            }
            line.settle();
            let through = line.newest();
            let mut same = !gone;
            line.batches
                .retain(|_, sealed| sealed.last <= line.own.acknowledged);
            let mut previous = None;
            for (batch, bytes) in theirs {
                let mut context = line.context(self.device.campaign, batch.first);
                context.previous = previous.unwrap_or(context.previous);
                let hash = Batch::hash(bytes);
                previous = Some(hash);
                same &= line.take_theirs(&self.device.keyring, batch, &context);
                if !same || line.keep(batch.first, bytes.to_vec()).is_err() {
                    continue;
                }
                line.acknowledge(batch.last(), hash);
                outputs.push(Output::Replace {
                    log: line.own.log,
                    first: batch.first,
                    bytes: bytes.to_vec(),
                });
                outputs.push(Output::Acknowledged {
                    log: line.own.log,
                    through: batch.last(),
                    hash,
                });
            }
            if !same {
                line.own.parked = Some(RefusalCode::Clash);
                outputs.push(Output::RecordAnew {
                    log: line.own.log,
                    events: line.events.clone().into_iter().collect(),
                    through,
                });
            }
        }
    }

    fn take_grant(&mut self, grant: Option<&(u64, Vec<u8>)>) -> Granted {
        let mut granted = Granted::default();
        let Some((number, sealed)) = grant else {
            return granted;
        };
        let Ok(grant) = Grant::open(self.device.campaign, &self.device.keys, sealed) else {
            return granted;
        };
        let before = self.device.clone();
        self.device.take_grant(*number, grant);
        if self.device == before {
            return granted;
        }
        for signed in &self.device.line {
            self.reader.chain_mut().insert(signed.clone());
        }
        granted.keep = Some(Output::KeepDevice(self.device.clone()));
        let page = self.reader.read_set_aside(&self.device.keyring);
        granted.opened = merged(page);
        granted.new = NewReach::between(&before, &self.device);
        granted
    }

    fn take_pulled(
        &mut self,
        answer: SyncAnswer,
        granted: &mut Granted,
        outputs: &mut Vec<Output>,
    ) {
        let mut batches = answer.backfilled;
        let backfilled = !batches.is_empty();
        batches.extend(answer.batches);
        let mut pulled = Pulled {
            batches,
            certificates: answer.certificates,
            cursor: answer.cursor,
            backfill: answer.backfill,
        };
        granted.new.ask_for(&mut pulled);
        // Which streams, and not how many: where one grant follows another, the second's take the place of
        // the first's, and a device closed before they have come has to ask for them again.
        let backfill: BTreeMap<_, _> = gather(pulled.backfill.iter().copied());
        let moved = pulled.cursor != self.cursor || backfilled || backfill != self.backfill;
        let (merge, spoilt) = self.read(&pulled, Trust::Verify);
        if !spoilt.is_empty() {
            let spoilt = |bytes: &Vec<u8>| spoilt.contains(&Batch::hash(bytes));
            pulled.batches.retain(|bytes| !spoilt(bytes));
        }
        if moved {
            outputs.push(Output::Keep(pulled));
        }
        // Read first, and so merged first: a checkpoint among what was pulled is compared with both.
        outputs.append(&mut granted.opened);
        outputs.extend(merge);
    }

    /// Reads what was pulled, in its order: what is to be done with it, and the hashes of what is not
    /// to be kept.
    fn read(&mut self, pulled: &Pulled, trust: Trust) -> (Vec<Output>, BTreeSet<[u8; 32]>) {
        for bytes in &pulled.certificates {
            if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
                self.reader.chain_mut().insert(signed);
            }
        }
        // What is back-filled comes behind some of what followed it.
        let before = std::mem::take(&mut self.backfill);
        self.cursor = pulled.cursor;
        self.backfill = gather(pulled.backfill.iter().copied());
        let (mut outputs, mut spoilt) = (Vec::new(), BTreeSet::new());
        let is_checkpoint = |bytes: &Vec<u8>| SealedCheckpoint::is_one(bytes);
        let keyring = &self.device.keyring;
        // Each checkpoint by itself, in its place among the batches.
        let parts = pulled
            .batches
            .chunk_by(|one, next| !is_checkpoint(one) && !is_checkpoint(next));
        for part in parts {
            let page = match part {
                [one] if is_checkpoint(one) => self.reader.take_checkpoint(one, keyring, trust),
                batches => self
                    .reader
                    .read(batches.iter().map(Vec::as_slice), keyring, trust),
            };
            spoilt.extend(page.spoilt.iter().copied());
            outputs.extend(merged(page));
        }
        let filling = |stream: Stream| {
            let name = stream.name();
            before.contains_key(&name) || self.backfill.contains_key(&name)
        };
        outputs.retain(|output| !matches!(output, Output::Differs(stream) if filling(*stream)));
        (outputs, spoilt)
    }

    pub(super) fn replayed(&mut self, pulled: Pulled) -> Vec<Output> {
        self.read(&pulled, Trust::Own).0
    }
}

/// What a page is to do to the state.
fn merged(page: Page) -> Vec<Output> {
    let mut outputs: Vec<Output> = page.differing.into_iter().map(Output::Differs).collect();
    outputs.extend(page.checkpoints.into_iter().map(Output::Checkpoint));
    if !page.written.is_empty() {
        outputs.push(Output::Merge(page.written));
    }
    outputs
}

/// What a grant came to.
#[derive(Default)]
struct Granted {
    keep: Option<Output>,
    /// What its keys opened of what was set aside.
    opened: Vec<Output>,
    new: NewReach,
}

/// What a grant lets a device read that it could not before.
#[derive(Default, PartialEq, Eq)]
enum NewReach {
    #[default]
    Nothing,
    /// These streams.
    Streams(Vec<[u8; 16]>),
    /// Every stair, those included whose names it does not know.
    Everything,
}

impl NewReach {
    /// Another certificate may be the second since the one before: what it reaches may have been out of
    /// reach in between, and pulled around. So all of it is asked for, and not what is new alone.
    fn between(before: &Device, after: &Device) -> NewReach {
        let certificate = |device: &Device| device.line.last().map(SignedCertificate::id);
        if certificate(before) == certificate(after) {
            return NewReach::Nothing;
        }
        match reached(after) {
            None => NewReach::Everything,
            Some(streams) => NewReach::Streams(streams),
        }
    }

    /// Has what stood there before the grant pulled too.
    fn ask_for(&self, pulled: &mut Pulled) {
        match self {
            NewReach::Nothing => {}
            NewReach::Streams(streams) => {
                for stream in streams {
                    if pulled.backfill.iter().all(|(name, _)| name != stream) {
                        pulled.backfill.push((*stream, 0));
                    }
                }
            }
            NewReach::Everything => {
                pulled.cursor = Cursor::default();
                pulled.backfill.clear();
            }
        }
    }
}

/// The streams a device reads besides the board, by name; `None` for every stair.
fn reached(device: &Device) -> Option<Vec<[u8; 16]>> {
    let certificate = &device.line.last()?.certificate;
    let Reach::Stairs(stairs) = &certificate.reach else {
        return None;
    };
    let mut streams = stairs.clone();
    if certificate.role == Role::Organiser {
        streams.push(Stream::Inner.name());
    }
    Some(streams)
}
