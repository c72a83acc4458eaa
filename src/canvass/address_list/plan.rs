//! What an address list would become: blocks, stairs and doors in walk order, and every row that
//! is none of them, with the reason. Nothing is changed by making a plan.

use serde::{Deserialize, Serialize};

use super::super::fact::{BlockKind, StairKind};

/// An estate as an address list describes it.
///
/// `rows = doors + duplicates + not_doors + problems` always holds, and `left_out` has one entry
/// for every row that is not a door. Apart from row numbers, the order of a list's rows changes
/// nothing here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The sheet that was read, where the list is a workbook.
    pub sheet: Option<String>,
    /// Rows with anything in them, the header not counted.
    pub rows: usize,
    /// Rows that became a door.
    pub doors: usize,
    /// Rows that name a door that another row has named.
    pub duplicates: usize,
    /// Rows that are plainly no dwelling.
    pub not_doors: usize,
    /// Rows that could not be read with confidence.
    pub problems: usize,
    /// Streets and buildings; a building stands next to the street it is on.
    pub blocks: Vec<PlannedBlock>,
    /// Every row that became no door, in the order of the list.
    pub left_out: Vec<LeftOut>,
    /// What was made of each column.
    pub columns: Vec<Column>,
    /// What an organiser should know though nothing was left out for it.
    pub warnings: Vec<Warning>,
}

/// A building or a street.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedBlock {
    /// Unlike that of any other block of the plan: `2 Alder Grove`, `Cambrian House`, `Oak Road`.
    pub name: String,
    /// Building or street.
    pub kind: BlockKind,
    /// In walk order, never empty.
    pub stairs: Vec<PlannedStair>,
}

impl PlannedBlock {
    /// The catalogue's key of what a stair without a name is called.
    pub fn stair_key(&self, stair: &PlannedStair) -> &'static str {
        match stair.kind {
            StairKind::OddSide => "import.stair_odd",
            StairKind::EvenSide => "import.stair_even",
            StairKind::NamedHouses => "import.stair_named",
            StairKind::Entrance if self.stairs.len() == 1 => "import.stair_whole",
            StairKind::Entrance => "import.stair_not_given",
        }
    }
}

/// An entrance of a building, or a side of a street.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedStair {
    /// What the list calls it (`Block 2`). A side of a street has no name; nor has an entrance
    /// that is the whole building, or that has the doors whose entrance the list does not say.
    pub name: Option<String>,
    /// Which side, or an entrance.
    pub kind: StairKind,
    /// In walk order, never empty.
    pub doors: Vec<PlannedDoor>,
}

/// One dwelling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedDoor {
    /// What it says on the door: `Flat 6`, `13A`, `Bella Vista`.
    pub label: String,
    /// The name of a house that has a number as well.
    pub house_name: Option<String>,
    /// The floor, where the list says it: 0 is the ground floor, -1 the one below.
    pub floor: Option<i16>,
    /// The unique property reference number as the list has it, or a council's own number.
    pub uprn: Option<String>,
    /// Upper case, with one space: `CF47 9SF`.
    pub postcode: Option<String>,
    /// The polling district or ward, as the list has it.
    pub district: Option<String>,
    /// The line of the list that the door came from; the header is line 1.
    pub row: u64,
}

/// A row that became no door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The line of the list on which the row starts; the header is line 1.
    pub row: u64,
    /// Why.
    pub reason: Reason,
    /// The row's address as the list has it; never a column about people.
    pub text: String,
}

/// Why a row became no door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The door is already there, from this line.
    SameDoor {
        /// The line that was kept.
        row: u64,
    },
    /// Electors registered at no address.
    OtherElectors,
    /// A school, a garage, a ward: this word says that nobody lives there.
    NotADwelling {
        /// The word or words of the list.
        word: String,
    },
    /// The list's own classification says that it is no dwelling.
    Class {
        /// The class as the list has it.
        class: String,
    },
    /// The building that other rows are flats of.
    Building,
    /// AddressBase says that no letters are brought there.
    NotPostal,
    /// The header once more, as in lists put together from several.
    HeaderAgain,
    /// There is no address in the row.
    NoAddress,
    /// A street, and neither number nor name of a house.
    NoHouse,
    /// A spreadsheet program has changed a value beyond recovery.
    Spoilt {
        /// The value as it is now.
        value: String,
    },
    /// A spreadsheet program has made a date of a house's or flat's number.
    SpoiltDate {
        /// The value as it is now.
        value: String,
        /// What may have been typed.
        was: String,
    },
    /// A spreadsheet program has rounded the reference number. The address is fine: read without
    /// reference numbers ([`Options`](super::Options)) the row is a door.
    SpoiltUprn {
        /// The number as it is now.
        value: String,
    },
    /// Longer than any address: a quotation mark that is opened and never closed.
    TooLong,
    /// The row has more cells than the header, so its cells cannot be told apart.
    TooManyCells {
        /// How many the row has.
        cells: usize,
        /// How many the header has.
        expected: usize,
    },
}

/// Which of the four counts a row falls under, doors aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftOutAs {
    /// Named already.
    Duplicate,
    /// Plainly no dwelling.
    NotADoor,
    /// Not read with confidence: a person should look.
    Problem,
}

impl Reason {
    /// Which count the row falls under.
    pub fn counts_as(&self) -> LeftOutAs {
        match self {
            Self::SameDoor { .. } => LeftOutAs::Duplicate,
            Self::OtherElectors
            | Self::NotADwelling { .. }
            | Self::Class { .. }
            | Self::Building
            | Self::NotPostal
            | Self::HeaderAgain => LeftOutAs::NotADoor,
            Self::NoAddress
            | Self::NoHouse
            | Self::Spoilt { .. }
            | Self::SpoiltDate { .. }
            | Self::SpoiltUprn { .. }
            | Self::TooLong
            | Self::TooManyCells { .. } => LeftOutAs::Problem,
        }
    }

    /// The catalogue's key of the reason's sentence.
    pub fn key(&self) -> &'static str {
        match self {
            Self::SameDoor { .. } => "import.reason_same_door",
            Self::OtherElectors => "import.reason_other_electors",
            Self::NotADwelling { .. } => "import.reason_not_a_dwelling",
            Self::Class { .. } => "import.reason_class",
            Self::Building => "import.reason_building",
            Self::NotPostal => "import.reason_not_postal",
            Self::HeaderAgain => "import.reason_header_again",
            Self::NoAddress => "import.reason_no_address",
            Self::NoHouse => "import.reason_no_house",
            Self::Spoilt { .. } => "import.reason_spoilt",
            Self::SpoiltDate { .. } => "import.reason_spoilt_date",
            Self::SpoiltUprn { .. } => "import.reason_spoilt_uprn",
            Self::TooLong => "import.reason_too_long",
            Self::TooManyCells { .. } => "import.reason_too_many_cells",
        }
    }

    /// The values of the sentence's placeholders.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::SameDoor { row } => vec![("row", row.to_string())],
            Self::NotADwelling { word } => vec![("word", word.clone())],
            Self::Class { class } => vec![("class", class.clone())],
            Self::Spoilt { value } | Self::SpoiltUprn { value } => {
                vec![("value", value.clone())]
            }
            Self::SpoiltDate { value, was } => {
                vec![("value", value.clone()), ("was", was.clone())]
            }
            Self::TooManyCells { cells, expected } => vec![
                ("cells", cells.to_string()),
                ("expected", expected.to_string()),
            ],
            Self::OtherElectors
            | Self::Building
            | Self::NotPostal
            | Self::HeaderAgain
            | Self::NoAddress
            | Self::NoHouse
            | Self::TooLong => vec![],
        }
    }
}

/// What was made of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its header; empty where the list has none.
    pub header: String,
    /// Where it stands, the first being 1.
    pub position: usize,
    /// How it is used, or why not.
    pub used: ColumnUse,
}

/// How a column is used, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnUse {
    /// Read as (part of) the address, its postcode included.
    Address,
    /// Read as the property's reference number.
    Uprn,
    /// Read as the district.
    District,
    /// Read to tell dwellings from the rest.
    Class,
    /// Left out because it is about people: names, telephones, e-mail, dates of birth.
    Personal,
    /// Left out because nothing needs it.
    NotNeeded,
}

/// What an organiser should know though nothing was left out for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// Reference numbers that stand on different addresses. All the doors are there.
    UprnsShared {
        /// How many numbers.
        uprns: usize,
    },
}

impl Warning {
    /// The catalogue's key of the sentence; its only placeholder is `n`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::UprnsShared { .. } => "import.warning_uprns_shared",
        }
    }

    /// How many it is about.
    pub fn n(&self) -> usize {
        match self {
            Self::UprnsShared { uprns } => *uprns,
        }
    }
}
