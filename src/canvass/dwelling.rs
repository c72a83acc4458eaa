//! What stands behind a door, as a plain fact about the door and no person: a home, unless somebody
//! saw that it is none. A shop, an empty flat or a door that is not there is nobody who was not
//! reached: it leaves the count of doors and is shown beside it.

use serde::{Deserialize, Serialize};

use super::draft::{self, Draft};
use super::estate::{Door, Knock};
use super::event::Kind;
use super::fact::{Outcome, Value};
use super::fold::State;
use super::id::{DoorId, Facet};
use super::register::{self, Reading};
use super::stream::Stream;

/// What stands behind a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Behind {
    /// Somebody lives there, as far as is known.
    Home,
    /// A shop, an office, a store.
    Shop,
    /// Nobody lives there now.
    Empty,
    /// There is no such door.
    NotThere,
}

impl Behind {
    /// All of them, in the order of their numbers: only ever append.
    pub const ALL: [Behind; 4] = [Behind::Home, Behind::Shop, Behind::Empty, Behind::NotThere];

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Behind::Home => "home",
            Behind::Shop => "shop",
            Behind::Empty => "empty",
            Behind::NotThere => "not_there",
        }
    }

    fn value(self) -> Value {
        let place = Behind::ALL.iter().position(|it| *it == self);
        Value::Choice(place.and_then(|n| u16::try_from(n).ok()).unwrap_or(0))
    }

    fn of(value: &Value) -> Option<Behind> {
        match value {
            Value::Choice(n) => Behind::ALL.get(usize::from(*n)).copied(),
            _ => None,
        }
    }
}

/// What stands behind a door. Where people differ it is a home: a knock too many is the smaller
/// mistake. Where nobody has said, a newest knock that found no such door says so.
pub fn behind(state: &State, door: DoorId, last: Option<&Knock>) -> Behind {
    let about = [door.into(), Facet::BEHIND.into()];
    match register::read(state, Kind::PLAIN_FACT, &about) {
        Reading::Agreed(value, _) => Behind::of(&value).unwrap_or(Behind::Home),
        Reading::Disagreement(_) => Behind::Home,
        Reading::Empty => match last.map(|knock| knock.outcome) {
            Some(Outcome::AddressNotFound) => Behind::NotThere,
            _ => Behind::Home,
        },
    }
}

/// Whether a door is a home: somebody lives there, as far as is known. Whatever counts the homes of a stair, an
/// estate or the whole campaign asks this, with the newest knock there, so that no two figures are of another whole.
/// (What a structure test is of counts a flat that stands empty, too: `organise::structure::is_home`.)
pub fn is_home(state: &State, door: &Door, last: Option<&Knock>) -> bool {
    !door.gone && behind(state, door.id, last) == Behind::Home
}

/// What to record of what stands behind a door.
pub fn stands(state: &State, stream: Stream, door: DoorId, behind: Behind) -> Draft {
    draft::plain_fact(state, stream, door.into(), Facet::BEHIND, behind.value())
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::draft::knock;
    use super::super::small::Small;
    use super::*;

    fn read(small: &Small) -> Behind {
        let state = small.state();
        let last = super::super::estate::knocks(&state, small.door(0)).pop();
        behind(&state, small.door(0), last.as_ref())
    }

    fn say(small: &mut Small, by: u8, what: Behind, seen: &State) {
        let stream = Stream::Stair(small.stair(0));
        let draft = stands(seen, stream, small.door(0), what);
        small.record(by, Role::Volunteer, draft);
    }

    #[test]
    fn a_door_is_a_home_until_somebody_sees_that_it_is_none_and_in_doubt() {
        let mut small = Small::new(2);
        let nothing = small.state();
        assert_eq!(read(&small), Behind::Home);
        for what in Behind::ALL {
            let seen = small.state();
            say(&mut small, 3, what, &seen);
            assert_eq!(read(&small), what);
        }
        // Somebody else who has not heard of it saw something else.
        say(&mut small, 4, Behind::Shop, &nothing);
        assert_eq!(read(&small), Behind::Home);
    }

    #[test]
    fn no_such_door_is_known_from_the_knock_until_somebody_says_what_it_is() {
        let mut small = Small::new(2);
        let stream = Stream::Stair(small.stair(0));
        let (door, household) = (small.door(0), small.household(0));
        for draft in knock(stream, door, household, Outcome::AddressNotFound) {
            small.record(3, Role::Volunteer, draft);
        }
        assert_eq!(read(&small), Behind::NotThere);
        let seen = small.state();
        say(&mut small, 3, Behind::Home, &seen);
        assert_eq!(read(&small), Behind::Home);
    }
}
