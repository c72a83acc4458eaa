//! After the last door, or in between: what was noted, and what most would.

use leptos::prelude::*;

use super::intro::Leave;
use crate::canvass::fact::Outcome;
use crate::client::address::Address;
use crate::client::parts::bottom_bar::Place;
use crate::client::parts::mark::{Mark, outcome_name};
use crate::client::parts::page::{Heading, Page};
use crate::client::phone::Phone;
use crate::client::practising::Practising;
use crate::organise::practice::{CARDS, Line, Practice};
use crate::t;

/// The page.
#[component]
pub(super) fn Summary() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let address = expect_context::<Address>();
    let practising = expect_context::<Practising>();
    let summary = Memo::new(move |_| phone.practice(Practice::summary));
    let doors = format!("/stair/{}", Practice::stair().0);
    let once_more = move |_| {
        practising.anew();
        address.go("/practice");
    };
    let left = move || {
        let left = CARDS.len() - summary.get()?.knocked();
        (left > 0).then(|| t!("practice.summary_left", n = left))
    };
    view! {
        <Page title=t!("practice.summary") at=Place::Sent>
            <Heading>{t!("practice.summary")}</Heading>
            {move || {
                summary
                    .get()
                    .map(|summary| {
                        let all = CARDS.len();
                        let of_all = |n: usize| t!("practice.n_of_all", n = n, all = all);
                        let facts = [
                            (t!("practice.summary_doors"), of_all(summary.knocked())),
                            (t!("practice.summary_usual"), of_all(summary.as_most())),
                            (t!("practice.summary_spoken"), summary.spoken().to_string()),
                            (t!("practice.summary_answers"), summary.answers.to_string()),
                        ];
                        let fact = |(name, words)| view! { <dt>{name}</dt><dd>{words}</dd> };
                        view! { <dl class="facts card">{facts.map(fact).collect_view()}</dl> }
                    })
            }}
            {move || {
                let told = summary.get().is_some_and(|it| it.wrote_down_a_confidence);
                told.then(|| {
                    view! { <p class="banner stop">{t!("practice.summary_confidence")}</p> }
                })
            }}
            <p class="quiet">{left}</p>
            <ul class="stack tight">
                {move || {
                    let lines = summary.get().map(|summary| summary.lines);
                    lines.into_iter().flatten().map(line).collect_view()
                }}
            </ul>
            <div class="reach">
                <a class="button primary whole" href=doors>
                    {t!("practice.to_doors")}
                </a>
                <button type="button" class="button whole" on:click=once_more>
                    {t!("practice.once_more")}
                </button>
                <Leave />
            </div>
        </Page>
    }
}

/// One door.
fn line(line: Line) -> impl IntoView {
    let usual = line.card.outcomes.first().copied();
    let usual = outcome_name(usual.unwrap_or(Outcome::Spoke));
    let words = match line.recorded {
        None => t!("practice.summary_not", usual = usual),
        Some(outcome) if line.as_most() => {
            t!("practice.summary_same", recorded = outcome_name(outcome))
        }
        Some(outcome) => t!(
            "practice.summary_different",
            recorded = outcome_name(outcome),
            usual = usual
        ),
    };
    let why = line.recorded.is_some();
    let why = why.then(|| t!(&format!("practice.why_{}", line.card.name)));
    view! {
        <li class="card stack tight">
            <p class="row">
                {line.recorded.map(|outcome| view! { <Mark outcome /> })}
                <strong>
                    <bdi>{line.label}</bdi>
                </strong>
            </p>
            <p>{words}</p>
            {why.map(|why| view! { <p class="quiet small">{why}</p> })}
        </li>
    }
}
