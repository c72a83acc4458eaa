//! An estate on a phone that has pulled it: what its doors and knocks are sealed in, as the phones that
//! wrote them did.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::{Draft, knock_of, plain_fact};
use stairwell::canvass::fact::{Fact, Outcome, StairKind, Value};
use stairwell::canvass::fold::State;
use stairwell::canvass::id::{DoorId, Facet, HouseholdId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::client::clock::{BrowserRng, now};
use stairwell::client::journal::Journal;
use stairwell::sync::device::Device;
use stairwell::sync::session::{Input, Output, OwnLog, Pulled, Session};
use stairwell::sync::wire::Cursor;

use crate::site::device;

/// Doors on each stair, phones that were on each, and what each phone recorded there.
pub const DOORS: u64 = 80;
pub const PHONES: u8 = 4;
pub const EVENTS: u64 = 20;
/// Batches in one answer of the endpoint.
const ANSWER: usize = 40;

/// A log, by what is in it.
fn log(stair: u64, by: u8) -> LogId {
    let [.., a, b] = stair.to_be_bytes();
    LogId([7, a, b, by, 9, 9, 9, 9])
}

fn stair(n: u64) -> StairId {
    StairId(Dot {
        log: log(0, 0),
        seq: 2 + n,
    })
}

fn door(n: u64, place: u64) -> DoorId {
    DoorId(Dot {
        log: log(1 + n, 0),
        seq: 1 + place,
    })
}

/// What stands on the board.
fn board(stairs: u64) -> Vec<Draft> {
    let stairs = (0..stairs).map(|n| {
        let fact = Fact::Stair {
            name: format!("Stair {n}"),
            kind: StairKind::Entrance,
        };
        Draft::new(Stream::Board, fact, Vec::new())
    });
    std::iter::once(crate::site::block("Plover House"))
        .chain(stairs)
        .collect()
}

fn doors(n: u64) -> Vec<Draft> {
    let door = |place: u64| Fact::Door {
        label: format!("Flat {place}"),
        floor: Some((place / 8) as i16),
        order: place as u32,
        uprn: Some(900_300_000_000 + n * 100 + place),
    };
    (0..DOORS)
        .map(|place| Draft::new(Stream::Stair(stair(n)), door(place), Vec::new()))
        .collect()
}

/// What one phone recorded on a stair: knocks, and now and then a plain fact.
fn evening(n: u64, by: u8) -> Vec<Draft> {
    let stream = Stream::Stair(stair(n));
    let nothing = State::default();
    (0..EVENTS)
        .flat_map(|event| {
            let door = door(n, (u64::from(by) * EVENTS + event) % DOORS);
            let household = HouseholdId::FirstOf(door);
            if event % 4 == 3 {
                let value = Value::Words("en".into());
                return vec![plain_fact(
                    &nothing,
                    stream,
                    household.into(),
                    Facet::LANGUAGE,
                    value,
                )];
            }
            knock_of(
                Default::default(),
                stream,
                door,
                household,
                Outcome::NotHome,
            )
        })
        .collect()
}

/// Seals drafts into a log's batches, as the phone that writes it does.
fn sealed(device: &Device, log: LogId, stream: Stream, drafts: &[Draft]) -> Vec<Vec<u8>> {
    let mut session = Session::new(device.clone());
    let mut step = |input| session.step(now(), input, &mut BrowserRng);
    step(Input::Opened(OwnLog {
        log,
        stream,
        certificate: device.certificate(),
        acknowledged: 0,
        acknowledged_hash: [0; 32],
        parked: None,
    }));
    let writer = Draft::new(
        stream,
        Fact::Writer {
            name: "Rhian".into(),
        },
        Vec::new(),
    );
    for (seq, draft) in (1..).zip(std::iter::once(&writer).chain(drafts)) {
        let event = draft.at(now());
        step(Input::Recorded { log, seq, event });
    }
    let stored = step(Input::Sync)
        .into_iter()
        .filter_map(|output| match output {
            Output::Store { bytes, .. } => Some(bytes),
            _ => None,
        });
    stored.collect()
}

/// A phone that has pulled an estate of so many stairs, with what was recorded there: how many bytes
/// of batches.
pub async fn filled(name: &str, stairs: u64) -> usize {
    filled_by(name, stairs, PHONES).await
}

/// The same, where so many phones were on each stair.
pub async fn filled_by(name: &str, stairs: u64, phones: u8) -> usize {
    let device = device();
    let (journal, _) = Journal::open(name).await.unwrap();
    journal.keep_device(&device).await.unwrap();
    let mut batches = sealed(&device, log(0, 0), Stream::Board, &board(stairs));
    for n in 0..stairs {
        let stream = Stream::Stair(stair(n));
        batches.extend(sealed(&device, log(1 + n, 0), stream, &doors(n)));
        for by in 1..=phones {
            batches.extend(sealed(&device, log(1 + n, by), stream, &evening(n, by)));
        }
    }
    let bytes = batches.iter().map(Vec::len).sum();
    for (n, answer) in (1_u64..).zip(batches.chunks(ANSWER)) {
        let pulled = Pulled {
            batches: answer.to_vec(),
            certificates: device.line.iter().map(|signed| signed.to_bytes()).collect(),
            cursor: Cursor {
                position: n * ANSWER as u64,
                chain: [n as u8; 32],
            },
            backfill: Vec::new(),
        };
        journal.keep_pulled(&pulled).await.unwrap();
    }
    bytes
}
