//! The rules of a general meeting: words beside a number, as those who called it have them.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::{roll_words, votes_words};
use crate::canvass::agm::{Needed, Roll, Rules, Votes};
use crate::canvass::dot::Dot;
use crate::canvass::structure::Percent;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::organise::agm::{Plan, say_rules};
use crate::t;

/// What is typed and chosen. A handle, copied freely.
#[derive(Clone, Copy)]
struct Typed {
    members: RwSignal<String>,
    roll: RwSignal<Option<Roll>>,
    votes: RwSignal<Option<Votes>>,
    quorum: RwSignal<String>,
    /// Whether the number is a share of a hundred.
    is_share: RwSignal<Option<bool>>,
    number: RwSignal<String>,
}

impl Typed {
    fn of(rules: Option<&Rules>) -> Typed {
        let (is_share, number) = match rules.map(|rules| rules.needed) {
            None => (None, String::new()),
            Some(Needed::Number(n)) => (Some(false), n.to_string()),
            Some(Needed::Share(percent)) => (Some(true), percent.get().to_string()),
        };
        let words = |of: fn(&Rules) -> &String| rules.map(of).cloned().unwrap_or_default();
        Typed {
            members: RwSignal::new(words(|rules| &rules.members)),
            roll: RwSignal::new(rules.map(|rules| rules.roll)),
            votes: RwSignal::new(rules.map(|rules| rules.votes)),
            quorum: RwSignal::new(words(|rules| &rules.quorum)),
            is_share: RwSignal::new(is_share),
            number: RwSignal::new(number),
        }
    }

    /// What it comes to; why not, where something is missing.
    fn plan(self) -> Result<Plan, String> {
        let number = self.number.get_untracked();
        let number = number.trim().parse::<u32>().ok();
        let needed = match self.is_share.get_untracked() {
            Some(true) => {
                let percent = number.and_then(|n| Percent::new(u8::try_from(n).ok()?).ok());
                percent.map(Needed::Share)
            }
            Some(false) => number.map(Needed::Number),
            None => None,
        };
        let roll = self.roll.get_untracked();
        Ok(Plan {
            members: self.members.get_untracked(),
            roll: roll.ok_or_else(|| t!("agm.roll_missing"))?,
            votes: self
                .votes
                .get_untracked()
                .ok_or_else(|| t!("agm.votes_missing"))?,
            quorum: self.quorum.get_untracked(),
            needed: needed.ok_or_else(|| t!("agm.number_missing"))?,
        })
    }
}

/// The form: of rules that stand, to be changed; else empty, with nothing chosen.
#[component]
pub(super) fn RulesForm(
    /// The meeting.
    meeting: Dot,
    /// What stands.
    rules: Option<Rules>,
    /// Whether they are being changed.
    changes: RwSignal<bool>,
) -> impl IntoView {
    let saving = Saving::new();
    let typed = Typed::of(rules.as_ref());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let said = typed.plan().and_then(|plan| {
            let said = saving
                .phone
                .read_untracked(|state| say_rules(state, meeting, &plan));
            said.map_err(|why| t!(why.key()))
        });
        let (drafts, missing) = match said {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why),
        };
        saving.save(drafts, missing, move |_| {
            let _ = changes.try_set(false);
        });
    };
    view! {
        <p>{t!("agm.rules_what")}</p>
        <form class="stack" on:submit=submit novalidate>
            <Wrong saving />
            {words("members", t!("agm.members"), t!("agm.members_hint"), typed.members)}
            <fieldset class="stack tight">
                <legend>{t!("agm.roll")}</legend>
                {choice("roll", Roll::EveryHome, roll_words(Roll::EveryHome), typed.roll)}
                {choice("roll", Roll::Listed, roll_words(Roll::Listed), typed.roll)}
            </fieldset>
            <fieldset class="stack tight">
                <legend>{t!("agm.votes")}</legend>
                {choice(
                    "votes",
                    Votes::Household,
                    votes_words(Votes::Household),
                    typed.votes,
                )}
                {choice("votes", Votes::Resident, votes_words(Votes::Resident), typed.votes)}
            </fieldset>
            {words("quorum", t!("agm.quorum"), t!("agm.quorum_hint"), typed.quorum)}
            <fieldset class="stack tight">
                <legend>{t!("agm.needed")}</legend>
                {choice("needed", false, t!("agm.needed_is_number"), typed.is_share)}
                {choice("needed", true, t!("agm.needed_is_share"), typed.is_share)}
            </fieldset>
            <div class="field">
                <label for="number">{t!("agm.number")}</label>
                <input
                    id="number"
                    inputmode="numeric"
                    autocomplete="off"
                    bind:value=typed.number
                />
            </div>
            <button type="submit" class="button primary whole" disabled=saving.busy>
                {t!("agm.keep")}
            </button>
        </form>
    }
}

fn words(id: &'static str, label: String, hint: String, value: RwSignal<String>) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=hint_id.clone()>
                {hint}
            </p>
            <textarea id=id rows="3" dir="auto" aria-describedby=hint_id bind:value=value />
        </div>
    }
}

fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    it: T,
    words: String,
    chosen: RwSignal<Option<T>>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name
                prop:checked=move || chosen.get() == Some(it)
                on:change=move |_| chosen.set(Some(it))
            />
            <span>{words}</span>
        </label>
    }
}
