//! An issue's card: residents' words, what it is called, what is demanded of whom, what residents'
//! groups say about it, and what came of it for whom.

use leptos::prelude::*;

use super::naming::{Rename, before_words};
use super::wins::Matrix;
use super::{close_words, issue_path, issues, spread_words, stage_words};
use crate::canvass::demand::Check;
use crate::canvass::dot::Dot;
use crate::client::pages::organiser::estate_switch::{Estates, OfCampaign};
use crate::client::pages::organiser::frame::{Back, OrganiserPage};
use crate::client::pages::organiser::saving::{Saving, Wrong};
use crate::client::parts::when::short_day;
use crate::client::phone::Phone;
use crate::organise::issues::{
    Answered, Demand, Heard, Issues, Missing, Question, Tag, Terms, Words, split, split_all,
};
use crate::t;

/// The page.
#[component]
pub fn IssueCard(
    /// The issue, where the path names one.
    id: Option<Dot>,
) -> impl IntoView {
    let issues = issues(expect_context::<Phone>());
    let found = Memo::new(move |_| {
        issues.with(|issues| {
            let heard = issues.find(&Tag::Issue(id?))?.clone();
            Some((heard, issues.spoken()))
        })
    });
    view! {
        <OrganiserPage title=t!("issues.issue") back=Back::Issues>
            {move || match (id, found.get()) {
                (Some(id), Some((heard, spoken))) => card(issues, id, heard, spoken).into_any(),
                _ => view! { <p class="quiet">{t!("issues.gone")}</p> }.into_any(),
            }}
        </OrganiserPage>
    }
}

fn card(issues: Memo<Issues>, id: Dot, heard: Heard, spoken: usize) -> impl IntoView {
    let homes = t!(
        "issues.homes_of",
        n = heard.breadth.homes.len(),
        all = spoken
    );
    let deep = t!(
        "issues.would_act_of",
        n = heard.deep.would_act(),
        asked = heard.deep.asked(),
        unknown = heard.deep.unknown
    );
    let to = issue_path(id);
    let closed = heard.closed.iter().map(close_words).collect::<Vec<_>>();
    let demands = heard.demands.clone();
    view! {
        <h2>
            <bdi>{heard.name.clone()}</bdi>
        </h2>
        <Rename id name=heard.name.clone() />
        <p class="banner">{stage_words(&heard)}</p>
        {closed
            .into_iter()
            .map(|words| view! { <p><bdi>{words}</bdi></p> })
            .collect_view()}
        <p class="figure">{homes} " " {deep}</p>
        <OfCampaign estates=Estates::new(expect_context()) />
        {heard.before.as_ref().map(|before| view! { <p>{before_words(before)}</p> })}
        <p>
            <bdi>{spread_words(&heard.breadth)}</bdi>
        </p>
        <h3>{t!("issues.in_their_words")}</h3>
        <InTheirWords id words=heard.words />
        <h3>{t!("issues.demands")}</h3>
        {heard.demands.into_iter().map(|demand| demand_card(id, &demand)).collect_view()}
        <a class="button" href=format!("{to}/demand")>
            {t!("issues.demand_new")}
        </a>
        <h3>{t!("issues.questions")}</h3>
        <Checklist answered=heard.answered />
        <a class="button" href=format!("{to}/questions")>
            {t!("issues.questions_answer")}
        </a>
        <h3>{t!("issues.wins")}</h3>
        <Matrix issues id demands />
        <h3>{t!("issues.ending")}</h3>
        <a class="button" href=format!("{to}/close")>
            {t!("issues.close_or_open")}
        </a>
    }
}

/// What it was raised in, each with a way to take it out again.
#[component]
fn InTheirWords(id: Dot, words: Vec<Words>) -> impl IntoView {
    let saving = Saving::new();
    let several = words.len() > 1;
    let line = move |words: Words| {
        let said = words.source.words.clone();
        let label = t!("issues.split_what", words = said.clone());
        let key = words.key.clone();
        let apart = move |_| {
            let draft = saving.phone.read_untracked(|state| split(state, id, &key));
            saving.save(draft.into_iter().collect(), t!("issues.gone"), |_| ());
        };
        view! {
            <li class="said">
                <span class="words">
                    <q>
                        <bdi>{said}</bdi>
                    </q>
                </span>
                <span class="figure">{t!("issues.homes", n = words.homes)}</span>
                <button type="button" class="button" aria-label=label on:click=apart>
                    {t!("issues.split")}
                </button>
            </li>
        }
    };
    let all = move |_| {
        let draft = saving.phone.read_untracked(|state| split_all(state, id));
        saving.save(draft.into_iter().collect(), t!("issues.gone"), |_| ());
    };
    view! {
        <ul class="card">{words.into_iter().map(line).collect_view()}</ul>
        <Wrong saving />
        {several
            .then(|| {
                view! {
                    <button type="button" class="button" on:click=all>
                        {t!("issues.split_all")}
                    </button>
                }
            })}
    }
}

fn demand_card(issue: Dot, demand: &Demand) -> impl IntoView + use<> {
    let change = format!("{}/demand/{}", issue_path(issue), demand.id);
    let several = demand.versions.len() > 1;
    let versions = demand.versions.iter().map(terms).collect_view();
    view! {
        <section class="card">
            {several.then(|| view! { <p class="banner">{t!("issues.demand_twice")}</p> })}
            {versions}
            <a class="button" href=change>
                {t!("issues.demand_change")}
            </a>
        </section>
    }
}

fn terms(terms: &Terms) -> impl IntoView + use<> {
    let day = |day: Option<i32>| day.map(short_day).unwrap_or_default();
    let target = terms.target.as_ref().map(|it| it.words().to_string());
    let rows = [
        (t!("issues.part_what"), terms.what.clone()),
        (t!("issues.part_who"), terms.who.clone()),
        (t!("issues.part_by"), day(terms.by)),
        (t!("issues.part_know"), terms.know.clone()),
        (t!("issues.part_target"), target.unwrap_or_default()),
        (t!("issues.part_decides"), day(terms.decides)),
    ];
    let rows = rows.into_iter().map(|(name, words)| {
        let words = match words.is_empty() {
            true => t!("issues.not_said"),
            false => words,
        };
        view! {
            <dt>{name}</dt>
            <dd>
                <bdi>{words}</bdi>
            </dd>
        }
    });
    let no_target = terms.missing().contains(&Missing::Target);
    view! {
        <dl class="terms">{rows.collect_view()}</dl>
        {no_target.then(|| view! { <p class="error">{t!("issues.no_target")}</p> })}
    }
}

/// What residents' groups answered, a column each. Nothing is added up.
#[component]
fn Checklist(answered: Vec<Answered>) -> impl IntoView {
    if answered.is_empty() {
        return view! { <p class="quiet">{t!("issues.questions_none")}</p> }.into_any();
    }
    let heads = answered.iter().map(|group| {
        let words = t!(
            "issues.group_day",
            group = group.by,
            day = short_day(group.day)
        );
        view! {
            <th scope="col">
                <bdi>{words}</bdi>
            </th>
        }
    });
    let rows = Question::ALL.map(|question| {
        let cells = answered.iter().map(|group| {
            let check = group.answers.get(&question).copied();
            view! { <td>{check.map(check_words)}</td> }
        });
        view! {
            <tr>
                <th scope="row">{question_words(question)}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <div class="scrolls" tabindex="0" role="region" aria-label=t!("issues.questions")>
            <table>
                <caption>{t!("issues.questions_caption")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("issues.question")}</th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.into_iter().collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A question in words.
pub fn question_words(question: Question) -> String {
    t!(&format!("issues.question_{}", question.word()))
}

/// An answer in words.
pub fn check_words(check: Check) -> String {
    match check {
        Check::Yes => t!("issues.check_yes"),
        Check::No => t!("issues.check_no"),
        Check::Unsure => t!("issues.check_unsure"),
    }
}
