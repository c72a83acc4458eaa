//! What files are written from, and what stands in many of their lines.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::dot_name;
use super::said::{self, Answered};
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::walk::Tonight;
use crate::organise::report::Report;

/// What files are written from. What several of them need, and most of their lines, is looked up once.
pub struct Merged<'a> {
    /// What is true at the doors.
    pub(super) state: &'a State,
    /// The same, added up.
    pub(super) report: &'a Report,
    /// Today, in days since 1970-01-01: for what expires.
    pub(super) today: i32,
    /// Tonight: for what is history by now.
    pub(super) tonight: Tonight,
    /// A catalogue key's sentence.
    pub(super) words: &'a dyn Fn(&str) -> String,
    answered: OnceCell<Vec<Answered>>,
    places: RefCell<BTreeMap<DoorId, Place>>,
}

impl<'a> Merged<'a> {
    /// What is true at the doors, the same added up, and when tonight is; `words` gives a catalogue key's sentence.
    pub fn new(
        state: &'a State,
        report: &'a Report,
        tonight: Tonight,
        words: &'a dyn Fn(&str) -> String,
    ) -> Merged<'a> {
        Merged {
            state,
            report,
            today: tonight.today,
            tonight,
            words,
            answered: OnceCell::new(),
            places: RefCell::default(),
        }
    }

    /// Every answer that stands, those in disagreement too; none of a household that is hidden.
    pub(super) fn answered(&self) -> &[Answered] {
        self.answered.get_or_init(|| said::answered(self.state))
    }

    /// Block, id and label of a door.
    pub(super) fn place(&self, door: Option<DoorId>) -> Place {
        let Some(id) = door else {
            return Place::default();
        };
        let mut places = self.places.borrow_mut();
        let known = places.entry(id);
        known.or_insert_with(|| place(self.state, id)).clone()
    }
}

/// Where a door is, in words.
#[derive(Clone, Default)]
pub(super) struct Place {
    pub(super) block: String,
    pub(super) id: String,
    pub(super) label: String,
}

fn place(state: &State, id: DoorId) -> Place {
    let Some(door) = estate::door(state, id) else {
        return Place::default();
    };
    let block = estate::stair(state, door.stair)
        .and_then(|stair| estate::block_alone(state, stair.block))
        .map(|(name, _)| name)
        .unwrap_or_default();
    Place {
        block,
        id: dot_name(door.id.0),
        label: door.label,
    }
}
