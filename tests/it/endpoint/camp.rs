//! A campaign with somebody of each role, at an endpoint of its own.

use std::path::Path;

use stairwell::canvass::stream::Stream;
use stairwell::endpoint::Settings;
use stairwell::endpoint::clock::Clock;
use stairwell::endpoint::limits::Limits;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::wire::{RefusalCode, SyncAnswer, SyncRequest, Token, encode, path};
use tempfile::TempDir;

use super::hand::stair;
use super::{cluster, database};
use crate::site::{Answer, Desk, Site};

/// Everyone of a small campaign: Olwen organises, Tova trains on the first stair, Vera knocks
/// there, Bram on the second.
pub struct Camp {
    pub site: Site,
    pub olwen: Desk,
    pub tova: Desk,
    pub vera: Desk,
    pub bram: Desk,
    _folder: TempDir,
}

/// The seed of whoever begins it.
const FOUNDER: u64 = 4;
pub const FIRST: u64 = 1;
pub const SECOND: u64 = 2;

/// What reaches this stair and no other.
pub fn only(n: u64) -> Reach {
    Reach::Stairs(vec![stair(n).name()])
}

/// Settings for a folder of a test's own.
pub fn settings(folder: &Path) -> Settings {
    let data = folder.join("data");
    Settings {
        postgres: cluster::ready(&data),
        // Tests ask as often in a second as a campaign does in an evening.
        limits: Limits::rehearsing(),
        ..Settings::in_folder(&data)
    }
}

impl Camp {
    pub fn new() -> Camp {
        Camp::with(|_| {})
    }

    /// At an endpoint whose settings differ from the usual.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Camp {
        Camp::of(FOUNDER, change)
    }

    /// Another campaign: two of one founder that were begun in the same second are the same.
    pub fn another() -> Camp {
        Camp::of(FOUNDER + 100, |_| {})
    }

    fn of(founder: u64, change: impl FnOnce(&mut Settings)) -> Camp {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(folder.path());
        change(&mut settings);
        let mut site = Site::here(&settings);
        if settings.clock == Clock::Practice {
            site.plays = Some(1_773_077_400);
        }
        let mut olwen = Desk::founded(&site, founder);
        let mut join = |role, n, name, seed| {
            let link = olwen.invite(&site, role, only(n));
            Desk::joined(&site, &link, name, seed)
        };
        let tova = join(Role::Trainer, FIRST, "Tova", 5);
        let vera = join(Role::Volunteer, FIRST, "Vera", 6);
        let bram = join(Role::Volunteer, SECOND, "Bram", 7);
        Camp {
            site,
            olwen,
            tova,
            vera,
            bram,
            _folder: folder,
        }
    }

    /// Everyone, by name.
    pub fn everyone(&self) -> [(&'static str, &Desk); 4] {
        [
            ("Olwen", &self.olwen),
            ("Tova", &self.tova),
            ("Vera", &self.vera),
            ("Bram", &self.bram),
        ]
    }

    pub fn rows(&self) -> Vec<String> {
        database::rows(&self.site.data)
    }

    /// Pushes batches, with nothing else.
    pub fn push(&self, token: &Token, batches: &[Vec<u8>]) -> Answer {
        let request = SyncRequest {
            batches: batches.to_vec(),
            ..SyncRequest::default()
        };
        self.sync(token, &request)
    }

    pub fn sync(&self, token: &Token, request: &SyncRequest) -> Answer {
        self.site.post(path::SYNC, Some(token), &encode(request))
    }

    /// Pushes batches that are taken.
    pub fn take(&self, desk: &Desk, batches: &[Vec<u8>]) -> SyncAnswer {
        let answer = self.push(desk.token(), batches);
        assert!(answer.authentic);
        answer.read()
    }

    /// Asks for something that is refused: with this code, authenticated, and without a trace.
    pub fn refused(&self, what: &str, code: RefusalCode, ask: impl FnOnce() -> Answer) -> Answer {
        let before = self.rows();
        let answer = ask();
        assert_eq!(answer.refusal().code, code, "{what}");
        assert!(answer.authentic, "{what}");
        assert_eq!(self.rows(), before, "{what} left a trace");
        answer
    }
}

/// The streams there are, by name.
pub fn streams() -> [(&'static str, Stream); 4] {
    [
        ("board", Stream::Board),
        ("inner", Stream::Inner),
        ("first stair", stair(FIRST)),
        ("second stair", stair(SECOND)),
    ]
}
