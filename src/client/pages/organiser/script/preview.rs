//! The script as a volunteer will see it: the same screens, and nothing that is tapped on them is
//! kept.

use leptos::prelude::*;

use super::{Screen, Writing};
use crate::canvass::fact::Value;
use crate::canvass::script::next_place;
use crate::client::pages::volunteer::question::{Given, Question};
use crate::client::pages::volunteer::said::value_words;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, set_title};
use crate::t;

/// A question that was answered, and how.
type Answered = (String, String);

/// The preview.
#[component]
pub(super) fn Preview(writing: Writing) -> impl IntoView {
    set_title(&t!("asking.preview"));
    expect_context::<Evening>().taps.listen();
    let script = StoredValue::new(writing.draft.with_untracked(super::ScriptDraft::preview));
    // `None`: the talk is over.
    let place = RwSignal::new(Some(0_usize));
    let answered = RwSignal::new(Vec::<Answered>::new());
    let again = move |_| {
        answered.set(Vec::new());
        place.set(Some(0));
    };
    let go_on = move |at: usize, answer: Option<&Value>| {
        place.set(script.with_value(|script| next_place(&script.steps, at, answer)));
    };
    let shown = move || {
        let at = place.get();
        let asked =
            at.and_then(|at| script.with_value(|it| it.questions.get(at).cloned().flatten()));
        let (Some(at), Some(asked)) = (at, asked) else {
            return view! { <Over answered=answered.get() /> }.into_any();
        };
        let (words, answers) = (asked.words.clone(), asked.answers.clone());
        let noted = move |said: String| answered.update(|all| all.push((words.clone(), said)));
        let give = move |given| match given {
            Given::Answer(value) => {
                noted(value_words(&answers, &value));
                go_on(at, Some(&value));
            }
            Given::Named(whom) => {
                noted(whom);
                go_on(at, None);
            }
            Given::Nothing(_) => go_on(at, None),
            Given::Finish => place.set(None),
            Given::Left(_) => {}
        };
        view! { <Question asked before=None under_way=RwSignal::new(None) give /> }.into_any()
    };
    view! {
        <div class="page preview">
            <p class="watermark" role="status">
                {t!("asking.preview_mark")}
            </p>
            <main>
                <div class="row apart">
                    <button
                        type="button"
                        class="button plain back"
                        on:click=move |_| writing.screen.set(Screen::List)
                    >
                        {t!("asking.title")}
                    </button>
                    <button type="button" class="button" on:click=again>
                        {t!("asking.preview_again")}
                    </button>
                </div>
                {shown}
            </main>
        </div>
    }
}

/// The end: what would be read back.
#[component]
fn Over(answered: Vec<Answered>) -> impl IntoView {
    let nothing = answered.is_empty();
    view! {
        <Heading>{t!("volunteer.read_back")}</Heading>
        <p>{t!("asking.preview_over")}</p>
        {nothing.then(|| view! { <p class="quiet">{t!("volunteer.nothing_recorded")}</p> })}
        <ul class="card" hidden=nothing>
            {answered
                .into_iter()
                .map(|(what, words)| {
                    view! {
                        <li class="said">
                            <span class="quiet small">
                                <bdi>{what}</bdi>
                            </span>
                            <span class="words">
                                <bdi>{words}</bdi>
                            </span>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
