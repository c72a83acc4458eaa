//! The end of the shift: what is saved, sent and merged, said before and after.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::incident::ToIncident;
use super::other_device::OtherDevice;
use super::sent::{Counts, InTheWay, Oldest, TakeAlong};
use super::trained::{ToTrained, TrainersTrained};
use crate::canvass::shift;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, Page};
use crate::client::phone::Phone;
use crate::sync::certificate::Role;
use crate::t;

/// The page.
#[component]
pub fn Shift() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    // Said again to who comes back to this page, until the next knock.
    let has_ended = evening.shift_ended;
    let wrong = RwSignal::new(None);
    let end = move |closes: bool| {
        let Some(membership) = phone.membership().get_untracked() else {
            return;
        };
        let draft = phone.read_untracked(|state| shift::ended(state, membership.person));
        spawn_local(async move {
            let saved = evening
                .record(phone, t!("volunteer.end_shift"), vec![draft])
                .await;
            if saved.is_ok() {
                has_ended.set(true);
                evening.knockers.end(phone);
                if !closes {
                    phone.sync();
                } else if let Err(reason) = phone.close_list().await {
                    let _ = wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    };
    let end = Callback::new(end);
    let waiting = Memo::new(move |_| phone.tally().get().waiting());
    let unsaved = Memo::new(move |_| !evening.not_saved.with(Vec::is_empty));
    let onward = move || onward_words(unsaved.get(), has_ended.get(), waiting.get());
    let name = move || phone.membership().get().map(|membership| membership.name);
    view! {
        <Page title=t!("volunteer.end_shift") at=Place::Elsewhere>
            {move || {
                let words = if has_ended.get() {
                    t!("volunteer.thank_you", name = name().unwrap_or_default())
                } else {
                    t!("volunteer.shift_title")
                };
                view! { <Heading>{words}</Heading> }
            }}
            <p role="status">{onward}</p>
            <Counts />
            <p class="quiet small">{t!("volunteer.counts_explained")}</p>
            <Oldest />
            <InTheWay />
            <OtherDevice />
            <TakeAlong />
            <TrainersTrained />
            <ToTrained />
            <ToIncident />
            <p class="error" role="alert">
                {move || wrong.get()}
            </p>
            <a class="button plain" href="/wipe">
                {t!("phone.wipe")}
            </a>
            <Ways has_ended=has_ended.into() end />
        </Page>
    }
}

/// What is said of what this phone holds, before the end and after it.
fn onward_words(unsaved: bool, has_ended: bool, waiting: usize) -> String {
    match (unsaved, has_ended, waiting) {
        // What is held in memory waits, too, and is counted nowhere.
        (true, ..) => t!("volunteer.status_not_saved"),
        (false, false, 0) => t!("volunteer.shift_all_sent"),
        (false, false, n) => t!("volunteer.shift_waiting", n = n),
        (false, true, 0) => t!("volunteer.shift_ended_sent"),
        (false, true, n) => t!("volunteer.shift_ended_waiting", n = n),
    }
}

/// To end it, with the list or without, or to go on.
#[component]
fn Ways(
    has_ended: Signal<bool>,
    /// Ends it; and closes the list, where that is asked.
    end: Callback<bool>,
) -> impl IntoView {
    let ways = move || match has_ended.get() {
        true => view! {
            <a class="button whole" href="/today">
                {t!("volunteer.to_today")}
            </a>
        }
        .into_any(),
        false => view! {
            <button type="button" class="button primary whole" on:click=move |_| end.run(false)>
                {t!("volunteer.end_shift")}
            </button>
            <EndAndClose close=Callback::new(move |()| end.run(true)) />
            <a class="button whole" href="/today">
                {t!("volunteer.go_on")}
            </a>
        }
        .into_any(),
    };
    view! { <div class="reach">{ways}</div> }
}

/// To end the shift and give the list back, in two steps. Not on an organiser's device: that would
/// close the campaign with it.
#[component]
fn EndAndClose(close: Callback<()>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let organises = Memo::new(move |_| {
        let own = phone.membership().get();
        own.is_some_and(|own| own.role == Role::Organiser)
    });
    let asked = RwSignal::new(false);
    move || match (organises.get(), asked.get()) {
        (true, _) => ().into_any(),
        (false, false) => view! {
            <button type="button" class="button whole" on:click=move |_| asked.set(true)>
                {t!("phone.end_and_close")}
            </button>
        }
        .into_any(),
        (false, true) => view! {
            <div class="banner stop" role="alert">
                <p>{t!("phone.end_and_close_what")}</p>
                <button type="button" class="button danger whole" on:click=move |_| close.run(())>
                    {t!("phone.close_now")}
                </button>
                <button type="button" class="button whole" on:click=move |_| asked.set(false)>
                    {t!("volunteer.cancel")}
                </button>
            </div>
        }
        .into_any(),
    }
}
