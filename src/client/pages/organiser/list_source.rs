//! Where a list came from: asked before it is loaded, and recorded. The full register locks what may
//! be done with the campaign's doors.

use leptos::prelude::*;

use crate::canvass::draft::Draft;
use crate::canvass::fact::{Fact, Source};
use crate::canvass::stream::Stream;
use crate::t;

/// What a source is called.
fn words(source: Source) -> String {
    match source {
        Source::Council => t!("list.source_council"),
        Source::OwnDoors => t!("list.source_own_doors"),
        Source::OpenRegister => t!("list.source_open_register"),
        Source::FullRegister => t!("list.source_full_register"),
        Source::AddressBase => t!("list.source_addressbase"),
        Source::Landlord => t!("list.source_landlord"),
        Source::Other => t!("list.source_other"),
    }
}

/// The question. Nothing is chosen beforehand.
#[component]
pub(super) fn SourceQuestion(
    /// What is answered.
    chosen: RwSignal<Option<Source>>,
    /// Answered, and to be loaded.
    go_on: Callback<Source>,
    /// Back to the plan.
    back: Callback<()>,
) -> impl IntoView {
    let missing = RwSignal::new(false);
    let go = move |_| match chosen.get_untracked() {
        Some(source) => go_on.run(source),
        None => missing.set(true),
    };
    let full = move || chosen.get() == Some(Source::FullRegister);
    view! {
        <fieldset class="choices">
            <legend>
                <h2>{t!("list.source")}</h2>
            </legend>
            {Source::ALL
                .into_iter()
                .map(|source| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="source"
                                prop:checked=move || chosen.get() == Some(source)
                                on:change=move |_| {
                                    missing.set(false);
                                    chosen.set(Some(source));
                                }
                            />
                            <span>{words(source)}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
        {move || {
            full().then(|| view! { <p class="banner stop">{t!("list.source_full_locks")}</p> })
        }}
        {move || {
            missing
                .get()
                .then(|| view! { <p class="error" role="alert">{t!("list.source_missing")}</p> })
        }}
        <div class="row">
            <button type="button" class="button primary" on:click=go>
                {move || {
                    if full() { t!("list.source_go_locked") } else { t!("list.source_go") }
                }}
            </button>
            <button type="button" class="button" on:click=move |_| back.run(())>
                {t!("list.source_back")}
            </button>
        </div>
    }
}

/// Says on the board where a list came from.
pub(super) fn recorded(source: Source, doors: usize) -> Draft {
    let doors = u32::try_from(doors).unwrap_or(u32::MAX);
    Draft::new(
        Stream::Board,
        Fact::ListSource { source, doors },
        Vec::new(),
    )
}
