//! What the endpoint takes, and what not, from under a device it has revoked.

use std::collections::{BTreeMap, BTreeSet};

use stairwell::canvass::dot::LogId;
use stairwell::canvass::event::{Event, Kind as EventKind, Run};
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::checks::Checks;
use stairwell::endpoint::judge::{Arrived, judge};
use stairwell::endpoint::ledger::{Campaign, Known};
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::certificate::{CampaignId, Chain};
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
/// organiser (keys 2) being revoked. It has seen the line hold, before it was.
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
    let checks = Checks::default();
    for signed in line {
        let held = checks.check(&known.chain, campaign.id, signed.id());
        assert!(held.is_ok(), "the line holds");
    }
    let arrived = vec![batch(line, n)];
    judge(campaign, &known, arrived, ISSUED, &checks)
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

/// As [`Chain::check`] says, whatever was remembered before: of the line itself, and of each that differs from it in
/// one bit of one signature, or says something else above.
#[test]
fn a_chain_that_held_vouches_for_no_other() {
    let checks = Checks::default();
    let line = volunteer_line();
    let campaign = line[0].campaign();
    let whole = |line: &[SignedCertificate]| {
        let mut chain = Chain::default();
        for signed in line {
            chain.insert(signed.clone());
        }
        chain
    };
    let last = line.last().unwrap().id();
    let said = whole(&line).check(campaign, last);
    assert!(said.is_ok());
    assert_eq!(checks.check(&whole(&line), campaign, last), said);
    assert_eq!(checks.check(&whole(&line), campaign, last), said, "again");
    for (n, signed) in line.iter().enumerate() {
        // Its signatures are what its bytes end with.
        let mut bytes = signed.to_bytes();
        *bytes.last_mut().unwrap() ^= 1;
        let mut other = line.clone();
        other[n] = SignedCertificate::from_bytes(&bytes).unwrap();
        let other = whole(&other);
        assert!(checks.check(&other, campaign, last).is_err(), "{n}");
        let mut other = line.clone();
        other[n].certificate.until += 1;
        let (other, id) = (whole(&other), other.last().unwrap().id());
        assert!(checks.check(&other, campaign, id).is_err(), "{n}");
    }
    for short in 0..line.len() - 1 {
        let other = whole(&line[short + 1..]);
        assert!(checks.check(&other, campaign, last).is_err(), "{short}");
    }
    let elsewhere = organiser_line()[1].id();
    let other = CampaignId(elsewhere.0);
    assert!(checks.check(&whole(&line), other, last).is_err());
}
