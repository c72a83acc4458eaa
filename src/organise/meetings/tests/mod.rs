//! Who said that they will come, who came, and what a phone is lent for it.

mod forecast;
mod lent;

use std::collections::BTreeSet;

use super::sheet::{homes, sign_in_sheets};
use super::*;
use crate::canvass::act::{Act, acted};
use crate::canvass::author::Role;
use crate::canvass::basis::{Basis, Ground, Group, write_down};
use crate::canvass::fact::{Outcome, Value};
use crate::canvass::id::Facet;
use crate::canvass::meeting::{AsksList, Purpose};
use crate::canvass::structure::{Percent, Rung as TestRung};
use crate::canvass::tenure::whole_stair;
use crate::organise::small::{NOW, Small};
use crate::organise::standing::{Level, Standings, deeds};
use crate::organise::structure::{Base, Plan as TestPlan, Tests, set_up as test, suggested};

const TODAY: i32 = (NOW / 86_400) as i32;
const MEETING: i32 = TODAY + 7;
const DAY: i64 = 86_400;
/// Knocks on both stairs.
const VERA: u8 = 7;
/// Signs people in, and was at nobody's door.
const IDRIS: u8 = 8;
const ORGANISER: u8 = 3;

/// A stair of council tenants and one of private ones, twenty homes each, and a meeting for both.
struct Estate {
    small: Small,
    id: Dot,
}

impl Estate {
    fn new() -> Estate {
        let mut small = Small::new(20);
        for (stair, tenure) in [(0, "council"), (1, "private")] {
            for draft in whole_stair(&small.state(), small.stair(stair), tenure) {
                small.record(9, Role::Organiser, draft);
            }
            let fact = Fact::Knock {
                outcome: Outcome::NotHome,
                by: None,
                when: None,
            };
            let door = small.door(20 * stair as usize).into();
            small.say(VERA, Role::Volunteer, stair, fact, vec![door]);
        }
        let condition = Group::Members.conditions()[0];
        let ground = Ground::new(Group::Members, Basis::Consent, condition, "Policy").unwrap();
        let draft = write_down(&small.state(), Some(&ground));
        small.record(1, Role::Organiser, draft);
        let plan = Plan {
            what: "The first meeting of both houses".into(),
            day: MEETING,
            from: 19 * 60,
            place: "The community room".into(),
        };
        let draft = set_up(&plan, TODAY).unwrap();
        let id = small.record(ORGANISER, Role::Organiser, draft);
        Estate { small, id }
    }

    fn says(&mut self, by: u8, place: usize, what: Act, day: i32) {
        let draft = acted(self.small.household(place), what, day, Vec::new());
        self.small.record(by, Role::Volunteer, draft);
    }

    fn signs(&mut self, by: u8, role: Role, place: usize, people: u8) {
        let draft = sign_in(self.id, self.small.household(place), people, MEETING);
        self.small.record(by, role, draft);
    }

    /// Asks for a list, and is lent it where an organiser says so.
    fn asks(&mut self, by: u8, purpose: Purpose, is_lent: bool) -> Ask {
        let said = AsksList {
            meeting: self.id,
            purpose,
            key: [by; 32],
        };
        let draft = Draft::new(Stream::Inner, Fact::AsksList { said }, vec![]);
        let dot = self.small.record(by, Role::Volunteer, draft);
        let find = |small: &Small| {
            let mut all = asks(&small.state()).into_iter();
            all.find(|ask| ask.dot == dot).unwrap()
        };
        if is_lent {
            self.lend(ORGANISER, &find(&self.small));
        }
        find(&self.small)
    }

    /// An organiser lends what was asked for, as it stands on their device.
    fn lend(&mut self, by: u8, ask: &Ask) {
        let state = self.small.state();
        let contacts = match ask.purpose {
            Purpose::SignIn => named(&state, TODAY),
            Purpose::Ringing => BTreeSet::new(),
        };
        for draft in lend(&state, ask, &self.meeting(), contacts, vec![1, 2, 3]) {
            self.small.record(by, Role::Organiser, draft);
        }
    }

    fn contact(&mut self, place: usize, name: &str) {
        let about = vec![
            self.small.household(place).into(),
            Facet::CONTACT_CONSENT.into(),
        ];
        let yes = Fact::PlainFact { value: Value::Yes };
        let stair = (place / 20) as u64;
        self.small.say(VERA, Role::Volunteer, stair, yes, about);
        let fact = Fact::Contact {
            name: name.into(),
            reach: format!("07700 9000{place:02}"),
        };
        let about = vec![self.small.household(place).into()];
        let draft = Draft::new(Stream::Inner, fact, about);
        self.small.record(VERA, Role::Volunteer, draft);
    }

    fn meeting(&self) -> Meeting {
        find(&self.small.state(), self.id).unwrap()
    }

    fn turnout(&self) -> Turnout {
        turnout(&self.small.state(), &self.meeting()).unwrap()
    }
}

#[test]
fn the_first_meeting_of_social_and_private_residents_is_counted_by_tenure() {
    let mut estate = Estate::new();
    for place in (0..8).chain(20..24) {
        estate.says(VERA, place, Act::SaysYes, TODAY + 1);
    }
    // One is not sure any more, and one said no on the same day to somebody else.
    estate.says(VERA, 7, Act::NotSure, TODAY + 2);
    estate.says(VERA, 6, Act::NotForThem, TODAY + 1);
    estate.small.now = NOW + 7 * DAY;
    for (place, people) in [(0, 2), (1, 1), (2, 1), (20, 1), (21, 3), (30, 1)] {
        estate.signs(ORGANISER, Role::Organiser, place, people);
    }
    let turnout = estate.turnout();
    let council = Part {
        homes: 20,
        pledged: 6,
        kept: 3,
        came: 3,
        people: 4,
    };
    let private = Part {
        homes: 20,
        pledged: 4,
        kept: 2,
        came: 3,
        people: 5,
    };
    assert_eq!(turnout.tenures[&Some("council".to_string())], council);
    assert_eq!(turnout.tenures[&Some("private".to_string())], private);
    assert_eq!(turnout.stairs[&estate.small.stair(0)], council);
    assert_eq!(turnout.stairs[&estate.small.stair(1)], private);
    assert_eq!(
        turnout.whole,
        Part {
            homes: 40,
            pledged: 10,
            kept: 5,
            came: 6,
            people: 9,
        }
    );
    // A home of which nobody knows the tenure is one of its own, and never another's.
    let about = vec![estate.small.household(30).into(), Facet::TENURE.into()];
    let owner = Fact::PlainFact {
        value: Value::Words("owner".into()),
    };
    estate.small.say(VERA, Role::Volunteer, 1, owner, about);
    let turnout = estate.turnout();
    assert_eq!(turnout.tenures[&None].came, 1);
    assert_eq!(turnout.tenures[&Some("private".to_string())].came, 2);
}

#[test]
fn whoever_is_signed_in_has_come_for_levels_and_for_structure_tests() {
    let mut estate = Estate::new();
    let rung = TestRung::Meeting;
    let plan = TestPlan {
        rung,
        ask: "Come on Thursday".into(),
        base: Base::Homes(Percent::new(25).unwrap()),
        floor: suggested(rung).1,
        days: (TODAY, MEETING),
    };
    let draft = test(&estate.small.state(), &plan, TODAY).unwrap();
    let id = estate.small.record(ORGANISER, Role::Organiser, draft);
    estate.small.now = NOW + 7 * DAY;
    estate.signs(ORGANISER, Role::Organiser, 4, 2);
    let state = estate.small.state();
    let tests = Tests::read(&state, MEETING);
    let tested = tests.find(id).unwrap();
    assert_eq!((tested.n(), tested.all(), tested.people), (1, Some(40), 2));
    let standings = Standings::read(&state, MEETING).unwrap();
    let home = |place| {
        let door = estate.small.door(place);
        let mut homes = standings.homes.iter();
        homes.find(|home| home.door == door).unwrap().level
    };
    assert_eq!((home(4), home(5)), (Level::WithUs, Level::NotAsked));
}

#[test]
fn only_organisers_and_whoever_was_lent_the_list_sign_people_in_and_on_its_day() {
    let mut estate = Estate::new();
    let came = |estate: &Estate| estate.turnout().whole.came;
    // The list is for the meeting; before its day nobody has come, whoever says so.
    estate.signs(ORGANISER, Role::Organiser, 0, 1);
    assert_eq!(came(&estate), 0);
    estate.small.now = NOW + 7 * DAY;
    estate.signs(IDRIS, Role::Volunteer, 1, 1);
    assert_eq!(came(&estate), 0);
    estate.asks(IDRIS, Purpose::Ringing, true);
    estate.asks(IDRIS, Purpose::SignIn, false);
    assert_eq!(came(&estate), 0);
    estate.asks(IDRIS, Purpose::SignIn, true);
    assert_eq!(came(&estate), 1);
    // Tapped again it is one home, with as many as were seen last.
    estate.signs(IDRIS, Role::Volunteer, 1, 2);
    let whole = estate.turnout().whole;
    assert_eq!((whole.came, whole.people), (1, 2));
    // A slip is taken back, by the same hand or by an organiser.
    estate.signs(IDRIS, Role::Volunteer, 2, 1);
    estate.signs(IDRIS, Role::Volunteer, 2, 0);
    assert_eq!(came(&estate), 1);
    estate.signs(ORGANISER, Role::Organiser, 1, 0);
    assert_eq!(came(&estate), 0);
    // Days later nobody signs in by a list that is over.
    estate.small.now = NOW + 10 * DAY;
    estate.signs(IDRIS, Role::Volunteer, 5, 1);
    assert_eq!(came(&estate), 0);
    // What was written on paper an organiser types in the day after.
    estate.signs(ORGANISER, Role::Organiser, 6, 1);
    assert_eq!(came(&estate), 1);
}

#[test]
fn whoever_rings_a_home_is_believed_about_it_and_about_no_other() {
    let mut estate = Estate::new();
    estate.contact(0, "Siân");
    estate.contact(1, "Bran");
    let ask = estate.asks(IDRIS, Purpose::Ringing, true);
    let homes = BTreeSet::from([estate.small.household(0), estate.small.household(5)]);
    let words = |key: &str| key.to_string();
    let state = estate.small.state();
    let made = ring_list(&state, &ask, &homes, TODAY, &words).unwrap();
    // Of the second home nobody may be rung.
    let rows: Vec<_> = made
        .list
        .rows
        .iter()
        .map(|row| (&*row.name, &*row.reach))
        .collect();
    assert_eq!(rows, [("Siân", "07700 900000")]);
    for draft in made.rings {
        estate.small.record(ORGANISER, Role::Organiser, draft);
    }
    let ringing = to_ring(&estate.small.state(), &estate.meeting(), TODAY);
    let by: Vec<_> = ringing.iter().map(|ring| ring.by.len()).collect();
    assert_eq!(by, [1, 0]);
    for place in [0, 1] {
        estate.says(IDRIS, place, Act::SaysYes, TODAY + 2);
    }
    assert_eq!(estate.turnout().whole.pledged, 1);
    // Ringing they saw nobody do anything.
    estate.says(IDRIS, 0, Act::Signed, TODAY + 2);
    let signed = |deed: &crate::organise::standing::Deed| deed.what == Act::Signed;
    assert!(!deeds(&estate.small.state()).iter().any(signed));
    // A list to sign in with is none to ring from, and nobody is no list.
    let sign_in = estate.asks(IDRIS, Purpose::SignIn, true);
    let state = estate.small.state();
    let refused = ring_list(&state, &sign_in, &homes, TODAY, &words);
    assert_eq!(refused.unwrap_err(), NotAssigned::NotAsked);
    // Without more of them the list has those that it had; of a phone that rings nobody there is none.
    let again = ring_list(&state, &ask, &BTreeSet::new(), TODAY, &words).unwrap();
    assert_eq!((again.list.rows.len(), again.rings), (1, vec![]));
    let fresh = estate.asks(VERA, Purpose::Ringing, false);
    let state = estate.small.state();
    let none = ring_list(&state, &fresh, &BTreeSet::new(), TODAY, &words);
    assert_eq!(none.unwrap_err(), NotAssigned::Nobody);
}

#[test]
fn a_list_to_sign_in_with_has_every_home_and_the_names_of_those_alone_who_may_be_contacted() {
    let mut estate = Estate::new();
    estate.contact(0, "Siân");
    estate.contact(1, "Bran");
    estate.says(VERA, 1, Act::SaysYes, TODAY);
    // One takes back that they may be contacted.
    let about = vec![
        estate.small.household(0).into(),
        Facet::CONTACT_CONSENT.into(),
    ];
    let fact = Fact::ConsentWithdrawn {};
    estate.small.say(VERA, Role::Volunteer, 0, fact, about);
    let words = |key: &str| key.to_string();
    let state = estate.small.state();
    let list = sign_in_list(&state, &estate.meeting(), TODAY, &words);
    assert_eq!((list.places.len(), list.rows.len()), (2, 40));
    let named: Vec<_> = list
        .rows
        .iter()
        .filter(|row| !row.name.is_empty())
        .collect();
    assert_eq!(named.len(), 1);
    assert_eq!((&*named[0].name, named[0].pledged), ("Bran", true));
    assert!(list.rows.iter().all(|row| row.reach.is_empty()));
}

#[test]
fn a_meeting_is_changed_and_called_off_and_two_changes_at_once_are_both_there() {
    let mut estate = Estate::new();
    estate.says(VERA, 0, Act::SaysYes, TODAY);
    let plan = Plan {
        what: "The first meeting of both houses".into(),
        day: MEETING + 1,
        from: 18 * 60,
        place: "The school hall".into(),
    };
    let before = estate.meeting();
    let draft = change(&before, &plan, TODAY).unwrap();
    estate.small.record(ORGANISER, Role::Organiser, draft);
    let state = estate.small.state();
    assert_eq!(meetings(&state).len(), 1);
    assert_eq!(estate.meeting().day(), MEETING + 1);
    // Whoever said yes has said it to this as well.
    assert_eq!(estate.turnout().whole.pledged, 1);
    let other = Plan {
        place: "The library".into(),
        ..plan.clone()
    };
    let draft = change(&before, &other, TODAY).unwrap();
    estate.small.record(4, Role::Organiser, draft);
    assert_eq!(estate.meeting().versions.len(), 2);
    // No volunteer sets one up.
    let draft = set_up(&plan, TODAY).unwrap();
    estate.small.record(VERA, Role::Volunteer, draft);
    assert_eq!(meetings(&estate.small.state()).len(), 1);
    let draft = call_off(&estate.meeting());
    estate.small.record(ORGANISER, Role::Organiser, draft);
    assert_eq!(find(&estate.small.state(), estate.id), None);
    for (what, place, day, why) in [
        ("", "Hall", TODAY, NoMeeting::NoWhat),
        ("Meeting", " ", TODAY, NoMeeting::NoPlace),
        ("Meeting", "Hall", TODAY - 1, NoMeeting::Over),
    ] {
        let plan = Plan {
            what: what.into(),
            day,
            from: 0,
            place: place.into(),
        };
        assert_eq!(set_up(&plan, TODAY).err(), Some(why));
    }
}

#[test]
fn the_sheet_to_sign_in_on_has_every_home_and_nobodys_name_or_pledge() {
    let mut estate = Estate::new();
    estate.contact(0, "Gwenllian");
    estate.says(VERA, 0, Act::SaysYes, TODAY);
    let state = estate.small.state();
    let fill = |key: &str, values: &[(&str, String)]| crate::locales::fill(key, values);
    let made = sign_in_sheets(&state, &estate.meeting(), "Thursday, 19:00", "Kept.", &fill);
    let file = String::from_utf8_lossy(&made.unwrap()).into_owned();
    assert_eq!(file.matches("(Flat ").count(), 40);
    assert_eq!(homes(&state), 40, "as many are recorded as taken out");
    for words in [
        "The first meeting of both houses",
        "The community room",
        "Kept.",
    ] {
        assert!(file.contains(words), "{words}");
    }
    assert!(
        !file.contains("07700") && !file.contains("Gwenllian"),
        "a name"
    );
}

#[test]
fn without_its_ground_nothing_of_who_came_is_read() {
    let mut estate = Estate::new();
    estate.small.now = NOW + 7 * DAY;
    estate.signs(ORGANISER, Role::Organiser, 0, 1);
    assert!(turnout(&estate.small.state(), &estate.meeting()).is_some());
    let off = write_down(&estate.small.state(), None);
    estate.small.record(1, Role::Organiser, off);
    assert_eq!(turnout(&estate.small.state(), &estate.meeting()), None);
}
