//! Whose a device is, by what certificates can prove.
//!
//! A certificate names a person, and an organiser's device may issue one that names anybody: readers take its word,
//! since whoever settles a campaign's lists has to be able to. Where one person alone may not act, that word is too
//! little. A key is its own person's ([`person_of`]), which nobody else can be given; and it is a person's where an
//! invitation for another device of theirs led to it, which a key of that person's has signed. Nothing else counts
//! here. docs/protocol.md, "Keyholders".

use std::collections::BTreeSet;

use super::certificate::{
    CertificateId, Kind, LONGEST_CHAIN, PersonId, SignedCertificate, person_of,
};
use super::keys::SignPublic;
use super::reader::Reader;

/// Whose a device's certificate shows it to be, by what a reader knows; `None` where it does not hold, is no
/// device's, or names a person on the word of an organiser alone.
pub fn shown(reader: &Reader, device: CertificateId) -> Option<PersonId> {
    let checked = reader.holding(device)?;
    let (key, person) = (checked.certificate.sign, checked.certificate.person);
    let is_theirs = checked.is_device() && speaks(reader, key, person, &mut BTreeSet::new());
    is_theirs.then_some(person)
}

/// Whether a key is this person's: by itself, or by a certificate of it that another key of theirs led to.
fn speaks(
    reader: &Reader,
    key: SignPublic,
    person: PersonId,
    tried: &mut BTreeSet<SignPublic>,
) -> bool {
    if person == person_of(key) {
        return true;
    }
    // A person has a few devices; somebody could certify keys without end, each leading to the next.
    if !tried.insert(key) || tried.len() > LONGEST_CHAIN {
        return false;
    }
    let mut of_the_key = reader
        .chain()
        .iter()
        .filter(|signed| signed.certificate.sign == key && signed.certificate.person == person);
    of_the_key.any(|signed| {
        inviter(reader, signed, person).is_some_and(|inviter| {
            reader.holding(signed.id()).is_some() && speaks(reader, inviter, person, tried)
        })
    })
}

/// The key that invited a device as another one of this person's.
fn inviter(reader: &Reader, signed: &SignedCertificate, person: PersonId) -> Option<SignPublic> {
    let chain = reader.chain();
    let invite = &chain.get(signed.certificate.parent)?.certificate;
    match invite.kind {
        Kind::Invite {
            second_device_of: Some(whose),
            ..
        } if whose == person => Some(chain.get(invite.parent)?.certificate.sign),
        _ => None,
    }
}
