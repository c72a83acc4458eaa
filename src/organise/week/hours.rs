//! How long people were out, and how many conversations came of it: only of evenings of which it is known
//! for everybody who knocked. It is the team's figure and nobody's own, and never one of doors.

use std::collections::{BTreeMap, BTreeSet};

use super::{EVENINGS, spoke};
use crate::canvass::author::PersonId;
use crate::canvass::estate::Knock;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::walk::Tonight;
use crate::organise::evening::meetings;
use crate::organise::report::StairRow;
use crate::organise::rounds::evening;

const DAY: i64 = 86_400;
/// When tonight began, in seconds after midnight.
const NIGHT_TURNS_AT: i64 = 4 * 3600;

/// Conversations, and how long it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// Homes spoken to on those evenings.
    pub conversations: usize,
    /// How long people were out on those evenings, together: minutes.
    pub minutes: i64,
    /// Evenings of which it is known.
    pub known: usize,
    /// Evenings of the week on which somebody knocked.
    pub evenings: usize,
}

/// An evening on which somebody knocked.
#[derive(Default)]
struct Out {
    people: BTreeSet<PersonId>,
    spoken: BTreeSet<DoorId>,
    /// Somebody knocked by another's phone, or on paper: how long they were out no phone says.
    unclear: bool,
}

impl Hours {
    pub(super) fn read(state: &State, stairs: &[StairRow], tonight: Tonight) -> Hours {
        let ended = ended(state, tonight);
        let mut hours = Hours::default();
        for (night, out) in evenings(state, stairs, tonight) {
            hours.evenings += 1;
            let Some(began) = began(state, night, tonight).filter(|_| !out.unclear) else {
                continue;
            };
            let minutes: Option<Vec<i64>> = out
                .people
                .iter()
                .map(|person| {
                    let ended = ended.get(&(night, *person))?;
                    (*ended > began).then_some((ended - began) / 60)
                })
                .collect();
            if let Some(minutes) = minutes {
                hours.known += 1;
                hours.minutes += minutes.iter().sum::<i64>();
                hours.conversations += out.spoken.len();
            }
        }
        hours
    }
}

fn evenings(state: &State, stairs: &[StairRow], tonight: Tonight) -> BTreeMap<i64, Out> {
    let mut evenings: BTreeMap<i64, Out> = BTreeMap::new();
    let doors = stairs.iter().flat_map(|row| &row.doors);
    for (door, knock) in doors.flat_map(|row| row.knocks.iter().map(|it| (row.door.id, it))) {
        let night = evening(knock.at, tonight);
        if !(1 - EVENINGS..=0).contains(&night) {
            continue;
        }
        let out = evenings.entry(night).or_default();
        match knocker(state, knock) {
            Some(person) => drop(out.people.insert(person)),
            None => out.unclear = true,
        }
        if spoke(knock) {
            out.spoken.insert(door);
        }
    }
    evenings
}

/// Whose phone knocked, where its owner did and then.
fn knocker(state: &State, knock: &Knock) -> Option<PersonId> {
    let entry = state.entry(knock.dot)?;
    let Fact::Knock { by, when, .. } = Fact::read(entry.event.kind, &entry.event.body).ok()??
    else {
        return None;
    };
    let own = by.is_none() && when.is_none();
    own.then(|| state.log(knock.dot.log).map(|log| log.author.person))?
}

/// When an evening began, where organisers said so, and all the same: seconds since 1970.
fn began(state: &State, night: i64, tonight: Tonight) -> Option<i64> {
    let day = tonight.evening.checked_add(i32::try_from(night).ok()?)?;
    let said: BTreeSet<u16> = meetings(state, day).iter().map(|it| it.from).collect();
    let midnight = tonight.since - NIGHT_TURNS_AT + night * DAY;
    match said.into_iter().collect::<Vec<_>>()[..] {
        [from] => Some(midnight + i64::from(from) * 60),
        _ => None,
    }
}

/// When each person's shift ended last, evening by evening.
fn ended(state: &State, tonight: Tonight) -> BTreeMap<(i64, PersonId), i64> {
    let mut ended = BTreeMap::new();
    for (dot, _) in state.of_kind(Kind::SHIFT_ENDED) {
        let (Some(at), Some(log)) = (state.happened_at(dot), state.log(dot.log)) else {
            continue;
        };
        let last = ended
            .entry((evening(at, tonight), log.author.person))
            .or_insert(at);
        *last = at.max(*last);
    }
    ended
}
