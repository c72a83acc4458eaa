//! What others on a stair said: "five other homes said so too" gives courage, and is said at a door.
//! So it is counted from what this phone holds, and never told of fewer homes than can hide among
//! each other, nor where fewer are left on the stair: whoever hears that nearly all did knows it of each.

use std::collections::BTreeSet;

use super::estate;
use super::event::Kind;
use super::fact::Value;
use super::fold::State;
use super::id::{DoorId, HouseholdId, Id, QuestionId};
use super::register::{self, Reading};
use super::whose::Whose;

/// Of fewer homes no number is told: whoever lives there could work out whose they are.
pub const FEWEST: usize = 5;

/// So many homes: never fewer than [`FEWEST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Homes(usize);

impl Homes {
    /// Of so many that could have. `None` of fewer than [`FEWEST`], and of all but fewer.
    pub fn of(homes: usize, all: usize) -> Option<Homes> {
        let others = all.saturating_sub(homes);
        (homes >= FEWEST && others >= FEWEST).then_some(Homes(homes))
    }

    /// How many.
    pub fn many(self) -> usize {
        self.0
    }
}

/// How many other homes on the stair of this door gave the same answer to a question, as far as this
/// device holds them: those who live there now, in words of their own, where nobody says otherwise and
/// they did not ask to be hidden. `None` for fewer than [`FEWEST`] or all but fewer, for an answer that is no choice, and
/// for one that nobody should be told of others (who would not say, how many live there).
pub fn said_so_too(
    state: &State,
    door: DoorId,
    question: QuestionId,
    value: &Value,
) -> Option<Homes> {
    if !matches!(value, Value::Choice(_) | Value::Yes | Value::No) {
        return None;
    }
    let stair = estate::stair_of(state, door)?;
    let doors = estate::doors(state, stair).into_iter();
    let others: BTreeSet<HouseholdId> = doors
        .filter(|other| other.id != door)
        .map(|other| estate::household(state, other.id))
        .filter(|household| !estate::is_hidden(state, *household))
        .collect();
    let mut asked: BTreeSet<Vec<Id>> = BTreeSet::new();
    for (_, entry) in state.naming(question) {
        if entry.event.kind == Kind::ANSWER && Whose::of(&entry.event.about) != Whose::Neighbour {
            asked.insert(entry.event.about.clone());
        }
    }
    let said = asked.into_iter().filter_map(|about| {
        let mut ids = about.iter();
        let household = ids.find_map(|id| HouseholdId::try_from(*id).ok())?;
        let same = match register::read(state, Kind::ANSWER, &about) {
            Reading::Agreed(said, _) => says(&said, value),
            _ => false,
        };
        (same && others.contains(&household)).then_some(household)
    });
    Homes::of(said.collect::<BTreeSet<_>>().len(), others.len())
}

fn says(said: &Value, value: &Value) -> bool {
    match (said, value) {
        (Value::Choices(several), Value::Choice(one)) => several.contains(one),
        _ => said == value,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::author::Role;
    use super::super::fact::Fact;
    use super::super::script::AnswerKind;
    use super::super::small::Small;
    use super::*;

    const DOORS: usize = 12;

    fn asked(small: &mut Small) -> QuestionId {
        let question = Fact::Question {
            words: "What is it like here?".into(),
            answers: AnswerKind::Choices(vec!["Lift".into(), "Damp".into()]),
        };
        QuestionId(small.board(question, vec![]))
    }

    fn answer(small: &mut Small, by: u8, door: usize, question: QuestionId, value: Value) {
        let about = vec![small.household(door).into(), question.into()];
        let fact = Fact::Answer { value, script: 1 };
        small.say(by, Role::Volunteer, (door / DOORS) as u64, fact, about);
    }

    #[test]
    fn r1_3_no_number_is_told_of_fewer_than_five_other_homes_or_all_but_five() {
        for homes in 0..DOORS {
            let mut small = Small::new(DOORS);
            let question = asked(&mut small);
            for door in 1..=homes {
                answer(&mut small, 3, door, question, Value::Choices(vec![0, 1]));
            }
            // Whoever is spoken to is none of the others.
            answer(&mut small, 3, 0, question, Value::Choices(vec![0]));
            let told = said_so_too(&small.state(), small.door(0), question, &Value::Choice(0));
            let expected = (homes >= 5 && 11 - homes >= 5).then_some(homes);
            assert_eq!(told.map(Homes::many), expected, "{homes}");
        }
    }

    #[test]
    fn r1_3_only_what_the_others_say_themselves_today_on_this_stair_is_counted() {
        let mut small = Small::new(DOORS);
        let question = asked(&mut small);
        for door in 1..=5 {
            answer(&mut small, 3, door, question, Value::Yes);
        }
        let told = |small: &Small| {
            let homes = said_so_too(&small.state(), small.door(0), question, &Value::Yes);
            homes.map(Homes::many)
        };
        assert_eq!(told(&small), Some(5));
        // Another stair's, a neighbour's word, and another answer.
        answer(&mut small, 3, DOORS + 1, question, Value::Yes);
        answer(&mut small, 3, 7, question, Value::No);
        let about = Whose::Neighbour.answers(small.household(8), question);
        let yes = || Fact::Answer {
            value: Value::Yes,
            script: 1,
        };
        small.say(3, Role::Volunteer, 0, yes(), about);
        assert_eq!(told(&small), Some(5));
        // A sixth home says so twice, by two phones: it is one.
        answer(&mut small, 3, 6, question, Value::Yes);
        answer(&mut small, 4, 6, question, Value::Yes);
        assert_eq!(told(&small), Some(6));
        // Two phones heard a home differently, another moved away, another asked to be hidden.
        answer(&mut small, 4, 5, question, Value::No);
        assert_eq!(told(&small), Some(5));
        for (door, fact) in [(4, Fact::Moved {}), (3, Fact::Hidden {})] {
            let mut without = small.clone();
            let about = vec![small.household(door).into()];
            without.say(3, Role::Volunteer, 0, fact, about);
            assert_eq!(told(&without), None, "{door}");
        }
        // Free words and what somebody would not say are told of nobody.
        let state = small.state();
        for value in [Value::WouldNotSay, Value::Words("Lift".into())] {
            assert_eq!(said_so_too(&state, small.door(0), question, &value), None);
        }
    }

    proptest! {
        /// R1.3: whatever of each phone's answers has come here, what is told is at least five and
        /// never more than the homes whose own answer is here; more that comes never makes it more than
        /// all of it would.
        #[test]
        fn r1_3_what_is_told_is_never_more_than_what_is_held(
            said in prop::collection::vec((3_u8..6, 0_usize..DOORS, any::<bool>()), 0..40),
            held in 0_usize..40,
        ) {
            let mut small = Small::new(DOORS);
            let question = asked(&mut small);
            let mut heard: BTreeMap<(usize, u8), bool> = BTreeMap::new();
            for (by, door, yes) in said.iter().take(held) {
                // Each phone knows its own former answer, and writes over it.
                let value = if *yes { Value::Yes } else { Value::No };
                let about = vec![small.household(*door).into(), question.into()];
                let state = small.state();
                let over = state.naming(question).filter(|(dot, entry)| {
                    entry.event.about == about && state.log(dot.log).is_some_and(|log| {
                        log.author.person.0 == [*by; 16]
                    })
                });
                let over = over.map(|(dot, _)| dot).collect();
                let fact = Fact::Answer { value, script: 1 };
                let stream = super::super::stream::Stream::Stair(small.stair(0));
                let mut draft = super::super::draft::Draft::new(stream, fact, about);
                draft.over = over;
                small.record(*by, Role::Volunteer, draft);
                heard.insert((*door, *by), *yes);
            }
            let yes = (1..DOORS).filter(|door| {
                let mut of = heard.iter().filter(|((at, _), _)| at == door).map(|(_, yes)| *yes);
                of.next().is_some_and(|first| first && of.all(|it| it))
            });
            let yes = yes.count();
            let told = said_so_too(&small.state(), small.door(0), question, &Value::Yes);
            let hides = yes >= FEWEST && DOORS - 1 - yes >= FEWEST;
            prop_assert_eq!(told.map(Homes::many), hides.then_some(yes));
        }
    }
}
