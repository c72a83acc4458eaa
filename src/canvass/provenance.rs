//! Where the doors came from, and what that forbids.

use serde::{Deserialize, Serialize};

use super::event::Kind;
use super::fact::Fact;
use super::fold::State;

/// Where a list of doors came from. Only ever append.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Source {
    /// A council's list of properties.
    Council,
    /// Doors that the group has written down itself.
    OwnDoors,
    /// The open register of electors, which anyone may buy.
    OpenRegister,
    /// The full register of electors. Only those the law names may hold it, for elections, and
    /// none may pass it on (Representation of the People (England and Wales) Regulations 2001,
    /// regulations 94 to 115).
    FullRegister,
    /// Ordnance Survey's AddressBase, under its licence.
    AddressBase,
    /// A landlord's list.
    Landlord,
    /// Something else.
    Other,
}

impl Source {
    /// All of them, in the order of their numbers.
    pub const ALL: [Source; 7] = [
        Source::Council,
        Source::OwnDoors,
        Source::OpenRegister,
        Source::FullRegister,
        Source::AddressBase,
        Source::Landlord,
        Source::Other,
    ];
}

/// The lists that were loaded, in the order they are known here: from whom, and how many doors.
pub fn sources(state: &State) -> impl Iterator<Item = (Source, u32)> {
    let lists = state.of_kind(Kind::LIST_SOURCE);
    lists.filter_map(|(_, entry)| {
        match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
            Fact::ListSource { source, doors } => Some((source, doors)),
            _ => None,
        }
    })
}

/// Whether a list of the full register was loaded: then nothing of it may be passed on, and no
/// later word changes that.
pub fn has_full_register(state: &State) -> bool {
    sources(state).any(|(source, _)| source == Source::FullRegister)
}
