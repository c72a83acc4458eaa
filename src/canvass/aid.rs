//! Help between neighbours, as it is written down: what a home needs, what one offers, who might help
//! whom, what each of them said to that, who was checked, and care for children. Each is an event's whole
//! body, sealed in inner, where nothing is struck: so each names the entries it stands in place of. No way
//! to reach anybody stands in a need or an offer. To the enums only ever append.

use serde::{Deserialize, Serialize};

use super::dot::Dot;
use super::draft::Draft;
use super::fact::Fact;
use super::id::HouseholdId;
use super::stream::Stream;

/// What with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Help {
    /// Shopping, or fetching something.
    Shopping,
    /// Looking after children together.
    Childcare,
    /// Getting somewhere.
    Lift,
    /// Letters and forms, or another language.
    Letters,
    /// Small repairs.
    Repairs,
    /// Company, or looking in on somebody.
    Company,
    /// Anything else.
    Other,
}

impl Help {
    /// All of them, in the order they are offered.
    pub const ALL: [Help; 7] = [
        Help::Shopping,
        Help::Childcare,
        Help::Lift,
        Help::Letters,
        Help::Repairs,
        Help::Company,
        Help::Other,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Help::Shopping => "shopping",
            Help::Childcare => "childcare",
            Help::Lift => "lift",
            Help::Letters => "letters",
            Help::Repairs => "repairs",
            Help::Company => "company",
            Help::Other => "other",
        }
    }
}

/// What a home needs. That it is written down is what they agreed to, and to nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// What with.
    pub what: Help,
    /// A few words; often none.
    pub words: String,
    /// On which day they agreed that it is kept: days since 1970-01-01.
    pub agreed: i32,
    /// What was taken back before, and is said all the same.
    pub after: Vec<Dot>,
    /// The entries of this kind, of the same home, that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What a home offers. That it is written down is what they agreed to, and to nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What with.
    pub what: Help,
    /// A few words; often none.
    pub words: String,
    /// On which day they agreed that it is kept: days since 1970-01-01.
    pub agreed: i32,
    /// What was taken back before, and is said all the same.
    pub after: Vec<Dot>,
    /// The entries of this kind, of the same home, that it stands in place of.
    pub instead: Vec<Dot>,
}

/// A need and an offer: which match is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Pair {
    /// The need's entry.
    pub need: Dot,
    /// The offer's entry.
    pub offer: Dot,
}

/// Why these two might suit each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// They live on one stair.
    SameStair,
    /// They live in one pod.
    SamePod,
    /// They live in one block.
    SameBlock,
    /// They share a language that is not everybody's.
    SameLanguage,
    /// It is what was offered.
    SameHelp,
}

impl Reason {
    /// All of them, the nearest first.
    pub const ALL: [Reason; 5] = [
        Reason::SameStair,
        Reason::SamePod,
        Reason::SameBlock,
        Reason::SameLanguage,
        Reason::SameHelp,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Reason::SameStair => "same_stair",
            Reason::SamePod => "same_pod",
            Reason::SameBlock => "same_block",
            Reason::SameHelp => "same_help",
            Reason::SameLanguage => "same_language",
        }
    }
}

/// An organiser proposes that one helps the other. It is about both homes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Which two.
    pub pair: Pair,
    /// Why, as it was shown to whoever proposed it.
    pub reasons: Vec<Reason>,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// How somebody's answer is passed on to the other home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pass {
    /// The point person rings both, and no number goes to anybody.
    PointPerson,
    /// The other home may be told how to reach them.
    Reach {
        /// What they like to be called.
        name: String,
        /// Phone or mail, as they gave it for this.
        reach: String,
    },
}

/// A home's yes to one match. It is about that home, which says whose yes it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchYes {
    /// To which.
    pub pair: Pair,
    /// How it is passed on.
    pub pass: Pass,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// What was taken back before, and is said yes to all the same.
    pub after: Vec<Dot>,
    /// The entries of this kind, of the same home, that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Taken {
    /// All that the home needs, offers and said yes to.
    Everything,
    /// One need or one offer, by its entry; and every yes to a match with it.
    Entry(Dot),
    /// What they said to one match.
    Match(Pair),
}

/// A home takes something back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// What.
    pub what: Taken,
    /// On which day: days since 1970-01-01.
    pub day: i32,
}

/// What sort of check somebody had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Basic: anybody may ask for their own.
    Basic,
    /// Standard.
    Standard,
    /// Enhanced.
    Enhanced,
    /// Enhanced, with the children's barred list.
    EnhancedBarred,
}

impl Level {
    /// All of them, the least first.
    pub const ALL: [Level; 4] = [
        Level::Basic,
        Level::Standard,
        Level::Enhanced,
        Level::EnhancedBarred,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Level::Basic => "basic",
            Level::Standard => "standard",
            Level::Enhanced => "enhanced",
            Level::EnhancedBarred => "enhanced_barred",
        }
    }
}

/// Somebody has seen somebody's check: of which home, and nothing of the paper itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSeen {
    /// Of which sort it was.
    pub level: Level,
    /// Who saw it, by name.
    pub seen_by: String,
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// When it is to be seen again: days since 1970-01-01.
    pub recheck: i32,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// How old children are, and no more of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ages {
    /// Under two.
    UnderTwo,
    /// Two to four.
    TwoToFour,
    /// Five to seven.
    FiveToSeven,
    /// Eight and older.
    EightUp,
}

impl Ages {
    /// All of them, the youngest first.
    pub const ALL: [Ages; 4] = [
        Ages::UnderTwo,
        Ages::TwoToFour,
        Ages::FiveToSeven,
        Ages::EightUp,
    ];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Ages::UnderTwo => "under_two",
            Ages::TwoToFour => "two_to_four",
            Ages::FiveToSeven => "five_to_seven",
            Ages::EightUp => "eight_up",
        }
    }
}

/// Whoever leads on safeguarding, by name. There is none without a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SafeguardingLead(String);

impl SafeguardingLead {
    /// By name; `None` without one.
    pub fn named(name: &str) -> Option<SafeguardingLead> {
        let name = name.trim();
        (!name.is_empty()).then(|| SafeguardingLead(name.to_string()))
    }

    /// Their name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// Why a word is nobody who leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a safeguarding lead has a name")]
pub struct NoLead;

impl TryFrom<String> for SafeguardingLead {
    type Error = NoLead;

    fn try_from(name: String) -> Result<Self, NoLead> {
        SafeguardingLead::named(&name).ok_or(NoLead)
    }
}

impl From<SafeguardingLead> for String {
    fn from(lead: SafeguardingLead) -> String {
        lead.0
    }
}

/// Whether parents stay. That they do not cannot be said without somebody who leads on safeguarding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Care {
    /// Each child's parent is there all the time.
    ParentsStay,
    /// Children are left there.
    DropOff(SafeguardingLead),
}

/// An afternoon on which neighbours look after children together. No child's name stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// On which day: days since 1970-01-01.
    pub day: i32,
    /// How old the children are.
    pub ages: Vec<Ages>,
    /// Whether parents stay.
    pub care: Care,
    /// No child is there for two hours or more on a day.
    pub under_two_hours: bool,
    /// The adults who are there, by name.
    pub adults: Vec<String>,
    /// Where: a hall, and nobody's home.
    pub venue: String,
    /// Who is trained in first aid, and where the box is.
    pub first_aid: String,
    /// Who has been asked at the council, and when.
    pub council: String,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// Neighbours who help each other, with one person who rings: about the stairs they live on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pod {
    /// What it is called; empty where it is none any more.
    pub name: String,
    /// Who rings, by name.
    pub point: String,
    /// Who does when they cannot.
    pub deputy: String,
    /// The entries of this kind that it stands in place of.
    pub instead: Vec<Dot>,
}

/// What was said at a door about help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// They need it.
    Needs,
    /// They offer it.
    Offers,
}

impl Way {
    /// Both, in the order they are offered.
    pub const ALL: [Way; 2] = [Way::Needs, Way::Offers];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Way::Needs => "needs",
            Way::Offers => "offers",
        }
    }
}

/// What a home says that it needs or offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// Whether they need or offer it.
    pub way: Way,
    /// What with.
    pub what: Help,
    /// A few words; often none.
    pub words: String,
    /// On which day they agreed that it is kept: days since 1970-01-01.
    pub agreed: i32,
}

impl Says {
    /// What to record of a home, in place of others of its entries; `after` what it took back before.
    pub fn draft(self, home: HouseholdId, after: Vec<Dot>, instead: Vec<Dot>) -> Draft {
        let Says {
            way,
            what,
            words,
            agreed,
        } = self;
        let words = words.trim().to_string();
        let fact = match way {
            Way::Needs => Fact::Need {
                said: Need {
                    what,
                    words,
                    agreed,
                    after,
                    instead,
                },
            },
            Way::Offers => Fact::Offer {
                said: Offer {
                    what,
                    words,
                    agreed,
                    after,
                    instead,
                },
            },
        };
        Draft::new(Stream::Inner, fact, vec![home.into()])
    }
}

/// A tap at a door: they need or offer this, and agreed on a day (days since 1970-01-01) that it is kept.
pub fn tapped(home: HouseholdId, way: Way, what: Help, agreed: i32) -> Draft {
    let says = Says {
        way,
        what,
        words: String::new(),
        agreed,
    };
    says.draft(home, Vec::new(), Vec::new())
}

/// What to record where a home takes something back on a day (days since 1970-01-01).
pub fn take_back(home: HouseholdId, what: Taken, day: i32) -> Draft {
    let said = TakenBack { what, day };
    Draft::new(
        Stream::Inner,
        Fact::AidTakenBack { said },
        vec![home.into()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r9_5_nobody_is_dropped_off_without_a_named_lead_however_it_was_written() {
        assert_eq!(SafeguardingLead::named(" "), None);
        let lead = SafeguardingLead::named(" Gwen ").unwrap();
        assert_eq!(lead.name(), "Gwen");
        let bytes = postcard::to_allocvec(&Care::DropOff(lead.clone())).unwrap();
        assert_eq!(postcard::from_bytes(&bytes), Ok(Care::DropOff(lead)));
        // Another program's bytes, with nobody's name or with blanks for one.
        for name in ["", "  "] {
            let forged = postcard::to_allocvec(&(1_u8, name)).unwrap();
            assert!(postcard::from_bytes::<Care>(&forged).is_err(), "{name:?}");
        }
    }
}
