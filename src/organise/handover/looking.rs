//! A package is looked at before anything of it is recorded: anybody who knows the card could have made it.

use thiserror::Error;

use super::{Package, Reach};

/// A package is taken in for so many days from the day it was made. What homes agreed to is as old as it: whoever
/// took a yes back since then did so where the committee does not hear of it, and another file is made in a minute.
pub const FRESH_FOR: i32 = 30;
/// No package has more homes: four times those of the largest estate.
pub const MOST_HOMES: usize = 20_000;
/// No package has more of anything else, all told. What it takes to record one grows with it.
pub const MOST_ENTRIES: usize = 100_000;

/// Why a package is not taken in.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotTaken {
    /// It has no home.
    #[error("there are no homes in this file")]
    NoHomes,
    /// It was made longer ago than it is good for.
    #[error("this file was made too long ago, and homes may have said no since")]
    TooOld,
    /// It says that it was made on a day to come.
    #[error("this file says that it was made on a day that is still to come")]
    NotYet,
    /// There is more in it than in any.
    #[error("there is more in this file than in any hand-over")]
    TooMuch,
    /// It does not say whose it is.
    #[error("this file does not say which group it is from")]
    Nameless,
}

impl NotTaken {
    /// The catalogue's key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            NotTaken::NoHomes => "handover.file_no_homes",
            NotTaken::TooOld => "handover.file_old",
            NotTaken::NotYet => "handover.file_not_yet",
            NotTaken::TooMuch => "handover.file_too_much",
            NotTaken::Nameless => "handover.file_nameless",
        }
    }
}

impl Package {
    /// Looks whether this may be taken in on a day (days since 1970-01-01). A day more is let pass for whoever made
    /// it east of here.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub fn look(&self, today: i32) -> Result<(), NotTaken> {
        if self.homes().count() > MOST_HOMES || self.entries() > MOST_ENTRIES {
            return Err(NotTaken::TooMuch);
        }
        if self.homes().next().is_none() {
            return Err(NotTaken::NoHomes);
        }
        if self.from.group.trim().is_empty() || self.from.contact.trim().is_empty() {
            return Err(NotTaken::Nameless);
        }
        match today.saturating_sub(self.from.day) {
            age if age < -1 => Err(NotTaken::NotYet),
            age if age > FRESH_FOR => Err(NotTaken::TooOld),
            _ => Ok(()),
        }
    }

    /// How much there is in it besides homes.
    fn entries(&self) -> usize {
        let stairs = self.blocks.iter().flat_map(|block| &block.stairs);
        let of_stairs = stairs.map(|stair| 1 + stair.access.len());
        let of_homes = self.homes().map(|home| {
            let people = match &home.reach {
                Reach::PassedOn(people) => people.len(),
                Reach::NotSaid | Reach::AskAgain | Reach::No | Reach::TakenBack => 0,
            };
            home.access.len() + people
        });
        let demands = self.issues.iter().flat_map(|issue| &issue.demands);
        let of_demands = demands.map(|demand| 1 + demand.won.len());
        let of_issues = self.issues.iter().map(|issue| 1 + issue.closed.len());
        let all = of_stairs.chain(of_homes).chain(of_demands).chain(of_issues);
        self.blocks.len()
            + self.tests.len()
            + self.trained.len()
            + self.climbed.len()
            + all.sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::dwelling::Behind;
    use crate::canvass::fact::{BlockKind, StairKind};
    use crate::organise::handover::{Access, Block, Holder, Home, Stair, Trained};

    const TODAY: i32 = 20_790;

    fn home() -> Home {
        Home {
            label: "Flat 1".into(),
            entrance: None,
            floor: None,
            uprn: None,
            behind: Behind::Home,
            access: Vec::new(),
            tenure: None,
            no_knock: None,
            reach: Reach::NotSaid,
        }
    }

    fn package(homes: usize) -> Package {
        let stair = Stair {
            name: String::new(),
            kind: StairKind::Entrance,
            access: vec![Access::Stair("The door sticks".into())],
            homes: vec![home(); homes],
        };
        Package {
            from: Holder {
                group: "Larch Lane Action".into(),
                contact: "01632 960 001".into(),
                day: TODAY,
            },
            blocks: vec![Block {
                name: "Cambrian House".into(),
                kind: BlockKind::Building,
                estate: String::new(),
                stairs: vec![stair],
            }],
            issues: Vec::new(),
            tests: Vec::new(),
            trained: Vec::new(),
            climbed: Vec::new(),
        }
    }

    #[test]
    fn r12_2_a_file_is_taken_in_for_thirty_days_since_homes_may_say_no_after_it() {
        let package = package(6);
        let looked = |after: i32| package.look(TODAY + after);
        for after in [-1, 0, 1, 30] {
            assert_eq!(looked(after), Ok(()), "{after}");
        }
        for (after, why) in [
            (-2, NotTaken::NotYet),
            (31, NotTaken::TooOld),
            (400, NotTaken::TooOld),
        ] {
            assert_eq!(looked(after), Err(why), "{after}");
        }
        let mut ages_ago = package.clone();
        ages_ago.from.day = i32::MIN;
        assert_eq!(ages_ago.look(TODAY), Err(NotTaken::TooOld));
        ages_ago.from.day = i32::MAX;
        assert_eq!(ages_ago.look(i32::MIN), Err(NotTaken::NotYet));
    }

    #[test]
    fn r12_2_a_file_without_homes_of_nobody_or_of_more_than_any_has_is_not_taken() {
        assert_eq!(package(0).look(TODAY), Err(NotTaken::NoHomes));
        assert_eq!(package(MOST_HOMES).look(TODAY), Ok(()));
        assert_eq!(package(MOST_HOMES + 1).look(TODAY), Err(NotTaken::TooMuch));
        let mut nobodys = package(6);
        nobodys.from.contact = " ".into();
        assert_eq!(nobodys.look(TODAY), Err(NotTaken::Nameless));
        let trained = Trained {
            who: "Ade".into(),
            by: "Bea".into(),
            day: TODAY,
        };
        // One block, one stair, and one note of how to get in.
        let with = |n: usize| Package {
            trained: vec![trained.clone(); n],
            ..package(6)
        };
        assert_eq!(with(MOST_ENTRIES - 3).look(TODAY), Ok(()));
        let more = with(MOST_ENTRIES - 2).look(TODAY);
        assert_eq!(more, Err(NotTaken::TooMuch));
    }
}
