//! What is about to be recorded: an event without its number, which only the storing
//! transaction knows.

use super::dot::Dot;
use super::dwelling::{Behind, behind, stands};
use super::estate;
use super::event::{Event, Kind};
use super::fact::Fact;
use super::fact::{Outcome, Value};
use super::fold::State;
use super::id::{DoorId, HouseholdId, Id};
use super::id::{Facet, QuestionId};
use super::register::{self, Reading};
use super::stream::Stream;
use super::whose::Whose;

/// An event to record, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The stream it goes to. For inner it is sealed before it is stored.
    pub stream: Stream,
    /// What it says.
    pub fact: Fact,
    /// What it is about.
    pub about: Vec<Id>,
    /// What it strikes.
    pub over: Vec<Dot>,
}

impl Draft {
    /// A fact about these things, striking nothing.
    pub fn new(stream: Stream, fact: Fact, about: Vec<Id>) -> Draft {
        Draft {
            stream,
            fact,
            about,
            over: Vec::new(),
        }
    }

    /// The event, at a time (seconds since 1970).
    pub fn at(&self, at: i64) -> Event {
        Event {
            at,
            kind: self.fact.kind(),
            about: self.about.clone(),
            over: self.over.clone(),
            body: self.fact.body(),
        }
    }
}

/// Who knocked, and when, where that is not this phone's owner, now.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit {
    /// Who, if it was somebody else.
    pub by: Option<String>,
    /// When, if it was before: seconds since 1970.
    pub when: Option<i64>,
}

/// A knock at a door, now, by this phone's owner. An outcome that is also a safety fact brings
/// it along, about the household that lives there.
pub fn knock(stream: Stream, door: DoorId, household: HouseholdId, outcome: Outcome) -> Vec<Draft> {
    knock_of(Visit::default(), stream, door, household, outcome)
}

/// As [`knock`], by whoever it was, whenever that was.
pub fn knock_of(
    Visit { by, when }: Visit,
    stream: Stream,
    door: DoorId,
    household: HouseholdId,
    outcome: Outcome,
) -> Vec<Draft> {
    let mut drafts = vec![Draft::new(
        stream,
        Fact::Knock { outcome, by, when },
        vec![door.into()],
    )];
    let safety = match outcome {
        Outcome::DoNotKnock => Some(Fact::DoNotKnock {
            scope: super::fact::NoKnockScope::Campaign,
        }),
        Outcome::Moved => Some(Fact::Moved {}),
        Outcome::Deceased => Some(Fact::Deceased {}),
        _ => None,
    };
    drafts.extend(safety.map(|fact| Draft::new(stream, fact, vec![household.into()])));
    drafts
}

/// As [`knock_of`], of who lives there now: a safety fact that comes with it is the word of whoever
/// told it. Where somebody is met at a door that was said to be no home, it is one.
pub fn knock_told(
    state: &State,
    visit: Visit,
    whose: Whose,
    stream: Stream,
    door: DoorId,
    outcome: Outcome,
) -> Vec<Draft> {
    let household = estate::household(state, door);
    let mut drafts = knock_of(visit, stream, door, household, outcome);
    for draft in drafts.iter_mut().skip(1) {
        draft.about = whose.about(household);
    }
    let last = estate::knocks(state, door).pop();
    let none = behind(state, door, last.as_ref()) != Behind::Home;
    if none && outcome.reached() {
        drafts.push(stands(state, stream, door, Behind::Home));
    }
    drafts
}

/// An answer, over whatever this phone has seen answered to the same question.
pub fn answer(
    state: &State,
    stream: Stream,
    household: HouseholdId,
    question: QuestionId,
    value: Value,
    script: u32,
) -> Draft {
    answer_of(
        state,
        stream,
        (household, Whose::Household),
        question,
        value,
        script,
    )
}

/// As [`answer`], of one resident, or as a neighbour tells it: a register of its own.
pub fn answer_of(
    state: &State,
    stream: Stream,
    (household, whose): (HouseholdId, Whose),
    question: QuestionId,
    value: Value,
    script: u32,
) -> Draft {
    let about = whose.answers(household, question);
    register_draft(state, stream, Fact::Answer { value, script }, about)
}

/// A plain fact, over whatever this phone has seen of the same.
pub fn plain_fact(state: &State, stream: Stream, subject: Id, facet: Facet, value: Value) -> Draft {
    let about = vec![subject, facet.into()];
    register_draft(state, stream, Fact::PlainFact { value }, about)
}

/// As [`plain_fact`], of a household as one or of one resident: a register of its own.
pub fn plain_fact_of(
    state: &State,
    stream: Stream,
    (household, whose): (HouseholdId, Whose),
    facet: Facet,
    value: Value,
) -> Draft {
    let about = whose.facts(household, facet);
    register_draft(state, stream, Fact::PlainFact { value }, about)
}

fn register_draft(state: &State, stream: Stream, fact: Fact, about: Vec<Id>) -> Draft {
    let over = register::read(state, fact.kind(), &about).dots();
    Draft {
        stream,
        fact,
        about,
        over,
    }
}

/// Takes back events of one kind about the same thing: undo, settle, lift.
pub fn strike(state: &State, stream: Stream, targets: &[Dot]) -> Option<Draft> {
    let about = state.entry(*targets.first()?)?.event.about.clone();
    Some(Draft {
        stream,
        fact: Fact::Strike {},
        about,
        over: targets.to_vec(),
    })
}

/// Undoes what was recorded at once, such as a knock and the safety fact that came with it (a slip of
/// the thumb). What was struck with it stays struck: nothing returns.
pub fn undo(state: &State, stream: Stream, dots: &[Dot]) -> Vec<Draft> {
    let strikes = |dot: &Dot| {
        let entry = state.entry(*dot);
        entry.is_some_and(|entry| entry.event.kind == Kind::STRIKE)
    };
    dots.iter()
        .filter(|dot| !strikes(dot))
        .filter_map(|dot| strike(state, stream, &[*dot]))
        .collect()
}

/// Undoes an answer: the former one over it, or a strike where there was none. Nothing struck
/// returns, so the former answer is a new write.
pub fn undo_answer(
    state: &State,
    stream: Stream,
    about: &[Id],
    former: Option<Fact>,
) -> Option<Draft> {
    let kind = Kind::ANSWER;
    let reading = register::read(state, kind, about);
    match (former, reading) {
        (_, Reading::Empty) => None,
        (Some(fact), _) => Some(register_draft(state, stream, fact, about.to_vec())),
        (None, reading) => strike(state, stream, &reading.dots()),
    }
}
