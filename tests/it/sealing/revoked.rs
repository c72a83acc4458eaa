//! What the endpoint takes, and what not, from under a device it has revoked.

use std::collections::{BTreeMap, BTreeSet};

use stairwell::canvass::dot::LogId;
use stairwell::canvass::event::{Event, Kind as EventKind, Run};
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::judge::{Arrived, judge};
use stairwell::endpoint::ledger::{Campaign, Known};
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::certificate::Chain;
use stairwell::sync::epoch::EpochId;
use stairwell::sync::keys::Secret;
use stairwell::sync::wire::RefusalCode;

use super::*;
use crate::counter::Counter;

/// A log's first batch in inner, by the end of this line (keys `n`).
fn batch(line: &[SignedCertificate], n: u8) -> Arrived {
    let event = Event {
        at: ISSUED,
        kind: EventKind::SEALED,
        about: Vec::new(),
        over: Vec::new(),
        body: Vec::new(),
    };
    let run = Run {
        offset: 0,
        events: vec![event],
    };
    let context = Context {
        campaign: line[0].campaign(),
        stream: Stream::Inner,
        certificate: line.last().unwrap().id(),
        previous: NO_BATCH,
    };
    let (log, key) = (LogId([n; 8]), Secret([8; 32]));
    let batch = Batch::seal(log, 1, &run, &context, &key, &keys(n), &mut Counter(0)).unwrap();
    let bytes = batch.to_bytes();
    Arrived {
        hash: Batch::hash(&bytes),
        batch,
        bytes,
    }
}

/// What the endpoint says to a batch by the end of a line of which it has stored so many, the
/// organiser (keys 2) being revoked.
fn judged(line: &[SignedCertificate], stored: usize, n: u8) -> Option<RefusalCode> {
    let mut chain = Chain::default();
    for signed in line {
        chain.insert(signed.clone());
    }
    let known = Known {
        chain,
        stored: line[..stored].iter().map(SignedCertificate::id).collect(),
        revoked: BTreeSet::from([line[1].id()]),
        logs: BTreeMap::new(),
        hashes: BTreeMap::new(),
    };
    let campaign = Campaign {
        key: 1,
        id: line[0].campaign(),
        ends: UNTIL,
        epoch: EpochId([0; 8]),
        closed: false,
    };
    let arrived = vec![batch(line, n)];
    judge(campaign, &known, arrived, ISSUED)
        .err()
        .map(|refusal| refusal.code)
}

#[test]
fn what_the_revoked_signed_before_stands_and_nothing_new_at_any_depth() {
    let refused = Some(RefusalCode::BadCertificate);
    let lead = organiser_line();
    assert_eq!(judged(&lead, 2, 2), refused, "the revoked device itself");
    let trainer = trainer_line();
    assert_eq!(judged(&trainer, 4, 4), None, "joined before");
    assert_eq!(judged(&trainer, 3, 4), None, "invited before");
    assert_eq!(judged(&trainer, 2, 4), refused, "by an invite made since");
    let volunteer = volunteer_line();
    assert_eq!(
        judged(&volunteer, 4, 6),
        None,
        "by a trainer who joined before"
    );
    assert_eq!(judged(&volunteer, 2, 6), refused, "by a trainer made since");
}
