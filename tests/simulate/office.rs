//! What organisers do with others' devices: invite them, give and take stairs, take them off, begin
//! epochs. As `client::members` does it, in good air; but for giving stairs to who is on already,
//! which no page does yet: that is done as the protocol says.

use stairwell::canvass::dot::Dot;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::id::{HeadId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::organise::phones::as_the_board_says;
use stairwell::sync::certificate::{CertificateId, PersonId, Reach, Role, SignedCertificate};
use stairwell::sync::device::{Device, Invitation, InviteTerms};
use stairwell::sync::grant::{Grant, Package};
use stairwell::sync::granting::{keys_for, new_epoch, publish_invite};
use stairwell::sync::wire::{
    GrantFor, Grants, Head, Joined, Look, Looked, Members, RefusalCode, Revoke, Revoked, path,
};

use crate::host::NoGood;
use crate::phone::Phone;
use crate::phone::journal::Fault;
use crate::world::World;

/// How often a new epoch is tried where somebody was quicker.
const ATTEMPTS: usize = 3;

/// Who is to come.
pub struct Coming {
    pub name: String,
    pub role: Role,
    pub reach: Reach,
    /// Whose second device.
    pub second_of: Option<PersonId>,
    /// How far its clock is off.
    pub skew: i64,
}

/// What reaches these stairs.
pub fn only(stairs: &[StairId]) -> Reach {
    let names = stairs.iter().map(|stair| Stream::Stair(*stair).name());
    Reach::Stairs(names.collect())
}

impl World<'_> {
    fn device_of(&self, phone: usize) -> Result<Device, NoGood> {
        let device = self.phones.get(phone).and_then(Phone::device).cloned();
        device.ok_or(NoGood::NoAnswer)
    }

    fn clock_of(&self, phone: usize) -> i64 {
        self.now + self.phones.get(phone).map_or(0, |own| own.skew)
    }

    /// Somebody's phone joins by an invitation of this phone's.
    ///
    /// # Errors
    /// [`NoGood`].
    pub fn invite(&mut self, by: usize, coming: &Coming) -> Result<usize, NoGood> {
        let invited = self.invite_once(by, coming);
        let organiser = self
            .phones
            .get(by)
            .is_some_and(|own| own.role == Role::Organiser);
        if !organiser || invited != Err(NoGood::Refused(RefusalCode::EpochMoved)) {
            return invited;
        }
        self.change_keys(by)?;
        self.invite_once(by, coming)
    }

    fn invite_once(&mut self, by: usize, coming: &Coming) -> Result<usize, NoGood> {
        self.sync_through(by);
        let device = self.device_of(by)?;
        let now = self.clock_of(by);
        let terms = InviteTerms {
            role: coming.role,
            reach: coming.reach.clone(),
            uses: 1,
            second_device_of: coming.second_of,
            now,
            until: now + 86_400,
        };
        let (code, certificate) = device.invite(&terms, &mut self.chance);
        let (turfs, package) = (Vec::new(), Package::default());
        let invite = publish_invite(
            &device,
            &code,
            &certificate,
            turfs,
            package,
            &mut self.chance,
        )
        .map_err(|_| NoGood::NoAnswer)?;
        let at = (path::INVITE, Some(&device.token));
        self.host
            .ask::<_, ()>(at, &invite, self.now, &mut self.chance)?;
        let name = code.lookup_name();
        let looked: Looked = self.host.ask(
            (path::LOOK, None),
            &Look { name },
            self.now,
            &mut self.chance,
        )?;
        let invitation = Invitation::read(&code, &looked).map_err(|_| NoGood::NoAnswer)?;
        let clock = self.now + coming.skew;
        let joining = invitation.join(&code, &coming.name, clock, &mut self.chance);
        let joined: Joined = self.host.ask(
            (path::JOIN, None),
            &joining.request(),
            self.now,
            &mut self.chance,
        )?;
        let joined = joining.finish(&joined).map_err(|_| NoGood::NoAnswer)?;
        let name = format!("{}'s phone", coming.name);
        self.phones.push(Phone::of(name, joined, coming.skew));
        let phone = self.phones.len() - 1;
        let skew = coming.skew;
        self.tell(phone, || format!("joins, its clock {skew} s off"));
        self.open(phone);
        self.sync_through(phone);
        Ok(phone)
    }

    /// Gives a phone these stairs, and no others.
    ///
    /// # Errors
    /// [`NoGood`].
    pub fn recut(&mut self, by: usize, phone: usize, stairs: &[StairId]) -> Result<(), NoGood> {
        self.sync_through(by);
        let giver = self.device_of(by)?;
        let at = (path::MEMBERS, Some(&giver.token));
        let members: Members = self.host.ask(at, &(), self.now, &mut self.chance)?;
        let (subject, name) = match self.phones.get(phone) {
            Some(own) => (own.joined_as, own.name.clone()),
            None => return Err(NoGood::NoAnswer),
        };
        let member = members.members.iter().find(|one| one.subject == subject);
        let newest = member.map(|member| member.newest).ok_or(NoGood::NoAnswer)?;
        let certificates = members.certificates.iter();
        let mut certificates =
            certificates.filter_map(|bytes| SignedCertificate::from_bytes(bytes).ok());
        let was = certificates
            .find(|signed| signed.id() == newest)
            .ok_or(NoGood::NoAnswer)?;
        let mut newer = was.certificate.clone();
        newer.parent = giver.certificate();
        newer.reach = only(stairs);
        // "Who issues one issues it no earlier than the one it follows."
        newer.issued = self.clock_of(by).max(was.certificate.issued);
        newer.until = giver.campaign_ends();
        let newer = SignedCertificate::sign(newer, &giver.keys);
        let grant = Grant {
            keys: keys_for(
                &giver.keyring,
                newer.certificate.role,
                &newer.certificate.reach,
            )
            .map_err(|_| NoGood::NoAnswer)?,
            turfs: Vec::new(),
            package: Package::default(),
            certificate: Some(newer.clone()),
        };
        let sealed = grant.seal(newer.certificate.seal, &giver.voucher(), &mut self.chance);
        let grants = Grants {
            epoch: giver.keyring.epoch_id().unwrap_or(members.epoch),
            grants: vec![GrantFor {
                subject,
                certificate: Some(newer.to_bytes()),
                sealed: sealed.map_err(|_| NoGood::NoAnswer)?,
            }],
        };
        let at = (path::GRANTS, Some(&giver.token));
        self.host
            .ask::<_, ()>(at, &grants, self.now, &mut self.chance)?;
        let count = stairs.len();
        self.tell(by, || format!("gives {name} {count} stairs and no others"));
        Ok(())
    }

    /// Takes a device off, and changes the keys for everybody else.
    ///
    /// # Errors
    /// [`NoGood`]; it is to be done again then.
    pub fn take_off(&mut self, by: usize, phone: usize) -> Result<(), NoGood> {
        let certificate = self.phones.get(phone).map(|own| own.joined_as);
        let certificate = certificate.ok_or(NoGood::NoAnswer)?;
        let token = self.device_of(by)?.token;
        let revoke = Revoke { certificate };
        let at = (path::REVOKE, Some(&token));
        let revoked: Revoked = self.host.ask(at, &revoke, self.now, &mut self.chance)?;
        if let Some(own) = self.phones.get_mut(phone) {
            own.revoked = true;
            self.tally.give_up(phone, &own.journal, None);
        }
        self.taking_off = Some(phone);
        self.tell(phone, || "is taken off".to_string());
        self.sync_through(by);
        let drafts = self.cut_offs(by, certificate, &revoked.heads);
        let saved = self.with(by, 0, |tab, journal, moment| {
            tab.save(&drafts, journal, moment)
        });
        if saved.is_none_or(|saved| saved.is_err()) {
            return Err(NoGood::NoAnswer);
        }
        self.change_keys(by)?;
        self.taking_off = None;
        Ok(())
    }

    fn cut_offs(&self, by: usize, certificate: CertificateId, heads: &[Head]) -> Vec<Draft> {
        let tab = self.phones.get(by).and_then(|own| own.tabs.first());
        let under = |head: &Head| {
            let log = tab.and_then(|tab| tab.state.log(head.log));
            log.map(|log| log.author.device)
        };
        let mut devices: Vec<CertificateId> = heads.iter().filter_map(under).collect();
        devices.push(certificate);
        devices.sort_unstable();
        devices.dedup();
        let cut_off = |device: CertificateId| {
            let own = heads
                .iter()
                .filter(|head| under(head).is_none_or(|by| by == device));
            let about = own.map(|head| {
                let (log, seq) = (head.log, head.seq);
                HeadId(Dot { log, seq }).into()
            });
            Draft::new(Stream::Board, Fact::Revoked { device }, about.collect())
        };
        devices.into_iter().map(cut_off).collect()
    }

    /// Begins an epoch with keys for everyone who is still on.
    ///
    /// # Errors
    /// [`NoGood`].
    pub fn change_keys(&mut self, by: usize) -> Result<(), NoGood> {
        self.sync_through(by);
        let mut outcome = self.begin_epoch(by);
        for _ in 1..ATTEMPTS {
            if outcome != Err(NoGood::Refused(RefusalCode::EpochMoved)) {
                break;
            }
            self.sync_through(by);
            outcome = self.begin_epoch(by);
        }
        outcome?;
        self.keys_changed = true;
        self.epoch_forgotten |= self.backed_up && !self.brought_back;
        self.tell(by, || "begins an epoch".to_string());
        self.sync_through(by);
        Ok(())
    }

    fn begin_epoch(&mut self, by: usize) -> Result<(), NoGood> {
        let device = self.device_of(by)?;
        let at = (path::MEMBERS, Some(&device.token));
        let shown: Members = self.host.ask(at, &(), self.now, &mut self.chance)?;
        let tab = self.phones.get(by).and_then(|own| own.tabs.first());
        let state = tab.map(|tab| &tab.state).ok_or(NoGood::NoAnswer)?;
        let members = as_the_board_says(state, device.campaign, shown.clone());
        for (shown, known) in shown.members.iter().zip(&members.members) {
            if known.revoked && !shown.revoked {
                let revoke = Revoke {
                    certificate: known.subject,
                };
                let at = (path::REVOKE, Some(&device.token));
                // Where it will not have it, it refuses the epoch, and that is said.
                let _ = self
                    .host
                    .ask::<_, Revoked>(at, &revoke, self.now, &mut self.chance);
            }
        }
        if !device.keyring.holds(members.epoch) {
            return Err(NoGood::Refused(RefusalCode::EpochMoved));
        }
        let work = |_| (Vec::new(), Package::default());
        let now = self.clock_of(by);
        let (epoch, request) = new_epoch(&device, &members, now, work, &mut self.chance)
            .map_err(|_| NoGood::NoAnswer)?;
        let kept = self.with(by, 0, |tab, journal, _| tab.hold(epoch, journal));
        kept.unwrap_or(Err(Fault::Emptied))
            .map_err(|_| NoGood::NotKept)?;
        let at = (path::EPOCH, Some(&device.token));
        self.host
            .ask::<_, ()>(at, &request, self.now, &mut self.chance)
    }
}
