//! A hand-over's card and file: only whoever the card is of opens the file, and nothing of it is readable.

use std::collections::BTreeMap;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::author::{Author, Role};
use stairwell::canvass::dot::LogId;
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::handover::Holder;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{CertificateError, Chain, PersonId, SignedCertificate};
use stairwell::sync::device::{Device, Founding, JoinError, words_missing};
use stairwell::sync::extension::SignedExtension;
use stairwell::sync::handover::{Card, Handover, HandoverError, LARGEST_PACKAGE};
use stairwell::sync::keyholding::{
    LastCommittee, SignedHolder, committee, committee_of, own_person, place_of,
};
use stairwell::sync::keys::{OwnKeys, Secret};
use stairwell::sync::reader::Reader;
use stairwell::sync::wire::{Found, Joined, Token};

const NOW: i64 = 1_790_000_000;
const YEAR: i64 = 365 * 86_400;
const WORDS: &str = "Siân of Flat 4, 07700 900123";

fn random(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// The words of keyholders, by their numbers.
fn words(numbers: &[u8]) -> Vec<OwnKeys> {
    let keys = |n: &u8| OwnKeys::from_secret(&[*n; 64]);
    numbers.iter().map(keys).collect()
}

/// The founding device of a campaign whose keyholders have these words.
fn founded(holders: &[u8], needed: u8, seed: u64) -> Device {
    founded_with(holders, needed, seed, false)
}

fn founded_with(holders: &[u8], needed: u8, seed: u64, practice: bool) -> Device {
    let founding = Founding {
        start_code: String::new(),
        name: "Amina".into(),
        now: NOW,
        ends: NOW + YEAR,
        practice,
    };
    let (_, joining) = founding
        .found_by(&words(holders), needed, &mut random(seed))
        .unwrap();
    let joined = Joined {
        token: Token(Secret([7; 32])),
        grant: None,
        now: NOW,
    };
    joining.finish(&joined).unwrap()
}

fn check(card: &Card, ours: &Device, now: i64) -> Result<(), HandoverError> {
    card.check(&ours.line, now).map(|_| ())
}

#[test]
fn r12_2_only_the_device_of_the_card_opens_the_file_and_nothing_in_it_is_readable() {
    let old = founded(&[1], 1, 1);
    let new = founded(&[2, 3, 4], 2, 2);
    let other = founded(&[2, 3, 4], 2, 3);
    let card = Card::from_text(&Card::of(&new, &[]).to_text("The committee's card")).unwrap();
    assert_eq!(card, Card::of(&new, &[]));
    let together: Vec<usize> = card.code().split(' ').map(str::len).collect();
    assert_eq!(together, [4; 4]);
    assert_ne!(card.code(), Card::of(&other, &[]).code());
    let to = card.check(&old.line, NOW).unwrap();
    assert_eq!((to.keyholders, to.needed), (3, 2));
    let sealed = Handover::seal(WORDS.as_bytes(), &to, &old, &mut random(4)).unwrap();
    let file = sealed.to_file("For the committee alone");
    assert!(!file.contains("Siân"));
    let read = Handover::from_file(file.as_bytes()).unwrap();
    assert_eq!(read.hash(), sealed.hash());
    assert_eq!(read.open(&new), Ok(WORDS.as_bytes().to_vec()));
    for stranger in [&old, &other] {
        assert_eq!(read.open(stranger), Err(HandoverError::OtherDevice));
    }
    // With the other's certificate in place, its keys still open nothing.
    let mut borrowed = other.clone();
    borrowed.line = new.line.clone();
    assert_eq!(read.open(&borrowed), Err(HandoverError::DoesNotOpen));
}

#[test]
fn r12_2_a_file_that_is_cut_changed_newer_or_too_large_is_refused_as_that() {
    let (old, new) = (founded(&[1], 1, 1), founded(&[2, 3, 4], 2, 2));
    let to = Card::of(&new, &[]).check(&old.line, NOW).unwrap();
    let file = Handover::seal(WORDS.as_bytes(), &to, &old, &mut random(4)).unwrap();
    let file = file.to_file("");
    let refused = |file: &str| Handover::from_file(file.as_bytes()).unwrap_err();
    assert_eq!(refused("no such file"), HandoverError::NotOurs);
    assert_eq!(refused(&file[..file.len() / 2]), HandoverError::CutShort);
    let begin = "HAND-OVER-----\n";
    let newer = file.replacen(&format!("{begin}01"), &format!("{begin}02"), 1);
    assert_eq!(refused(&newer), HandoverError::Newer);
    let last = file.rfind("\n-----END").unwrap() - 1;
    let digit = if &file[last..=last] == "0" { "1" } else { "0" };
    let mut changed = file.clone();
    changed.replace_range(last..=last, digit);
    assert_eq!(refused(&changed), HandoverError::Damaged);
    let long = vec![0; LARGEST_PACKAGE + 1];
    let large = Handover::seal(&long, &to, &old, &mut random(5));
    assert_eq!(large, Err(HandoverError::TooLarge));
    let card = Card::of(&new, &[]).to_text("");
    assert_eq!(Card::from_text(&file), Err(HandoverError::NotOurs));
    assert_eq!(Card::from_text(&card[..90]), Err(HandoverError::CutShort));
}

#[test]
fn r12_1_a_card_is_taken_of_a_committee_alone_and_of_no_key_of_whoever_hands_over() {
    let old = founded(&[1], 1, 1);
    let card = |holders: &[u8], needed| Card::of(&founded(holders, needed, 2), &[]);
    assert_eq!(check(&card(&[2, 3, 4], 2), &old, NOW), Ok(()));
    for (holders, needed) in [(&[2][..], 1), (&[2, 3], 2), (&[2, 3, 4], 1)] {
        let refused = check(&card(holders, needed), &old, NOW);
        assert_eq!(refused, Err(HandoverError::TooFew), "{holders:?} {needed}");
    }
    // One of the old campaign's keyholders is among the new one's; or it is the old campaign itself.
    assert_eq!(
        check(&card(&[1, 3, 4], 2), &old, NOW),
        Err(HandoverError::OwnKey)
    );
    let same = founded(&[5, 6, 7], 2, 1);
    assert_eq!(
        check(&Card::of(&same, &[]), &same, NOW),
        Err(HandoverError::OwnKey)
    );
    let ended = check(&card(&[2, 3, 4], 2), &old, NOW + YEAR);
    assert_eq!(ended, Err(HandoverError::Ended));
    let practice = Card::of(&founded_with(&[2, 3, 4], 2, 2, true), &[]);
    assert_eq!(check(&practice, &old, NOW), Err(HandoverError::Practice));
    let mut broken = founded(&[2, 3, 4], 2, 2);
    broken.line.swap(0, 1);
    let refused = check(&Card::of(&broken, &[]), &old, NOW);
    assert_eq!(refused, Err(HandoverError::DoesNotHold));
}

#[test]
fn r12_1_a_card_whose_campaign_was_put_off_has_not_ended_and_one_without_their_signatures_has() {
    let (old, new) = (founded(&[1], 1, 1), founded(&[2, 3, 4], 2, 2));
    let later = |by: &[u8]| {
        let keys = words(by);
        let placed: Vec<(u8, &OwnKeys)> = by.iter().map(|n| n - 2).zip(&keys).collect();
        SignedExtension::sign(new.campaign, NOW + 2 * YEAR, &placed).to_bytes()
    };
    let card = |extensions: &[Vec<u8>]| {
        let card = Card::of(&new, extensions).to_text("");
        Card::from_text(&card).unwrap()
    };
    let put_off = card(&[later(&[2, 4])]);
    assert_eq!(check(&put_off, &old, NOW + YEAR), Ok(()));
    assert_eq!(put_off.code(), card(&[]).code(), "it is the same device");
    let ended = Err(HandoverError::Ended);
    assert_eq!(check(&put_off, &old, NOW + 2 * YEAR), ended);
    assert_eq!(check(&card(&[]), &old, NOW + YEAR), ended);
    assert_eq!(check(&card(&[later(&[3])]), &old, NOW + YEAR), ended);
}

#[test]
fn r12_1_nothing_but_its_line_stands_on_a_card_that_is_taken() {
    let (old, new) = (founded(&[1], 1, 1), founded(&[2, 3, 4], 2, 2));
    let mut stuffed = new.clone();
    stuffed.line.insert(1, old.line[1].clone());
    let card = Card::of(&stuffed, &[]);
    assert_eq!(check(&card, &old, NOW), Err(HandoverError::DoesNotHold));
    // And whatever is added, the code stays the device's: no card is tried out until it reads alike.
    assert_eq!(card.code(), Card::of(&new, &[]).code());
}

#[test]
fn r12_2_a_file_of_a_campaign_for_practice_fills_none_that_is_not() {
    let new = founded(&[2, 3, 4], 2, 2);
    let to = Card::of(&new, &[]);
    let to = to.check(&founded(&[1], 1, 1).line, NOW).unwrap();
    let practising = founded_with(&[1], 1, 1, true);
    let sealed = Handover::seal(WORDS.as_bytes(), &to, &practising, &mut random(4)).unwrap();
    assert_eq!(sealed.open(&new), Err(HandoverError::Practice));
}

#[test]
fn r12_2_each_file_has_a_code_of_its_own_to_be_read_out() {
    let (old, new) = (founded(&[1], 1, 1), founded(&[2, 3, 4], 2, 2));
    let to = Card::of(&new, &[]).check(&old.line, NOW).unwrap();
    let sealed = |seed| Handover::seal(WORDS.as_bytes(), &to, &old, &mut random(seed)).unwrap();
    let (one, another) = (sealed(4), sealed(5));
    let read = Handover::from_file(one.to_file("").as_bytes()).unwrap();
    assert_eq!(read.code(), one.code());
    assert_ne!(another.code(), one.code());
    assert_ne!(one.code(), Card::of(&new, &[]).code());
}

#[test]
fn r12_1_words_of_another_campaign_bring_nobody_closer_to_coming_back() {
    let founding = Founding {
        start_code: String::new(),
        name: "Amina".into(),
        now: NOW,
        ends: NOW + YEAR,
        practice: false,
    };
    let (start, _) = founding
        .found_by(&words(&[2, 3, 4]), 2, &mut random(9))
        .unwrap();
    let found = Found {
        root: start.root,
        recovery: start.recovery[0].clone(),
        now: NOW,
    };
    let missing = |holders: &[u8]| words_missing(&found, &words(holders));
    assert_eq!(missing(&[3]), Ok(1));
    assert_eq!(missing(&[3, 3]), Ok(1));
    assert_eq!(missing(&[3, 4]), Ok(0));
    assert_eq!(missing(&[3, 9]), Err(JoinError::OtherWords));
}

#[test]
fn r12_5_nobody_is_named_by_words_that_are_typed_on_somebodys_other_device() {
    let first = founded(&[2, 3, 4], 2, 2);
    assert_eq!(own_person(&first), Some(first.person()));
    // Whoever sent the invitation for another device of theirs would sign as the keyholder.
    let other = founded(&[2, 3, 4], 2, 3);
    let mut invited = first.clone();
    invited.keys = other.keys;
    assert_eq!(own_person(&invited), None);
}

#[test]
fn r12_1_a_root_of_three_needs_as_many_to_certify_anybody() {
    let rng = &mut random(9);
    let founding = Founding {
        start_code: String::new(),
        name: "Amina".into(),
        now: NOW,
        ends: NOW + YEAR,
        practice: false,
    };
    let (start, _) = founding.found_by(&words(&[2, 3, 4]), 2, rng).unwrap();
    assert_eq!(start.recovery.len(), 3, "each keyholder has a way back");
    for (holders, needed) in [
        (&[][..], 1),
        (&[2, 2, 3], 2),
        (&[2, 3, 4], 4),
        (&[2, 3, 4], 0),
    ] {
        let refused = founding.found_by(&words(holders), needed, rng);
        assert!(refused.is_err(), "{holders:?} {needed}");
    }
}

fn holder(place: u8, person: Option<PersonId>) -> Holder {
    Holder {
        place,
        name: "Amina".into(),
        tenure: "council".into(),
        stair: "Dunlin House".into(),
        person,
    }
}

#[test]
fn r12_5_whose_a_place_is_only_the_words_at_it_say() {
    let device = founded(&[2, 3, 4], 2, 2);
    let root: &SignedCertificate = &device.line[0];
    let keys = words(&[2, 3, 4, 5]);
    let places: Vec<Option<u8>> = keys.iter().map(|keys| place_of(root, keys)).collect();
    assert_eq!(places, [Some(0), Some(1), Some(2), None]);
    let person = Some(PersonId([8; 16]));
    let good = SignedHolder::sign(device.campaign, holder(1, person), &keys[1]);
    let wrong = SignedHolder::sign(device.campaign, holder(1, person), &keys[0]);
    let nobody = SignedHolder::sign(device.campaign, holder(9, person), &keys[3]);
    let elsewhere = founded_with(&[2, 3, 4], 2, 77, true).campaign;
    let strange = SignedHolder::sign(elsewhere, holder(1, person), &keys[1]);
    assert_eq!(good.holder(root), Ok(&holder(1, person)));
    assert_eq!(wrong.holder(root), Err(CertificateError::BadSignature));
    assert_eq!(nobody.holder(root), Err(CertificateError::BadSignature));
    assert_eq!(strange.holder(root), Err(CertificateError::OtherCampaign));
    let said: Vec<Vec<u8>> = [&good, &wrong, &nobody]
        .map(SignedHolder::to_bytes)
        .to_vec();
    let read = committee(root, &said, BTreeMap::new()).unwrap();
    assert_eq!((read.needed, read.places), (2, 3));
    assert_eq!(read.holders, [holder(1, person)]);
    let mut longer = good.to_bytes();
    longer.push(0);
    assert!(SignedHolder::from_bytes(&longer).is_err());
    // Where one keyholder may act alone there is no committee.
    assert_eq!(
        committee(&founded(&[1], 1, 1).line[0], &said, BTreeMap::new()),
        None
    );
}

/// What is said on the board of the campaign of this device, written by it.
fn board(device: &Device, said: &[Fact]) -> State {
    let events = said.iter().map(|fact| Event {
        at: NOW,
        kind: fact.kind(),
        about: Vec::new(),
        over: Vec::new(),
        body: fact.body(),
    });
    let author = Author {
        device: device.certificate(),
        line: Vec::new(),
        person: device.person(),
        role: Role::Organiser,
        issued: NOW,
        appointed: NOW,
        stream: Stream::Board,
    };
    State::fold(&[Written {
        log: LogId([9; 8]),
        author,
        first: 1,
        offset: 0,
        events: events.collect(),
    }])
}

#[test]
fn who_keeps_the_keys_is_checked_once_until_something_it_is_made_of_is_another() {
    let device = founded(&[2, 3, 4], 2, 2);
    let keys = words(&[2, 3, 4]);
    let says = |place: u8| {
        let by = &keys[usize::from(place)];
        let person = Some(PersonId([place; 16]));
        let signed = SignedHolder::sign(device.campaign, holder(place, person), by);
        Fact::Keyholder {
            signed: signed.to_bytes(),
        }
    };
    let reader = |lines: &[&Device]| {
        let mut chain = Chain::default();
        for signed in lines.iter().flat_map(|it| &it.line) {
            chain.insert(signed.clone());
        }
        Reader::new(device.campaign, chain)
    };
    let mut last = LastCommittee::default();
    let mut said = vec![says(0)];
    let (alone, other) = (reader(&[&device]), founded(&[2, 3, 4], 2, 3));
    let with_others = reader(&[&device, &other]);
    let elsewhere = Fact::Turf {
        name: "Upper floors".into(),
    };
    let mut expected = |said: &[Fact], reader: &Reader, times: usize, holders: usize| {
        let state = board(&device, said);
        // With each tap, whatever it recorded.
        for _ in 0..5 {
            let read = last.read(&device, &state, reader);
            assert_eq!(read, committee_of(&device, &state, reader));
            assert_eq!(read.unwrap().holders.len(), holders);
            assert_eq!(last.times_checked(), times);
        }
    };
    expected(&said, &alone, 1, 1);
    said.push(elsewhere);
    expected(&said, &alone, 1, 1);
    said.push(says(1));
    expected(&said, &alone, 2, 2);
    expected(&said, &with_others, 3, 2);
    // And back: nothing is believed for having been so before.
    expected(&said[..2], &with_others, 4, 1);
    let alone = founded(&[1], 1, 1);
    let state = board(&alone, &said);
    let mut last = LastCommittee::default();
    let none = Reader::new(alone.campaign, Chain::default());
    assert_eq!(last.read(&alone, &state, &none), None);
    assert_eq!(
        last.times_checked(),
        0,
        "where one may act alone there is none"
    );
}
