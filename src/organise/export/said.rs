//! `answers.csv`, `disagreements.csv` and `pledges.csv`. What a hidden household said is in none.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::cell::{Cell, Lines, Table};
use super::{
    ExportError, Merged, dot_name, fact_of, tells_of_hidden, tells_of_moved, time, value_words, yes,
};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, Id, QuestionId};
use crate::canvass::script::Stage;
use crate::canvass::whose::Whose;
use crate::organise::report::door_of;
use crate::organise::rounds::all_visits;

/// The header of `answers.csv`.
pub const ANSWERS: [&str; 11] = [
    "event_id",
    "door_id",
    "block",
    "door",
    "question",
    "answer",
    "script_version",
    "by",
    "at",
    "recorded_by",
    "moved",
];
/// The header of `pledges.csv`.
pub const PLEDGES: [&str; 11] = [
    "event_id",
    "door_id",
    "block",
    "door",
    "question",
    "pledge",
    "script_version",
    "by",
    "at",
    "recorded_by",
    "moved",
];
/// The header of `disagreements.csv`.
pub const DISAGREEMENTS: [&str; 8] = [
    "disagreement",
    "door_id",
    "block",
    "door",
    "question",
    "answer",
    "recorded_by",
    "moved",
];

/// An answer that stands.
pub(super) struct Answered<'a> {
    pub(super) dot: Dot,
    pub(super) door: Option<DoorId>,
    pub(super) question: Option<QuestionId>,
    pub(super) value: Value,
    pub(super) script: u32,
    /// Who stood at the door, and when.
    pub(super) by: Cow<'a, str>,
    pub(super) at: i64,
    /// Who wrote it down.
    pub(super) recorded_by: &'a str,
    /// The household that said it lives there no more.
    pub(super) moved: bool,
    /// The door is not there any more.
    pub(super) gone: bool,
}

impl Answered<'_> {
    /// Whether it may go to tools that know a person by their door: who lives there now said it.
    pub(super) fn is_of_today(&self) -> bool {
        !self.moved && !self.gone
    }
}

/// Every answer that stands, those in disagreement too; none of a household that is hidden.
pub(super) fn answered(state: &State) -> Vec<Answered<'_>> {
    let (kept_out, mut visits) = (KeptOut::read(state), all_visits(state));
    let told = state.of_kind(Kind::ANSWER);
    // What a neighbour says of somebody is nobody's answer.
    let theirs = told.filter(|(_, entry)| Whose::of(&entry.event.about) != Whose::Neighbour);
    let rows = theirs.filter_map(|(dot, entry)| {
        let Some(Fact::Answer { value, script }) = fact_of(entry) else {
            return None;
        };
        let about = &entry.event.about;
        if about.iter().any(|id| kept_out.hidden.contains(id)) {
            return None;
        }
        let door = door_of(state, about);
        let (by, at) = visits.remove(&dot)?;
        Some(Answered {
            dot,
            door,
            question: about.iter().find_map(|id| QuestionId::try_from(*id).ok()),
            value,
            script,
            by,
            at,
            recorded_by: estate::written_by(state, dot),
            moved: about.iter().any(|id| kept_out.moved.contains(id)),
            gone: door.is_some_and(|door| kept_out.gone.contains(&door)),
        })
    });
    rows.collect()
}

/// Who does not live there, or is not shown: looked up once for all answers.
struct KeptOut {
    /// Households that are hidden.
    hidden: BTreeSet<Id>,
    /// Households that have moved.
    moved: BTreeSet<Id>,
    /// Doors that are not there.
    gone: BTreeSet<DoorId>,
}

impl KeptOut {
    fn read(state: &State) -> KeptOut {
        let hidden = state.of_kind(Kind::HIDDEN);
        let hidden = hidden.flat_map(|(_, entry)| &entry.event.about).copied();
        let moved = state.of_kind(Kind::MOVED);
        let listed = state.of_kind(Kind::LISTED);
        let listed = listed.flat_map(|(_, entry)| &entry.event.about);
        let listed = listed.filter_map(|id| DoorId::try_from(*id).ok());
        let listed: BTreeSet<DoorId> = listed.collect();
        let is_gone = |door: &DoorId| estate::door(state, *door).is_some_and(|door| door.gone);
        KeptOut {
            hidden: hidden.filter(Id::is_household).collect(),
            moved: moved
                .filter_map(|(_, entry)| entry.event.ends_household())
                .collect(),
            gone: listed.into_iter().filter(is_gone).collect(),
        }
    }
}

/// Every visible answer, those in disagreement too.
pub(super) fn answers(from: &Merged<'_>) -> Result<Table, ExportError> {
    lines(from, &ANSWERS, |_| true)
}

/// Those answers that were given under a script that asks for an act: what people said they would
/// do.
pub(super) fn pledges(from: &Merged<'_>) -> Result<Table, ExportError> {
    let asking = scripts_of(from.state, Stage::Commit);
    lines(from, &PLEDGES, |row| asking.contains(&row.script))
}

fn lines(
    from: &Merged<'_>,
    header: &[&'static str; 11],
    wanted: impl Fn(&Answered<'_>) -> bool,
) -> Result<Table, ExportError> {
    let mut lines = Lines::new(header)?;
    for row in from.answered().iter().filter(|row| wanted(row)) {
        let place = from.place(row.door);
        let asked = from.question(row.question);
        lines.add(&[
            dot_name(row.dot).into(),
            place.id.lent(),
            place.block.lent(),
            place.label.lent(),
            asked.map_or("", |asked| &asked.words).into(),
            value_words(asked, &row.value, from.words).into(),
            row.script.to_string().into(),
            Cell::text(&*row.by),
            time(row.at).into(),
            row.recorded_by.into(),
            yes(row.moved).into(),
        ])?;
    }
    lines.done()
}

/// The versions of the scripts of a stage.
fn scripts_of(state: &State, wanted: Stage) -> BTreeSet<u32> {
    let scripts = state.of_kind(Kind::SCRIPT);
    let versions = scripts.filter_map(|(_, entry)| match fact_of(entry)? {
        Fact::Script { version, stage, .. } => (stage == wanted).then_some(version),
        _ => None,
    });
    versions.collect()
}

/// Every version of every disagreement.
pub(super) fn disagreements(from: &Merged<'_>) -> Result<Table, ExportError> {
    let shown = from.report.disagreements.iter();
    let shown = shown.filter(|row| !tells_of_hidden(from.state, &row.about));
    let mut lines = Lines::new(&DISAGREEMENTS)?;
    for (n, row) in (1..).zip(shown) {
        let n: usize = n;
        let place = from.place(row.door);
        let asked = from.question(row.question);
        let moved = tells_of_moved(from.state, &row.about);
        for version in &row.versions {
            let by: Vec<String> = version
                .by
                .iter()
                .map(|(name, at)| format!("{name} {}", time(*at)))
                .collect();
            lines.add(&[
                n.to_string().into(),
                place.id.lent(),
                place.block.lent(),
                place.label.lent(),
                asked.map_or("", |asked| &asked.words).into(),
                value_words(asked, &version.value, from.words).into(),
                by.join("; ").into(),
                yes(moved).into(),
            ])?;
        }
    }
    lines.done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::draft::Draft;
    use crate::canvass::fact::Outcome;
    use crate::canvass::id::HouseholdId;
    use crate::canvass::script::{AnswerKind, Step};
    use crate::canvass::stream::Stream;
    use crate::organise::export::Export;
    use crate::organise::export::tests::{answer_to, question, written};
    use crate::organise::small::{NOW, Small};

    fn lines(file: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        reader
            .records()
            .map(|row| {
                format!(
                    "{} {}",
                    &row.as_ref().unwrap()[3],
                    &row.as_ref().unwrap()[5]
                )
            })
            .collect()
    }

    #[test]
    fn a_pledge_is_what_was_answered_under_a_script_that_asks_for_an_act() {
        let mut small = Small::new(3);
        let asked = question(&mut small, AnswerKind::YesNo);
        for (version, stage) in [(1, Stage::Listen), (2, Stage::Commit)] {
            let fact = Fact::Script {
                version,
                title: "Thursday".into(),
                stage,
                steps: vec![Step::straight_on()],
            };
            let draft = Draft::new(Stream::Board, fact, vec![asked.into()]);
            small.record(1, Role::Organiser, draft);
        }
        answer_to(&mut small, asked, 0, Value::Yes, 1);
        answer_to(&mut small, asked, 1, Value::Yes, 2);
        answer_to(&mut small, asked, 2, Value::No, 2);
        let pledges = lines(&written(&small, Export::Pledges));
        assert_eq!(
            pledges,
            ["Flat 2 organiser.answer_yes", "Flat 3 organiser.answer_no"]
        );
        assert_eq!(lines(&written(&small, Export::Answers)).len(), 3);
    }

    /// Flat 1 and Flat 2 each say something. Who lived in Flat 1 then moves out, and the next say
    /// something else; and Flat 3 is there no more.
    fn after_a_move() -> Small {
        let mut small = Small::new(4);
        let asked = question(&mut small, AnswerKind::Words);
        for (place, words) in [
            (0, "the lift"),
            (0, "the bins"),
            (1, "the rent"),
            (2, "the roof"),
        ] {
            answer_to(&mut small, asked, place, Value::Words(words.into()), 1);
        }
        let before = vec![small.household(0).into()];
        let moved = small.say(3, Role::Volunteer, 0, Fact::Moved {}, before);
        let fact = Fact::Answer {
            value: Value::Words("the stairs".into()),
            script: 1,
        };
        let about = vec![HouseholdId::Since(moved).into(), asked.into()];
        small.say(3, Role::Volunteer, 0, fact, about);
        let gone = Fact::Listed {
            label: None,
            gone: true,
        };
        let door = vec![small.door(2).into()];
        small.say(1, Role::Organiser, 0, gone, door);
        small
    }

    #[test]
    fn what_was_said_before_a_move_says_so_and_goes_to_no_other_tool_as_if_it_were_of_today() {
        let small = after_a_move();
        let said = |export: Export, columns: [usize; 2]| -> Vec<String> {
            let file = written(&small, export);
            let mut reader = csv::Reader::from_reader(file.as_bytes());
            let rows = reader.records().map(Result::unwrap);
            let mut said: Vec<String> = rows
                .map(|row| columns.map(|column| row[column].to_string()).join(" "))
                .collect();
            said.sort();
            said
        };
        let answers = said(Export::Answers, [5, 10]);
        let expected = [
            "the bins yes",
            "the lift yes",
            "the rent ",
            "the roof ",
            "the stairs ",
        ];
        assert_eq!(answers, expected);
        let disagreements = said(Export::Disagreements, [5, 7]);
        assert_eq!(disagreements, ["the bins yes", "the lift yes"]);
        let responses = said(Export::VanSurveyResponses, [1, 3]);
        assert_eq!(
            responses,
            [
                "Flat 1, Cambrian House the stairs",
                "Flat 2, Cambrian House the rent"
            ]
        );
        let osdi = written(&small, Export::Osdi);
        for words in ["the rent", "the stairs"] {
            assert!(osdi.contains(words), "{words}");
        }
        for words in ["the lift", "the bins", "the roof"] {
            assert!(!osdi.contains(words), "{words}");
        }
        // Of two stairs with a Flat 3 each, one is there.
        assert_eq!(osdi.matches("\"Flat 3\"").count(), 1);
    }

    #[test]
    fn an_answer_typed_in_from_paper_says_who_heard_it_and_when_and_who_typed() {
        let mut small = Small::new(2);
        let asked = question(&mut small, AnswerKind::Words);
        let knock = Fact::Knock {
            outcome: Outcome::Spoke,
            by: Some("Carys".into()),
            when: Some(NOW - 86_400),
        };
        let writer = Fact::Writer {
            name: "Typist".into(),
        };
        small.say(3, Role::Volunteer, 0, writer, vec![]);
        let door = vec![small.door(0).into()];
        small.say(3, Role::Volunteer, 0, knock, door);
        answer_to(&mut small, asked, 0, Value::Words("the lift".into()), 1);
        // Nobody knocked: it was heard by who says so.
        answer_to(&mut small, asked, 1, Value::Words("the bins".into()), 1);
        let [then, now] = [NOW - 86_400, NOW].map(time);
        let answers = written(&small, Export::Answers);
        assert!(
            answers.contains(&format!(",the lift,1,Carys,{then},Typist,\r\n")),
            "{answers}"
        );
        assert!(
            answers.contains(&format!(",the bins,1,Typist,{now},Typist,\r\n")),
            "{answers}"
        );
        let van = written(&small, Export::VanSurveyResponses);
        assert!(van.contains(&format!("{then},the lift,")), "{van}");
        assert!(van.lines().nth(1).unwrap().contains(",Carys,Walk"), "{van}");
        let knocks = written(&small, Export::Knocks);
        assert!(
            knocks.ends_with(&format!(",spoke,Carys,{then},Typist\r\n")),
            "{knocks}"
        );
        let osdi: serde_json::Value = serde_json::from_str(&written(&small, Export::Osdi)).unwrap();
        let told = |resource: &str, place: usize| {
            let one = &osdi["_embedded"][resource][place];
            let part = |name: &str| one[name].as_str().unwrap_or_default().to_string();
            [part("stairwell:canvasser"), part("stairwell:recorded_by")]
        };
        for resource in ["osdi:canvasses", "osdi:answers"] {
            assert_eq!(told(resource, 0), ["Carys", "Typist"]);
        }
        assert_eq!(osdi["_embedded"]["osdi:answers"][0]["created_date"], then);
        assert_eq!(told("osdi:answers", 1), ["Typist", ""]);
    }

    #[test]
    fn what_a_hidden_household_said_stands_in_no_file() {
        let mut small = Small::new(2);
        let asked = question(&mut small, AnswerKind::Words);
        for words in ["the damp", "the lift"] {
            answer_to(&mut small, asked, 0, Value::Words(words.into()), 1);
        }
        for export in [Export::Answers, Export::Disagreements, Export::Osdi] {
            assert!(written(&small, export).contains("the damp"), "{export:?}");
        }
        let hidden = vec![small.household(0).into()];
        small.say(3, Role::Volunteer, 0, Fact::Hidden {}, hidden);
        for export in Export::ALL {
            assert!(!written(&small, export).contains("the damp"), "{export:?}");
        }
    }
}
