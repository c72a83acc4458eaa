//! How to get in: a few words about a block, a stair or a door, and an entrance's code. Never about a
//! person: there is no way to say it of one. A code is shown as long as a list stays on a phone, and
//! then has to be said again.

use super::about::AboutUs;
use super::dot::Dot;
use super::draft::{self, Draft};
use super::estate;
use super::event::Kind;
use super::fact::{Fact, Value};
use super::fold::State;
use super::id::{BlockId, DoorId, Facet, Id, StairId};
use super::stream::Stream;

/// The words are no longer than this, and a code not longer than [`CODE_LENGTH`]: characters.
pub const WORDS_LENGTH: usize = 140;
/// A code is no longer than this: characters.
pub const CODE_LENGTH: usize = 20;
const DAY: i64 = 24 * 3600;

/// What words are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The whole building: its outer door, its yard.
    Block(BlockId),
    /// One entrance.
    Stair(StairId),
    /// One door: a dog, a bell that does not work.
    Door(DoorId),
}

impl From<Place> for Id {
    fn from(place: Place) -> Id {
        match place {
            Place::Block(id) => id.into(),
            Place::Stair(id) => id.into(),
            Place::Door(id) => id.into(),
        }
    }
}

/// An entrance that may have a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// The building's.
    Block(BlockId),
    /// The stair's own.
    Stair(StairId),
}

impl From<Entrance> for Id {
    fn from(entrance: Entrance) -> Id {
        match entrance {
            Entrance::Block(id) => id.into(),
            Entrance::Stair(id) => id.into(),
        }
    }
}

/// Something said of how to get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The event.
    pub dot: Dot,
    /// The words, or the code.
    pub words: String,
    /// Who said so.
    pub by: String,
    /// When, seconds since 1970.
    pub at: i64,
}

/// The words about a place; several where people wrote different ones.
pub fn words(state: &State, place: Place) -> Vec<Access> {
    let about = [Id::from(place), Facet::ACCESS.into()];
    let told = state.naming_as(Kind::PLAIN_FACT, place);
    told.filter(|(_, entry)| entry.event.about == about)
        .filter_map(
            |(dot, entry)| match Fact::read(entry.event.kind, &entry.event.body) {
                Ok(Some(Fact::PlainFact {
                    value: Value::Words(words),
                })) => access(state, dot, words),
                _ => None,
            },
        )
        .collect()
}

/// The codes of an entrance that are not too old (`now`: seconds since 1970).
pub fn codes(state: &State, entrance: Entrance, now: i64) -> Vec<Access> {
    let days = AboutUs::read(state).days;
    let told = state.naming_as(Kind::ENTRY_CODE, entrance);
    told.filter_map(
        |(dot, entry)| match Fact::read(entry.event.kind, &entry.event.body) {
            Ok(Some(Fact::EntryCode { code })) => access(state, dot, code),
            _ => None,
        },
    )
    .filter(|code| now - code.at <= i64::from(days) * DAY)
    .collect()
}

fn access(state: &State, dot: Dot, words: String) -> Option<Access> {
    Some(Access {
        dot,
        words: Some(words).filter(|words| !words.is_empty())?,
        by: estate::name_of(state, dot),
        at: state.happened_at(dot)?,
    })
}

/// What to record where somebody says how to get in. No words take back what this stream has.
pub fn say(state: &State, stream: Stream, place: Place, words: &str) -> Option<Draft> {
    let words = cut(words, WORDS_LENGTH);
    let before: Vec<Dot> = self::words(state, place)
        .into_iter()
        .map(|access| access.dot)
        .collect();
    if words.is_empty() {
        return draft::strike(state, stream, &before);
    }
    let value = Value::Words(words);
    Some(draft::plain_fact(
        state,
        stream,
        place.into(),
        Facet::ACCESS,
        value,
    ))
}

/// What to record of an entrance's code. None takes back what there was, however old.
pub fn say_code(state: &State, stream: Stream, entrance: Entrance, code: &str) -> Option<Draft> {
    let told = state.naming_as(Kind::ENTRY_CODE, entrance);
    let before: Vec<Dot> = told.map(|(dot, _)| dot).collect();
    let code = cut(code, CODE_LENGTH);
    if code.is_empty() {
        return draft::strike(state, stream, &before);
    }
    Some(Draft {
        stream,
        fact: Fact::EntryCode { code },
        about: vec![entrance.into()],
        over: before,
    })
}

fn cut(words: &str, length: usize) -> String {
    words.trim().chars().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::small::{NOW, Small};
    use super::*;

    fn place(small: &Small) -> [Place; 3] {
        [
            Place::Block(small.block(0)),
            Place::Stair(small.stair(0)),
            Place::Door(small.door(0)),
        ]
    }

    fn told(small: &Small, place: Place) -> Vec<String> {
        let words = words(&small.state(), place).into_iter();
        words.map(|access| access.words).collect()
    }

    #[test]
    fn words_about_a_place_are_its_own_written_over_and_taken_back() {
        let mut small = Small::new(2);
        let stream = Stream::Stair(small.stair(0));
        for place in place(&small) {
            for (words, expected) in [
                (" Ring 12 ", vec!["Ring 12"]),
                ("Ring 14", vec!["Ring 14"]),
                ("", vec![]),
                ("Lift is out", vec!["Lift is out"]),
            ] {
                let draft = say(&small.state(), stream, place, words).unwrap();
                small.record(3, Role::Volunteer, draft);
                assert_eq!(told(&small, place), expected, "{place:?}");
            }
        }
        assert_eq!(
            say(&Small::new(1).state(), stream, place(&small)[0], ""),
            None
        );
    }

    #[test]
    fn what_two_wrote_without_hearing_of_each_other_is_shown_both() {
        let mut small = Small::new(2);
        let stream = Stream::Stair(small.stair(0));
        let stair = Place::Stair(small.stair(0));
        let nothing = small.state();
        for (by, words) in [(3, "Ring 12"), (4, "Buzzer is broken")] {
            let draft = say(&nothing, stream, stair, words).unwrap();
            small.record(by, Role::Volunteer, draft);
        }
        assert_eq!(told(&small, stair), ["Ring 12", "Buzzer is broken"]);
        let draft = say(&small.state(), stream, stair, "Ring 12, buzzer works").unwrap();
        small.record(3, Role::Volunteer, draft);
        assert_eq!(told(&small, stair), ["Ring 12, buzzer works"]);
    }

    /// R8.6: it is said of a block, a stair or a door, so none of it goes with a person; and an
    /// entrance's code is not shown longer than a list is kept.
    #[test]
    fn r8_6_a_code_belongs_to_the_entrance_and_expires_with_the_list() {
        let usual = AboutUs::read(&State::default()).days;
        for (days, kept) in [(None, usual), (Some(3), 3)] {
            let mut small = Small::new(2);
            if let Some(days) = days {
                let (what, why) = ("What".into(), "Why".into());
                small.board(Fact::Kept { what, why, days }, vec![Facet::ABOUT_US.into()]);
            }
            let (stream, stair) = (Stream::Stair(small.stair(0)), small.stair(0));
            let entrance = Entrance::Stair(stair);
            let draft = say_code(&small.state(), stream, entrance, "1234C").unwrap();
            assert!(draft.about.iter().all(|id| !id.is_household()));
            small.record(3, Role::Volunteer, draft);
            let state = small.state();
            let shown = |entrance, days: i64| !codes(&state, entrance, NOW + days * DAY).is_empty();
            assert!(shown(entrance, 0) && shown(entrance, i64::from(kept)));
            assert!(!shown(entrance, i64::from(kept) + 1), "{days:?}");
            assert!(!shown(Entrance::Block(small.block(0)), 0));
            // Those who live there move: the code stays, and nothing of it went with them.
            let moved = vec![small.household(0).into()];
            small.say(3, Role::Volunteer, 0, Fact::Moved {}, moved);
            assert_eq!(codes(&small.state(), entrance, NOW).len(), 1);
            let again = say_code(&small.state(), stream, entrance, "77").unwrap();
            small.record(3, Role::Volunteer, again);
            let codes = codes(&small.state(), entrance, NOW);
            assert_eq!(codes.len(), 1);
            assert_eq!(codes[0].words, "77");
        }
    }
}
