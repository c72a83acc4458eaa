//! When things happened, as people are shown it.

use super::author::Role;
use super::dot::{Dot, LogId};
use super::event::Kind;
use super::fold::{Entry, Log, State};
use super::id::{HeadId, Id};

impl State {
    /// When a thing happened, as shown to people: the author's time with its measured offset,
    /// no earlier than the certificate, no later than `latest` (the first `counted` covering it,
    /// or now).
    pub fn shown_at(&self, dot: Dot, latest: i64) -> Option<i64> {
        let entry = self.entries.get(&dot)?;
        let issued = self.logs.get(&dot.log)?.author.issued;
        Some(claimed(entry, issued, latest))
    }

    /// When a thing happened, as shown to people: [`State::shown_at`], no later than the first
    /// `counted` that covers it.
    pub fn happened_at(&self, dot: Dot) -> Option<i64> {
        self.shown_at(dot, self.counted_at(dot).unwrap_or(i64::MAX))
    }

    /// The last day on which it can have happened: none later than it was written down, and a day more for
    /// whoever is east of Greenwich. Days since 1970-01-01.
    pub fn latest_day(&self, dot: Dot) -> Option<i32> {
        let day = self.happened_at(dot)?.div_euclid(86_400) + 1;
        Some(i32::try_from(day).unwrap_or(i32::MAX))
    }

    /// When an organiser's device first said that it had merged an event.
    pub fn counted_at(&self, dot: Dot) -> Option<i64> {
        self.counts_of(dot.log, dot.seq).map(|(_, at)| at).min()
    }

    /// The numbers from one on up to which organisers' devices said that they had merged a log, from the lowest, each with
    /// when they said so.
    fn counts_of(&self, log: LogId, from: u64) -> impl Iterator<Item = (u64, i64)> {
        let head = |seq| Id::from(HeadId(Dot { log, seq }));
        let heads = self.naming.range(head(from)..=head(u64::MAX));
        let counts = heads.flat_map(|(head, counts)| counts.iter().map(move |it| (head, it)));
        let counts = counts.filter(|(_, (_, kind))| **kind == Kind::COUNTED);
        let by_organiser = |count: &Dot| {
            let by = self.logs.get(&count.log).map(|log| log.author.role);
            by == Some(Role::Organiser)
        };
        counts.filter_map(move |(head, (count, _))| {
            let at = by_organiser(count).then(|| self.shown_at(*count, i64::MAX))??;
            match head {
                Id::Named(_, head) => Some((head.seq, at)),
                Id::Numbered(..) => None,
            }
        })
    }
}

/// What is shown of events, for who asks of one after the other: what all of a log have in common is looked up once.
pub struct Shown<'a> {
    state: &'a State,
    log: Option<(LogId, Option<&'a Log>)>,
    /// Numbers up to which the log was counted, from the lowest, each with when that or more was first counted.
    counted: Vec<(u64, i64)>,
}

impl<'a> Shown<'a> {
    /// Of a state.
    pub fn of(state: &'a State) -> Shown<'a> {
        Shown {
            state,
            log: None,
            counted: Vec::new(),
        }
    }

    /// The same as [`State::happened_at`].
    pub fn happened_at(&mut self, dot: Dot, entry: &Entry) -> Option<i64> {
        let issued = self.log(dot.log)?.author.issued;
        let place = self.counted.partition_point(|(head, _)| *head < dot.seq);
        let counted = self.counted.get(place);
        let latest = counted.map_or(i64::MAX, |(_, at)| *at);
        Some(claimed(entry, issued, latest))
    }

    /// Who wrote an event, as [`name_of`](super::estate::name_of) has it.
    pub fn by(&mut self, dot: Dot) -> &'a str {
        let log = self.log(dot.log);
        log.and_then(|log| log.name.as_deref()).unwrap_or_default()
    }

    fn log(&mut self, id: LogId) -> Option<&'a Log> {
        if let Some((last, log)) = self.log
            && last == id
        {
            return log;
        }
        let log = self.state.log(id);
        self.log = Some((id, log));
        self.counted = self.state.counts_of(id, 0).collect();
        let mut first = i64::MAX;
        for (_, at) in self.counted.iter_mut().rev() {
            first = first.min(*at);
            *at = first;
        }
        log
    }
}

/// When a thing happened that its author says happened then.
fn claimed(entry: &Entry, issued: i64, latest: i64) -> i64 {
    let claimed = entry.event.at.saturating_add(i64::from(entry.offset));
    claimed.clamp(issued.min(latest), latest)
}
