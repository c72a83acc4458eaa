//! The estate: two blocks of ten stairs, ten floors of three flats each; and what is so behind its doors,
//! which nobody knows before they ask.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng;
use stairwell::canvass::about::USUAL_DAYS;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::{BlockKind, Fact, Source, StairKind};
use stairwell::canvass::id::{BlockId, DoorId, Id, QuestionId, StairId, TurfId};
use stairwell::canvass::slot::Slot;
use stairwell::canvass::stream::Stream;
use stairwell::canvass::tenure;
use stairwell::locales;
use stairwell::organise::{estates, listening};

use super::{Devices, OLWEN};

/// So many stairs, ten a block.
pub const STAIRS: usize = 20;
/// So many homes each.
pub const HOMES_A_STAIR: usize = 30;
/// The home of each stair, by its place, whose people neighbours name.
pub const OFTEN_NAMED: usize = 7;
/// How each block's homes are held.
pub const TENURES: [&str; 2] = ["council", "private"];
const BLOCKS: [&str; 2] = ["Hazel House", "Rowan Court"];
const STAIRS_A_BLOCK: usize = STAIRS / 2;

/// What presses on a home, by its place among the script's choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Issue {
    Damp = 1,
    Rent = 2,
    Lift = 4,
}

/// What is so behind a door.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    /// How often of a hundred times somebody comes to the door, by the time of day.
    evening: u32,
    weekend: u32,
    /// They would rather not talk.
    pub refuses: bool,
    /// They speak a language that whoever knocks does not.
    pub other_language: bool,
    pub issue: Issue,
    /// How far they would go: a place among the script's choices.
    pub depth: u16,
    /// They sign when they are asked.
    pub signs: bool,
    /// They say that they will come, and whether they do.
    pub says_yes: bool,
    pub comes: bool,
}

impl Life {
    /// How often of a hundred times somebody comes to the door.
    pub fn in_at(&self, slot: Slot) -> u32 {
        match slot {
            Slot::Weekend => self.weekend,
            Slot::Evening | Slot::Day => self.evening,
        }
    }

    /// Somebody they listen to has asked them: they are in, and do as that one does.
    pub(super) fn brought(&mut self, moved: bool) {
        (self.evening, self.weekend) = (100, 100);
        (self.refuses, self.other_language) = (false, false);
        self.signs = moved;
    }

    fn random(luck: &mut ChaCha20Rng, stair: usize) -> Life {
        let mut of_hundred = || luck.next_u32() % 100;
        // Some are hardly ever in, and no two are in as often.
        let evening = 10 + of_hundred() % 60;
        let weekend = 10 + of_hundred() % 60;
        let own = match stair < STAIRS_A_BLOCK {
            true => Issue::Damp,
            false => Issue::Rent,
        };
        let issue = if of_hundred() < 60 { own } else { Issue::Lift };
        let says_yes = of_hundred() < 35;
        Life {
            evening,
            weekend,
            refuses: of_hundred() < 12,
            other_language: of_hundred() < 4,
            issue,
            depth: (of_hundred() % 3) as u16,
            signs: of_hundred() < 75,
            says_yes,
            comes: (says_yes && of_hundred() < 45) || of_hundred() < 2,
        }
    }
}

/// The estate as it is listed, and what is so behind its doors.
#[derive(Clone)]
pub struct Estate {
    pub stairs: Vec<StairId>,
    /// By stair, in walk order.
    pub doors: Vec<Vec<DoorId>>,
    pub lives: Vec<Vec<Life>>,
    /// The listening script's, in its order.
    pub questions: Vec<QuestionId>,
    /// One a stair.
    pub turfs: Vec<TurfId>,
}

impl Estate {
    /// An organiser lists it, says how it is held, and writes down the script that listens.
    pub(super) fn list(devices: &mut impl Devices, at: i64, luck: &mut ChaCha20Rng) -> Estate {
        let mut record = |drafts: &[Draft]| devices.record(OLWEN, at, drafts);
        record(&[
            listening::about_us("Tenants of Hazel and Rowan", "01632 960 001", ""),
            listening::kept("What you tell us", "To win repairs together", USUAL_DAYS),
        ]);
        let block = |name: &&str| {
            let (name, kind) = ((*name).to_string(), BlockKind::Building);
            Draft::new(Stream::Board, Fact::Block { name, kind }, Vec::new())
        };
        let blocks = record(&BLOCKS.iter().map(block).collect::<Vec<_>>());
        let blocks: Vec<BlockId> = blocks.into_iter().map(BlockId).collect();
        let stair = |n: usize| {
            let (name, kind) = (format!("{}", n % STAIRS_A_BLOCK + 1), StairKind::Entrance);
            let block = blocks[n / STAIRS_A_BLOCK].into();
            Draft::new(Stream::Board, Fact::Stair { name, kind }, vec![block])
        };
        let stairs = record(&(0..STAIRS).map(stair).collect::<Vec<_>>());
        let stairs: Vec<StairId> = stairs.into_iter().map(StairId).collect();
        let mut doors = Vec::new();
        for (n, stair) in stairs.iter().enumerate() {
            let drafts = (0..HOMES_A_STAIR).map(|place| door(n, *stair, place));
            let dots = record(&drafts.collect::<Vec<_>>());
            doors.push(dots.into_iter().map(DoorId).collect::<Vec<_>>());
        }
        let source = Fact::ListSource {
            source: Source::OwnDoors,
            doors: (STAIRS * HOMES_A_STAIR) as u32,
        };
        record(&[Draft::new(Stream::Board, source, Vec::new())]);
        let turf = |n: usize| {
            let name = format!(
                "{}, stair {}",
                BLOCKS[n / STAIRS_A_BLOCK],
                n % STAIRS_A_BLOCK + 1
            );
            let doors = doors[n].iter().map(|door| Id::from(*door));
            Draft::new(Stream::Board, Fact::Turf { name }, doors.collect())
        };
        let turfs = record(&(0..STAIRS).map(turf).collect::<Vec<_>>());
        let text = |key: &str| locales::fill(key, &[]);
        let questions = record(&listening::questions(text));
        let questions: Vec<QuestionId> = questions.into_iter().map(QuestionId).collect();
        record(&[listening::script(text, &questions, 1)]);
        let put = estates::put(devices.state(OLWEN), blocks.clone(), "Hazel and Rowan");
        devices.record(OLWEN, at, &put);
        // Of the last stair of each block nobody says beforehand how it is held.
        for (n, stair) in stairs.iter().enumerate() {
            if n % STAIRS_A_BLOCK != STAIRS_A_BLOCK - 1 {
                let held = TENURES[n / STAIRS_A_BLOCK];
                let drafts = tenure::whole_stair(devices.state(OLWEN), *stair, held);
                devices.record(OLWEN, at, &drafts);
            }
        }
        let lives = (0..STAIRS)
            .map(|stair| {
                (0..HOMES_A_STAIR)
                    .map(|_| Life::random(luck, stair))
                    .collect()
            })
            .collect();
        Estate {
            stairs,
            doors,
            lives,
            questions,
            turfs: turfs.into_iter().map(TurfId).collect(),
        }
    }

    /// How a stair's homes are held.
    pub fn held(stair: usize) -> &'static str {
        TENURES[stair / STAIRS_A_BLOCK]
    }

    /// A flat's number: it goes on from stair to stair.
    pub fn number(stair: usize, place: usize) -> usize {
        stair % STAIRS_A_BLOCK * HOMES_A_STAIR + place + 1
    }
}

fn door(n: usize, stair: StairId, place: usize) -> Draft {
    let fact = Fact::Door {
        label: format!("Flat {}", Estate::number(n, place)),
        floor: Some((place / 3) as i16),
        order: place as u32,
        uprn: None,
    };
    Draft::new(Stream::Stair(stair), fact, Vec::new())
}
