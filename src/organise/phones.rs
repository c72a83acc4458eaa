//! Which phones are in: a phone is in once its ended shift, and all it held then, is merged.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::author::{CertificateId, PersonId};
use crate::canvass::event::Kind;
use crate::canvass::fold::State;
use crate::canvass::id::{HeadId, StairId};
use crate::canvass::stream::Stream;
use crate::sync::certificate::{CampaignId, Chain, Reach, SignedCertificate};
use crate::sync::wire::Members;

/// A phone as the endpoint knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPhone {
    /// Whose it is.
    pub person: PersonId,
    /// Every certificate it has had.
    pub certificates: Vec<CertificateId>,
    /// The stairs it was given; none for one that reaches everything.
    pub stairs: Vec<StairId>,
    /// When the endpoint last heard it: seconds since 1970.
    pub last_heard: Option<i64>,
    /// It was revoked.
    pub revoked: bool,
}

/// A phone, with what has come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// What its person goes by; empty where nothing of it has come yet.
    pub name: String,
    /// The phone.
    pub known: KnownPhone,
    /// When its shift ended by its own clock, if that has come.
    pub ended: Option<i64>,
    /// Everything it held when its shift ended is merged here.
    pub is_in: bool,
    /// How many events of it are merged here.
    pub events: u64,
}

/// The phones among a campaign's members.
pub fn known(members: &Members) -> Vec<KnownPhone> {
    let mut chain = Chain::default();
    for bytes in &members.certificates {
        if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
            chain.insert(signed);
        }
    }
    members
        .members
        .iter()
        .filter(|member| member.uses_left.is_none())
        .filter_map(|member| {
            let newest = chain.get(member.newest)?;
            let stairs = match &newest.certificate.reach {
                Reach::Everything => Vec::new(),
                Reach::Stairs(names) => stairs_of(names),
            };
            let mut certificates = vec![member.subject, member.newest];
            certificates.dedup();
            Some(KnownPhone {
                person: newest.certificate.person,
                certificates,
                stairs,
                last_heard: member.last_heard,
                revoked: member.revoked,
            })
        })
        .collect()
}

/// The members as the board has them: whoever it cuts off is revoked, whatever the endpoint says.
/// A new epoch is for these, or an endpoint could have its keys granted to who was taken off.
pub fn as_the_board_says(state: &State, campaign: CampaignId, mut members: Members) -> Members {
    let mut chain = Chain::default();
    for bytes in &members.certificates {
        if let Ok(signed) = SignedCertificate::from_bytes(bytes) {
            chain.insert(signed);
        }
    }
    let cut_off = |id| {
        chain
            .check(campaign, id)
            .is_ok_and(|checked| state.is_revoked(&checked.author(Stream::Board)))
    };
    for member in &mut members.members {
        member.revoked |= cut_off(member.subject) || cut_off(member.newest);
    }
    members
}

/// Every phone that was given stairs, by name; those of which nothing has come first.
pub fn phones(state: &State, known: &[KnownPhone]) -> Vec<Phone> {
    let mut phones: Vec<Phone> = known
        .iter()
        .filter(|known| !known.stairs.is_empty())
        .map(|known| phone(state, known))
        .collect();
    phones.sort_by(|a, b| {
        a.name
            .cmp(&b.name)
            .then(a.known.certificates.cmp(&b.known.certificates))
    });
    phones
}

fn phone(state: &State, known: &KnownPhone) -> Phone {
    let logs: Vec<_> = state
        .logs()
        .filter(|(_, log)| known.certificates.contains(&log.author.device))
        .collect();
    let ids: BTreeSet<_> = logs.iter().map(|(id, _)| *id).collect();
    let ended = state
        .of_kind(Kind::SHIFT_ENDED)
        .filter(|(dot, _)| ids.contains(&dot.log))
        .max_by_key(|(dot, _)| (state.happened_at(*dot), *dot));
    let held: Vec<HeadId> = ended
        .iter()
        .flat_map(|(_, entry)| &entry.event.about)
        .filter_map(|id| HeadId::try_from(*id).ok())
        .collect();
    let all_here = held
        .iter()
        .all(|HeadId(dot)| state.log(dot.log).is_some_and(|log| log.head >= dot.seq));
    Phone {
        name: logs
            .iter()
            .find_map(|(_, log)| log.name.clone())
            .unwrap_or_default(),
        known: known.clone(),
        ended: ended.and_then(|(dot, _)| state.happened_at(dot)),
        is_in: ended.is_some() && all_here,
        events: logs.iter().map(|(_, log)| log.head).sum(),
    }
}

/// The stairs that may already be knocked although nothing shows it: those of phones that are
/// not in, with whose they are.
pub fn may_be_knocked(phones: &[Phone]) -> BTreeMap<StairId, Vec<String>> {
    let mut stairs: BTreeMap<StairId, Vec<String>> = BTreeMap::new();
    for phone in phones
        .iter()
        .filter(|phone| !phone.is_in && !phone.known.revoked)
    {
        for stair in &phone.known.stairs {
            stairs.entry(*stair).or_default().push(phone.name.clone());
        }
    }
    stairs
}

/// The stairs a certificate names.
pub fn stairs_of(reach: &[[u8; 16]]) -> Vec<StairId> {
    reach
        .iter()
        .filter_map(|name| match Stream::from_name(*name) {
            Some(Stream::Stair(stair)) => Some(stair),
            _ => None,
        })
        .collect()
}
