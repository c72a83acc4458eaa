//! The morning's report: every figure as n of N, with the doors behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::phones::{KnownPhone, Phone, may_be_knocked, phones};
use crate::canvass::dot::Dot;
use crate::canvass::estate::{self, Door, Knock, Stair};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, Id, QuestionId, StairId};
use crate::canvass::register::{self, Reading};
use crate::canvass::script::AnswerKind;

/// A door and what has come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorRow {
    /// The door.
    pub door: Door,
    /// Every attempt, oldest first.
    pub knocks: Vec<Knock>,
    /// They asked not to be knocked.
    pub do_not_knock: bool,
}

impl DoorRow {
    /// What came of the newest attempt.
    pub fn outcome(&self) -> Option<Outcome> {
        self.knocks.last().map(|knock| knock.outcome)
    }

    /// Somebody was reached, at any attempt.
    pub fn reached(&self) -> bool {
        self.knocks.iter().any(|knock| knock.outcome.reached())
    }
}

/// A stair and its doors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StairRow {
    /// The block's name.
    pub block: String,
    /// The stair.
    pub stair: Stair,
    /// Its doors, in walk order.
    pub doors: Vec<DoorRow>,
    /// Whose phones, not yet in, may have knocked here.
    pub may_be_knocked: Vec<String>,
}

impl StairRow {
    /// How many doors were tried at least once.
    pub fn tried(&self) -> usize {
        self.doors
            .iter()
            .filter(|row| !row.knocks.is_empty())
            .count()
    }

    /// At how many doors somebody was reached.
    pub fn reached(&self) -> usize {
        self.doors.iter().filter(|row| row.reached()).count()
    }
}

/// A question and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionRow {
    /// The question.
    pub id: QuestionId,
    /// As it is asked.
    pub words: String,
    /// What an answer can be.
    pub answers: AnswerKind,
    /// How many households gave each value (of several choices: each choice).
    pub counts: BTreeMap<Value, usize>,
    /// How many households answered.
    pub answered: usize,
    /// How many of those stand in disagreement, and are not among the counts.
    pub disagreements: usize,
}

/// A few words noted at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    /// The door.
    pub door: DoorId,
    /// The words.
    pub words: String,
    /// Who noted them.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// One version in a disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What was recorded.
    pub value: Value,
    /// By whom and when (seconds since 1970), each.
    pub by: Vec<(String, i64)>,
    /// The events.
    pub dots: Vec<Dot>,
}

/// Values that differ about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisagreementRow {
    /// The door.
    pub door: Option<DoorId>,
    /// The register's kind.
    pub kind: Kind,
    /// What it is about.
    pub about: Vec<Id>,
    /// The question, where it is one.
    pub question: Option<QuestionId>,
    /// Every version.
    pub versions: Vec<Version>,
}

/// Everything an organiser looks at in the morning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Stair by stair, by block.
    pub stairs: Vec<StairRow>,
    /// Doors by their newest outcome.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// Question by question.
    pub questions: Vec<QuestionRow>,
    /// Notes, newest first.
    pub notes: Vec<NoteRow>,
    /// What has to be settled.
    pub disagreements: Vec<DisagreementRow>,
    /// Phone by phone.
    pub phones: Vec<Phone>,
}

impl Report {
    /// All doors.
    pub fn doors(&self) -> usize {
        self.stairs.iter().map(|row| row.doors.len()).sum()
    }

    /// Doors tried at least once.
    pub fn tried(&self) -> usize {
        self.stairs.iter().map(StairRow::tried).sum()
    }

    /// Doors where somebody was reached.
    pub fn reached(&self) -> usize {
        self.stairs.iter().map(StairRow::reached).sum()
    }

    /// The report of a state. `today` in days since 1970-01-01 (expiry is applied on reading).
    pub fn read(state: &State, known: &[KnownPhone], today: i32) -> Report {
        let phones = phones(state, known);
        let pending = may_be_knocked(&phones);
        let stairs = stair_rows(state, &pending, today);
        let mut outcomes = BTreeMap::new();
        for outcome in stairs
            .iter()
            .flat_map(|row| &row.doors)
            .filter_map(DoorRow::outcome)
        {
            *outcomes.entry(outcome).or_insert(0) += 1;
        }
        Report {
            stairs,
            outcomes,
            questions: question_rows(state),
            notes: note_rows(state),
            disagreements: disagreement_rows(state),
            phones,
        }
    }
}

fn stair_rows(
    state: &State,
    pending: &BTreeMap<StairId, Vec<String>>,
    today: i32,
) -> Vec<StairRow> {
    let mut doors = estate::all_doors(state);
    estate::blocks(state)
        .into_iter()
        .flat_map(|block| {
            let name = block.name;
            block
                .stairs
                .into_iter()
                .map(move |stair| (name.clone(), stair))
        })
        .map(|(block, stair)| StairRow {
            block,
            may_be_knocked: pending.get(&stair.id).cloned().unwrap_or_default(),
            doors: doors
                .remove(&stair.id)
                .unwrap_or_default()
                .into_iter()
                .map(|door| DoorRow {
                    knocks: estate::knocks(state, door.id),
                    do_not_knock: estate::do_not_knock(
                        state,
                        estate::household(state, door.id),
                        today,
                    ),
                    door,
                })
                .collect(),
            stair,
        })
        .collect()
}

/// Every question that was ever answered or is in a script, in the order they were made.
fn question_rows(state: &State) -> Vec<QuestionRow> {
    let mut asked: BTreeMap<QuestionId, BTreeSet<Vec<Id>>> = BTreeMap::new();
    for (_, entry) in state.of_kind(Kind::ANSWER) {
        if let Some(question) = question_of(&entry.event.about) {
            asked
                .entry(question)
                .or_default()
                .insert(entry.event.about.clone());
        }
    }
    state
        .of_kind(Kind::QUESTION)
        .filter_map(|(dot, entry)| {
            let Ok(Some(Fact::Question { words, answers })) =
                Fact::read(entry.event.kind, &entry.event.body)
            else {
                return None;
            };
            let id = QuestionId(dot);
            let mut row = QuestionRow {
                id,
                words,
                answers,
                counts: BTreeMap::new(),
                answered: 0,
                disagreements: 0,
            };
            for about in asked.get(&id).into_iter().flatten() {
                row.count(register::read(state, Kind::ANSWER, about));
            }
            Some(row)
        })
        .collect()
}

impl QuestionRow {
    fn count(&mut self, reading: Reading) {
        match reading {
            Reading::Empty => {}
            Reading::Disagreement(_) => {
                self.answered += 1;
                self.disagreements += 1;
            }
            Reading::Agreed(Value::Choices(choices), _) => {
                self.answered += 1;
                for choice in choices {
                    *self.counts.entry(Value::Choice(choice)).or_insert(0) += 1;
                }
            }
            Reading::Agreed(value, _) => {
                self.answered += 1;
                *self.counts.entry(value).or_insert(0) += 1;
            }
        }
    }
}

fn note_rows(state: &State) -> Vec<NoteRow> {
    let mut notes: Vec<NoteRow> = state
        .of_kind(Kind::NOTE)
        .filter_map(|(dot, entry)| {
            let Ok(Some(Fact::Note { words })) = Fact::read(entry.event.kind, &entry.event.body)
            else {
                return None;
            };
            Some(NoteRow {
                door: door_of(state, &entry.event.about)?,
                words,
                by: estate::name_of(state, dot),
                at: state.happened_at(dot)?,
            })
        })
        .collect();
    notes.sort_by(|a, b| b.at.cmp(&a.at).then(a.door.cmp(&b.door)));
    notes
}

fn disagreement_rows(state: &State) -> Vec<DisagreementRow> {
    register::disagreements(state)
        .into_iter()
        .map(|(kind, about, versions)| DisagreementRow {
            door: door_of(state, &about),
            kind,
            question: question_of(&about),
            versions: versions
                .into_iter()
                .map(|(value, dots)| Version {
                    by: dots
                        .iter()
                        .map(|dot| {
                            let at = state.happened_at(*dot).unwrap_or(0);
                            (estate::name_of(state, *dot), at)
                        })
                        .collect(),
                    value,
                    dots,
                })
                .collect(),
            about,
        })
        .collect()
}

fn question_of(about: &[Id]) -> Option<QuestionId> {
    about.iter().find_map(|id| QuestionId::try_from(*id).ok())
}

/// The door behind which what an event is about lives.
pub fn door_of(state: &State, about: &[Id]) -> Option<DoorId> {
    about.iter().find_map(|id| {
        if let Ok(door) = DoorId::try_from(*id) {
            return Some(door);
        }
        match HouseholdId::try_from(*id).ok()? {
            HouseholdId::FirstOf(door) => Some(door),
            // The household began when those before it moved, or were erased.
            HouseholdId::Since(dot) => {
                let before = state.entry(dot)?.event.about.clone();
                door_of(state, &before)
            }
        }
    })
}
