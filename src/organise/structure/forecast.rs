//! How many of those who said yes are likely to do it: a range, by a rule that is said in words. Half of
//! those who confirmed within two days, a third of earlier yeses, a tenth of those who are not sure; the
//! low end is half of that, the high end 1.3 times. After two meetings of which each had twenty yeses,
//! whether they were tests or not, the campaign's own show rate.

use std::collections::{BTreeMap, BTreeSet};

use super::{Tested, Tests};
use crate::canvass::act::Act;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::structure::Rung;
use crate::organise::meetings::shown;
use crate::organise::standing::{Deed, FRESH_FOR, deeds};

/// Whoever said yes within so many days has confirmed.
const CONFIRMED_FOR: i32 = 2;
/// So many meetings of one's own it takes, each with so many yeses.
const EVENTS: usize = 2;
const YESES: usize = 20;

/// Homes that have not done it yet, by what they said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pledges {
    /// Said yes within the last two days.
    pub confirmed: usize,
    /// Said yes before.
    pub earlier: usize,
    /// Are not sure.
    pub maybe: usize,
}

impl Pledges {
    /// A home more that said something last on a day, as it counts on another (days since 1970-01-01).
    pub(in crate::organise) fn add(&mut self, what: Act, day: i32, as_of: i32) {
        match what {
            Act::SaysYes if day.saturating_add(CONFIRMED_FOR) >= as_of => self.confirmed += 1,
            Act::SaysYes => self.earlier += 1,
            Act::NotSure => self.maybe += 1,
            _ => {}
        }
    }

    /// All of them.
    pub fn all(&self) -> usize {
        self.confirmed + self.earlier + self.maybe
    }
}

/// A number with one place after the point, in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub usize);

impl Tenths {
    fn of_hundredths(hundredths: usize) -> Tenths {
        Tenths((hundredths + 5) / 10)
    }

    /// As whole homes, rounded down.
    pub fn at_least(self) -> usize {
        self.0 / 10
    }

    /// As whole homes, rounded up.
    pub fn at_most(self) -> usize {
        self.0.div_ceil(10)
    }
}

/// By which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Halves and thirds.
    OfThumb,
    /// The campaign's own: so many came of so many who had said yes.
    Own {
        /// Came.
        came: usize,
        /// Had said yes.
        yeses: usize,
    },
}

/// A range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// What it rests on.
    pub pledges: Pledges,
    /// Its low end.
    pub low: Tenths,
    /// Its middle.
    pub middle: Tenths,
    /// Its high end, never more than all of them.
    pub high: Tenths,
    /// By which rule.
    pub rule: Rule,
}

impl Forecast {
    /// The range of these, by a rule.
    pub fn of(pledges: Pledges, rule: Rule) -> Forecast {
        let yeses = match rule {
            Rule::OfThumb => 50 * pledges.confirmed + 33 * pledges.earlier,
            Rule::Own { came, yeses } => {
                100 * (pledges.confirmed + pledges.earlier) * came / yeses.max(1)
            }
        };
        let middle = yeses + 10 * pledges.maybe;
        let high = (middle * 13 / 10).min(100 * pledges.all());
        Forecast {
            pledges,
            low: Tenths::of_hundredths(middle / 2),
            middle: Tenths::of_hundredths(middle),
            high: Tenths::of_hundredths(high),
            rule,
        }
    }
}

/// How many more are likely to do a test; `None` where nobody said anything about it.
pub fn forecast(state: &State, tests: &Tests, tested: &Tested) -> Option<Forecast> {
    let deeds = deeds(state);
    let pledges = pledges(state, &deeds, tested);
    let by = || rule(state, &deeds, tests, tested.as_of);
    (pledges.all() > 0).then(|| Forecast::of(pledges, by()))
}

/// What its homes said last, of those that have not done it: whoever lives there now, and of the last
/// weeks.
fn pledges(state: &State, deeds: &[Deed], tested: &Tested) -> Pledges {
    let days = tested.as_of.saturating_sub(FRESH_FOR)..=tested.as_of;
    let open = |deed: &&Deed| {
        let is_open = tested.units.contains(&deed.door) && !tested.did.contains(&deed.door);
        let lives_there = estate::household(state, deed.door) == deed.home;
        is_open && lives_there && deed.what.is_words() && days.contains(&deed.day)
    };
    let mut last: BTreeMap<DoorId, &Deed> = BTreeMap::new();
    for deed in deeds.iter().filter(open) {
        let known = last.entry(deed.door).or_insert(deed);
        // Of two of one day the weaker counts.
        if (deed.day, deed.what) > (known.day, known.what) {
            *known = deed;
        }
    }
    let mut pledges = Pledges::default();
    for deed in last.into_values() {
        pledges.add(deed.what, deed.day, tested.as_of);
    }
    pledges
}

/// The campaign's own rate, once enough of its meetings were over before a day (days since 1970-01-01). A test
/// of who comes to one of them is that one once more.
pub(in crate::organise) fn rule(state: &State, deeds: &[Deed], tests: &Tests, before: i32) -> Rule {
    let mut met = shown(state, deeds, before);
    met.retain(|meeting| meeting.yeses >= YESES);
    let over = tests.all.iter().filter(|test| {
        let mut met = met.iter().map(|meeting| meeting.day);
        let is_event = match test.test.rung {
            Rung::Meeting => !met.any(|day| (test.test.from..=test.last_day()).contains(&day)),
            Rung::Deputation => true,
            _ => false,
        };
        is_event && test.last_day() < before
    });
    let tested = over
        .map(|other| {
            let said_yes: BTreeSet<DoorId> = deeds
                .iter()
                .filter(|deed| deed.what == Act::SaysYes)
                .filter(|deed| (other.test.from..=other.last_day()).contains(&deed.day))
                .map(|deed| deed.door)
                .filter(|door| other.units.contains(door))
                .collect();
            (said_yes.intersection(&other.did).count(), said_yes.len())
        })
        .filter(|(_, yeses)| *yeses >= YESES);
    let met = met.iter().map(|meeting| (meeting.came, meeting.yeses));
    let rates: Vec<(usize, usize)> = tested.chain(met).collect();
    match rates.len() >= EVENTS {
        true => Rule::Own {
            came: rates.iter().map(|(came, _)| came).sum(),
            yeses: rates.iter().map(|(_, yeses)| yeses).sum(),
        },
        false => Rule::OfThumb,
    }
}
