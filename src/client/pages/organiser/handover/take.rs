//! The committee's side: the card that is shown, the file that is taken in, and homes to be asked again.

use leptos::ev::Event;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::counted;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::handover::{HeldBefore, held_before};
use crate::client::handing_over::Came;
use crate::client::pages::organiser::picked_file::{self, NotRead};
use crate::client::pages::organiser::plan::More;
use crate::client::parts::when::{day_and_year, tonight};
use crate::client::phone::Phone;
use crate::organise::board::place;
use crate::organise::handover::{
    self, Counts, FRESH_FOR, Filled, Package, ToAsk, fill, to_be_asked,
};
use crate::sync::handover::LARGEST_FILE;
use crate::t;

/// So many entries are recorded at once.
const AT_ONCE: usize = 200;
/// There are fewer parts than this: whoever is asked for more is asked for the same again.
const PARTS: usize = 40;
/// So many homes are listed at first.
const LISTED_AT_ONCE: usize = 20;

/// The card, and the file; once that is in, what came.
#[component]
pub(super) fn Take() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let before = Memo::new(move |_| phone.read(held_before));
    let has_homes =
        Memo::new(move |_| phone.read(|state| state.of_kind(Kind::DOOR).next().is_some()));
    let counts = RwSignal::new(None::<Counts>);
    move || match (before.get(), has_homes.get()) {
        (Some(before), _) => came(phone, before, counts.get()).into_any(),
        (None, has_homes) => view! {
            <ShowCard />
            <TakeIn counts=counts begun=has_homes />
        }
        .into_any(),
    }
}

/// Who held it, and how much is there, beside how much there was where the file was taken in just now.
fn came(phone: Phone, before: HeldBefore, was: Option<Counts>) -> impl IntoView {
    let now = Memo::new(move |_| phone.read(|state| handover::counted(state, tonight()).ok()));
    view! {
        <h2>{t!("handover.came")}</h2>
        <p>{t!("handover.held_by", group = before.group, contact = before.contact)}</p>
        <p>{t!("handover.held_copies")}</p>
        {was
            .map(|was| {
                view! {
                    <h3>{t!("handover.in_file")}</h3>
                    {counted(&was)}
                }
            })}
        <h3>{t!("handover.here_now")}</h3>
        {move || now.get().map(|now| counted(&now))}
    }
}

#[component]
fn ShowCard() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let card = phone.own_card()?;
    Some(view! {
        <h2>{t!("handover.own_card")}</h2>
        <p>{t!("handover.own_card_what")}</p>
        <div class="field">
            <label for="own-card">{t!("handover.card")}</label>
            <textarea id="own-card" rows="6" readonly=true translate="no">
                {card.to_text(&t!("handover.card_words"))}
            </textarea>
        </div>
        <p>{t!("handover.own_code")}</p>
        <p class="figure" id="code" translate="no">
            {card.code()}
        </p>
    })
}

#[component]
fn TakeIn(
    /// How much was in the file, once it is in.
    counts: RwSignal<Option<Counts>>,
    /// There are homes already: of a file that was taken in half-way, or of none.
    begun: bool,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let found = RwSignal::new(None::<Came>);
    let input = NodeRef::<html::Input>::new();
    let picked = move |_: Event| {
        let files = input.get_untracked().and_then(|input| input.files());
        let Some(file) = files.and_then(|files| files.get(0)) else {
            return;
        };
        wrong.set(None);
        found.set(None);
        spawn_local(async move {
            match look(phone, &file).await {
                Ok(came) => drop(found.try_set(Some(came))),
                Err(reason) => drop(wrong.try_set(Some(reason))),
            }
        });
    };
    let yes = Callback::new(move |came: Came| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = record(phone, &came.package, came.hash).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    phone.sync();
                    let _ = counts.try_set(Some(came.package.counts()));
                }
                Err(reason) => drop(wrong.try_set(Some(reason))),
            }
        });
    });
    let no = Callback::new(move |()| {
        found.set(None);
        if let Some(input) = input.get_untracked() {
            input.set_value("");
        }
    });
    view! {
        <h2>{t!("handover.take_in")}</h2>
        {begun.then(|| view! { <p>{t!("handover.begun")}</p> })}
        {file_field(input, picked)}
        {move || found.get().map(|came| preview(came, busy, yes, no))}
        <p role="status">{move || busy.get().then(|| t!("handover.taking_in"))}</p>
        <p class="error" role="alert" id="mistake">
            {move || wrong.get()}
        </p>
    }
}

fn file_field(input: NodeRef<html::Input>, picked: impl Fn(Event) + 'static) -> impl IntoView {
    view! {
        <div class="field">
            <label for="file">{t!("handover.file")}</label>
            <p class="hint" id="file-hint">
                {t!("handover.file_hint")}
            </p>
            <input
                id="file"
                type="file"
                class="file"
                accept=".txt,text/plain"
                aria-describedby="file-hint mistake"
                node_ref=input
                on:change=picked
            />
        </div>
    }
}

/// Opens a file and looks at what is in it: nothing of it is recorded by that.
async fn look(phone: Phone, file: &web_sys::File) -> Result<Came, String> {
    let bytes = picked_file::bytes(file, LARGEST_FILE).await;
    let bytes = bytes.map_err(|why| match why {
        NotRead::TooLarge => t!("handover.too_large"),
        NotRead::Unreadable => t!("carried.unreadable"),
    })?;
    let came = phone
        .open_package(&bytes)
        .map_err(|error| t!(error.key()))?;
    came.package
        .look(tonight().today)
        .map_err(|reason| t!(reason.key(), n = FRESH_FOR))?;
    Ok(came)
}

/// Who a file says it is from and what is in it, before anything of it is recorded.
fn preview(
    came: Came,
    busy: RwSignal<bool>,
    yes: Callback<Came>,
    no: Callback<()>,
) -> impl IntoView {
    let from = came.package.from.clone();
    let says = t!(
        "handover.says_from",
        group = from.group,
        contact = from.contact,
        day = day_and_year(from.day)
    );
    let code = came.code.clone();
    let counts = came.package.counts();
    view! {
        <h3>{t!("handover.in_file")}</h3>
        <p>{says}</p>
        {counted(&counts)}
        <h3>{t!("handover.file_code_ask")}</h3>
        <p class="figure" id="file-code" translate="no">
            {code}
        </p>
        <p>{t!("handover.file_code_what")}</p>
        <div class="row">
            <button
                type="button"
                class="button primary"
                disabled=busy
                on:click=move |_| yes.run(came.clone())
            >
                {t!("handover.file_code_yes")}
            </button>
            <button type="button" class="button" disabled=busy on:click=move |_| no.run(())>
                {t!("handover.file_code_no")}
            </button>
        </div>
    }
}

async fn record(phone: Phone, package: &Package, hash: [u8; 32]) -> Result<(), String> {
    for _ in 0..PARTS {
        let next = phone.read_untracked(|state| fill(state, package, hash));
        match next.map_err(|reason| t!(reason.key()))? {
            Filled::Done => return Ok(()),
            Filled::Next(drafts) => {
                for part in drafts.chunks(AT_ONCE) {
                    let saved = phone.record(part.to_vec()).await;
                    saved.map_err(|reason| reason.sentence())?;
                }
            }
        }
    }
    Err(t!("handover.not_done"))
}

/// Homes that said yes to the campaign before, and are still to be asked.
#[component]
pub(super) fn AskAgain() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let homes = Memo::new(move |_| phone.read(|state| to_be_asked(state, tonight().today)));
    let shown = RwSignal::new(LISTED_AT_ONCE);
    let rows = move || {
        homes.with(|homes| {
            let homes = homes.iter().take(shown.get());
            homes.map(|home| row(phone, home)).collect_view()
        })
    };
    move || {
        (!homes.with(Vec::is_empty)).then(|| {
            view! {
                <h2>{t!("handover.ask_again")}</h2>
                <p>{t!("handover.ask_again_what")}</p>
                <ul class="stack tight">{rows}</ul>
                <More shown=shown all=homes.with(Vec::len) />
            }
        })
    }
}

fn row(phone: Phone, home: &ToAsk) -> impl IntoView + use<> {
    let (stair, door) = phone.read_untracked(|state| {
        let door = estate::door(state, home.door).map(|door| door.label);
        let stair = place(state, home.stair, |key| t!(key));
        (stair.unwrap_or_default(), door.unwrap_or_default())
    });
    view! {
        <li>
            <bdi>{stair}</bdi>
            " "
            <bdi>{door}</bdi>
        </li>
    }
}
