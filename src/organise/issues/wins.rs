//! What came of a demand, for whom. It is never won as such: those of one tenure may have it in writing
//! while those next door were not offered it, and both stand here.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::demand::{Step, Won};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate::name_of;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::organise::teams::{same, standing};

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it is recorded: to be told that it was wrong.
    pub dot: Dot,
    /// How far it came.
    pub step: Step,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// Which organiser wrote it down.
    pub by: String,
}

/// How a demand stands for those of one tenure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// All that came of it, the newest day first; nothing where nobody has asked for them.
    pub log: Vec<Entry>,
}

impl Cell {
    /// How it stands now: by the newest day; several where organisers wrote down different things of
    /// that day.
    pub fn now(&self) -> &[Entry] {
        let newest = self.log.first().map(|entry| entry.day);
        let older = self.log.iter().position(|entry| Some(entry.day) != newest);
        &self.log[..older.unwrap_or(self.log.len())]
    }
}

/// A demand's cells, by tenure as it is recorded of homes.
pub type Row = BTreeMap<String, Cell>;

/// What came of each demand.
pub(super) fn wins(state: &State) -> BTreeMap<Dot, Row> {
    let all = standing(state, Kind::WON, |fact| match fact {
        Fact::Won { said } => {
            let instead = said.instead.clone();
            Some((said, instead))
        }
        _ => None,
    });
    let mut found: BTreeMap<Dot, Row> = BTreeMap::new();
    for (dot, _, said) in all {
        let tenure = same(&said.tenure);
        if tenure.is_empty() {
            continue; // Of nobody's homes, or it was taken out.
        }
        let row = found.entry(said.demand).or_default();
        row.entry(tenure).or_default().log.push(Entry {
            dot,
            step: said.step,
            day: said.day,
            by: name_of(state, dot),
        });
    }
    for cell in found.values_mut().flat_map(BTreeMap::values_mut) {
        cell.log
            .sort_by(|a, b| b.day.cmp(&a.day).then(b.dot.cmp(&a.dot)));
    }
    found
}

/// The tenures there are columns for: of homes, and of what came of any demand.
pub(super) fn tenures<'a>(
    homes: impl Iterator<Item = &'a String>,
    rows: &'a BTreeMap<Dot, Row>,
) -> BTreeSet<String> {
    let won = rows.values().flat_map(BTreeMap::keys);
    homes.chain(won).cloned().collect()
}

/// A step more, for those of one tenure. `None` where no tenure is named, or a written promise names no
/// document.
pub fn came_of_it(demand: Dot, tenure: &str, step: Step, day: i32) -> Option<Draft> {
    let step = match step {
        Step::Written { document } => {
            let document = document.trim().to_string();
            (!document.is_empty()).then_some(Step::Written { document })?
        }
        other => other,
    };
    let tenure = same(tenure);
    let said = Won {
        demand,
        tenure,
        step,
        day,
        instead: Vec::new(),
    };
    (!said.tenure.is_empty()).then(|| Draft::new(Stream::Inner, Fact::Won { said }, Vec::new()))
}

/// An entry of the log was wrong: it stands no more.
pub fn was_wrong(demand: Dot, entry: &Entry) -> Draft {
    let said = Won {
        demand,
        tenure: String::new(),
        step: entry.step.clone(),
        day: entry.day,
        instead: vec![entry.dot],
    };
    Draft::new(Stream::Inner, Fact::Won { said }, Vec::new())
}
