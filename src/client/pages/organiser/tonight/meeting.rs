//! Where and when the evening begins, and by when everyone is back.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::Evening;
use crate::client::parts::when::{
    evening_day, field_minutes, minutes_in_words, picked_minutes, short_day,
};
use crate::client::phone::Phone;
use crate::organise::evening::{LATEST, Meeting, Said, Wrong, meet};
use crate::t;

/// A place longer than this is no place any more.
const PLACE_LENGTH: usize = 120;
/// A reason is a line, not a story.
const WHY_LENGTH: usize = 140;
/// When people meet unless somebody says otherwise: half past five.
const USUAL_FROM: u16 = 17 * 60 + 30;
/// When they are back: eight.
const USUAL_UNTIL: u16 = 20 * 60;

/// What a field shows: what was typed, or else what is said.
#[derive(Clone, Copy)]
struct Field {
    typed: RwSignal<Option<String>>,
    shown: Memo<String>,
}

impl Field {
    fn new(said: Memo<String>) -> Field {
        let typed = RwSignal::new(None::<String>);
        // What was just kept stands by itself from then on. Whatever else was typed stays, though
        // another organiser says something meanwhile.
        Effect::new(move |_| {
            let said = said.get();
            if typed.with_untracked(|typed| typed.as_ref() == Some(&said)) {
                typed.set(None);
            }
        });
        let shown = Memo::new(move |_| typed.get().unwrap_or_else(|| said.get()));
        Field { typed, shown }
    }

    fn type_in(self, value: String) {
        self.typed.set(Some(value));
    }
}

/// What an organiser says of the evening. A handle, copied freely.
#[derive(Clone, Copy)]
struct Saying {
    place: Field,
    from: Field,
    until: Field,
    why: Field,
    wrong: RwSignal<Option<String>>,
}

impl Saying {
    fn new(evening: Evening) -> Saying {
        let first = Memo::new(move |_| evening.meetings.with(|all| all.first().cloned()));
        let field =
            |of: fn(Option<Meeting>) -> String| Field::new(Memo::new(move |_| of(first.get())));
        Saying {
            place: field(|said| said.map(|it| it.meet).unwrap_or_default()),
            from: field(|said| field_minutes(said.map_or(USUAL_FROM, |it| it.from))),
            until: field(|said| field_minutes(said.map_or(USUAL_UNTIL, |it| it.until))),
            why: field(|said| said.map(|it| it.why_late.join(" / ")).unwrap_or_default()),
            wrong: RwSignal::new(None),
        }
    }

    fn is_late(self) -> bool {
        picked_minutes(&self.until.shown.get()).is_some_and(|until| until > LATEST)
    }

    /// What is said, or what is wrong with it.
    fn checked(self) -> Result<Said, String> {
        let shown = |field: Field| field.shown.get_untracked();
        let time = |field: Field| picked_minutes(&shown(field));
        let times = time(self.from).zip(time(self.until));
        let (from, until) = times.ok_or_else(|| t!("tonight.meet_wrong"))?;
        let said = Said::checked(&shown(self.place), from, until, &shown(self.why));
        said.map_err(|wrong| match wrong {
            Wrong::NoPlace => t!("tonight.meet_wrong"),
            Wrong::BackBefore => t!("tonight.meet_until_wrong"),
            Wrong::LateWithoutReason => t!("tonight.late_missing"),
        })
    }

    fn keep(self, evening: Evening) {
        if evening.busy.get_untracked() {
            return;
        }
        match self.checked() {
            Err(words) => self.wrong.set(Some(words)),
            Ok(said) => {
                self.wrong.set(None);
                let drafts = |state: &_| meet(state, evening.day, &said);
                let drafts = evening.phone.read_untracked(drafts);
                evening.record(drafts, t!("tonight.kept"));
            }
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
    let late = move || {
        let late = |all: &Vec<Meeting>| all.iter().flat_map(|it| it.why_late.clone()).collect();
        let reasons: Vec<String> = meetings.with(late);
        let words = |why: String| {
            t!(
                "tonight.late_because",
                time = minutes_in_words(LATEST),
                why = why
            )
        };
        let line = |why| view! { <p class="quiet" dir="auto">{words(why)}</p> };
        reasons.into_iter().map(line).collect_view()
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
        {late}
    }
}

/// The same of the evening after this one, where its stairs are picked: they are no plan without its hours.
#[component]
pub fn TomorrowsHours() -> impl IntoView {
    let evening = Evening::on(expect_context::<Phone>(), evening_day() + 1);
    let came_of_it = move || match evening.said.get() {
        Some(Ok(words)) => view! { <p role="status">{words}</p> }.into_any(),
        Some(Err(words)) => view! {
            <p class="error" role="alert">
                {words}
            </p>
        }
        .into_any(),
        None => ().into_any(),
    };
    view! {
        <p class="figure">{short_day(evening.day)}</p>
        <Place evening=evening />
        {came_of_it}
    }
}

/// `17:30–20:00 · the hall`.
fn in_words(meeting: &Meeting) -> String {
    t!(
        "tonight.meet_is",
        from = minutes_in_words(meeting.from),
        until = minutes_in_words(meeting.until),
        meet = meeting.meet
    )
}

#[component]
fn Fields(evening: Evening) -> impl IntoView {
    let saying = Saying::new(evening);
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        saying.keep(evening);
    };
    view! {
        <form class="stack" on:submit=keep novalidate>
            <p class="error" role="alert" id="meet-mistake">
                {move || saying.wrong.get()}
            </p>
            <PlaceField place=saying.place />
            <div class="row times">
                <TimeField id="meet-from" words=t!("tonight.meet_from") time=saying.from />
                <TimeField id="meet-until" words=t!("tonight.meet_until") time=saying.until />
            </div>
            <Show when=move || saying.is_late()>
                <Late why=saying.why />
            </Show>
            <button type="submit" class="button primary whole">
                {t!("tonight.meet_save")}
            </button>
        </form>
    }
}

#[component]
fn PlaceField(place: Field) -> impl IntoView {
    view! {
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
                prop:value=move || place.shown.get()
                on:input=move |event| place.type_in(event_target_value(&event))
            />
        </div>
    }
}

#[component]
fn TimeField(id: &'static str, words: String, time: Field) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{words}</label>
            <input
                id=id
                type="time"
                aria-describedby="meet-mistake"
                prop:value=move || time.shown.get()
                on:input=move |event| time.type_in(event_target_value(&event))
            />
        </div>
    }
}

/// Why so late: whoever sends people out after dark says it to the others.
#[component]
fn Late(why: Field) -> impl IntoView {
    view! {
        <div class="field">
            <p class="banner" role="status" id="late-hint">
                {t!("tonight.late", time = minutes_in_words(LATEST))}
            </p>
            <label for="late-why">{t!("tonight.late_why")}</label>
            <input
                id="late-why"
                type="text"
                autocomplete="off"
                dir="auto"
                maxlength=WHY_LENGTH.to_string()
                aria-describedby="late-hint meet-mistake"
                prop:value=move || why.shown.get()
                on:input=move |event| why.type_in(event_target_value(&event))
            />
        </div>
    }
}
