//! The walk of a stair: every page of a stair and of a door asks for it.

use serde_json::json;
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::walk::{Tonight, walk};
use stairwell::sync::reader::{Reader, Trust};

use crate::camp::{Camp, visited};
use crate::estate::{DOORS, stair};
use crate::evening::EVENING;
use crate::figure::{median, print, rounded};
use crate::reading::chain;

/// Stairs, phones on each and what each recorded there: 20,000 events.
const STAIRS: u64 = 20;
const PHONES: u16 = 20;
const EACH: usize = 50;
/// How often each is timed, and how many at once: the kernel counts in steps of 4 ms.
const TIMES: usize = 15;
const AT_ONCE: u32 = 50;

/// Times it.
pub fn measure() -> bool {
    let state = campaign();
    let tonight = Tonight::in_utc(EVENING + 86_400);
    let of_a_stair = || {
        let walks = (0..AT_ONCE).filter_map(|n| {
            let n = u64::from(n) % STAIRS;
            walk(&state, stair(n), &[], tonight)
        });
        walks.map(|walk| walk.stops.len()).sum::<usize>()
    };
    assert_eq!(of_a_stair(), AT_ONCE as usize * DOORS as usize);
    let all = median(TIMES, || (), |()| of_a_stair());
    let measured = json!({
        "doors": DOORS, "events": STAIRS * u64::from(PHONES) * EACH as u64, "times": TIMES,
        "a_stair_median_ms": rounded(all / f64::from(AT_ONCE)),
    });
    print("walk", measured, &[])
}

fn campaign() -> State {
    let mut camp = Camp::found(None, 1);
    let phones = camp.volunteers(0..STAIRS, PHONES);
    let mut batches = camp.listed(STAIRS);
    let keyring = camp.organiser.keyring.clone();
    for n in 0..STAIRS {
        batches.extend(visited(n, (0, &phones), (EACH, 500), &mut camp.chance));
    }
    let mut reader = Reader::new(camp.organiser.campaign, chain(&phones));
    let page = reader.read(batches.iter().map(Vec::as_slice), &keyring, Trust::Verify);
    assert_eq!((page.refused, page.set_aside), (0, 0));
    let runs: Vec<Written> = page.written;
    State::fold(&runs)
}
