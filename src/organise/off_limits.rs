//! What a script is not to ask, by its words: what the law keeps apart (religion, health, party), and
//! what could be turned against whoever said it. A word found is a warning to whoever writes and no
//! more: it knows no context, and what it does not find may be wrong all the same.

use crate::canvass::giveaways::{Giveaways, in_words};
use crate::canvass::script::{AnswerKind, Stage};

/// What must not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// How somebody votes, which party they support.
    Party,
    /// What they believe.
    Religion,
    /// Where they or their parents are from, and whether they may stay.
    Origin,
    /// Illness, disability, pregnancy.
    Health,
    /// Whom they love.
    Sexuality,
    /// What they earn, owe or receive.
    Money,
    /// Children's names and schools.
    Children,
    /// Who is really living there, and when nobody is in.
    WhoLivesHere,
    /// Crime and drugs.
    Crime,
    /// Whether they are in a trade union.
    Union,
}

impl Topic {
    /// All of them.
    pub const ALL: [Topic; 10] = [
        Topic::Party,
        Topic::Religion,
        Topic::Origin,
        Topic::Health,
        Topic::Sexuality,
        Topic::Money,
        Topic::Children,
        Topic::WhoLivesHere,
        Topic::Crime,
        Topic::Union,
    ];

    /// The word its catalogue keys end in.
    pub fn word(self) -> &'static str {
        match self {
            Topic::Party => "party",
            Topic::Religion => "religion",
            Topic::Origin => "origin",
            Topic::Health => "health",
            Topic::Sexuality => "sexuality",
            Topic::Money => "money",
            Topic::Children => "children",
            Topic::WhoLivesHere => "who_lives_here",
            Topic::Crime => "crime",
            Topic::Union => "union",
        }
    }
}

/// A reason to look at a question again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// It seems to ask for what must not be asked.
    NotToBeAsked(Topic),
    /// It seems to ask for an act, and this campaign is still listening.
    AsksForAnAct,
}

/// What a question's words and answers give reason to look at again. `text` gives the words of a
/// catalogue key: each topic has a list there, so that every language has its own.
pub fn warnings(
    words: &str,
    answers: &AnswerKind,
    stage: Stage,
    text: impl Fn(&str) -> String,
) -> Vec<Warning> {
    let said = said(words, answers);
    let names = |key: &str| Giveaways::of(&text(key)).are_said(&said);
    let mut warnings: Vec<Warning> = Topic::ALL
        .into_iter()
        .filter(|topic| names(&format!("asking.words_{}", topic.word())))
        .map(Warning::NotToBeAsked)
        .collect();
    if stage == Stage::Listen && names("asking.words_act") {
        warnings.push(Warning::AsksForAnAct);
    }
    warnings
}

/// Everything a question says, in words of small letters.
fn said(words: &str, answers: &AnswerKind) -> Vec<String> {
    let mut all = vec![words];
    match answers {
        AnswerKind::Choice(choices) | AnswerKind::Choices(choices) => {
            all.extend(choices.iter().map(String::as_str));
        }
        AnswerKind::Scale(low, high) => all.extend([low.as_str(), high.as_str()]),
        AnswerKind::Number | AnswerKind::Words | AnswerKind::YesNo | AnswerKind::Nomination => {}
    }
    all.into_iter().flat_map(in_words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organise::listening;
    use crate::t;

    fn of(words: &str, stage: Stage) -> Vec<Warning> {
        warnings(words, &AnswerKind::YesNo, stage, |key| t!(key))
    }

    #[test]
    fn what_must_not_be_asked_is_found_by_its_words() {
        use Topic::*;
        for (words, topic) in [
            ("Which party will you vote for?", Party),
            ("Are you voting Labour?", Party),
            ("Do you go to the mosque?", Religion),
            ("Are you disabled?", Health),
            ("Where were you born?", Origin),
            ("What is your immigration status?", Origin),
            ("Are you gay?", Sexuality),
            ("Are you in rent arrears?", Money),
            ("Which school do your children go to?", Children),
            ("Do you live alone?", WhoLivesHere),
            ("Who deals drugs here?", Crime),
            ("Are you in a trade union?", Union),
        ] {
            let found = of(words, Stage::Test);
            assert!(
                found.contains(&Warning::NotToBeAsked(topic)),
                "{words}: {found:?}"
            );
        }
    }

    #[test]
    fn what_may_be_asked_is_left_alone() {
        for words in [
            "What is putting most pressure on you?",
            "How long have you been here?",
            "How many bins have no lid?",
            "Has the council answered your letters?",
            "Do the lifts work on most days?",
        ] {
            assert_eq!(of(words, Stage::Listen), [], "{words}");
        }
    }

    #[test]
    fn choices_and_the_ends_of_a_scale_are_read_too() {
        let find =
            |answers: AnswerKind| warnings("Which of these?", &answers, Stage::Test, |key| t!(key));
        let religion = [Warning::NotToBeAsked(Topic::Religion)];
        let church = || vec!["Church".to_string(), "Football".to_string()];
        assert_eq!(find(AnswerKind::Choice(church())), religion);
        assert_eq!(find(AnswerKind::Choices(church())), religion);
        let ends = AnswerKind::Scale("Never at prayer".into(), "Always".into());
        assert_eq!(find(ends), religion);
    }

    #[test]
    fn r1_6_while_listening_an_ask_is_warned_of() {
        let asks = [Warning::AsksForAnAct];
        assert_eq!(of("Will you sign the petition?", Stage::Listen), asks);
        assert_eq!(of("Will you come on Thursday?", Stage::Listen), asks);
        assert_eq!(of("Will you sign the petition?", Stage::Commit), []);
    }

    #[test]
    fn the_script_a_campaign_begins_with_gives_no_reason_for_any() {
        for draft in listening::questions(|key| t!(key)) {
            let crate::canvass::fact::Fact::Question { words, answers } = draft.fact else {
                continue;
            };
            let found = warnings(&words, &answers, Stage::Listen, |key| t!(key));
            assert_eq!(found, [], "{words}");
        }
    }

    #[test]
    fn every_topic_has_its_name_and_its_words() {
        for topic in Topic::ALL {
            let word = topic.word();
            for key in [
                format!("asking.topic_{word}"),
                format!("asking.words_{word}"),
            ] {
                assert!(crate::locales::has(&key), "{key}");
            }
        }
    }
}
