//! A conversation at a door: the script that is asked now, and what this person has recorded
//! since the knock that began it.

use std::collections::BTreeMap;

use super::author::PersonId;
use super::dot::Dot;
use super::estate;
use super::event::Kind;
use super::fact::{Fact, Outcome, Value};
use super::fold::State;
use super::going_on::given_by;
use super::id::{DoorId, HouseholdId, Id, QuestionId};
use super::order;
use super::script::{AnswerKind, Stage, Step};
use super::whose::Whose;

/// A question of a script, as it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub id: QuestionId,
    /// As it is said at the door.
    pub words: String,
    /// What an answer can be.
    pub answers: AnswerKind,
}

/// The script that is asked at doors now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its version: every answer keeps the one it was given under.
    pub version: u32,
    /// What it is called.
    pub title: String,
    /// How far the campaign has come.
    pub stage: Stage,
    /// Its questions, in order. One that is not here yet is `None`, and is passed over.
    pub questions: Vec<Option<Asked>>,
    /// One step a question.
    pub steps: Vec<Step>,
}

/// Something recorded in a conversation that still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The event.
    pub dot: Dot,
    /// What it says.
    pub fact: Fact,
    /// What it is about.
    pub about: Vec<Id>,
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// The knock that began it.
    pub began: Dot,
    /// What was recorded in it and still stands, in order.
    pub recorded: Vec<Recorded>,
    /// The answers of a talk before that it goes on with; see [`Conversation::going_on`].
    pub before: Vec<Recorded>,
}

impl Conversation {
    /// What the household as one answered to each question.
    pub fn answers(&self) -> BTreeMap<QuestionId, Value> {
        self.answers_of(Whose::Household)
    }

    /// What was answered to each question by one of those who may, in it or before.
    pub fn answers_of(&self, whose: Whose) -> BTreeMap<QuestionId, Value> {
        given_by(whose, self.before.iter().chain(&self.recorded))
    }

    /// Everything that is read back at its end.
    pub fn read_back(&self) -> Vec<Recorded> {
        self.before.iter().chain(&self.recorded).cloned().collect()
    }

    /// The version of the script that its last answer was given under.
    pub fn version(&self) -> Option<u32> {
        self.recorded
            .iter()
            .rev()
            .find_map(|recorded| match recorded.fact {
                Fact::Answer { script, .. } => Some(script),
                _ => None,
            })
    }
}

/// The question an answer is about.
pub fn question_of(about: &[Id]) -> Option<QuestionId> {
    about.iter().find_map(|id| QuestionId::try_from(*id).ok())
}

/// A question by its id.
pub fn question(state: &State, id: QuestionId) -> Option<Asked> {
    let entry = state.entry(id.0)?;
    match Fact::read(entry.event.kind, &entry.event.body) {
        Ok(Some(Fact::Question { words, answers })) => Some(Asked { id, words, answers }),
        _ => None,
    }
}

/// The script in use: the one of the highest version on the board.
pub fn script(state: &State) -> Option<Script> {
    newest(state, |_| true)
}

/// The script a person asks at doors now. A version that comes while they are out is asked from the
/// next evening on: until then they go on with the one that they last recorded an answer under since
/// `since` (seconds since 1970), as far as it is still here.
pub fn script_tonight(state: &State, person: PersonId, since: i64) -> Option<Script> {
    version_tonight(state, person, since)
        .and_then(|version| newest(state, |of| of == version))
        .or_else(|| script(state))
}

/// The script a conversation is held by: the one that its last answer was given under, else the one
/// that is asked tonight.
pub fn script_of(
    state: &State,
    talk: Option<&Conversation>,
    person: PersonId,
    since: i64,
) -> Option<Script> {
    talk.and_then(Conversation::version)
        .and_then(|version| newest(state, |of| of == version))
        .or_else(|| script_tonight(state, person, since))
}

/// Whether a newer script is here than the one this person goes on with tonight.
pub fn newer_waits(state: &State, person: PersonId, since: i64) -> bool {
    let asked = version_tonight(state, person, since);
    let newest = script(state).map(|script| script.version);
    asked.is_some_and(|asked| newest.is_some_and(|newest| newest > asked))
}

/// The version this person last recorded an answer under since a time.
fn version_tonight(state: &State, person: PersonId, since: i64) -> Option<u32> {
    let is_theirs = |dot: &Dot| {
        state
            .log(dot.log)
            .is_some_and(|log| log.author.person == person)
    };
    state
        .of_kind(Kind::ANSWER)
        .filter(|(dot, _)| is_theirs(dot))
        .filter_map(|(dot, entry)| Some((state.happened_at(dot)?, dot, entry)))
        .filter(|(at, ..)| *at >= since)
        .max_by_key(|(at, dot, _)| (*at, *dot))
        .and_then(
            |(_, _, entry)| match Fact::read(entry.event.kind, &entry.event.body) {
                Ok(Some(Fact::Answer { script, .. })) => Some(script),
                _ => None,
            },
        )
}

/// The newest script of those versions; of two that two organisers gave one number, the later dot.
fn newest(state: &State, of: impl Fn(u32) -> bool) -> Option<Script> {
    state
        .of_kind(Kind::SCRIPT)
        .filter_map(|(dot, _)| Some((read_script(state, dot)?, dot)))
        .filter(|(script, _)| of(script.version))
        .max_by_key(|(script, dot)| (script.version, *dot))
        .map(|(script, _)| script)
}

fn read_script(state: &State, dot: Dot) -> Option<Script> {
    let entry = state.entry(dot)?;
    let Ok(Some(Fact::Script {
        version,
        title,
        stage,
        steps,
    })) = Fact::read(entry.event.kind, &entry.event.body)
    else {
        return None;
    };
    let about = entry.event.about.iter();
    let questions = about
        .filter_map(|id| QuestionId::try_from(*id).ok())
        .map(|id| question(state, id))
        .collect();
    Some(Script {
        version,
        title,
        stage,
        questions,
        steps,
    })
}

/// The newest conversation of this person at a door: what they recorded about its household
/// after they last knocked and spoke. `None` where they never did.
pub fn conversation(state: &State, door: DoorId, person: PersonId) -> Option<Conversation> {
    let is_mine = |dot: &Dot| {
        state
            .log(dot.log)
            .is_some_and(|log| log.author.person == person)
    };
    let began = estate::knocks(state, door)
        .into_iter()
        .rfind(|knock| knock.outcome == Outcome::Spoke && is_mine(&knock.dot))?
        .dot;
    let household = estate::household(state, door);
    let recorded = of_log_since(state, household, began);
    Some(Conversation {
        began,
        recorded,
        before: Vec::new(),
    })
}

fn of_log_since(state: &State, household: HouseholdId, began: Dot) -> Vec<Recorded> {
    let mut recorded: Vec<Recorded> = state
        .naming(household)
        .filter(|(dot, _)| dot.log == began.log && dot.seq > began.seq)
        .filter_map(|(dot, entry)| {
            let fact = Fact::read(entry.event.kind, &entry.event.body).ok()??;
            Some(Recorded {
                dot,
                fact,
                about: entry.event.about.clone(),
            })
        })
        .collect();
    order::sort_by(&mut recorded, |a, b| a.dot.seq.cmp(&b.dot.seq));
    recorded
}

#[cfg(test)]
mod tests {
    use super::super::author::{Author, CertificateId, Role};
    use super::super::dot::LogId;
    use super::super::draft::{self, Draft};
    use super::super::fold::Written;
    use super::super::id::StairId;
    use super::super::stream::Stream;
    use super::*;

    const BOARD: LogId = LogId([1; 8]);
    const STAIR: LogId = LogId([2; 8]);

    fn dot(log: LogId, seq: u64) -> Dot {
        Dot { log, seq }
    }

    fn stair() -> Stream {
        Stream::Stair(StairId(dot(BOARD, 2)))
    }

    fn written(log: LogId, stream: Stream, role: Role, drafts: &[Draft]) -> Written {
        let author = Author {
            device: CertificateId([log.0[0]; 32]),
            line: Vec::new(),
            person: PersonId([log.0[0]; 16]),
            role,
            issued: 0,
            appointed: 0,
            stream,
        };
        Written {
            log,
            author,
            first: 1,
            offset: 0,
            events: drafts.iter().map(|draft| draft.at(100)).collect(),
        }
    }

    fn script_draft(version: u32, questions: &[u64]) -> Draft {
        let fact = Fact::Script {
            version,
            title: "Listening".into(),
            stage: super::super::script::Stage::Listen,
            steps: vec![Step::straight_on(); questions.len()],
        };
        let about = questions
            .iter()
            .map(|seq| QuestionId(dot(BOARD, *seq)).into())
            .collect();
        Draft::new(Stream::Board, fact, about)
    }

    #[test]
    fn the_highest_version_is_asked_and_a_missing_question_passed_over() {
        let question = Fact::Question {
            words: "What would you change first?".into(),
            answers: AnswerKind::Words,
        };
        let board = [
            Draft::new(Stream::Board, question, Vec::new()),
            script_draft(2, &[1, 9]),
            script_draft(1, &[1]),
        ];
        let state = State::fold(&[written(BOARD, Stream::Board, Role::Organiser, &board)]);
        let script = script(&state).unwrap();
        assert_eq!(script.version, 2);
        assert!(script.questions[0].is_some());
        assert!(script.questions[1].is_none());
    }

    #[test]
    fn a_conversation_is_what_one_recorded_after_the_knock_and_did_not_strike() {
        let door = DoorId(dot(BOARD, 3));
        let household = HouseholdId::FirstOf(door);
        let question = QuestionId(dot(BOARD, 1));
        let fact = |fact| Draft::new(stair(), fact, vec![household.into()]);
        let note = |words: &str| {
            fact(Fact::Note {
                words: words.into(),
            })
        };
        let mut drafts = vec![note("before the knock")];
        drafts.extend(draft::knock(stair(), door, household, Outcome::Spoke));
        let answer = Fact::Answer {
            value: Value::Yes,
            script: 1,
        };
        drafts.push(Draft::new(
            stair(),
            answer,
            vec![household.into(), question.into()],
        ));
        drafts.push(note("struck again"));
        let mut strike = fact(Fact::Strike {});
        strike.over = vec![dot(STAIR, 4)];
        drafts.push(strike);
        let state = State::fold(&[written(STAIR, stair(), Role::Volunteer, &drafts)]);
        let me = PersonId([2; 16]);
        let talk = conversation(&state, door, me).unwrap();
        assert_eq!(talk.began, dot(STAIR, 2));
        let visible: Vec<_> = talk
            .recorded
            .iter()
            .filter(|recorded| !matches!(recorded.fact, Fact::Strike {}))
            .map(|recorded| recorded.dot.seq)
            .collect();
        assert_eq!(visible, [3]);
        assert_eq!(talk.answers().get(&question), Some(&Value::Yes));
        assert!(talk.answers_of(Whose::Neighbour).is_empty());
        assert_eq!(conversation(&state, door, PersonId([9; 16])), None);
    }

    /// A board with versions 1 and 2 of a script, and somebody's answers under these versions.
    fn asked(answers: &[(i64, u32)]) -> State {
        let door = DoorId(dot(BOARD, 3));
        let about: Vec<Id> = vec![
            HouseholdId::FirstOf(door).into(),
            QuestionId(dot(BOARD, 1)).into(),
        ];
        let board = [script_draft(1, &[7]), script_draft(2, &[7, 8])];
        let mut theirs = written(STAIR, stair(), Role::Volunteer, &[]);
        theirs.events = answers
            .iter()
            .map(|(at, script)| {
                let value = Value::Yes;
                let fact = Fact::Answer {
                    value,
                    script: *script,
                };
                Draft::new(stair(), fact, about.clone()).at(*at)
            })
            .collect();
        State::fold(&[
            written(BOARD, Stream::Board, Role::Organiser, &board),
            theirs,
        ])
    }

    #[test]
    fn r1_2_an_evening_under_way_goes_on_with_the_version_it_was_begun_with() {
        let (me, since) = (PersonId([2; 16]), 1_000);
        let version = |answers: &[(i64, u32)], who| {
            script_tonight(&asked(answers), who, since).map(|script| script.version)
        };
        assert_eq!(version(&[], me), Some(2), "nothing was asked yet");
        assert_eq!(version(&[(1_500, 1)], me), Some(1), "under way");
        assert_eq!(version(&[(900, 1)], me), Some(2), "the evening before");
        assert_eq!(version(&[(1_500, 1), (1_600, 2)], me), Some(2));
        // Of a version that is not here, or that somebody else asks by, nothing follows.
        assert_eq!(version(&[(1_500, 9)], me), Some(2));
        assert_eq!(version(&[(1_500, 1)], PersonId([9; 16])), Some(2));
        assert!(newer_waits(&asked(&[(1_500, 1)]), me, since));
        assert!(!newer_waits(&asked(&[(900, 1)]), me, since));
    }

    #[test]
    fn a_conversation_that_was_left_goes_on_by_its_own_script() {
        let talk = |version: Option<u32>| Conversation {
            began: dot(STAIR, 1),
            recorded: version
                .map(|script| Recorded {
                    dot: dot(STAIR, 2),
                    fact: Fact::Answer {
                        value: Value::Yes,
                        script,
                    },
                    about: Vec::new(),
                })
                .into_iter()
                .collect(),
            before: Vec::new(),
        };
        let state = asked(&[(1_500, 2)]);
        let version = |talk: &Conversation| {
            let script = script_of(&state, Some(talk), PersonId([2; 16]), 1_000);
            script.map(|script| script.version)
        };
        assert_eq!(version(&talk(Some(1))), Some(1));
        assert_eq!(version(&talk(None)), Some(2));
        assert_eq!(version(&talk(Some(9))), Some(2));
    }
}
