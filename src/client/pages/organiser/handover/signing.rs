//! Who keeps the keys.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::who::Who;
use crate::canvass::draft::Draft;
use crate::canvass::handover::{Committee, Holder};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::start::founding::{self, Stumble};
use crate::client::pages::start::word_list;
use crate::client::parts::tenure::tenure_name;
use crate::client::phone::Phone;
use crate::client::told::PhoneError;
use crate::organise::handover::keyholders::{Candidate, all_named, named};
use crate::sync::certificate::PersonId;
use crate::sync::keyholding::place_of;
use crate::sync::keys::OwnKeys;
use crate::sync::wire::RefusalCode;
use crate::t;

/// Who keeps the keys, followed.
pub(super) fn committee(phone: Phone) -> Memo<Option<Committee>> {
    Memo::new(move |_| phone.membership().get().and_then(|own| own.committee))
}

/// Whose this device is, where certificates prove it: only what it signs then counts.
pub(super) fn own_person(phone: Phone) -> Option<PersonId> {
    let own = phone.membership().get()?;
    own.committee?.devices.get(&own.device).copied()
}

/// Whether somebody is known on a device as one of these keyholders.
fn is_known(committee: &Committee, place: u8) -> bool {
    let mut all = committee.holders.iter();
    all.any(|holder| holder.place == place && holder.person.is_some())
}

/// The keyholders, and a way to say that one is oneself.
#[component]
pub(super) fn Keyholders() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let committee = committee(phone);
    let is_one = move || {
        let person = own_person(phone);
        committee.with(|it| {
            let holders = it.iter().flat_map(|it| &it.holders);
            holders
                .into_iter()
                .any(|holder| holder.person.is_some() && holder.person == person)
        })
    };
    move || {
        let committee = committee.get()?;
        let needed = usize::from(committee.needed);
        let mut places: Vec<&Holder> = Vec::new();
        for holder in &committee.holders {
            if places.iter().all(|other| other.place != holder.place) {
                places.push(holder);
            }
        }
        places.sort_by_key(|holder| holder.place);
        let rows = places.into_iter().map(|holder| {
            let key = match is_known(&committee, holder.place) {
                true => "handover.holder_known",
                false => "handover.holder_unknown",
            };
            let tenure = tenure_name(&holder.tenure);
            let line = t!(
                key,
                name = holder.name,
                stair = holder.stair,
                tenure = tenure
            );
            view! { <li>{line}</li> }
        });
        Some(view! {
            <h2>{t!("handover.keyholders")}</h2>
            <p>{t!("handover.signed_by", n = committee.places, needed = needed)}</p>
            <ul class="stack tight">{rows.collect_view()}</ul>
            {(!is_one()).then(|| view! { <SayWho named=all_named(&committee) /> })}
        })
    }
}

/// A keyholder types their six words, so that their signature counts from this device on; and who they are, where
/// nothing names them yet.
#[component]
fn SayWho(
    /// The board names all keyholders.
    named: bool,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let saving = Saving::new();
    let words = RwSignal::new(String::new());
    let who = Who::new();
    let working = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if working.get_untracked() {
            return;
        }
        working.set(true);
        let typed = who.typed();
        spawn_local(async move {
            let keys = keys(&words.get_untracked()).await;
            let _ = working.try_set(false);
            match keys.and_then(|keys| said(phone, &keys, typed)) {
                Ok(draft) => {
                    let _ = words.try_set(String::new());
                    saving.save(vec![draft], String::new(), |_| ());
                }
                Err(reason) => drop(saving.wrong.try_set(Some(reason))),
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <Wrong saving=saving />
            {words_field(words)}
            {(!named)
                .then(|| {
                    view! {
                        <p class="hint">{t!("handover.say_who_named")}</p>
                        {who.fields("own")}
                    }
                })}
            <p role="status">{move || working.get().then(|| t!("start.recover_wait"))}</p>
            <button type="submit" class="button whole" disabled=working>
                {t!("handover.say_who_button")}
            </button>
        </form>
    }
}

fn words_field(words: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="words">{t!("handover.say_who")}</label>
            <p id="words-hint" class="hint">
                {t!("handover.say_who_hint")}
            </p>
            <textarea
                id="words"
                rows="3"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                translate="no"
                aria-describedby="words-hint"
                bind:value=words
            />
        </div>
    }
}

async fn keys(words: &str) -> Result<OwnKeys, String> {
    let list = word_list::fetch().await.ok_or(t!("start.list_missing"))?;
    let keys = founding::keys(words, &list).await;
    keys.map_err(|stumble| match stumble {
        Stumble::StartCode(reason) | Stumble::Other(reason) => reason,
    })
}

/// What to record of whoever typed these words here: as they were named when the campaign began, or as they say.
fn said(phone: Phone, keys: &OwnKeys, typed: Candidate) -> Result<Draft, String> {
    let other_words = || PhoneError::Refused(RefusalCode::UnknownCampaign).sentence();
    let own = phone.membership().get_untracked();
    let committee = own.and_then(|own| own.committee);
    let place = phone.root().and_then(|root| place_of(&root, keys));
    let (Some(committee), Some(place)) = (committee, place) else {
        return Err(other_words());
    };
    let who = named(&committee, place, typed).map_err(|flaw| t!(flaw.key()))?;
    let draft = phone.keyholder_is(keys, &who, true);
    draft.map_err(|error| match error {
        PhoneError::NotOwnDevice => t!("handover.not_own_device"),
        other => other.sentence(),
    })
}
