//! Doors where there is no list: a building from how many entrances, floors and doors it has, a
//! street from its first number to its last. What comes out is published as a list's plan is.

use crate::canvass::address_list::{Plan, PlannedBlock, PlannedDoor, PlannedStair};
use crate::canvass::fact::{BlockKind, StairKind};

/// The most doors made at once: more than any building or street in Britain has.
pub const MOST_DOORS: u32 = 2_000;

/// How a building's flats are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// Up one entrance, then up the next: 1 to 12 at the first, 13 to 24 at the second.
    #[default]
    ByEntrance,
    /// Along each floor through all entrances, then the floor above.
    ByFloor,
    /// The floor in front of the door: 101, 102, 201; again at each entrance.
    FloorInFront,
}

impl Numbering {
    /// All of them.
    pub const ALL: [Numbering; 3] = [
        Numbering::ByEntrance,
        Numbering::ByFloor,
        Numbering::FloorInFront,
    ];
}

/// A building as somebody who stands before it describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Building {
    /// As on its sign.
    pub name: String,
    /// How many entrances, 1 to 26.
    pub entrances: u32,
    /// How many floors, the ground floor among them.
    pub floors: u32,
    /// How many doors on each floor of each entrance.
    pub per_floor: u32,
    /// How the flats are numbered.
    pub numbering: Numbering,
    /// The first number.
    pub first: u32,
    /// Whether people live on the ground floor.
    pub ground_has_doors: bool,
}

/// Which numbers a street has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// All of them, odd on one side and even on the other.
    #[default]
    Both,
    /// Odd ones.
    Odd,
    /// Even ones.
    Even,
}

/// A street as somebody who stands in it describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    /// As on its sign.
    pub name: String,
    /// The lowest number.
    pub from: u32,
    /// The highest.
    pub to: u32,
    /// Which numbers there are.
    pub sides: Sides,
}

/// Why no doors can be made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// It has no name.
    NoName,
    /// One of its figures is none, or larger than any building's.
    Figures,
    /// The last number comes before the first.
    Backwards,
    /// It would be more than [`MOST_DOORS`], or none.
    TooMany,
}

impl Unclear {
    /// The catalogue's key of the sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoName => "list.hand_no_name",
            Self::Figures => "list.hand_figures",
            Self::Backwards => "list.hand_backwards",
            Self::TooMany => "list.hand_too_many",
        }
    }
}

/// The letter of an entrance: `A` for the first.
fn letter(entrance: u32) -> char {
    u8::try_from(entrance)
        .ok()
        .and_then(|entrance| b'A'.checked_add(entrance))
        .map_or('?', char::from)
}

/// The plan of a building. `entrance_name` makes a name of an entrance's letter.
///
/// # Errors
/// [`Unclear`].
pub fn building(
    building: &Building,
    entrance_name: impl Fn(char) -> String,
) -> Result<Plan, Unclear> {
    let Building {
        entrances,
        floors,
        per_floor,
        ..
    } = *building;
    let name = name(&building.name)?;
    let within = |figure: u32, most: u32| (1..=most).contains(&figure);
    // With more, 201 would stand on the first floor and on the second.
    let fits = building.numbering != Numbering::FloorInFront || building.first + per_floor <= 100;
    let figures = within(entrances, 26) && within(floors, 100) && within(per_floor, 200);
    if !(figures && building.first <= 9_999 && fits) {
        return Err(Unclear::Figures);
    }
    let lowest = u32::from(!building.ground_has_doors);
    let lived_on = floors - lowest;
    if !within(entrances * lived_on * per_floor, MOST_DOORS) {
        return Err(Unclear::TooMany);
    }
    let stairs = (0..entrances).map(|entrance| {
        let doors = (lowest..floors).rev().flat_map(|floor| {
            (0..per_floor).map(move |along| {
                let above = floor - lowest;
                let number = match building.numbering {
                    Numbering::ByEntrance => {
                        building.first + (entrance * lived_on + above) * per_floor + along
                    }
                    Numbering::ByFloor => {
                        building.first + (above * entrances + entrance) * per_floor + along
                    }
                    Numbering::FloorInFront => floor * 100 + building.first + along,
                };
                door(format!("Flat {number}"), i16::try_from(floor).ok())
            })
        });
        PlannedStair {
            name: (entrances > 1).then(|| entrance_name(letter(entrance))),
            kind: StairKind::Entrance,
            doors: doors.collect(),
        }
    });
    Ok(plan(PlannedBlock {
        name,
        kind: BlockKind::Building,
        stairs: stairs.collect(),
    }))
}

/// The plan of a street.
///
/// # Errors
/// [`Unclear`].
pub fn street(street: &Street) -> Result<Plan, Unclear> {
    let name = name(&street.name)?;
    if street.from == 0 || street.to > 99_999 {
        return Err(Unclear::Figures);
    }
    if street.to < street.from {
        return Err(Unclear::Backwards);
    }
    let side = |odd: bool| -> Vec<PlannedDoor> {
        let numbers = (street.from..=street.to).filter(|number| (number % 2 == 1) == odd);
        let most = MOST_DOORS as usize + 1;
        let numbers = numbers.take(most);
        numbers
            .map(|number| door(number.to_string(), None))
            .collect()
    };
    let wanted = [
        (StairKind::OddSide, true, street.sides != Sides::Even),
        (StairKind::EvenSide, false, street.sides != Sides::Odd),
    ];
    let stairs: Vec<PlannedStair> = wanted
        .into_iter()
        .filter(|(_, _, wanted)| *wanted)
        .map(|(kind, odd, _)| PlannedStair {
            name: None,
            kind,
            doors: side(odd),
        })
        .filter(|stair| !stair.doors.is_empty())
        .collect();
    let doors: usize = stairs.iter().map(|stair| stair.doors.len()).sum();
    if doors == 0 || doors > MOST_DOORS as usize {
        return Err(Unclear::TooMany);
    }
    Ok(plan(PlannedBlock {
        name,
        kind: BlockKind::Street,
        stairs,
    }))
}

fn name(name: &str) -> Result<String, Unclear> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(100).collect();
    if name.is_empty() {
        Err(Unclear::NoName)
    } else {
        Ok(name)
    }
}

fn door(label: String, floor: Option<i16>) -> PlannedDoor {
    PlannedDoor {
        label,
        house_name: None,
        floor,
        uprn: None,
        postcode: None,
        district: None,
        row: 0,
    }
}

fn plan(block: PlannedBlock) -> Plan {
    let doors = block.stairs.iter().map(|stair| stair.doors.len()).sum();
    Plan {
        sheet: None,
        rows: doors,
        doors,
        duplicates: 0,
        not_doors: 0,
        problems: 0,
        blocks: vec![block],
        left_out: Vec::new(),
        columns: Vec::new(),
        warnings: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn house(numbering: Numbering) -> Building {
        Building {
            name: "  Larch   House ".to_string(),
            entrances: 2,
            floors: 3,
            per_floor: 2,
            numbering,
            first: 1,
            ground_has_doors: true,
        }
    }

    /// `A: 2: 5 6 | 1: 3 4 | 0: 1 2`.
    fn outline(plan: &Plan) -> Vec<String> {
        let stair = |stair: &PlannedStair| {
            let mut floors: Vec<(Option<i16>, Vec<&str>)> = Vec::new();
            for door in &stair.doors {
                let number = door.label.trim_start_matches("Flat ");
                match floors.last_mut() {
                    Some((floor, doors)) if *floor == door.floor => doors.push(number),
                    _ => floors.push((door.floor, vec![number])),
                }
            }
            let floors = floors.into_iter().map(|(floor, doors)| {
                let floor = floor.map_or("-".to_string(), |floor| floor.to_string());
                format!("{floor}: {}", doors.join(" "))
            });
            let floors: Vec<String> = floors.collect();
            format!(
                "{}: {}",
                stair.name.as_deref().unwrap_or("-"),
                floors.join(" | ")
            )
        };
        plan.blocks[0].stairs.iter().map(stair).collect()
    }

    #[test]
    fn each_numbering_is_as_people_know_it() {
        for (numbering, expected) in [
            (
                Numbering::ByEntrance,
                [
                    "A: 2: 5 6 | 1: 3 4 | 0: 1 2",
                    "B: 2: 11 12 | 1: 9 10 | 0: 7 8",
                ],
            ),
            (
                Numbering::ByFloor,
                [
                    "A: 2: 9 10 | 1: 5 6 | 0: 1 2",
                    "B: 2: 11 12 | 1: 7 8 | 0: 3 4",
                ],
            ),
            (
                Numbering::FloorInFront,
                [
                    "A: 2: 201 202 | 1: 101 102 | 0: 1 2",
                    "B: 2: 201 202 | 1: 101 102 | 0: 1 2",
                ],
            ),
        ] {
            let plan = building(&house(numbering), |letter| letter.to_string()).unwrap();
            assert_eq!(outline(&plan), expected);
            assert_eq!(
                (plan.blocks[0].name.as_str(), plan.doors),
                ("Larch House", 12)
            );
        }
        let raised = Building {
            ground_has_doors: false,
            entrances: 1,
            first: 11,
            ..house(Numbering::ByEntrance)
        };
        let plan = building(&raised, |letter| letter.to_string()).unwrap();
        assert_eq!(outline(&plan), ["-: 2: 13 14 | 1: 11 12"]);
    }

    #[test]
    fn a_street_has_the_sides_it_has() {
        let of = |from, to, sides| {
            let name = "Robin Row".to_string();
            street(&Street {
                name,
                from,
                to,
                sides,
            })
            .map(|plan| outline(&plan))
        };
        assert_eq!(
            of(1, 6, Sides::Both).unwrap(),
            ["-: -: 1 3 5", "-: -: 2 4 6"]
        );
        assert_eq!(of(2, 7, Sides::Odd).unwrap(), ["-: -: 3 5 7"]);
        assert_eq!(of(2, 7, Sides::Even).unwrap(), ["-: -: 2 4 6"]);
        assert_eq!(of(3, 3, Sides::Both).unwrap(), ["-: -: 3"]);
        assert_eq!(of(3, 3, Sides::Even), Err(Unclear::TooMany));
        assert_eq!(of(7, 3, Sides::Both), Err(Unclear::Backwards));
        assert_eq!(of(1, 9_000, Sides::Both), Err(Unclear::TooMany));
        assert_eq!(of(0, 9, Sides::Both), Err(Unclear::Figures));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_makes_all_its_doors_or_says_why(
            figures in prop::array::uniform3(0u32..40),
            first in 0u32..120,
            scheme in 0usize..3,
            ground_has_doors: bool,
        ) {
            let [entrances, floors, per_floor] = figures;
            let described = Building {
                name: "Larch House".to_string(),
                entrances,
                floors,
                per_floor,
                numbering: Numbering::ALL[scheme],
                first,
                ground_has_doors,
            };
            if let Ok(plan) = building(&described, |letter| letter.to_string()) {
                let lived_on = floors - u32::from(!ground_has_doors);
                prop_assert_eq!(plan.doors as u32, entrances * lived_on * per_floor);
                for stair in &plan.blocks[0].stairs {
                    prop_assert!(stair.doors.is_sorted_by_key(|door| -door.floor.unwrap()));
                    let labels: BTreeSet<_> = stair.doors.iter().map(|door| &door.label).collect();
                    prop_assert_eq!(labels.len(), stair.doors.len());
                }
            }
        }
    }
}
