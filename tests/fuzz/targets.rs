//! Everything that reads bytes from outside, each as a function that takes any: it panics where
//! something does not hold. Fed by a fuzzer (`cargo xtask fuzz`), and with the corpus beside this file
//! in every run of the native tests (`tests/it/corpus.rs`).
//!
//! What holds: nothing panics; what is read is written as the same bytes where the protocol says that
//! there is one way to write it, and reads back as the same where there are several; and nothing small
//! becomes large.

#[path = "handing_over.rs"]
mod handing_over;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stairwell::canvass::address_list;
use stairwell::canvass::author::{Author, CertificateId, PersonId, Role};
use stairwell::canvass::checkpoint::{Checkpoint, Taken};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, decode_run, encode_run};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::id::StairId;
use stairwell::canvass::incident::Boxed;
use stairwell::canvass::meeting::List;
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, Context, LARGEST_RUN, NO_BATCH, unpad};
use stairwell::sync::carried::Carried;
use stairwell::sync::certificate::{CampaignId, Chain, SignedCertificate};
use stairwell::sync::checkpoint::SealedCheckpoint;
use stairwell::sync::epoch::{Epoch, Keyring};
use stairwell::sync::extension::SignedExtension;
use stairwell::sync::grant::Grant;
use stairwell::sync::incident;
use stairwell::sync::inner::unwrap_event;
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::{OwnKeys, SealPublic, Secret, seal_to};
use stairwell::sync::lent::{ListKey, seal_list};
use stairwell::sync::vouched::open_vouched;
use stairwell::sync::wire::{self, Refusal};

/// Reads bytes from outside; panics where what it came to cannot be.
pub type Target = fn(&[u8]);

/// Each target's name, which is its folder's in the corpus, and what it does.
pub const TARGETS: &[(&str, Target)] = &[
    ("batch", batch),
    ("box", opened_box),
    ("carried", carried),
    ("certificate", certificate),
    ("checkpoint", checkpoint),
    ("closing", handing_over::closing),
    ("event_run", event_run),
    ("grant", grant),
    ("handover", handing_over::handover),
    ("holder", handing_over::holder),
    ("incident", opened_incident),
    ("inner", inner),
    ("invite", invite),
    ("lent", lent),
    ("list", list),
    ("package", handing_over::package),
    ("snapshot", snapshot),
    ("stream", stream),
    ("vouched", vouched),
    ("wire", wire),
];

/// Sealed rooms for those who look inside: what they hold is nobody's.
const OWN: [u8; 64] = [7; 64];
const CAMPAIGN: CampaignId = CampaignId([3; 32]);

fn batch(bytes: &[u8]) {
    let Ok(batch) = Batch::from_bytes(bytes) else {
        return;
    };
    assert_eq!(batch.to_bytes(), bytes);
    assert!(batch.last() >= batch.first);
    let context = Context {
        campaign: CAMPAIGN,
        stream: Stream::Board,
        certificate: CertificateId([5; 32]),
        previous: NO_BATCH,
    };
    assert!(!batch.signed_by(OwnKeys::from_secret(&OWN).sign_public(), &context));
    assert!(batch.open(&context, &Secret([9; 32])).is_err());
}

/// What stands in a batch's box, once it is open: padded, perhaps deflated.
fn opened_box(bytes: &[u8]) {
    let Ok(run) = unpad(bytes, LARGEST_RUN) else {
        return;
    };
    assert!(run.len() <= LARGEST_RUN.max(bytes.len()));
    event_run(&run);
}

/// A file of what a phone has not sent, from anyone.
fn carried(bytes: &[u8]) {
    let Ok(all) = Carried::from_file(bytes) else {
        return;
    };
    for one in all {
        let batches: usize = one.logs().iter().map(|(_, batches)| batches.len()).sum();
        assert_eq!(batches, one.batches.len());
        for (log, _) in one.logs() {
            assert!(
                one.without(log)
                    .logs()
                    .iter()
                    .all(|(other, _)| *other != log)
            );
        }
        let file = one.to_file("Bring it along.").expect("it was no larger");
        let again = Carried::from_file(file.as_bytes());
        assert_eq!(again, Ok(vec![one]));
    }
}

fn certificate(bytes: &[u8]) {
    if let Ok(extension) = SignedExtension::from_bytes(bytes) {
        assert_eq!(extension.to_bytes(), bytes);
    }
    let Ok(signed) = SignedCertificate::from_bytes(bytes) else {
        return;
    };
    assert_eq!(signed.to_bytes(), bytes);
    let id = signed.id();
    let campaign = signed.campaign();
    let mut chain = Chain::default();
    chain.insert(signed);
    // Whether it holds is one question; that it can be asked is another.
    let _ = chain.check(campaign, id);
    let _ = chain.line_of(id);
}

/// A sealed checkpoint, as it travels.
fn checkpoint(bytes: &[u8]) {
    let Ok(sealed) = SealedCheckpoint::from_bytes(bytes) else {
        return;
    };
    assert_eq!(sealed.to_bytes(), bytes);
    assert!(SealedCheckpoint::is_one(bytes));
    assert!(
        sealed
            .stream()
            .is_some_and(|stream| stream != Stream::Inner)
    );
    assert!(!sealed.signed_by(CAMPAIGN, OwnKeys::from_secret(&OWN).sign_public()));
    assert!(sealed.open(CAMPAIGN, &Secret([9; 32])).is_err());
}

/// What stands in a checkpoint, once it is open; the first byte says of which stream. Whoever may
/// write one is an organiser, so what it may hold is much: but taking it in twice, or its parts in
/// any order, comes to the same.
fn stream(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let stream = match which % 2 {
        0 => Stream::Board,
        _ => Stream::Stair(StairId(Dot {
            log: LogId([2; 8]),
            seq: 1,
        })),
    };
    let author = |device| Some(writer(device, stream));
    let Ok(checkpoint) = Checkpoint::decode(stream, bytes, author) else {
        return;
    };
    assert_eq!(checkpoint.encode(), bytes);
    let mut twice = checkpoint.clone();
    twice.join(&checkpoint);
    assert_eq!(twice, checkpoint);
    let taken = Taken::Joined(checkpoint);
    let state = State::fold_on(std::slice::from_ref(&taken), []);
    let again = State::fold_on(&[taken.clone(), taken], []);
    assert_eq!(again.to_bytes(), state.to_bytes());
}

/// An organiser's device that writes in this stream.
fn writer(device: CertificateId, stream: Stream) -> Author {
    Author {
        device,
        line: Vec::new(),
        person: PersonId([1; 16]),
        role: Role::Organiser,
        issued: 0,
        appointed: 0,
        stream,
    }
}

/// What stands in a list of people that was lent, sealed to the phone that asked.
fn lent(bytes: &[u8]) {
    let key = ListKey(Secret([8; 32]));
    let asked = Dot {
        log: LogId([2; 8]),
        seq: 1,
    };
    let seq = asked.seq.to_be_bytes();
    let aad = [CAMPAIGN.0.as_slice(), &asked.log.0, &seq].concat();
    let (to, rng) = (SealPublic(key.public()), &mut Counter(0));
    let sealed = seal_to(to, "lent list", &aad, bytes, rng).expect("a key");
    let Ok(list) = key.open(CAMPAIGN, asked, &sealed) else {
        return;
    };
    if let Ok(again) = seal_list(CAMPAIGN, asked, key.public(), &list, rng) {
        assert_eq!(key.open(CAMPAIGN, asked, &again), Ok(list.clone()));
    }
    let twice = List::joined([list.clone(), list.clone()]);
    assert!(twice.rows.len() <= 2 * list.rows.len());
}

/// An incident. The first byte says whether the rest is what travels, which nobody sealed for this
/// device; or what stands in one that was.
fn opened_incident(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let (keys, person) = (OwnKeys::from_secret(&OWN), PersonId([6; 16]));
    if which % 2 == 0 {
        if let Ok((boxed, [])) = postcard::take_from_bytes::<Boxed>(bytes) {
            assert_eq!(incident::open(CAMPAIGN, person, &boxed, &keys), None);
        }
        return;
    }
    let aad = [CAMPAIGN.0.as_slice(), &person.0].concat();
    let (key, nonce, rng) = ([4; 32], [5; 24], &mut Counter(0));
    let payload = Payload {
        msg: bytes,
        aad: &aad,
    };
    let text = XChaCha20Poly1305::new(&key.into()).encrypt(&XNonce::from(nonce), payload);
    let text = [nonce.as_slice(), &text.expect("it is small")].concat();
    let sealed = seal_to(keys.seal_public(), "incident", &aad, &key, rng).expect("a key");
    let boxes = vec![sealed];
    let boxed = Boxed { boxes, text };
    let Some(read) = incident::open(CAMPAIGN, person, &boxed, &keys) else {
        return;
    };
    let reader = incident::Reader {
        key: keys.seal_public(),
        person,
        meant: true,
    };
    let again = incident::seal(CAMPAIGN, person, &read, &[reader], rng).expect("a reader");
    assert_eq!(incident::open(CAMPAIGN, person, &again, &keys), Some(read));
}

fn event_run(bytes: &[u8]) {
    let log = LogId([1; 8]);
    let Ok(run) = decode_run(log, bytes) else {
        return;
    };
    // A log may be listed and not named, so there are several ways to write one.
    assert_eq!(decode_run(log, &encode_run(log, &run)).as_ref(), Ok(&run));
    // Each takes five bytes at least.
    assert!(run.events.len() * 5 <= bytes.len());
    for event in &run.events {
        if let Ok(Some(fact)) = Fact::read(event.kind, &event.body) {
            assert_eq!(fact.kind(), event.kind);
            let again = Fact::read(fact.kind(), &fact.body());
            assert_eq!(again, Ok(Some(fact)));
        }
    }
    for stream in [Stream::Board, Stream::Inner] {
        folded(log, stream, &run.events);
    }
}

/// Folds them at once and one by one.
fn folded(log: LogId, stream: Stream, events: &[Event]) {
    let author = writer(CertificateId([1; 32]), stream);
    let written = |first: u64, events: &[Event]| Written {
        log,
        author: author.clone(),
        first,
        offset: 0,
        events: events.to_vec(),
    };
    let state = State::fold(&[written(1, events)]);
    let pieces: Vec<Written> = (1..)
        .zip(events.chunks(1))
        .map(|(first, one)| written(first, one))
        .collect();
    assert_eq!(
        State::fold(pieces.iter().rev()).to_bytes(),
        state.to_bytes()
    );
    let dots: Vec<_> = state.entries().map(|(dot, _)| dot).collect();
    for dot in dots {
        let _ = (state.is_at_home(dot), state.happened_at(dot));
    }
}

fn grant(bytes: &[u8]) {
    let Ok((grant, [])) = postcard::take_from_bytes::<Grant>(bytes) else {
        return;
    };
    let written = postcard::to_allocvec(&grant).expect("a grant can be written");
    let read = postcard::take_from_bytes::<Grant>(&written);
    assert_eq!(read, Ok((grant, [].as_slice())));
}

/// What stands in an inner event, sealed to organisers.
fn inner(bytes: &[u8]) {
    let epoch = Epoch(Secret([4; 32]));
    let keyring = Keyring::Organiser(vec![epoch]);
    let to = keyring.inner_public().expect("an organiser's");
    let (person, rng) = (PersonId([6; 16]), &mut Counter(0));
    let aad = [CAMPAIGN.0.as_slice(), &person.0].concat();
    let sealed = seal_to(to, "inner event", &aad, bytes, rng).expect("a key");
    let fact = Fact::Sealed { sealed };
    let event = Event {
        at: 1,
        kind: fact.kind(),
        about: Vec::new(),
        over: Vec::new(),
        body: fact.body(),
    };
    let inside = unwrap_event(CAMPAIGN, person, event.clone(), &keyring);
    assert!(inside == event || inside.over.is_empty());
}

fn invite(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(code) = InviteCode::parse(&text) else {
        return;
    };
    for again in [
        code.characters(),
        code.in_fours(),
        code.link("https://knock.example"),
    ] {
        let read = InviteCode::parse(&again).expect("what it wrote itself");
        assert_eq!(read.characters(), code.characters());
    }
}

/// An address list: text in any encoding, or a workbook.
fn list(bytes: &[u8]) {
    let Ok(plan) = address_list::read(bytes, |_, _| ()) else {
        return;
    };
    let left = plan.duplicates + plan.not_doors + plan.problems;
    assert_eq!(plan.rows, plan.doors + left);
    assert_eq!(plan.left_out.len(), left);
    let stairs = plan.blocks.iter().flat_map(|block| &block.stairs);
    assert_eq!(
        plan.doors,
        stairs.map(|stair| stair.doors.len()).sum::<usize>()
    );
}

/// A device reads its own, so bytes that nobody wrote may be read as several; never without end.
fn snapshot(bytes: &[u8]) {
    let Some(state) = State::from_snapshot(bytes) else {
        return;
    };
    let written = state.snapshot();
    let again = State::from_snapshot(&written).expect("what it wrote itself");
    assert_eq!(again.snapshot(), written);
    assert_eq!(again.to_bytes(), state.to_bytes());
}

/// What stands in a box that somebody vouches for: nobody of the campaign has signed these.
fn vouched(bytes: &[u8]) {
    let keys = OwnKeys::from_secret(&OWN);
    let rng = &mut Counter(0);
    let sealed = seal_to(keys.seal_public(), "grant", &CAMPAIGN.0, bytes, rng).expect("a key");
    assert!(open_vouched("grant", CAMPAIGN, &keys, &sealed).is_err());
    assert!(open_vouched("grant", CAMPAIGN, &keys, bytes).is_err());
}

/// The first byte says which message the rest is read as.
fn wire(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    match which {
        17 => return message::<wire::Moved>(bytes),
        18 => return message::<wire::Carry>(bytes),
        19 => return message::<wire::CarriedTo>(bytes),
        20 => return message::<wire::Close>(bytes),
        21 => return message::<wire::NewCheckpoint>(bytes),
        _ => {}
    }
    match which % 17 {
        0 => message::<wire::Start>(bytes),
        1 => message::<wire::Find>(bytes),
        2 => message::<wire::Found>(bytes),
        3 => message::<wire::Look>(bytes),
        4 => message::<wire::Looked>(bytes),
        5 => message::<wire::Join>(bytes),
        6 => message::<wire::Joined>(bytes),
        7 => message::<wire::SyncRequest>(bytes),
        8 => message::<wire::SyncAnswer>(bytes),
        9 => message::<wire::Invite>(bytes),
        10 => message::<wire::Revoke>(bytes),
        11 => message::<wire::Revoked>(bytes),
        12 => message::<wire::Grants>(bytes),
        13 => message::<wire::NewEpoch>(bytes),
        14 => message::<wire::Extend>(bytes),
        15 => message::<wire::Members>(bytes),
        _ => {
            if let Some(refusal) = Refusal::read(bytes) {
                let _ = (refusal.log(), refusal.code.status());
            }
        }
    }
}

/// Nothing of a message becomes larger than what came: a list's elements are in it.
fn message<M: Serialize + DeserializeOwned>(bytes: &[u8]) {
    if let Ok(read) = wire::decode::<M>(bytes) {
        let written = wire::encode(&read);
        assert!(written.len() <= bytes.len());
        let again: M = wire::decode(&written).expect("what it wrote itself");
        assert_eq!(wire::encode(&again), written);
    }
}

/// Random bytes that are none: what is sealed here is sealed from nobody.
struct Counter(u8);

impl rand_core::TryRng for Counter {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.0 = self.0.wrapping_add(1);
        Ok(u32::from(self.0))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.try_next_u32().map(u64::from)
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Self::Error> {
        for byte in to {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Counter {}
