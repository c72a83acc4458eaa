//! The campaign's end: put later by the keyholders' signatures and by nothing else; when it comes,
//! everything is deleted, and who asks is told that it has ended.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use stairwell::canvass::hex;
use stairwell::endpoint::Settings;
use stairwell::endpoint::clock::Clock;
use stairwell::sync::certificate::Role;
use stairwell::sync::extension::SignedExtension;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::wire::{Extend, RefusalCode, encode, path};

use super::camp::{Camp, FIRST, only};
use super::closing::hand_over;
use super::database;
use super::hand::{Hand, stair};
use super::logged::{logged, of_its_own};
use crate::site::{Answer, Desk};

const DAY: i64 = 86_400;

/// The keys of the words by which the camp was founded: see `Desk::founded`.
pub fn words() -> OwnKeys {
    OwnKeys::random(&mut ChaCha20Rng::seed_from_u64(4))
}

pub fn extend(camp: &Camp, by: &Desk, signer: &OwnKeys, until: i64) -> Answer {
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

/// Sweeps as an endpoint does, at this time: how many campaigns went, and what its log says.
fn swept(settings: &Settings, now: i64) -> (u64, String) {
    logged(settings, async |endpoint| {
        endpoint.sweep(now).await.unwrap()
    })
}

#[test]
fn r12_7_on_its_day_and_not_before_everything_of_a_campaign_is_deleted() {
    let mut kept = None;
    let camp = Camp::with(|settings| kept = Some(settings.clone()));
    let settings = kept.unwrap();
    let ends = camp.olwen.now + DAY;
    let batch = Hand::new(camp.vera.device(), stair(FIRST), 60).write_much();
    camp.take(&camp.vera, std::slice::from_ref(&batch));
    let of_it = || {
        let tables = [
            "campaigns",
            "certificates",
            "devices",
            "invites",
            "keyholders",
            "logs",
            "batches",
            "checkpoints",
            "shares",
        ];
        tables.map(|table| database::count(&camp.site.data, table))
    };
    let there = of_it();
    assert!(there[0] == 1 && there[2] == 4 && there[6] == 1, "{there:?}");

    let (gone, said) = swept(&settings, ends - 1);
    assert_eq!((gone, of_its_own(&said)), (0, Vec::new()));
    assert_eq!(of_it(), there);
    // With a later end that its keyholders signed, not on the first day either.
    extend(&camp, &camp.olwen, &words(), ends + 30 * DAY).read::<()>();
    for early in [ends, ends + 30 * DAY - 1] {
        assert_eq!(swept(&settings, early).0, 0);
    }
    assert_eq!(of_it(), there);

    let (gone, said) = swept(&settings, ends + 30 * DAY);
    assert_eq!(gone, 1);
    assert_eq!(of_it(), [0; 9]);
    // Nothing of what was sealed is left in a file of the database.
    for file in std::fs::read_dir(&settings.folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let mut windows = bytes.windows(64);
        assert!(!windows.any(|part| part == &batch[200..264]));
    }
    // The log has a number, and nothing by which anybody or anything could be told.
    let own = of_its_own(&said);
    assert_eq!(own.len(), 1, "{said}");
    assert!(
        own[0].contains("campaigns that had ended were deleted gone=1"),
        "{said}"
    );
    let id = hex::encode(&camp.olwen.device().campaign.0);
    for word in [id.as_str(), "Olwen", "Vera", "Tova", "Bram"] {
        assert!(!said.contains(word), "{word}: {said}");
    }
}

/// That it was handed over ends nothing before its day, and keeps nothing beyond it.
#[test]
fn r12_7_a_campaign_that_was_handed_over_is_deleted_on_its_day_too() {
    let mut kept = None;
    let mut camp = Camp::with(|settings| kept = Some(settings.clone()));
    let settings = kept.unwrap();
    let ends = camp.olwen.now + DAY;
    let batch = Hand::new(camp.vera.device(), stair(FIRST), 60).write_much();
    camp.take(&camp.vera, std::slice::from_ref(&batch));
    hand_over(&mut camp);
    let of_it = || {
        let tables = ["campaigns", "devices", "logs", "batches", "certificates"];
        tables.map(|table| database::count(&camp.site.data, table))
    };
    let there = of_it();
    assert!(!there.contains(&0), "{there:?}");
    assert_eq!(swept(&settings, ends - 1).0, 0);
    assert_eq!(of_it(), there);
    assert_eq!(swept(&settings, ends).0, 1);
    assert_eq!(of_it(), [0; 5]);
    for file in std::fs::read_dir(&settings.folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let mut windows = bytes.windows(64);
        assert!(!windows.any(|part| part == &batch[200..264]));
    }
}
