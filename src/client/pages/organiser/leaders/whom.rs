//! Words that are no door's, and whom they mean.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::canvass::id::{DoorId, HouseholdId};
use crate::client::phone::Phone;
use crate::organise::leaders::{Unknown, meant};
use crate::t;

/// What was said, and a way to tell whose door it is.
#[component]
pub fn WhoIsIt(
    /// The words.
    unknown: Unknown,
    /// The doors of the stair they were said on.
    doors: Vec<(DoorId, HouseholdId, String)>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let chosen = RwSignal::new(0_usize);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None);
    let id = unknown.dots.first().map(|dot| format!("who-{dot}"));
    let id = id.unwrap_or_default();
    let homes: Vec<HouseholdId> = doors.iter().map(|(_, home, _)| *home).collect();
    let dots = unknown.dots.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        // The first choice is nobody's.
        let place = chosen.get_untracked().checked_sub(1);
        let home = place.and_then(|place| homes.get(place).copied());
        let draft = phone.read_untracked(|state| meant(state, &dots, home));
        spawn_local(async move {
            let saved = phone.record(vec![draft]).await;
            let _ = busy.try_set(false);
            let _ = wrong.try_set(saved.err().map(|reason| reason.sentence()));
        });
    };
    let changed = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            chosen.set(place);
        }
    };
    let nowhere = std::iter::once(t!("leaders.nowhere"));
    let labels = doors.into_iter().map(|(_, _, label)| label);
    let options = nowhere.chain(labels).enumerate();
    let options = options.map(|(place, words)| {
        view! { <option value=place.to_string()>{words}</option> }
    });
    view! {
        <form class="card stack" on:submit=submit>
            <p>
                <bdi>{t!("leaders.unknown_by", whom = unknown.whom, n = unknown.by)}</bdi>
            </p>
            <div class="field">
                <label for=id.clone()>{t!("leaders.who_is_it", whom = unknown.whom)}</label>
                <select id=id on:change=changed>
                    {options.collect_view()}
                </select>
            </div>
            <p class="error" role="alert">
                {move || wrong.get()}
            </p>
            <button type="submit" class="button" disabled=busy>
                {t!("leaders.who_keep")}
            </button>
        </form>
    }
}
