//! A petition, and who signed it at a door, as it is written down. The petition stands on the board: its
//! words are for everyone. A signature lies in inner, sealed for organisers; what was signed on paper is
//! only the sheet and the line, since the paper has the rest. Nobody's signature is kept as a picture.
//! Nothing is struck in inner, so each names the entries it stands in place of. To the enums only append.

use serde::{Deserialize, Serialize};

use super::act::Act;
use super::basis::offered;
use super::conversation::script;
use super::dot::Dot;
use super::draft::Draft;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::id::{HouseholdId, Id};
use super::script::Stage;
use super::stream::Stream;

/// So many lines a sheet has for people to sign on.
pub const LINES: u8 = 10;

/// What a council says of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Told {
    /// Nobody knows.
    Unknown,
    /// No.
    No,
    /// Yes.
    Yes,
}

impl Told {
    /// All of them, in the order they are offered.
    pub const ALL: [Told; 3] = [Told::Unknown, Told::No, Told::Yes];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Told::Unknown => "unknown",
            Told::No => "no",
            Told::Yes => "yes",
        }
    }
}

/// The council it is handed to, as far as a phone at a door has to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Council {
    /// Its rules, by their key; empty where the organisers asked it themselves.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Whether it takes signatures from phones.
    pub phones: Told,
    /// Whether anybody may see who signed.
    pub public: Told,
    /// When somebody last looked: days since 1970-01-01.
    pub checked: Option<i32>,
}

/// A petition: an event's body. It never changes: other words are another petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Petition {
    /// What it asks for: the prayer, as it stands on every sheet.
    pub prayer: String,
    /// Of whom.
    pub target: String,
    /// Who organises it, by the name that stands on every sheet.
    pub organiser: String,
    /// How the council reaches them.
    pub reach: String,
    /// The council.
    pub council: Council,
    /// The last day it is signed: days since 1970-01-01. Open where empty.
    pub closes: Option<i32>,
}

impl Petition {
    /// Whether it may be signed on a phone: only where the council is known to take that.
    pub fn takes_phones(&self) -> bool {
        self.council.phones == Told::Yes
    }

    /// Whether it is still signed on a day (days since 1970-01-01).
    pub fn is_open(&self, today: i32) -> bool {
        self.closes.is_none_or(|last| today <= last)
    }
}

/// By what somebody may sign: they live, work or study where the council is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Qualifies {
    /// They live there.
    Lives,
    /// They work there.
    Works,
    /// They study there.
    Studies,
}

impl Qualifies {
    /// All of them, in the order they are offered.
    pub const ALL: [Qualifies; 3] = [Qualifies::Lives, Qualifies::Works, Qualifies::Studies];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Qualifies::Lives => "lives",
            Qualifies::Works => "works",
            Qualifies::Studies => "studies",
        }
    }
}

/// Where a signature stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// On paper.
    Paper {
        /// The sheet's number, from 1.
        sheet: u16,
        /// The line on it, from 1 to [`LINES`].
        line: u8,
    },
    /// On a phone, as they said it.
    Phone {
        /// Their address.
        address: String,
        /// Its postcode.
        postcode: String,
        /// By what they may sign.
        by: Qualifies,
    },
    /// Nowhere: the entries it stands in place of were wrong.
    TakenBack,
}

/// What an organiser found when they looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// Nobody has looked.
    NotLooked,
    /// It counts: whoever seems to have signed twice are two.
    Counts,
    /// It is somebody's second.
    Twice,
    /// They neither live, work nor study there.
    DoesNotQualify,
    /// It cannot be read, or something is missing.
    NotReadable,
}

impl Verdict {
    /// All that an organiser may find, in the order they are offered.
    pub const ALL: [Verdict; 4] = [
        Verdict::Counts,
        Verdict::Twice,
        Verdict::DoesNotQualify,
        Verdict::NotReadable,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::NotLooked => "not_looked",
            Verdict::Counts => "counts",
            Verdict::Twice => "twice",
            Verdict::DoesNotQualify => "does_not_qualify",
            Verdict::NotReadable => "not_readable",
        }
    }
}

/// A signature: an event's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The petition.
    pub petition: Dot,
    /// Where it stands.
    pub how: How,
    /// The signer's name: always on a phone; on paper only what tells two of one home apart, or nothing.
    pub who: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// They agreed that their home is also counted among those that signed, for a structure test.
    pub also_act: bool,
    /// What an organiser found.
    pub verdict: Verdict,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Sheets that were printed: an event's body. So no two have one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheets {
    /// The petition.
    pub petition: Dot,
    /// The first one's number.
    pub first: u16,
    /// The last one's.
    pub last: u16,
}

/// What there is to be signed, the newest first, by its id.
pub fn petitions(state: &State) -> Vec<(Dot, Petition)> {
    let all = state.of_kind(Kind::PETITION).filter_map(|(dot, entry)| {
        match Fact::read(Kind::PETITION, &entry.event.body).ok()?? {
            Fact::Petition { said } => Some((entry.event.at, dot, said)),
            _ => None,
        }
    });
    let mut all: Vec<(i64, Dot, Petition)> = all.collect();
    all.sort_by_key(|(at, dot, _)| (std::cmp::Reverse(*at), *dot));
    all.into_iter().map(|(_, dot, said)| (dot, said)).collect()
}

/// What may be signed at a door on a day (days since 1970-01-01), the newest first. Nothing while the campaign
/// only listens: then nobody is asked for anything.
pub fn at_doors(state: &State, today: i32) -> Vec<(Dot, Petition)> {
    let asks = script(state).is_some_and(|script| script.stage != Stage::Listen);
    let open = |all: Vec<(Dot, Petition)>| {
        let all = all.into_iter();
        all.filter(|(_, petition)| petition.is_open(today))
    };
    match asks {
        true => open(petitions(state)).collect(),
        false => Vec::new(),
    }
}

/// The acts that are recorded at a door on a day, beside what is signed there: as they are offered, but that
/// somebody signed is recorded once, with the petition.
pub fn acts_beside(state: &State, today: i32) -> Vec<Act> {
    let mut acts = offered(state);
    if !at_doors(state, today).is_empty() {
        acts.retain(|act| *act != Act::Signed);
    }
    acts
}

/// The line after this one, on the same sheet; `None` where that was its last.
pub fn next_line((sheet, line): (u16, u8)) -> Option<(u16, u8)> {
    (line < LINES).then_some((sheet, line + 1))
}

/// A petition. `None` without a prayer, somebody it asks, or an organiser with an address to be reached at:
/// no council takes one without.
pub fn begin(said: Petition) -> Option<Draft> {
    let trimmed = |words: &str| words.trim().to_string();
    let said = Petition {
        prayer: trimmed(&said.prayer),
        target: trimmed(&said.target),
        organiser: trimmed(&said.organiser),
        reach: trimmed(&said.reach),
        council: Council {
            name: trimmed(&said.council.name),
            ..said.council
        },
        closes: said.closes,
    };
    let parts = [
        &said.prayer,
        &said.target,
        &said.organiser,
        &said.reach,
        &said.council.name,
    ];
    let is_whole = parts.iter().all(|part| !part.is_empty());
    is_whole.then(|| Draft::new(Stream::Board, Fact::Petition { said }, Vec::new()))
}

/// Somebody signed on a sheet, of this home, or of none of the estate. `None` where no sheet has such a
/// line.
pub fn on_paper(home: Option<HouseholdId>, (sheet, line): (u16, u8), said: By) -> Option<Draft> {
    let is_one = sheet > 0 && (1..=LINES).contains(&line);
    is_one.then(|| signature(home, How::Paper { sheet, line }, said))
}

/// Somebody of this home signed on a phone. `None` where the council is not known to take that, or where
/// something that it needs is missing.
pub fn on_phone(
    petition: &Petition,
    home: HouseholdId,
    (address, postcode): (&str, &str),
    qualifies: Qualifies,
    said: By,
) -> Option<Draft> {
    let (address, postcode) = (address.trim().to_string(), postcode.trim().to_string());
    let whole = [address.as_str(), postcode.as_str(), said.who.trim()];
    let may = petition.takes_phones() && whole.iter().all(|part| !part.is_empty());
    let how = How::Phone {
        address,
        postcode,
        by: qualifies,
    };
    may.then(|| signature(Some(home), how, said))
}

/// What is said of a signature besides where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// The petition.
    pub petition: Dot,
    /// The signer's name, or what tells two of one home apart; may be empty on paper.
    pub who: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// They agreed that their home is also counted for a structure test.
    pub also_act: bool,
}

fn signature(home: Option<HouseholdId>, how: How, by: By) -> Draft {
    let said = Signature {
        petition: by.petition,
        how,
        who: by.who.trim().to_string(),
        day: by.day,
        also_act: by.also_act && home.is_some(),
        verdict: Verdict::NotLooked,
        instead: Vec::new(),
    };
    draft(home, said)
}

/// Takes back what was recorded of a home, or of somebody of none.
pub fn taken_back(home: Option<HouseholdId>, petition: Dot, day: i32, instead: Vec<Dot>) -> Draft {
    let said = Signature {
        petition,
        how: How::TakenBack,
        who: String::new(),
        day,
        also_act: false,
        verdict: Verdict::NotLooked,
        instead,
    };
    draft(home, said)
}

/// What an organiser found of a signature: the same one, in place of the entries that say it (`instead`).
pub fn found(
    home: Option<HouseholdId>,
    instead: Vec<Dot>,
    said: &Signature,
    verdict: Verdict,
) -> Draft {
    let said = Signature {
        verdict,
        instead,
        ..said.clone()
    };
    draft(home, said)
}

fn draft(home: Option<HouseholdId>, said: Signature) -> Draft {
    let about: Vec<Id> = home.into_iter().map(Id::from).collect();
    Draft::new(Stream::Inner, Fact::Signed { said }, about)
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::basis::{Basis, Ground, Group, write_down};
    use super::super::dot::LogId;
    use super::super::id::DoorId;
    use super::super::small::Small;
    use super::*;

    fn dot(seq: u64) -> Dot {
        let log = LogId([1; 8]);
        Dot { log, seq }
    }

    fn petition(phones: Told) -> Petition {
        Petition {
            prayer: "Mend the lifts".into(),
            target: "The council".into(),
            organiser: "Bronwen Hedd".into(),
            reach: "Flat 1, Llwyn House".into(),
            council: Council {
                key: String::new(),
                name: "Llwyn".into(),
                phones,
                public: Told::Unknown,
                checked: None,
            },
            closes: None,
        }
    }

    fn by(who: &str) -> By {
        By {
            petition: dot(1),
            who: who.into(),
            day: 20_000,
            also_act: false,
        }
    }

    #[test]
    fn r7_1_without_prayer_target_or_organiser_it_is_no_petition() {
        assert!(begin(petition(Told::No)).is_some());
        let without: [fn(&mut Petition); 5] = [
            |it| it.prayer = " ".into(),
            |it| it.target = String::new(),
            |it| it.organiser = String::new(),
            |it| it.reach = String::new(),
            |it| it.council.name = String::new(),
        ];
        for without in without {
            let mut said = petition(Told::No);
            without(&mut said);
            assert_eq!(begin(said), None);
        }
    }

    #[test]
    fn r7_2_nobody_signs_on_a_phone_unless_the_council_is_known_to_take_it() {
        let home = HouseholdId::FirstOf(DoorId(dot(9)));
        let sign = |phones, who: &str, postcode: &str| {
            let place = ("Flat 2, Llwyn House", postcode);
            on_phone(&petition(phones), home, place, Qualifies::Lives, by(who))
        };
        assert!(sign(Told::Yes, "Ceri", "LL1 1AA").is_some());
        for phones in [Told::Unknown, Told::No] {
            assert_eq!(sign(phones, "Ceri", "LL1 1AA"), None);
        }
        assert_eq!(sign(Told::Yes, " ", "LL1 1AA"), None);
        assert_eq!(sign(Told::Yes, "Ceri", ""), None);
    }

    #[test]
    fn r1_6_nothing_is_signed_while_the_campaign_listens_nor_after_its_last_day() {
        let mut small = Small::new(1);
        let closes = Petition {
            closes: Some(20_010),
            ..petition(Told::Unknown)
        };
        let id = small.record(1, Role::Organiser, begin(closes).unwrap());
        assert_eq!(at_doors(&small.state(), 20_000), []);
        for (version, stage, is_asked) in [
            (1, Stage::Listen, false),
            (2, Stage::Commit, true),
            (3, Stage::Test, true),
        ] {
            let script = Fact::Script {
                version,
                title: "Asking".into(),
                stage,
                steps: Vec::new(),
            };
            small.board(script, vec![]);
            let found = at_doors(&small.state(), 20_010);
            assert_eq!(!found.is_empty(), is_asked, "{stage:?}");
            assert!(found.iter().all(|(dot, _)| *dot == id));
            assert_eq!(at_doors(&small.state(), 20_011), []);
        }
    }

    #[test]
    fn that_somebody_signed_is_tapped_in_one_place() {
        let mut small = Small::new(1);
        let group = Group::Residents;
        let ground = Ground::new(group, Basis::Consent, group.conditions()[0], "Policy").unwrap();
        let draft = write_down(&small.state(), Some(&ground));
        small.record(1, Role::Organiser, draft);
        let script = Fact::Script {
            version: 1,
            title: "Asking".into(),
            stage: Stage::Commit,
            steps: Vec::new(),
        };
        small.board(script, vec![]);
        let all = acts_beside(&small.state(), 20_000);
        assert!(all.contains(&Act::Signed) && all.contains(&Act::Poster));
        small.record(1, Role::Organiser, begin(petition(Told::No)).unwrap());
        let beside = acts_beside(&small.state(), 20_000);
        assert!(!beside.contains(&Act::Signed));
        assert_eq!(beside.len(), all.len() - 1);
    }

    #[test]
    fn a_line_is_one_that_a_sheet_has() {
        let home = Some(HouseholdId::FirstOf(DoorId(dot(9))));
        for (place, is_one) in [
            ((1, 1), true),
            ((300, LINES), true),
            ((0, 1), false),
            ((1, 0), false),
            ((1, LINES + 1), false),
        ] {
            assert_eq!(on_paper(home, place, by("")).is_some(), is_one, "{place:?}");
        }
    }
}
