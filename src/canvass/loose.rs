//! Doors that came after the turfs were cut: added on the spot, or by a list that was loaded later. Such
//! a door goes with every turf that has its whole stair, and with the part of a stair that has its
//! neighbours; what goes with none is for everyone who walks the stair, and shown to organisers.

use std::collections::{BTreeMap, BTreeSet};

use super::author::Role;
use super::dot::Dot;
use super::estate::{self, Door, Turf};
use super::event::Kind;
use super::fact::Fact;
use super::fold::{Entry, State};
use super::id::{DoorId, StairId, TurfId};
use super::stream::Stream;

/// The doors of a stair that came later: by anyone but an organiser; or by one, at a place of the walk
/// that another door was listed at before. (A list gives every door of a stair a place of its own.)
pub fn added_on(state: &State, stair: StairId) -> BTreeSet<DoorId> {
    let mut added = added(state, state.of_kind_on(Kind::DOOR, stair));
    added.remove(&stair).unwrap_or_default()
}

/// Those of these doors that came later, by stair: all that a stair has, or none of it, are given.
fn added<'a>(
    state: &State,
    doors: impl Iterator<Item = (Dot, &'a Entry)>,
) -> BTreeMap<StairId, BTreeSet<DoorId>> {
    let mut added: BTreeMap<StairId, BTreeSet<DoorId>> = BTreeMap::new();
    let mut first: BTreeMap<(StairId, u32), (i64, DoorId)> = BTreeMap::new();
    for (dot, entry) in doors {
        let author = state.log(dot.log).map(|log| &log.author);
        let Some((role, Stream::Stair(stair))) = author.map(|it| (it.role, it.stream)) else {
            continue;
        };
        let door = DoorId(dot);
        if role != Role::Organiser {
            added.entry(stair).or_default().insert(door);
        } else if let Ok(Some(Fact::Door { order, .. })) =
            Fact::read(entry.event.kind, &entry.event.body)
        {
            let this = (state.happened_at(dot).unwrap_or(0), door);
            let there = first.entry((stair, order)).or_insert(this);
            if *there != this {
                let later = if *there < this {
                    this
                } else {
                    std::mem::replace(there, this)
                };
                added.entry(stair).or_default().insert(later.1);
            }
        }
    }
    added
}

/// The turfs that each later door of a stair goes with, none of them naming it; and nothing of a door
/// that is not there.
pub fn goes_with(
    state: &State,
    stair: StairId,
    turfs: &[Turf],
) -> BTreeMap<DoorId, BTreeSet<TurfId>> {
    let added = added_on(state, stair);
    if added.is_empty() {
        return BTreeMap::new();
    }
    let mut doors = estate::doors(state, stair);
    doors.retain(|door| !door.gone);
    let listed = doors.iter().filter(|door| !added.contains(&door.id));
    let listed: Vec<DoorId> = listed.map(|door| door.id).collect();
    let named: BTreeSet<DoorId> = turfs.iter().flat_map(|it| &it.doors).copied().collect();
    let mut all = BTreeMap::new();
    for (place, door) in doors.iter().enumerate() {
        if !added.contains(&door.id) {
            continue;
        }
        let neighbour = (!named.contains(&door.id))
            .then(|| neighbour(&doors, place, &named))
            .flatten();
        let with = turfs.iter().filter(|turf| {
            let holds = Holds::of(turf, &listed);
            !turf.doors.contains(&door.id)
                && match holds {
                    Holds::Whole => true,
                    Holds::Part => neighbour.is_some_and(|it| turf.doors.contains(&it)),
                    Holds::Some => false,
                }
        });
        all.insert(door.id, with.map(|turf| turf.id).collect());
    }
    all
}

/// What a turf holds of a stair.
enum Holds {
    /// All of it.
    Whole,
    /// From one door to another.
    Part,
    /// None of it, or some doors by what came of them: no door goes with these.
    Some,
}

impl Holds {
    /// Of the doors that were listed, in walk order.
    fn of(turf: &Turf, listed: &[DoorId]) -> Holds {
        let mine: BTreeSet<DoorId> = turf.doors.iter().copied().collect();
        let places = listed.iter().enumerate();
        let places: Vec<usize> = places
            .filter(|(_, door)| mine.contains(door))
            .map(|(place, _)| place)
            .collect();
        match (places.first(), places.last()) {
            (Some(_), _) if places.len() == listed.len() => Holds::Whole,
            (Some(first), Some(last)) if places.len() > 1 && last - first + 1 == places.len() => {
                Holds::Part
            }
            _ => Holds::Some,
        }
    }
}

/// The nearest door of the walk that a turf names: before on the same floor, after on it, before, after.
fn neighbour(doors: &[Door], place: usize, named: &BTreeSet<DoorId>) -> Option<DoorId> {
    let here = doors.get(place)?;
    let level = |door: &&Door| (&door.entrance, door.floor) == (&here.entrance, here.floor);
    let is_named = |door: &&Door| named.contains(&door.id);
    let before = doors[..place].iter().rev().filter(is_named);
    let after = doors[place + 1..].iter().filter(is_named);
    let mut by_nearness = before
        .clone()
        .filter(level)
        .chain(after.clone().filter(level))
        .chain(before)
        .chain(after);
    by_nearness.next().map(|door| door.id)
}

/// The turfs, each with the doors that go with it, where one walks past them.
pub fn turfs(state: &State) -> Vec<Turf> {
    let mut turfs = estate::turfs(state);
    let named = turfs.clone();
    for stair in added(state, state.of_kind(Kind::DOOR)).into_keys() {
        let with = goes_with(state, stair, &named);
        if with.values().all(BTreeSet::is_empty) {
            continue;
        }
        let walked = estate::doors(state, stair);
        for turf in &mut turfs {
            for (place, door) in walked.iter().enumerate() {
                if with.get(&door.id).is_some_and(|it| it.contains(&turf.id)) {
                    put_in(turf, &walked, place);
                }
            }
        }
    }
    turfs
}

/// Puts a door of a stair into a turf: after the last one that stands before it in the walk.
fn put_in(turf: &mut Turf, walked: &[Door], place: usize) {
    let at = |door: &Door| turf.doors.iter().position(|it| *it == door.id);
    let after = walked[..place].iter().rev().find_map(at).map(|at| at + 1);
    let before = || walked[place..].iter().find_map(at);
    let at = after.or_else(before).unwrap_or(turf.doors.len());
    turf.doors.insert(at, walked[place].id);
}

/// The doors that nobody is sent to: in no turf, and going with none; in walk order, stair by stair.
/// Nothing of those that are not there.
pub fn in_no_turf(state: &State) -> BTreeMap<StairId, Vec<Door>> {
    let in_turfs: BTreeSet<DoorId> = turfs(state).into_iter().flat_map(|it| it.doors).collect();
    let mut stairs = estate::all_doors(state);
    for doors in stairs.values_mut() {
        doors.retain(|door| !door.gone && !in_turfs.contains(&door.id));
    }
    stairs.retain(|_, doors| !doors.is_empty());
    stairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::added::added;
    use super::super::draft::Draft;
    use super::super::small::Small;
    use super::super::walk::{Tonight, walk, walks};
    use super::*;

    const ADDER: u8 = 3;

    fn turf(small: &mut Small, name: &str, doors: impl IntoIterator<Item = usize>) -> TurfId {
        let about = doors.into_iter().map(|door| small.door(door).into());
        let about = about.collect();
        TurfId(small.board(Fact::Turf { name: name.into() }, about))
    }

    /// A door is added on the first stair, as it is at the doors.
    fn add(small: &mut Small, by: u8, role: Role, typed: &str, floor: i16) {
        small.now += 60;
        let stair = small.stair(0);
        let doors = estate::doors(&small.state(), stair);
        let draft = added(&doors, stair, typed, Some(floor)).unwrap();
        small.record(by, role, draft);
    }

    fn labels(state: &State, name: &str) -> Vec<String> {
        let mut turfs = turfs(state).into_iter();
        let turf = turfs.find(|turf| turf.name == name).unwrap();
        let doors = turf.doors.into_iter();
        let label = |door| estate::door(state, door).unwrap().label;
        doors.map(|id| label(id).replace("Flat ", "")).collect()
    }

    /// Eight flats on two floors: 5 to 8 above 1 to 4.
    #[test]
    fn a_door_added_by_whomever_goes_with_the_whole_stair_and_with_its_neighbours_part() {
        for (by, role) in [
            (ADDER, Role::Volunteer),
            (ADDER, Role::Trainer),
            // The same organiser's log as the list is in, and another's.
            (2, Role::Organiser),
            (ADDER, Role::Organiser),
        ] {
            let mut small = Small::new(8);
            turf(&mut small, "Whole", (4..8).chain(0..4));
            turf(&mut small, "Other stair", 8..16);
            turf(&mut small, "Upper", 4..8);
            turf(&mut small, "Lower left", 0..2);
            turf(&mut small, "Lower right", 2..4);
            turf(&mut small, "Some", [0, 5]);
            for (typed, floor) in [("2A", 0), ("8A", 1), ("0", 0)] {
                add(&mut small, by, role, typed, floor);
            }
            let state = small.state();
            let whole = ["5", "6", "7", "8", "8A", "0", "1", "2", "2A", "3", "4"];
            assert_eq!(labels(&state, "Whole"), whole, "{role:?}");
            assert_eq!(labels(&state, "Upper"), ["5", "6", "7", "8", "8A"]);
            assert_eq!(labels(&state, "Lower left"), ["0", "1", "2", "2A"]);
            assert_eq!(labels(&state, "Lower right"), ["3", "4"]);
            assert_eq!(labels(&state, "Some"), ["1", "6"]);
            assert_eq!(labels(&state, "Other stair").len(), 8);
            assert!(in_no_turf(&state).is_empty());
        }
    }

    #[test]
    fn what_no_turf_has_is_shown_to_organisers_and_walked_by_everyone_there() {
        let mut small = Small::new(8);
        let some = turf(&mut small, "Some", [0, 5]);
        add(&mut small, ADDER, Role::Volunteer, "2A", 0);
        let state = small.state();
        let left = in_no_turf(&state);
        assert_eq!(left.len(), 2);
        let labels: Vec<&str> = left[&small.stair(0)]
            .iter()
            .map(|it| it.label.as_str())
            .collect();
        let expected = [
            "Flat 5", "Flat 7", "Flat 8", "Flat 2", "Flat 2A", "Flat 3", "Flat 4",
        ];
        assert_eq!(labels, expected);
        let tonight = Tonight::in_utc(small.now);
        let mut walked = walks(&state, &[some], tonight);
        let stops = walked.remove(0).stops.into_iter();
        let stops: Vec<String> = stops.map(|stop| stop.door.label).collect();
        assert_eq!(stops, ["Flat 6", "Flat 1", "Flat 2A"]);
    }

    #[test]
    fn two_who_share_a_stair_are_not_both_sent_to_a_door_that_was_added() {
        let mut small = Small::new(8);
        let parts = [
            turf(&mut small, "Upper", 4..8),
            turf(&mut small, "Lower", 0..4),
        ];
        add(&mut small, ADDER, Role::Volunteer, "2A", 0);
        let state = small.state();
        let tonight = Tonight::in_utc(small.now);
        let many = parts.map(|part| {
            let one = walk(&state, small.stair(0), &[part], tonight).unwrap();
            let all = walks(&state, &[part], tonight).remove(0);
            assert_eq!(one.stops, all.stops);
            one.stops.len()
        });
        assert_eq!(many, [4, 5]);
    }

    #[test]
    fn a_door_that_is_listed_and_not_cut_yet_goes_with_nothing() {
        let mut small = Small::new(8);
        turf(&mut small, "Upper", 4..8);
        let state = small.state();
        assert!(added_on(&state, small.stair(0)).is_empty());
        assert_eq!(labels(&state, "Upper").len(), 4);
        assert_eq!(in_no_turf(&state)[&small.stair(0)].len(), 4);
    }

    proptest! {
        /// Whatever is added by whom, and however the stair is cut into parts: every turf has its own
        /// doors in walk order, a door goes with one part at most, and none of those that are in the walk
        /// of a whole stair is missing from it.
        #[test]
        fn a_later_door_is_in_one_part_and_in_every_whole_stair(
            cut in 2_usize..7,
            typed in prop::collection::vec((1_u8..30, 0_i16..2, 0_u8..3), 0..6),
        ) {
            let mut small = Small::new(8);
            turf(&mut small, "Whole", (4..8).chain(0..4));
            // In walk order: the upper floor first.
            let walked: Vec<usize> = (4..8).chain(0..4).collect();
            let parts = [
                turf(&mut small, "First", walked[..cut].iter().copied()),
                turf(&mut small, "Second", walked[cut..].iter().copied()),
            ];
            for (number, floor, role) in typed {
                let role = [Role::Volunteer, Role::Trainer, Role::Organiser][usize::from(role)];
                let stair = small.stair(0);
                let doors = estate::doors(&small.state(), stair);
                small.now += 60;
                let draft: Option<Draft> =
                    added(&doors, stair, &format!("{number}B"), Some(floor)).ok();
                let by = ADDER + role as u8;
                draft.map(|draft| small.record(by, role, draft));
            }
            let state = small.state();
            let all: Vec<DoorId> =
                estate::doors(&state, small.stair(0)).iter().map(|door| door.id).collect();
            let turfs = turfs(&state);
            for turf in &turfs {
                let places: Vec<usize> = turf
                    .doors
                    .iter()
                    .map(|door| all.iter().position(|it| it == door).unwrap())
                    .collect();
                if turf.name == "Whole" {
                    prop_assert_eq!(&turf.doors, &all);
                } else {
                    prop_assert!(places.is_sorted());
                }
            }
            for door in all {
                let many = turfs.iter().filter(|it| parts.contains(&it.id));
                let many = many.filter(|it| it.doors.contains(&door)).count();
                prop_assert_eq!(many, 1);
            }
            prop_assert_eq!(in_no_turf(&state).keys().count(), 1);
        }
    }
}
