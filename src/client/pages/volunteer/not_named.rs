//! Whoever lives here does not want neighbours to name them. It is offered at every door alike, so that it tells
//! nothing of whether anybody did, and sealed for organisers at once.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::At;
use crate::canvass::script::asks_whose_door;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::phone::Phone;
use crate::organise::leaders::unnamed_at_door;
use crate::t;

/// Folded away; nothing at all where nobody is asked whose door they would knock on. Nothing is sealed before a
/// second tap; after it no phone takes it back, but an organiser who has talked to them.
#[component]
pub fn NotNamed(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let is_asked = Memo::new(move |_| phone.read(asks_whose_door));
    let kept = RwSignal::new(false);
    let at = StoredValue::new(at);
    let keep = move |click: MouseEvent| {
        if evening.taps.tremble(&click) || kept.get_untracked() {
            return;
        }
        let at = at.get_value();
        let what = t!(
            "volunteer.kept_at",
            label = at.label,
            words = t!("doors.unnamed")
        );
        let drafts = unnamed_at_door(at.stream(), at.household);
        spawn_local(async move {
            // A failure stands in the banner, and the phone holds what it could not save.
            if evening.record_beside(phone, what, drafts).await.is_ok() {
                kept.try_set(true);
            }
        });
    };
    let said = move || match kept.get() {
        true => view! {
            <p role="status">{t!("doors.unnamed_kept")}</p>
        }
        .into_any(),
        false => view! {
            <p>{t!("doors.unnamed_what")}</p>
            <button type="button" class="button whole" on:click=keep>
                {t!("doors.unnamed_keep")}
            </button>
        }
        .into_any(),
    };
    move || {
        is_asked.get().then(|| {
            view! {
                <Folded id="not-named" summary=|| t!("doors.unnamed")>
                    <div class="stack">{said}</div>
                </Folded>
            }
        })
    }
}
