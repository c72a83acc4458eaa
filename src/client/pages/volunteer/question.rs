//! One question on the screen: big answers, one under the other, none of them chosen before the
//! person at the door has said anything.

use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;

use super::leaving::{Left, when_left};
use super::privacy::Consent;
use crate::canvass::conversation::Asked;
use crate::canvass::fact::Value;
use crate::canvass::order;
use crate::canvass::script::AnswerKind;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::Heading;
use crate::client::parts::rhythm::Taps;
use crate::t;

/// A few words are no longer than this: characters.
const WORDS_LENGTH: usize = 140;

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// An answer, to be recorded.
    Answer(Value),
    /// Somebody's door was named.
    Named(String),
    /// Nothing new: passed over, or the answer recorded before stands.
    Nothing(Option<Value>),
    /// What was under way when the question was left, by whatever way: kept, and nothing else.
    Left(Box<Given>),
    /// The talk ends here.
    Finish,
}

/// A question, and its answer of this talk where one was given already.
#[component]
pub fn Question<F>(
    asked: Asked,
    before: Option<Value>,
    /// What is chosen or typed, and not kept yet.
    under_way: RwSignal<Option<Given>>,
    give: F,
) -> impl IntoView
where
    F: Fn(Given) + Send + Sync + 'static,
{
    let Asked { words, answers, .. } = asked;
    let taps = expect_context::<Evening>().taps;
    let give = Callback::new(give);
    when_left(move |left| {
        // A door that is being named still stands on the screen: the talk sees to it.
        let naming = matches!(
            under_way.try_get_untracked().flatten(),
            Some(Given::Named(_))
        );
        if naming && left == Left::PutAway {
            return;
        }
        if let Some(given) = under_way.try_update(Option::take).flatten() {
            give.run(Given::Left(Box::new(given)));
        }
    });
    let answering = Answering {
        taps,
        under_way,
        give,
    };
    let hint = match answers {
        AnswerKind::Choices(_) => Some(t!("volunteer.hint_several")),
        AnswerKind::Nomination => Some(t!("volunteer.hint_nomination")),
        AnswerKind::Words => Some(t!("volunteer.hint_words")),
        _ => None,
    };
    let onward = if before.is_some() {
        t!("volunteer.next")
    } else {
        t!("volunteer.skip")
    };
    let stands = before.clone();
    view! {
        <div class="question">
            <fieldset>
                <legend>
                    <Heading>
                        <bdi>{words}</bdi>
                    </Heading>
                </legend>
                {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
                {answer_fields(answers, before, answering)}
            </fieldset>
            <div class="reach">
                <button
                    type="button"
                    class="button whole"
                    on:click=move |click| {
                        if !taps.tremble(&click) {
                            // Whoever passes over a question means nothing of it.
                            under_way.set(None);
                            give.run(Given::Nothing(stands.clone()));
                        }
                    }
                >
                    {onward}
                </button>
                <button
                    type="button"
                    class="button plain whole"
                    on:click=move |click| {
                        if !taps.tremble(&click) {
                            give.run(Given::Finish);
                        }
                    }
                >
                    {t!("volunteer.finish_talk")}
                </button>
            </div>
        </div>
    }
}

/// A question under way: what its fields share. A handle, copied freely.
#[derive(Clone, Copy)]
struct Answering {
    taps: Taps,
    /// What was chosen or typed since the question was put, and not kept yet.
    under_way: RwSignal<Option<Given>>,
    give: Callback<Given>,
}

impl Answering {
    /// Gives an answer, unless the tap was a tremble after another.
    fn give(self, click: &MouseEvent, given: Given) {
        if !self.taps.tremble(click) {
            self.keep(given);
        }
    }

    fn keep(self, given: Given) {
        self.under_way.set(None);
        self.give.run(given);
    }
}

fn answer_fields(answers: AnswerKind, before: Option<Value>, answering: Answering) -> AnyView {
    match answers {
        AnswerKind::Choice(choices) => {
            let choices = (0..).map(Value::Choice).zip(choices).collect();
            view! { <OneOf choices before answering /> }.into_any()
        }
        AnswerKind::YesNo => {
            let choices = vec![
                (Value::Yes, t!("volunteer.yes")),
                (Value::No, t!("volunteer.no")),
                (Value::WouldNotSay, t!("volunteer.would_not_say")),
            ];
            view! {
                <Consent />
                <OneOf choices before answering />
            }
            .into_any()
        }
        AnswerKind::Scale(low, high) => {
            let word = |n: u8| match n {
                1 => t!("volunteer.scale_end", n = n, words = low),
                5 => t!("volunteer.scale_end", n = n, words = high),
                _ => n.to_string(),
            };
            let choices = (1..=5).map(|n| (Value::Scale(n), word(n))).collect();
            view! { <OneOf choices before answering /> }.into_any()
        }
        AnswerKind::Choices(choices) => view! { <AnyOf choices before answering /> }.into_any(),
        AnswerKind::Number => {
            view! { <Typed number=true before read=read_number answering /> }.into_any()
        }
        AnswerKind::Words => {
            view! { <Typed number=false before read=read_words answering /> }.into_any()
        }
        AnswerKind::Nomination => {
            view! { <Typed number=false before=None read=read_nomination answering /> }.into_any()
        }
    }
}

/// One of these: a tap answers and goes on.
#[component]
fn OneOf(
    choices: Vec<(Value, String)>,
    before: Option<Value>,
    answering: Answering,
) -> impl IntoView {
    let button = move |(value, words): (Value, String)| {
        let chosen = before.as_ref() == Some(&value);
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=chosen.to_string()
                on:click=move |click| answering.give(&click, Given::Answer(value.clone()))
            >
                <bdi>{words}</bdi>
            </button>
        }
    };
    view! { <div class="answers">{choices.into_iter().map(button).collect_view()}</div> }
}

/// Any of these, or none of them.
#[component]
fn AnyOf(choices: Vec<String>, before: Option<Value>, answering: Answering) -> impl IntoView {
    let chosen = RwSignal::new(match before {
        Some(Value::Choices(chosen)) => chosen,
        _ => Vec::new(),
    });
    let toggle = move |n: u16| {
        chosen.update(|chosen| match chosen.iter().position(|other| *other == n) {
            Some(place) => {
                chosen.remove(place);
            }
            None => chosen.push(n),
        });
        let chosen = chosen.get_untracked();
        let given = (!chosen.is_empty()).then(|| several(chosen));
        answering.under_way.set(given);
    };
    let button = move |(n, words): (u16, String)| {
        view! {
            <button
                type="button"
                role="checkbox"
                class="answer several"
                aria-checked=move || chosen.with(|chosen| chosen.contains(&n)).to_string()
                on:click=move |_| toggle(n)
            >
                <bdi>{words}</bdi>
            </button>
        }
    };
    let keep = move |click| answering.give(&click, several(chosen.get_untracked()));
    let chose = move || chosen.with(|chosen| !chosen.is_empty());
    let words = move || match chose() {
        true => t!("volunteer.keep_answer"),
        false => t!("volunteer.none_of_these"),
    };
    view! {
        <div class="answers">
            {(0..).zip(choices).map(button).collect_view()}
            // Stays in sight under a long list of answers.
            <div class="in-sight">
                <button type="button" class="button whole" class:primary=chose on:click=keep>
                    {words}
                </button>
            </div>
        </div>
    }
}

fn several(mut chosen: Vec<u16>) -> Given {
    order::sort(&mut chosen);
    Given::Answer(Value::Choices(chosen))
}

fn read_number(typed: &str) -> Option<Given> {
    typed.parse().ok().map(|n| Given::Answer(Value::Number(n)))
}

fn read_words(typed: &str) -> Option<Given> {
    (!typed.is_empty()).then(|| Given::Answer(Value::Words(typed.to_string())))
}

fn read_nomination(typed: &str) -> Option<Given> {
    (!typed.is_empty()).then(|| Given::Named(typed.to_string()))
}

/// A few words, or a number.
#[component]
fn Typed(
    number: bool,
    before: Option<Value>,
    read: fn(&str) -> Option<Given>,
    answering: Answering,
) -> impl IntoView {
    let before = match before {
        Some(Value::Words(words)) => words.clone(),
        Some(Value::Number(n)) => n.to_string(),
        _ => String::new(),
    };
    let typed = RwSignal::new(before);
    let wrong = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match typed.with_untracked(|typed| read(typed.trim())) {
            Some(given) => answering.keep(given),
            None => wrong.set(true),
        }
    };
    let complaint = if number {
        t!("volunteer.type_a_number")
    } else {
        t!("volunteer.type_or_skip")
    };
    view! {
        <form class="answers" on:submit=submit>
            <div class="field">
                <label for="typed">{t!("volunteer.answer")}</label>
                <p class="error" id="typed-wrong" role="alert">
                    {move || wrong.get().then(|| complaint.clone())}
                </p>
                <input
                    id="typed"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    inputmode=if number { "numeric" } else { "text" }
                    maxlength=WORDS_LENGTH.to_string()
                    aria-invalid=move || wrong.get().then_some("true")
                    aria-describedby="typed-wrong"
                    prop:value=typed
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        wrong.set(false);
                        answering.under_way.set(typed.with_untracked(|typed| read(typed.trim())));
                    }
                />
            </div>
            <button type="submit" class="button primary whole">
                {t!("volunteer.keep_answer")}
            </button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_no_answer() {
        assert_eq!(read_words(""), None);
        assert_eq!(read_nomination(""), None);
        assert_eq!(read_number("many"), None);
        assert_eq!(read_number("4"), Some(Given::Answer(Value::Number(4))));
    }
}
