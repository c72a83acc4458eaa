//! What is new against what there is: opening a campaign of a thousand to a million events from its
//! snapshot, taking five hundred new events, and merging a night of 25,000; as an organiser's device
//! does, but natively.

use serde_json::json;
use stairwell::canvass::fold::State;
use stairwell::sync::session::Session;

use crate::camp::Camp;
use crate::estate::DOORS;
use crate::figure::{median, print, rounded, worked};
use crate::reading::{Puller, certificates};
use crate::town::{EACH, Town};

const SIZES: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// How often each is timed.
const TIMES: usize = 5;
/// New events at once, and of a night.
const SOME: u64 = 500;
const NIGHT: u64 = 25_000;
/// Milliseconds at a million events: opening on a laptop, and a night.
const BUDGET: [(&str, f64); 2] = [
    ("open_median_ms", 2_000.0),
    ("night_25000_median_ms", 300.0),
];

/// Draws the curve.
pub fn measure() -> bool {
    let held = SIZES.map(at_size);
    held.into_iter().all(|held| held)
}

fn at_size(events: u64) -> bool {
    let mut town = Town::of(Camp::found(None, 8), events);
    let (before, certificates) = (town.before(), certificates(&town.phones()));
    let mut puller = Puller::new(&town.camp.organiser);
    let (all, _) = worked(|| puller.pull(&before, &certificates));
    let state = puller.state.snapshot();
    let kept = postcard::to_allocvec(&puller.session.kept()).unwrap();
    let open = median(
        TIMES,
        || (),
        |()| {
            let mut session = Session::new(town.camp.organiser.clone());
            assert!(session.go_on_from(postcard::from_bytes(&kept).unwrap()));
            (session, State::from_snapshot(&state).unwrap())
        },
    );
    let per_log = EACH as u64;
    let mut first = 0;
    let mut fresh = |logs: u64| {
        let batches = town.new_tonight(first, logs);
        first += logs;
        batches
    };
    let night = fresh(NIGHT / per_log);
    let nights = median(
        TIMES,
        || puller.clone(),
        |mut puller| {
            assert_eq!(puller.pull(&night, &[]), NIGHT as usize);
            puller
        },
    );
    let some = median(
        TIMES,
        || fresh(SOME / per_log),
        |batches| {
            assert_eq!(puller.pull(&batches, &[]), SOME as usize);
        },
    );
    let measured = json!({
        "events": events, "doors": town.stairs * DOORS, "times": TIMES,
        "everything_anew_ms": rounded(all),
        "open_median_ms": open,
        "some_500_median_ms": some,
        "night_25000_median_ms": nights,
        "snapshot_bytes": state.len() + kept.len(),
    });
    let budget: &[_] = if events == SIZES[3] { &BUDGET } else { &[] };
    print("growth", measured, budget)
}
