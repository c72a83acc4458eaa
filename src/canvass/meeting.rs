//! Meetings, as they are written down: what, when and where; who came; and the lists of people that are
//! lent to one phone for it. Each is an event's whole body. To the enums only ever append.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::dot::Dot;
use super::id::HouseholdId;

/// A meeting, or how it is changed: what every phone may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What it is, in a few words.
    pub what: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// When it begins, in minutes after midnight.
    pub from: u16,
    /// Where.
    pub place: String,
    /// From which day on homes are asked to come: days since 1970-01-01.
    pub asked_from: i32,
    /// The entry that first said it, where this is not it: a meeting's id.
    pub of: Option<Dot>,
}

/// Somebody of a home has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The meeting.
    pub meeting: Dot,
    /// On which day it was written down: days since 1970-01-01.
    pub day: i32,
    /// How many of the home; 0 where that they came was wrong.
    pub people: u8,
}

/// What a list is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Purpose {
    /// Signing in who comes.
    SignIn,
    /// Ringing people before.
    Ringing,
}

impl Purpose {
    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Purpose::SignIn => "sign_in",
            Purpose::Ringing => "ringing",
        }
    }
}

/// A phone asks to be lent a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsksList {
    /// The meeting.
    pub meeting: Dot,
    /// What for.
    pub purpose: Purpose,
    /// The public key that the list is to be sealed to: X25519. Its secret is this list's alone, and
    /// goes with it.
    pub key: [u8; 32],
}

/// A list, sealed to the phone that asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lent {
    /// The entry that asked.
    pub asked: Dot,
    /// The meeting.
    pub meeting: Dot,
    /// The last day it may be read: days since 1970-01-01.
    pub until: i32,
    /// A [`List`], sealed.
    pub sealed: Vec<u8>,
}

/// Who rings whom: the homes it is about are rung by whoever asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rings {
    /// The entry that asked.
    pub asked: Dot,
    /// The meeting.
    pub meeting: Dot,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Whose contacts stand on a list that was lent. Their entries lie in the body, and the event is about
/// nobody, so that no erasure of one takes the others out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnList {
    /// The entry that asked.
    pub asked: Dot,
    /// The contacts, by their entries.
    pub contacts: Vec<Dot>,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// A list of people, as it is sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Stairs by name, in the estate's order.
    pub places: Vec<String>,
    /// Homes, in the order of their stairs and of the walk.
    pub rows: Vec<Row>,
}

impl List {
    /// Everybody on any of these, each once: where two organisers lent at once, the phone has both.
    pub fn joined(lists: impl IntoIterator<Item = List>) -> List {
        let mut whole = List::default();
        let mut places: BTreeMap<String, u16> = BTreeMap::new();
        let mut rows: BTreeSet<Row> = BTreeSet::new();
        for list in lists {
            for row in list.rows {
                let name = list.places.get(usize::from(row.place));
                let name = name.cloned().unwrap_or_default();
                let place = *places.entry(name).or_insert_with_key(|name| {
                    whole.places.push(name.clone());
                    u16::try_from(whole.places.len() - 1).unwrap_or(u16::MAX)
                });
                let row = Row { place, ..row };
                // Those of several lists stand there once, where the first has them.
                if rows.insert(row.clone()) {
                    whole.rows.push(row);
                }
            }
        }
        whole
    }
}

/// A home on a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Row {
    /// The place of its stair among the places, from 0.
    pub place: u16,
    /// The home.
    pub home: HouseholdId,
    /// What is on its door.
    pub label: String,
    /// They said that they will come.
    pub pledged: bool,
    /// What those like to be called who gave a contact; empty where nobody did.
    pub name: String,
    /// How to reach them; empty where the list is none for ringing.
    pub reach: String,
}
