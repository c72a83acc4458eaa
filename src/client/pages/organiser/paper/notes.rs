//! What the sheet has in its note column, before it is destroyed: door by door, about the household.

use leptos::prelude::*;

use super::whole::TypedDoor;
use crate::canvass::estate;
use crate::canvass::fact::Fact;
use crate::canvass::id::DoorId;
use crate::client::pages::volunteer::household::AddNote;
use crate::client::pages::volunteer::outcomes::At;
use crate::client::phone::Phone;
use crate::t;

/// Every door that is typed in; a tap opens its field.
#[component]
pub fn Notes(
    /// The doors.
    typed: Memo<Vec<TypedDoor>>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let open = RwSignal::new(None);
    let doors = Memo::new(move |_| {
        let typed = typed.get().into_iter();
        typed
            .map(|(door, label, _)| (door, label))
            .collect::<Vec<_>>()
    });
    let row = move |(door, label): (DoorId, String)| {
        let is_open = Memo::new(move |_| open.get() == Some(door));
        let toggle = move |_| open.update(|open| *open = (*open != Some(door)).then_some(door));
        let at = move || phone.read_untracked(|state| At::of(state, door));
        let field = move || {
            is_open
                .get()
                .then(at)
                .flatten()
                .map(|at| view! { <AddNote at /> })
        };
        view! {
            <li class="stack tight">
                <button
                    type="button"
                    class="button"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=toggle
                >
                    {t!("paper.note_at", label = label)}
                </button>
                {field}
                <Noted door=door />
            </li>
        }
    };
    view! {
        <p>{t!("paper.notes_what")}</p>
        <ul class="stack tight">
            <For each=move || doors.get() key=|(door, _)| *door let:door>
                {row(door)}
            </For>
        </ul>
    }
}

/// What is noted about who lives there.
#[component]
fn Noted(door: DoorId) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let notes = Memo::new(move |_| {
        phone.read(|state| {
            let household = estate::household(state, door);
            if estate::is_hidden(state, household) {
                return Vec::new();
            }
            let told = state.naming(household);
            told.filter_map(
                |(_, entry)| match Fact::read(entry.event.kind, &entry.event.body) {
                    Ok(Some(Fact::Note { words })) => Some(words),
                    _ => None,
                },
            )
            .collect()
        })
    });
    let note = |words: String| view! { <p class="quiet"><bdi>{words}</bdi></p> };
    move || notes.get().into_iter().map(note).collect_view()
}
