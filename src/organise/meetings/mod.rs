//! Meetings: what, when and where; who said that they will come, who is rung by whom, who came. Turnout
//! stands against what was pledged, stair by stair and tenure by tenure. What a volunteer's phone needs
//! for it, a list of people, is lent to that phone until the meeting is over.

mod forecast;
mod lists;
pub mod sheet;
mod signed;
mod turnout;

pub use forecast::likely;
pub(super) use forecast::shown;
pub use lists::{
    Ask, LATEST, Lending, LentAnew, NotAssigned, Ring, RingList, Rung, asks, end, lend, lent_anew,
    lent_to, named, ring_list, rings, sign_in_list, stale, still_rung, to_ring,
};
pub(super) use signed::{Trusted, signed_in};
pub use signed::{sign_in, signed_in_here};
pub use turnout::{Part, Turnout, came, turnout};

use std::collections::BTreeMap;

use thiserror::Error;

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::meeting::Said;
use crate::canvass::stream::Stream;

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub id: Dot,
    /// What stands of it, each with its entry: more than one where two organisers changed it at once.
    pub versions: Vec<(Dot, Said)>,
}

impl Meeting {
    /// What stands of it; of several the one that is earliest, so that nobody comes too late.
    pub fn said(&self) -> Option<&Said> {
        let versions = self.versions.iter().map(|(_, said)| said);
        versions.min_by_key(|said| (said.day, said.from))
    }

    /// Its day: days since 1970-01-01.
    pub fn day(&self) -> i32 {
        self.said().map_or(i32::MAX, |said| said.day)
    }
}

/// What is to be set up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What it is, in a few words.
    pub what: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// When it begins, in minutes after midnight.
    pub from: u16,
    /// Where.
    pub place: String,
}

/// Why something is no meeting.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoMeeting {
    /// It does not say what it is.
    #[error("it does not say what it is")]
    NoWhat,
    /// It does not say where.
    #[error("it does not say where")]
    NoPlace,
    /// Its day is over.
    #[error("that day is over")]
    Over,
}

/// All that are not called off, in their order.
pub fn meetings(state: &State) -> Vec<Meeting> {
    let mut found: BTreeMap<Dot, Meeting> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::MEETING) {
        let Ok(Some(Fact::Meeting { said })) = Fact::read(Kind::MEETING, &entry.event.body) else {
            continue;
        };
        let id = said.of.unwrap_or(dot);
        let meeting = found.entry(id).or_insert_with(|| Meeting {
            id,
            versions: Vec::new(),
        });
        meeting.versions.push((dot, said));
    }
    let mut all: Vec<Meeting> = found.into_values().collect();
    all.sort_by_key(|meeting| (meeting.day(), meeting.id));
    all
}

/// A meeting by its id.
pub fn find(state: &State, id: Dot) -> Option<Meeting> {
    meetings(state).into_iter().find(|it| it.id == id)
}

/// Sets a meeting up: homes are asked from today on (days since 1970-01-01).
///
/// # Errors
/// [`NoMeeting`].
pub fn set_up(plan: &Plan, today: i32) -> Result<Draft, NoMeeting> {
    Ok(Draft::new(
        Stream::Board,
        said(plan, today, None, today)?,
        Vec::new(),
    ))
}

/// Changes a meeting: who said yes has said it to this as well.
///
/// # Errors
/// [`NoMeeting`].
pub fn change(meeting: &Meeting, plan: &Plan, today: i32) -> Result<Draft, NoMeeting> {
    let asked_from = meeting.said().map_or(today, |said| said.asked_from);
    let fact = said(plan, asked_from, Some(meeting.id), today)?;
    Ok(Draft {
        over: meeting.versions.iter().map(|(dot, _)| *dot).collect(),
        ..Draft::new(Stream::Board, fact, Vec::new())
    })
}

/// Calls a meeting off.
pub fn call_off(meeting: &Meeting) -> Draft {
    Draft {
        over: meeting.versions.iter().map(|(dot, _)| *dot).collect(),
        ..Draft::new(Stream::Board, Fact::Strike {}, Vec::new())
    }
}

fn said(plan: &Plan, asked_from: i32, of: Option<Dot>, today: i32) -> Result<Fact, NoMeeting> {
    let (what, place) = (plan.what.trim(), plan.place.trim());
    if what.is_empty() {
        return Err(NoMeeting::NoWhat);
    }
    if place.is_empty() {
        return Err(NoMeeting::NoPlace);
    }
    if plan.day < today {
        return Err(NoMeeting::Over);
    }
    Ok(Fact::Meeting {
        said: Said {
            what: what.to_string(),
            day: plan.day,
            from: plan.from,
            place: place.to_string(),
            asked_from,
            of,
        },
    })
}

#[cfg(test)]
mod tests;
