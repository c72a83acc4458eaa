//! Bytes on the wire for each event, sealed and signed, the first of each log (who writes) paid for by
//! the others: in batches of 500, as after an evening without a signal; and in batches of 6, as every
//! five minutes.

use serde_json::json;
use stairwell::canvass::stream::Stream;
use stairwell::sync::wire::{SyncRequest, encode};

use crate::camp::{Camp, sealed};
use crate::estate::{log, stair};
use crate::evening::on_a_stair;
use crate::figure::{print, rounded};

/// Logs that are added up.
const LOGS: u64 = 20;
/// Bytes an event: in batches of 500, and of 6.
const BUDGET: [(&str, f64); 2] = [("batches_of_500_bytes", 10.0), ("batches_of_6_bytes", 35.0)];

/// Adds it up: batches by themselves, and each as a request's body.
pub fn measure() -> bool {
    let mut camp = Camp::found(None, 4);
    let phones = camp.volunteers(0..LOGS, 1);
    let mut chance = camp.chance.clone();
    let mut each = |events: usize, of: usize| {
        let (mut bytes, mut bodies, mut facts) = (0, 0, 0);
        for n in 0..LOGS {
            let place = (log(n, 0), Stream::Stair(stair(n)));
            let written = on_a_stair(n, 0, events);
            for batch in sealed(&phones[0], place, &written, of, &mut chance) {
                bytes += batch.len();
                let alone = SyncRequest {
                    batches: vec![batch],
                    ..SyncRequest::default()
                };
                bodies += encode(&alone).len();
            }
            facts += events - 1;
        }
        let of_each = |bytes: usize| rounded(bytes as f64 / facts as f64);
        (of_each(bytes), of_each(bodies))
    };
    let (of_500, of_60, of_6) = (each(500, 500), each(60, 60), each(60, 6));
    let measured = json!({
        "logs": LOGS,
        "batches_of_500_bytes": of_500.0, "as_bodies_of_500_bytes": of_500.1,
        "batches_of_60_bytes": of_60.0, "as_bodies_of_60_bytes": of_60.1,
        "batches_of_6_bytes": of_6.0, "as_bodies_of_6_bytes": of_6.1,
    });
    print("wire", measured, &BUDGET)
}
