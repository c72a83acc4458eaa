//! What a campaign that was filled from another's hand-over keeps of where it comes from. Each is an event's
//! whole body. To the enums only ever append.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::author::{CertificateId, PersonId};
use super::dot::Dot;
use super::draft::Draft;
use super::estate;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::id::HouseholdId;
use super::structure::Rung;

/// Who held what this campaign began with, so that residents can be told. Written last, once everything
/// of the package is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBefore {
    /// The name of the group that held it.
    pub group: String,
    /// How to reach that group.
    pub contact: String,
    /// On which day the package was made: days since 1970-01-01.
    pub day: i32,
    /// So many homes were in it.
    pub homes: u32,
    /// What the package hashes to.
    pub package: [u8; 32],
}

/// Those of a home said yes to somebody else being in touch, and not to this campaign: how to reach them
/// was not passed on, and they are to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskAgain {
    /// On which day the package was made: days since 1970-01-01.
    pub day: i32,
}

/// What a structure test of the campaign before came to: figures, and no home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestedBefore {
    /// What was asked.
    pub ask: String,
    /// Which rung it was.
    pub rung: Rung,
    /// So many homes did it, where that may be told.
    pub n: Option<u32>,
    /// Of so many homes, where that may be told.
    pub of: Option<u32>,
    /// So many reached its line; `None` where it had none.
    pub needed: Option<u32>,
    /// Its last day: days since 1970-01-01.
    pub day: i32,
}

/// How widely an issue was raised in the campaign before: figures, and nobody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedBefore {
    /// The issue.
    pub issue: Dot,
    /// So many homes raised it; `None` where that would be a figure of fewer than five homes, or of all
    /// but fewer.
    pub homes: Option<u32>,
    /// Of so many homes where somebody was spoken to.
    pub spoken: u32,
}

/// Who held what this campaign began with; `None` where it began with nothing, or is not filled yet.
pub fn held_before(state: &State) -> Option<HeldBefore> {
    let mut all = state.of_kind(Kind::HELD_BEFORE);
    all.find_map(
        |(_, entry)| match Fact::read(Kind::HELD_BEFORE, &entry.event.body).ok()?? {
            Fact::HeldBefore { said } => Some(said),
            _ => None,
        },
    )
}

/// Whether the package said of a household or its [twins](estate::twins) that they are to be asked again.
pub fn is_to_be_asked(state: &State, household: HouseholdId) -> bool {
    let mut twins = estate::twins(state, household);
    twins.any(|it| state.naming_as(Kind::ASK_AGAIN, it).next().is_some())
}

/// To record of a household whose reach was not passed on.
pub fn ask_again(stream: super::stream::Stream, household: HouseholdId, day: i32) -> Draft {
    let said = AskAgain { day };
    Draft::new(stream, Fact::AskAgain { said }, vec![household.into()])
}

/// Somebody of a committee who keeps one of its campaign's keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Their place among the keyholders that the root certificate names, from 0.
    pub place: u8,
    /// Their name.
    pub name: String,
    /// How their home is held, in the words of tenures.
    pub tenure: String,
    /// Which stair they live on, in words.
    pub stair: String,
    /// Who they are on the campaign's devices; `None` until they have said so on one.
    pub person: Option<PersonId>,
}

/// Who keeps a campaign's keys, where one alone cannot act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committee {
    /// So many must sign.
    pub needed: u8,
    /// How many keyholders the root names.
    pub places: usize,
    /// What the keyholders' words vouch for; of one place perhaps several.
    pub holders: Vec<Holder>,
    /// Organisers' devices, each with the person that certificates prove it is of. What another device writes is
    /// nobody's here, whomever an organiser says it is of.
    pub devices: BTreeMap<CertificateId, PersonId>,
}

/// What one keyholder alone may not do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Guarded {
    /// Take files out.
    Export,
    /// End the campaign, and have everything deleted. Nothing does that before its day, so it is not asked for and is
    /// passed over where it was.
    Wipe,
    /// Let somebody else sign, too.
    Admit {
        /// Their name.
        name: String,
        /// How their home is held.
        tenure: String,
        /// Which stair they live on, in words.
        stair: String,
        /// Who they are on the campaign's devices.
        person: PersonId,
    },
}

/// A keyholder asks the others for something that one alone may not do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActAsked {
    /// What.
    pub act: Guarded,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// A keyholder signs what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActSigned {
    /// What was asked for, by its entry.
    pub act: Dot,
}

/// What keyholders' words vouch for, each as it travels: whether it holds is not for here to say.
pub fn keyholders(state: &State) -> Vec<Vec<u8>> {
    signed(state, Kind::KEYHOLDER)
}

/// The keyholders' words for it that the campaign was handed over, each as it travels: whether they hold is
/// not for here to say.
pub fn closings(state: &State) -> Vec<Vec<u8>> {
    signed(state, Kind::HANDED_OVER)
}

fn signed(state: &State, kind: Kind) -> Vec<Vec<u8>> {
    let said = state.of_kind(kind);
    said.filter_map(
        |(_, entry)| match Fact::read(kind, &entry.event.body).ok()?? {
            Fact::Keyholder { signed } | Fact::HandedOver { signed } => Some(signed),
            _ => None,
        },
    )
    .collect()
}
