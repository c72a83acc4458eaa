//! The old campaign's side, one question after the other: the committee's card, whether it is theirs, what
//! goes along, and the file.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::counted;
use crate::canvass::giveaways::Giveaways;
use crate::client::pages::organiser::download::{self, Sheet};
use crate::client::pages::organiser::lock;
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::locales;
use crate::organise::handover::paper::hand_over_paper;
use crate::organise::handover::{FILE, InBlock, LeftOut, Named, Package, Packed, pack};
use crate::organise::lock::MayExport;
use crate::organise::paper::NotPrintable;
use crate::sync::handover::Receiver;
use crate::t;

/// What the paper beside the file is called: it says nothing of either group.
const PAPER: &str = "stairwell-hand-over.pdf";

/// How far it has come.
#[derive(Clone, PartialEq)]
enum Step {
    /// The committee's card is asked for.
    Card,
    /// Whether the code is the one that stands on theirs.
    Code(String, Receiver),
    /// What goes along.
    Package(Receiver),
}

/// The steps.
#[component]
pub(super) fn Give() -> impl IntoView {
    let step = RwSignal::new(Step::Card);
    move || match step.get() {
        Step::Card => card(step).into_any(),
        Step::Code(code, receiver) => compare(step, code, receiver).into_any(),
        Step::Package(receiver) => package(receiver).into_any(),
    }
}

fn card(step: RwSignal<Step>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match phone.look_at_card(&typed.get_untracked()) {
            Ok((code, receiver)) => step.set(Step::Code(code, receiver)),
            Err(error) => wrong.set(Some(t!(error.key()))),
        }
    };
    view! {
        <p>{t!("handover.what")}</p>
        <p class="banner stop">{t!("handover.cannot_recall")}</p>
        <h2>{t!("handover.card_ask")}</h2>
        <form class="stack" on:submit=submit novalidate>
            <p class="error" role="alert" id="mistake">
                {move || wrong.get()}
            </p>
            <div class="field">
                <label for="card">{t!("handover.card")}</label>
                <p class="hint" id="card-hint">
                    {t!("handover.card_hint")}
                </p>
                <textarea
                    id="card"
                    rows="6"
                    autocomplete="off"
                    spellcheck="false"
                    translate="no"
                    aria-describedby="card-hint mistake"
                    aria-invalid=move || wrong.get().is_some().then_some("true")
                    bind:value=typed
                />
            </div>
            <button type="submit" class="button primary whole">
                {t!("handover.go_on")}
            </button>
        </form>
    }
}

fn compare(step: RwSignal<Step>, code: String, receiver: Receiver) -> impl IntoView {
    let (n, needed) = (receiver.keyholders, usize::from(receiver.needed));
    let yes = move |_| step.set(Step::Package(receiver.clone()));
    view! {
        <h2>{t!("handover.code_ask")}</h2>
        <p class="figure" translate="no">
            {code}
        </p>
        <p>{t!("handover.code_what")}</p>
        <p>{t!("handover.signed_by", n = n, needed = needed)}</p>
        <div class="row">
            <button type="button" class="button primary" on:click=yes>
                {t!("handover.code_yes")}
            </button>
            <button type="button" class="button" on:click=move |_| step.set(Step::Card)>
                {t!("handover.code_no")}
            </button>
        </div>
    }
}

fn package(receiver: Receiver) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let party = Giveaways::of(&locales::party_words());
    let packed = Memo::new(move |_| {
        let committee = phone.membership().get().and_then(|own| own.committee);
        phone.read(|state| pack(state, committee.as_ref(), tonight(), &party))
    });
    move || match packed.get() {
        Err(reason) => view! { <p class="banner stop">{t!(reason.key())}</p> }.into_any(),
        Ok(packed) => goes_along(receiver.clone(), packed).into_any(),
    }
}

fn goes_along(receiver: Receiver, packed: Packed) -> impl IntoView {
    let saving = Saving::new();
    let Packed {
        package,
        left_out,
        named,
    } = packed;
    let said = RwSignal::new(None::<Result<String, String>>);
    let code = RwSignal::new(None::<String>);
    let counts = package.counts();
    let on_paper = package.clone();
    let save = move |_| {
        code.set(None);
        match file(saving.phone, &package, &receiver) {
            Err(reason) => said.set(Some(Err(reason))),
            Ok((may, file, of_file)) => {
                download::package(&may, saving, &package, file, move |saved| {
                    let _ = code.try_set(saved.map(|()| of_file));
                    let _ = said.try_set(Some(match saved {
                        Some(()) => Ok(t!("handover.file_saved", file = FILE)),
                        None => Err(t!("organiser.file_not_saved", file = FILE)),
                    }));
                });
            }
        }
    };
    let outcome = move |ok: bool| move || said.get().filter(|it| it.is_ok() == ok);
    view! {
        <h2>{t!("handover.goes")}</h2>
        {counted(&counts)}
        {listed("handover.named", named.into_iter().map(words_of_name))}
        <h2>{t!("handover.stays")}</h2>
        <p>{t!("handover.stays_what")}</p>
        {listed("handover.left_out", left_out.into_iter().map(words_of))}
        <p class="banner stop">{t!("handover.cannot_recall")}</p>
        <Wrong saving=saving />
        <button type="button" class="button primary whole" disabled=saving.busy on:click=save>
            {t!("handover.save_file")}
        </button>
        <p role="status">{move || outcome(true)().and_then(Result::ok)}</p>
        <p class="error" role="alert">
            {move || outcome(false)().and_then(Result::err)}
        </p>
        {move || code.get().map(read_out)}
        <OnPaper package=on_paper />
    }
}

/// What an organiser is to look at before; nothing where there is none of it.
fn listed(key: &str, items: impl Iterator<Item = String>) -> Option<impl IntoView> {
    let items: Vec<_> = items.map(|words| view! { <li>{words}</li> }).collect();
    (!items.is_empty()).then(|| {
        view! {
            <p>{t!(key)}</p>
            <ul>{items}</ul>
        }
    })
}

/// The same in words and numbers, for whoever has no app: that it was taken out is recorded first.
#[component]
fn OnPaper(package: Package) -> impl IntoView {
    let saving = Saving::new();
    let done = RwSignal::new(String::new());
    let save = move |_| {
        let may = match lock::to_print(saving.phone) {
            Ok(may) => may,
            Err(words) => {
                saving.wrong.set(Some(words));
                return;
            }
        };
        let bytes = match hand_over_paper(&package, &short_day, &locales::fill) {
            Ok(bytes) => bytes,
            Err(NotPrintable(letter)) => {
                saving.wrong.set(Some(t!("paper.letter", letter = letter)));
                return;
            }
        };
        let sheet = Sheet {
            name: PAPER,
            rows: package.blocks.len(),
            bytes,
            beside: Vec::new(),
            saved: t!("handover.paper_saved", file = PAPER),
        };
        download::sheet(&may, saving, sheet, done);
    };
    view! {
        <h2>{t!("handover.paper")}</h2>
        <p>{t!("handover.paper_why")}</p>
        <p>
            <a href="/organise/morning#files">{t!("handover.paper_tables")}</a>
        </p>
        <Wrong saving />
        <button type="button" class="button whole" disabled=saving.busy on:click=save>
            {t!("handover.paper_save")}
        </button>
        <p role="status">{done}</p>
    }
}

/// The code of the file, to be read to whoever takes it in.
fn read_out(code: String) -> impl IntoView {
    view! {
        <p>{t!("handover.file_code")}</p>
        <p class="figure" id="file-code" translate="no">
            {code}
        </p>
    }
}

/// The file and its code, with what lets it out: asked again, since a list of the full register may have come.
fn file(
    phone: Phone,
    package: &Package,
    to: &Receiver,
) -> Result<(MayExport, String, String), String> {
    let may = lock::to_export(phone).map_err(|locked| t!(locked.key()))?;
    let sealed = phone.seal_package(package, to, &t!("handover.file_words"));
    let (file, code) = sealed.map_err(|error| t!(error.key()))?;
    Ok((may, file, code))
}

fn words_of(left: LeftOut) -> String {
    match left {
        LeftOut::Issue(words) => t!("handover.left_issue", words = words),
        LeftOut::Demand(words) => t!("handover.left_demand", words = words),
        LeftOut::Test(words) => t!("handover.left_test", words = words),
        LeftOut::Access(words) => t!("handover.left_access", words = words),
        LeftOut::Training(words) => t!("handover.left_training", words = words),
        LeftOut::Tenure(words) => t!("handover.left_tenure", words = words),
        LeftOut::Person(words) => t!("handover.left_person", words = words),
    }
}

fn words_of_name(named: Named) -> String {
    let within = |key, InBlock { words, block }| t!(key, words = words, block = block);
    match named {
        Named::Holder(words) => t!("handover.named_holder", words = words),
        Named::Estate(words) => t!("handover.named_estate", words = words),
        Named::Block(words) => t!("handover.named_block", words = words),
        Named::Stair(it) => within("handover.named_stair", it),
        Named::Entrance(it) => within("handover.named_entrance", it),
        Named::Door(it) => within("handover.named_door", it),
    }
}
