//! What of a state is visible, by what it is and by what it is about.

use std::collections::BTreeMap;

use super::dot::{Dot, LogId};
use super::event::Kind;
use super::fold::{Entry, Log, State};
use super::id::{Id, Sort, StairId};
use super::stream::Stream;

impl State {
    /// Visible entries of a kind, by dot; those that [are at home](State::is_at_home).
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (Dot, &Entry)> {
        let dots = self.by_kind.get(&kind);
        self.at_home(dots.into_iter().flatten().copied())
    }

    /// The dots of all visible entries of a kind, wherever they stand.
    pub(super) fn dots_of(&self, kind: Kind) -> impl Iterator<Item = Dot> {
        self.by_kind.get(&kind).into_iter().flatten().copied()
    }

    /// Visible entries of a kind in a stair's own stream, by dot; those that [are at
    /// home](State::is_at_home). Costs what the stair holds, and a look at each log.
    pub fn of_kind_on(&self, kind: Kind, stair: StairId) -> impl Iterator<Item = (Dot, &Entry)> {
        let there = move |log: &&Log| log.author.stream == Stream::Stair(stair);
        let logs = self.logs.iter().filter(move |(_, log)| there(log));
        let dots = logs.flat_map(move |(log, _)| {
            let (first, last) = (
                Dot { log: *log, seq: 0 },
                Dot {
                    log: *log,
                    seq: u64::MAX,
                },
            );
            let dots = self.by_kind.get(&kind);
            dots.into_iter()
                .flat_map(move |dots| dots.range(first..=last))
        });
        self.at_home(dots.copied())
    }

    /// Visible entries that name an id, by dot; those that [are at home](State::is_at_home).
    pub fn naming(&self, id: impl Into<Id>) -> impl Iterator<Item = (Dot, &Entry)> {
        let dots = self.naming.get(&id.into());
        self.at_home(dots.into_iter().flat_map(BTreeMap::keys).copied())
    }

    /// Visible entries of a kind that name an id, by dot; those that [are at home](State::is_at_home).
    /// No entry of another kind is looked at.
    pub fn naming_as(&self, kind: Kind, id: impl Into<Id>) -> impl Iterator<Item = (Dot, &Entry)> {
        let dots = self.naming_if(kind, id.into()).into_iter().flatten();
        self.at_home(
            dots.filter(move |(_, it)| **it == kind)
                .map(|(dot, _)| *dot),
        )
    }

    /// Visible entries of a kind that name an id and stand in an event's own log before it, the newest first; those
    /// that [are at home](State::is_at_home). No entry of another log is looked at.
    pub fn naming_before(
        &self,
        kind: Kind,
        id: impl Into<Id>,
        before: Dot,
    ) -> impl Iterator<Item = (Dot, &Entry)> {
        let first = Dot { seq: 0, ..before };
        let dots = self.naming_if(kind, id.into()).into_iter();
        let dots = dots.flat_map(move |dots| dots.range(first..before).rev());
        self.at_home(
            dots.filter(move |(_, it)| **it == kind)
                .map(|(dot, _)| *dot),
        )
    }

    /// What names an id; nothing is looked for where there is nothing of the kind at all.
    fn naming_if(&self, kind: Kind, id: Id) -> Option<&BTreeMap<Dot, Kind>> {
        self.by_kind.get(&kind).filter(|dots| !dots.is_empty())?;
        self.naming.get(&id)
    }

    fn at_home(&self, dots: impl Iterator<Item = Dot>) -> impl Iterator<Item = (Dot, &Entry)> {
        let mut streams = Streams::of(self);
        dots.filter_map(|dot| Some((dot, self.entries.get(&dot)?)))
            .filter(move |(dot, entry)| streams.have_at_home(*dot, entry))
    }

    /// Whether an entry is where what it is about belongs: what stands in one stair says nothing
    /// of another, nor of its doors and people, so that nobody reaches further than their
    /// certificate.
    pub fn is_at_home(&self, dot: Dot) -> bool {
        let entry = self.entries.get(&dot);
        entry.is_none_or(|entry| Streams::of(self).have_at_home(dot, entry))
    }

    /// The stair a door, household or resident belongs to, where that is known here; a stair's is
    /// itself.
    pub(super) fn stair_of(&self, mut id: Id) -> Option<StairId> {
        // An erasure of those whom an erasure preceded, and so on: as many as there are at most.
        for _ in 0..=self.erased.len() {
            let Id::Named(sort, dot) = id else {
                return None;
            };
            if sort == Sort::STAIR {
                return Some(StairId(dot));
            }
            if !sort.belongs_to_a_stair() {
                return None;
            }
            match self.logs.get(&dot.log)?.author.stream {
                Stream::Stair(stair) => return Some(stair),
                Stream::Board => id = self.entries.get(&dot)?.event.ends_household()?,
                Stream::Inner => return None,
            }
        }
        None
    }
}

/// The streams that logs are in. Entries that follow each other stand mostly in one log, and tell of what stands in one
/// other: neither is looked up again.
struct Streams<'a> {
    state: &'a State,
    of_entries: Known,
    of_things: Known,
}

/// The stream of a log that was asked for last; `None` where the log is not here.
type Known = Option<(LogId, Option<Stream>)>;

impl Streams<'_> {
    fn of(state: &State) -> Streams<'_> {
        Streams {
            state,
            of_entries: None,
            of_things: None,
        }
    }

    /// Whether what an entry is about belongs where it stands.
    fn have_at_home(&mut self, dot: Dot, entry: &Entry) -> bool {
        let Some(Stream::Stair(stair)) = stream(self.state, &mut self.of_entries, dot.log) else {
            return true;
        };
        let mut about = entry.event.about.iter();
        about.all(|id| self.stair_of(*id).is_none_or(|other| other == stair))
    }

    fn stair_of(&mut self, id: Id) -> Option<StairId> {
        match id {
            Id::Named(sort, dot) if sort.belongs_to_a_stair() => {
                match stream(self.state, &mut self.of_things, dot.log) {
                    Some(Stream::Stair(stair)) => Some(stair),
                    _ => self.state.stair_of(id),
                }
            }
            _ => self.state.stair_of(id),
        }
    }
}

fn stream(state: &State, known: &mut Known, log: LogId) -> Option<Stream> {
    match known {
        Some((last, stream)) if *last == log => *stream,
        _ => {
            let stream = state.logs.get(&log).map(|log| log.author.stream);
            *known = Some((log, stream));
            stream
        }
    }
}
