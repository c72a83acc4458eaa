//! Where and when the evening begins.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::Evening;
use crate::organise::message::{minutes, time_of_day};
use crate::organise::teams::{Meeting, meet};
use crate::t;

/// A place longer than this is no place any more.
const PLACE_LENGTH: usize = 120;
/// When people meet unless somebody says otherwise: half past five.
const USUAL_FROM: u16 = 17 * 60 + 30;
/// When they are back: eight.
const USUAL_UNTIL: u16 = 20 * 60;

/// What was typed; `None` as long as what is said stands.
#[derive(Clone, Copy)]
struct Typed {
    meet: RwSignal<Option<String>>,
    from: RwSignal<Option<String>>,
    until: RwSignal<Option<String>>,
}

impl Typed {
    fn forget(self) {
        for field in [self.meet, self.from, self.until] {
            // The page may have been left meanwhile.
            let _ = field.try_set(None);
        }
    }
}

/// What is said, and the fields to say it.
#[component]
pub fn Place(
    /// What the page holds.
    evening: Evening,
) -> impl IntoView {
    let meetings = evening.meetings;
    let unset = meetings.with_untracked(Vec::is_empty);
    let said = move || {
        let all = meetings.get();
        match all.is_empty() {
            true => t!("tonight.meet_unset"),
            false => all.iter().map(in_words).collect::<Vec<_>>().join(" / "),
        }
    };
    view! {
        <Show when=move || meetings.with(|all| all.len() > 1)>
            <p class="banner" role="alert">
                {t!("tonight.meet_several")}
            </p>
        </Show>
        <details class="more" open=unset>
            <summary>
                <bdi>{said}</bdi>
            </summary>
            <Fields evening=evening />
        </details>
    }
}

/// `17:30–20:00 · the hall`.
fn in_words(meeting: &Meeting) -> String {
    let (from, until) = (time_of_day(meeting.from), time_of_day(meeting.until));
    format!("{from}–{until} · {}", meeting.meet)
}

#[component]
fn Fields(evening: Evening) -> impl IntoView {
    let first = Memo::new(move |_| evening.meetings.with(|all| all.first().cloned()));
    let typed = Typed {
        meet: RwSignal::new(None),
        from: RwSignal::new(None),
        until: RwSignal::new(None),
    };
    let place = Memo::new(move |_| {
        let said = || first.get().map(|it| it.meet).unwrap_or_default();
        typed.meet.get().unwrap_or_else(said)
    });
    let from = Memo::new(move |_| {
        let said = || time_of_day(first.get().map_or(USUAL_FROM, |it| it.from));
        typed.from.get().unwrap_or_else(said)
    });
    let until = Memo::new(move |_| {
        let said = || time_of_day(first.get().map_or(USUAL_UNTIL, |it| it.until));
        typed.until.get().unwrap_or_else(said)
    });
    let wrong = RwSignal::new(None);
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        let place = place.get_untracked().trim().to_string();
        match checked(&place, &from.get_untracked(), &until.get_untracked()) {
            Err(words) => wrong.set(Some(words)),
            Ok((from, until)) => {
                wrong.set(None);
                let phone = evening.phone;
                let draft =
                    phone.read_untracked(|state| meet(state, evening.day, &place, from, until));
                evening.record(vec![draft], t!("tonight.kept"));
            }
        }
    };
    // What was kept stands by itself from then on.
    Effect::new(move |_| {
        evening.meetings.track();
        typed.forget();
    });
    let times = [
        ("meet-from", t!("tonight.meet_from"), from, typed.from),
        ("meet-until", t!("tonight.meet_until"), until, typed.until),
    ];
    view! {
        <form class="stack" on:submit=keep novalidate>
            <p class="error" role="alert" id="meet-mistake">
                {move || wrong.get()}
            </p>
            <div class="field">
                <label for="meet">{t!("tonight.meet")}</label>
                <p class="hint" id="meet-hint">
                    {t!("tonight.meet_hint")}
                </p>
                <input
                    id="meet"
                    type="text"
                    autocomplete="off"
                    dir="auto"
                    maxlength=PLACE_LENGTH.to_string()
                    aria-describedby="meet-hint meet-mistake"
                    prop:value=move || place.get()
                    on:input=move |event| typed.meet.set(Some(event_target_value(&event)))
                />
            </div>
            <div class="row times">
                {times
                    .map(|(id, words, value, typed)| {
                        view! {
                            <div class="field">
                                <label for=id>{words}</label>
                                <input
                                    id=id
                                    type="time"
                                    aria-describedby="meet-mistake"
                                    prop:value=move || value.get()
                                    on:input=move |event| typed.set(Some(event_target_value(&event)))
                                />
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
            <button type="submit" class="button primary whole">
                {t!("tonight.meet_save")}
            </button>
        </form>
    }
}

/// The two times, or what is wrong.
fn checked(place: &str, from: &str, until: &str) -> Result<(u16, u16), String> {
    let times = minutes(from).zip(minutes(until));
    let (false, Some((from, until))) = (place.is_empty(), times) else {
        return Err(t!("tonight.meet_wrong"));
    };
    match from < until {
        true => Ok((from, until)),
        false => Err(t!("tonight.meet_until_wrong")),
    }
}
