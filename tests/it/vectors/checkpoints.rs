//! `checkpoints.json`: a stream's state, written down and sealed.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use stairwell::canvass::author::{Author, CertificateId, PersonId, Role};
use stairwell::canvass::checkpoint::Checkpoint;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::{Fact, Outcome, Value as Answered};
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::id::{DoorId, HouseholdId, Id, QuestionId, ResidentId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::CampaignId;
use stairwell::sync::checkpoint::SealedCheckpoint;
use stairwell::sync::epoch::key_id;
use stairwell::sync::keys::{Secret, derive};
use stairwell::sync::wire::Cursor;

use super::{array, bytes, held, hex, list, own_keys, text};
use crate::counter::Counter;

const KEY: Secret = Secret([8; 32]);
const CAMPAIGN: CampaignId = CampaignId([1; 32]);
const UPTO: Cursor = Cursor {
    position: 300,
    chain: [6; 32],
};

fn stair() -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([0x22; 8]),
        seq: 258,
    }))
}

/// Log `n`, under certificate `n`, n, …
fn log(n: u8, role: Role, stream: Stream) -> (LogId, Author) {
    let author = Author {
        device: CertificateId([n; 32]),
        line: Vec::new(),
        person: PersonId([n; 16]),
        role,
        issued: 1_795_000_000,
        appointed: 1_795_000_000,
        stream,
    };
    (LogId([n; 8]), author)
}

fn run(
    (log, author): &(LogId, Author),
    offset: i32,
    facts: &[(Fact, Vec<Id>, Vec<Dot>)],
) -> Written {
    let events = (0..).zip(facts).map(|(n, (fact, about, over))| Event {
        at: 1_795_000_000 + n * 60,
        kind: fact.kind(),
        about: about.clone(),
        over: over.clone(),
        body: fact.body(),
    });
    Written {
        log: *log,
        author: author.clone(),
        first: 1,
        offset,
        events: events.collect(),
    }
}

/// A stair with a name, an undone knock, an answer, and a strike that waits; a board with an erasure
/// and somebody cut off.
fn states() -> [(Stream, State); 2] {
    let door = DoorId(Dot {
        log: LogId([0x33; 8]),
        seq: 2,
    });
    let household: Id = HouseholdId::FirstOf(door).into();
    let question = QuestionId(Dot {
        log: LogId([0x44; 8]),
        seq: 9,
    })
    .into();
    let name = |name: &str| (Fact::Writer { name: name.into() }, vec![], vec![]);
    let (by, when) = (None, None);
    let knock = Fact::Knock {
        outcome: Outcome::Spoke,
        by,
        when,
    };
    let answer = |value| Fact::Answer { value, script: 1 };
    let (one, two) = (
        log(0x11, Role::Volunteer, stair()),
        log(0x12, Role::Volunteer, stair()),
    );
    let dot = |log, seq| Dot { log, seq };
    let knocks = run(
        &one,
        2,
        &[
            name("Vera"),
            (knock.clone(), vec![door.into()], vec![]),
            (knock, vec![door.into()], vec![dot(one.0, 2)]),
        ],
    );
    let waits = dot(LogId([0x13; 8]), 4);
    let answers = run(
        &two,
        -1,
        &[
            name("Tova"),
            (
                answer(Answered::Yes),
                vec![household, question],
                vec![waits],
            ),
        ],
    );
    let organiser = log(0x14, Role::Organiser, Stream::Board);
    let resident = ResidentId(dot(one.0, 9)).into();
    let board = run(
        &organiser,
        0,
        &[
            name("Olwen"),
            (Fact::Erased {}, vec![resident], vec![]),
            (
                Fact::Revoked {
                    device: CertificateId([0x12; 32]),
                },
                vec![stairwell::canvass::id::HeadId(dot(two.0, 2)).into()],
                vec![],
            ),
        ],
    );
    [
        (stair(), State::fold(&[knocks, answers])),
        (Stream::Board, State::fold(&[board])),
    ]
}

fn made(state: &State, stream: Stream) -> Checkpoint {
    let logs = state.logs();
    let heads: BTreeMap<_, _> = logs
        .map(|(id, log)| (id, (log.head, [log.head as u8; 32])))
        .collect();
    state.checkpoint(stream, &heads).unwrap()
}

fn vector((stream, state): &(Stream, State)) -> Value {
    let checkpoint = made(state, *stream);
    let by = (CertificateId([2; 32]), &own_keys(4));
    let sealed = SealedCheckpoint::seal(CAMPAIGN, &checkpoint, UPTO, &KEY, by, &mut Counter(0));
    let header = [
        b"stairwell/1".as_slice(),
        &CAMPAIGN.0,
        &stream.name(),
        &[2; 32],
        &UPTO.position.to_be_bytes(),
        &UPTO.chain,
        &key_id(&KEY).0,
    ]
    .concat();
    let visible = state
        .entries()
        .map(|(dot, _)| json!([hex(&dot.log.0), dot.seq]));
    json!({
        "campaign": hex(&CAMPAIGN.0),
        "stream": hex(&stream.name()),
        "certificate": hex(&[2; 32]),
        "position": UPTO.position,
        "chain": hex(&UPTO.chain),
        "visible": visible.collect::<Vec<_>>(),
        "state": hex(&checkpoint.encode()),
        "key": hex(&KEY.0),
        "box_key": hex(&derive(&KEY.0, "checkpoint key", &[]).0),
        "signed_by_keys": 4,
        "header": hex(&header),
        "bytes": hex(&sealed.unwrap().to_bytes()),
    })
}

#[test]
fn checkpoints_are_written_and_sealed_as_in_the_file() {
    let states = states();
    let made: Vec<Value> = states.iter().map(vector).collect();
    let file = held("checkpoints.json", &json!({ "checkpoints": made }));
    for (vector, (stream, state)) in list(&file, "checkpoints").iter().zip(&states) {
        let bytes = bytes(vector, "bytes");
        let sealed = SealedCheckpoint::from_bytes(&bytes).unwrap();
        assert_eq!(sealed.to_bytes(), bytes);
        assert_eq!(sealed.stream(), Some(*stream));
        assert!(sealed.signed_by(CAMPAIGN, own_keys(4).sign_public()));
        let key = Secret(array(vector, "key"));
        let plain = sealed.open(CAMPAIGN, &key).unwrap();
        assert_eq!(hex(&plain), text(vector, "state"));
        let read = Checkpoint::decode(*stream, &plain, |id| {
            let mut logs = state.logs().map(|(_, log)| log.author.clone());
            logs.find(|author| author.device == id)
        });
        assert_eq!(read.unwrap().state().to_bytes(), state.to_bytes());
    }
}
