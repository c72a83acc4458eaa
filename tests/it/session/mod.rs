//! The sync session, stepped by hand: each failure the design avoids, as a test.

mod acknowledged;
mod copies;
mod following;
mod granted;
mod pulling;
mod stuck;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::{Fact, Outcome};
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::Batch;
use stairwell::sync::device::{Device, Founding};
use stairwell::sync::keys::{OwnKeys, Secret};
use stairwell::sync::session::{Input, Output, OwnLog, Request, Session, Trouble};
use stairwell::sync::wire::{
    Cursor, Head, Joined, Refusal, RefusalCode, SyncAnswer, SyncRequest, Token, decode, encode,
};

const NOW: i64 = 1_773_077_400;
const LOG: LogId = LogId([7; 8]);
const STREAM: Stream = Stream::Stair(StairId(Dot {
    log: LogId([1; 8]),
    seq: 3,
}));

struct Bench {
    session: Session,
    rng: ChaCha20Rng,
    token: Token,
}

fn device(rng: &mut ChaCha20Rng) -> Device {
    let root = OwnKeys::random(rng);
    let founding = Founding {
        start_code: String::new(),
        name: "Olwen".into(),
        now: NOW,
        ends: NOW + 86_400,
        practice: true,
    };
    let (_, joining) = founding.found(&root, rng).unwrap();
    joining
        .finish(&Joined {
            token: Token(Secret([9; 32])),
            grant: None,
            now: NOW,
        })
        .unwrap()
}

fn knock(n: i64) -> Event {
    let fact = Fact::Knock {
        outcome: Outcome::NotHome,
        by: None,
        when: None,
    };
    Event {
        at: NOW + n,
        kind: fact.kind(),
        about: Vec::new(),
        over: Vec::new(),
        body: fact.body(),
    }
}

fn bench(events: i64) -> Bench {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let device = device(&mut rng);
    let mut bench = Bench {
        token: device.token.clone(),
        session: Session::new(device.clone()),
        rng,
    };
    bench.step(Input::Opened(OwnLog {
        log: LOG,
        stream: STREAM,
        certificate: device.certificate(),
        acknowledged: 0,
        acknowledged_hash: [0; 32],
        parked: None,
    }));
    for n in 1..=events {
        bench.record(n);
    }
    bench
}

impl Bench {
    fn step(&mut self, input: Input) -> Vec<Output> {
        self.session.step(NOW, input, &mut self.rng)
    }

    fn record(&mut self, n: i64) {
        self.step(Input::Recorded {
            log: LOG,
            seq: n as u64,
            event: knock(n),
        });
    }

    /// Syncs up to the request, storing what is to be stored.
    fn request(&mut self) -> Request {
        let outputs = self.step(Input::Sync);
        self.drain_to_request(outputs)
    }

    fn drain_to_request(&mut self, mut outputs: Vec<Output>) -> Request {
        for _ in 0..100 {
            let Some(last) = outputs.pop() else {
                panic!("no request came");
            };
            match last {
                Output::Send(request) => return request,
                Output::Store { log, first, bytes } => {
                    outputs.extend(self.step(Input::Stored { log, first, bytes }));
                }
                _ => {}
            }
        }
        panic!("it never asks");
    }

    fn answer(&mut self, request: &Request, status: u16, body: Vec<u8>) -> Vec<Output> {
        let mac = self.token.answer_mac(&request.nonce, status, &body);
        let mac = Some(data_encoding::HEXLOWER.encode(&mac));
        self.step(Input::Answered { status, body, mac })
    }

    fn accept(&mut self, request: &Request) -> Vec<Output> {
        let answer = accepting(request);
        self.answer(request, 200, encode(&answer))
    }

    fn refuse(&mut self, request: &Request, refusal: &Refusal) -> Vec<Output> {
        let body = serde_json::to_vec(refusal).unwrap();
        self.answer(request, refusal.code.status(), body)
    }
}

fn sent(request: &Request) -> SyncRequest {
    decode(&request.body).unwrap()
}

/// The answer of an endpoint that takes everything.
fn accepting(request: &Request) -> SyncAnswer {
    let mut heads: Vec<Head> = Vec::new();
    for bytes in sent(request).batches {
        let batch = Batch::from_bytes(&bytes).unwrap();
        heads.retain(|head| head.log != batch.log);
        heads.push(Head {
            log: batch.log,
            seq: batch.last(),
            hash: Batch::hash(&bytes),
        });
    }
    SyncAnswer {
        now: NOW,
        heads,
        ..SyncAnswer::default()
    }
}

#[test]
fn a_batch_is_stored_before_anything_is_sent() {
    let mut bench = bench(3);
    let outputs = bench.step(Input::Sync);
    assert!(matches!(
        outputs.as_slice(),
        [Output::Store { first: 1, .. }]
    ));
}

#[test]
fn what_is_acknowledged_no_longer_waits() {
    let mut bench = bench(3);
    assert_eq!(bench.session.status().waiting, 3);
    let request = bench.request();
    let outputs = bench.accept(&request);
    assert!(outputs.iter().any(|output| matches!(
        output,
        Output::Acknowledged {
            log: LOG,
            through: 3,
            ..
        }
    )));
    assert_eq!(bench.session.status().waiting, 0);
}

#[test]
fn a_captive_portal_sends_nothing() {
    let mut bench = bench(3);
    let request = bench.request();
    let outputs = bench.step(Input::Answered {
        status: 200,
        body: b"<html>Log in to the hotel</html>".to_vec(),
        mac: None,
    });
    assert!(outputs.is_empty());
    assert_eq!(bench.session.status().waiting, 3);
    assert_eq!(bench.session.status().trouble, Some(Trouble::NoAnswer));
    // The same bytes go out again.
    assert_eq!(sent(&bench.request()).batches, sent(&request).batches);
}

#[test]
fn the_answer_to_another_request_does_not_count() {
    let mut bench = bench(3);
    let first = bench.request();
    let body = encode(&accepting(&first));
    let mac = bench.token.answer_mac(&first.nonce, 200, &body);
    bench.step(Input::NoAnswer);
    let _second = bench.request();
    bench.step(Input::Answered {
        status: 200,
        body,
        mac: Some(data_encoding::HEXLOWER.encode(&mac)),
    });
    assert_eq!(bench.session.status().waiting, 3);
}

#[test]
fn of_two_tabs_the_first_stored_batch_wins() {
    let mut other_tab = bench(3);
    // Another tab has the same journal, but sealed with other randomness.
    other_tab.rng = ChaCha20Rng::seed_from_u64(99);
    let theirs = sent(&other_tab.request()).batches;
    let mut bench = bench(3);
    let outputs = bench.step(Input::Sync);
    let [Output::Store { bytes, .. }] = outputs.as_slice() else {
        panic!("{outputs:?}");
    };
    assert_ne!(*bytes, theirs[0]);
    let outputs = bench.step(Input::Stored {
        log: LOG,
        first: 1,
        bytes: theirs[0].clone(),
    });
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches, theirs);
}

#[test]
fn a_clash_with_the_same_events_is_an_acknowledgement() {
    let mut other_tab = bench(3);
    other_tab.rng = ChaCha20Rng::seed_from_u64(99);
    let held = sent(&other_tab.request()).batches;
    let mut bench = bench(3);
    let request = bench.request();
    let outputs = bench.refuse(&request, &Refusal::of_log(RefusalCode::Clash, LOG, Some(3)));
    let request = bench.drain_to_request(outputs);
    assert!(sent(&request).batches.is_empty());
    assert_eq!(sent(&request).want, [(LOG, 1)]);
    let answer = SyncAnswer {
        now: NOW,
        heads: vec![Head {
            log: LOG,
            seq: 3,
            hash: Batch::hash(&held[0]),
        }],
        held: held.clone(),
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    assert!(
        outputs
            .iter()
            .any(|output| matches!(output, Output::Replace { bytes, .. } if *bytes == held[0]))
    );
    assert_eq!(bench.session.status().waiting, 0);
    // The log goes on from there.
    bench.record(4);
    let batches = sent(&bench.request()).batches;
    assert_eq!(Batch::from_bytes(&batches[0]).unwrap().first, 4);
}

#[test]
fn a_copied_phone_records_anew_only_what_it_alone_has() {
    // The original sent two; the copy was made after the first and recorded another second.
    let mut original = bench(1);
    original.step(Input::Recorded {
        log: LOG,
        seq: 2,
        event: knock(100),
    });
    let held = sent(&original.request()).batches;
    let mut copy = bench(1);
    copy.rng = ChaCha20Rng::seed_from_u64(5);
    let _ = copy.request();
    copy.step(Input::NoAnswer);
    copy.record(2);
    let request = copy.request();
    let outputs = copy.refuse(&request, &Refusal::of_log(RefusalCode::Clash, LOG, Some(2)));
    let request = copy.drain_to_request(outputs);
    let answer = SyncAnswer {
        now: NOW,
        held,
        ..SyncAnswer::default()
    };
    let outputs = copy.answer(&request, 200, encode(&answer));
    let anew: Vec<_> = outputs
        .iter()
        .filter_map(|output| match output {
            Output::RecordAnew {
                log: LOG,
                events,
                through: 2,
            } => Some(events.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        anew,
        [vec![(2, knock(2))]],
        "the first event is there already"
    );
    let waits = |copy: &Bench| {
        let status = copy.session.status();
        (status.waiting, status.not_accepted)
    };
    assert_eq!(waits(&copy), (1, 1), "until it is recorded anew");
    copy.step(Input::RecordedAnew { log: LOG });
    assert_eq!(waits(&copy), (0, 0));
}

#[test]
fn too_large_sends_fewer_batches_at_once() {
    let mut bench = bench(1_200);
    let request = bench.request();
    assert_eq!(sent(&request).batches.len(), 3);
    let outputs = bench.refuse(&request, &Refusal::new(RefusalCode::TooLarge));
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches.len(), 1);
    let outputs = bench.accept(&request);
    let request = bench.drain_to_request(outputs);
    assert_eq!(
        Batch::from_bytes(&sent(&request).batches[0]).unwrap().first,
        501
    );
}

#[test]
fn a_busy_endpoint_is_tried_again_and_a_stranger_is_not() {
    let mut bench = bench(1);
    let request = bench.request();
    bench.refuse(&request, &Refusal::new(RefusalCode::DiskFull));
    assert_eq!(bench.session.wants_tick_at(), Some(NOW + 5));
    assert!(
        bench
            .session
            .step(NOW + 4, Input::Tick, &mut bench.rng)
            .is_empty()
    );
    let outputs = bench.session.step(NOW + 5, Input::Tick, &mut bench.rng);
    let request = bench.drain_to_request(outputs);
    bench.refuse(&request, &Refusal::new(RefusalCode::UnknownDevice));
    assert_eq!(bench.session.wants_tick_at(), None);
    assert_eq!(bench.session.status().waiting, 1);
}

#[test]
fn a_revoked_phone_forgets_what_it_pulled_and_keeps_what_it_did_not_send() {
    let mut bench = bench(2);
    let request = bench.request();
    let outputs = bench.refuse(&request, &Refusal::new(RefusalCode::Revoked));
    assert_eq!(outputs, [Output::Forget]);
    assert_eq!(bench.session.status().waiting, 2);
}

#[test]
fn a_refused_log_is_parked_and_the_others_go_on() {
    let mut bench = bench(1);
    let other = LogId([8; 8]);
    let certificate = bench.session.device().certificate();
    bench.step(Input::Opened(OwnLog {
        log: other,
        stream: STREAM,
        certificate,
        acknowledged: 0,
        acknowledged_hash: [0; 32],
        parked: None,
    }));
    bench.step(Input::Recorded {
        log: other,
        seq: 1,
        event: knock(1),
    });
    let request = bench.request();
    let refusal = Refusal::of_log(RefusalCode::ForeignStream, LOG, None);
    let outputs = bench.refuse(&request, &refusal);
    assert!(
        outputs
            .iter()
            .any(|output| matches!(output, Output::Park { log: LOG, .. }))
    );
    let request = bench.drain_to_request(outputs);
    let batches = sent(&request).batches;
    assert_eq!(batches.len(), 1);
    assert_eq!(Batch::from_bytes(&batches[0]).unwrap().log, other);
    assert_eq!(bench.session.status().not_accepted, 1);
}

#[test]
fn an_endpoint_restored_from_a_backup_is_offered_everything_again() {
    let mut bench = bench(2);
    let request = bench.request();
    let first = sent(&request).batches;
    let mut answer = accepting(&request);
    answer.cursor = Cursor {
        position: 1,
        chain: [1; 32],
    };
    bench.answer(&request, 200, encode(&answer));
    bench.record(3);
    let request = bench.request();
    assert_eq!(sent(&request).cursor.position, 1);
    let answer = SyncAnswer {
        now: NOW,
        restored: true,
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    assert!(outputs.contains(&Output::StartOver));
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).cursor, Cursor::default());
    assert_eq!(sent(&request).batches[0], first[0], "the same bytes");
    assert_eq!(sent(&request).batches.len(), 2);
    assert!(!sent(&request).certificates.is_empty());
}

#[test]
fn a_gap_is_closed_from_what_is_held() {
    let mut bench = bench(2);
    let request = bench.request();
    let first = sent(&request).batches;
    bench.accept(&request);
    bench.record(3);
    let request = bench.request();
    let outputs = bench.refuse(&request, &Refusal::of_log(RefusalCode::Gap, LOG, Some(0)));
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).batches.len(), 2);
    assert_eq!(sent(&request).batches[0], first[0]);
}

#[test]
fn a_log_whose_batches_were_lost_goes_on_behind_what_was_acknowledged() {
    let mut whole = bench(2);
    let request = whole.request();
    let outputs = whole.accept(&request);
    let hash = outputs
        .iter()
        .find_map(|output| match output {
            Output::Acknowledged { hash, .. } => Some(*hash),
            _ => None,
        })
        .unwrap();
    whole.record(3);
    let expected = Batch::from_bytes(&sent(&whole.request()).batches[0]).unwrap();
    // The browser emptied the database: only the log's record and event 3 were kept twice.
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let device = device(&mut rng);
    let mut bench = Bench {
        token: device.token.clone(),
        session: Session::new(device.clone()),
        rng,
    };
    bench.step(Input::Opened(OwnLog {
        log: LOG,
        stream: STREAM,
        certificate: device.certificate(),
        acknowledged: 2,
        acknowledged_hash: hash,
        parked: None,
    }));
    bench.record(3);
    let batch = Batch::from_bytes(&sent(&bench.request()).batches[0]).unwrap();
    assert_eq!((batch.first, batch.count), (expected.first, expected.count));
    assert!(batch.opening.is_none());
}
