//! The language spoken behind a door: one tap, so that somebody who speaks it can come back.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::not_here;
use super::outcomes::{At, onward};
use crate::canvass::id::DoorId;
use crate::canvass::language::{OFFERED, speaks, spoken};
use crate::client::address::Address;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::language::{language_name, noted};
use crate::client::parts::page::{Heading, Page};
use crate::client::phone::Phone;
use crate::t;

/// A language's name is no longer than this: characters.
const NAME_LENGTH: usize = 40;

/// After "No shared language": which it was, and on to the next door.
#[component]
pub fn LanguagePage(door: DoorId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let address = expect_context::<Address>();
    let at = Memo::new(move |_| phone.read(|state| At::of(state, door)));
    move || {
        let Some(at) = at.get() else {
            return not_here();
        };
        let (label, next) = (at.label.clone(), at.clone());
        let on = Callback::new(move |()| address.go(&onward(phone, &next)));
        view! {
            <Page title=t!("volunteer.language") at=Place::Stair>
                <Heading>{t!("volunteer.which_language")}</Heading>
                <p class="quiet">
                    <bdi>{label}</bdi>
                </p>
                <Offered at on />
                <div class="reach">
                    <button type="button" class="button whole" on:click=move |_| on.run(())>
                        {t!("volunteer.language_unknown")}
                    </button>
                </div>
            </Page>
        }
        .into_any()
    }
}

/// Folded away until somebody says; its heading says what is known.
#[component]
pub fn Language(at: At) -> impl IntoView {
    let known = known(&at);
    view! {
        <details class="more">
            <summary>
                {t!("volunteer.language")} " "
                <strong>
                    {move || known.get().iter().map(|one| language_name(one)).collect::<Vec<_>>().join(" / ")}
                </strong>
            </summary>
            <Offered at on=Callback::new(|()| ()) />
        </details>
    }
}

fn known(at: &At) -> Memo<Vec<String>> {
    let phone = expect_context::<Phone>();
    let household = at.household;
    Memo::new(move |_| phone.read(|state| spoken(state, household)))
}

/// The languages to tap, and a field for any other; `on` runs once one is saved.
#[component]
fn Offered(at: At, on: Callback<()>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let known = known(&at);
    let typed = RwSignal::new(String::new());
    let keep = Callback::new(move |language: String| {
        let words = language_name(&language);
        let what = t!("volunteer.kept_at", label = at.label, words = words);
        let draft =
            phone.read_untracked(|state| speaks(state, at.stream(), at.household, &language));
        spawn_local(async move {
            // A failure stands in the banner, and the page stays.
            if evening.record(phone, what, vec![draft]).await.is_ok() {
                typed.try_set(String::new());
                on.run(());
            }
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let language = noted(&typed.get_untracked());
        if !language.is_empty() {
            keep.run(language);
        }
    };
    let tap = move |tag: &'static str| {
        let pressed = move || known.with(|known| known.iter().any(|one| one == tag));
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || pressed().to_string()
                on:click=move |click| {
                    if !evening.taps.tremble(&click) && !pressed() {
                        keep.run(tag.to_string());
                    }
                }
            >
                {language_name(tag)}
            </button>
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <div class="outcomes" role="group" aria-label=t!("volunteer.which_language")>
                {OFFERED.map(tap).into_iter().collect_view()}
            </div>
            <div class="field">
                <label for="language">{t!("volunteer.other_language")}</label>
                <input
                    id="language"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=NAME_LENGTH.to_string()
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="button whole">
                {t!("volunteer.keep_language")}
            </button>
        </form>
    }
}
