//! How many more are likely to come to a meeting: a range, by the rule that structure tests go by.

use std::collections::BTreeSet;

use super::signed::came_to;
use super::turnout::{last_words, pledged};
use super::{Meeting, meetings};
use crate::canvass::basis::ground;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::organise::standing::{Deed, FRESH_FOR, deeds};
use crate::organise::structure::{Forecast, Pledges, Tests, is_home, rule};

/// A meeting that is over: who had said yes to it, and who of these came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::organise) struct Shown {
    /// Its day: days since 1970-01-01.
    pub day: i32,
    /// Homes that had said that they will come.
    pub yeses: usize,
    /// Of these, those that came.
    pub came: usize,
}

/// The meetings that were over before a day (days since 1970-01-01).
pub(in crate::organise) fn shown(state: &State, deeds: &[Deed], before: i32) -> Vec<Shown> {
    let over = meetings(state).into_iter().filter(|it| it.day() < before);
    let shown = over.map(|meeting| {
        let said = pledged(deeds, &meeting);
        let came = came_to(deeds, &meeting);
        Shown {
            day: meeting.day(),
            yeses: said.len(),
            came: said.iter().filter(|door| came.contains_key(door)).count(),
        }
    });
    shown.collect()
}

/// How many more are likely to come, by what is known on a day (days since 1970-01-01): of the homes that
/// said something since they are asked and were not seen there. Whoever lives there now said it, in the last
/// weeks. `None` where nobody did, once the meeting is over, and while the campaign may not keep it.
pub fn likely(state: &State, meeting: &Meeting, today: i32) -> Option<Forecast> {
    ground(state)?;
    if meeting.day() < today {
        return None;
    }
    let deeds = deeds(state);
    let came = came_to(&deeds, meeting);
    let doors = estate::all_doors(state).into_values().flatten();
    let homes: BTreeSet<DoorId> = doors
        .filter(|door| is_home(state, door) && !came.contains_key(&door.id))
        .map(|door| door.id)
        .collect();
    let open = deeds.iter().filter(|deed| {
        let is_fresh = deed.day.saturating_add(FRESH_FOR) >= today;
        let lives_there = estate::household(state, deed.door) == deed.home;
        homes.contains(&deed.door) && lives_there && is_fresh
    });
    let mut pledges = Pledges::default();
    for (day, what) in last_words(open, meeting).into_values() {
        pledges.add(what, day, today);
    }
    let tests = Tests::read(state, today);
    let by = || rule(state, &deeds, &tests, today);
    (pledges.all() > 0).then(|| Forecast::of(pledges, by()))
}
