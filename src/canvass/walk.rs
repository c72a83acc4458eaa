//! The walk: which doors are left tonight, floor by floor, and which is next.

use std::collections::{BTreeMap, BTreeSet};

use super::attempts;
use super::dwelling::{Behind, behind};
use super::estate::{self, Block, Door, Knock, Stair};
use super::fact::BlockKind;
use super::fold::State;
use super::id::{DoorId, StairId, TurfId};
use super::loose;
use super::no_knock::{self, NoKnockScope};
use super::order;
use super::promise;

/// What the walk counts as now. Both come from the clock of whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tonight {
    /// Now, in seconds since 1970: a door where nobody was in is left alone for a while.
    pub now: i64,
    /// When tonight began, seconds since 1970: a door where nobody was in before that is left again.
    pub since: i64,
    /// Today, in days since 1970-01-01.
    pub today: i32,
    /// The day tonight began: until four in the morning it is still that of the day before.
    pub evening: i32,
}

impl Tonight {
    /// Tonight where no zone is known: it began at four in the morning in UTC.
    pub fn in_utc(now: i64) -> Tonight {
        const DAY: i64 = 24 * 3600;
        const TURNS_AT: i64 = 4 * 3600;
        let day = |at: i64| i32::try_from(at.div_euclid(DAY)).unwrap_or(i32::MAX);
        Tonight {
            now,
            since: now.saturating_sub((now - TURNS_AT).rem_euclid(DAY)),
            today: day(now),
            evening: day(now.saturating_sub(TURNS_AT)),
        }
    }
}

/// How a door stands in tonight's walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// To be knocked: nobody has been there; or that was before tonight, and nobody was reached or
    /// something promised there is due.
    Left,
    /// Knocked tonight, or less than [`attempts::APART`] ago, and nobody was reached.
    Tried,
    /// Nobody was ever reached, and it was tried as often as the organisers say: a letter is better.
    Enough,
    /// Somebody was reached.
    Reached,
    /// No home: a shop, an empty flat, a door that is not there. It is none of the doors to do.
    Apart(Behind),
    /// They asked not to be knocked.
    NoKnock,
}

/// A door of the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The door.
    pub door: Door,
    /// The newest attempt at it.
    pub last: Option<Knock>,
    /// Whether anybody was reached there, at whatever attempt.
    pub reached: bool,
    /// How it stands.
    pub standing: Standing,
    /// For how long they asked not to be knocked.
    pub asked_not: Option<NoKnockScope>,
}

/// Doors that are drawn on one line: a floor, or all of a street's side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The entrance, where an organiser has said which.
    pub entrance: Option<String>,
    /// The floor, where the list tells it; 0 is the ground.
    pub floor: Option<i16>,
    /// Its doors, in walk order.
    pub stops: Vec<Stop>,
}

/// How much of a walk is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// All doors, but those that are not to be knocked and those that are no homes.
    pub doors: usize,
    /// Those left tonight.
    pub left: usize,
    /// Those where somebody was reached, at whatever attempt, as a report counts them: they may be
    /// among those left, where something promised is due or somebody is to come back.
    pub reached: usize,
    /// Those that are no homes, shown beside the count.
    pub apart: usize,
}

/// A stair one walks tonight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The stair.
    pub stair: Stair,
    /// The name of the block it is in.
    pub block: String,
    /// Whether that is a building or a street.
    pub kind: BlockKind,
    /// Whether its block has other stairs to tell it from.
    pub one_of_several: bool,
    /// The doors to walk, in order.
    pub stops: Vec<Stop>,
}

impl Walk {
    /// How much of it is done.
    pub fn progress(&self) -> Progress {
        progress(&self.stops)
    }

    /// Until when, seconds since 1970, this walk is what [`walk`] gives, while nothing is recorded and
    /// tonight is the same night: then the first door that rests is left again.
    pub fn same_until(&self, now: i64) -> i64 {
        let last = self.stops.iter().filter_map(|stop| stop.last.as_ref());
        let rested = last.map(|last| last.at.saturating_add(attempts::APART));
        rested.filter(|at| *at > now).min().unwrap_or(i64::MAX)
    }
}

/// The walk of a stair: the doors of these turfs that are in it, or all of its doors where none
/// of these turfs has any there. `None` where the stair is not known here.
pub fn walk(state: &State, stair: StairId, turfs: &[TurfId], tonight: Tonight) -> Option<Walk> {
    let mut doors = estate::doors(state, stair);
    // A turf may hold the whole estate: each door is asked for its turfs, not each turf for its doors.
    let is_mine = |door: &&Door| estate::turfs_of(state, door.id).any(|turf| turfs.contains(&turf));
    let mine: BTreeSet<DoorId> = doors.iter().filter(is_mine).map(|door| door.id).collect();
    if !mine.is_empty() && mine.len() < doors.len() {
        let later = loose::goes_with(state, stair, &estate::turfs(state));
        let later: BTreeSet<DoorId> = ours(later, turfs).collect();
        doors.retain(|door| mine.contains(&door.id) || later.contains(&door.id));
    }
    build(state, stair, doors, tonight)
}

/// The walks of these turfs: those with doors left first, each group in the turfs' order.
pub fn walks(state: &State, turfs: &[TurfId], tonight: Tonight) -> Vec<Walk> {
    let stairs = stairs_walked(state, turfs).into_iter();
    let mut walks: Vec<Walk> = stairs
        .filter_map(|stair| walk(state, stair, turfs, tonight))
        .collect();
    done_last(&mut walks);
    walks
}

/// The stairs in which these turfs have doors, in the turfs' order.
pub(super) fn stairs_walked(state: &State, turfs: &[TurfId]) -> Vec<StairId> {
    let all = estate::turfs(state).into_iter();
    let mine = all.filter(|turf| turfs.contains(&turf.id));
    let mut seen = BTreeSet::new();
    mine.flat_map(|turf| turf.doors)
        .filter_map(|door| estate::door(state, door))
        .map(|door| door.stair)
        .filter(|stair| seen.insert(*stair))
        .collect()
}

/// Puts behind the others those in which no door is left.
pub(super) fn done_last<W: std::borrow::Borrow<Walk>>(walks: &mut [W]) {
    let done = |walk: &W| walk.borrow().progress().left == 0;
    order::sort_by(walks, |a, b| done(a).cmp(&done(b)));
}

/// Of doors that came later, those that go with one of these turfs; and those that go with none, which
/// are for everyone who walks their stair.
fn ours(
    later: BTreeMap<DoorId, BTreeSet<TurfId>>,
    turfs: &[TurfId],
) -> impl Iterator<Item = DoorId> {
    let is_ours =
        |with: &BTreeSet<TurfId>| with.is_empty() || with.iter().any(|turf| turfs.contains(turf));
    let ours = later.into_iter().filter(move |(_, with)| is_ours(with));
    ours.map(|(door, _)| door)
}

fn build(state: &State, stair: StairId, doors: Vec<Door>, tonight: Tonight) -> Option<Walk> {
    let stair = estate::stair(state, stair)?;
    let Block {
        name, kind, stairs, ..
    } = estate::block(state, stair.block)?;
    let most = attempts::most(state);
    Some(Walk {
        stair,
        block: name,
        kind,
        one_of_several: stairs.len() > 1,
        stops: doors
            .into_iter()
            .map(|door| stop(state, door, tonight, most))
            // Nobody is sent to a door that is not there; what was recorded at one stays in sight.
            .filter(|stop| !stop.door.gone || stop.last.is_some())
            .collect(),
    })
}

/// The same walk after knocks at these doors, and nothing else. `None` where one of them is not in it: a door
/// that is not there comes back into sight with what was recorded at it.
pub(super) fn knocked(
    mut walk: Walk,
    state: &State,
    doors: &BTreeSet<DoorId>,
    tonight: Tonight,
) -> Option<Walk> {
    let most = attempts::most(state);
    for id in doors {
        let at = walk.stops.iter_mut().find(|stop| stop.door.id == *id)?;
        *at = stop(state, at.door.clone(), tonight, most);
    }
    Some(walk)
}

fn stop(state: &State, door: Door, tonight: Tonight, most: usize) -> Stop {
    let household = estate::household(state, door.id);
    let knocks = estate::knocks(state, door.id);
    let last = knocks.last().cloned();
    let reached = knocks.iter().any(|knock| knock.outcome.reached());
    let behind = behind(state, door.id, last.as_ref());
    let asked_not = no_knock::in_force(state, household, tonight.today);
    let standing = if asked_not.is_some() {
        Standing::NoKnock
    } else if behind != Behind::Home {
        Standing::Apart(behind)
    } else {
        let due = promise::is_due_at(state, household, tonight.today);
        match standing(last.as_ref(), due, tonight) {
            Standing::Left if !due && attempts::enough(&knocks, most) => Standing::Enough,
            standing => standing,
        }
    };
    Stop {
        door,
        last,
        reached,
        standing,
        asked_not,
    }
}

/// `due`: something promised to who lives there is due.
fn standing(last: Option<&Knock>, due: bool, tonight: Tonight) -> Standing {
    let Some(knock) = last else {
        return Standing::Left;
    };
    let rests = !due && attempts::rests(knock, tonight.now);
    match (knock.outcome.settles(), knock.at < tonight.since) {
        (true, true) if due => Standing::Left,
        (true, _) => Standing::Reached,
        (false, true) if !rests => Standing::Left,
        (false, _) => Standing::Tried,
    }
}

/// How much of these doors is done.
pub fn progress(stops: &[Stop]) -> Progress {
    let count = |standing| {
        stops
            .iter()
            .filter(|stop| stop.standing == standing)
            .count()
    };
    let counted = |stop: &&Stop| {
        stop.reached && !matches!(stop.standing, Standing::NoKnock | Standing::Apart(_))
    };
    let apart = |stop: &&Stop| matches!(stop.standing, Standing::Apart(_));
    let apart = stops.iter().filter(apart).count();
    Progress {
        doors: stops.len() - count(Standing::NoKnock) - apart,
        left: count(Standing::Left),
        reached: stops.iter().filter(counted).count(),
        apart,
    }
}

/// The doors as they are drawn: entrance by entrance a line a floor, the highest first; one line
/// where no floor is known.
pub fn rows(stops: &[Stop]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for stop in stops {
        match rows.last_mut() {
            Some(row) if row.floor == stop.door.floor && row.entrance == stop.door.entrance => {
                row.stops.push(stop.clone());
            }
            _ => rows.push(Row {
                entrance: stop.door.entrance.clone(),
                floor: stop.door.floor,
                stops: vec![stop.clone()],
            }),
        }
    }
    rows
}

/// The door to go to next: the first one left after this one, or, at the end of the walk, the
/// first one left at all. Never the one just left behind.
pub fn next_door(stops: &[Stop], after: Option<DoorId>) -> Option<DoorId> {
    let place = after.and_then(|after| stops.iter().position(|stop| stop.door.id == after));
    let (before, behind) = stops.split_at(place.map_or(0, |place| place + 1));
    behind
        .iter()
        .chain(before)
        .find(|stop| stop.standing == Standing::Left && Some(stop.door.id) != after)
        .map(|stop| stop.door.id)
}

/// What of a label fits a small square: `6` of `Flat 6`, `12A` as it is. A label without a
/// figure has no short form, and stays whole.
pub fn short_label(label: &str) -> &str {
    match label.rsplit_once(char::is_whitespace) {
        Some((_, last)) if last.contains(|c: char| c.is_ascii_digit()) => last,
        _ => label,
    }
}

#[cfg(test)]
mod tests {
    use super::super::dot::{Dot, LogId};
    use super::super::fact::Outcome;
    use super::*;

    fn door(n: u64, floor: Option<i16>) -> Door {
        let dot = |seq| Dot {
            log: LogId([1; 8]),
            seq,
        };
        Door {
            id: DoorId(dot(n)),
            stair: StairId(dot(1_000)),
            label: format!("Flat {n}"),
            entrance: None,
            floor,
            order: n as u32,
            uprn: None,
            gone: false,
        }
    }

    fn knock(outcome: Outcome, at: i64) -> Knock {
        Knock {
            dot: Dot {
                log: LogId([2; 8]),
                seq: 1,
            },
            outcome,
            at,
            recorded: at,
            later: false,
            by: "Amina".into(),
        }
    }

    /// An evening that began at 1,000.
    fn evening(now: i64) -> Tonight {
        Tonight {
            now,
            since: 1_000,
            today: 0,
            evening: 0,
        }
    }

    fn stops(standings: &[Standing]) -> Vec<Stop> {
        (1..)
            .zip(standings)
            .map(|(n, standing)| Stop {
                door: door(n, None),
                last: None,
                reached: *standing == Standing::Reached,
                standing: *standing,
                asked_not: None,
            })
            .collect()
    }

    #[test]
    fn nobody_home_tonight_is_tried_and_left_again_tomorrow() {
        let now = evening(1_000 + attempts::APART);
        assert_eq!(standing(None, false, now), Standing::Left);
        for outcome in [Outcome::NotHome, Outcome::ComeBack, Outcome::Inaccessible] {
            let tonight = knock(outcome, 1_000);
            let before = knock(outcome, 999);
            for due in [false, true] {
                assert_eq!(standing(Some(&tonight), due, now), Standing::Tried);
                assert_eq!(standing(Some(&before), due, now), Standing::Left);
            }
        }
        let spoken = knock(Outcome::Spoke, 1);
        assert_eq!(standing(Some(&spoken), false, now), Standing::Reached);
    }

    /// R11.3: an attempt in vain and the next one lie twenty hours apart, whatever night it is by then;
    /// who said to come back, or was promised something, is gone to.
    #[test]
    fn r11_3_a_door_where_nobody_was_is_left_alone_for_twenty_hours() {
        use Outcome::{ComeBack, Inaccessible, LeftLeaflet, NotHome};
        let last_night = 999;
        for (outcome, due, hours, expected) in [
            (NotHome, false, 12, Standing::Tried),
            (NotHome, false, 19, Standing::Tried),
            (NotHome, false, 20, Standing::Left),
            (NotHome, true, 12, Standing::Left),
            (Inaccessible, false, 19, Standing::Tried),
            (LeftLeaflet, false, 19, Standing::Tried),
            (LeftLeaflet, false, 20, Standing::Left),
            (ComeBack, false, 12, Standing::Left),
        ] {
            let now = evening(last_night + hours * 3_600);
            let found = standing(Some(&knock(outcome, last_night)), due, now);
            assert_eq!(found, expected, "{outcome:?} {due} {hours}");
        }
    }

    #[test]
    fn a_promise_that_is_due_leaves_the_door_until_somebody_speaks_there_tonight() {
        let since = evening(2_000);
        let before = knock(Outcome::Spoke, 999);
        let tonight = knock(Outcome::Spoke, 1_000);
        assert_eq!(standing(Some(&before), true, since), Standing::Left);
        assert_eq!(standing(Some(&tonight), true, since), Standing::Reached);
        let mut stops = stops(&[Standing::Left, Standing::Reached, Standing::Left]);
        stops[0].reached = true;
        let done = progress(&stops);
        assert_eq!((done.doors, done.left, done.reached), (3, 2, 2));
    }

    #[test]
    fn the_next_door_is_ahead_then_what_was_passed_and_never_the_same() {
        use Standing::{Left, NoKnock, Reached, Tried};
        let stops = stops(&[Left, Tried, Left, NoKnock, Reached, Left]);
        let id = |n: u64| door(n, None).id;
        assert_eq!(next_door(&stops, None), Some(id(1)));
        assert_eq!(next_door(&stops, Some(id(1))), Some(id(3)));
        assert_eq!(next_door(&stops, Some(id(3))), Some(id(6)));
        assert_eq!(next_door(&stops, Some(id(6))), Some(id(1)));
        assert_eq!(next_door(&stops[..2], Some(id(1))), None);
    }

    #[test]
    fn doors_not_to_be_knocked_and_no_homes_are_none_of_those_to_do() {
        use Standing::{Apart, Enough, Left, NoKnock, Reached, Tried};
        let shop = Apart(Behind::Shop);
        let stops = stops(&[shop, Left, Tried, NoKnock, Enough, Reached]);
        let done = progress(&stops);
        assert_eq!((done.doors, done.left, done.reached), (4, 1, 1));
        assert_eq!(done.apart, 1);
        assert_eq!(next_door(&stops, None), Some(door(2, None).id));
    }

    #[test]
    fn each_floor_is_a_row_and_a_street_is_one() {
        let of = |floors: &[Option<i16>]| {
            let stops: Vec<Stop> = (1..)
                .zip(floors)
                .map(|(n, floor)| Stop {
                    door: door(n, *floor),
                    last: None,
                    reached: false,
                    standing: Standing::Left,
                    asked_not: None,
                })
                .collect();
            rows(&stops)
                .into_iter()
                .map(|row| (row.floor, row.stops.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(&[Some(2), Some(2), Some(1), Some(0)]),
            [(Some(2), 2), (Some(1), 1), (Some(0), 1)]
        );
        assert_eq!(of(&[None, None, None]), [(None, 3)]);
        assert_eq!(of(&[]), []);
    }

    #[test]
    fn a_label_keeps_what_tells_doors_apart() {
        for (label, short) in [
            ("Flat 6", "6"),
            ("13A", "13A"),
            ("Flat 1B", "1B"),
            ("The Old Dairy", "The Old Dairy"),
            ("Flat B", "Flat B"),
        ] {
            assert_eq!(short_label(label), short);
        }
    }
}
