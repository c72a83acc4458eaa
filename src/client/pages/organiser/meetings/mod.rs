//! Meetings: those there are, and setting one up.

mod ask;
mod lists;
mod one;
mod sign;
mod turnout;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::estate_switch::{Estates, OfCampaign};
use super::frame::{Back, OrganiserPage};
use super::saving::{Saving, Wrong};
use crate::canvass::dot::Dot;
use crate::client::address::Address;
use crate::client::parts::when::{
    field_day, field_minutes, minutes_in_words, picked_day, picked_minutes, short_day, tonight,
};
use crate::client::phone::Phone;
use crate::organise::meetings::{Meeting, NoMeeting, Plan, change, meetings, set_up, turnout};
use crate::t;
pub use lists::ListsPage;
pub use one::MeetingPage;
pub use sign::SignInPage;

/// When a meeting usually begins, in minutes after midnight.
const SEVEN: u16 = 19 * 60;

fn path(id: Dot) -> String {
    format!("/organise/meeting/{id}")
}

/// `3 December, 19:00, the community room`.
pub fn when_words(meeting: &Meeting) -> String {
    let all = meeting.versions.iter().map(|(_, said)| {
        t!(
            "meeting.when",
            day = short_day(said.day),
            time = minutes_in_words(said.from),
            place = said.place
        )
    });
    all.collect::<Vec<_>>().join(" / ")
}

/// The page.
#[component]
pub fn MeetingsPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| {
        phone.read(|state| {
            let all = meetings(state).into_iter();
            let rows = all.map(|meeting| {
                let came = turnout(state, &meeting).map(|it| it.whole);
                (meeting, came)
            });
            rows.collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let today = tonight().today;
        let mut all = all.get();
        // What is to come first, the next one at the top; then what is over, the newest first.
        all.sort_by_key(|(meeting, _)| {
            let over = meeting.day() < today;
            let near = (i64::from(meeting.day()) - i64::from(today)).abs();
            (over, near)
        });
        all.into_iter()
            .map(|(meeting, came)| {
                let what = meeting.said().map(|said| said.what.clone());
                let came = came.map(|whole| {
                    t!(
                        "meeting.came_of",
                        n = whole.came,
                        pledged = whole.pledged,
                        all = whole.homes
                    )
                });
                view! {
                    <li>
                        <a class="card" href=path(meeting.id)>
                            <strong>
                                <bdi>{what}</bdi>
                            </strong>
                            <span class="quiet">
                                <bdi>{when_words(&meeting)}</bdi>
                            </span>
                            <span>{came}</span>
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <OrganiserPage title=t!("meeting.title") back=Back::Home>
            <p>{t!("meeting.what_for")}</p>
            <OfCampaign estates=Estates::new(phone) />
            <ul class="stack">{rows}</ul>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="quiet">{t!("meeting.none")}</p>
            </Show>
            <h2>{t!("meeting.set_up")}</h2>
            <Form of=None />
        </OrganiserPage>
    }
}

fn why_not(why: NoMeeting) -> String {
    match why {
        NoMeeting::NoWhat => t!("meeting.no_what"),
        NoMeeting::NoPlace => t!("meeting.no_place"),
        NoMeeting::Over => t!("meeting.over"),
    }
}

/// What, when and where; of a meeting that is being changed what stands.
#[component]
fn Form(of: Option<Meeting>) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let said = of.as_ref().and_then(Meeting::said).cloned();
    let what = RwSignal::new(said.as_ref().map(|it| it.what.clone()).unwrap_or_default());
    let place = RwSignal::new(said.as_ref().map(|it| it.place.clone()).unwrap_or_default());
    let day = RwSignal::new(said.as_ref().map(|it| it.day));
    let from = RwSignal::new(Some(said.as_ref().map_or(SEVEN, |it| it.from)));
    let is_new = of.is_none();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let today = tonight().today;
        let times = day.get_untracked().zip(from.get_untracked());
        let draft = times
            .ok_or_else(|| t!("meeting.no_day"))
            .and_then(|(day, from)| {
                let plan = Plan {
                    what: what.get_untracked(),
                    day,
                    from,
                    place: place.get_untracked(),
                };
                let draft = match &of {
                    Some(meeting) => change(meeting, &plan, today),
                    None => set_up(&plan, today),
                };
                draft.map_err(why_not)
            });
        let (drafts, missing) = match draft {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why),
        };
        saving.save(drafts, missing, move |dots| {
            if let Some(id) = dots.first().filter(|_| is_new) {
                address.go(&path(*id));
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <Words id="meeting-what" label=t!("meeting.what") value=what />
            <div class="field">
                <label for="meeting-day">{t!("meeting.day")}</label>
                <input
                    id="meeting-day"
                    type="date"
                    prop:value=move || day.get().map(field_day).unwrap_or_default()
                    on:change=move |event| day.set(picked_day(&event_target_value(&event)))
                />
            </div>
            <div class="field">
                <label for="meeting-from">{t!("meeting.from")}</label>
                <input
                    id="meeting-from"
                    type="time"
                    prop:value=move || from.get().map(field_minutes).unwrap_or_default()
                    on:change=move |event| from.set(picked_minutes(&event_target_value(&event)))
                />
            </div>
            <Words id="meeting-place" label=t!("meeting.place") value=place />
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {if is_new { t!("meeting.set_up_keep") } else { t!("meeting.change_keep") }}
            </button>
        </form>
    }
}

#[component]
fn Words(id: &'static str, label: String, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id type="text" dir="auto" autocomplete="off" maxlength="100" bind:value=value />
        </div>
    }
}
