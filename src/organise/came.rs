//! Some doors by what came of them: those to go back to, on whichever stairs they are.

use std::collections::{BTreeMap, BTreeSet};

use super::eleven::stairs_of;
use super::estates::Estate;
use super::report::{DoorRow, Report};
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, StairId, TurfId};
use crate::canvass::language;
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;

/// What doors are picked by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The last two times at least nobody was in, none of them tonight, and a letter is not the better way
    /// yet: twenty hours lie between two attempts.
    NotHomeTwice,
    /// Something was promised there that is due.
    PromiseDue,
    /// They last said to come back.
    ComeBack,
    /// Last time there was no language in common.
    NoLanguage,
    /// A language spoken at the door, as it was noted: a tag or a name.
    Speaks(String),
}

/// The doors to which one of these is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doors {
    /// Which of them.
    pub by: By,
    /// The doors, in walk order, stair by stair.
    pub doors: Vec<DoorId>,
    /// The stairs they are on.
    pub stairs: Vec<StairId>,
    /// The blocks those are of, by name, once each.
    pub blocks: Vec<String>,
}

/// Every kind of doors of which an estate has some tonight. Nobody is sent to a door that is gone, or
/// where they asked not to be knocked.
pub fn doors_by(state: &State, report: &Report, estate: &Estate, tonight: Tonight) -> Vec<Doors> {
    let due: BTreeSet<DoorId> = report
        .promises
        .iter()
        .filter(|promise| promise.is_due(tonight.evening))
        .map(|promise| promise.door)
        .collect();
    let mut found: BTreeMap<By, Doors> = BTreeMap::new();
    for row in stairs_of(report, estate) {
        let doors = row.doors.iter();
        for door in doors.filter(|door| !door.do_not_knock && !door.door.gone) {
            let id = door.door.id;
            let mut all = by_knocks(door, tonight);
            all.extend(due.contains(&id).then_some(By::PromiseDue));
            let household = estate::household(state, id);
            all.extend(
                language::spoken(state, household)
                    .into_iter()
                    .map(By::Speaks),
            );
            for by in all {
                let kind = found.entry(by.clone()).or_insert_with(|| Doors {
                    by,
                    doors: Vec::new(),
                    stairs: Vec::new(),
                    blocks: Vec::new(),
                });
                kind.doors.push(id);
                if kind.stairs.last() != Some(&row.stair.id) {
                    kind.stairs.push(row.stair.id);
                }
                if !kind.blocks.contains(&row.block) {
                    kind.blocks.push(row.block.clone());
                }
            }
        }
    }
    found.into_values().collect()
}

/// What the attempts at a door come to.
fn by_knocks(row: &DoorRow, tonight: Tonight) -> Vec<By> {
    let last = row.knocks.iter().rev();
    let was_tonight = last.clone().any(|knock| knock.at >= tonight.since);
    let in_vain = last
        .take_while(|knock| knock.outcome == Outcome::NotHome)
        .count();
    match row.outcome() {
        Some(Outcome::NotHome) if in_vain >= 2 && !row.enough && !was_tonight => {
            vec![By::NotHomeTwice]
        }
        Some(Outcome::ComeBack) => vec![By::ComeBack],
        Some(Outcome::Language) => vec![By::NoLanguage],
        _ => Vec::new(),
    }
}

/// What a turf of these doors may be called: the blocks they are in and nothing of why, since every
/// phone of the campaign reads a turf's name. `words` fills a catalogue's sentence.
pub fn suggested_name(doors: &Doors, words: impl Fn(&str, &[(&str, String)]) -> String) -> String {
    let first = doors.blocks.first().cloned().unwrap_or_default();
    let place = match doors.blocks.len().saturating_sub(1) {
        0 => first,
        more => words(
            "organiser.turf_name_more",
            &[("place", first), ("n", more.to_string())],
        ),
    };
    words("tonight.some_doors_of", &[("place", place)])
}

/// The turf to record: these doors and no others.
pub fn turf(doors: &[DoorId], name: &str) -> Draft {
    let fact = Fact::Turf {
        name: name.to_string(),
    };
    let about = doors.iter().map(|door| (*door).into()).collect();
    Draft::new(Stream::Board, fact, about)
}

/// The turf of just these doors under this name, where it is made already.
pub fn made(state: &State, doors: &[DoorId], name: &str) -> Option<TurfId> {
    let mut turfs = estate::turfs(state).into_iter();
    let turf = turfs.find(|turf| turf.doors == doors && turf.name == name);
    turf.map(|turf| turf.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::attempts::USUAL;
    use crate::canvass::author::Role;
    use crate::canvass::fact::{NoKnockScope, Value};
    use crate::canvass::id::Facet;
    use crate::organise::estates::estates;
    use crate::organise::small::{NOW, Small};

    const FLATS: usize = 4;

    fn today() -> i32 {
        Tonight::in_utc(NOW).today
    }

    fn knock(small: &mut Small, door: usize, outcome: Outcome) {
        let fact = Fact::Knock {
            outcome,
            by: None,
            when: None,
        };
        let id = small.door(door).into();
        // Last night, at the same hour.
        let now = std::mem::replace(&mut small.now, NOW - 86_400);
        small.say(3, Role::Volunteer, (door / FLATS) as u64, fact, vec![id]);
        small.now = now;
    }

    fn speaks(small: &mut Small, by: u8, door: usize, language: &str) {
        let value = Value::Words(language.into());
        let about = vec![small.household(door).into(), Facet::LANGUAGE.into()];
        let stair = (door / FLATS) as u64;
        small.say(by, Role::Volunteer, stair, Fact::PlainFact { value }, about);
    }

    fn found(small: &Small) -> Vec<Doors> {
        let state = small.state();
        let report = Report::read(&state, &[], Tonight::in_utc(small.now));
        let estate = estates(&state).remove(0);
        doors_by(&state, &report, &estate, Tonight::in_utc(small.now))
    }

    /// Which kinds there are, each with the places of its doors.
    fn places(small: &Small) -> Vec<(By, Vec<usize>)> {
        let place = |id: &DoorId| (0..2 * FLATS).find(|n| small.door(*n) == *id).unwrap();
        let kinds = found(small).into_iter();
        kinds
            .map(|kind| (kind.by, kind.doors.iter().map(place).collect()))
            .collect()
    }

    #[test]
    fn a_door_is_picked_by_what_came_of_it_last() {
        use Outcome::{ComeBack, DoNotKnock, Inaccessible, Language, NotHome, Refused, Spoke};
        for (knocks, expected) in [
            (vec![], None),
            (vec![NotHome], None),
            (vec![NotHome, NotHome], Some(By::NotHomeTwice)),
            (vec![NotHome; 3], Some(By::NotHomeTwice)),
            (vec![NotHome; usize::from(USUAL)], None),
            (vec![NotHome, Inaccessible, NotHome], None),
            (vec![ComeBack, NotHome, NotHome], Some(By::NotHomeTwice)),
            (vec![NotHome, NotHome, Spoke], None),
            (vec![NotHome, NotHome, ComeBack], Some(By::ComeBack)),
            (vec![ComeBack, Refused], None),
            (vec![Language], Some(By::NoLanguage)),
            (vec![Language, Spoke], None),
            (vec![DoNotKnock], None),
        ] {
            let mut small = Small::new(FLATS);
            for outcome in &knocks {
                knock(&mut small, 1, *outcome);
            }
            let expected: Vec<_> = expected.into_iter().map(|by| (by, vec![1])).collect();
            assert_eq!(places(&small), expected, "{knocks:?}");
        }
    }

    /// R11.3: whoever was not in tonight is gone to on another evening.
    #[test]
    fn r11_3_a_door_tried_tonight_is_in_no_turf_of_those_that_were_not_home() {
        let mut small = Small::new(FLATS);
        for door in [0, 1] {
            knock(&mut small, door, Outcome::NotHome);
            knock(&mut small, door, Outcome::NotHome);
        }
        assert_eq!(places(&small), [(By::NotHomeTwice, vec![0, 1])]);
        let again = Fact::Knock {
            outcome: Outcome::NotHome,
            by: None,
            when: None,
        };
        let about = vec![small.door(1).into()];
        small.say(3, Role::Volunteer, 0, again, about);
        assert_eq!(places(&small), [(By::NotHomeTwice, vec![0])]);
        small.now += 86_400;
        assert_eq!(places(&small), [(By::NotHomeTwice, vec![0, 1])]);
    }

    #[test]
    fn a_promise_is_due_on_its_day_and_after() {
        for (until, due) in [
            (Some(today() - 3), true),
            (Some(today()), true),
            (Some(today() + 1), false),
            (None, false),
        ] {
            let mut small = Small::new(FLATS);
            let fact = Fact::FollowUp {
                what: "Bring the form".into(),
                who: None,
                by: until,
            };
            let about = vec![small.household(6).into()];
            small.say(3, Role::Volunteer, 1, fact, about);
            let expected = due.then(|| (By::PromiseDue, vec![6]));
            assert_eq!(places(&small), Vec::from_iter(expected), "{until:?}");
        }
    }

    #[test]
    fn r8_7_a_language_is_one_list_for_who_speaks_it_however_it_is_written_across_stairs() {
        let mut small = Small::new(FLATS);
        speaks(&mut small, 3, 5, "welsh ");
        speaks(&mut small, 3, 2, "Welsh");
        speaks(&mut small, 3, 0, "Somali");
        // Two heard two languages at one door: whoever goes there may need either.
        speaks(&mut small, 4, 0, "Arabic");
        let kinds = places(&small);
        let speaks = |words: &str| By::Speaks(words.into());
        assert_eq!(
            kinds,
            [
                (speaks("arabic"), vec![0]),
                (speaks("somali"), vec![0]),
                (speaks("welsh"), vec![2, 5]),
            ]
        );
        let welsh = found(&small).remove(2);
        assert_eq!(welsh.stairs, [small.stair(0), small.stair(1)]);
        assert_eq!(welsh.blocks, ["Cambrian House", "Dunlin House"]);
    }

    #[test]
    fn who_moved_in_speaks_what_they_speak_and_a_door_not_to_be_knocked_is_left_out() {
        let mut small = Small::new(FLATS);
        speaks(&mut small, 3, 0, "Welsh");
        speaks(&mut small, 3, 1, "Welsh");
        let moved = vec![small.household(0).into()];
        small.say(3, Role::Volunteer, 0, Fact::Moved {}, moved);
        let asked = vec![small.household(1).into()];
        let scope = NoKnockScope::Campaign;
        small.say(3, Role::Volunteer, 0, Fact::DoNotKnock { scope }, asked);
        assert_eq!(places(&small), vec![]);
    }

    #[test]
    fn a_turf_has_just_these_doors_and_its_name_tells_nothing_of_them() {
        let mut small = Small::new(FLATS);
        speaks(&mut small, 3, 5, "Welsh");
        speaks(&mut small, 3, 2, "Welsh");
        let welsh = found(&small).remove(0);
        let name = suggested_name(&welsh, crate::locales::fill);
        assert!(name.contains("Cambrian House and 1 more"), "{name}");
        assert!(!name.to_lowercase().contains("welsh"), "{name}");
        assert_eq!(made(&small.state(), &welsh.doors, &name), None);
        small.record(1, Role::Organiser, turf(&welsh.doors, &name));
        let state = small.state();
        let turf = estate::turfs(&state).remove(0);
        assert_eq!(turf.doors, [small.door(2), small.door(5)]);
        // Whoever taps a second time makes no second one.
        assert_eq!(made(&state, &welsh.doors, &name), Some(turf.id));
        assert_eq!(made(&state, &welsh.doors[..1], &name), None);
        assert_eq!(made(&state, &welsh.doors, "Others"), None);
        // Whoever is invited to two doors gets to see all eight.
        let opened = crate::organise::selection::opened(&state, &turf.doors);
        assert_eq!((opened.stairs, opened.doors), (2, 2 * FLATS));
    }
}
