//! A general meeting of members: the roll, whether enough are there to decide, and how votes went. Who counts as a
//! member and when it may decide are rules that people wrote; here they are words beside a number, and never
//! this app's own. Of nobody's vote anything is kept but that it was one of so many. Rule R12.4 of the
//! organisers' handbook.

pub mod sheet;
mod voting;

pub use voting::{NoVote, Outcome, Tally, results, vote, was_wrong};

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::meetings::signed_in;
use super::teams::standing;
use crate::canvass::agm::{Needed, OnRoll, Roll, Rules, Votes};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::dwelling::is_home;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, StairId};
use crate::canvass::stream::Stream;

/// No home has more members than this on the roll.
pub const MOST_OF_A_HOME: u8 = 20;

/// What the rules of a meeting are to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Who counts as a member, in the rule's own words.
    pub members: String,
    /// Who is on the roll by it.
    pub roll: Roll,
    /// Who has a vote.
    pub votes: Votes,
    /// When it may decide, in the rule's own words.
    pub quorum: String,
    /// How many that is.
    pub needed: Needed,
}

/// Why these are no rules.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoRules {
    /// Nobody has said who counts as a member.
    #[error("the rule of who counts as a member is missing")]
    NoMembers,
    /// Nobody has said when it may decide.
    #[error("the rule of how many have to be there is missing")]
    NoQuorum,
    /// Nobody at all would have to be there.
    #[error("at least one has to be there")]
    Nobody,
}

impl NoRules {
    /// The catalogue's key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            NoRules::NoMembers => "agm.no_members",
            NoRules::NoQuorum => "agm.no_quorum_rule",
            NoRules::Nobody => "agm.nobody_needed",
        }
    }
}

/// What stands of a meeting's rules: two where organisers wrote them at once.
pub fn rules(state: &State, meeting: Dot) -> Vec<Rules> {
    all_rules(state)
        .into_iter()
        .map(|(_, rules)| rules)
        .filter(|rules| rules.meeting == meeting)
        .collect()
}

fn all_rules(state: &State) -> Vec<(Dot, Rules)> {
    let all = standing(state, Kind::AGM_RULES, |fact| match fact {
        Fact::AgmRules { said } => {
            let instead = said.instead.clone();
            Some((said, instead))
        }
        _ => None,
    });
    all.into_iter().map(|(dot, _, said)| (dot, said)).collect()
}

/// Says a meeting's rules, in place of what stands.
///
/// # Errors
/// [`NoRules`].
pub fn say_rules(state: &State, meeting: Dot, plan: &Plan) -> Result<Draft, NoRules> {
    let [members, quorum] = [&plan.members, &plan.quorum].map(|words| words.trim().to_string());
    if members.is_empty() {
        return Err(NoRules::NoMembers);
    }
    if quorum.is_empty() {
        return Err(NoRules::NoQuorum);
    }
    if plan.needed == Needed::Number(0) {
        return Err(NoRules::Nobody);
    }
    let before = all_rules(state).into_iter();
    let said = Rules {
        meeting,
        members,
        roll: plan.roll,
        votes: plan.votes,
        quorum,
        needed: plan.needed,
        instead: before
            .filter(|(_, rules)| rules.meeting == meeting)
            .map(|(dot, _)| dot)
            .collect(),
    };
    Ok(Draft::new(
        Stream::Inner,
        Fact::AgmRules { said },
        Vec::new(),
    ))
}

/// A home, and how it stands on the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its stair.
    pub stair: StairId,
    /// Its door.
    pub door: DoorId,
    /// Who lives there.
    pub home: HouseholdId,
    /// What is on the door.
    pub label: String,
    /// It is on the roll.
    pub is_on: bool,
    /// How many members it has, where somebody has said so.
    pub people: Option<u8>,
    /// So many of it were signed in.
    pub came: usize,
}

/// How many members homes have, by what organisers wrote. Where two wrote at once the larger number stands: it asks
/// for more to be there.
fn said_of_homes(state: &State) -> BTreeMap<HouseholdId, (u8, BTreeSet<Dot>)> {
    let all = standing(state, Kind::ON_ROLL, |fact| match fact {
        Fact::OnRoll { said } => Some((said.people, said.instead)),
        _ => None,
    });
    let mut homes: BTreeMap<HouseholdId, (u8, BTreeSet<Dot>)> = BTreeMap::new();
    for (dot, _, people) in all {
        let about = state.entry(dot).map(|entry| entry.event.about.clone());
        let mut ids = about.unwrap_or_default().into_iter();
        let Some(home) = ids.find_map(|id| HouseholdId::try_from(id).ok()) else {
            continue;
        };
        let (most, dots) = homes.entry(home).or_default();
        *most = people.min(MOST_OF_A_HOME).max(*most);
        dots.insert(dot);
    }
    homes
}

/// Every home of the estate in walk order, on the roll or not.
pub fn roll(state: &State, rules: &Rules) -> Vec<Row> {
    let said = said_of_homes(state);
    let came = signed_in(state).into_iter();
    let came: BTreeMap<DoorId, usize> = came
        .filter(|deed| deed.meeting == Some(rules.meeting))
        .map(|deed| (deed.door, deed.people))
        .collect();
    let stairs = estate::blocks(state).into_iter();
    let stairs = stairs.flat_map(|block| block.stairs);
    let mut rows = Vec::new();
    for stair in stairs {
        for door in estate::doors(state, stair.id) {
            let last = estate::knocks(state, door.id).pop();
            if !is_home(state, &door, last.as_ref()) {
                continue;
            }
            let home = estate::household(state, door.id);
            let of_home = estate::twins(state, home).filter_map(|it| said.get(&it));
            let people = of_home.map(|(people, _)| *people).max();
            rows.push(Row {
                stair: stair.id,
                door: door.id,
                home,
                label: door.label,
                is_on: match rules.roll {
                    Roll::EveryHome => people != Some(0),
                    Roll::Listed => people.is_some_and(|people| people > 0),
                },
                people,
                came: came.get(&door.id).copied().unwrap_or(0),
            });
        }
    }
    rows
}

/// Says how many members a home has, in place of what stands; with none it is not on the roll.
pub fn put_on_roll(state: &State, home: HouseholdId, people: u8) -> Draft {
    let said = said_of_homes(state);
    let of_home = estate::twins(state, home).filter_map(|it| said.get(&it));
    let said = OnRoll {
        people: people.min(MOST_OF_A_HOME),
        instead: of_home.flat_map(|(_, dots)| dots.clone()).collect(),
    };
    Draft::new(Stream::Inner, Fact::OnRoll { said }, vec![home.into()])
}

/// How many are on the roll and there, counted as votes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// So many votes are on the roll, as far as that is known.
    pub on_roll: usize,
    /// Homes on the roll of which nobody has said how many members they have; none where homes vote.
    pub unknown: usize,
    /// So many votes are there.
    pub present: usize,
    /// So many have to be; `None` where that is a share of a roll that is not known.
    pub needed: Option<usize>,
}

/// Whether a meeting may decide anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quorum {
    /// Enough are there.
    Met,
    /// So many more have to come.
    Missing(usize),
    /// How many have to be there is not known: of so many homes nobody has said how many members they have.
    Unknown(usize),
    /// Nobody is on the roll.
    NoRoll,
}

impl Count {
    /// By the rules of a meeting.
    pub fn of(rows: &[Row], rules: &Rules) -> Count {
        let on = || rows.iter().filter(|row| row.is_on);
        let (on_roll, unknown, present) = match rules.votes {
            Votes::Household => {
                let came = on().filter(|row| row.came > 0);
                (on().count(), 0, came.count())
            }
            Votes::Resident => {
                let known = on().filter_map(|row| row.people);
                let known: usize = known.map(usize::from).sum();
                let unknown = on().filter(|row| row.people.is_none()).count();
                // Of a home no more vote than are members.
                let came = on().map(|row| {
                    let most = row.people.map_or(usize::MAX, usize::from);
                    row.came.min(most)
                });
                (known, unknown, came.sum())
            }
        };
        let needed = match rules.needed {
            Needed::Number(n) => usize::try_from(n).ok(),
            Needed::Share(percent) => (unknown == 0).then(|| percent.needed(on_roll)),
        };
        Count {
            on_roll,
            unknown,
            present,
            needed,
        }
    }

    /// Whether enough are there.
    pub fn quorum(&self) -> Quorum {
        match self.needed {
            _ if self.on_roll + self.unknown == 0 => Quorum::NoRoll,
            None => Quorum::Unknown(self.unknown),
            Some(needed) if self.present >= needed => Quorum::Met,
            Some(needed) => Quorum::Missing(needed - self.present),
        }
    }
}

#[cfg(test)]
mod tests;
