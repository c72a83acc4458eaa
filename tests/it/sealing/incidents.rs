//! Incidents: for those alone who are meant, and nowhere else. R8.5.

use proptest::prelude::*;
use stairwell::canvass::dot::LogId;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::{Event, Kind as EventKind, Run};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::incident::Sort;
use stairwell::canvass::stream::Stream;
use stairwell::organise::incidents::{Incidents, name, people};
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::certificate::{Chain, Kind, SignedCertificate};
use stairwell::sync::epoch::{Epoch, Keyring};
use stairwell::sync::incident::{Incident, MOST_READERS, open, readers, seal};
use stairwell::sync::inner::{seal_event, unwrap_event};
use stairwell::sync::keys::{OwnKeys, Secret};
use stairwell::sync::reader::{Reader, Trust};

use super::*;
use crate::counter::Counter;
use crate::merging::stair;

const EPOCH: Epoch = Epoch(Secret([1; 32]));
const WORDS: &str = "pushed against the banister";

/// A root (keys 1), two organisers' devices (2 and 3), a volunteer below each (4 and 5).
struct Camp {
    root: SignedCertificate,
    devices: Vec<SignedCertificate>,
}

impl Camp {
    fn new() -> Camp {
        let lead = organiser_line();
        let root = lead[0].clone();
        let mut other = terms(&root, 3, Kind::Organiser, Role::Organiser);
        // Appointed before the first, who may therefore cut it off.
        other.issued -= 1;
        let other = signed_by(other, &[1]);
        let volunteer =
            |above, n, by| signed_by(terms(above, n, Kind::Device, Role::Volunteer), &[by]);
        let devices = vec![
            lead[1].clone(),
            other.clone(),
            volunteer(&lead[1], 4, 2),
            volunteer(&other, 5, 3),
        ];
        Camp { root, devices }
    }

    fn campaign(&self) -> CampaignId {
        self.root.campaign()
    }

    fn chain(&self) -> Chain {
        let mut chain = Chain::default();
        for signed in std::iter::once(&self.root).chain(&self.devices) {
            chain.insert(signed.clone());
        }
        chain
    }

    /// The device of keys `n`.
    fn device(&self, n: u8) -> &SignedCertificate {
        &self.devices[usize::from(n) - 2]
    }

    /// Facts of the organiser with keys `n` on the board.
    fn board(&self, n: u8, drafts: &[Draft]) -> Written {
        let checked = self.chain().check(self.campaign(), self.device(n).id());
        Written {
            log: LogId([n; 8]),
            author: checked.unwrap().author(Stream::Board),
            first: 1,
            offset: 0,
            events: drafts.iter().map(|draft| draft.at(ISSUED)).collect(),
        }
    }

    /// What happened to the volunteer with keys 4, as their phone stores it.
    fn stored(&self, state: &State, said: &Incident) -> Event {
        let (campaign, person) = (self.campaign(), self.device(4).certificate.person);
        let to = readers(state, &self.chain(), campaign);
        let boxed = seal(campaign, person, said, &to, &mut Counter(0)).unwrap();
        let event = Draft::new(Stream::Inner, Fact::Incident { said: boxed }, vec![]).at(ISSUED);
        let inner = Keyring::Member(vec![EPOCH.member_keys(&[])]);
        let inner = inner.inner_public().unwrap();
        seal_event(campaign, person, &event, inner, &mut Counter(9)).unwrap()
    }

    /// The same, as it travels.
    fn batch(&self, event: Event) -> Vec<u8> {
        let context = Context {
            campaign: self.campaign(),
            stream: Stream::Inner,
            certificate: self.device(4).id(),
            previous: NO_BATCH,
        };
        let run = Run {
            offset: 0,
            events: vec![event],
        };
        let (key, signer) = (EPOCH.stream_key(Stream::Inner), keys(4));
        let log = LogId([9; 8]);
        let batch = Batch::seal(log, 1, &run, &context, &key, &signer, &mut Counter(1));
        batch.unwrap().to_bytes()
    }

    /// What a device with this keyring comes to that has the batch.
    fn state_of(&self, keyring: &Keyring, batch: &[u8]) -> State {
        let mut reader = Reader::new(self.campaign(), self.chain());
        let page = reader.read([batch], keyring, Trust::Verify);
        assert_eq!((page.refused, page.set_aside), (0, 0));
        State::fold(&page.written)
    }
}

fn incident() -> Incident {
    Incident::typed(Sort::Threat, " Larch House ", WORDS, true).unwrap()
}

fn says(bytes: &[u8], words: &str) -> bool {
    bytes
        .windows(words.len())
        .any(|part| part == words.as_bytes())
}

fn organisers() -> Keyring {
    Keyring::Organiser(vec![EPOCH])
}

#[test]
fn r8_5_an_incident_opens_on_every_organisers_device_and_on_no_others() {
    let camp = Camp::new();
    let batch = camp.batch(camp.stored(&State::default(), &incident()));
    let state = camp.state_of(&organisers(), &batch);
    for n in [2, 3] {
        let found = Incidents::read(&state, camp.campaign(), &keys(n));
        let said: Vec<_> = found.rows.iter().map(|row| row.said.clone()).collect();
        assert_eq!((said, found.closed), (vec![incident()], 0), "{n}");
    }
    // With the same events before them, and inner's keys besides.
    for n in [1, 4, 5] {
        let found = Incidents::read(&state, camp.campaign(), &keys(n));
        assert_eq!((found.rows.len(), found.closed), (0, 1), "{n}");
    }
}

/// What another volunteer holds, and what they could be handed: every byte is opened that their keys
/// open, and nothing tells what happened, nor that anything did.
#[test]
fn r8_5_nothing_another_volunteer_holds_or_is_handed_tells_of_it() {
    let camp = Camp::new();
    let stored = camp.stored(&State::default(), &incident());
    let batch = camp.batch(stored.clone());
    let volunteer = Keyring::Member(vec![EPOCH.member_keys(&[stair().name()])]);
    assert!(!says(&batch, WORDS));
    let state = camp.state_of(&volunteer, &batch);
    assert!(!says(&state.snapshot(), WORDS));
    let kinds: Vec<EventKind> = state.entries().map(|(_, it)| it.event.kind).collect();
    assert_eq!(kinds, [EventKind::SEALED]);
    // A name somebody gave looks the same: the wrapper says when, and no more.
    assert_eq!((stored.about.len(), stored.over.len()), (0, 0));
    for (_, entry) in state.entries() {
        for n in 4..=5 {
            let person = camp.device(n).certificate.person;
            for author in [person, camp.device(4).certificate.person] {
                let left = unwrap_event(camp.campaign(), author, entry.event.clone(), &volunteer);
                assert_eq!(left, entry.event);
            }
        }
    }
    assert_eq!(
        Incidents::read(&state, camp.campaign(), &keys(5)),
        Incidents::default()
    );
}

/// Whoever wrote it does not open it either, with all keys their phone has.
#[test]
fn r8_5_the_writers_own_phone_does_not_show_it_again() {
    let camp = Camp::new();
    let stored = camp.stored(&State::default(), &incident());
    assert!(!says(&stored.body, WORDS));
    let batch = camp.batch(stored);
    // Even with what organisers open: the boxes are not for the writer.
    let state = camp.state_of(&organisers(), &batch);
    let (_, entry) = state.of_kind(EventKind::INCIDENT).next().unwrap();
    let Ok(Some(Fact::Incident { said })) = Fact::read(entry.event.kind, &entry.event.body) else {
        panic!("an incident");
    };
    let person = camp.device(4).certificate.person;
    assert_eq!(open(camp.campaign(), person, &said, &keys(4)), None);
    assert_eq!(
        open(camp.campaign(), person, &said, &keys(2)),
        Some(incident())
    );
    // Nor as anybody else's word.
    let other = camp.device(5).certificate.person;
    assert_eq!(open(camp.campaign(), other, &said, &keys(2)), None);
}

#[test]
fn r8_5_where_somebody_is_named_for_it_other_organisers_do_not_read_it() {
    let camp = Camp::new();
    let nobody = State::default();
    let lead = keys(3).seal_public();
    let named = camp.board(2, &[name(&nobody, &[lead])]);
    let mut state = State::fold(std::slice::from_ref(&named));
    let shown = people(&state, &readers(&state, &camp.chain(), camp.campaign()));
    assert_eq!(shown.iter().filter(|it| it.meant).count(), 1);
    let batch = camp.batch(camp.stored(&state, &incident()));
    let opens = |n| {
        let state = camp.state_of(&organisers(), &batch);
        Incidents::read(&state, camp.campaign(), &keys(n))
            .rows
            .len()
    };
    assert_eq!((opens(2), opens(3)), (0, 1));
    // Whoever was named is cut off: it is sealed for those who are left, not for nobody.
    let off = Draft::new(
        Stream::Board,
        Fact::Revoked {
            device: camp.device(3).id(),
        },
        vec![],
    );
    state = State::fold(&[camp.board(2, &[name(&nobody, &[lead]), off])]);
    let left = readers(&state, &camp.chain(), camp.campaign());
    let left: Vec<_> = left.iter().map(|it| (it.key, it.meant)).collect();
    assert_eq!(left, [(keys(2).seal_public(), true)]);
}

#[test]
fn r8_5_a_volunteers_word_names_nobody_and_a_volunteers_key_is_never_sealed_to() {
    let camp = Camp::new();
    let mut by_volunteer = camp.board(2, &[name(&State::default(), &[keys(4).seal_public()])]);
    by_volunteer.author = camp.board(4, &[]).author;
    for run in [
        by_volunteer,
        // An organiser who names a volunteer's device names nobody.
        camp.board(2, &[name(&State::default(), &[keys(4).seal_public()])]),
    ] {
        let state = State::fold(&[run]);
        let all = readers(&state, &camp.chain(), camp.campaign());
        let to: Vec<_> = all.iter().map(|it| (it.key, it.meant)).collect();
        let mut organisers = [2, 3].map(|n| (keys(n).seal_public(), true));
        organisers.sort();
        assert_eq!(to, organisers);
    }
}

proptest! {
    /// Whatever is typed comes back as typed, cut to its length; and not one byte may change.
    #[test]
    fn r8_5_what_was_written_is_what_is_read(place in "\\PC{0,140}", words in "\\PC{1,400}", flip: u16) {
        let said = Incident::typed(Sort::Other, &place, &words, false);
        prop_assume!(said.is_some());
        let said = said.unwrap();
        let (campaign, author) = (CampaignId([1; 32]), PersonId([5; 16]));
        let to = [stairwell::sync::incident::Reader {
            key: keys(2).seal_public(),
            person: author,
            meant: true,
        }];
        let mut boxed = seal(campaign, author, &said, &to, &mut Counter(0)).unwrap();
        prop_assert_eq!(open(campaign, author, &boxed, &keys(2)), Some(said));
        let at = usize::from(flip) % boxed.boxes[0].len();
        boxed.boxes[0][at] ^= 1;
        prop_assert_eq!(open(campaign, author, &boxed, &keys(2)), None);
    }
}

/// Its longest, in letters of three bytes, for as many devices as there may be.
#[test]
fn r8_5_the_longest_incident_for_the_most_devices_fits_into_a_batch() {
    let camp = Camp::new();
    let said = Incident::typed(Sort::Other, &"আ".repeat(120), &"আ".repeat(2_000), false).unwrap();
    let many = |most: usize| -> Vec<_> {
        let one = readers(&State::default(), &camp.chain(), camp.campaign()).remove(0);
        let others = (0..most).map(|n| {
            let mut secret = [7; 64];
            secret[..8].copy_from_slice(&n.to_le_bytes());
            // The lowest bits of a sealing key say nothing.
            secret[40..48].copy_from_slice(&n.to_le_bytes());
            let key = OwnKeys::from_secret(&secret).seal_public();
            stairwell::sync::incident::Reader { key, ..one.clone() }
        });
        others.collect()
    };
    let person = camp.device(4).certificate.person;
    let seal_for = |to: &[_]| seal(camp.campaign(), person, &said, to, &mut Counter(0));
    let boxed = seal_for(&many(MOST_READERS)).unwrap();
    let event = Draft::new(Stream::Inner, Fact::Incident { said: boxed }, vec![]).at(ISSUED);
    let inner = Keyring::Member(vec![EPOCH.member_keys(&[])]);
    let inner = inner.inner_public().unwrap();
    let stored = seal_event(camp.campaign(), person, &event, inner, &mut Counter(9)).unwrap();
    let state = camp.state_of(&organisers(), &camp.batch(stored));
    assert_eq!(Incidents::read(&state, camp.campaign(), &keys(2)).closed, 1);
    assert!(
        seal_for(&many(MOST_READERS + 1)).is_err(),
        "and says so at once"
    );
}

/// An organiser certifies a device with the other's sealing key and revokes it: that takes nothing from
/// the other.
#[test]
fn r8_5_a_borrowed_key_that_is_cut_off_takes_nobody_from_the_readers() {
    let mut camp = Camp::new();
    let mut borrowed = terms(camp.device(2), 6, Kind::Organiser, Role::Organiser);
    borrowed.seal = keys(3).seal_public();
    let borrowed = signed_by(borrowed, &[2]);
    camp.devices.push(borrowed.clone());
    let device = borrowed.id();
    let state = State::fold(&[camp.board(
        2,
        &[Draft::new(Stream::Board, Fact::Revoked { device }, vec![])],
    )]);
    assert!(state.is_revoked(&{
        let checked = camp.chain().check(camp.campaign(), device).unwrap();
        checked.author(Stream::Board)
    }));
    let to = readers(&state, &camp.chain(), camp.campaign());
    let sealing: Vec<_> = to.iter().map(|reader| reader.key).collect();
    assert!(sealing.contains(&keys(3).seal_public()));
    assert!(sealing.contains(&keys(2).seal_public()));
}
