//! How many more are likely, as a range with its rule in words.

use leptos::prelude::*;

use crate::organise::structure::{Forecast, Rule};
use crate::t;

/// The range, what it rests on and the rule.
pub fn range(found: &Forecast) -> impl IntoView + use<> {
    let pledges = found.pledges;
    let range = t!(
        "structure.likely_range",
        low = found.low.at_least(),
        high = found.high.at_most(),
        n = pledges.all()
    );
    let rests = t!(
        "structure.likely_rests",
        confirmed = pledges.confirmed,
        earlier = pledges.earlier,
        maybe = pledges.maybe
    );
    let rule = match found.rule {
        Rule::OfThumb => t!("structure.rule_of_thumb"),
        Rule::Own { came, yeses } => t!("structure.rule_own", came = came, yeses = yeses),
    };
    view! {
        <p class="figure">{range}</p>
        <p>{rests}</p>
        <p class="hint">{rule}</p>
    }
}
