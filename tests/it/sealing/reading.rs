//! Reading what others wrote: who may have written it, in what order, and with which keys.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind as EventKind, Run};
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::certificate::{Chain, Kind, Reach, Role, SignedCertificate};
use stairwell::sync::epoch::{Epoch, Keyring};
use stairwell::sync::keys::Secret;
use stairwell::sync::reader::{Page, Reader, Trust};

use super::*;
use crate::counter::Counter;

pub const OLD: Epoch = Epoch(Secret([1; 32]));
pub const NEW: Epoch = Epoch(Secret([2; 32]));
pub const LOG: LogId = LogId([5; 8]);

pub fn stair(seq: u64) -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([9; 8]),
        seq,
    }))
}

/// Who writes (keys `n`), under the end of which line, where, in which epoch.
pub struct Hand<'a> {
    line: &'a [SignedCertificate],
    n: u8,
    stream: Stream,
    pub epoch: Epoch,
    log: LogId,
}

impl Hand<'_> {
    fn batch(&self, first: u64, previous: [u8; 32]) -> Vec<u8> {
        let event = Event {
            at: ISSUED,
            kind: EventKind::STRIKE,
            about: Vec::new(),
            over: Vec::new(),
            body: Vec::new(),
        };
        let run = Run {
            offset: 0,
            events: vec![event],
        };
        let context = Context {
            campaign: self.line[0].campaign(),
            stream: self.stream,
            certificate: self.line.last().unwrap().id(),
            previous,
        };
        let key = self.epoch.stream_key(self.stream);
        let signer = keys(self.n);
        Batch::seal(
            self.log,
            first,
            &run,
            &context,
            &key,
            &signer,
            &mut Counter(first as u8),
        )
        .unwrap()
        .to_bytes()
    }

    /// A log of so many batches of one event.
    pub fn batches(&self, count: u64) -> Vec<Vec<u8>> {
        let mut previous = NO_BATCH;
        (1..=count)
            .map(|first| {
                let bytes = self.batch(first, previous);
                previous = Batch::hash(&bytes);
                bytes
            })
            .collect()
    }
}

/// A volunteer of one stair, keys 4, by the organiser's own hand.
pub fn volunteer() -> Vec<SignedCertificate> {
    let lead = organiser_line();
    let mut terms = terms(&lead[1], 4, Kind::Device, Role::Volunteer);
    terms.reach = Reach::Stairs(vec![stair(1).name()]);
    [lead, vec![signed_by(terms, &[2])]].concat()
}

pub fn hand(line: &[SignedCertificate], n: u8, stream: Stream) -> Hand<'_> {
    Hand {
        line,
        n,
        stream,
        epoch: NEW,
        log: LOG,
    }
}

pub fn reader(line: &[SignedCertificate]) -> Reader {
    let mut chain = Chain::default();
    for signed in line {
        chain.insert(signed.clone());
    }
    Reader::new(line[0].campaign(), chain)
}

pub fn all() -> Keyring {
    Keyring::Organiser(vec![OLD, NEW])
}

fn read(reader: &mut Reader, batches: &[Vec<u8>], keyring: &Keyring) -> Page {
    let page = reader.read(batches.iter().map(Vec::as_slice), keyring, Trust::Verify);
    assert!(page.refused >= page.spoilt.len());
    page
}

fn firsts(page: &Page) -> Vec<u64> {
    page.written.iter().map(|run| run.first).collect()
}

/// The certificate a log opens with decides who may write where; what the box says does not.
#[test]
fn a_log_is_read_where_its_certificate_may_write_and_nowhere_else() {
    let (lead, volunteer) = (organiser_line(), volunteer());
    let code = invite(&lead, 2, 3, Role::Organiser);
    let root = vec![root()];
    for (name, line, n, stream, reads) in [
        ("organiser", &lead, 2, Stream::Board, true),
        ("organiser", &lead, 2, Stream::Inner, true),
        ("organiser", &lead, 2, stair(7), true),
        ("volunteer", &volunteer, 4, stair(1), true),
        ("volunteer", &volunteer, 4, Stream::Inner, true),
        ("volunteer", &volunteer, 4, stair(2), false),
        ("volunteer", &volunteer, 4, Stream::Board, false),
        ("an invite", &code, 3, stair(1), false),
        ("the root", &root, 1, Stream::Board, false),
    ] {
        let batches = hand(line, n, stream).batches(2);
        let page = read(&mut reader(line), &batches, &all());
        let (count, refused) = if reads { (2, 0) } else { (0, 2) };
        assert_eq!(page.written.len(), count, "{name} in {stream:?}");
        assert_eq!(page.refused, refused, "{name} in {stream:?}");
        assert_eq!(page.spoilt.len(), refused, "{name} in {stream:?}");
    }
}

#[test]
fn an_event_has_the_role_of_its_logs_certificate_for_ever() {
    let before = volunteer();
    let promoted = [
        organiser_line(),
        vec![signed_by(
            terms(&organiser_line()[1], 4, Kind::Organiser, Role::Organiser),
            &[2],
        )],
    ]
    .concat();
    let mut reader = reader(&[before.clone(), promoted.clone()].concat());
    let old = hand(&before, 4, stair(1)).batches(2);
    let new = Hand {
        log: LogId([6; 8]),
        ..hand(&promoted, 4, stair(1))
    }
    .batches(1);
    let page = read(&mut reader, &[old[..1].to_vec(), new].concat(), &all());
    let roles: Vec<Role> = page.written.iter().map(|run| run.author.role).collect();
    assert_eq!(roles, [Role::Volunteer, Role::Organiser]);
    let page = read(&mut reader, &old[1..], &all());
    assert_eq!(page.written[0].author.role, Role::Volunteer);
}

#[test]
fn a_log_is_read_in_its_order_once_and_without_gaps() {
    let line = volunteer();
    let batches = hand(&line, 4, stair(1)).batches(4);
    let mut reader = reader(&line);
    assert_eq!(firsts(&read(&mut reader, &batches[..2], &all())), [1, 2]);
    assert_eq!(firsts(&read(&mut reader, &batches[..2], &all())), [0; 0]);
    let page = read(&mut reader, &batches[3..], &all());
    assert_eq!((firsts(&page), page.refused), (vec![], 0), "a gap waits");
    assert_eq!(reader.heads_of(stair(1)), None, "and not all is read");
    let page = read(&mut reader, &batches[1..3], &all());
    assert_eq!((firsts(&page), page.refused), (vec![3, 4], 0));
    assert!(reader.heads_of(stair(1)).is_some());
    assert_eq!(
        reader.head(LOG),
        Some((4, Batch::hash(&batches[3]))),
        "what `counted` names"
    );
}

/// The newest signature vouches for those before, so a batch put in among them is nobody's.
#[test]
fn a_batch_from_another_past_is_not_read_nor_anything_after_it() {
    let line = volunteer();
    let author = hand(&line, 4, stair(1));
    let batches = author.batches(3);
    let other_second = {
        let other = Hand { n: 6, ..author };
        other.batch(2, Batch::hash(&batches[0]))
    };
    let swapped = [batches[0].clone(), other_second, batches[2].clone()];
    let page = read(&mut reader(&line), &swapped, &all());
    assert_eq!((firsts(&page), page.refused), (vec![1], 2));
}

/// Who keeps what came early has verified nothing of it: once what lies between has come it has to hold.
#[test]
fn what_waited_behind_a_gap_is_verified_even_when_it_was_kept() {
    let line = volunteer();
    let author = hand(&line, 4, stair(1));
    let batches = author.batches(2);
    let forged = Hand { n: 6, ..author }.batch(3, Batch::hash(&batches[1]));
    let mut reader = reader(&line);
    let kept = [batches[0].clone(), forged, batches[1].clone()];
    let mut page = |bytes: &Vec<u8>| reader.read([bytes.as_slice()], &all(), Trust::Own);
    assert_eq!(firsts(&page(&kept[0])), [1]);
    assert_eq!(firsts(&page(&kept[1])), [0; 0]);
    let last = page(&kept[2]);
    assert_eq!((firsts(&last), last.refused), (vec![2], 1));
}

#[test]
fn no_keys_yet_is_no_refusal_and_stops_nothing() {
    let line = volunteer();
    let old = Hand {
        epoch: OLD,
        ..hand(&line, 4, stair(1))
    };
    let other = Hand {
        log: LogId([6; 8]),
        ..hand(&line, 4, stair(1))
    };
    let batches = [old.batches(2), other.batches(1)].concat();
    let newcomer = Keyring::Member(vec![NEW.member_keys(&[stair(1).name()])]);
    let mut reader = reader(&line);
    let page = read(&mut reader, &batches, &newcomer);
    assert_eq!((page.set_aside, page.refused), (2, 0));
    assert_eq!(page.written.len(), 1);
    assert_eq!(reader.read_set_aside(&newcomer).set_aside, 2);
    assert_eq!(firsts(&reader.read_set_aside(&all())), [1, 2]);
    assert_eq!(reader.read_set_aside(&all()), Page::default());
}

#[test]
fn a_log_whose_certificates_are_not_here_is_not_read() {
    let line = volunteer();
    let batches = hand(&line, 4, stair(1)).batches(1);
    for known in [&line[..1], &line[..2], &line[1..]] {
        let mut chain = Chain::default();
        for signed in known {
            chain.insert(signed.clone());
        }
        let mut reader = Reader::new(line[0].campaign(), chain);
        let page = read(&mut reader, &batches, &all());
        assert_eq!((page.written.len(), page.refused), (0, 1));
    }
}

#[test]
fn another_log_id_or_number_is_another_batch() {
    let line = volunteer();
    let bytes = hand(&line, 4, stair(1)).batches(1).remove(0);
    for place in 1..9 {
        let mut renamed = bytes.clone();
        renamed[place] ^= 1;
        let page = read(&mut reader(&line), &[renamed], &all());
        assert_eq!((page.written.len(), page.refused), (0, 1), "byte {place}");
    }
}

/// Of two openings of one log's name the first to come stands, and the other is never mixed in.
#[test]
fn one_name_is_one_log() {
    let line = volunteer();
    let stolen = hand(&line, 4, stair(1)).batches(2);
    let lead = organiser_line();
    let lead_hand = hand(&lead, 2, Stream::Board);
    let own = lead_hand.batches(2);
    let mut reader = reader(&line);
    assert_eq!(firsts(&read(&mut reader, &own[..1], &all())), [1]);
    let page = read(&mut reader, &stolen, &all());
    assert_eq!(firsts(&page), [0; 0], "read before, or of another past");
    let page = read(&mut reader, &own[1..], &all());
    assert_eq!(firsts(&page), [2]);
    assert_eq!(page.written[0].author.role, Role::Organiser);
}

#[test]
fn what_is_no_batch_is_passed_over_and_the_rest_read() {
    let line = volunteer();
    let good = hand(&line, 4, stair(1)).batches(1);
    let batches = [vec![Vec::new(), vec![1, 2, 3]], good].concat();
    let page = read(&mut reader(&line), &batches, &all());
    assert_eq!((page.written.len(), page.refused), (1, 2));
    assert_eq!(page.spoilt.len(), 2);
}
