//! A hand-over from one endpoint to another: the committee's campaign begins from a file, with keyholders of
//! its own, and whatever the old campaign's devices hold opens nothing of it.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::author::PersonId;
use stairwell::canvass::dot::Dot;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::{BlockKind, Fact, StairKind, Value};
use stairwell::canvass::giveaways::Giveaways;
use stairwell::canvass::handover::{Guarded, Holder};
use stairwell::canvass::id::{BlockId, DoorId, Facet, HouseholdId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::canvass::walk::Tonight;
use stairwell::organise::handover::keyholders::{acts, ask, is_open, sign};
use stairwell::organise::handover::{
    Counts, Filled, NotPacked, Package, counted, fill, pack, to_be_asked,
};
use stairwell::organise::listening::about_us;
use stairwell::organise::lock::Locked;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::{recover, recover_by, words_needed};
use stairwell::sync::handover::{Card, Handover, HandoverError};
use stairwell::sync::keyholding::{SignedHolder, committee_of, place_of};
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::root::{find_name, keyholder};
use stairwell::sync::wire::{Find, Found, Join, Joined, path};

use super::camp::{Camp, settings};
use crate::site::{Desk, Site};

fn words() -> Vec<OwnKeys> {
    let keys = |n: u8| OwnKeys::from_secret(&[n; 64]);
    [21, 22, 23].map(keys).to_vec()
}

fn tonight(site: &Site) -> Tonight {
    Tonight::in_utc(site.now())
}

fn party() -> Giveaways {
    Giveaways::of(&stairwell::locales::party_words())
}

fn record(desk: &mut Desk, site: &Site, drafts: Vec<Draft>) -> Vec<Dot> {
    let dots = desk.record(drafts);
    desk.sync(site);
    dots
}

/// The old campaign's estate: a stair of six homes. The first can be reached and may be passed on, the second
/// can be reached.
fn work(desk: &mut Desk, site: &Site) {
    let board = |fact, about| Draft::new(Stream::Board, fact, about);
    let us = about_us("Larch Lane Action", "01632 960 001", "");
    let block = Fact::Block {
        name: "Cambrian House".into(),
        kind: BlockKind::Building,
    };
    let block = record(desk, site, vec![us, board(block, vec![])])[1];
    let stair = Fact::Stair {
        name: String::new(),
        kind: StairKind::Entrance,
    };
    let stair = record(desk, site, vec![board(stair, vec![BlockId(block).into()])])[0];
    let stream = Stream::Stair(StairId(stair));
    let doors = (0..6).map(|order| {
        let fact = Fact::Door {
            label: format!("Flat {}", order + 1),
            floor: Some(0),
            order,
            uprn: None,
        };
        Draft::new(stream, fact, vec![])
    });
    let doors = record(desk, site, doors.collect());
    let mut said = Vec::new();
    for (place, purposes) in [
        (0, &[Facet::CONTACT_CONSENT, Facet::PASSED_ON][..]),
        (1, &[Facet::CONTACT_CONSENT]),
    ] {
        let home = HouseholdId::FirstOf(DoorId(doors[place]));
        said.extend(purposes.iter().map(|purpose| {
            let fact = Fact::PlainFact { value: Value::Yes };
            Draft::new(stream, fact, vec![home.into(), (*purpose).into()])
        }));
        let fact = Fact::Contact {
            name: format!("Home {place}"),
            reach: format!("07700 90000{place}"),
        };
        said.push(Draft::new(Stream::Inner, fact, vec![home.into()]));
    }
    record(desk, site, said);
}

/// The committee, at an endpoint of its own.
struct Committee {
    site: Site,
    amina: Desk,
    _folder: tempfile::TempDir,
}

fn committee() -> Committee {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::here(&settings(folder.path()));
    let mut amina = Desk::founded_by(&site, &words(), 2, 31);
    let us = about_us("Larch Lane Residents", "01632 960 002", "");
    record(&mut amina, &site, vec![us]);
    Committee {
        site,
        amina,
        _folder: folder,
    }
}

fn fill_in(committee: &mut Committee, package: &Package, hash: [u8; 32]) {
    let Committee { site, amina, .. } = committee;
    for _ in 0..20 {
        match fill(&amina.state, package, hash).unwrap() {
            Filled::Done => return,
            Filled::Next(drafts) => drop(record(amina, site, drafts)),
        }
    }
    panic!("it is never done");
}

#[test]
fn r12_2_a_committee_begins_at_another_endpoint_from_the_file_and_has_as_much() {
    let mut old = Camp::new();
    work(&mut old.olwen, &old.site);
    let packed = pack(&old.olwen.state, None, tonight(&old.site), &party()).unwrap();
    let before = packed.package.counts();
    let mut new = committee();
    let card = Card::of(new.amina.device(), &[]).to_text("");
    let to = Card::from_text(&card).unwrap();
    let to = to.check(&old.olwen.device().line, old.site.now()).unwrap();
    let rng = &mut ChaCha20Rng::seed_from_u64(5);
    let bytes = packed.package.to_bytes();
    let file = Handover::seal(&bytes, &to, old.olwen.device(), rng).unwrap();
    let file = file.to_file("For the committee");
    // No device of the old campaign opens it.
    let read = Handover::from_file(file.as_bytes()).unwrap();
    for (who, desk) in old.everyone() {
        let opened = read.open(desk.device());
        assert_eq!(opened, Err(HandoverError::OtherDevice), "{who}");
    }
    let package = Package::from_bytes(&read.open(new.amina.device()).unwrap()).unwrap();
    fill_in(&mut new, &package, read.hash());

    // As much on a device that has it all from the endpoint, and as much as there was.
    let link = new
        .amina
        .invite(&new.site, Role::Organiser, Reach::Everything);
    let mut bram = Desk::joined(&new.site, &link, "Bram", 32);
    bram.sync(&new.site);
    let after = counted(&bram.state, tonight(&new.site)).unwrap();
    assert_eq!(after, before);
    let some = Counts {
        homes: 6,
        people: 1,
        ask_again: 1,
        ..Counts::default()
    };
    assert_eq!(after, some);
    assert_eq!(to_be_asked(&bram.state, tonight(&new.site).today).len(), 1);
    // What the old campaign wrote went nowhere but into the file.
    let old_token = new.site.post(path::SYNC, Some(old.olwen.token()), &[]);
    assert_eq!(old_token.status, 401);
}

/// A keyholder says on a device of theirs whose words theirs are.
fn says_so(desk: &mut Desk, site: &Site, keys: &OwnKeys) -> PersonId {
    let root = desk.device().line[0].clone();
    let person = desk.device().person();
    let holder = Holder {
        place: place_of(&root, keys).unwrap(),
        name: desk.device().name.clone(),
        tenure: "council".into(),
        stair: "Cambrian House".into(),
        person: Some(person),
    };
    let signed = SignedHolder::sign(desk.device().campaign, holder, keys).to_bytes();
    let draft = Draft::new(Stream::Board, Fact::Keyholder { signed }, vec![]);
    record(desk, site, vec![draft]);
    person
}

#[test]
fn r12_5_two_of_three_keyholders_let_files_out_on_devices_of_their_own() {
    let Committee {
        site,
        mut amina,
        _folder,
    } = committee();
    let link = amina.invite(&site, Role::Organiser, Reach::Everything);
    let mut bram = Desk::joined(&site, &link, "Bram", 32);
    let words = words();
    says_so(&mut amina, &site, &words[0]);
    let bram_is = says_so(&mut bram, &site, &words[1]);
    let today = tonight(&site).today;
    record(&mut amina, &site, vec![ask(Guarded::Export, today)]);
    let read =
        |desk: &Desk| committee_of(desk.device(), &desk.state, desk.session.reader()).unwrap();
    let signing = |desk: &mut Desk, person: PersonId| {
        let act = acts(&desk.state, &read(desk)).remove(0);
        record(desk, &site, vec![sign(&act, person, today).unwrap()]);
    };
    let amina_is = amina.device().person();
    signing(&mut amina, amina_is);
    let open = |desk: &Desk| is_open(&desk.state, &read(desk), &Guarded::Export, today);
    assert!(!open(&amina));
    let refused = pack(&amina.state, Some(&read(&amina)), tonight(&site), &party());
    assert_eq!(refused.err(), Some(NotPacked::Locked(Locked::NotSigned)));
    bram.sync(&site);
    signing(&mut bram, bram_is);
    amina.sync(&site);
    assert!(open(&amina) && open(&bram));
}

#[test]
fn r12_1_one_keyholders_words_bring_nobody_back_and_two_keyholders_do() {
    let Committee { site, _folder, .. } = committee();
    let words = words();
    let name = find_name(&keyholder(&words[1]));
    let found: Found = site.ask(path::FIND, None, &Find { name });
    assert_eq!(words_needed(&found), Ok(2));
    let rng = &mut ChaCha20Rng::seed_from_u64(6);
    assert!(recover(&words[1], &found, "Bram", site.now(), rng).is_err());
    let twice = [words[1].clone(), words[1].clone()];
    assert!(recover_by(&twice, &found, "Bram", site.now(), rng).is_err());
    let two = [words[1].clone(), words[2].clone()];
    let joining = recover_by(&two, &found, "Bram", site.now(), rng).unwrap();
    let Join { certificate } = joining.request();
    let joined: Joined = site.ask(path::JOIN, None, &Join { certificate });
    let mut bram = Desk::new(
        joining.finish(&joined).unwrap(),
        ChaCha20Rng::seed_from_u64(7),
        site.now(),
    );
    bram.sync(&site);
    let name = stairwell::canvass::about::AboutUs::read(&bram.state).group;
    assert_eq!(name, "Larch Lane Residents");
}
