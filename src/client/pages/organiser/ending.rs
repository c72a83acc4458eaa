//! The campaign's end: when it comes, what happens then, what to take along before; and putting it
//! later, by the six words on paper.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::client::clock;
use crate::client::pages::day;
use crate::client::pages::start::founding::{self, Stumble};
use crate::client::pages::start::word_list;
use crate::client::parts::page::{Heading, set_title};
use crate::client::parts::when::long_day;
use crate::client::phone::Phone;
use crate::client::told::PhoneError;
use crate::organise::ending::{Kept, WARNINGS, days_left};
use crate::sync::keys::OwnKeys;
use crate::sync::wire::RefusalCode;
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

/// What the page holds.
#[derive(Clone, Copy)]
struct Ending {
    phone: Phone,
    until: RwSignal<String>,
    words: RwSignal<String>,
    /// Who has signed so far, where more than one keyholder has to.
    signed: StoredValue<Vec<OwnKeys>>,
    missing: RwSignal<usize>,
    wrong: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    done: RwSignal<bool>,
}

/// The page.
#[component]
pub fn EndPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let ending = Ending {
        phone,
        until: RwSignal::new(founding::default_end()),
        words: RwSignal::default(),
        signed: StoredValue::new(Vec::new()),
        missing: RwSignal::new(0),
        wrong: RwSignal::new(None),
        busy: RwSignal::new(false),
        done: RwSignal::new(false),
    };
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
            {move || match ending.done.get() {
                true => view! { <p role="status">{t!("keys.end_done")}</p> }.into_any(),
                false => form(ending).into_any(),
            }}
        </OrganiserPage>
    }
}

fn form(ending: Ending) -> impl IntoView {
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !ending.busy.get_untracked() {
            leptos::task::spawn_local(put_later(ending));
        }
    };
    let invalid = move || ending.wrong.get().is_some().then_some("true");
    view! {
        <form class="stack" on:submit=submit novalidate>
            <p class="error" role="alert" id="mistake">
                {move || ending.wrong.get()}
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
                    aria-invalid=invalid
                    bind:value=ending.until
                />
            </div>
            <div class="field">
                <label for="words">{t!("start.recover_words")}</label>
                <p id="words-hint" class="hint">
                    {t!("keys.end_words_hint")}
                </p>
                <textarea
                    id="words"
                    rows="3"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    translate="no"
                    aria-describedby="words-hint mistake"
                    aria-invalid=invalid
                    bind:value=ending.words
                />
            </div>
            <p role="status">
                {move || {
                    let missing = ending.missing.get();
                    match (ending.busy.get(), missing) {
                        (true, _) => t!("start.recover_wait"),
                        (false, 0) => String::new(),
                        (false, n) => t!("keys.end_missing", n = n),
                    }
                }}
            </p>
            <button type="submit" class="button primary whole" disabled=ending.busy>
                {t!("keys.end_put_later")}
            </button>
        </form>
    }
}

/// Checks what was typed, signs and tells everyone.
async fn put_later(ending: Ending) {
    ending.wrong.set(None);
    let ends = ending
        .phone
        .membership()
        .get_untracked()
        .map(|own| own.ends);
    let until = day::end_of(&ending.until.get_untracked());
    let wrong = match until {
        None => Some(t!("start.ends_missing")),
        Some(until) if until > founding::latest_end() => Some(t!("start.ends_far")),
        Some(until) if ends.is_some_and(|ends| until <= ends) => Some(t!("keys.end_not_later")),
        Some(_) => None,
    };
    let (None, Some(until)) = (&wrong, until) else {
        ending.wrong.set(wrong);
        return;
    };
    ending.busy.set(true);
    let outcome = sign(ending, until).await;
    let _ = ending.busy.try_set(false);
    match outcome {
        Ok(0) => {
            let _ = ending.done.try_set(true);
        }
        Ok(missing) => {
            let _ = ending.missing.try_set(missing);
            let _ = ending.words.try_set(String::new());
        }
        Err(reason) => {
            let _ = ending.wrong.try_set(Some(reason));
        }
    }
}

/// Works the words out and signs with them: how many keyholders are still to.
async fn sign(ending: Ending, until: i64) -> Result<usize, String> {
    let list = word_list::fetch().await.ok_or(t!("start.list_missing"))?;
    let keys = founding::keys(&ending.words.get_untracked(), &list)
        .await
        .map_err(|stumble| match stumble {
            Stumble::StartCode(reason) | Stumble::Other(reason) => reason,
        })?;
    let mut signed = ending.signed.get_value();
    if !signed.contains(&keys) {
        signed.push(keys);
    }
    let missing = ending.phone.extend(until, &signed).await;
    let missing = missing.map_err(|reason| match reason {
        PhoneError::Refused(RefusalCode::UnknownCampaign) => t!("keys.end_other_words"),
        other => other.sentence(),
    })?;
    ending.words.set(String::new());
    ending.signed.set_value(match missing {
        0 => Vec::new(),
        _ => signed,
    });
    Ok(missing)
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
