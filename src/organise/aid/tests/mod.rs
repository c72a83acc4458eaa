//! Who needs and offers what, and what either is told of the other.

mod care;
mod near;

use proptest::prelude::*;

use super::*;
use crate::canvass::aid::{Pair, Pass, take_back, tapped};
use crate::canvass::fact::Outcome;
use crate::canvass::id::Facet;
use crate::organise::export::Export;
use crate::organise::export::tests::written as file;
use crate::organise::small::{NOW, Small};

const TODAY: i32 = (NOW / 86_400) as i32;
const DAY: i64 = 86_400;
const VERA: u8 = 7;
const ORGANISER: u8 = 3;
const OTHER: u8 = 4;
/// How whoever needs, and whoever offers, may be reached.
const NUMBERS: [&str; 2] = ["07700 900111", "07700 900222"];

/// An estate of eight doors, four on each stair, on both of which Vera has knocked.
fn estate() -> Small {
    let mut small = Small::new(4);
    for stair in 0..2 {
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: None,
            when: None,
        };
        let door = small.door(4 * stair as usize).into();
        small.say(VERA, Role::Volunteer, stair, fact, vec![door]);
    }
    small
}

fn says(small: &mut Small, place: usize, way: Way, what: Help) -> Dot {
    let today = (small.now / DAY) as i32;
    let draft = tapped(small.household(place), way, what, today);
    small.record(VERA, Role::Volunteer, draft)
}

fn organise(small: &mut Small, draft: Draft) -> Dot {
    small.record(ORGANISER, Role::Organiser, draft)
}

/// The first home needs shopping, the second offers it, and an organiser has proposed that.
fn proposed() -> (Small, Pair) {
    let mut small = estate();
    let need = says(&mut small, 0, Way::Needs, Help::Shopping);
    let offer = says(&mut small, 1, Way::Offers, Help::Shopping);
    let state = small.state();
    let needs = needs(&state, TODAY);
    let suggested = suggestions(&state, &needs[0], TODAY);
    let draft = propose(&needs[0], &suggested[0], TODAY);
    organise(&mut small, draft);
    (small, Pair { need, offer })
}

fn the_match(small: &Small) -> Match {
    matches(&small.state(), TODAY).remove(0)
}

fn reach(way: Way) -> Pass {
    Pass::Reach {
        name: "Somebody".into(),
        reach: NUMBERS[way as usize].into(),
    }
}

fn agrees(small: &mut Small, way: Way) {
    let draft = say_yes(&the_match(small), way, reach(way), TODAY).unwrap();
    organise(small, draft);
}

#[test]
fn r9_1_need_and_offer_are_two_records_and_each_ends_fourteen_days_after_its_own_yes() {
    let mut small = estate();
    small.now = NOW - 10 * DAY;
    says(&mut small, 0, Way::Needs, Help::Lift);
    small.now = NOW;
    says(&mut small, 0, Way::Offers, Help::Childcare);
    let state = small.state();
    let found = |today| {
        let what = |all: Vec<Held>| all.iter().map(|it| it.what).collect::<Vec<_>>();
        (what(needs(&state, today)), what(offers(&state, today)))
    };
    let (lift, childcare) = (vec![Help::Lift], vec![Help::Childcare]);
    assert_eq!(found(TODAY + 4), (lift, childcare.clone()));
    // The need was agreed to ten days before the offer.
    assert_eq!(found(TODAY + 5), (vec![], childcare.clone()));
    assert_eq!(found(TODAY + 14), (vec![], childcare));
    assert_eq!(found(TODAY + 15), (vec![], vec![]));
}

#[test]
fn r9_1_nobody_agrees_on_a_day_to_come_and_asked_again_it_holds_anew() {
    let mut small = estate();
    let home = small.household(0);
    let early = tapped(home, Way::Needs, Help::Lift, TODAY + 300);
    let first = small.record(VERA, Role::Volunteer, early);
    assert_eq!(needs(&small.state(), TODAY + 15).len(), 1);
    assert_eq!(needs(&small.state(), TODAY + 16).len(), 0);
    small.now = NOW + 12 * DAY;
    let again = Says {
        way: Way::Needs,
        what: Help::Lift,
        words: " To the clinic ".into(),
        agreed: TODAY + 12,
    };
    let draft = write_down(&small.state(), home, again, vec![first]);
    organise(&mut small, draft);
    let found = needs(&small.state(), TODAY + 26);
    let found: Vec<_> = found.iter().map(|it| (&*it.words, it.until)).collect();
    assert_eq!(found, [("To the clinic", TODAY + 26)]);
}

#[test]
fn r9_1_each_is_taken_back_by_itself_and_all_of_it_at_the_door() {
    let mut small = estate();
    let need = says(&mut small, 0, Way::Needs, Help::Lift);
    says(&mut small, 0, Way::Offers, Help::Childcare);
    says(&mut small, 1, Way::Needs, Help::Company);
    let home = small.household(0);
    let open = |small: &Small| {
        let state = small.state();
        (needs(&state, TODAY).len(), offers(&state, TODAY).len())
    };
    // Another home takes back nothing of theirs, nor does somebody who was never there.
    let entry = |home| take_back(home, Taken::Entry(need), TODAY);
    let other = small.household(1);
    organise(&mut small, entry(other));
    small.record(9, Role::Volunteer, entry(home));
    assert_eq!(open(&small), (2, 1));
    let mut one = small.clone();
    one.record(VERA, Role::Volunteer, entry(home));
    assert_eq!(open(&one), (1, 1));
    let mut all = small.clone();
    let everything = take_back(home, Taken::Everything, TODAY);
    all.record(VERA, Role::Volunteer, everything);
    assert_eq!(open(&all), (1, 0));
    // What the same phone writes after it stands, and what an organiser does who knows of it.
    let mut later = all.clone();
    says(&mut later, 0, Way::Needs, Help::Lift);
    assert_eq!(open(&later), (2, 0));
    let says = Says {
        way: Way::Offers,
        what: Help::Repairs,
        words: String::new(),
        agreed: TODAY,
    };
    let known = write_down(&all.state(), home, says.clone(), vec![]);
    all.record(OTHER, Role::Organiser, known);
    assert_eq!(open(&all), (1, 1));
    // Without knowing of it that is nothing, on the same day.
    let unknowing = says.draft(home, vec![], vec![]);
    later.record(OTHER, Role::Organiser, unknowing);
    assert_eq!(open(&later), (2, 0));
    for fact in [Fact::ConsentWithdrawn {}, Fact::Hidden {}, Fact::Moved {}] {
        let mut small = small.clone();
        small.say(VERA, Role::Volunteer, 0, fact, vec![home.into()]);
        assert_eq!(open(&small), (1, 0));
    }
    // That they may not be rung by the campaign is another thing: help does not hang on it.
    let about = vec![home.into(), Facet::CONTACT_CONSENT.into()];
    small.say(VERA, Role::Volunteer, 0, Fact::ConsentWithdrawn {}, about);
    assert_eq!(open(&small), (2, 1));
}

#[test]
fn r9_1_what_somebody_writes_of_doors_they_never_stood_at_is_not_read() {
    let mut small = estate();
    let draft = tapped(small.household(0), Way::Needs, Help::Lift, TODAY);
    let foreign = small.record(9, Role::Volunteer, draft);
    assert_eq!(needs(&small.state(), TODAY), []);
    // Nor does it stand in place of anything.
    let own = says(&mut small, 0, Way::Needs, Help::Lift);
    let other = Says {
        way: Way::Needs,
        what: Help::Other,
        words: String::new(),
        agreed: TODAY,
    };
    let instead = other.draft(small.household(0), vec![], vec![own, foreign]);
    small.record(9, Role::Volunteer, instead);
    let found: Vec<Dot> = needs(&small.state(), TODAY)
        .iter()
        .map(|it| it.dot)
        .collect();
    assert_eq!(found, [own]);
}

/// What happens to a match.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A side says yes, to somebody who knows all that was taken back, or who has heard of nothing since
    /// it was proposed; to its number being passed on, or not.
    Yes { way: Way, knows: bool, number: bool },
    /// A side takes the match back; or what it needs or offers; or everything.
    Back { way: Way, what: u8 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let way = || prop::sample::select(Way::ALL.to_vec());
    let yes = (way(), any::<bool>(), any::<bool>());
    let yes = yes.prop_map(|(way, knows, number)| Step::Yes { way, knows, number });
    let back = (way(), prop::sample::select(vec![0, 0, 0, 1, 2]));
    let back = back.prop_map(|(way, what)| Step::Back { way, what });
    prop::collection::vec(prop_oneof![3 => yes, 1 => back], 0..9)
}

/// How a side should stand.
#[derive(Clone, Copy, Default)]
struct Model {
    /// How many times it took something back.
    backs: usize,
    /// The most of these that a yes knew of.
    knew: Option<usize>,
    closed: bool,
}

impl Model {
    fn agrees(self) -> bool {
        !self.closed && self.knew == Some(self.backs)
    }
}

/// All that anybody can be shown of it but the exchange, in words.
fn shown_elsewhere(small: &Small) -> String {
    let state = small.state();
    let needs = needs(&state, TODAY);
    let suggested: Vec<_> = needs
        .iter()
        .map(|need| suggestions(&state, need, TODAY))
        .collect();
    let files: String = Export::ALL.map(|export| file(small, export)).concat();
    let all = matches(&state, TODAY);
    let offers = offers(&state, TODAY);
    format!("{needs:?}{offers:?}{suggested:?}{all:?}{files}")
}

proptest! {
    /// R9.2: whatever is said and taken back, by whomever and in whatever order it comes together, nobody
    /// is told how to reach the other before both have said yes to this match, nor after one took it back
    /// whom the yes did not know of.
    #[test]
    fn r9_2_no_path_shows_a_number_to_the_other_side_before_both_yeses(
        steps in steps(),
        turn in 0_usize..20,
    ) {
        let (mut small, pair) = proposed();
        let before = the_match(&small);
        let mut sides = [Model::default(); 2];
        let number = |way: Way, number: bool| if number { reach(way) } else { Pass::PointPerson };
        for step in steps {
            match step {
                Step::Yes { way, knows, number: told } => {
                    let side = &mut sides[way as usize];
                    let of = if knows { the_match(&small) } else { before.clone() };
                    // Whoever knows that it is over is told so.
                    let said = say_yes(&of, way, number(way, told), TODAY);
                    prop_assert_eq!(said.is_ok(), !(knows && side.closed));
                    let Ok(draft) = said else { continue };
                    side.knew = side.knew.max(Some(if knows { side.backs } else { 0 }));
                    let by = if knows { ORGANISER } else { OTHER };
                    small.record(by, Role::Organiser, draft);
                }
                Step::Back { way, what } => {
                    let side = &mut sides[way as usize];
                    side.backs += 1;
                    side.closed |= what > 0;
                    let (home, entry) = match way {
                        Way::Needs => (small.household(0), pair.need),
                        Way::Offers => (small.household(1), pair.offer),
                    };
                    let what = [Taken::Match(pair), Taken::Entry(entry), Taken::Everything]
                        [usize::from(what)];
                    small.record(VERA, Role::Volunteer, take_back(home, what, TODAY));
                }
            }
            let mut runs = small.runs();
            let places = runs.len();
            runs.rotate_left(turn % places);
            let state = State::fold(&runs);
            let found = matches(&state, TODAY).remove(0);
            let both = sides.iter().all(|side| side.agrees());
            let told = found.exchange(TODAY);
            prop_assert_eq!(told.is_ok(), both);
            prop_assert_eq!(found.stands(TODAY) == Stands::Both, both);
            for number in NUMBERS {
                prop_assert!(!shown_elsewhere(&small).contains(number));
            }
            if let Ok(exchange) = told {
                let of_need = format!("{:?}", exchange.of_need);
                prop_assert!(!of_need.contains(NUMBERS[Way::Offers as usize]));
            }
        }
    }

    /// R9.2: a yes and what takes it back, each written without knowing of the other, come to taken back,
    /// whichever is dated later.
    #[test]
    fn r9_2_taking_back_beats_a_yes_that_did_not_know_of_it(later in -10_i64..10, way in 0_usize..2) {
        let (mut small, pair) = proposed();
        agrees(&mut small, Way::ALL[1 - way]);
        let stale = say_yes(&the_match(&small), Way::ALL[way], reach(Way::ALL[way]), TODAY).unwrap();
        let home = small.household(way);
        organise(&mut small, take_back(home, Taken::Match(pair), TODAY));
        small.now = NOW + later * DAY;
        small.record(OTHER, Role::Organiser, stale);
        let found = the_match(&small);
        prop_assert_eq!(found.stands(TODAY), Stands::TakenBack(Way::ALL[way]));
        prop_assert_eq!(found.exchange(TODAY), Err(NotYet::TakenBack));
        // Asked again by somebody who knows of it, they may say yes.
        small.now = NOW;
        agrees(&mut small, Way::ALL[way]);
        prop_assert_eq!(the_match(&small).stands(TODAY), Stands::Both);
    }
}

#[test]
fn r9_2_both_said_yes_to_this_match_and_it_ends_with_what_was_needed() {
    let (mut small, _) = proposed();
    assert_eq!(the_match(&small).exchange(TODAY), Err(NotYet::NotBoth));
    agrees(&mut small, Way::Needs);
    assert_eq!(the_match(&small).exchange(TODAY), Err(NotYet::NotBoth));
    agrees(&mut small, Way::Offers);
    let found = the_match(&small);
    let told = |way| match reach(way) {
        Pass::Reach { name, reach } => ToldBy::Reach { name, reach },
        Pass::PointPerson => ToldBy::PointPerson,
    };
    let both = Exchange {
        of_offer: told(Way::Offers),
        of_need: told(Way::Needs),
    };
    assert_eq!(found.exchange(TODAY), Ok(both));
    assert_eq!(found.exchange(TODAY + 15), Err(NotYet::Over));
    // A yes to this one is none to another with the same offer.
    let need = says(&mut small, 2, Way::Needs, Help::Shopping);
    let state = small.state();
    let third = needs(&state, TODAY).into_iter().find(|it| it.dot == need);
    let third = third.unwrap();
    let draft = propose(&third, &suggestions(&state, &third, TODAY)[0], TODAY);
    organise(&mut small, draft);
    let other = matches(&small.state(), TODAY);
    let other = other.iter().find(|it| it.pair.need == need).unwrap();
    assert_eq!(other.stands(TODAY), Stands::Asking);
    assert_eq!(other.offer.said, Said::NotAsked);
}

#[test]
fn r9_2_by_default_the_point_person_rings_and_a_number_is_passed_on_only_where_they_said_so() {
    let (mut small, _) = proposed();
    for way in Way::ALL {
        let draft = say_yes(&the_match(&small), way, Pass::PointPerson, TODAY).unwrap();
        organise(&mut small, draft);
    }
    let neither = Exchange {
        of_offer: ToldBy::PointPerson,
        of_need: ToldBy::PointPerson,
    };
    assert_eq!(the_match(&small).exchange(TODAY), Ok(neither.clone()));
    // Two who wrote different things at once: nobody is told a number.
    let stale = the_match(&small);
    agrees(&mut small, Way::Needs);
    let first = the_match(&small).exchange(TODAY).unwrap().of_need;
    assert_ne!(first, ToldBy::PointPerson);
    let other = say_yes(&stale, Way::Needs, Pass::PointPerson, TODAY).unwrap();
    small.record(OTHER, Role::Organiser, other);
    assert_eq!(the_match(&small).exchange(TODAY), Ok(neither));
    let blank = Pass::Reach {
        name: "Somebody".into(),
        reach: " ".into(),
    };
    let refused = say_yes(&the_match(&small), Way::Needs, blank, TODAY);
    assert_eq!(refused, Err(NoYes::NoReach));
}

#[test]
fn r9_2_a_volunteer_proposes_nothing_and_says_yes_for_nobody() {
    let (small, _) = proposed();
    let stale = the_match(&small);
    let mut forged = small.clone();
    for way in Way::ALL {
        let draft = say_yes(&stale, way, reach(way), TODAY).unwrap();
        forged.record(VERA, Role::Volunteer, draft);
    }
    assert_eq!(the_match(&forged).stands(TODAY), Stands::Asking);
    // Nor does one home's yes stand for the other's.
    let mut forged = small;
    for way in Way::ALL {
        let mut draft = say_yes(&stale, way, reach(way), TODAY).unwrap();
        draft.about = vec![forged.household(0).into()];
        organise(&mut forged, draft);
    }
    assert_eq!(the_match(&forged).offer.said, Said::NotAsked);
    let mut small = estate();
    says(&mut small, 0, Way::Needs, Help::Shopping);
    says(&mut small, 1, Way::Offers, Help::Shopping);
    let state = small.state();
    let need = needs(&state, TODAY).remove(0);
    let draft = propose(&need, &suggestions(&state, &need, TODAY)[0], TODAY);
    small.record(VERA, Role::Volunteer, draft);
    assert_eq!(matches(&small.state(), TODAY), []);
}
