//! Where the campaign stands, and tonight's steps in their order.

use leptos::prelude::*;

use super::about::AboutDiffers;
use super::ending::EndWarning;
use super::estate_switch::estate_name;
use super::frame::{Back, OrganiserPage};
use super::incidents::OpenIncidents;
use super::known::{self, Known};
use super::second::OnlyOne;
use super::tonight::{self, Overdue};
use crate::canvass::about::AboutUs;
use crate::canvass::event::Kind;
use crate::canvass::fold::State;
use crate::client::parts::handed_over::HandedOver;
use crate::client::parts::when::{long_day, tonight};
use crate::client::phone::Phone;
use crate::organise::estates::{InShort, in_short};
use crate::organise::phones::{how_many_in, phones};
use crate::organise::report::disagreements;
use crate::t;

/// The campaign in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Summary {
    group: String,
    /// Its homes and those of them reached, estate by estate.
    estates: Vec<InShort>,
    blocks: usize,
    stairs: usize,
    doors: usize,
    turfs: usize,
    disagreements: usize,
}

impl Summary {
    fn read(state: &State) -> Summary {
        Summary {
            group: AboutUs::read(state).group,
            estates: in_short(state),
            blocks: state.of_kind(Kind::BLOCK).count(),
            stairs: state.of_kind(Kind::STAIR).count(),
            doors: state.of_kind(Kind::DOOR).count(),
            turfs: state.of_kind(Kind::TURF).count(),
            disagreements: disagreements(state, tonight()).0.len(),
        }
    }

    fn reached(&self) -> usize {
        self.estates.iter().map(|it| it.reached).sum()
    }

    fn homes(&self) -> usize {
        self.estates.iter().map(|it| it.homes).sum()
    }

    fn several(&self) -> bool {
        self.estates.len() > 1
    }
}

/// The organiser's home.
#[component]
pub fn Home() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let summary = Memo::new(move |_| phone.read(Summary::read));
    let known = known::ask(phone);
    let ends = move || {
        let membership = phone.membership().get();
        membership.map(|membership| t!("organiser.ends", day = long_day(membership.ends)))
    };
    let over = move || {
        let own = phone.membership().get();
        own.is_some_and(|own| own.handed_over.is_some())
    };
    view! {
        <OrganiserPage title=t!("organiser.home") back=Back::None>
            <p class="quiet">
                <bdi>{move || summary.get().group}</bdi>
            </p>
            <p class="figure">{move || summary.with(estate_words)}</p>
            {move || summary.with(by_estate)}
            <Overdue />
            <OpenIncidents />
            <HandedOver />
            <AboutDiffers />
            <Show when=move || !over()>
                <EndWarning />
                <OnlyOne known=known />
                <h2>{t!("organiser.tonight")}</h2>
                <Steps summary=summary known=known />
            </Show>
            <p class="quiet small">{ends}</p>
            <h2>{t!("organiser.weeks")}</h2>
            <Weeks />
            <Others />
        </OrganiserPage>
    }
}

/// What is looked at over the weeks, by what it is of.
#[component]
fn Weeks() -> impl IntoView {
    view! {
        <h3>{t!("organiser.weeks_homes")}</h3>
        <Links to=vec![
            ("/organise/chart", t!("chart.title")),
            ("/organise/week", t!("week.title")),
            ("/organise/issues", t!("issues.title")),
            ("/organise/standing", t!("standing.title")),
            ("/organise/tests", t!("structure.title")),
        ] />
        <h3>{t!("organiser.weeks_people")}</h3>
        <Links to=vec![
            ("/organise/leaders", t!("leaders.people")),
            ("/organise/stories", t!("stories.title")),
            ("/organise/help", t!("aid.title")),
            ("/organise/training", t!("training.title")),
            ("/organise/groups", t!("groups.title")),
            ("/organise/incidents", t!("incidents.title")),
        ] />
        <h3>{t!("organiser.weeks_council")}</h3>
        <Links to=vec![
            ("/organise/meetings", t!("meeting.title")),
            ("/organise/petition", t!("petition.title")),
            ("/organise/deputation", t!("deputation.title")),
            ("/organise/ballot", t!("ballot.title")),
        ] />
    }
}

/// Tonight's steps in their order, each with how it stands.
#[component]
fn Steps(summary: Memo<Summary>, known: RwSignal<Known>) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let is_in = Memo::new(move |_| {
        known.with(|known| {
            let said = known.said.is_some();
            said.then(|| phone.read(|state| how_many_in(&phones(state, known.phones(), tonight()))))
        })
    });
    let tonights = Memo::new(move |_| tonight::in_short(phone));
    view! {
        <ol class="steps">
            <Step
                href="/organise/list"
                name=t!("organiser.step_list")
                state=Signal::derive(move || list_words(&summary.get()))
                done=Signal::derive(move || summary.get().doors > 0)
            />
            <Step
                href="/organise/turfs"
                name=t!("organiser.step_turfs")
                state=Signal::derive(move || {
                    t!("organiser.step_turfs_state", n = summary.get().turfs)
                })
                done=Signal::derive(move || summary.get().turfs > 0)
            />
            <Step
                href="/organise/tonight"
                name=t!("tonight.teams")
                state=Signal::derive(move || tonights.get())
                done=Signal::stored(false)
            />
            <Step
                href="/organise/paper"
                name=t!("paper.title")
                state=Signal::stored(t!("paper.step_state"))
                done=Signal::stored(false)
            />
            <Step
                href="/organise/phones"
                name=t!("organiser.phones")
                state=Signal::derive(move || phones_words(is_in.get()))
                done=Signal::derive(move || {
                    is_in.get().is_some_and(|(is_in, all)| all > 0 && is_in == all)
                })
            />
            <Step
                href="/organise/eleven"
                name=t!("night.eleven")
                state=Signal::stored(t!("night.eleven_step"))
                done=Signal::stored(false)
            />
            <Step
                href="/organise/morning"
                name=t!("organiser.step_morning")
                state=Signal::derive(move || morning_words(&summary.get()))
                done=Signal::derive(move || summary.with(Summary::reached) > 0)
            />
        </ol>
    }
}

/// What is done on other days.
#[component]
fn Others() -> impl IntoView {
    view! {
        <h2>{t!("organiser.this_campaign")}</h2>
        <Links to=vec![
            ("/today", t!("organiser.knock_yourself")),
            ("/organise/script", t!("asking.title")),
            ("/organise/about", t!("keys.about")),
            ("/organise/add/organiser", t!("keys.add_organiser")),
            ("/organise/add/trainer", t!("keys.add_trainer")),
            ("/organise/handover", t!("handover.title")),
            ("/organise/end", t!("keys.end")),
        ] />
        <h2>{t!("keys.this_device")}</h2>
        <Links to=vec![
            ("/organise/add/device", t!("keys.add_device")),
            ("/pin", t!("phone.pin")),
            ("/wipe", t!("phone.wipe")),
        ] />
    }
}

/// Pages, each by its name.
#[component]
fn Links(to: Vec<(&'static str, String)>) -> impl IntoView {
    let links = to.into_iter();
    let links = links.map(|(path, words)| view! { <li><a href=path>{words}</a></li> });
    view! { <ul class="links">{links.collect_view()}</ul> }
}

/// One step of the evening: where it is done, and how it stands.
#[component]
fn Step(
    href: &'static str,
    name: String,
    state: Signal<String>,
    done: Signal<bool>,
) -> impl IntoView {
    view! {
        <li class:done=done>
            <a class="card" href=href>
                <strong>{name}</strong>
                <span class="quiet">{state}</span>
            </a>
        </li>
    }
}

fn estate_words(summary: &Summary) -> String {
    let words = match summary.doors {
        0 => return t!("organiser.no_list"),
        doors => t!(
            "organiser.estate",
            n = doors,
            stairs = t!("organiser.count_stairs", n = summary.stairs),
            blocks = t!("organiser.count_blocks", n = summary.blocks)
        ),
    };
    of_campaign(summary, words)
}

/// A figure of all there is, said to be of the whole campaign where that goes to several estates.
fn of_campaign(summary: &Summary, figure: String) -> String {
    match summary.several() {
        true => format!("{}: {figure}", t!("night.all_estates")),
        false => figure,
    }
}

/// How far each estate has come, where there are several.
fn by_estate(summary: &Summary) -> Option<impl IntoView + use<>> {
    let lines = summary.estates.iter().map(|it| {
        let reached = t!("night.homes_reached", n = it.reached, all = it.homes);
        view! {
            <li>
                <bdi>{estate_name(&it.name)}</bdi>
                ": "
                <span class="figure">{reached}</span>
            </li>
        }
    });
    let lines = lines.collect_view();
    (summary.several()).then(|| view! { <ul class="stack tight">{lines}</ul> })
}

/// Who is in, where the endpoint has said who has joined.
fn phones_words(is_in: Option<(usize, usize)>) -> String {
    match is_in {
        None => t!("organiser.step_phones_state"),
        Some((_, 0)) => t!("organiser.step_phones_none"),
        Some((is_in, all)) => t!("organiser.step_phones_in", n = all, is_in = is_in),
    }
}

fn morning_words(summary: &Summary) -> String {
    if summary.doors == 0 {
        return t!("organiser.step_morning_todo");
    }
    let reached = t!(
        "organiser.reached_of",
        n = summary.reached(),
        all = summary.homes()
    );
    let reached = of_campaign(summary, reached);
    match summary.disagreements {
        0 => reached,
        n => format!("{reached} · {}", t!("organiser.to_settle", n = n)),
    }
}

fn list_words(summary: &Summary) -> String {
    match summary.doors {
        0 => t!("organiser.step_list_todo"),
        doors => t!("organiser.count_doors", n = doors),
    }
}
