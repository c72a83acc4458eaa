//! What was answered, question by question: counts for choices, the words themselves for words.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::plan::More;
use crate::canvass::fact::Value;
use crate::canvass::script::AnswerKind;
use crate::client::parts::when::tonight;
use crate::client::phone::Phone;
use crate::organise::by_version::by_version;
use crate::organise::export::answer_words;
use crate::organise::report::{QuestionRow, Report};
use crate::t;

/// So many answers in words are drawn at once.
const SHOWN_AT_ONCE: usize = 20;

/// Every question that organisers see answers to here. Whose door they would knock on is kept
/// apart, and not counted.
#[component]
pub fn Questions(
    /// The morning's report.
    report: Memo<Report>,
) -> impl IntoView {
    let rows = move || {
        report.with(|report| {
            let reached = report.reached();
            report
                .questions
                .iter()
                .filter(|row| row.answers != AnswerKind::Nomination)
                .cloned()
                .map(|row| view! { <Question row=row reached=reached /> })
                .collect_view()
        })
    };
    view! { <div class="questions">{rows}</div> }
}

#[component]
fn Question(row: QuestionRow, reached: usize) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let mut counts: Vec<(Value, usize)> = row.counts.iter().map(|(v, n)| (v.clone(), *n)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let said: Vec<(String, usize)> = phone.read_untracked(|state| {
        counts
            .iter()
            .map(|(value, n)| (answer_words(state, Some(row.id), value, |key| t!(key)), *n))
            .collect()
    });
    let versions = phone.read_untracked(|state| by_version(state, row.id, tonight()));
    let (answered, of) = (row.answered, row.counted());
    let in_words = row.answers == AnswerKind::Words;
    view! {
        <section class="card">
            <h3 dir="auto">{row.words}</h3>
            <p class="quiet small">
                {t!("organiser.answered_of", n = answered, all = reached)}
                {(row.disagreements > 0)
                    .then(|| {
                        view! {
                            " · "
                            <a href="/organise/disagreements">
                                {t!("organiser.answers_disagree", n = row.disagreements)}
                            </a>
                        }
                    })}
            </p>
            {(versions.len() > 1)
                .then(|| {
                    let line = |(version, counts): (u32, BTreeMap<Value, usize>)| {
                        let answers = phone
                            .read_untracked(|state| {
                                counts
                                    .iter()
                                    .map(|(value, n)| {
                                        let words = answer_words(state, Some(row.id), value, |key| t!(key));
                                        t!("asking.answer_n", answer = words, n = n)
                                    })
                                    .collect::<Vec<_>>()
                            });
                        let answers = answers.join(" · ");
                        let words = t!("asking.of_version", version = version, answers = answers);
                        view! { <li dir="auto">{words}</li> }
                    };
                    view! {
                        <ul class="ways small">{versions.into_iter().map(line).collect_view()}</ul>
                    }
                })}
            {match in_words {
                true => in_own_words(said).into_any(),
                false => counted(said, of).into_any(),
            }}
        </section>
    }
}

fn in_own_words(said: Vec<(String, usize)>) -> impl IntoView {
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let all = said.len();
    let drawn = move || {
        let said = said.iter().take(shown.get());
        said.map(|(words, _)| view! { <li dir="auto">{words.clone()}</li> })
            .collect_view()
    };
    view! {
        <ul class="own-words">{drawn}</ul>
        <More shown=shown all=all />
    }
}

fn counted(said: Vec<(String, usize)>, of: usize) -> impl IntoView {
    (!said.is_empty()).then(|| {
        view! {
            <table>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">{t!("organiser.column_answer")}</th>
                        <th scope="col">{t!("organiser.column_households")}</th>
                    </tr>
                </thead>
                <tbody>
                    {said
                        .into_iter()
                        .map(|(words, n)| {
                            view! {
                                <tr>
                                    <th scope="row" dir="auto">
                                        {words}
                                    </th>
                                    <td class="number">
                                        {t!("organiser.n_of_all", n = n, all = of)}
                                        <meter
                                            min="0"
                                            max=of.to_string()
                                            value=n.to_string()
                                            aria-hidden="true"
                                        />
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        }
    })
}
