//! Writing down who trained whom, and what somebody saw somebody do.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::rung_words;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::training::Rung;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{field_day, picked_day, tonight};
use crate::client::phone::Phone;
use crate::organise::training::{Tree, climbed, trained};
use crate::t;

/// Names to choose from: the team's, and those in the tree.
fn names(state: &State, tree: &Tree) -> Vec<String> {
    let mut names = estate::team(state);
    names.extend(tree.names());
    names.sort();
    names.dedup();
    names
}

/// A field for a name, with those that are known to choose from.
#[component]
fn Name(
    id: &'static str,
    label: String,
    value: RwSignal<String>,
    tree: Memo<Tree>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = move || {
        let names = tree.with(|tree| phone.read(|state| names(state, tree)));
        names
            .into_iter()
            .map(|name| view! { <option value=name></option> })
            .collect_view()
    };
    let list = format!("{id}-known");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                dir="auto"
                autocomplete="off"
                maxlength="60"
                list=list.clone()
                bind:value=value
            />
            <datalist id=list>{known}</datalist>
        </div>
    }
}

#[component]
fn Day(id: &'static str, day: RwSignal<Option<i32>>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{t!("training.day")}</label>
            <input
                id=id
                type="date"
                prop:value=move || day.get().map(field_day).unwrap_or_default()
                on:change=move |event| day.set(picked_day(&event_target_value(&event)))
            />
        </div>
    }
}

/// Somebody was trained.
#[component]
pub fn WriteTrained(
    /// Who is known.
    tree: Memo<Tree>,
) -> impl IntoView {
    let saving = Saving::new();
    let who = RwSignal::new(String::new());
    let by = RwSignal::new(String::new());
    let day = RwSignal::new(Some(tonight().evening));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = day.get_untracked().and_then(|day| {
            let (who, by) = (who.get_untracked(), by.get_untracked());
            let phone = saving.phone;
            phone.read_untracked(|state| trained(state, &who, &by, day))
        });
        let draft = draft.into_iter().collect();
        saving.save(draft, t!("training.missing"), move |_| {
            let _ = who.try_set(String::new());
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <Name id="learnt" label=t!("training.who_learnt") value=who tree />
            <Name id="trainer" label=t!("training.by") value=by tree />
            <Day id="trained-on" day />
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("training.keep")}
            </button>
        </form>
    }
}

/// Somebody did something that somebody else saw.
#[component]
pub fn WriteRung(
    /// Who is known.
    tree: Memo<Tree>,
) -> impl IntoView {
    let saving = Saving::new();
    let who = RwSignal::new(String::new());
    let witness = RwSignal::new(String::new());
    let rung = RwSignal::new(Rung::Practised);
    let day = RwSignal::new(Some(tonight().evening));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = day.get_untracked().and_then(|day| {
            let (who, witness) = (who.get_untracked(), witness.get_untracked());
            let (phone, rung) = (saving.phone, rung.get_untracked());
            phone.read_untracked(|state| climbed(state, &who, rung, &witness, day))
        });
        let draft = draft.into_iter().collect();
        saving.save(draft, t!("training.missing"), move |_| {
            let _ = who.try_set(String::new());
        });
    };
    let changed = move |event| {
        let value = event_target_value(&event);
        if let Some(picked) = Rung::ALL.into_iter().find(|it| it.word() == value) {
            rung.set(picked);
        }
    };
    let rungs = Rung::ALL.map(|it| view! { <option value=it.word()>{rung_words(it)}</option> });
    view! {
        <form class="stack" on:submit=submit novalidate>
            <Name id="climber" label=t!("training.who") value=who tree />
            <div class="field">
                <label for="rung">{t!("training.rung")}</label>
                <select id="rung" on:change=changed>
                    {rungs.into_iter().collect_view()}
                </select>
            </div>
            <Name id="witness" label=t!("training.witness") value=witness tree />
            <Day id="climbed-on" day />
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("training.keep")}
            </button>
        </form>
    }
}
