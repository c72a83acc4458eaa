//! What residents bring to a deputation: what homes raise, what is demanded of whom, and what came of it
//! for whom, every figure with what it is of. It leaves the campaign, so no figure of fewer than
//! [`FEWEST`] homes stands in it, nor of all but fewer, nor one that such a figure could be worked out
//! from, and no words that few homes said.

mod figure;
mod passages;
pub mod sheet;
mod spread;
mod together;

pub use figure::{FEWEST, Figure, Part, Share, parts};
pub use passages::{Line, Passage, across, passages, stage_words};
pub use together::{Met, Shown};

use std::collections::BTreeMap;

use super::deputation::{Tell, deputations};
use super::estates::names_of;
use super::issues::{Across, Close, Demand, Entry, Groups, Heard, Issues, Stage, Tag};
use super::petition::{self, Petitioned};
use crate::canvass::act::Act;
use crate::canvass::fold::State;
use crate::canvass::walk::Tonight;
use spread::Spoken;

/// Something that homes raise, as it is brought before others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What it is called.
    pub name: String,
    /// How far it has come.
    pub stage: Stage,
    /// Homes that raise it, of those spoken to.
    pub homes: Share,
    /// Of these, those that would act, of those asked how far they would go.
    pub would_act: Share,
    /// Homes of each tenure that raise it, of those of that tenure spoken to; last those of which the
    /// tenure is not known.
    pub tenures: Vec<(Option<String>, Share)>,
    /// On how many stairs it is raised; `None` where that would tell of few homes.
    pub stairs: Option<usize>,
    /// In which ways the homes that raise it differ, as far as it tells of no few.
    pub across: Vec<Across>,
    /// What is demanded, each with what came of it: by tenure, as it stands.
    pub demands: Vec<(Demand, BTreeMap<String, Vec<Entry>>)>,
    /// How it ended; open where empty.
    pub closed: Vec<Close>,
}

/// Something that homes raise which are otherwise unlike each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// What it is called.
    pub name: String,
    /// In which ways these homes differ: in one at least.
    pub across: Vec<Across>,
}

/// A petition, as it is brought before others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatures {
    /// What it asks for.
    pub prayer: String,
    /// Of whom.
    pub target: String,
    /// Valid signatures, of all.
    pub valid: Share,
    /// Homes of the estate that signed, of all.
    pub homes: Share,
}

/// A deputation that is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What it is about.
    pub subject: String,
    /// Which meeting it goes to.
    pub to: String,
    /// When that meets: days since 1970-01-01.
    pub meeting: i32,
    /// By when the council is told.
    pub tell: Tell,
}

/// The pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What the estates are called that these homes are of, where there are several.
    pub estates: Vec<String>,
    /// How many homes the estate has.
    pub homes: usize,
    /// Homes spoken to, of all.
    pub spoken: Share,
    /// Homes spoken to of which it is not known what they raise, of those spoken to.
    pub unknown: Share,
    /// How homes are held, of all; last those of which nobody knows.
    pub tenures: Vec<(Option<String>, Share)>,
    /// What they raise: by most homes first, and what is closed after it.
    pub raised: Vec<Raised>,
    /// What of it is common ground: what is raised by the most different homes first.
    pub common: Vec<Common>,
    /// What homes did together, of which the result may be shown: the newest first.
    pub tests: Vec<Shown>,
    /// Who came to meetings, the newest first.
    pub met: Vec<Met>,
    /// Residents' own words that may be quoted without a name: as [`taken_out`](super::stories::taken_out)
    /// gives them, each to be written down as used.
    pub stories: Vec<String>,
    /// What was signed, the newest first.
    pub petitions: Vec<Signatures>,
    /// Deputations whose meeting is still to come, the next first.
    pub deputations: Vec<Planned>,
}

impl Evidence {
    /// The pack as of tonight.
    pub fn read(state: &State, tonight: Tonight) -> Evidence {
        let homes = petition::homes(state);
        let petitions = petition::read(state, tonight.today).into_iter();
        let coming = deputations(state).into_iter().filter_map(|going| {
            let said = going.now()?;
            (said.meeting >= tonight.today).then(|| Planned {
                subject: said.subject.clone(),
                to: said.to.clone(),
                meeting: said.meeting,
                tell: going.tell(),
            })
        });
        let petitions: Vec<Signatures> = petitions.map(|it| signatures(it, homes)).collect();
        let issues = Issues::read(state, tonight);
        let pack = Evidence::of(&issues);
        let met = together::met(state, tonight, &issues, &pack.tenures);
        let signed = petitions.iter().map(|it| (Some(Act::Signed), it.homes.n));
        let came = met.iter().map(|it| (Some(Act::Came), it.homes.n));
        let beside = signed.chain(came).chain([(None, pack.spoken.n)]).collect();
        Evidence {
            tests: together::tests(state, tonight, Figure::of(pack.homes), beside),
            met,
            petitions,
            deputations: coming.collect(),
            estates: names_of(state, issues.homes.iter().map(|home| &home.door)),
            ..pack
        }
    }

    /// The pack of all that is raised, and of nothing else. What organisers gave a name stands in it; other words only where
    /// enough homes said the same.
    pub fn of(issues: &Issues) -> Evidence {
        let all = Groups::of(issues.homes.iter().map(|home| home.tenure.clone()));
        let spoken = Spoken::of(issues);
        let homes = Figure::of(issues.homes.len());
        // Told with every issue, so that what is left out of one cannot be read off another.
        let spoken_to = told(&spoken.tenures, |tenure| told_of(&all, tenure));
        let spoken_to = spoken_to.into_iter().collect();
        let told_of_it = |heard: &Heard| raised(issues, heard, &spoken, &spoken_to);
        let heard = issues.heard.iter().chain(&issues.closed);
        let raised: Vec<Raised> = heard.filter(|it| may_stand(it)).map(told_of_it).collect();
        let common = issues.common_ground().into_iter();
        let common = common.filter(|it| may_stand(it)).map(told_of_it);
        Evidence {
            estates: Vec::new(),
            homes: issues.homes.len(),
            spoken: Share::new(issues.spoken(), issues.homes.len()),
            unknown: unknown(issues, &raised),
            tenures: (told(&all, |_| None).into_iter())
                .map(|(tenure, n)| (tenure, Share { n, of: homes }))
                .collect(),
            raised,
            common: (common.filter(|it| !it.across.is_empty()))
                .map(|Raised { name, across, .. }| Common { name, across })
                .collect(),
            tests: Vec::new(),
            met: Vec::new(),
            stories: Vec::new(),
            petitions: Vec::new(),
            deputations: Vec::new(),
        }
    }
}

fn signatures(it: Petitioned, homes: usize) -> Signatures {
    Signatures {
        // Lines on a sheet and no homes: how many do not count tells of nobody.
        valid: Share {
            n: Figure::of(it.valid()),
            of: Figure::of(it.total()),
        },
        homes: Share::new(it.homes().len(), homes),
        prayer: it.petition.prayer,
        target: it.petition.target,
    }
}

/// Homes spoken to of which it is not known what they raise. Those that raise something are others of them, and of
/// none of these few are left.
fn unknown(issues: &Issues, raised: &[Raised]) -> Share {
    let spoken = issues.spoken();
    let raise = raised.iter().filter_map(|it| match it.homes.n {
        Figure::Exactly(homes) => Some(homes),
        Figure::LeftOut => None,
    });
    let others = raise.map(|homes| Figure::Exactly(spoken.saturating_sub(homes)));
    let wholes: Vec<Figure> = others.chain([Figure::Exactly(spoken)]).collect();
    Share {
        n: Figure::within(issues.unknown(), &wholes),
        of: Share::new(spoken, issues.homes.len()).n,
    }
}

/// Whether what is raised may be named before others: organisers gave it its name, or enough homes said the same.
pub(in crate::organise) fn may_stand(heard: &Heard) -> bool {
    matches!(heard.tag, Tag::Issue(_)) || heard.breadth.homes.len() >= FEWEST
}

/// So many of those who raise something would act, of those asked how far they would go: neither where how many raise it
/// is not told, since those asked are some of them.
pub(in crate::organise) fn depth(
    (raise, told): (usize, Figure),
    (would, asked): (usize, usize),
) -> Share {
    let of = match told {
        Figure::Exactly(_) => Figure::within_or_all(asked, (raise, told), &[]),
        Figure::LeftOut => Figure::LeftOut,
    };
    let n = match of {
        Figure::Exactly(_) => Figure::within(would, &[of]),
        Figure::LeftOut => Figure::LeftOut,
    };
    Share { n, of }
}

fn raised(
    issues: &Issues,
    heard: &Heard,
    spoken: &Spoken,
    spoken_to: &BTreeMap<Option<String>, Figure>,
) -> Raised {
    let of = |tenure: &Option<String>| spoken_to.get(tenure).copied().unwrap_or(Figure::LeftOut);
    let mut by_tenure = heard.breadth.tenures.clone();
    // Of every tenure there is: one that is missing would have been told to be none.
    for tenure in spoken.tenures.known.keys() {
        by_tenure.known.entry(tenure.clone()).or_insert(0);
    }
    let tenures = told(&by_tenure, |tenure| told_of(&spoken.tenures, tenure));
    let tenures: Vec<(Option<String>, Share)> = (tenures.into_iter())
        .map(|(tenure, n)| {
            let of = of(&tenure);
            (tenure, Share { n, of })
        })
        .collect();
    let raise = heard.breadth.homes.len();
    let homes = Share {
        of: Share::new(issues.spoken(), issues.homes.len()).n,
        ..Share::new(raise, issues.spoken())
    };
    let demands = heard.demands.iter().map(|demand| {
        let row = issues.wins.get(&demand.id).into_iter().flatten();
        let stands = row.map(|(tenure, cell)| (tenure.clone(), cell.now().to_vec()));
        (demand.clone(), stands.collect())
    });
    let stairs = spoken.stairs(heard, homes.n);
    Raised {
        name: heard.name.clone(),
        stage: heard.stage(),
        would_act: depth(
            (raise, homes.n),
            (heard.deep.would_act(), heard.deep.asked()),
        ),
        homes,
        stairs,
        across: spoken.across(heard, &tenures, stairs),
        tenures,
        demands: demands.collect(),
        closed: heard.closed.clone(),
    }
}

/// Of how many homes a tenure is.
fn told_of(groups: &Groups<String>, tenure: &Option<String>) -> Option<usize> {
    match tenure {
        Some(tenure) => groups.known.get(tenure).copied(),
        None => Some(groups.unknown),
    }
}

/// The parts of a whole that is told beside them; `of` says of how many homes each is.
fn told(
    groups: &Groups<String>,
    of: impl Fn(&Option<String>) -> Option<usize>,
) -> Vec<(Option<String>, Figure)> {
    let known = groups.known.iter();
    let known = known.map(|(tenure, n)| (Some(tenure.clone()), *n));
    let is_unknown = groups.unknown > 0 || of(&None).is_some_and(|homes| homes > 0);
    let unknown = is_unknown.then_some((None, groups.unknown));
    let homes = known.chain(unknown).map(|(tenure, n)| {
        let of = of(&tenure);
        (tenure, Part { n, of })
    });
    let (tenures, homes): (Vec<_>, Vec<Part>) = homes.unzip();
    tenures.into_iter().zip(parts(&homes)).collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod together_tests;
