//! What was there before this campaign: groups that residents belong to, by their own word, and what
//! campaigns before this one won or lost. Two plain lists.

use std::collections::{BTreeMap, BTreeSet};

use super::contacts::lives_at;
use super::teams::{same, standing};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::group::{Belongs, Earlier, Ended};
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::stream::Stream;

/// A group that was there before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// The homes of which somebody says they belong to it.
    pub homes: BTreeSet<DoorId>,
}

/// All groups, by name. A home belongs as long as those live there who said so.
pub fn groups(state: &State) -> Vec<Group> {
    let mut found: BTreeMap<String, Group> = BTreeMap::new();
    for (_, said, home) in said(state) {
        let group = found.entry(same(&said.group)).or_insert_with(|| Group {
            name: said.group.trim().to_string(),
            homes: BTreeSet::new(),
        });
        group
            .homes
            .extend(home.and_then(|home| lives_at(state, home)));
    }
    found.into_values().collect()
}

/// What stands and is so: the entry, what it says, and the home it is about.
fn said(state: &State) -> Vec<(Dot, Belongs, Option<HouseholdId>)> {
    let all = standing(state, Kind::GROUP, |fact| match fact {
        Fact::Group { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().map(|(dot, _, said)| {
        let about = state.entry(dot).map(|entry| &entry.event.about);
        let home = about.into_iter().flatten();
        let home = home.filter_map(|id| HouseholdId::try_from(*id).ok()).next();
        (dot, said, home)
    });
    all.filter(|(_, said, _)| said.is && !same(&said.group).is_empty())
        .collect()
}

/// There is such a group. `None` without a name, and where it is known.
pub fn there_is(state: &State, name: &str) -> Option<Draft> {
    let known = groups(state)
        .iter()
        .any(|group| same(&group.name) == same(name));
    (!known)
        .then(|| belongs(name, None, true, Vec::new()))
        .flatten()
}

/// A home's own word that they belong to a group, or do not any more. `None` where that is known.
pub fn home_belongs(state: &State, name: &str, home: HouseholdId, is: bool) -> Option<Draft> {
    let known: Vec<Dot> = said(state)
        .into_iter()
        .filter(|(_, said, of)| same(&said.group) == same(name) && *of == Some(home))
        .map(|(dot, ..)| dot)
        .collect();
    let changes = is == known.is_empty();
    changes
        .then(|| belongs(name, Some(home), is, known))
        .flatten()
}

/// Takes a group out, with whoever said they belong to it.
pub fn there_is_not(state: &State, name: &str) -> Option<Draft> {
    let known = said(state).into_iter();
    let known = known.filter(|(_, said, _)| same(&said.group) == same(name));
    let known: Vec<Dot> = known.map(|(dot, ..)| dot).collect();
    (!known.is_empty())
        .then(|| belongs(name, None, false, known))
        .flatten()
}

fn belongs(name: &str, home: Option<HouseholdId>, is: bool, instead: Vec<Dot>) -> Option<Draft> {
    let group = name.trim().to_string();
    let said = Belongs { group, is, instead };
    let about = home.map(Into::into).into_iter().collect();
    let has_name = !said.group.is_empty();
    has_name.then(|| Draft::new(Stream::Inner, Fact::Group { said }, about))
}

/// Campaigns before this one, as organisers wrote them down, each with its entry.
pub fn earlier(state: &State) -> Vec<(Dot, Earlier)> {
    let all = standing(state, Kind::EARLIER, |fact| match fact {
        Fact::Earlier { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().map(|(dot, _, said)| (dot, said));
    let mut all: Vec<_> = all.filter(|(_, said)| !said.who.is_empty()).collect();
    all.sort_by(|(dot, said), (other, after)| (&said.when, dot).cmp(&(&after.when, other)));
    all
}

/// There was a campaign: who, what they wanted, how it ended and when. `None` without who or what.
pub fn there_was(who: &str, what: &str, ended: Ended, when: &str) -> Option<Draft> {
    let [who, what, when] = [who, what, when].map(|words| words.trim().to_string());
    let is_said = !who.is_empty() && !what.is_empty();
    let said = Earlier {
        who,
        what,
        ended,
        when,
        instead: Vec::new(),
    };
    is_said.then(|| Draft::new(Stream::Inner, Fact::Earlier { said }, Vec::new()))
}

/// Takes an earlier campaign out: it was written down by mistake.
pub fn there_was_not(entry: Dot) -> Draft {
    let said = Earlier {
        who: String::new(),
        what: String::new(),
        ended: Ended::Unknown,
        when: String::new(),
        instead: vec![entry],
    };
    Draft::new(Stream::Inner, Fact::Earlier { said }, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::organise::small::Small;

    fn organise(small: &mut Small, draft: Option<Draft>) {
        small.record(3, Role::Organiser, draft.unwrap());
    }

    fn homes(small: &Small) -> Vec<(String, usize)> {
        let groups = groups(&small.state()).into_iter();
        groups.map(|it| (it.name, it.homes.len())).collect()
    }

    #[test]
    fn a_home_is_in_a_group_by_its_own_word_and_as_long_as_those_live_there() {
        let mut small = Small::new(4);
        let draft = there_is(&small.state(), " The gardeners ");
        organise(&mut small, draft);
        assert_eq!(there_is(&small.state(), "the Gardeners"), None);
        let group = |n: usize| vec![("The gardeners".to_string(), n)];
        assert_eq!(homes(&small), group(0));
        for place in [0, 1, 2] {
            let home = small.household(place);
            let draft = home_belongs(&small.state(), "The gardeners", home, true);
            organise(&mut small, draft);
        }
        let home = small.household(0);
        assert_eq!(
            home_belongs(&small.state(), "The gardeners", home, true),
            None
        );
        // Whoever is no organiser puts nobody into a group.
        let draft = home_belongs(&small.state(), "The gardeners", small.household(3), true);
        small.record(7, Role::Volunteer, draft.unwrap());
        assert_eq!(homes(&small), group(3));
        let draft = home_belongs(&small.state(), "The gardeners", home, false);
        organise(&mut small, draft);
        assert_eq!(homes(&small), group(2));
        let moved = vec![small.household(1).into()];
        small.say(7, Role::Volunteer, 0, Fact::Moved {}, moved);
        assert_eq!(homes(&small), group(1));
        // Erased, a home is in none, and the group is there still.
        let erased = vec![small.household(2).into()];
        small.board(Fact::Erased {}, erased);
        assert_eq!(homes(&small), group(0));
        let draft = there_is_not(&small.state(), "The gardeners");
        organise(&mut small, draft);
        assert_eq!(homes(&small), []);
    }

    #[test]
    fn what_campaigns_before_this_one_won_or_lost_is_a_list() {
        let mut small = Small::new(1);
        assert_eq!(there_was("Tenants", " ", Ended::Won, "1998"), None);
        for (when, ended) in [("2014", Ended::Lost), ("1998", Ended::Partly)] {
            organise(
                &mut small,
                there_was("Tenants", "Keep the laundry", ended, when),
            );
        }
        let all = earlier(&small.state());
        let told: Vec<_> = all.iter().map(|(_, it)| (&*it.when, it.ended)).collect();
        assert_eq!(told, [("1998", Ended::Partly), ("2014", Ended::Lost)]);
        organise(&mut small, Some(there_was_not(all[0].0)));
        assert_eq!(earlier(&small.state()).len(), 1);
    }
}
