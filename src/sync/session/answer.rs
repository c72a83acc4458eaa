//! What an answer changes: heads, clashes, grants, what was pulled.

use rand_core::CryptoRng;

use super::exchange::{Output, Pulled, Trouble};
use super::{Phase, Session};
use crate::canvass::dot::LogId;
use crate::sync::batch::Batch;
use crate::sync::certificate::{Reach, SignedCertificate};
use crate::sync::device::Device;
use crate::sync::grant::Grant;
use crate::sync::reader::{Page, Trust};
use crate::sync::wire::{Cursor, Refusal, RefusalCode, SyncAnswer, decode};

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
            return match serde_json::from_slice::<Refusal>(body) {
                Ok(refusal) => self.refused(now, &refusal, rng),
                Err(_) => {
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
        self.failures = 0;
        self.trouble = None;
        self.last_answer = Some(now);
        self.offset = i32::try_from(answer.now.saturating_sub(now)).unwrap_or(0);
        self.take_answer(answer, rng)
    }

    fn take_answer(&mut self, answer: SyncAnswer, rng: &mut impl CryptoRng) -> Vec<Output> {
        let mut outputs = Vec::new();
        if answer.restored {
            self.start_over(&mut outputs);
        } else {
            self.offer_certificates = false;
        }
        for head in &answer.heads {
            self.acknowledge(head.log, head.seq, head.hash, &mut outputs);
        }
        let more = answer.more || !answer.backfill.is_empty() || answer.restored;
        self.settle_clashes(&answer.held, &mut outputs);
        let new_streams = self.take_grant(answer.grant.as_ref(), &mut outputs);
        self.take_pulled(answer, &mut outputs);
        for stream in new_streams {
            self.backfill.entry(stream).or_insert(0);
        }
        self.up_to_date = !more && self.backfill.is_empty();
        let unsent = self.own.values().any(|line| {
            line.own.parked.is_none() && (line.clashed || line.unacknowledged().next().is_some())
        });
        if !self.up_to_date || unsent {
            outputs.extend(self.seal_or_ask(rng));
        } else {
            self.most_batches = usize::MAX;
        }
        outputs
    }

    /// The endpoint's order is not the one we pulled: it was restored from a backup.
    fn start_over(&mut self, outputs: &mut Vec<Output>) {
        self.cursor = Cursor::default();
        self.offer_certificates = true;
        for line in self.own.values_mut() {
            line.own.acknowledged = 0;
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
            outputs.push(Output::Acknowledged {
                log,
                through: seq,
                hash,
            });
        } else if !ours && seq > 0 && line.own.parked.is_none() {
            // It holds what we do not know of, under our numbers.
            line.clashed = true;
        }
    }

    /// What the endpoint holds of logs that clashed: the same events are acknowledged; else this
    /// phone is a copy, and what only it has is recorded in a new log.
    fn settle_clashes(&mut self, held: &[Vec<u8>], outputs: &mut Vec<Output>) {
        let held: Vec<(Batch, &Vec<u8>)> = held
            .iter()
            .filter_map(|bytes| Some((Batch::from_bytes(bytes).ok()?, bytes)))
            .collect();
        for line in self.own.values_mut().filter(|line| line.clashed) {
            let theirs: Vec<_> = held
                .iter()
                .filter(|(batch, _)| batch.log == line.own.log)
                .collect();
            if theirs.is_empty() {
                continue;
            }
            line.clashed = false;
            let mut same = true;
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
                    events: std::mem::take(&mut line.events).into_values().collect(),
                });
            }
        }
    }

    fn take_grant(
        &mut self,
        grant: Option<&(u64, Vec<u8>)>,
        outputs: &mut Vec<Output>,
    ) -> Vec<[u8; 16]> {
        let Some((number, sealed)) = grant else {
            return Vec::new();
        };
        let Ok(grant) = Grant::open(self.device.campaign, &self.device.keys, sealed) else {
            return Vec::new();
        };
        let before = reached(&self.device);
        self.device.take_grant(*number, grant);
        for signed in &self.device.line {
            self.reader.chain_mut().insert(signed.clone());
        }
        outputs.push(Output::KeepDevice(self.device.clone()));
        let page = self.reader.read_set_aside(&self.device.keyring);
        if !page.written.is_empty() {
            outputs.push(Output::Merge(page.written));
        }
        reached(&self.device)
            .into_iter()
            .filter(|stream| !before.contains(stream))
            .collect()
    }

    fn take_pulled(&mut self, answer: SyncAnswer, outputs: &mut Vec<Output>) {
        let moved = answer.cursor != self.cursor
            || !answer.backfilled.is_empty()
            || answer.backfill.len() != self.backfill.len();
        let mut batches = answer.backfilled;
        batches.extend(answer.batches);
        let pulled = Pulled {
            batches,
            certificates: answer.certificates,
            cursor: answer.cursor,
            backfill: answer.backfill,
        };
        let page = self.read(&pulled, Trust::Verify);
        if moved && !answer.restored {
            outputs.push(Output::Keep(pulled));
        }
        if !page.written.is_empty() {
            outputs.push(Output::Merge(page.written));
        }
    }

    fn read(&mut self, pulled: &Pulled, trust: Trust) -> Page {
        for bytes in &pulled.certificates {
            if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
                self.reader.chain_mut().insert(signed);
            }
        }
        self.cursor = pulled.cursor;
        self.backfill = pulled.backfill.iter().copied().collect();
        self.reader.read(
            pulled.batches.iter().map(Vec::as_slice),
            &self.device.keyring,
            trust,
        )
    }

    pub(super) fn replayed(&mut self, pulled: Pulled) -> Vec<Output> {
        let page = self.read(&pulled, Trust::Own);
        if page.written.is_empty() {
            Vec::new()
        } else {
            vec![Output::Merge(page.written)]
        }
    }
}

/// The stairs a device's certificate names.
fn reached(device: &Device) -> Vec<[u8; 16]> {
    match device.line.last().map(|signed| &signed.certificate.reach) {
        Some(Reach::Stairs(stairs)) => stairs.clone(),
        _ => Vec::new(),
    }
}
