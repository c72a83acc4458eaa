//! What happened to whoever knocks: written down without a signal, and sealed for those who look after
//! people. Nothing of it is kept before, and this phone does not show it again.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::places::stair_name;
use super::today::my_turfs;
use crate::canvass::incident::Sort;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::evening::Evening;
use crate::client::parts::page::{Heading, Page};
use crate::client::parts::said_once::SaidOnce;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::sync::incident::{Incident, LENGTH, PLACE_LENGTH};
use crate::t;

/// What is typed, and how far it has come. A handle, copied freely.
#[derive(Clone, Copy)]
struct Writing {
    sort: RwSignal<Sort>,
    place: RwSignal<String>,
    words: RwSignal<String>,
    ring: RwSignal<bool>,
    once: SaidOnce,
}

impl Writing {
    fn new() -> Writing {
        let once = SaidOnce::open();
        Writing {
            sort: RwSignal::new(Sort::Other),
            place: RwSignal::new(stair_in_words(once.phone, once.evening)),
            words: RwSignal::default(),
            ring: RwSignal::new(false),
            once,
        }
    }

    fn submit(self) {
        let sealed = move || {
            let (place, words) = (self.place.get_untracked(), self.words.get_untracked());
            let (sort, ring) = (self.sort.get_untracked(), self.ring.get_untracked());
            let said = Incident::typed(sort, &place, &words, ring)
                .ok_or_else(|| t!("incident.missing"))?;
            let draft = self.once.phone.sealed_incident(&said);
            draft.map_err(|why| why.sentence())
        };
        self.once.submit(t!("incident.described"), sealed, move || {
            self.words.try_set(String::new());
            self.place.try_set(String::new());
        });
    }
}

/// The stair one was last on, to be corrected; nothing where one was on none.
fn stair_in_words(phone: Phone, evening: Evening) -> String {
    let turfs = my_turfs(phone);
    let stair = evening.stair.get_untracked();
    let walk = stair.and_then(|id| phone.walk_untracked(id, &turfs, tonight()));
    let walk = walk.map(|walk| {
        let parts = [Some(walk.block.clone()), stair_name(&walk)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    walk.unwrap_or_default()
}

/// The page.
#[component]
pub fn IncidentPage() -> impl IntoView {
    let writing = Writing::new();
    let kept = Memo::new(move |_| writing.once.is_kept());
    view! {
        <Page title=t!("incident.title") at=Place::Elsewhere>
            {move || match kept.get() {
                true => view! { <Kept /> }.into_any(),
                false => view! { <Form writing /> }.into_any(),
            }}
        </Page>
    }
}

/// Nobody has it yet, and that is said.
#[component]
fn Kept() -> impl IntoView {
    let (sent, merged) = (t!("volunteer.sent_title"), t!("volunteer.count_merged"));
    view! {
        <Heading>{t!("incident.kept")}</Heading>
        <p role="status">{t!("incident.kept_what", sent = sent, merged = merged)}</p>
        <p>{t!("incident.kept_ring")}</p>
        <div class="reach">
            <a class="button primary whole" href="/sent">
                {t!("volunteer.sent_title")}
            </a>
            <a class="button whole" href="/today">
                {t!("volunteer.to_today")}
            </a>
        </div>
    }
}

#[component]
fn Form(writing: Writing) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        writing.submit();
    };
    let ring = move |_| {
        if writing.once.is_open() {
            writing.ring.update(|ring| *ring = !*ring);
        }
    };
    view! {
        <Heading>{t!("incident.title")}</Heading>
        <p class="banner stop">{t!("incident.first")}</p>
        <WhoReads phone=writing.once.phone />
        <form class="stack" on:submit=submit novalidate>
            <Sorts writing />
            <div class="field">
                <label for="where">{t!("incident.place")}</label>
                <input
                    id="where"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=PLACE_LENGTH.to_string()
                    readonly=move || !writing.once.is_open()
                    bind:value=writing.place
                />
            </div>
            <div class="field">
                <label for="happened">{t!("incident.words")}</label>
                <p class="hint" id="happened-hint">
                    {t!("incident.words_hint")}
                </p>
                <textarea
                    id="happened"
                    rows="6"
                    dir="auto"
                    // Else a browser keeps what is typed, to put it back.
                    autocomplete="off"
                    maxlength=LENGTH.to_string()
                    aria-describedby="happened-hint"
                    readonly=move || !writing.once.is_open()
                    bind:value=writing.words
                ></textarea>
            </div>
            <button
                type="button"
                role="checkbox"
                class="answer several"
                aria-checked=move || writing.ring.get().to_string()
                on:click=ring
            >
                {t!("incident.ring")}
            </button>
            <p class="error" role="alert">
                {move || writing.once.why_not()}
            </p>
            <button type="submit" class="button primary whole">
                {t!("incident.keep")}
            </button>
        </form>
    }
}

/// For whom it is sealed.
#[component]
fn WhoReads(phone: Phone) -> impl IntoView {
    let names = Memo::new(move |_| {
        let readers = phone.incident_readers().into_iter();
        let names: Vec<String> = readers.filter(|it| it.meant).map(|it| it.name).collect();
        // No name is said to be all where somebody has none that is known here.
        match names.iter().any(String::is_empty) {
            true => String::new(),
            false => names.join(", "),
        }
    });
    let words = move || match names.with(String::is_empty) {
        true => t!("incident.for_organisers"),
        false => t!("incident.for_these", names = names.get()),
    };
    view! {
        <p>{words}</p>
        <p class="hint">{t!("incident.sealed")}</p>
    }
}

/// What sort of thing it was; with a disclosure, how to answer it.
#[component]
fn Sorts(writing: Writing) -> impl IntoView {
    let sort = writing.sort;
    let button = move |one: Sort| {
        let pick = move |_| {
            if writing.once.is_open() {
                sort.set(one);
            }
        };
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || (sort.get() == one).to_string()
                on:click=pick
            >
                {t!(&format!("incident.sort_{}", one.word()))}
            </button>
        }
    };
    view! {
        <div class="stack tight" role="group" aria-label=t!("incident.sort")>
            {Sort::ALL.map(button).into_iter().collect_view()}
        </div>
        <p class="hint" role="status">
            {move || (sort.get() == Sort::Disclosure).then(|| t!("incident.disclosure"))}
        </p>
    }
}

/// The way here, from where a volunteer stands. In practice nothing can have happened that is to be kept.
#[component]
pub fn ToIncident() -> impl IntoView {
    let phone = expect_context::<Phone>();
    (!phone.is_to_practise()).then(|| {
        view! {
            <a class="button plain" href="/incident">
                {t!("incident.link")}
            </a>
        }
    })
}
