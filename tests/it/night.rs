//! The main job from the command line: a night rehearsed, and an organiser's morning without a
//! browser.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::{Draft, answer, knock};
use stairwell::canvass::fact::{BlockKind, Fact, Outcome, StairKind, Value};
use stairwell::canvass::fold::State;
use stairwell::canvass::id::{BlockId, DoorId, HeadId, HouseholdId, QuestionId, StairId};
use stairwell::canvass::script::AnswerKind;
use stairwell::canvass::stream::Stream;
use stairwell::organise::export;
use stairwell::sync::certificate::{Reach, Role};

use crate::site::{Desk, PROGRAM, Site};

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

/// Runs the program: whether it went well, and all it said.
pub fn run(arguments: &[&str]) -> (bool, String) {
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
    let served = Site::program(&folder.path().join("data"));
    let mut desk = Desk::founded(&served, 4);
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

/// Counted heads of logs that cannot be had: one that another organiser has read further than the
/// endpoint shows it, and one that never came at all.
#[test]
fn what_was_counted_and_cannot_be_had_is_said_in_the_summary() {
    let folder = tempfile::tempdir().unwrap();
    let served = Site::program(&folder.path().join("data"));
    let mut desk = Desk::founded(&served, 4);
    let (stream, ..) = small_estate(&mut desk);
    desk.sync(&served);
    let file = |name: &str| folder.path().join(name).display().to_string();
    let link = desk.invite(&served, Role::Organiser, Reach::Everything);
    let (ok, said) = run(&["enrol", "--invite", &link, "--keyring", &file("k")]);
    assert!(ok, "{said}");
    let merge = || run(&["merge", "--keyring", &file("k"), "--out", &file("out")]);
    let (ok, said) = merge();
    assert!(ok && !said.contains("is missing now"), "{said}");

    let (known, next) = desk.logs[&stream];
    let head = |log, seq| HeadId(Dot { log, seq }).into();
    let about = vec![head(known, next + 9), head(LogId([9; 8]), 1)];
    let hashes = vec![[7; 32]; 2];
    desk.record(vec![Draft::new(stream, Fact::Counted { hashes }, about)]);
    desk.sync(&served);
    let (ok, said) = merge();
    assert!(
        ok && said
            .contains("Something from somebody who is not known here, Olwen that was here before is missing now"),
        "{said}"
    );
    let summary = std::fs::read_to_string(folder.path().join("out/summary.txt")).unwrap();
    assert!(said.contains(&summary), "{said}");
}

#[test]
fn only_an_organisers_keyring_merges() {
    let folder = tempfile::tempdir().unwrap();
    let served = Site::program(&folder.path().join("data"));
    let mut desk = Desk::founded(&served, 4);
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
