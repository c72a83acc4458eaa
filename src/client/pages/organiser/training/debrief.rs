//! The debrief: the evening in figures, what is asked aloud, and what whoever leads does then.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::canvass::dot::Dot;
use crate::canvass::fact::Outcome;
use crate::canvass::training::Debriefed;
use crate::client::pages::organiser::estate_switch::{Estates, OfCampaign};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::known::{self, AskAgain};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::mark::outcome_name;
use crate::client::parts::when::{evening_day, tonight};
use crate::client::phone::Phone;
use crate::organise::phones::seen;
use crate::organise::report::Report;
use crate::organise::training::debrief::{Sheet, debriefed, keep};
use crate::t;

/// The page.
#[component]
pub fn DebriefPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let known = known::ask(phone);
    let sheet = Memo::new(move |_| {
        known.with(|known| {
            phone.read(|state| {
                let phones = match &known.said {
                    Some((phones, _)) => phones.clone(),
                    None => seen(state),
                };
                let report = Report::read(state, &phones, tonight());
                Sheet::read(state, &report, tonight())
            })
        })
    });
    view! {
        <OrganiserPage title=t!("training.debrief") back=Back::Home>
            <p>{t!("training.debrief_what")}</p>
            <AskAgain known=known />
            <OfCampaign estates=Estates::new(phone) />
            {move || sheet.with(figures)}
            <h2>{t!("training.debrief_asked")}</h2>
            <Asked />
            <h2>{t!("training.debrief_next")}</h2>
            <Next />
        </OrganiserPage>
    }
}

/// What came of a home's last knock tonight, in the order it is told.
const CAME: [Outcome; 5] = [
    Outcome::Spoke,
    Outcome::Refused,
    Outcome::NotHome,
    Outcome::Inaccessible,
    Outcome::Language,
];

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
    rows.extend(CAME.map(|outcome| {
        let name = match outcome {
            Outcome::Language => t!("training.debrief_language"),
            other => outcome_name(other),
        };
        (name, of(sheet.at(outcome), sheet.tried))
    }));
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
    view! { <dl class="facts card">{rows.collect_view()}</dl> }
}

/// The words as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    rose: RwSignal<String>,
    thorn: RwSignal<String>,
    bud: RwSignal<String>,
    heard: RwSignal<String>,
    incident: RwSignal<String>,
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
            incident: words(self.incident),
            access: words(self.access),
            well: words(self.well),
            ready: words(self.ready),
            instead: Vec::new(),
        }
    }
}

/// What is asked aloud.
#[component]
fn Asked() -> impl IntoView {
    let saving = Saving::new();
    let day = evening_day();
    // As it stood when the page was opened: what another organiser writes meanwhile stands beside it.
    let (said, dots) = saving.phone.read_untracked(|state| debriefed(state, day));
    let typed = Typed::of(said);
    let from: RwSignal<Vec<Dot>> = RwSignal::new(dots);
    let kept = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let draft = keep(typed.said(day), from.get_untracked());
        kept.set(false);
        saving.save(vec![draft], String::new(), move |dots| {
            let _ = from.try_set(dots);
            let _ = kept.try_set(true);
        });
    };
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
            <Words
                id="incident"
                label=t!("training.debrief_incident")
                hint=t!("training.debrief_incident_hint")
                value=typed.incident
            />
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
        (Some("/organise/eleven"), t!("training.debrief_next_owners")),
        (
            Some("/organise/disagreements"),
            t!("training.debrief_next_disagreements"),
        ),
        (None, t!("training.debrief_next_thanks")),
        (
            Some("/organise/eleven"),
            t!("training.debrief_next_tomorrow"),
        ),
    ];
    let steps = steps.map(|(path, words)| match path {
        Some(path) => view! { <li><a href=path>{words}</a></li> }.into_any(),
        None => view! { <li>{words}</li> }.into_any(),
    });
    view! { <ol class="next-steps">{steps.into_iter().collect_view()}</ol> }
}
