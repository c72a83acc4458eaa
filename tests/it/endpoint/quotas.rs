//! How much an endpoint keeps, and how often it may be asked.

use std::num::NonZeroU32;

use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::clock::Clock;
use stairwell::endpoint::limits::Rate;
use stairwell::sync::certificate::{Reach, Role, SignedCertificate, person_of};
use stairwell::sync::device::{Founding, InviteTerms};
use stairwell::sync::grant::Package;
use stairwell::sync::granting::publish_invite;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::session::Trouble;
use stairwell::sync::wire::{
    Find, GrantFor, Grants, Invite, Join, Members, RefusalCode, Revoke, Revoked, encode, path,
};

use super::camp::{Camp, FIRST, SECOND, only};
use super::hand::{Hand, stair};
use super::raw::{head, raw};
use crate::site::{Answer, Desk};

fn rate(burst: u32, second: u32) -> Rate {
    Rate {
        burst: NonZeroU32::new(burst).unwrap(),
        second: NonZeroU32::new(second).unwrap(),
    }
}

fn terms(camp: &Camp) -> InviteTerms {
    InviteTerms {
        role: Role::Volunteer,
        reach: only(FIRST),
        uses: 9,
        second_device_of: None,
        now: camp.site.now(),
        until: camp.site.now() + 3_600,
    }
}

fn invitation(camp: &mut Camp) -> Invite {
    let terms = terms(camp);
    let device = camp.olwen.device().clone();
    let rng = &mut camp.olwen.rng;
    let (code, certificate) = device.invite(&terms, rng);
    let package = Package::default();
    publish_invite(&device, &code, &certificate, Vec::new(), package, rng).unwrap()
}

#[test]
fn a_campaign_that_has_used_up_its_room_is_told_so_and_others_are_not() {
    let camp = Camp::with(|settings| settings.limits.bytes = 100_000);
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), 20);
    let mut taken = 0;
    let full = loop {
        let next = hand.write_much();
        let answer = camp.push(camp.vera.token(), std::slice::from_ref(&next));
        if answer.status != 200 {
            break next;
        }
        taken += 1;
    };
    assert!(taken > 1);
    camp.refused("one more", RefusalCode::OverQuota, || {
        camp.push(camp.vera.token(), std::slice::from_ref(&full))
    });
    // Reading goes on, and what is there already is acknowledged.
    assert_eq!(camp.take(&camp.tova, &[]).batches.len(), taken);
    let other = Desk::founded(&camp.site, 42);
    let theirs = Hand::new(other.device(), stair(FIRST), 20).write(500);
    assert_eq!(camp.push(other.token(), &[theirs]).status, 200);
}

#[test]
fn nobody_sends_more_than_their_share_of_a_day_by_whatever_device_and_others_go_on() {
    let mut camp = Camp::with(|settings| {
        settings.clock = Clock::Practice;
        settings.limits.share_events = 20;
    });
    let own = InviteTerms {
        uses: 1,
        second_device_of: Some(camp.vera.device().person()),
        ..terms(&camp)
    };
    let code = camp.vera.invite_with(&camp.site, &own);
    let second = Desk::joined(&camp.site, &code.link(&camp.site.origin), "Vera", 12);
    let mut hands = [(&camp.vera, 88), (&second, 89)]
        .map(|(desk, log)| Hand::new(desk.device(), stair(FIRST), log));
    camp.take(&camp.vera, &[hands[0].write(15)]);
    let draft = hands[1].draft(6);
    camp.refused("by a second device", RefusalCode::OverQuota, || {
        camp.push(second.token(), std::slice::from_ref(&draft))
    });
    // Another's name on it is no help: who sends is meant.
    let theirs = Hand::new(camp.tova.device(), stair(FIRST), 90).draft(6);
    camp.refused("of somebody else", RefusalCode::OverQuota, || {
        camp.push(camp.vera.token(), std::slice::from_ref(&theirs))
    });
    camp.take(&second, &[hands[1].write(5)]);
    camp.take(
        &camp.bram,
        &[Hand::new(camp.bram.device(), stair(SECOND), 91).write(20)],
    );
    // An organiser publishes lists: they are as long as they are.
    camp.take(
        &camp.olwen,
        &[Hand::new(camp.olwen.device(), stair(FIRST), 92).write(100)],
    );
    // Reading goes on, and tomorrow is another day.
    assert_eq!(camp.take(&camp.vera, &[]).batches.len(), 3);
    let one = hands[0].write(1);
    camp.refused("one more", RefusalCode::OverQuota, || {
        camp.push(camp.vera.token(), std::slice::from_ref(&one))
    });
    *camp.site.plays.as_mut().unwrap() += 7 * 3_600;
    camp.take(&camp.vera, &[one]);
}

#[test]
fn a_share_is_of_bytes_too() {
    let camp = Camp::with(|settings| settings.limits.share_bytes = 100_000);
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), 20);
    for _ in 0..3 {
        camp.take(&camp.vera, &[hand.write_much()]);
    }
    let fourth = hand.write_much();
    camp.refused("a fourth", RefusalCode::OverQuota, || {
        camp.push(camp.vera.token(), &[fourth])
    });
    let mut other = Hand::new(camp.bram.device(), stair(SECOND), 21);
    camp.take(&camp.bram, &[other.write_much()]);
}

#[test]
fn room_is_left_for_the_board_so_that_who_filled_the_rest_can_be_taken_off() {
    let camp = Camp::with(|settings| settings.limits.bytes = 100_000);
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), 20);
    // As full as it gets: with much at once, then with a little.
    for write in [Hand::write_much, |hand: &mut Hand| hand.write(1)] {
        loop {
            let mut next = hand.clone();
            let batch = write(&mut next);
            if camp.push(camp.vera.token(), &[batch]).status != 200 {
                break;
            }
            hand = next;
        }
    }
    let full = |token, batches: &[Vec<u8>]| {
        camp.refused("full", RefusalCode::OverQuota, || camp.push(token, batches));
    };
    full(camp.vera.token(), &[hand.draft(1)]);
    let mut board = Hand::new(camp.olwen.device(), Stream::Board, 21);
    let elsewhere = Hand::new(camp.olwen.device(), stair(FIRST), 22).write(1);
    full(camp.olwen.token(), std::slice::from_ref(&elsewhere));
    full(camp.olwen.token(), &[board.draft(1), elsewhere]);
    camp.take(&camp.olwen, &[board.write(1)]);
    // Nobody else has any of it, for certificates either.
    let own = InviteTerms {
        uses: 1,
        second_device_of: Some(camp.vera.device().person()),
        ..terms(&camp)
    };
    let device = camp.vera.device().clone();
    let rng = &mut camp.vera.rng.clone();
    let (code, certificate) = device.invite(&own, rng);
    let package = Package::default();
    let invite = publish_invite(&device, &code, &certificate, Vec::new(), package, rng).unwrap();
    camp.refused("a second device", RefusalCode::OverQuota, || {
        camp.site
            .post(path::INVITE, Some(camp.vera.token()), &encode(&invite))
    });
    let revoke = Revoke {
        certificate: device.certificate(),
    };
    let _: Revoked = camp
        .site
        .ask(path::REVOKE, Some(camp.olwen.token()), &revoke);
    camp.take(&camp.olwen, &[board.write(1)]);
    // What is left for it is no more than that.
    full(camp.olwen.token(), &[board.write_much()]);
}

#[test]
fn nobody_uses_up_the_invitations_that_all_have() {
    let mut camp = Camp::with(|settings| {
        settings.clock = Clock::Practice;
        settings.limits.share_invites = 2;
    });
    let own = InviteTerms {
        uses: 1,
        second_device_of: Some(camp.vera.device().person()),
        until: camp.site.now() + 40_000,
        ..terms(&camp)
    };
    for _ in 0..2 {
        camp.vera.invite_with(&camp.site, &own);
    }
    let device = camp.vera.device().clone();
    let rng = &mut camp.vera.rng;
    let (code, certificate) = device.invite(&own, rng);
    let package = Package::default();
    let third = publish_invite(&device, &code, &certificate, Vec::new(), package, rng).unwrap();
    let publish = |camp: &Camp| {
        camp.site
            .post(path::INVITE, Some(camp.vera.token()), &encode(&third))
    };
    camp.refused("a third", RefusalCode::OverQuota, || publish(&camp));
    // Organisers invite as many as come; and tomorrow is another day.
    let terms = terms(&camp);
    for _ in 0..3 {
        camp.olwen.invite_with(&camp.site, &terms);
    }
    *camp.site.plays.as_mut().unwrap() += 7 * 3_600;
    assert_eq!(publish(&camp).status, 200);
}

/// What a phone does whose batches nobody takes any more.
#[test]
fn a_phone_that_has_sent_its_share_still_hears_what_is_new() {
    let mut camp = Camp::with(|settings| settings.limits.share_events = 5);
    let said = |words: &str| {
        let fact = Fact::Note {
            words: words.to_string(),
        };
        Draft::new(stair(FIRST), fact, Vec::new())
    };
    camp.vera.record(vec![said("one"), said("two")]);
    camp.vera.sync(&camp.site);
    camp.vera
        .record(vec![said("three"), said("four"), said("five")]);
    camp.olwen.record(vec![said("from the office")]);
    camp.olwen.sync(&camp.site);
    camp.vera.try_sync(&camp.site);
    let status = camp.vera.session.status();
    assert_eq!(status.trouble, Some(Trouble::Busy(RefusalCode::OverQuota)));
    assert_eq!(status.waiting, 3);
    assert!(status.up_to_date);
    let theirs = camp.olwen.logs[&stair(FIRST)].0;
    assert_eq!(camp.vera.state.log(theirs).map(|log| log.head), Some(2));
}

/// A newer certificate for Vera, as large as a grant may bring.
fn large(camp: &Camp, n: u64) -> Grants {
    let mut signed = camp.vera.device().line.last().unwrap().clone();
    signed.certificate.parent = camp.olwen.device().certificate();
    let stairs = (1..1_000).map(|m| stair(n * 1_000 + m).name()).collect();
    signed.certificate.reach = Reach::Stairs(stairs);
    let signed = SignedCertificate::sign(signed.certificate, &camp.olwen.device().keys);
    let members: Members = camp.site.ask(path::MEMBERS, Some(camp.olwen.token()), &());
    Grants {
        epoch: members.epoch,
        grants: vec![GrantFor {
            subject: camp.vera.device().joined_as,
            certificate: Some(signed.to_bytes()),
            sealed: Vec::new(),
        }],
    }
}

#[test]
fn certificates_take_room_however_they_come() {
    let camp = Camp::with(|settings| settings.limits.bytes = 40_000);
    let grant = |grants: &Grants| -> Answer {
        camp.site
            .post(path::GRANTS, Some(camp.olwen.token()), &encode(grants))
    };
    for n in 1..=2 {
        assert_eq!(grant(&large(&camp, n)).status, 200);
    }
    let third = large(&camp, 3);
    camp.refused("a third", RefusalCode::OverQuota, || grant(&third));
    // One that is here already takes no more, nor does a grant without.
    assert_eq!(grant(&large(&camp, 1)).status, 200);
    let mut without = large(&camp, 4);
    without.grants[0].certificate = None;
    assert_eq!(grant(&without).status, 200);
}

#[test]
fn a_campaign_has_no_more_invitations_and_devices_than_the_host_allows() {
    // Olwen, Tova, Vera and Bram; three of them by invitation.
    let mut camp = Camp::with(|settings| {
        settings.limits.invites = 4;
        settings.limits.devices = 5;
    });
    let code = {
        let terms = terms(&camp);
        camp.olwen.invite_with(&camp.site, &terms)
    };
    let fifth = invitation(&mut camp);
    camp.refused("a fifth invitation", RefusalCode::OverQuota, || {
        camp.site
            .post(path::INVITE, Some(camp.olwen.token()), &encode(&fifth))
    });
    let link = code.link(&camp.site.origin);
    let nell = Desk::joined(&camp.site, &link, "Nell", 11);
    let before = camp.rows();
    let mut late = nell.device().line.last().unwrap().clone();
    let keys = OwnKeys::from_secret(&[9; 64]);
    late.certificate.sign = keys.sign_public();
    late.certificate.person = person_of(keys.sign_public());
    let certificate = SignedCertificate::sign(late.certificate, &code.keys()).to_bytes();
    let answer = camp
        .site
        .post(path::JOIN, None, &encode(&Join { certificate }));
    assert_eq!(answer.refusal().code, RefusalCode::OverQuota);
    assert_eq!(camp.rows(), before, "the invitation has as many uses left");
}

#[test]
fn an_endpoint_has_no_more_campaigns_than_its_host_allows() {
    let camp = Camp::with(|settings| settings.limits.campaigns = 2);
    let mut second = Desk::founded(&camp.site, 43);
    let founding = Founding {
        start_code: camp.site.start_code.clone(),
        name: "Owain".into(),
        now: camp.site.now(),
        ends: camp.site.now() + 3_600,
        practice: false,
    };
    let root = OwnKeys::random(&mut second.rng);
    let (start, _) = founding.found(&root, &mut second.rng).unwrap();
    let before = camp.rows();
    let answer = camp.site.post(path::START, None, &encode(&start));
    assert_eq!(answer.refusal().code, RefusalCode::OverQuota);
    assert_eq!(camp.rows(), before);
    second.sync(&camp.site);
}

#[test]
fn a_device_that_asks_too_often_waits_and_no_other_does() {
    let camp = Camp::with(|settings| settings.limits.device_rate = rate(12, 1));
    let ask = |desk: &Desk| camp.push(desk.token(), &[]);
    let refused = (0..30)
        .map(|_| ask(&camp.vera))
        .find(|answer| answer.status != 200);
    let refused = refused.unwrap();
    assert_eq!(refused.refusal().code, RefusalCode::TooMany);
    assert!(refused.authentic);
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait), "{wait}");
    camp.refused("again", RefusalCode::TooMany, || {
        // However long that took: too often once more.
        while ask(&camp.vera).status == 200 {}
        let batch = Hand::new(camp.vera.device(), stair(FIRST), 20).write(1);
        camp.push(camp.vera.token(), &[batch])
    });
    assert_eq!(ask(&camp.bram).status, 200);
    std::thread::sleep(std::time::Duration::from_secs(wait));
    assert_eq!(ask(&camp.vera).status, 200);
}

#[test]
fn an_address_that_asks_too_often_waits_with_or_without_a_token() {
    let camp = Camp::with(|settings| settings.limits.address_rate = rate(40, 1));
    let find = encode(&Find { name: [0; 32] });
    let ask = || camp.site.post(path::FIND, None, &find);
    let refused = (0..60).map(|_| ask()).find(|answer| answer.status != 404);
    let refused = refused.unwrap();
    assert_eq!(refused.refusal().code, RefusalCode::TooMany);
    assert!(refused.header("retry-after").is_some());
    let joined = Join {
        certificate: Vec::new(),
    };
    let answer = camp.site.post(path::JOIN, None, &encode(&joined));
    assert_eq!(answer.refusal().code, RefusalCode::TooMany);
    assert_eq!(
        camp.push(camp.vera.token(), &[]).refusal().code,
        RefusalCode::TooMany
    );
    // Guessing codes from there is no faster. The app itself is still served.
    assert_ne!(raw(&camp.site, &head("GET /", &[])).status, 429);
}
