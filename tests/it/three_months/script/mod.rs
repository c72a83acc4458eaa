//! Three months of a campaign on a made-up estate, told once and played on any devices: two blocks of 300
//! homes, of two tenures; twelve nights, three organisers and thirty volunteers. What happens at a door comes
//! of a seed, what is recorded of it is recorded as pages record it, and beside it is kept what truly
//! happened, for whoever wants to know whether what organisers read is that.

mod asking;
mod doors;
mod estate;
mod leading;
mod meeting;
mod nights;
pub mod played;

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use stairwell::canvass::author::PersonId;
use stairwell::canvass::dot::Dot;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fold::State;
use stairwell::canvass::id::{DoorId, HouseholdId, StairId};

pub use estate::{Estate, HOMES_A_STAIR, Issue, OFTEN_NAMED, STAIRS, TENURES};
pub use leading::{ASKED_OF_EACH, TRIED_AND_FAILED, TRIED_AND_TESTED};
pub use nights::NIGHTS;

/// So many days it lasts, counted from 0.
pub const LAST_DAY: i32 = 90;
/// So many are organisers; everybody after them knocks.
pub const ORGANISERS: usize = 3;
/// So many knock.
pub const VOLUNTEERS: usize = 30;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// Somebody with a device: organisers first, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who(pub usize);

/// Who is in charge of most.
pub const OLWEN: Who = Who(0);
/// Another organiser.
pub const TARIQ: Who = Who(1);
/// The third, who trains.
pub const MARGED: Who = Who(2);

/// Everybody's names; made up, as everybody is.
const NAMES: [&str; ORGANISERS + VOLUNTEERS] = [
    "Olwen", "Tariq", "Marged", "Amina", "Beth", "Carys", "Dilwyn", "Emrys", "Farah", "Gethin",
    "Hana", "Ifor", "Jamila", "Kwame", "Lowri", "Mair", "Nesta", "Osian", "Parveen", "Rhys",
    "Sioned", "Tomos", "Ubah", "Vera", "Wyn", "Xenia", "Yusuf", "Zofia", "Bram", "Ceri", "Dewi",
    "Elin", "Ffion",
];

/// The made-up name of somebody.
pub fn name(who: Who) -> &'static str {
    NAMES[who.0]
}

/// What everybody's devices do: record, send and fetch. Whoever plays the three months brings them.
pub trait Devices {
    /// Somebody joins and is handed these stairs; an organiser everything.
    fn join(&mut self, who: Who, stairs: &[StairId], at: i64);
    /// Records on somebody's device, at a time.
    fn record(&mut self, who: Who, at: i64, drafts: &[Draft]) -> Vec<Dot>;
    /// Somebody's device sends what it has and fetches what is new.
    fn sync(&mut self, who: Who, at: i64);
    /// What somebody's device holds.
    fn state(&self, who: Who) -> &State;
    /// Who somebody is.
    fn person(&self, who: Who) -> PersonId;
}

/// What truly happened, whoever recorded it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// Homes that were tried.
    pub tried: BTreeSet<DoorId>,
    /// Homes where somebody came to the door.
    pub reached: BTreeSet<DoorId>,
    /// Homes that talked.
    pub spoken: BTreeSet<DoorId>,
    /// Homes that said what presses on them, by what it is.
    pub raised: BTreeMap<estate::Issue, BTreeSet<DoorId>>,
    /// Homes that signed on a sheet there is.
    pub signed: BTreeSet<DoorId>,
    /// Signatures: lines that somebody wrote on.
    pub lines: usize,
    /// Lines of those that are somebody's second.
    pub seconds: usize,
    /// Homes that said they would come to the meeting.
    pub said_yes: BTreeSet<DoorId>,
    /// Homes that came.
    pub came: BTreeSet<DoorId>,
}

/// What the campaign has come to, by what it is called in the script.
#[derive(Clone, Copy, Debug, Default)]
pub struct Made {
    pub issue: Option<Dot>,
    pub demand: Option<Dot>,
    pub petition: Option<Dot>,
    pub test: Option<Dot>,
    pub deputation: Option<Dot>,
    pub meeting: Option<Dot>,
}

/// The three months, as far as they are played.
#[derive(Clone)]
pub struct Play<D> {
    /// Everybody's devices.
    pub devices: D,
    /// The estate.
    pub estate: Estate,
    /// What truly happened.
    pub truth: Truth,
    /// What there is.
    pub made: Made,
    /// The leaders who agreed to bring homes: their own, and those.
    pub lists: Vec<(HouseholdId, Vec<HouseholdId>)>,
    /// The first day: days since 1970-01-01.
    start: i32,
    luck: ChaCha20Rng,
    /// Nights that were walked.
    walked: usize,
    /// Those at whose doors nobody is to be seen again.
    shut: BTreeSet<DoorId>,
    /// The next free line of each stair's sheets.
    next_line: Vec<(u16, u8)>,
}

impl<D: Devices> Play<D> {
    /// The estate is listed and everybody joins, on a day (days since 1970-01-01).
    pub fn begin(mut devices: D, start: i32, seed: u64) -> Play<D> {
        let mut luck = ChaCha20Rng::seed_from_u64(seed);
        let at = i64::from(start) * DAY + 10 * HOUR;
        for who in (0..ORGANISERS).map(Who) {
            devices.join(who, &[], at);
        }
        let estate = Estate::list(&mut devices, at, &mut luck);
        devices.sync(OLWEN, at);
        for who in (ORGANISERS..ORGANISERS + VOLUNTEERS).map(Who) {
            let stairs = nights::stairs_of(who).map(|stair| estate.stairs[stair]);
            devices.join(who, &stairs.collect::<Vec<_>>(), at);
        }
        let mut play = Play {
            devices,
            estate,
            truth: Truth::default(),
            made: Made::default(),
            lists: Vec::new(),
            start,
            luck,
            walked: 0,
            shut: BTreeSet::new(),
            next_line: (0..STAIRS as u16).map(|stair| (stair * 3 + 1, 1)).collect(),
        };
        play.train();
        play
    }

    /// A day of it: days since 1970-01-01.
    pub fn day(&self, day: i32) -> i32 {
        self.start + day
    }

    /// An hour of a day of it: seconds since 1970.
    pub fn at(&self, day: i32, hour: i64) -> i64 {
        i64::from(self.day(day)) * DAY + hour * HOUR
    }

    /// What an organiser's device holds.
    pub fn state(&self) -> &State {
        self.devices.state(OLWEN)
    }

    /// What an organiser records in the office, and everybody in it has afterwards.
    fn office(&mut self, who: Who, at: i64, drafts: &[Draft]) -> Vec<Dot> {
        self.devices.sync(who, at);
        let dots = self.devices.record(who, at, drafts);
        self.devices.sync(who, at);
        for other in (0..ORGANISERS).map(Who).filter(|other| *other != who) {
            self.devices.sync(other, at);
        }
        dots
    }

    /// So many of a hundred times.
    fn often(&mut self, of_hundred: u32) -> bool {
        self.luck.next_u32() % 100 < of_hundred
    }
}
