//! Chains that hold, and those that must not for how they are rooted and signed: exactly why.

use stairwell::sync::certificate::{
    CampaignId, Certificate, CertificateError, CertificateId, Chain, Checked, Kind, PersonId,
    Reach, Role, SignedCertificate,
};

use super::*;

pub(super) type Line = Vec<SignedCertificate>;

/// Checks the end of a line, and that it is judged the same where whatever holds above it is known to.
pub(super) fn check(line: &[SignedCertificate]) -> Result<Checked, CertificateError> {
    let mut chain = Chain::default();
    for signed in line {
        chain.insert(signed.clone());
    }
    let (campaign, last) = (line[0].campaign(), line.last().unwrap().id());
    let checked = chain.check(campaign, last);
    let above = line.iter().map(SignedCertificate::id);
    let holding = above.filter(|id| *id != last && chain.check(campaign, *id).is_ok());
    assert_eq!(
        chain.check_below(campaign, last, &holding.collect()),
        checked
    );
    checked
}

/// A line with one more, signed by `signers`, its terms changed.
pub(super) fn and(
    line: &[SignedCertificate],
    n: u8,
    kind: Kind,
    role: Role,
    signers: &[u8],
    change: impl Fn(&mut Certificate),
) -> Line {
    let mut certificate = terms(line.last().unwrap(), n, kind, role);
    change(&mut certificate);
    [line, &[signed_by(certificate, signers)]].concat()
}

pub(super) fn as_is(_: &mut Certificate) {}

pub(super) fn root_of(
    holders: &[u8],
    needed: u8,
    signers: &[u8],
    change: impl Fn(&mut Certificate),
) -> Line {
    let mut certificate = root_terms(holders, needed);
    change(&mut certificate);
    vec![signed_by(certificate, signers)]
}

pub(super) fn for_person(person: PersonId, uses: u16) -> Kind {
    Kind::Invite {
        uses,
        second_device_of: Some(person),
    }
}

pub(super) fn some_stairs(names: &[u8]) -> Reach {
    Reach::Stairs(names.iter().map(|n| [*n; 16]).collect())
}

/// A trainer with two stairs, keys 4, by the organiser's own hand.
pub(super) fn trainer_of_two_stairs() -> Line {
    and(
        &organiser_line(),
        4,
        Kind::Device,
        Role::Trainer,
        &[2],
        |terms| terms.reach = some_stairs(&[1, 2]),
    )
}

#[test]
fn every_way_to_belong_holds() {
    let organiser = organiser_line();
    let joint = root_of(&[1, 7, 8], 2, &[1, 7, 8], as_is);
    let appointed = {
        let certificate = terms(&joint[0], 2, Kind::Organiser, Role::Organiser);
        let (first, third) = (keys(1), keys(8));
        let signed = SignedCertificate::sign_as(certificate, &[(0, &first), (2, &third)]);
        [joint.clone(), vec![signed]].concat()
    };
    let lines: [(&str, Line); 12] = [
        ("a root", vec![root()]),
        ("a root of three", joint),
        ("an organiser by two keyholders of three", appointed),
        ("an organiser", organiser.clone()),
        (
            "an organiser by an organiser's invite",
            join(&invite(&organiser, 2, 3, Role::Organiser), 3, 4),
        ),
        (
            "an organiser by an organiser's hand, for whomever they name",
            and(
                &organiser,
                4,
                Kind::Organiser,
                Role::Organiser,
                &[2],
                |terms| {
                    terms.person = PersonId([9; 16]);
                },
            ),
        ),
        ("a trainer by an invite", trainer_line()),
        ("a volunteer by a trainer's invite", volunteer_line()),
        (
            "a volunteer by a trainer's hand",
            and(
                &trainer_line(),
                6,
                Kind::Device,
                Role::Volunteer,
                &[4],
                as_is,
            ),
        ),
        (
            "a volunteer's second device",
            second_device(&volunteer_line(), 6, 7, 8),
        ),
        ("an organiser's", second_device(&organiser, 2, 7, 8)),
        (
            "less reach",
            and(
                &trainer_of_two_stairs(),
                6,
                Kind::Device,
                Role::Volunteer,
                &[4],
                |terms| {
                    terms.reach = some_stairs(&[2]);
                },
            ),
        ),
    ];
    for (name, line) in lines {
        assert_eq!(check(&line).err(), None, "{name}");
    }
}

fn bad_roots() -> Vec<(&'static str, Line, CertificateError)> {
    use CertificateError::*;
    vec![
        ("no keyholder", root_of(&[], 1, &[1], as_is), ClaimsTooMuch),
        (
            "nobody needed",
            root_of(&[1], 0, &[1], as_is),
            ClaimsTooMuch,
        ),
        (
            "more needed than there are",
            root_of(&[1], 2, &[1], as_is),
            ClaimsTooMuch,
        ),
        (
            "one keyholder twice",
            root_of(&[1, 1], 2, &[1, 1], as_is),
            ClaimsTooMuch,
        ),
        (
            "too many keyholders",
            root_of(&(1..=17).collect::<Vec<_>>(), 1, &[1], as_is),
            ClaimsTooMuch,
        ),
        (
            "a keyholder who did not sign",
            root_of(&[1, 7], 1, &[1], as_is),
            BadSignature,
        ),
        (
            "signed by somebody else",
            root_of(&[1], 1, &[7], as_is),
            BadSignature,
        ),
        (
            "signatures at one another's places",
            root_of(&[1, 7], 1, &[7, 1], as_is),
            BadSignature,
        ),
        (
            "a root with something above it",
            root_of(&[1], 1, &[1], |terms| terms.parent = CertificateId([1; 32])),
            OtherCampaign,
        ),
        (
            "a root of some campaign",
            root_of(&[1], 1, &[1], |terms| terms.campaign = CampaignId([1; 32])),
            OtherCampaign,
        ),
        (
            "a newer version",
            root_of(&[1], 1, &[1], |terms| terms.version = 2),
            Malformed,
        ),
    ]
}

fn bad_signatures() -> Vec<(&'static str, Line, CertificateError)> {
    use CertificateError::*;
    let two_of_two = root_of(&[1, 7], 2, &[1, 7], as_is);
    let organiser = |signers: &[u8]| {
        and(
            &two_of_two,
            2,
            Kind::Organiser,
            Role::Organiser,
            signers,
            as_is,
        )
    };
    let lead = organiser_line();
    let unsigned_invite =
        |signers: &[u8]| and(&lead, 3, FOR_SOMEBODY_NEW, Role::Volunteer, signers, as_is);
    vec![
        ("one of two keyholders", organiser(&[1]), BadSignature),
        (
            "one keyholder at both places",
            organiser(&[1, 1]),
            BadSignature,
        ),
        ("nobody", organiser(&[]), BadSignature),
        (
            "not its issuer",
            and(&lead, 4, Kind::Device, Role::Volunteer, &[9], as_is),
            BadSignature,
        ),
        (
            "the issuer's issuer",
            and(&lead, 4, Kind::Device, Role::Volunteer, &[1], as_is),
            BadSignature,
        ),
        (
            "an invite that its own keys did not sign",
            unsigned_invite(&[2]),
            BadSignature,
        ),
        (
            "an invite that other keys signed",
            unsigned_invite(&[2, 9]),
            BadSignature,
        ),
        (
            "an invite that its issuer did not sign",
            unsigned_invite(&[9, 3]),
            BadSignature,
        ),
        (
            "of another campaign",
            and(&lead, 4, Kind::Device, Role::Volunteer, &[2], |terms| {
                terms.campaign = CampaignId([1; 32]);
            }),
            OtherCampaign,
        ),
        (
            "a newer version further down",
            and(&lead, 4, Kind::Device, Role::Volunteer, &[2], |terms| {
                terms.version = 2;
            }),
            Malformed,
        ),
        (
            "nothing above the organiser",
            vec![root(), volunteer_line()[2].clone()],
            MissingParent,
        ),
    ]
}

#[test]
fn no_chain_badly_rooted_or_signed_holds_and_each_says_why() {
    let tables = [bad_roots(), bad_signatures()];
    for (name, line, why) in tables.into_iter().flatten() {
        assert_eq!(check(&line).err(), Some(why), "{name}");
    }
}

#[test]
fn a_real_device_in_a_practice_campaign_is_no_better() {
    let practice = root_of(&[1], 1, &[1], |terms| terms.practice = true);
    let real = and(
        &practice,
        2,
        Kind::Organiser,
        Role::Organiser,
        &[1],
        |terms| {
            terms.practice = false;
        },
    );
    assert_eq!(check(&real).err(), Some(CertificateError::ClaimsTooMuch));
}

#[test]
fn a_chain_has_an_end() {
    let mut line = volunteer_line();
    let mut n = 6;
    while line.len() + 2 <= stairwell::sync::certificate::LONGEST_CHAIN {
        line = second_device(&line, n, n + 1, n + 2);
        n += 2;
    }
    assert_eq!(check(&line).err(), None);
    let longer = second_device(&line, n, n + 1, n + 2);
    assert_eq!(check(&longer).err(), Some(CertificateError::MissingParent));
}

#[test]
fn a_chain_of_another_campaign_is_named_as_such() {
    let line = organiser_line();
    let mut chain = Chain::default();
    for signed in &line {
        chain.insert(signed.clone());
    }
    assert_eq!(
        chain.check(CampaignId([1; 32]), line[1].id()).err(),
        Some(CertificateError::OtherCampaign)
    );
    assert_eq!(
        chain
            .check(line[0].campaign(), CertificateId([1; 32]))
            .err(),
        Some(CertificateError::MissingParent)
    );
}

/// Somebody who holds neither the code nor a keyholder's words, but knows every public key.
#[test]
fn a_campaign_made_around_an_invites_public_key_does_not_hold() {
    let theirs = root_of(&[9], 1, &[9], as_is);
    let lead = and(&theirs, 10, Kind::Organiser, Role::Organiser, &[9], as_is);
    let code_is_not_theirs = and(
        &lead,
        3,
        FOR_SOMEBODY_NEW,
        Role::Volunteer,
        &[10, 10],
        as_is,
    );
    assert_eq!(
        check(&code_is_not_theirs).err(),
        Some(CertificateError::BadSignature)
    );
}
