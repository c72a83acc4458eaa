//! Who is on the campaign, device by device, and what may still be joined by: what an organiser
//! needs to know before taking one of them off.

use std::collections::BTreeSet;

use crate::canvass::author::{Author, CertificateId, PersonId, Role};
use crate::canvass::fold::State;
use crate::canvass::id::StairId;
use crate::canvass::stream::Stream;
use crate::sync::certificate::{Chain, Checked, Kind, Reach, SignedCertificate};
use crate::sync::device::Device;
use crate::sync::wire::{Member, Members};

use super::phones::stairs_of;

/// A device that joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterDevice {
    /// The certificate by which it joined: what the endpoint calls it.
    pub subject: CertificateId,
    /// What its person goes by; empty where nothing of it has come.
    pub name: String,
    /// Whose it is.
    pub person: PersonId,
    /// What it may do.
    pub role: Role,
    /// The stairs it was given; none for one that reaches everything.
    pub stairs: Vec<StairId>,
    /// When it joined: seconds since 1970.
    pub joined: Option<i64>,
    /// When the endpoint last heard it: seconds since 1970.
    pub last_heard: Option<i64>,
    /// How far it has been taken off.
    pub off: Off,
    /// It is this very device.
    pub is_this: bool,
    /// This device may take it off.
    pub may_take_off: bool,
    /// Open invitations that it made, or that were made below it: they go with it.
    pub invitations: Vec<CertificateId>,
    /// How many devices joined by its invitations and are still on: they stay.
    pub below: usize,
}

/// How far a device has been taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    /// It is on.
    No,
    /// The endpoint refuses it, and the board does not say so yet: it was begun and not finished.
    Begun,
    /// Endpoint and board both say so.
    Yes,
}

/// An invitation by which somebody may still join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvitation {
    /// Its certificate.
    pub subject: CertificateId,
    /// What who joins may do.
    pub role: Role,
    /// The stairs they are given; none for one that reaches everything.
    pub stairs: Vec<StairId>,
    /// How many may still join.
    pub uses_left: u16,
    /// Until when: seconds since 1970.
    pub until: i64,
    /// It is for another device of somebody who is in.
    pub second_device: bool,
    /// This device may take it back.
    pub may_take_back: bool,
}

/// Everyone who joined or may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// Devices, those that are on before those that are off, then by name.
    pub devices: Vec<RosterDevice>,
    /// Invitations, the one that ends first before the others.
    pub invitations: Vec<OpenInvitation>,
}

impl Roster {
    /// How many people run the campaign: organisers with a device that is on.
    pub fn organisers(&self) -> usize {
        let people: BTreeSet<PersonId> = self
            .devices
            .iter()
            .filter(|device| device.role == Role::Organiser && device.off == Off::No)
            .map(|device| device.person)
            .collect();
        people.len()
    }

    /// The device that joined by this certificate.
    pub fn device(&self, subject: CertificateId) -> Option<&RosterDevice> {
        self.devices.iter().find(|device| device.subject == subject)
    }

    /// The open invitation of this certificate.
    pub fn invitation(&self, subject: CertificateId) -> Option<&OpenInvitation> {
        let mut all = self.invitations.iter();
        all.find(|invitation| invitation.subject == subject)
    }
}

/// How many people are known to run the campaign by what they have written: organisers whom the
/// board does not cut off.
pub fn organisers_at_work(state: &State) -> usize {
    let people: BTreeSet<PersonId> = state
        .logs()
        .map(|(_, log)| &log.author)
        .filter(|author| author.role == Role::Organiser && !state.is_revoked(author))
        .map(|author| author.person)
        .collect();
    people.len()
}

/// A member with its certificate, checked; what does not hold is nobody's.
struct Holding<'a> {
    member: &'a Member,
    checked: Checked,
    author: Author,
    /// The board cuts it off.
    cut_off: bool,
}

impl Holding<'_> {
    fn is_open_invitation(&self, now: i64) -> bool {
        let may_join = self.member.uses_left.is_some_and(|left| left > 0);
        may_join && !self.member.revoked && !self.cut_off && self.checked.in_time(now).is_ok()
    }

    fn is_below(&self, subject: &CertificateId) -> bool {
        self.checked.line.contains(subject)
    }
}

/// What this device knows of the members the endpoint shows, at `now` (seconds since 1970).
pub fn roster(state: &State, device: &Device, members: &Members, now: i64) -> Roster {
    let mut chain = Chain::default();
    for bytes in &members.certificates {
        if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
            chain.insert(signed);
        }
    }
    let own = device.checked().map(|own| own.author(Stream::Board)).ok();
    let may = |other: &Author| own.as_ref().is_some_and(|own| own.may_revoke(other));
    let all: Vec<Holding<'_>> = members
        .members
        .iter()
        .filter_map(|member| {
            let checked = chain.check(device.campaign, member.newest).ok()?;
            let author = checked.author(Stream::Board);
            Some(Holding {
                member,
                cut_off: state.is_revoked(&author),
                checked,
                author,
            })
        })
        .collect();
    let mut roster = Roster::default();
    for holding in &all {
        let subject = holding.member.subject;
        if holding.is_open_invitation(now) {
            let invitation = open_invitation(holding, may(&holding.author));
            roster.invitations.push(invitation);
        } else if holding.member.uses_left.is_none() {
            let below = all.iter().filter(|other| other.is_below(&subject));
            let is_this = subject == device.joined_as;
            roster.devices.push(RosterDevice {
                is_this,
                may_take_off: !is_this && may(&holding.author),
                invitations: below
                    .clone()
                    .filter(|other| other.is_open_invitation(now))
                    .map(|other| other.member.subject)
                    .collect(),
                below: below.filter(|other| is_on(other.member)).count(),
                ..listed(state, holding)
            });
        }
    }
    roster.devices.sort_by(|a, b| {
        let place = |device: &RosterDevice| (device.off != Off::No, device.name.is_empty());
        let by_name = place(a).cmp(&place(b)).then(a.name.cmp(&b.name));
        by_name.then(a.joined.cmp(&b.joined))
    });
    roster
        .invitations
        .sort_by_key(|invitation| (invitation.until, invitation.subject));
    roster
}

fn is_on(member: &Member) -> bool {
    member.uses_left.is_none() && !member.revoked
}

fn open_invitation(holding: &Holding<'_>, may_take_back: bool) -> OpenInvitation {
    let certificate = &holding.checked.certificate;
    let second_device_of = match certificate.kind {
        Kind::Invite {
            second_device_of, ..
        } => second_device_of,
        _ => None,
    };
    OpenInvitation {
        subject: holding.member.subject,
        role: certificate.role,
        stairs: stairs_reached(&certificate.reach),
        uses_left: holding.member.uses_left.unwrap_or_default(),
        until: holding.checked.limit.unwrap_or(holding.checked.until),
        second_device: second_device_of.is_some(),
        may_take_back,
    }
}

fn stairs_reached(reach: &Reach) -> Vec<StairId> {
    match reach {
        Reach::Everything => Vec::new(),
        Reach::Stairs(names) => stairs_of(names),
    }
}

fn listed(state: &State, holding: &Holding<'_>) -> RosterDevice {
    let Member {
        subject, newest, ..
    } = *holding.member;
    let name = state
        .logs()
        .filter(|(_, log)| [subject, newest].contains(&log.author.device))
        .find_map(|(_, log)| log.name.clone());
    RosterDevice {
        subject,
        name: name.unwrap_or_default(),
        person: holding.checked.certificate.person,
        role: holding.checked.certificate.role,
        stairs: stairs_reached(&holding.checked.certificate.reach),
        joined: holding.member.joined,
        last_heard: holding.member.last_heard,
        off: match (holding.cut_off, holding.member.revoked) {
            (true, _) => Off::Yes,
            (false, true) => Off::Begun,
            (false, false) => Off::No,
        },
        is_this: false,
        may_take_off: false,
        invitations: Vec::new(),
        below: 0,
    }
}
