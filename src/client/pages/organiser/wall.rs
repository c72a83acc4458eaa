//! The estate as a wall: a small square for each door, stair by stair, told apart by shape as
//! well as by colour. The table under it says the same in figures.

use std::fmt::Write;

use leptos::prelude::*;

use super::morning::stair_place;
use crate::canvass::fact::Outcome;
use crate::organise::report::{DoorRow, StairRow};
use crate::t;

/// How a door is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Nobody has been there: the brightest thing on the wall.
    Untried,
    /// Tried, and nobody reached.
    Tried,
    /// Somebody was reached, and did not talk.
    Reached,
    /// A conversation.
    Spoke,
    /// They asked not to be knocked.
    NoKnock,
}

impl Look {
    /// All of them, in the order of the key.
    pub const ALL: [Look; 5] = [
        Look::Untried,
        Look::Tried,
        Look::Reached,
        Look::Spoke,
        Look::NoKnock,
    ];

    /// How this door is drawn.
    pub fn of(row: &DoorRow) -> Look {
        let spoke = |row: &DoorRow| {
            row.knocks
                .iter()
                .any(|knock| knock.outcome == Outcome::Spoke)
        };
        match row {
            row if row.do_not_knock => Look::NoKnock,
            row if row.knocks.is_empty() => Look::Untried,
            row if spoke(row) => Look::Spoke,
            row if row.reached() => Look::Reached,
            _ => Look::Tried,
        }
    }

    /// The class it is drawn in.
    pub fn class(self) -> &'static str {
        match self {
            Look::Untried => "untried",
            Look::Tried => "tried",
            Look::Reached => "reached",
            Look::Spoke => "spoke",
            Look::NoKnock => "no-knock",
        }
    }

    /// In words.
    pub fn words(self) -> String {
        match self {
            Look::Untried => t!("organiser.look_untried"),
            Look::Tried => t!("organiser.look_tried"),
            Look::Reached => t!("organiser.look_reached"),
            Look::Spoke => t!("organiser.look_spoke"),
            Look::NoKnock => t!("organiser.look_no_knock"),
        }
    }

    /// Adds its shape to a path, 8 wide and high, from this corner.
    fn draw(self, path: &mut String, x: usize, y: usize) {
        let outline = match self {
            Look::Untried => "h8v8h-8z",
            Look::Tried => "h8v8h-8zm1.5 1.5v5h5v-5z",
            Look::Reached => "v8h8z",
            Look::Spoke => "m0 4a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
            Look::NoKnock => "h2l2 2l2 -2h2v2l-2 2l2 2v2h-2l-2 -2l-2 2h-2v-2l2 -2l-2 -2z",
        };
        // Writing to a string cannot fail.
        let _ = write!(path, "M{x} {y}{outline}");
    }
}

/// So many doors stand beside each other where floors are not known.
const IN_A_ROW: usize = 10;
/// From one door's corner to the next one's.
const STEP: usize = 10;

/// The sign of a look.
#[component]
pub fn Sign(
    /// How a door is drawn.
    look: Look,
) -> impl IntoView {
    let mut path = String::new();
    look.draw(&mut path, 1, 1);
    view! {
        <svg class="wall-sign" viewBox="0 0 10 10" aria-hidden="true">
            <path class=look.class() d=path />
        </svg>
    }
}

/// The key of the wall: every look with how many doors have it.
#[component]
pub fn WallKey(
    /// How many doors look so, in the order of [`Look::ALL`].
    counts: Vec<usize>,
    /// All doors.
    all: usize,
) -> impl IntoView {
    view! {
        <ul class="wall-key">
            {Look::ALL
                .into_iter()
                .zip(counts)
                .map(|(look, count)| {
                    view! {
                        <li>
                            <Sign look />
                            <span>
                                {look.words()} ": "
                                <span class="figure">
                                    {t!("organiser.n_of_all", n = count, all = all)}
                                </span>
                            </span>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// One stair of the wall.
#[component]
pub fn WallStair(
    /// The stair.
    row: StairRow,
) -> impl IntoView {
    let name = stair_place(&row);
    let figures = t!(
        "organiser.reached_of",
        n = row.reached(),
        all = row.doors.len()
    );
    let (width, height, paths) = drawing(&row.doors);
    let hatched = !row.may_be_knocked.is_empty();
    view! {
        <li class="wall-stair" class:hatched=hatched>
            <svg
                viewBox=format!("0 0 {width} {height}")
                width=width
                height=height
                role="img"
                aria-label=format!("{name}: {figures}")
            >
                {paths
                    .into_iter()
                    .map(|(look, path)| view! { <path class=look.class() d=path /> })
                    .collect_view()}
            </svg>
            <p aria-hidden="true">
                <bdi>{name}</bdi>
            </p>
            {hatched.then(|| view! { <p class="may-be">{t!("organiser.may_be_knocked")}</p> })}
        </li>
    }
}

/// Width and height, and one path for each look.
fn drawing(doors: &[DoorRow]) -> (usize, usize, Vec<(Look, String)>) {
    let mut paths: Vec<(Look, String)> = Look::ALL.map(|look| (look, String::new())).into();
    let (mut widest, mut lines) = (0, 0);
    let mut line_of = None;
    let mut place = 0;
    for row in doors {
        let floor = row.door.floor;
        let full = place == IN_A_ROW && floor.is_none();
        if lines == 0 || line_of != Some(floor) || full {
            lines += 1;
            place = 0;
            line_of = Some(floor);
        }
        let look = Look::of(row);
        if let Some((_, path)) = paths.iter_mut().find(|(other, _)| *other == look) {
            look.draw(path, place * STEP + 1, (lines - 1) * STEP + 1);
        }
        place += 1;
        widest = widest.max(place);
    }
    paths.retain(|(_, path)| !path.is_empty());
    (widest * STEP, lines * STEP, paths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::dot::{Dot, LogId};
    use crate::canvass::estate::{Door, Knock};
    use crate::canvass::id::{DoorId, StairId};

    fn dot(seq: u64) -> Dot {
        Dot {
            log: LogId([1; 8]),
            seq,
        }
    }

    fn row(floor: Option<i16>, outcomes: &[Outcome]) -> DoorRow {
        DoorRow {
            enough: false,
            door: Door {
                id: DoorId(dot(1)),
                stair: StairId(dot(2)),
                label: "1".into(),
                entrance: None,
                floor,
                order: 0,
                uprn: None,
                gone: false,
            },
            knocks: outcomes
                .iter()
                .map(|outcome| Knock {
                    dot: dot(3),
                    outcome: *outcome,
                    at: 0,
                    recorded: 0,
                    later: false,
                    by: String::new(),
                })
                .collect(),
            do_not_knock: false,
        }
    }

    #[test]
    fn a_door_keeps_its_conversation_whatever_comes_after() {
        assert_eq!(Look::of(&row(None, &[])), Look::Untried);
        assert_eq!(Look::of(&row(None, &[Outcome::NotHome])), Look::Tried);
        assert_eq!(Look::of(&row(None, &[Outcome::Refused])), Look::Reached);
        let later = [Outcome::Spoke, Outcome::NotHome];
        assert_eq!(Look::of(&row(None, &later)), Look::Spoke);
    }

    #[test]
    fn floors_stand_above_each_other_and_a_street_is_broken_into_lines() {
        let tower = [row(Some(1), &[]), row(Some(1), &[]), row(Some(0), &[])];
        let (width, height, _) = drawing(&tower);
        assert_eq!((width, height), (20, 20));
        let street: Vec<DoorRow> = (0..23).map(|_| row(None, &[])).collect();
        let (width, height, paths) = drawing(&street);
        assert_eq!((width, height), (100, 30));
        assert_eq!(paths.len(), 1);
    }
}
