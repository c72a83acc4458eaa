//! Every event reaches the endpoint once and only once, whatever air, batteries and backups do:
//! requests and answers are lost, the app is closed, the phone is copied and both go on.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use stairwell::sync::batch::{Context, NO_BATCH};
use stairwell::sync::session::OwnLog;

use super::*;

/// What the air does to a request.
#[derive(Clone, Copy, Debug)]
enum Air {
    Good,
    NoRequest,
    NoAnswer,
}

#[derive(Clone, Debug)]
enum Step {
    Record { phone: usize, events: usize },
    Sync { phone: usize, air: Vec<Air> },
    Restart { phone: usize },
    Copy { phone: usize },
}

fn any_step() -> impl Strategy<Value = Step> {
    let air =
        prop_oneof![3 => Just(Air::Good), 1 => Just(Air::NoRequest), 1 => Just(Air::NoAnswer)];
    prop_oneof![
        4 => (0..4usize, 1..4usize).prop_map(|(phone, events)| Step::Record { phone, events }),
        4 => (0..4usize, prop::collection::vec(air, 1..4))
            .prop_map(|(phone, air)| Step::Sync { phone, air }),
        1 => (0..4usize).prop_map(|phone| Step::Restart { phone }),
        1 => (0..4usize).prop_map(|phone| Step::Copy { phone }),
    ]
}

/// The endpoint, without its cryptography: batches by log.
#[derive(Default)]
struct Endpoint {
    logs: BTreeMap<LogId, Vec<Vec<u8>>>,
}

impl Endpoint {
    fn head(&self, log: LogId) -> u64 {
        let last = self.logs.get(&log).and_then(|batches| batches.last());
        last.map_or(0, |bytes| Batch::from_bytes(bytes).unwrap().last())
    }

    /// All of a push or nothing.
    fn push(&mut self, batches: &[Vec<u8>]) -> Result<(), Refusal> {
        let mut logs = self.logs.clone();
        for bytes in batches {
            let batch = Batch::from_bytes(bytes).unwrap();
            let (there, head) = (logs.entry(batch.log).or_default(), self.head(batch.log));
            let last = there.last().map(|bytes| Batch::from_bytes(bytes).unwrap());
            let next = last.map_or(1, |batch| batch.last() + 1);
            if there.contains(bytes) {
                continue;
            }
            if batch.first < next {
                return Err(Refusal::of_log(RefusalCode::Clash, batch.log, Some(head)));
            }
            if batch.first > next {
                return Err(Refusal::of_log(RefusalCode::Gap, batch.log, Some(head)));
            }
            there.push(bytes.clone());
        }
        self.logs = logs;
        Ok(())
    }

    fn answer(&mut self, request: &SyncRequest) -> Result<SyncAnswer, Refusal> {
        self.push(&request.batches)?;
        let sent = request.batches.iter();
        let mut named: BTreeSet<LogId> = sent
            .map(|bytes| Batch::from_bytes(bytes).unwrap().log)
            .collect();
        named.extend(request.want.iter().map(|(log, _)| *log));
        let head = |log: &LogId| {
            let last = self.logs.get(log)?.last()?;
            Some(Head {
                log: *log,
                seq: self.head(*log),
                hash: Batch::hash(last),
            })
        };
        let held = request.want.iter().flat_map(|(log, from)| {
            let all = self.logs.get(log).into_iter().flatten();
            all.filter(|bytes| Batch::from_bytes(bytes).unwrap().last() >= *from)
                .cloned()
        });
        Ok(SyncAnswer {
            now: NOW,
            heads: named.iter().filter_map(head).collect(),
            held: held.collect(),
            ..SyncAnswer::default()
        })
    }
}

/// A phone's journal: what is there after the app was closed.
#[derive(Clone)]
struct Journal {
    device: Device,
    logs: BTreeMap<LogId, OwnLog>,
    batches: BTreeMap<(LogId, u64), Vec<u8>>,
    events: BTreeMap<(LogId, u64), Event>,
}

struct Phone {
    journal: Journal,
    bench: Bench,
}

impl Phone {
    fn open(journal: Journal, seed: u64) -> Phone {
        let mut bench = Bench {
            token: journal.device.token.clone(),
            session: Session::new(journal.device.clone()),
            rng: ChaCha20Rng::seed_from_u64(seed),
        };
        for own in journal.logs.values() {
            bench.step(Input::Opened(own.clone()));
        }
        for ((log, first), bytes) in journal.batches.clone() {
            bench.step(Input::Stored { log, first, bytes });
        }
        for ((log, seq), event) in journal.events.clone() {
            bench.step(Input::Recorded { log, seq, event });
        }
        Phone { journal, bench }
    }

    /// Records in the log that is open, or in a new one.
    fn record(&mut self, event: Event, new: LogId) {
        let open = self.journal.logs.values().find(|own| own.parked.is_none());
        let log = open.map_or(new, |own| own.log);
        if log == new {
            let own = OwnLog {
                log,
                stream: STREAM,
                certificate: self.journal.device.certificate(),
                acknowledged: 0,
                acknowledged_hash: NO_BATCH,
                parked: None,
            };
            self.bench.step(Input::Opened(own.clone()));
            self.journal.logs.insert(log, own);
        }
        let numbers = self.journal.events.range((log, 0)..=(log, u64::MAX));
        let seq = numbers.last().map_or(1, |((_, seq), _)| seq + 1);
        self.journal.events.insert((log, seq), event.clone());
        self.bench.step(Input::Recorded { log, seq, event });
    }

    fn sync(&mut self, endpoint: &mut Endpoint, air: &[Air], fresh: &mut u64) {
        let mut air = air.iter().copied().chain(std::iter::repeat(Air::Good));
        let mut waiting = self.bench.step(Input::Sync);
        for _ in 0..200 {
            if waiting.is_empty() {
                return;
            }
            let more = match waiting.remove(0) {
                Output::Store { log, first, bytes } => {
                    let there = self.journal.batches.entry((log, first)).or_insert(bytes);
                    let bytes = there.clone();
                    self.bench.step(Input::Stored { log, first, bytes })
                }
                Output::Send(request) => self.send(&request, endpoint, air.next()),
                other => {
                    self.keep(other, fresh);
                    Vec::new()
                }
            };
            waiting.extend(more);
        }
        panic!("it never comes to rest");
    }

    fn send(
        &mut self,
        request: &Request,
        endpoint: &mut Endpoint,
        air: Option<Air>,
    ) -> Vec<Output> {
        if let Some(Air::NoRequest) = air {
            return self.bench.step(Input::NoAnswer);
        }
        let answer = endpoint.answer(&sent(request));
        match (air, answer) {
            (Some(Air::NoAnswer), _) => self.bench.step(Input::NoAnswer),
            (_, Ok(answer)) => self.bench.answer(request, 200, encode(&answer)),
            (_, Err(refusal)) => self.bench.refuse(request, &refusal),
        }
    }

    fn keep(&mut self, output: Output, fresh: &mut u64) {
        match output {
            Output::Replace { log, first, bytes } => {
                let batches = &mut self.journal.batches;
                batches.retain(|(other, at), _| *other != log || *at < first);
                batches.insert((log, first), bytes);
            }
            Output::Acknowledged { log, through, hash } => {
                let own = self.journal.logs.get_mut(&log).unwrap();
                own.acknowledged = through;
                own.acknowledged_hash = hash;
            }
            // One tab: it has recorded all there is.
            Output::LookFor { log } => {
                let own = self.journal.batches.range((log, 0)..=(log, u64::MAX));
                let batches = own.map(|((_, first), bytes)| (*first, bytes.clone()));
                let batches = batches.collect();
                self.bench.step(Input::Found { log, batches });
            }
            Output::RecordAnew { log, events, .. } => {
                self.journal.logs.get_mut(&log).unwrap().parked = Some(RefusalCode::Clash);
                self.journal.events.retain(|(other, _), _| *other != log);
                for (_, event) in events {
                    *fresh += 1;
                    self.record(event, LogId(fresh.to_be_bytes()));
                }
                self.bench.step(Input::RecordedAnew { log });
            }
            Output::Keep(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// The times of all events at the endpoint: each event has its own.
fn stored(endpoint: &Endpoint, device: &Device) -> Vec<i64> {
    let key = device.keyring.newest_key(STREAM).unwrap();
    let mut times = Vec::new();
    for batches in endpoint.logs.values() {
        let mut previous = NO_BATCH;
        for bytes in batches {
            let context = Context {
                campaign: device.campaign,
                stream: STREAM,
                certificate: device.certificate(),
                previous,
            };
            let batch = Batch::from_bytes(bytes).unwrap();
            assert!(batch.signed_by(device.keys.sign_public(), &context));
            let run = batch.open(&context, &key).unwrap();
            times.extend(run.events.iter().map(|event| event.at));
            previous = Batch::hash(bytes);
        }
    }
    times.sort_unstable();
    times
}

fn play(steps: &[Step]) {
    let mut endpoint = Endpoint::default();
    let mut fresh = 0_u64;
    let mut recorded = 0;
    let journal = Journal {
        device: device(&mut ChaCha20Rng::seed_from_u64(1)),
        logs: BTreeMap::new(),
        batches: BTreeMap::new(),
        events: BTreeMap::new(),
    };
    let whole = journal.device.clone();
    let mut phones = vec![Phone::open(journal, 2)];
    for (n, step) in steps.iter().enumerate() {
        let seed = n as u64 + 10;
        let at = |phone: usize, phones: &[Phone]| phone % phones.len();
        match step {
            Step::Record { phone, events } => {
                let phone = at(*phone, &phones);
                for _ in 0..*events {
                    recorded += 1;
                    fresh += 1;
                    phones[phone].record(knock(recorded), LogId(fresh.to_be_bytes()));
                }
            }
            Step::Sync { phone, air } => {
                let phone = at(*phone, &phones);
                phones[phone].sync(&mut endpoint, air, &mut fresh);
            }
            Step::Restart { phone } => {
                let phone = at(*phone, &phones);
                phones[phone] = Phone::open(phones[phone].journal.clone(), seed);
            }
            // One copy. Of three phones with the same unsent events, where one has something else
            // under their numbers, the other two record them anew, each in a log of its own.
            Step::Copy { phone } if phones.len() < 2 => {
                let copied = phones[at(*phone, &phones)].journal.clone();
                phones.push(Phone::open(copied, seed));
            }
            Step::Copy { .. } => {}
        }
    }
    // What is recorded anew goes out with the next sync.
    for _ in 0..3 {
        for phone in &mut phones {
            phone.sync(&mut endpoint, &[], &mut fresh);
        }
    }
    for phone in &phones {
        assert_eq!(phone.bench.session.status().waiting, 0);
    }
    let all: Vec<i64> = (1..=recorded).map(|n| NOW + n).collect();
    assert_eq!(stored(&endpoint, &whole), all);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_was_recorded_is_stored_once_whatever_happens(
        steps in prop::collection::vec(any_step(), 1..24),
    ) {
        play(&steps);
    }
}
