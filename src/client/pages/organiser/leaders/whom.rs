//! Words that are no door's, and whom they mean.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::id::{DoorId, HouseholdId};
use crate::client::pages::organiser::saving::{Saving, Wrong};
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
    let saving = Saving::new();
    let chosen = RwSignal::new(None::<usize>);
    let id = unknown.dots.first().map(|dot| format!("who-{dot}"));
    let id = id.unwrap_or_default();
    let homes: Vec<HouseholdId> = doors.iter().map(|(_, home, _)| *home).collect();
    let dots = unknown.dots.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(chosen) = chosen.get_untracked() else {
            saving.wrong.set(Some(t!("organiser.choose_first")));
            return;
        };
        // The first of them is nobody's.
        let place = chosen.checked_sub(1);
        let home = place.and_then(|place| homes.get(place).copied());
        let draft = saving
            .phone
            .read_untracked(|state| meant(state, &dots, home));
        saving.save(vec![draft], String::new(), |_| ());
    };
    let changed = move |event| {
        chosen.set(event_target_value(&event).parse().ok());
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
                    <option value="">{t!("organiser.choose")}</option>
                    {options.collect_view()}
                </select>
            </div>
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("leaders.who_keep")}
            </button>
        </form>
    }
}
