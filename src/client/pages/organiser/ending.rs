//! The campaign's end: when it comes, what happens then, what to take along before; and putting it
//! later, by the six words on paper.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::keyholder_words::{KeyholderWords, Signing};
use crate::client::clock;
use crate::client::pages::day;
use crate::client::pages::start::founding;
use crate::client::parts::page::{Heading, set_title};
use crate::client::parts::when::long_day;
use crate::client::phone::Phone;
use crate::organise::ending::{Kept, WARNINGS, days_left};
use crate::t;

/// On the home page, from 60 days before the end: how long is left, and what to take along.
#[component]
pub fn EndWarning() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let ends = Memo::new(move |_| phone.membership().get().map(|own| own.ends));
    move || {
        let ends = ends.get()?;
        let left = days_left(ends, clock::now())?;
        let day = long_day(ends);
        let words = match left {
            0 => t!("keys.ends_now", day = day),
            n => t!("keys.ends_soon", n = n, day = day),
        };
        // At 60 days it is said; at 30 what to do about it, too; in the last week in red.
        let urgent = left <= WARNINGS[2];
        Some(view! {
            <div class="banner" class:stop=urgent role="status">
                <p>{words}</p>
                {(left <= WARNINGS[1]).then(|| view! { <p>{t!("keys.ends_take_along")}</p> })}
                <a class="button whole" href="/organise/morning">
                    {t!("keys.ends_files")}
                </a>
                <a class="button whole" href="/organise/end">
                    {t!("keys.end")}
                </a>
            </div>
        })
    }
}

/// The page.
#[component]
pub fn EndPage() -> impl IntoView {
    let signing = Signing::new();
    let phone = signing.phone;
    let done = RwSignal::new(false);
    let ends = Memo::new(move |_| phone.membership().get().map_or(0, |own| own.ends));
    view! {
        <OrganiserPage title=t!("keys.end") back=Back::Home>
            <p class="figure">{move || t!("organiser.ends", day = long_day(ends.get()))}</p>
            <p>{t!("keys.end_what")}</p>
            <p>{t!("keys.end_stays")}</p>
            <p>
                <a href="/organise/morning#files">{t!("keys.ends_files")}</a>
            </p>
            <h2>{t!("keys.end_later")}</h2>
            {move || match done.get() {
                true => view! { <p role="status">{t!("keys.end_done")}</p> }.into_any(),
                false => form(signing, done).into_any(),
            }}
        </OrganiserPage>
    }
}

fn form(signing: Signing, done: RwSignal<bool>) -> impl IntoView {
    let until = RwSignal::new(founding::default_end());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !signing.busy.get_untracked() {
            leptos::task::spawn_local(put_later(signing, until.get_untracked(), done));
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <p class="error" role="alert" id="mistake">
                {move || signing.wrong.get()}
            </p>
            <div class="field">
                <label for="until">{t!("keys.end_day")}</label>
                <p id="until-hint" class="hint">
                    {t!("keys.end_day_hint")}
                </p>
                <input
                    id="until"
                    type="date"
                    aria-describedby="until-hint mistake"
                    aria-invalid=move || signing.invalid()
                    bind:value=until
                />
            </div>
            <KeyholderWords signing />
            <button type="submit" class="button primary whole" disabled=signing.busy>
                {t!("keys.end_put_later")}
            </button>
        </form>
    }
}

/// Checks what was typed, signs and tells everyone.
async fn put_later(signing: Signing, until: String, done: RwSignal<bool>) {
    signing.wrong.set(None);
    let membership = signing.phone.membership().get_untracked();
    let ends = membership.map(|own| own.ends);
    let until = day::end_of(&until);
    let wrong = match until {
        None => Some(t!("start.ends_missing")),
        Some(until) if until > founding::latest_end() => Some(t!("start.ends_far")),
        Some(until) if ends.is_some_and(|ends| until <= ends) => Some(t!("keys.end_not_later")),
        Some(_) => None,
    };
    let (None, Some(until)) = (&wrong, until) else {
        signing.wrong.set(wrong);
        return;
    };
    let missing = signing
        .sign(async |signed| signing.phone.extend(until, &signed).await)
        .await;
    if missing == Some(0) {
        let _ = done.try_set(true);
    }
}

/// What the campaign that has ended came to: all that this device has kept of it. For who belongs to no campaign
/// any more.
#[component]
pub fn CountsPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    set_title(&t!("keys.counts"));
    let kept = phone.kept_counts();
    view! {
        <div class="page">
            <main>
                <a class="back" href="/">
                    {t!("volunteer.back")}
                </a>
                <Heading>{t!("keys.counts")}</Heading>
                {match kept {
                    None => view! { <p>{t!("keys.counts_none")}</p> }.into_any(),
                    Some(kept) => counts(kept).into_any(),
                }}
            </main>
        </div>
    }
}

fn counts(kept: Kept) -> impl IntoView {
    let few = || t!("keys.counts_few");
    let words = |n: Option<usize>| n.map_or_else(few, |n| n.to_string());
    let rows = [
        (t!("keys.counts_homes"), kept.homes.to_string()),
        (t!("keys.counts_tried"), words(kept.tried)),
        (t!("keys.counts_spoken"), words(kept.spoken)),
        (t!("keys.counts_issues"), kept.issues.to_string()),
        (t!("keys.counts_demands"), kept.demands.to_string()),
        (t!("keys.counts_wins"), kept.wins.to_string()),
        (t!("keys.counts_training"), kept.training.to_string()),
    ];
    let rows = rows.into_iter().map(|(name, figure)| {
        view! {
            <dt>{name}</dt>
            <dd>{figure}</dd>
        }
    });
    view! {
        <p>{t!("keys.counts_what")}</p>
        <dl class="card facts">{rows.collect_view()}</dl>
    }
}
