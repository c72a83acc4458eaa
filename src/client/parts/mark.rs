//! Outcomes as shapes and letters: told apart in the dark, in sunlight and without colour.

use leptos::prelude::*;

use crate::canvass::fact::Outcome;
use crate::t;

/// The outcome in words.
pub fn outcome_name(outcome: Outcome) -> String {
    t!(&format!("outcomes.{}", outcome.word()))
}

/// The outcome's letter, beside its shape.
pub fn outcome_letter(outcome: Outcome) -> String {
    t!(&format!("outcomes.letter_{}", outcome.word()))
}

/// A shape of its own for each outcome, on a field of 16 by 16: the path, and whether it is
/// filled rather than drawn.
fn shape(outcome: Outcome) -> (&'static str, bool) {
    match outcome {
        Outcome::Spoke => ("M1.5 2h13v9H8l-4.5 3.5V11h-2z", true),
        Outcome::NotHome => ("M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z", false),
        Outcome::ComeBack => ("M13.4 8.6a5.4 5.4 0 1 1-1.7-4.5M13.6 1.2v4H9.5", false),
        Outcome::Refused => ("M3 3l10 10M13 3L3 13", false),
        Outcome::Moved => ("M1.5 8h12M9 3.5L13.5 8 9 12.5", false),
        Outcome::Deceased => ("M2.5 8h11", false),
        Outcome::Inaccessible => ("M3 7.5h10v6.5H3zM5 7.5V5a3 3 0 0 1 6 0v2.5", false),
        Outcome::AddressNotFound => (
            "M4.8 5.2a3.2 3.2 0 1 1 4.6 2.9C8.3 8.7 8 9.2 8 10.4M8 13.4v.8",
            false,
        ),
        Outcome::Language => ("M1.5 2.5h13v8H8l-4 3.5v-3.5H1.5zM4.8 6.5h6.4", false),
        Outcome::DoNotKnock => ("M5 1h6l4 4v6l-4 4H5l-4-4V5zM3.6 6.9v2.2h8.8V6.9z", true),
        Outcome::LeftLeaflet => ("M3.5 1.5h6l3 3v10h-9zM6 8h4M6 11h4", false),
    }
}

/// The outcome's shape. It says nothing by itself to who cannot see it: words stand beside it.
#[component]
pub fn Mark(
    /// Of which outcome.
    outcome: Outcome,
) -> impl IntoView {
    let (path, class) = drawn(outcome);
    view! {
        <svg class=class viewBox="0 0 16 16" aria-hidden="true">
            <path d=path />
        </svg>
    }
}

/// A mark as text, for what is drawn in one go: a stair has 144 of them.
pub fn mark_html(path: &'static str, class: &'static str) -> String {
    format!(
        r#"<svg class="{class}" viewBox="0 0 16 16" aria-hidden="true"><path d="{path}"/></svg>"#
    )
}

/// An outcome's path, and the class that says how it is drawn.
pub fn drawn(outcome: Outcome) -> (&'static str, &'static str) {
    let (path, filled) = shape(outcome);
    let turns = matches!(outcome, Outcome::Moved | Outcome::ComeBack);
    let class = match (filled, turns) {
        (true, _) => "mark solid",
        (false, true) => "mark turns",
        (false, false) => "mark",
    };
    (path, class)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::locales;

    #[test]
    fn each_outcome_has_a_shape_a_letter_and_a_name_of_its_own() {
        let shapes: BTreeSet<_> = Outcome::ALL.map(|outcome| shape(outcome).0).into();
        let letters: BTreeSet<_> = Outcome::ALL.map(outcome_letter).into();
        let names: BTreeSet<_> = Outcome::ALL.map(outcome_name).into();
        for set in [shapes.len(), letters.len(), names.len()] {
            assert_eq!(set, Outcome::ALL.len());
        }
        for outcome in Outcome::ALL {
            assert!(locales::has(&format!("outcomes.{}", outcome.word())));
            assert_eq!(outcome_letter(outcome).chars().count(), 1);
        }
    }
}
