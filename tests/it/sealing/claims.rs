//! Chains whose every signature is right and that claim what they may not: exactly why each
//! does not hold.

use stairwell::sync::certificate::{CertificateError, Kind, Reach, Role, SignedCertificate};

use super::chains::{
    Line, and, as_is, check, for_person, root_of, some_stairs, trainer_of_two_stairs,
};
use super::*;

fn bad_claims() -> Vec<(&'static str, Line, CertificateError)> {
    use CertificateError::*;
    let root = vec![root()];
    let lead = organiser_line();
    let trainer = trainer_line();
    let volunteer = volunteer_line();
    let volunteer_invite = &volunteer[..volunteer.len() - 1];
    let person = |line: &Line| line.last().unwrap().certificate.person;
    let device = |line: &[SignedCertificate], role, signer| {
        and(line, 9, Kind::Device, role, &[signer], as_is)
    };
    let root_kind = root[0].certificate.kind.clone();
    vec![
        (
            "a device by the root",
            device(&root, Role::Volunteer, 1),
            ClaimsTooMuch,
        ),
        (
            "an invite by the root",
            and(&root, 9, FOR_SOMEBODY_NEW, Role::Volunteer, &[1, 9], as_is),
            ClaimsTooMuch,
        ),
        (
            "a root below an organiser",
            and(&lead, 9, root_kind, Role::Organiser, &[2], as_is),
            ClaimsTooMuch,
        ),
        (
            "an organiser's certificate for a volunteer",
            and(&lead, 9, Kind::Organiser, Role::Volunteer, &[2], as_is),
            ClaimsTooMuch,
        ),
        (
            "a device's for an organiser",
            device(&lead, Role::Organiser, 2),
            ClaimsTooMuch,
        ),
        (
            "an organiser by a root that is none",
            {
                let weak = root_of(&[1], 1, &[1], |terms| terms.role = Role::Trainer);
                and(&weak, 2, Kind::Organiser, Role::Organiser, &[1], as_is)
            },
            ClaimsTooMuch,
        ),
        (
            "a trainer by a trainer",
            device(&trainer, Role::Trainer, 4),
            ClaimsTooMuch,
        ),
        (
            "an organiser by a trainer",
            and(&trainer, 9, Kind::Organiser, Role::Organiser, &[4], as_is),
            ClaimsTooMuch,
        ),
        (
            "a trainer's invite for a trainer",
            invite(&trainer, 4, 9, Role::Trainer),
            ClaimsTooMuch,
        ),
        (
            "a device by a volunteer",
            device(&volunteer, Role::Volunteer, 6),
            ClaimsTooMuch,
        ),
        (
            "a volunteer's invite",
            invite(&volunteer, 6, 9, Role::Volunteer),
            ClaimsTooMuch,
        ),
        (
            "a second device for two",
            and(
                &volunteer,
                9,
                for_person(person(&volunteer), 2),
                Role::Volunteer,
                &[6, 9],
                as_is,
            ),
            ClaimsTooMuch,
        ),
        (
            "a second device of somebody else",
            and(
                &volunteer,
                9,
                for_person(person(&trainer), 1),
                Role::Volunteer,
                &[6, 9],
                as_is,
            ),
            ClaimsTooMuch,
        ),
        (
            "an organiser's second device of somebody else",
            and(
                &lead,
                9,
                for_person(person(&trainer), 1),
                Role::Volunteer,
                &[2, 9],
                as_is,
            ),
            ClaimsTooMuch,
        ),
        (
            "a second device with a higher role",
            and(
                &volunteer,
                9,
                for_person(person(&volunteer), 1),
                Role::Trainer,
                &[6, 9],
                as_is,
            ),
            ClaimsTooMuch,
        ),
        (
            "an invite by an invite",
            invite(volunteer_invite, 5, 9, Role::Volunteer),
            ClaimsTooMuch,
        ),
        (
            "joining as more than invited",
            device(volunteer_invite, Role::Trainer, 5),
            ClaimsTooMuch,
        ),
        (
            "joining as less than invited",
            device(&invite(&lead, 2, 3, Role::Trainer), Role::Volunteer, 3),
            ClaimsTooMuch,
        ),
        (
            "a stair its issuer does not reach",
            and(
                &trainer_of_two_stairs(),
                9,
                Kind::Device,
                Role::Volunteer,
                &[4],
                |terms| {
                    terms.reach = some_stairs(&[2, 3]);
                },
            ),
            ClaimsTooMuch,
        ),
        (
            "everything, by somebody who has some",
            and(
                &trainer_of_two_stairs(),
                9,
                Kind::Device,
                Role::Volunteer,
                &[4],
                |terms| {
                    terms.reach = Reach::Everything;
                },
            ),
            ClaimsTooMuch,
        ),
        (
            "practice in a real campaign",
            and(&lead, 9, Kind::Device, Role::Volunteer, &[2], |terms| {
                terms.practice = true
            }),
            ClaimsTooMuch,
        ),
        (
            "somebody new who says they are the trainer",
            and(
                volunteer_invite,
                9,
                Kind::Device,
                Role::Volunteer,
                &[5],
                |terms| {
                    terms.person = person(&trainer);
                },
            ),
            OtherPerson,
        ),
        (
            "a trainer's word that somebody is the organiser",
            and(&trainer, 9, Kind::Device, Role::Volunteer, &[4], |terms| {
                terms.person = person(&lead);
            }),
            OtherPerson,
        ),
        (
            "a second device that is somebody else",
            {
                let kind = for_person(person(&volunteer), 1);
                let invite = and(&volunteer, 8, kind, Role::Volunteer, &[6, 8], as_is);
                device(&invite, Role::Volunteer, 8)
            },
            OtherPerson,
        ),
    ]
}

#[test]
fn no_chain_that_claims_too_much_holds_and_each_says_why() {
    for (name, line, why) in bad_claims() {
        assert_eq!(check(&line).err(), Some(why), "{name}");
    }
}
