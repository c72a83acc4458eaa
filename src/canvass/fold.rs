//! The one rule of merging.
//!
//! An entry is visible unless a counted event strikes it or an id it is about, or tells of, is
//! erased. A strike counts if the [`policy`](super::policy) lets its author's role strike that kind, both
//! are in one stream, about the same thing and, within one log, the target is earlier. Strikes
//! wait for targets not yet here; nothing struck returns; no clock decides.
//!
//! State is a pure function of the set of events: any order, any split, any doubling gives the
//! same bytes ([`State::to_bytes`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::author::{Author, Role};
use super::dot::{Dot, LogId};
use super::event::{Event, Kind};
use super::fact::Fact;
use super::id::Id;
use super::policy::{may_stand, policy};
use super::revocation::Revocations;
use super::stream::Stream;

/// A counted event that is visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The event, as written.
    pub event: Event,
    /// The measured offset of its author's clock, seconds.
    pub offset: i32,
}

/// What is known of one log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// Who wrote it, and in which stream.
    pub author: Author,
    /// The number of its newest event here; everything up to it is here too.
    pub head: u64,
    /// What the person goes by, from the log's first event.
    pub name: Option<String>,
}

/// A strike whose target has not come yet: all that judging it later takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Strike {
    pub(super) author: Author,
    pub(super) at: i64,
    pub(super) about: Vec<Id>,
}

/// A run of events of one log that another device (or this one) wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The log.
    pub log: LogId,
    /// Who wrote it, and in which stream.
    pub author: Author,
    /// The number of the first event.
    pub first: u64,
    /// The measured offset of the author's clock, seconds: what the box that holds them says;
    /// 0 for a device's own events that lie in none yet.
    pub offset: i32,
    /// The events, gap-free.
    pub events: Vec<Event>,
}

/// What became of a run of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Counted {
    /// Merged, or already there.
    Merged,
    /// It says something new of who is cut off where, which may change what was counted, or
    /// was not: fold everything again.
    FoldAgain,
}

/// What is true at the doors, as far as the events here tell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct State {
    pub(super) logs: BTreeMap<LogId, Log>,
    pub(super) entries: BTreeMap<Dot, Entry>,
    pub(super) waiting: BTreeMap<Dot, BTreeMap<Dot, Strike>>,
    pub(super) erased: BTreeSet<Id>,
    /// The dots of events that tell of an erased thing, in `erased` already.
    #[serde(skip)]
    pub(super) told_and_erased: BTreeSet<Dot>,
    /// Which devices are cut off, and where.
    pub(super) revocations: Revocations,
    /// What a checkpoint holds stays counted, by log and number, whoever is cut off later.
    #[serde(skip)]
    pub(super) floors: BTreeMap<LogId, u64>,
    /// Streams in which a kind was counted that this version does not know.
    #[serde(skip)]
    pub(super) unknown: BTreeSet<Stream>,
    /// Events ahead of a gap: not part of the state until the gap closes.
    #[serde(skip)]
    pub(super) early: BTreeMap<LogId, BTreeMap<u64, (Event, i32)>>,
    /// Who wrote the logs of early events.
    #[serde(skip)]
    pub(super) early_authors: BTreeMap<LogId, Author>,
    /// Which visible entries name an id, and of what kind each is: a door's page asks for a dozen kinds
    /// about the same few ids.
    #[serde(skip)]
    pub(super) naming: BTreeMap<Id, BTreeMap<Dot, Kind>>,
    /// Visible entries by kind.
    #[serde(skip)]
    pub(super) by_kind: BTreeMap<Kind, BTreeSet<Dot>>,
}

impl State {
    /// Folds everything from nothing.
    pub fn fold<'a>(runs: impl IntoIterator<Item = &'a Written> + Clone) -> State {
        State::default().and_all(runs)
    }

    /// Counts these runs on top. The board's revocations are counted first, since they say which
    /// of the rest counts.
    pub(super) fn and_all<'a>(
        mut self,
        runs: impl IntoIterator<Item = &'a Written> + Clone,
    ) -> State {
        self.revocations = Revocations::on(&self, runs.clone());
        for run in runs {
            // Everything the board says of revocations is known by now.
            let _ = self.add(run);
        }
        self
    }

    /// Counts a run of events. Doubled, early and out-of-order runs are all welcome.
    pub fn add(&mut self, run: &Written) -> Counted {
        let early = self.early.entry(run.log).or_default();
        let head = self.logs.get(&run.log).map_or(0, |log| log.head);
        for (n, event) in run.events.iter().enumerate() {
            let seq = run.first.saturating_add(n as u64);
            // A device's own events are merged before they lie in a box, with no offset measured
            // yet; the box that holds them tells it.
            let known = if seq <= head {
                let dot = Dot { log: run.log, seq };
                self.entries.get_mut(&dot).map(|entry| &mut entry.offset)
            } else {
                let (_, offset) = early
                    .entry(seq)
                    .or_insert_with(|| (event.clone(), run.offset));
                Some(offset)
            };
            if let Some(offset) = known
                && *offset == 0
            {
                *offset = run.offset;
            }
        }
        self.early_authors
            .entry(run.log)
            .or_insert_with(|| run.author.clone());
        self.count_early(run.log)
    }

    /// Counts what has come of a log and follows its head.
    pub(super) fn count_early(&mut self, log: LogId) -> Counted {
        let mut counted = Counted::Merged;
        let known = self.logs.get(&log).map(|log| &log.author);
        let author = known.or_else(|| self.early_authors.get(&log)).cloned();
        while let Some(author) = &author
            && let Some((event, offset)) = self.next_in_line(log)
        {
            if self.count(log, author, event, offset) == Counted::FoldAgain {
                counted = Counted::FoldAgain;
            }
        }
        if self.early.get(&log).is_some_and(BTreeMap::is_empty) {
            self.early.remove(&log);
            self.early_authors.remove(&log);
        }
        counted
    }

    /// The event that follows a log's head, if it is here and may be counted.
    fn next_in_line(&mut self, log: LogId) -> Option<(Event, i32)> {
        let next = self.logs.get(&log).map_or(0, |log| log.head) + 1;
        let author = self.early_authors.get(&log)?;
        let last = self.revocations.cut_off(log, author);
        let floor = self.floors.get(&log).copied().unwrap_or(0);
        if last.is_some_and(|last| next > last.max(floor)) {
            return None;
        }
        let early = self.early.get_mut(&log)?;
        early.remove(&next)
    }

    /// Counts the event that follows its log's head.
    fn count(&mut self, log: LogId, author: &Author, event: Event, offset: i32) -> Counted {
        let known = self.logs.entry(log).or_insert_with(|| Log {
            author: author.clone(),
            head: 0,
            name: None,
        });
        known.head += 1;
        let dot = Dot {
            log,
            seq: known.head,
        };
        // From here on strikes find it counted; those that came before it are judged below.
        let waiting = self.waited_for(dot, author.stream);
        if author.stream == Stream::Board && author.role < Role::Organiser {
            return Counted::Merged;
        }
        if policy(event.kind).is_none() {
            self.unknown.insert(author.stream);
        }
        // What strikes is no matter of its kind: a device that does not know the kind must come
        // to the same.
        for target in &event.over {
            self.strike(dot, author, &event, *target);
        }
        if !may_stand(event.kind, author.stream) {
            return Counted::Merged;
        }
        if dot.seq == 1
            && let Ok(Some(Fact::Writer { name })) = Fact::read(event.kind, &event.body)
            && let Some(known) = self.logs.get_mut(&log)
        {
            known.name = Some(name);
        }
        let counted = self.apply_board_facts(author, &event);
        let struck = waiting
            .iter()
            .any(|(striker, strike)| counts(*striker, strike, dot, author, &event));
        if !struck {
            self.show(dot, Entry { event, offset });
        }
        counted
    }

    /// Strikes `target`, or lets the strike wait for it.
    fn strike(&mut self, striker: Dot, author: &Author, event: &Event, target: Dot) {
        let later_in_its_log = striker.log == target.log && target.seq >= striker.seq;
        if later_in_its_log || target.seq == 0 {
            return; // Never an event that this may strike: no use waiting.
        }
        let strike = Strike {
            author: author.clone(),
            at: event.at,
            about: event.about.clone(),
        };
        if let Some(log) = self.logs.get(&target.log)
            && log.author.stream == author.stream
            && target.seq <= log.head
        {
            let counts = self
                .entries
                .get(&target)
                .is_some_and(|entry| counts(striker, &strike, target, &log.author, &entry.event));
            if counts {
                self.hide(target);
            }
        } else {
            self.waiting
                .entry(target)
                .or_default()
                .insert(striker, strike);
        }
    }

    /// Takes out the strikes that waited for an event, now counted in this stream. Those of another
    /// stream never count, and wait for good, so that a stream's state hangs on no other's.
    pub(super) fn waited_for(&mut self, dot: Dot, stream: Stream) -> BTreeMap<Dot, Strike> {
        let waited = self.waiting.remove(&dot).unwrap_or_default();
        let (here, elsewhere): (BTreeMap<_, _>, BTreeMap<_, _>) = waited
            .into_iter()
            .partition(|(_, strike)| strike.author.stream == stream);
        if !elsewhere.is_empty() {
            self.waiting.insert(dot, elsewhere);
        }
        here
    }

    /// Makes an event visible, unless it names what is erased.
    pub(super) fn show(&mut self, dot: Dot, entry: Entry) {
        if !outlasts_erasure(entry.event.kind)
            && (self.told_and_erased.contains(&dot)
                || entry.event.about.iter().any(|id| self.erased.contains(id)))
        {
            return;
        }
        for id in &entry.event.about {
            let naming = self.naming.entry(*id).or_default();
            naming.insert(dot, entry.event.kind);
        }
        self.by_kind
            .entry(entry.event.kind)
            .or_default()
            .insert(dot);
        self.entries.insert(dot, entry);
    }

    pub(super) fn hide(&mut self, dot: Dot) {
        let Some(entry) = self.entries.remove(&dot) else {
            return;
        };
        for id in &entry.event.about {
            if let Some(dots) = self.naming.get_mut(id) {
                dots.remove(&dot);
            }
        }
        if let Some(dots) = self.by_kind.get_mut(&entry.event.kind) {
            dots.remove(&dot);
        }
    }

    /// What the board says about everything else: erasures and revocations.
    fn apply_board_facts(&mut self, author: &Author, event: &Event) -> Counted {
        // No other's words are read for it.
        if ![Kind::ERASED, Kind::REVOKED].contains(&event.kind) {
            return Counted::Merged;
        }
        match Fact::read(event.kind, &event.body) {
            Ok(Some(Fact::Erased {})) => {
                for id in &event.about {
                    self.erase(*id);
                }
                Counted::Merged
            }
            Ok(Some(Fact::Revoked { .. })) if self.revocations.record(author, event) => {
                Counted::FoldAgain
            }
            _ => Counted::Merged,
        }
    }

    pub(super) fn erase(&mut self, id: Id) {
        if !self.erased.insert(id) {
            return;
        }
        let mut dropped: BTreeSet<Dot> = self
            .naming
            .get(&id)
            .map(|naming| naming.keys().copied().collect())
            .unwrap_or_default();
        if let Id::Named(sort, dot) = id
            && sort.is_told_by_its_event()
        {
            self.told_and_erased.insert(dot);
            dropped.insert(dot);
        }
        for dot in dropped {
            let stays = |entry: &Entry| outlasts_erasure(entry.event.kind);
            if !self.entries.get(&dot).is_some_and(stays) {
                self.hide(dot);
            }
        }
    }

    /// The state as bytes: equal on every device that counted the same events.
    pub fn to_bytes(&self) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "writing plain data to a growing vector cannot fail"
        )]
        postcard::to_allocvec(self).expect("a state can be written")
    }

    /// A visible entry.
    pub fn entry(&self, dot: Dot) -> Option<&Entry> {
        self.entries.get(&dot)
    }

    /// All visible entries, by dot.
    pub fn entries(&self) -> impl Iterator<Item = (Dot, &Entry)> {
        self.entries.iter().map(|(dot, entry)| (*dot, entry))
    }

    /// A log.
    pub fn log(&self, log: LogId) -> Option<&Log> {
        self.logs.get(&log)
    }

    /// All logs here.
    pub fn logs(&self) -> impl Iterator<Item = (LogId, &Log)> {
        self.logs.iter().map(|(id, log)| (*id, log))
    }

    /// Whether an id was erased.
    pub fn is_erased(&self, id: impl Into<Id>) -> bool {
        self.erased.contains(&id.into())
    }

    /// Whether the device of this author was cut off by somebody who may.
    pub fn is_revoked(&self, author: &Author) -> bool {
        self.revocations.contains(author)
    }
}

/// Whether a kind stays though it names what is erased: that a household ended, and so which is
/// the next, holds nobody's words.
pub(super) fn outlasts_erasure(kind: Kind) -> bool {
    kind == Kind::MOVED || kind == Kind::ERASED
}

/// Whether a strike counts against an event that is here, and earlier where it is in the same
/// log.
pub(super) fn counts(
    striker: Dot,
    strike: &Strike,
    target: Dot,
    target_author: &Author,
    target_event: &Event,
) -> bool {
    let same_log = striker.log == target.log;
    if strike.author.stream != target_author.stream || strike.about != target_event.about {
        return false;
    }
    let Some(policy) = policy(target_event.kind) else {
        return false;
    };
    let own = strike.author.person == target_author.person;
    let since = same_log.then(|| strike.at.saturating_sub(target_event.at));
    policy.may_strike.lets(strike.author.role, own, since)
}
