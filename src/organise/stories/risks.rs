//! What in a story may tell whose it is, though no name stands beside it. It is a warning to whoever reads
//! the words with the teller and no more: it knows no context, and what it does not find may tell all the
//! same.

use crate::canvass::estate;
use crate::canvass::fold::State;
use crate::canvass::giveaways::Giveaways;
use crate::canvass::id::HouseholdId;
use crate::canvass::language::spoken;
use crate::organise::evidence::FEWEST;

/// What may tell whose story it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// A number, or a word for a flat, a floor, a house.
    Flat,
    /// What somebody does for a living.
    Job,
    /// What somebody suffers from.
    Health,
    /// It is in a language that hardly any home here speaks, or that home does.
    RareLanguage,
}

impl Risk {
    /// The word its catalogue keys end in.
    pub fn word(self) -> &'static str {
        match self {
            Risk::Flat => "flat",
            Risk::Job => "job",
            Risk::Health => "health",
            Risk::RareLanguage => "rare_language",
        }
    }
}

/// What in these words of a home, in a language (a BCP 47 tag), may tell whose they are. `text` gives the
/// words of a catalogue key: each language has its own lists.
pub fn risks(
    state: &State,
    home: HouseholdId,
    words: &str,
    language: &str,
    text: impl Fn(&str) -> String,
) -> Vec<Risk> {
    let names = |key: &str| Giveaways::of(&text(key)).are_in(words);
    let number = words.chars().any(|letter| letter.is_numeric());
    [
        (Risk::Flat, number || names("stories.words_flat")),
        (Risk::Job, names("stories.words_job")),
        (Risk::Health, names("asking.words_health")),
        (Risk::RareLanguage, is_rare(state, home, language)),
    ]
    .into_iter()
    .filter_map(|(risk, is)| is.then_some(risk))
    .collect()
}

/// Whether a story's language, or one of its home's, is spoken in few homes. English is never rare here.
fn is_rare(state: &State, home: HouseholdId, language: &str) -> bool {
    let mut own = spoken(state, home);
    own.push(language.to_lowercase());
    let doors = estate::all_doors(state).into_values().flatten();
    let homes: Vec<Vec<String>> = doors
        .map(|door| spoken(state, estate::household(state, door.id)))
        .collect();
    own.iter()
        .filter(|it| !it.is_empty() && *it != "en")
        .any(|it| {
            let speak = homes.iter().filter(|all| all.contains(it)).count();
            speak < FEWEST
        })
}
