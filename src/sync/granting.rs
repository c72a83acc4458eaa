//! Handing out keys: to who joins, to who is given other stairs, and to everyone when an epoch
//! begins.

use rand_core::CryptoRng;
use thiserror::Error;

use super::certificate::{
    Certificate, CertificateError, CertificateId, Chain, Kind, Reach, Role, SignedCertificate,
};
use super::device::Device;
use super::epoch::{Epoch, Keyring};
use super::grant::{Grant, Package};
use super::invite::InviteCode;
use super::keys::random_secret;
use super::root::seal_recovery;
use super::wire::{GrantFor, Invite, Member, Members, NewEpoch};
use crate::canvass::id::TurfId;

/// Why keys could not be handed out.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum GrantError {
    /// Only an organiser's device holds whole epochs.
    #[error("only an organiser's device can do this")]
    NoOrganiser,
    /// A member's certificate does not hold.
    #[error("a member's certificate does not hold: {0}")]
    Certificate(#[from] CertificateError),
    /// Something could not be sealed to a member's key.
    #[error("keys could not be sealed to a member")]
    NotSealed,
}

/// What a member of this role and reach is given of a keyring.
///
/// # Errors
/// [`GrantError::NoOrganiser`] where the keyring is no organiser's, unless it is passed on to
/// one's own second device, which gets it as it is.
pub fn keys_for(keyring: &Keyring, role: Role, reach: &Reach) -> Result<Keyring, GrantError> {
    match (keyring, role, reach) {
        (Keyring::Organiser(epochs), Role::Organiser, _) => Ok(Keyring::Organiser(epochs.clone())),
        (Keyring::Organiser(epochs), _, Reach::Stairs(stairs)) => Ok(Keyring::Member(
            epochs
                .iter()
                .map(|epoch| epoch.member_keys(stairs))
                .collect(),
        )),
        (Keyring::Member(epochs), Role::Trainer | Role::Volunteer, Reach::Stairs(stairs)) => {
            let mut epochs = epochs.clone();
            for keys in &mut epochs {
                keys.stairs.retain(|(stair, _)| stairs.contains(stair));
            }
            Ok(Keyring::Member(epochs))
        }
        _ => Err(GrantError::NoOrganiser),
    }
}

/// What publishes an invitation: its certificate, and a grant for who joins by it.
///
/// # Errors
/// [`GrantError`].
pub fn publish_invite(
    device: &Device,
    code: &InviteCode,
    certificate: &SignedCertificate,
    turfs: Vec<TurfId>,
    package: Package,
    rng: &mut impl CryptoRng,
) -> Result<Invite, GrantError> {
    let epoch = device.keyring.epoch_id().ok_or(GrantError::NoOrganiser)?;
    let terms = &certificate.certificate;
    let grant = Grant {
        keys: keys_for(&device.keyring, terms.role, &terms.reach)?,
        turfs,
        package,
        certificate: None,
    };
    Ok(Invite {
        name: code.lookup_name(),
        certificate: certificate.to_bytes(),
        grant: grant
            .seal(terms.seal, &device.voucher(), rng)
            .map_err(|_| GrantError::NotSealed)?,
        epoch,
    })
}

/// Begins an epoch: a fresh secret, and a grant with it for every device and invite that still
/// holds at `now`. `work` gives a member's turfs and package.
///
/// # Errors
/// [`GrantError`].
pub fn new_epoch(
    device: &Device,
    members: &Members,
    now: i64,
    work: impl Fn(CertificateId) -> (Vec<TurfId>, Package),
    rng: &mut impl CryptoRng,
) -> Result<(Epoch, NewEpoch), GrantError> {
    let Keyring::Organiser(mut epochs) = device.keyring.clone() else {
        return Err(GrantError::NoOrganiser);
    };
    let epoch = Epoch(random_secret(rng));
    epochs.push(epoch.clone());
    let recovery = recovery(device, &epochs, rng)?;
    let keyring = Keyring::Organiser(epochs);
    let mut chain = Chain::default();
    for bytes in &members.certificates {
        chain.insert(SignedCertificate::from_bytes(bytes)?);
    }
    let mut grants = Vec::new();
    for member in &members.members {
        if member.revoked || member.uses_left == Some(0) {
            continue;
        }
        let checked = chain.check(device.campaign, member.newest)?;
        if checked.in_time(now).is_err() {
            continue;
        }
        let terms = &checked.certificate;
        let (turfs, package) = work(member.subject);
        let (brought, new) = newest_again(device, member, terms, &chain, now);
        let grant = Grant {
            keys: keys_for(&keyring, terms.role, &terms.reach)?,
            turfs,
            package,
            certificate: brought,
        };
        grants.push(GrantFor {
            subject: member.subject,
            certificate: new,
            // Whoever joined with a key that nothing can be sealed to gets nothing, and must not
            // keep the keys from being changed for everyone else.
            sealed: grant
                .seal(terms.seal, &device.voucher(), rng)
                .unwrap_or_default(),
        });
    }
    let request = NewEpoch {
        replaces: members.epoch,
        epoch: epoch.id(),
        recovery,
        grants,
    };
    Ok((epoch, request))
}

/// A member's newest certificate, where it is not the one it joined by: a grant that waits takes the
/// place of the one before, which brought it and may not have been fetched. What another issued is
/// issued anew, since a grant brings what its own sealer issued; that one the endpoint is to know.
fn newest_again(
    device: &Device,
    member: &Member,
    newest: &Certificate,
    chain: &Chain,
    now: i64,
) -> (Option<SignedCertificate>, Option<Vec<u8>>) {
    if member.newest == member.subject || member.subject == device.joined_as {
        return (None, None);
    }
    if newest.parent == device.certificate() {
        return (chain.get(member.newest).cloned(), None);
    }
    let again = Certificate {
        parent: device.certificate(),
        issued: now.max(newest.issued),
        ..newest.clone()
    };
    let signed = SignedCertificate::sign(again, &device.keys);
    let bytes = signed.to_bytes();
    (Some(signed), Some(bytes))
}

fn recovery(
    device: &Device,
    epochs: &[Epoch],
    rng: &mut impl CryptoRng,
) -> Result<Vec<Vec<u8>>, GrantError> {
    let Some(Kind::Root { keyholders, .. }) =
        device.line.first().map(|root| &root.certificate.kind)
    else {
        return Err(GrantError::NoOrganiser);
    };
    keyholders
        .iter()
        .map(|holder| {
            seal_recovery(epochs, holder, &device.voucher(), rng).map_err(|_| GrantError::NotSealed)
        })
        .collect()
}
