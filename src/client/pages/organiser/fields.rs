//! Fields of these pages' forms, each with its label: words, a number, a day, one of a few things.

use leptos::prelude::*;

use crate::client::parts::when::{field_day, picked_day};

/// Words in one line.
#[component]
pub fn WordsField(
    id: &'static str,
    name: String,
    typed: RwSignal<String>,
    /// At most so many characters.
    #[prop(default = 140)]
    length: usize,
    /// What helps to fill it.
    #[prop(optional)]
    hint: Option<String>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let described = hint.as_ref().map(|_| hint_id.clone());
    view! {
        <div class="field">
            <label for=id>{name}</label>
            {hint
                .map(|hint| {
                    view! {
                        <p class="hint" id=hint_id>
                            {hint}
                        </p>
                    }
                })}
            <input
                id=id
                type="text"
                dir="auto"
                autocomplete="off"
                maxlength=length.to_string()
                aria-describedby=described
                bind:value=typed
            />
        </div>
    }
}

/// A whole number.
#[component]
pub fn NumberField(id: &'static str, name: String, typed: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{name}</label>
            <input
                id=id
                type="text"
                inputmode="numeric"
                autocomplete="off"
                maxlength="4"
                bind:value=typed
            />
        </div>
    }
}

/// A day; none where it is empty.
#[component]
pub fn DayField(id: &'static str, name: String, day: RwSignal<Option<i32>>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{name}</label>
            <input
                id=id
                type="date"
                prop:value=move || day.get().map(field_day).unwrap_or_default()
                on:change=move |event| day.set(picked_day(&event_target_value(&event)))
            />
        </div>
    }
}

/// One of a few things.
#[component]
pub fn Choices<T>(
    id: &'static str,
    name: String,
    /// What there is, each in words.
    all: Vec<(T, String)>,
    picked: RwSignal<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let all = all.into_iter().map(|(value, words)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=id
                    prop:checked=move || picked.get() == value
                    on:change=move |_| picked.set(value)
                />
                <span>{words}</span>
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend>
                <strong>{name}</strong>
            </legend>
            {all.collect_view()}
        </fieldset>
    }
}
