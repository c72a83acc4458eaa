//! The debrief, the same night and on one phone: the evening in figures that grow as phones come in,
//! and what was asked aloud and typed. Rule R6.3 of the organisers' handbook.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::act::Act;
use crate::canvass::basis::ground;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::Knock;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::fold::State;
use crate::canvass::id::DoorId;
use crate::canvass::stream::Stream;
use crate::canvass::training::Debriefed;
use crate::canvass::walk::Tonight;
use crate::organise::phones::how_many_in;
use crate::organise::report::{Report, StairRow};
use crate::organise::rounds::evening;
use crate::organise::standing::{Deed, deeds};
use crate::organise::teams::standing;

/// What is told of every evening, whether it came to that or not, in the order it is told.
const ALWAYS: [Outcome; 5] = [
    Outcome::Spoke,
    Outcome::Refused,
    Outcome::NotHome,
    Outcome::Inaccessible,
    Outcome::Language,
];

/// What was asked of homes that were spoken to tonight, and what they did or said: each home once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Homes spoken to.
    pub spoken: usize,
    /// Of these, homes that were asked to do something and whose answer or act was noted.
    pub asked: usize,
    /// Of those asked, homes that did something.
    pub acted: usize,
    /// Of those asked, homes that said yes and did nothing yet.
    pub says_yes: usize,
}

/// An evening in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Phones that are in, of those that joined.
    pub phones: (usize, usize),
    /// Stairs that were knocked tonight.
    pub stairs: usize,
    /// Those of them where no home is left that nobody has tried.
    pub done: usize,
    /// Homes that were tried tonight.
    pub tried: usize,
    /// What came of them: each home's last knock of the evening.
    pub came: BTreeMap<Outcome, usize>,
    /// What was asked and what came of it; `None` while the campaign may keep nothing of what people do.
    pub asked: Option<Asked>,
    /// Names given tonight of whom people here would go to.
    pub nominations: usize,
    /// Promises that are open, and those of them that nobody has taken on or that have no day.
    pub promises: (usize, usize),
    /// What people recorded differently and nobody has settled.
    pub disagreements: usize,
}

impl Sheet {
    /// The evening that began when [`Tonight`] says, as far as phones are in.
    pub fn read(state: &State, report: &Report, tonight: Tonight) -> Sheet {
        let worked: Vec<&StairRow> = (report.stairs.iter())
            .filter(|row| {
                row.doors
                    .iter()
                    .any(|door| !since(&door.knocks, tonight).is_empty())
            })
            .collect();
        let mut came = BTreeMap::new();
        for door in worked.iter().flat_map(|row| &row.doors) {
            if let Some(knock) = since(&door.knocks, tonight).last() {
                *came.entry(knock.outcome).or_insert(0) += 1;
            }
        }
        let open = report.promises.iter().filter(|it| it.done.is_none());
        let nobodys = report.promises.iter().filter(|it| it.needs_somebody());
        Sheet {
            phones: how_many_in(&report.phones),
            stairs: worked.len(),
            done: worked
                .iter()
                .filter(|row| row.tried() == row.doors.len())
                .count(),
            tried: came.values().sum(),
            came,
            asked: asked(state, &worked, tonight),
            nominations: nominations(state, tonight),
            promises: (open.count(), nobodys.count()),
            disagreements: report.disagreements.len(),
        }
    }

    /// At how many homes this came of it.
    pub fn at(&self, outcome: Outcome) -> usize {
        self.came.get(&outcome).copied().unwrap_or(0)
    }

    /// What came of the homes that were tried, row by row: what is told of every evening, and after it whatever else
    /// it came to. Together they are all that were tried.
    pub fn rows(&self) -> Vec<(Outcome, usize)> {
        let others = self.came.keys().copied();
        let others = others.filter(|outcome| !ALWAYS.contains(outcome));
        let rows = ALWAYS.into_iter().chain(others);
        rows.map(|outcome| (outcome, self.at(outcome))).collect()
    }
}

/// What was asked tonight at these stairs' homes. Whoever was signed in at a meeting came by themselves: nobody asked
/// at the door.
fn asked(state: &State, worked: &[&StairRow], tonight: Tonight) -> Option<Asked> {
    ground(state)?;
    let doors = worked.iter().flat_map(|row| &row.doors);
    let spoke = doors.filter(|row| {
        let mut knocks = since(&row.knocks, tonight).into_iter();
        knocks.any(|knock| knock.outcome.heard())
    });
    let spoken: BTreeSet<DoorId> = spoke.map(|row| row.door.id).collect();
    let all = deeds(state);
    let homes = |of: &dyn Fn(&Deed) -> bool| -> BTreeSet<DoorId> {
        let now = (all.iter()).filter(|deed| (tonight.evening..=tonight.today).contains(&deed.day));
        now.filter(|deed| deed.meeting.is_none() && spoken.contains(&deed.door) && of(deed))
            .map(|deed| deed.door)
            .collect()
    };
    let did = homes(&|deed| deed.what.is_done_for());
    let says = homes(&|deed| deed.what == Act::SaysYes);
    Some(Asked {
        spoken: spoken.len(),
        asked: homes(&|_| true).len(),
        acted: did.len(),
        says_yes: says.difference(&did).count(),
    })
}

/// The knocks of the evening (`knocks`: oldest first).
fn since(knocks: &[Knock], tonight: Tonight) -> Vec<&Knock> {
    let knocks = knocks.iter();
    knocks
        .filter(|knock| evening(knock.at, tonight) == 0)
        .collect()
}

fn nominations(state: &State, tonight: Tonight) -> usize {
    let said = state.of_kind(Kind::NOMINATION).map(|(dot, _)| dot);
    said.filter(|dot| {
        let at = state.happened_at(*dot).unwrap_or(0);
        evening(at, tonight) == 0
    })
    .count()
}

/// What was said of an evening (days since 1970-01-01), and the entries that say so. Where two
/// organisers wrote at once, what both wrote stands below each other.
pub fn debriefed(state: &State, day: i32) -> (Debriefed, Vec<Dot>) {
    let all = standing(state, Kind::DEBRIEFED, |fact| match fact {
        Fact::Debriefed { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let of_day: Vec<(Dot, Debriefed)> = all
        .into_iter()
        .filter(|(.., said)| said.day == day)
        .map(|(dot, _, said)| (dot, said))
        .collect();
    let every = |field: fn(&Debriefed) -> &String| {
        let mut seen = BTreeSet::new();
        let words = of_day.iter().map(|(_, said)| field(said).trim());
        let words = words.filter(|words| !words.is_empty() && seen.insert(*words));
        words.collect::<Vec<&str>>().join("\n")
    };
    // Of two who say different things whoever says that somebody was unsafe is listened to.
    let unsafe_at_all = of_day.iter().map(|(_, said)| said.incident).max();
    let said = Debriefed {
        day,
        rose: every(|it| &it.rose),
        thorn: every(|it| &it.thorn),
        bud: every(|it| &it.bud),
        heard: every(|it| &it.heard),
        incident: unsafe_at_all.unwrap_or_default(),
        access: every(|it| &it.access),
        well: every(|it| &it.well),
        ready: every(|it| &it.ready),
        instead: Vec::new(),
    };
    (said, of_day.into_iter().map(|(dot, _)| dot).collect())
}

/// Keeps what was said of an evening, in place of these entries: those it was read from.
pub fn keep(said: Debriefed, instead: Vec<Dot>) -> Draft {
    let said = Debriefed { instead, ..said };
    Draft::new(Stream::Inner, Fact::Debriefed { said }, vec![])
}

#[cfg(test)]
mod tests;
