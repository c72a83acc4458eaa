//! The one rule of merging.
//!
//! An entry is visible unless a counted event strikes it or an id it is about is erased. A
//! strike counts if the [`policy`](super::policy) lets its author's role strike that kind, both
//! are in one stream, about the same thing and, within one log, the target is earlier. Strikes
//! wait for targets not yet here; nothing struck returns; no clock decides.
//!
//! State is a pure function of the set of events: any order, any split, any doubling gives the
//! same bytes ([`State::to_bytes`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::author::{Author, CertificateId, Role};
use super::dot::{Dot, LogId};
use super::event::{Event, Kind};
use super::fact::Fact;
use super::id::{HeadId, Id};
use super::policy::{MayStrike, SLIP_SECONDS, may_stand, policy};
use super::stream::Stream;

/// A counted event that is visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The event, as written.
    pub event: Event,
    /// The measured offset of its author's clock, seconds.
    pub offset: i32,
}

/// What is known of one log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Log {
    /// Who wrote it, and in which stream.
    pub author: Author,
    /// The number of its newest event here; everything up to it is here too.
    pub head: u64,
    /// What the person goes by, from the log's first event.
    pub name: Option<String>,
}

/// A strike whose target has not come yet: all that judging it later takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Strike {
    author: Author,
    at: i64,
    about: Vec<Id>,
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
    /// The measured offset of the author's clock, seconds.
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
    /// It cuts off, or lets back in, what has been counted otherwise: fold everything again.
    FoldAgain,
}

/// What is true at the doors, as far as the events here tell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct State {
    logs: BTreeMap<LogId, Log>,
    entries: BTreeMap<Dot, Entry>,
    waiting: BTreeMap<Dot, BTreeMap<Dot, Strike>>,
    erased: BTreeSet<Id>,
    /// Devices cut off, and by whom; and per log the last number that counts then.
    revoked: BTreeMap<CertificateId, BTreeSet<Author>>,
    cut_offs: BTreeMap<LogId, u64>,
    /// Events ahead of a gap: not part of the state until the gap closes.
    #[serde(skip)]
    early: BTreeMap<LogId, BTreeMap<u64, (Event, i32)>>,
    /// Who wrote the logs of early events.
    #[serde(skip)]
    early_authors: BTreeMap<LogId, Author>,
    /// Which visible entries name an id.
    #[serde(skip)]
    naming: BTreeMap<Id, BTreeSet<Dot>>,
    /// Visible entries by kind.
    #[serde(skip)]
    by_kind: BTreeMap<Kind, BTreeSet<Dot>>,
}

impl State {
    /// Folds everything from nothing. The board's revocations are counted first, since they say
    /// which of the rest counts.
    pub fn fold<'a>(runs: impl IntoIterator<Item = &'a Written> + Clone) -> State {
        // A revocation may cut off a log of the board itself. It runs only down the certificate
        // tree, so each pass settles one generation more, and this comes to rest.
        let mut state = State::default();
        loop {
            let mut board = state.with_only_revocations();
            for run in runs.clone() {
                if run.author.stream == Stream::Board {
                    let _ = board.add(run);
                }
            }
            let settled = board.revoked == state.revoked && board.cut_offs == state.cut_offs;
            state = board.with_only_revocations();
            if settled {
                break;
            }
        }
        for run in runs {
            // Everything the board says of cut-offs is known by now.
            let _ = state.add(run);
        }
        state
    }

    fn with_only_revocations(&self) -> State {
        State {
            revoked: self.revoked.clone(),
            cut_offs: self.cut_offs.clone(),
            ..State::default()
        }
    }

    /// Counts a run of events. Doubled, early and out-of-order runs are all welcome.
    pub fn add(&mut self, run: &Written) -> Counted {
        let mut counted = Counted::Merged;
        let early = self.early.entry(run.log).or_default();
        let head = self.logs.get(&run.log).map_or(0, |log| log.head);
        for (n, event) in run.events.iter().enumerate() {
            let seq = run.first.saturating_add(n as u64);
            if seq > head {
                early
                    .entry(seq)
                    .or_insert_with(|| (event.clone(), run.offset));
            }
        }
        self.early_authors
            .entry(run.log)
            .or_insert_with(|| run.author.clone());
        while let Some((event, offset)) = self.next_in_line(run.log) {
            if self.count(run.log, event, offset) == Counted::FoldAgain {
                counted = Counted::FoldAgain;
            }
        }
        if self.early.get(&run.log).is_some_and(BTreeMap::is_empty) {
            self.early.remove(&run.log);
            self.early_authors.remove(&run.log);
        }
        counted
    }

    /// The event that follows a log's head, if it is here and may be counted.
    fn next_in_line(&mut self, log: LogId) -> Option<(Event, i32)> {
        let next = self.logs.get(&log).map_or(0, |log| log.head) + 1;
        let author = self.early_authors.get(&log)?;
        if self.cut_off(log, author).is_some_and(|last| next > last) {
            return None;
        }
        let early = self.early.get_mut(&log)?;
        early.remove(&next)
    }

    /// The last number of a log that counts, where its device is revoked.
    fn cut_off(&self, log: LogId, author: &Author) -> Option<u64> {
        self.is_cut_off(author)
            .then(|| self.cut_offs.get(&log).copied().unwrap_or(0))
    }

    fn is_cut_off(&self, author: &Author) -> bool {
        self.revoked
            .get(&author.device)
            .is_some_and(|by| by.iter().any(|revoker| revoker.may_revoke(author)))
    }

    /// Counts the event that follows its log's head.
    fn count(&mut self, log: LogId, event: Event, offset: i32) -> Counted {
        let Some(author) = self
            .logs
            .get(&log)
            .map(|log| log.author.clone())
            .or_else(|| self.early_authors.get(&log).cloned())
        else {
            return Counted::Merged;
        };
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
        if !may_stand(event.kind, author.stream)
            || (author.stream == Stream::Board && author.role < Role::Organiser)
        {
            return Counted::Merged;
        }
        if dot.seq == 1
            && let Ok(Some(Fact::Writer { name })) = Fact::read(event.kind, &event.body)
        {
            known.name = Some(name);
        }
        for target in &event.over {
            self.strike(dot, &author, &event, *target);
        }
        let counted = self.apply_board_facts(&author, &event);
        self.show(dot, &author, Entry { event, offset });
        counted
    }

    /// Strikes `target`, or lets the strike wait for it.
    fn strike(&mut self, striker: Dot, author: &Author, event: &Event, target: Dot) {
        if striker.log == target.log && target.seq >= striker.seq {
            return;
        }
        let strike = Strike {
            author: author.clone(),
            at: event.at,
            about: event.about.clone(),
        };
        if let Some(log) = self.logs.get(&target.log)
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

    /// Makes an event visible, unless a strike waits for it or it names an erased id.
    fn show(&mut self, dot: Dot, author: &Author, entry: Entry) {
        let waiting = self.waiting.remove(&dot).unwrap_or_default();
        let struck = waiting
            .iter()
            .any(|(striker, strike)| counts(*striker, strike, dot, author, &entry.event));
        if struck || entry.event.about.iter().any(|id| self.erased.contains(id)) {
            return;
        }
        for id in &entry.event.about {
            self.naming.entry(*id).or_default().insert(dot);
        }
        self.by_kind
            .entry(entry.event.kind)
            .or_default()
            .insert(dot);
        self.entries.insert(dot, entry);
    }

    fn hide(&mut self, dot: Dot) {
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
        match Fact::read(event.kind, &event.body) {
            Ok(Some(Fact::Erased {})) => {
                for id in &event.about {
                    self.erase(*id);
                }
                Counted::Merged
            }
            Ok(Some(Fact::Revoked { device })) => self.revoke(author, device, &event.about),
            _ => Counted::Merged,
        }
    }

    fn erase(&mut self, id: Id) {
        // The event that erases names the ids too, and stays: it must, to keep erasing.
        if self.erased.insert(id) {
            for dot in self.naming.remove(&id).unwrap_or_default() {
                self.hide(dot);
            }
        }
    }

    /// Cuts a device off. The highest cut-off a log is ever given counts; never below what the
    /// endpoint had accepted is for the revoker to see to. Whether this revoker may is judged
    /// wherever the device's own logs are known.
    fn revoke(&mut self, author: &Author, device: CertificateId, heads: &[Id]) -> Counted {
        self.revoked
            .entry(device)
            .or_default()
            .insert(author.clone());
        let mut raised = false;
        for head in heads {
            if let Ok(HeadId(dot)) = HeadId::try_from(*head) {
                let before = self.cut_offs.get(&dot.log).copied();
                let last = before.unwrap_or(0).max(dot.seq);
                raised |= before.is_some_and(|before| last > before);
                self.cut_offs.insert(dot.log, last);
            }
        }
        let cuts_what_counted = self.logs.iter().any(|(id, log)| {
            log.author.device == device
                && self
                    .cut_off(*id, &log.author)
                    .is_some_and(|last| log.head > last)
        });
        if raised || cuts_what_counted {
            Counted::FoldAgain
        } else {
            Counted::Merged
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

    /// Visible entries of a kind, by dot.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (Dot, &Entry)> {
        self.by_kind
            .get(&kind)
            .into_iter()
            .flatten()
            .filter_map(|dot| Some((*dot, self.entries.get(dot)?)))
    }

    /// Visible entries that name an id, by dot.
    pub fn naming(&self, id: impl Into<Id>) -> impl Iterator<Item = (Dot, &Entry)> {
        self.naming
            .get(&id.into())
            .into_iter()
            .flatten()
            .filter_map(|dot| Some((*dot, self.entries.get(dot)?)))
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
        self.is_cut_off(author)
    }

    /// When a thing happened, as shown to people: the author's time with its measured offset,
    /// no earlier than the certificate, no later than `latest` (the first `counted` covering it,
    /// or now).
    pub fn shown_at(&self, dot: Dot, latest: i64) -> Option<i64> {
        let entry = self.entries.get(&dot)?;
        let issued = self.logs.get(&dot.log)?.author.issued;
        let claimed = entry.event.at.saturating_add(i64::from(entry.offset));
        Some(claimed.clamp(issued.min(latest), latest))
    }
}

/// Whether a strike counts against an event that is here.
fn counts(
    striker: Dot,
    strike: &Strike,
    target: Dot,
    target_author: &Author,
    target_event: &Event,
) -> bool {
    let same_log = striker.log == target.log;
    if strike.author.stream != target_author.stream
        || strike.about != target_event.about
        || (same_log && target.seq >= striker.seq)
    {
        return false;
    }
    let Some(policy) = policy(target_event.kind) else {
        return false;
    };
    let organiser = strike.author.role >= Role::Organiser;
    match policy.may_strike {
        MayStrike::Nobody => false,
        MayStrike::OwnPerson => organiser || strike.author.person == target_author.person,
        MayStrike::Organiser => {
            let since = strike.at.saturating_sub(target_event.at);
            organiser || (same_log && (0..=SLIP_SECONDS).contains(&since))
        }
        MayStrike::Anyone => true,
    }
}
