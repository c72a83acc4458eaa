//! Whether a result may be shown: it is met, or two organisers say so.

use leptos::prelude::*;

use super::{Seen, showing_words, test_path};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::organise::structure::{MINDS, Showing, may_be_shown};
use crate::t;

/// What stands at the end of a test's page.
#[component]
pub fn MayBeShown(seen: Seen) -> impl IntoView {
    let path = format!("{}/board", test_path(seen.tested.id));
    let held = seen.findings.is_met() && matches!(seen.showing, Showing::Private { .. });
    let words = match held {
        true => t!("structure.beside"),
        false => showing_words(seen.showing),
    };
    let part = match seen.showing {
        Showing::Met | Showing::Agreed => view! {
            <a class="button" href=path>
                {t!("structure.board")}
            </a>
        }
        .into_any(),
        Showing::Private { minds } => view! { <Say seen=seen minds /> }.into_any(),
    };
    view! {
        <h3>{t!("structure.may_be_shown")}</h3>
        <p>{words}</p>
        {part}
    }
}

/// An organiser's yes, once a person.
#[component]
fn Say(seen: Seen, minds: usize) -> impl IntoView {
    let saving = Saving::new();
    let person = saving
        .phone
        .membership()
        .get_untracked()
        .map(|own| own.person);
    let draft = person.and_then(|person| may_be_shown(&seen.tested, person));
    let said = draft.is_none();
    let draft = StoredValue::new(draft);
    let say = move |_| {
        let draft = draft.get_value();
        saving.save(draft.into_iter().collect(), t!("structure.said_so"), |_| ());
    };
    view! {
        <p class="figure">{t!("structure.minds", n = minds, all = MINDS)}</p>
        <Wrong saving />
        {match said {
            true => view! { <p class="quiet">{t!("structure.said_so")}</p> }.into_any(),
            false => {
                view! {
                    <button type="button" class="button" disabled=saving.busy on:click=say>
                        {t!("structure.say_so")}
                    </button>
                }
                    .into_any()
            }
        }}
    }
}
