//! What is being fetched, until no signal is needed any more.

use leptos::prelude::*;

use super::name_unknown::NameUnknown;
use crate::client::parts::home_screen::HomeScreen;
use crate::client::parts::page::Heading;
use crate::client::phone::Phone;
use crate::client::told::Fetching;
use crate::t;

/// After joining: both bars, then the word that the signal may go.
#[component]
pub fn FetchingScreen() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let ready = Memo::new(move |_| phone.fetching().with(Option::is_none));
    move || {
        if ready.get() {
            view! { <Ready /> }.into_any()
        } else {
            view! { <Underway /> }.into_any()
        }
    }
}

#[component]
fn Underway() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let fetching = move || phone.fetching().get().unwrap_or_default();
    view! {
        <Heading>{t!("volunteer.fetching")}</Heading>
        <p>{t!("volunteer.fetching_why")}</p>
        <div class="card" role="status">
            {move || {
                let Fetching { app_done, app_total, doors_done, doors_total, .. } = fetching();
                view! {
                    <Bar words=t!("volunteer.fetching_app") done=app_done.into() total=app_total.into() />
                    <Bar words=t!("volunteer.fetching_doors") done=doors_done total=doors_total />
                }
            }}
        </div>
        {move || {
            fetching().app_failed.then(|| view! { <p class="banner">{t!("volunteer.fetching_failed")}</p> })
        }}
        <div class="reach">
            <button type="button" class="button whole" on:click=move |_| phone.sync()>
                {t!("volunteer.try_again")}
            </button>
            <a class="button plain whole" href="/today">
                {t!("volunteer.go_on_meanwhile")}
            </a>
        </div>
    }
}

#[component]
fn Bar(words: String, done: u64, total: u64) -> impl IntoView {
    let figures = if total == 0 {
        t!("volunteer.fetching_waiting")
    } else {
        t!(
            "volunteer.fetching_figures",
            done = done.min(total),
            total = total
        )
    };
    view! {
        <div class="stack tight">
            <span class="row apart">
                <span>{words}</span>
                <span class="figure">{figures}</span>
            </span>
            <progress max=total.max(1).to_string() value=done.min(total).to_string() aria-hidden="true"></progress>
        </div>
    }
}

#[component]
fn Ready() -> impl IntoView {
    view! {
        <Heading>{t!("volunteer.no_signal_needed")}</Heading>
        <p>{t!("volunteer.no_signal_needed_why")}</p>
        <NameUnknown />
        <HomeScreen />
        <div class="reach">
            <a class="button primary whole" href="/today">
                {t!("volunteer.to_today")}
            </a>
        </div>
    }
}
