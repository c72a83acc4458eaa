//! A later end of a campaign, and that it was handed over: signed by as many keyholders as the root needs, and by nobody else.

use stairwell::sync::certificate::{CertificateError, Chain, Role};
use stairwell::sync::closing::{LONGEST_NAME, SignedClosing, closed};
use stairwell::sync::extension::{SignedExtension, campaign_ends};

use super::*;

#[test]
fn as_many_keyholders_sign_a_later_end_as_the_root_needs() {
    let root = signed_by(root_terms(&[1, 7, 8], 2), &[1, 7, 8]);
    let campaign = root.campaign();
    let later = UNTIL + 50;
    let (one, two, three, stranger) = (keys(1), keys(7), keys(8), keys(9));
    let bad = Err(CertificateError::BadSignature);
    for (what, by, holds) in [
        ("two of three", vec![(0, &one), (2, &three)], Ok(later)),
        ("all", vec![(0, &one), (1, &two), (2, &three)], Ok(later)),
        ("one", vec![(1, &two)], bad),
        ("one twice", vec![(1, &two), (1, &two)], bad),
        ("one in two places", vec![(0, &two), (1, &two)], bad),
        ("one and a stranger", vec![(0, &one), (1, &stranger)], bad),
        ("nobody", vec![], bad),
    ] {
        let extension = SignedExtension::sign(campaign, later, &by);
        assert_eq!(extension.until(&root), holds, "{what}");
        let bytes = extension.to_bytes();
        assert_eq!(SignedExtension::from_bytes(&bytes), Ok(extension));
        let ends = campaign_ends(&root, [&bytes[..]].into_iter());
        assert_eq!(ends, holds.unwrap_or(UNTIL), "{what}");
        let longer = [&bytes[..], &[0]].concat();
        let malformed = Err(CertificateError::Malformed);
        assert_eq!(SignedExtension::from_bytes(&longer), malformed);
    }
}

#[test]
fn it_is_for_one_campaign_and_never_makes_the_end_earlier() {
    let (root, mut other) = (root(), root_terms(&[1], 1));
    other.issued += 1;
    let other = signed_by(other, &[1]);
    let holder = keys(1);
    let extension = SignedExtension::sign(root.campaign(), UNTIL - 50, &[(0, &holder)]);
    assert_eq!(extension.until(&root), Ok(UNTIL));
    let elsewhere = Err(CertificateError::OtherCampaign);
    assert_eq!(extension.until(&other), elsewhere);
    // A later day, whatever order they come in.
    let days = [UNTIL + 5, UNTIL + 90, UNTIL + 20];
    let signed =
        days.map(|day| SignedExtension::sign(root.campaign(), day, &[(0, &holder)]).to_bytes());
    let ends = campaign_ends(&root, signed.iter().map(Vec::as_slice));
    assert_eq!(ends, UNTIL + 90);
}

/// Whoever's certificate reaches to the campaign's end goes on when that is put later; whoever's
/// ends before does not.
#[test]
fn a_certificate_that_holds_to_the_end_holds_to_a_later_one() {
    let line = organiser_line();
    let organiser = line.last().unwrap();
    let mut chain = Chain::default();
    let mut short = terms(organiser, 5, FOR_SOMEBODY_NEW, Role::Volunteer);
    short.until = UNTIL - 1;
    let short = chain.insert(signed_by(short, &[2, 5]));
    for signed in &line {
        chain.insert(signed.clone());
    }
    let checked = chain.check(organiser.campaign(), organiser.id()).unwrap();
    assert_eq!(checked.in_time(UNTIL + 40), Ok(()));
    let checked = chain.check(organiser.campaign(), short).unwrap();
    assert_eq!(checked.in_time(UNTIL - 2), Ok(()));
    let over = Err(CertificateError::RunOut);
    assert_eq!(checked.in_time(UNTIL - 1), over);
}

#[test]
fn r12_1_as_many_keyholders_close_a_campaign_as_its_root_needs() {
    let root = signed_by(root_terms(&[1, 7, 8], 2), &[1, 7, 8]);
    let campaign = root.campaign();
    let (one, two, three) = (keys(1), keys(7), keys(8));
    let sign = |day, by: &[(u8, &_)]| SignedClosing::sign(campaign, day, " Larch Residents ", by);
    for (what, by, holds) in [
        ("two of three", vec![(0, &one), (2, &three)], true),
        ("all", vec![(0, &one), (1, &two), (2, &three)], true),
        ("one", vec![(1, &two)], false),
        ("one in two places", vec![(0, &two), (1, &two)], false),
        ("nobody", vec![], false),
    ] {
        let signed = sign(20_790, &by);
        let bytes = signed.to_bytes();
        assert_eq!(
            SignedClosing::from_bytes(&bytes),
            Ok(signed.clone()),
            "{what}"
        );
        let said = signed.of(&root).map(|closing| (closing.day, closing.to));
        let expected = match holds {
            true => Ok((20_790, "Larch Residents".to_string())),
            false => Err(CertificateError::BadSignature),
        };
        assert_eq!(said, expected, "{what}");
        assert_eq!(closed(&root, [&bytes[..]].into_iter()).is_some(), holds);
        let longer = [&bytes[..], &[0]].concat();
        let malformed = Err(CertificateError::Malformed);
        assert_eq!(SignedClosing::from_bytes(&longer), malformed);
    }
    // Of two the earlier counts, in whatever order they come.
    let both = [(0, &one), (1, &two)];
    let mut days = [20_795, 20_791].map(|day| sign(day, &both).to_bytes());
    for _ in 0..2 {
        let first = closed(&root, days.iter().map(Vec::as_slice)).unwrap();
        assert_eq!(first.day, 20_791);
        days.reverse();
    }
    // It is of one campaign, and names somebody.
    let mut elsewhere = root_terms(&[1, 7, 8], 2);
    elsewhere.issued += 1;
    let elsewhere = signed_by(elsewhere, &[1, 7, 8]);
    let wrong = Err(CertificateError::OtherCampaign);
    assert_eq!(sign(20_790, &both).of(&elsewhere), wrong);
    for to in ["", " ", &"n".repeat(LONGEST_NAME + 1)] {
        let bytes = SignedClosing::sign(campaign, 20_790, to, &both).to_bytes();
        let malformed = Err(CertificateError::Malformed);
        assert_eq!(SignedClosing::from_bytes(&bytes), malformed, "{to}");
    }
}
