//! Everything this phone can show of who lives behind a door, to be read back to them; what organisers
//! hold sealed besides, as a number; and the way to have it hidden.

use super::author::{PersonId, Role};
use super::conversation::Recorded;
use super::dot::Dot;
use super::draft::Draft;
use super::estate;
use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::State;
use super::id::{DoorId, Facet, FollowUpId, HouseholdId, Id, ResidentId};
use super::note;
use super::order;
use super::policy::{MayStrike, policy};
use super::stream::Stream;

/// An organiser is asked to erase what was hidden within so many days.
pub const ERASE_WITHIN: i32 = 7;

/// One thing that is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The event.
    pub recorded: Recorded,
    /// Who recorded it.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
    /// Whoever asks may strike it out.
    pub may_strike: bool,
}

/// Who else may strike what whoever asks may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Whoever wrote it, and an organiser.
    WriterOrOrganiser,
    /// An organiser.
    Organiser,
}

impl Line {
    /// Who may strike it, where whoever asks may not; `None` where they may, or nobody at all.
    pub fn only(&self) -> Option<Only> {
        let may_strike = policy(self.recorded.fact.kind())?.may_strike;
        match (self.may_strike, may_strike) {
            (false, MayStrike::OwnPerson) => Some(Only::WriterOrOrganiser),
            (false, MayStrike::Organiser) => Some(Only::Organiser),
            (true, _) | (_, MayStrike::Nobody | MayStrike::Anyone) => None,
        }
    }
}

/// What is recorded of the household behind a door, and of its door's knocks, oldest first. `person`
/// and `role`: who asks, `now` (seconds since 1970): when. Nothing that is hidden is left out here:
/// whoever reads back must be able to say that it is there.
pub fn lines(state: &State, door: DoorId, (person, role): (PersonId, Role), now: i64) -> Vec<Line> {
    let household = estate::household(state, door);
    let mut lines: Vec<Line> = dots_about(state, door, household)
        .into_iter()
        .filter_map(|dot| line(state, dot, (person, role), now))
        .collect();
    order::sort_by(&mut lines, |a, b| {
        let key = |line: &Line| (line.at, line.recorded.dot);
        key(a).cmp(&key(b))
    });
    lines
}

fn dots_about(state: &State, door: DoorId, household: HouseholdId) -> Vec<Dot> {
    let knocks = estate::knocks(state, door)
        .into_iter()
        .map(|knock| knock.dot);
    let mut dots: Vec<Dot> = knocks.collect();
    for household in estate::twins(state, household) {
        for (dot, entry) in state.naming(household) {
            dots.push(dot);
            let about: Id = match entry.event.kind {
                Kind::RESIDENT => ResidentId(dot).into(),
                Kind::FOLLOW_UP => FollowUpId(dot).into(),
                _ => continue,
            };
            dots.extend(state.naming(about).map(|(dot, _)| dot));
        }
    }
    order::sort(&mut dots);
    dots.dedup();
    dots
}

fn line(state: &State, dot: Dot, (person, role): (PersonId, Role), now: i64) -> Option<Line> {
    let entry = state.entry(dot)?;
    let kind = entry.event.kind;
    let fact = Fact::read(kind, &entry.event.body).ok()??;
    let told = match fact {
        Fact::Strike {} | Fact::Moved {} => false,
        Fact::Note { .. } => note::note(state, dot, entry, now).is_some(),
        Fact::PlainFact { .. } => !entry.event.about.contains(&Facet::SEALED.into()),
        _ => true,
    };
    let own = state.log(dot.log)?.author.person == person;
    Some(Line {
        recorded: Recorded {
            dot,
            fact: Some(fact).filter(|_| told)?,
            about: entry.event.about.clone(),
        },
        by: estate::name_of(state, dot),
        at: state.happened_at(dot)?,
        may_strike: policy(kind).is_some_and(|row| row.may_strike.lets(role, own, None)),
    })
}

/// How many remarks about a household are sealed for organisers, as far as was noted when they were:
/// what is in them no phone can read, not even the one that wrote them.
pub fn sealed(state: &State, household: HouseholdId) -> usize {
    let told = estate::twins(state, household).flat_map(|it| state.naming(it));
    told.filter(|(_, entry)| {
        entry.event.kind == Kind::PLAIN_FACT && entry.event.about.contains(&Facet::SEALED.into())
    })
    .count()
}

/// To record beside a remark that is sealed: that there is one, and nothing of what it says.
pub fn one_more_sealed(stream: Stream, household: HouseholdId) -> Draft {
    let about = vec![household.into(), Facet::SEALED.into()];
    Draft::new(stream, Fact::PlainFact { value: Value::Yes }, about)
}

/// To record where a household wants nothing of it shown any more. It stands until an organiser has
/// erased it, or lifted it.
pub fn hide(stream: Stream, household: HouseholdId) -> Draft {
    Draft::new(stream, Fact::Hidden {}, vec![household.into()])
}

/// Since when a household is hidden (seconds since 1970).
pub fn hidden_since(state: &State, household: HouseholdId) -> Option<i64> {
    let told = state.naming(household);
    told.filter(|(_, entry)| entry.event.kind == Kind::HIDDEN)
        .filter_map(|(dot, _)| state.happened_at(dot))
        .min()
}

#[cfg(test)]
mod tests {
    use super::super::draft;
    use super::super::fact::Outcome;
    use super::super::id::QuestionId;
    use super::super::small::{NOW, Small};
    use super::super::whose::Whose;
    use super::*;

    const ME: (PersonId, Role) = (PersonId([3; 16]), Role::Volunteer);

    /// Everything there can be about a household, by one volunteer; a note by another.
    fn household() -> Small {
        let mut small = Small::new(2);
        let stream = Stream::Stair(small.stair(0));
        let (door, household) = (small.door(0), small.household(0));
        for draft in draft::knock(stream, door, household, Outcome::Spoke) {
            small.record(3, Role::Volunteer, draft);
        }
        let name = Fact::Resident {
            name: "Mair".into(),
        };
        let mair = small.say(3, Role::Volunteer, 0, name, vec![household.into()]);
        let question = QuestionId(small.board(
            Fact::Question {
                words: "Will you come?".into(),
                answers: super::super::script::AnswerKind::YesNo,
            },
            vec![],
        ));
        let whose = Whose::Resident(ResidentId(mair));
        let answer = Fact::Answer {
            value: Value::Yes,
            script: 1,
        };
        let about = whose.answers(household, question);
        small.say(3, Role::Volunteer, 0, answer, about);
        small.record(3, Role::Volunteer, one_more_sealed(stream, household));
        let bell = note::write(stream, household, Whose::Household, "The bell is broken");
        small.record(4, Role::Volunteer, bell);
        small
    }

    /// R1.5: what is read back is all that this phone shows of them, and no other household.
    #[test]
    fn r1_5_everything_this_phone_has_is_read_back_and_what_is_sealed_is_counted() {
        let small = household();
        let state = small.state();
        let lines = lines(&state, small.door(0), ME, NOW);
        let told: Vec<(&str, bool)> = lines
            .iter()
            .map(|line| {
                let what = match &line.recorded.fact {
                    Fact::Knock { .. } => "knock",
                    Fact::Resident { .. } => "resident",
                    Fact::Answer { .. } => "answer",
                    Fact::Note { .. } => "note",
                    _ => "else",
                };
                (what, line.may_strike)
            })
            .collect();
        // Another's note only its writer or an organiser strikes; it can be hidden.
        let mut expected = [
            ("knock", true),
            ("resident", true),
            ("answer", true),
            ("note", false),
        ];
        expected.sort_unstable();
        let mut told = told;
        told.sort_unstable();
        assert_eq!(told, expected);
        assert_eq!(sealed(&state, small.household(0)), 1);
        assert_eq!(super::lines(&state, small.door(1), ME, NOW), []);
        assert_eq!(sealed(&state, small.household(1)), 0);
        let organiser = (PersonId([9; 16]), Role::Organiser);
        let all = super::lines(&state, small.door(0), organiser, NOW);
        assert!(all.iter().all(|line| line.may_strike));
    }

    /// R1.5: of what somebody at the door cannot strike it is known who can.
    #[test]
    fn r1_5_of_what_cannot_be_struck_here_it_is_said_who_can() {
        let mut small = household();
        let home = small.household(0);
        let not = Fact::DoNotKnock {
            scope: super::super::no_knock::NoKnockScope::ForGood,
        };
        small.say(3, Role::Volunteer, 0, not, vec![home.into()]);
        let card = Fact::CardShown {
            language: "cy".into(),
        };
        small.say(4, Role::Volunteer, 0, card, vec![home.into()]);
        for line in lines(&small.state(), small.door(0), ME, NOW) {
            let only = match line.recorded.fact {
                Fact::Note { .. } | Fact::CardShown { .. } => Some(Only::WriterOrOrganiser),
                Fact::DoNotKnock { .. } => Some(Only::Organiser),
                _ => None,
            };
            assert_eq!(line.only(), only, "{line:?}");
            assert_eq!(line.may_strike, only.is_none(), "{line:?}");
        }
    }

    #[test]
    fn what_is_hidden_is_hidden_everywhere_at_once_and_says_since_when() {
        let mut small = household();
        let household = small.household(0);
        assert_eq!(hidden_since(&small.state(), household), None);
        small.now += 60;
        small.record(
            4,
            Role::Volunteer,
            hide(Stream::Stair(small.stair(0)), household),
        );
        let state = small.state();
        assert!(estate::is_hidden(&state, household));
        assert_eq!(hidden_since(&state, household), Some(NOW + 60));
    }

    #[test]
    fn who_moves_in_begins_with_nothing_but_what_was_knocked() {
        let mut small = household();
        let moved = vec![small.household(0).into()];
        small.say(3, Role::Volunteer, 0, Fact::Moved {}, moved);
        let state = small.state();
        let lines = lines(&state, small.door(0), ME, NOW);
        let facts: Vec<_> = lines.iter().map(|line| &line.recorded.fact).collect();
        assert!(matches!(facts[..], [Fact::Knock { .. }]), "{facts:?}");
    }
}
