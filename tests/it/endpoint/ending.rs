//! The campaign's end: put later by the keyholders' signatures and by nothing else; when it comes,
//! everything is deleted, and who asks is told that it has ended.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use stairwell::endpoint::clock::Clock;
use stairwell::sync::certificate::Role;
use stairwell::sync::extension::SignedExtension;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::wire::{Extend, RefusalCode, encode, path};

use super::camp::{Camp, FIRST, only};
use crate::site::{Answer, Desk};

const DAY: i64 = 86_400;

/// The keys of the words by which the camp was founded: see `Desk::founded`.
fn words() -> OwnKeys {
    OwnKeys::random(&mut ChaCha20Rng::seed_from_u64(4))
}

fn extend(camp: &Camp, by: &Desk, signer: &OwnKeys, until: i64) -> Answer {
    let campaign = camp.olwen.device().campaign;
    let extension = SignedExtension::sign(campaign, until, &[(0, signer)]).to_bytes();
    let question = encode(&Extend { extension });
    camp.site.post(path::EXTEND, Some(by.token()), &question)
}

#[test]
fn a_later_end_keeps_everyone_and_an_end_that_comes_is_told_from_an_unknown_device() {
    let mut camp = Camp::with(|settings| settings.clock = Clock::Practice);
    let began = camp.site.now();
    let ends = began + DAY;
    camp.refused("a volunteer", RefusalCode::NotAllowed, || {
        extend(&camp, &camp.vera, &words(), ends + DAY)
    });
    camp.refused("others' words", RefusalCode::BadCertificate, || {
        let strangers = OwnKeys::from_secret(&[9; 64]);
        extend(&camp, &camp.olwen, &strangers, ends + DAY)
    });
    extend(&camp, &camp.olwen, &words(), ends + DAY).read::<()>();
    // An earlier one changes nothing.
    extend(&camp, &camp.olwen, &words(), ends + 10).read::<()>();

    // Past the end the root names, everyone goes on, and somebody new still joins.
    camp.site.plays = Some(ends + DAY / 2);
    for (who, desk) in camp.everyone() {
        assert_eq!(camp.push(desk.token(), &[]).status, 200, "{who}");
    }
    camp.olwen.now = ends + DAY / 2;
    let link = camp.olwen.invite(&camp.site, Role::Volunteer, only(FIRST));
    let nell = Desk::joined(&camp.site, &link, "Nell", 8);
    assert_eq!(camp.push(nell.token(), &[]).status, 200);

    camp.site.plays = Some(ends + DAY);
    for desk in [&camp.olwen, &camp.vera, &nell] {
        let answer = camp.push(desk.token(), &[]);
        assert_eq!(answer.refusal().code, RefusalCode::RunOut);
    }
}
