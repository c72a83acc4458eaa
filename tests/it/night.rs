//! The main job from the command line: a night rehearsed, and an organiser's morning without a
//! browser.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::{Draft, answer, knock};
use stairwell::canvass::fact::{BlockKind, Fact, Outcome, StairKind, Value};
use stairwell::canvass::fold::State;
use stairwell::canvass::id::{BlockId, DoorId, HouseholdId, QuestionId, StairId};
use stairwell::canvass::script::AnswerKind;
use stairwell::canvass::stream::Stream;
use stairwell::organise::export;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::{Device, Founding, InviteTerms};
use stairwell::sync::grant::Package;
use stairwell::sync::granting::publish_invite;
use stairwell::sync::keys::{OwnKeys, random_bytes};
use stairwell::sync::session::{Input, Output as Step, OwnLog, Session};
use stairwell::sync::wire::{
    CONTENT_TYPE, Joined, MAC_HEADER, NONCE_HEADER, Token, decode, encode, path,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_stairwell");

fn list(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/lists")
        .join(name)
}

fn rehearse(list: &Path, phones: &str, seed: &str) -> (Output, serde_json::Value) {
    let done = Command::new(PROGRAM)
        .args([
            "rehearse", "--json", "--phones", phones, "--seed", seed, "--doors",
        ])
        .arg(list)
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    let last = out.lines().last().unwrap_or_default();
    let outcome = serde_json::from_str(last).unwrap_or_else(|_| {
        panic!("{out}\n{}", String::from_utf8_lossy(&done.stderr));
    });
    (done, outcome)
}

#[test]
fn a_night_loses_nothing_and_the_same_seed_is_the_same_night() {
    let list = list("alderbrook.csv");
    let (first, outcome) = rehearse(&list, "6", "7");
    assert!(first.status.success(), "{outcome}");
    assert_eq!(outcome["lost"], 0);
    assert_eq!(outcome["duplicated"], 0);
    assert!(outcome["recorded"].as_u64().unwrap() > 100, "{outcome}");
    assert_eq!(outcome["recorded"], outcome["merged"]);
    let (again, _) = rehearse(&list, "6", "7");
    let digest = |done: &Output| {
        String::from_utf8_lossy(&done.stdout)
            .lines()
            .find(|line| line.contains("SHA-256"))
            .map(str::to_string)
    };
    assert!(digest(&first).is_some());
    assert_eq!(digest(&first), digest(&again));
    let (other, _) = rehearse(&list, "6", "8");
    assert_ne!(digest(&first), digest(&other));
}

#[test]
fn a_night_on_a_real_estate() {
    let shared = std::env::var("STAIRWELL_SHARED").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let gurnos = shared.join("data/gurnos.csv");
    if !gurnos.exists() {
        println!("skipped: the real address list is not here");
        return;
    }
    let (done, outcome) = rehearse(&gurnos, "12", "1");
    assert!(done.status.success(), "{outcome}");
    assert_eq!(outcome["lost"], 0);
    assert_eq!(outcome["duplicated"], 0);
    assert!(outcome["disagreements"].as_u64().unwrap() > 0, "{outcome}");
}

/// An endpoint as its host starts it; ended when dropped.
struct Served {
    process: Child,
    origin: String,
    start_code: String,
}

impl Served {
    fn start(data: &Path) -> Served {
        let mut process = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        Served {
            process,
            origin: format!("http://{}", said["listening"].as_str().unwrap()),
            start_code: said["start_code"].as_str().unwrap().to_string(),
        }
    }

    fn post(
        &self,
        path: &str,
        token: Option<&str>,
        nonce: &[u8],
        body: &[u8],
    ) -> (u16, Vec<u8>, Option<String>) {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .new_agent();
        let mut request = agent
            .post(format!("{}{path}", self.origin))
            .header("content-type", CONTENT_TYPE)
            .header(NONCE_HEADER, data_encoding::HEXLOWER.encode(nonce));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut answer = request.send(body).unwrap();
        let mac = answer
            .headers()
            .get(MAC_HEADER)
            .map(|mac| mac.to_str().unwrap().to_string());
        let status = answer.status().as_u16();
        (status, answer.body_mut().read_to_vec().unwrap(), mac)
    }

    fn ask<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&Token>,
        question: &Q,
    ) -> A {
        let hex = token.map(Token::to_hex);
        let (status, body, _) = self.post(path, hex.as_deref(), &[3; 16], &encode(question));
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        decode(&body).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A device that records and sends by hand.
struct Desk {
    session: Session,
    state: State,
    logs: BTreeMap<Stream, (LogId, u64)>,
    rng: ChaCha20Rng,
    now: i64,
}

impl Desk {
    fn new(device: Device, rng: ChaCha20Rng, now: i64) -> Desk {
        Desk {
            session: Session::new(device),
            state: State::default(),
            logs: BTreeMap::new(),
            rng,
            now,
        }
    }

    fn record(&mut self, drafts: Vec<Draft>) -> Vec<Dot> {
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

    fn sync(&mut self, served: &Served) {
        let mut inputs = vec![Input::Sync];
        while let Some(input) = inputs.pop() {
            for step in self.session.step(self.now, input, &mut self.rng) {
                match step {
                    Step::Store { log, first, bytes } => {
                        inputs.push(Input::Stored { log, first, bytes })
                    }
                    Step::Send(request) => {
                        let (status, body, mac) = served.post(
                            request.path,
                            Some(&request.token),
                            &request.nonce,
                            &request.body,
                        );
                        inputs.push(Input::Answered { status, body, mac });
                    }
                    Step::Merge(written) => {
                        for run in written {
                            let _ = self.state.add(&run);
                        }
                    }
                    _ => {}
                }
            }
        }
        assert_eq!(self.session.status().waiting, 0);
        assert_eq!(self.session.status().trouble, None);
    }

    fn invite(&mut self, served: &Served, role: Role, reach: Reach) -> String {
        let terms = InviteTerms {
            role,
            reach,
            uses: 1,
            second_device_of: None,
            now: self.now,
            until: self.now + 3_600,
        };
        let device = self.session.device().clone();
        let (code, certificate) = device.invite(&terms, &mut self.rng);
        let package = Package::default();
        let invite = publish_invite(
            &device,
            &code,
            &certificate,
            Vec::new(),
            package,
            &mut self.rng,
        )
        .unwrap();
        served.ask::<_, ()>(path::INVITE, Some(&device.token), &invite);
        code.link(&served.origin)
    }
}

fn founded(served: &Served) -> Desk {
    let now = chrono::Utc::now().timestamp();
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let root = OwnKeys::random(&mut rng);
    let founding = Founding {
        start_code: served.start_code.clone(),
        name: "Olwen".into(),
        now,
        ends: now + 86_400,
        practice: false,
    };
    let (start, joining) = founding.found(&root, &mut rng).unwrap();
    let joined: Joined = served.ask(path::START, None, &start);
    Desk::new(joining.finish(&joined).unwrap(), rng, now)
}

/// One door of one stair of one block, and a question, in the state of the desk.
fn small_estate(desk: &mut Desk) -> (Stream, DoorId, QuestionId) {
    let block = Fact::Block {
        name: "=Cedar House".into(),
        kind: BlockKind::Building,
    };
    let block = BlockId(desk.record(vec![Draft::new(Stream::Board, block, vec![])])[0]);
    let stair = Fact::Stair {
        name: String::new(),
        kind: StairKind::Entrance,
    };
    let stair = Draft::new(Stream::Board, stair, vec![block.into()]);
    let stair = StairId(desk.record(vec![stair])[0]);
    let stream = Stream::Stair(stair);
    let door = Fact::Door {
        label: "Flat 6".into(),
        floor: Some(1),
        order: 0,
        uprn: Some(100_100_000_001),
    };
    let door = DoorId(desk.record(vec![Draft::new(stream, door, vec![])])[0]);
    let question = Fact::Question {
        words: "Will you come on Thursday?".into(),
        answers: AnswerKind::YesNo,
    };
    let question = Draft::new(Stream::Board, question, vec![]);
    let question = QuestionId(desk.record(vec![question])[0]);
    (stream, door, question)
}

fn run(arguments: &[&str]) -> (bool, String) {
    let done = Command::new(PROGRAM).args(arguments).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (
        done.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[test]
fn an_organisers_morning_without_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(&folder.path().join("data"));
    let mut desk = founded(&served);
    let (stream, door, question) = small_estate(&mut desk);
    let household = HouseholdId::FirstOf(door);
    desk.record(knock(stream, door, household, Outcome::Spoke));
    for value in [Value::Yes, Value::No] {
        // Two answers, neither over the other: a disagreement.
        let draft = answer(&State::default(), stream, household, question, value, 1);
        desk.record(vec![draft]);
    }
    desk.sync(&served);
    let file = |name: &str| folder.path().join(name).display().to_string();
    let link = desk.invite(&served, Role::Organiser, Reach::Everything);
    let (ok, said) = run(&[
        "enrol",
        "--invite",
        &link,
        "--keyring",
        &file("k"),
        "--name",
        "office",
    ]);
    assert!(ok, "{said}");
    let (ok, said) = run(&["enrol", "--invite", &link, "--keyring", &file("k")]);
    assert!(!ok && said.contains("never written over"), "{said}");
    let (ok, said) = run(&["enrol", "--invite", &link, "--keyring", &file("k2")]);
    assert!(!ok && said.contains("used up"), "{said}");
    assert!(!Path::new(&file("k2")).exists());
    for _ in 0..2 {
        // A second time finds nothing new, and writes the same.
        let (ok, said) = run(&["merge", "--keyring", &file("k"), "--out", &file("out")]);
        assert!(ok && said.contains("1 of 1 doors tried"), "{said}");
    }
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let headers = [
        ("doors.csv", export::DOORS.as_slice()),
        ("knocks.csv", &export::KNOCKS),
        ("answers.csv", &export::ANSWERS),
        ("disagreements.csv", &export::DISAGREEMENTS),
    ];
    for (name, header) in headers {
        assert_eq!(read(name).lines().next(), Some(header.join(",").as_str()));
    }
    assert!(read("doors.csv").contains("'=Cedar House,Stair,1,Flat 6,100100000001,1,spoke,"));
    assert_eq!(read("knocks.csv").lines().count(), 2);
    assert_eq!(read("answers.csv").lines().count(), 3);
    assert_eq!(read("disagreements.csv").lines().count(), 3);
    // The organiser's first device hears that it was merged.
    desk.sync(&served);
    let (log, next) = desk.logs[&stream];
    let counted = stairwell::canvass::estate::counted_through(&desk.state, log);
    assert_eq!(counted, next - 1);
}

#[test]
fn only_an_organisers_keyring_merges() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(&folder.path().join("data"));
    let mut desk = founded(&served);
    let (stream, ..) = small_estate(&mut desk);
    desk.sync(&served);
    let link = desk.invite(&served, Role::Volunteer, Reach::Stairs(vec![stream.name()]));
    let keyring = folder.path().join("k").display().to_string();
    let out = folder.path().join("out").display().to_string();
    let (ok, said) = run(&["enrol", "--invite", &link, "--keyring", &keyring]);
    assert!(ok, "{said}");
    let (ok, said) = run(&["merge", "--keyring", &keyring, "--out", &out]);
    assert!(!ok && said.contains("Only an organiser"), "{said}");
    assert!(!Path::new(&out).exists());
    std::fs::write(&keyring, "something else").unwrap();
    let (ok, said) = run(&["merge", "--keyring", &keyring, "--out", &out]);
    assert!(!ok && said.contains("not a keyring"), "{said}");
}
