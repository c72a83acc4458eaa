//! Whom somebody trained, and what they saw somebody do: said once, sealed for organisers, and shown on no
//! volunteer's phone again.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::organise::training::own_word::{Said, known_here, offered, say};
use crate::sync::certificate::Role;
use crate::t;

/// The longest name that is taken.
const NAME_LENGTH: &str = "60";

/// What is said, and how far it has come. A handle, copied freely.
#[derive(Clone, Copy)]
struct Saying {
    phone: Phone,
    evening: Evening,
    who: RwSignal<String>,
    what: RwSignal<Option<Said>>,
    stands: RwSignal<Stands>,
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stands {
    /// It can still be changed; why it was not sealed, where it was tried.
    Open(Option<String>),
    /// On its way to the journal.
    Saving,
    /// NOT SAVED: the phone holds it.
    NotSaved(String),
    /// Sealed and saved.
    Kept,
}

impl Saying {
    fn new() -> Saying {
        Saying {
            phone: expect_context(),
            evening: expect_context(),
            who: RwSignal::default(),
            what: RwSignal::new(None),
            stands: RwSignal::new(Stands::Open(None)),
        }
    }

    fn is_open(self) -> bool {
        self.stands.with(|stands| matches!(stands, Stands::Open(_)))
    }

    fn me(self) -> String {
        let own = self.phone.membership().get_untracked();
        own.map(|own| own.name).unwrap_or_default()
    }

    fn submit(self) {
        match self.stands.get_untracked() {
            Stands::Open(_) => self.seal(),
            Stands::NotSaved(_) => self.save_again(),
            Stands::Saving | Stands::Kept => {}
        }
    }

    fn seal(self) {
        let (who, what) = (self.who.get_untracked(), self.what.get_untracked());
        let day = tonight().evening;
        let draft = what.and_then(|what| say(what, &who, &self.me(), day));
        let Some(draft) = draft else {
            let missing = Some(t!("volunteer.trained_missing"));
            return self.stands.set(Stands::Open(missing));
        };
        self.stands.set(Stands::Saving);
        spawn_local(async move {
            let what = t!("volunteer.trained_title");
            // It is often said once the shift has ended, and begins none.
            let ended = self.evening.shift_ended.get_untracked();
            let saved = self.evening.record_beside(self.phone, what, vec![draft]);
            let saved = saved.await;
            self.evening.shift_ended.set(ended);
            self.came(saved.map(drop));
        });
    }

    /// The phone holds it; whoever tapped in the banner meanwhile has saved it.
    fn save_again(self) {
        self.stands.set(Stands::Saving);
        spawn_local(async move {
            let saved = match self.phone.holds_unsaved() {
                true => self.evening.save_again(self.phone).await,
                false => Ok(()),
            };
            self.came(saved);
        });
    }

    // The page may have been left meanwhile.
    fn came(self, saved: Result<(), SaveError>) {
        match saved {
            Ok(()) => {
                self.who.try_set(String::new());
                self.what.try_set(None);
                self.stands.try_set(Stands::Kept);
                self.phone.sync();
            }
            // So nothing can be saved again.
            Err(why) if !why.is_held() => {
                self.stands.try_set(Stands::Open(Some(why.sentence())));
            }
            Err(why) => {
                self.stands.try_set(Stands::NotSaved(why.sentence()));
            }
        }
    }
}

/// The page.
#[component]
pub fn TrainedPage() -> impl IntoView {
    let saying = Saying::new();
    let kept = Memo::new(move |_| saying.stands.with(|stands| *stands == Stands::Kept));
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
    let again = move |_| saying.stands.set(Stands::Open(None));
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
    let wrong = move || match saying.stands.get() {
        Stands::Open(why) => why,
        Stands::NotSaved(why) => Some(why),
        Stands::Saving | Stands::Kept => None,
    };
    view! {
        <Heading>{t!("volunteer.trained_title")}</Heading>
        <p>{t!("volunteer.trained_what")}</p>
        <form class="stack" on:submit=submit novalidate>
            <Who saying />
            <What saying />
            <p class="error" role="alert">
                {wrong}
            </p>
            <button type="submit" class="button primary whole">
                {t!("incident.keep")}
            </button>
        </form>
    }
}

/// Somebody whose name this phone holds anyway, or any name.
#[component]
fn Who(saying: Saying) -> impl IntoView {
    let known = Memo::new(move |_| {
        let me = saying.me();
        let mut names = saying.phone.read(|state| known_here(state, &me));
        // Who knocks with this phone, too, has none of their own.
        let second = saying.evening.knockers.second().get();
        let second = second.map(|second| second.name);
        names.extend(second.filter(|second| !names.contains(second)));
        names
    });
    let button = move |name: String| {
        let (label, picked) = (name.clone(), name.clone());
        let pressed = move || saying.who.with(|who| *who == name).to_string();
        let pick = move |_| {
            if saying.is_open() {
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
                readonly=move || !saying.is_open()
                bind:value=saying.who
            />
        </div>
    }
}

/// What it was: nothing is chosen beforehand.
#[component]
fn What(saying: Saying) -> impl IntoView {
    let all = Memo::new(move |_| saying.phone.read(offered));
    let button = move |one: Said| {
        let pick = move |_| {
            if saying.is_open() {
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
