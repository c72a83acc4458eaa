//! From a problem to a demand: who is to do what by when, how anybody will know, who decides, and on
//! which day. As long as nobody is named who decides, it is a problem and not yet an issue.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::canvass::demand::Demanded;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::organise::teams::standing;

/// The longest of any part of a demand: characters.
pub const PART_LENGTH: usize = 140;
/// So many figures are a telephone number and no office.
const FIGURES: usize = 5;

/// Why something is nobody's office.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoTarget {
    /// Nothing is written.
    #[error("nobody is named who decides")]
    Empty,
    /// It is how to reach somebody, or where they live.
    #[error("that is how to reach somebody, not which office they hold")]
    Private,
}

/// Who decides: an office, or a person by their role. Never how to reach them or where they live.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target(String);

impl Target {
    /// An office or a role by its words.
    ///
    /// # Errors
    /// [`NoTarget`] where nothing is written, or an address of any sort.
    pub fn named(words: &str) -> Result<Target, NoTarget> {
        let words = words.trim();
        if words.is_empty() {
            return Err(NoTarget::Empty);
        }
        let figures = words.chars().filter(char::is_ascii_digit).count();
        let reach = words.contains('@') || figures >= FIGURES;
        let private = reach || has_postcode(words) || has_house(words);
        match private {
            true => Err(NoTarget::Private),
            false => Ok(Target(words.to_string())),
        }
    }

    /// Its words.
    pub fn words(&self) -> &str {
        &self.0
    }
}

/// Whether a word of these, or two together, have the shape of a postcode: `SW1W 9HQ`.
fn has_postcode(words: &str) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let pairs = parts.windows(2).map(|pair| pair.concat());
    let singles = parts.iter().map(|part| (*part).to_string());
    pairs.chain(singles).any(|word| is_postcode(&word))
}

/// What a road is called.
const ROADS: [&str; 11] = [
    "street", "road", "rd", "avenue", "lane", "close", "drive", "gardens", "terrace", "grove",
    "crescent",
];
/// A road's name has no more words than this.
const ROAD_WORDS: usize = 3;

/// Whether it is somebody's house or flat: `12 Lime Road`, `flat 6`.
fn has_house(words: &str) -> bool {
    let words = words.to_lowercase();
    let parts: Vec<&str> = words
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let is_number = |part: &str| part.starts_with(|letter: char| letter.is_ascii_digit());
    parts.iter().enumerate().any(|(at, part)| {
        let next = &parts[at + 1..];
        match *part {
            "flat" => next.first().is_some_and(|part| is_number(part)),
            part if is_number(part) => {
                let mut road = next.iter().take(ROAD_WORDS + 1);
                road.any(|part| ROADS.contains(part))
            }
            _ => false,
        }
    })
}

fn is_postcode(word: &str) -> bool {
    let letters: Vec<char> = word.trim_matches([',', '.']).chars().collect();
    if !(5..=7).contains(&letters.len()) {
        return false;
    }
    let (outward, inward) = letters.split_at(letters.len() - 3);
    let digit = |at: usize, of: &[char]| of.get(at).is_some_and(char::is_ascii_digit);
    let letter = |at: usize, of: &[char]| of.get(at).is_some_and(char::is_ascii_alphabetic);
    digit(0, inward)
        && letter(1, inward)
        && letter(2, inward)
        && letter(0, outward)
        && outward.iter().all(char::is_ascii_alphanumeric)
        && outward.iter().any(char::is_ascii_digit)
}

/// What a demand says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Who is to do it.
    pub who: String,
    /// What is to be done.
    pub what: String,
    /// By which day: days since 1970-01-01.
    pub by: Option<i32>,
    /// How anybody will know that it is done.
    pub know: String,
    /// Who decides.
    pub target: Option<Target>,
    /// On which day they decide: days since 1970-01-01.
    pub decides: Option<i32>,
}

/// What a demand still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Who is to do it.
    Who,
    /// By when.
    By,
    /// How anybody will know.
    Know,
    /// Who decides.
    Target,
    /// When they do.
    Decides,
}

impl Terms {
    /// What it lacks, in the order it is asked for.
    pub fn missing(&self) -> Vec<Missing> {
        let all = [
            (Missing::Who, self.who.is_empty()),
            (Missing::By, self.by.is_none()),
            (Missing::Know, self.know.is_empty()),
            (Missing::Target, self.target.is_none()),
            (Missing::Decides, self.decides.is_none()),
        ];
        let missing = all.into_iter().filter(|(_, is)| *is);
        missing.map(|(what, _)| what).collect()
    }
}

/// A demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Its id: the entry that first said it.
    pub id: Dot,
    /// What it says; several where two organisers changed it at once.
    pub versions: Vec<Terms>,
}

impl Demand {
    /// What it says, of several the first.
    pub fn terms(&self) -> Terms {
        self.versions.first().cloned().unwrap_or_default()
    }
}

fn all(state: &State) -> Vec<(Dot, Demanded)> {
    let all = standing(state, Kind::DEMAND, |fact| match fact {
        Fact::Demand { said } => {
            let instead = said.instead.clone();
            Some((said, instead))
        }
        _ => None,
    });
    all.into_iter().map(|(dot, _, said)| (dot, said)).collect()
}

/// The demands of each issue, in the order they were first made.
pub(super) fn demands(state: &State) -> BTreeMap<Dot, Vec<Demand>> {
    let mut found: BTreeMap<Dot, BTreeMap<Dot, Vec<Terms>>> = BTreeMap::new();
    for (dot, said) in all(state) {
        let of = found.entry(said.issue).or_default();
        let terms = Terms {
            who: said.who,
            what: said.what,
            by: said.by,
            know: said.know,
            target: Target::named(&said.target).ok(),
            decides: said.decides,
        };
        let versions = of.entry(said.of.unwrap_or(dot)).or_default();
        if !versions.contains(&terms) {
            versions.push(terms);
        }
    }
    let demands = |of: BTreeMap<Dot, Vec<Terms>>| {
        of.into_iter()
            .map(|(id, versions)| Demand { id, versions })
            .collect()
    };
    found
        .into_iter()
        .map(|(issue, of)| (issue, demands(of)))
        .collect()
}

/// Says a demand of an issue: a new one, or `of` another that it takes the place of. `None` where
/// nothing is demanded.
pub fn demand(state: &State, issue: Dot, of: Option<Dot>, terms: &Terms) -> Option<Draft> {
    let trimmed = |words: &str| words.trim().to_string();
    let before = all(state).into_iter();
    let instead = before
        .filter(|(dot, said)| of.is_some() && Some(said.of.unwrap_or(*dot)) == of)
        .map(|(dot, _)| dot)
        .collect();
    let said = Demanded {
        issue,
        of,
        who: trimmed(&terms.who),
        what: trimmed(&terms.what),
        by: terms.by,
        know: trimmed(&terms.know),
        target: terms
            .target
            .as_ref()
            .map(|target| target.words().to_string())
            .unwrap_or_default(),
        decides: terms.decides,
        instead,
    };
    (!said.what.is_empty()).then(|| Draft::new(Stream::Inner, Fact::Demand { said }, Vec::new()))
}
