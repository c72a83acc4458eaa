//! Boards of paper: the doors of a stair, or of a turf's part of one, in the order one walks them,
//! for an evening. Printed before a battery dies, and typed in the day after in the same order.
//!
//! A board's code says which one it is, and nothing of anybody. Every knock of a board carries the
//! name and the time that stand at its head: when each door was knocked is not known better, and
//! none of it is made up.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::export::stair_name;
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft, Visit};
use crate::canvass::estate::{self, Door};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, StairKind};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, StairId, TurfId};
use crate::canvass::order;
use crate::canvass::stream::Stream;
use crate::sync::keys::sha256;

/// Characters of a code, five bits each.
const CHARACTERS: usize = 5;

/// Which board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoardId {
    /// The stair.
    pub stair: StairId,
    /// The turf, where the board has only those of the stair's doors that are in it.
    pub turf: Option<TurfId>,
    /// The evening it is for: days since 1970-01-01.
    pub day: i32,
}

impl BoardId {
    /// Its code: the first 25 bits of a hash in Crockford's base 32. Of a thousand stairs and a
    /// year of evenings one in a hundred is another's as well: [`find`] gives both.
    pub fn code(self) -> String {
        let mut named = b"stairwell board".to_vec();
        let turf = self.turf.map(|turf| turf.0);
        for dot in [Some(self.stair.0), turf] {
            let (log, seq) = dot.map_or(([0; 8], 0), |dot| (dot.log.0, dot.seq));
            named.extend_from_slice(&log);
            named.extend_from_slice(&seq.to_be_bytes());
        }
        named.extend_from_slice(&self.day.to_be_bytes());
        let hash = sha256(&named);
        let mut code = base32::encode(base32::Alphabet::Crockford, &hash[..CHARACTERS]);
        code.truncate(CHARACTERS);
        code
    }
}

/// A code as it was typed: case, spaces and dashes do not matter, and O, I and L are what they look
/// like.
pub fn typed_code(typed: &str) -> String {
    typed
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric())
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// The boards of these evenings that have this code.
pub fn find(state: &State, typed: &str, days: RangeInclusive<i32>) -> Vec<BoardId> {
    let code = typed_code(typed);
    if code.len() != CHARACTERS {
        return Vec::new();
    }
    let turfs = estate::turfs(state);
    let parts = turfs.iter().flat_map(|turf| {
        let stairs: BTreeSet<StairId> = turf
            .doors
            .iter()
            .filter_map(|door| estate::stair_of(state, *door))
            .collect();
        stairs.into_iter().map(|stair| (stair, Some(turf.id)))
    });
    let whole = estate::all_doors(state).into_keys();
    whole
        .map(|stair| (stair, None))
        .chain(parts)
        .flat_map(|(stair, turf)| {
            let board = move |day| BoardId { stair, turf, day };
            days.clone().map(board)
        })
        .filter(|board| board.code() == code)
        .collect()
}

/// The boards of a turf on an evening: one a stair, in the turf's order. A stair that is in the turf
/// as a whole has the board of the stair.
pub fn boards(state: &State, turf: TurfId, day: i32) -> Vec<BoardId> {
    let Some(turf) = estate::turfs(state).into_iter().find(|it| it.id == turf) else {
        return Vec::new();
    };
    let mine: BTreeSet<DoorId> = turf.doors.iter().copied().collect();
    let mut stairs = Vec::new();
    for door in turf.doors {
        if let Some(stair) = estate::stair_of(state, door)
            && !stairs.contains(&stair)
        {
            stairs.push(stair);
        }
    }
    let all = estate::all_doors(state);
    stairs
        .into_iter()
        .map(|stair| {
            let doors = all.get(&stair).map(Vec::as_slice).unwrap_or_default();
            let mut there = doors.iter().filter(|door| !door.gone);
            let whole = there.all(|door| mine.contains(&door.id));
            let turf = (!whole).then_some(turf.id);
            BoardId { stair, turf, day }
        })
        .collect()
}

/// What a stair is called on its board: the block, and the stair where that says more. `words` gives
/// a catalogue key's sentence.
pub fn place(state: &State, stair: StairId, words: impl Fn(&str) -> String) -> Option<String> {
    let stair = estate::stair(state, stair)?;
    let block = estate::block(state, stair.block)?;
    let unnamed = stair.name.is_empty() && stair.kind == StairKind::Entrance;
    Some(match block.stairs.len() == 1 && unnamed {
        true => block.name,
        false => format!("{} · {}", block.name, stair_name(&stair, words)),
    })
}

/// A door on a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The door.
    pub door: Door,
    /// Nobody is to knock there: they asked for it, or somebody was reached already. Which of the
    /// two, no paper says.
    pub struck: bool,
}

/// The doors of a board, in the order one walks them, as they stood before a time (seconds since
/// 1970): what has come of a board since must not strike its own doors when it is typed in.
pub fn lines(state: &State, board: BoardId, before: i64, today: i32) -> Vec<Line> {
    let mut doors = estate::doors(state, board.stair);
    doors.retain(|door| !door.gone);
    if let Some(turf) = board.turf {
        let turfs = estate::turfs(state).into_iter();
        let mine: BTreeSet<DoorId> = turfs
            .filter(|it| it.id == turf)
            .flat_map(|it| it.doors)
            .collect();
        doors.retain(|door| mine.contains(&door.id));
    }
    doors
        .into_iter()
        .map(|door| {
            let household = estate::household(state, door.id);
            let mut knocks = estate::knocks(state, door.id);
            knocks.retain(|knock| knock.at < before);
            let reached = knocks
                .last()
                .is_some_and(|knock| knock.outcome.reached() && knock.outcome != Outcome::ComeBack);
            let struck = reached || estate::do_not_knock(state, household, today);
            Line { door, struck }
        })
        .collect()
}

/// What was typed for a door from a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What came of the knock.
    pub outcome: Outcome,
    /// The knock, and the safety fact that came with it.
    pub dots: Vec<Dot>,
}

/// The knocks at a door that stand, and the name and time that each was recorded with.
fn visits(state: &State, door: DoorId) -> impl Iterator<Item = (Dot, Outcome, Visit)> {
    state.naming(door).filter_map(|(dot, entry)| {
        match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
            Fact::Knock { outcome, by, when } => Some((dot, outcome, Visit { by, when })),
            _ => None,
        }
    })
}

/// What was typed for a door as of this visit, and stands.
pub fn typed(state: &State, door: DoorId, visit: &Visit) -> Option<Typed> {
    let of_visit = visits(state, door).filter(|(_, _, of)| of == visit);
    let (dot, outcome, _) = of_visit.last()?;
    let follows = Dot {
        log: dot.log,
        seq: dot.seq + 1,
    };
    let safety = state.entry(follows).is_some_and(|entry| {
        let kind = entry.event.kind;
        outcome_of(kind) == Some(outcome)
    });
    let mut dots = vec![dot];
    dots.extend(safety.then_some(follows));
    Some(Typed { outcome, dots })
}

/// The outcome that brings a safety fact of this kind along.
fn outcome_of(kind: Kind) -> Option<Outcome> {
    match kind {
        Kind::DO_NOT_KNOCK => Some(Outcome::DoNotKnock),
        Kind::MOVED => Some(Outcome::Moved),
        Kind::DECEASED => Some(Outcome::Deceased),
        _ => None,
    }
}

/// Types what came of a knock at a door of a board.
pub fn knock(state: &State, door: &Door, visit: &Visit, outcome: Outcome) -> Vec<Draft> {
    let household = estate::household(state, door.id);
    let stream = Stream::Stair(door.stair);
    draft::knock_of(visit.clone(), stream, door.id, household, outcome)
}

/// Takes back what was typed for a door.
pub fn take_back(state: &State, door: &Door, visit: &Visit) -> Vec<Draft> {
    let dots = typed(state, door.id, visit).map(|typed| typed.dots);
    draft::undo(state, Stream::Stair(door.stair), &dots.unwrap_or_default())
}

/// A board that was typed in to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The event.
    pub dot: Dot,
    /// The stair.
    pub stair: StairId,
    /// The board's code.
    pub code: String,
    /// Who knocked.
    pub by: String,
    /// When they began: seconds since 1970.
    pub when: i64,
    /// Who typed it in.
    pub typed_by: String,
    /// When that was.
    pub typed_at: i64,
    /// How many doors of it stand with what came of them.
    pub doors: usize,
}

/// The boards that were typed in, the newest first.
pub fn entered(state: &State) -> Vec<Entered> {
    let boards = state.of_kind(Kind::BOARD_ENTERED);
    let mut boards: Vec<Entered> = boards
        .filter_map(|(dot, entry)| {
            let fact = Fact::read(entry.event.kind, &entry.event.body).ok()??;
            let Fact::BoardEntered { code, by, when } = fact else {
                return None;
            };
            let mut about = entry.event.about.iter();
            let stair = about.find_map(|id| StairId::try_from(*id).ok())?;
            let at = state.happened_at(dot)?;
            let visit = Visit {
                by: Some(by.clone()),
                when: Some(when),
            };
            Some(Entered {
                dot,
                stair,
                code,
                by,
                when: when.min(at),
                typed_by: estate::name_of(state, dot),
                typed_at: at,
                doors: doors_of(state, stair, &visit),
            })
        })
        .collect();
    order::sort_by(&mut boards, |a, b| {
        b.typed_at.cmp(&a.typed_at).then(b.dot.cmp(&a.dot))
    });
    boards
}

fn doors_of(state: &State, stair: StairId, visit: &Visit) -> usize {
    let doors = estate::doors(state, stair).into_iter();
    doors
        .filter(|door| typed(state, door.id, visit).is_some())
        .count()
}

/// Says that a board is typed in.
pub fn done(board: BoardId, by: &str, when: i64) -> Draft {
    let fact = Fact::BoardEntered {
        code: board.code(),
        by: by.to_string(),
        when,
    };
    Draft::new(Stream::Stair(board.stair), fact, vec![board.stair.into()])
}

/// The visit that was being typed in from this board last and is not said to be done: where to go
/// on after a break.
pub fn under_way(state: &State, board: BoardId, evening: RangeInclusive<i64>) -> Option<Visit> {
    let done: BTreeSet<Visit> = state
        .naming(board.stair)
        .filter_map(
            |(_, entry)| match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
                Fact::BoardEntered { by, when, .. } => Some(Visit {
                    by: Some(by),
                    when: Some(when),
                }),
                _ => None,
            },
        )
        .collect();
    let doors = lines(state, board, i64::MIN, 0).into_iter();
    let visits = doors.flat_map(|line| visits(state, line.door.id).collect::<Vec<_>>());
    let open = visits.filter(|(_, _, visit)| {
        let of_evening = visit.when.is_some_and(|when| evening.contains(&when));
        visit.by.is_some() && of_evening && !done.contains(visit)
    });
    let recorded = open.map(|(dot, _, visit)| (state.happened_at(dot), dot, visit));
    recorded.max().map(|(_, _, visit)| visit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::id::Id;
    use crate::organise::small::{NOW, Small};

    const DAY: i32 = 20_782;

    fn board(small: &Small) -> BoardId {
        BoardId {
            stair: small.stair(0),
            turf: None,
            day: DAY,
        }
    }

    fn visit(by: &str, when: i64) -> Visit {
        Visit {
            by: Some(by.into()),
            when: Some(when),
        }
    }

    fn record(small: &mut Small, drafts: Vec<Draft>) {
        for draft in drafts {
            small.record(3, Role::Organiser, draft);
        }
    }

    /// Types an outcome for a door of the first stair.
    fn type_in(small: &mut Small, place: usize, visit: &Visit, outcome: Outcome) {
        let state = small.state();
        let door = estate::door(&state, small.door(place)).unwrap();
        record(small, take_back(&state, &door, visit));
        let state = small.state();
        record(small, knock(&state, &door, visit, outcome));
    }

    fn turf(small: &mut Small, doors: &[usize]) -> TurfId {
        let about: Vec<Id> = doors.iter().map(|door| small.door(*door).into()).collect();
        TurfId(small.board(Fact::Turf { name: "A".into() }, about))
    }

    #[test]
    fn a_code_is_found_again_however_it_is_typed_and_no_other_is() {
        let mut small = Small::new(4);
        let part = turf(&mut small, &[0, 1, 4]);
        let state = small.state();
        let mut codes = BTreeSet::new();
        for day in DAY..DAY + 50 {
            for place in 0..2 {
                for turf in [None, Some(part)] {
                    let stair = small.stair(place);
                    let board = BoardId { stair, turf, day };
                    let code = board.code();
                    assert_eq!(code.len(), CHARACTERS);
                    let as_typed = format!(" {}-{}", &code[..2], code[2..].to_lowercase());
                    let as_typed = as_typed.replace('0', "o").replace('1', "l");
                    assert_eq!(find(&state, &as_typed, DAY..=DAY + 60), [board]);
                    assert_eq!(find(&state, &code, DAY + 60..=DAY + 90), []);
                    codes.insert(code);
                }
            }
        }
        assert_eq!(codes.len(), 200);
        assert_eq!(find(&state, "", DAY..=DAY), []);
        assert_eq!(find(&state, "K3TQ", DAY..=DAY), []);
    }

    #[test]
    fn a_turfs_boards_are_its_stairs_and_its_parts_of_them() {
        let mut small = Small::new(4);
        let id = turf(&mut small, &[5, 0, 1, 2, 3]);
        let state = small.state();
        let (whole, part) = (small.stair(0), small.stair(1));
        let expected = [(part, Some(id)), (whole, None)];
        let found = boards(&state, id, DAY);
        assert_eq!(found.len(), 2);
        for (board, (stair, turf)) in found.iter().zip(expected) {
            assert_eq!((board.stair, board.turf), (stair, turf));
        }
        let doors = |board: BoardId| -> Vec<String> {
            let lines = lines(&state, board, NOW, DAY);
            lines.into_iter().map(|line| line.door.label).collect()
        };
        assert_eq!(doors(found[0]), ["Flat 2"]);
        assert_eq!(doors(found[1]), ["Flat 1", "Flat 2", "Flat 3", "Flat 4"]);
    }

    #[test]
    fn struck_is_who_asked_for_it_or_was_reached_before_and_nobody_else() {
        let mut small = Small::new(6);
        let (monday, tuesday) = (NOW - 2 * 86_400, NOW - 86_400);
        for (place, outcome) in [
            (0, Outcome::Spoke),
            (1, Outcome::ComeBack),
            (2, Outcome::NotHome),
            (3, Outcome::DoNotKnock),
        ] {
            type_in(&mut small, place, &visit("Beth", monday), outcome);
        }
        // Of the evening that is being typed in.
        type_in(&mut small, 4, &visit("Beth", tuesday), Outcome::Refused);
        let state = small.state();
        let struck: Vec<String> = lines(&state, board(&small), tuesday, DAY)
            .into_iter()
            .filter(|line| line.struck)
            .map(|line| line.door.label)
            .collect();
        assert_eq!(struck, ["Flat 1", "Flat 4"]);
    }

    #[test]
    fn a_board_typed_in_stands_with_its_name_and_time_and_can_be_corrected() {
        let mut small = Small::new(4);
        let when = NOW - 5_400;
        let beth = visit("Beth", when);
        type_in(&mut small, 0, &beth, Outcome::NotHome);
        type_in(&mut small, 1, &beth, Outcome::DoNotKnock);
        type_in(&mut small, 1, &beth, Outcome::NotHome);
        type_in(&mut small, 2, &beth, Outcome::Refused);
        type_in(&mut small, 2, &beth, Outcome::DoNotKnock);
        let state = small.state();
        let expected = [Outcome::NotHome, Outcome::NotHome, Outcome::DoNotKnock];
        for (place, outcome) in expected.into_iter().enumerate() {
            let door = small.door(place);
            let knocks = estate::knocks(&state, door);
            assert_eq!(knocks.len(), 1, "{place}");
            assert_eq!((knocks[0].outcome, knocks[0].at), (outcome, when));
            assert_eq!(knocks[0].by, "Beth");
            let safe = estate::do_not_knock(&state, estate::household(&state, door), DAY);
            assert_eq!(
                safe,
                place == 2,
                "the paper's do not knock is a safety fact"
            );
        }
        assert_eq!(typed(&state, small.door(3), &beth), None);
        assert_eq!(typed(&state, small.door(0), &visit("Ann", when)), None);
    }

    #[test]
    fn a_break_is_gone_on_from_and_an_end_is_said_once_for_all() {
        let mut small = Small::new(4);
        let when = NOW - 5_400;
        let evening = NOW - 9_000..=NOW;
        let id = board(&small);
        assert_eq!(under_way(&small.state(), id, evening.clone()), None);
        for place in 0..3 {
            type_in(&mut small, place, &visit("Beth", when), Outcome::NotHome);
        }
        let state = small.state();
        let found = under_way(&state, id, evening.clone());
        assert_eq!(found, Some(visit("Beth", when)));
        assert_eq!(under_way(&state, id, NOW - 900..=NOW), None);
        record(&mut small, vec![done(id, "Beth", when)]);
        let state = small.state();
        assert_eq!(under_way(&state, id, evening), None);
        let all = entered(&state);
        assert_eq!(all.len(), 1);
        let only = &all[0];
        assert_eq!((only.code.clone(), only.doors), (id.code(), 3));
        assert_eq!((only.by.as_str(), only.when), ("Beth", when));
        assert_eq!(only.typed_at, NOW);
    }
}
