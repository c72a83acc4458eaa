//! A campaign as it grows: for each thousand events a stair of a hundred doors, to which twenty phones
//! came, each with a log of fifty events in one batch. A phone goes to fifty stairs.

use stairwell::sync::device::Device;

use crate::camp::{Camp, visited};

/// Stairs that a phone reaches, and phones that reach them.
const STAIRS_A_TEAM: u64 = 50;
const PHONES_A_TEAM: u16 = 20;
/// Events of a log.
pub const EACH: usize = 50;
/// Events on a stair before tonight.
const ON_A_STAIR: u64 = EACH as u64 * PHONES_A_TEAM as u64;

/// A campaign's stairs and the teams that go there.
pub struct Town<'s> {
    pub camp: Camp<'s>,
    pub stairs: u64,
    teams: Vec<Vec<Device>>,
    /// The teams of tonight.
    tonight: Vec<Vec<Device>>,
}

impl<'s> Town<'s> {
    /// One of so many events.
    pub fn of(mut camp: Camp<'s>, events: u64) -> Town<'s> {
        let stairs = events / ON_A_STAIR;
        let mut teams = || -> Vec<Vec<Device>> {
            (0..stairs)
                .step_by(STAIRS_A_TEAM as usize)
                .map(|first| {
                    let reach = first..stairs.min(first + STAIRS_A_TEAM);
                    camp.volunteers(reach, PHONES_A_TEAM)
                })
                .collect()
        };
        let (before, tonight) = (teams(), teams());
        Town {
            camp,
            stairs,
            teams: before,
            tonight,
        }
    }

    /// Every phone that ever wrote.
    pub fn phones(&self) -> Vec<Device> {
        let teams = self.teams.iter().chain(&self.tonight);
        teams.flatten().cloned().collect()
    }

    /// All that was there before tonight: the board, the doors, and what was recorded.
    pub fn before(&mut self) -> Vec<Vec<u8>> {
        let mut batches = self.camp.listed(self.stairs);
        for n in 0..self.stairs {
            let team = &self.teams[(n / STAIRS_A_TEAM) as usize];
            batches.extend(visited(n, (0, team), (EACH, EACH), &mut self.camp.chance));
        }
        batches
    }

    /// What so many logs bring that are new tonight, from the `first` on; no two the same.
    pub fn new_tonight(&mut self, first: u64, logs: u64) -> Vec<Vec<u8>> {
        let mut batches = Vec::new();
        for nth in first..first + logs {
            let n = nth % self.stairs;
            let team = &self.tonight[(n / STAIRS_A_TEAM) as usize];
            let device = &team[(nth / self.stairs % u64::from(PHONES_A_TEAM)) as usize];
            // A number that no phone before has, and no earlier log of tonight's.
            let by = 1_000 + nth;
            let one = std::slice::from_ref(device);
            batches.extend(visited(n, (by, one), (EACH, EACH), &mut self.camp.chance));
        }
        batches
    }
}
