//! Who is knocking, where two knock with one phone: said on every page where a tap records it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::phone::Phone;
use crate::t;

/// The longest name that is taken.
const NAME_LENGTH: &str = "60";

/// The switch between the owner and the second one. Where there is none, the way to have one on the
/// stair, and nothing at a door.
#[component]
pub fn Knocking(
    /// Whether a second one may be named here.
    asks: bool,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let knockers = expect_context::<Evening>().knockers;
    knockers.look(phone);
    let second = knockers.second();
    let name = Memo::new(move |_| second.get().map(|second| second.name));
    move || match name.get() {
        Some(name) => view! { <Switch name /> }.into_any(),
        None if asks => view! { <AnotherOne asked=t!("volunteer.knocking_two") /> }.into_any(),
        None => ().into_any(),
    }
}

#[component]
fn Switch(name: String) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let knockers = expect_context::<Evening>().knockers;
    let second = knockers.second();
    let theirs = Memo::new(move |_| second.get().is_some_and(|second| second.knocks));
    let owner = phone.membership().get_untracked();
    let owner = owner.map(|own| own.name).unwrap_or_default();
    let now = {
        let (owner, name) = (owner.clone(), name.clone());
        move || {
            let name = if theirs.get() { &name } else { &owner };
            t!("volunteer.knocking", name = name)
        }
    };
    let button = move |words: String, to_second: bool| {
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || (theirs.get() == to_second).to_string()
                on:click=move |_| knockers.turn(to_second)
            >
                <bdi>{words}</bdi>
            </button>
        }
    };
    view! {
        <div class="knocking" class:second=theirs>
            <p role="status">
                <bdi>{now}</bdi>
            </p>
            <div class="row" role="group" aria-label=t!("volunteer.knocking_who")>
                {button(owner, false)} {button(name, true)}
            </div>
            <AnotherOne asked=t!("volunteer.knocking_else") />
        </div>
    }
}

#[component]
fn AnotherOne(
    /// What leads to it, in words.
    asked: String,
) -> impl IntoView {
    let knockers = expect_context::<Evening>().knockers;
    let name = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        knockers.begin(&name.get_untracked());
    };
    view! {
        <Folded summary=move || asked.clone()>
            <form class="stack" on:submit=submit>
                <div class="field">
                    <label for="second">{t!("volunteer.knocking_name")}</label>
                    <p class="hint" id="second-hint">
                        {t!("volunteer.knocking_hint")}
                    </p>
                    <input
                        id="second"
                        type="text"
                        dir="auto"
                        autocomplete="off"
                        maxlength=NAME_LENGTH
                        aria-describedby="second-hint"
                        bind:value=name
                    />
                </div>
                <button type="submit" class="button whole">
                    {t!("volunteer.knocking_begin")}
                </button>
            </form>
        </Folded>
    }
}
