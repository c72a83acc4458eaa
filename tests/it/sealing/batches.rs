//! Batches: what is covered, and what no hand but the writer's can make.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind, Run, encode_run};
use stairwell::canvass::fact::{Fact, Outcome};
use stairwell::canvass::id::{DoorId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, BatchError, Context, LARGEST_RUN, MOST_EVENTS, NO_BATCH};
use stairwell::sync::certificate::{CampaignId, CertificateId};
use stairwell::sync::epoch::key_id;
use stairwell::sync::keys::Secret;

use super::keys;
use crate::counter::Counter;

const LOG: LogId = LogId([5; 8]);
const KEY: Secret = Secret([8; 32]);

fn stair(seq: u64) -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([9; 8]),
        seq,
    }))
}

fn context() -> Context {
    Context {
        campaign: CampaignId([1; 32]),
        stream: stair(1),
        certificate: CertificateId([2; 32]),
        previous: NO_BATCH,
    }
}

fn run(count: usize) -> Run {
    let fact = Fact::Knock {
        outcome: Outcome::NotHome,
        by: None,
        when: None,
    };
    let events = (1..=count as u64)
        .map(|seq| Event {
            at: 1_000 + seq as i64,
            kind: fact.kind(),
            about: vec![DoorId(Dot { log: LOG, seq }).into()],
            over: Vec::new(),
            body: fact.body(),
        })
        .collect();
    Run { offset: -3, events }
}

fn sealed(first: u64, run: &Run, context: &Context) -> Result<Batch, BatchError> {
    Batch::seal(LOG, first, run, context, &KEY, &keys(3), &mut Counter(7))
}

/// Whether a batch is the writer's in this context, and opens there: always both or neither.
fn holds(batch: &Batch, context: &Context) -> bool {
    let signed = batch.signed_by(keys(3).sign_public(), context);
    assert_eq!(signed, batch.open(context, &KEY).is_ok());
    signed
}

#[test]
fn a_batch_opens_to_what_was_sealed() {
    for (first, count) in [(1, 1), (1, 6), (7, 1), (501, MOST_EVENTS)] {
        let batch = sealed(first, &run(count), &context()).unwrap();
        let read = Batch::from_bytes(&batch.to_bytes()).unwrap();
        assert_eq!(read, batch);
        assert!(read.signed_by(keys(3).sign_public(), &context()));
        assert_eq!(read.open(&context(), &KEY), Ok(run(count)));
        assert_eq!(read.last(), first + count as u64 - 1);
        assert_eq!(read.opening.is_some(), first == 1);
        assert_eq!(read.key, key_id(&KEY));
    }
}

#[test]
fn a_batch_with_any_byte_changed_is_nobodys() {
    for first in [1, 7] {
        let bytes = sealed(first, &run(2), &context()).unwrap().to_bytes();
        for place in 0..bytes.len() {
            for bit in [0, 3, 7] {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << bit;
                let Ok(batch) = Batch::from_bytes(&changed) else {
                    continue;
                };
                assert!(
                    !batch.signed_by(keys(3).sign_public(), &context()),
                    "byte {place} of a batch from {first}"
                );
                // The signature itself is not under the seal.
                let in_signature = place >= bytes.len() - 64;
                assert_eq!(batch.open(&context(), &KEY).is_ok(), in_signature);
            }
        }
    }
}

#[test]
fn cut_short_or_with_more_behind_it_is_no_batch() {
    let bytes = sealed(1, &run(2), &context()).unwrap().to_bytes();
    for length in 0..bytes.len() {
        assert_eq!(
            Batch::from_bytes(&bytes[..length]),
            Err(BatchError::Malformed)
        );
    }
    assert_eq!(
        Batch::from_bytes(&[bytes.as_slice(), &[0]].concat()),
        Err(BatchError::Malformed)
    );
    assert_eq!(
        Batch::from_bytes(&[0; 64 * 1024 + 1]),
        Err(BatchError::TooLarge)
    );
}

#[test]
fn the_same_batch_in_longer_numbers_is_refused() {
    let bytes = sealed(7, &run(2), &context()).unwrap().to_bytes();
    // version, log, then first: 7 as 0x87 0x00.
    assert_eq!(bytes[9], 7);
    let longer = [&bytes[..9], &[0x87, 0x00], &bytes[10..]].concat();
    assert_eq!(Batch::from_bytes(&longer), Err(BatchError::Malformed));
}

#[test]
fn another_campaign_stream_certificate_or_past_is_another_batch() {
    let second = Context {
        previous: [4; 32],
        ..context()
    };
    for first in [1, 7] {
        let right = if first == 1 { context() } else { second };
        let batch = sealed(first, &run(2), &right).unwrap();
        assert!(holds(&batch, &right));
        for wrong in [
            Context {
                campaign: CampaignId([9; 32]),
                ..right
            },
            Context {
                stream: stair(2),
                ..right
            },
            Context {
                stream: Stream::Board,
                ..right
            },
            Context {
                certificate: CertificateId([9; 32]),
                ..right
            },
            Context {
                previous: [9; 32],
                ..right
            },
        ] {
            assert!(!batch.signed_by(keys(3).sign_public(), &wrong));
            assert_eq!(batch.open(&wrong, &KEY), Err(BatchError::DoesNotOpen));
        }
    }
}

#[test]
fn another_key_opens_nothing_and_another_signer_is_not_the_writer() {
    let batch = sealed(1, &run(2), &context()).unwrap();
    assert_eq!(
        batch.open(&context(), &Secret([9; 32])),
        Err(BatchError::DoesNotOpen)
    );
    assert!(!batch.signed_by(keys(4).sign_public(), &context()));
}

#[test]
fn sizes_tell_only_steps_of_sixty_four() {
    let sizes: Vec<usize> = (1..12)
        .map(|count| sealed(7, &run(count), &context()).unwrap().to_bytes().len())
        .collect();
    let first = sizes[0];
    // A longer box has a longer length before it: one byte, past 127.
    assert!(
        sizes.iter().all(|size| (size - first) % 64 <= 1),
        "{sizes:?}"
    );
    assert!(sizes.windows(2).any(|pair| pair[0] == pair[1]), "{sizes:?}");
}

#[test]
fn no_events_or_too_many_or_impossible_numbers_are_not_sealed() {
    assert_eq!(sealed(1, &run(0), &context()), Err(BatchError::BadCount));
    assert_eq!(
        sealed(1, &run(MOST_EVENTS + 1), &context()),
        Err(BatchError::BadCount)
    );
    assert_eq!(sealed(0, &run(1), &context()), Err(BatchError::BadCount));
    assert_eq!(
        sealed(u64::MAX, &run(1), &context()),
        Err(BatchError::BadCount)
    );
    let nowhere = Batch::seal(
        LogId([0; 8]),
        1,
        &run(1),
        &context(),
        &KEY,
        &keys(3),
        &mut Counter(7),
    );
    assert_eq!(nowhere, Err(BatchError::BadCount));
}

#[test]
fn what_nobody_could_open_is_not_sealed() {
    let with_body = |body: Vec<u8>| {
        let mut run = run(1);
        run.events[0].kind = Kind(9_999);
        run.events[0].body = body;
        run
    };
    let deflates_well = with_body(vec![0; LARGEST_RUN + 1]);
    assert_eq!(
        sealed(1, &deflates_well, &context()),
        Err(BatchError::TooLarge)
    );
    let mut noise = vec![0; 65 * 1024];
    let mut state = 1_u32;
    for byte in &mut noise {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (state >> 24) as u8;
    }
    assert_eq!(
        sealed(1, &with_body(noise), &context()),
        Err(BatchError::TooLarge)
    );
}

/// A batch made by hand as docs/protocol.md says, around any plain text at all.
fn by_hand(count: u16, plain: &[u8]) -> Batch {
    let context = context();
    let header = [
        b"stairwell/1".as_slice(),
        &context.campaign.0,
        &context.stream.name(),
        &context.certificate.0,
        &context.previous,
        &LOG.0,
        &1_u64.to_be_bytes(),
        &count.to_be_bytes(),
        &key_id(&KEY).0,
    ]
    .concat();
    let nonce = [6; 24];
    let sealed = XChaCha20Poly1305::new(&KEY.0.into())
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: plain,
                aad: &header,
            },
        )
        .unwrap();
    let signature = keys(3).sign("batch", &[&header, &nonce, &sealed]).0;
    let bytes = [
        [1].as_slice(),
        &LOG.0,
        &[1, count as u8, 1],
        &context.stream.name(),
        &context.certificate.0,
        &key_id(&KEY).0,
        &nonce,
        &postcard::to_allocvec(&sealed).unwrap(),
        &signature,
    ]
    .concat();
    Batch::from_bytes(&bytes).unwrap()
}

fn padded(flag: u8, data: &[u8], more: usize) -> Vec<u8> {
    let mut plain = vec![flag];
    plain.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    plain.extend(data);
    plain.resize(plain.len().next_multiple_of(64) + more, 0);
    plain
}

#[test]
fn a_batch_made_by_hand_as_written_down_is_one() {
    let data = encode_run(LOG, &run(2));
    let batch = by_hand(2, &padded(0, &data, 0));
    assert!(batch.signed_by(keys(3).sign_public(), &context()));
    assert_eq!(batch.open(&context(), &KEY), Ok(run(2)));
    let deflated = miniz_oxide::deflate::compress_to_vec(&data, 9);
    assert_eq!(
        by_hand(2, &padded(1, &deflated, 0)).open(&context(), &KEY),
        Ok(run(2))
    );
}

/// What a hostile member with key and certificate can seal.
#[test]
fn a_box_that_holds_something_else_is_refused() {
    let data = encode_run(LOG, &run(2));
    let bomb = miniz_oxide::deflate::compress_to_vec(&vec![0; 16 * LARGEST_RUN], 9);
    assert!(bomb.len() < 60 * 1024);
    let mut dirty = padded(0, &data, 0);
    *dirty.last_mut().unwrap() = 1;
    let mut newer = data.clone();
    newer[0] = 2;
    let mut too_long = padded(0, &data, 0);
    too_long[1..5].copy_from_slice(&u32::MAX.to_be_bytes());
    for (name, count, plain, why) in [
        ("a bomb", 2, padded(1, &bomb, 0), BatchError::BadRun),
        ("fewer", 3, padded(0, &data, 0), BatchError::BadRun),
        ("more", 1, padded(0, &data, 0), BatchError::BadRun),
        (
            "no such packing",
            2,
            padded(2, &data, 0),
            BatchError::BadRun,
        ),
        ("not deflated", 2, padded(1, &data, 0), BatchError::BadRun),
        (
            "too much padding",
            2,
            padded(0, &data, 64),
            BatchError::BadRun,
        ),
        ("words in the padding", 2, dirty, BatchError::BadRun),
        ("longer than it is", 2, too_long, BatchError::BadRun),
        ("no run", 2, padded(0, b"\x01oh", 0), BatchError::BadRun),
        ("nothing", 2, Vec::new(), BatchError::BadRun),
        ("newer", 2, padded(0, &newer, 0), BatchError::NewerFormat),
    ] {
        assert_eq!(
            by_hand(count, &plain).open(&context(), &KEY),
            Err(why),
            "{name}"
        );
    }
}

#[test]
fn a_logs_newest_signature_vouches_for_all_before() {
    let first = sealed(1, &run(2), &context()).unwrap();
    let other = sealed(1, &run(1), &context()).unwrap();
    let after = |batch: &Batch| Context {
        previous: Batch::hash(&batch.to_bytes()),
        ..context()
    };
    let second = sealed(3, &run(1), &after(&first)).unwrap();
    assert!(holds(&second, &after(&first)));
    assert!(!holds(&second, &after(&other)));
}
