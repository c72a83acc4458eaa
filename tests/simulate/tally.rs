//! What was recorded, fact by fact, and what must be found of it in the morning.

use std::collections::BTreeMap;

use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::{Event, Kind, Run};
use stairwell::canvass::fact::Fact;

use crate::phone::Phone;
use crate::phone::journal::Journal;

/// What tells a fact, under whatever number it came to stand: its time by the phone's clock, its
/// kind and its body, in which each has a word of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub at: i64,
    pub kind: Kind,
    pub body: Vec<u8>,
}

impl Mark {
    pub fn of(event: &Event) -> Mark {
        Mark {
            at: event.at,
            kind: event.kind,
            body: event.body.clone(),
        }
    }
}

/// A fact that a phone said was saved.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub mark: Mark,
    /// When it was recorded, by the sun.
    pub really: i64,
    /// Which phone.
    pub phone: usize,
    /// It lay unsent on a phone that was taken off or lost: it may come, or not.
    pub may_be_gone: bool,
    /// The phone's clock was right about how wrong it is, so people are to be shown when it was.
    pub timed: bool,
}

/// Everything recorded.
#[derive(Debug, Default)]
pub struct Tally {
    pub facts: Vec<Recorded>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub lost: usize,
    pub duplicated: usize,
}

impl Tally {
    /// Facts were saved.
    pub fn record(
        &mut self,
        phone: usize,
        drafts: &[Draft],
        at: i64,
        really: i64,
        timed: bool,
        may_be_gone: bool,
    ) {
        for draft in drafts {
            self.facts.push(Recorded {
                mark: Mark::of(&draft.at(at)),
                really,
                phone,
                may_be_gone,
                timed,
            });
        }
    }

    /// A phone is taken off or lost: what only it has may be gone. `left` is what takes its place,
    /// where it was put back to an earlier day.
    pub fn give_up(&mut self, phone: usize, journal: &Journal, left: Option<&Journal>) {
        for ((log, first), Run { events, .. }) in &journal.events {
            let through = journal
                .logs
                .get(log)
                .map_or(0, |record| record.acknowledged);
            for (seq, event) in (*first..).zip(events) {
                let stays = left.is_some_and(|left| holds(left, (*log, seq), event));
                if seq > through && !stays {
                    self.may_be_gone(phone, event);
                }
            }
        }
    }

    /// A phone's clock is set, or it is opened a second time or copied: what is not sent yet may be sealed with what
    /// was measured of another clock, or by who has measured nothing.
    pub fn untime(&mut self, phone: usize, journal: &Journal) {
        let unsent: Vec<i64> = journal
            .events
            .values()
            .flat_map(|run| &run.events)
            .map(|event| event.at)
            .collect();
        for fact in &mut self.facts {
            fact.timed &= fact.phone != phone || !unsent.contains(&fact.mark.at);
        }
    }

    fn may_be_gone(&mut self, phone: usize, event: &Event) {
        for fact in &mut self.facts {
            // What is sealed for organisers is known by its time alone.
            let same = fact.mark.at == event.at
                && (event.kind == Kind::SEALED || fact.mark == Mark::of(event));
            fact.may_be_gone |= fact.phone == phone && same;
        }
    }

    /// The facts that are lost or doubled, a line each.
    pub fn told(&self, found: &BTreeMap<Mark, usize>, phones: &[Phone]) -> Vec<String> {
        let told = |fact: &Recorded| {
            let there = found.get(&fact.mark).copied().unwrap_or(0);
            let wrong = there > 1 || (there == 0 && !fact.may_be_gone);
            let name = phones.get(fact.phone).map(|own| own.name.clone());
            wrong.then(|| {
                let (name, mark) = (name.unwrap_or_default(), &fact.mark);
                let what = Fact::read(mark.kind, &mark.body);
                format!("{name} recorded {what:?}, which is there {there} times")
            })
        };
        self.facts.iter().filter_map(told).collect()
    }

    /// Compares with how often each was found.
    pub fn compare(&self, found: &BTreeMap<Mark, usize>) -> Found {
        let mut expected: BTreeMap<&Mark, (usize, usize)> = BTreeMap::new();
        for fact in &self.facts {
            let (least, most) = expected.entry(&fact.mark).or_default();
            *least += usize::from(!fact.may_be_gone);
            *most += 1;
        }
        let mut sum = Found::default();
        for (mark, (least, most)) in expected {
            let there = found.get(mark).copied().unwrap_or(0);
            sum.lost += least.saturating_sub(there);
            sum.duplicated += there.saturating_sub(most);
        }
        sum
    }
}

fn holds(
    journal: &Journal,
    (log, seq): (stairwell::canvass::dot::LogId, u64),
    event: &Event,
) -> bool {
    let run = journal.events.range((log, 0)..=(log, seq)).next_back();
    run.is_some_and(|((_, first), run)| {
        let place = usize::try_from(seq - first).unwrap_or(usize::MAX);
        run.events.get(place) == Some(event)
    })
}
