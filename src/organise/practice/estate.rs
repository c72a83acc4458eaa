//! The made-up estate: one building, two doors on each floor, and the listening script. Its
//! ids are the same on every phone, so that a page's address finds its door again.

use super::{CARDS, Practice, author};
use crate::canvass::author::Role;
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::fact::{BlockKind, Fact, StairKind};
use crate::canvass::fold::Written;
use crate::canvass::id::{BlockId, DoorId, QuestionId, StairId};
use crate::canvass::stream::Stream;
use crate::organise::listening;

/// Doors on a floor.
const ON_A_FLOOR: usize = 2;
/// The board's log, and the one its doors are listed in.
const BOARD: LogId = LogId(*b"p-board1");
const DOORS: LogId = LogId(*b"p-doors1");
const BLOCK: Dot = Dot { log: BOARD, seq: 2 };
/// The stair.
pub const STAIR: Dot = Dot { log: BOARD, seq: 3 };
/// The turf of all doors.
pub const TURF: Dot = Dot { log: BOARD, seq: 4 };
/// The place of the first question in the board's log.
const QUESTIONS: u64 = 6;

/// The door of a card, by its place.
pub fn door(card: usize) -> DoorId {
    DoorId(Dot {
        log: DOORS,
        seq: card as u64 + 2,
    })
}

/// What stands on the door of a card: the highest floor is walked first.
fn label(card: usize, text: &impl Fn(&str) -> String) -> (String, i16) {
    let floors = CARDS.len() / ON_A_FLOOR;
    let floor = floors.saturating_sub(1 + card / ON_A_FLOOR);
    let number = floor * ON_A_FLOOR + card % ON_A_FLOOR + 1;
    let label = text("practice.flat").replace("{n}", &number.to_string());
    (label, i16::try_from(floor).unwrap_or(0))
}

/// Everything that is listed there, as runs of events.
pub fn made_up(now: i64, text: impl Fn(&str) -> String) -> [Written; 2] {
    [board(now, &text), doors(now, &text)]
}

fn board(now: i64, text: &impl Fn(&str) -> String) -> Written {
    let on_board = |fact, about| Draft::new(Stream::Board, fact, about);
    let block = Fact::Block {
        name: text("practice.block"),
        kind: BlockKind::Building,
    };
    let stair = Fact::Stair {
        name: String::new(),
        kind: StairKind::Entrance,
    };
    let turf = Fact::Turf {
        name: text("practice.block"),
    };
    let all = (0..CARDS.len()).map(|card| door(card).into()).collect();
    let mut drafts = vec![
        on_board(writer(text), Vec::new()),
        on_board(block, Vec::new()),
        on_board(stair, vec![BlockId(BLOCK).into()]),
        on_board(turf, all),
        listening::about_us(&text("practice.group"), &text("practice.contact"), ""),
    ];
    drafts.extend(listening::questions(text));
    let questions: Vec<QuestionId> = (QUESTIONS..=drafts.len() as u64)
        .map(|seq| QuestionId(Dot { log: BOARD, seq }))
        .collect();
    drafts.push(listening::script(text, &questions, 1));
    drafts.push(listening::kept(
        &text("practice.kept"),
        &text("practice.why"),
        1,
    ));
    run(BOARD, Stream::Board, &drafts, now)
}

fn doors(now: i64, text: &impl Fn(&str) -> String) -> Written {
    let stream = Stream::Stair(StairId(STAIR));
    let listed = (0..).take(CARDS.len()).map(|card| {
        let (label, floor) = label(card, text);
        let fact = Fact::Door {
            label,
            floor: Some(floor),
            order: u32::try_from(card).unwrap_or(u32::MAX),
            uprn: None,
        };
        Draft::new(stream, fact, Vec::new())
    });
    let drafts: Vec<Draft> = [Draft::new(stream, writer(text), Vec::new())]
        .into_iter()
        .chain(listed)
        .collect();
    run(DOORS, stream, &drafts, now)
}

fn writer(text: &impl Fn(&str) -> String) -> Fact {
    Fact::Writer {
        name: text("practice.group"),
    }
}

fn run(log: LogId, stream: Stream, drafts: &[Draft], now: i64) -> Written {
    debug_assert_ne!(log, Practice::log_of(stream));
    Written {
        log,
        author: author(stream, Role::Organiser),
        first: 1,
        offset: 0,
        events: drafts.iter().map(|draft| draft.at(now)).collect(),
    }
}
