//! Grants: what is given is pulled from its start, whenever the device is closed, and nothing of it is lost
//! to an older one.

use stairwell::sync::batch::NO_BATCH;
use stairwell::sync::certificate::{PersonId, Reach, Role, person_of};
use stairwell::sync::epoch::{Epoch, Keyring};
use stairwell::sync::grant::{Grant, Package};
use stairwell::sync::granting::keys_for;
use stairwell::sync::session::Pulled;

use super::pulling::{kept, merged, session_of, stair, two};
use super::*;

fn grant_answer(sealed: Vec<u8>) -> SyncAnswer {
    SyncAnswer {
        now: NOW,
        grant: Some((1, sealed)),
        cursor: Cursor {
            position: 5,
            chain: [5; 32],
        },
        ..SyncAnswer::default()
    }
}

/// What the journal holds where the device was closed before the next answer.
fn closed_after(outputs: &[Output]) -> (Device, Pulled) {
    let place = |wanted: fn(&Output) -> bool| outputs.iter().position(wanted).unwrap();
    let keep = place(|output| matches!(output, Output::Keep(_)));
    let device = place(|output| matches!(output, Output::KeepDevice(_)));
    assert!(
        keep < device,
        "or the grant would be known and not its past"
    );
    let Output::KeepDevice(device) = &outputs[device] else {
        unreachable!()
    };
    (device.clone(), kept(outputs).remove(0))
}

fn request_after_restart(device: &Device, pulled: Pulled) -> SyncRequest {
    let mut again = session_of(device);
    again.step(Input::Replayed(pulled));
    sent(&again.request())
}

#[test]
fn a_stair_granted_later_is_back_filled_though_the_device_was_closed() {
    let mut two = two(&[3]);
    let reach = Reach::Stairs(vec![stair(3).name(), stair(4).name()]);
    let sealed = two.granted(reach, Role::Volunteer);
    let mut bench = session_of(&two.member);
    let request = bench.request();
    let outputs = bench.answer(&request, 200, encode(&grant_answer(sealed)));
    let (device, chunk) = closed_after(&outputs);
    // The one it had, too: it may have been taken and given back meanwhile.
    let wanted = [(stair(3).name(), 0), (stair(4).name(), 0)];
    assert_eq!(sent(&bench.drain_to_request(outputs)).backfill, wanted);
    let request = request_after_restart(&device, chunk);
    assert_eq!(request.backfill, wanted);
    assert_eq!(request.cursor.position, 5);
    assert_eq!(request.grant, 1);
}

#[test]
fn a_stair_that_was_taken_and_given_back_unheard_is_pulled_from_its_start() {
    let mut two = two(&[3]);
    let sealed = two.granted(Reach::Stairs(vec![stair(3).name()]), Role::Volunteer);
    let mut bench = session_of(&two.member);
    let request = bench.request();
    let outputs = bench.answer(&request, 200, encode(&grant_answer(sealed)));
    let backfill = sent(&bench.drain_to_request(outputs)).backfill;
    assert_eq!(backfill, [(stair(3).name(), 0)]);
}

/// As many streams as before are asked for, and not the same ones.
#[test]
fn a_stair_given_right_after_another_is_back_filled_though_the_device_was_closed() {
    let mut two = two(&[3]);
    let only = |number: u64, sealed: Vec<u8>| SyncAnswer {
        grant: Some((number, sealed)),
        ..grant_answer(Vec::new())
    };
    let mut bench = session_of(&two.member);
    let mut request = bench.request();
    for (number, place) in [(1, stair(4)), (2, stair(5))] {
        let sealed = two.granted(Reach::Stairs(vec![place.name()]), Role::Volunteer);
        let outputs = bench.answer(&request, 200, encode(&only(number, sealed)));
        let (device, chunk) = closed_after(&outputs);
        let wanted = [(place.name(), 0)];
        assert_eq!(request_after_restart(&device, chunk).backfill, wanted);
        request = bench.drain_to_request(outputs);
        assert_eq!(sent(&request).backfill, wanted);
    }
}

/// A checkpoint among what came with the grant holds both, and is compared with what is merged by then.
#[test]
fn what_a_grant_opens_is_merged_before_what_came_with_it() {
    let mut two = two(&[3]);
    let Keyring::Organiser(mut epochs) = two.lead.keyring.clone() else {
        panic!("an organiser's keys")
    };
    epochs.push(Epoch(Secret([7; 32])));
    two.lead.keyring = Keyring::Organiser(epochs);
    let lead = two.lead.keys.clone();
    let first = two.batch(stair(3), 1, NO_BATCH, &lead);
    let second = two.batch(stair(3), 2, Batch::hash(&first), &lead);
    let sealed = two.granted(Reach::Stairs(vec![stair(3).name()]), Role::Volunteer);
    let mut bench = session_of(&two.member);
    let request = bench.request();
    let without_the_key = SyncAnswer {
        grant: None,
        batches: vec![first],
        certificates: two.lead.line.iter().map(|s| s.to_bytes()).collect(),
        ..grant_answer(Vec::new())
    };
    let outputs = bench.answer(&request, 200, encode(&without_the_key));
    assert!(merged(&outputs).is_empty());
    let request = bench.request();
    let with_it = SyncAnswer {
        batches: vec![second],
        cursor: Cursor {
            position: 6,
            chain: [6; 32],
        },
        ..grant_answer(sealed)
    };
    let outputs = bench.answer(&request, 200, encode(&with_it));
    let firsts: Vec<u64> = merged(&outputs).iter().map(|run| run.first).collect();
    assert_eq!(firsts, [1, 2]);
}

#[test]
fn whoever_is_made_an_organiser_pulls_everything_from_the_start() {
    let mut two = two(&[3]);
    let sealed = two.granted(Reach::Everything, Role::Organiser);
    let mut bench = session_of(&two.member);
    let request = bench.request();
    let at_the_end = SyncAnswer {
        grant: None,
        ..grant_answer(Vec::new())
    };
    bench.answer(&request, 200, encode(&at_the_end));
    let request = bench.request();
    assert_eq!(sent(&request).cursor.position, 5);
    let outputs = bench.answer(&request, 200, encode(&grant_answer(sealed)));
    let (device, chunk) = closed_after(&outputs);
    assert_eq!(device.role(), Role::Organiser);
    let request = bench.drain_to_request(outputs);
    assert_eq!(sent(&request).cursor, Cursor::default());
    assert_eq!(sent(&request).backfill, []);
    assert_eq!(
        request_after_restart(&device, chunk).cursor,
        Cursor::default()
    );
    // Once is enough.
    let answer = SyncAnswer {
        now: NOW,
        cursor: Cursor {
            position: 5,
            chain: [5; 32],
        },
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    assert!(
        !outputs
            .iter()
            .any(|output| matches!(output, Output::Send(_)))
    );
    assert!(bench.session.status().up_to_date);
}

/// An endpoint may bring back any grant it ever held.
#[test]
fn an_old_grant_shown_again_takes_neither_role_nor_keys_away() {
    let mut two = two(&[3]);
    let old = {
        let keys = keys_for(
            &two.lead.keyring,
            Role::Volunteer,
            &Reach::Stairs(vec![stair(3).name()]),
        );
        let grant = Grant {
            keys: keys.unwrap(),
            turfs: Vec::new(),
            package: Package::default(),
            certificate: None,
        };
        let to = two.member.keys.seal_public();
        grant.seal(to, &two.lead.voucher(), &mut two.rng).unwrap()
    };
    let sealed = two.granted(Reach::Everything, Role::Organiser);
    let mut device = two.member.clone();
    let open = |device: &Device, sealed: &[u8]| {
        Grant::open(device.campaign, &device.keys, sealed).unwrap()
    };
    device.take_grant(1, open(&two.member, &sealed));
    let promoted = device.clone();
    assert_eq!(device.role(), Role::Organiser);
    assert!(matches!(device.keyring, Keyring::Organiser(_)));
    device.take_grant(2, open(&two.member, &old));
    assert_eq!(device.keyring, promoted.keyring);
    assert_eq!(device.line, promoted.line);
}

#[test]
fn a_certificate_issued_before_ones_own_is_left() {
    let mut two = two(&[3]);
    let wider = Reach::Stairs(vec![stair(3).name(), stair(4).name()]);
    let sealed = two.granted(wider, Role::Volunteer);
    let mut device = two.member.clone();
    let newest = device.line.last_mut().unwrap();
    newest.certificate.issued = NOW + 61;
    let before = device.line.clone();
    device.take_grant(
        1,
        Grant::open(device.campaign, &device.keys, &sealed).unwrap(),
    );
    assert_eq!(device.line, before);
}

#[test]
fn a_certificate_for_other_keys_is_left() {
    let mut two = two(&[3]);
    let own = two.member.keys.clone();
    two.member.keys = OwnKeys::from_secret(&[6; 64]);
    let theirs = two.granted(Reach::Stairs(vec![stair(4).name()]), Role::Volunteer);
    let opened = Grant::open(two.lead.campaign, &two.member.keys, &theirs).unwrap();
    two.member.keys = own;
    let before = two.member.line.clone();
    two.member.take_grant(1, opened);
    assert_eq!(two.member.line, before);
}

#[test]
fn what_was_recorded_on_a_stair_since_taken_away_still_goes_out() {
    let mut two = two(&[3]);
    let next = Epoch(Secret([5; 32]));
    let log = OwnLog {
        log: LOG,
        stream: stair(3),
        certificate: two.member.certificate(),
        acknowledged: 0,
        acknowledged_hash: NO_BATCH,
        parked: None,
    };
    let key = two.member.keyring.newest_key(stair(3)).unwrap();
    two.member
        .keyring
        .add(Keyring::Member(vec![next.member_keys(&[stair(4).name()])]));
    assert!(two.member.keyring.newest_key(stair(3)).is_none());
    let mut bench = session_of(&two.member);
    bench.step(Input::Opened(log));
    bench.record(1);
    let batches = sent(&bench.request()).batches;
    assert_eq!(batches.len(), 1);
    let batch = Batch::from_bytes(&batches[0]).unwrap();
    assert_eq!(batch.key, stairwell::sync::epoch::key_id(&key));
}

#[test]
fn whoever_joins_for_the_first_time_is_nobody_known() {
    let two = two(&[3]);
    let person: PersonId = person_of(two.member.keys.sign_public());
    assert_eq!(two.member.person(), person);
    assert_ne!(two.member.person(), two.lead.person());
}

/// A copy has the same unsent events, and was first to hear of an epoch.
#[test]
fn what_is_held_under_keys_that_come_with_it_is_not_recorded_anew() {
    let mut two = two(&[3]);
    let next = Epoch(Secret([5; 32]));
    let keys = Keyring::Member(vec![next.member_keys(&[stair(3).name()])]);
    let log = OwnLog {
        log: LOG,
        stream: stair(3),
        certificate: two.member.certificate(),
        acknowledged: 0,
        acknowledged_hash: NO_BATCH,
        parked: None,
    };
    let mut copied = two.member.clone();
    copied.keyring.add(keys.clone());
    let mut copy = session_of(&copied);
    let mut bench = session_of(&two.member);
    for own in [&mut copy, &mut bench] {
        own.step(Input::Opened(log.clone()));
        own.record(1);
    }
    bench.record(2);
    let held = sent(&copy.request()).batches;
    let request = bench.request();
    let outputs = bench.refuse(&request, &Refusal::of_log(RefusalCode::Clash, LOG, Some(1)));
    let request = bench.drain_to_request(outputs);
    let grant = Grant {
        keys,
        turfs: Vec::new(),
        package: Package::default(),
        certificate: None,
    };
    let to = two.member.keys.seal_public();
    let sealed = grant.seal(to, &two.lead.voucher(), &mut two.rng).unwrap();
    let answer = SyncAnswer {
        now: NOW,
        held,
        grant: Some((1, sealed)),
        ..SyncAnswer::default()
    };
    let outputs = bench.answer(&request, 200, encode(&answer));
    let anew = |output: &Output| matches!(output, Output::RecordAnew { .. });
    assert!(!outputs.iter().any(anew), "{outputs:?}");
    assert_eq!(bench.session.status().waiting, 1);
}
