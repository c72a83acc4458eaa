//! A later end of a campaign: signed by as many keyholders as the root needs, and by nobody else.

use stairwell::sync::certificate::{CertificateError, Chain, Role};
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
