//! Whose a keyholder's words are. The root certificate names keys and nobody; so each keyholder's words sign
//! who they are, where they live and by which devices they are known. docs/protocol.md, "Keyholders".

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::certificate::{
    CampaignId, CertificateError, CertificateId, Kind, PersonId, Role, SignedCertificate, person_of,
};
use super::device::Device;
use super::keys::{OwnKeys, Signed, verify};
use super::reader::Reader;
use super::whose::shown;
use super::wire;
use crate::canvass::fold::State;
use crate::canvass::handover::{Committee, Holder, keyholders};

/// What a signature on it is for.
const PURPOSE: &str = "keyholder";

/// The signed part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    /// 1.
    version: u8,
    campaign: CampaignId,
    holder: Holder,
}

/// A keyholder, in the words of their own signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHolder {
    part: Part,
    signature: ([u8; 32], [u8; 32]),
}

impl SignedHolder {
    /// Signs with the keys that the keyholder's words give.
    pub fn sign(campaign: CampaignId, holder: Holder, keys: &OwnKeys) -> SignedHolder {
        let part = Part {
            version: 1,
            campaign,
            holder,
        };
        let signed = keys.sign(PURPOSE, &[&wire::encode(&part)]).0;
        let (mut a, mut b) = ([0; 32], [0; 32]);
        a.copy_from_slice(&signed[..32]);
        b.copy_from_slice(&signed[32..]);
        SignedHolder {
            part,
            signature: (a, b),
        }
    }

    /// As bytes, for the board.
    pub fn to_bytes(&self) -> Vec<u8> {
        wire::encode(self)
    }

    /// From bytes.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<SignedHolder, CertificateError> {
        match wire::decode::<SignedHolder>(bytes) {
            // Other bytes could decode to the same; only those it encodes to are it.
            Ok(signed) if signed.part.version == 1 && signed.to_bytes() == bytes => Ok(signed),
            _ => Err(CertificateError::Malformed),
        }
    }

    /// Who it is, where the words at that place of this root signed it. That the root itself holds is the
    /// caller's to know.
    ///
    /// # Errors
    /// `OtherCampaign`, `BadSignature`, `MissingParent` where the root is none.
    pub fn holder(&self, root: &SignedCertificate) -> Result<&Holder, CertificateError> {
        let Kind::Root { keyholders, .. } = &root.certificate.kind else {
            return Err(CertificateError::MissingParent);
        };
        if root.campaign() != self.part.campaign {
            return Err(CertificateError::OtherCampaign);
        }
        let place = usize::from(self.part.holder.place);
        let keyholder = keyholders
            .get(place)
            .ok_or(CertificateError::BadSignature)?;
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&self.signature.0);
        signature[32..].copy_from_slice(&self.signature.1);
        let part = wire::encode(&self.part);
        match verify(keyholder.sign, PURPOSE, &[&part], &Signed(signature)) {
            true => Ok(&self.part.holder),
            false => Err(CertificateError::BadSignature),
        }
    }
}

/// The place of these words among a root's keyholders; `None` where they are none of them.
pub fn place_of(root: &SignedCertificate, keys: &OwnKeys) -> Option<u8> {
    let Kind::Root { keyholders, .. } = &root.certificate.kind else {
        return None;
    };
    let own = keys.sign_public();
    let place = keyholders.iter().position(|holder| holder.sign == own)?;
    u8::try_from(place).ok()
}

/// Whom a keyholder's words may say they are on this device: whoever its own key is, and on a device that was
/// invited as somebody's other one nobody. Whoever sent that invitation may be somebody else, who would sign in the
/// keyholder's place from then on.
pub fn own_person(device: &Device) -> Option<PersonId> {
    let own = person_of(device.keys.sign_public());
    (device.person() == own).then_some(own)
}

/// Who keeps the keys of the campaign of this root, by what the board says, and whose these devices are; `None`
/// where one keyholder may act alone.
pub fn committee(
    root: &SignedCertificate,
    said: &[Vec<u8>],
    devices: BTreeMap<CertificateId, PersonId>,
) -> Option<Committee> {
    let Kind::Root { keyholders, needed } = &root.certificate.kind else {
        return None;
    };
    if *needed < 2 {
        return None;
    }
    let holders = said.iter().filter_map(|bytes| {
        let signed = SignedHolder::from_bytes(bytes).ok()?;
        signed.holder(root).ok().cloned()
    });
    Some(Committee {
        needed: *needed,
        places: keyholders.len(),
        holders: holders.collect(),
        devices,
    })
}

/// Who keeps the keys of a device's campaign, by what was read there; `None` where one keyholder may act alone.
/// Whose devices are is for organisers, who alone sign: on any other device they are nobody's.
pub fn committee_of(device: &Device, state: &State, reader: &Reader) -> Option<Committee> {
    LastCommittee::default().read(device, state, reader)
}

/// The committee as it was read last. A phone asks for it with every tap, and of three keyholders it takes some ten
/// signatures to know: so they are checked where something that the answer is made of is another than last time, and
/// not in between. It is in memory alone, and holds nothing but what was checked here.
#[derive(Debug, Default)]
pub struct LastCommittee {
    last: Option<(MadeOf, Option<Committee>)>,
    checked: usize,
}

/// All that a committee is read of: of the same it is the same.
#[derive(Debug, PartialEq)]
struct MadeOf {
    root: SignedCertificate,
    said: Vec<Vec<u8>>,
    devices: BTreeSet<CertificateId>,
    certificates: Vec<SignedCertificate>,
}

impl LastCommittee {
    /// As [`committee_of`].
    pub fn read(&mut self, device: &Device, state: &State, reader: &Reader) -> Option<Committee> {
        let now = made_of(device, state, reader)?;
        if let Some((before, committee)) = &self.last
            && *before == now
        {
            return committee.clone();
        }
        self.checked += 1;
        let devices = now.devices.iter();
        let known = devices.filter_map(|id| Some((*id, shown(reader, *id)?)));
        let committee = committee(&now.root, &now.said, known.collect());
        self.last = Some((now, committee.clone()));
        committee
    }

    /// How often signatures were checked for it.
    pub fn times_checked(&self) -> usize {
        self.checked
    }
}

/// `None` where one keyholder may act alone: nothing is to be checked there.
fn made_of(device: &Device, state: &State, reader: &Reader) -> Option<MadeOf> {
    let root = device.line.first()?;
    let Kind::Root { needed: 2.., .. } = root.certificate.kind else {
        return None;
    };
    let (mut devices, mut certificates) = (BTreeSet::new(), Vec::new());
    if device.role() >= Role::Organiser {
        let authors = state.logs().map(|(_, log)| &log.author);
        let organisers = authors.filter(|author| author.role == Role::Organiser);
        devices.extend(organisers.map(|author| author.device));
        devices.extend([device.certificate(), device.joined_as]);
        // Whole, since a certificate's signatures are no part of its name.
        certificates.extend(reader.chain().iter().cloned());
    }
    Some(MadeOf {
        root: root.clone(),
        said: keyholders(state),
        devices,
        certificates,
    })
}
