//! A meeting as a general meeting of members: its rules, whether enough are there, how votes went; and the roll.

mod roll;
mod rules;
mod votes;

use leptos::prelude::*;

use super::frame::{Back, OrganiserPage};
use crate::canvass::agm::{Needed, Roll, Rules, Votes};
use crate::canvass::dot::Dot;
use crate::client::phone::Phone;
use crate::organise::agm::{self, Count, Quorum, Row};
use crate::organise::meetings::{Meeting, find};
use crate::t;
pub use roll::RollPage;
use rules::RulesForm;
use votes::VotesPart;

/// A meeting, what stands of its rules, and the roll by them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    meeting: Meeting,
    rules: Vec<Rules>,
    rows: Vec<Row>,
}

impl Seen {
    fn read(phone: Phone, id: Option<Dot>) -> Option<Seen> {
        phone.read(|state| {
            let meeting = find(state, id?)?;
            let rules = agm::rules(state, meeting.id);
            let rows = rules.first().map(|rules| agm::roll(state, rules));
            Some(Seen {
                meeting,
                rows: rows.unwrap_or_default(),
                rules,
            })
        })
    }
}

fn path(meeting: Dot) -> String {
    format!("/organise/meeting/{meeting}/agm")
}

/// The page.
#[component]
pub fn AgmPage(
    /// The meeting, where the path names one.
    id: Option<Dot>,
) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let seen = Memo::new(move |_| Seen::read(phone, id));
    let changes = RwSignal::new(false);
    view! {
        <OrganiserPage title=t!("agm.title") back=Back::Meetings>
            {move || match seen.get() {
                None => view! { <p class="quiet">{t!("meeting.gone")}</p> }.into_any(),
                Some(Seen { meeting, mut rules, rows }) => {
                    let several = rules.len() > 1;
                    let first = (!rules.is_empty()).then(|| rules.remove(0));
                    match first {
                        Some(rules) if !changes.get() => {
                            known(&meeting, rules, rows, several, changes).into_any()
                        }
                        rules => {
                            view! { <RulesForm meeting=meeting.id rules changes /> }.into_any()
                        }
                    }
                }
            }}
        </OrganiserPage>
    }
}

fn known(
    meeting: &Meeting,
    rules: Rules,
    rows: Vec<Row>,
    several: bool,
    changes: RwSignal<bool>,
) -> impl IntoView + use<> {
    let what = meeting.said().map(|said| said.what.clone());
    let count = Count::of(&rows, &rules);
    let met = count.quorum() == Quorum::Met;
    let roll = format!("/organise/meeting/{}/roll", meeting.id);
    let sign_in = format!("/organise/meeting/{}/sign-in", meeting.id);
    view! {
        <h2>
            <bdi>{what}</bdi>
        </h2>
        {several.then(|| view! { <p class="banner" role="alert">{t!("agm.several")}</p> })}
        <p class="banner" class:good=met role="status">
            {quorum_words(count.quorum())}
        </p>
        <p class="figure">{count_words(&count, rules.votes)}</p>
        <dl class="terms">
            <dt>{t!("agm.members")}</dt>
            <dd>
                <bdi>{rules.members.clone()}</bdi>
            </dd>
            <dd>{roll_words(rules.roll)}</dd>
            <dt>{t!("agm.quorum")}</dt>
            <dd>
                <bdi>{rules.quorum.clone()}</bdi>
            </dd>
            <dd>{needed_words(rules.needed)}</dd>
            <dt>{t!("agm.votes")}</dt>
            <dd>{votes_words(rules.votes)}</dd>
        </dl>
        <button type="button" class="button" on:click=move |_| changes.set(true)>
            {t!("agm.change")}
        </button>
        <h3>{t!("agm.roll")}</h3>
        <a class="button whole" href=roll>
            {t!("agm.to_roll")}
        </a>
        <a class="button whole" href=sign_in>
            {t!("meeting.sign_in_here")}
        </a>
        <VotesPart rules rows />
    }
}

fn quorum_words(quorum: Quorum) -> String {
    match quorum {
        Quorum::Met => t!("agm.quorum_met"),
        Quorum::Missing(n) => t!("agm.quorum_missing", n = n),
        Quorum::Unknown(n) => t!("agm.quorum_unknown", n = n),
        Quorum::NoRoll => t!("agm.quorum_no_roll"),
    }
}

/// `There: 12 of 40 votes on the roll. Needed: 10.`
fn count_words(count: &Count, votes: Votes) -> String {
    let needed = count
        .needed
        .map_or_else(|| t!("agm.not_known"), |n| n.to_string());
    let all = match (votes, count.unknown) {
        (Votes::Resident, unknown) if unknown > 0 => {
            t!("agm.at_least", n = count.on_roll)
        }
        _ => count.on_roll.to_string(),
    };
    t!("agm.count", n = count.present, all = all, needed = needed)
}

fn roll_words(roll: Roll) -> String {
    match roll {
        Roll::EveryHome => t!("agm.roll_every"),
        Roll::Listed => t!("agm.roll_listed"),
    }
}

fn votes_words(votes: Votes) -> String {
    match votes {
        Votes::Household => t!("agm.votes_household"),
        Votes::Resident => t!("agm.votes_resident"),
    }
}

fn needed_words(needed: Needed) -> String {
    match needed {
        Needed::Number(n) => t!("agm.needed_number", n = n),
        Needed::Share(percent) => t!("agm.needed_share", n = percent.get()),
    }
}
