//! `events.json`: runs, with kinds, sorts and logs known and unknown.

use serde_json::{Value, json};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind, Run, decode_run, encode_run};
use stairwell::canvass::id::{Id, Sort};

use super::{array, bytes, held, hex, list, number, text};

fn dot_json(dot: &Dot) -> Value {
    json!({ "log": hex(&dot.log.0), "number": dot.seq })
}

fn id_json(id: &Id) -> Value {
    match id {
        Id::Named(sort, dot) => {
            json!({ "sort": sort.0, "log": hex(&dot.log.0), "number": dot.seq })
        }
        Id::Numbered(sort, number) => json!({ "sort": sort.0, "number": number }),
    }
}

pub fn run_json(run: &Run) -> Value {
    let events: Vec<Value> = run
        .events
        .iter()
        .map(|event| {
            json!({
                "at": event.at,
                "kind": event.kind.0,
                "about": event.about.iter().map(id_json).collect::<Vec<_>>(),
                "over": event.over.iter().map(dot_json).collect::<Vec<_>>(),
                "body": hex(&event.body),
            })
        })
        .collect();
    json!({ "offset": run.offset, "events": events })
}

fn read_dot(value: &Value) -> Dot {
    Dot {
        log: LogId(array(value, "log")),
        seq: value["number"].as_u64().unwrap(),
    }
}

fn read_id(value: &Value) -> Id {
    let sort = Sort(u8::try_from(number(value, "sort")).unwrap());
    if sort.names_a_dot() {
        Id::Named(sort, read_dot(value))
    } else {
        Id::Numbered(sort, value["number"].as_u64().unwrap())
    }
}

pub fn read_run(value: &Value) -> Run {
    let events = list(value, "events")
        .iter()
        .map(|event| Event {
            at: number(event, "at"),
            kind: Kind(u16::try_from(number(event, "kind")).unwrap()),
            about: list(event, "about").iter().map(read_id).collect(),
            over: list(event, "over").iter().map(read_dot).collect(),
            body: bytes(event, "body"),
        })
        .collect();
    Run {
        offset: i32::try_from(number(value, "offset")).unwrap(),
        events,
    }
}

const OWN: LogId = LogId([0x11; 8]);
const OTHER: LogId = LogId([0x22; 8]);
const THIRD: LogId = LogId([0x33; 8]);

fn dot(log: LogId, seq: u64) -> Dot {
    Dot { log, seq }
}

fn event(at: i64, kind: u16, about: Vec<Id>, over: Vec<Dot>, body: &[u8]) -> Event {
    Event {
        at,
        kind: Kind(kind),
        about,
        over,
        body: body.to_vec(),
    }
}

fn runs() -> Vec<(&'static str, Run)> {
    let door = dot(OTHER, 7);
    let household = Id::Named(Sort::FIRST_HOUSEHOLD, door);
    let question = Id::Named(Sort::QUESTION, dot(THIRD, 300));
    vec![
        (
            "no events",
            Run {
                offset: 0,
                events: vec![],
            },
        ),
        (
            "a writer, a knock, an answer over two others, and later a slip taken back",
            Run {
                offset: -3,
                events: vec![
                    event(1_795_000_000, 0, vec![], vec![], b"\x04Mair"),
                    event(
                        1_795_000_060,
                        33,
                        vec![Id::Named(Sort::DOOR, door)],
                        vec![],
                        &[0, 0, 0],
                    ),
                    event(
                        1_795_000_055,
                        34,
                        vec![household, question],
                        vec![dot(OTHER, 9), dot(THIRD, 128)],
                        &[5, 1],
                    ),
                    event(1_795_000_070, 40, vec![household], vec![], &[2]),
                    event(1_795_000_075, 1, vec![household], vec![dot(OWN, 4)], &[]),
                ],
            },
        ),
        (
            "a facet, a later household, a resident and a head",
            Run {
                offset: 7_200,
                events: vec![
                    event(
                        -1,
                        35,
                        vec![
                            Id::Named(Sort::LATER_HOUSEHOLD, dot(OWN, 2)),
                            Id::Numbered(Sort::FACET, 2),
                        ],
                        vec![],
                        &[4, 5, b'C', b'o', b'u', b'n', b'c'],
                    ),
                    event(
                        i64::MAX,
                        67,
                        vec![
                            Id::Named(Sort::RESIDENT, dot(OWN, u64::from(u32::MAX))),
                            Id::Named(Sort::HEAD, dot(THIRD, u64::MAX)),
                        ],
                        vec![],
                        &[],
                    ),
                ],
            },
        ),
        (
            "a kind and sorts from the future",
            Run {
                offset: i32::MIN,
                events: vec![event(
                    0,
                    9_999,
                    vec![
                        Id::Named(Sort(200), dot(OTHER, 1)),
                        Id::Numbered(Sort(201), u64::MAX),
                    ],
                    vec![dot(OTHER, 1)],
                    &[0xff, 0x00, 0x80],
                )],
            },
        ),
    ]
}

#[test]
fn runs_are_written_and_read_as_in_the_file() {
    let made: Vec<Value> = runs()
        .iter()
        .map(|(name, run)| {
            json!({
                "name": name,
                "log": hex(&OWN.0),
                "run": run_json(run),
                "bytes": hex(&encode_run(OWN, run)),
            })
        })
        .collect();
    let file = held("events.json", &json!({ "runs": made }));
    for vector in list(&file, "runs") {
        let (log, bytes) = (LogId(array(vector, "log")), bytes(vector, "bytes"));
        let run = read_run(&vector["run"]);
        let name = text(vector, "name");
        assert_eq!(encode_run(log, &run), bytes, "{name}");
        assert_eq!(decode_run(log, &bytes), Ok(run), "{name}");
    }
}
