//! The script: written here, looked at as a volunteer will see it, published as a new version.

mod card;
mod edit;
mod leads;
mod list;
mod preview;
mod publish;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::canvass::conversation::{self, Script};
use crate::canvass::script::{AnswerKind, Stage};
use crate::client::phone::Phone;
use crate::organise::off_limits::Warning;
use crate::organise::script_draft::{Flaw, Key, ScriptDraft};
use crate::t;
use edit::Edit;
use leads::Leads;
use list::List;
use preview::Preview;
use publish::Publish;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    /// All questions.
    List,
    /// One question, or a new one.
    Edit(Option<Key>),
    /// Where the answers of one question lead.
    Leads(Key),
    /// As a volunteer will see it.
    Preview,
    /// What publishing does, before it is done.
    Publish,
}

/// A script that is being written: what its screens share. A handle, copied freely.
#[derive(Clone, Copy)]
struct Writing {
    phone: Phone,
    /// What is asked at doors now.
    asked: Memo<Option<Script>>,
    draft: RwSignal<ScriptDraft>,
    screen: RwSignal<Screen>,
    /// What was done last, for whoever does not see it.
    said: RwSignal<String>,
}

impl Writing {
    /// Goes on with what was put away, else begins with what is asked now.
    fn begin(phone: Phone) -> Writing {
        let asked = Memo::new(move |_| phone.read(conversation::script));
        let kept = phone.kept_script();
        let kept = kept.as_deref().and_then(ScriptDraft::taken_up);
        let draft = kept.unwrap_or_else(|| from(asked.get_untracked().as_ref()));
        let writing = Writing {
            phone,
            asked,
            draft: RwSignal::new(draft),
            screen: RwSignal::new(Screen::List),
            said: RwSignal::default(),
        };
        // Kept on this device as it is written: the page may be left at any letter.
        Effect::new(move |_| {
            let text = writing.changed().then(|| writing.draft.get().put_away());
            phone.keep_script(text.as_deref());
        });
        writing
    }

    /// Whether it is another script than the one that is asked.
    fn changed(self) -> bool {
        let asked = self.asked.get();
        self.draft.with(|draft| draft.differs(asked.as_ref()))
    }

    /// Somebody else has published since this draft was begun.
    fn overtaken(self) -> Option<u32> {
        let newest = self.asked.get()?.version;
        let from = self.draft.with(|draft| draft.from);
        (newest > from).then_some(newest)
    }

    /// Begins again with what is asked.
    fn discard(self) {
        let asked = self.asked.get_untracked();
        self.draft.set(from(asked.as_ref()));
        self.said.set(t!("asking.discarded"));
    }
}

fn from(script: Option<&Script>) -> ScriptDraft {
    script.map_or_else(
        || ScriptDraft::empty(t!("asking.untitled")),
        ScriptDraft::of,
    )
}

/// The page.
#[component]
pub fn ScriptPage() -> impl IntoView {
    let writing = Writing::begin(expect_context::<Phone>());
    move || match writing.screen.get() {
        Screen::List => view! {
            <OrganiserPage title=t!("asking.title") back=Back::Home may_be_printed=true>
                <List writing />
            </OrganiserPage>
        }
        .into_any(),
        Screen::Edit(key) => view! { <Edit writing key /> }.into_any(),
        Screen::Leads(key) => view! { <Leads writing key /> }.into_any(),
        Screen::Preview => view! { <Preview writing /> }.into_any(),
        Screen::Publish => view! { <Publish writing /> }.into_any(),
    }
}

/// The stages, each with its catalogue key.
const STAGES: [(Stage, &str); 3] = [
    (Stage::Listen, "asking.stage_listen"),
    (Stage::Commit, "asking.stage_commit"),
    (Stage::Test, "asking.stage_test"),
];

/// What an answer can be, in words.
fn kind_words(answers: &AnswerKind) -> String {
    match answers {
        AnswerKind::Choice(choices) => t!("asking.is_choice", choices = choices.join(" · ")),
        AnswerKind::Choices(choices) => t!("asking.is_choices", choices = choices.join(" · ")),
        AnswerKind::Scale(low, high) => t!("asking.is_scale", low = low, high = high),
        AnswerKind::Number => t!("asking.kind_number"),
        AnswerKind::Words => t!("asking.kind_words"),
        AnswerKind::YesNo => t!("asking.kind_yes_no"),
        AnswerKind::Nomination => t!("asking.kind_nomination"),
    }
}

/// A warning in words.
fn warning_words(warning: Warning) -> String {
    match warning {
        Warning::NotToBeAsked(topic) => {
            let topic = t!(&format!("asking.topic_{}", topic.word()));
            t!("asking.not_to_be_asked", topic = topic)
        }
        Warning::AsksForAnAct => t!("asking.act"),
    }
}

/// A flaw in words, where it is one of this question.
fn flaw_of(flaw: Flaw, key: Key) -> Option<String> {
    let (of, words) = match flaw {
        Flaw::NoQuestions | Flaw::TooMany => return None,
        Flaw::NoWords(of) => (of, "asking.flaw_words"),
        Flaw::Choices(of) => (of, "asking.flaw_choices"),
        Flaw::EmptyChoice(of) => (of, "asking.flaw_empty"),
        Flaw::SameChoice(of) => (of, "asking.flaw_same"),
        Flaw::NeverReached(of) => (of, "asking.flaw_never"),
        Flaw::NothingOfTheirOwn(of) => (of, "asking.flaw_fixed"),
    };
    (of == key).then(|| t!(words))
}
