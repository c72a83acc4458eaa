//! The ground on which the campaign keeps where people stand: written down before anything is kept, and
//! the way to stop.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::basis::{Basis, Condition, Ground, Group, NoGround, ground, write_down};
use crate::client::address::Address;
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::phone::Phone;
use crate::t;

/// Where a policy lies is said in so many characters.
const DOCUMENT_LENGTH: usize = 140;

/// The page.
#[component]
pub fn GroundPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = Memo::new(move |_| phone.read(ground));
    view! {
        <OrganiserPage title=t!("standing.ground") back=Back::Standing>
            <p>{t!("standing.ground_what")}</p>
            <p class="hint">{t!("standing.ground_advice")}</p>
            {move || known.get().map(|ground| view! { <Known ground /> })}
            {move || view! { <Write known=known.get() /> }}
        </OrganiserPage>
    }
}

fn words(part: &str, word: &str) -> String {
    t!(&format!("standing.{part}_{word}"))
}

/// What is written down, and the way to stop.
#[component]
fn Known(ground: Ground) -> impl IntoView {
    let saving = Saving::new();
    let off = move |_| {
        let draft = saving.phone.read_untracked(|state| write_down(state, None));
        saving.save(vec![draft], String::new(), |_| ());
    };
    let lines = [
        (t!("standing.group"), words("group", ground.group().word())),
        (t!("standing.basis"), words("basis", ground.basis().word())),
        (
            t!("standing.condition"),
            words("condition", ground.condition().word()),
        ),
        (t!("standing.document"), ground.document().to_string()),
    ];
    let lines = lines.map(|(name, words)| {
        view! {
            <dt>{name}</dt>
            <dd>
                <bdi>{words}</bdi>
            </dd>
        }
    });
    view! {
        <dl class="terms">{lines.into_iter().collect_view()}</dl>
        <p class="hint">{t!("standing.switch_off_what")}</p>
        <Wrong saving />
        <button type="button" class="button" disabled=saving.busy on:click=off>
            {t!("standing.switch_off")}
        </button>
    }
}

/// One of several, to pick.
fn pick<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    chosen: RwSignal<T>,
    one: T,
    words: String,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name
                prop:checked=move || chosen.get() == one
                on:change=move |_| chosen.set(one)
            />
            <span>{words}</span>
        </label>
    }
}

fn picks(legend: String, choices: impl IntoView) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>
                <strong>{legend}</strong>
            </legend>
            {choices}
        </fieldset>
    }
}

#[component]
fn Write(known: Option<Ground>) -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let is_new = known.is_none();
    let group = RwSignal::new(known.as_ref().map_or(Group::Residents, Ground::group));
    let basis = RwSignal::new(known.as_ref().map_or(Basis::Consent, Ground::basis));
    let first = known
        .as_ref()
        .map_or(Condition::ExplicitConsent, Ground::condition);
    let condition = RwSignal::new(first);
    let document = RwSignal::new(known.map_or(String::new(), |it| it.document().to_string()));
    // Another group, other conditions.
    Effect::new(move |_| {
        let may = group.get().conditions();
        if let Some(first) = may
            .first()
            .filter(|_| !may.contains(&condition.get_untracked()))
        {
            condition.set(*first);
        }
    });
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = document.get_untracked();
        let ground = Ground::new(
            group.get_untracked(),
            basis.get_untracked(),
            condition.get_untracked(),
            &typed,
        );
        let missing = match ground {
            Err(NoGround::Condition) => t!("standing.no_condition"),
            _ => t!("standing.no_document"),
        };
        let ground = ground.ok();
        let draft = ground.map(|ground| {
            let phone = saving.phone;
            phone.read_untracked(|state| write_down(state, Some(&ground)))
        });
        saving.save(draft.into_iter().collect(), missing, move |_| {
            address.go("/organise/standing");
        });
    };
    let groups = Group::ALL.map(|one| pick("group", group, one, words("group", one.word())));
    let bases = Basis::ALL.map(|one| pick("basis", basis, one, words("basis", one.word())));
    let conditions = move || {
        let may = group.get().conditions().iter();
        let may = may.map(|one| {
            let words = words("condition", one.word());
            pick("condition", condition, *one, words)
        });
        may.collect_view()
    };
    view! {
        <form class="stack" on:submit=keep novalidate>
            {picks(t!("standing.group"), groups.into_iter().collect_view())}
            {picks(t!("standing.basis"), bases.into_iter().collect_view())}
            {picks(t!("standing.condition"), conditions)}
            <div class="field">
                <label for="document">{t!("standing.document")}</label>
                <p class="hint" id="document-hint">
                    {t!("standing.document_hint")}
                </p>
                <input
                    id="document"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength=DOCUMENT_LENGTH.to_string()
                    aria-describedby="document-hint"
                    bind:value=document
                />
            </div>
            <Wrong saving />
            <button type="submit" class="button primary" disabled=saving.busy>
                {if is_new { t!("standing.switch_on") } else { t!("standing.keep_ground") }}
            </button>
        </form>
    }
}
