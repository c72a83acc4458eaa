//! What a phone could not send is carried as a file: by anyone, in any order, twice; and nobody
//! writes by it who could not before.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::knock;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::Outcome;
use stairwell::canvass::id::{DoorId, HouseholdId};
use stairwell::sync::carried::{Carried, CarriedError};
use stairwell::sync::certificate::{
    CampaignId, Certificate, Kind as Made, Role, SignedCertificate, person_of,
};
use stairwell::sync::keys::{OwnKeys, random_bytes};
use stairwell::sync::wire::{
    CarriedTo, Carry, Members, RefusalCode, Revoke, Revoked, SyncRequest, encode, path,
};

use super::camp::{Camp, FIRST, SECOND, only};
use super::database;
use super::hand::{Hand, stair};
use crate::night::run;
use crate::site::{Answer, Desk};

fn door(n: u64) -> DoorId {
    DoorId(Dot {
        log: LogId([1; 8]),
        seq: 10 + n,
    })
}

fn knocks(desk: &mut Desk, on: u64, doors: std::ops::Range<u64>) {
    for n in doors {
        let household = HouseholdId::FirstOf(door(n));
        desk.record(knock(stair(on), door(n), household, Outcome::Spoke));
    }
}

/// What a phone has not sent, as a file.
fn file(desk: &mut Desk) -> String {
    desk.seal();
    let unsent = desk.session.unsent().expect("something waits");
    unsent.to_file("Found this? Please hand it on.").unwrap()
}

fn read(file: &str) -> Carried {
    let mut all = Carried::from_file(file.as_bytes()).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Brings a file as `stairwell carry` does: without a token.
fn carry(camp: &Camp, file: &str) {
    let carried = read(file);
    for (log, pushes) in carried.pushes(1) {
        for batches in pushes {
            let answer = bring(camp, carried.campaign, batches);
            let CarriedTo { heads } = answer.read();
            assert!(heads.iter().any(|head| head.log == log));
        }
    }
}

fn bring(camp: &Camp, campaign: CampaignId, batches: Vec<Vec<u8>>) -> Answer {
    let request = Carry { campaign, batches };
    camp.site.post(path::CARRY, None, &encode(&request))
}

fn spoken(desk: &Desk) -> usize {
    desk.state.of_kind(Kind::KNOCK).count()
}

/// Whatever was refused left no trace.
fn refused(camp: &Camp, what: &str, code: RefusalCode, answer: impl FnOnce() -> Answer) {
    let before = camp.rows();
    let refusal = answer().refusal();
    assert_eq!(refusal.code, code, "{what}");
    assert_eq!(camp.rows(), before, "{what} left a trace");
}

#[test]
fn what_was_carried_is_everybodys_and_the_phone_hears_of_it_later() {
    let mut camp = Camp::new();
    knocks(&mut camp.vera, FIRST, 0..3);
    let early = file(&mut camp.vera);
    knocks(&mut camp.vera, FIRST, 3..5);
    let late = file(&mut camp.vera);
    assert!(!late.contains("Vera") && !late.contains("spoke"));

    let joined = heard(&camp);
    // In any order, and twice.
    for file in [&late, &early, &late] {
        carry(&camp, file);
    }
    assert_eq!(heard(&camp), joined, "somebody else brought it");
    let batches = database::count(&camp.site.data, "batches");
    camp.olwen.sync(&camp.site);
    assert_eq!(spoken(&camp.olwen), 5);

    // The phone has kept it all, goes on, and sends again: nothing is there twice.
    assert_eq!(camp.vera.session.status().waiting, 6, "with who writes");
    camp.vera.sync(&camp.site);
    assert_eq!(database::count(&camp.site.data, "batches"), batches);
    assert!(camp.vera.session.unsent().is_none());
    knocks(&mut camp.vera, FIRST, 5..6);
    camp.vera.sync(&camp.site);
    camp.olwen.sync(&camp.site);
    assert_eq!(spoken(&camp.olwen), 6);
}

#[test]
fn what_was_sent_first_and_carried_then_stands_once() {
    let mut camp = Camp::new();
    knocks(&mut camp.vera, FIRST, 0..3);
    let file = file(&mut camp.vera);
    camp.vera.sync(&camp.site);
    let before = camp.rows();
    carry(&camp, &file);
    assert_eq!(camp.rows(), before);
}

#[test]
fn an_early_file_is_as_good_as_a_late_one_that_came_before_it() {
    let [one, other] = [false, true].map(|backwards| {
        let mut camp = Camp::new();
        knocks(&mut camp.vera, FIRST, 0..2);
        let mut files = vec![file(&mut camp.vera)];
        knocks(&mut camp.vera, FIRST, 2..4);
        files.push(file(&mut camp.vera));
        knocks(&mut camp.bram, SECOND, 0..2);
        files.push(file(&mut camp.bram));
        if backwards {
            files.reverse();
        }
        for file in &files {
            carry(&camp, file);
        }
        camp.olwen.sync(&camp.site);
        camp.olwen.state.of_kind(Kind::KNOCK).count()
    });
    assert_eq!((one, other), (6, 6));
}

/// When each device was last heard, as an organiser is shown it.
fn heard(camp: &Camp) -> Vec<Option<i64>> {
    let members: Members = camp.site.ask(path::MEMBERS, Some(camp.olwen.token()), &());
    let others = members.members.iter();
    let others = others.filter(|member| member.subject != camp.olwen.device().joined_as);
    others.map(|member| member.last_heard).collect()
}

/// A device that was certified by an invitation's code and never joined.
fn never_joined(camp: &Camp, by: &Desk) -> (SignedCertificate, Hand) {
    let keys = OwnKeys::from_secret(&[9; 64]);
    let certificate = Certificate {
        version: 1,
        parent: by.device().certificate(),
        campaign: by.device().campaign,
        sign: keys.sign_public(),
        seal: keys.seal_public(),
        kind: Made::Device,
        role: Role::Volunteer,
        person: person_of(keys.sign_public()),
        reach: only(FIRST),
        issued: camp.site.now(),
        until: camp.site.now() + 3_600,
        practice: false,
    };
    let signed = SignedCertificate::sign(certificate, &by.device().keys);
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), 41);
    hand.keys = keys;
    hand.context.certificate = signed.id();
    (signed, hand)
}

#[test]
fn without_a_token_nobody_brings_what_a_stranger_wrote() {
    let camp = Camp::new();
    let campaign = camp.vera.device().campaign;
    let (signed, mut hand) = never_joined(&camp, &camp.olwen);
    let batch = hand.write(2);
    refused(&camp, "a stranger's", RefusalCode::BadCertificate, || {
        bring(&camp, campaign, vec![batch.clone()])
    });
    // A member vouches for it, and is known for it.
    let request = SyncRequest {
        certificates: vec![signed.to_bytes()],
        batches: vec![batch],
        ..SyncRequest::default()
    };
    assert_eq!(camp.sync(camp.bram.token(), &request).status, 200);
    let more = hand.write(1);
    refused(
        &camp,
        "a mere writer's",
        RefusalCode::BadCertificate,
        || bring(&camp, campaign, vec![more]),
    );
}

#[test]
fn nothing_is_carried_of_a_phone_that_was_taken_off_of_two_at_once_or_of_another_campaign() {
    let mut camp = Camp::new();
    let campaign = camp.vera.device().campaign;
    let mut vera = Hand::new(camp.vera.device(), stair(FIRST), 42);
    let mut bram = Hand::new(camp.bram.device(), stair(SECOND), 43);
    let both = vec![vera.write(1), bram.write(1)];
    refused(&camp, "two people's", RefusalCode::BadCertificate, || {
        bring(&camp, campaign, both.clone())
    });
    let foreign = CampaignId([8; 32]);
    refused(&camp, "of another", RefusalCode::UnknownCampaign, || {
        bring(&camp, foreign, vec![both[0].clone()])
    });
    refused(&camp, "without its start", RefusalCode::Gap, || {
        bring(&camp, campaign, vec![vera.write(1)])
    });
    refused(&camp, "nothing", RefusalCode::Malformed, || {
        bring(&camp, campaign, Vec::new())
    });
    let mut forged = both[0].clone();
    *forged.last_mut().unwrap() ^= 1;
    refused(&camp, "a forged one", RefusalCode::BadSignature, || {
        bring(&camp, campaign, vec![forged])
    });
    let certificate = camp.vera.device().joined_as;
    let token = Some(camp.olwen.token());
    let _: Revoked = camp.site.ask(path::REVOKE, token, &Revoke { certificate });
    refused(&camp, "taken off", RefusalCode::BadCertificate, || {
        bring(&camp, campaign, vec![both[0].clone()])
    });
    camp.olwen.sync(&camp.site);
}

#[test]
fn what_is_carried_is_counted_as_its_writers_own() {
    let camp = Camp::with(|settings| settings.limits.share_events = 3);
    let campaign = camp.vera.device().campaign;
    let mut vera = Hand::new(camp.vera.device(), stair(FIRST), 44);
    let batches = [vera.write(2), vera.write(2)];
    let [first, second] = batches;
    assert_eq!(bring(&camp, campaign, vec![first]).status, 200);
    refused(&camp, "more than her share", RefusalCode::OverQuota, || {
        bring(&camp, campaign, vec![second])
    });
    let mut bram = Hand::new(camp.bram.device(), stair(SECOND), 45);
    assert_eq!(bring(&camp, campaign, vec![bram.write(3)]).status, 200);
}

#[test]
fn a_file_that_was_cut_or_changed_anywhere_is_never_taken_for_another() {
    let mut camp = Camp::new();
    knocks(&mut camp.vera, FIRST, 0..3);
    let file = file(&mut camp.vera);
    let whole = read(&file);
    let end = file.trim_end().len();
    let begins = file.find("-----BEGIN").unwrap() + "-----BEGIN STAIRWELL CARRIED-----".len();
    for cut in 0..end {
        let expected = match cut < begins {
            true => CarriedError::NotOurs,
            false => CarriedError::CutShort,
        };
        let read = Carried::from_file(&file.as_bytes()[..cut]);
        assert_eq!(read, Err(expected), "cut at {cut}");
    }
    for at in 0..file.len() {
        for change in [1, 0x20, 0x80] {
            let mut changed = file.clone().into_bytes();
            changed[at] ^= change;
            match Carried::from_file(&changed) {
                Ok(all) => assert_eq!(all, std::slice::from_ref(&whole), "changed at {at}"),
                Err(error) => assert!(
                    matches!(
                        error,
                        CarriedError::Damaged
                            | CarriedError::CutShort
                            | CarriedError::NotOurs
                            | CarriedError::Newer
                    ),
                    "{error:?} at {at}"
                ),
            }
        }
    }
    let noise: [u8; 4096] = random_bytes(&mut camp.vera.rng);
    assert_eq!(Carried::from_file(&noise), Err(CarriedError::NotOurs));
    // By mail, with other line ends, quoted, and with another behind it.
    let windows = file.replace('\n', "\r\n");
    assert_eq!(read(&windows), whole);
    let two = Carried::from_file(format!("{file}\n{file}").as_bytes());
    assert_eq!(two, Ok(vec![whole.clone(), whole.clone()]));
    assert_eq!(
        whole.clone().of(CampaignId([1; 32])),
        Err(CarriedError::OtherCampaign)
    );
}

#[test]
fn the_command_line_brings_files_without_a_key_and_merges_them() {
    let mut camp = Camp::new();
    knocks(&mut camp.vera, FIRST, 0..3);
    knocks(&mut camp.bram, SECOND, 0..2);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("vera.txt"), file(&mut camp.vera)).unwrap();
    std::fs::write(path("bram.txt"), file(&mut camp.bram)).unwrap();
    std::fs::write(path("other.txt"), "a shopping list").unwrap();

    let origin = camp.site.origin.clone();
    let carried = [path("vera.txt"), path("other.txt")];
    let (ok, said) = run(&["carry", "--endpoint", &origin, &carried[0], &carried[1]]);
    assert!(
        !ok && said.contains("4 records are at the endpoint"),
        "{said}"
    );
    assert!(said.contains("not a file of what a phone"), "{said}");
    let (ok, said) = run(&["carry", "--endpoint", &origin, &carried[0]]);
    assert!(ok, "{said}");

    let link = camp.olwen.invite(
        &camp.site,
        Role::Organiser,
        stairwell::sync::certificate::Reach::Everything,
    );
    let (ok, said) = run(&["enrol", "--invite", &link, "--keyring", &path("k")]);
    assert!(ok, "{said}");
    let (keyring, out, bram) = (path("k"), path("out"), path("bram.txt"));
    let merge = [
        "merge",
        "--keyring",
        &keyring,
        "--out",
        &out,
        "--carried",
        &bram,
    ];
    for _ in 0..2 {
        let (ok, said) = run(&merge);
        assert!(
            ok && said.contains("3 records are at the endpoint"),
            "{said}"
        );
    }
    let knocks = std::fs::read_to_string(folder.path().join("out/knocks.csv"));
    assert!(knocks.is_ok());
    camp.olwen.sync(&camp.site);
    assert_eq!(spoken(&camp.olwen), 5);

    // Another campaign's organiser is told so, and nothing is merged.
    let elsewhere = Camp::another();
    let mut other = elsewhere.olwen;
    let link = other.invite(
        &elsewhere.site,
        Role::Organiser,
        stairwell::sync::certificate::Reach::Everything,
    );
    let (ok, said) = run(&["enrol", "--invite", &link, "--keyring", &path("k2")]);
    assert!(ok, "{said}");
    let keyring = path("k2");
    let merge = [
        "merge",
        "--keyring",
        &keyring,
        "--out",
        &out,
        "--carried",
        &bram,
    ];
    let (ok, said) = run(&merge);
    assert!(!ok && said.contains("another campaign"), "{said}");
}
