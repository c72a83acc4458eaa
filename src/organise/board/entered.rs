//! Boards that are typed in to their end, and those on the way there.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::typed::{one_visit, typed, visits};
use super::{BoardId, doors};
use crate::canvass::dot::Dot;
use crate::canvass::draft::{Draft, Visit};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::StairId;
use crate::canvass::order;
use crate::canvass::stream::Stream;
use crate::organise::teams::same;

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
    /// When they began: seconds since 1970, no later than it was typed in.
    pub when: i64,
    /// The same two, as its knocks have them.
    pub visit: Visit,
    /// Who typed it in.
    pub typed_by: String,
    /// When that was.
    pub typed_at: i64,
    /// How many doors of it stand with what came of them.
    pub doors: usize,
}

/// The boards that were typed in, the newest first; once each, as they were ended last.
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
                visit,
            })
        })
        .collect();
    order::sort_by(&mut boards, |a, b| {
        b.typed_at.cmp(&a.typed_at).then(b.dot.cmp(&a.dot))
    });
    let mut seen = BTreeSet::new();
    boards.retain(|it| seen.insert((it.stair, it.code.clone(), same(&it.by), it.visit.when)));
    boards
}

/// This board, where it was typed in, as it was ended last.
pub fn entered_of(state: &State, board: BoardId) -> Option<Entered> {
    let code = board.code();
    let mut all = entered(state).into_iter();
    all.find(|it| it.stair == board.stair && it.code == code)
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
    let done: Vec<Visit> = state
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
    let doors = doors(state, board).into_iter();
    let visits = doors.flat_map(|door| visits(state, door.id).collect::<Vec<_>>());
    let open = visits.filter(|(_, _, visit)| {
        let of_evening = visit.when.is_some_and(|when| evening.contains(&when));
        visit.by.is_some() && of_evening && !done.iter().any(|it| one_visit(it, visit))
    });
    let recorded = open.map(|(dot, _, visit)| (state.happened_at(dot), dot, visit));
    recorded.max().map(|(_, _, visit)| visit)
}
