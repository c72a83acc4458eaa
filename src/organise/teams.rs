//! Who goes where on an evening: for organisers' eyes.
//!
//! Nothing is struck in inner, so an entry names those it stands in place of. Where two organisers
//! moved one person to two places without knowing of each other, the person stands in both until
//! somebody says: [`twice`] names them.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::author::Role;
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::TurfId;
use crate::canvass::stream::Stream;

/// Somebody who goes somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Going {
    /// The entries that say so: several where two organisers wrote at once.
    pub dots: Vec<Dot>,
    /// Their name.
    pub who: String,
    /// An organiser saw the list on their phone.
    pub ready: bool,
}

/// A turf of the evening and who works it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The turf.
    pub turf: TurfId,
    /// Its name.
    pub name: String,
    /// Who goes, by name; nobody yet where empty.
    pub people: Vec<Going>,
    /// The entries that hold the turf without naming anybody.
    pub holds: Vec<Dot>,
}

/// What organisers' logs say of a kind that stands in place of itself: each that none of the
/// others stands in place of.
pub(super) fn standing<T>(
    state: &State,
    kind: Kind,
    read: impl Fn(Fact) -> Option<(T, Vec<Dot>)>,
) -> Vec<(Dot, Option<TurfId>, T)> {
    let by_organiser = |dot: &Dot| {
        let log = state.log(dot.log);
        log.is_some_and(|log| log.author.role == Role::Organiser)
    };
    let mut replaced = BTreeSet::new();
    let mut found = Vec::new();
    for (dot, entry) in state.of_kind(kind).filter(|(dot, _)| by_organiser(dot)) {
        let fact = Fact::read(kind, &entry.event.body).ok().flatten();
        let Some((value, instead)) = fact.and_then(&read) else {
            continue;
        };
        replaced.extend(instead.into_iter().filter(|other| *other != dot));
        let mut about = entry.event.about.iter();
        let turf = about.find_map(|id| TurfId::try_from(*id).ok());
        found.push((dot, turf, value));
    }
    found.retain(|(dot, ..)| !replaced.contains(dot));
    found
}

/// The teams of an evening (days since 1970-01-01), by their turfs' names. A turf that is gone
/// has none.
pub fn teams(state: &State, day: i32) -> Vec<Team> {
    let goes = standing(state, Kind::GOES, |fact| match fact {
        Fact::Goes {
            who,
            day,
            ready,
            instead,
        } => Some(((who, day, ready), instead)),
        _ => None,
    });
    let mut by_turf: BTreeMap<TurfId, BTreeMap<String, Going>> = BTreeMap::new();
    for (dot, turf, (who, on, ready)) in goes {
        if let Some(turf) = turf.filter(|_| on == day) {
            let people = by_turf.entry(turf).or_default();
            let going = people.entry(same(&who)).or_insert_with(|| Going {
                dots: Vec::new(),
                who,
                ready: false,
            });
            going.dots.push(dot);
            going.ready |= ready;
        }
    }
    estate::turfs(state)
        .into_iter()
        .filter_map(|turf| {
            let all = by_turf.remove(&turf.id)?;
            let (mut people, holds): (Vec<Going>, Vec<Going>) = all
                .into_values()
                .partition(|going| !same(&going.who).is_empty());
            people.sort_by(|a, b| estate::natural(&a.who, &b.who));
            Some(Team {
                turf: turf.id,
                name: turf.name,
                people,
                holds: holds.into_iter().flat_map(|hold| hold.dots).collect(),
            })
        })
        .collect()
}

/// Who stands in two places that evening: moved by two organisers at once.
pub fn twice(teams: &[Team]) -> Vec<String> {
    let mut places: BTreeMap<String, (String, BTreeSet<TurfId>)> = BTreeMap::new();
    for team in teams {
        for going in &team.people {
            let place = places
                .entry(same(&going.who))
                .or_insert_with(|| (going.who.clone(), BTreeSet::new()));
            place.1.insert(team.turf);
        }
    }
    let twice = places.into_values().filter(|(_, turfs)| turfs.len() > 1);
    twice.map(|(who, _)| who).collect()
}

/// Who was to come that evening and stays at home, by name: said so, and in no team.
pub fn at_home(state: &State, day: i32, teams: &[Team]) -> Vec<String> {
    let goes = standing(state, Kind::GOES, |fact| match fact {
        Fact::Goes {
            who, day, instead, ..
        } => Some(((who, day), instead)),
        _ => None,
    });
    let placed = teams.iter().flat_map(|team| &team.people);
    let mut seen: BTreeSet<String> = placed.map(|going| same(&going.who)).collect();
    let mut home: Vec<String> = goes
        .into_iter()
        .filter(|(_, turf, (who, on))| turf.is_none() && *on == day && !who.is_empty())
        .map(|(_, _, (who, _))| who)
        .filter(|who| seen.insert(same(who)))
        .collect();
    home.sort_by(|a, b| estate::natural(a, b));
    home
}

/// A name as it is compared: `Amina` and ` amina` are one person.
pub fn same(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The names in a line of them: `Amina, Beth`, `Amina and Beth`. `and` is the word between.
pub fn names(line: &str, and: &str) -> Vec<String> {
    let between = format!(" {and} ");
    line.split([',', ';', '&', '+', '/', '\n'])
        .flat_map(|part| part.split(&between))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_string)
        .collect()
}

fn goes(turf: Option<TurfId>, day: i32, who: &str, ready: bool, instead: Vec<Dot>) -> Draft {
    let fact = Fact::Goes {
        who: who.to_string(),
        day,
        ready,
        instead,
    };
    let about = turf.into_iter().map(Into::into).collect();
    Draft::new(Stream::Inner, fact, about)
}

/// Has a turf worked on an evening, by whoever is named.
pub fn work(turf: TurfId, day: i32, people: &[String]) -> Vec<Draft> {
    let named = people
        .iter()
        .map(|who| goes(Some(turf), day, who, false, Vec::new()));
    std::iter::once(goes(Some(turf), day, "", false, Vec::new()))
        .chain(named)
        .collect()
}

/// Somebody more on a turf that is worked.
pub fn join(turf: TurfId, day: i32, who: &str) -> Draft {
    goes(Some(turf), day, who, false, Vec::new())
}

/// Moves somebody, wherever they stand that evening; to no turf where they did not turn up.
pub fn move_to(teams: &[Team], who: &str, turf: Option<TurfId>, day: i32) -> Draft {
    let everywhere = teams.iter().flat_map(|team| &team.people);
    let instead = everywhere
        .filter(|going| same(&going.who) == same(who))
        .flat_map(|going| going.dots.iter().copied())
        .collect();
    goes(turf, day, who, false, instead)
}

/// Says whether an organiser saw the list on somebody's phone.
pub fn seen(team: &Team, going: &Going, day: i32, ready: bool) -> Draft {
    let instead = going.dots.clone();
    goes(Some(team.turf), day, &going.who, ready, instead)
}

/// Takes a turf off an evening: whoever was to work it stays at home until somebody says where
/// they go. The turf's own draft comes first, then one for each person.
pub fn leave(team: &Team, day: i32) -> Vec<Draft> {
    let people = team.people.iter();
    let home = people.map(|going| goes(None, day, &going.who, false, going.dots.clone()));
    std::iter::once(goes(None, day, "", false, team.holds.clone()))
        .chain(home)
        .collect()
}

/// Takes a turf away for good, and off this evening and the next one with it. Nothing where it is gone
/// already.
pub fn take_away(state: &State, turf: TurfId, day: i32) -> Vec<Draft> {
    let Some(strike) = draft::strike(state, Stream::Board, &[turf.0]) else {
        return Vec::new();
    };
    let mut drafts = Vec::new();
    for day in [day, day + 1] {
        let worked = teams(state, day).into_iter();
        let its = worked.filter(|team| team.turf == turf);
        drafts.extend(its.flat_map(|team| leave(&team, day)));
    }
    drafts.push(strike);
    drafts
}

/// Has a turf worked again, as it stood before [`leave`] was recorded under these dots: in place of
/// what that said.
pub fn stay(team: &Team, day: i32, left: &[Dot]) -> Vec<Draft> {
    let people = team.people.iter().map(|it| (it.who.as_str(), it.ready));
    std::iter::once(("", false))
        .chain(people)
        .zip(left)
        .map(|((who, ready), dot)| goes(Some(team.turf), day, who, ready, vec![*dot]))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::canvass::id::Id;
    use crate::organise::small::Small;

    const DAY: i32 = 20_782;

    /// Two turfs, and an organiser who has put Amina and Beth to the first.
    fn evening() -> (Small, [TurfId; 2]) {
        let mut small = Small::new(2);
        let turf = |small: &mut Small, name: &str, door: usize| {
            let about: Vec<Id> = vec![small.door(door).into()];
            TurfId(small.board(Fact::Turf { name: name.into() }, about))
        };
        let turfs = [turf(&mut small, "A", 0), turf(&mut small, "B", 2)];
        let people = names("Amina and Beth", "and");
        for draft in work(turfs[0], DAY, &people) {
            small.record(3, Role::Organiser, draft);
        }
        for draft in work(turfs[1], DAY, &[]) {
            small.record(3, Role::Organiser, draft);
        }
        (small, turfs)
    }

    fn shown(state: &State) -> Vec<(String, Vec<String>)> {
        let teams = teams(state, DAY).into_iter();
        teams
            .map(|team| {
                let people = team.people.into_iter().map(|going| going.who);
                (team.name, people.collect())
            })
            .collect()
    }

    fn is(teams: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect();
        teams
            .iter()
            .map(|(turf, people)| ((*turf).to_string(), names(people)))
            .collect()
    }

    #[test]
    fn names_stand_in_a_line_as_people_write_them() {
        for (line, expected) in [
            ("Amina and Beth", vec!["Amina", "Beth"]),
            (" Amina ,Beth; Carys", vec!["Amina", "Beth", "Carys"]),
            ("Amina & Beth", vec!["Amina", "Beth"]),
            ("Andrea Sanders", vec!["Andrea Sanders"]),
            ("  ", vec![]),
        ] {
            assert_eq!(names(line, "and"), expected, "{line}");
        }
    }

    #[test]
    fn somebody_moved_stands_in_the_new_place_only_and_a_turf_left_is_still_worked() {
        let (mut small, turfs) = evening();
        assert_eq!(
            shown(&small.state()),
            is(&[("A", &["Amina", "Beth"]), ("B", &[])])
        );
        for who in ["amina", "Beth"] {
            let draft = move_to(&teams(&small.state(), DAY), who, Some(turfs[1]), DAY);
            small.record(3, Role::Organiser, draft);
        }
        assert_eq!(
            shown(&small.state()),
            is(&[("A", &[]), ("B", &["amina", "Beth"])])
        );
        let draft = move_to(&teams(&small.state(), DAY), "Beth", None, DAY);
        small.record(4, Role::Organiser, draft);
        assert_eq!(shown(&small.state()), is(&[("A", &[]), ("B", &["amina"])]));
        let home = |state: &State| at_home(state, DAY, &teams(state, DAY));
        assert_eq!(home(&small.state()), ["Beth"]);
        // They came after all, and went home again: said twice, one person.
        for turf in [Some(turfs[0]), None] {
            let draft = move_to(&teams(&small.state(), DAY), "beth", turf, DAY);
            small.record(3, Role::Organiser, draft);
            assert_eq!(home(&small.state()).len(), usize::from(turf.is_none()));
        }
        // Another evening knows nothing of it.
        assert_eq!(teams(&small.state(), DAY + 1), vec![]);
    }

    #[test]
    fn a_turf_taken_off_leaves_its_people_at_home_and_undone_it_stands_as_before() {
        let (mut small, turfs) = evening();
        let team = teams(&small.state(), DAY).remove(0);
        small.record(3, Role::Organiser, seen(&team, &team.people[1], DAY, true));
        let team = teams(&small.state(), DAY).remove(0);
        let home = |state: &State| at_home(state, DAY, &teams(state, DAY));
        let drafts = leave(&team, DAY);
        let left: Vec<Dot> = drafts
            .into_iter()
            .map(|draft| small.record(3, Role::Organiser, draft))
            .collect();
        assert_eq!(shown(&small.state()), is(&[("B", &[])]));
        assert_eq!(home(&small.state()), ["Amina", "Beth"]);
        let mut undone = small.clone();
        for draft in stay(&team, DAY, &left) {
            undone.record(3, Role::Organiser, draft);
        }
        let again = teams(&undone.state(), DAY);
        assert_eq!(
            shown(&undone.state()),
            is(&[("A", &["Amina", "Beth"]), ("B", &[])])
        );
        assert_eq!(home(&undone.state()), Vec::<String>::new());
        let ready: Vec<bool> = again[0].people.iter().map(|it| it.ready).collect();
        assert_eq!((ready, again[0].holds.len()), (vec![false, true], 1));
        // Whoever goes elsewhere meanwhile is in one place.
        let draft = move_to(&teams(&small.state(), DAY), "Beth", Some(turfs[1]), DAY);
        small.record(3, Role::Organiser, draft);
        assert_eq!(shown(&small.state()), is(&[("B", &["Beth"])]));
        assert_eq!(home(&small.state()), ["Amina"]);
    }

    #[test]
    fn a_turf_taken_away_is_gone_its_doors_stay_and_its_people_stay_at_home() {
        let (mut small, turfs) = evening();
        let doors = estate::all_doors(&small.state());
        // Whoever is no organiser takes nothing away.
        let mut by_another = small.clone();
        for draft in take_away(&small.state(), turfs[0], DAY) {
            by_another.record(9, Role::Volunteer, draft);
        }
        assert_eq!(estate::turfs(&by_another.state()).len(), 2);
        for draft in take_away(&small.state(), turfs[0], DAY) {
            small.record(3, Role::Organiser, draft);
        }
        let state = small.state();
        let left: Vec<TurfId> = estate::turfs(&state).into_iter().map(|it| it.id).collect();
        assert_eq!(left, [turfs[1]]);
        assert_eq!(estate::all_doors(&state), doors);
        assert_eq!(shown(&state), is(&[("B", &[])]));
        assert_eq!(at_home(&state, DAY, &teams(&state, DAY)), ["Amina", "Beth"]);
        assert_eq!(take_away(&state, turfs[0], DAY), vec![]);
    }

    #[test]
    fn two_organisers_at_once_leave_somebody_in_two_places_until_one_says() {
        let (mut small, turfs) = evening();
        let before = teams(&small.state(), DAY);
        small.record(
            3,
            Role::Organiser,
            move_to(&before, "Beth", Some(turfs[1]), DAY),
        );
        small.record(
            4,
            Role::Organiser,
            seen(&before[0], &before[0].people[1], DAY, true),
        );
        let both = teams(&small.state(), DAY);
        assert_eq!(twice(&both), ["Beth"]);
        small.record(
            4,
            Role::Organiser,
            move_to(&both, "Beth", Some(turfs[0]), DAY),
        );
        let settled = teams(&small.state(), DAY);
        assert_eq!(twice(&settled), Vec::<String>::new());
        assert_eq!(
            shown(&small.state()),
            is(&[("A", &["Amina", "Beth"]), ("B", &[])])
        );
    }

    #[test]
    fn a_list_seen_on_a_phone_is_ticked_and_a_volunteers_word_on_teams_is_none() {
        let (mut small, turfs) = evening();
        let team = teams(&small.state(), DAY).remove(0);
        small.record(3, Role::Organiser, seen(&team, &team.people[0], DAY, true));
        let ready = |state: &State| -> Vec<bool> {
            teams(state, DAY)[0]
                .people
                .iter()
                .map(|it| it.ready)
                .collect()
        };
        assert_eq!(ready(&small.state()), [true, false]);
        // Two see it at once: one person still, and one word takes the place of both.
        small.record(4, Role::Organiser, seen(&team, &team.people[0], DAY, true));
        assert_eq!(ready(&small.state()), [true, false]);
        let both = teams(&small.state(), DAY).remove(0);
        let not_yet = seen(&both, &both.people[0], DAY, false);
        small.record(4, Role::Organiser, not_yet);
        assert_eq!(ready(&small.state()), [false, false]);
        for draft in leave(&team, DAY) {
            small.record(9, Role::Volunteer, draft);
        }
        small.record(9, Role::Volunteer, join(turfs[1], DAY, "Mallory"));
        assert_eq!(
            shown(&small.state()),
            is(&[("A", &["Amina", "Beth"]), ("B", &[])])
        );
    }

    proptest! {
        /// However one organiser moves people about, each stands in one place or none.
        #[test]
        fn nobody_is_lost_or_doubled_by_moving(moves in prop::collection::vec((0_usize..2, 0_usize..3), 0..20)) {
            let (mut small, turfs) = evening();
            let mut places = [Some(0_usize), Some(0)];
            for (who, to) in moves {
                let name = ["Amina", "Beth"][who];
                let turf = turfs.get(to).copied();
                small.record(3, Role::Organiser, move_to(&teams(&small.state(), DAY), name, turf, DAY));
                places[who] = turf.map(|_| to);
            }
            let teams = teams(&small.state(), DAY);
            prop_assert_eq!(teams.len(), 2);
            for (who, place) in ["Amina", "Beth"].iter().zip(places) {
                let found: Vec<usize> = (0..2)
                    .filter(|n| teams[*n].people.iter().any(|going| going.who == *who))
                    .collect();
                prop_assert_eq!(found, place.into_iter().collect::<Vec<_>>());
            }
        }
    }
}
