//! Where the campaign stands, and tonight's steps in their order.

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::client::parts::when::long_day;
use crate::client::phone::Phone;
use crate::t;

/// The estate in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Summary {
    group: String,
    blocks: usize,
    stairs: usize,
    doors: usize,
    turfs: usize,
    reached: usize,
}

impl Summary {
    fn read(state: &State) -> Summary {
        let reached = estate::all_doors(state)
            .values()
            .flatten()
            .filter(|door| {
                let knocks = estate::knocks(state, door.id);
                knocks.iter().any(|knock| knock.outcome.reached())
            })
            .count();
        Summary {
            group: group(state),
            blocks: state.of_kind(Kind::BLOCK).count(),
            stairs: state.of_kind(Kind::STAIR).count(),
            doors: state.of_kind(Kind::DOOR).count(),
            turfs: state.of_kind(Kind::TURF).count(),
            reached,
        }
    }
}

/// The group's name, as the board has it.
fn group(state: &State) -> String {
    state
        .of_kind(Kind::ABOUT_US)
        .filter_map(|(_, entry)| Fact::read(entry.event.kind, &entry.event.body).ok()?)
        .find_map(|fact| match fact {
            Fact::AboutUs { group, .. } => Some(group),
            _ => None,
        })
        .unwrap_or_default()
}

/// The organiser's home.
#[component]
pub fn Home() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let summary = Memo::new(move |_| phone.read(Summary::read));
    let ends = move || {
        let membership = phone.membership().get();
        membership.map(|membership| t!("organiser.ends", day = long_day(membership.ends)))
    };
    view! {
        <OrganiserPage title=t!("organiser.home") back=Back::None>
            <p class="quiet">
                <bdi>{move || summary.get().group}</bdi>
            </p>
            <p class="figure">{move || estate_words(&summary.get())}</p>
            <h2>{t!("organiser.tonight")}</h2>
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
                    href="/organise/phones"
                    name=t!("organiser.step_phones")
                    state=Signal::derive(|| t!("organiser.step_phones_state"))
                    done=Signal::derive(|| false)
                />
                <Step
                    href="/organise/morning"
                    name=t!("organiser.step_morning")
                    state=Signal::derive(move || {
                        let summary = summary.get();
                        t!("organiser.reached_of", n = summary.reached, all = summary.doors)
                    })
                    done=Signal::derive(move || summary.get().reached > 0)
                />
            </ol>
            <p class="quiet small">{ends}</p>
        </OrganiserPage>
    }
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
    match summary.doors {
        0 => t!("organiser.no_list"),
        doors => t!(
            "organiser.estate",
            n = doors,
            stairs = t!("organiser.count_stairs", n = summary.stairs),
            blocks = t!("organiser.count_blocks", n = summary.blocks)
        ),
    }
}

fn list_words(summary: &Summary) -> String {
    match summary.doors {
        0 => t!("organiser.step_list_todo"),
        doors => t!("organiser.count_doors", n = doors),
    }
}
