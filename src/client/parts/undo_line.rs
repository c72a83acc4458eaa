//! The last thing done, and a way to undo it. No toast: it stands until the next action.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::evening::{Done, Evening};
use crate::client::address::Address;
use crate::client::clock::now;
use crate::client::phone::Phone;
use crate::t;

/// `12A: Not home. Undo`.
#[component]
pub fn UndoLine() -> impl IntoView {
    let evening = expect_context::<Evening>();
    view! {
        <div role="status">
            {move || evening.done.get().map(|done| view! { <Line done /> })}
        </div>
    }
}

#[component]
fn Line(done: Done) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let too_late = RwSignal::new(false);
    let what = done.what.clone();
    let undo = move |_| {
        if !done.may_be_undone(now()) {
            too_late.set(true);
            return;
        }
        let words = t!("volunteer.undoing", what = done.what);
        spawn_local(async move {
            if let Ok(Some(door)) = evening.undo(phone, words).await {
                address.go(&format!("/door/{}", door.0));
            }
        });
    };
    view! {
        <div class="undo-line">
            <span>
                {move || {
                    if too_late.get() { t!("volunteer.undo_too_late") } else { t!("volunteer.done", what = what) }
                }}
            </span>
            <button type="button" class="button" hidden=move || too_late.get() on:click=undo>
                {t!("volunteer.undo")}
            </button>
        </div>
    }
}
