//! An endpoint as its host starts it, in this process or as the program, and devices that talk to
//! it over HTTP.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::State;
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::clock::PRACTICE_NOW;
use stairwell::endpoint::{Endpoint, Front, Settings, serve};
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::{Device, Founding, Invitation, InviteTerms};
use stairwell::sync::grant::Package;
use stairwell::sync::granting::publish_invite;
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::{OwnKeys, random_bytes};
use stairwell::sync::session::{Input, Output as Step, OwnLog, Session};
use stairwell::sync::wire::{
    CONTENT_TYPE, Joined, Look, Looked, MAC_HEADER, NONCE_HEADER, Refusal, Token, decode, encode,
    path,
};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::endpoint::cluster;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_stairwell");

/// A running endpoint; ended when dropped.
pub struct Site {
    pub origin: String,
    pub start_code: String,
    /// Where it keeps everything.
    pub data: PathBuf,
    /// Where it answers monitoring, if it does.
    pub metrics: Option<String>,
    /// The links of the example in it, if there is one.
    pub example: Option<serde_json::Value>,
    /// What time it is there, where it plays a time: seconds since 1970.
    pub plays: Option<i64>,
    runs: Runs,
    agent: ureq::Agent,
    asked: AtomicU64,
}

/// How it runs. Ending the first, like the second, asks nobody.
enum Runs {
    Here {
        runtime: tokio::runtime::Runtime,
        served: tokio::task::JoinHandle<std::io::Result<()>>,
        stop: Option<oneshot::Sender<()>>,
    },
    Program(Mutex<Child>),
    Elsewhere,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
    /// Whether it is the endpoint's own, to this request and to who showed the token.
    pub authentic: bool,
}

impl Answer {
    /// What was asked for, where that came.
    pub fn read<A: DeserializeOwned>(&self) -> A {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        decode(&self.body).unwrap()
    }

    /// The refusal, which says in a sentence what is wrong.
    pub fn refusal(&self) -> Refusal {
        let body = String::from_utf8_lossy(&self.body);
        let refusal: Refusal = serde_json::from_str(&body)
            .unwrap_or_else(|_| panic!("{} is no refusal: {body}", self.status));
        assert_eq!(refusal.code.status(), self.status);
        assert!(refusal.message.split(' ').count() > 3, "{refusal:?}");
        refusal
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Site {
    /// The program, on a port the system gives.
    pub fn program(data: &Path) -> Site {
        Site::program_with(data, &[])
    }

    /// The same, with more arguments.
    pub fn program_with(data: &Path, more: &[&str]) -> Site {
        let mut command = Command::new(PROGRAM);
        if let Some(address) = cluster::ready(data) {
            command.env("STAIRWELL_DATABASE", address);
        }
        let mut process = command
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let mut site = Site::new(
            said["listening"].as_str().unwrap(),
            said["start_code"].as_str().unwrap().to_string(),
            data,
            Runs::Program(Mutex::new(process)),
        );
        site.metrics = said["metrics"].as_str().map(str::to_string);
        site.example = Some(said["example"].clone()).filter(|links| !links.is_null());
        site
    }

    /// In this process, on a port the system gives.
    pub fn here(settings: &Settings) -> Site {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let (listening, start_code, served) = runtime.block_on(async {
            let endpoint = Endpoint::open(settings).await.unwrap();
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let listening = listener.local_addr().unwrap().to_string();
            let start_code = endpoint.start_code().unwrap();
            let served = tokio::spawn(serve(endpoint, Front::Plain(listener), async {
                let _ = stopped.await;
            }));
            (listening, start_code, served)
        });
        let runs = Runs::Here {
            runtime,
            served,
            stop: Some(stop),
        };
        Site::new(&listening, start_code, &settings.folder, runs)
    }

    /// Whoever else listens there, to be asked.
    pub fn at(listening: &str) -> Site {
        Site::new(listening, String::new(), Path::new(""), Runs::Elsewhere)
    }

    fn new(listening: &str, start_code: String, data: &Path, runs: Runs) -> Site {
        Site {
            origin: format!("http://{listening}"),
            start_code,
            data: data.to_path_buf(),
            metrics: None,
            example: None,
            plays: None,
            runs,
            agent: ureq::Agent::config_builder()
                .http_status_as_error(false)
                .build()
                .new_agent(),
            asked: AtomicU64::new(0),
        }
    }

    /// Where it listens, without the scheme.
    pub fn address(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// A nonce not used before.
    pub fn nonce(&self) -> [u8; 16] {
        let mut nonce = [3; 16];
        nonce[..8].copy_from_slice(&self.asked.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        nonce
    }

    /// Sends a body as a device would.
    pub fn post(&self, path: &str, token: Option<&Token>, body: &[u8]) -> Answer {
        self.try_post(path, token, body).unwrap()
    }

    /// The same, where there may be no answer.
    pub fn try_post(
        &self,
        path: &str,
        token: Option<&Token>,
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let nonce = self.nonce();
        let hex = data_encoding::HEXLOWER.encode(&nonce);
        let headers = [("content-type", CONTENT_TYPE), (NONCE_HEADER, &hex)];
        let mut answer = self.send(path, token.map(Token::to_hex), &headers, body)?;
        answer.authentic = token.is_some_and(|token| {
            answer
                .header(MAC_HEADER)
                .is_some_and(|mac| token.is_answer(&nonce, answer.status, &answer.body, mac))
        });
        Ok(answer)
    }

    /// Sends a body with these headers and no others that matter.
    pub fn send(
        &self,
        path: &str,
        token: Option<String>,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.post(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(now) = self.plays {
            request = request.header(PRACTICE_NOW, now.to_string());
        }
        let mut answer = request.send(body)?;
        Ok(Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: answer.body_mut().read_to_vec()?,
            authentic: false,
        })
    }

    /// Asks for what is given.
    pub fn ask<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&Token>,
        question: &Q,
    ) -> A {
        self.post(path, token, &encode(question)).read()
    }

    /// Now, as the endpoint sees it.
    pub fn now(&self) -> i64 {
        self.plays.unwrap_or_else(|| chrono::Utc::now().timestamp())
    }
}

impl Site {
    /// Kills the program, as a power cut would.
    pub fn kill(&self) {
        if let Runs::Program(process) = &self.runs {
            let mut process = process.lock().unwrap();
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Tells it to stop, and waits until it has; whether it did so in good order.
    pub fn terminate(&mut self) -> bool {
        let process = match &mut self.runs {
            Runs::Here {
                runtime,
                served,
                stop,
            } => {
                drop(stop.take());
                return runtime.block_on(served).unwrap().is_ok();
            }
            Runs::Program(process) => process,
            Runs::Elsewhere => return true,
        };
        let process = process.get_mut().unwrap();
        let pid = process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.unwrap().success());
        process.wait().unwrap().success()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        match &mut self.runs {
            Runs::Here { stop, .. } => drop(stop.take()),
            Runs::Elsewhere => {}
            Runs::Program(process) => {
                if let Ok(process) = process.get_mut() {
                    // Ended already is as good.
                    let _ = process.kill();
                    let _ = process.wait();
                }
            }
        }
    }
}

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
