//! Promises that nobody does, or that have no day: each gets both in its place.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::author::Role;
use crate::canvass::id::FollowUpId;
use crate::client::pages::organiser::morning::places;
use crate::client::pages::organiser::plan::More;
use crate::client::parts::when::{evening_day, field_day, picked_day, short_day};
use crate::client::phone::Phone;
use crate::organise::noted::{PromiseRow, give};
use crate::organise::report::Report;
use crate::t;

/// So many are drawn at once.
const SHOWN_AT_ONCE: usize = 20;
/// A name longer than this is none.
const NAME_LENGTH: usize = 60;

/// What nobody has taken on.
#[component]
pub fn Unowned(
    /// The report as it stands.
    report: Memo<Report>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let said = RwSignal::new(String::new());
    let open = Memo::new(move |_| {
        report.with(|report| {
            let doors = places(report);
            let promises = report.promises.iter().filter(|row| row.needs_somebody());
            promises
                .map(|row| {
                    let place = doors.get(&row.door).cloned().unwrap_or_default();
                    (row.clone(), place)
                })
                .collect::<Vec<_>>()
        })
    });
    let names = Memo::new(move |_| phone.read(helpers));
    view! {
        <Show when=move || open.with(Vec::is_empty)>
            <p class="quiet">{t!("night.unowned_none")}</p>
        </Show>
        <p role="status">{move || said.get()}</p>
        <datalist id="helpers">
            {move || names.get().into_iter().map(|name| view! { <option value=name /> }).collect_view()}
        </datalist>
        <ul class="stack">
            <For
                each=move || {
                    let mut rows = open.get();
                    rows.truncate(shown.get());
                    rows
                }
                key=|(row, _)| (row.id, row.who.clone(), row.until)
                let:row
            >
                <Owner row=row.0 place=row.1 said=said />
            </For>
        </ul>
        {move || view! { <More shown=shown all=open.with(Vec::len) /> }}
    }
}

/// Everyone a log names, by name: they can be asked to do something.
fn helpers(state: &crate::canvass::fold::State) -> Vec<String> {
    let mut organisers_first: Vec<(bool, String)> = state
        .logs()
        .filter_map(|(_, log)| Some((log.author.role != Role::Organiser, log.name.clone()?)))
        .collect();
    organisers_first.sort();
    organisers_first.dedup();
    organisers_first.into_iter().map(|(_, name)| name).collect()
}

#[component]
fn Owner(row: PromiseRow, place: String, said: RwSignal<String>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let id = row.id;
    let (who_id, day_id) = (field("who", id), field("day", id));
    let who = RwSignal::new(row.who.clone().unwrap_or_default());
    let day = RwSignal::new(field_day(row.until.unwrap_or(evening_day() + 1)));
    let wrong = RwSignal::new(None);
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        wrong.set(None);
        let name = who.get_untracked().trim().to_string();
        let by = picked_day(&day.get_untracked());
        let (false, Some(by)) = (name.is_empty(), by) else {
            wrong.set(Some(t!("night.owner_missing")));
            return;
        };
        let draft = phone.read_untracked(|state| give(state, id, &name, by));
        leptos::task::spawn_local(async move {
            match phone.record(draft.into_iter().collect()).await {
                Ok(_) => {
                    phone.sync();
                    let _ = said.try_set(t!("night.given", who = name, day = short_day(by)));
                }
                Err(reason) => {
                    let _ = wrong.try_set(Some(reason.sentence()));
                }
            }
        });
    };
    view! {
        <li class="card">
            <p dir="auto">
                <strong>{row.what}</strong>
            </p>
            <p class="quiet small">
                <bdi>{place}</bdi>
                " · "
                <bdi>{row.by}</bdi>
            </p>
            <form class="row owner" on:submit=keep novalidate>
                <div class="field">
                    <label for=who_id.clone()>{t!("night.owner_who")}</label>
                    <input
                        id=who_id
                        type="text"
                        list="helpers"
                        autocomplete="off"
                        dir="auto"
                        maxlength=NAME_LENGTH.to_string()
                        bind:value=who
                    />
                </div>
                <div class="field">
                    <label for=day_id.clone()>{t!("night.day")}</label>
                    <input id=day_id type="date" bind:value=day />
                </div>
                <button type="submit" class="button">
                    {t!("night.give")}
                </button>
            </form>
            {move || {
                wrong
                    .get()
                    .map(|words| {
                        view! {
                            <p class="error" role="alert">
                                {words}
                            </p>
                        }
                    })
            }}
        </li>
    }
}

/// A field's name in the page: one for each promise.
fn field(of: &str, id: FollowUpId) -> String {
    format!("{of}-{}", id.0)
}
