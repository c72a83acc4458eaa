//! One fact of a household by one tap: what is offered, and a field for anything else.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::household::residents;
use super::outcomes::At;
use super::said::whose_words;
use super::who::Whom;
use crate::canvass::draft::Draft;
use crate::canvass::fold::State;
use crate::canvass::id::HouseholdId;
use crate::canvass::stream::Stream;
use crate::canvass::whose::Whose;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::parts::offered::Offered;
use crate::client::phone::Phone;
use crate::t;

/// A name that is typed is no longer than this: characters.
const NAME_LENGTH: usize = 40;

/// Such a fact: how it is read and recorded, and the catalogue's keys of its words.
#[derive(Clone, Copy)]
pub struct OneTap {
    /// What is offered.
    pub offered: Offered,
    /// How the buttons lie: a class.
    pub buttons: &'static str,
    /// Names its field on the page.
    pub id: &'static str,
    /// What the fact is.
    pub what: &'static str,
    /// The question.
    pub asks: &'static str,
    /// What stands at the field.
    pub other: &'static str,
    /// Keeps what is typed.
    pub keep: &'static str,
    /// Whether each of those who live there may have one of their own.
    pub of_each: bool,
    /// What is known of a household and whoever lives there; several where people noted different things.
    pub known: fn(&State, HouseholdId) -> Vec<String>,
    /// The same of the household as one, or of one who lives there.
    pub known_of: fn(&State, HouseholdId, Whose) -> Vec<String>,
    /// What to record.
    pub record: fn(&State, Stream, (HouseholdId, Whose), &str) -> Draft,
}

impl OneTap {
    fn known(self, at: &At) -> Memo<Vec<String>> {
        let phone = expect_context::<Phone>();
        let household = at.household;
        Memo::new(move |_| phone.read(|state| (self.known)(state, household)))
    }
}

/// Folded away until somebody says; its heading says what is known.
#[component]
pub fn FoldedTap(at: At, fact: OneTap) -> impl IntoView {
    let known = fact.known(&at);
    let names = move || {
        let known = known.get();
        let names: Vec<String> = known.iter().map(|one| fact.offered.name(one)).collect();
        names.join(" / ")
    };
    let summary = move || {
        view! {
            {t!(fact.what)}
            " "
            <strong>
                <bdi>{names}</bdi>
            </strong>
        }
    };
    view! {
        <Folded summary>
            <Taps at fact on=Callback::new(|()| ()) />
        </Folded>
    }
}

/// What is offered, to tap, and a field for any other; `on` runs once one is saved.
#[component]
pub fn Taps(at: At, fact: OneTap, on: Callback<()>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let household = at.household;
    let whose = RwSignal::new(Whose::Household);
    let known = Memo::new(move |_| {
        let whose = whose.get();
        phone.read(|state| (fact.known_of)(state, household, whose))
    });
    let typed = RwSignal::new(String::new());
    let keep = Callback::new(move |word: String| {
        let who = (at.household, whose.get_untracked());
        let words = fact.offered.name(&word);
        let named = phone.read_untracked(|state| whose_words(state, &who.1.about(who.0)));
        let words = match named {
            Some(name) => format!("{name}: {words}"),
            None => words,
        };
        let what = t!("volunteer.kept_at", label = at.label, words = words);
        let draft = phone.read_untracked(|state| (fact.record)(state, at.stream(), who, &word));
        spawn_local(async move {
            // A failure stands in the banner, and the page stays.
            if evening.record(phone, what, vec![draft]).await.is_ok() {
                typed.try_set(String::new());
                on.run(());
            }
        });
    });
    let tap = move |word: &'static str| {
        // Of two that were noted, a tap says which.
        let pressed = move || known.with(|known| known.as_slice() == [word]);
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || pressed().to_string()
                on:click=move |click| {
                    if !evening.taps.tremble(&click) && !pressed() {
                        keep.run(word.to_string());
                    }
                }
            >
                {fact.offered.name(word)}
            </button>
        }
    };
    let taps = fact.offered.words.iter().map(|word| tap(word));
    let of_whom = fact.of_each.then(|| view! { <OfWhom household whose /> });
    view! {
        <div class="stack">
            {of_whom}
            <div class=fact.buttons role="group" aria-label=t!(fact.asks)>
                {taps.collect_view()}
            </div>
            <Other fact typed keep />
        </div>
    }
}

/// Whose it is, once somebody who lives there is known by name; before that, how they come to be.
#[component]
fn OfWhom(household: HouseholdId, whose: RwSignal<Whose>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let named = Memo::new(move |_| phone.read(|state| !residents(state, household).is_empty()));
    let turn = Callback::new(move |one| whose.set(one));
    move || match named.get() {
        true => view! {
            <Whom household whose=whose.into() turn label=t!("doors.speaks_who") />
        }
        .into_any(),
        false => view! { <p class="hint">{t!("doors.speaks_each")}</p> }.into_any(),
    }
}

/// A name as it is typed.
#[component]
fn Other(fact: OneTap, typed: RwSignal<String>, keep: Callback<String>) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let word = fact.offered.recorded(&typed.get_untracked());
        if !word.is_empty() {
            keep.run(word);
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for=fact.id>{t!(fact.other)}</label>
                <input
                    id=fact.id
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=NAME_LENGTH.to_string()
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="button whole">
                {t!(fact.keep)}
            </button>
        </form>
    }
}
