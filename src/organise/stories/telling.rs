//! Writing a story down, what its teller says yes to, what they take back, and where it was used.

use thiserror::Error;

use super::{NotTakenOut, Quote, Story, is_proved, stories, taken_out};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::fold::State;
use crate::canvass::id::HouseholdId;
use crate::canvass::story::{Back, Proof, To, Told, Used, Yes};
use crate::canvass::stream::Stream;
use crate::organise::report::door_of;

/// A yes holds for so many days, unless they say otherwise.
pub const HOLDS_FOR: i32 = 365;
/// No yes holds for longer than this: days.
const AT_MOST: i32 = 2 * 366;

/// Who tells a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Teller {
    /// Whose story it is, and who is no child.
    Themselves,
    /// Somebody else.
    SomebodyElse,
    /// A child.
    Child,
}

impl Teller {
    /// All of them.
    pub const ALL: [Teller; 3] = [Teller::Themselves, Teller::SomebodyElse, Teller::Child];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Teller::Themselves => "themselves",
            Teller::SomebodyElse => "somebody_else",
            Teller::Child => "child",
        }
    }
}

/// Why a story is not written down.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoStory {
    /// It has no words.
    #[error("it has no words")]
    NoWords,
    /// It is told by somebody else than whose it is.
    #[error("a story is its teller's own")]
    SomebodyElse,
    /// It is a child's.
    #[error("no story of a child's is kept")]
    Child,
    /// Nobody there was spoken to on a day before: nobody is asked for a story at the first knock.
    #[error("nobody is asked for their story at the first knock")]
    FirstKnock,
}

/// A story is told in its final words, in a language (a BCP 47 tag), on a day (days since 1970-01-01).
///
/// # Errors
/// [`NoStory`].
pub fn tell(
    state: &State,
    home: HouseholdId,
    teller: Teller,
    words: &str,
    language: &str,
    day: i32,
) -> Result<Draft, NoStory> {
    match teller {
        Teller::Themselves => {}
        Teller::SomebodyElse => return Err(NoStory::SomebodyElse),
        Teller::Child => return Err(NoStory::Child),
    }
    if !was_spoken_to_before(state, home, day) {
        return Err(NoStory::FirstKnock);
    }
    said(home, None, words, language, day, Vec::new()).ok_or(NoStory::NoWords)
}

/// Other words for a story: nobody has said yes to these yet. `None` without words.
pub fn rewrite(story: &Story, words: &str, language: &str, day: i32) -> Option<Draft> {
    let instead = story.versions.iter().map(|(dot, _)| *dot).collect();
    said(story.home, Some(story.id), words, language, day, instead)
}

fn said(
    home: HouseholdId,
    of: Option<Dot>,
    words: &str,
    language: &str,
    day: i32,
    instead: Vec<Dot>,
) -> Option<Draft> {
    let said = Told {
        of,
        words: words.trim().to_string(),
        language: language.to_string(),
        day,
        instead,
    };
    let has_words = !said.words.is_empty();
    has_words.then(|| Draft::new(Stream::Inner, Fact::Story { said }, vec![home.into()]))
}

fn was_spoken_to_before(state: &State, home: HouseholdId, day: i32) -> bool {
    let Some(door) = door_of(state, &[home.into()]) else {
        return false;
    };
    let before = i64::from(day) * 86_400;
    let knocks = estate::knocks(state, door).into_iter();
    let mut spoke = knocks.filter(|knock| knock.outcome == Outcome::Spoke);
    spoke.any(|knock| knock.at < before)
}

/// How long a yes is to hold: to a day (days since 1970-01-01), or as long as is usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtMost(pub Option<i32>);

/// What a teller says yes to, and how anybody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// To what.
    pub to: To,
    /// How anybody knows.
    pub proof: Proof,
    /// The language they were asked in: a BCP 47 tag.
    pub language: String,
    /// Until when.
    pub until: AtMost,
    /// Somebody has looked whether the words tell who it is, and the teller knows.
    pub risks_seen: bool,
}

/// Why a yes is none.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoYes {
    /// Two organisers wrote other words at once: there are no final ones to say yes to.
    #[error("there are no final words to say yes to")]
    NoFinalWords,
    /// Nobody knows that they said so.
    #[error("a yes needs a witness, or where the signature is kept")]
    NoProof,
    /// It would hold for nothing, or for years.
    #[error("a yes holds from today, and for two years at most")]
    Until,
    /// The words may tell who it is, and nobody has looked at that with the teller.
    #[error("the words may tell who it is")]
    Risks,
}

/// A teller's yes on a day (days since 1970-01-01), after all that was taken back before, of this story and of
/// their others: they were asked about that. `has_risks`:
/// whether there is something in the words that may tell who it is.
///
/// # Errors
/// [`NoYes`].
pub fn say_yes(story: &Story, says: &Says, has_risks: bool, day: i32) -> Result<Draft, NoYes> {
    let (told, _) = story.told().ok_or(NoYes::NoFinalWords)?;
    if !is_proved(&says.proof) {
        return Err(NoYes::NoProof);
    }
    let until = says.until.0.unwrap_or(day + HOLDS_FOR);
    if !(day..=day + AT_MOST).contains(&until) {
        return Err(NoYes::Until);
    }
    if says.to == To::Anonymous && has_risks && !says.risks_seen {
        return Err(NoYes::Risks);
    }
    let said = Yes {
        told: *told,
        to: says.to,
        day,
        until,
        proof: says.proof.clone(),
        language: says.language.clone(),
        after: story.backs.clone(),
    };
    let about = vec![story.home.into()];
    Ok(Draft::new(Stream::Inner, Fact::StoryYes { said }, about))
}

/// A teller takes back what they said yes to: one thing and whatever is more than it, or all. It counts
/// against every yes that was said without knowing of it, wherever and whenever that was written, and holds the
/// home's other stories as far until they were asked about those.
pub fn take_back(story: &Story, to: Option<To>, day: i32) -> Draft {
    let said = Back {
        story: Some(story.id),
        to,
        day,
    };
    let about = vec![story.home.into()];
    Draft::new(Stream::Inner, Fact::StoryBack { said }, about)
}

/// A story was used somewhere on a day: its yes is good for no other use. `None` where it does not say
/// where.
pub fn used(story: HouseholdId, quote: &Quote, place: &str, day: i32) -> Option<Draft> {
    let said = Used {
        told: quote.told,
        to: quote.to,
        place: place.trim().to_string(),
        day,
        by: quote.by.clone(),
    };
    let is_said = !said.place.is_empty();
    is_said.then(|| Draft::new(Stream::Inner, Fact::StoryUsed { said }, vec![story.into()]))
}

/// Why no stories go into a pack.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NotInPack {
    /// None is taken out at all.
    #[error(transparent)]
    NotTakenOut(#[from] NotTakenOut),
    /// None may be quoted without a name.
    #[error("none may be quoted")]
    None,
    /// Nobody said where the pack goes.
    #[error("a story is used somewhere")]
    NoPlace,
}

/// The stories' words for a pack that goes somewhere, and what to record of each of them. Asked when the pack
/// is made and not before: a page may have been open since before a yes was over or another phone was heard.
/// The times are those of [`taken_out`].
///
/// # Errors
/// [`NotInPack`].
pub fn into_pack(
    state: &State,
    place: &str,
    today: i32,
    heard: Option<i64>,
    now: i64,
) -> Result<(Vec<String>, Vec<Draft>), NotInPack> {
    let quotes = taken_out(state, To::Anonymous, today, heard, now)?;
    if quotes.is_empty() {
        return Err(NotInPack::None);
    }
    let all = stories(state);
    let mut words = Vec::new();
    let mut drafts = Vec::new();
    for quote in quotes {
        let Some(story) = all.iter().find(|story| story.id == quote.id) else {
            continue;
        };
        drafts.push(used(story.home, &quote, place, today).ok_or(NotInPack::NoPlace)?);
        words.push(quote.words);
    }
    Ok((words, drafts))
}
