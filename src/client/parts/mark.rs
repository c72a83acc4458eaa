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

/// A shape on a field of 16 by 16.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Its path.
    pub path: &'static str,
    /// Whether it is filled rather than drawn.
    pub filled: bool,
}

impl Shape {
    /// Filled.
    pub const fn filled(path: &'static str) -> Shape {
        Shape { path, filled: true }
    }

    /// Drawn with a line.
    pub const fn drawn(path: &'static str) -> Shape {
        let filled = false;
        Shape { path, filled }
    }

    fn class(self) -> Option<&'static str> {
        self.filled.then_some("solid")
    }
}

/// A shape of its own for each outcome.
pub fn shape(outcome: Outcome) -> Shape {
    match outcome {
        Outcome::Spoke => Shape::filled("M1.5 2h13v9H8l-4.5 3.5V11h-2z"),
        Outcome::NotHome => Shape::drawn("M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z"),
        Outcome::ComeBack => Shape::drawn("M13.4 8.6a5.4 5.4 0 1 1-1.7-4.5M13.6 1.2v4H9.5"),
        Outcome::Refused => Shape::drawn("M3 3l10 10M13 3L3 13"),
        Outcome::Moved => Shape::drawn("M1.5 8h12M9 3.5L13.5 8 9 12.5"),
        Outcome::Deceased => Shape::drawn("M2.5 8h11"),
        Outcome::Inaccessible => Shape::drawn("M3 7.5h10v6.5H3zM5 7.5V5a3 3 0 0 1 6 0v2.5"),
        Outcome::AddressNotFound => {
            Shape::drawn("M4.8 5.2a3.2 3.2 0 1 1 4.6 2.9C8.3 8.7 8 9.2 8 10.4M8 13.4v.8")
        }
        Outcome::Language => Shape::drawn("M1.5 2.5h13v8H8l-4 3.5v-3.5H1.5zM4.8 6.5h6.4"),
        Outcome::DoNotKnock => Shape::filled("M5 1h6l4 4v6l-4 4H5l-4-4V5zM3.6 6.9v2.2h8.8V6.9z"),
        Outcome::LeftLeaflet => Shape::drawn("M3.5 1.5h6l3 3v10h-9zM6 8h4M6 11h4"),
    }
}

/// Whether an outcome's shape shows a way, and is turned with the page.
fn turns(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Moved | Outcome::ComeBack)
}

/// The outcome's shape. It says nothing by itself to who cannot see it: words stand beside it.
#[component]
pub fn Mark(
    /// Of which outcome.
    outcome: Outcome,
) -> impl IntoView {
    let class = if turns(outcome) { "mark turns" } else { "mark" };
    let shape = shape(outcome);
    view! {
        <svg class=class viewBox="0 0 16 16" aria-hidden="true">
            <path class=shape.class() d=shape.path />
        </svg>
    }
}

/// How wide a shape's field is.
const WIDE: usize = 16;

/// Shapes beside each other as text, for what is drawn in one go: a stair has 144 doors. Where one is the
/// outcome's they are turned as that is.
pub fn marks_html(shapes: &[Shape], outcome: Outcome) -> String {
    let class = if turns(outcome) { "mark turns" } else { "mark" };
    let width = WIDE * shapes.len();
    let path = |(n, shape): (usize, &Shape)| {
        let solid = shape.class().map(|class| format!(r#" class="{class}""#));
        let moved = (n > 0).then(|| format!(r#" transform="translate({})""#, n * WIDE));
        let [solid, moved] = [solid, moved].map(Option::unwrap_or_default);
        format!(r#"<path{solid}{moved} d="{}"/>"#, shape.path)
    };
    let paths: String = shapes.iter().enumerate().map(path).collect();
    format!(r#"<svg class="{class}" viewBox="0 0 {width} 16" aria-hidden="true">{paths}</svg>"#)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::locales;

    #[test]
    fn each_outcome_has_a_shape_a_letter_and_a_name_of_its_own() {
        let shapes: BTreeSet<_> = Outcome::ALL.map(|outcome| shape(outcome).path).into();
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
