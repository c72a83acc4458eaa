//! One question: its words and what an answer can be, with a word beside what must not be asked.

use leptos::prelude::*;

use super::card::with_fallen;
use super::{Screen, Writing, warning_words};
use crate::canvass::script::AnswerKind;
use crate::client::pages::start::question::{DESCRIPTION, FIELD, HEADING, QuestionPage};
use crate::organise::off_limits::warnings;
use crate::organise::script_draft::{CHOICE_LENGTH, Key, MOST_CHOICES, WORDS_LENGTH};
use crate::t;

/// What an answer can be, before anything is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Choice,
    Choices,
    Scale,
    Number,
    Words,
    YesNo,
    Nomination,
}

const KINDS: [(Kind, &str); 7] = [
    (Kind::Choice, "asking.kind_choice"),
    (Kind::Choices, "asking.kind_choices"),
    (Kind::YesNo, "asking.kind_yes_no"),
    (Kind::Scale, "asking.kind_scale"),
    (Kind::Number, "asking.kind_number"),
    (Kind::Words, "asking.kind_words"),
    (Kind::Nomination, "asking.kind_nomination"),
];

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    words: RwSignal<String>,
    kind: RwSignal<Kind>,
    /// One answer a line.
    choices: RwSignal<String>,
    low: RwSignal<String>,
    high: RwSignal<String>,
}

impl Typed {
    fn of(words: &str, answers: &AnswerKind) -> Typed {
        let (mut choices, mut low, mut high) = Default::default();
        let kind = match answers {
            AnswerKind::Choice(all) => {
                choices = all.join("\n");
                Kind::Choice
            }
            AnswerKind::Choices(all) => {
                choices = all.join("\n");
                Kind::Choices
            }
            AnswerKind::Scale(first, last) => {
                (low, high) = (first.clone(), last.clone());
                Kind::Scale
            }
            AnswerKind::Number => Kind::Number,
            AnswerKind::Words => Kind::Words,
            AnswerKind::YesNo => Kind::YesNo,
            AnswerKind::Nomination => Kind::Nomination,
        };
        Typed {
            words: RwSignal::new(words.to_string()),
            kind: RwSignal::new(kind),
            choices: RwSignal::new(choices),
            low: RwSignal::new(low),
            high: RwSignal::new(high),
        }
    }

    fn answers(self) -> AnswerKind {
        let lines = || {
            let lines = self.choices.get();
            let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(cut).collect()
        };
        match self.kind.get() {
            Kind::Choice => AnswerKind::Choice(lines()),
            Kind::Choices => AnswerKind::Choices(lines()),
            Kind::Scale => {
                let end = |typed: RwSignal<String>| cut(typed.get().trim());
                AnswerKind::Scale(end(self.low), end(self.high))
            }
            Kind::Number => AnswerKind::Number,
            Kind::Words => AnswerKind::Words,
            Kind::YesNo => AnswerKind::YesNo,
            Kind::Nomination => AnswerKind::Nomination,
        }
    }

    /// What stands in the way of keeping it.
    fn mistake(self) -> Option<String> {
        if self.words.get_untracked().trim().is_empty() {
            return Some(t!("asking.flaw_words"));
        }
        match untrack(|| self.answers()) {
            AnswerKind::Choice(choices) | AnswerKind::Choices(choices) => {
                (!(2..=MOST_CHOICES).contains(&choices.len())).then(|| t!("asking.flaw_choices"))
            }
            AnswerKind::Scale(low, high) => {
                (low.is_empty() || high.is_empty()).then(|| t!("asking.flaw_empty"))
            }
            _ => None,
        }
    }
}

fn cut(line: &str) -> String {
    line.chars().take(CHOICE_LENGTH).collect()
}

/// The page for one question, or a new one.
#[component]
pub(super) fn Edit(writing: Writing, key: Option<Key>) -> impl IntoView {
    let before = key.and_then(|key| {
        let question = |draft: &super::ScriptDraft| draft.question(key).cloned();
        writing.draft.with_untracked(question)
    });
    let typed = match &before {
        Some(question) => Typed::of(&question.words, &question.answers),
        None => Typed::of("", &AnswerKind::Choice(Vec::new())),
    };
    let error = RwSignal::new(None);
    let back = Callback::new(move |()| writing.screen.set(Screen::List));
    let keep = Callback::new(move |()| {
        if let Some(mistake) = typed.mistake() {
            error.set(Some(mistake));
            return;
        }
        let words = typed.words.get_untracked().trim().to_string();
        let answers = untrack(|| typed.answers());
        let fell = writing.draft.try_update(|draft| match key {
            Some(key) => draft.change(key, words, answers),
            None => {
                draft.add(words, answers);
                0
            }
        });
        let said = with_fallen(t!("asking.kept"), fell.unwrap_or(0));
        writing.said.set(said);
        writing.screen.set(Screen::List);
    });
    let title = match key {
        Some(_) => t!("asking.change_title"),
        None => t!("asking.add"),
    };
    view! {
        <QuestionPage
            title
            hint=t!("asking.words_hint")
            error
            button=t!("asking.keep")
            on_answer=keep
            back=Some(back)
        >
            <textarea
                id=FIELD
                rows="3"
                dir="auto"
                maxlength=WORDS_LENGTH.to_string()
                aria-labelledby=HEADING
                aria-describedby=DESCRIPTION
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                bind:value=typed.words
            ></textarea>
            <Warned writing typed />
            <Kinds typed />
            {move || fields(typed)}
        </QuestionPage>
    }
}

/// What gives reason to look again, as it is typed.
#[component]
fn Warned(writing: Writing, typed: Typed) -> impl IntoView {
    let warned = Memo::new(move |_| {
        let stage = writing.draft.with(|draft| draft.stage);
        let words = typed.words.get();
        warnings(&words, &typed.answers(), stage, |key| t!(key))
    });
    let line = |words: String| view! { <p class="banner stop">{words}</p> };
    view! {
        <div role="status" class="stack tight">
            {move || warned.get().into_iter().map(warning_words).map(line).collect_view()}
        </div>
    }
}

#[component]
fn Kinds(typed: Typed) -> impl IntoView {
    let kind = move |(kind, key): (Kind, &'static str)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="kind"
                    prop:checked=move || typed.kind.get() == kind
                    on:change=move |_| typed.kind.set(kind)
                />
                <span>{t!(key)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>
                <strong>{t!("asking.kind")}</strong>
            </legend>
            {KINDS.map(kind).collect_view()}
        </fieldset>
    }
}

/// What a kind of answer takes besides.
fn fields(typed: Typed) -> AnyView {
    match typed.kind.get() {
        Kind::Choice | Kind::Choices => view! {
            <div class="field">
                <label for="choices">{t!("asking.choices")}</label>
                <p class="hint" id="choices-hint">
                    {t!("asking.choices_hint")}
                </p>
                <textarea
                    id="choices"
                    rows="6"
                    dir="auto"
                    aria-describedby="choices-hint"
                    bind:value=typed.choices
                ></textarea>
            </div>
        }
        .into_any(),
        Kind::Scale => view! {
            <div class="field">
                <label for="low">{t!("asking.low")}</label>
                <input id="low" type="text" dir="auto" autocomplete="off" bind:value=typed.low />
            </div>
            <div class="field">
                <label for="high">{t!("asking.high")}</label>
                <input id="high" type="text" dir="auto" autocomplete="off" bind:value=typed.high />
            </div>
        }
        .into_any(),
        Kind::YesNo => view! { <p class="hint">{t!("asking.yes_no_hint")}</p> }.into_any(),
        Kind::Words => view! { <p class="hint">{t!("asking.own_words_hint")}</p> }.into_any(),
        Kind::Nomination => view! { <p class="hint">{t!("asking.nomination_hint")}</p> }.into_any(),
        Kind::Number => ().into_any(),
    }
}
