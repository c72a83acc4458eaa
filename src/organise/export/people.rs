//! `contacts.csv`, `consents.csv` and `follow_ups.csv`: what was agreed with people, and how to
//! reach those who want to be reached.

use super::cell::{Cell, Table, table};
use super::may_contact::{has_died, has_moved, may_contact};
use super::{ExportError, Merged, day, dot_name, fact_of, stair_name, tells_of_hidden, time};
use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Value};
use crate::canvass::fold::{Entry, State};
use crate::canvass::id::{DoorId, Facet, HouseholdId, Id};
use crate::organise::contacts::{is_believed, taken_out, typed_on};
use crate::organise::report::door_of;

/// The header of `contacts.csv`.
pub const CONTACTS: [&str; 10] = [
    "event_id", "door_id", "block", "stair", "door", "name", "reach", "consent", "by", "at",
];
/// The header of `consents.csv`.
pub const CONSENTS: [&str; 9] = [
    "event_id", "door_id", "block", "door", "purpose", "consent", "moved", "by", "at",
];
/// The header of `follow_ups.csv`.
pub const FOLLOW_UPS: [&str; 12] = [
    "event_id",
    "door_id",
    "block",
    "door",
    "what",
    "who",
    "by_day",
    "taken_on",
    "promised_by",
    "at",
    "done_by",
    "done_at",
];

/// How to reach somebody who agreed to be contacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The entry.
    pub dot: Dot,
    /// Whose door it was said at.
    pub household: HouseholdId,
    /// That door.
    pub door: DoorId,
    /// What they like to be called.
    pub name: String,
    /// Phone or mail, as they gave it.
    pub reach: String,
    /// Who recorded it.
    pub by: String,
}

/// How to reach people, today (days since 1970-01-01): those who may be contacted, and no others; as
/// said by whoever could have heard it, and not [taken out](taken_out) by an organiser.
pub fn reachable(state: &State, today: i32) -> Vec<Contact> {
    let mut gone = taken_out(state);
    gone.extend(typed_on(state));
    let contacts = state.of_kind(Kind::CONTACT).filter_map(|(dot, entry)| {
        let Fact::Contact { name, reach } = fact_of(entry)? else {
            return None;
        };
        let household = household_of(entry)?;
        if !may_contact(state, household, today) || has_died(state, household, &name) {
            return None;
        }
        let door = door_of(state, &entry.event.about)?;
        let counts = is_believed(state, dot, door) && !gone.contains(&dot);
        counts.then(|| Contact {
            dot,
            household,
            door,
            name,
            reach,
            by: estate::name_of(state, dot),
        })
    });
    contacts.collect()
}

/// `contacts.csv`.
pub(super) fn contacts(from: &Merged<'_>) -> Result<Table, ExportError> {
    let state = from.state;
    let rows = reachable(state, from.today).into_iter().filter_map(|row| {
        let stair = estate::stair(state, estate::stair_of(state, row.door)?)?;
        let place = from.place(Some(row.door)).into_owned();
        Some([
            dot_name(row.dot).into(),
            place.id,
            place.block,
            stair_name(&stair, from.words).into(),
            place.label,
            row.name.into(),
            row.reach.into(),
            "yes".into(),
            row.by.into(),
            time(state.happened_at(row.dot)?).into(),
        ])
    });
    table(&CONTACTS, rows)
}

fn household_of(entry: &Entry) -> Option<HouseholdId> {
    let mut about = entry.event.about.iter();
    about.find_map(|id| HouseholdId::try_from(*id).ok())
}

/// What a consent is about, by its facet's number.
fn purpose_of(about: &[Id]) -> Option<u64> {
    about.iter().find_map(|id| match id {
        Id::Numbered(_, number) => Some(*number),
        Id::Named(..) => None,
    })
}

/// What was said about being contacted, and what was taken back: each as it was recorded and stands.
pub(super) fn consents(from: &Merged<'_>) -> Result<Table, ExportError> {
    let state = from.state;
    let given = state.of_kind(Kind::PLAIN_FACT);
    let given = given.filter_map(|(dot, entry)| {
        let about_contact = purpose_of(&entry.event.about) == Some(Facet::CONTACT_CONSENT.0);
        match fact_of(entry)? {
            Fact::PlainFact { value } if about_contact => {
                consent_line(from, dot, entry, consent_word(&value)?)
            }
            _ => None,
        }
    });
    let withdrawn = state.of_kind(Kind::CONSENT_WITHDRAWN);
    let withdrawn =
        withdrawn.filter_map(|(dot, entry)| consent_line(from, dot, entry, "withdrawn"));
    table(&CONSENTS, given.chain(withdrawn))
}

fn consent_word(value: &Value) -> Option<&'static str> {
    match value {
        Value::Yes => Some("yes"),
        Value::No => Some("no"),
        Value::WouldNotSay => Some("would_not_say"),
        _ => None,
    }
}

fn consent_line<'a>(
    from: &Merged<'a>,
    dot: Dot,
    entry: &Entry,
    consent: &'static str,
) -> Option<[Cell<'a>; 9]> {
    let state = from.state;
    let household = household_of(entry)?;
    if tells_of_hidden(state, &entry.event.about) {
        return None;
    }
    let purpose = match purpose_of(&entry.event.about) {
        Some(number) if number == Facet::CONTACT_CONSENT.0 => "contact".to_string(),
        Some(number) => number.to_string(),
        None => String::new(),
    };
    let place = from.place(door_of(state, &entry.event.about)).into_owned();
    let moved = match has_moved(state, household) {
        true => "yes",
        false => "",
    };
    Some([
        dot_name(dot).into(),
        place.id,
        place.block,
        place.label,
        purpose.into(),
        consent.into(),
        moved.into(),
        estate::written_by(state, dot).into(),
        time(state.happened_at(dot)?).into(),
    ])
}

/// Everything that was promised: first what nobody has taken on, last what is done.
pub(super) fn follow_ups(from: &Merged<'_>) -> Result<Table, ExportError> {
    let state = from.state;
    let rows = from.report.promises.iter().filter_map(|row| {
        let entry = state.entry(row.id.0)?;
        if tells_of_hidden(state, &entry.event.about) {
            return None;
        }
        let place = from.place(Some(row.door)).into_owned();
        let done = row.done.clone();
        let (done_by, done_at) = done.map(|(by, at)| (by, time(at))).unwrap_or_default();
        Some([
            dot_name(row.id.0).into(),
            place.id,
            place.block,
            place.label,
            row.what.as_str().into(),
            row.who.as_deref().unwrap_or_default().into(),
            row.until.map(day).unwrap_or_default().into(),
            if row.is_taken_on() { "yes" } else { "" }.into(),
            row.by.as_str().into(),
            time(state.happened_at(row.id.0)?).into(),
            done_by.into(),
            done_at.into(),
        ])
    });
    table(&FOLLOW_UPS, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::consent::{Consent, consent};
    use crate::canvass::draft::{Draft, plain_fact};
    use crate::canvass::fact::NoKnockScope;
    use crate::canvass::id::ResidentId;
    use crate::canvass::stream::Stream;
    use crate::organise::export::Export;
    use crate::organise::export::tests::written;
    use crate::organise::small::Small;

    const CONTACT: Facet = Facet::CONTACT_CONSENT;
    type Said = fn(&mut Small);

    fn contact(small: &mut Small, place: usize, name: &str) {
        let fact = Fact::Contact {
            name: name.into(),
            reach: format!("+44 7700 90012{place}"),
        };
        let about = vec![small.household(place).into()];
        small.record(3, Role::Volunteer, Draft::new(Stream::Inner, fact, about));
    }

    fn say(small: &mut Small, by: u8, place: usize, fact: Fact, facet: Option<Facet>) -> Dot {
        let mut about = vec![Id::from(small.household(place))];
        about.extend(facet.map(Id::from));
        small.say(by, Role::Volunteer, 0, fact, about)
    }

    fn agreed(small: &mut Small, by: u8, place: usize, value: Value) -> Dot {
        say(small, by, place, Fact::PlainFact { value }, Some(CONTACT))
    }

    fn read(small: &Small, export: Export, columns: [usize; 2]) -> Vec<String> {
        let file = written(small, export);
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| columns.map(|column| row[column].to_string()).join(" "))
            .collect()
    }

    #[test]
    fn whoever_agreed_to_be_contacted_is_among_the_contacts_and_nobody_else() {
        let mut small = Small::new(2);
        contact(&mut small, 0, "Siân");
        contact(&mut small, 1, "Mr Rees");
        let dot = agreed(&mut small, 3, 0, Value::Yes);
        let rows = read(&small, Export::Contacts, [5, 7]);
        assert_eq!(rows, ["Siân yes"]);
        assert_eq!(
            read(&small, Export::Contacts, [4, 6])[0],
            "Flat 1 '+44 7700 900120"
        );
        // Struck out again, it was never said; the number cannot be struck.
        let stream = Stream::Stair(small.stair(0));
        let strike = crate::canvass::draft::strike(&small.state(), stream, &[dot]);
        small.record(3, Role::Volunteer, strike.unwrap());
        assert!(read(&small, Export::Contacts, [5, 7]).is_empty());
    }

    /// Says something else of being contacted, in place of all that was said.
    fn agreed_instead(small: &mut Small, place: usize, value: Value) {
        let stream = Stream::Stair(small.stair(0));
        let about = Id::from(small.household(place));
        let draft = plain_fact(&small.state(), stream, about, CONTACT, value);
        assert!(!draft.over.is_empty());
        small.record(3, Role::Volunteer, draft);
    }

    /// Two households that gave a number and agreed; then something is said of the first.
    fn only_the_second_is_written_where(reasons: &[(&str, Said)]) {
        for (reason, said) in reasons {
            let mut small = Small::new(2);
            contact(&mut small, 0, "Sian Rees");
            contact(&mut small, 1, "Mr Rees");
            for place in [0, 1] {
                agreed(&mut small, 3, place, Value::Yes);
            }
            assert_eq!(read(&small, Export::Contacts, [4, 5]).len(), 2);
            said(&mut small);
            let rows = read(&small, Export::Contacts, [4, 5]);
            assert_eq!(rows, ["Flat 2 Mr Rees"], "{reason}");
            for export in Export::ALL {
                assert!(!written(&small, export).contains("900120"), "{reason}");
            }
        }
    }

    #[test]
    fn no_contact_is_written_of_who_does_not_agree() {
        let consented = |small: &Small| consent(&small.state(), small.household(0), CONTACT);
        for (value, read) in [
            (Value::No, Consent::Refused),
            (Value::WouldNotSay, Consent::Refused),
        ] {
            let mut small = Small::new(2);
            agreed(&mut small, 3, 0, Value::Yes);
            agreed_instead(&mut small, 0, value);
            assert_eq!(consented(&small), read);
        }
        only_the_second_is_written_where(&[
            ("no", |small| agreed_instead(small, 0, Value::No)),
            ("would not say", |small| {
                agreed_instead(small, 0, Value::WouldNotSay);
            }),
            ("two answers", |small| {
                agreed(small, 4, 0, Value::No);
            }),
            ("withdrawn", |small| {
                say(small, 4, 0, Fact::ConsentWithdrawn {}, Some(CONTACT));
            }),
            ("withdrawn altogether", |small| {
                say(small, 4, 0, Fact::ConsentWithdrawn {}, None);
            }),
        ]);
    }

    #[test]
    fn no_contact_is_written_of_who_may_not_be_contacted() {
        only_the_second_is_written_where(&[
            ("do not knock", |small| {
                let scope = NoKnockScope::ForGood;
                say(small, 3, 0, Fact::DoNotKnock { scope }, None);
            }),
            ("hidden", |small| {
                say(small, 3, 0, Fact::Hidden {}, None);
            }),
            ("a hidden resident", |small| {
                let name = "Somebody else".into();
                let dot = say(small, 3, 0, Fact::Resident { name }, None);
                let about = vec![ResidentId(dot).into()];
                small.say(3, Role::Volunteer, 0, Fact::Hidden {}, about);
            }),
            ("who has died", |small| {
                let name = "sian  rees".into();
                let dot = say(small, 3, 0, Fact::Resident { name }, None);
                let about = vec![ResidentId(dot).into()];
                small.say(3, Role::Volunteer, 0, Fact::Deceased {}, about);
            }),
            ("moved", |small| {
                say(small, 3, 0, Fact::Moved {}, None);
            }),
            ("erased", |small| {
                let erased = vec![small.household(0).into()];
                small.board(Fact::Erased {}, erased);
            }),
        ]);
    }

    #[test]
    fn of_two_households_begun_at_once_what_holds_of_either_holds_of_both() {
        let no = || Fact::PlainFact { value: Value::No };
        let never = NoKnockScope::ForGood;
        let reasons = [
            ("nothing", None),
            ("no", Some((no(), Some(CONTACT)))),
            (
                "withdrawn",
                Some((Fact::ConsentWithdrawn {}, Some(CONTACT))),
            ),
            ("hidden", Some((Fact::Hidden {}, None))),
            ("deceased", Some((Fact::Deceased {}, None))),
            (
                "do not knock",
                Some((Fact::DoNotKnock { scope: never }, None)),
            ),
            ("moved", Some((Fact::Moved {}, None))),
        ];
        let tell = |small: &mut Small, household: HouseholdId, fact, facet: Option<Facet>| {
            let mut about = vec![Id::from(household)];
            about.extend(facet.map(Id::from));
            small.say(5, Role::Volunteer, 0, fact, about);
        };
        for (reason, said) in reasons {
            let mut small = Small::new(2);
            let twins =
                [3, 4].map(|by| HouseholdId::Since(say(&mut small, by, 0, Fact::Moved {}, None)));
            // Under the one that no page uses.
            let fact = Fact::Contact {
                name: "Siân".into(),
                reach: "01632 960 001".into(),
            };
            let draft = Draft::new(Stream::Inner, fact, vec![twins[1].into()]);
            small.record(3, Role::Volunteer, draft);
            let yes = Fact::PlainFact { value: Value::Yes };
            tell(&mut small, twins[1], yes, Some(CONTACT));
            let current = estate::household(&small.state(), small.door(0));
            assert_eq!(current, twins[0]);
            let against = said.is_some();
            if let Some((fact, facet)) = said {
                tell(&mut small, twins[0], fact, facet);
            }
            let rows = read(&small, Export::Contacts, [4, 5]);
            assert_eq!(rows.is_empty(), against, "{reason}");
        }
    }

    #[test]
    fn a_request_not_to_be_knocked_that_has_run_out_keeps_nobody_back() {
        let mut small = Small::new(2);
        contact(&mut small, 0, "Siân");
        agreed(&mut small, 3, 0, Value::Yes);
        let scope = NoKnockScope::Until(1);
        say(&mut small, 3, 0, Fact::DoNotKnock { scope }, None);
        assert_eq!(read(&small, Export::Contacts, [4, 5]), ["Flat 1 Siân"]);
    }

    #[test]
    fn consents_and_withdrawals_stand_as_recorded_and_a_withdrawal_does_not_hide_what_was_said() {
        let mut small = Small::new(3);
        agreed(&mut small, 3, 0, Value::Yes);
        agreed(&mut small, 3, 1, Value::No);
        say(&mut small, 4, 0, Fact::ConsentWithdrawn {}, Some(CONTACT));
        let language = Fact::PlainFact {
            value: Value::Words("Welsh".into()),
        };
        say(&mut small, 3, 2, language, Some(Facet::LANGUAGE));
        let rows = read(&small, Export::Consents, [3, 5]);
        assert_eq!(rows, ["Flat 1 yes", "Flat 2 no", "Flat 1 withdrawn"]);
    }

    #[test]
    fn a_promise_says_who_does_it_by_when_and_whether_anybody_does() {
        let mut small = Small::new(2);
        for (place, who) in [(0, None), (1, Some("Beth"))] {
            let fact = Fact::FollowUp {
                what: "=Ring about the mould".into(),
                who: who.map(str::to_string),
                by: Some(20_521),
            };
            say(&mut small, 3, place, fact, None);
        }
        let file = written(&small, Export::FollowUps);
        let lines: Vec<&str> = file.lines().skip(1).collect();
        assert!(
            lines[0].contains(",'=Ring about the mould,,2026-03-09,,"),
            "{file}"
        );
        assert!(lines[1].contains(",Beth,2026-03-09,yes,"), "{file}");
        say(&mut small, 3, 0, Fact::Hidden {}, None);
        assert_eq!(read(&small, Export::FollowUps, [3, 5]), ["Flat 2 Beth"]);
    }
}
