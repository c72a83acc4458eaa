//! Who keeps a campaign's words: whoever starts it, or a residents' committee of several, each with words of
//! their own.

use leptos::prelude::*;

use super::question::{QuestionPage, TextField};
use crate::client::parts::tenure::TENURES;
use crate::organise::handover::keyholders::{Candidate, FEWEST, FEWEST_NEEDED, Flaw, flaws};
use crate::t;

/// The committee as it is written down; nobody where one person keeps the words.
#[derive(Clone, Copy)]
pub struct Keepers {
    /// Whether several keep them.
    pub several: RwSignal<bool>,
    /// Who, the first being whoever starts the campaign.
    pub all: RwSignal<Vec<Keeper>>,
    /// How many of them must sign, as typed.
    pub needed: RwSignal<String>,
    /// What is wrong with what was typed.
    pub error: RwSignal<Option<String>>,
}

/// Somebody's fields.
#[derive(Clone, Copy, PartialEq)]
pub struct Keeper {
    name: RwSignal<String>,
    stair: RwSignal<String>,
    tenure: RwSignal<String>,
}

impl Keeper {
    fn new() -> Keeper {
        Keeper {
            name: RwSignal::new(String::new()),
            stair: RwSignal::new(String::new()),
            tenure: RwSignal::new(String::new()),
        }
    }

    fn candidate(self) -> Candidate {
        Candidate {
            name: self.name.get_untracked(),
            tenure: self.tenure.get_untracked(),
            stair: self.stair.get_untracked(),
        }
    }
}

impl Keepers {
    /// One person, until somebody says otherwise.
    pub fn new(error: RwSignal<Option<String>>) -> Keepers {
        Keepers {
            several: RwSignal::new(false),
            all: RwSignal::new((0..FEWEST).map(|_| Keeper::new()).collect()),
            needed: RwSignal::new(FEWEST_NEEDED.to_string()),
            error,
        }
    }

    /// The committee; nobody where one person keeps the words.
    pub fn candidates(self) -> Vec<Candidate> {
        match self.several.get_untracked() {
            true => {
                let all = self.all.get_untracked().into_iter();
                all.map(Keeper::candidate).collect()
            }
            false => Vec::new(),
        }
    }

    /// How many must sign; 0 where that is no number.
    pub fn needed(self) -> u8 {
        self.needed.get_untracked().trim().parse().unwrap_or(0)
    }

    /// Says what is wrong, or goes on.
    fn check(self, next: Callback<()>) {
        let flaw = flaws(&self.candidates(), self.needed()).into_iter().next();
        match flaw {
            None => next.run(()),
            Some(flaw) => {
                let words = match &flaw {
                    Flaw::Twice(name) => t!(flaw.key(), name = name),
                    _ => t!(flaw.key()),
                };
                self.error.set(Some(words));
            }
        }
    }
}

/// The committee: who they are, where they live, how they hold their homes.
pub fn committee_page(keepers: Keepers, back: Option<Callback<()>>, next: Callback<()>) -> AnyView {
    let check = Callback::new(move |()| keepers.check(next));
    let rows = move || {
        let all = keepers.all.get().into_iter().enumerate();
        all.map(|(n, keeper)| row(n, keeper)).collect_view()
    };
    let add = move |_| keepers.all.update(|all| all.push(Keeper::new()));
    view! {
        <QuestionPage
            title=t!("handover.committee")
            hint=t!("handover.committee_hint")
            error=keepers.error
            button=t!("start.go_on")
            on_answer=check
            back=back
        >
            {rows}
            <button type="button" class="button" on:click=add>
                {t!("handover.one_more")}
            </button>
        </QuestionPage>
    }
    .into_any()
}

fn row(n: usize, keeper: Keeper) -> impl IntoView {
    let field = move |what: &str, words: String, value: RwSignal<String>| {
        let id = format!("{what}-{n}");
        view! {
            <label for=id.clone()>{words}</label>
            <input id=id type="text" dir="auto" autocomplete="off" maxlength="60" bind:value=value />
        }
    };
    let id = format!("tenure-{n}");
    let options = TENURES.words.iter().map(|word| {
        view! { <option value=*word>{TENURES.name(word)}</option> }
    });
    view! {
        <fieldset class="stack">
            <legend>
                <strong>
                    {match n {
                        0 => t!("handover.holder_you"),
                        n => t!("handover.holder_n", n = n + 1),
                    }}
                </strong>
            </legend>
            {field("name", t!("handover.holder_name"), keeper.name)}
            {field("stair", t!("handover.holder_stair"), keeper.stair)}
            <label for=id.clone()>{t!("handover.holder_tenure")}</label>
            <select id=id prop:value=keeper.tenure on:change=move |event| {
                keeper.tenure.set(event_target_value(&event))
            }>
                <option value="">{t!("handover.pick")}</option>
                {options.collect_view()}
            </select>
        </fieldset>
    }
}

/// How many of them must sign.
pub fn needed_page(keepers: Keepers, back: Option<Callback<()>>, next: Callback<()>) -> AnyView {
    let check = Callback::new(move |()| keepers.check(next));
    view! {
        <QuestionPage
            title=t!("handover.needed")
            hint=t!("handover.needed_hint")
            error=keepers.error
            button=t!("start.go_on")
            on_answer=check
            back=back
        >
            <TextField value=keepers.needed error=keepers.error />
        </QuestionPage>
    }
    .into_any()
}

/// The device goes to the next keyholder, before their words are on its screen.
pub fn hand_to_page(name: &str, error: RwSignal<Option<String>>, next: Callback<()>) -> AnyView {
    view! {
        <QuestionPage
            title=t!("handover.hand_to", name = name)
            hint=t!("handover.hand_to_hint")
            error=error
            button=t!("handover.hand_to_done")
            on_answer=next
            back=None
        >
            <p>{t!("handover.hand_to_what")}</p>
        </QuestionPage>
    }
    .into_any()
}
