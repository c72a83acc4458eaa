//! Turnout against what was pledged, of every home; per stair and per tenure.

use std::collections::{BTreeMap, BTreeSet};

use super::Meeting;
use super::signed::came_to;
use crate::canvass::act::Act;
use crate::canvass::basis::ground;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, StairId};
use crate::canvass::tenure::{Tenure, tenure};
use crate::organise::standing::{Deed, deeds};
use crate::organise::structure::is_home;

/// Homes of a part of the estate: of all, so many said that they will come, and so many came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// All of them, whoever was asked.
    pub homes: usize,
    /// Said that they will come, and did not take it back.
    pub pledged: usize,
    /// Of these, those that came.
    pub kept: usize,
    /// Came, whatever they had said.
    pub came: usize,
    /// So many persons of them.
    pub people: usize,
}

/// Whether those came who said so, as a whole and part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turnout {
    /// The whole estate.
    pub whole: Part,
    /// By stair.
    pub stairs: BTreeMap<StairId, Part>,
    /// By tenure; `None` where nobody knows, or people say different things.
    pub tenures: BTreeMap<Option<String>, Part>,
}

/// What each home said last of it, and on which day: from when homes were asked to the meeting's day. Of two
/// things said on one day the weaker counts.
pub(super) fn last_words<'a>(
    deeds: impl IntoIterator<Item = &'a Deed>,
    meeting: &Meeting,
) -> BTreeMap<DoorId, (i32, Act)> {
    let mut last: BTreeMap<DoorId, (i32, Act)> = BTreeMap::new();
    let Some(said) = meeting.said() else {
        return last;
    };
    for deed in deeds {
        let in_time = (said.asked_from..=said.day).contains(&deed.day);
        if deed.what.is_words() && in_time {
            let known = last.entry(deed.door).or_insert((deed.day, deed.what));
            *known = (deed.day, deed.what).max(*known);
        }
    }
    last
}

/// The homes that said last that they will come.
pub(super) fn pledged(deeds: &[Deed], meeting: &Meeting) -> BTreeSet<DoorId> {
    let yes = last_words(deeds, meeting)
        .into_iter()
        .filter(|(_, (_, what))| *what == Act::SaysYes);
    yes.map(|(door, _)| door).collect()
}

/// The doors of the homes that came to a meeting. `None` while the campaign has not written down on what ground it keeps
/// what people do.
pub fn came(state: &State, meeting: &Meeting) -> Option<BTreeSet<DoorId>> {
    ground(state)?;
    Some(came_to(&deeds(state), meeting).into_keys().collect())
}

/// Who came of whom. `None` while the campaign has not written down on what ground it keeps what people
/// do.
pub fn turnout(state: &State, meeting: &Meeting) -> Option<Turnout> {
    ground(state)?;
    let deeds = deeds(state);
    let pledged = pledged(&deeds, meeting);
    let came = came_to(&deeds, meeting);
    let mut found = Turnout::default();
    let doors = estate::all_doors(state).into_values().flatten();
    for door in doors.filter(|door| is_home(state, door)) {
        let people = came.get(&door.id).copied().unwrap_or(0);
        let said = pledged.contains(&door.id);
        let held = match tenure(state, estate::household(state, door.id)) {
            Tenure::Known(tenure) => Some(tenure),
            Tenure::Unknown | Tenure::Disputed(_) => None,
        };
        let stair = found.stairs.entry(door.stair).or_default();
        let tenure = found.tenures.entry(held).or_default();
        for part in [&mut found.whole, stair, tenure] {
            part.homes += 1;
            part.pledged += usize::from(said);
            part.kept += usize::from(said && people > 0);
            part.came += usize::from(people > 0);
            part.people += people;
        }
    }
    Some(found)
}
