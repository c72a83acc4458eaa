//! What organisers (and trainers) do with others' devices: invite, list, take off.

use std::collections::BTreeSet;

use super::clock::{BrowserRng, now};
use super::net;
use super::notes::TakingOff;
use super::own::Own;
use super::told::{PhoneError, SaveError};
use crate::canvass::about::{AboutUs, extensions};
use crate::canvass::author::CertificateId;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::{stair_of, turfs};
use crate::canvass::fact::Fact;
use crate::canvass::id::{DoorId, Facet, HeadId, TurfId};
use crate::canvass::order::gather;
use crate::canvass::stream::Stream;
use crate::organise::phones::as_the_board_says;
use crate::organise::roster::{Roster, roster};
use crate::sync::certificate::{Kind, Reach, Role, SignedCertificate};
use crate::sync::device::{Device, InviteTerms};
use crate::sync::epoch::Epoch;
use crate::sync::extension::{SignedExtension, campaign_ends};
use crate::sync::grant::Package;
use crate::sync::granting::{new_epoch, publish_invite};
use crate::sync::invite::InviteCode;
use crate::sync::keys::OwnKeys;
use crate::sync::root::keyholder;
use crate::sync::wire::{Extend, Head, Members, RefusalCode, Revoke, Revoked, path};

/// How often a new epoch is tried where another organiser was quicker.
const ATTEMPTS: usize = 3;

/// What became of those who stay when somebody was taken off: who has new keys waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenOff {
    /// Devices, this one among them.
    pub devices: usize,
    /// Invitations that are still open.
    pub invitations: usize,
}

/// Keyholders by their places in the root.
type Signers<'a> = Vec<(u8, &'a OwnKeys)>;

/// Whose words these are, by their places in the root, and how many more have to sign.
///
/// # Errors
/// `UnknownCampaign` where some are none of this campaign's.
pub(super) fn signers<'a>(
    device: &Device,
    keyholders: &'a [OwnKeys],
) -> Result<(Signers<'a>, usize), PhoneError> {
    let root = device.line.first().ok_or(PhoneError::NotAllowed)?;
    let Kind::Root {
        keyholders: named,
        needed,
    } = &root.certificate.kind
    else {
        return Err(PhoneError::NotAllowed);
    };
    let places = (0..=u8::MAX).zip(named);
    let by: Signers<'_> = places
        .filter_map(|(place, named)| {
            let own = keyholders.iter().find(|keys| keyholder(keys) == *named)?;
            Some((place, own))
        })
        .collect();
    if by.len() < keyholders.len() {
        return Err(PhoneError::Refused(RefusalCode::UnknownCampaign));
    }
    let missing = usize::from(*needed).saturating_sub(by.len());
    Ok((by, missing))
}

impl Own {
    pub(super) fn device(self) -> Result<Device, PhoneError> {
        self.held().device().ok_or(PhoneError::NotAllowed)
    }

    pub(super) async fn publish(
        self,
        terms: &InviteTerms,
        turfs: Vec<TurfId>,
    ) -> Result<InviteCode, PhoneError> {
        let published = self.publish_once(terms, turfs.clone()).await;
        let moved = matches!(published, Err(PhoneError::Refused(RefusalCode::EpochMoved)));
        let organiser = self.device()?.role() == Role::Organiser;
        if !(moved && organiser) {
            return published;
        }
        // Its newest epoch is not the endpoint's, even after a sync: that was brought back from a
        // backup, and is given one that both know.
        self.change_keys().await?;
        self.publish_once(terms, turfs).await
    }

    async fn publish_once(
        self,
        terms: &InviteTerms,
        turfs: Vec<TurfId>,
    ) -> Result<InviteCode, PhoneError> {
        // What the invited are to fetch must be at the endpoint by then.
        self.sync_through().await;
        let device = self.device()?;
        if !self.read_untracked(AboutUs::read).is_whole() {
            return Err(PhoneError::NothingSaid);
        }
        let (code, certificate) = device.invite(terms, &mut BrowserRng);
        let package = self.package(&terms.reach);
        let invite = publish_invite(
            &device,
            &code,
            &certificate,
            turfs,
            package,
            &mut BrowserRng,
        )
        .map_err(|_| PhoneError::NotAllowed)?;
        net::ask_as::<_, ()>(&device.token, path::INVITE, &invite).await?;
        Ok(code)
    }

    /// What somebody of this reach is to fetch: the board and their stairs, as far as they go.
    fn package(self, reach: &Reach) -> Package {
        let held = self.held();
        let state = held.state.borrow();
        let logs = state.logs();
        Package::within(
            reach,
            logs.map(|(id, log)| (id, log.author.stream, log.head)),
        )
    }

    /// The turfs all of whose doors are within reach.
    fn turfs_within(self, reach: &Reach) -> Vec<TurfId> {
        let held = self.held();
        let state = held.state.borrow();
        let reached = |door: &DoorId| {
            stair_of(&state, *door).is_some_and(|stair| {
                let name = Stream::Stair(stair).name();
                reach.covers(&Reach::Stairs(vec![name]))
            })
        };
        turfs(&state)
            .into_iter()
            .filter(|turf| turf.doors.iter().all(reached))
            .map(|turf| turf.id)
            .collect()
    }

    /// Signs a later end with the words' keys, as far as they are enough: how many keyholders are
    /// still to sign. Once none is, the endpoint has it, and then the board.
    pub(super) async fn extend_to(
        self,
        until: i64,
        keyholders: &[OwnKeys],
    ) -> Result<usize, PhoneError> {
        let device = self.device()?;
        let (by, missing) = signers(&device, keyholders)?;
        if missing > 0 {
            return Ok(missing);
        }
        let extension = SignedExtension::sign(device.campaign, until, &by).to_bytes();
        let extend = Extend {
            extension: extension.clone(),
        };
        net::ask_as::<_, ()>(&device.token, path::EXTEND, &extend).await?;
        let about = vec![Facet::ABOUT_US.into()];
        let draft = Draft::new(Stream::Board, Fact::Extended { extension }, about);
        self.save(&[draft]).await?;
        self.sync_through().await;
        Ok(0)
    }

    /// Tells the endpoint once more of a later end: one that was brought back from a backup may
    /// have forgotten it, and would delete the campaign too early.
    async fn remind_of_the_end(self, device: &Device) {
        let known = extensions(&self.held().state.borrow());
        let latest = known.into_iter().max_by_key(|bytes| {
            let root = device.line.first();
            root.map(|root| campaign_ends(root, [&bytes[..]].into_iter()))
        });
        if let Some(extension) = latest {
            // Where it does not answer, the next time will do.
            let extend = Extend { extension };
            let _ = net::ask_as::<_, ()>(&device.token, path::EXTEND, &extend).await;
        }
    }

    pub(super) async fn ask_members(self) -> Result<Members, PhoneError> {
        let device = self.device()?;
        self.remind_of_the_end(&device).await;
        self.remind_of_the_close(&device).await;
        net::ask_as(&device.token, path::MEMBERS, &()).await
    }

    pub(super) fn roster_of(self, members: &Members) -> Roster {
        let held = self.held();
        let state = held.state.borrow();
        let device = held.device();
        device.map_or_else(Roster::default, |device| {
            roster(&state, &device, members, now())
        })
    }

    pub(super) fn unfinished(self) -> Option<CertificateId> {
        let TakingOff(certificate) = TakingOff::read(self.held().journal.database())?;
        Some(certificate)
    }

    pub(super) async fn take_off(self, certificate: CertificateId) -> Result<TakenOff, PhoneError> {
        let device = self.device()?;
        if device.role() != Role::Organiser {
            return Err(PhoneError::NotAllowed);
        }
        let members = self.ask_members().await?;
        let held = self.held();
        TakingOff(certificate).write(held.journal.database());
        self.revoke_one(&device, certificate).await?;
        // Whoever has the phone has the codes of what it invited to.
        if let Some(taken) = self.roster_of(&members).device(certificate) {
            for invitation in &taken.invitations {
                self.revoke_one(&device, *invitation).await?;
            }
        }
        // Nothing is written into a campaign that was handed over: nobody needs new keys for it.
        let taken_off = match self.is_handed_over() {
            true => TakenOff::default(),
            false => self.change_keys().await?,
        };
        TakingOff::remove(held.journal.database());
        Ok(taken_off)
    }

    /// Tells the endpoint, which refuses it at once, and then the board.
    async fn revoke_one(
        self,
        device: &Device,
        certificate: CertificateId,
    ) -> Result<(), PhoneError> {
        let revoke = Revoke { certificate };
        let revoked: Revoked = net::ask_as(&device.token, path::REVOKE, &revoke).await?;
        // Everything those logs had is here first, so that each is known by its certificate.
        self.sync_through().await;
        let drafts = self.cut_offs(certificate, &revoked.heads);
        if !self.is_handed_over() {
            self.save(&drafts).await?;
        }
        Ok(())
    }

    /// Begins an epoch with keys for everyone who is still on, however often another organiser is
    /// quicker.
    async fn change_keys(self) -> Result<TakenOff, PhoneError> {
        // What was written to the board goes before the keys.
        self.sync_through().await;
        for _ in 1..ATTEMPTS {
            match self.begin_epoch().await {
                Err(PhoneError::Refused(RefusalCode::EpochMoved)) => self.sync_through().await,
                other => return self.with_own_grant(other?).await,
            }
        }
        let taken_off = self.begin_epoch().await?;
        self.with_own_grant(taken_off).await
    }

    /// The next sync brings this device its own grant of the new epoch.
    async fn with_own_grant(self, taken_off: TakenOff) -> Result<TakenOff, PhoneError> {
        self.sync_through().await;
        Ok(taken_off)
    }

    /// One event for each certificate the device wrote under: it writes no more past these heads.
    fn cut_offs(self, certificate: CertificateId, heads: &[Head]) -> Vec<Draft> {
        let held = self.held();
        let state = held.state.borrow();
        let under = |head: &Head| state.log(head.log).map(|log| log.author.device);
        let mut devices: BTreeSet<CertificateId> = gather(heads.iter().filter_map(under));
        devices.insert(certificate);
        devices
            .into_iter()
            .map(|device| {
                let about = heads
                    .iter()
                    .filter(|head| under(head).is_none_or(|by| by == device))
                    .map(|Head { log, seq, .. }| {
                        HeadId(Dot {
                            log: *log,
                            seq: *seq,
                        })
                        .into()
                    })
                    .collect();
                Draft::new(Stream::Board, Fact::Revoked { device }, about)
            })
            .collect()
    }

    /// The members as the board has them: an endpoint that plots with somebody who was taken off
    /// must not have them given the keys. One that was brought back from a backup may have
    /// forgotten that they were, and wants keys for them, until it is told again.
    async fn members_by_the_board(self, device: &Device) -> Result<Members, PhoneError> {
        let shown = self.ask_members().await?;
        let members = {
            let held = self.held();
            let state = held.state.borrow();
            as_the_board_says(&state, device.campaign, shown.clone())
        };
        for (shown, known) in shown.members.iter().zip(&members.members) {
            if known.revoked && !shown.revoked {
                let certificate = known.subject;
                let revoke = Revoke { certificate };
                // Where it will not have it, it refuses the epoch, and that is said.
                let _ = net::ask_as::<_, Revoked>(&device.token, path::REVOKE, &revoke).await;
            }
        }
        Ok(members)
    }

    /// Keeps an epoch before anybody is given it. Others seal with it as soon as they are: were it kept here only
    /// once this device's own grant comes, and the disk is full then, or the battery empty, and the endpoint brought
    /// back from a backup, no organiser could ever open that.
    async fn hold(self, epoch: Epoch) -> Result<(), PhoneError> {
        let held = self.held();
        let mut device = self.device()?;
        device.keyring.hold(epoch.clone());
        let kept = held.journal.keep_device(&device).await;
        kept.map_err(SaveError::from)?;
        if let Some(session) = held.session.borrow_mut().as_mut() {
            session.hold(epoch);
        }
        Ok(())
    }

    async fn begin_epoch(self) -> Result<TakenOff, PhoneError> {
        let device = self.device()?;
        let members = self.members_by_the_board(&device).await?;
        // An endpoint that was brought back from a backup may name one before the newest.
        if !device.keyring.holds(members.epoch) {
            // Another organiser's epoch is on its way here; one that left it out would lose it.
            return Err(PhoneError::Refused(RefusalCode::EpochMoved));
        }
        let certificates: Vec<SignedCertificate> = members
            .certificates
            .iter()
            .filter_map(|bytes| SignedCertificate::from_bytes(bytes).ok())
            .collect();
        let work = |subject: CertificateId| {
            let signed = certificates.iter().find(|signed| signed.id() == subject);
            match signed.map(|signed| &signed.certificate) {
                Some(invite) if matches!(invite.kind, Kind::Invite { .. }) => (
                    self.turfs_within(&invite.reach),
                    self.package(&invite.reach),
                ),
                // A device keeps the turfs and the package it has.
                _ => (Vec::new(), Package::default()),
            }
        };
        let (epoch, request) = new_epoch(&device, &members, now(), work, &mut BrowserRng)
            .map_err(|_| PhoneError::NotAllowed)?;
        self.hold(epoch).await?;
        net::ask_as::<_, ()>(&device.token, path::EPOCH, &request).await?;
        let uses_left = |subject| {
            let member = members
                .members
                .iter()
                .find(|member| member.subject == subject);
            member.and_then(|member| member.uses_left)
        };
        let granted = request.grants.iter().map(|grant| uses_left(grant.subject));
        let (invitations, devices): (Vec<_>, Vec<_>) = granted.partition(Option::is_some);
        Ok(TakenOff {
            devices: devices.len(),
            invitations: invitations.len(),
        })
    }
}
