//! The language a household speaks at the door. One that is offered by a tap is recorded by its tag,
//! so that it is the same whichever language the phone itself speaks; any other by its name, as typed.

use super::draft::{self, Draft};
use super::event::Kind;
use super::fact::Value;
use super::fold::State;
use super::id::{Facet, HouseholdId};
use super::register::{self, Reading};
use super::stream::Stream;

/// The tags (RFC 5646) of the languages offered by a tap, in that order.
pub const OFFERED: [&str; 8] = ["en", "cy", "ur", "ar", "bn", "pl", "so", "pa"];

/// The languages noted of a household, as recorded; several where people noted different ones, since
/// whoever goes there may need either.
pub fn spoken(state: &State, household: HouseholdId) -> Vec<String> {
    let about = [household.into(), Facet::LANGUAGE.into()];
    let values = match register::read(state, Kind::PLAIN_FACT, &about) {
        Reading::Empty => Vec::new(),
        Reading::Agreed(value, _) => vec![value],
        Reading::Disagreement(versions) => versions.into_iter().map(|(value, _)| value).collect(),
    };
    let words = values.into_iter().filter_map(|value| {
        // Welsh and welsh are one language.
        match value.normalised() {
            Value::Words(words) if !words.is_empty() => Some(words),
            _ => None,
        }
    });
    words.collect()
}

/// What to record where a household speaks this one: a tag, or a name as it was typed.
pub fn speaks(state: &State, stream: Stream, household: HouseholdId, language: &str) -> Draft {
    let value = Value::Words(language.trim().to_string());
    draft::plain_fact(state, stream, household.into(), Facet::LANGUAGE, value)
}
