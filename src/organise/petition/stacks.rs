//! Stacks of sheets. What one organiser prints bears the next numbers; two who are both offline print the same ones, and
//! then "sheet 3, line 7" is two lines on two papers. Which stack keeps its numbers and which is given new ones by hand
//! is the same on every device: the earlier one keeps them. Until the new ones are written, and of what was noted before,
//! nobody knows from the number alone which paper a line is on.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::MOST_SHEETS;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::renumbered::{Renumbered, renumber};
use crate::organise::teams::standing;

/// Sheets that were printed at once, or given new numbers at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stack {
    /// The entry that says so; of several that say just the same the first.
    dot: Dot,
    /// When: seconds since 1970.
    at: i64,
    /// The printing it comes from: another entry where it was given new numbers.
    printing: Dot,
    /// Whether it came from a printer with these numbers.
    is_new: bool,
}

/// Which papers bore a number, in the order they came to: the earlier stack first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Bore {
    stacks: Vec<Stack>,
    /// Those that bear another now, by their entries: since when, and which.
    left: BTreeMap<Dot, (i64, u16)>,
}

impl Bore {
    /// The papers that bear it still.
    fn bear(&self) -> impl Iterator<Item = &Stack> {
        let all = self.stacks.iter();
        all.filter(|stack| !self.left.contains_key(&stack.dot))
    }

    /// Whether a line that was noted at a time may be on either of two papers.
    fn is_either(&self, noted: i64) -> bool {
        let still = self.bear().count() > 1;
        let written = self.left.values().map(|(at, _)| *at).max();
        self.stacks.len() > 1 && (still || written.is_some_and(|at| noted < at))
    }
}

/// The sheets of a petition by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stacks(BTreeMap<u16, Bore>);

impl Stacks {
    /// Every petition's.
    pub fn read(state: &State) -> BTreeMap<Dot, Stacks> {
        let mut all: BTreeMap<Dot, Stacks> = BTreeMap::new();
        let mut printed = printed_at(state);
        let renumbered = renumbered_at(state);
        printed.extend(renumbered.iter().map(|(said, (dot, at))| {
            let last = said.to.saturating_add(said.last.saturating_sub(said.first));
            (*at, *dot, (said.petition, said.to, last), Some(said.of))
        }));
        printed.sort_unstable_by_key(|(at, dot, ..)| (*at, *dot));
        let whence: BTreeMap<Dot, Option<Dot>> =
            printed.iter().map(|(_, dot, _, of)| (*dot, *of)).collect();
        for (at, dot, (petition, first, last), of) in printed {
            let stack = Stack {
                dot,
                at,
                printing: printing(&whence, dot),
                is_new: of.is_none(),
            };
            let of_it = all.entry(petition).or_default();
            for sheet in numbers(first, last) {
                let bore = of_it.0.entry(sheet).or_default();
                // A device knows what it printed itself: the same once more is what it recorded twice.
                let again = |it: &Stack| it.is_new && stack.is_new && it.dot.log == dot.log;
                if !bore.stacks.iter().any(again) {
                    bore.stacks.push(stack);
                }
            }
        }
        for (said, (_, at)) in renumbered {
            let Some(of_it) = all.get_mut(&said.petition) else {
                continue;
            };
            for sheet in numbers(said.first, said.last) {
                let new = said.to.saturating_add(sheet - said.first);
                if let Some(bore) = of_it.0.get_mut(&sheet)
                    && bore.stacks.iter().any(|it| it.dot == said.of)
                {
                    // Whoever wrote one first, another cannot be written over the same paper's old number.
                    let written = bore.left.entry(said.of).or_insert((at, new));
                    *written = (*written).min((at, new));
                }
            }
        }
        all
    }

    /// Whether a sheet of this number was printed, or has it by hand.
    pub fn has(&self, sheet: u16) -> bool {
        self.0.contains_key(&sheet)
    }

    /// The highest number there is; 0 where there is none.
    pub fn last(&self) -> u16 {
        self.0.last_key_value().map_or(0, |(last, _)| *last)
    }

    /// Whether a line of a sheet that was noted at a time may be on either of two papers.
    pub fn is_either(&self, sheet: u16, noted: i64) -> bool {
        self.0.get(&sheet).is_some_and(|bore| bore.is_either(noted))
    }

    /// The numbers that papers bear now on which such a line may be, the lowest first; none while two bear the same.
    pub fn now(&self, sheet: u16) -> Vec<u16> {
        let Some(bore) = self.0.get(&sheet) else {
            return Vec::new();
        };
        let still = bore.bear().count();
        let new = bore.left.values().map(|(_, new)| *new);
        let stays = (still == 1).then_some(sheet);
        let mut now: Vec<u16> = stays.into_iter().chain(new).collect();
        now.sort_unstable();
        now.dedup();
        match still > 1 {
            true => Vec::new(),
            false => now,
        }
    }

    /// The sheets whose number two papers bear, as runs of which the same two do.
    fn twice(&self) -> Vec<(RangeInclusive<u16>, [Stack; 2])> {
        let mut runs: Vec<(RangeInclusive<u16>, [Stack; 2])> = Vec::new();
        for (sheet, bore) in &self.0 {
            let mut bear = bore.bear();
            let (Some(stays), Some(moves)) = (bear.next(), bear.next()) else {
                continue;
            };
            let both = [*stays, *moves];
            match runs.last_mut() {
                Some((run, of)) if *of == both && run.end().checked_add(1) == Some(*sheet) => {
                    *run = *run.start()..=*sheet;
                }
                _ => runs.push((*sheet..=*sheet, both)),
            }
        }
        runs
    }
}

/// No more than anybody prints at once, whatever an entry says.
fn numbers(first: u16, last: u16) -> RangeInclusive<u16> {
    first.max(1)..=last.min(first.saturating_add(MOST_SHEETS - 1))
}

/// What was printed: when, by which entry, of which petition and from which number to which.
type Printing = (i64, Dot, (Dot, u16, u16), Option<Dot>);

fn printed_at(state: &State) -> Vec<Printing> {
    let all = standing(state, Kind::SHEETS, |fact| match fact {
        Fact::Sheets { said } => Some((said, Vec::new())),
        _ => None,
    });
    let all = all.into_iter().filter_map(|(dot, _, said)| {
        let at = state.happened_at(dot)?;
        Some((at, dot, (said.petition, said.first, said.last), None))
    });
    all.collect()
}

/// What was given new numbers, by which entry and when: two who said just the same at once said it once.
fn renumbered_at(state: &State) -> BTreeMap<Renumbered, (Dot, i64)> {
    let all = standing(state, Kind::RENUMBERED, |fact| match fact {
        Fact::Renumbered { said } => Some((said, Vec::new())),
        _ => None,
    });
    let mut first: BTreeMap<Renumbered, (Dot, i64)> = BTreeMap::new();
    for (dot, _, said) in all {
        let Some(at) = state.happened_at(dot) else {
            continue;
        };
        let known = first.entry(said).or_insert((dot, at));
        *known = (known.0.min(dot), known.1.min(at));
    }
    first
}

/// The printing that a stack comes from.
fn printing(whence: &BTreeMap<Dot, Option<Dot>>, dot: Dot) -> Dot {
    let mut at = dot;
    // As often as there are stacks: what names itself in a ring comes from nowhere.
    for _ in 0..whence.len() {
        match whence.get(&at).copied().flatten() {
            Some(of) if whence.contains_key(&of) => at = of,
            _ => break,
        }
    }
    at
}

/// Who printed a stack, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedBy {
    /// The organiser's name.
    pub who: String,
    /// When: seconds since 1970.
    pub at: i64,
}

/// Sheets whose numbers two papers bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twice {
    /// The numbers.
    pub sheets: RangeInclusive<u16>,
    /// Whose sheets keep them: those that were printed first.
    pub keeps: PrintedBy,
    /// On whose sheets new ones are to be written over them.
    pub changes: PrintedBy,
    /// The new number of the first; the others follow it. `None` where there are no numbers left.
    pub to: Option<u16>,
    of: Dot,
    petition: Dot,
}

impl Twice {
    /// That the new numbers were written. `None` where there are none left.
    pub fn written(&self) -> Option<Draft> {
        renumber(Renumbered {
            petition: self.petition,
            of: self.of,
            first: *self.sheets.start(),
            last: *self.sheets.end(),
            to: self.to?,
        })
    }
}

/// Which sheets of a petition were printed twice, and what is to be done about it: the lowest numbers first. Once that
/// is done they are none of these any more.
pub fn printed_twice(state: &State, petition: Dot) -> Vec<Twice> {
    let all = Stacks::read(state);
    let Some(stacks) = all.get(&petition) else {
        return Vec::new();
    };
    let printed_by = |stack: &Stack| PrintedBy {
        who: estate::name_of(state, stack.printing),
        at: state.happened_at(stack.printing).unwrap_or(stack.at),
    };
    let mut last = stacks.last();
    let runs = stacks.twice().into_iter();
    let twice = runs.map(|(sheets, [keeps, changes])| {
        let many = sheets.end() - sheets.start() + 1;
        let next = super::next(state, &all, (petition, last), many);
        let (to, found) = next.map_or((None, many), |(first, last)| {
            (Some(first), last - first + 1)
        });
        last = next.map_or(last, |(_, last)| last);
        Twice {
            // As many as follow each other: the rest is one of these again afterwards.
            sheets: *sheets.start()..=sheets.start() + (found - 1),
            keeps: printed_by(&keeps),
            changes: printed_by(&changes),
            to,
            of: changes.dot,
            petition,
        }
    });
    twice.collect()
}
