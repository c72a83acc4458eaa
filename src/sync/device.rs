//! What a device knows of itself, and how it comes to be one by an invitation.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::certificate::{
    CampaignId, Certificate, CertificateError, CertificateId, Chain, Checked, Kind, PersonId,
    Reach, Role, SignedCertificate, person_of,
};
use super::closing::{Closing, SignedClosing};
use super::epoch::{Epoch, Keyring};
pub use super::founding::{Founding, recover, recover_by, words_missing, words_needed};
use super::grant::{Grant, Opened, Package};
use super::invite::InviteCode;
use super::keys::OwnKeys;
use super::vouched::Voucher;
use super::wire::{Join, Joined, Looked, Moved, Token};
use crate::canvass::id::TurfId;

/// A device that belongs to a campaign: all it must keep to go on belonging.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The campaign.
    pub campaign: CampaignId,
    /// Its keys. They stay for good; certificates come and go.
    pub keys: OwnKeys,
    /// Its newest certificate and those above it, root first.
    pub line: Vec<SignedCertificate>,
    /// The certificate by which it joined: what the endpoint calls it.
    pub joined_as: CertificateId,
    /// What it shows the endpoint.
    pub token: Token,
    /// The keys of the streams it reaches.
    pub keyring: Keyring,
    /// The turfs it was given.
    pub turfs: Vec<TurfId>,
    /// What it is to fetch before it can do without signal.
    pub package: Package,
    /// The number of the newest grant it opened.
    pub grant: u64,
    /// The name its person goes by; empty where it joined as their other device, which asks for none.
    pub name: String,
}

/// Why a device did not come to be.
#[derive(Debug, Error, PartialEq, Eq, Clone)]
pub enum JoinError {
    /// A certificate the endpoint showed does not hold.
    #[error("the campaign's certificates do not hold together: {0}")]
    Certificate(#[from] CertificateError),
    /// What the endpoint showed does not go with the code.
    #[error("this invitation and what the endpoint holds do not belong together")]
    NotThisInvite,
    /// Words that are none of the campaign's keyholders'.
    #[error("these words are another campaign's")]
    OtherWords,
    /// The grant or the recovery does not open.
    #[error("what waits for this device does not open with its keys")]
    DoesNotOpen,
}

impl Device {
    /// Its newest certificate's name.
    pub fn certificate(&self) -> CertificateId {
        self.line
            .last()
            .map_or(self.joined_as, SignedCertificate::id)
    }

    /// Its newest certificate, checked up to the root.
    ///
    /// # Errors
    /// [`CertificateError`] where the line does not hold.
    pub fn checked(&self) -> Result<Checked, CertificateError> {
        let mut chain = Chain::default();
        for signed in &self.line {
            chain.insert(signed.clone());
        }
        chain.check(self.campaign, self.certificate())
    }

    /// The device without what it was given: no stream's key, no turf, nothing to fetch, and no
    /// grant is newer than what it has. Its own keys and token stay, so that it can still send
    /// batches that are sealed already.
    pub fn emptied(&self) -> Device {
        Device {
            keyring: Keyring::Member(Vec::new()),
            turfs: Vec::new(),
            package: Package::default(),
            grant: u64::MAX,
            ..self.clone()
        }
    }

    /// What it may do.
    pub fn role(&self) -> Role {
        self.line
            .last()
            .map_or(Role::Volunteer, |signed| signed.certificate.role)
    }

    /// Makes an invitation: its code, its certificate. What waits for who joins by it, the
    /// caller grants.
    pub fn invite(
        &self,
        terms: &InviteTerms,
        rng: &mut impl CryptoRng,
    ) -> (InviteCode, SignedCertificate) {
        let code = InviteCode::random(rng);
        let keys = code.keys();
        let certificate = Certificate {
            version: 1,
            parent: self.certificate(),
            campaign: self.campaign,
            sign: keys.sign_public(),
            seal: keys.seal_public(),
            kind: Kind::Invite {
                uses: terms.uses,
                second_device_of: terms.second_device_of,
            },
            role: terms.role,
            person: terms.second_device_of.unwrap_or(PersonId([0; 16])),
            reach: terms.reach.clone(),
            issued: terms.now,
            until: terms.until,
            practice: self.practice(),
        };
        let signed = SignedCertificate::sign_invite(certificate, &self.keys, &keys);
        (code, signed)
    }

    /// Whether its campaign is for practice.
    pub fn practice(&self) -> bool {
        self.line
            .first()
            .is_some_and(|root| root.certificate.practice)
    }

    /// Until when its campaign runs: seconds since 1970.
    pub fn campaign_ends(&self) -> i64 {
        self.line.first().map_or(0, |root| root.certificate.until)
    }

    /// Whose device it is.
    pub fn person(&self) -> PersonId {
        self.line
            .last()
            .map_or(PersonId([0; 16]), |signed| signed.certificate.person)
    }

    /// Its word for what it seals.
    pub fn voucher(&self) -> Voucher<'_> {
        Voucher {
            keys: &self.keys,
            line: &self.line,
        }
    }

    /// Takes in a newer grant and, where it brings a newer certificate, the line that leads to
    /// it. A grant from nobody who may, and a line that does not hold or is somebody else's, are
    /// left.
    pub fn take_grant(&mut self, number: u64, opened: Opened) {
        let Ok((grant, line)) = opened.believe(&self.line) else {
            return;
        };
        if let Some(line) = line {
            self.take_line(line);
        }
        // A member's keys take the place of whole epochs only with a certificate that says so: not
        // where an old grant is shown again.
        let fits = self.role() < Role::Organiser || matches!(grant.keys, Keyring::Organiser(_));
        if fits {
            self.keyring.add(grant.keys);
        }
        // Who begins an epoch need not know whose turf is whose: no turfs means the same as before.
        if !grant.turfs.is_empty() {
            self.turfs = grant.turfs;
        }
        if grant.package.version > 0 {
            self.package = grant.package;
        }
        self.grant = number;
    }

    /// Takes the line to a newer certificate of its own. One issued before the one it has is that
    /// of an old grant shown again.
    fn take_line(&mut self, line: Vec<SignedCertificate>) {
        let issued = |line: &[SignedCertificate]| line.last().map(|own| own.certificate.issued);
        if issued(&line) < issued(&self.line) {
            return;
        }
        let before = std::mem::replace(&mut self.line, line);
        let own = self.checked().is_ok_and(|checked| {
            checked.is_device()
                && checked.certificate.sign == self.keys.sign_public()
                && checked.certificate.seal == self.keys.seal_public()
        });
        if !own {
            self.line = before;
        }
    }
}

/// What an invitation allows, for how many and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteTerms {
    /// What who joins may do.
    pub role: Role,
    /// Which stairs they reach.
    pub reach: Reach,
    /// How many may join.
    pub uses: u16,
    /// Whose second device, or `None` for somebody new.
    pub second_device_of: Option<PersonId>,
    /// Now, seconds since 1970.
    pub now: i64,
    /// Until when joining is possible, seconds since 1970.
    pub until: i64,
}

/// A device that has written its certificate and waits for the endpoint's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    pub(super) campaign: CampaignId,
    pub(super) keys: OwnKeys,
    pub(super) line: Vec<SignedCertificate>,
    pub(super) name: String,
    pub(super) opens_with: Opens,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Opens {
    /// The grant, with the invite's keys.
    Grant(OwnKeys),
    /// Epochs brought back by, or made with, the words.
    Epochs(Vec<Epoch>),
}

/// What somebody sees of an invitation before they use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The campaign.
    pub campaign: CampaignId,
    /// The invite's certificate and those above it, root first.
    pub line: Vec<SignedCertificate>,
    /// The invite's certificate, checked.
    pub checked: Checked,
    /// How many may still join.
    pub uses_left: u16,
}

impl Invitation {
    /// Reads what the endpoint showed for a code, and checks that it belongs to it.
    ///
    /// # Errors
    /// [`JoinError`].
    pub fn read(code: &InviteCode, looked: &Looked) -> Result<Invitation, JoinError> {
        Invitation::of_line(code, &looked.line, looked.uses_left)
    }

    /// Reads what the endpoint showed for a code in an invitation's place: that the campaign was handed over, when and
    /// to whom. Only the keyholders of the campaign that the code is of can have said so.
    ///
    /// # Errors
    /// [`JoinError`].
    pub fn moved(code: &InviteCode, moved: &Moved) -> Result<Closing, JoinError> {
        let invitation = Invitation::of_line(code, &moved.line, 0)?;
        let root = invitation.line.first().ok_or(JoinError::NotThisInvite)?;
        Ok(SignedClosing::from_bytes(&moved.closing)?.of(root)?)
    }

    fn of_line(
        code: &InviteCode,
        shown: &[Vec<u8>],
        uses_left: u16,
    ) -> Result<Invitation, JoinError> {
        let mut chain = Chain::default();
        let mut line = Vec::new();
        for bytes in shown {
            let signed = SignedCertificate::from_bytes(bytes)?;
            chain.insert(signed.clone());
            line.push(signed);
        }
        let (Some(root), Some(invite)) = (line.first(), line.last()) else {
            return Err(JoinError::NotThisInvite);
        };
        let campaign = root.campaign();
        // Only an invite's certificate carries its own signature: of any other kind the endpoint
        // could make one around the code's public key, below a root of its own.
        let is_invite = matches!(invite.certificate.kind, Kind::Invite { .. });
        if !is_invite || invite.certificate.sign != code.keys().sign_public() {
            return Err(JoinError::NotThisInvite);
        }
        let checked = chain.check(campaign, invite.id())?;
        Ok(Invitation {
            campaign,
            line,
            checked,
            uses_left,
        })
    }

    /// Writes the joiner's certificate, signed with the invitation.
    pub fn join(
        &self,
        code: &InviteCode,
        name: &str,
        now: i64,
        rng: &mut impl CryptoRng,
    ) -> Joining {
        let keys = OwnKeys::random(rng);
        let invite = &self.checked.certificate;
        let person = match invite.kind {
            Kind::Invite {
                second_device_of: Some(person),
                ..
            } => person,
            _ => person_of(keys.sign_public()),
        };
        let root_until = self.line.first().map_or(now, |root| root.certificate.until);
        let certificate = Certificate {
            version: 1,
            parent: self.checked.id,
            campaign: self.campaign,
            sign: keys.sign_public(),
            seal: keys.seal_public(),
            kind: device_kind(invite.role),
            role: invite.role,
            person,
            reach: invite.reach.clone(),
            issued: now,
            until: root_until,
            practice: invite.practice,
        };
        let mut line = self.line.clone();
        line.push(SignedCertificate::sign(certificate, &code.keys()));
        Joining {
            campaign: self.campaign,
            keys,
            line,
            name: name.to_string(),
            opens_with: Opens::Grant(code.keys()),
        }
    }
}

impl Joining {
    pub(super) fn voucher(&self) -> Voucher<'_> {
        Voucher {
            keys: &self.keys,
            line: &self.line,
        }
    }

    /// Whether its certificates hold up to the root: not where fewer keyholders signed than it needs.
    pub(super) fn holds(&self) -> Result<(), CertificateError> {
        let mut chain = Chain::default();
        let mut newest = None;
        for signed in &self.line {
            newest = Some(chain.insert(signed.clone()));
        }
        let newest = newest.ok_or(CertificateError::MissingParent)?;
        chain.check(self.campaign, newest).map(|_| ())
    }

    /// What to send.
    pub fn request(&self) -> Join {
        Join {
            certificate: self
                .line
                .last()
                .map(SignedCertificate::to_bytes)
                .unwrap_or_default(),
        }
    }

    /// The device, once the endpoint has answered.
    ///
    /// # Errors
    /// [`JoinError::DoesNotOpen`].
    pub fn finish(self, joined: &Joined) -> Result<Device, JoinError> {
        let joined_as = self
            .line
            .last()
            .map(SignedCertificate::id)
            .ok_or(JoinError::NotThisInvite)?;
        let grant = match &self.opens_with {
            Opens::Grant(invite) => {
                let sealed = joined.grant.as_ref().ok_or(JoinError::DoesNotOpen)?;
                Grant::open(self.campaign, invite, sealed)
                    .and_then(|opened| opened.believe(&self.line))
                    .map_err(|_| JoinError::DoesNotOpen)?
                    .0
            }
            Opens::Epochs(epochs) => Grant {
                keys: Keyring::Organiser(epochs.clone()),
                turfs: Vec::new(),
                package: Package::default(),
                certificate: None,
            },
        };
        Ok(Device {
            campaign: self.campaign,
            keys: self.keys,
            line: self.line,
            joined_as,
            token: joined.token.clone(),
            keyring: grant.keys,
            turfs: grant.turfs,
            package: grant.package,
            grant: 0,
            name: self.name,
        })
    }
}

fn device_kind(role: Role) -> Kind {
    match role {
        Role::Organiser => Kind::Organiser,
        Role::Trainer | Role::Volunteer => Kind::Device,
    }
}
