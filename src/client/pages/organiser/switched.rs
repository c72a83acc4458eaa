//! What is off at first: what it is for, and the switch.

use leptos::prelude::*;

use crate::canvass::switched::{Switch, is_on, turn};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::t;

/// What stands on a page whose thing may be off: a way to switch it on, or it and a way to switch it off.
#[component]
pub fn Switched(
    /// Which.
    switch: Switch,
    /// What is there while it is on.
    children: ChildrenFn,
) -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let on = Memo::new(move |_| phone.read(|state| is_on(state, switch)));
    let children = StoredValue::new(children);
    let set = move |on: bool| {
        let draft = phone.read_untracked(|state| turn(state, switch, on));
        saving.save(vec![draft], String::new(), |_| ());
    };
    move || match on.get() {
        false => view! {
            <p>{t!("ballot.switched_off")}</p>
            <p class="quiet">{t!(&format!("ballot.switch_{}", switch.word()))}</p>
            <Wrong saving />
            <button
                type="button"
                class="button primary"
                disabled=saving.busy
                on:click=move |_| set(true)
            >
                {t!("ballot.switch_on")}
            </button>
        }
        .into_any(),
        true => view! {
            {children.with_value(|children| children())}
            <details class="more">
                <summary>{t!("ballot.switch_off")}</summary>
                <p>{t!("ballot.switch_off_what")}</p>
                <Wrong saving />
                <button
                    type="button"
                    class="button"
                    disabled=saving.busy
                    on:click=move |_| set(false)
                >
                    {t!("ballot.switch_off_keep")}
                </button>
            </details>
        }
        .into_any(),
    }
}
