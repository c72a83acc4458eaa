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
use stairwell::sync::certificate::Role;
use stairwell::sync::closing::{Closing, SignedClosing, closed};
use stairwell::sync::extension::SignedExtension;
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::root::{find_name, keyholder};
use stairwell::sync::session::Output;
use stairwell::sync::wire::{Close, Extend, Find, Look, RefusalCode, encode, path};

use super::camp::{Camp, FIRST, SECOND, only};
use super::hand::{Hand, stair};
use crate::site::{Answer, Desk};

/// On which day it is handed over: days since 1970-01-01.
const HANDED: i32 = 20_790;
const TO: &str = "Larch Lane Residents";

/// The keys of the words by which the camp was founded: see `Desk::founded`.
fn words() -> OwnKeys {
    OwnKeys::random(&mut ChaCha20Rng::seed_from_u64(4))
}

fn signed(camp: &Camp, by: &OwnKeys) -> Vec<u8> {
    let campaign = camp.olwen.device().campaign;
    SignedClosing::sign(campaign, HANDED, TO, &[(0, by)]).to_bytes()
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
    let name = InviteCode::parse(&link).unwrap().lookup_name();
    let answer = camp.site.post(path::LOOK, None, &encode(&Look { name }));
    assert_eq!(answer.refusal().code, over, "an invitation");
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
