//! Others who knock, without a browser: each joins by a link, records what came of evenings that were, and
//! sends it. What they write is sealed, signed and taken by the endpoint like anybody's.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stairwell::canvass::dot::LogId;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::State;
use stairwell::canvass::stream::Stream;
use stairwell::sync::device::Invitation;
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::random_bytes;
use stairwell::sync::session::{Input, Output, OwnLog, Request, Session};
use stairwell::sync::wire::{
    CONTENT_TYPE, Joined, Look, Looked, MAC_HEADER, NONCE_HEADER, decode, encode, path,
};

/// Somebody with a device and no screen.
pub struct Somebody {
    session: Session,
    /// What is true at the doors, as far as it has come.
    pub state: State,
    logs: BTreeMap<Stream, (LogId, u64)>,
    post: Post,
    rng: ChaCha20Rng,
}

/// Where requests go.
struct Post {
    origin: String,
    agent: ureq::Agent,
}

/// An answer, and what stood in its authentication header.
struct Answer {
    status: u16,
    mac: Option<String>,
    body: Vec<u8>,
}

impl Post {
    fn send(
        &self,
        path: &str,
        nonce: [u8; 16],
        token: Option<&str>,
        body: &[u8],
    ) -> Result<Answer> {
        let nonce = data_encoding::HEXLOWER.encode(&nonce);
        let url = format!("{}{path}", self.origin);
        let mut request = self.agent.post(url);
        for (name, value) in [("content-type", CONTENT_TYPE), (NONCE_HEADER, &nonce)] {
            request = request.header(name, value);
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut answer = request.send(body)?;
        let mac = answer.headers().get(MAC_HEADER);
        let mac = mac.and_then(|mac| mac.to_str().ok()).map(str::to_string);
        Ok(Answer {
            status: answer.status().as_u16(),
            mac,
            body: answer.body_mut().read_to_vec()?,
        })
    }

    fn ask<Q: Serialize, A: DeserializeOwned>(&self, path: &str, question: &Q) -> Result<A> {
        let answer = self.send(path, [0; 16], None, &encode(question))?;
        ensure!(answer.status == 200, "{path}: {}", answer.status);
        decode(&answer.body).ok().context("the endpoint's answer")
    }
}

impl Somebody {
    /// Joins by a link, and fetches what there is: its certificate says since when, and it is now (seconds
    /// since 1970, both).
    pub fn joined(link: &str, name: &str, (since, now): (i64, i64), seed: u64) -> Result<Somebody> {
        let (origin, _) = link.rsplit_once("/join#").context("a link")?;
        let agent = ureq::Agent::config_builder();
        let agent = agent.http_status_as_error(false).build().new_agent();
        let post = Post {
            origin: origin.to_string(),
            agent,
        };
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let code = InviteCode::parse(link)?;
        let name_of_it = code.lookup_name();
        let looked: Looked = post.ask(path::LOOK, &Look { name: name_of_it })?;
        let joining = Invitation::read(&code, &looked)?.join(&code, name, since, &mut rng);
        let joined: Joined = post.ask(path::JOIN, &joining.request())?;
        let mut somebody = Somebody {
            session: Session::new(joining.finish(&joined)?),
            state: State::default(),
            logs: BTreeMap::new(),
            post,
            rng,
        };
        somebody.sync(now)?;
        Ok(somebody)
    }

    /// Records drafts, as of a time (seconds since 1970).
    pub fn record(&mut self, at: i64, drafts: &[Draft]) {
        for draft in drafts {
            self.log_of(at, draft.stream);
            self.write(at, draft);
        }
    }

    fn log_of(&mut self, at: i64, stream: Stream) {
        if self.logs.contains_key(&stream) {
            return;
        }
        let log = LogId(random_bytes(&mut self.rng));
        self.logs.insert(stream, (log, 1));
        let own = OwnLog {
            log,
            stream,
            certificate: self.session.device().certificate(),
            acknowledged: 0,
            acknowledged_hash: [0; 32],
            parked: None,
        };
        self.session.step(at, Input::Opened(own), &mut self.rng);
        let name = self.session.device().name.clone();
        self.write(at, &Draft::new(stream, Fact::Writer { name }, Vec::new()));
    }

    fn write(&mut self, at: i64, draft: &Draft) {
        if let Some((log, next)) = self.logs.get_mut(&draft.stream) {
            let (log, seq) = (*log, *next);
            *next += 1;
            let event = draft.at(at);
            let recorded = Input::Recorded { log, seq, event };
            self.session.step(at, recorded, &mut self.rng);
        }
    }

    /// Sends and fetches until there is nothing more to do.
    pub fn sync(&mut self, now: i64) -> Result<()> {
        let mut inputs = vec![Input::Sync];
        while let Some(input) = inputs.pop() {
            for output in self.session.step(now, input, &mut self.rng) {
                match output {
                    Output::Store { log, first, bytes } => {
                        inputs.push(Input::Stored { log, first, bytes });
                    }
                    Output::Send(request) => inputs.push(self.carry(&request)?),
                    Output::Merge(written) => {
                        for run in written {
                            let _ = self.state.add(&run);
                        }
                    }
                    Output::Checkpoint(taken) => {
                        let _ = self.state.take(&taken);
                    }
                    _ => {}
                }
            }
        }
        let status = self.session.status();
        ensure!(status.waiting == 0, "not all was taken: {status:?}");
        Ok(())
    }

    fn carry(&self, request: &Request) -> Result<Input> {
        let token = Some(request.token.as_str());
        let answer = self
            .post
            .send(request.path, request.nonce, token, &request.body)?;
        Ok(Input::Answered {
            status: answer.status,
            mac: answer.mac,
            body: answer.body,
        })
    }
}
