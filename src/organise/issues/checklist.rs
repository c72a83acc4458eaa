//! The questions organisers of the American Midwest ask before they take up an issue, answered by a
//! residents' group on a day: yes, no, or not sure. There is no total: an issue with one no may be the
//! right one, and that is for the group to say.

use std::collections::BTreeMap;

use crate::canvass::demand::{Check, Checked};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::organise::teams::{same, standing};

/// The longest name of a residents' group: characters.
pub const GROUP_LENGTH: usize = 80;

/// A question about an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Would it make a real difference to people's lives?
    Real,
    /// Would people feel their own power?
    Power,
    /// Would it change who has power?
    Alters,
    /// Is it worth the work?
    Worthwhile,
    /// Can it be won?
    Winnable,
    /// Is it widely felt?
    Widely,
    /// Is it deeply felt?
    Deeply,
    /// Is it easy to understand?
    Easy,
    /// Is it clear who decides?
    Target,
    /// Is it clear by when?
    Time,
    /// Does it bring people together?
    Together,
    /// Does it make leaders?
    Leaders,
    /// Does it fit what people hold right?
    Values,
    /// Does it lead to the next one?
    Next,
}

impl Question {
    /// All of them, in the order of their numbers: only ever append.
    pub const ALL: [Question; 14] = [
        Question::Real,
        Question::Power,
        Question::Alters,
        Question::Worthwhile,
        Question::Winnable,
        Question::Widely,
        Question::Deeply,
        Question::Easy,
        Question::Target,
        Question::Time,
        Question::Together,
        Question::Leaders,
        Question::Values,
        Question::Next,
    ];

    /// The word at the end of its catalogue key.
    pub fn word(self) -> &'static str {
        match self {
            Question::Real => "real",
            Question::Power => "power",
            Question::Alters => "alters",
            Question::Worthwhile => "worthwhile",
            Question::Winnable => "winnable",
            Question::Widely => "widely",
            Question::Deeply => "deeply",
            Question::Easy => "easy",
            Question::Target => "target",
            Question::Time => "time",
            Question::Together => "together",
            Question::Leaders => "leaders",
            Question::Values => "values",
            Question::Next => "next",
        }
    }

    fn number(self) -> u8 {
        let place = Question::ALL.iter().position(|it| *it == self);
        place.and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
    }
}

/// What a group answered. There is nothing here to be added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The group.
    pub by: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// What they said to each question that they answered.
    pub answers: BTreeMap<Question, Check>,
}

fn all(state: &State) -> Vec<(Dot, Checked)> {
    let all = standing(state, Kind::CHECKED, |fact| match fact {
        Fact::Checked { said } => {
            let instead = said.instead.clone();
            Some((said, instead))
        }
        _ => None,
    });
    all.into_iter().map(|(dot, _, said)| (dot, said)).collect()
}

/// What groups answered about each issue, the newest day first.
pub(super) fn answered(state: &State) -> BTreeMap<Dot, Vec<Answered>> {
    let mut found: BTreeMap<Dot, Vec<Answered>> = BTreeMap::new();
    for (_, said) in all(state) {
        let answers = said
            .answers
            .into_iter()
            .filter_map(|(number, check)| Some((*Question::ALL.get(usize::from(number))?, check)));
        found.entry(said.issue).or_default().push(Answered {
            by: said.by,
            day: said.day,
            answers: answers.collect(),
        });
    }
    for of in found.values_mut() {
        of.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.by.cmp(&b.by)));
    }
    found
}

/// A residents' group answered these questions about an issue, in place of what it said before. `None`
/// where no group is named, or nothing was answered.
pub fn checked(
    state: &State,
    issue: Dot,
    by: &str,
    day: i32,
    answers: &BTreeMap<Question, Check>,
) -> Option<Draft> {
    let by = by.trim().to_string();
    let before = all(state).into_iter();
    let said = Checked {
        issue,
        day,
        answers: answers
            .iter()
            .map(|(question, check)| (question.number(), *check))
            .collect(),
        instead: before
            .filter(|(_, said)| said.issue == issue && same(&said.by) == same(&by))
            .map(|(dot, _)| dot)
            .collect(),
        by,
    };
    let says = !said.by.is_empty() && !said.answers.is_empty();
    says.then(|| Draft::new(Stream::Inner, Fact::Checked { said }, Vec::new()))
}
