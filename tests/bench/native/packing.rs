//! Packing what was pulled into a snapshot, and going on from it: ten thousand doors and ten thousand
//! events, as a phone with the whole estate has them.

use serde_json::json;
use stairwell::canvass::fold::State;
use stairwell::sync::session::Session;

use crate::camp::{Camp, visited};
use crate::figure::{median, print, rounded};
use crate::reading::{Puller, certificates};

/// Stairs of a hundred doors, phones on each, and what each recorded there.
const STAIRS: u64 = 100;
const PHONES: u16 = 4;
const EACH: usize = 25;
const TIMES: usize = 15;

/// Times it.
pub fn measure() -> bool {
    let mut camp = Camp::found(None, 3);
    let phones = camp.volunteers(0..STAIRS, PHONES);
    let mut batches = camp.listed(STAIRS);
    for n in 0..STAIRS {
        batches.extend(visited(n, (0, &phones), (EACH, 500), &mut camp.chance));
    }
    let mut puller = Puller::new(&camp.organiser);
    puller.pull(&batches, &certificates(&phones));
    let pack = median(
        TIMES,
        || (),
        |()| {
            (
                puller.state.snapshot(),
                postcard::to_allocvec(&puller.session.kept()),
            )
        },
    );
    let state = puller.state.snapshot();
    let kept = postcard::to_allocvec(&puller.session.kept()).unwrap();
    let unpack = median(
        TIMES,
        || (),
        |()| {
            let mut session = Session::new(camp.organiser.clone());
            assert!(session.go_on_from(postcard::from_bytes(&kept).unwrap()));
            (session, State::from_snapshot(&state).unwrap())
        },
    );
    let events = STAIRS as usize * usize::from(PHONES) * EACH;
    let deflated = |bytes: &[u8]| miniz_oxide::deflate::compress_to_vec(bytes, 6).len();
    let wire: usize = batches.iter().map(Vec::len).sum();
    let measured = json!({
        "doors": STAIRS * crate::estate::DOORS, "events": events, "times": TIMES,
        "pack_median_ms": pack, "unpack_median_ms": unpack,
        "batches_bytes": wire, "state_bytes": state.len(), "session_bytes": kept.len(),
        "state_deflated_bytes": deflated(&state), "session_deflated_bytes": deflated(&kept),
        "batches_bytes_each": rounded(wire as f64 / events as f64),
    });
    print("pack", measured, &[])
}
