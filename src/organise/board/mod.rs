//! Boards of paper: the doors of a stair, or of a turf's part of one, in the order one walks them,
//! for an evening. Printed before a battery dies, and typed in the day after in the same order.
//!
//! A board's code says which one it is, and nothing of anybody. Every knock of a board carries the
//! name and the time that stand at its head: when each door was knocked is not known better, and
//! none of it is made up.

mod entered;
mod typed;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::export::stair_name;
use crate::canvass::attempts;
use crate::canvass::dwelling::{Behind, behind};
use crate::canvass::estate::{self, Door};
use crate::canvass::fact::StairKind;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, StairId, TurfId};
use crate::canvass::loose;
use crate::canvass::promise;
use crate::sync::keys::sha256;
pub use entered::{Entered, done, entered, entered_of, under_way};
pub use typed::{NotYours, Typed, Typist, knock, may_take_back, take_back, typed};

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

/// What stands at the head of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The board, for the evening that was picked.
    pub board: BoardId,
    /// Who knocked.
    pub by: String,
    /// When they began: seconds since 1970.
    pub when: i64,
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

/// The boards of a turf on an evening: one a stair, in the turf's order, where there is a door to
/// knock on. A stair that is in the turf as a whole has the board of the stair.
pub fn boards(state: &State, turf: TurfId, day: i32) -> Vec<BoardId> {
    let Some(turf) = loose::turfs(state).into_iter().find(|it| it.id == turf) else {
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
        .filter_map(|stair| {
            let doors = all.get(&stair).map(Vec::as_slice).unwrap_or_default();
            let there = doors.iter().filter(|door| !door.gone);
            let (all, in_it) = there.fold((0, 0), |(all, in_it), door| {
                (all + 1, in_it + usize::from(mine.contains(&door.id)))
            });
            let turf = (in_it < all).then_some(turf.id);
            (in_it > 0).then_some(BoardId { stair, turf, day })
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
    /// Nobody is to knock there: they asked for it, it is no home, or somebody was reached already, or
    /// it was tried often enough, and nothing promised there is due. Which of these, no paper says.
    pub struck: bool,
}

/// The doors of a board, in the order one walks them.
fn doors(state: &State, board: BoardId) -> Vec<Door> {
    let mut doors = estate::doors(state, board.stair);
    doors.retain(|door| !door.gone);
    if let Some(turf) = board.turf {
        let turfs = loose::turfs(state).into_iter();
        let mine: BTreeSet<DoorId> = turfs
            .filter(|it| it.id == turf)
            .flat_map(|it| it.doors)
            .collect();
        doors.retain(|door| mine.contains(&door.id));
    }
    doors
}

/// The doors of a board, in the order one walks them, as they stood before a time (seconds since
/// 1970): what has come of a board since must not strike its own doors when it is typed in. When it
/// was printed nobody knows, so a sheet may differ from this by what was heard in between.
pub fn lines(state: &State, board: BoardId, before: i64, today: i32) -> Vec<Line> {
    let most = attempts::most(state);
    doors(state, board)
        .into_iter()
        .map(|door| {
            let mut knocks = estate::knocks(state, door.id);
            knocks.retain(|knock| knock.at < before);
            let settled = knocks.last().is_some_and(|knock| knock.outcome.settles());
            let due = || promise::is_due_at(state, estate::household(state, door.id), today);
            let done = settled || attempts::enough(&knocks, most);
            let struck = done && !due()
                || behind(state, door.id, knocks.last()) != Behind::Home
                || estate::do_not_knock_before(state, door.id, today, before);
            Line { door, struck }
        })
        .collect()
}

#[cfg(test)]
mod tests;
