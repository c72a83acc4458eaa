//! What homes raise: how widely, how deeply, across which homes; and what came of it.

mod card;
mod checklist;
mod close;
mod demand;
mod naming;
mod picture;
mod win;
mod wins;
mod words;

use leptos::prelude::*;

use super::estate_switch::{Estates, ExtentSwitch};
use super::frame::{Back, OrganiserPage};
use super::plan::More;
use crate::canvass::dot::Dot;
use crate::client::parts::language::language_name;
use crate::client::parts::tenure::tenure_name;
use crate::client::parts::when::{short_day, tonight};
use crate::client::phone::Phone;
use crate::organise::issues::{Breadth, Close, Groups, Heard, Issues, Stage, Tag};
use crate::t;
pub use card::IssueCard;
pub use checklist::ChecklistPage;
pub use close::ClosePage;
pub use demand::DemandPage;
use picture::{Picture, Table};
pub use win::WinPage;
pub use words::SaidPage;

/// So many are drawn at once.
const SHOWN_AT_ONCE: usize = 12;
/// So many are listed as common ground.
const COMMON: usize = 6;

/// What is raised in the whole campaign, read again whenever anything comes in.
fn issues(phone: Phone) -> Memo<Issues> {
    Memo::new(move |_| phone.read(|state| Issues::read(state, tonight())))
}

/// Where something that is raised is looked at. No word of anybody's stands in an address: what has no
/// name goes by where it was recorded.
fn path(heard: &Heard) -> String {
    if let Tag::Issue(id) = heard.tag {
        return issue_path(id);
    }
    let source = heard.words.first().map(|words| &words.source);
    let choice = source.and_then(|source| source.choices.first());
    let answer = source.and_then(|source| source.answers.first());
    match (choice, answer) {
        (Some((question, n)), _) => format!("/organise/said/{question}/{n}"),
        (None, Some(dot)) => format!("/organise/said/{dot}"),
        (None, None) => "/organise/issues".to_string(),
    }
}

fn issue_path(id: Dot) -> String {
    format!("/organise/issue/{id}")
}

/// The page.
#[component]
pub fn IssuesPage() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let estates = Estates::new(phone);
    let issues = Memo::new(move |_| {
        let of = estates.extent();
        phone.read(|state| Issues::read_of(state, &of, tonight()))
    });
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let figures = move || {
        issues.with(|issues| {
            let spoken = t!(
                "issues.spoken",
                n = issues.spoken(),
                all = issues.homes.len()
            );
            let unknown = t!("issues.unknown", n = issues.unknown());
            format!("{spoken} {unknown}")
        })
    };
    view! {
        <OrganiserPage title=t!("issues.title") back=Back::Home>
            <p>{t!("issues.what")}</p>
            <ExtentSwitch estates />
            <p class="figure">{figures}</p>
            <Show
                when=move || issues.with(|issues| !issues.heard.is_empty())
                fallback=|| view! { <p class="quiet">{t!("issues.none")}</p> }
            >
                <Picture issues shown />
                <Table issues shown />
                {move || view! { <More shown=shown all=issues.with(|it| it.heard.len()) /> }}
            </Show>
            <h2>{t!("issues.common")}</h2>
            <p class="hint">{t!("issues.common_what")}</p>
            {move || issues.with(common)}
            <h2>{t!("issues.closed")}</h2>
            {move || issues.with(closed)}
            <ul class="links">
                <li>
                    <a href="/organise/tenures">{t!("issues.tenures")}</a>
                </li>
                <li>
                    <a href="/organise/evidence">{t!("evidence.open")}</a>
                </li>
            </ul>
        </OrganiserPage>
    }
}

/// Homes by a group, in words: `Council tenant 12, Private tenant 8, not known 3`.
fn groups_words<G>(groups: &Groups<G>, name: impl Fn(&G) -> String) -> String {
    let known = groups.known.iter();
    let mut parts: Vec<String> = known
        .map(|(group, n)| t!("issues.group_n", group = name(group), n = n))
        .collect();
    if groups.unknown > 0 {
        parts.push(t!("issues.group_unknown", n = groups.unknown));
    }
    parts.join(", ")
}

/// The stairs, tenures and languages of the homes that raise something, each with what it is.
fn spread_words(breadth: &Breadth) -> String {
    t!(
        "issues.spread",
        tenures = groups_words(&breadth.tenures, |it| tenure_name(it)),
        languages = groups_words(&breadth.languages, |it| language_name(it)),
        stairs = t!("issues.stairs", n = breadth.stairs.known.len())
    )
}

fn common(issues: &Issues) -> AnyView {
    let shared = issues.common_ground();
    if shared.is_empty() {
        return view! { <p class="quiet">{t!("issues.common_none")}</p> }.into_any();
    }
    let spoken = issues.spoken();
    let line = |heard: &Heard| {
        let homes = t!(
            "issues.homes_of",
            n = heard.breadth.homes.len(),
            all = spoken
        );
        view! {
            <li class="card">
                <a href=path(heard)>
                    <bdi>{heard.name.clone()}</bdi>
                </a>
                <p class="figure">{homes}</p>
                <p>
                    <bdi>{spread_words(&heard.breadth)}</bdi>
                </p>
            </li>
        }
    };
    let lines = shared.into_iter().take(COMMON).map(line).collect_view();
    view! { <ol class="stack tight">{lines}</ol> }.into_any()
}

fn closed(issues: &Issues) -> AnyView {
    if issues.closed.is_empty() {
        return view! { <p class="quiet">{t!("issues.closed_none")}</p> }.into_any();
    }
    let line = |heard: &Heard| {
        let reasons = heard.closed.iter().map(|close| {
            view! {
                <p>
                    <bdi>{close_words(close)}</bdi>
                </p>
            }
        });
        view! {
            <li class="card">
                <a href=path(heard)>
                    <bdi>{heard.name.clone()}</bdi>
                </a>
                {reasons.collect_view()}
            </li>
        }
    };
    let lines = issues.closed.iter().map(line).collect_view();
    view! { <ul class="stack tight">{lines}</ul> }.into_any()
}

/// How something ended, and why.
fn close_words(close: &Close) -> String {
    use crate::canvass::demand::Ending;
    let day = short_day(close.day);
    match close.ending {
        Ending::CulDeSac => t!(
            "issues.ended_cul_de_sac",
            day = day,
            why = close.why,
            by = close.by
        ),
        Ending::Settled | Ending::Open => {
            t!(
                "issues.ended_settled",
                day = day,
                why = close.why,
                by = close.by
            )
        }
    }
}

/// How far something has come, in words.
fn stage_words(heard: &Heard) -> String {
    match heard.stage() {
        Stage::Problem => t!("issues.stage_problem"),
        Stage::Issue => t!("issues.stage_issue"),
        Stage::Closed => t!("issues.stage_closed"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::canvass::id::StairId;

    #[test]
    fn of_each_figure_of_how_widely_something_is_raised_it_is_said_what_it_is() {
        let homes = |groups: &[(Option<&str>, usize)]| {
            let each = groups.iter().flat_map(|(group, n)| vec![*group; *n]);
            Groups::of(each.map(|group| group.map(str::to_string)))
        };
        let breadth = Breadth {
            homes: BTreeSet::new(),
            stairs: Groups::<StairId>::of([]),
            tenures: homes(&[(Some("council"), 125), (Some("private"), 8)]),
            languages: homes(&[(Some("cy"), 3), (None, 130)]),
        };
        assert_eq!(
            spread_words(&breadth),
            "Tenure: Council tenant 125, Private tenant 8. Language: Welsh 3, not known 130. 0 stairs."
        );
    }
}
