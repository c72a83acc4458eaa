//! A turf of some doors by what came of them: those nobody opened twice, those something was
//! promised to, those that speak a language.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::super::estate_switch::{EstateSwitch, Estates};
use super::super::frame::{Back, OrganiserPage};
use super::opens::Opens;
use crate::canvass::id::TurfId;
use crate::client::address::Address;
use crate::client::parts::language::language_name;
use crate::client::parts::when::{evening_day, tonight};
use crate::client::phone::Phone;
use crate::client::told::SaveError;
use crate::locales;
use crate::organise::came::{By, Doors, doors_by, made, suggested_name, turf};
use crate::organise::phones::seen;
use crate::organise::report::Report;
use crate::organise::teams::{teams, work};
use crate::t;

/// A name longer than this is no name any more.
const NAME_LENGTH: usize = 60;

/// What the page holds.
#[derive(Clone, Copy)]
struct Picking {
    phone: Phone,
    found: Memo<Vec<Doors>>,
    by: RwSignal<Option<By>>,
    /// The name that was typed; `None` as long as the suggested one stands.
    name: RwSignal<Option<String>>,
    wrong: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Picking {
    fn picked(self) -> Option<Doors> {
        let by = self.by.get()?;
        self.found
            .with(|found| found.iter().find(|kind| kind.by == by).cloned())
    }

    fn called(self) -> String {
        let suggested = || {
            let kind = self.picked();
            let name = kind.map(|kind| suggested_name(&kind, locales::fill));
            name.unwrap_or_default().chars().take(NAME_LENGTH).collect()
        };
        self.name.get().unwrap_or_else(suggested)
    }
}

/// The page.
#[component]
pub fn DoorsBy() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let estates = Estates::new(phone);
    let picking = Picking {
        phone,
        found: Memo::new(move |_| {
            let here = estates.here();
            phone.read(|state| {
                let report = Report::read(state, &seen(state), tonight());
                doors_by(state, &report, &here, tonight())
            })
        }),
        by: RwSignal::new(None),
        name: RwSignal::new(None),
        wrong: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let none = Memo::new(move |_| picking.found.with(Vec::is_empty));
    view! {
        <OrganiserPage title=t!("tonight.by") back=Back::Tonight>
            <p>{t!("tonight.by_what")}</p>
            <EstateSwitch estates=estates />
            <Show
                when=move || !none.get()
                fallback=|| view! { <p role="status">{t!("tonight.by_none")}</p> }
            >
                <Pick picking=picking />
            </Show>
        </OrganiserPage>
    }
}

impl Picking {
    /// What is picked and what it is called, or what is missing of it.
    fn checked(self) -> Result<(Doors, String), String> {
        let kind = untrack(|| self.picked()).ok_or_else(|| t!("tonight.by_none_picked"))?;
        let name = untrack(|| self.called()).trim().to_string();
        match name.is_empty() {
            true => Err(t!("organiser.turf_nameless")),
            false => Ok((kind, name)),
        }
    }

    fn make(self, address: Address) {
        if self.busy.get_untracked() {
            return;
        }
        let (kind, name) = match self.checked() {
            Ok(checked) => checked,
            Err(words) => {
                self.wrong.set(Some(words));
                return;
            }
        };
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            match save(self.phone, &kind, &name).await {
                Ok(()) => address.go("/organise/tonight"),
                Err(reason) => {
                    let _ = self.wrong.try_set(Some(reason.sentence()));
                    let _ = self.busy.try_set(false);
                }
            }
        });
    }
}

#[component]
fn Pick(picking: Picking) -> impl IntoView {
    let address = expect_context::<Address>();
    let make = move |event: SubmitEvent| {
        event.prevent_default();
        picking.make(address);
    };
    view! {
        <form class="stack" on:submit=make novalidate>
            <fieldset class="choices">
                <legend>{t!("tonight.by_which")}</legend>
                <For
                    each=move || picking.found.get()
                    key=|kind| (kind.by.clone(), kind.doors.len(), kind.stairs.len())
                    let:kind
                >
                    <Kind picking=picking kind=kind />
                </For>
            </fieldset>
            <Name picking=picking />
            <p class="error" role="alert" id="by-mistake">
                {move || picking.wrong.get()}
            </p>
            <button type="submit" class="button primary whole" disabled=picking.busy>
                {t!("tonight.turf_make")}
            </button>
        </form>
    }
}

#[component]
fn Name(picking: Picking) -> impl IntoView {
    view! {
        <div class="field">
            <label for="by-name">{t!("tonight.by_name")}</label>
            <p class="hint" id="by-name-hint">
                {t!("tonight.by_name_hint")}
            </p>
            <input
                id="by-name"
                type="text"
                autocomplete="off"
                dir="auto"
                maxlength=NAME_LENGTH.to_string()
                aria-describedby="by-name-hint by-mistake"
                prop:value=move || picking.called()
                on:input=move |event| picking.name.set(Some(event_target_value(&event)))
            />
        </div>
    }
}

#[component]
fn Kind(picking: Picking, kind: Doors) -> impl IntoView {
    let by = StoredValue::new(kind.by.clone());
    let chosen = move || by.with_value(|by| picking.by.with(|picked| picked.as_ref() == Some(by)));
    let pick = move |_| {
        picking.wrong.set(None);
        picking.by.set(Some(by.get_value()));
    };
    let doors = t!("organiser.count_doors", n = kind.doors.len());
    let stairs = t!("organiser.count_stairs", n = kind.stairs.len());
    let opens = picking
        .phone
        .read_untracked(|state| Opens::of(state, &kind.doors));
    let many = Memo::new(move |_| chosen() && opens.is_many());
    view! {
        <label class="choice">
            <input type="radio" name="by" prop:checked=chosen on:change=pick />
            <span>
                <bdi>{in_words(&kind.by)}</bdi>
                <br />
                <span class="quiet">{format!("{doors} · {stairs}")}</span>
                {opens.in_words().map(|words| view! { <br /><span class="quiet">{words}</span> })}
            </span>
        </label>
        <Show when=move || many.get()>
            <p>
                {t!("tonight.opens_many")} " "
                <a href="/organise/paper">{t!("paper.title")}</a>
            </p>
        </Show>
    }
}

fn in_words(by: &By) -> String {
    match by {
        By::NotHomeTwice => t!("tonight.by_not_home"),
        By::PromiseDue => t!("tonight.by_promise"),
        By::ComeBack => t!("tonight.by_come_back"),
        By::NoLanguage => t!("tonight.by_no_language"),
        By::Speaks(language) => t!("tonight.by_speaks", language = language_name(language)),
    }
}

/// Makes the turf, and has it worked tonight. Tried again, it goes on from what is there: what was
/// held is saved, and what was made is not made twice.
async fn save(phone: Phone, kind: &Doors, name: &str) -> Result<(), SaveError> {
    if phone.holds_unsaved() {
        phone.retry_save().await?;
    }
    let made = phone.read_untracked(|state| made(state, &kind.doors, name));
    let turf = match made {
        Some(turf) => Some(turf),
        None => {
            let dots = phone.record(vec![turf(&kind.doors, name)]).await?;
            dots.first().copied().map(TurfId)
        }
    };
    let day = evening_day();
    let there = phone.read_untracked(|state| teams(state, day));
    let missing = turf.filter(|turf| !there.iter().any(|team| team.turf == *turf));
    if let Some(turf) = missing {
        phone.record(work(turf, day, &[])).await?;
    }
    phone.sync();
    Ok(())
}
