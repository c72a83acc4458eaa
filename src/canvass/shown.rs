//! When things happened, as people are shown it.

use super::author::Role;
use super::dot::Dot;
use super::event::Kind;
use super::fold::State;
use super::id::{HeadId, Id};

impl State {
    /// When a thing happened, as shown to people: the author's time with its measured offset,
    /// no earlier than the certificate, no later than `latest` (the first `counted` covering it,
    /// or now).
    pub fn shown_at(&self, dot: Dot, latest: i64) -> Option<i64> {
        let entry = self.entries.get(&dot)?;
        let issued = self.logs.get(&dot.log)?.author.issued;
        let claimed = entry.event.at.saturating_add(i64::from(entry.offset));
        Some(claimed.clamp(issued.min(latest), latest))
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
        let last = Dot {
            seq: u64::MAX,
            ..dot
        };
        self.naming
            .range(Id::from(HeadId(dot))..=Id::from(HeadId(last)))
            .flat_map(|(_, counts)| counts)
            .filter(|(_, kind)| **kind == Kind::COUNTED)
            .map(|(count, _)| *count)
            .filter(|count| {
                let by = self.logs.get(&count.log).map(|log| log.author.role);
                by == Some(Role::Organiser)
            })
            .filter_map(|count| self.shown_at(count, i64::MAX))
            .min()
    }
}
