//! The name of who joined as another device of somebody's, none of whose devices has written anything yet.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::invitation::NAME_LENGTH;
use crate::client::phone::Phone;
use crate::t;

/// Asked for once everything has come, and only where nothing that came says it.
#[component]
pub fn NameUnknown() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let unknown = Memo::new(move |_| {
        let own = phone.membership().get();
        own.is_some_and(|own| own.name.is_empty()) && phone.status().get().up_to_date
    });
    move || unknown.get().then(|| view! { <Ask phone /> })
}

#[component]
fn Ask(phone: Phone) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked().trim().to_string();
        if name.is_empty() {
            wrong.set(Some(t!("volunteer.name_missing")));
            return;
        }
        spawn_local(async move {
            if let Err(why) = phone.go_by(&name).await {
                wrong.try_set(Some(why.sentence()));
            }
        });
    };
    view! {
        <form class="banner" on:submit=submit>
            <p>{t!("phone.name_unknown")}</p>
            <div class="field">
                <label for="name">{t!("volunteer.your_name")}</label>
                <p class="error" id="name-wrong" role="alert">
                    {move || wrong.get()}
                </p>
                <input
                    id="name"
                    type="text"
                    dir="auto"
                    autocomplete="given-name"
                    maxlength=NAME_LENGTH.to_string()
                    aria-describedby="name-wrong"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="button primary whole">
                {t!("volunteer.keep_name")}
            </button>
        </form>
    }
}
