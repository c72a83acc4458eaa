//! A device that records and sends by hand.

use std::collections::BTreeMap;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::State;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::{Device, Founding, Invitation, InviteTerms};
use stairwell::sync::grant::Package;
use stairwell::sync::granting::publish_invite;
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::{OwnKeys, random_bytes};
use stairwell::sync::session::{Input, Output as Step, OwnLog, Session};
use stairwell::sync::wire::{
    CONTENT_TYPE, Joined, Look, Looked, MAC_HEADER, NONCE_HEADER, Token, path,
};

use crate::site::Site;

/// A device that records and sends by hand.
pub struct Desk {
    pub session: Session,
    pub state: State,
    pub logs: BTreeMap<Stream, (LogId, u64)>,
    pub rng: ChaCha20Rng,
    pub now: i64,
}

impl Desk {
    pub fn new(device: Device, rng: ChaCha20Rng, now: i64) -> Desk {
        Desk {
            session: Session::new(device),
            state: State::default(),
            logs: BTreeMap::new(),
            rng,
            now,
        }
    }

    /// Founds a campaign with six words that nobody wrote down.
    pub fn founded(site: &Site, seed: u64) -> Desk {
        let now = site.now();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let root = OwnKeys::random(&mut rng);
        let founding = Founding {
            start_code: site.start_code.clone(),
            name: "Olwen".into(),
            now,
            ends: now + 86_400,
            practice: site.plays.is_some(),
        };
        let (start, joining) = founding.found(&root, &mut rng).unwrap();
        let joined: Joined = site.ask(path::START, None, &start);
        Desk::new(joining.finish(&joined).unwrap(), rng, now)
    }

    /// Founds a committee's campaign, with keyholders whose words gave these keys.
    pub fn founded_by(site: &Site, keyholders: &[OwnKeys], needed: u8, seed: u64) -> Desk {
        let now = site.now();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let founding = Founding {
            start_code: site.start_code.clone(),
            name: "Amina".into(),
            now,
            ends: now + 86_400,
            practice: site.plays.is_some(),
        };
        let (start, joining) = founding.found_by(keyholders, needed, &mut rng).unwrap();
        let joined: Joined = site.ask(path::START, None, &start);
        Desk::new(joining.finish(&joined).unwrap(), rng, now)
    }

    /// Joins by a link or a code.
    pub fn joined(site: &Site, link: &str, name: &str, seed: u64) -> Desk {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let code = InviteCode::parse(link).unwrap();
        let look = Look {
            name: code.lookup_name(),
        };
        let looked: Looked = site.ask(path::LOOK, None, &look);
        let now = site.now();
        let joining = Invitation::read(&code, &looked)
            .unwrap()
            .join(&code, name, now, &mut rng);
        let joined: Joined = site.ask(path::JOIN, None, &joining.request());
        Desk::new(joining.finish(&joined).unwrap(), rng, now)
    }

    pub fn device(&self) -> &Device {
        self.session.device()
    }

    pub fn token(&self) -> &Token {
        &self.session.device().token
    }

    pub fn record(&mut self, drafts: Vec<Draft>) -> Vec<Dot> {
        drafts.iter().map(|draft| self.record_one(draft)).collect()
    }

    fn record_one(&mut self, draft: &Draft) -> Dot {
        if !self.logs.contains_key(&draft.stream) {
            let log = LogId(random_bytes(&mut self.rng));
            self.logs.insert(draft.stream, (log, 1));
            let own = OwnLog {
                log,
                stream: draft.stream,
                certificate: self.session.device().certificate(),
                acknowledged: 0,
                acknowledged_hash: [0; 32],
                parked: None,
            };
            self.session
                .step(self.now, Input::Opened(own), &mut self.rng);
            let name = self.session.device().name.clone();
            self.store(&Draft::new(draft.stream, Fact::Writer { name }, Vec::new()));
        }
        self.store(draft)
    }

    fn store(&mut self, draft: &Draft) -> Dot {
        let (log, next) = self.logs.get_mut(&draft.stream).unwrap();
        let dot = Dot {
            log: *log,
            seq: *next,
        };
        *next += 1;
        let event = draft.at(self.now);
        let (log, seq) = (dot.log, dot.seq);
        self.session
            .step(self.now, Input::Recorded { log, seq, event }, &mut self.rng);
        dot
    }

    /// Syncs until there is nothing more to do, and nothing is in the way.
    pub fn sync(&mut self, site: &Site) {
        self.try_sync(site);
        assert_eq!(self.session.status().waiting, 0);
        assert_eq!(self.session.status().trouble, None);
    }

    /// Seals what is recorded, and sends nothing.
    pub fn seal(&mut self) {
        let mut inputs = vec![Input::Seal];
        while let Some(input) = inputs.pop() {
            for step in self.session.step(self.now, input, &mut self.rng) {
                match step {
                    Step::Store { log, first, bytes } => {
                        inputs.push(Input::Stored { log, first, bytes });
                    }
                    other => panic!("sealing asks for {other:?}"),
                }
            }
        }
    }

    /// Syncs as far as the endpoint lets it; answers what it was told to do besides.
    pub fn try_sync(&mut self, site: &Site) -> Vec<Step> {
        let mut others = Vec::new();
        let mut inputs = vec![Input::Sync];
        while let Some(input) = inputs.pop() {
            for step in self.session.step(self.now, input, &mut self.rng) {
                match step {
                    Step::Store { log, first, bytes } => {
                        inputs.push(Input::Stored { log, first, bytes });
                    }
                    Step::Send(request) => inputs.push(carry(site, &request)),
                    Step::Merge(written) => {
                        for run in written {
                            let _ = self.state.add(&run);
                        }
                    }
                    Step::Checkpoint(taken) => {
                        let _ = self.state.take(&taken);
                        others.push(Step::Checkpoint(taken));
                    }
                    other => others.push(other),
                }
            }
        }
        others
    }

    /// Publishes an invitation for one, and answers its link.
    pub fn invite(&mut self, site: &Site, role: Role, reach: Reach) -> String {
        let terms = InviteTerms {
            role,
            reach,
            uses: 1,
            second_device_of: None,
            now: self.now,
            until: self.now + 3_600,
        };
        self.invite_with(site, &terms).link(&site.origin)
    }

    /// Publishes an invitation on these terms.
    pub fn invite_with(&mut self, site: &Site, terms: &InviteTerms) -> InviteCode {
        let device = self.session.device().clone();
        let (code, certificate) = device.invite(terms, &mut self.rng);
        let (turfs, package) = (Vec::new(), Package::default());
        let invite = publish_invite(&device, &code, &certificate, turfs, package, &mut self.rng);
        site.ask::<_, ()>(path::INVITE, Some(&device.token), &invite.unwrap());
        code
    }
}

fn carry(site: &Site, request: &stairwell::sync::session::Request) -> Input {
    let nonce = data_encoding::HEXLOWER.encode(&request.nonce);
    let headers = [("content-type", CONTENT_TYPE), (NONCE_HEADER, &nonce)];
    let token = Some(request.token.clone());
    match site.send(request.path, token, &headers, &request.body) {
        Ok(answer) => Input::Answered {
            status: answer.status,
            mac: answer.header(MAC_HEADER).map(str::to_string),
            body: answer.body,
        },
        Err(_) => Input::NoAnswer,
    }
}
