//! `stairwell merge` of a million events and a hundred thousand doors, the program itself: everything
//! for the first time, with nothing new, and with a night's 25,000 new events.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::wire::{Cursor, SyncAnswer, SyncRequest, path};

use crate::camp::Camp;
use crate::estate::DOORS;
use crate::figure::{print, rounded, timed};
use crate::served::{Served, program};
use crate::town::{EACH, Town};

const EVENTS: u64 = 1_000_000;
const NIGHT: u64 = 25_000;
/// Seconds, with a night's new events.
const BUDGET: [(&str, f64); 1] = [("with_a_night_s", 3.0)];
/// Bytes of batches in a request.
const REQUEST: usize = 384 * 1024;

/// Times it.
pub fn measure() -> bool {
    let served = Served::start();
    let mut town = Town::of(Camp::found(Some(&served), 9), EVENTS);
    let mut cursor = Cursor::default();
    let before = town.before();
    let (pushed, ()) = timed(|| bring(&served, &town.camp, &mut cursor, &before));
    let (code, ..) = town.camp.invite(Role::Organiser, Reach::Everything, 1);
    let keyring = served.data.join("keyring");
    let link = code.link(&served.origin);
    run(&["enrol", "--invite", &link], &keyring, &[]);
    let out = served.data.join("out");
    let merge = || {
        let out = out.display().to_string();
        rounded(timed(|| run(&["merge"], &keyring, &["--out", &out])).0 / 1_000.0)
    };
    let everything = merge();
    let nothing = merge();
    let night = town.new_tonight(0, NIGHT / EACH as u64);
    bring(&served, &town.camp, &mut cursor, &night);
    let with_a_night = merge();
    let knocks = fs::read_to_string(out.join("knocks.csv"))
        .unwrap()
        .lines()
        .count()
        - 1;
    let measured = json!({
        "events": EVENTS, "doors": town.stairs * DOORS, "new_events": NIGHT,
        "pushed_s": rounded(pushed / 1_000.0),
        "everything_s": everything, "nothing_new_s": nothing, "with_a_night_s": with_a_night,
        "knocks_in_the_file": knocks,
        "keyring_bytes": fs::metadata(&keyring).unwrap().len(),
    });
    print("merge", measured, &BUDGET)
}

fn run(command: &[&str], keyring: &Path, more: &[&str]) {
    let done = Command::new(program())
        .args(command)
        .arg("--keyring")
        .arg(keyring)
        .args(more)
        .stdout(Stdio::null())
        .status();
    assert!(done.unwrap().success(), "{command:?}");
}

/// Brings batches of anybody's: who carries them does not matter.
fn bring(served: &Served, camp: &Camp<'_>, cursor: &mut Cursor, batches: &[Vec<u8>]) {
    let mut batches = batches.iter().peekable();
    while batches.peek().is_some() {
        let mut request = SyncRequest {
            cursor: *cursor,
            ..SyncRequest::default()
        };
        let mut size = 0;
        while let Some(batch) = batches.next_if(|batch| size + batch.len() < REQUEST) {
            size += batch.len();
            request.batches.push(batch.clone());
        }
        let answer: SyncAnswer = served.ask(path::SYNC, Some(&camp.organiser.token), &request);
        *cursor = answer.cursor;
    }
}
