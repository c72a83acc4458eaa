//! Who people here listen to, stair by stair: whom homes named, and what came of asking them.
//!
//! A following is local, so everything here is of one stair; there is no score, no order across the
//! estate and no reason beside a name. Only a leader who was tested counts: who agreed to bring
//! certain homes, and then some of those came. Rules R2.1 to R2.5 of the organisers' handbook.

mod ladder;
mod named;
mod whom;

pub use ladder::{
    Asked, Moved, Step, agreed, came, moved, promised, talked_to, unnamed, unnamed_at_door,
};
pub use named::{Named, Unknown, meant, named};

use std::collections::BTreeMap;

use crate::canvass::dwelling;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::homes_a_leader::HomesALeader;
use crate::canvass::id::{DoorId, HouseholdId, StairId};

/// With fewer homes asked than this it is too early to say who is named.
pub const FEWEST_ASKED: usize = 3;
/// A nomination that nobody has talked about with the one named is dropped after so many days.
pub const NAMED_FOR: i32 = 90;
/// A test counts for so many days; then it is to be repeated.
pub const TESTED_FOR: i32 = 56;

/// A stair's leaders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StairLeaders {
    /// The stair.
    pub stair: StairId,
    /// Its homes: as many as the chart counts.
    pub homes: usize,
    /// For how many of them one leader is wanted.
    pub each: HomesALeader,
    /// Homes that were asked whom they would go to.
    pub asked: usize,
    /// Who was named, or is on the ladder: the most named first, and each with the step they are on.
    /// Empty where too few were asked and nobody is on the ladder.
    pub named: Vec<Named>,
    /// What was said and is nobody's door, as far as one can tell.
    pub unknown: Vec<Unknown>,
}

impl StairLeaders {
    /// Too few homes were asked to say who is named.
    pub fn too_few(&self) -> bool {
        self.asked < FEWEST_ASKED
    }

    /// Leaders who were tested and brought somebody, and need no new test yet.
    pub fn tested(&self) -> usize {
        self.named.iter().filter(|it| it.step.covers()).count()
    }

    /// How many more it takes for one to about as many homes as organisers say.
    pub fn gap(&self) -> usize {
        self.each.wanted(self.homes).saturating_sub(self.tested())
    }
}

/// Every stair's leaders, by what is known on a day (days since 1970-01-01). Whoever may read inner
/// sees them; on any other device there is nobody to see.
pub fn leaders(state: &State, today: i32) -> BTreeMap<StairId, StairLeaders> {
    let mut named = named(state, today);
    let mut asked = named::asked(state);
    let each = HomesALeader::read(state);
    estate::all_doors(state)
        .into_iter()
        .map(|(stair, doors)| {
            let (mut people, unknown) = named.remove(&stair).unwrap_or_default();
            let asked = asked.remove(&stair).unwrap_or_default().len();
            if asked < FEWEST_ASKED {
                people.retain(|named| named.step != Step::Named);
            }
            let leaders = StairLeaders {
                stair,
                homes: doors.iter().filter(|door| is_home(state, door.id)).count(),
                each,
                asked,
                named: people,
                unknown,
            };
            (stair, leaders)
        })
        .collect()
}

/// Whether a door is one of its stair's homes: what is asked at a shop no home was asked.
fn is_home(state: &State, door: DoorId) -> bool {
    let door = estate::door(state, door);
    door.is_some_and(|door| {
        let knocks = estate::knocks(state, door.id);
        dwelling::is_home(state, &door, knocks.last())
    })
}

/// The home that somebody is the leader of: the household behind its door now, where the words still
/// mean that.
fn home_now(state: &State, household: HouseholdId) -> Option<HouseholdId> {
    let door = super::report::door_of(state, &[household.into()])?;
    let now = estate::household(state, door);
    estate::twins(state, now)
        .any(|twin| twin == household)
        .then_some(now)
}

#[cfg(test)]
mod tests;
