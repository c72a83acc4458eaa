//! Epochs: who holds which keys, and what a new one takes away.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind, Run};
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::certificate::{CampaignId, CertificateId};
use stairwell::sync::epoch::{Epoch, Keyring, key_id};
use stairwell::sync::keys::Secret;

use super::keys;
use crate::counter::Counter;

const OLD: Epoch = Epoch(Secret([1; 32]));
const NEW: Epoch = Epoch(Secret([2; 32]));

fn stair(seq: u64) -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([9; 8]),
        seq,
    }))
}

fn member(epochs: &[Epoch], stairs: &[u64]) -> Keyring {
    let names: Vec<[u8; 16]> = stairs.iter().map(|seq| stair(*seq).name()).collect();
    Keyring::Member(
        epochs
            .iter()
            .map(|epoch| epoch.member_keys(&names))
            .collect(),
    )
}

fn batch_under(epoch: &Epoch, stream: Stream) -> (Batch, Context) {
    let context = Context {
        campaign: CampaignId([1; 32]),
        stream,
        certificate: CertificateId([2; 32]),
        previous: NO_BATCH,
    };
    let run = Run {
        offset: 0,
        events: vec![Event {
            at: 1,
            kind: Kind::STRIKE,
            about: Vec::new(),
            over: Vec::new(),
            body: Vec::new(),
        }],
    };
    let key = epoch.stream_key(stream);
    let batch = Batch::seal(
        LogId([5; 8]),
        1,
        &run,
        &context,
        &key,
        &keys(3),
        &mut Counter(0),
    );
    (batch.unwrap(), context)
}

fn opens(keyring: &Keyring, (batch, context): &(Batch, Context)) -> bool {
    keyring
        .key(context.stream, batch.key)
        .is_some_and(|key| batch.open(context, &key).is_ok())
}

#[test]
fn who_opens_what_before_and_after_a_new_epoch() {
    let keyrings = [
        ("left behind", member(&[OLD], &[1])),
        ("granted again", member(&[OLD, NEW], &[1])),
        ("newcomer", member(&[NEW], &[1])),
        ("organiser", Keyring::Organiser(vec![OLD, NEW])),
    ];
    for (stream, opened) in [
        (
            Stream::Board,
            [[true, false], [true, true], [false, true], [true, true]],
        ),
        (
            Stream::Inner,
            [[true, false], [true, true], [false, true], [true, true]],
        ),
        (
            stair(1),
            [[true, false], [true, true], [false, true], [true, true]],
        ),
        (
            stair(2),
            [[false, false], [false, false], [false, false], [true, true]],
        ),
    ] {
        for ((name, keyring), opened) in keyrings.iter().zip(opened) {
            let batches = [OLD, NEW].map(|epoch| batch_under(&epoch, stream));
            let got = [opens(keyring, &batches[0]), opens(keyring, &batches[1])];
            assert_eq!(got, opened, "{name} in {stream:?}");
        }
    }
}

/// An endpoint that was brought back from a backup names an epoch before the newest.
#[test]
fn an_older_epoch_is_known_and_one_that_is_on_its_way_is_not() {
    for (keyring, known) in [
        (Keyring::Organiser(vec![OLD, NEW]), [true, true]),
        (Keyring::Organiser(vec![OLD]), [true, false]),
        (member(&[OLD, NEW], &[1]), [true, true]),
        (member(&[NEW], &[1]), [false, true]),
    ] {
        assert_eq!([OLD, NEW].map(|epoch| keyring.holds(epoch.id())), known);
    }
}

#[test]
fn every_key_of_an_epoch_is_its_own() {
    let keys = [
        OLD.stream_key(Stream::Board),
        OLD.stream_key(stair(1)),
        OLD.stream_key(stair(2)),
        OLD.inner_secret(),
        NEW.stream_key(Stream::Board),
        NEW.stream_key(stair(1)),
        NEW.inner_secret(),
    ];
    for (n, key) in keys.iter().enumerate() {
        for other in &keys[n + 1..] {
            assert_ne!(key.0, other.0);
            assert_ne!(key_id(key), key_id(other));
        }
    }
    assert_eq!(OLD.stream_key(Stream::Inner).0, keys[0].0);
    assert_ne!(OLD.id(), NEW.id());
}

#[test]
fn what_is_sealed_with_is_the_newest_and_an_old_grant_again_changes_nothing() {
    let mut organiser = Keyring::Organiser(vec![OLD]);
    organiser.add(Keyring::Organiser(vec![OLD, NEW]));
    organiser.add(Keyring::Organiser(vec![OLD]));
    assert_eq!(organiser, Keyring::Organiser(vec![OLD, NEW]));
    assert_eq!(organiser.epoch(), Some(&NEW));
    let mut volunteer = member(&[OLD], &[1]);
    volunteer.add(member(&[OLD, NEW], &[1]));
    volunteer.add(member(&[OLD], &[1]));
    assert_eq!(volunteer, member(&[OLD, NEW], &[1]));
    assert_eq!(
        volunteer.newest_key(stair(1)).map(|key| key.0),
        Some(NEW.stream_key(stair(1)).0)
    );
    assert_eq!(volunteer.inner_public(), organiser.inner_public());
}

/// What others seal with an epoch must open here from the moment on that they are given it; what is sealed here
/// must open for them, who may never be given it.
#[test]
fn an_epoch_that_is_about_to_begin_opens_and_nothing_is_sealed_with_it_until_it_has() {
    let mut organiser = Keyring::Organiser(vec![OLD]);
    organiser.hold(NEW);
    organiser.hold(NEW);
    assert!(opens(&organiser, &batch_under(&NEW, stair(1))));
    assert_eq!(organiser.epoch(), Some(&OLD));
    assert_eq!(organiser.epoch_id(), Some(OLD.id()));
    organiser.add(Keyring::Organiser(vec![OLD]));
    assert_eq!(organiser.epoch(), Some(&OLD), "an old grant again");
    organiser.add(Keyring::Organiser(vec![OLD, NEW]));
    assert_eq!(organiser, Keyring::Organiser(vec![OLD, NEW]));
    organiser.hold(NEW);
    assert_eq!(organiser.epoch(), Some(&NEW));

    let mut volunteer = member(&[OLD], &[1]);
    volunteer.hold(NEW);
    assert_eq!(volunteer, member(&[OLD], &[1]));
}

/// One that was refused, since another organiser was quicker, or that an endpoint brought back from a backup forgot.
#[test]
fn an_epoch_that_never_began_becomes_nobodys_newest_and_goes_along() {
    let never = Epoch(Secret([3; 32]));
    let mut organiser = Keyring::Organiser(vec![OLD]);
    organiser.hold(never.clone());
    let given = organiser.clone();
    organiser.add(Keyring::Organiser(vec![OLD, NEW]));
    let all = Keyring::Organiser(vec![never.clone(), OLD, NEW]);
    assert_eq!(organiser, all);
    for (had, newest) in [(vec![OLD], OLD), (vec![OLD, NEW], NEW)] {
        let mut other = Keyring::Organiser(had.clone());
        other.add(given.clone());
        assert_eq!(other.epoch(), Some(&newest));
        assert!(opens(&other, &batch_under(&never, stair(1))));
        let mut volunteer = member(&had, &[1]);
        volunteer.add(member(&[never.clone(), OLD], &[1]));
        assert_eq!(volunteer.epoch_id(), Some(newest.id()));
        assert!(opens(&volunteer, &batch_under(&never, stair(1))));
    }
    let mut other = Keyring::Organiser(vec![OLD]);
    other.add(all);
    assert_eq!(other.epoch(), Some(&NEW));
}

#[test]
fn a_stair_granted_later_is_added_and_nothing_forgotten() {
    let mut volunteer = member(&[OLD, NEW], &[1]);
    volunteer.add(member(&[OLD, NEW], &[2]));
    for epoch in [OLD, NEW] {
        for seq in [1, 2] {
            assert!(opens(&volunteer, &batch_under(&epoch, stair(seq))));
        }
    }
    assert!(volunteer.newest_key(stair(3)).is_none());
}

#[test]
fn a_promotion_takes_the_new_keys_in_the_old_ones_place() {
    let mut device = member(&[OLD], &[1]);
    device.add(Keyring::Organiser(vec![OLD, NEW]));
    assert_eq!(device, Keyring::Organiser(vec![OLD, NEW]));
}

#[test]
fn only_organisers_hold_what_opens_inner_events() {
    assert_eq!(member(&[OLD, NEW], &[1]).inner_secrets(), []);
    assert_eq!(
        Keyring::Organiser(vec![OLD, NEW]).inner_secrets(),
        [NEW.inner_secret(), OLD.inner_secret()]
    );
    assert_eq!(member(&[OLD], &[1]).epoch(), None);
}
