//! Folding: ten thousand events from nothing, and five hundred more on top of them.

use serde_json::json;
use stairwell::canvass::fold::{State, Written};
use stairwell::sync::epoch::Keyring;
use stairwell::sync::reader::{Reader, Trust};

use crate::camp::{Camp, visited};
use crate::figure::{median, print};
use crate::reading::chain;

/// Stairs, phones on each and what each recorded there: 10,000 events.
const STAIRS: u64 = 10;
const PHONES: u16 = 20;
const EACH: usize = 50;
/// How often each is timed.
const TIMES: usize = 15;

/// Times it.
pub fn measure() -> bool {
    let mut camp = Camp::found(None, 1);
    let phones = camp.volunteers(0..STAIRS + 1, PHONES);
    let mut batches = camp.listed(STAIRS + 1);
    let keyring = camp.organiser.keyring.clone();
    for n in 0..STAIRS {
        batches.extend(visited(n, (0, &phones), (EACH, 500), &mut camp.chance));
    }
    let mut reader = Reader::new(camp.organiser.campaign, chain(&phones));
    let runs = opened(&mut reader, &batches, &keyring);
    let more = visited(STAIRS, (0, &phones[..10]), (EACH, 500), &mut camp.chance);
    let more = opened(&mut reader, &more, &keyring);
    let events: usize = runs.iter().map(|run| run.events.len()).sum();
    let all = median(TIMES, || (), |()| State::fold(&runs));
    let folded = State::fold(&runs);
    let batch = median(
        TIMES,
        || folded.clone(),
        |mut state| {
            for run in &more {
                let _ = state.add(run);
            }
            state
        },
    );
    let measured = json!({
        "events": events, "times": TIMES,
        "fold_all_median_ms": all,
        "fold_500_more_median_ms": batch,
    });
    print("fold", measured, &[])
}

fn opened(reader: &mut Reader, batches: &[Vec<u8>], keyring: &Keyring) -> Vec<Written> {
    let page = reader.read(batches.iter().map(Vec::as_slice), keyring, Trust::Verify);
    assert_eq!((page.refused, page.set_aside), (0, 0));
    page.written
}
