//! Who people listen to: named by neighbours, talked to, asked to bring homes, and tested by who came.

use stairwell::canvass::draft::Draft;
use stairwell::canvass::estate;
use stairwell::canvass::id::{DoorId, HouseholdId};
use stairwell::organise::leaders::{agreed, came, promised, talked_to};

use super::{Devices, MARGED, OFTEN_NAMED, OLWEN, Play};

/// Leaders of so many stairs, from the first, bring the homes they agreed to bring.
pub const TRIED_AND_TESTED: usize = 10;
/// Those of so many after them bring nobody.
pub const TRIED_AND_FAILED: usize = 2;
/// So many homes each.
pub const ASKED_OF_EACH: usize = 6;
/// Where those live, on each stair.
const ASKED: [usize; 10] = [0, 3, 10, 13, 20, 23, 1, 11, 21, 26];

impl<D: Devices> Play<D> {
    /// Those whom neighbours name are talked to, and agree to bring six homes each.
    pub fn find_leaders(&mut self) {
        for stair in 0..TRIED_AND_TESTED + TRIED_AND_FAILED {
            let leader = self.estate.doors[stair][OFTEN_NAMED];
            let home = estate::household(self.state(), leader);
            let talked = talked_to(self.state(), home, self.day(24));
            self.office(OLWEN, self.at(24, 15), &[talked]);
            let moved = stair < TRIED_AND_TESTED;
            let homes = self.brought(stair, moved);
            self.lists.push((home, homes));
        }
        for (home, homes) in self.lists.clone() {
            let (task, by) = ("Sign the petition", self.day(50));
            let draft = agreed(self.state(), home, task, &homes, by).unwrap();
            self.office(MARGED, self.at(28, 15), &[draft]);
        }
    }

    /// Six homes of a stair, who from now on do what the one who asks them does, or do not.
    fn brought(&mut self, stair: usize, moved: bool) -> Vec<HouseholdId> {
        let open = |place: &usize| !self.shut.contains(&self.estate.doors[stair][*place]);
        let places: Vec<usize> = ASKED.into_iter().filter(open).take(ASKED_OF_EACH).collect();
        for place in &places {
            let life = &mut self.estate.lives[stair][*place];
            life.brought(moved);
        }
        let doors = places.iter().map(|place| self.estate.doors[stair][*place]);
        doors
            .map(|door| estate::household(self.state(), door))
            .collect()
    }

    /// Which of the homes on their lists signed.
    pub(super) fn note_who_came(&mut self) {
        let signed = |home: &HouseholdId| match home {
            HouseholdId::FirstOf(door) => self.truth.signed.contains(door),
            HouseholdId::Since(_) => false,
        };
        let drafts: Vec<Draft> = promised(self.state())
            .into_iter()
            .map(|(home, asked)| {
                let who: Vec<HouseholdId> = asked.homes.iter().copied().filter(signed).collect();
                came(self.state(), home, &asked, &who, self.day(50))
            })
            .collect();
        self.office(OLWEN, self.at(50, 15), &drafts);
    }

    /// The doors of the leaders who brought somebody.
    pub fn tested(&self) -> Vec<DoorId> {
        let stairs = self.estate.doors.iter().take(TRIED_AND_TESTED);
        stairs.map(|doors| doors[OFTEN_NAMED]).collect()
    }
}
