//! Checkpoints read: from whom they are taken, and what is made of one that says something else.

use std::collections::BTreeMap;

use stairwell::canvass::author::Author;
use stairwell::canvass::checkpoint::{Checkpoint, Taken};
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::checkpoint::{LARGEST_CHECKPOINT, SealedCheckpoint};
use stairwell::sync::epoch::Keyring;
use stairwell::sync::keys::sha256;
use stairwell::sync::reader::{Page, Reader, Trust};
use stairwell::sync::wire::Cursor;

use super::reading::{LOG, NEW, OLD, all, hand, reader, stair, volunteer};
use super::*;
use crate::counter::Counter;

/// Where an organiser's device had pulled to.
const UPTO: Cursor = Cursor {
    position: 3,
    chain: [3; 32],
};

fn everyone() -> Vec<SignedCertificate> {
    volunteer()
}

/// What a reader has read, folded.
fn folded(pages: &[Page]) -> State {
    let taken: Vec<Taken> = pages
        .iter()
        .flat_map(|page| page.checkpoints.clone())
        .collect();
    let runs: Vec<Written> = pages.iter().flat_map(|page| page.written.clone()).collect();
    State::fold_on(&taken, &runs)
}

/// The checkpoint of the first stair that somebody makes who has read these batches.
fn made(batches: &[Vec<u8>]) -> Checkpoint {
    let mut reader = reader(&everyone());
    let page = read(&mut reader, batches);
    let heads = reader.heads_of(stair(1)).unwrap();
    folded(&[page]).checkpoint(stair(1), &heads).unwrap()
}

fn read(reader: &mut Reader, batches: &[Vec<u8>]) -> Page {
    read_by(reader, batches, &all())
}

/// Sealed by whoever holds keys `n`, as the holder of this certificate.
fn sealed(checkpoint: &Checkpoint, by: &SignedCertificate, n: u8) -> SealedCheckpoint {
    let key = NEW.stream_key(checkpoint.stream());
    let signer = keys(n);
    let by = (by.id(), &signer);
    let campaign = everyone()[0].campaign();
    SealedCheckpoint::seal(campaign, checkpoint, UPTO, &key, by, &mut Counter(1)).unwrap()
}

/// A volunteer's log of so many batches under the older epoch's key, which opens no checkpoint here.
fn older(line: &[SignedCertificate], count: u64) -> (Vec<Vec<u8>>, Keyring) {
    let mut old = hand(line, 4, stair(1));
    old.epoch = OLD;
    (old.batches(count), Keyring::Organiser(vec![OLD]))
}

fn read_by(reader: &mut Reader, batches: &[Vec<u8>], keyring: &Keyring) -> Page {
    reader.read(batches.iter().map(Vec::as_slice), keyring, Trust::Verify)
}

fn take(reader: &mut Reader, bytes: &[u8]) -> Page {
    reader.take_checkpoint(bytes, &all(), Trust::Verify)
}

#[test]
fn a_newcomer_goes_on_from_a_checkpoint() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(3);
    let bytes = sealed(&made(&batches[..2]), &line[1], 2).to_bytes();
    let mut fresh = reader(&line);
    let first = take(&mut fresh, &bytes);
    assert!(matches!(first.checkpoints[..], [Taken::Joined(_)]));
    assert_eq!(fresh.head(LOG), Some((2, Batch::hash(&batches[1]))));
    let rest = read(&mut fresh, &batches[2..]);
    assert_eq!((rest.refused, rest.written.len()), (0, 1));
    let mut old = reader(&line);
    let past = read(&mut old, &batches);
    assert_eq!(
        folded(&[first, rest]).to_bytes(),
        folded(&[past]).to_bytes()
    );
}

#[test]
fn what_came_before_its_checkpoint_waits_for_it() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(3);
    let bytes = sealed(&made(&batches[..2]), &line[1], 2).to_bytes();
    let mut fresh = reader(&line);
    let early = read(&mut fresh, &batches[2..]);
    assert_eq!((early.refused, early.written.len()), (0, 0));
    let page = take(&mut fresh, &bytes);
    assert_eq!(page.written.len(), 1);
    assert_eq!(fresh.head(LOG).unwrap().0, 3);
}

#[test]
fn whoever_holds_the_past_compares_and_stays_as_they_are() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(2);
    let bytes = sealed(&made(&batches), &line[1], 2).to_bytes();
    let mut old = reader(&line);
    let past = read(&mut old, &batches);
    let page = take(&mut old, &bytes);
    let [Taken::Held(checkpoint)] = &page.checkpoints[..] else {
        panic!("{page:?}");
    };
    assert!(!folded(&[past]).differs_from(checkpoint));
    assert!(page.differing.is_empty());
    // The past begins anew.
    let (_, past) = old.pasts().find(|(stream, _)| *stream == stair(1)).unwrap();
    assert_eq!((past.batches, past.upto), (0, UPTO.position));
}

#[test]
fn a_checkpoint_that_leaves_something_out_is_said_to_and_changes_nothing_here() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(2);
    let short = sealed(&made(&batches[..1]), &line[1], 2).to_bytes();
    let mut old = reader(&line);
    read(&mut old, &batches);
    let page = take(&mut old, &short);
    assert!(page.differing.contains(&stair(1)));
    assert_eq!(old.head(LOG), Some((2, Batch::hash(&batches[1]))));
}

#[test]
fn a_checkpoint_over_another_batch_is_said_to_and_not_taken() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(1);
    // The same event, sealed once more: another batch.
    let mut other = hand(&line, 4, stair(1));
    other.epoch = OLD;
    let bytes = sealed(&made(&other.batches(1)), &line[1], 2).to_bytes();
    let mut old = reader(&line);
    read(&mut old, &batches);
    let page = take(&mut old, &bytes);
    assert!(page.differing.contains(&stair(1)));
    assert!(page.checkpoints.is_empty());
    assert_eq!(old.head(LOG), Some((1, Batch::hash(&batches[0]))));
}

#[test]
fn it_is_taken_of_nobody_but_an_organiser_and_under_their_own_signature() {
    let line = everyone();
    let checkpoint = made(&hand(&line, 4, stair(1)).batches(1));
    let good = sealed(&checkpoint, &line[1], 2);
    let refused = |bytes: &[u8], what: &str| {
        let mut fresh = reader(&line);
        let page = take(&mut fresh, bytes);
        assert_eq!((page.refused, page.checkpoints.len()), (1, 0), "{what}");
        assert!(page.spoilt.contains(&sha256(bytes)), "{what}");
        assert_eq!(fresh.head(LOG), None, "{what}");
    };
    refused(
        &sealed(&checkpoint, &line[2], 4).to_bytes(),
        "a volunteer's",
    );
    refused(
        &sealed(&checkpoint, &line[1], 4).to_bytes(),
        "with somebody else's keys",
    );
    refused(&sealed(&checkpoint, &line[0], 1).to_bytes(), "the root's");
    let mut elsewhere = good.clone();
    elsewhere.stream = stair(2).name();
    refused(&elsewhere.to_bytes(), "said to be another stair's");
    let mut later = good.clone();
    later.upto.position += 1;
    refused(&later.to_bytes(), "said to stand elsewhere");
    let mut inner = good.clone();
    inner.stream = Stream::Inner.name();
    refused(&inner.to_bytes(), "inner's");
    let mut bytes = good.to_bytes();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    refused(&bytes, "a changed signature");
    refused(&bytes[..last], "cut");
    refused(&[good.to_bytes(), vec![0]].concat(), "with a byte more");
    refused(&vec![2; LARGEST_CHECKPOINT + 1], "too large");
}

/// Of a stair that is another's, under the key of this one: by an organiser who would have a log count
/// where its device may not write.
#[test]
fn nobody_is_made_to_write_where_they_may_not() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(1);
    let mut reader = reader(&line);
    let page = read(&mut reader, &batches);
    let author = Author {
        stream: stair(2),
        ..page.written[0].author.clone()
    };
    let moved_run = Written {
        author,
        ..page.written[0].clone()
    };
    let heads = BTreeMap::from([(LOG, (1, Batch::hash(&batches[0])))]);
    let moved = State::fold(std::slice::from_ref(&moved_run));
    let moved = moved.checkpoint(stair(2), &heads).unwrap();
    let bytes = sealed(&moved, &line[1], 2).to_bytes();
    let page = take(&mut self::reader(&line), &bytes);
    assert!(page.checkpoints.is_empty());
    // Nor is a log moved out of the stream it was read in, by one who may write in both.
    let author = author_of(&line[..2]);
    let moved = Written {
        author,
        ..moved_run
    };
    let moved = State::fold(&[moved]).checkpoint(stair(2), &heads).unwrap();
    let bytes = sealed(&moved, &line[1], 2).to_bytes();
    let page = take(&mut reader, &bytes);
    assert!(page.checkpoints.is_empty());
    assert!(page.differing.contains(&stair(2)));
}

fn author_of(line: &[SignedCertificate]) -> Author {
    let mut chain = stairwell::sync::certificate::Chain::default();
    for signed in line {
        chain.insert(signed.clone());
    }
    let id = line.last().unwrap().id();
    let checked = chain.check(line[0].campaign(), id).unwrap();
    checked.author(stair(2))
}

#[test]
fn a_checkpoint_waits_for_its_keys_and_its_writers() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(2);
    let bytes = sealed(&made(&batches[..1]), &line[1], 2).to_bytes();
    let mut fresh = reader(&line[..2]);
    let none = Keyring::Member(Vec::new());
    let page = fresh.take_checkpoint(&bytes, &none, Trust::Verify);
    assert_eq!((page.set_aside, page.refused), (1, 0));
    assert_eq!(fresh.heads_of(stair(1)), None);
    let page = fresh.read_set_aside(&all());
    assert_eq!(
        (page.set_aside, page.checkpoints.len()),
        (1, 0),
        "of whom it tells is not known"
    );
    fresh.chain_mut().insert(line[2].clone());
    let page = read(&mut fresh, &batches[1..]);
    assert_eq!(page.checkpoints.len(), 1);
    assert_eq!(page.written.len(), 1);
}

#[test]
fn what_follows_a_checkpoint_without_a_key_here_waits_with_it() {
    let line = everyone();
    let (batches, old) = older(&line, 4);
    let bytes = sealed(&made(&batches[..3]), &line[1], 2).to_bytes();
    let mut late = reader(&line);
    let mut pages = vec![read_by(&mut late, &batches[..1], &old)];
    let page = late.take_checkpoint(&bytes, &old, Trust::Verify);
    assert_eq!(page.set_aside, 1);
    let early = read_by(&mut late, &batches[3..], &old);
    assert_eq!((early.refused, early.written.len()), (0, 0));
    let page = late.read_set_aside(&all());
    assert!(page.differing.is_empty());
    assert_eq!(late.head(LOG), Some((4, Batch::hash(&batches[3]))));
    pages.push(page);
    let past = read(&mut reader(&line), &batches);
    assert_eq!(folded(&pages).to_bytes(), folded(&[past]).to_bytes());
}

/// A stair that is given once more is back-filled, behind what had come of it meanwhile.
#[test]
fn what_waits_for_more_than_its_checkpoint_waits_on() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(4);
    let bytes = sealed(&made(&batches[..2]), &line[1], 2).to_bytes();
    let mut fresh = reader(&line);
    read(&mut fresh, &batches[3..]);
    let page = take(&mut fresh, &bytes);
    assert_eq!((page.refused, page.written.len()), (0, 0));
    let page = read(&mut fresh, &batches[2..3]);
    assert_eq!((page.refused, page.written.len()), (0, 2));
}

#[test]
fn a_checkpoint_need_not_hold_what_came_behind_it() {
    let line = everyone();
    let (batches, old) = older(&line, 3);
    let bytes = sealed(&made(&batches[..2]), &line[1], 2).to_bytes();
    let mut late = reader(&line);
    read_by(&mut late, &batches[..2], &old);
    late.take_checkpoint(&bytes, &old, Trust::Verify);
    read_by(&mut late, &batches[2..], &old);
    // Also by whoever opens the app in between.
    let mut again = reader(&line);
    assert!(again.go_on_from(late.kept()));
    for mut reader in [late, again] {
        let page = reader.read_set_aside(&all());
        assert!(page.differing.is_empty());
        assert!(matches!(page.checkpoints[..], [Taken::Held(_)]));
    }
    // But what came before it, it has to.
    let mut late = reader(&line);
    read_by(&mut late, &batches, &old);
    late.take_checkpoint(&bytes, &old, Trust::Verify);
    let page = late.read_set_aside(&all());
    assert!(page.differing.contains(&stair(1)));
}

#[test]
fn whoever_could_not_open_the_past_takes_the_checkpoint_for_it() {
    let line = everyone();
    let (batches, _) = older(&line, 2);
    let bytes = sealed(&made(&batches), &line[1], 2).to_bytes();
    let newcomer = Keyring::Member(vec![NEW.member_keys(&[stair(1).name()])]);
    let mut reader = reader(&line);
    let page = read_by(&mut reader, &batches, &newcomer);
    assert_eq!(page.set_aside, 2);
    let page = reader.take_checkpoint(&bytes, &newcomer, Trust::Verify);
    assert!(matches!(page.checkpoints[..], [Taken::Joined(_)]));
}

/// What followed a checkpoint that had no key here was kept unread. With the key there from the start it
/// would follow at once, and is trusted none the more.
#[test]
fn what_was_kept_behind_a_checkpoint_is_verified_when_it_is_read() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(3);
    let bytes = sealed(&made(&batches[..2]), &line[1], 2).to_bytes();
    let mut forged = batches[2].clone();
    *forged.last_mut().unwrap() ^= 1;
    let mut fresh = reader(&line);
    fresh.take_checkpoint(&bytes, &all(), Trust::Own);
    let page = fresh.read([forged.as_slice()], &all(), Trust::Own);
    assert_eq!((page.refused, page.written.len()), (1, 0));
}

#[test]
fn what_was_read_from_a_checkpoint_is_kept() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(2);
    let bytes = sealed(&made(&batches[..1]), &line[1], 2).to_bytes();
    let mut first = reader(&line);
    take(&mut first, &bytes);
    let mut again = reader(&line);
    assert!(again.go_on_from(first.kept()));
    assert_eq!(
        again.pasts().collect::<Vec<_>>(),
        first.pasts().collect::<Vec<_>>()
    );
    assert_eq!(read(&mut again, &batches[1..]).written.len(), 1);
}

#[test]
fn a_batch_is_no_checkpoint_and_a_checkpoint_no_batch() {
    let line = everyone();
    let batches = hand(&line, 4, stair(1)).batches(1);
    let bytes = sealed(&made(&batches), &line[1], 2).to_bytes();
    assert!(SealedCheckpoint::is_one(&bytes) && !SealedCheckpoint::is_one(&batches[0]));
    assert!(Batch::from_bytes(&bytes).is_err());
    assert!(SealedCheckpoint::from_bytes(&batches[0]).is_err());
    // Nor does a box of the one open as the other.
    let key = NEW.stream_key(stair(1));
    let context = Context {
        campaign: line[0].campaign(),
        stream: stair(1),
        certificate: line[2].id(),
        previous: NO_BATCH,
    };
    assert!(
        Batch::from_bytes(&batches[0])
            .unwrap()
            .open(&context, &key)
            .is_ok()
    );
    let read = SealedCheckpoint::from_bytes(&bytes).unwrap();
    assert!(
        read.open(line[0].campaign(), &OLD.stream_key(stair(1)))
            .is_err()
    );
}
