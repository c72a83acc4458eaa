//! A door behind which nobody lives: a shop, an empty flat. A plain fact about the door, no outcome of a
//! knock and none of the doors to do.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::outcomes::{At, onward};
use crate::canvass::dwelling::{Behind, stands};
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::phone::Phone;
use crate::t;

/// What stands behind a door, in words.
pub fn behind_words(behind: Behind) -> String {
    t!(&format!("doors.behind_{}", behind.word()))
}

/// What to do with a tap of either.
fn say(at: &At, behind: Behind) -> impl Fn() + use<> {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let at = at.clone();
    move || {
        let at = at.clone();
        let what = t!(
            "volunteer.kept_at",
            label = at.label,
            words = behind_words(behind)
        );
        let draft = phone.read_untracked(|state| stands(state, at.stream(), at.door, behind));
        spawn_local(async move {
            let saved = evening.record_with_undo(phone, what, Some(at.door), vec![draft]);
            // A failure stands in the banner. A home is knocked at: one stays.
            if saved.await.is_ok() && behind != Behind::Home {
                address.go(&onward(phone, &at));
            }
        });
    }
}

/// To say that nobody lives here.
#[component]
pub fn NoHome(at: At) -> impl IntoView {
    let button = |behind: Behind| {
        let say = say(&at, behind);
        view! {
            <button type="button" class="outcome" on:click=move |_| say()>
                {behind_words(behind)}
            </button>
        }
    };
    view! {
        <div class="outcomes" role="group" aria-label=t!("doors.no_home")>
            {[Behind::Shop, Behind::Empty].map(button).into_iter().collect_view()}
        </div>
    }
}

/// That nobody lives here, and the way back where somebody does.
#[component]
pub fn Apart(at: At, behind: Behind) -> impl IntoView {
    let home = say(&at, Behind::Home);
    view! {
        <div class="banner">
            <p>
                <strong>{behind_words(behind)}</strong>
            </p>
            <p>{t!("doors.apart_why")}</p>
            <button type="button" class="button" on:click=move |_| home()>
                {t!("doors.behind_home")}
            </button>
        </div>
    }
}
