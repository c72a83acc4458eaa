//! Grants and recovery: keys are believed from the campaign's own devices, never from whoever
//! merely knows a public key, as the endpoint does.

use data_encoding::HEXLOWER;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::id::TurfId;
use stairwell::sync::certificate::{CampaignId, Kind, Role, SignedCertificate};
use stairwell::sync::epoch::{Epoch, Keyring};
use stairwell::sync::grant::{Grant, Package};
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::{DoesNotOpen, SealPublic, Secret, seal_to};
use stairwell::sync::root::{Recovered, keyholder, open_recovery, seal_recovery};

use super::*;
use crate::counter::Counter;

const EPOCH: Epoch = Epoch(Secret([1; 32]));

fn grant() -> Grant {
    Grant {
        keys: Keyring::Member(vec![EPOCH.member_keys(&[[7; 16]])]),
        turfs: vec![TurfId(Dot {
            log: LogId([5; 8]),
            seq: 3,
        })],
        package: Package {
            version: 1,
            heads: vec![(LogId([5; 8]), 12)],
        },
        certificate: None,
    }
}

/// Seals a grant to keys `to`, by the word of the end of `by` (keys `n`), and opens it for the
/// end of `line`.
fn brought(
    to: u8,
    by: &[SignedCertificate],
    n: u8,
    line: &[SignedCertificate],
) -> Result<Grant, DoesNotOpen> {
    let sealed = grant().seal(
        keys(to).seal_public(),
        &voucher(&keys(n), by),
        &mut Counter(0),
    )?;
    let opened = Grant::open(line[0].campaign(), &keys(to), &sealed)?;
    Ok(opened.believe(line)?.0)
}

#[test]
fn a_grant_is_believed_from_an_organiser_or_from_above() {
    let (lead, trainer, volunteer) = (organiser_line(), trainer_line(), volunteer_line());
    let other_volunteer = join(&invite(&lead, 2, 9, Role::Volunteer), 9, 10);
    let other_trainer = join(&invite(&lead, 2, 9, Role::Trainer), 9, 10);
    let second = second_device(&volunteer, 6, 7, 8);
    let others_root = signed_by(root_terms(&[20], 1), &[20]);
    let others_lead = signed_by(
        terms(&others_root, 21, Kind::Organiser, Role::Organiser),
        &[20],
    );
    let others = vec![others_root, others_lead];
    for (name, by, n, believed) in [
        ("its organiser", &lead, 2, true),
        ("its trainer", &trainer, 4, true),
        ("another volunteer", &other_volunteer, 10, false),
        ("another trainer", &other_trainer, 10, false),
        ("its own second device", &second, 8, false),
        (
            "a stranger with the organiser's certificates",
            &lead,
            99,
            false,
        ),
        ("an organiser of another campaign", &others, 21, false),
        ("an invite", &volunteer[..5].to_vec(), 5, false),
        ("the root", &vec![root()], 1, false),
        ("nobody", &Vec::new(), 99, false),
    ] {
        assert_eq!(brought(6, by, n, &volunteer).is_ok(), believed, "{name}");
    }
    assert_eq!(brought(6, &lead, 2, &volunteer), Ok(grant()));
    assert_eq!(
        brought(8, &volunteer, 6, &second),
        Ok(grant()),
        "one's own first device"
    );
}

#[test]
fn a_grant_opens_for_nobody_else_and_with_no_byte_changed() {
    let volunteer = volunteer_line();
    let (lead, lead_keys) = (organiser_line(), keys(2));
    let campaign = lead[0].campaign();
    let sealed = grant()
        .seal(
            keys(6).seal_public(),
            &voucher(&lead_keys, &lead),
            &mut Counter(0),
        )
        .unwrap();
    assert!(Grant::open(campaign, &keys(6), &sealed).is_ok());
    assert!(Grant::open(campaign, &keys(4), &sealed).is_err());
    assert!(Grant::open(CampaignId([9; 32]), &keys(6), &sealed).is_err());
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert!(Grant::open(campaign, &keys(6), &changed).is_err());
    }
    assert!(Grant::open(campaign, &keys(6), &sealed[..31]).is_err());
    assert_eq!(volunteer[0].campaign(), campaign);
}

/// The points of low order (Bernstein, "Curve25519", question "validate public keys"): the endpoint
/// takes nobody in with one, and whoever seals finds the same.
#[test]
fn a_key_that_nothing_can_be_sealed_to_is_known_beforehand() {
    let top = |first: u8| format!("{first:02x}{}7f", "ff".repeat(30));
    let small = |first: u8| format!("{first:02x}{}", "00".repeat(31));
    let useless = [
        small(0),
        small(1),
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800".into(),
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157".into(),
        top(0xec),
        top(0xed),
        top(0xee),
    ]
    .map(|hex| SealPublic(HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap()));
    let useful = [keys(2).seal_public(), keys(6).seal_public()];
    for (key, expected) in useless
        .map(|key| (key, false))
        .into_iter()
        .chain(useful.map(|key| (key, true)))
    {
        assert_eq!(key.is_useful(), expected, "{key:?}");
        let sealed = seal_to(key, "grant", b"", b"keys", &mut Counter(0));
        assert_eq!(sealed.is_ok(), expected, "{key:?}");
    }
}

/// Opened by one, it cannot be sealed on to another as the organiser's.
#[test]
fn a_grant_passed_on_is_not_believed() {
    let lead = organiser_line();
    let campaign = lead[0].campaign();
    let sealed = grant()
        .seal(
            keys(6).seal_public(),
            &voucher(&keys(2), &lead),
            &mut Counter(0),
        )
        .unwrap();
    let plain = keys(6).open("grant", &campaign.0, &sealed).unwrap();
    let passed_on = seal_to(
        keys(4).seal_public(),
        "grant",
        &campaign.0,
        &plain,
        &mut Counter(9),
    )
    .unwrap();
    assert!(Grant::open(campaign, &keys(4), &passed_on).is_err());
}

#[test]
fn a_newer_certificate_comes_with_the_line_that_leads_to_it() {
    let (lead, volunteer) = (organiser_line(), volunteer_line());
    let newer = signed_by(terms(&lead[1], 6, Kind::Device, Role::Trainer), &[2]);
    let promoted = Grant {
        certificate: Some(newer.clone()),
        ..grant()
    };
    let sealed = promoted
        .seal(
            keys(6).seal_public(),
            &voucher(&keys(2), &lead),
            &mut Counter(0),
        )
        .unwrap();
    let opened = Grant::open(lead[0].campaign(), &keys(6), &sealed).unwrap();
    let (_, line) = opened.believe(&volunteer).unwrap();
    assert_eq!(line, Some([lead, vec![newer]].concat()));
}

#[test]
fn the_words_bring_every_epoch_back() {
    let lead = organiser_line();
    let epochs = [EPOCH, Epoch(Secret([2; 32]))];
    let holder = keyholder(&keys(1));
    let sealed = seal_recovery(&epochs, &holder, &voucher(&keys(2), &lead), &mut Counter(0));
    let sealed = sealed.unwrap();
    assert_eq!(
        open_recovery(&keys(1), &lead[0], &sealed),
        Some(Recovered {
            epochs: epochs.to_vec(),
            appointed: ISSUED,
        })
    );
    assert_eq!(
        open_recovery(&keys(9), &lead[0], &sealed),
        None,
        "other words"
    );
}

#[test]
fn what_the_endpoint_could_seal_to_the_words_is_not_believed() {
    let holder = keyholder(&keys(1));
    let seal = |line: &[SignedCertificate], n: u8| {
        seal_recovery(&[EPOCH], &holder, &voucher(&keys(n), line), &mut Counter(0)).unwrap()
    };
    let trainer = trainer_line();
    assert_eq!(
        open_recovery(&keys(1), &trainer[0], &seal(&trainer, 4)),
        None,
        "a trainer's"
    );
    let lead = organiser_line();
    assert_eq!(
        open_recovery(&keys(1), &lead[0], &seal(&lead, 9)),
        None,
        "unsigned"
    );
    // A root of its own that names the words' public keys beside its own.
    let theirs = signed_by(root_terms(&[9, 1], 1), &[9]);
    let their_lead = signed_by(terms(&theirs, 10, Kind::Organiser, Role::Organiser), &[9]);
    let sealed = seal(&[theirs.clone(), their_lead], 10);
    assert_eq!(
        open_recovery(&keys(1), &theirs, &sealed),
        None,
        "their root"
    );
}

#[test]
fn an_invitations_keys_open_its_grant_and_its_name_tells_nothing() {
    let code = InviteCode::parse("0123-4567-89AB-CDEF").unwrap();
    let other = InviteCode::parse("0123-4567-89AB-CDEG").unwrap();
    assert_ne!(code.lookup_name(), other.lookup_name());
    let lead = organiser_line();
    let sealed = grant()
        .seal(
            code.keys().seal_public(),
            &voucher(&keys(2), &lead),
            &mut Counter(0),
        )
        .unwrap();
    let campaign = lead[0].campaign();
    assert!(Grant::open(campaign, &code.keys(), &sealed).is_ok());
    assert!(Grant::open(campaign, &other.keys(), &sealed).is_err());
}
