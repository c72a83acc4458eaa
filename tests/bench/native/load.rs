//! Five thousand phones that bring their night within a minute: sixty events each, on three stairs, and
//! what is new there comes back. Sealed beforehand; sent when each is due, whether or not the ones before
//! have their answer, and timed from when it was due.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::json;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::session::Request;

use crate::camp::Camp;
use crate::estate::{log, stair};
use crate::evening::on_a_stair;
use crate::figure::{at, print, rounded};
use crate::phone::Phone;
use crate::process;
use crate::served::{Answer, Served, agent};

/// Campaigns (one may have 2,000 devices), teams in each, phones in a team, stairs of a team.
const CAMPAIGNS: u32 = 4;
const TEAMS: u64 = 25;
const PHONES: u16 = 50;
const STAIRS: u64 = 3;
/// Events that a phone brings from each stair.
const EACH: usize = 20;
/// Seconds within which all are due.
const MINUTE: f64 = 60.0;
/// Requests on their way at once, at most: whoever is due and has to wait is timed all the same.
const AT_ONCE: usize = 32;
/// Requests refused, milliseconds, and megabytes.
const BUDGET: [(&str, f64); 3] = [
    ("refused", 0.0),
    ("p99_ms", 250.0),
    ("peak_memory_mb", 150.0),
];

/// Plays the minute.
pub fn measure() -> bool {
    let served = Served::start();
    let mut camps: Vec<Camp<'_>> = (0..CAMPAIGNS)
        .map(|n| Camp::found(Some(&served), u64::from(10 + n)))
        .collect();
    let mut ready: Vec<(Phone, Request)> = Vec::new();
    for camp in &mut camps {
        for team in 0..TEAMS {
            let stairs = team * STAIRS..(team + 1) * STAIRS;
            for (by, device) in (0..).zip(camp.volunteers(stairs.clone(), PHONES)) {
                let mut phone = Phone::new(device, 1_000_000 + ready.len() as u32);
                for n in stairs.clone() {
                    let place = (log(n, by), Stream::Stair(stair(n)));
                    phone.record(place.0, place.1, on_a_stair(n, by, EACH));
                }
                let request = phone.sealed();
                ready.push((phone, request));
            }
        }
    }
    shuffle(&mut ready);
    let before = (
        process::seconds(served.pid()),
        process::seconds(std::process::id()),
    );
    let begun = Instant::now();
    let answers = play(&served, &ready, begun);
    let wall = begun.elapsed().as_secs_f64();
    let busy = process::seconds(served.pid()) - before.0;
    let own = process::seconds(std::process::id()) - before.1;
    let peak = process::peak_memory(served.pid());
    let refused = answers
        .iter()
        .filter(|(_, answer)| answer.status != 200)
        .count();
    let came: usize = answers.iter().map(|(_, answer)| answer.body.len()).sum();
    let mut times: Vec<f64> = answers.iter().map(|(took, _)| *took).collect();
    let kept: usize = camps.iter_mut().map(|camp| everything(&served, camp)).sum();
    assert_eq!(
        kept,
        (ready.len() - refused) * STAIRS as usize * EACH,
        "what was taken is there"
    );
    let measured = json!({
        "phones": ready.len(), "events_each": STAIRS as usize * EACH, "seconds": rounded(wall),
        "refused": refused,
        "median_ms": rounded(at(&mut times, 0.5)), "p99_ms": rounded(at(&mut times, 0.99)),
        "slowest_ms": rounded(at(&mut times, 1.0)),
        "peak_memory_mb": rounded(peak),
        "endpoint_processor_s": rounded(busy), "generator_processor_s": rounded(own),
        "bytes_down_each": came / ready.len(),
    });
    print("load", measured, &BUDGET)
}

/// Sends each request when it is due; how long after that its answer came, in milliseconds.
fn play(served: &Served, ready: &[(Phone, Request)], begun: Instant) -> Vec<(f64, Answer)> {
    let (next, answers) = (
        AtomicUsize::new(0),
        Mutex::new(Vec::with_capacity(ready.len())),
    );
    let apart = MINUTE / ready.len() as f64;
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let agent = agent();
                while let Some((n, (phone, request))) = {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    ready.get(n).map(|one| (n, one))
                } {
                    let due = begun + Duration::from_secs_f64(apart * n as f64);
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    let answer = served.carry(&agent, request, phone.from).unwrap();
                    let took = due.elapsed().as_secs_f64() * 1_000.0;
                    answers.lock().unwrap().push((took, answer));
                }
            });
        }
    });
    answers.into_inner().unwrap()
}

/// How many events an organiser who joins now gets of a campaign.
fn everything(served: &Served, camp: &mut Camp<'_>) -> usize {
    let device = camp.joined(Role::Organiser, Reach::Everything);
    let mut office = Phone::new(device, 1);
    office.sync(served);
    office.merged
}

fn shuffle(ready: &mut [(Phone, Request)]) {
    let mut chance = ChaCha20Rng::seed_from_u64(11);
    for last in (1..ready.len()).rev() {
        ready.swap(last, (chance.next_u64() % (last as u64 + 1)) as usize);
    }
}
