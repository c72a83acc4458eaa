//! The endpoint over HTTP on this computer: a phone that brings ten thousand events, another that
//! fetches them, and fifty phones that bring five hundred each at once.

use std::thread;

use serde_json::json;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Reach, Role};

use crate::camp::Camp;
use crate::estate::{log, stair};
use crate::evening::on_a_stair;
use crate::figure::{at, print, rounded, timed};
use crate::phone::Phone;
use crate::process;
use crate::served::Served;

const EVENTS: usize = 10_000;
/// Phones at once, and what each brings.
const PHONES: u16 = 50;
const EACH: usize = 500;
/// How often, each time at an endpoint that holds nothing yet.
const TIMES: usize = 5;
/// Milliseconds, at the median.
const BUDGET: [(&str, f64); 3] = [
    ("push_10000_median_ms", 250.0),
    ("pull_10000_median_ms", 300.0),
    ("phones_50_by_500_median_ms", 150.0),
];

/// Times all three.
pub fn measure() -> bool {
    let (mut pushes, mut pulls, mut nights, mut cpu) = (vec![], vec![], vec![], vec![]);
    let (mut up, mut down) = (0, 0);
    for _ in 0..TIMES {
        let served = Served::start();
        let mut camp = Camp::found(Some(&served), 5);
        // Nobody but an organiser may send as much on one day.
        let mut organiser = || camp.joined(Role::Organiser, Reach::Everything);
        let (writes, reads) = (organiser(), organiser());
        let mut writes = Phone::new(writes, 1);
        let events = on_a_stair(0, 0, EVENTS);
        writes.record(log(0, 0), Stream::Stair(stair(0)), events);
        pushes.push(timed(|| writes.sync(&served)).0);
        let mut reads = Phone::new(reads, 2);
        pulls.push(timed(|| reads.sync(&served)).0);
        assert_eq!(reads.merged, EVENTS);
        (up, down) = (writes.sent, reads.came);
        let (night, busy) = night();
        nights.push(night);
        cpu.push(busy);
    }
    let each = |bytes: usize| rounded(bytes as f64 / EVENTS as f64);
    let measured = json!({
        "times": TIMES, "events": EVENTS,
        "push_10000_median_ms": rounded(at(&mut pushes, 0.5)),
        "pull_10000_median_ms": rounded(at(&mut pulls, 0.5)),
        "push_bytes_each": each(up), "pull_bytes_each": each(down),
        "phones_50_by_500_median_ms": rounded(at(&mut nights, 0.5)),
        "phones_50_by_500_best_ms": rounded(at(&mut nights, 0.0)),
        "endpoint_processor_median_ms": rounded(at(&mut cpu, 0.5)),
    });
    print("endpoint", measured, &BUDGET)
}

/// Fifty phones bring their night at once, sealed beforehand: how long until the last has its answer,
/// and the processor time the endpoint took, in milliseconds.
fn night() -> (f64, f64) {
    let served = Served::start();
    let mut camp = Camp::found(Some(&served), 6);
    let ready: Vec<_> = (0..)
        .zip(camp.volunteers(0..1, PHONES))
        .map(|(n, device)| {
            let mut phone = Phone::new(device, 100 + n);
            phone.record(
                log(0, n.into()),
                Stream::Stair(stair(0)),
                on_a_stair(0, n.into(), EACH),
            );
            let request = phone.sealed();
            (phone, request)
        })
        .collect();
    let before = process::seconds(served.pid());
    let here = &served;
    let (took, ()) = timed(|| {
        thread::scope(|scope| {
            for (phone, request) in &ready {
                scope.spawn(move || {
                    let agent = crate::served::agent();
                    let answer = here.carry(&agent, request, phone.from).unwrap();
                    assert_eq!(answer.status, 200);
                });
            }
        });
    });
    let busy = (process::seconds(served.pid()) - before) * 1_000.0;
    // All of it is there, for an organiser who joins now.
    let everything = camp.joined(Role::Organiser, Reach::Everything);
    let mut office = Phone::new(everything, 99);
    office.sync(&served);
    assert_eq!(office.merged, usize::from(PHONES) * EACH);
    (took, busy)
}
