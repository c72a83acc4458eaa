//! What residents bring to a deputation, to look at and to take along on paper.

use leptos::prelude::*;

use super::download::{self, Sheet};
use super::frame::{Back, OrganiserPage};
use super::lock;
use super::saving::{Saving, Wrong};
use crate::canvass::about::AboutUs;
use crate::canvass::fold::State;
use crate::canvass::story::To;
use crate::client::clock::now;
use crate::client::parts::when::{long_day, short_day, tonight};
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::evidence::sheet::{About, estates_words, evidence_sheets, share_words};
use crate::organise::evidence::{Evidence, Line, Passage, Share, passages};
use crate::organise::paper::NotPrintable;
use crate::organise::stories::{NotInPack, NotTakenOut, Quote, into_pack, taken_out};
use crate::t;

/// What the file is called: it says nothing of the campaign.
const FILE: &str = "stairwell-deputation.pdf";

/// The page.
#[component]
pub fn EvidencePage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let evidence = Memo::new(move |_| phone.read(|state| Evidence::read(state, tonight())));
    view! {
        <OrganiserPage title=t!("evidence.title") back=Back::Issues>
            <p>{t!("evidence.what")}</p>
            <p>{t!("evidence.left_out")}</p>
            {move || {
                let words = evidence.with(|it| estates_words(&locales::fill, it));
                words.map(|words| view! { <p><bdi>{words}</bdi></p> })
            }}
            <p class="figure">
                {move || evidence.with(|it| said("evidence.spoken", it.spoken))}
            </p>
            <p>{move || evidence.with(|it| said("evidence.unknown", it.unknown))}</p>
            <h2>{t!("evidence.table")}</h2>
            {move || evidence.with(whole)}
            <Paper evidence />
        </OrganiserPage>
    }
}

/// A sentence with n of N, or with what is left out of it.
fn said(key: &str, share: Share) -> String {
    share_words(&locales::fill, key, share)
}

/// What the sheets hold, passage by passage and word for word: each figure is a sentence, and no row of them is as
/// narrow as a phone.
fn whole(evidence: &Evidence) -> impl IntoView + use<> {
    let all = passages(evidence, &locales::fill, &short_day).into_iter();
    view! { <ul class="stack">{all.map(one).collect_view()}</ul> }
}

fn one(passage: Passage) -> impl IntoView {
    let is_under = |line: &Line| matches!(line, Line::Under(_));
    let lines = passage.lines.chunk_by(|a, b| is_under(a) && is_under(b));
    let lines = lines.map(|lines| match lines {
        [Line::Says(words)] => view! { <p dir="auto">{words.clone()}</p> }.into_any(),
        [Line::Strong(words)] => view! {
            <p dir="auto">
                <strong>{words.clone()}</strong>
            </p>
        }
        .into_any(),
        several => {
            let items = several.iter().map(|line| line.words().to_string());
            let items = items.map(|words| view! { <li dir="auto">{words}</li> });
            view! { <ul class="bullets">{items.collect_view()}</ul> }.into_any()
        }
    });
    let lines = lines.collect_view();
    view! {
        <li class="card">
            <h3>
                <bdi>{passage.head}</bdi>
            </h3>
            {lines}
        </li>
    }
}

/// Why stories do not go into the pack.
fn not_in_pack(why: NotInPack) -> String {
    match why {
        NotInPack::NotTakenOut(NotTakenOut::NotSynced) => t!("stories.not_synced"),
        NotInPack::None => t!("stories.in_pack_none"),
        NotInPack::NoPlace => t!("stories.no_place"),
    }
}

/// Stories that may be quoted without a name: whether they go with it, and where that is.
#[component]
fn Stories(
    stories: Memo<Result<Vec<Quote>, NotTakenOut>>,
    with_stories: RwSignal<bool>,
    place: RwSignal<String>,
) -> impl IntoView {
    let some = move || stories.with(|it| it.as_ref().is_ok_and(|it| !it.is_empty()));
    let none = move || match stories.get() {
        Err(NotTakenOut::NotSynced) => t!("stories.not_synced"),
        Ok(_) => t!("stories.in_pack_none"),
    };
    view! {
        <Show when=some fallback=move || view! { <p class="quiet">{none}</p> }>
            <label class="choice">
                <input
                    type="checkbox"
                    on:change=move |event| with_stories.set(event_target_checked(&event))
                />
                {t!("stories.in_pack")}
            </label>
            <p class="hint">{t!("stories.in_pack_what")}</p>
            <div class="field">
                <label for="pack-place">{t!("stories.in_pack_place")}</label>
                <input
                    id="pack-place"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="100"
                    bind:value=place
                />
            </div>
        </Show>
    }
}

/// The sheets. That they were taken out is recorded before they are handed over.
#[component]
fn Paper(evidence: Memo<Evidence>) -> impl IntoView {
    let saving = Saving::new();
    let group = saving
        .phone
        .read_untracked(|state| AboutUs::read(state).group);
    let group = RwSignal::new(group);
    let done = RwSignal::new(String::new());
    let stories = Memo::new(move |_| {
        let heard = saving.phone.last_heard();
        let today = tonight().today;
        let out = |state: &State| taken_out(state, To::Anonymous, today, heard, now());
        saving.phone.read(out)
    });
    let with_stories = RwSignal::new(false);
    let place = RwSignal::new(String::new());
    let save = move |_| {
        let may = match lock::to_print(saving.phone) {
            Ok(may) => may,
            Err(locked) => return saving.wrong.set(Some(locked)),
        };
        let about = About {
            group: group.get_untracked().trim().to_string(),
            made: long_day(now()),
        };
        // What may be quoted is asked now, however long the page has been open.
        let (today, heard) = (tonight().today, saving.phone.last_heard());
        let quoted = |state: &State| into_pack(state, &place.get_untracked(), today, heard, now());
        let quoted = match with_stories.get_untracked() {
            true => saving.phone.read_untracked(quoted),
            false => Ok((Vec::new(), Vec::new())),
        };
        let (words, used) = match quoted {
            Ok(quoted) => quoted,
            Err(why) => return saving.wrong.set(Some(not_in_pack(why))),
        };
        let pack = Evidence {
            stories: words,
            ..evidence.get_untracked()
        };
        let made = evidence_sheets(&pack, &about, &short_day, &locales::fill);
        let bytes = match made {
            Ok(bytes) => bytes,
            Err(NotPrintable(letter)) => {
                let words = t!("evidence.not_printable", letter = letter);
                saving.wrong.set(Some(words));
                return;
            }
        };
        let sheet = Sheet {
            name: FILE,
            rows: evidence.with_untracked(|it| it.raised.len()),
            bytes,
            beside: used,
            saved: t!("evidence.made_pdf", file = FILE),
        };
        download::sheet(&may, saving, sheet, done);
    };
    view! {
        <div class="stack">
            <div class="field">
                <label for="group">{t!("evidence.group")}</label>
                <input
                    id="group"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="80"
                    bind:value=group
                />
            </div>
            <Stories stories with_stories place />
            <Wrong saving />
            <button
                type="button"
                class="button primary"
                disabled=saving.busy
                on:click=save
            >
                {t!("evidence.save_pdf")}
            </button>
            <p role="status">{move || done.get()}</p>
            <a class="button" href="/organise/morning#files">
                {t!("organiser.files")}
            </a>
        </div>
    }
}
