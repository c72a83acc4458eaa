//! This device's own logs: what is recorded, what is sealed, what the endpoint has.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rand_core::CryptoRng;

use super::batch::{Batch, BatchError, Context, FULL_BATCH, MOST_EVENTS, NO_BATCH};
use super::certificate::{CampaignId, CertificateId};
use super::epoch::Keyring;
use super::keys::OwnKeys;
use super::wire::{Head, RefusalCode};
use crate::canvass::dot::LogId;
use crate::canvass::event::{Event, Run, encode_run};
use crate::canvass::stream::Stream;

/// One of this device's own logs, as the journal knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLog {
    /// The log.
    pub log: LogId,
    /// Its stream.
    pub stream: Stream,
    /// The certificate it is written under.
    pub certificate: CertificateId,
    /// The number up to which the endpoint has acknowledged it.
    pub acknowledged: u64,
    /// The hash of the batch that ends there, or [`NO_BATCH`]: with it the log goes on even
    /// where its batches were lost.
    pub acknowledged_hash: [u8; 32],
    /// Why the endpoint will take no more of it, if it said so.
    pub parked: Option<RefusalCode>,
}

/// A sealed batch of an own log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sealed {
    pub bytes: Vec<u8>,
    pub hash: [u8; 32],
    pub last: u64,
}

/// An own log with what waits in it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub own: OwnLog,
    /// By the number of their first event. Kept once acknowledged: offered again to an endpoint
    /// that was restored from a backup.
    pub batches: BTreeMap<u64, Sealed>,
    /// Recorded and not yet acknowledged, by number.
    pub events: BTreeMap<u64, Event>,
    /// The endpoint holds something else under our numbers: look before sending more.
    pub clashed: bool,
    /// The endpoint has said that a batch does not follow what it has, and what is not acknowledged is
    /// sealed behind that again: once, until it takes something of it.
    pub sealed_again: bool,
    /// The endpoint holds something up to this number that is not known here: the journal is asked.
    looks_through: u64,
    /// What it holds up to this number and is not known here is in the journal neither.
    found_through: u64,
    /// Where the log stood when the session began: what its batches follow if earlier ones are
    /// not here.
    base: (u64, [u8; 32]),
}

impl Line {
    pub fn new(own: OwnLog) -> Line {
        Line {
            base: (own.acknowledged, own.acknowledged_hash),
            own,
            batches: BTreeMap::new(),
            events: BTreeMap::new(),
            clashed: false,
            sealed_again: false,
            looks_through: 0,
            found_through: 0,
        }
    }

    /// The number up to which events are sealed, and the hash of the batch that ends there.
    pub fn sealed(&self) -> (u64, [u8; 32]) {
        self.batches
            .last_key_value()
            .map_or(self.base, |(_, sealed)| (sealed.last, sealed.hash))
    }

    /// The number of its newest event that is known here.
    pub fn newest(&self) -> u64 {
        let recorded = self.events.last_key_value().map_or(0, |(seq, _)| *seq);
        recorded.max(self.sealed().0).max(self.own.acknowledged)
    }

    /// Whether a batch with this hash may end at this number: not where what is here of the log
    /// says otherwise.
    pub fn may_end_with(&self, seq: u64, hash: [u8; 32]) -> bool {
        let before = self.batches.range(..=seq).next_back();
        match before {
            Some((_, sealed)) if sealed.last >= seq => sealed.last == seq && sealed.hash == hash,
            _ => seq != self.own.acknowledged || hash == self.own.acknowledged_hash,
        }
    }

    /// The endpoint has the log up to here.
    pub fn acknowledge(&mut self, seq: u64, hash: [u8; 32]) {
        self.own.acknowledged = seq;
        self.own.acknowledged_hash = hash;
        self.events = self.events.split_off(&(seq + 1));
        self.sealed_again = false;
        self.found_through = 0;
    }

    /// Takes a batch from the journal. Where the endpoint has acknowledged another with the same events
    /// and a full disk kept the journal from taking that in its place, what follows it follows the
    /// endpoint's.
    ///
    /// # Errors
    /// [`BatchError`] where it is none.
    pub fn keep_stored(&mut self, first: u64, bytes: Vec<u8>) -> Result<(), BatchError> {
        self.keep(first, bytes)?;
        let (acknowledged, hash) = self.base;
        if let Some(sealed) = self.batches.get_mut(&first)
            && sealed.last == acknowledged
        {
            sealed.hash = hash;
        }
        Ok(())
    }

    /// What the journal was asked for because the endpoint holds what is not known here.
    pub fn find(&mut self, batches: Vec<(u64, Vec<u8>)>) {
        self.seal_as_stored(batches);
        self.found_through = self.looks_through;
    }

    /// Takes what lies in the journal for what is sealed: another tab may have put other batches in the place
    /// of those known here.
    pub fn seal_as_stored(&mut self, batches: Vec<(u64, Vec<u8>)>) {
        self.unseal();
        for (first, bytes) in batches {
            if first > self.own.acknowledged {
                // What the journal holds was a batch when it was stored; a broken one is sealed anew.
                let _ = self.keep(first, bytes);
            }
        }
    }

    /// Whether the journal is to be asked before it is said what the endpoint holds under these numbers: some
    /// are not known here, and another tab may have recorded them. Not such as the journal did not know when
    /// it was asked, since those cannot be another tab's.
    pub fn looks_for(&mut self, held: &[RangeInclusive<u64>]) -> bool {
        let unknown = |seq: &u64| *seq > self.own.acknowledged && !self.events.contains_key(seq);
        let unknown = held.iter().cloned().flatten().filter(unknown);
        let (Some(least), Some(most)) = (unknown.clone().min(), unknown.max()) else {
            return false;
        };
        self.looks_through = most;
        least > self.found_through
    }

    /// Whether the journal is to be asked before all is recorded anew that waits, since nobody can tell what the
    /// endpoint had up to this number: it may have come from another tab.
    pub fn looks_up_to(&mut self, head: u64) -> bool {
        self.looks_through = head;
        head > self.found_through
    }

    /// The endpoint was brought back from a backup: nothing is taken for acknowledged.
    pub fn start_over(&mut self) {
        self.own.acknowledged = 0;
        self.found_through = 0;
    }

    /// A clash is settled.
    pub fn settle(&mut self) {
        self.clashed = false;
        self.found_through = 0;
    }

    /// Whether a batch that another tab stored follows what is here before it: else the endpoint would
    /// refuse it, and all behind it.
    pub fn follows(&self, campaign: CampaignId, keys: &OwnKeys, first: u64, bytes: &[u8]) -> bool {
        let context = self.context(campaign, first);
        Batch::from_bytes(bytes).is_ok_and(|batch| {
            batch.log == self.own.log
                && batch.first == first
                && batch.signed_by(keys.sign_public(), &context)
        })
    }

    /// Whether the endpoint has acknowledged all that stands before a number.
    pub fn is_acknowledged_before(&self, first: u64) -> bool {
        self.own.acknowledged + 1 == first
    }

    /// Whether the endpoint having this batch last, or nothing, is no news.
    pub fn ends_acknowledged(&self, seq: u64, hash: [u8; 32]) -> bool {
        seq == 0 || (seq == self.own.acknowledged && hash == self.own.acknowledged_hash)
    }

    /// The endpoint, looked at because a batch does not follow what it has, has nothing but what it
    /// acknowledged: the rest is sealed behind that.
    pub fn seal_behind(&mut self, heads: &[Head]) {
        let no_more = |head: &Head| {
            head.log == self.own.log && head.seq > 0 && self.ends_acknowledged(head.seq, head.hash)
        };
        if self.sealed_again && heads.iter().any(no_more) {
            self.clashed = false;
            self.unseal();
        }
    }

    /// Lets go of the batches that the endpoint has not acknowledged and whose events are here: those
    /// are sealed again.
    pub fn unseal(&mut self) {
        let (acknowledged, events) = (self.own.acknowledged, &self.events);
        self.batches
            .retain(|_, sealed| sealed.last <= acknowledged || !events.contains_key(&sealed.last));
    }

    /// The number that the first batch begins with that is not acknowledged.
    pub fn offers_from(&self) -> Option<u64> {
        let mut batches = self.batches.iter();
        let unacknowledged = batches.find(|(_, sealed)| sealed.last > self.own.acknowledged);
        unacknowledged.map(|(first, _)| *first)
    }

    pub fn keep(&mut self, first: u64, bytes: Vec<u8>) -> Result<(), BatchError> {
        let batch = Batch::from_bytes(&bytes)?;
        self.batches.insert(
            first,
            Sealed {
                hash: Batch::hash(&bytes),
                last: batch.last(),
                bytes,
            },
        );
        Ok(())
    }

    /// What a batch of this log that starts at `first` is sealed in.
    pub fn context(&self, campaign: CampaignId, first: u64) -> Context {
        let previous = self
            .batches
            .range(..first)
            .next_back()
            .map(|(_, sealed)| sealed.hash)
            .or((self.base.0 + 1 == first).then_some(self.base.1))
            .unwrap_or(NO_BATCH);
        Context {
            campaign,
            stream: self.own.stream,
            certificate: self.own.certificate,
            previous,
        }
    }

    /// Lets go of the events that a batch the endpoint holds under our numbers has as well.
    /// Whether it holds nothing but those.
    pub fn take_theirs(&mut self, keyring: &Keyring, batch: &Batch, context: &Context) -> bool {
        let opened = keyring
            .key(self.own.stream, batch.key)
            .and_then(|key| batch.open(context, &key).ok());
        let Some(run) = opened else {
            return false;
        };
        let mut same = true;
        for (seq, event) in (batch.first..).zip(run.events) {
            if self.events.get(&seq) == Some(&event) {
                self.events.remove(&seq);
            } else {
                same = false;
            }
        }
        same
    }

    /// The measured offset that the newest batch tells, and until when it was written.
    pub fn offset_told(&self, campaign: CampaignId, keyring: &Keyring) -> Option<(i64, i32)> {
        let (first, sealed) = self.batches.last_key_value()?;
        let batch = Batch::from_bytes(&sealed.bytes).ok()?;
        let key = keyring.key(self.own.stream, batch.key)?;
        let run = batch.open(&self.context(campaign, *first), &key).ok()?;
        Some((run.events.last()?.at, run.offset))
    }

    /// Whether events are known here and the one before them is not, in no batch either.
    pub fn misses_some(&self) -> bool {
        let next = self.sealed().0 + 1;
        !self.clashed && !self.is_sealed() && !self.events.contains_key(&next)
    }

    /// Whether every event is in a batch, or never will be: of a log that is parked.
    pub fn is_sealed(&self) -> bool {
        let next = self.sealed().0 + 1;
        self.own.parked.is_some() || self.events.range(next..).next().is_none()
    }

    /// Whether events wait that the endpoint has not acknowledged.
    pub fn waits(&self) -> bool {
        let next = self.own.acknowledged + 1;
        self.events.range(next..).next().is_some()
    }

    /// The batches the endpoint has not acknowledged, in order.
    pub fn unacknowledged(&self) -> impl Iterator<Item = &Sealed> {
        self.batches
            .values()
            .filter(|sealed| sealed.last > self.own.acknowledged)
    }

    /// Seals the next events, as many as a batch takes; `None` where all is sealed, the log is
    /// parked, or this device has no key for its stream.
    pub fn seal_next(
        &self,
        campaign: CampaignId,
        keyring: &Keyring,
        keys: &OwnKeys,
        offset: i32,
        rng: &mut impl CryptoRng,
    ) -> Option<(u64, Vec<u8>)> {
        if self.own.parked.is_some() || self.clashed {
            return None;
        }
        let key = keyring.last_key(self.own.stream)?;
        let first = self.sealed().0 + 1;
        let events = self.next_events(first);
        if events.is_empty() {
            return None;
        }
        let context = self.context(campaign, first);
        let mut run = Run { offset, events };
        while encode_run(self.own.log, &run).len() > FULL_BATCH && run.events.len() > 1 {
            run.events.truncate(run.events.len() / 2);
        }
        let batch = Batch::seal(self.own.log, first, &run, &context, &key, keys, rng).ok()?;
        Some((first, batch.to_bytes()))
    }

    /// The events from `first` on, gap-free, as many as a batch holds.
    fn next_events(&self, first: u64) -> Vec<Event> {
        self.events
            .range(first..)
            .zip(first..)
            .take_while(|((seq, _), expected)| **seq == *expected)
            .take(MOST_EVENTS)
            .map(|((_, event), _)| event.clone())
            .collect()
    }
}
