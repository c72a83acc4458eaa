//! A campaign that was handed over: nothing new is taken of anybody, whoever was away keeps what they had and
//! reads why, and what is there can still be read.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::handover::closings;
use stairwell::canvass::id::Facet;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::{Role, SignedCertificate};
use stairwell::sync::closing::{Closing, SignedClosing, closed};
use stairwell::sync::device::Invitation;
use stairwell::sync::extension::SignedExtension;
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::root::{find_name, keyholder};
use stairwell::sync::session::Output;
use stairwell::sync::wire::{
    Close, Extend, Find, Look, Looked, Moved, Refusal, RefusalCode, Revoke, Revoked, encode, path,
};

use super::camp::{Camp, FIRST, SECOND, only};
use super::database;
use super::hand::{Hand, stair};
use crate::site::{Answer, Desk};

/// On which day it is handed over: days since 1970-01-01.
const HANDED: i32 = 20_790;
const TO: &str = "Larch Lane Residents";

/// The keys of the words by which the camp was founded: see `Desk::founded`.
fn words() -> OwnKeys {
    OwnKeys::random(&mut ChaCha20Rng::seed_from_u64(4))
}

/// That a campaign of these words was handed over, as they sign it.
pub fn handed_over(by: &Desk) -> Close {
    let campaign = by.device().campaign;
    let closing = SignedClosing::sign(campaign, HANDED, TO, &[(0, &words())]).to_bytes();
    Close { closing }
}

fn signed(camp: &Camp, by: &OwnKeys) -> Vec<u8> {
    said(camp, HANDED, TO, by)
}

fn said(camp: &Camp, day: i32, to: &str, by: &OwnKeys) -> Vec<u8> {
    let campaign = camp.olwen.device().campaign;
    SignedClosing::sign(campaign, day, to, &[(0, by)]).to_bytes()
}

/// Opens an invitation.
fn look(camp: &Camp, code: &InviteCode) -> Answer {
    let name = code.lookup_name();
    camp.site.post(path::LOOK, None, &encode(&Look { name }))
}

/// Opens one to a campaign that was handed over, and reads the refusal as a phone does.
fn refused_look(camp: &Camp, code: &InviteCode) -> Refusal {
    let answer = look(camp, code);
    assert_eq!(answer.refusal().code, RefusalCode::HandedOver);
    Refusal::read(&answer.body).unwrap()
}

/// To whom it was handed over, as whoever has the code believes it.
fn believed(code: &InviteCode, moved: Option<Moved>) -> Option<String> {
    Some(Invitation::moved(code, &moved?).ok()?.to)
}

fn close(camp: &Camp, by: &Desk, closing: Vec<u8>) -> Answer {
    let question = encode(&Close { closing });
    camp.site.post(path::CLOSE, Some(by.token()), &question)
}

fn note(desk: &mut Desk, stream: Stream, words: &str) {
    let fact = Fact::Note {
        words: words.into(),
    };
    desk.record(vec![Draft::new(stream, fact, Vec::new())]);
}

/// An organiser writes on the board that it is handed over, and tells the endpoint.
pub(super) fn hand_over(camp: &mut Camp) {
    let signed = signed(camp, &words());
    let fact = Fact::HandedOver {
        signed: signed.clone(),
    };
    let about = vec![Facet::ABOUT_US.into()];
    camp.olwen
        .record(vec![Draft::new(Stream::Board, fact, about)]);
    camp.olwen.sync(&camp.site);
    close(camp, &camp.olwen, signed).read::<()>();
}

/// What a device reads on its board.
fn reads(desk: &Desk) -> Option<Closing> {
    let said = closings(&desk.state);
    let root = desk.device().line.first()?;
    closed(root, said.iter().map(Vec::as_slice))
}

fn notes(desk: &Desk) -> usize {
    desk.state.of_kind(Kind::NOTE).count()
}

#[test]
fn r12_1_a_phone_that_was_away_keeps_what_it_had_and_none_of_it_is_taken() {
    let mut camp = Camp::new();
    note(&mut camp.vera, stair(FIRST), "The lift is out");
    camp.vera.sync(&camp.site);
    camp.olwen.sync(&camp.site);
    // From here on Vera has no signal.
    note(&mut camp.vera, stair(FIRST), "The lift runs again");
    note(&mut camp.vera, Stream::Inner, "For organisers");
    hand_over(&mut camp);

    let outputs = camp.vera.try_sync(&camp.site);
    let parked = outputs.iter().filter_map(|output| match output {
        Output::Park { code, .. } => Some(*code),
        _ => None,
    });
    let parked: Vec<RefusalCode> = parked.collect();
    assert_eq!(parked, [RefusalCode::HandedOver; 2], "one a log");
    // Neither lost nor taken: it is counted as not accepted, and as nothing else.
    let status = camp.vera.session.status();
    assert_eq!((status.waiting, status.not_accepted), (3, 3));
    assert_eq!(status.trouble, None);
    // And the same answer said why, and to whom.
    let closing = reads(&camp.vera).unwrap();
    assert_eq!((closing.day, closing.to.as_str()), (HANDED, TO));
    // However often she asks.
    camp.vera.try_sync(&camp.site);
    assert_eq!(camp.vera.session.status().not_accepted, 3);
    camp.olwen.try_sync(&camp.site);
    camp.tova.try_sync(&camp.site);
    for desk in [&camp.olwen, &camp.tova] {
        assert_eq!(notes(desk), 1);
        assert_eq!(reads(desk).map(|it| it.to), Some(TO.to_string()));
    }
}

#[test]
fn r12_1_of_a_campaign_that_was_handed_over_nothing_new_is_taken_and_nobody_joins() {
    let mut camp = Camp::new();
    let link = camp.olwen.invite(&camp.site, Role::Volunteer, only(SECOND));
    let root = camp.olwen.device().line.first().cloned().unwrap();
    let old = Hand::new(camp.vera.device(), stair(FIRST), 60).write(1);
    camp.take(&camp.vera, std::slice::from_ref(&old));
    hand_over(&mut camp);
    // What was taken before is known again, and can be read.
    camp.take(&camp.vera, std::slice::from_ref(&old));
    assert!(camp.take(&camp.tova, &[]).batches.contains(&old));

    let over = RefusalCode::HandedOver;
    for (who, desk) in camp.everyone() {
        let stream = match who {
            "Olwen" => Stream::Board,
            "Bram" => stair(SECOND),
            _ => stair(FIRST),
        };
        let new = Hand::new(desk.device(), stream, 70).write(1);
        let refused = camp.refused(who, over, || {
            camp.push(desk.token(), std::slice::from_ref(&new))
        });
        assert_eq!(refused.refusal().log, Some("46".repeat(8)), "{who}");
    }
    camp.refused("a later end", over, || {
        let campaign = camp.olwen.device().campaign;
        let until = camp.olwen.now + 9 * 86_400;
        let extension = SignedExtension::sign(campaign, until, &[(0, &words())]).to_bytes();
        let question = encode(&Extend { extension });
        camp.site
            .post(path::EXTEND, Some(camp.olwen.token()), &question)
    });
    let before = camp.rows();
    let code = InviteCode::parse(&link).unwrap();
    assert_eq!(look(&camp, &code).refusal().code, over, "an invitation");
    let name = find_name(&keyholder(&words()));
    let answer = camp.site.post(path::FIND, None, &encode(&Find { name }));
    assert_eq!(answer.refusal().code, over, "the words");
    assert_eq!(camp.rows(), before);
    // Said again it changes nothing, and whoever reads reads on.
    close(&camp, &camp.olwen, signed(&camp, &words())).read::<()>();
    assert!(
        SignedClosing::from_bytes(&signed(&camp, &words()))
            .unwrap()
            .of(&root)
            .is_ok()
    );
    assert_eq!(camp.push(camp.bram.token(), &[]).status, 200);
}

#[test]
fn r12_1_an_old_invitation_says_to_whom_it_was_handed_over_as_its_keyholders_signed() {
    let mut camp = Camp::new();
    let mut invite = || {
        let link = camp.olwen.invite(&camp.site, Role::Volunteer, only(SECOND));
        InviteCode::parse(&link).unwrap()
    };
    let [code, used, back] = [invite(), invite(), invite()];
    Desk::joined(&camp.site, &used.link(&camp.site.origin), "Nell", 8);
    let looked: Looked = look(&camp, &back).read();
    let certificate = looked
        .line
        .last()
        .map(|it| SignedCertificate::from_bytes(it));
    let certificate = certificate.unwrap().unwrap().id();
    let token = Some(camp.olwen.token());
    let _: Revoked = camp.site.ask(path::REVOKE, token, &Revoke { certificate });
    hand_over(&mut camp);
    for code in [&code, &used] {
        let moved = refused_look(&camp, code).moved().unwrap();
        let closing = Invitation::moved(code, &moved).unwrap();
        assert_eq!((closing.day, closing.to.as_str()), (HANDED, TO));
    }
    // One that was taken back is told no more than before.
    assert_eq!(refused_look(&camp, &back).moved(), None);
    // Whoever knows nothing of it reads the same refusal.
    let plain = Refusal::new(RefusalCode::HandedOver);
    let answered = look(&camp, &code).refusal();
    assert_eq!(
        (answered.code, answered.message),
        (plain.code, plain.message)
    );

    // Of several the earliest day counts, whichever came last.
    for (day, to, shown) in [
        (HANDED + 1, "Kestrel Committee", TO),
        (HANDED - 1, "Robin Row Residents", "Robin Row Residents"),
        (HANDED, TO, "Robin Row Residents"),
    ] {
        close(&camp, &camp.olwen, said(&camp, day, to, &words())).read::<()>();
        let moved = refused_look(&camp, &code).moved();
        assert_eq!(believed(&code, moved).as_deref(), Some(shown), "{to}");
    }
}

/// Whatever an endpoint makes of it, a newcomer believes no group's name but the keyholders' of the very
/// campaign that the code is of.
#[test]
fn r12_1_nobody_else_sends_a_newcomer_to_another_group() {
    let mut camp = Camp::new();
    let invite = |camp: &mut Camp| {
        let link = camp.olwen.invite(&camp.site, Role::Volunteer, only(SECOND));
        InviteCode::parse(&link).unwrap()
    };
    let code = invite(&mut camp);
    let mut other = Camp::another();
    let others_code = invite(&mut other);
    hand_over(&mut camp);
    let others = SignedClosing::sign(other.olwen.device().campaign, HANDED, TO, &[(0, &words())]);
    let true_one = refused_look(&camp, &code).moved().unwrap();
    assert_eq!(believed(&code, Some(true_one.clone())).as_deref(), Some(TO));
    let Looked { line, .. } = look(&other, &others_code).read();
    let strangers = signed(&camp, &OwnKeys::from_secret(&[9; 64]));
    let changed = {
        let mut bytes = true_one.closing.clone();
        // A letter of the name.
        let at = bytes.windows(4).position(|it| it == b"Lane").unwrap();
        bytes[at] = b'B';
        bytes
    };
    for (what, line, closing) in [
        ("strangers' words", &true_one.line, strangers),
        ("another name", &true_one.line, changed),
        ("another campaign's word", &true_one.line, others.to_bytes()),
        ("another campaign", &line, true_one.closing.clone()),
        ("another campaign's word of it", &line, others.to_bytes()),
        ("no line", &Vec::new(), true_one.closing.clone()),
        (
            "a root alone",
            &true_one.line[..1].to_vec(),
            true_one.closing.clone(),
        ),
        ("no word", &true_one.line, Vec::new()),
    ] {
        let shown = Moved {
            line: line.clone(),
            closing,
        };
        let refusal = Refusal::of_moved(&shown);
        assert_eq!(refusal.moved(), Some(shown));
        assert_eq!(believed(&code, refusal.moved()), None, "{what}");
    }
    let nonsense = Refusal {
        moved: Some("6e6f7468696e67".into()),
        ..Refusal::new(RefusalCode::HandedOver)
    };
    assert_eq!(nonsense.moved(), None);
}

/// A campaign that was closed before its word was kept says so plainly, until an organiser's device tells it again.
#[test]
fn a_closing_that_was_not_kept_is_kept_when_it_is_told_again() {
    let mut camp = Camp::new();
    let link = camp.olwen.invite(&camp.site, Role::Volunteer, only(SECOND));
    let code = InviteCode::parse(&link).unwrap();
    hand_over(&mut camp);
    database::forget_closings(&camp.site.data);
    assert_eq!(refused_look(&camp, &code).moved(), None);
    close(&camp, &camp.olwen, signed(&camp, &words())).read::<()>();
    let moved = refused_look(&camp, &code).moved();
    assert_eq!(believed(&code, moved).as_deref(), Some(TO));
}

#[test]
fn r12_1_only_an_organiser_with_the_keyholders_words_closes_a_campaign() {
    let camp = Camp::new();
    let strangers = OwnKeys::from_secret(&[9; 64]);
    camp.refused("a volunteer", RefusalCode::NotAllowed, || {
        close(&camp, &camp.vera, signed(&camp, &words()))
    });
    camp.refused("others' words", RefusalCode::BadCertificate, || {
        close(&camp, &camp.olwen, signed(&camp, &strangers))
    });
    camp.refused("another campaign's", RefusalCode::BadCertificate, || {
        close(&camp, &camp.olwen, signed(&Camp::another(), &words()))
    });
    camp.refused("nothing", RefusalCode::BadCertificate, || {
        close(&camp, &camp.olwen, Vec::new())
    });
    // Nor does anybody believe an organiser who only writes it on the board.
    let mut camp = camp;
    let fact = Fact::HandedOver {
        signed: signed(&camp, &strangers),
    };
    let about = vec![Facet::ABOUT_US.into()];
    camp.olwen
        .record(vec![Draft::new(Stream::Board, fact, about)]);
    camp.olwen.sync(&camp.site);
    camp.vera.sync(&camp.site);
    assert_eq!(closings(&camp.vera.state).len(), 1);
    assert_eq!(reads(&camp.vera), None);
    note(&mut camp.vera, stair(FIRST), "It goes on");
    camp.vera.sync(&camp.site);
}
