//! The debrief: the evening in figures, what is asked aloud, and what whoever leads does then, on this page to the
//! last of it: it ends with tomorrow's stairs and hours.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::dot::Dot;
use crate::canvass::fact::Outcome;
use crate::canvass::training::{AnybodyUnsafe, Debriefed};
use crate::client::address::Address;
use crate::client::pages::organiser::eleven::{Tomorrow, Unowned};
use crate::client::pages::organiser::estate_switch::{EstateSwitch, Estates, OfCampaign};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::known::{self, AskAgain};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::pages::organiser::tonight::TomorrowsHours;
use crate::client::parts::mark::outcome_name;
use crate::client::parts::when::{evening_day, tonight};
use crate::client::phone::Phone;
use crate::organise::phones::seen;
use crate::organise::report::Report;
use crate::organise::training::debrief::{Asked, Sheet, debriefed, keep};
use crate::t;

/// The page.
#[component]
pub fn DebriefPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = known::ask(phone);
    let report = Memo::new(move |_| {
        known.with(|known| {
            phone.read(|state| match &known.said {
                Some((phones, _)) => Report::read(state, phones, tonight()),
                None => Report::read(state, &seen(state), tonight()),
            })
        })
    });
    let sheet = Memo::new(move |_| {
        report.with(|report| phone.read(|state| Sheet::read(state, report, tonight())))
    });
    let estates = Estates::new(phone);
    view! {
        <OrganiserPage title=t!("training.debrief") back=Back::Home>
            <p>{t!("training.debrief_what")}</p>
            <AskAgain known=known />
            <OfCampaign estates=estates />
            {move || sheet.with(figures)}
            <h2>{t!("training.debrief_asked")}</h2>
            <AskedAloud />
            <h2>{t!("training.debrief_next")}</h2>
            <Next />
            <h2 id="owners">{t!("night.unowned")}</h2>
            <Unowned report=report />
            <h2 id="tomorrow">{t!("night.tomorrow")}</h2>
            <TomorrowsHours />
            <EstateSwitch estates=estates />
            <Tomorrow report=report estates=estates />
        </OrganiserPage>
    }
}

fn figures(sheet: &Sheet) -> impl IntoView + use<> {
    let of = |n: usize, all: usize| t!("organiser.n_of_all", n = n, all = all);
    let mut rows = vec![
        (
            t!("training.debrief_phones"),
            of(sheet.phones.0, sheet.phones.1),
        ),
        (t!("training.debrief_stairs"), sheet.stairs.to_string()),
        (t!("training.debrief_done"), of(sheet.done, sheet.stairs)),
        (t!("training.debrief_homes"), sheet.tried.to_string()),
    ];
    rows.extend(sheet.rows().into_iter().map(|(outcome, homes)| {
        let name = match outcome {
            Outcome::Language => t!("training.debrief_language"),
            other => outcome_name(other),
        };
        (name, of(homes, sheet.tried))
    }));
    rows.extend(asked(sheet.asked));
    rows.extend([
        (
            t!("training.debrief_nominations"),
            sheet.nominations.to_string(),
        ),
        (
            t!("training.debrief_promises"),
            of(sheet.promises.1, sheet.promises.0),
        ),
        (
            t!("organiser.disagreements"),
            sheet.disagreements.to_string(),
        ),
    ]);
    let rows = rows.into_iter().map(|(name, figure)| {
        view! {
            <dt>{name}</dt>
            <dd>{figure}</dd>
        }
    });
    // A sentence is no figure: a row of these does not wrap.
    let no_ground = sheet.asked.is_none().then(|| {
        let words = format!("{}: {}", t!("training.debrief_asks"), t!("week.no_ground"));
        view! { <p class="hint">{words}</p> }
    });
    view! {
        <dl class="facts card">{rows.collect_view()}</dl>
        {no_ground}
    }
}

/// What was asked and what came of it, each with what it is of; nothing where none of it may be kept.
fn asked(asked: Option<Asked>) -> Vec<(String, String)> {
    let of = |n: usize, all: usize| t!("organiser.n_of_all", n = n, all = all);
    match asked {
        None => Vec::new(),
        Some(it) => vec![
            (t!("training.debrief_asks"), of(it.asked, it.spoken)),
            (t!("training.debrief_acts"), of(it.acted, it.asked)),
            (t!("training.debrief_says_yes"), of(it.says_yes, it.asked)),
        ],
    }
}

/// The words as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    rose: RwSignal<String>,
    thorn: RwSignal<String>,
    bud: RwSignal<String>,
    heard: RwSignal<String>,
    incident: RwSignal<AnybodyUnsafe>,
    access: RwSignal<String>,
    well: RwSignal<String>,
    ready: RwSignal<String>,
}

impl Typed {
    fn of(said: Debriefed) -> Typed {
        Typed {
            rose: RwSignal::new(said.rose),
            thorn: RwSignal::new(said.thorn),
            bud: RwSignal::new(said.bud),
            heard: RwSignal::new(said.heard),
            incident: RwSignal::new(said.incident),
            access: RwSignal::new(said.access),
            well: RwSignal::new(said.well),
            ready: RwSignal::new(said.ready),
        }
    }

    fn said(self, day: i32) -> Debriefed {
        let words = |field: RwSignal<String>| field.get_untracked().trim().to_string();
        Debriefed {
            day,
            rose: words(self.rose),
            thorn: words(self.thorn),
            bud: words(self.bud),
            heard: words(self.heard),
            incident: self.incident.get_untracked(),
            access: words(self.access),
            well: words(self.well),
            ready: words(self.ready),
            instead: Vec::new(),
        }
    }
}

/// What is asked aloud.
#[component]
fn AskedAloud() -> impl IntoView {
    let saving = Saving::new();
    let address = expect_context::<Address>();
    let day = evening_day();
    // As it stood when the page was opened: what another organiser writes meanwhile stands beside it.
    let (said, dots) = saving.phone.read_untracked(|state| debriefed(state, day));
    let typed = Typed::of(said);
    let from: RwSignal<Vec<Dot>> = RwSignal::new(dots);
    let kept = RwSignal::new(false);
    let keep_and = move |then: fn(Address)| {
        let draft = keep(typed.said(day), from.get_untracked());
        kept.set(false);
        saving.save(vec![draft], String::new(), move |dots| {
            let _ = from.try_set(dots);
            let _ = kept.try_set(true);
            then(address);
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        keep_and(|_| ());
    };
    let write_down = Callback::new(move |()| keep_and(|address| address.go("/incident")));
    view! {
        <form class="stack" on:submit=submit novalidate>
            <Words id="rose" label=t!("training.debrief_rose") value=typed.rose />
            <Words id="thorn" label=t!("training.debrief_thorn") value=typed.thorn />
            <Words id="bud" label=t!("training.debrief_bud") value=typed.bud />
            <Words
                id="heard"
                label=t!("training.debrief_heard")
                hint=t!("training.debrief_heard_hint")
                value=typed.heard
            />
            <Unsafe value=typed.incident write_down />
            <Words
                id="access"
                label=t!("training.debrief_access")
                hint=t!("training.debrief_access_hint")
                value=typed.access
            />
            <Words id="well" label=t!("training.debrief_well") value=typed.well />
            <Words id="ready" label=t!("training.debrief_ready") value=typed.ready />
            <Wrong saving />
            <p role="status">
                <Show when=move || kept.get()>{t!("training.debrief_kept")}</Show>
            </p>
            <button type="submit" class="button primary" disabled=saving.busy>
                {t!("training.debrief_keep")}
            </button>
        </form>
    }
}

/// Whether anybody was unsafe: yes or no, and no word of what happened. That is written where those who are named for it
/// read it and nobody else; what was typed here is kept before one goes there.
#[component]
fn Unsafe(value: RwSignal<AnybodyUnsafe>, write_down: Callback<()>) -> impl IntoView {
    let choice = move |one: AnybodyUnsafe, words: String| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="incident"
                    prop:checked=move || value.get() == one
                    on:change=move |_| value.set(one)
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices" id="incident">
            <legend>
                <strong>{t!("training.debrief_incident")}</strong>
            </legend>
            {choice(AnybodyUnsafe::Nobody, t!("training.debrief_incident_no"))}
            {choice(AnybodyUnsafe::Somebody, t!("training.debrief_incident_yes"))}
            <Show when=move || value.get() == AnybodyUnsafe::Somebody>
                <p class="hint">{t!("training.debrief_incident_hint")}</p>
                <a
                    class="button"
                    href="/incident"
                    on:click=move |event| {
                        event.prevent_default();
                        write_down.run(());
                    }
                >
                    {t!("training.debrief_incident_write")}
                </a>
            </Show>
        </fieldset>
    }
}

/// A few lines of words.
#[component]
fn Words(
    id: &'static str,
    label: String,
    #[prop(optional, into)] hint: Option<String>,
    value: RwSignal<String>,
) -> impl IntoView {
    let described = hint.is_some().then(|| format!("{id}-hint"));
    let hint = hint.map(|hint| {
        view! {
            <p class="hint" id=format!("{id}-hint")>
                {hint}
            </p>
        }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint}
            <textarea
                id=id
                rows="2"
                dir="auto"
                maxlength="500"
                aria-describedby=described
                bind:value=value
            ></textarea>
        </div>
    }
}

/// What whoever leads does then, in the order it cannot wait.
#[component]
fn Next() -> impl IntoView {
    let steps = [
        (Some("#incident"), t!("training.debrief_next_safety")),
        (Some("/organise/phones"), t!("training.debrief_next_phones")),
        (Some("#owners"), t!("training.debrief_next_owners")),
        (
            Some("/organise/disagreements"),
            t!("training.debrief_next_disagreements"),
        ),
        (None, t!("training.debrief_next_thanks")),
        (Some("#tomorrow"), t!("training.debrief_next_tomorrow")),
    ];
    let steps = steps.map(|(path, words)| match path {
        Some(path) => view! { <li><a href=path>{words}</a></li> }.into_any(),
        None => view! { <li>{words}</li> }.into_any(),
    });
    view! { <ol class="next-steps">{steps.into_iter().collect_view()}</ol> }
}
