//! Residents' own stories: those there are and how far each may go, and writing one down.

mod one;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use super::groups::{PickDoor, all_doors};
use super::saving::{Saving, Wrong};
use super::standing::door_words;
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::id::DoorId;
use crate::canvass::language::OFFERED;
use crate::canvass::story::To;
use crate::client::address::Address;
use crate::client::parts::language::language_name;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::stories::{NoStory, Story, Teller, stories, tell};
use crate::t;
pub use one::StoryPage;

/// A story is no longer than this: characters.
const LENGTH: &str = "2000";

fn path(id: Dot) -> String {
    format!("/organise/story/{id}")
}

/// How far a story may go today.
fn far_words(story: &Story) -> String {
    let word = story.may(tonight().today).map_or("private", To::word);
    t!(&format!("stories.far_{word}"))
}

/// The beginning of its words.
fn begins(story: &Story) -> String {
    let words = story.versions.first().map(|(_, told)| told.words.clone());
    let words = words.unwrap_or_default();
    match words.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}

/// The page.
#[component]
pub fn StoriesPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let all = Memo::new(move |_| {
        phone.read(|state| {
            let all = stories(state).into_iter();
            let named = all.map(|story| (door_words(state, story.door), story));
            named.collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let all = all.get().into_iter();
        all.map(|(place, story)| {
            view! {
                <li>
                    <a class="card" href=path(story.id)>
                        <strong>
                            <bdi>{begins(&story)}</bdi>
                        </strong>
                        <span class="quiet">
                            <bdi>{place}</bdi>
                        </span>
                        <span>{far_words(&story)}</span>
                        {(!story.others.is_empty())
                            .then(|| view! { <span>{t!("stories.has_others")}</span> })}
                    </a>
                </li>
            }
        })
        .collect_view()
    };
    view! {
        <OrganiserPage title=t!("stories.title") back=Back::Home>
            <p>{t!("stories.what")}</p>
            <ul class="stack">{rows}</ul>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="quiet">{t!("stories.none")}</p>
            </Show>
            <h2>{t!("stories.write")}</h2>
            <Write />
        </OrganiserPage>
    }
}

/// A field for a language.
#[component]
fn Language(id: String, language: RwSignal<String>) -> impl IntoView {
    let options = OFFERED.map(|tag| {
        // The field is there before what can be picked in it.
        let chosen = move || language.with(|language| language == tag);
        view! {
            <option value=tag selected=chosen>
                {language_name(tag)}
            </option>
        }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{t!("stories.language")}</label>
            <select
                id=id
                on:change=move |event| language.set(event_target_value(&event))
            >
                {options.into_iter().collect_view()}
            </select>
        </div>
    }
}

/// The words.
#[component]
fn Words(words: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="story">{t!("stories.words")}</label>
            <textarea id="story" rows="6" dir="auto" maxlength=LENGTH bind:value=words></textarea>
            <p class="hint">{t!("stories.words_hint")}</p>
        </div>
    }
}

#[component]
fn Write() -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let phone = saving.phone;
    let door = RwSignal::new(None::<DoorId>);
    let words = RwSignal::new(String::new());
    let language = RwSignal::new(OFFERED[0].to_string());
    let teller = RwSignal::new(None::<Teller>);
    let doors = phone.read_untracked(all_doors);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = match (door.get_untracked(), teller.get_untracked()) {
            (None, _) => Err(t!("stories.no_home")),
            (_, None) => Err(t!("stories.no_teller")),
            (Some(door), Some(teller)) => phone.read_untracked(|state| {
                let home = estate::household(state, door);
                let (words, language) = (words.get_untracked(), language.get_untracked());
                let told = tell(state, home, teller, &words, &language, tonight().today);
                told.map_err(why_not)
            }),
        };
        let (drafts, missing) = match draft {
            Ok(draft) => (vec![draft], String::new()),
            Err(why) => (Vec::new(), why),
        };
        saving.save(drafts, missing, move |dots| {
            if let Some(id) = dots.first() {
                address.go(&path(*id));
            }
        });
    };
    let tellers = Teller::ALL.map(|it| {
        let words = t!(&format!("stories.teller_{}", it.word()));
        view! {
            <label class="choice">
                <input type="radio" name="teller" on:change=move |_| teller.set(Some(it)) />
                {words}
            </label>
        }
    });
    view! {
        <form class="stack" on:submit=submit novalidate>
            <PickDoor id="story-door".to_string() label=t!("stories.home") door doors />
            <fieldset class="choices">
                <legend>{t!("stories.teller")}</legend>
                {tellers.into_iter().collect_view()}
            </fieldset>
            <Words words />
            <Language id="story-language".to_string() language />
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("stories.keep")}
            </button>
        </form>
    }
}

fn why_not(why: NoStory) -> String {
    match why {
        NoStory::NoWords => t!("stories.no_words"),
        NoStory::SomebodyElse => t!("stories.third_party"),
        NoStory::Child => t!("stories.of_a_child"),
        NoStory::FirstKnock => t!("stories.first_knock"),
    }
}
