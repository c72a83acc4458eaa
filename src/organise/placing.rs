//! Where doors are shown: under which entrance, on which floor, in what order. Address lists know
//! little of it; an organiser says it at any time, and it moves no record: a door keeps its id and
//! its stream, and a fact on the board says where it is drawn and walked.

use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Door, Spot, natural};
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, DoorId};
use crate::canvass::stream::Stream;

/// How the doors behind one entrance lie: "flats 1 to 24, four a floor, entrance A".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What the entrance is called; empty where the building has one only.
    pub entrance: String,
    /// The first door, by its place among the block's doors by number.
    pub first: usize,
    /// The last.
    pub last: usize,
    /// How many doors are on a floor.
    pub per_floor: usize,
    /// The lowest floor with doors; 0 is the ground.
    pub lowest: i16,
    /// Whether the numbers begin on the highest floor.
    pub top_down: bool,
}

/// Where a door is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The door.
    pub door: DoorId,
    /// What is on it.
    pub label: String,
    /// The entrance, where the block has several.
    pub entrance: Option<String>,
    /// The floor; 0 is the ground.
    pub floor: Option<i16>,
    /// Its place on its floor.
    pub order: u32,
}

/// A floor as it is drawn: the highest of an entrance first.
pub type Floor<'p> = (Option<&'p str>, Option<i16>, Vec<&'p Placed>);

/// The doors of a block by number, stair by stair.
pub fn by_number(state: &State, block: BlockId) -> Vec<Door> {
    let Some(block) = estate::block(state, block) else {
        return Vec::new();
    };
    let stairs = block.stairs.iter().map(|stair| {
        let mut doors = estate::doors(state, stair.id);
        doors.sort_by(|a, b| natural(&a.label, &b.label).then(a.id.cmp(&b.id)));
        doors
    });
    stairs.flatten().collect()
}

/// How the doors lie now, as far as it can be told: what the organiser sees before saying more.
/// `name` gives the stair's own name.
pub fn guess(doors: &[Door], name: impl Fn(&Door) -> String) -> Vec<Layout> {
    let mut layouts: Vec<Layout> = Vec::new();
    let mut last: Option<&Door> = None;
    for (place, door) in doors.iter().enumerate() {
        let with_last =
            last.is_some_and(|last| last.stair == door.stair && last.entrance == door.entrance);
        match layouts.last_mut().filter(|_| with_last) {
            Some(layout) => layout.last = place,
            None => layouts.push(Layout {
                entrance: door.entrance.clone().unwrap_or_else(|| name(door)),
                first: place,
                last: place,
                per_floor: 0,
                lowest: 0,
                top_down: false,
            }),
        }
        last = Some(door);
    }
    for layout in &mut layouts {
        measure(layout, &doors[layout.first..=layout.last]);
    }
    layouts
}

/// The floors of these doors, as far as they are known: else four doors each, from the ground.
fn measure(layout: &mut Layout, doors: &[Door]) {
    let floors: Vec<i16> = doors.iter().filter_map(|door| door.floor).collect();
    layout.lowest = floors.iter().copied().min().unwrap_or(0);
    let fullest = floors
        .iter()
        .map(|floor| floors.iter().filter(|other| *other == floor).count())
        .max();
    layout.per_floor = fullest.unwrap_or_else(|| doors.len().min(4));
    layout.top_down = match (floors.first(), floors.last()) {
        (Some(first), Some(last)) => first > last,
        _ => false,
    };
}

/// Where the doors are shown by these layouts, the first that takes a door counting; a door that
/// none takes stays where it is.
pub fn place(doors: &[Door], layouts: &[Layout]) -> Vec<Placed> {
    let mut placed: Vec<Option<Placed>> = vec![None; doors.len()];
    for layout in layouts {
        let end = (layout.last + 1).min(doors.len());
        let free: Vec<usize> = (layout.first..end)
            .filter(|place| placed[*place].is_none())
            .collect();
        let per_floor = layout.per_floor.max(1);
        let floors = free.len().div_ceil(per_floor);
        for (floor, on_it) in free.chunks(per_floor).enumerate() {
            let above = if layout.top_down {
                floors - 1 - floor
            } else {
                floor
            };
            let above = i16::try_from(above).unwrap_or(i16::MAX);
            for (order, place) in (0..).zip(on_it) {
                let door = &doors[*place];
                let entrance = layout.entrance.trim();
                placed[*place] = Some(Placed {
                    door: door.id,
                    label: door.label.clone(),
                    entrance: (!entrance.is_empty()).then(|| entrance.to_string()),
                    floor: Some(layout.lowest.saturating_add(above)),
                    order,
                });
            }
        }
    }
    let as_it_is = |door: &Door| Placed {
        door: door.id,
        label: door.label.clone(),
        entrance: door.entrance.clone(),
        floor: door.floor,
        order: door.order,
    };
    placed
        .into_iter()
        .zip(doors)
        .map(|(placed, door)| placed.unwrap_or_else(|| as_it_is(door)))
        .collect()
}

/// The doors as they are drawn: entrance by entrance, the highest floor first.
pub fn floors(placed: &[Placed]) -> Vec<Floor<'_>> {
    let mut sorted: Vec<&Placed> = placed.iter().collect();
    sorted.sort_by(|a, b| {
        let entrance = |placed: &Placed| placed.entrance.clone().unwrap_or_default();
        natural(&entrance(a), &entrance(b))
            .then(b.floor.unwrap_or(0).cmp(&a.floor.unwrap_or(0)))
            .then(a.order.cmp(&b.order))
            .then_with(|| natural(&a.label, &b.label))
    });
    let mut floors: Vec<Floor<'_>> = Vec::new();
    for door in sorted {
        let entrance = door.entrance.as_deref();
        match floors.last_mut() {
            Some((name, floor, doors)) if *name == entrance && *floor == door.floor => {
                doors.push(door);
            }
            _ => floors.push((entrance, door.floor, vec![door])),
        }
    }
    floors
}

/// The facts that say so, where it is not so already or organisers say otherwise besides: each over every version
/// that the board has of where the door is.
pub fn drafts(state: &State, placed: &[Placed]) -> Vec<Draft> {
    let drafts = placed.iter().filter_map(|placed| {
        let door = estate::door(state, placed.door)?;
        let spot: Spot = (placed.entrance.clone(), placed.floor, placed.order);
        let said = estate::placed(state, placed.door);
        let is_so = (door.entrance, door.floor, door.order) == spot
            && said.iter().all(|(_, said)| *said == spot);
        let (entrance, floor, order) = spot;
        let fact = Fact::Placed {
            entrance,
            floor,
            order,
        };
        (!is_so).then(|| Draft {
            over: said.into_iter().map(|(dot, _)| dot).collect(),
            ..Draft::new(Stream::Board, fact, vec![placed.door.into()])
        })
    });
    drafts.collect()
}

/// A door that organisers placed in several ways at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// What is on the door.
    pub label: String,
    /// Where they said it is, each way once; the last is how it is shown.
    pub spots: Vec<Spot>,
}

/// The doors of a block of which organisers said different things at once: to be settled by keeping either once
/// more.
pub fn differing(state: &State, block: BlockId) -> Vec<Differing> {
    let differ = by_number(state, block).into_iter().filter_map(|door| {
        let mut spots: Vec<Spot> = Vec::new();
        for (_, spot) in estate::placed(state, door.id) {
            spots.retain(|other| *other != spot);
            spots.push(spot);
        }
        let label = door.label;
        (spots.len() > 1).then_some(Differing { label, spots })
    });
    differ.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::draft;
    use crate::canvass::estate::{household, knocks};
    use crate::canvass::fact::Outcome;
    use crate::organise::by_hand::{Building, Numbering, building};
    use crate::organise::device::Journal;
    use crate::organise::small::Small;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// A building of so many flats of which the list knows no more.
    fn flats(count: u32) -> (Journal, BlockId) {
        let described = Building {
            name: "Larch House".to_string(),
            entrances: 1,
            floors: 1,
            per_floor: count,
            numbering: Numbering::ByEntrance,
            first: 1,
            ground_has_doors: true,
        };
        let plan = building(&described, |letter| letter.to_string()).unwrap();
        let mut journal = Journal::default();
        journal.load(&plan, usize::MAX);
        let block = estate::blocks(&journal.state())[0].id;
        (journal, block)
    }

    fn layout(entrance: &str, first: usize, last: usize, per_floor: usize) -> Layout {
        Layout {
            entrance: entrance.to_string(),
            first,
            last,
            per_floor,
            lowest: 0,
            top_down: false,
        }
    }

    fn drawn(placed: &[Placed]) -> Vec<String> {
        let floors = floors(placed).into_iter();
        floors
            .map(|(entrance, floor, doors)| {
                let labels: Vec<&str> = doors
                    .iter()
                    .map(|door| door.label.trim_start_matches("Flat "))
                    .collect();
                format!(
                    "{} {}: {}",
                    entrance.unwrap_or("-"),
                    floor.unwrap_or(-9),
                    labels.join(" ")
                )
            })
            .collect()
    }

    #[test]
    fn flats_four_a_floor_behind_two_entrances() {
        let (mut journal, block) = flats(16);
        let state = journal.state();
        let doors = by_number(&state, block);
        let mut b = layout("B", 8, 15, 4);
        b.lowest = 1;
        b.top_down = true;
        let placed = place(&doors, &[layout("A", 0, 7, 4), b]);
        let expected = [
            "A 1: 5 6 7 8",
            "A 0: 1 2 3 4",
            "B 2: 9 10 11 12",
            "B 1: 13 14 15 16",
        ];
        assert_eq!(drawn(&placed), expected);
        let drafts_made = drafts(&state, &placed);
        journal.record(drafts_made);
        let state = journal.state();
        assert_eq!(drafts(&state, &placed), [], "said once, it is so");
        let stair = estate::block(&state, block).unwrap().stairs[0].id;
        let walked: Vec<String> = estate::doors(&state, stair)
            .into_iter()
            .map(|door| door.label.trim_start_matches("Flat ").to_string())
            .collect();
        let in_order = "5 6 7 8 1 2 3 4 9 10 11 12 13 14 15 16";
        assert_eq!(walked.join(" "), in_order);
        let guessed = guess(&by_number(&state, block), |_| String::new());
        let mut second = layout("B", 8, 15, 4);
        second.lowest = 1;
        second.top_down = true;
        assert_eq!(guessed, [layout("A", 0, 7, 4), second]);
    }

    /// Everything behind this entrance, four to a floor.
    fn behind(small: &Small, entrance: &str) -> Vec<Draft> {
        let state = small.state();
        let doors = by_number(&state, small.block(0));
        let last = doors.len() - 1;
        drafts(&state, &place(&doors, &[layout(entrance, 0, last, 4)]))
    }

    fn entrance_of(small: &Small, place: usize) -> Option<String> {
        estate::door(&small.state(), small.door(place)).and_then(|door| door.entrance)
    }

    /// Writers 9 and 4: the log of the second has the lower id, and so comes first in the logs' order.
    #[test]
    fn whoever_places_a_door_later_is_shown_whichever_log_comes_first() {
        for writers in [[9, 4], [4, 9]] {
            let mut small = Small::new(4);
            for (by, entrance) in [(writers[0], "A"), (writers[1], "B"), (writers[0], "C")] {
                let drafts = behind(&small, entrance);
                assert_eq!(drafts.len(), 4);
                for draft in drafts {
                    small.record(by, Role::Organiser, draft);
                }
                let shown = entrance_of(&small, 1);
                assert_eq!(shown.as_deref(), Some(entrance), "{writers:?}");
                let said = estate::placed(&small.state(), small.door(1));
                assert_eq!(said.len(), 1, "what it is over is struck");
            }
        }
    }

    #[test]
    fn placed_at_once_in_two_ways_both_are_told_and_the_next_settles_it() {
        let mut small = Small::new(4);
        let (one, other) = (behind(&small, "A"), behind(&small, "B"));
        for (by, drafts) in [(9, one), (4, other)] {
            for draft in drafts {
                small.record(by, Role::Organiser, draft);
            }
        }
        let differ = differing(&small.state(), small.block(0));
        assert_eq!(differ.len(), 4);
        let entrances: Vec<Option<&str>> = differ[1]
            .spots
            .iter()
            .map(|(entrance, ..)| entrance.as_deref())
            .collect();
        // The last in the logs' order is shown, on every device.
        assert_eq!(entrances, [Some("B"), Some("A")]);
        assert_eq!(entrance_of(&small, 1).as_deref(), Some("A"));
        // Also where what is shown already is to stay.
        let settled = behind(&small, "A");
        assert!(settled.iter().all(|draft| draft.over.len() == 2));
        for draft in settled {
            small.record(4, Role::Organiser, draft);
        }
        assert_eq!(differing(&small.state(), small.block(0)), []);
        assert_eq!(entrance_of(&small, 1).as_deref(), Some("A"));
        assert_eq!(behind(&small, "A"), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_is_said_no_record_moves(
            layouts in prop::collection::vec(
                ("[A-C]?", 0usize..20, 0usize..20, 0usize..7, -2i16..9, any::<bool>()),
                0..4,
            ),
            knocked in 1usize..12,
        ) {
            let (mut journal, block) = flats(12);
            let state = journal.state();
            let doors = by_number(&state, block);
            let door = &doors[knocked];
            let knock = draft::knock(Stream::Stair(door.stair), door.id, household(&state, door.id), Outcome::Spoke);
            journal.record(knock);
            let before = journal.state();
            let known = |state: &State| -> BTreeMap<DoorId, _> {
                let doors = by_number(state, block).into_iter();
                doors.map(|door| (door.id, (door.stair, door.label, knocks(state, door.id)))).collect()
            };
            for (entrance, first, last, per_floor, lowest, top_down) in layouts {
                let state = journal.state();
                let layout = Layout { entrance, first, last, per_floor, lowest, top_down };
                let placed = place(&by_number(&state, block), &[layout]);
                prop_assert_eq!(placed.len(), 12);
                let new = drafts(&state, &placed);
                journal.record(new);
                let after = journal.state();
                prop_assert_eq!(drafts(&after, &placed), []);
                prop_assert_eq!(differing(&after, block), []);
                prop_assert!(doors.iter().all(|door| estate::placed(&after, door.id).len() < 2));
            }
            prop_assert_eq!(known(&before), known(&journal.state()));
        }
    }
}
