//! What files are written from, and what stands in many of their lines.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::cell::Cell;
use super::dot_name;
use super::said::{self, Answered};
use crate::canvass::conversation::{Asked, question};
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, QuestionId, StairId};
use crate::canvass::walk::Tonight;
use crate::organise::evidence::Evidence;
use crate::organise::report::Report;

/// What files are written from. What several of them need, and most of their lines, is looked up once. Files may be
/// written of one at the same time.
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
    pub(super) words: &'a (dyn Fn(&str) -> String + Sync),
    answered: OnceLock<Vec<Answered<'a>>>,
    evidence: OnceLock<Evidence>,
    questions: OnceLock<BTreeMap<QuestionId, Asked>>,
    places: OnceLock<BTreeMap<DoorId, Place>>,
}

impl<'a> Merged<'a> {
    /// What is true at the doors, the same added up, and when tonight is; `words` gives a catalogue key's sentence.
    pub fn new(
        state: &'a State,
        report: &'a Report,
        tonight: Tonight,
        words: &'a (dyn Fn(&str) -> String + Sync),
    ) -> Merged<'a> {
        Merged {
            state,
            report,
            today: tonight.today,
            tonight,
            words,
            answered: OnceLock::new(),
            evidence: OnceLock::new(),
            questions: OnceLock::new(),
            places: OnceLock::new(),
        }
    }

    /// With what was read while the report was.
    pub fn with(self, ahead: Ahead<'a>) -> Merged<'a> {
        Merged {
            answered: ahead.answered.into(),
            evidence: ahead.evidence.into(),
            ..self
        }
    }

    /// The pack for a deputation.
    pub(super) fn evidence(&self) -> &Evidence {
        let read = || Evidence::read(self.state, self.tonight);
        self.evidence.get_or_init(read)
    }

    /// Every answer that stands, those in disagreement too; none of a household that is hidden.
    pub(super) fn answered(&self) -> &[Answered<'a>] {
        self.answered.get_or_init(|| said::answered(self.state))
    }

    /// A question that something is an answer to.
    pub(super) fn question(&self, id: Option<QuestionId>) -> Option<&Asked> {
        let questions = self.questions.get_or_init(|| {
            let answered = self.answered().iter().filter_map(|row| row.question);
            let differing = self.report.disagreements.iter();
            let differing = differing.filter_map(|row| row.question);
            let all: BTreeSet<QuestionId> = answered.chain(differing).collect();
            let all = all.into_iter();
            all.filter_map(|id| Some((id, question(self.state, id)?)))
                .collect()
        });
        questions.get(&id?)
    }

    /// Block, id and label of a door.
    pub(super) fn place(&self, door: Option<DoorId>) -> Cow<'_, Place> {
        let Some(id) = door else {
            return Cow::default();
        };
        let known = self.places.get_or_init(|| places(self.state, self.report));
        match known.get(&id) {
            Some(place) => Cow::Borrowed(place),
            // On no stair that the report has.
            None => Cow::Owned(place(self.state, id)),
        }
    }
}

/// What files are written from and no report is needed for: to be read while the report is.
pub struct Ahead<'a> {
    answered: Vec<Answered<'a>>,
    evidence: Evidence,
}

impl<'a> Ahead<'a> {
    /// As of tonight.
    pub fn read(state: &'a State, tonight: Tonight) -> Ahead<'a> {
        Ahead {
            answered: said::answered(state),
            evidence: Evidence::read(state, tonight),
        }
    }
}

/// Where a door is, in words.
#[derive(Clone, Default)]
pub(super) struct Place {
    pub(super) block: Cell<'static>,
    pub(super) id: Cell<'static>,
    pub(super) label: Cell<'static>,
    /// Both in one line: `Flat 6, Cedar House`.
    pub(super) address: Cell<'static>,
}

impl Place {
    fn new(block: &str, id: DoorId, label: &str) -> Place {
        let address = match block {
            "" => label.to_string(),
            block => format!("{label}, {block}"),
        };
        Place {
            block: block.to_string().into(),
            id: dot_name(id.0).into(),
            label: label.to_string().into(),
            address: address.into(),
        }
    }
}

/// Where the doors of a report are.
fn places(state: &State, report: &Report) -> BTreeMap<DoorId, Place> {
    let mut places = BTreeMap::new();
    for stair in &report.stairs {
        let block = block_of(state, stair.stair.id);
        let doors = stair.all().map(|row| &row.door);
        places.extend(doors.map(|door| (door.id, Place::new(&block, door.id, &door.label))));
    }
    places
}

fn place(state: &State, id: DoorId) -> Place {
    let door = estate::door(state, id);
    door.map(|door| Place::new(&block_of(state, door.stair), id, &door.label))
        .unwrap_or_default()
}

/// What the block of a stair is called.
fn block_of(state: &State, stair: StairId) -> String {
    estate::stair(state, stair)
        .and_then(|stair| estate::block_alone(state, stair.block))
        .map(|(name, _)| name)
        .unwrap_or_default()
}
