//! What keyholders decide together: what was asked, by whom and when, and asking for more.

use std::collections::BTreeMap;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::signing::{committee, own_person};
use super::who::Who;
use crate::canvass::handover::{Committee, Guarded};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::tenure::tenure_name;
use crate::client::parts::when::{day_and_year, tonight};
use crate::organise::handover::keyholders::{
    Act, KnownAs, OPEN_FOR, acts, ask, ask_to_admit, candidates, may_sign, organisers, sign,
};
use crate::sync::certificate::PersonId;
use crate::t;

/// What there is to show.
#[derive(Clone, PartialEq)]
struct Asked {
    committee: Committee,
    acts: Vec<Act>,
    organisers: BTreeMap<PersonId, KnownAs>,
    /// Who could be let sign.
    others: BTreeMap<PersonId, KnownAs>,
    /// Whoever has this device, where they may sign.
    signer: Option<PersonId>,
}

/// What keyholders were asked for, and asking.
#[component]
pub(super) fn Acts() -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let committee = committee(phone);
    let asked = Memo::new(move |_| {
        let (committee, today) = (committee.get()?, tonight().today);
        let signer = own_person(phone);
        phone.read(|state| {
            let acts = acts(state, &committee);
            Some(Asked {
                signer: signer.filter(|person| may_sign(&acts, &committee, *person)),
                organisers: organisers(state, &committee),
                others: candidates(state, &committee, &acts, today),
                committee: committee.clone(),
                acts,
            })
        })
    });
    move || {
        let asked = asked.get()?;
        let may_ask = asked.signer.is_some();
        let others = asked.others.clone();
        let rows = asked.acts.iter().map(|act| row(saving, &asked, act));
        let export = !open_or_waiting(&asked.acts) && may_ask;
        let ask_export = move |_| {
            let draft = ask(Guarded::Export, tonight().today);
            saving.save(vec![draft], String::new(), |_| ());
        };
        Some(view! {
            <h2>{t!("handover.acts")}</h2>
            <p>{t!("handover.acts_what")}</p>
            <Wrong saving=saving />
            <ul class="stack tight">{rows.collect_view()}</ul>
            {(!may_ask).then(|| view! { <p class="hint">{t!("handover.keyholders_ask")}</p> })}
            {export
                .then(|| {
                    view! {
                        <button type="button" class="button whole" on:click=ask_export>
                            {t!("handover.ask_export")}
                        </button>
                    }
                })}
            {(may_ask && !others.is_empty())
                .then(|| view! { <AskToAdmit others=others /> })}
        })
    }
}

/// Whether taking files out is open, or was asked for and can still be signed.
fn open_or_waiting(acts: &[Act]) -> bool {
    let today = tonight().today;
    let mut acts = acts.iter();
    acts.any(|act| act.act == Guarded::Export && act.day.saturating_add(OPEN_FOR) > today)
}

fn row(saving: Saving, asked: &Asked, act: &Act) -> impl IntoView + use<> {
    let what = match &act.act {
        Guarded::Export => t!("handover.act_export"),
        // Never among what was asked: nothing does it.
        Guarded::Wipe => return None,
        Guarded::Admit { name, .. } => t!("handover.act_admit", name = name),
    };
    let whose = match &act.act {
        Guarded::Admit {
            tenure,
            stair,
            person,
            ..
        } => Some(view! {
            <p>{t!("handover.act_lives", stair = stair, tenure = tenure_name(tenure))}</p>
            <p>{devices_words(asked.organisers.get(person))}</p>
        }),
        Guarded::Export | Guarded::Wipe => None,
    };
    let today = tonight().today;
    let needed = usize::from(asked.committee.needed);
    let is_admitted = act.decided && matches!(act.act, Guarded::Admit { .. });
    let stands = match (is_admitted, act.is_open(today), act.decided) {
        (true, ..) => t!("handover.act_admitted"),
        (_, true, _) => t!("handover.act_open"),
        (_, false, true) => t!("handover.act_over"),
        _ if act.has_ended(today) => t!("handover.act_ended", n = act.signed, needed = needed),
        _ => t!(
            "handover.act_signed",
            n = act.signed,
            needed = needed,
            day = day_and_year(act.last_day())
        ),
    };
    let draft = asked.signer.and_then(|person| sign(act, person, today));
    let by = t!(
        "handover.act_by",
        name = act.by,
        day = day_and_year(act.day)
    );
    Some(view! {
        <li class="card stack">
            <strong>{what}</strong>
            {whose}
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
    })
}

/// Whose devices these are, by what they go by, and how many.
fn devices_words(known: Option<&KnownAs>) -> String {
    match known {
        None => t!("handover.no_device"),
        Some(known) => t!(
            "handover.devices_of",
            n = known.devices,
            name = names(known)
        ),
    }
}

fn names(known: &KnownAs) -> String {
    match known.names.is_empty() {
        true => t!("handover.no_name"),
        false => {
            let names: Vec<&str> = known.names.iter().map(String::as_str).collect();
            names.join(" / ")
        }
    }
}

/// Asks the others to let one more organiser sign.
#[component]
fn AskToAdmit(
    /// Who could be.
    others: BTreeMap<PersonId, KnownAs>,
) -> impl IntoView {
    let saving = Saving::new();
    let who = Who::new();
    let picked = RwSignal::new(String::new());
    let others: Vec<(PersonId, KnownAs)> = others.into_iter().collect();
    let all = StoredValue::new(others.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let place: Option<usize> = picked.get_untracked().parse().ok();
        let person = place.and_then(|n| all.with_value(|all| all.get(n).map(|(who, _)| *who)));
        let today = tonight().today;
        let draft = person.and_then(|person| ask_to_admit(&who.typed(), person, today).ok());
        let drafts = draft.into_iter().collect();
        saving.save(drafts, t!("handover.admit_missing"), |_| ());
    };
    let others = others.into_iter().enumerate().map(|(n, (_, known))| {
        view! { <option value=n.to_string()>{devices_words(Some(&known))}</option> }
    });
    let others = others.collect_view();
    view! {
        <details class="more">
            <summary>{t!("handover.ask_admit")}</summary>
            <form class="stack" on:submit=submit novalidate>
                <p class="hint">{t!("handover.ask_admit_hint")}</p>
                <Wrong saving=saving />
                <label for="admit-who">{t!("handover.admit_who")}</label>
                <select
                    id="admit-who"
                    on:change=move |event| picked.set(event_target_value(&event))
                >
                    <option value="">{t!("handover.pick")}</option>
                    {others}
                </select>
                {who.fields("admit")}
                <button type="submit" class="button whole" disabled=saving.busy>
                    {t!("handover.ask_admit_button")}
                </button>
            </form>
        </details>
    }
}
