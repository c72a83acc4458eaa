//! Notes about a household, and who lives there if they say. Everything here can be struck out.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::acts::{Acting, ActsHere};
use super::contact::{BeInTouch, Contacting};
use super::helping::{HelpHere, Helping};
use super::language::LANGUAGE;
use super::leaving::{Left, Once, when_left};
use super::one_tap::FoldedTap;
use super::outcomes::At;
use super::promises::PromisesHere;
use super::signing::{SignHere, Signing};
use super::tenure::TENURE;
use crate::canvass::dot::Dot;
use crate::canvass::draft::{self, Draft};
use crate::canvass::estate;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{HouseholdId, ResidentId};
use crate::canvass::note::{LENGTH, Note, Topic, notes, touches};
use crate::canvass::whose::Whose;
use crate::client::clock::now;
use crate::client::parts::evening::Evening;
use crate::client::parts::folded::Folded;
use crate::client::phone::Phone;
use crate::t;

/// What is noted most, to tap in place of typing.
const PHRASES: [&str; 5] = [
    "doors.phrase_bell",
    "doors.phrase_letter",
    "doors.phrase_evening",
    "doors.phrase_weekend",
    "doors.phrase_meeting",
];
/// A name is no longer than this: characters.
const NAME_LENGTH: usize = 60;

/// What is written about a household: who lives there, and the notes.
fn written(state: &State, at: &At) -> Vec<(Dot, String)> {
    if estate::is_hidden(state, at.household) {
        return Vec::new();
    }
    let residents = residents(state, at.household).into_iter();
    let notes = notes(state, at.household, now()).into_iter();
    let note = |note: Note| match note.neighbour {
        true => (note.dot, t!("doors.neighbour_said", words = note.words)),
        false => (note.dot, note.words),
    };
    let residents = residents.map(|(id, name)| (id.0, name));
    residents.chain(notes.map(note)).collect()
}

/// Who lives there, as far as they said; nobody where it is hidden.
pub fn residents(state: &State, household: HouseholdId) -> Vec<(ResidentId, String)> {
    if estate::is_hidden(state, household) {
        return Vec::new();
    }
    let told = state.naming(household);
    told.filter_map(
        |(dot, entry)| match Fact::read(entry.event.kind, &entry.event.body) {
            Ok(Some(Fact::Resident { name })) if !estate::is_hidden(state, ResidentId(dot)) => {
                Some((ResidentId(dot), name))
            }
            _ => None,
        },
    )
    .collect()
}

/// Notes and names, folded away until they are wanted.
#[component]
pub fn Household(at: At) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = {
        let at = at.clone();
        Memo::new(move |_| phone.read(|state| written(state, &at)))
    };
    let (for_notes, for_names, to_ask) = (at.clone(), at.clone(), at.clone());
    let (speaking, holding, promised) = (at.clone(), at.clone(), at.clone());
    let acting = Acting::new(&at);
    let signing = Signing::new(&at);
    let helping = Helping::new(&at);
    let contacting = Contacting::new(&at);
    view! {
        {move || {
            let lines = known.get();
            let at = at.clone();
            (!lines.is_empty())
                .then(|| {
                    let lines = lines.into_iter();
                    view! {
                        <ul class="history" aria-label=t!("volunteer.written")>
                            {lines.map(|(dot, words)| line(dot, words, &at)).collect_view()}
                        </ul>
                    }
                })
        }}
        <PromisesHere at=promised />
        <SignHere signing read_back=true />
        <ActsHere acting read_back=true />
        <HelpHere helping read_back=true />
        <Folded summary=|| t!("volunteer.add_note")>
            <AddNote at=for_notes />
        </Folded>
        <Folded summary=|| t!("volunteer.who_lives_here")>
            <AddResident at=for_names />
        </Folded>
        <FoldedTap at=speaking fact=LANGUAGE />
        <FoldedTap at=holding fact=TENURE />
        <BeInTouch at=to_ask contacting />
    }
}

fn line(dot: Dot, words: String, at: &At) -> impl IntoView + use<> {
    let phone = expect_context::<Phone>();
    let evening = expect_context::<Evening>();
    let stream = at.stream();
    let what = t!("volunteer.striking", what = words);
    let strike = move |_| {
        let what = what.clone();
        let draft = phone.read_untracked(|state| draft::strike(state, stream, &[dot]));
        spawn_local(async move {
            // A failure stands in the banner.
            let _ = evening
                .record(phone, what, draft.into_iter().collect())
                .await;
        });
    };
    view! {
        <li>
            <span>
                <bdi>{words.clone()}</bdi>
            </span>
            <button
                type="button"
                class="button"
                aria-label=t!("volunteer.strike_what", what = words)
                on:click=strike
            >
                {t!("volunteer.strike")}
            </button>
        </li>
    }
}

/// A fact about the household that is being typed.
#[derive(Clone, Copy)]
struct Typing {
    phone: Phone,
    evening: Evening,
    at: StoredValue<At>,
    typed: RwSignal<String>,
    once: StoredValue<Once<String>>,
    fact: fn(String) -> Fact,
    /// A neighbour says so.
    neighbour: RwSignal<bool>,
}

impl Typing {
    fn new(at: At, fact: fn(String) -> Fact) -> Typing {
        let typing = Typing {
            phone: expect_context(),
            evening: expect_context(),
            at: StoredValue::new(at),
            typed: RwSignal::default(),
            once: StoredValue::new(Once::new()),
            fact,
            neighbour: RwSignal::new(false),
        };
        when_left(move |left| typing.keep_beside(left));
        typing
    }

    fn draft(self, words: &str) -> Option<(String, Draft)> {
        let words = words.trim().to_string();
        if words.is_empty() {
            return None;
        }
        let at = self.at.try_get_value()?;
        let what = t!("volunteer.kept_at", label = at.label, words = words);
        let fact = (self.fact)(words);
        let whose = match self.neighbour.try_get_untracked() {
            Some(true) => Whose::Neighbour,
            _ => Whose::Household,
        };
        Some((
            what,
            Draft::new(at.stream(), fact, whose.about(at.household)),
        ))
    }

    /// What is to be recorded of what stands in the field; `None` where it has been.
    fn drafts(self) -> Option<(String, Vec<Draft>)> {
        let typed = self.typed.try_get_untracked()?;
        let (what, draft) = self.draft(&typed)?;
        let words = typed.trim().to_string();
        let before = self.once.try_update_value(|once| once.begin(words))??;
        Some((what, in_place_of(self.phone, draft, &before)))
    }

    fn empty(self) {
        self.typed.try_set(String::new());
        self.once.try_set_value(Once::new());
    }

    /// Records it, and empties the field once it is saved.
    fn keep(self) {
        let Some((what, drafts)) = self.drafts() else {
            // Recorded when the phone was put away.
            self.empty();
            return;
        };
        spawn_local(async move {
            match self.evening.record(self.phone, what, drafts).await {
                Ok(_) => self.empty(),
                // It stays where it was typed, and kept once more it fails once more.
                Err(reason) if !reason.is_held() => drop(self.once.try_set_value(Once::new())),
                // The phone holds it, and the banner says so.
                Err(_) => {}
            }
        });
    }

    /// Records what still stands in the field when it is left. What was done last, such as the knock
    /// that leads on, can still be undone.
    fn keep_beside(self, left: Left) {
        if let Some((what, drafts)) = self.drafts() {
            spawn_local(async move {
                let saved = self.evening.record_beside(self.phone, what, drafts).await;
                // A failure stands in the banner.
                if let Ok(dots) = saved {
                    let last = dots.last().copied().into_iter().collect();
                    self.once.try_update_value(|once| once.stands_at(last));
                }
            });
        }
        if left == Left::Gone {
            self.typed.try_set(String::new());
        }
    }
}

/// A draft, and strikes of what it stands in place of.
pub fn in_place_of(phone: Phone, draft: Draft, before: &[Dot]) -> Vec<Draft> {
    let strike = phone.read_untracked(|state| draft::strike(state, draft.stream, before));
    strike.into_iter().chain([draft]).collect()
}

/// A few words about a household, with a plain warning of what not to write.
#[component]
pub fn AddNote(at: At) -> impl IntoView {
    let typing = Typing::new(at, |words| Fact::Note { words });
    let neighbour = typing.neighbour;
    let typed = typing.typed;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        typing.keep();
    };
    let left = move || LENGTH.saturating_sub(typed.with(|typed| typed.chars().count()));
    view! {
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for="note">{t!("volunteer.note")}</label>
                <p class="hint" id="note-hint">
                    {t!("volunteer.note_warning")}
                </p>
                <textarea
                    id="note"
                    dir="auto"
                    maxlength=LENGTH.to_string()
                    aria-describedby="note-hint note-left note-touches"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                ></textarea>
                <p class="hint" id="note-left">
                    {move || t!("volunteer.note_left", n = left())}
                </p>
            </div>
            <p class="error" id="note-touches" role="status">
                {move || typed.with(|typed| warned(typed))}
            </p>
            <div class="phrases" role="group" aria-label=t!("doors.phrases")>
                {PHRASES.map(|key| phrase(key, typed)).into_iter().collect_view()}
            </div>
            <button
                type="button"
                role="checkbox"
                class="answer several"
                aria-checked=move || neighbour.get().to_string()
                on:click=move |_| neighbour.update(|says| *says = !*says)
            >
                {t!("doors.neighbour_says_so")}
            </button>
            <button type="submit" class="button whole">
                {t!("volunteer.keep_note")}
            </button>
        </form>
    }
}

/// What a note seems to touch that is not to be written down; a hint, and nothing is refused.
fn warned(typed: &str) -> Option<String> {
    let giveaways = |topic: Topic| t!(&format!("doors.giveaways_{}", topic.word()));
    let topics: Vec<String> = touches(typed, giveaways)
        .into_iter()
        .map(|topic| t!(&format!("doors.topic_{}", topic.word())))
        .collect();
    (!topics.is_empty()).then(|| t!("doors.touches", topics = topics.join(", ")))
}

/// A few words to tap in place of typing them.
fn phrase(key: &'static str, typed: RwSignal<String>) -> impl IntoView {
    let add = move |_| {
        typed.update(|typed| {
            let words = t!(key);
            let parts = [typed.trim(), words.as_str()].into_iter();
            let parts: Vec<&str> = parts.filter(|it| !it.is_empty()).collect();
            *typed = parts.join(". ").chars().take(LENGTH).collect();
        });
    };
    view! {
        <button type="button" class="button" on:click=add>
            {t!(key)}
        </button>
    }
}

/// Who lives here, if they say.
#[component]
pub fn AddResident(at: At) -> impl IntoView {
    let typing = Typing::new(at, |name| Fact::Resident { name });
    let typed = typing.typed;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        typing.keep();
    };
    view! {
        <form class="stack" on:submit=submit>
            <div class="field">
                <label for="resident">{t!("volunteer.resident")}</label>
                <p class="hint" id="resident-hint">
                    {t!("volunteer.resident_hint")}
                </p>
                <input
                    id="resident"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=NAME_LENGTH.to_string()
                    aria-describedby="resident-hint"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button type="submit" class="button whole">
                {t!("volunteer.keep_name")}
            </button>
        </form>
    }
}
