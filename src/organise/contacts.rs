//! Which contacts count: sealed one by one, by whoever stood at the door, and nobody can strike one.
//!
//! Every device writes in inner, about any door. So a contact counts only from somebody who could have
//! stood there, which the endpoint sees to: it lets nobody write in a stair their certificate does not
//! reach. What is wrong all the same an organiser takes out, by an entry that names it.

use std::collections::{BTreeMap, BTreeSet};

use crate::canvass::author::{Author, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::stream::Stream;
use crate::organise::report::door_of;

/// Whether whoever recorded a contact could have stood at that door: an organiser, or somebody who
/// has written in its stair, by whatever device.
pub fn is_believed(state: &State, contact: Dot, door: DoorId) -> bool {
    let (Some(log), Some(stair)) = (state.log(contact.log), estate::stair_of(state, door)) else {
        return false;
    };
    let stood_there = |author: &Author| {
        author.person == log.author.person && author.stream == Stream::Stair(stair)
    };
    log.author.role == Role::Organiser || state.logs().any(|(_, log)| stood_there(&log.author))
}

/// The door of a household that lives there now and is not hidden, nor its [twin](estate::twins): the same people
/// are meant.
pub fn lives_at(state: &State, home: HouseholdId) -> Option<DoorId> {
    let door = door_of(state, &[home.into()])?;
    let now = estate::household(state, door);
    let is_here = estate::twins(state, now).any(|it| it == home);
    let is_hidden = estate::twins(state, home).any(|it| estate::is_hidden(state, it));
    (is_here && !is_hidden).then_some(door)
}

/// The home an entry is about, first of several, and its door, while those live there.
pub fn home_of(state: &State, dot: Dot) -> Option<(HouseholdId, DoorId)> {
    let about = &state.entry(dot)?.event.about;
    let home = HouseholdId::try_from(*about.first()?).ok()?;
    Some((home, lives_at(state, home)?))
}

/// The contacts that organisers have taken out.
pub fn taken_out(state: &State) -> BTreeSet<Dot> {
    let by_organiser = |dot: Dot| {
        let log = state.log(dot.log);
        log.is_some_and(|log| log.author.role == Role::Organiser)
    };
    let gone = state.of_kind(Kind::CONTACT_GONE);
    gone.filter(|(dot, _)| by_organiser(*dot))
        .filter_map(
            |(_, entry)| match Fact::read(entry.event.kind, &entry.event.body).ok()?? {
                Fact::ContactGone { instead } => Some(instead),
                _ => None,
            },
        )
        .flatten()
        .collect()
}

/// Contacts that were half typed when the phone was put away, and then finished: what is sealed nobody
/// can strike, so the finished one stands in their place wherever they are read. Each says no more than
/// a later one of the same log about the same household begins with.
pub fn typed_on(state: &State) -> BTreeSet<Dot> {
    // By whom of whom: the number, the name and how to reach them.
    type Typed = Vec<(u64, String, String)>;
    let mut said: BTreeMap<(LogId, HouseholdId), Typed> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::CONTACT) {
        let mut about = entry.event.about.iter();
        let household = about.find_map(|id| HouseholdId::try_from(*id).ok());
        let fact = Fact::read(entry.event.kind, &entry.event.body);
        if let (Some(household), Ok(Some(Fact::Contact { name, reach }))) = (household, fact) {
            let of_one = said.entry((dot.log, household)).or_default();
            of_one.push((dot.seq, name, reach));
        }
    }
    let mut half = BTreeSet::new();
    for ((log, _), all) in &said {
        for (seq, name, reach) in all {
            let goes_on = |(later, whole_name, whole): &(u64, String, String)| {
                later > seq && whole.starts_with(reach) && whole_name.starts_with(name)
            };
            if all.iter().any(goes_on) {
                half.insert(Dot {
                    log: *log,
                    seq: *seq,
                });
            }
        }
    }
    half
}

/// Takes a contact of a household out. To be recorded by an organiser: of anyone else it counts for
/// nothing.
pub fn take_out(contact: Dot, household: HouseholdId) -> Draft {
    let fact = Fact::ContactGone {
        instead: vec![contact],
    };
    Draft::new(Stream::Inner, fact, vec![household.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::fact::{Outcome, Value};
    use crate::canvass::id::{Facet, Id};
    use crate::organise::export::Export;
    use crate::organise::export::tests::written;
    use crate::organise::small::Small;

    /// Two doors on each of two stairs, whose households all agreed to be contacted, as Vera (3) on the
    /// first stair and Bram (4) on the second wrote down.
    fn agreed() -> Small {
        let mut small = Small::new(2);
        for place in 0..4 {
            let (by, stair) = if place < 2 { (3, 0) } else { (4, 1) };
            let about = vec![small.household(place).into(), Facet::CONTACT_CONSENT.into()];
            let fact = Fact::PlainFact { value: Value::Yes };
            small.say(by, Role::Volunteer, stair, fact, about);
        }
        small
    }

    fn contact(small: &mut Small, by: u8, role: Role, place: usize) -> Dot {
        let fact = Fact::Contact {
            name: "Siân".into(),
            reach: format!("by {by} of {place}"),
        };
        let about = vec![small.household(place).into()];
        small.record(by, role, Draft::new(Stream::Inner, fact, about))
    }

    /// What stands in the file, by what to reach somebody by.
    fn reached(small: &Small) -> Vec<String> {
        let file = written(small, Export::Contacts);
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let rows = reader.records().map(|row| row.unwrap()[6].to_string());
        rows.collect()
    }

    #[test]
    fn a_contact_of_a_stair_that_somebody_never_had_is_not_believed() {
        let mut small = agreed();
        contact(&mut small, 3, Role::Volunteer, 0);
        contact(&mut small, 3, Role::Volunteer, 2);
        contact(&mut small, 4, Role::Trainer, 0);
        contact(&mut small, 4, Role::Volunteer, 3);
        // Of two who never wrote there, the organiser is believed: they are everywhere.
        contact(&mut small, 5, Role::Volunteer, 1);
        contact(&mut small, 6, Role::Organiser, 1);
        assert_eq!(reached(&small), ["by 3 of 0", "by 4 of 3", "by 6 of 1"]);
        // Once they have stood there, they could have heard it.
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: None,
            when: None,
        };
        let door: Id = small.door(2).into();
        small.say(3, Role::Volunteer, 1, fact, vec![door]);
        assert!(reached(&small).contains(&"by 3 of 2".to_string()));
    }

    #[test]
    fn a_number_that_was_half_typed_when_the_phone_was_put_away_is_one_line_with_the_whole() {
        let mut small = agreed();
        let mut say = |by, place: usize, name: &str, reach: &str| {
            let fact = Fact::Contact {
                name: name.into(),
                reach: reach.into(),
            };
            let about = vec![small.household(place).into()];
            small.record(by, Role::Volunteer, Draft::new(Stream::Inner, fact, about))
        };
        say(3, 0, "", "0777");
        say(3, 0, "Si", "07700 9");
        let whole = say(3, 0, "Siân", "07700 900123");
        // Somebody else in the same household, and the same number behind another door.
        say(3, 0, "Bran", "07700 900456");
        say(3, 1, "", "0770");
        say(4, 2, "", "07700 900123");
        let all = [
            "07700 900123",
            "07700 900456",
            "0770",
            "07700 900123",
            "0777",
        ];
        let mut there = reached(&small);
        let mut expected = all.map(str::to_string).to_vec();
        there.sort();
        expected.sort();
        assert_eq!(there, expected, "0777 is no beginning of any");
        // Taken out, the half of it does not come back.
        let household = small.household(0);
        small.record(6, Role::Organiser, take_out(whole, household));
        assert!(!reached(&small).contains(&"07700 9".to_string()));
    }

    #[test]
    fn an_organiser_takes_a_contact_out_and_nobody_else_does() {
        let mut small = agreed();
        let wrong = contact(&mut small, 3, Role::Volunteer, 0);
        contact(&mut small, 4, Role::Volunteer, 2);
        let household = small.household(0);
        small.record(4, Role::Volunteer, take_out(wrong, household));
        assert_eq!(reached(&small).len(), 2);
        small.record(6, Role::Organiser, take_out(wrong, household));
        assert_eq!(reached(&small), ["by 4 of 2"]);
        // Another of the same household is another.
        contact(&mut small, 6, Role::Organiser, 0);
        assert_eq!(reached(&small).len(), 2);
    }
}
