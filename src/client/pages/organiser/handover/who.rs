//! Who somebody is: their name, their stair and how they hold their home, as keyholders are named.

use leptos::prelude::*;

use crate::client::parts::tenure::TENURES;
use crate::organise::handover::keyholders::Candidate;
use crate::t;

/// What is typed of somebody.
#[derive(Clone, Copy)]
pub(super) struct Who {
    name: RwSignal<String>,
    stair: RwSignal<String>,
    tenure: RwSignal<String>,
}

impl Who {
    /// Nothing yet.
    pub fn new() -> Who {
        Who {
            name: RwSignal::new(String::new()),
            stair: RwSignal::new(String::new()),
            tenure: RwSignal::new(String::new()),
        }
    }

    /// What stands in the fields now.
    pub fn typed(self) -> Candidate {
        Candidate {
            name: self.name.get_untracked(),
            tenure: self.tenure.get_untracked(),
            stair: self.stair.get_untracked(),
        }
    }

    /// The fields, whose ids begin with this word.
    pub fn fields(self, word: &'static str) -> impl IntoView {
        let field = |what: &str, words: String, value: RwSignal<String>| {
            let id = format!("{word}-{what}");
            view! {
                <label for=id.clone()>{words}</label>
                <input
                    id=id
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="60"
                    bind:value=value
                />
            }
        };
        let id = format!("{word}-tenure");
        let tenures = TENURES.words.iter().map(|word| {
            view! { <option value=*word>{TENURES.name(word)}</option> }
        });
        view! {
            {field("name", t!("handover.holder_name"), self.name)}
            {field("stair", t!("handover.holder_stair"), self.stair)}
            <label for=id.clone()>{t!("handover.holder_tenure")}</label>
            <select id=id on:change=move |event| self.tenure.set(event_target_value(&event))>
                <option value="">{t!("handover.pick")}</option>
                {tenures.collect_view()}
            </select>
        }
    }
}
