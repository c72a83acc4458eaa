//! What the campaign before this one tested, as it was handed over.

use leptos::prelude::*;

use crate::canvass::handover::TestedBefore;
use crate::client::parts::when::short_day;
use crate::client::phone::Phone;
use crate::organise::structure::tested_before;
use crate::t;

/// The tests before, where there are any.
#[component]
pub(super) fn BeforePart() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let tests = Memo::new(move |_| phone.read(tested_before));
    move || {
        let tests = tests.get();
        (!tests.is_empty()).then(|| {
            view! {
                <h2>{t!("structure.before")}</h2>
                <p>{t!("structure.before_what")}</p>
                <ul class="stack tight tests">{tests.iter().map(card).collect_view()}</ul>
            }
        })
    }
}

fn card(test: &TestedBefore) -> impl IntoView + use<> {
    let rung = t!(&format!("structure.rung_{}", test.rung.word()));
    let day = short_day(test.day);
    let figure = match (test.n, test.of) {
        (Some(n), Some(of)) => t!("structure.before_of", n = n, of = of, day = day),
        _ => t!("structure.before_left_out", day = day),
    };
    let needed = test.needed.map(|n| t!("structure.before_line", n = n));
    view! {
        <li class="card">
            <p class="quiet">{rung}</p>
            <strong>
                <bdi>{test.ask.clone()}</bdi>
            </strong>
            <p class="figure">{figure}</p>
            {needed.map(|words| view! { <p>{words}</p> })}
        </li>
    }
}
