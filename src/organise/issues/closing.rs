//! How issues end. One that is closed stays, with its reason: years later it is worth knowing what led
//! nowhere, and why.

use std::collections::BTreeMap;

use crate::canvass::demand::{Closed, Ending};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::name_of;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::organise::teams::standing;

/// The longest reason: characters.
pub const WHY_LENGTH: usize = 280;

/// That an issue is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// How it ended.
    pub ending: Ending,
    /// Why.
    pub why: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// Which organiser said so.
    pub by: String,
}

fn all(state: &State) -> Vec<(Dot, Closed)> {
    let all = standing(state, Kind::CLOSED, |fact| match fact {
        Fact::Closed { said } => {
            let instead = said.instead.clone();
            Some((said, instead))
        }
        _ => None,
    });
    all.into_iter().map(|(dot, _, said)| (dot, said)).collect()
}

/// How each issue that is closed ended. Where one organiser closed it and another opened it again at the
/// same time, it is open; where two closed it, both reasons stand.
pub(super) fn closed(state: &State) -> BTreeMap<Dot, Vec<Close>> {
    let mut found: BTreeMap<Dot, Vec<Close>> = BTreeMap::new();
    for (dot, said) in all(state) {
        found.entry(said.issue).or_default().push(Close {
            ending: said.ending,
            why: said.why,
            day: said.day,
            by: name_of(state, dot),
        });
    }
    found.retain(|_, closings| closings.iter().all(|it| it.ending != Ending::Open));
    for closings in found.values_mut() {
        closings.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.why.cmp(&b.why)));
    }
    found
}

/// An issue ends so, or is opened again. `None` without a reason.
pub fn close(state: &State, issue: Dot, ending: Ending, why: &str, day: i32) -> Option<Draft> {
    let before = all(state).into_iter();
    let said = Closed {
        issue,
        ending,
        why: why.trim().to_string(),
        day,
        instead: before
            .filter(|(_, said)| said.issue == issue)
            .map(|(dot, _)| dot)
            .collect(),
    };
    (!said.why.is_empty()).then(|| Draft::new(Stream::Inner, Fact::Closed { said }, Vec::new()))
}
