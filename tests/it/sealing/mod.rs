//! Certificates, batches, epochs, grants and invitations, from outside and against hostile hands.

mod batches;
mod certificates;
mod chains;
mod checkpoints;
mod claims;
mod epochs;
mod extensions;
mod grants;
mod handover;
mod incidents;
mod inner;
mod invitations;
mod practised;
mod reading;
mod revoked;
mod whose;

use stairwell::sync::certificate::{
    CampaignId, Certificate, CertificateId, Kind, PersonId, Reach, Role, SignedCertificate,
    person_of,
};
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::root::keyholder;
use stairwell::sync::vouched::Voucher;

/// When certificates here are issued.
pub const ISSUED: i64 = 1_000;
/// Until when they hold.
pub const UNTIL: i64 = 9_000;

/// Keys that are the same every time.
pub fn keys(n: u8) -> OwnKeys {
    OwnKeys::from_secret(&[n; 64])
}

/// A certificate below another, for the holder of keys `n`, as open as it can be.
pub fn terms(above: &SignedCertificate, n: u8, kind: Kind, role: Role) -> Certificate {
    Certificate {
        version: 1,
        parent: above.id(),
        campaign: above.campaign(),
        sign: keys(n).sign_public(),
        seal: keys(n).seal_public(),
        person: match &kind {
            Kind::Invite {
                second_device_of: Some(person),
                ..
            } => *person,
            _ => person_of(keys(n).sign_public()),
        },
        kind,
        role,
        reach: above.certificate.reach.clone(),
        issued: ISSUED,
        until: UNTIL,
        practice: above.certificate.practice,
    }
}

/// A root's terms, for keyholders with keys `holders`.
pub fn root_terms(holders: &[u8], needed: u8) -> Certificate {
    let first = keys(holders.first().copied().unwrap_or(0));
    Certificate {
        version: 1,
        parent: CertificateId([0; 32]),
        campaign: CampaignId([0; 32]),
        sign: first.sign_public(),
        seal: first.seal_public(),
        kind: Kind::Root {
            keyholders: holders.iter().map(|n| keyholder(&keys(*n))).collect(),
            needed,
        },
        role: Role::Organiser,
        person: PersonId([0; 16]),
        reach: Reach::Everything,
        issued: ISSUED,
        until: UNTIL,
        practice: false,
    }
}

/// Signs as these, at places 0, 1, 2, …
pub fn signed_by(certificate: Certificate, signers: &[u8]) -> SignedCertificate {
    let keys: Vec<OwnKeys> = signers.iter().map(|n| keys(*n)).collect();
    let places: Vec<(u8, &OwnKeys)> = (0..).zip(&keys).collect();
    SignedCertificate::sign_as(certificate, &places)
}

/// A root of one keyholder, keys 1.
pub fn root() -> SignedCertificate {
    signed_by(root_terms(&[1], 1), &[1])
}

/// The first organiser, keys 2, and the root above.
pub fn organiser_line() -> Vec<SignedCertificate> {
    let root = root();
    let organiser = signed_by(terms(&root, 2, Kind::Organiser, Role::Organiser), &[1]);
    vec![root, organiser]
}

pub const FOR_SOMEBODY_NEW: Kind = Kind::Invite {
    uses: 3,
    second_device_of: None,
};

/// Who stands at the end of the line (keys `above`) invites with keys `n`.
pub fn invite(line: &[SignedCertificate], above: u8, n: u8, role: Role) -> Vec<SignedCertificate> {
    let issuer = line.last().unwrap();
    let invite = signed_by(terms(issuer, n, FOR_SOMEBODY_NEW, role), &[above, n]);
    [line, &[invite]].concat()
}

/// Whoever holds keys `n` joins by the invite (keys `above`) at the end of the line.
pub fn join(line: &[SignedCertificate], above: u8, n: u8) -> Vec<SignedCertificate> {
    let invite = line.last().unwrap();
    let role = invite.certificate.role;
    let kind = match role {
        Role::Organiser => Kind::Organiser,
        Role::Trainer | Role::Volunteer => Kind::Device,
    };
    let device = signed_by(terms(invite, n, kind, role), &[above]);
    [line, &[device]].concat()
}

/// A trainer, keys 4, by the organiser's invite, keys 3.
pub fn trainer_line() -> Vec<SignedCertificate> {
    join(&invite(&organiser_line(), 2, 3, Role::Trainer), 3, 4)
}

/// A volunteer, keys 6, by the trainer's invite, keys 5.
pub fn volunteer_line() -> Vec<SignedCertificate> {
    join(&invite(&trainer_line(), 4, 5, Role::Volunteer), 5, 6)
}

/// A second device of the one at the end of the line (keys `n`), by an invite of its own.
pub fn second_device(
    line: &[SignedCertificate],
    n: u8,
    invite_keys: u8,
    device: u8,
) -> Vec<SignedCertificate> {
    let first = line.last().unwrap();
    let person = first.certificate.person;
    let kind = Kind::Invite {
        uses: 1,
        second_device_of: Some(person),
    };
    let role = first.certificate.role;
    let invite = signed_by(terms(first, invite_keys, kind, role), &[n, invite_keys]);
    let mut certificate = terms(&invite, device, first.certificate.kind.clone(), role);
    certificate.person = person;
    let second = signed_by(certificate, &[invite_keys]);
    [line, &[invite, second]].concat()
}

/// The word of the device at the end of a line.
pub fn voucher<'a>(keys: &'a OwnKeys, line: &'a [SignedCertificate]) -> Voucher<'a> {
    Voucher { keys, line }
}
