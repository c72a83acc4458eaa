//! The end of a talk: what was recorded is read back, and any of it struck out; a promise and a
//! note are kept; then on to the next door, or back to the board it is typed in from.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::contact::BeInTouch;
use super::household::{AddNote, AddResident, when_left};
use super::language::Language;
use super::outcomes::{At, onward};
use super::privacy::Consent;
use super::said::said;
use super::talk::Talking;
use crate::canvass::conversation::{Conversation, Recorded};
use crate::canvass::draft::{self, Draft};
use crate::canvass::fact::Fact;
use crate::client::address::Address;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::Heading;
use crate::client::parts::when::{field_day, picked_day, short_day, tonight};
use crate::client::phone::Phone;
use crate::t;

/// A promise is no longer than this: characters.
const PROMISE_LENGTH: usize = 140;
/// Days offered by a tap: so many from today.
const DAYS: [i32; 3] = [1, 3, 7];

/// The last screen of a talk.
#[component]
pub fn Closing(
    at: At,
    talk: Signal<Option<Conversation>>,
    talking: Talking,
    keep_named: Callback<()>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let address = expect_context::<Address>();
    let onward = {
        let at = at.clone();
        move |click| {
            if evening.taps.tremble(&click) {
                return;
            }
            keep_named.run(());
            let board = talking.board.get_value();
            address.go(&board.unwrap_or_else(|| onward(phone, &at)));
        }
    };
    view! {
        <Heading>{t!("volunteer.read_back")}</Heading>
        <p>{t!("volunteer.read_back_why")}</p>
        <Consent />
        <ReadBack at=at.clone() talk talking />
        <details class="more">
            <summary>{t!("volunteer.add_follow_up")}</summary>
            <AddFollowUp at=at.clone() />
        </details>
        <BeInTouch at=at.clone() />
        <Language at=at.clone() />
        <details class="more">
            <summary>{t!("volunteer.add_note")}</summary>
            <AddNote at=at.clone() />
        </details>
        <details class="more">
            <summary>{t!("volunteer.who_lives_here")}</summary>
            <AddResident at />
        </details>
        <div class="reach">
            <button type="button" class="button primary whole" on:click=onward>
                {match talking.board.with_value(Option::is_some) {
                    true => t!("volunteer.done_to_board"),
                    false => t!("volunteer.done_next_door"),
                }}
            </button>
        </div>
    }
}

/// What was recorded, each with a way to strike it out.
#[component]
fn ReadBack(at: At, talk: Signal<Option<Conversation>>, talking: Talking) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let lines = Memo::new(move |_| {
        let recorded = talk.get().map(|talk| talk.recorded).unwrap_or_default();
        phone.read(|state| {
            recorded
                .into_iter()
                .filter_map(|recorded| Some((said(state, &recorded)?, recorded)))
                .collect::<Vec<_>>()
        })
    });
    let nothing = move || lines.with(Vec::is_empty) && talking.named.with(Vec::is_empty);
    view! {
        {move || nothing().then(|| view! { <p class="quiet">{t!("volunteer.nothing_recorded")}</p> })}
        <ul class="card" hidden=nothing>
            {move || {
                lines
                    .get()
                    .into_iter()
                    .map(|((what, words), recorded)| {
                        view! { <Said what words recorded at=at.clone() /> }
                    })
                    .collect_view()
            }}
            {move || (0..).zip(talking.named.get()).map(|(n, whom)| named(n, whom, talking)).collect_view()}
        </ul>
    }
}

#[component]
fn Said(what: String, words: String, recorded: Recorded, at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let described = t!("volunteer.striking", what = words);
    let label = t!("volunteer.strike_what", what = words);
    let strike = move |_| {
        let described = described.clone();
        let dot = recorded.dot;
        let draft = phone.read_untracked(|state| draft::strike(state, at.stream(), &[dot]));
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = evening
                .record(phone, described, draft.into_iter().collect())
                .await;
        });
    };
    view! {
        <li class="said">
            <span class="quiet small">
                <bdi>{what}</bdi>
            </span>
            <span class="words">
                <bdi>{words}</bdi>
            </span>
            <button type="button" class="button" aria-label=label on:click=strike>
                {t!("volunteer.strike")}
            </button>
        </li>
    }
}

/// A door that was named. It is sealed for the organisers when the talk is left.
fn named(place: usize, whom: String, talking: Talking) -> impl IntoView {
    let label = t!("volunteer.strike_what", what = whom);
    let strike = move |_| {
        talking.named.update(|named| {
            if place < named.len() {
                named.remove(place);
            }
        });
    };
    view! {
        <li class="said">
            <span class="quiet small">{t!("volunteer.named")}</span>
            <span class="words">
                <bdi>{whom}</bdi>
            </span>
            <button type="button" class="button" aria-label=label on:click=strike>
                {t!("volunteer.strike")}
            </button>
        </li>
    }
}

/// A promise that is being typed.
#[derive(Clone, Copy)]
struct Promising {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    what: RwSignal<String>,
    by: RwSignal<Option<i32>>,
    by_me: RwSignal<bool>,
}

impl Promising {
    fn draft(self) -> Option<(String, Draft)> {
        let promised = self.what.try_get_untracked()?.trim().to_string();
        if promised.is_empty() {
            return None;
        }
        let at = self.at.try_get_value()?;
        let me = self.phone.membership().get_untracked();
        let me = me.map(|membership| membership.name);
        let described = t!("volunteer.kept_at", label = at.label, words = promised);
        let fact = Fact::FollowUp {
            what: promised,
            who: me.filter(|_| self.by_me.try_get_untracked() == Some(true)),
            by: self.by.try_get_untracked().flatten(),
        };
        Some((
            described,
            Draft::new(at.stream(), fact, vec![at.household.into()]),
        ))
    }

    fn empty(self) {
        self.what.try_set(String::new());
        self.by.try_set(None);
        self.by_me.try_set(false);
    }

    fn keep(self) {
        let Some((described, draft)) = self.draft() else {
            return;
        };
        spawn_local(async move {
            let saved = self.evening.record(self.phone, described, vec![draft]);
            if saved.await.is_ok() {
                self.empty();
            }
        });
    }

    /// What still stands there when the talk is left was promised all the same.
    fn keep_beside(self) {
        let Some((described, draft)) = self.draft() else {
            return;
        };
        self.empty();
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = self
                .evening
                .record_beside(self.phone, described, vec![draft])
                .await;
        });
    }
}

/// Something promised: what, by when, by whom. Only what is asked for.
#[component]
fn AddFollowUp(at: At) -> impl IntoView {
    let promising = Promising {
        phone: expect_context(),
        evening: expect_context(),
        at: StoredValue::new(at),
        what: RwSignal::default(),
        by: RwSignal::new(None),
        by_me: RwSignal::new(false),
    };
    when_left(move || promising.keep_beside());
    let Promising {
        what, by, by_me, ..
    } = promising;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        promising.keep();
    };
    view! {
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for="promise">{t!("volunteer.promise")}</label>
                <input
                    id="promise"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=PROMISE_LENGTH.to_string()
                    prop:value=what
                    on:input=move |event| what.set(event_target_value(&event))
                />
            </div>
            <ByWhen by />
            <button
                type="button"
                role="checkbox"
                class="answer several"
                aria-checked=move || by_me.get().to_string()
                on:click=move |_| by_me.update(|by_me| *by_me = !*by_me)
            >
                {t!("volunteer.i_will")}
            </button>
            <button type="submit" class="button whole">
                {t!("volunteer.keep_follow_up")}
            </button>
        </form>
    }
}

/// By which day: one of the next, or any other.
#[component]
fn ByWhen(by: RwSignal<Option<i32>>) -> impl IntoView {
    let today = tonight().today;
    let day = move |days: i32| {
        let day = today + days;
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || (by.get() == Some(day)).to_string()
                on:click=move |_| by.update(|by| *by = (*by != Some(day)).then_some(day))
            >
                {short_day(day)}
            </button>
        }
    };
    // Empty while one of the days above is meant: two days on the screen would be one too many.
    let other = move || {
        let other = by.get().filter(|day| !DAYS.contains(&(day - today)));
        other.map_or_else(String::new, field_day)
    };
    view! {
        <fieldset class="stack">
            <legend>
                <strong>{t!("volunteer.by_when")}</strong>
            </legend>
            <div class="days">{DAYS.map(day).into_iter().collect_view()}</div>
            <div class="field">
                <label for="other-day">{t!("volunteer.other_day")}</label>
                <input
                    id="other-day"
                    type="date"
                    prop:value=other
                    on:change=move |event| by.set(picked_day(&event_target_value(&event)))
                />
            </div>
        </fieldset>
    }
}
