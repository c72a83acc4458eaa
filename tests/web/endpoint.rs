//! An endpoint that answers in the browser itself, in the place of `fetch`: it takes batches,
//! hands them out and says what it holds, and checks nothing else.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::GetUntracked;
use stairwell::canvass::dot::LogId;
use stairwell::canvass::hex;
use stairwell::canvass::stream::Stream;
use stairwell::client::clock::{now, pause};
use stairwell::client::phone::Phone;
use stairwell::sync::batch::Batch;
use stairwell::sync::certificate::CertificateId;
use stairwell::sync::checkpoint::SealedCheckpoint;
use stairwell::sync::keys::Secret;
use stairwell::sync::wire::{
    Cursor, Head, Members, NewCheckpoint, NewEpoch, Refusal, RefusalCode, Revoke, Revoked,
    SyncAnswer, SyncRequest, Token, decode, encode, path,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use crate::site::js;

/// What it holds, and what it was asked.
#[derive(Default)]
pub struct Held {
    /// Batches and checkpoints, in the order they came; nothing where a batch was replaced.
    pub batches: Vec<Vec<u8>>,
    /// Checkpoints that were put: each one's stream, and how many batches it replaced.
    pub replacements: Vec<(Option<Stream>, usize)>,
    /// How far logs had come that checkpoints replaced, or that it had from before.
    replaced: BTreeMap<LogId, u64>,
    /// Certificates, given out with every answer.
    pub certificates: Vec<Vec<u8>>,
    /// The members it shows.
    pub members: Option<Members>,
    /// What it was told to revoke.
    pub revoked: Vec<CertificateId>,
    /// The epochs that were begun.
    pub epochs: Vec<NewEpoch>,
    /// How far its clock is ahead of the browser's, in seconds.
    pub ahead: i64,
}

type Answer = (u16, Vec<u8>);

impl Held {
    fn answer(&mut self, path: &str, body: &[u8]) -> Answer {
        match path {
            path::SYNC => self.sync(&decode(body).unwrap()),
            path::CHECKPOINT => self.replace(&decode(body).unwrap()),
            path::MEMBERS => (200, encode(self.members.as_ref().unwrap())),
            path::EPOCH => {
                self.epochs.push(decode(body).unwrap());
                (200, Vec::new())
            }
            path::REVOKE => {
                let Revoke { certificate } = decode(body).unwrap();
                self.revoked.push(certificate);
                (200, encode(&Revoked { heads: Vec::new() }))
            }
            other => panic!("nobody asks {other} here"),
        }
    }

    fn read(&self) -> impl Iterator<Item = (Batch, &Vec<u8>)> {
        let all = self.batches.iter();
        all.filter(|bytes| !bytes.is_empty() && !SealedCheckpoint::is_one(bytes))
            .map(|bytes| (Batch::from_bytes(bytes).unwrap(), bytes))
    }

    /// Has it hold a log up to there from before.
    pub fn had(&mut self, log: LogId, upto: u64) {
        self.replaced.insert(log, upto);
    }

    /// How many events came in batches.
    pub fn events(&self) -> usize {
        let each = self.read().map(|(batch, _)| batch.last() + 1 - batch.first);
        usize::try_from(each.sum::<u64>()).unwrap()
    }

    /// Puts a checkpoint in the place of its stream's batches.
    fn replace(&mut self, new: &NewCheckpoint) -> Answer {
        let sealed = SealedCheckpoint::from_bytes(&new.checkpoint).unwrap();
        let of_stream = |(batch, _): &(Batch, &Vec<u8>)| {
            let opening = batch.opening.as_ref();
            opening.is_some_and(|opening| opening.stream == sealed.stream)
        };
        let logs: Vec<LogId> = self
            .read()
            .filter(of_stream)
            .map(|(batch, _)| batch.log)
            .collect();
        let mut batches = 0;
        for bytes in &mut self.batches {
            let Some(batch) = Batch::from_bytes(bytes)
                .ok()
                .filter(|batch| logs.contains(&batch.log))
            else {
                continue;
            };
            self.replaced.insert(batch.log, batch.last());
            bytes.clear();
            batches += 1;
        }
        self.replacements.push((sealed.stream(), batches));
        self.batches.push(new.checkpoint.clone());
        (200, encode(&()))
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let batch = Batch::from_bytes(bytes).unwrap();
        let of_log = self.read().filter(|(held, _)| held.log == batch.log);
        let replaced = self.replaced.get(&batch.log).copied().unwrap_or(0);
        let head = of_log.last().map_or(replaced, |(held, _)| held.last());
        if self.batches.iter().any(|held| held == bytes) {
            return Ok(());
        }
        if batch.first != head + 1 {
            return Err(Refusal::of_log(RefusalCode::Clash, batch.log, Some(head)));
        }
        self.batches.push(bytes.to_vec());
        Ok(())
    }

    fn sync(&mut self, asked: &SyncRequest) -> Answer {
        for bytes in &asked.batches {
            if let Err(refusal) = self.take(bytes) {
                return (409, serde_json::to_vec(&refusal).unwrap());
            }
        }
        let wanted = |(batch, _): &(Batch, &Vec<u8>)| {
            let mut want = asked.want.iter();
            want.any(|(log, from)| batch.log == *log && batch.last() >= *from)
        };
        let head = |(batch, bytes): (Batch, &Vec<u8>)| Head {
            log: batch.log,
            seq: batch.last(),
            hash: Batch::hash(bytes),
        };
        let sent = |(_, bytes): &(Batch, &Vec<u8>)| asked.batches.contains(bytes);
        // A phone of another test may still ask, and have been further there.
        let from = usize::try_from(asked.cursor.position).unwrap();
        let from = from.min(self.batches.len());
        let answer = SyncAnswer {
            now: now() + self.ahead,
            heads: self.read().filter(sent).map(head).collect(),
            held: self.read().filter(wanted).map(|(_, b)| b.clone()).collect(),
            batches: self.batches[from..]
                .iter()
                .filter(|bytes| !bytes.is_empty())
                .cloned()
                .collect(),
            certificates: self.certificates.clone(),
            cursor: Cursor {
                position: self.batches.len() as u64,
                chain: [1; 32],
            },
            ..SyncAnswer::default()
        };
        (200, encode(&answer))
    }
}

/// Takes the place of the network until it is dropped.
pub struct Endpoint {
    pub held: Rc<RefCell<Held>>,
    _answers: Closure<dyn FnMut(String, String, Uint8Array) -> Array>,
}

impl Endpoint {
    pub fn open() -> Endpoint {
        let held: Rc<RefCell<Held>> = Rc::default();
        let answering = held.clone();
        let answers = Closure::new(move |path: String, nonce: String, body: Uint8Array| {
            let (status, body) = answering.borrow_mut().answer(&path, &body.to_vec());
            let nonce = hex::decode(&nonce).unwrap();
            let token = Token(Secret([1; 32]));
            let mac = token.answer_mac(&nonce, status, &body);
            let mac = hex::encode(&mac);
            Array::of3(
                &JsValue::from(status),
                &Uint8Array::from(body.as_slice()).into(),
                &JsValue::from(mac),
            )
        });
        let window = js_sys::global();
        let answers_js: &JsValue = answers.as_ref();
        Reflect::set(&window, &"answers".into(), answers_js).unwrap();
        js("window.fetched ??= window.fetch;
            window.fetch = async (request) => {
                const body = new Uint8Array(await request.arrayBuffer());
                const path = new URL(request.url).pathname;
                const nonce = request.headers.get('stairwell-nonce');
                const [status, bytes, mac] = window.answers(path, nonce, body);
                const headers = {
                    'content-type': 'application/x-stairwell', 'stairwell-mac': mac,
                };
                return new Response(bytes, { status, headers });
            };");
        Endpoint {
            held,
            _answers: answers,
        }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        js("window.fetch = window.fetched; delete window.answers;");
    }
}

/// Sends and fetches, and waits until that has ended.
pub async fn sync(phone: Phone) {
    phone.sync();
    let mut idle = 0;
    for _ in 0..100 {
        pause(50).await;
        // Before it sends it looks what other tabs have recorded; and what follows the last answer is
        // carried out by then.
        idle = if phone.status().get_untracked().sending {
            0
        } else {
            idle + 1
        };
        if idle == 3 {
            return;
        }
    }
    panic!("it never comes to rest");
}
