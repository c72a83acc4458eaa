//! What a volunteer's phone holds of what was written for organisers: boxes, and no key to them. It is not
//! hidden there: all that the phone has, or could be handed, is opened with every key on it.

use std::collections::BTreeSet;

use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::id::HouseholdId;
use stairwell::canvass::incident::Sort;
use stairwell::canvass::story::Told;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::Chain;
use stairwell::sync::epoch::Keyring;
use stairwell::sync::incident::{Incident, open, readers, seal};
use stairwell::sync::keys::{Secret, open as open_sealed, seal_public};
use stairwell::sync::reader::{Reader, Trust};
use stairwell::sync::session::Session;

use super::script::played::Phones;
use super::script::{Devices, OLWEN, ORGANISERS, Play, VOLUNTEERS, Who, name};
use super::{SEED, START};
use crate::counter::Counter;
use crate::site::Site;

/// Two who go to the same stair, on different nights, and one who goes to another.
const FIRST: Who = Who(ORGANISERS);
const SAME_STAIR: Who = Who(ORGANISERS + 10);
const ELSEWHERE: Who = Who(ORGANISERS + 1);
const WRITERS: [Who; 3] = [FIRST, SAME_STAIR, ELSEWHERE];
/// The stairs of those.
const STAIRS: [usize; 3] = [0, 0, 1];
/// What organisers alone read of what was written at doors.
const THEIRS: [Kind; 4] = [Kind::NOMINATION, Kind::CONTACT, Kind::STORY, Kind::INCIDENT];

/// What somebody writes of each sort, in words that nobody else writes.
fn words(who: Who) -> [String; 5] {
    let name = name(who);
    [
        format!("Whom {name} was told to ask"),
        format!("Neighbour of {name}"),
        format!("{name}@neighbours.example"),
        format!("What {name} was told of the winter"),
        format!("How {name} was shouted at"),
    ]
}

/// Somebody writes down one of each sort, at a door of a stair of theirs.
fn write(play: &mut Play<Phones>, who: Who, stair: usize) {
    let [whom, called, reach, told, happened] = words(who);
    let session = play.devices.session(who);
    let (state, chain) = (play.devices.state(who), session.reader().chain());
    let device = session.device();
    let incident = Incident::typed(Sort::Threat, "On the landing", &happened, true).unwrap();
    let to = readers(state, chain, device.campaign);
    let (campaign, person) = (device.campaign, device.person());
    let said = seal(campaign, person, &incident, &to, &mut Counter(who.0 as u8)).unwrap();
    let home = HouseholdId::FirstOf(play.estate.doors[stair][0]);
    let of_home = |fact| Draft::new(Stream::Inner, fact, vec![home.into()]);
    let story = Told {
        of: None,
        words: told,
        language: "en".into(),
        day: START + 1,
        instead: Vec::new(),
    };
    let name = called;
    let drafts = [
        of_home(Fact::Nomination { whom }),
        of_home(Fact::Contact { name, reach }),
        of_home(Fact::Story { said: story }),
        Draft::new(Stream::Inner, Fact::Incident { said }, Vec::new()),
    ];
    let at = play.at(2, 9);
    play.devices.record(who, at, &drafts);
    play.devices.sync(who, at);
}

/// The first night, sealed and sent, and what these three wrote after it; everybody has fetched it all.
fn played(site: &Site) -> Play<Phones> {
    let ends = i64::from(START + 365) * 86_400;
    let phones = Phones::new(&site.origin, &site.start_code, ends);
    let mut play = Play::begin(phones, START, SEED);
    play.first_night();
    for (who, stair) in WRITERS.into_iter().zip(STAIRS) {
        write(&mut play, who, stair);
    }
    let at = play.at(2, 10);
    for who in [OLWEN].into_iter().chain(WRITERS) {
        play.devices.sync(who, at);
    }
    play
}

/// Every secret of a keyring that could open anything.
fn secrets(keyring: &Keyring) -> Vec<Secret> {
    match keyring {
        Keyring::Organiser(_) => keyring.inner_secrets(),
        Keyring::Member(epochs) => epochs
            .iter()
            .flat_map(|keys| {
                let stairs = keys.stairs.iter().map(|(_, key)| key.clone());
                std::iter::once(keys.board.clone()).chain(stairs)
            })
            .collect(),
    }
}

/// What a device's keys make of batches: each event's bytes as they are read, and within what is sealed in
/// them whatever opens for any of its secrets, or for its own keys.
fn opened(session: &Session, chain: &Chain, batches: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let device = session.device();
    let (campaign, secrets) = (device.campaign, secrets(&device.keyring));
    let mut reader = Reader::new(campaign, chain.clone());
    let batches = batches.iter().map(Vec::as_slice);
    let page = reader.read(batches, &device.keyring, Trust::Verify);
    assert_eq!(page.refused, 0);
    let mut all = Vec::new();
    for run in &page.written {
        let author = run.author.person;
        let aad = [campaign.0.as_slice(), &author.0].concat();
        for event in &run.events {
            all.push(event.body.clone());
            match Fact::read(event.kind, &event.body) {
                Ok(Some(Fact::Sealed { sealed })) => {
                    let any = |key| open_sealed(key, "inner event", &aad, &sealed);
                    all.extend(secrets.iter().filter_map(|key| any(key).ok()));
                    all.extend(device.keys.open("inner event", &aad, &sealed));
                }
                Ok(Some(Fact::Incident { said })) => {
                    let said = open(campaign, author, &said, &device.keys);
                    all.extend(said.map(|said| said.words.into_bytes()));
                }
                _ => {}
            }
        }
    }
    all
}

fn say(all: &[Vec<u8>], words: &[u8]) -> bool {
    let says = |bytes: &Vec<u8>| bytes.windows(words.len()).any(|part| part == words);
    all.iter().any(says)
}

/// A phone's record, its journal, its state, what it pulled and every answer that came, as they lie there.
fn as_it_lies(play: &Play<Phones>, who: Who) -> Vec<Vec<u8>> {
    let (held, state) = (play.devices.held(who), play.devices.state(who));
    let device = postcard::to_allocvec(play.devices.session(who).device()).unwrap();
    let bodies = held.events.iter().map(|event| event.body.clone());
    let pulled = held.pulled.iter().map(postcard::to_allocvec);
    [device, state.to_bytes(), state.snapshot()]
        .into_iter()
        .chain(bodies)
        .chain(held.batches.clone())
        .chain(pulled.map(Result::unwrap))
        .chain(held.answers.clone())
        .collect()
}

/// What all of them sent and wrote, and the secrets that open it on organisers' devices.
struct Everything<'a> {
    chain: &'a Chain,
    sent: Vec<Vec<u8>>,
    written: BTreeSet<String>,
    inner: Vec<Secret>,
}

/// Whatever anybody sent, should it come into their hands, tells nothing of what was written; what they wrote
/// themselves is no exception. Nor does it lie there beside.
fn nothing_opens(play: &Play<Phones>, who: Who, all: &Everything) {
    let session = play.devices.session(who);
    let lies = as_it_lies(play, who);
    let read = opened(session, all.chain, &all.sent);
    let told = name(who);
    assert!(say(&read, told.as_bytes()), "{told}'s keys open their own");
    let held = play.devices.held(who);
    let pulled = held.pulled.iter().flat_map(|chunk| &chunk.batches);
    let mut batches = held.batches.iter().chain(pulled);
    assert!(batches.all(|batch| all.sent.contains(batch)));
    for words in &all.written {
        assert!(!say(&read, words.as_bytes()), "{told}'s keys open: {words}");
        assert!(!say(&lies, words.as_bytes()), "{told}'s phone has: {words}");
    }
    // What they wrote stands there as a box that says when, and no more.
    let state = play.devices.state(who);
    assert!(state.of_kind(Kind::SEALED).count() >= THEIRS.len());
    for kind in THEIRS {
        assert_eq!(state.of_kind(kind).count(), 0, "{told}");
    }
    // Others' boxes were not so much as sent there.
    let mut heads = session.reader().heads();
    assert!(heads.all(|(_, stream, ..)| stream != Stream::Inner));
}

/// None of the secrets lies on the phone, nor is any of its own keys the other half of what is sealed to.
fn no_key_is_there(play: &Play<Phones>, who: Who, all: &Everything) {
    let device = play.devices.session(who).device();
    let lies = as_it_lies(play, who);
    assert!(device.keyring.inner_secrets().is_empty());
    let own = secrets(&device.keyring);
    assert!(own.len() > 1, "the board's and a stair's");
    for secret in &all.inner {
        assert!(!say(&lies, &secret.0), "{}", name(who));
        let public = seal_public(secret);
        assert_ne!(device.keys.seal_public(), public);
        assert!(own.iter().all(|key| seal_public(key) != public));
    }
}

#[test]
fn a_volunteers_phone_writes_for_organisers_and_holds_no_key_to_what_anybody_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program_with(folder.path(), &["--practice-clock"]);
    let play = played(&site);
    let everyone = (0..ORGANISERS + VOLUNTEERS).map(Who);
    let sent = everyone.flat_map(|who| play.devices.held(who).batches.clone());
    let organiser = play.devices.session(OLWEN);
    let mut written: BTreeSet<String> = WRITERS.into_iter().flat_map(words).collect();
    // Of the night itself.
    written.insert("The woman with the dog".into());
    let all = Everything {
        chain: organiser.reader().chain(),
        sent: sent.collect(),
        written,
        inner: organiser.device().keyring.inner_secrets(),
    };
    assert!(!all.inner.is_empty());
    // They did write it: on an organiser's device all of it opens.
    let read = opened(organiser, all.chain, &all.sent);
    for words in &all.written {
        assert!(say(&read, words.as_bytes()), "{words}");
    }
    for who in WRITERS {
        nothing_opens(&play, who, &all);
        no_key_is_there(&play, who, &all);
    }
}
