//! Who keeps the keys, and what they decide together.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::canvass::draft::Draft;
use crate::canvass::handover::{Committee, Guarded, Holder};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::start::founding::{self, Stumble};
use crate::client::pages::start::word_list;
use crate::client::parts::tenure::tenure_name;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::handover::keyholders::{Act, Candidate, OPEN_FOR, acts, ask, may_sign, sign};
use crate::sync::certificate::PersonId;
use crate::sync::keyholding::place_of;
use crate::sync::keys::OwnKeys;
use crate::t;

fn committee(phone: Phone) -> Memo<Option<Committee>> {
    Memo::new(move |_| phone.membership().get().and_then(|own| own.committee))
}

fn own_person(phone: Phone) -> Option<PersonId> {
    phone.membership().get().map(|own| own.person)
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
            {(!is_one()).then(|| view! { <SayWho /> })}
        })
    }
}

/// A keyholder types their six words, so that their signature counts from this device on.
#[component]
fn SayWho() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let saving = Saving::new();
    let words = RwSignal::new(String::new());
    let working = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if working.get_untracked() {
            return;
        }
        working.set(true);
        spawn_local(async move {
            let keys = keys(&words.get_untracked()).await;
            let _ = working.try_set(false);
            match keys.and_then(|keys| said(phone, &keys)) {
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
            <p role="status">{move || working.get().then(|| t!("start.recover_wait"))}</p>
            <button type="submit" class="button whole" disabled=working>
                {t!("handover.say_who_button")}
            </button>
        </form>
    }
}

async fn keys(words: &str) -> Result<OwnKeys, String> {
    let list = word_list::fetch().await.ok_or(t!("start.list_missing"))?;
    let keys = founding::keys(words, &list).await;
    keys.map_err(|stumble| match stumble {
        Stumble::StartCode(reason) | Stumble::Other(reason) => reason,
    })
}

/// What to record of whoever typed these words here: as they were named when the campaign began.
fn said(phone: Phone, keys: &OwnKeys) -> Result<Draft, String> {
    let own = phone.membership().get_untracked();
    let named = own.as_ref().and_then(|own| {
        let place = place_of(&phone.root()?, keys)?;
        let mut holders = own.committee.as_ref()?.holders.iter();
        let holder = holders.find(|holder| holder.place == place)?;
        Some(Candidate {
            name: holder.name.clone(),
            tenure: holder.tenure.clone(),
            stair: holder.stair.clone(),
        })
    });
    let who = named.unwrap_or_else(|| Candidate {
        name: own.map(|own| own.name).unwrap_or_default(),
        ..Candidate::default()
    });
    let draft = phone.keyholder_is(keys, &who, true);
    draft.map_err(|error| error.sentence())
}

/// What keyholders were asked for, and asking.
#[component]
pub(super) fn Acts() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let committee = committee(phone);
    let saving = Saving::new();
    let all = Memo::new(move |_| {
        let committee = committee.get()?;
        Some(phone.read(|state| acts(state, &committee)))
    });
    let open = move || {
        let today = tonight().today;
        let is_open =
            |act: &&Act| act.act == Guarded::Export && act.day.saturating_add(OPEN_FOR) > today;
        all.with(|all| all.iter().flatten().any(|act| is_open(&act)))
    };
    let ask_export = move |_| {
        let draft = ask(Guarded::Export, tonight().today);
        saving.save(vec![draft], String::new(), |_| ());
    };
    let rows = move || {
        let acts = all.get().unwrap_or_default().into_iter();
        let needed = committee.get().map_or(0, |it| usize::from(it.needed));
        let acts: Vec<Act> = acts.collect();
        let person = own_person(phone).filter(|person| {
            let committee = committee.get();
            committee.is_some_and(|committee| may_sign(&acts, &committee, *person))
        });
        let acts = acts.into_iter();
        acts.map(|act| row(saving, act, needed, person))
            .collect_view()
    };
    move || {
        all.with(Option::is_some).then(|| {
            view! {
                <h2>{t!("handover.acts")}</h2>
                <p>{t!("handover.acts_what")}</p>
                <Wrong saving=saving />
                <ul class="stack tight">{rows}</ul>
                <Show when=move || !open()>
                    <button type="button" class="button whole" on:click=ask_export>
                        {t!("handover.ask_export")}
                    </button>
                </Show>
            }
        })
    }
}

fn row(saving: Saving, act: Act, needed: usize, person: Option<PersonId>) -> impl IntoView + use<> {
    let what = match &act.act {
        Guarded::Export => t!("handover.act_export"),
        Guarded::Wipe => t!("handover.act_wipe"),
        Guarded::Admit { name, .. } => t!("handover.act_admit", name = name),
    };
    let today = tonight().today;
    let stands = match (act.is_open(today), act.decided) {
        (true, _) => t!("handover.act_open"),
        (false, true) => t!("handover.act_over"),
        (false, false) => t!("handover.act_signed", n = act.signed, needed = needed),
    };
    let draft = person.and_then(|person| sign(&act, person));
    let by = t!("handover.act_by", name = act.by);
    view! {
        <li class="card stack">
            <strong>{what}</strong>
            <p>{by}</p>
            <p>{stands}</p>
            {draft
                .map(|draft| {
                    let sign = move |_| saving.save(vec![draft.clone()], String::new(), |_| ());
                    view! {
                        <button type="button" class="button" on:click=sign>
                            {t!("handover.sign")}
                        </button>
                    }
                })}
        </li>
    }
}
