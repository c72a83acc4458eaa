//! A talk that was left: which answers of it still count when it goes on, and at which question it does.
//!
//! A talk goes on with what the same person was told before under the same version of the script. Each answer
//! is a register, so one that is given anew is written over the one before, whoever had written that.

use std::collections::BTreeMap;

use super::author::PersonId;
use super::conversation::{Conversation, Recorded, Script, question_of, script_tonight};
use super::dot::Dot;
use super::estate;
use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::State;
use super::id::{DoorId, HouseholdId, QuestionId, ResidentId};
use super::order;
use super::script::{AnswerKind, next_place};
use super::whose::Whose;

/// Answers by their questions.
type Answers = BTreeMap<QuestionId, Value>;

/// The answers of a household that this person recorded under this version and that still stand, the oldest
/// first; without those of a talk that is under way (`but`: the knock that began it). None where it is hidden.
pub fn answered_before(
    state: &State,
    household: HouseholdId,
    person: PersonId,
    version: u32,
    but: Option<Dot>,
) -> Vec<Recorded> {
    if estate::is_hidden(state, household) {
        return Vec::new();
    }
    let under_way = |dot: &Dot| but.is_some_and(|but| dot.log == but.log && dot.seq > but.seq);
    let told = state.naming_as(Kind::ANSWER, household);
    let told = told.filter(|(dot, _)| is_of(state, *dot, person) && !under_way(dot));
    let mut answers: Vec<(i64, Recorded)> = told
        .filter_map(|(dot, entry)| {
            let fact = Fact::read(entry.event.kind, &entry.event.body).ok()??;
            let about = entry.event.about.clone();
            let of_it = matches!(fact, Fact::Answer { script, .. } if script == version);
            let mut residents = about.iter().filter_map(|id| ResidentId::try_from(*id).ok());
            let shown = of_it && !residents.any(|id| estate::is_hidden(state, id));
            shown.then_some((state.happened_at(dot)?, Recorded { dot, fact, about }))
        })
        .collect();
    order::sort_by(&mut answers, |(at, a), (later, b)| {
        at.cmp(later).then(a.dot.cmp(&b.dot))
    });
    answers.into_iter().map(|(_, recorded)| recorded).collect()
}

impl Conversation {
    /// The same, going on with what was answered before it under this version.
    pub fn going_on(
        self,
        state: &State,
        household: HouseholdId,
        person: PersonId,
        version: u32,
    ) -> Conversation {
        let before = answered_before(state, household, person, version, Some(self.began));
        Conversation { before, ..self }
    }

    /// Whose answer the last one is; the household's where there is none.
    pub fn last_whose(&self) -> Whose {
        last_whose(self.before.iter().chain(&self.recorded))
    }
}

fn last_whose<'a>(recorded: impl DoubleEndedIterator<Item = &'a Recorded>) -> Whose {
    let mut answers = recorded.rev().filter(|it| question_of(&it.about).is_some());
    answers
        .next()
        .map_or(Whose::Household, |it| Whose::of(&it.about))
}

/// Whether this person left a talk with who lives behind a door before its end, as far as the script that they
/// ask tonight goes: something was answered, and a question on the way was not. `since` as in
/// [`script_tonight`].
pub fn was_left(state: &State, door: DoorId, person: PersonId, since: i64) -> bool {
    let household = estate::household(state, door);
    // Which script is asked is found by everything that was answered tonight: most doors need not know.
    let mut told = state.naming_as(Kind::ANSWER, household);
    if !told.any(|(dot, _)| is_of(state, dot, person)) {
        return false;
    }
    let Some(script) = script_tonight(state, person, since) else {
        return false;
    };
    let before = answered_before(state, household, person, script.version, None);
    let whose = last_whose(before.iter());
    let answers = given_by(whose, before.iter());
    !answers.is_empty() && first_open(&script, &way(&script, &answers), &answers).is_some()
}

fn is_of(state: &State, dot: Dot, person: PersonId) -> bool {
    let log = state.log(dot.log);
    log.is_some_and(|log| log.author.person == person)
}

/// What one of those who may answered, of what was recorded; of two to one question the later.
pub(super) fn given_by<'a>(whose: Whose, recorded: impl Iterator<Item = &'a Recorded>) -> Answers {
    let theirs = recorded.filter(|recorded| Whose::of(&recorded.about) == whose);
    order::gather(theirs.filter_map(|recorded| {
        let question = question_of(&recorded.about)?;
        match &recorded.fact {
            Fact::Answer { value, .. } => Some((question, value.clone())),
            _ => None,
        }
    }))
}

/// The next question that is here, passing over those that are not.
pub fn following(script: &Script, place: usize, answer: Option<&Value>) -> Option<usize> {
    let mut next = next_place(&script.steps, place, answer)?;
    while script.questions.get(next)?.is_none() {
        next = next_place(&script.steps, next, None)?;
    }
    Some(next)
}

/// Where a talk goes on, `None` at its end, and the questions that led there: after the last one answered in it;
/// where none is yet, at the first that was not answered before it. Where all were, it begins anew.
pub fn goes_on(
    script: Option<&Script>,
    talk: Option<&Conversation>,
    whose: Whose,
) -> (Option<usize>, Vec<usize>) {
    let Some(script) = script else {
        return (None, Vec::new());
    };
    let answers = talk.map(|talk| talk.answers_of(whose)).unwrap_or_default();
    let now = talk.map(|talk| given_by(whose, talk.recorded.iter()));
    let now = now.unwrap_or_default();
    let mut way = way(script, &answers);
    let after_now = 1 + way
        .iter()
        .rposition(|at| is_in(script, *at, &now))
        .unwrap_or(0);
    let reached = match now.is_empty() {
        true => first_open(script, &way, &answers).unwrap_or(0),
        false => after_now,
    };
    let at = way.get(reached).copied();
    way.truncate(reached);
    (at, way)
}

/// The questions as these answers lead from one to the next.
fn way(script: &Script, answers: &Answers) -> Vec<usize> {
    let mut way = Vec::new();
    let mut place = script.questions.iter().position(Option::is_some);
    while let Some(at) = place {
        way.push(at);
        let asked = script.questions[at].as_ref();
        place = following(script, at, asked.and_then(|asked| answers.get(&asked.id)));
    }
    way
}

/// The first on the way that is not answered. Whom somebody named is sealed, so no phone knows whether that was
/// answered: it counts as passed where something behind it was.
fn first_open(script: &Script, way: &[usize], answers: &Answers) -> Option<usize> {
    let last = way.iter().rposition(|at| is_in(script, *at, answers));
    let is_sealed = |at: usize| {
        let asked = script.questions[at].as_ref();
        asked.is_some_and(|asked| matches!(asked.answers, AnswerKind::Nomination))
    };
    let is_open = |(n, at): (usize, &usize)| {
        let passed = is_sealed(*at) && last.is_some_and(|last| n < last);
        (!is_in(script, *at, answers) && !passed).then_some(n)
    };
    way.iter().enumerate().find_map(is_open)
}

fn is_in(script: &Script, at: usize, answers: &Answers) -> bool {
    let asked = script.questions[at].as_ref();
    asked.is_some_and(|asked| answers.contains_key(&asked.id))
}

#[cfg(test)]
mod tests;
