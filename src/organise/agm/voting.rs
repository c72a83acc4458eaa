//! How votes of a general meeting went: figures, and nobody's vote.

use thiserror::Error;

use super::{Count, Quorum, Row};
use crate::canvass::agm::{Rules, Voted};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::organise::teams::standing;

/// What is counted in a vote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// For it.
    pub yes: u32,
    /// Against it.
    pub no: u32,
    /// Neither.
    pub abstained: u32,
}

impl Tally {
    fn all(self) -> usize {
        [self.yes, self.no, self.abstained]
            .into_iter()
            .map(|n| usize::try_from(n).unwrap_or(usize::MAX))
            .fold(0, usize::saturating_add)
    }
}

/// Why something is no result.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoVote {
    /// It does not say what was voted on.
    #[error("it does not say what was voted on")]
    NoWhat,
    /// Nobody voted.
    #[error("nobody voted")]
    Nobody,
    /// Not enough are there for it to decide anything.
    #[error("too few are there for the meeting to decide anything")]
    NoQuorum,
    /// More voted than are there.
    #[error("more votes were counted than the {0} that are there")]
    TooMany(usize),
}

impl NoVote {
    /// The catalogue's key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            NoVote::NoWhat => "agm.no_what",
            NoVote::Nobody => "agm.nobody_voted",
            NoVote::NoQuorum => "agm.no_quorum",
            NoVote::TooMany(_) => "agm.too_many",
        }
    }
}

/// How a vote went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its entry.
    pub id: Dot,
    /// What was written down.
    pub said: Voted,
    /// More were for it than against it.
    pub carried: bool,
}

/// All of a meeting, in the order they were written down.
pub fn results(state: &State, meeting: Dot) -> Vec<Outcome> {
    let all = standing(state, Kind::VOTED, |fact| match fact {
        Fact::Voted { said } => {
            let instead = said.instead.clone();
            Some((said, instead))
        }
        _ => None,
    });
    let of_it = all
        .into_iter()
        .filter(|(_, _, said)| said.meeting == meeting && !said.what.trim().is_empty());
    let mut results: Vec<Outcome> = of_it
        .map(|(id, _, said)| Outcome {
            id,
            carried: said.yes > said.no,
            said,
        })
        .collect();
    results.sort_by_key(|result| (state.happened_at(result.id), result.id));
    results
}

/// Writes down how a vote went.
///
/// # Errors
/// [`NoVote`]: nothing is decided where too few are there, and no more vote than are.
pub fn vote(rules: &Rules, rows: &[Row], what: &str, votes: Tally) -> Result<Draft, NoVote> {
    let what = what.trim().to_string();
    if what.is_empty() {
        return Err(NoVote::NoWhat);
    }
    let count = Count::of(rows, rules);
    if count.quorum() != Quorum::Met {
        return Err(NoVote::NoQuorum);
    }
    if votes.yes == 0 && votes.no == 0 {
        return Err(NoVote::Nobody);
    }
    if votes.all() > count.present {
        return Err(NoVote::TooMany(count.present));
    }
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let said = Voted {
        meeting: rules.meeting,
        what,
        yes: votes.yes,
        no: votes.no,
        abstained: votes.abstained,
        present: number(count.present),
        needed: number(count.needed.unwrap_or(0)),
        instead: Vec::new(),
    };
    Ok(Draft::new(Stream::Inner, Fact::Voted { said }, Vec::new()))
}

/// That something was written down wrongly: it counts no more.
pub fn was_wrong(result: &Outcome) -> Draft {
    let said = Voted {
        what: String::new(),
        instead: vec![result.id],
        ..result.said.clone()
    };
    Draft::new(Stream::Inner, Fact::Voted { said }, Vec::new())
}
