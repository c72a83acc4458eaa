//! What is wrong with a push, one thing at a time: each is refused by name, and leaves no trace.

use stairwell::canvass::dot::LogId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, LARGEST_BATCH};
use stairwell::sync::certificate::{
    Certificate, CertificateId, Kind, PersonId, Role, SignedCertificate,
};
use stairwell::sync::keys::{OwnKeys, Secret};
use stairwell::sync::wire::{Refusal, RefusalCode, SyncAnswer, SyncRequest};

use super::camp::{Camp, FIRST, SECOND, only};
use super::hand::{Hand, stair};
use crate::site::Desk;

/// Where a batch's parts stand, before its numbers pass 127.
const FIRST_AT: usize = 9;
const COUNT_AT: usize = 10;
const STREAM_AT: usize = 12;

/// The secret of somebody who never joined.
const MADE_UP: [u8; 64] = [9; 64];

/// A push that is refused: what is wrong with it, the code, and where the endpoint stands with
/// the log it is about.
type Bad = (&'static str, RefusalCode, Option<u64>, SyncRequest);

fn pushing(batches: &[Vec<u8>]) -> SyncRequest {
    SyncRequest {
        batches: batches.to_vec(),
        ..SyncRequest::default()
    }
}

/// These bytes, but for one.
fn but(bytes: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] = byte;
    bytes
}

/// Vera's log on the first stair, of which two batches (numbers 1 to 6) are here.
fn begun(camp: &Camp) -> Hand {
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), 20);
    let batches = [hand.write(3), hand.write(3)];
    camp.take(&camp.vera, &batches);
    hand
}

/// Wrong places in a log.
fn misplaced(camp: &Camp, log: &Hand) -> Vec<Bad> {
    let mut ahead = log.clone();
    let skipped = ahead.write(1);
    let after = ahead.write(1);
    let mut fresh = Hand::new(camp.vera.device(), stair(FIRST), 21);
    let opening = fresh.write(2);
    let second = fresh.write(2);
    let mut again = Hand::new(camp.vera.device(), stair(FIRST), 20);
    again.key = Secret([8; 32]);
    let other = again.write(3);
    let mut inside = again.clone();
    inside.next = 2;
    vec![
        (
            "a gap",
            RefusalCode::Gap,
            Some(6),
            pushing(std::slice::from_ref(&after)),
        ),
        (
            "a log that does not open",
            RefusalCode::Gap,
            Some(0),
            pushing(std::slice::from_ref(&second)),
        ),
        (
            "a log backwards",
            RefusalCode::Gap,
            Some(0),
            pushing(&[second, opening]),
        ),
        (
            "its parts backwards",
            RefusalCode::Gap,
            Some(6),
            pushing(&[after, skipped]),
        ),
        (
            "other events",
            RefusalCode::Clash,
            Some(6),
            pushing(&[other]),
        ),
        (
            "other numbers",
            RefusalCode::Clash,
            Some(6),
            pushing(&[inside.draft(2)]),
        ),
        (
            "more in one",
            RefusalCode::Clash,
            Some(6),
            pushing(&[inside.draft(9)]),
        ),
    ]
}

/// Signatures by the wrong keys, or over something else.
fn missigned(camp: &Camp, log: &Hand) -> Vec<Bad> {
    let changed = |change: &dyn Fn(&mut Hand)| {
        let mut log = log.clone();
        change(&mut log);
        pushing(&[log.draft(2)])
    };
    let good = log.clone().draft(2);
    let bad = |what, push| (what, RefusalCode::BadSignature, Some(6), push);
    let flipped = |at: usize| pushing(&[but(&good, at, good[at] ^ 1)]);
    let bram = camp.bram.device();
    vec![
        bad(
            "somebody else's keys",
            changed(&|log| log.keys = bram.keys.clone()),
        ),
        bad(
            "another campaign",
            changed(&|log| log.context.campaign.0[0] ^= 1),
        ),
        bad(
            "another stream",
            changed(&|log| log.context.stream = stair(SECOND)),
        ),
        bad(
            "another certificate",
            changed(&|log| log.context.certificate = bram.certificate()),
        ),
        bad("another past", changed(&|log| log.context.previous[0] ^= 1)),
        bad("a bit of the signature", flipped(good.len() - 1)),
        bad("a bit of the box", flipped(good.len() - 70)),
        bad("a bit of the nonce", flipped(FIRST_AT + 12)),
        bad("a bit of the key's name", flipped(FIRST_AT + 4)),
        bad(
            "another number of events",
            pushing(&[but(&good, COUNT_AT, 3)]),
        ),
    ]
}

/// Streams nobody gave to the device, and one there cannot be.
fn foreign(camp: &Camp) -> Vec<Bad> {
    let vera = camp.vera.device();
    let to = |stream, n| pushing(&[Hand::new(vera, stream, n).write(1)]);
    let foreign = |what, push| (what, RefusalCode::ForeignStream, Some(0), push);
    let board = Hand::new(vera, Stream::Board, 22).write(1);
    let nowhere = but(&board, STREAM_AT + 15, 2);
    vec![
        foreign("the board", to(Stream::Board, 22)),
        foreign("another stair", to(stair(SECOND), 23)),
        foreign("a stair nobody has", to(stair(99), 24)),
        (
            "no stream",
            RefusalCode::Malformed,
            Some(0),
            pushing(&[nowhere]),
        ),
    ]
}

/// Bytes that are no batch.
fn shapeless(camp: &Camp, log: &Hand) -> Vec<Bad> {
    let next = log.clone().draft(2);
    let opening = Hand::new(camp.vera.device(), stair(FIRST), 25).draft(2);
    let bad = |what, bytes: Vec<u8>| (what, RefusalCode::Malformed, None, pushing(&[bytes]));
    let mut long = next.clone();
    long.push(0);
    // The number 7 written in two bytes.
    let mut stretched = but(&next, FIRST_AT, 0x87);
    stretched.insert(FIRST_AT + 1, 0);
    let mut last = next.clone();
    last.splice(FIRST_AT..=FIRST_AT, [[0xff; 9].as_slice(), &[1]].concat());
    let too_large = vec![0; LARGEST_BATCH + 1];
    vec![
        bad("nothing", Vec::new()),
        bad("half of one", next[..next.len() / 2].to_vec()),
        bad("one and a byte", long),
        bad("a longer way to write one", stretched),
        bad("a newer version", but(&next, 0, 2)),
        bad("no log", but_log(&next, [0; 8])),
        bad("no events", but(&next, COUNT_AT, 0)),
        bad("number 0", but(&opening, FIRST_AT, 0)),
        bad("an opening that is not first", but(&opening, FIRST_AT, 2)),
        bad("a first without an opening", but(&next, FIRST_AT, 1)),
        bad("numbers beyond the last", last),
        (
            "a huge one",
            RefusalCode::TooLarge,
            None,
            pushing(&[too_large]),
        ),
    ]
}

fn but_log(bytes: &[u8], log: [u8; 8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[1..9].copy_from_slice(&log);
    bytes
}

/// Somebody of Vera's making, as a certificate below another's device, but for what is changed.
fn made_up(by: &Desk, change: impl FnOnce(&mut Certificate)) -> Certificate {
    let mut terms = by.device().line.last().unwrap().certificate.clone();
    let keys = OwnKeys::from_secret(&MADE_UP);
    (terms.sign, terms.seal) = (keys.sign_public(), keys.seal_public());
    (terms.kind, terms.role) = (Kind::Device, Role::Volunteer);
    terms.reach = only(FIRST);
    terms.parent = by.device().certificate();
    change(&mut terms);
    terms
}

/// A log of somebody made up, with its certificate.
fn brought(camp: &Camp, log: u8, certificate: SignedCertificate) -> SyncRequest {
    let mut hand = Hand::new(camp.vera.device(), stair(FIRST), log);
    hand.keys = OwnKeys::from_secret(&MADE_UP);
    hand.context.certificate = certificate.id();
    SyncRequest {
        certificates: vec![certificate.to_bytes()],
        ..pushing(&[hand.write(1)])
    }
}

/// Certificates that do not hold, or are no device's.
fn uncertified(camp: &Camp) -> Vec<Bad> {
    let (olwen, tova, vera) = (&camp.olwen, &camp.tova, &camp.vera);
    let sign = |by: &Desk, terms| SignedCertificate::sign(terms, &by.device().keys);
    let past = camp.site.now() - 1;
    let invite = made_up(olwen, |terms| {
        terms.person = PersonId([0; 16]);
        terms.kind = Kind::Invite {
            uses: 1,
            second_device_of: None,
        };
    });
    let invites = OwnKeys::from_secret(&MADE_UP);
    let invite = SignedCertificate::sign_invite(invite, &olwen.device().keys, &invites);
    let organiser = made_up(tova, |terms| {
        (terms.kind, terms.role) = (Kind::Organiser, Role::Organiser);
    });
    let own = sign(vera, made_up(vera, |_| {}));
    let forged = sign(vera, made_up(olwen, |_| {}));
    let run_out = sign(olwen, made_up(olwen, |terms| terms.until = past));
    let bad = |what, push| (what, RefusalCode::BadCertificate, Some(0), push);
    vec![
        bad("one of her own making", brought(camp, 31, own)),
        bad("a forged one", brought(camp, 32, forged)),
        bad("one that has run out", brought(camp, 33, run_out)),
        bad("an invitation's", brought(camp, 34, invite)),
        bad(
            "more than its issuer",
            brought(camp, 35, sign(tova, organiser)),
        ),
    ]
}

/// Certificates that are not here, or not this campaign's, or none.
fn unknown(camp: &Camp, elsewhere: &Desk) -> Vec<Bad> {
    let hand = |desk: &Desk, log| Hand::new(desk.device(), stair(FIRST), log);
    let mut nobody = hand(&camp.vera, 26);
    nobody.context.certificate = CertificateId([5; 32]);
    let line = elsewhere.device().line.iter();
    let not_ours = SyncRequest {
        certificates: line.map(SignedCertificate::to_bytes).collect(),
        ..pushing(&[hand(elsewhere, 27).write(1)])
    };
    let rubbish = SyncRequest {
        certificates: vec![b"not one".to_vec()],
        ..pushing(&[hand(&camp.vera, 28).write(1)])
    };
    let bad = RefusalCode::BadCertificate;
    vec![
        ("one nobody has", bad, Some(0), pushing(&[nobody.write(1)])),
        ("another campaign's", bad, Some(0), not_ours),
        ("no certificate at all", bad, None, rubbish),
    ]
}

fn check(camp: &Camp, (what, code, head, push): &Bad) -> Refusal {
    let answer = camp.refused(what, *code, || camp.sync(camp.vera.token(), push));
    let refusal = answer.refusal();
    assert_eq!(refusal.head, *head, "{what}");
    assert_eq!(refusal.log().is_some(), head.is_some(), "{what}");
    refusal
}

#[test]
fn each_wrong_push_is_refused_by_name_and_leaves_no_trace() {
    let camp = Camp::new();
    let elsewhere = Desk::founded(&camp.site, 40);
    let mut log = begun(&camp);
    let table = [
        misplaced(&camp, &log),
        missigned(&camp, &log),
        foreign(&camp),
        shapeless(&camp, &log),
        uncertified(&camp),
        unknown(&camp, &elsewhere),
    ];
    let mut good = Hand::new(camp.vera.device(), stair(FIRST), 50);
    let good = [good.write(2), good.write(2)];
    for bad in table.iter().flatten() {
        let refusal = check(&camp, bad);
        // The same behind two good batches, and before them: taken whole or not at all.
        let (what, code, head, push) = bad.clone();
        let mut halves = [push.clone(), push];
        halves[0].batches.splice(0..0, good.clone());
        halves[1].batches.extend(good.clone());
        for half in halves {
            assert_eq!(check(&camp, &(what, code, head, half)), refusal, "{what}");
        }
    }
    // Nothing of all that is in the way of what is right.
    camp.take(&camp.vera, &good);
    let answer = camp.take(&camp.vera, &[log.write(2)]);
    assert_eq!(answer.heads[0].seq, 8);
}

#[test]
fn too_much_wanted_at_once_is_refused() {
    let camp = Camp::new();
    let request = SyncRequest {
        want: (0..501).map(|n: u64| (LogId(n.to_be_bytes()), 1)).collect(),
        ..SyncRequest::default()
    };
    camp.refused("501 logs", RefusalCode::TooLarge, || {
        camp.sync(camp.vera.token(), &request)
    });
}

#[test]
fn the_same_push_again_changes_nothing_but_the_time_it_was_heard() {
    let camp = Camp::new();
    let mut log = Hand::new(camp.vera.device(), stair(FIRST), 20);
    let batches = [log.write(3), log.write(3)];
    let first = camp.take(&camp.vera, &batches);
    let before = camp.rows();
    // Whole, in parts, twice in one request, and carried by somebody else.
    for (desk, again) in [
        (&camp.vera, batches.to_vec()),
        (&camp.vera, vec![batches[0].clone()]),
        (&camp.vera, vec![batches[1].clone()]),
        (&camp.vera, [batches.clone(), batches.clone()].concat()),
        (&camp.vera, vec![batches[1].clone(), batches[0].clone()]),
    ] {
        let answer = camp.take(desk, &again);
        assert_eq!(answer.heads, first.heads);
        assert_eq!(camp.rows(), before);
    }
    assert_eq!(camp.take(&camp.bram, &batches).heads, first.heads);
    let heard = |rows: &[String]| {
        let devices = |row: &&String| !row.starts_with("devices ");
        rows.iter().filter(devices).cloned().collect::<Vec<_>>()
    };
    assert_eq!(heard(&camp.rows()), heard(&before));
}

#[test]
fn a_clash_is_answered_with_what_is_held() {
    let camp = Camp::new();
    let mut log = Hand::new(camp.vera.device(), stair(FIRST), 20);
    let held = [log.write(3), log.write(3), log.write(3)];
    camp.take(&camp.vera, &held);
    let mut copy = Hand::new(camp.vera.device(), stair(FIRST), 20);
    copy.key = Secret([8; 32]);
    let refusal = camp.push(camp.vera.token(), &[copy.write(3)]).refusal();
    assert_eq!((refusal.code, refusal.head), (RefusalCode::Clash, Some(9)));
    let want = |from| {
        let request = SyncRequest {
            want: vec![(refusal.log().unwrap(), from)],
            ..SyncRequest::default()
        };
        let answer: SyncAnswer = camp.sync(camp.vera.token(), &request).read();
        assert_eq!(answer.heads[0].hash, Batch::hash(&held[2]));
        answer.held
    };
    assert_eq!(want(1), held);
    // From a number inside a batch comes that whole batch.
    assert_eq!(want(5), held[1..]);
    assert_eq!(want(10), Vec::<Vec<u8>>::new());
}
