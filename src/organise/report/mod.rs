//! The morning's report: every figure as n of N, with the doors behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::estates::Extent;
use super::export::stair_name;
use super::noted::{NoteRow, PromiseRow, note_rows, promise_rows};
use super::phones::{KnownPhone, Phone, Whose, may_be_knocked, phones};
use super::rounds::{Rounds, Visit, all_visits, rounds, rounds_of};
use crate::canvass::attempts;
use crate::canvass::dot::Dot;
use crate::canvass::dwelling::is_home;
use crate::canvass::estate::{self, Door, Knock, Stair};
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, StairKind, Value};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId, Id, QuestionId, StairId};
use crate::canvass::register::{self, Reading, Versions};
use crate::canvass::script::AnswerKind;
use crate::canvass::walk::Tonight;
use crate::canvass::whose;

/// A door and what has come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorRow {
    /// The door.
    pub door: Door,
    /// Every attempt, oldest first.
    pub knocks: Vec<Knock>,
    /// They asked not to be knocked.
    pub do_not_knock: bool,
    /// Nobody was ever reached, and it was tried as often as the organisers say.
    pub enough: bool,
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
    /// Its block has no other.
    pub alone: bool,
    /// Its doors, in walk order, but for those apart.
    pub doors: Vec<DoorRow>,
    /// Those that are no homes (a shop, an empty flat, no such door): counted nowhere.
    pub apart: Vec<DoorRow>,
    /// Whose phones, not yet in, may have knocked here.
    pub may_be_knocked: Vec<Whose>,
}

impl StairRow {
    /// What the stair is called; nothing where it is all there is of its block and has no name.
    pub fn name(&self, words: impl Fn(&str) -> String) -> Option<String> {
        let unnamed = self.stair.name.is_empty() && self.stair.kind == StairKind::Entrance;
        (!self.alone || !unnamed).then(|| stair_name(&self.stair, words))
    }

    /// Its doors, and after them those that are no homes.
    pub fn all(&self) -> impl Iterator<Item = &DoorRow> {
        self.doors.iter().chain(&self.apart)
    }

    /// Somebody has knocked here, or may have.
    pub fn is_begun(&self) -> bool {
        !self.may_be_knocked.is_empty() || self.tried() > 0
    }

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
    /// How many households, or residents for themselves, gave each value (of several choices: each).
    pub counts: BTreeMap<Value, usize>,
    /// How many answered.
    pub answered: usize,
    /// How many of those stand in disagreement, and are not among the counts.
    pub disagreements: usize,
}

impl QuestionRow {
    /// How many households the counts are of: those that answered, without those in disagreement.
    pub fn counted(&self) -> usize {
        self.answered - self.disagreements
    }
}

/// One version in a disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What was recorded.
    pub value: Value,
    /// Who heard it and when (seconds since 1970), each.
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
    /// Every version of the newest round.
    pub versions: Vec<Version>,
    /// What was said on earlier evenings.
    pub before: Vec<Version>,
}

impl DisagreementRow {
    /// What was said in the newest round alone; in several versions, all of these.
    fn now(&self, versions: Versions) -> Reading {
        match self.versions.as_slice() {
            [one] => Reading::Agreed(one.value.clone(), one.dots.clone()),
            _ => Reading::Disagreement(versions),
        }
    }

    /// Whether it is of an estate: where its door is, or else where it was recorded.
    fn is_of(&self, state: &State, of: &Extent) -> bool {
        let mut dots = self.versions.iter().flat_map(|version| &version.dots);
        match self.door {
            Some(door) => of.has_door(state, door),
            None => dots.any(|dot| of.has_record(state, *dot)),
        }
    }
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
    /// Promises: first those nobody has taken on or that have no day, then by their day.
    pub promises: Vec<PromiseRow>,
    /// Notes, newest first.
    pub notes: Vec<NoteRow>,
    /// What has to be settled.
    pub disagreements: Vec<DisagreementRow>,
    /// What is said otherwise since a later evening: nothing to settle.
    pub history: Vec<DisagreementRow>,
    /// Phone by phone.
    pub phones: Vec<Phone>,
}

impl Report {
    /// Doors that are no homes, and not among all doors.
    pub fn apart(&self) -> usize {
        self.stairs.iter().map(|row| row.apart.len()).sum()
    }

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

    /// The stairs as somebody reads them in the morning: where a phone is still out, where
    /// somebody has knocked, and the others, each in the estate's order.
    pub fn stairs_to_read(&self) -> Vec<&StairRow> {
        let mut stairs: Vec<&StairRow> = self.stairs.iter().collect();
        stairs.sort_by_key(|row| (row.may_be_knocked.is_empty(), row.tried() == 0));
        stairs
    }

    /// The report of a state. Which day and which evening it is counts on reading only: for what
    /// expires, and for [rounds].
    pub fn read(state: &State, known: &[KnownPhone], tonight: Tonight) -> Report {
        Report::read_of(state, &Extent::Campaign, known, tonight)
    }

    /// The same of one estate alone, but for the phones: those are the campaign's.
    pub fn read_of(state: &State, of: &Extent, known: &[KnownPhone], tonight: Tonight) -> Report {
        let phones = phones(state, known, tonight);
        let pending = may_be_knocked(&phones);
        let stairs = stair_rows(state, of, &pending, tonight.today);
        let (mut disagreements, mut history) = disagreements(state, tonight);
        let questions = question_rows(state, of, disagreements.iter().chain(&history), tonight);
        for rows in [&mut disagreements, &mut history] {
            rows.retain(|row| row.is_of(state, of));
        }
        let (mut promises, mut notes) = (promise_rows(state), note_rows(state, tonight.since));
        promises.retain(|row| of.has_door(state, row.door));
        notes.retain(|row| of.has_door(state, row.door));
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
            questions,
            promises,
            notes,
            disagreements,
            history,
            phones,
        }
    }
}

fn stair_rows(
    state: &State,
    of: &Extent,
    pending: &BTreeMap<StairId, Vec<Whose>>,
    today: i32,
) -> Vec<StairRow> {
    let (mut doors, mut knocks) = (estate::all_doors(state), estate::all_knocks(state));
    let most = attempts::most(state);
    let mut door_row = |door: Door| {
        let knocks = knocks.remove(&door.id).unwrap_or_default();
        DoorRow {
            enough: attempts::enough(&knocks, most),
            do_not_knock: estate::do_not_knock(state, estate::household(state, door.id), today),
            knocks,
            door,
        }
    };
    let is_home = |row: &DoorRow| is_home(state, &row.door, row.knocks.last());
    let mut parted = |stair: StairId| {
        let rows = doors.remove(&stair).unwrap_or_default().into_iter();
        rows.map(&mut door_row).partition(is_home)
    };
    estate::blocks(state)
        .into_iter()
        .filter(|block| of.has(block.id))
        .flat_map(|block| {
            let (name, alone) = (block.name, block.stairs.len() == 1);
            block
                .stairs
                .into_iter()
                .map(move |stair| (name.clone(), alone, stair))
        })
        .map(|(block, alone, stair)| {
            let (doors, apart) = parted(stair.id);
            StairRow {
                block,
                alone,
                may_be_knocked: pending.get(&stair.id).cloned().unwrap_or_default(),
                doors,
                apart,
                stair,
            }
        })
        .collect()
}

/// Every question that was ever answered or is in a script, in the order they were made. `differing` are the registers
/// with several versions, parted by round.
fn question_rows<'a>(
    state: &State,
    of: &Extent,
    differing: impl Iterator<Item = &'a DisagreementRow>,
    tonight: Tonight,
) -> Vec<QuestionRow> {
    let questions = state.of_kind(Kind::QUESTION);
    let questions = questions.filter_map(|(dot, entry)| {
        let Ok(Some(Fact::Question { words, answers })) =
            Fact::read(entry.event.kind, &entry.event.body)
        else {
            return None;
        };
        let row = QuestionRow {
            id: QuestionId(dot),
            words,
            answers,
            counts: BTreeMap::new(),
            answered: 0,
            disagreements: 0,
        };
        Some((row.id, row))
    });
    let mut rows: BTreeMap<QuestionId, QuestionRow> = questions.collect();
    let differing = differing.filter(|row| row.kind == Kind::ANSWER);
    let differing: BTreeMap<&[Id], &DisagreementRow> =
        differing.map(|row| (&row.about[..], row)).collect();
    for (about, writes) in register::all(state, Kind::ANSWER) {
        // What a neighbour says of somebody is nobody's answer.
        let neighbours = whose::Whose::of(about) == whose::Whose::Neighbour;
        let row = question_of(about).and_then(|question| rows.get_mut(&question));
        let (Some(row), false) = (row, neighbours) else {
            continue;
        };
        if !writes.iter().any(|(dot, _)| of.has_record(state, *dot)) {
            continue;
        }
        let reading = register::reading(Kind::ANSWER, writes);
        row.count(match (reading, differing.get(about)) {
            (Reading::Disagreement(versions), Some(row)) => row.now(versions),
            (reading, _) => as_of_the_newest_round(state, reading, tonight),
        });
    }
    rows.into_values().collect()
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

/// What a household says now, where those before were asked on an earlier evening.
pub(super) fn as_of_the_newest_round(state: &State, reading: Reading, tonight: Tonight) -> Reading {
    let Reading::Disagreement(versions) = reading else {
        return reading;
    };
    match rounds(state, &versions, tonight).newest.as_slice() {
        [(value, dots)] => Reading::Agreed(value.clone(), dots.clone()),
        _ => Reading::Disagreement(versions),
    }
}

/// What has to be settled, and what is only history: said otherwise on a later evening.
pub fn disagreements(
    state: &State,
    tonight: Tonight,
) -> (Vec<DisagreementRow>, Vec<DisagreementRow>) {
    let visits = all_visits(state);
    register::disagreements(state)
        .into_iter()
        .map(|(kind, about, all)| {
            let Rounds { newest, before } = rounds_of(&visits, &all, tonight);
            let versions = |versions: Versions| {
                let versions = versions.into_iter();
                versions
                    .map(|(value, dots)| version(&visits, value, dots))
                    .collect()
            };
            DisagreementRow {
                door: door_of(state, &about),
                kind,
                question: question_of(&about),
                versions: versions(newest),
                before: versions(before),
                about,
            }
        })
        .partition(|row| row.versions.len() > 1)
}

fn version(visits: &BTreeMap<Dot, Visit<'_>>, value: Value, dots: Vec<Dot>) -> Version {
    let heard = dots.iter().filter_map(|dot| visits.get(dot));
    let by = heard.map(|(name, at)| (name.to_string(), *at)).collect();
    Version { value, by, dots }
}

fn question_of(about: &[Id]) -> Option<QuestionId> {
    about.iter().find_map(|id| QuestionId::try_from(*id).ok())
}

/// The door behind which what an event is about lives. Households that began with each other, in a
/// circle nobody but a forger writes, live behind none.
pub fn door_of<'a>(state: &'a State, about: &'a [Id]) -> Option<DoorId> {
    let mut seen = BTreeSet::new();
    let mut about = about;
    loop {
        let began = about.iter().find_map(|id| {
            let door = DoorId::try_from(*id).map(HouseholdId::FirstOf);
            door.or_else(|_| HouseholdId::try_from(*id)).ok()
        })?;
        match began {
            HouseholdId::FirstOf(door) => return Some(door),
            // The household began when those before it moved, or were erased.
            HouseholdId::Since(dot) => {
                if !seen.insert(dot) {
                    return None;
                }
                about = &state.entry(dot)?.event.about;
            }
        }
    }
}

#[cfg(test)]
mod clocks_tests;
#[cfg(test)]
mod tests;
