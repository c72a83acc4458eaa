//! The week in figures, for a team to look at together: what it reached and what came of it, and never who
//! did how much. Every figure is so many of so many, with what it counts. Homes that nobody has tried come
//! before everything that was tallied. Rules R11.1 to R11.5 of the organisers' handbook.

mod hours;
pub mod sheet;

pub use hours::Hours;

use std::collections::BTreeSet;

use super::chart::{AtTime, Chart, Round};
use super::estates::Extent;
use super::evidence::may_stand;
use super::issues::{Depth, Heard, Issues};
use super::meetings::{Turnout, meetings, turnout};
use super::phones::how_many_in;
use super::report::{DoorRow, Report, StairRow};
use super::rounds::evening;
use super::standing::{Deed, deeds};
use super::teams::standing;
use super::training::first_trained;
use crate::canvass::attempts::{enough, in_vain, most};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::Knock;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::fold::State;
use crate::canvass::group::Complaint;
use crate::canvass::homes_a_leader::HomesALeader;
use crate::canvass::id::{DoorId, StairId};
use crate::canvass::slot::{Slot, suggested};
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;

/// So many evenings are a week: tonight is the last of them.
pub const EVENINGS: i64 = 7;

/// What a figure counts. Its definition stands in the catalogue, and beside it wherever it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Homes nobody has ever tried, of a stair's homes.
    NeverTried,
    /// Homes where somebody was reached, of a stair's homes.
    Reached,
    /// Homes where somebody was reached at a time of day, of those tried then.
    AtTime,
    /// Homes where somebody was reached at the nth knock, of those knocked so often.
    Round,
    /// Homes asked to do something this week, of those spoken to this week.
    Asks,
    /// Homes that did something this week, of those asked this week.
    Acts,
    /// Homes that came, of those that said they would, at this week's meetings.
    Shows,
    /// Tested leaders, of one to about ten of a stair's homes.
    Leaders,
    /// People who trained somebody for the first time this week, of all who did so far.
    Trainers,
    /// Promises whose day is over, of those that are open.
    Overdue,
    /// Homes of a tenure that raise something, of those of it spoken to.
    Raise,
    /// Of these, those that would act, of those asked how far they would go.
    WouldAct,
    /// Homes that asked not to be knocked, of all.
    NoKnock,
    /// Complaints this week, of homes tried this week.
    Complaints,
    /// Homes where no language was in common at the last knock, of those tried.
    Unmet,
    /// Homes of which people recorded different things, of those spoken to.
    ToSettle,
    /// Phones that are not in, of those of which anything has come.
    Missing,
}

impl Measure {
    /// All of them.
    pub const ALL: [Measure; 17] = [
        Measure::NeverTried,
        Measure::Reached,
        Measure::AtTime,
        Measure::Round,
        Measure::Asks,
        Measure::Acts,
        Measure::Shows,
        Measure::Leaders,
        Measure::Trainers,
        Measure::Overdue,
        Measure::Raise,
        Measure::WouldAct,
        Measure::NoKnock,
        Measure::Complaints,
        Measure::Unmet,
        Measure::ToSettle,
        Measure::Missing,
    ];

    /// The word its catalogue keys end in.
    pub fn word(self) -> &'static str {
        match self {
            Measure::NeverTried => "never_tried",
            Measure::Reached => "reached",
            Measure::AtTime => "at_time",
            Measure::Round => "round",
            Measure::Asks => "asks",
            Measure::Acts => "acts",
            Measure::Shows => "shows",
            Measure::Leaders => "leaders",
            Measure::Trainers => "trainers",
            Measure::Overdue => "overdue",
            Measure::Raise => "raise",
            Measure::WouldAct => "would_act",
            Measure::NoKnock => "no_knock",
            Measure::Complaints => "complaints",
            Measure::Unmet => "unmet",
            Measure::ToSettle => "to_settle",
            Measure::Missing => "missing",
        }
    }
}

/// So many of so many, of something that is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// What it counts.
    pub measure: Measure,
    /// So many.
    pub n: usize,
    /// Of so many.
    pub of: usize,
}

impl Measure {
    fn rate(self, n: usize, of: usize) -> Rate {
        Rate {
            measure: self,
            n,
            of,
        }
    }
}

/// A stair of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StairWeek {
    /// The stair.
    pub stair: StairId,
    /// Homes nobody has tried.
    pub never_tried: Rate,
    /// Homes reached.
    pub reached: Rate,
    /// Leaders who were tested.
    pub leaders: Rate,
    /// When to go next to those not reached yet; `None` where none of them was tried, or it was enough.
    pub next: Option<Slot>,
}

/// What homes of a tenure say of something that is raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What it is called.
    pub name: String,
    /// Whether that may stand on paper: organisers gave it its name, or enough homes said the same.
    pub may_stand: bool,
    /// By tenure; `None` where nobody knows.
    pub tenures: Vec<(Option<String>, Rate, Rate)>,
}

/// The week, of the whole campaign or of one of its estates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Stair by stair: those with most homes that nobody has tried first.
    pub stairs: Vec<StairWeek>,
    /// Time of day by time of day.
    pub at_times: Vec<(Slot, Rate)>,
    /// Knock by knock.
    pub rounds: Vec<(usize, Rate)>,
    /// Conversations, where it is known how long people were out.
    pub hours: Hours,
    /// Homes asked, of those spoken to; `None` while nothing may be kept of what people do.
    pub asks: Option<Rate>,
    /// Homes that did something, of those asked.
    pub acts: Option<Rate>,
    /// Homes that came, of those that said so; `None` without a meeting this week.
    pub shows: Option<Rate>,
    /// New trainers.
    pub trainers: Rate,
    /// Promises overdue.
    pub overdue: Rate,
    /// What is raised.
    pub raised: Vec<Raised>,
    /// Homes that asked not to be knocked.
    pub no_knock: Rate,
    /// Complaints.
    pub complaints: Rate,
    /// Languages unmet.
    pub unmet: Rate,
    /// What is to be settled.
    pub to_settle: Rate,
    /// Phones that are missing.
    pub missing: Rate,
}

impl Week {
    /// The week that ends with tonight. It rests on events alone, so it is the same on every device that
    /// has the same.
    pub fn read(state: &State, tonight: Tonight) -> Week {
        Week::read_of(state, &Extent::Campaign, tonight)
    }

    /// The same of one estate, but for what belongs to no home and so to no estate: how long people were
    /// out, trainers, complaints and phones are the campaign's, and of all of it.
    pub fn read_of(state: &State, of: &Extent, tonight: Tonight) -> Week {
        let seen = super::phones::seen(state);
        let report = Report::read_of(state, of, &seen, tonight);
        let chart = Chart::read_of(state, of, tonight, 0);
        let everywhere = match of {
            Extent::Campaign => None,
            Extent::Estate(_) => Some(Report::read(state, &seen, tonight)),
        };
        let everywhere = everywhere.as_ref().unwrap_or(&report);
        let rows = || report.stairs.iter().flat_map(|row| &row.doors);
        let this_week = |at: i64| (1 - EVENINGS..=0).contains(&evening(at, tonight));
        let all = everywhere.stairs.iter().flat_map(|row| &row.doors);
        let tried_now = all.filter(|row| row.knocks.iter().any(|it| this_week(it.at)));
        let spoke_now: BTreeSet<DoorId> = rows()
            .filter(|row| row.knocks.iter().any(|it| this_week(it.at) && spoke(it)))
            .map(|row| row.door.id)
            .collect();
        let spoken = rows().filter(|row| row.knocks.iter().any(spoke)).count();
        let tried = rows().filter(|row| !row.knocks.is_empty()).count();
        let no_language = rows().filter(|row| row.outcome() == Some(Outcome::Language));
        let unwanted = rows().filter(|row| row.do_not_knock).count();
        let (is_in, phones) = how_many_in(&report.phones);
        let settle: BTreeSet<Option<DoorId>> =
            report.disagreements.iter().map(|it| it.door).collect();
        let open = || report.promises.iter().filter(|it| it.done.is_none());
        let late = |until: Option<i32>| until.is_some_and(|until| until < tonight.today);
        let overdue = open().filter(|it| late(it.until)).count();
        let (asks, acts) = asked(state, &spoke_now, tonight);
        Week {
            stairs: stairs(state, &report, &chart, tonight),
            at_times: chart.at_times.iter().map(at_time).collect(),
            rounds: chart.rounds.iter().map(round).collect(),
            hours: Hours::read(state, &everywhere.stairs, tonight),
            asks,
            acts,
            shows: shows(state, of, tonight),
            trainers: trainers(state, tonight),
            overdue: Measure::Overdue.rate(overdue, open().count()),
            raised: raised(&Issues::read_of(state, of, tonight)),
            no_knock: Measure::NoKnock.rate(unwanted, rows().count()),
            complaints: Measure::Complaints
                .rate(complaints(state, tonight).len(), tried_now.count()),
            unmet: Measure::Unmet.rate(no_language.count(), tried),
            to_settle: Measure::ToSettle.rate(settle.len(), spoken),
            missing: Measure::Missing.rate(phones - is_in, phones),
        }
    }

    /// Homes nobody has tried, of all there are.
    pub fn never_tried(&self) -> Rate {
        let sum = |of: fn(&Rate) -> usize| self.stairs.iter().map(|it| of(&it.never_tried)).sum();
        Measure::NeverTried.rate(sum(|it| it.n), sum(|it| it.of))
    }

    /// Homes reached, of all there are.
    pub fn reached(&self) -> Rate {
        let sum = |of: fn(&Rate) -> usize| self.stairs.iter().map(|it| of(&it.reached)).sum();
        Measure::Reached.rate(sum(|it| it.n), sum(|it| it.of))
    }
}

fn spoke(knock: &Knock) -> bool {
    knock.outcome == Outcome::Spoke
}

fn at_time(at: &AtTime) -> (Slot, Rate) {
    (at.slot, Measure::AtTime.rate(at.reached, at.tried))
}

fn round(round: &Round) -> (usize, Rate) {
    let rate = Measure::Round.rate(round.reached, round.tried);
    (round.nth, rate)
}

fn stairs(state: &State, report: &Report, chart: &Chart, tonight: Tonight) -> Vec<StairWeek> {
    let most = most(state);
    let each = HomesALeader::read(state);
    let week = |row: &StairRow| {
        let homes = row.doors.len();
        let mut charted = chart.stairs().filter(|it| it.row.stair.id == row.stair.id);
        let leaders = charted.next().and_then(|it| it.leaders.as_ref());
        StairWeek {
            stair: row.stair.id,
            never_tried: Measure::NeverTried.rate(homes - row.tried(), homes),
            reached: Measure::Reached.rate(row.reached(), homes),
            leaders: Measure::Leaders.rate(leaders.map_or(0, |it| it.tested()), each.wanted(homes)),
            next: next(&row.doors, most, tonight),
        }
    };
    let with_homes = report.stairs.iter().filter(|row| !row.doors.is_empty());
    let mut stairs: Vec<StairWeek> = with_homes.map(week).collect();
    // What is there already stays in the estate's order among as many.
    stairs.sort_by_key(|stair| std::cmp::Reverse(stair.never_tried.n));
    stairs
}

/// When to go next to a stair's homes that were tried in vain: the time at which fewest were tried.
fn next(doors: &[DoorRow], most: usize, tonight: Tonight) -> Option<Slot> {
    let left = doors
        .iter()
        .filter(|row| !row.do_not_knock && !row.reached() && !enough(&row.knocks, most));
    let tried = left.flat_map(|row| in_vain(&row.knocks));
    let tried: Vec<Slot> = tried.map(|knock| Slot::of(knock.at, tonight)).collect();
    suggested(&tried)
}

/// Whether a day (days since 1970-01-01) is one of the week's.
fn of_week(day: i32, tonight: Tonight) -> bool {
    let since = i64::from(tonight.evening) - i64::from(day);
    (0..EVENINGS).contains(&since)
}

/// Homes asked of those spoken to, and homes that did something of those asked.
fn asked(
    state: &State,
    spoken: &BTreeSet<DoorId>,
    tonight: Tonight,
) -> (Option<Rate>, Option<Rate>) {
    if crate::canvass::basis::ground(state).is_none() {
        return (None, None);
    }
    let deeds = deeds(state);
    let now = || deeds.iter().filter(|deed| of_week(deed.day, tonight));
    let homes = |of: &dyn Fn(&Deed) -> bool| -> BTreeSet<DoorId> {
        now()
            .filter(|deed| of(deed))
            .map(|deed| deed.door)
            .collect()
    };
    // Whoever was signed in came by themselves: nobody asked at the door.
    let asked = homes(&|deed| deed.meeting.is_none());
    let asked: BTreeSet<DoorId> = asked.intersection(spoken).copied().collect();
    let did = homes(&|deed| deed.what.is_done_for());
    let did = did.intersection(&asked).count();
    (
        Some(Measure::Asks.rate(asked.len(), spoken.len())),
        Some(Measure::Acts.rate(did, asked.len())),
    )
}

fn shows(state: &State, of: &Extent, tonight: Tonight) -> Option<Rate> {
    let over = meetings(state).into_iter();
    let over = over.filter(|meeting| of_week(meeting.day(), tonight));
    let turnouts: Vec<Turnout> = over.filter_map(|it| turnout(state, &it)).collect();
    let stairs = turnouts.iter().flat_map(|it| &it.stairs);
    let here = stairs.filter(|(stair, _)| of.has_stair(state, **stair));
    let (kept, pledged) = here.fold((0, 0), |(kept, pledged), (_, part)| {
        (kept + part.kept, pledged + part.pledged)
    });
    (!turnouts.is_empty()).then(|| Measure::Shows.rate(kept, pledged))
}

fn trainers(state: &State, tonight: Tonight) -> Rate {
    let first = first_trained(state);
    let new = first.values().filter(|day| of_week(**day, tonight)).count();
    Measure::Trainers.rate(new, first.len())
}

fn raised(issues: &Issues) -> Vec<Raised> {
    issues
        .heard
        .iter()
        .map(|heard| by_tenure(issues, heard))
        .collect()
}

fn by_tenure(issues: &Issues, heard: &Heard) -> Raised {
    let spoken = || issues.homes.iter().filter(|home| home.spoken);
    let tenures: BTreeSet<Option<String>> = spoken().map(|home| home.tenure.clone()).collect();
    let mut rows: Vec<(Option<String>, Rate, Rate)> = tenures
        .into_iter()
        .map(|tenure| {
            let of = spoken().filter(|home| home.tenure == tenure);
            let raise = of
                .clone()
                .filter(|it| heard.breadth.homes.contains(&it.door));
            let deep = raise.clone().filter(|home| home.depth.is_some());
            let act = deep.clone().filter(|it| it.depth == Some(Depth::WouldAct));
            let raise = Measure::Raise.rate(raise.count(), of.count());
            let act = Measure::WouldAct.rate(act.count(), deep.count());
            (tenure, raise, act)
        })
        .collect();
    rows.sort_by_key(|(tenure, ..)| tenure.is_none());
    Raised {
        name: heard.name.clone(),
        may_stand: may_stand(heard),
        tenures: rows,
    }
}

/// What was complained of in the week, each with its entry.
pub fn complaints(state: &State, tonight: Tonight) -> Vec<(Dot, Complaint)> {
    let all = standing(state, Kind::COMPLAINT, |fact| match fact {
        Fact::Complaint { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().map(|(dot, _, said)| (dot, said));
    all.filter(|(_, said)| !said.what.is_empty() && of_week(said.day, tonight))
        .collect()
}

/// Somebody complained, on a day (days since 1970-01-01): what about, without a name or a door. `None`
/// without words.
pub fn complained(what: &str, day: i32) -> Option<Draft> {
    let what = what.trim().to_string();
    let said = Complaint {
        what,
        day,
        instead: Vec::new(),
    };
    let has_words = !said.what.is_empty();
    has_words.then(|| Draft::new(Stream::Inner, Fact::Complaint { said }, Vec::new()))
}

/// Takes a complaint out: it was written down by mistake.
pub fn not_complained(complaint: Dot) -> Draft {
    let said = Complaint {
        what: String::new(),
        day: 0,
        instead: vec![complaint],
    };
    Draft::new(Stream::Inner, Fact::Complaint { said }, Vec::new())
}

#[cfg(test)]
mod tests;
