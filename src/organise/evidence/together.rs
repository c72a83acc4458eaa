//! What homes did together, as far as it may be told: structure tests whose result may be shown, and who came to
//! meetings that are over. All of it is of the homes that the rest of the pack is of.

use super::{Figure, Groups, Part, Share, parts, told_of};
use crate::canvass::act::Act;
use crate::canvass::fold::State;
use crate::canvass::walk::Tonight;
use crate::organise::issues::Issues;
use crate::organise::meetings::{came, meetings};
use crate::organise::structure::{Findings, Tests, board};

/// The result of a structure test, as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What was asked.
    pub ask: String,
    /// Homes that did it, of those it was asked of.
    pub homes: Share,
    /// As of which day: days since 1970-01-01.
    pub as_of: i32,
}

/// A meeting that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// What it was.
    pub what: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// Homes that came, of all.
    pub homes: Share,
    /// Homes of each tenure that came, of those of that tenure; last those of which the tenure is not known.
    pub tenures: Vec<(Option<String>, Share)>,
}

/// Tests of which the result may be shown, the newest first. `all` are the homes of the pack, and `beside` what it tells
/// of homes that did the same: from two figures that differ by few, these few could be worked out.
pub(super) fn tests(
    state: &State,
    tonight: Tonight,
    all: Figure,
    mut beside: Vec<(Option<Act>, Figure)>,
) -> Vec<Shown> {
    let tests = Tests::read(state, tonight.today);
    let mut wholes = vec![all];
    let mut shown = Vec::new();
    for tested in &tests.all {
        let Some(board) = board(tested, &Findings::of(state, &tests, tested)) else {
            continue;
        };
        let act = tested.test.rung.act();
        let same = beside.iter().filter(|(other, _)| *other == act);
        let same: Vec<Figure> = same.map(|(_, homes)| *homes).collect();
        let homes = Share {
            n: board.homes.n.beside(&same),
            of: board.homes.of.beside(&wholes),
        };
        beside.push((act, homes.n));
        wholes.push(homes.of);
        shown.push(Shown {
            ask: board.ask,
            homes,
            as_of: board.as_of,
        });
    }
    shown.reverse();
    shown
}

/// Meetings whose evening is over, the newest first; `tenures` are the homes of each tenure as the pack tells them. None
/// while nothing may be kept of what people do.
pub(super) fn met(
    state: &State,
    tonight: Tonight,
    issues: &Issues,
    tenures: &[(Option<String>, Share)],
) -> Vec<Met> {
    let all = Groups::of(issues.homes.iter().map(|home| home.tenure.clone()));
    let over = meetings(state).into_iter().rev();
    let over = over.filter(|meeting| meeting.day() < tonight.evening);
    let met = over.filter_map(|meeting| {
        let (said, doors) = (meeting.said()?, came(state, &meeting)?);
        let here = issues
            .homes
            .iter()
            .filter(|home| doors.contains(&home.door));
        let by_tenure = Groups::of(here.clone().map(|home| home.tenure.clone()));
        // Of every tenure there is: one that is missing would have been told to be none.
        let each = tenures.iter().map(|(tenure, _)| Part {
            n: told_of(&by_tenure, tenure).unwrap_or(0),
            of: told_of(&all, tenure),
        });
        let each = parts(&each.collect::<Vec<_>>()).into_iter();
        Some(Met {
            what: said.what.clone(),
            day: said.day,
            homes: Share::new(here.count(), issues.homes.len()),
            tenures: (tenures.iter().zip(each))
                .map(|((tenure, of), n)| (tenure.clone(), Share { n, of: of.n }))
                .collect(),
        })
    });
    met.collect()
}
