//! The nights: who goes where, and what is said when the doors are done.

use std::collections::BTreeMap;

use stairwell::canvass::draft::Draft;
use stairwell::canvass::shift;
use stairwell::canvass::slot::Slot;
use stairwell::canvass::training::{Debriefed, Rung};
use stairwell::canvass::walk::Tonight;
use stairwell::organise::training::{climbed, debrief, trained};
use stairwell::organise::{lead, teams};

use super::{Devices, MARGED, OLWEN, ORGANISERS, Play, STAIRS, TARIQ, VOLUNTEERS, Who, name};

/// The nights: each its day, and the hour at which people set out. Six listen, four ask for a signature, and
/// two ask people to a meeting.
pub const NIGHTS: [(i32, i64); 12] = [
    (1, 18),
    (5, 14),
    (8, 18),
    (12, 14),
    (15, 18),
    (19, 14),
    (36, 18),
    (40, 14),
    (43, 18),
    (47, 14),
    (64, 18),
    (68, 14),
];
/// So many go out, each to a stair of their own.
pub(super) const VOLUNTEERS_A_NIGHT: usize = 10;
/// Which half of the estate is walked: a stair's nights are at different times of the week.
const HALVES: [usize; 12] = [0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 1];

/// Who goes to which stair on a night.
fn rota(night: usize) -> impl Iterator<Item = (Who, usize)> {
    (0..VOLUNTEERS_A_NIGHT).map(move |n| {
        let who = Who(ORGANISERS + (night * VOLUNTEERS_A_NIGHT + n) % VOLUNTEERS);
        (who, HALVES[night] * STAIRS / 2 + n)
    })
}

/// The stairs that somebody goes to, on any night.
pub(super) fn stairs_of(who: Who) -> impl Iterator<Item = usize> {
    let all = (0..NIGHTS.len()).flat_map(rota);
    let mut own: Vec<usize> = all
        .filter(|(it, _)| *it == who)
        .map(|(_, stair)| stair)
        .collect();
    own.sort_unstable();
    own.dedup();
    own.into_iter()
}

/// What is asked on a night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Nothing,
    ToSign,
    ToCome,
}

impl<D: Devices> Play<D> {
    /// The first night.
    pub fn first_night(&mut self) {
        self.night(Asks::Nothing);
    }

    /// Six nights of listening.
    pub fn listen(&mut self) {
        while self.walked < 6 {
            self.night(Asks::Nothing);
        }
    }

    /// The next night: ten go out, come home, and it is talked over.
    pub(super) fn night(&mut self, asks: Asks) {
        let night = self.walked;
        let (day, hour) = NIGHTS[night];
        let begins = self.at(day, hour);
        let turfs: Vec<Draft> = rota(night)
            .flat_map(|(who, stair)| {
                let people = [name(who).to_string()];
                teams::work(self.estate.turfs[stair], self.day(day), &people)
            })
            .collect();
        let leads = lead::lead(self.state(), self.day(day), name(OLWEN));
        let plan = [turfs, leads.into_iter().collect()].concat();
        self.office(OLWEN, self.at(day, 9), &plan);
        let slot = Slot::of(begins, Tonight::in_utc(begins));
        for (who, stair) in rota(night) {
            self.devices.sync(who, begins - 600);
            self.walk(who, stair, begins, slot, asks);
        }
        if night == 0 {
            self.heard_twice(begins);
        }
        for (who, _) in rota(night) {
            let end = shift::ended(self.devices.state(who), self.devices.person(who));
            self.devices.record(who, begins + 9_000, &[end]);
            self.devices.sync(who, begins + 9_600);
        }
        self.walked += 1;
        self.talk_over(day, begins + 10_800);
    }

    /// What was said when the doors were done, and who did what for the first time.
    fn talk_over(&mut self, day: i32, at: i64) {
        let said = Debriefed {
            day: self.day(day),
            rose: "People want the meeting".into(),
            thorn: "The lift in Rowan Court".into(),
            bud: "Two stairs ask for a sheet of their own".into(),
            heard: "Nobody answers the repairs line".into(),
            ..Debriefed::default()
        };
        self.office(TARIQ, at, &[debrief::keep(said, Vec::new())]);
        let night = self.walked - 1;
        let climbs: Vec<Draft> = rota(night)
            .take(3)
            .filter_map(|(who, _)| {
                let rung = Rung::ALL[(night / 3).min(Rung::ALL.len() - 1)];
                climbed(self.state(), name(who), rung, name(MARGED), self.day(day))
            })
            .collect();
        self.office(MARGED, at, &climbs);
    }

    /// Marged trains ten, and each of these two more.
    pub(super) fn train(&mut self) {
        let mut pairs = BTreeMap::new();
        for n in 0..VOLUNTEERS {
            let by = if n < 10 {
                MARGED
            } else {
                Who(ORGANISERS + (n - 10) / 2)
            };
            pairs.insert(ORGANISERS + n, by);
        }
        let day = self.day(0);
        let drafts = pairs.into_iter().filter_map(|(who, by)| {
            trained(self.devices.state(MARGED), name(Who(who)), name(by), day)
        });
        let drafts: Vec<Draft> = drafts.collect();
        self.office(MARGED, self.at(0, 12), &drafts);
    }
}
