//! What an event can be about. An id is the dot of the event that created the thing.
//!
//! On the wire every id is a sort and two numbers, so that a device which does not know a sort
//! can still keep, compare and re-encode it: **even sorts name a dot, odd sorts a number**.

use serde::{Deserialize, Serialize};

use super::dot::Dot;

/// What sort of thing an [`Id`] names. Even sorts name dots, odd sorts numbers; both for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sort(pub u8);

impl Sort {
    /// A door, by the event that listed it.
    pub const DOOR: Sort = Sort(0);
    /// The first household behind a door, by the door's dot: two phones that never met share it.
    pub const FIRST_HOUSEHOLD: Sort = Sort(2);
    /// A later household, by the dot of the event (moved, erased) that began it.
    pub const LATER_HOUSEHOLD: Sort = Sort(4);
    /// A resident.
    pub const RESIDENT: Sort = Sort(6);
    /// A block: a building or a street.
    pub const BLOCK: Sort = Sort(8);
    /// A stair: an entry core of a building or one side of a street.
    pub const STAIR: Sort = Sort(10);
    /// A turf.
    pub const TURF: Sort = Sort(12);
    /// A question of a script.
    pub const QUESTION: Sort = Sort(14);
    /// The newest event of a log that somebody has: used by `counted`, `shift_ended`, `revoked`.
    pub const HEAD: Sort = Sort(16);
    /// A follow-up.
    pub const FOLLOW_UP: Sort = Sort(18);
    /// A facet of a subject: which of its registers is meant.
    pub const FACET: Sort = Sort(1);

    /// Whether this sort names a dot rather than a number.
    pub fn names_a_dot(self) -> bool {
        self.0.is_multiple_of(2)
    }

    /// Whether a thing of this sort belongs to one stair: that in whose stream its event stands.
    pub fn belongs_to_a_stair(self) -> bool {
        [
            Sort::DOOR,
            Sort::FIRST_HOUSEHOLD,
            Sort::LATER_HOUSEHOLD,
            Sort::RESIDENT,
            Sort::FOLLOW_UP,
        ]
        .contains(&self)
    }

    /// Whether a thing of this sort is told by the event whose dot names it, so that erasing the
    /// thing drops that event too. Not so for households, which begin at a door or a move that
    /// stays, and for heads.
    pub fn is_told_by_its_event(self) -> bool {
        self.names_a_dot()
            && ![Sort::FIRST_HOUSEHOLD, Sort::LATER_HOUSEHOLD, Sort::HEAD].contains(&self)
    }
}

/// What an event concerns: a thing named by a dot, or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Id {
    /// A thing named by the dot of the event that created it. The sort is even.
    Named(Sort, Dot),
    /// A number. The sort is odd.
    Numbered(Sort, u64),
}

impl Id {
    /// Whether it is a household's.
    pub fn is_household(&self) -> bool {
        HouseholdId::try_from(*self).is_ok()
    }

    /// The sort of thing named.
    pub fn sort(&self) -> Sort {
        match self {
            Id::Named(sort, _) | Id::Numbered(sort, _) => *sort,
        }
    }
}

macro_rules! named_ids {
    ($($(#[$doc:meta])* $name:ident = $sort:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Dot);

        impl From<$name> for Id {
            fn from(id: $name) -> Id {
                Id::Named(Sort::$sort, id.0)
            }
        }

        impl TryFrom<Id> for $name {
            type Error = Id;
            fn try_from(id: Id) -> Result<Self, Id> {
                match id {
                    Id::Named(Sort::$sort, dot) => Ok($name(dot)),
                    other => Err(other),
                }
            }
        }
    )*};
}

named_ids! {
    /// One dwelling.
    DoorId = DOOR;
    /// A person behind a door.
    ResidentId = RESIDENT;
    /// A building or a street.
    BlockId = BLOCK;
    /// An entry core of a building, or one side of a street. Also the name of its stream.
    StairId = STAIR;
    /// The doors one team takes.
    TurfId = TURF;
    /// A question of a script.
    QuestionId = QUESTION;
    /// Something promised at a door.
    FollowUpId = FOLLOW_UP;
    /// The newest event of a log that somebody has.
    HeadId = HEAD;
}

/// Whoever lives behind a door now. A door implies its first household, so that two phones that
/// never met write about the same one; `moved` and an erasure begin the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HouseholdId {
    /// The household a door starts with.
    FirstOf(DoorId),
    /// The household that began with this event.
    Since(Dot),
}

impl From<HouseholdId> for Id {
    fn from(id: HouseholdId) -> Id {
        match id {
            HouseholdId::FirstOf(door) => Id::Named(Sort::FIRST_HOUSEHOLD, door.0),
            HouseholdId::Since(dot) => Id::Named(Sort::LATER_HOUSEHOLD, dot),
        }
    }
}

impl TryFrom<Id> for HouseholdId {
    type Error = Id;
    fn try_from(id: Id) -> Result<Self, Id> {
        match id {
            Id::Named(Sort::FIRST_HOUSEHOLD, dot) => Ok(HouseholdId::FirstOf(DoorId(dot))),
            Id::Named(Sort::LATER_HOUSEHOLD, dot) => Ok(HouseholdId::Since(dot)),
            other => Err(other),
        }
    }
}

/// Which register of a subject is meant where no question names it. Numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Facet(pub u64);

impl Facet {
    /// Who the campaign is (about the campaign itself).
    pub const ABOUT_US: Facet = Facet(0);
    /// The language a household speaks at the door.
    pub const LANGUAGE: Facet = Facet(1);
    /// How a household holds its home, in the words of the organisers' list.
    pub const TENURE: Facet = Facet(2);
    /// How to get in: entry code, buzzer, dog. About a door or stair, never a person.
    pub const ACCESS: Facet = Facet(3);
    /// Consent to be contacted again.
    pub const CONTACT_CONSENT: Facet = Facet(4);
    /// Which script is asked at doors.
    pub const SCRIPT: Facet = Facet(5);
    /// What stands behind a door: a home, a shop, nothing. About a door, never a person.
    pub const BEHIND: Facet = Facet(6);
    /// Why nobody got into a stair.
    pub const NO_WAY_IN: Facet = Facet(7);
    /// That organisers hold something sealed about a household: one write for each.
    pub const SEALED: Facet = Facet(8);
    /// No register: beside a household, what is said is a neighbour's word about it.
    pub const NEIGHBOUR: Facet = Facet(9);
    /// Consent to how to reach them being passed on to a residents' committee, should the campaign be handed over.
    pub const PASSED_ON: Facet = Facet(10);
}

impl From<Facet> for Id {
    fn from(facet: Facet) -> Id {
        Id::Numbered(Sort::FACET, facet.0)
    }
}
