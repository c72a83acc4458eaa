//! One home: those of it who agreed that it is written down since when they are what counts. Nobody's name.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::ballot::{Since, Voter};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::switched::Switch;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::standing::door_words;
use crate::client::parts::when::{day_and_year, field_day, picked_day, short_day, tonight};
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::ballot::{Eligible, Home, Person, Roll, long_enough, person, take_out};
use crate::organise::evidence::sheet::tenure_words;
use crate::t;

use crate::client::pages::organiser::switched::Switched;

/// A home, what stands on its door, and the day of the offer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    home: Home,
    place: String,
}

fn seen(state: &State, door: DoorId) -> Option<Seen> {
    let home = Roll::read(state)
        .homes
        .into_iter()
        .find(|it| it.door == door)?;
    let place = estate::door(state, door).map(|known| door_words(state, known.id))?;
    Some(Seen { home, place })
}

/// The page.
#[component]
pub fn BallotHome(door: Option<DoorId>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let seen = Memo::new(move |_| door.and_then(|door| phone.read(|state| seen(state, door))));
    let household = Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|it| it.home.household)));
    view! {
        <OrganiserPage title=t!("ballot.home") back=Back::Ballot>
            <Switched switch=Switch::Ballot>
                {move || match household.get() {
                    Some(household) => view! { <Whole household seen /> }.into_any(),
                    None => view! { <p>{t!("ballot.not_here")}</p> }.into_any(),
                }}
            </Switched>
        </OrganiserPage>
    }
}

#[component]
fn Whole(household: HouseholdId, seen: Memo<Option<Seen>>) -> impl IntoView {
    let saving = Saving::new();
    let head = move || {
        seen.with(|seen| {
            let seen = seen.as_ref()?;
            let tenure = tenure_words(&locales::fill, seen.home.tenure.as_deref());
            Some(format!("{} · {tenure}", seen.place))
        })
    };
    let people = move || {
        let people = seen.with(|seen| seen.as_ref().map(|it| it.home.people.clone()));
        let people = people.unwrap_or_default().into_iter();
        let lines = (1..).zip(people);
        let lines = lines.map(|(n, it)| line(saving, household, n, it));
        lines.collect_view()
    };
    view! {
        <p>
            <strong>
                <bdi>{head}</bdi>
            </strong>
        </p>
        <p class="banner">{t!("ballot.no_roll")}</p>
        <ul class="stack tight">{people}</ul>
        <Wrong saving />
        <Add household />
    }
}

fn line(saving: Saving, household: HouseholdId, n: usize, person: Person) -> impl IntoView {
    let words = eligible_words(&person.eligible);
    let settles = settles(&person.eligible);
    let agreed = t!("ballot.agreed_on", day = short_day(person.said.agreed));
    let label = t!("ballot.take_out_which", n = n);
    let out = move |_| saving.save(vec![take_out(household, &person)], String::new(), |_| ());
    view! {
        <li class="card">
            <p>
                <strong>{t!("ballot.person", n = n)}</strong>
                " · "
                {words}
            </p>
            {settles}
            <p class="quiet">{agreed}</p>
            <button
                type="button"
                class="button"
                aria-label=label
                disabled=saving.busy
                on:click=out
            >
                {t!("ballot.take_out")}
            </button>
        </li>
    }
}

/// In words, as far as it can be said.
fn eligible_words(eligible: &Eligible) -> String {
    match eligible {
        Eligible::Likely(means) => {
            let by = t!(&format!("ballot.means_{}", means.word()));
            t!("ballot.likely_by", means = by)
        }
        Eligible::Not => t!("ballot.not"),
        Eligible::Unknown(_) => t!("ballot.unknown"),
    }
}

fn settles(eligible: &Eligible) -> Option<impl IntoView + use<>> {
    let Eligible::Unknown(settles) = eligible else {
        return None;
    };
    let lines = settles.iter();
    let lines = lines.map(|it| view! { <li>{t!(&format!("ballot.settles_{}", it.word()))}</li> });
    Some(view! {
        <p>{t!("ballot.settles")}</p>
        <ul class="rules">{lines.collect_view()}</ul>
    })
}

/// Which answer is ticked, before a day is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Unknown,
    Never,
    Long,
    On,
}

/// One of the four questions. A handle, copied freely.
#[derive(Clone, Copy)]
struct Asked {
    id: &'static str,
    said: RwSignal<Said>,
    day: RwSignal<Option<i32>>,
}

impl Asked {
    fn new(id: &'static str) -> Asked {
        Asked {
            id,
            said: RwSignal::new(Said::Unknown),
            day: RwSignal::new(None),
        }
    }

    /// What it comes to; `long` is the day that "long enough" is since.
    fn since(self, long: i32) -> Since {
        match (self.said.get_untracked(), self.day.get_untracked()) {
            (Said::Unknown, _) | (Said::On, None) => Since::Unknown,
            (Said::Never, _) => Since::Never,
            (Said::Long, _) => Since::Before(long),
            (Said::On, Some(day)) => Since::On(day),
        }
    }
}

/// Somebody of the home: four questions, each yes, no, since a day, or not known.
#[component]
fn Add(household: HouseholdId) -> impl IntoView {
    let saving = Saving::new();
    let asked = ["named", "main_home", "register", "sixteen"].map(Asked::new);
    let agreed = RwSignal::new(false);
    let long = saving.phone.read_untracked(|state| {
        let offer = Roll::read(state).ballot.offer;
        long_enough(offer, tonight().today)
    });
    let long_of = move |one: Asked| match one.id {
        "main_home" | "register" => long.1,
        _ => long.0,
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let today = tonight().today;
        let (by, year) = long;
        let [named, main_home, register, sixteen] = asked;
        let said = Voter {
            named: named.since(by),
            main_home: main_home.since(year),
            register: register.since(year),
            sixteen: sixteen.since(by),
            agreed: today,
            out: false,
            instead: Vec::<Dot>::new(),
        };
        let agreed_on = agreed.get_untracked().then_some(today);
        let draft = person(household, said, agreed_on, None);
        let missing = t!("ballot.not_agreed");
        saving.save(draft.into_iter().collect(), missing, move |_| {
            agreed.try_set(false);
            for one in asked {
                one.said.try_set(Said::Unknown);
                one.day.try_set(None);
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <h2>{t!("ballot.add")}</h2>
            <p class="hint">{t!("ballot.add_what")}</p>
            {asked
                .into_iter()
                .map(|one| view! { <Question one long=long_of(one) /> })
                .collect_view()}
            <label class="choice">
                <input type="checkbox" bind:checked=agreed />
                <span>{t!("ballot.agreed")}</span>
            </label>
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("ballot.add_keep")}
            </button>
        </form>
    }
}

#[component]
fn Question(one: Asked, long: i32) -> impl IntoView {
    let all = [
        (Said::Long, t!("ballot.long", day = day_and_year(long))),
        (Said::Never, t!("ballot.never")),
        (Said::On, t!(&format!("ballot.since_{}", one.id))),
        (Said::Unknown, t!("ballot.not_known")),
    ];
    let all = all.map(|(value, words)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=one.id
                    prop:checked=move || one.said.get() == value
                    on:change=move |_| one.said.set(value)
                />
                <span>{words}</span>
            </label>
        }
    });
    let day_id = format!("{}-day", one.id);
    let day_label = t!(&format!("ballot.since_{}", one.id));
    view! {
        <fieldset class="choices">
            <legend>
                <strong>{t!(&format!("ballot.ask_{}", one.id))}</strong>
            </legend>
            {all.into_iter().collect_view()}
            <Show when=move || one.said.get() == Said::On>
                <div class="field">
                    <label for=day_id.clone()>{day_label.clone()}</label>
                    <input
                        id=day_id.clone()
                        type="date"
                        prop:value=move || one.day.get().map(field_day).unwrap_or_default()
                        on:change=move |event| one.day.set(picked_day(&event_target_value(&event)))
                    />
                </div>
            </Show>
        </fieldset>
    }
}
