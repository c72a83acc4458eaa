//! Whose a device is, where an organiser's word is not enough: what certificates prove, and what they only say.

use stairwell::sync::certificate::{Chain, Kind, PersonId, Role, SignedCertificate, person_of};
use stairwell::sync::reader::Reader;
use stairwell::sync::whose::shown;

use super::{invite, join, keys, organiser_line, second_device, signed_by, terms};

/// Whose the device at the end of the first line is, for whoever knows all these.
fn whose(lines: &[Vec<SignedCertificate>]) -> Option<PersonId> {
    let first = lines.first().unwrap();
    let mut chain = Chain::default();
    for signed in lines.iter().flatten() {
        chain.insert(signed.clone());
    }
    let (campaign, device) = (first[0].campaign(), first.last().unwrap().id());
    let checked = chain.check(campaign, device);
    assert!(checked.is_ok(), "every reader takes it: {checked:?}");
    shown(&Reader::new(campaign, chain), device)
}

/// Another organiser, keys 4, by the first one's invitation.
fn bram() -> Vec<SignedCertificate> {
    join(&invite(&organiser_line(), 2, 3, Role::Organiser), 3, 4)
}

fn person(n: u8) -> PersonId {
    person_of(keys(n).sign_public())
}

/// The first organiser certifies keys `n` as an organiser's device of this person.
fn certified(n: u8, person: PersonId) -> Vec<SignedCertificate> {
    let line = organiser_line();
    let mut certificate = terms(&line[1], n, Kind::Organiser, Role::Organiser);
    certificate.person = person;
    [line.clone(), vec![signed_by(certificate, &[2])]].concat()
}

#[test]
fn r12_5_a_device_is_its_own_keys_persons_and_an_invited_one_its_inviters() {
    assert_eq!(whose(&[organiser_line()]), Some(person(2)));
    assert_eq!(whose(&[bram()]), Some(person(4)));
    let second = second_device(&bram(), 4, 7, 8);
    assert_eq!(whose(std::slice::from_ref(&second)), Some(person(4)));
    assert_eq!(whose(&[second_device(&second, 8, 9, 10)]), Some(person(4)));
}

#[test]
fn r12_5_a_device_that_an_organiser_certifies_as_somebody_elses_is_nobodys() {
    let forged = certified(20, person(4));
    assert_eq!(forged.last().unwrap().certificate.person, person(4));
    assert_eq!(whose(std::slice::from_ref(&forged)), None);
    // Nor with the true ones known, nor by way of an invitation that it makes for another device of its person.
    assert_eq!(whose(&[forged.clone(), bram()]), None);
    let further = second_device(&forged, 20, 21, 22);
    assert_eq!(whose(&[further, bram()]), None);
    // A device that it certifies as its own key's is that key's person, and nobody known.
    assert_eq!(whose(&[certified(20, person(20))]), Some(person(20)));
}

#[test]
fn r12_5_a_certificate_anew_for_a_device_that_is_known_leaves_it_its_persons() {
    let second = second_device(&bram(), 4, 7, 8);
    let anew = certified(8, person(4));
    assert_eq!(whose(&[anew.clone(), second.clone()]), Some(person(4)));
    assert_eq!(whose(&[anew]), None, "by itself it proves nothing");
    // The same keys as somebody else's are not.
    assert_eq!(whose(&[certified(8, person(2)), second]), None);
}
