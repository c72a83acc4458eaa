//! A device without a browser that finds it is a copy.

use super::*;
use crate::canvass::fact::Outcome;
use crate::canvass::id::{DoorId, StairId};
use crate::command::chance::from_seed;
use crate::sync::batch::Batch;
use crate::sync::device::Founding;
use crate::sync::keys::{OwnKeys, Secret};
use crate::sync::wire::{
    Cursor, Head, Joined, Refusal, RefusalCode, SyncAnswer, SyncRequest, Token, decode, encode,
};

const NOW: i64 = 1_773_077_400;
const LISTED: LogId = LogId([5; 8]);
const STAIR: Stream = Stream::Stair(StairId(Dot {
    log: LISTED,
    seq: 1,
}));

fn device(chance: &mut Chance) -> crate::sync::device::Device {
    let founding = Founding {
        start_code: String::new(),
        name: "Olwen".into(),
        now: NOW,
        ends: NOW + 86_400,
        practice: true,
    };
    let (_, joining) = founding.found(&OwnKeys::random(chance), chance).unwrap();
    let joined = Joined {
        token: Token(Secret([9; 32])),
        grant: None,
        now: NOW,
    };
    joining.finish(&joined).unwrap()
}

fn knock(outcome: Outcome) -> Draft {
    let door = DoorId(Dot {
        log: LISTED,
        seq: 2,
    });
    let (by, when) = (None, None);
    Draft::new(STAIR, Fact::Knock { outcome, by, when }, vec![door.into()])
}

/// What the endpoint holds of the one log that matters here, and what it answers.
#[derive(Default)]
struct Endpoint(Vec<Batch>, Vec<Vec<u8>>);

impl Endpoint {
    fn take(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let batch = Batch::from_bytes(bytes).unwrap();
        let mut held = self.0.iter();
        let newest = held.rfind(|held| held.log == batch.log);
        let head = newest.map_or(0, Batch::last);
        if self.1.iter().any(|held| held == bytes) {
            return Ok(());
        }
        if batch.first != head + 1 {
            return Err(Refusal::of_log(RefusalCode::Clash, batch.log, Some(head)));
        }
        self.0.push(batch);
        self.1.push(bytes.to_vec());
        Ok(())
    }

    fn answer(&mut self, request: &Request) -> Answer {
        let asked: SyncRequest = decode(&request.body).unwrap();
        let taken = asked.batches.iter().try_for_each(|bytes| self.take(bytes));
        let (status, body) = match taken {
            Err(refusal) => (409, serde_json::to_vec(&refusal).unwrap()),
            Ok(()) => (200, encode(&self.shown(&asked))),
        };
        let token = Token(Secret([9; 32]));
        let mac = token.answer_mac(&request.nonce, status, &body);
        Answer {
            status,
            body,
            mac: Some(data_encoding::HEXLOWER.encode(&mac)),
        }
    }

    fn shown(&self, asked: &SyncRequest) -> SyncAnswer {
        let all = self.0.iter().zip(&self.1);
        let wanted = |(batch, _): &(&Batch, &Vec<u8>)| {
            let mut want = asked.want.iter();
            want.any(|(log, from)| batch.log == *log && batch.last() >= *from)
        };
        let head = |(batch, bytes): (&Batch, &Vec<u8>)| Head {
            log: batch.log,
            seq: batch.last(),
            hash: Batch::hash(bytes),
        };
        let named = |(_, bytes): &(&Batch, &Vec<u8>)| asked.batches.contains(bytes);
        let from = usize::try_from(asked.cursor.position).unwrap();
        SyncAnswer {
            now: NOW,
            heads: all.clone().filter(named).map(head).collect(),
            held: all.filter(wanted).map(|(_, held)| held.clone()).collect(),
            batches: self.1[from..].to_vec(),
            cursor: Cursor {
                position: self.1.len() as u64,
                chain: [1; 32],
            },
            ..SyncAnswer::default()
        }
    }
}

fn sync(phone: &mut Phone, endpoint: &mut Endpoint, chance: &mut Chance) {
    let mut send = |request: &Request| Some(endpoint.answer(request));
    let done = phone.sync(NOW, Input::Sync, chance, &mut send, &mut || false);
    assert_eq!(done.unwrap(), Sync::Done);
}

#[test]
fn a_copied_phone_moves_what_it_alone_has_and_knows_the_same_after_a_restart() {
    let mut chance = from_seed(1);
    let journal = Journal::new(device(&mut chance));
    let mut original = Phone::open(journal, NOW, &mut chance).unwrap();
    let mut endpoint = Endpoint::default();
    original
        .record(&[knock(Outcome::NotHome)], NOW, &mut chance)
        .unwrap();
    sync(&mut original, &mut endpoint, &mut chance);
    let mut copy = Phone::open(original.journal.clone(), NOW, &mut chance).unwrap();
    original
        .record(&[knock(Outcome::Spoke)], NOW, &mut chance)
        .unwrap();
    sync(&mut original, &mut endpoint, &mut chance);

    // What the copy records and undoes stands under the number of what the original has sent.
    let slip = copy
        .record(&[knock(Outcome::Refused)], NOW, &mut chance)
        .unwrap();
    let mut undo = knock(Outcome::LeftLeaflet);
    undo.over = slip.clone();
    copy.record(&[undo], NOW, &mut chance).unwrap();
    for _ in 0..2 {
        sync(&mut copy, &mut endpoint, &mut chance);
    }
    sync(&mut original, &mut endpoint, &mut chance);
    assert_eq!(copy.session.status().waiting, 0);
    assert_eq!(copy.state.to_bytes(), original.state.to_bytes());
    let knocks = copy.state.of_kind(Kind::KNOCK).map(|(dot, _)| dot);
    let knocks: Vec<Dot> = knocks.collect();
    assert_eq!(
        knocks.len(),
        3,
        "not home, spoke, and what took the slip's place"
    );

    let left = &copy.journal.logs[&slip[0].log];
    assert_eq!((left.closed, left.next, left.acknowledged), (true, 3, 2));
    assert_eq!(copy.journal.events, Default::default());
    assert_eq!(copy.journal.batches.len(), 2, "one in each log");
    let again = Phone::open(copy.journal.clone(), NOW, &mut chance).unwrap();
    assert_eq!(again.state.to_bytes(), copy.state.to_bytes());
    assert_eq!(again.session.status().waiting, 0);
}

#[test]
fn a_batch_that_is_put_in_anothers_place_takes_that_of_all_after_it() {
    let mut journal = Journal::new(device(&mut from_seed(1)));
    let other = LogId([6; 8]);
    for (log, first) in [(LISTED, 1), (LISTED, 3), (LISTED, 6), (other, 6)] {
        journal.add_batch(log, first, vec![1]);
    }
    journal.replace(LISTED, 3, vec![2]);
    let left = journal.batches.iter();
    let left: Vec<_> = left
        .map(|(dot, bytes)| (dot.log, dot.seq, bytes[0]))
        .collect();
    assert_eq!(left, [(LISTED, 1, 1), (LISTED, 3, 2), (other, 6, 1)]);
}
