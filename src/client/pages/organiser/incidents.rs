//! What happened to people on the doors, for those it was sealed for: read, seen, dealt with; and for whom
//! the next one is sealed.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::saving::{Saving, Wrong};
use crate::canvass::author::PersonId;
use crate::canvass::dot::Dot;
use crate::canvass::incident::Step;
use crate::client::parts::when::time_and_day;
use crate::client::phone::Phone;
use crate::organise::incidents::{MayRead, Row, handle, name};
use crate::t;

/// The page.
#[component]
pub fn IncidentsPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let found = Memo::new(move |_| phone.incidents());
    view! {
        <OrganiserPage title=t!("incidents.title") back=Back::Home>
            <p>{t!("incidents.what")}</p>
            {move || {
                found.with(|found| {
                    let rows = found.rows.iter().map(row).collect_view();
                    let none = found.rows.is_empty().then(|| t!("incidents.none"));
                    let closed = (found.closed > 0)
                        .then(|| t!("incidents.closed", n = found.closed));
                    view! {
                        {none.map(|words| view! { <p class="quiet">{words}</p> })}
                        <ul class="stack">{rows}</ul>
                        {closed.map(|words| view! { <p class="quiet small">{words}</p> })}
                    }
                })
            }}
            <h2>{t!("incidents.for_whom")}</h2>
            <ForWhom />
        </OrganiserPage>
    }
}

/// Says where incidents wait, on pages an organiser looks at anyway; nothing where none does.
#[component]
pub fn OpenIncidents() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let open = Memo::new(move |_| {
        let rows = phone.incidents().rows;
        rows.iter().filter(|row| row.is_open()).count()
    });
    move || {
        let n = open.get();
        (n > 0).then(|| {
            view! {
                <div class="banner stop" role="status">
                    <a href="/organise/incidents">{t!("incidents.open", n = n)}</a>
                </div>
            }
        })
    }
}

fn row(row: &Row) -> impl IntoView + use<> {
    let sort = t!(&format!("incidents.sort_{}", row.said.sort.word()));
    let place = (!row.said.place.is_empty()).then(|| row.said.place.clone());
    let ring = (row.said.ring).then(|| t!("incidents.ring", name = row.by));
    let steps = row.steps.iter().map(|(step, by, at)| {
        let key = format!("incidents.was_{}", word(*step));
        let words = t!(&key, name = by, when = time_and_day(*at));
        view! { <li>{words}</li> }
    });
    view! {
        <li class="card stack tight">
            <h2>{sort}</h2>
            <p class="quiet">
                <bdi>{row.by.clone()}</bdi>
                " · "
                {time_and_day(row.at)}
                {place.map(|place| view! { " · " <bdi>{place}</bdi> })}
            </p>
            <p class="message" dir="auto">
                {row.said.words.clone()}
            </p>
            {ring.map(|words| view! { <p><strong>{words}</strong></p> })}
            <ul class="quiet small">{steps.collect_view()}</ul>
            <Handle dot=row.dot step=row.step />
        </li>
    }
}

/// The word at the end of a step's catalogue keys.
fn word(step: Step) -> &'static str {
    match step {
        Step::OpenAgain => "open",
        Step::Seen => "seen",
        Step::DealtWith => "dealt",
    }
}

/// The steps that may come next.
#[component]
fn Handle(dot: Dot, step: Option<Step>) -> impl IntoView {
    let saving = Saving::new();
    let next: &[Step] = match step {
        None | Some(Step::OpenAgain) => &[Step::Seen, Step::DealtWith],
        Some(Step::Seen) => &[Step::DealtWith],
        Some(Step::DealtWith) => &[Step::OpenAgain],
    };
    let buttons = next.iter().map(|step| {
        let step = *step;
        let say = move |_| {
            let read = saving.phone;
            let draft = read.read_untracked(|state| handle(state, dot, step));
            saving.save(vec![draft], String::new(), |_| ());
        };
        view! {
            <button type="button" class="button" disabled=saving.busy on:click=say>
                {t!(&format!("incidents.say_{}", word(step)))}
            </button>
        }
    });
    view! {
        <Wrong saving />
        <div class="row">{buttons.collect_view()}</div>
    }
}

/// Who may read the next one: every organiser, or some of them.
#[component]
fn ForWhom() -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let people = Memo::new(move |_| phone.incident_readers());
    let ticked: RwSignal<BTreeSet<PersonId>> = RwSignal::new(people.with_untracked(|people| {
        let meant = people.iter().filter(|it| it.meant);
        meant.map(|it| it.person).collect()
    }));
    let kept = RwSignal::new(false);
    let keep = move |_| {
        let keys: Vec<_> = people.with_untracked(|people| {
            let chosen = people
                .iter()
                .filter(|it| ticked.with_untracked(|ticked| ticked.contains(&it.person)));
            chosen.flat_map(|it| it.keys.clone()).collect()
        });
        kept.set(false);
        let draft = phone.read_untracked(|state| name(state, &keys));
        // Of nobody it would be all: that is not what an empty list looks like.
        let drafts = (!keys.is_empty()).then_some(draft);
        let missing = t!("incidents.nobody");
        saving.save(drafts.into_iter().collect(), missing, move |_| {
            let _ = kept.try_set(true);
        });
    };
    view! {
        <p>{t!("incidents.for_whom_what")}</p>
        <div class="stack tight" role="group" aria-label=t!("incidents.for_whom")>
            {move || {
                let people = people.get().into_iter();
                people.map(|one| tick(one, ticked)).collect_view()
            }}
        </div>
        <Wrong saving />
        <p role="status">
            <Show when=move || kept.get()>{t!("incidents.kept")}</Show>
        </p>
        <button type="button" class="button" disabled=saving.busy on:click=keep>
            {t!("incidents.keep")}
        </button>
    }
}

fn tick(one: MayRead, ticked: RwSignal<BTreeSet<PersonId>>) -> impl IntoView {
    let person = one.person;
    let words = match one.name.is_empty() {
        true => t!("incidents.nameless"),
        false => one.name,
    };
    let turn = move |_| {
        ticked.update(|ticked| {
            if !ticked.remove(&person) {
                ticked.insert(person);
            }
        });
    };
    let is_ticked = move || ticked.with(|ticked| ticked.contains(&person));
    view! {
        <label class="choice">
            <input type="checkbox" prop:checked=is_ticked on:change=turn />
            <span>
                <bdi>{words}</bdi>
            </span>
        </label>
    }
}
