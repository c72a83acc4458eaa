//! Sealing and opening ten thousand events: encoded, deflated, sealed, signed; and back, with the
//! newest signature of each log checked.

use serde_json::json;
use stairwell::sync::reader::{Reader, Trust};

use crate::camp::{Camp, sealed};
use crate::estate::{log, stair};
use crate::evening::on_a_stair;
use crate::figure::{median, print};
use crate::reading::chain;
use stairwell::canvass::stream::Stream;

const EVENTS: usize = 10_000;
const TIMES: usize = 15;

/// Times both, in batches of 500 and of 6.
pub fn measure() -> bool {
    let mut camp = Camp::found(None, 2);
    let phones = camp.volunteers(0..1, 1);
    let phone = &phones[0];
    let events = on_a_stair(0, 0, EVENTS);
    let place = (log(0, 0), Stream::Stair(stair(0)));
    let mut chance = camp.chance.clone();
    let mut both = |of: usize| {
        let seal = median(
            TIMES,
            || (),
            |()| sealed(phone, place, &events, of, &mut chance),
        );
        let batches = sealed(phone, place, &events, of, &mut chance);
        let fresh = || Reader::new(phone.campaign, chain(&phones));
        let open = median(TIMES, fresh, |mut reader| {
            let all = batches.iter().map(Vec::as_slice);
            let page = reader.read(all, &phone.keyring, Trust::Verify);
            assert_eq!((page.refused, page.set_aside), (0, 0));
            page
        });
        (seal, open)
    };
    let (seal, open) = both(500);
    let (seal_small, open_small) = both(6);
    let measured = json!({
        "events": EVENTS, "times": TIMES,
        "batches_of_500_seal_median_ms": seal, "batches_of_500_open_median_ms": open,
        "batches_of_6_seal_median_ms": seal_small, "batches_of_6_open_median_ms": open_small,
    });
    print("boxes", measured, &[])
}
