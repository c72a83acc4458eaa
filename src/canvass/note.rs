//! A few words about a household: short, gone after a season, and warned of before they are written.

use super::dot::Dot;
use super::draft::Draft;
use super::estate;
use super::event::Kind;
use super::fact::Fact;
use super::fold::{Entry, State};
use super::giveaways::{Giveaways, in_words};
use super::id::HouseholdId;
use super::stream::Stream;
use super::whose::Whose;

/// A note is no longer than this, so that it stays a few words: characters.
pub const LENGTH: usize = 140;
/// It is shown for so many days.
pub const DAYS: i64 = 90;
const DAY: i64 = 24 * 3600;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The event.
    pub dot: Dot,
    /// The words.
    pub words: String,
    /// A neighbour said so, not the household.
    pub neighbour: bool,
    /// Who wrote it.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// A note, as an entry tells it; `None` where it tells none, or is too old (`now`: seconds since 1970).
pub fn note(state: &State, dot: Dot, entry: &Entry, now: i64) -> Option<Note> {
    if entry.event.kind != Kind::NOTE {
        return None;
    }
    let Ok(Some(Fact::Note { words })) = Fact::read(entry.event.kind, &entry.event.body) else {
        return None;
    };
    let at = state.happened_at(dot)?;
    (now.saturating_sub(at) <= DAYS * DAY).then(|| Note {
        dot,
        words,
        neighbour: Whose::of(&entry.event.about) == Whose::Neighbour,
        by: estate::name_of(state, dot),
        at,
    })
}

/// The notes about a household, oldest first.
pub fn notes(state: &State, household: HouseholdId, now: i64) -> Vec<Note> {
    let told = state.naming_as(Kind::NOTE, household);
    told.filter_map(|(dot, entry)| note(state, dot, entry, now))
        .collect()
}

/// A note to record, cut to its length.
pub fn write(stream: Stream, household: HouseholdId, whose: Whose, words: &str) -> Draft {
    let words = words.trim().chars().take(LENGTH).collect();
    Draft::new(stream, Fact::Note { words }, whose.about(household))
}

/// What is not to be written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Illness, disability, drugs.
    Health,
    /// Faith, origin, whom somebody loves.
    Belief,
    /// Papers, status.
    Papers,
    /// Party, vote.
    Party,
    /// Rent owed, benefits, pay.
    Money,
    /// Children, and who else lives there.
    Family,
    /// When nobody is in, or that somebody lives alone.
    Away,
}

impl Topic {
    /// All of them.
    pub const ALL: [Topic; 7] = [
        Topic::Health,
        Topic::Belief,
        Topic::Papers,
        Topic::Party,
        Topic::Money,
        Topic::Family,
        Topic::Away,
    ];

    /// The word at the end of its catalogue keys: its name, and the words that give it away.
    pub fn word(self) -> &'static str {
        match self {
            Topic::Health => "health",
            Topic::Belief => "belief",
            Topic::Papers => "papers",
            Topic::Party => "party",
            Topic::Money => "money",
            Topic::Family => "family",
            Topic::Away => "away",
        }
    }
}

/// What words seem to touch that is not to be written down. `giveaways` has a topic's words in the writer's language, as
/// [`Giveaways`] reads them. A hint and no more.
pub fn touches(words: &str, giveaways: impl Fn(Topic) -> String) -> Vec<Topic> {
    let said = in_words(words);
    let gives_away = |topic: &Topic| Giveaways::of(&giveaways(*topic)).are_said(&said);
    Topic::ALL.into_iter().filter(gives_away).collect()
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::small::{NOW, Small};
    use super::*;

    fn giveaways(topic: Topic) -> String {
        match topic {
            Topic::Health => "ill, disab*, mental health",
            Topic::Away => "lives alone, on holiday",
            _ => "",
        }
        .to_string()
    }

    /// R8.4: 140 characters, a hint at what is not to be written, and gone after 90 days.
    #[test]
    fn r8_4_notes_are_short_warned_of_and_gone_after_ninety_days() {
        let mut small = Small::new(1);
        let household = small.household(0);
        let stream = Stream::Stair(small.stair(0));
        let long = "é".repeat(LENGTH + 1);
        for (whose, words) in [
            (Whose::Household, long.as_str()),
            (Whose::Neighbour, " The bell is broken "),
        ] {
            small.record(3, Role::Volunteer, write(stream, household, whose, words));
        }
        let state = small.state();
        let at = |days: i64| notes(&state, household, NOW + days * DAY);
        assert_eq!(at(0)[0].words, "é".repeat(LENGTH));
        assert_eq!(at(0)[1].words, "The bell is broken");
        let told: Vec<bool> = at(0).into_iter().map(|note| note.neighbour).collect();
        assert_eq!(told, [false, true]);
        assert_eq!(at(DAYS).len(), 2);
        assert_eq!(at(DAYS + 1), []);
        for (words, expected) in [
            ("The lift is broken", vec![]),
            ("He is ill.", vec![Topic::Health]),
            ("Will come on Thursday", vec![]),
            ("DISABLED access needed", vec![Topic::Health]),
            ("mental-health worker", vec![Topic::Health]),
            ("Lives alone, ill", vec![Topic::Health, Topic::Away]),
        ] {
            assert_eq!(touches(words, giveaways), expected, "{words}");
        }
    }
}
