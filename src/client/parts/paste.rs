//! A button for an invitation that was copied: nobody types what the phone has already.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::clipboard::{can_paste, paste};
use crate::client::told::PhoneError;
use crate::sync::invite::InviteCode;
use crate::t;

/// The button, where this browser lets a page paste.
#[component]
pub fn Paste(
    /// Runs with a link or a code.
    pasted: Callback<String>,
) -> impl IntoView {
    let wrong = RwSignal::new(None);
    let tapped = move |_| {
        wrong.set(None);
        let words = paste();
        spawn_local(async move {
            let why = match words.await {
                None => Some(t!("phone.paste_not")),
                Some(words) => match InviteCode::parse(&words) {
                    // The page may have been left meanwhile.
                    Ok(_) => pasted.try_run(words).and(None),
                    Err(error) => Some(PhoneError::from(error).sentence()),
                },
            };
            wrong.try_set(why);
        });
    };
    can_paste().then(|| {
        view! {
            <div class="stack tight">
                <button
                    type="button"
                    class="button whole"
                    aria-describedby="paste-hint paste-wrong"
                    on:click=tapped
                >
                    {t!("phone.paste")}
                </button>
                <p class="hint" id="paste-hint">
                    {t!("phone.paste_hint")}
                </p>
                <p class="error" id="paste-wrong" role="alert">
                    {move || wrong.get()}
                </p>
            </div>
        }
    })
}
