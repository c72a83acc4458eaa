//! What is saved, sent and merged; and what stands in the way.

use leptos::prelude::*;

use super::other_device::OtherDevice;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::client::told::refusal;
use crate::sync::session::Trouble;
use crate::t;

/// The page the status line opens.
#[component]
pub fn Sent() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let sending = move || phone.status().with(|status| status.sending);
    view! {
        <Page title=t!("volunteer.sent") at=Place::Sent>
            <Heading>{t!("volunteer.sent_title")}</Heading>
            <Counts />
            <NotAccepted />
            <InTheWay />
            <Oldest />
            <p class="quiet">{move || last_answer(phone)}</p>
            <OtherDevice />
            <p>{t!("volunteer.sent_how")}</p>
            <p class="quiet" id="promised">{move || promised(phone)}</p>
            <TakeAlong />
            <div class="reach">
                <button
                    type="button"
                    class="button primary whole"
                    aria-disabled=move || sending().then_some("true")
                    on:click=move |_| phone.sync()
                >
                    {move || if sending() { t!("volunteer.status_sending") } else { t!("volunteer.send_now") }}
                </button>
                <a class="button whole" href="/shift">
                    {t!("volunteer.end_shift")}
                </a>
            </div>
        </Page>
    }
}

/// The way to a file, where something waits.
#[component]
pub fn TakeAlong() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let waits = Memo::new(move |_| phone.tally().get().waiting() > 0);
    move || {
        waits.get().then(|| {
            view! {
                <a class="button plain" href="/along">
                    {t!("along.link")}
                </a>
            }
        })
    }
}

fn last_answer(phone: Phone) -> String {
    match phone.status().get().last_answer {
        Some(at) => t!("volunteer.last_answer", time = time_and_day(at)),
        None => t!("volunteer.no_answer_yet"),
    }
}

/// Whether the browser keeps it, where it said.
fn promised(phone: Phone) -> Option<String> {
    Some(match phone.promised().get()? {
        true => t!("phone.kept_promised"),
        false => t!("phone.kept_not_promised"),
    })
}

/// How old the oldest is of what waits, where something does.
#[component]
pub fn Oldest() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let since = Memo::new(move |_| {
        phone.tally().track();
        phone.waits_since()
    });
    move || {
        let since = since.get()?;
        Some(view! { <p>{t!("doors.waits_since", time = time_and_day(since))}</p> })
    }
}

/// Saved, sent, merged: each after its own proof.
#[component]
pub fn Counts() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let tally = phone.tally();
    view! {
        <dl class="card facts">
            <dt>{t!("volunteer.count_saved")}</dt>
            <dd>{move || tally.get().recorded}</dd>
            <dt>{t!("volunteer.count_sent")}</dt>
            <dd>{move || tally.get().sent}</dd>
            <dt>{t!("volunteer.count_waiting")}</dt>
            <dd>{move || tally.get().waiting()}</dd>
            <dt>{t!("volunteer.count_merged")}</dt>
            <dd>{move || tally.get().merged}</dd>
        </dl>
    }
}

/// What the endpoint will not take: still here, and for an organiser to see.
#[component]
fn NotAccepted() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let count = Memo::new(move |_| phone.status().get().not_accepted);
    move || {
        (count.get() > 0).then(|| {
            view! {
                <div class="banner stop">
                    <h2>{t!("volunteer.status_not_accepted", n = count.get())}</h2>
                    <ul>
                        {phone
                            .not_accepted()
                            .into_iter()
                            .map(|(code, n)| {
                                view! { <li>{t!("doors.refused_for", n = n, why = refusal(code))}</li> }
                            })
                            .collect_view()}
                    </ul>
                    <p>{t!("volunteer.not_accepted_why")}</p>
                </div>
            }
        })
    }
}

/// What stands in the way of sending, and whether it is tried again.
#[component]
pub fn InTheWay() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let words = move || {
        let trouble = phone.status().get().trouble;
        match (trouble, phone.online().get()) {
            (Some(Trouble::Refused(code)), _) => Some(refusal(code)),
            (Some(Trouble::Busy(code)), _) => Some(refusal(code)),
            (Some(Trouble::NoAnswer), true) => Some(t!("volunteer.trouble_no_answer")),
            (_, false) => Some(t!("volunteer.trouble_offline")),
            (None, true) => None,
        }
    };
    view! {
        <div role="status">
            {move || words().map(|words| view! { <p class="banner">{words}</p> })}
        </div>
    }
}
