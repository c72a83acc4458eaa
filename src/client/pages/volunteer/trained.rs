//! Whom somebody trained, and what they saw somebody do: said once, sealed for organisers, and shown on no
//! volunteer's phone again. What everybody sees is a figure, once organisers have shown it to the team.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::client::parts::bottom_bar::Place;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::said_once::SaidOnce;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::training::TO_ONE_TRAINER;
use crate::organise::training::own_word::{Said, known_here, offered, say};
use crate::organise::training::told::told;
use crate::sync::certificate::Role;
use crate::t;

/// The longest name that is taken.
const NAME_LENGTH: &str = "60";

/// What is said, and how far it has come. A handle, copied freely.
#[derive(Clone, Copy)]
struct Saying {
    who: RwSignal<String>,
    what: RwSignal<Option<Said>>,
    once: SaidOnce,
}

impl Saying {
    fn new() -> Saying {
        Saying {
            who: RwSignal::default(),
            what: RwSignal::new(None),
            once: SaidOnce::open(),
        }
    }

    fn me(self) -> String {
        let own = self.once.phone.membership().get_untracked();
        own.map(|own| own.name).unwrap_or_default()
    }

    fn submit(self) {
        let sealed = move || {
            let (who, what) = (self.who.get_untracked(), self.what.get_untracked());
            what.and_then(|what| say(what, &who, &self.me(), tonight().evening))
                .ok_or_else(|| t!("volunteer.trained_missing"))
        };
        self.once
            .submit(t!("volunteer.trained_title"), sealed, move || {
                self.who.try_set(String::new());
                self.what.try_set(None);
            });
    }
}

/// The page.
#[component]
pub fn TrainedPage() -> impl IntoView {
    let saying = Saying::new();
    let kept = Memo::new(move |_| saying.once.is_kept());
    view! {
        <Page title=t!("volunteer.trained_title") at=Place::Elsewhere>
            {move || match kept.get() {
                true => view! { <Kept saying /> }.into_any(),
                false => view! { <Form saying /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Kept(saying: Saying) -> impl IntoView {
    let again = move |_| saying.once.another();
    view! {
        <Heading>{t!("incident.kept")}</Heading>
        <p role="status">{t!("volunteer.trained_what")}</p>
        <div class="reach">
            <button type="button" class="button whole" on:click=again>
                {t!("volunteer.trained_another")}
            </button>
            <a class="button primary whole" href="/shift">
                {t!("volunteer.end_shift")}
            </a>
        </div>
    }
}

#[component]
fn Form(saying: Saying) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        saying.submit();
    };
    view! {
        <Heading>{t!("volunteer.trained_title")}</Heading>
        <p>{t!("volunteer.trained_what")}</p>
        <form class="stack" on:submit=submit novalidate>
            <Who saying />
            <What saying />
            <p class="error" role="alert">
                {move || saying.once.why_not()}
            </p>
            <button type="submit" class="button primary whole">
                {t!("incident.keep")}
            </button>
        </form>
        <TrainersTrained />
    }
}

/// Somebody whose name this phone holds anyway, or any name.
#[component]
fn Who(saying: Saying) -> impl IntoView {
    let known = Memo::new(move |_| {
        let me = saying.me();
        let mut names = saying.once.phone.read(|state| known_here(state, &me));
        // Who knocks with this phone, too, has none of their own.
        let second = saying.once.evening.knockers.second().get();
        let second = second.map(|second| second.name);
        names.extend(second.filter(|second| !names.contains(second)));
        names
    });
    let button = move |name: String| {
        let (label, picked) = (name.clone(), name.clone());
        let pressed = move || saying.who.with(|who| *who == name).to_string();
        let pick = move |_| {
            if saying.once.is_open() {
                saying.who.set(picked.clone());
            }
        };
        view! {
            <button type="button" class="answer" aria-pressed=pressed on:click=pick>
                <bdi>{label}</bdi>
            </button>
        }
    };
    view! {
        <div class="stack tight" role="group" aria-label=t!("volunteer.trained_who")>
            {move || known.get().into_iter().map(button).collect_view()}
        </div>
        <div class="field">
            <label for="who">{t!("volunteer.trained_who")}</label>
            <p class="hint" id="who-hint">
                {t!("volunteer.trained_who_hint")}
            </p>
            <input
                id="who"
                type="text"
                dir="auto"
                autocomplete="off"
                maxlength=NAME_LENGTH
                aria-describedby="who-hint"
                readonly=move || !saying.once.is_open()
                bind:value=saying.who
            />
        </div>
    }
}

/// What it was: nothing is chosen beforehand.
#[component]
fn What(saying: Saying) -> impl IntoView {
    let all = Memo::new(move |_| saying.once.phone.read(offered));
    let button = move |one: Said| {
        let pick = move |_| {
            if saying.once.is_open() {
                saying.what.set(Some(one));
            }
        };
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || (saying.what.get() == Some(one)).to_string()
                on:click=pick
            >
                {t!(&format!("volunteer.trained_{}", one.word()))}
            </button>
        }
    };
    view! {
        <div class="stack tight" role="group" aria-label=t!("volunteer.trained_did")>
            {move || all.get().into_iter().map(button).collect_view()}
        </div>
    }
}

/// How many of those who were trained have trained somebody since, where organisers have shown that to the
/// team: figures, and nobody's name.
#[component]
pub fn TrainersTrained() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let shown = Memo::new(move |_| phone.read(told));
    move || {
        let shown = shown.get()?;
        let day = short_day(shown.day);
        let (n, all) = (shown.trainers, shown.trained);
        Some(view! {
            <p>{t!("volunteer.trained_team", n = n, all = all, day = day)}</p>
            <p class="quiet small">{t!("volunteer.trained_ratio", n = TO_ONE_TRAINER)}</p>
        })
    }
}

/// The way here. Organisers write it down on their own page; and practising, nobody was trained.
#[component]
pub fn ToTrained() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let organises = Memo::new(move |_| {
        let own = phone.membership().get();
        own.is_some_and(|own| own.role == Role::Organiser)
    });
    move || {
        let here = !organises.get() && !phone.is_to_practise();
        here.then(|| {
            view! {
                <a class="button plain" href="/trained">
                    {t!("volunteer.trained_link")}
                </a>
            }
        })
    }
}
