//! Looking after children together: each afternoon with what it still lacks and what to ask the council
//! about, writing one down, and checks that somebody has seen.

use std::collections::BTreeSet;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::checks::Checks;
use crate::canvass::aid::{Ages, Care, Session};
use crate::canvass::fold::State;
use crate::client::pages::organiser::fields::{Choices, DayField, WordsField};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::aid::{
    Caution, Kept, Missing, NoSession, care, cautions, drop_session, keep_session, missing,
    sessions,
};
use crate::t;

/// A session, what it lacks, and what the law may make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    kept: Kept,
    missing: Vec<Missing>,
    cautions: Vec<Caution>,
}

fn rows(state: &State) -> Vec<Row> {
    let all = sessions(state);
    let rows = all.iter().map(|kept| Row {
        missing: missing(&kept.said),
        cautions: cautions(&all, &kept.said),
        kept: kept.clone(),
    });
    rows.collect()
}

/// The page.
#[component]
pub fn ChildcarePage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| phone.read(rows));
    let lines = move || {
        let all = all.get().into_iter();
        all.map(|row| view! { <One row /> }).collect_view()
    };
    view! {
        <OrganiserPage title=t!("aid.childcare") back=Back::Help>
            <p>{t!("aid.childcare_what")}</p>
            <p class="hint">{t!("aid.no_names")}</p>
            <ul class="stack">{lines}</ul>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="quiet">{t!("aid.sessions_none")}</p>
            </Show>
            <h2>{t!("aid.session_new")}</h2>
            <Write />
            <Checks />
        </OrganiserPage>
    }
}

fn care_words(session: &Session) -> String {
    let care = match &session.care {
        Care::ParentsStay => t!("aid.care_stay"),
        Care::DropOff(lead) => t!("aid.care_drop_off_lead", name = lead.name()),
    };
    let long = match session.under_two_hours {
        true => t!("aid.under_two_hours"),
        false => t!("aid.two_hours_or_more"),
    };
    format!("{care} · {long}")
}

#[component]
fn One(row: Row) -> impl IntoView {
    let saving = Saving::new();
    let said = row.kept.said.clone();
    let title = format!("{} · {}", short_day(said.day), said.venue);
    let ages = said.ages.iter();
    let ages: Vec<String> = ages
        .map(|it| t!(&format!("aid.ages_{}", it.word())))
        .collect();
    let adults = said.adults.iter().filter(|name| !name.is_empty());
    let adults: Vec<&str> = adults.map(String::as_str).collect();
    let details = [
        adults.join(", "),
        said.first_aid.clone(),
        said.council.clone(),
    ];
    let details = details.into_iter().filter(|words| !words.is_empty());
    let details = details.map(|words| {
        view! {
            <p class="quiet">
                <bdi>{words}</bdi>
            </p>
        }
    });
    let lacks = row
        .missing
        .iter()
        .map(|it| t!(&format!("aid.missing_{}", it.word())));
    let warns = row
        .cautions
        .iter()
        .map(|it| t!(&format!("aid.caution_{}", it.word())));
    let notes: Vec<String> = lacks.chain(warns).collect();
    let ready = notes.is_empty();
    let notes = notes.into_iter().map(|words| view! { <li>{words}</li> });
    let notes = notes.collect_view();
    let label = t!("aid.session_out", day = short_day(said.day));
    let kept = row.kept;
    let out = move |_| saving.save(vec![drop_session(&kept)], String::new(), |_| ());
    view! {
        <li class="card">
            <strong>
                <bdi>{title}</bdi>
            </strong>
            <p>{ages.join(" · ")}</p>
            <p>
                <bdi>{care_words(&said)}</bdi>
            </p>
            {details.collect_view()}
            {(!ready).then(|| view! { <ul class="banner stack tight">{notes}</ul> })}
            <Wrong saving />
            <button type="button" class="button plain" disabled=saving.busy on:click=out>
                {label}
            </button>
        </li>
    }
}

fn why_not(why: NoSession) -> String {
    match why {
        NoSession::NoLead => t!("aid.no_lead"),
        NoSession::NoAges => t!("aid.no_ages"),
    }
}

/// What is typed of a session. A handle, copied freely.
#[derive(Clone, Copy)]
struct Typed {
    day: RwSignal<Option<i32>>,
    ages: RwSignal<BTreeSet<Ages>>,
    stay: RwSignal<bool>,
    short: RwSignal<bool>,
    lead: RwSignal<String>,
    adults: [RwSignal<String>; 2],
    venue: RwSignal<String>,
    first_aid: RwSignal<String>,
    council: RwSignal<String>,
}

impl Typed {
    fn new() -> Typed {
        let words = || RwSignal::new(String::new());
        Typed {
            day: RwSignal::new(Some(tonight().today + 7)),
            ages: RwSignal::default(),
            stay: RwSignal::new(true),
            short: RwSignal::new(true),
            lead: words(),
            adults: [words(), words()],
            venue: words(),
            first_aid: words(),
            council: words(),
        }
    }

    fn session(self) -> Result<Session, NoSession> {
        let trimmed = |it: RwSignal<String>| it.get_untracked().trim().to_string();
        Ok(Session {
            day: self.day.get_untracked().unwrap_or(tonight().today),
            ages: self.ages.get_untracked().into_iter().collect(),
            care: care(self.stay.get_untracked(), &self.lead.get_untracked())?,
            under_two_hours: self.short.get_untracked(),
            adults: self.adults.map(trimmed).to_vec(),
            venue: trimmed(self.venue),
            first_aid: trimmed(self.first_aid),
            council: trimmed(self.council),
            instead: Vec::new(),
        })
    }
}

#[component]
fn Write() -> impl IntoView {
    let saving = Saving::new();
    let typed = Typed::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (drafts, missing) = match typed.session().and_then(keep_session) {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why_not(why)),
        };
        saving.save(drafts, missing, move |_| {
            let _ = typed.ages.try_set(BTreeSet::new());
        });
    };
    let boxes = Ages::ALL.map(|it| {
        let words = t!(&format!("aid.ages_{}", it.word()));
        let change = move |event| {
            let on = event_target_checked(&event);
            typed.ages.update(|ages| {
                if on {
                    ages.insert(it);
                } else {
                    ages.remove(&it);
                }
            });
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || typed.ages.with(|ages| ages.contains(&it))
                    on:change=change
                />
                <span>{words}</span>
            </label>
        }
    });
    let stays = vec![
        (true, t!("aid.care_stay")),
        (false, t!("aid.care_drop_off")),
    ];
    let hours = vec![
        (true, t!("aid.under_two_hours")),
        (false, t!("aid.two_hours_or_more")),
    ];
    let [first, second] = typed.adults;
    view! {
        <form class="stack" on:submit=submit novalidate>
            <DayField id="session-day" name=t!("aid.session_day") day=typed.day />
            <fieldset class="choices">
                <legend>
                    <strong>{t!("aid.ages")}</strong>
                </legend>
                {boxes.into_iter().collect_view()}
            </fieldset>
            <Choices id="session-care" name=t!("aid.care") all=stays picked=typed.stay />
            <Show when=move || !typed.stay.get()>
                <WordsField id="session-lead" name=t!("aid.lead") typed=typed.lead length=60 />
            </Show>
            <Choices id="session-hours" name=t!("aid.hours") all=hours picked=typed.short />
            <WordsField id="session-adult-1" name=t!("aid.adult_one") typed=first length=60 />
            <WordsField id="session-adult-2" name=t!("aid.adult_two") typed=second length=60 />
            <WordsField
                id="session-venue"
                name=t!("aid.venue")
                typed=typed.venue
                hint=t!("aid.venue_hint")
            />
            <WordsField id="session-first-aid" name=t!("aid.first_aid") typed=typed.first_aid />
            <WordsField
                id="session-council"
                name=t!("aid.council")
                typed=typed.council
                hint=t!("aid.council_hint")
            />
            <Wrong saving />
            <button type="submit" class="button" disabled=saving.busy>
                {t!("aid.session_keep")}
            </button>
        </form>
    }
}
