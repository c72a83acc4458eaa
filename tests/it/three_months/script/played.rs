//! The same on devices that talk to an endpoint over HTTP: everybody in
//! them joins by an invitation, and seals and sends what they record. The endpoint takes from each request
//! what time it is there.

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stairwell::canvass::author::PersonId;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::{Counted, State, Written};
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::clock::PRACTICE_NOW;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::{Device, Founding, Invitation, InviteTerms};
use stairwell::sync::grant::Package;
use stairwell::sync::granting::publish_invite;
use stairwell::sync::inner::{seal_event, unwrap_event};
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::{OwnKeys, random_bytes};
use stairwell::sync::session::{Input, Output, OwnLog, Pulled, Request, Session};
use stairwell::sync::wire::{
    CONTENT_TYPE, Joined, Look, Looked, MAC_HEADER, NONCE_HEADER, Token, decode, encode, path,
};

use super::{Devices, OLWEN, ORGANISERS, Who, name};

const DAY: i64 = 86_400;
const SEED: u64 = 60;

/// One device.
struct Phone {
    session: Session,
    state: State,
    logs: BTreeMap<Stream, (LogId, u64)>,
    held: Held,
}

/// All that a device ever wrote down or was sent, also what it could let go of since.
#[derive(Default)]
pub struct Held {
    /// Its own events, as they lie in its journal.
    pub events: Vec<Event>,
    /// Its own batches, each log's in its order.
    pub batches: Vec<Vec<u8>>,
    /// What it pulled.
    pub pulled: Vec<Pulled>,
    /// Every answer's body.
    pub answers: Vec<Vec<u8>>,
}

/// Everybody's.
pub struct Phones {
    origin: String,
    start_code: String,
    ends: i64,
    agent: ureq::Agent,
    rng: ChaCha20Rng,
    phones: BTreeMap<Who, Phone>,
}

impl Phones {
    /// Nobody has joined. The campaign ends then: seconds since 1970.
    pub fn new(origin: &str, start_code: &str, ends: i64) -> Phones {
        Phones {
            origin: origin.into(),
            start_code: start_code.into(),
            ends,
            agent: ureq::Agent::config_builder()
                .http_status_as_error(false)
                .build()
                .new_agent(),
            rng: ChaCha20Rng::seed_from_u64(SEED),
            phones: BTreeMap::new(),
        }
    }

    /// What somebody's device decides with: its keys, and what it has read.
    pub fn session(&self, who: Who) -> &Session {
        &self.phones[&who].session
    }

    /// What somebody's device holds, or ever held.
    pub fn held(&self, who: Who) -> &Held {
        &self.phones[&who].held
    }

    /// Sends a body at a time; the status, what vouches for it, and the answer.
    fn post(
        &self,
        (path, token): (&str, Option<String>),
        nonce: [u8; 16],
        body: &[u8],
        at: i64,
    ) -> (u16, Option<String>, Vec<u8>) {
        let request = self.agent.post(format!("{}{path}", self.origin));
        let request = request
            .header("content-type", CONTENT_TYPE)
            .header(NONCE_HEADER, data_encoding::HEXLOWER.encode(&nonce))
            .header(PRACTICE_NOW, at.to_string());
        let request = match token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        };
        let mut answer = request.send(body).unwrap();
        let mac = answer.headers().get(MAC_HEADER);
        let mac = mac.map(|mac| mac.to_str().unwrap().to_string());
        let status = answer.status().as_u16();
        (status, mac, answer.body_mut().read_to_vec().unwrap())
    }

    fn ask<Q: Serialize, A: DeserializeOwned>(
        &mut self,
        path: &str,
        token: Option<&Token>,
        question: &Q,
        at: i64,
    ) -> A {
        let nonce = random_bytes(&mut self.rng);
        let to = (path, token.map(Token::to_hex));
        let (status, _, body) = self.post(to, nonce, &encode(question), at);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        decode(&body).unwrap()
    }

    fn carry(&self, request: &Request, at: i64) -> Input {
        let to = (request.path, Some(request.token.clone()));
        let (status, mac, body) = self.post(to, request.nonce, &request.body, at);
        Input::Answered { status, body, mac }
    }

    fn found(&mut self, at: i64) -> Device {
        let founding = Founding {
            start_code: self.start_code.clone(),
            name: name(OLWEN).into(),
            now: at,
            ends: self.ends,
            practice: true,
        };
        let root = OwnKeys::random(&mut self.rng);
        let (start, joining) = founding.found(&root, &mut self.rng).unwrap();
        let joined: Joined = self.ask(path::START, None, &start, at);
        joining.finish(&joined).unwrap()
    }

    /// An invitation by the first organiser's device, for one and for a day.
    pub fn invite(&mut self, role: Role, reach: Reach, at: i64) -> InviteCode {
        self.sync(OLWEN, at);
        let terms = InviteTerms {
            role,
            reach,
            uses: 1,
            second_device_of: None,
            now: at,
            until: at + DAY,
        };
        let session = &self.phones[&OLWEN].session;
        let device = session.device().clone();
        let heads = session.reader().heads();
        let logs: Vec<_> = heads
            .map(|(log, stream, seq, _)| (log, stream, seq))
            .collect();
        let package = Package::within(&terms.reach, logs.into_iter());
        let (code, certificate) = device.invite(&terms, &mut self.rng);
        let invite = publish_invite(&device, &code, &certificate, vec![], package, &mut self.rng);
        let () = self.ask(path::INVITE, Some(&device.token), &invite.unwrap(), at);
        code
    }

    fn joined(&mut self, who: Who, stairs: &[StairId], at: i64) -> Device {
        let (role, reach) = match who.0 < ORGANISERS {
            true => (Role::Organiser, Reach::Everything),
            false => {
                let streams = stairs.iter().map(|stair| Stream::Stair(*stair).name());
                let streams: BTreeSet<_> = streams.collect();
                (
                    Role::Volunteer,
                    Reach::Stairs(streams.into_iter().collect()),
                )
            }
        };
        let code = self.invite(role, reach, at);
        let name_of = code.lookup_name();
        let looked: Looked = self.ask(path::LOOK, None, &Look { name: name_of }, at);
        let invitation = Invitation::read(&code, &looked).unwrap();
        let joining = invitation.join(&code, name(who), at, &mut self.rng);
        let joined: Joined = self.ask(path::JOIN, None, &joining.request(), at);
        joining.finish(&joined).unwrap()
    }
}

impl Phone {
    fn record(&mut self, draft: &Draft, at: i64, rng: &mut ChaCha20Rng) -> Dot {
        if !self.logs.contains_key(&draft.stream) {
            self.open(draft.stream, at, rng);
        }
        self.store(draft, at, rng)
    }

    fn open(&mut self, stream: Stream, at: i64, rng: &mut ChaCha20Rng) {
        let log = LogId(random_bytes(rng));
        self.logs.insert(stream, (log, 1));
        let own = OwnLog {
            log,
            stream,
            certificate: self.session.device().certificate(),
            acknowledged: 0,
            acknowledged_hash: [0; 32],
            parked: None,
        };
        self.session.step(at, Input::Opened(own), rng);
        let name = self.session.device().name.clone();
        let writer = Draft::new(stream, Fact::Writer { name }, Vec::new());
        self.store(&writer, at, rng);
    }

    fn store(&mut self, draft: &Draft, at: i64, rng: &mut ChaCha20Rng) -> Dot {
        let device = self.session.device().clone();
        let (log, next) = self.logs.get_mut(&draft.stream).unwrap();
        let (log, seq) = (*log, *next);
        *next += 1;
        let plain: Event = draft.at(at);
        let event = match draft.stream {
            Stream::Inner => {
                let to = device.keyring.inner_public().unwrap();
                seal_event(device.campaign, device.person(), &plain, to, rng).unwrap()
            }
            Stream::Board | Stream::Stair(_) => plain,
        };
        let shown = unwrap_event(
            device.campaign,
            device.person(),
            event.clone(),
            &device.keyring,
        );
        let own = Written {
            log,
            author: device.checked().unwrap().author(draft.stream),
            first: seq,
            offset: 0,
            events: vec![shown],
        };
        assert_eq!(self.state.add(&own), Counted::Merged);
        self.held.events.push(event.clone());
        self.session
            .step(at, Input::Recorded { log, seq, event }, rng);
        Dot { log, seq }
    }
}

impl Devices for Phones {
    fn join(&mut self, who: Who, stairs: &[StairId], at: i64) {
        let device = match who == OLWEN {
            true => self.found(at),
            false => self.joined(who, stairs, at),
        };
        let phone = Phone {
            session: Session::new(device),
            state: State::default(),
            logs: BTreeMap::new(),
            held: Held::default(),
        };
        self.phones.insert(who, phone);
        self.sync(who, at);
    }

    fn record(&mut self, who: Who, at: i64, drafts: &[Draft]) -> Vec<Dot> {
        let phone = self.phones.get_mut(&who).unwrap();
        let rng = &mut self.rng;
        let dots = drafts.iter().map(|draft| phone.record(draft, at, rng));
        dots.collect()
    }

    fn sync(&mut self, who: Who, at: i64) {
        let mut phone = self.phones.remove(&who).unwrap();
        let mut inputs = vec![Input::Sync];
        while let Some(input) = inputs.pop() {
            for output in phone.session.step(at, input, &mut self.rng) {
                match output {
                    Output::Store { log, first, bytes } => {
                        phone.held.batches.push(bytes.clone());
                        inputs.push(Input::Stored { log, first, bytes });
                    }
                    Output::Send(request) => {
                        let answered = self.carry(&request, at);
                        if let Input::Answered { body, .. } = &answered {
                            phone.held.answers.push(body.clone());
                        }
                        inputs.push(answered);
                    }
                    Output::Keep(pulled) => phone.held.pulled.push(pulled),
                    Output::Merge(written) => {
                        for run in written {
                            assert_eq!(phone.state.add(&run), Counted::Merged);
                        }
                    }
                    // What a phone writes down for its next start.
                    _ => {}
                }
            }
        }
        let status = phone.session.status();
        assert_eq!((status.waiting, status.trouble), (0, None), "{}", name(who));
        self.phones.insert(who, phone);
    }

    fn state(&self, who: Who) -> &State {
        &self.phones[&who].state
    }

    fn person(&self, who: Who) -> PersonId {
        self.phones[&who].session.device().person()
    }
}
