//! What a hand-over and a campaign's keyholders are read from: cards, files, packages, and what is signed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use stairwell::canvass::fold::State;
use stairwell::organise::handover::{Package, fill};
use stairwell::sync::certificate::SignedCertificate;
use stairwell::sync::closing::{SignedClosing, closed};
use stairwell::sync::device::Founding;
use stairwell::sync::handover::{Card, Handover};
use stairwell::sync::keyholding::{SignedHolder, committee};
use stairwell::sync::keys::OwnKeys;

use super::Counter;

/// The root of a campaign that three keep the keys of, two of whom have to sign.
static ROOT: LazyLock<SignedCertificate> = LazyLock::new(|| {
    let holders = [11, 12, 13].map(|n| OwnKeys::from_secret(&[n; 64]));
    let founding = Founding {
        start_code: String::new(),
        name: "Olwen".into(),
        now: 1_000,
        ends: 2_000,
        practice: false,
    };
    let founded = founding.found_by(&holders, 2, &mut Counter(0));
    let (start, _) = founded.expect("three keyholders");
    SignedCertificate::from_bytes(&start.root).expect("its own root")
});

/// That a campaign was handed over, as its keyholders signed it: of this campaign nobody did.
pub fn closing(bytes: &[u8]) {
    let Ok(signed) = SignedClosing::from_bytes(bytes) else {
        return;
    };
    assert_eq!(signed.to_bytes(), bytes);
    assert!(signed.of(&ROOT).is_err());
    assert_eq!(closed(&ROOT, std::iter::once(bytes)), None);
}

/// A keyholder in the words of their own signature: nobody of this campaign's signed it.
pub fn holder(bytes: &[u8]) {
    let Ok(signed) = SignedHolder::from_bytes(bytes) else {
        return;
    };
    assert_eq!(signed.to_bytes(), bytes);
    assert!(signed.holder(&ROOT).is_err());
    let committee = committee(&ROOT, &[bytes.to_vec()], BTreeMap::new());
    assert!(committee.is_none_or(|it| it.holders.is_empty()));
}

/// A committee's card, or the file that is sealed to it: both are texts from anyone.
pub fn handover(bytes: &[u8]) {
    if let Ok(card) = Card::from_text(&String::from_utf8_lossy(bytes)) {
        assert_eq!(
            Card::from_text(&card.to_text("For the committee.")).as_ref(),
            Ok(&card)
        );
        assert!(!card.code().is_empty());
        // Whether it holds is one question; that it can be asked is another.
        let _ = card.check(std::slice::from_ref(&*ROOT), 0);
    }
    let Ok(file) = Handover::from_file(bytes) else {
        return;
    };
    let again = Handover::from_file(file.to_file("For the committee.").as_bytes());
    assert_eq!(again.as_ref(), Ok(&file));
    assert_eq!(again.map(|it| it.code()), Ok(file.code()));
}

/// What stands in a hand-over file, once it is open: whoever sealed it is no member here. It becomes
/// drafts on the committee's device.
pub fn package(bytes: &[u8]) {
    let Some(package) = Package::from_bytes(bytes) else {
        return;
    };
    let written = package.to_bytes();
    assert_eq!(Package::from_bytes(&written).as_ref(), Some(&package));
    assert_eq!(package.counts().homes, package.homes().count());
    let _ = fill(&State::default(), &package, [7; 32]);
}
