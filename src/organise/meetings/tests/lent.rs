//! Lists that are lent: who asks, how long they last, who is on them, and who is believed by them.

use super::*;
use crate::canvass::fold::{State, Written};
use crate::canvass::meeting::{Lent, List, Row};
use crate::organise::contacts::take_out;
use crate::organise::estates::put;
use crate::organise::standing::Deed;

const OTHER: u8 = 4;

fn words(key: &str) -> String {
    key.to_string()
}

impl Estate {
    fn ask(&self, dot: Dot) -> Ask {
        let mut all = asks(&self.small.state()).into_iter();
        all.find(|ask| ask.dot == dot).unwrap()
    }

    /// An organiser has these homes rung by whoever asked, knowing what stands in this state.
    fn rings(&mut self, by: u8, state: &State, ask: &Ask, places: &[usize]) -> List {
        let homes = places.iter().map(|place| self.small.household(*place));
        let made = ring_list(state, ask, &homes.collect(), TODAY, &words).unwrap();
        let lent = lend(state, ask, &self.meeting(), made.contacts, vec![by]);
        for draft in made.rings.into_iter().chain(lent) {
            self.small.record(by, Role::Organiser, draft);
        }
        made.list
    }

    fn takes_back(&mut self, place: usize) {
        let home = self.small.household(place).into();
        let about = vec![home, Facet::CONTACT_CONSENT.into()];
        let fact = Fact::ConsentWithdrawn {};
        let stair = (place / 20) as u64;
        self.small.say(VERA, Role::Volunteer, stair, fact, about);
    }

    fn says_of(&self, place: usize) -> Vec<Deed> {
        let door = self.small.door(place);
        let mut all = deeds(&self.small.state());
        all.retain(|deed| deed.door == door);
        all
    }
}

#[test]
fn whoever_lends_sees_who_asks_and_as_what_and_nobody_who_was_taken_off() {
    let mut estate = Estate::new();
    let ask = estate.asks(IDRIS, Purpose::SignIn, false);
    assert_eq!((ask.role, ask.lending), (Role::Volunteer, Lending::Waits));
    let said = AsksList {
        meeting: estate.id,
        purpose: Purpose::SignIn,
        key: [5; 32],
    };
    let draft = Draft::new(Stream::Inner, Fact::AsksList { said }, vec![]);
    let trainer = estate.small.record(5, Role::Trainer, draft);
    assert_eq!(estate.ask(trainer).role, Role::Trainer);
    let gone = Fact::Revoked {
        device: crate::canvass::author::CertificateId([IDRIS; 32]),
    };
    estate.small.board(gone, vec![]);
    let left: Vec<Dot> = asks(&estate.small.state())
        .iter()
        .map(|it| it.dot)
        .collect();
    assert_eq!(left, [trainer]);
}

#[test]
fn a_list_is_ended_before_its_day_and_what_was_heard_until_then_stands() {
    let mut estate = Estate::new();
    estate.contact(0, "Siân");
    estate.contact(1, "Bran");
    let ask = estate.asks(IDRIS, Purpose::Ringing, false);
    let state = estate.small.state();
    estate.rings(ORGANISER, &state, &ask, &[0, 1]);
    assert_eq!(estate.ask(ask.dot).lending, Lending::Until(MEETING));
    estate.says(IDRIS, 0, Act::SaysYes, TODAY);
    let draft = end(&estate.ask(ask.dot), TODAY);
    // No volunteer ends one.
    let mut forged = estate.small.clone();
    forged.record(VERA, Role::Volunteer, draft.clone());
    let mut still = asks(&forged.state()).into_iter();
    let still = still.find(|it| it.dot == ask.dot).unwrap();
    assert_eq!(still.lending, Lending::Until(MEETING));
    estate.small.record(ORGANISER, Role::Organiser, draft);
    let ended = estate.ask(ask.dot);
    assert_eq!(
        (ended.lending, ended.until()),
        (Lending::Ended(TODAY - 1), None)
    );
    let (lending, lent) = lent_to(&estate.small.state(), ask.dot);
    assert_eq!(lending, Lending::Ended(TODAY - 1));
    assert!(lent.iter().all(|said| said.sealed.is_empty()));
    assert_eq!(estate.says_of(0).len(), 1);
    // What is said days later nobody heard who was lent a list.
    estate.small.now = NOW + 2 * DAY;
    estate.says(IDRIS, 1, Act::SaysYes, TODAY - 1);
    assert_eq!(estate.says_of(1), []);
    // Ended by one organiser and lent anew by another at once, it is ended.
    let mut estate = Estate::new();
    let ask = estate.asks(IDRIS, Purpose::SignIn, true);
    let draft = end(&ask, TODAY);
    estate.lend(OTHER, &ask);
    estate.small.record(ORGANISER, Role::Organiser, draft);
    assert!(matches!(estate.ask(ask.dot).lending, Lending::Ended(_)));
    // Who sees that may lend it anew.
    let ask = estate.ask(ask.dot);
    estate.lend(OTHER, &ask);
    assert_eq!(estate.ask(ask.dot).lending, Lending::Until(MEETING));
}

#[test]
fn no_list_outlasts_its_meeting_by_more_than_days_nor_one_that_is_called_off() {
    let mut estate = Estate::new();
    let ask = estate.asks(IDRIS, Purpose::SignIn, false);
    let said = Lent {
        asked: ask.dot,
        meeting: estate.id,
        until: MEETING + 4_000,
        sealed: vec![1],
    };
    estate.small.board(Fact::Lent { said }, vec![]);
    let capped = Lending::Until(MEETING + LATEST);
    assert_eq!(estate.ask(ask.dot).lending, capped);
    assert_eq!(lent_to(&estate.small.state(), ask.dot).0, capped);
    // Nobody is signed in by it for years either.
    estate.small.now = NOW + i64::from(7 + LATEST + 2) * DAY;
    estate.signs(IDRIS, Role::Volunteer, 0, 1);
    assert_eq!(estate.turnout().whole.came, 0);
    let draft = call_off(&estate.meeting());
    estate.small.record(ORGANISER, Role::Organiser, draft);
    assert!(matches!(estate.ask(ask.dot).lending, Lending::Ended(_)));
}

#[test]
fn whoever_took_their_contact_back_is_on_a_list_no_more_once_it_is_lent_anew() {
    let mut estate = Estate::new();
    for (place, name) in [(0, "Siân"), (1, "Bran"), (2, "Mair")] {
        estate.contact(place, name);
    }
    let ringing = estate.asks(IDRIS, Purpose::Ringing, false);
    let state = estate.small.state();
    let list = estate.rings(ORGANISER, &state, &ringing, &[0, 1]);
    assert_eq!(list.rows.len(), 2);
    let signing = estate.asks(VERA, Purpose::SignIn, true);
    let stale_of = |estate: &Estate| stale(&estate.small.state(), TODAY);
    assert_eq!(stale_of(&estate), BTreeSet::new());
    // The third is on the list to sign in with alone.
    estate.takes_back(2);
    assert_eq!(stale_of(&estate), BTreeSet::from([signing.dot]));
    estate.takes_back(0);
    let both = BTreeSet::from([ringing.dot, signing.dot]);
    assert_eq!(stale_of(&estate), both);
    let (again, state) = (estate.ask(ringing.dot), estate.small.state());
    let list = estate.rings(ORGANISER, &state, &again, &[]);
    let names: Vec<&str> = list.rows.iter().map(|row| &*row.name).collect();
    assert_eq!(names, ["Bran"]);
    let signing = estate.ask(signing.dot);
    estate.lend(ORGANISER, &signing);
    assert_eq!(stale_of(&estate), BTreeSet::new());
    // Of what was lent before nothing stands.
    let (lending, lent) = lent_to(&estate.small.state(), ringing.dot);
    assert_eq!((lending, lent.len()), (Lending::Until(MEETING), 1));
    // An organiser takes one number of a home out.
    let fact = Fact::Contact {
        name: "Bran".into(),
        reach: "bran@example.org".into(),
    };
    let home = estate.small.household(1);
    let draft = Draft::new(Stream::Inner, fact, vec![home.into()]);
    let second = estate.small.record(VERA, Role::Volunteer, draft);
    let (again, state) = (estate.ask(ringing.dot), estate.small.state());
    estate.rings(ORGANISER, &state, &again, &[1]);
    assert_eq!(stale_of(&estate), BTreeSet::new());
    estate
        .small
        .record(ORGANISER, Role::Organiser, take_out(second, home));
    assert_eq!(stale_of(&estate), BTreeSet::from([ringing.dot]));
}

#[test]
fn a_list_that_is_lent_anew_with_nobody_left_on_it_ends() {
    let mut estate = Estate::new();
    for (place, name) in [(0, "Siân"), (1, "Bran")] {
        estate.contact(place, name);
    }
    let ask = estate.asks(IDRIS, Purpose::Ringing, false);
    let state = estate.small.state();
    estate.rings(ORGANISER, &state, &ask, &[0, 1]);
    let anew = |estate: &Estate| {
        let ask = estate.ask(ask.dot);
        lent_anew(&estate.small.state(), &ask, TODAY, &words).unwrap()
    };
    estate.takes_back(0);
    let LentAnew::List(left) = anew(&estate) else {
        panic!("one is left on it");
    };
    assert_eq!((left.list.rows.len(), left.rings), (1, vec![]));
    estate.takes_back(1);
    let LentAnew::Ended(draft) = anew(&estate) else {
        panic!("nobody is left on it");
    };
    estate.small.record(ORGANISER, Role::Organiser, draft);
    let lending = estate.ask(ask.dot).lending;
    assert!(matches!(lending, Lending::Ended(_)), "{lending:?}");
}

#[test]
fn two_organisers_who_choose_at_once_lose_nobody_and_what_erases_one_home_leaves_the_others() {
    let mut estate = Estate::new();
    for (place, name) in [(0, "Siân"), (1, "Bran"), (2, "Mair")] {
        estate.contact(place, name);
    }
    let ask = estate.asks(IDRIS, Purpose::Ringing, false);
    let before = estate.small.state();
    estate.rings(ORGANISER, &before, &ask, &[0, 1]);
    estate.rings(OTHER, &before, &ask, &[2]);
    let rung = |estate: &Estate| {
        let all = to_ring(&estate.small.state(), &estate.meeting(), TODAY);
        let all = all.iter().filter(|ring| ring.by == [ask.dot]);
        all.map(|ring| ring.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(rung(&estate), ["Siân", "Bran", "Mair"]);
    // The phone has both.
    let (lending, lent) = lent_to(&estate.small.state(), ask.dot);
    assert_eq!((lending, lent.len()), (Lending::Until(MEETING), 2));
    // Whoever lends next lends all of it as one.
    let (again, state) = (estate.ask(ask.dot), estate.small.state());
    let list = estate.rings(OTHER, &state, &again, &[]);
    assert_eq!(list.rows.len(), 3);
    assert_eq!(lent_to(&estate.small.state(), ask.dot).1.len(), 1);
    let home = estate.small.household(0);
    estate.small.board(Fact::Erased {}, vec![home.into()]);
    assert_eq!(rung(&estate), ["Bran", "Mair"]);
}

#[test]
fn homes_of_two_estates_whose_stairs_are_called_the_same_stand_on_a_list_apart() {
    let mut estate = Estate::new();
    for (place, name) in [(0, "Siân"), (20, "Bran")] {
        estate.contact(place, name);
    }
    let twin = Fact::Named {
        name: "Cambrian House".into(),
    };
    let blocks = [estate.small.block(0), estate.small.block(1)];
    estate.small.board(twin, vec![blocks[1].into()]);
    for (block, name) in blocks.into_iter().zip(["Heron", "Kestrel"]) {
        for draft in put(&estate.small.state(), [block], name) {
            estate.small.record(ORGANISER, Role::Organiser, draft);
        }
    }
    let ask = estate.asks(IDRIS, Purpose::Ringing, false);
    let state = estate.small.state();
    let apart = ["Heron · Cambrian House", "Kestrel · Cambrian House"];
    let list = estate.rings(ORGANISER, &state, &ask, &[0, 20]);
    assert_eq!(
        (list.places.as_slice(), list.rows.len()),
        (&apart.map(String::from)[..], 2)
    );
    let whole = sign_in_list(&state, &estate.meeting(), TODAY, &words);
    assert_eq!(whole.places, apart);
}

#[test]
fn two_lists_are_joined_with_each_home_once() {
    let estate = Estate::new();
    let row = |place, at: usize| Row {
        place,
        home: estate.small.household(at),
        label: format!("Flat {at}"),
        pledged: false,
        name: "Siân".into(),
        reach: "07700 900123".into(),
    };
    let list = |places: &[&str], rows: Vec<Row>| List {
        places: places.iter().map(|it| it.to_string()).collect(),
        rows,
    };
    let one = list(&["Larch"], vec![row(0, 0), row(0, 1)]);
    let other = list(&["Rowan", "Larch"], vec![row(0, 21), row(1, 1)]);
    let whole = list(&["Larch", "Rowan"], vec![row(0, 0), row(0, 1), row(1, 21)]);
    assert_eq!(List::joined([one.clone(), other]), whole);
    assert_eq!(List::joined([one.clone()]), one);
    assert_eq!(List::joined([]), List::default());
}

#[test]
fn what_a_ringer_tapped_wrongly_is_corrected_by_them_and_by_no_other() {
    let mut estate = Estate::new();
    estate.contact(0, "Siân");
    let ask = estate.asks(IDRIS, Purpose::Ringing, false);
    let state = estate.small.state();
    estate.rings(ORGANISER, &state, &ask, &[0]);
    let home = estate.small.household(0);
    let tapped = acted(home, Act::NotForThem, TODAY, vec![]);
    let wrong = estate.small.record(IDRIS, Role::Volunteer, tapped);
    let said = |estate: &Estate| {
        let all = estate.says_of(0).into_iter();
        all.map(|deed| deed.what).collect::<Vec<_>>()
    };
    assert_eq!(said(&estate), [Act::NotForThem]);
    let back = acted(home, Act::TakenBack, TODAY, vec![wrong]);
    let mut other = estate.small.clone();
    other.record(9, Role::Volunteer, back.clone());
    let kept = deeds(&other.state());
    assert!(kept.iter().any(|deed| deed.dot == wrong));
    let mut none = estate.small.clone();
    none.record(IDRIS, Role::Volunteer, back);
    let kept = deeds(&none.state());
    assert!(!kept.iter().any(|deed| deed.dot == wrong));
    let right = acted(home, Act::SaysYes, TODAY, vec![wrong]);
    estate.small.record(IDRIS, Role::Volunteer, right);
    assert_eq!(said(&estate), [Act::SaysYes]);
}

#[test]
fn what_a_ringer_heard_was_on_no_day_before_their_certificate() {
    let mut estate = Estate::new();
    estate.contact(0, "Siân");
    let ask = estate.asks(IDRIS, Purpose::Ringing, false);
    let state = estate.small.state();
    estate.rings(ORGANISER, &state, &ask, &[0]);
    estate.says(IDRIS, 0, Act::SaysYes, TODAY - 300);
    let mut runs: Vec<Written> = estate.small.runs();
    for run in &mut runs {
        if run.author.device.0 == [IDRIS; 32] {
            run.author.issued = NOW - 2 * DAY;
        }
    }
    let days: Vec<i32> = deeds(&State::fold(&runs)).iter().map(|it| it.day).collect();
    assert_eq!(days, [TODAY - 2]);
}
