//! When a result may be shown: once it is met, or two organisers say so. Two are two persons, on however
//! many devices. Where it would tell of a private test that began before it, only these two may. What may be shown is a [`Board`], and there is no other way to one.

use super::{Findings, Tested};
use crate::canvass::author::PersonId;
use crate::canvass::draft::Draft;
use crate::canvass::fact::Fact;
use crate::canvass::id::StairId;
use crate::canvass::stream::Stream;
use crate::canvass::structure::{Rung, Shown};
use crate::organise::evidence::{self, Share, parts};

/// So many organisers it takes.
pub const MINDS: usize = 2;

/// Whether a result may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// It is met.
    Met,
    /// Organisers say so.
    Agreed,
    /// Not yet: so many organisers say so.
    Private {
        /// So many.
        minds: usize,
    },
}

impl Showing {
    /// Whether a test's result may be shown.
    pub fn of(tested: &Tested, findings: &Findings) -> Showing {
        match tested.shown_by.len() {
            _ if findings.is_met() && findings.beside.is_none() => Showing::Met,
            minds if minds >= MINDS => Showing::Agreed,
            minds => Showing::Private { minds },
        }
    }
}

/// An organiser says that a test's result may be shown; `None` where this person has.
pub fn may_be_shown(tested: &Tested, person: PersonId) -> Option<Draft> {
    let said = Shown { test: tested.id };
    let is_new = !tested.shown_by.contains(&person);
    is_new.then(|| Draft::new(Stream::Board, Fact::TestShown { said }, Vec::new()))
}

/// A stair on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The stair.
    pub stair: StairId,
    /// How many of its homes did it, of how many.
    pub homes: Share,
}

/// What may be shown of a test: no home, and no figure that could tell of a few homes that they did it,
/// or that they did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Which rung.
    pub rung: Rung,
    /// What was asked.
    pub ask: String,
    /// How many homes did it, of how many.
    pub homes: Share,
    /// Stair by stair.
    pub stairs: Vec<Row>,
    /// As of which day: days since 1970-01-01.
    pub as_of: i32,
}

/// The board of a test; `None` while it is private.
pub fn board(tested: &Tested, findings: &Findings) -> Option<Board> {
    if let Showing::Private { .. } = Showing::of(tested, findings) {
        return None;
    }
    let did = findings.stairs.values().map(|part| evidence::Part {
        n: part.n,
        of: Some(part.all),
    });
    let rows = findings.stairs.iter().zip(parts(&did.collect::<Vec<_>>()));
    Some(Board {
        rung: tested.test.rung,
        ask: tested.test.ask.clone(),
        homes: Share::new(tested.did.len(), tested.units.len()),
        stairs: rows
            .map(|((stair, part), n)| Row {
                stair: *stair,
                homes: Share {
                    n,
                    ..Share::new(part.n, part.all)
                },
            })
            .collect(),
        as_of: tested.as_of,
    })
}
