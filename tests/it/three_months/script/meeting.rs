//! A deputation, a meeting, and what came of the demand: for one tenure, and not yet for the other.

use stairwell::canvass::act::{Act, acted};
use stairwell::canvass::demand::Step;
use stairwell::canvass::deputation::{Counting, Deputation, Notice};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::estate;
use stairwell::canvass::id::{DoorId, HouseholdId};
use stairwell::organise::deputation::{plan, speaks};
use stairwell::organise::issues::came_of_it;
use stairwell::organise::meetings::{self, sign_in};

use super::nights::Asks;
use super::{Devices, LAST_DAY, MARGED, OLWEN, Play, TARIQ, TENURES};

impl<D: Devices> Play<D> {
    /// A deputation is told of and a meeting called; two nights ask people to come to it; three leaders go.
    pub fn go_to_the_council(&mut self) {
        let said = Deputation {
            of: None,
            council: "westminster".into(),
            subject: "Dry homes".into(),
            to: "The housing committee".into(),
            meeting: self.day(72),
            notice: Some(Notice {
                days: 3,
                counting: Counting::ClearWorkingDays,
                at: Some(600),
            }),
            instead: Vec::new(),
        };
        let deputation = self.office(OLWEN, self.at(58, 11), &[plan(None, said).unwrap()])[0];
        let speakers: Vec<HouseholdId> = self.lists.iter().take(3).map(|(home, _)| *home).collect();
        let named = ["Ann Made-Up", "Bob Made-Up", "Cai Made-Up"];
        let drafts = speakers
            .iter()
            .zip(named)
            .map(|(home, name)| speaks(deputation, Some(*home), name, Some(self.day(59))).unwrap());
        let drafts: Vec<Draft> = drafts.collect();
        self.office(OLWEN, self.at(59, 11), &drafts);
        let meeting = meetings::Plan {
            what: "Both blocks together".into(),
            day: self.day(75),
            from: 18 * 60 + 30,
            place: "The hall at Hazel House".into(),
        };
        let meeting = meetings::set_up(&meeting, self.day(60)).unwrap();
        let meeting = self.office(TARIQ, self.at(60, 11), &[meeting])[0];
        (self.made.deputation, self.made.meeting) = (Some(deputation), Some(meeting));
        self.night(Asks::ToCome);
        self.night(Asks::ToCome);
        let went = |home: &HouseholdId| acted(*home, Act::WentAlong, self.day(72), Vec::new());
        let went: Vec<Draft> = speakers.iter().map(went).collect();
        self.office(OLWEN, self.at(72, 20), &went);
        self.came_of_it(
            0,
            Step::Written {
                document: "Letter to council tenants".into(),
            },
            73,
        );
    }

    /// Whoever comes to the meeting is signed in at its door.
    pub fn meet(&mut self) {
        let meeting = self.made.meeting.unwrap();
        let mut drafts = Vec::new();
        for (doors, lives) in self.estate.doors.iter().zip(&self.estate.lives) {
            for (door, life) in doors.iter().zip(lives) {
                if life.comes && self.truth.spoken.contains(door) {
                    self.truth.came.insert(*door);
                    drafts.push(self.signs_in(*door, life.depth, meeting));
                }
            }
        }
        self.office(MARGED, self.at(75, 19), &drafts);
    }

    fn signs_in(&self, door: DoorId, depth: u16, meeting: stairwell::canvass::dot::Dot) -> Draft {
        let home = estate::household(self.state(), door);
        let people = if depth == 2 { 2 } else { 1 };
        sign_in(meeting, home, people, self.day(75))
    }

    /// Council tenants have it; of the private ones nothing is heard yet.
    pub fn win(&mut self) {
        self.came_of_it(0, Step::Delivered, 85);
        for who in [OLWEN, TARIQ, MARGED] {
            self.devices.sync(who, self.at(LAST_DAY, 12));
        }
    }

    fn came_of_it(&mut self, tenure: usize, step: Step, day: i32) {
        let demand = self.made.demand.unwrap();
        let draft = came_of_it(demand, TENURES[tenure], step, self.day(day)).unwrap();
        self.office(TARIQ, self.at(day, 12), &[draft]);
    }
}
