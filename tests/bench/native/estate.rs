//! A made-up estate: stairs of a hundred doors on a board, and what each log and thing in it is called.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::{BlockKind, Fact, StairKind};
use stairwell::canvass::id::{BlockId, DoorId, StairId};
use stairwell::canvass::script::AnswerKind;
use stairwell::canvass::stream::Stream;

use crate::evening::EVENING;

/// Doors on each stair.
pub const DOORS: u64 = 100;
/// Questions on the board.
const QUESTIONS: u64 = 3;

/// The organiser's log on the board.
pub const BOARD: LogId = LogId([0xb0; 8]);

/// The log that a stair's doors are listed in.
fn list(n: u64) -> LogId {
    LogId((0xd000_0000_0000_0000 | n).to_be_bytes())
}

/// A phone's log on a stair. They look as random as real ones, so that nothing compresses by it.
pub fn log(n: u64, phone: u64) -> LogId {
    let mixed = (n << 24 | phone)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    LogId((mixed ^ mixed >> 29).to_be_bytes())
}

/// A question on the board, from 0.
pub fn question(n: u64) -> Dot {
    let (log, seq) = (BOARD, 3 + n);
    Dot { log, seq }
}

/// A stair, from 0.
pub fn stair(n: u64) -> StairId {
    let (log, seq) = (BOARD, 3 + QUESTIONS + n);
    StairId(Dot { log, seq })
}

/// A door on a stair, by its place there, from 0.
pub fn door(n: u64, place: u64) -> DoorId {
    let (log, seq) = (list(n), 2 + place);
    DoorId(Dot { log, seq })
}

fn written(stream: Stream, drafts: Vec<Draft>) -> Vec<Event> {
    let name = "Olwen".to_string();
    let writer = Draft::new(stream, Fact::Writer { name }, Vec::new());
    let all = std::iter::once(writer).chain(drafts);
    all.map(|draft| draft.at(EVENING - 86_400)).collect()
}

/// The board of so many stairs.
pub fn board(stairs: u64) -> Vec<Event> {
    let block = Fact::Block {
        name: "Plover House".into(),
        kind: BlockKind::Building,
    };
    let block_id = BlockId(Dot { log: BOARD, seq: 2 });
    let mut drafts = vec![Draft::new(Stream::Board, block, Vec::new())];
    for n in 0..QUESTIONS {
        let fact = Fact::Question {
            words: format!("Question {n}?"),
            answers: AnswerKind::Words,
        };
        drafts.push(Draft::new(Stream::Board, fact, Vec::new()));
    }
    drafts.extend((0..stairs).map(|n| {
        let fact = Fact::Stair {
            name: format!("Stair {n}"),
            kind: StairKind::Entrance,
        };
        Draft::new(Stream::Board, fact, vec![block_id.into()])
    }));
    written(Stream::Board, drafts)
}

/// The doors of a stair: their log and what stands in it.
pub fn doors(n: u64) -> (LogId, Vec<Event>) {
    let stream = Stream::Stair(stair(n));
    let door = |place: u64| Fact::Door {
        label: format!("Flat {}", place + 1),
        floor: Some((place / 10) as i16),
        order: place as u32,
        uprn: Some(900_300_000_000 + n * 1_000 + place),
    };
    let drafts = (0..DOORS).map(|place| Draft::new(stream, door(place), Vec::new()));
    (list(n), written(stream, drafts.collect()))
}
