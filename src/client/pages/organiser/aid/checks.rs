//! Checks that somebody has seen: which sort, by whom, when, and when again.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::aid::Level;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::client::pages::organiser::fields::{Choices, DayField, WordsField};
use crate::client::pages::organiser::groups::{PickDoor, all_doors};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::standing::door_words;
use crate::client::parts::when::{day_and_year, tonight};
use crate::client::phone::Phone;
use crate::organise::aid::{Check, NoCheck, checks, seen};
use crate::t;

fn rows(state: &State) -> Vec<(Check, String)> {
    let all = checks(state).into_iter();
    let named = all.map(|check| {
        let door = door_words(state, check.door);
        (check, door)
    });
    named.collect()
}

/// All of them, and writing one down.
#[component]
pub fn Checks() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| phone.read(rows));
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|(check, door)| line(&check, door)).collect_view()
    };
    view! {
        <h2>{t!("aid.checks")}</h2>
        <p>{t!("aid.checks_what")}</p>
        <ul class="stack tight">{lines}</ul>
        <Show when=move || all.with(Vec::is_empty)>
            <p class="quiet">{t!("aid.checks_none")}</p>
        </Show>
        <Write />
    }
}

fn line(check: &Check, door: String) -> impl IntoView + use<> {
    let words = t!(
        "aid.check_is",
        level = t!(&format!("aid.level_{}", check.said.level.word())),
        who = check.said.seen_by,
        day = day_and_year(check.said.day),
        again = day_and_year(check.said.recheck)
    );
    let due = check.is_due(tonight().today).then(|| t!("aid.check_due"));
    view! {
        <li class="card">
            <strong>
                <bdi>{door}</bdi>
            </strong>
            <p>
                <bdi>{words}</bdi>
            </p>
            {due.map(|words| view! { <p class="banner">{words}</p> })}
        </li>
    }
}

fn why_not(why: NoCheck) -> String {
    match why {
        NoCheck::Nobody => t!("aid.check_nobody"),
        NoCheck::Number => t!("aid.check_number"),
        NoCheck::Recheck => t!("aid.check_again"),
    }
}

#[component]
fn Write() -> impl IntoView {
    let saving = Saving::new();
    let phone = saving.phone;
    let today = tonight().today;
    let doors = phone.read_untracked(all_doors);
    let door = RwSignal::new(None::<DoorId>);
    let level = RwSignal::new(Level::Basic);
    let by = RwSignal::new(String::new());
    let again = RwSignal::new(Some(today + 365));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(door) = door.get_untracked() else {
            return saving.wrong.set(Some(t!("aid.no_home")));
        };
        let (drafts, missing) = phone.read_untracked(|state| {
            let home = estate::household(state, door);
            // Of one home the newer one takes the place of the one before.
            let before = checks(state).into_iter().filter(|it| it.door == door);
            let before = before.map(|it| it.dot).collect();
            let days = (today, again.get_untracked().unwrap_or(today));
            match seen(
                home,
                level.get_untracked(),
                &by.get_untracked(),
                days,
                before,
            ) {
                Ok(draft) => (vec![draft], String::new()),
                Err(why) => (Vec::new(), why_not(why)),
            }
        });
        saving.save(drafts, missing, move |_| {
            let _ = by.try_set(String::new());
        });
    };
    let levels = Level::ALL.map(|it| (it, t!(&format!("aid.level_{}", it.word()))));
    view! {
        <form class="stack" on:submit=submit novalidate>
            <PickDoor id="check-door".to_string() label=t!("aid.home") door doors />
            <Choices id="check-level" name=t!("aid.level") all=levels.to_vec() picked=level />
            <WordsField
                id="check-by"
                name=t!("aid.check_by")
                typed=by
                length=60
                hint=t!("aid.check_by_hint")
            />
            <DayField id="check-again" name=t!("aid.recheck") day=again />
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("aid.check_keep")}
            </button>
        </form>
    }
}
