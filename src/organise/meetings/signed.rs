//! Who came, as it was signed: by organisers, and by whoever was lent the list to sign in with.

use std::collections::BTreeMap;

use super::lists::{Ask, Lending, asks, rings};
use super::{Meeting, meetings};
use crate::canvass::act::{Act, MOST_PEOPLE};
use crate::canvass::author::{PersonId, Role};
use crate::canvass::dot::{Dot, LogId};
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, HouseholdId};
use crate::canvass::meeting::{Purpose, SignedIn};
use crate::canvass::stream::Stream;
use crate::organise::report::door_of;
use crate::organise::standing::{Deed, deeds};

/// Signs a home in on a day (days since 1970-01-01): so many of it have come; with nobody, that they
/// came was wrong.
pub fn sign_in(meeting: Dot, home: HouseholdId, people: u8, day: i32) -> Draft {
    let said = SignedIn {
        meeting,
        day,
        people: people.min(MOST_PEOPLE),
    };
    Draft::new(Stream::Inner, Fact::SignedIn { said }, vec![home.into()])
}

/// What is written of a home at a meeting: the newest of each log.
struct Signed {
    dot: Dot,
    home: HouseholdId,
    by: PersonId,
    role: Role,
    people: usize,
}

/// Everybody who was signed in, meeting by meeting: each home once, with the most that were seen of it.
/// What organisers wrote stands before what others did.
pub(in crate::organise) fn signed_in(state: &State) -> Vec<Deed> {
    let meetings = meetings(state).into_iter();
    let meetings: BTreeMap<Dot, Meeting> = meetings.map(|it| (it.id, it)).collect();
    let lenders = Lenders::read(state);
    let mut newest: BTreeMap<(Dot, DoorId, LogId), Signed> = BTreeMap::new();
    for (dot, entry) in state.of_kind(Kind::SIGNED_IN) {
        let fact = Fact::read(Kind::SIGNED_IN, &entry.event.body);
        let (Ok(Some(Fact::SignedIn { said })), Some(door)) =
            (fact, door_of(state, &entry.event.about))
        else {
            continue;
        };
        let counted = meetings.get(&said.meeting).and_then(|it| {
            is_believed(state, dot, it, &lenders).then_some(())?;
            let mut about = entry.event.about.iter();
            let home = about.find_map(|id| HouseholdId::try_from(*id).ok())?;
            let author = &state.log(dot.log)?.author;
            (!estate::is_hidden(state, home)).then_some(Signed {
                dot,
                home,
                by: author.person,
                role: author.role,
                people: usize::from(said.people.min(MOST_PEOPLE)),
            })
        });
        if let Some(signed) = counted {
            // Entries come in the order of their log, so the last stands.
            newest.insert((said.meeting, door, dot.log), signed);
        }
    }
    let mut homes: BTreeMap<(Dot, DoorId), Vec<Signed>> = BTreeMap::new();
    for ((meeting, door, _), signed) in newest {
        homes.entry((meeting, door)).or_default().push(signed);
    }
    let day = |meeting: &Dot| meetings.get(meeting).map(Meeting::day);
    let deeds = homes.iter().filter_map(|((meeting, door), all)| {
        let organisers = || all.iter().filter(|it| it.role == Role::Organiser);
        let most = match organisers().next() {
            Some(_) => organisers().max_by_key(|it| it.people),
            None => all.iter().max_by_key(|it| it.people),
        };
        let signed = most.filter(|it| it.people > 0)?;
        Some(Deed {
            dot: signed.dot,
            home: signed.home,
            door: *door,
            with: None,
            what: Act::Came,
            day: day(meeting)?,
            people: signed.people,
            by: signed.by,
            meeting: Some(*meeting),
        })
    });
    deeds.collect()
}

/// Until which day who was lent the list to sign in with at which meeting: looked up by both, since there
/// may be as many who sign in as are signed in.
struct Lenders(BTreeMap<(Dot, PersonId), i32>);

impl Lenders {
    fn read(state: &State) -> Lenders {
        let mut until = BTreeMap::new();
        let lent = asks(state).into_iter();
        for ask in lent.filter(|ask| ask.purpose == Purpose::SignIn) {
            let Some(day) = believed_until(&ask) else {
                continue;
            };
            let latest = until.entry((ask.meeting, ask.person)).or_insert(day);
            *latest = day.max(*latest);
        }
        Lenders(until)
    }
}

/// The last day on which what was written by somebody who was lent a list is believed, and a day more for
/// whoever is west of Greenwich. A list that was ended is believed about what came before.
fn believed_until(ask: &Ask) -> Option<i32> {
    match ask.lending {
        Lending::Waits => None,
        Lending::Until(day) | Lending::Ended(day) => Some(day.saturating_add(1)),
    }
}

/// Whether whoever signed somebody in could have seen it: an organiser, or a person who was lent the list
/// for it, on its day. Nobody came before the meeting was.
fn is_believed(state: &State, dot: Dot, meeting: &Meeting, lenders: &Lenders) -> bool {
    let written = state.happened_at(dot).map(|at| at.div_euclid(86_400));
    let (Some(log), Some(written)) = (state.log(dot.log), written) else {
        return false;
    };
    // A day before it was in Greenwich, for whoever is east of it; and a day after, for whoever is west.
    if written < i64::from(meeting.day()) - 1 {
        return false;
    }
    let lent = lenders.0.get(&(meeting.id, log.author.person));
    log.author.role == Role::Organiser || lent.is_some_and(|until| written <= i64::from(*until))
}

/// Who is believed about which homes because they ring them, and until which day.
pub(in crate::organise) struct Trusted {
    rings: BTreeMap<(PersonId, HouseholdId), i32>,
}

impl Trusted {
    pub(in crate::organise) fn read(state: &State) -> Trusted {
        let asks = asks(state).into_iter();
        let asks: BTreeMap<Dot, Ask> = asks.map(|ask| (ask.dot, ask)).collect();
        let mut until = BTreeMap::new();
        for rung in rings(state) {
            let ask = asks.get(&rung.asked);
            let Some((ask, day)) = ask.and_then(|ask| Some((ask, believed_until(ask)?))) else {
                continue;
            };
            let latest = until.entry((ask.person, rung.home)).or_insert(day);
            *latest = day.max(*latest);
        }
        Trusted { rings: until }
    }

    /// Whether a person rings this home on the day on which they wrote it down, or did: then they heard
    /// what was said. What day they say it was on does not count: that anybody can write.
    pub(in crate::organise) fn hears(
        &self,
        person: PersonId,
        home: HouseholdId,
        written: i32,
    ) -> bool {
        let until = self.rings.get(&(person, home));
        until.is_some_and(|until| written <= *until)
    }
}

/// The homes that came to a meeting, each with how many of it: signed in there, or noted as come on its
/// day.
pub(in crate::organise) fn came_to(deeds: &[Deed], meeting: &Meeting) -> BTreeMap<DoorId, usize> {
    let mut came: BTreeMap<DoorId, usize> = BTreeMap::new();
    for deed in deeds {
        let here = match deed.meeting {
            Some(id) => id == meeting.id,
            None => deed.day == meeting.day(),
        };
        if deed.what == Act::Came && here {
            let people = came.entry(deed.door).or_insert(0);
            *people = deed.people.max(*people);
        }
    }
    came
}

/// Who came to a meeting, as an organiser's device has it: each home with how many of it.
pub fn signed_in_here(state: &State, meeting: &Meeting) -> BTreeMap<HouseholdId, u8> {
    let came = came_to(&deeds(state), meeting).into_iter();
    came.map(|(door, people)| {
        let people = u8::try_from(people).unwrap_or(MOST_PEOPLE);
        (estate::household(state, door), people)
    })
    .collect()
}
