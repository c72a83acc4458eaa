//! What homes did together, how far it is spread, and that what is shown is what is handed over.

use super::sheet::{About, evidence_sheets};
use super::tests::{TODAY, campaign, organise, read, sheets, speak};
use super::*;
use crate::canvass::act::acted;
use crate::canvass::author::{PersonId, Role};
use crate::canvass::basis::{Basis, Ground, Group, write_down};
use crate::canvass::demand::{Ending, Step};
use crate::canvass::dot::Dot;
use crate::canvass::story::{Proof, To};
use crate::canvass::structure::{Floor, Percent, Rung};
use crate::locales;
use crate::organise::export::Export;
use crate::organise::export::tests::written;
use crate::organise::issues::{Terms, came_of_it, close, demand};
use crate::organise::meetings::{Plan as Meets, set_up as meet, sign_in};
use crate::organise::small::{NOW, Small};
use crate::organise::stories::{AtMost, Says, Teller, say_yes, stories, taken_out, tell};
use crate::organise::structure::{Base, Plan, Tests, may_be_shown, set_up};

const ASK: &str = "Sign with your flat number";
const MET: i32 = TODAY - 10;

/// The same campaign, where it may be kept what people do.
fn acting() -> Small {
    let (mut small, _) = campaign(10, 8);
    speak(&mut small, (10..14).chain(28..34));
    let condition = Group::Members.conditions()[0];
    let ground = Ground::new(Group::Members, Basis::Consent, condition, "Policy").unwrap();
    let draft = write_down(&small.state(), Some(&ground));
    organise(&mut small, draft);
    small
}

/// A test far from its line, which these homes did.
fn tested(small: &mut Small, homes: impl Iterator<Item = usize>) -> Dot {
    let plan = Plan {
        rung: Rung::Petition,
        ask: ASK.into(),
        base: Base::Homes(Percent::new(90).unwrap()),
        floor: Floor::None,
        days: (TODAY, TODAY + 20),
    };
    let draft = set_up(&small.state(), &plan, TODAY).unwrap();
    let id = organise(small, draft);
    for place in homes {
        let draft = acted(small.household(place), Act::Signed, TODAY, Vec::new());
        small.record(7, Role::Volunteer, draft);
    }
    id
}

/// These organisers say that it may be shown.
fn shown_by(small: &mut Small, id: Dot, organisers: &[u8]) {
    for by in organisers {
        let tests = Tests::read(&small.state(), TODAY);
        let draft = may_be_shown(tests.find(id).unwrap(), PersonId([*by; 16]));
        small.record(*by, Role::Organiser, draft.unwrap());
    }
}

/// A meeting on a day, to which these homes came.
fn met_on(small: &mut Small, day: i32, homes: impl Iterator<Item = usize>) {
    let plan = Meets {
        what: "Both houses meet".into(),
        day,
        from: 19 * 60,
        place: "The community room".into(),
    };
    let draft = meet(&plan, MET - 10).unwrap();
    let id = organise(small, draft);
    for place in homes {
        organise(small, sign_in(id, small.household(place), 1, day));
    }
}

fn tonight() -> Tonight {
    Tonight::in_utc(NOW)
}

/// Every line of the pack, as it is shown.
fn lines(evidence: &Evidence) -> Vec<String> {
    let day = |day: i32| format!("day {day}");
    let all = passages(evidence, &locales::fill, &day).into_iter();
    all.flat_map(|it| {
        let head = std::iter::once(it.head);
        head.chain(it.lines.into_iter().map(|line| line.words().to_string()))
            .collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn r4_6_a_test_stands_in_the_pack_once_it_may_be_shown_and_not_before() {
    let mut small = acting();
    let id = tested(&mut small, (0..14).chain(20..26));
    shown_by(&mut small, id, &[1]);
    let without = |file: &str| !file.contains(ASK);
    assert_eq!(read(&small).tests, []);
    assert!(without(&sheets(&small)) && without(&written(&small, Export::Evidence)));
    shown_by(&mut small, id, &[4]);
    let shown = Shown {
        ask: ASK.into(),
        homes: Share::new(20, 40),
        as_of: TODAY,
    };
    assert_eq!(read(&small).tests, [shown]);
    let words = format!("20 of 40 homes did it, as of day {TODAY}");
    assert!(sheets(&small).contains(&words) && lines(&read(&small)).contains(&words));
    let table = written(&small, Export::Evidence);
    assert!(
        table.contains(&format!("test,{ASK},,20,40,2026-")),
        "{table}"
    );
}

#[test]
fn r11_5_a_test_beside_a_petition_tells_of_no_few_that_did_one_and_not_the_other() {
    let mut small = acting();
    let id = tested(&mut small, (0..14).chain(20..26));
    shown_by(&mut small, id, &[1, 4]);
    let (told, hidden) = (Figure::Exactly, Figure::LeftOut);
    for (all, beside, n, of) in [
        (40, (Some(Act::Signed), told(20)), told(20), told(40)),
        (40, (Some(Act::Signed), told(22)), hidden, told(40)),
        (40, (Some(Act::Signed), told(25)), told(20), told(40)),
        (40, (Some(Act::Came), told(22)), told(20), told(40)),
        (40, (Some(Act::Signed), hidden), told(20), told(40)),
        (42, (None, told(22)), told(20), hidden),
    ] {
        let shown = together::tests(&small.state(), tonight(), told(all), vec![beside]);
        assert_eq!(shown[0].homes, Share { n, of }, "{all} {beside:?}");
    }
}

#[test]
fn who_came_to_a_meeting_that_is_over_stands_in_it_of_all_homes_and_of_each_tenure() {
    let mut small = acting();
    met_on(&mut small, MET, (0..12).chain(20..26));
    met_on(&mut small, TODAY + 3, std::iter::empty());
    let met = read(&small).met;
    assert_eq!(met.len(), 1, "{met:?}");
    let all = [("council", 12), ("private", 6)];
    let tenures = all.map(|(tenure, n)| (Some(tenure.to_string()), Share::new(n, 20)));
    assert_eq!(
        (met[0].homes, &met[0].tenures[..]),
        (Share::new(18, 40), &tenures[..])
    );
    let (sheets, lines, table) = (
        sheets(&small),
        lines(&read(&small)),
        written(&small, Export::Evidence),
    );
    for words in [
        format!("Both houses meet, day {MET}"),
        "Somebody came from 18 of 40 homes".into(),
        "Council tenant: 12 of 20 homes".into(),
        "Private tenant: 6 of 20 homes".into(),
    ] {
        assert!(sheets.contains(&words) && lines.contains(&words), "{words}");
    }
    for line in [
        "came,Both houses meet,,18,40,2026-",
        "came_of,Both houses meet,tenure.private,6,20,",
    ] {
        assert!(table.contains(line), "{line}: {table}");
    }
}

#[test]
fn r11_5_who_did_not_come_to_a_meeting_cannot_be_worked_out() {
    let (told, hidden) = (Figure::Exactly, Figure::LeftOut);
    for (council, private, whole, expected) in [
        (12, 6, told(18), [told(12), told(6)]),
        // Three of a stair did not.
        (17, 6, told(23), [hidden, hidden]),
        // Nobody of a tenure is few of it, and what is missing from the whole.
        (12, 0, told(12), [hidden, hidden]),
        (2, 1, hidden, [hidden, hidden]),
        (20, 17, hidden, [hidden, hidden]),
    ] {
        let mut small = acting();
        met_on(&mut small, MET, (0..council).chain(20..20 + private));
        let met = read(&small).met.remove(0);
        assert_eq!(met.homes.n, whole, "{council} {private}");
        let tenures: Vec<Figure> = met.tenures.iter().map(|(_, share)| share.n).collect();
        assert_eq!(tenures, expected, "{council} {private}");
    }
}

#[test]
fn nobody_is_told_to_have_come_while_it_may_not_be_kept() {
    let (mut small, _) = campaign(10, 8);
    met_on(&mut small, MET, 0..12);
    assert_eq!(read(&small).met, []);
}

#[test]
fn r5_7_how_far_it_has_come_is_spread_and_is_common_ground_stands_on_paper_too() {
    let small = acting();
    let (sheets, lines) = (sheets(&small), lines(&read(&small)));
    for words in [
        "Council tenant: 20 of 40 homes",
        "A problem, not yet an issue",
        "Raised on several stairs: 2",
        "Common ground",
        "Wet homes: Raised by homes that differ in how they are held, their stair",
    ] {
        assert!(sheets.contains(words), "{words}");
        assert!(lines.iter().any(|line| line == words), "{words}: {lines:?}");
    }
    let table = written(&small, Export::Evidence);
    for line in [
        "stage,Wet homes,,,,issues.stage_problem",
        "stairs,Wet homes,,,,2",
        "common,Wet homes,,,,evidence.across",
    ] {
        assert!(table.contains(line), "{line}: {table}");
    }
}

#[test]
fn r11_5_on_how_many_stairs_and_across_which_homes_tells_of_no_few() {
    // Of so many of each stair so many are spoken to and raise it.
    for (council, private, spoken, stairs, across) in [
        (
            10,
            8,
            (14, 14),
            Some(2),
            vec![Across::Tenures, Across::Stairs],
        ),
        // Three of one stair are all that were spoken to there.
        (14, 3, (20, 3), None, vec![]),
        // Few raise it at all.
        (2, 1, (14, 14), None, vec![]),
        // Few of one tenure, and so few of the other are told; whose stair it is nobody knows.
        (10, 2, (15, 14), Some(2), vec![Across::Stairs]),
    ] {
        let (mut small, _) = campaign(council, private);
        speak(
            &mut small,
            (council..spoken.0).chain(20 + private..20 + spoken.1),
        );
        let raised = read(&small).raised.remove(0);
        assert_eq!(
            (raised.stairs, &raised.across),
            (stairs, &across),
            "{council} {private}"
        );
        let common = read(&small).common;
        assert_eq!(common.is_empty(), across.is_empty(), "{common:?}");
    }
}

#[test]
fn r11_5_a_tenure_of_which_no_home_raises_it_is_not_told_to_be_none() {
    let (mut small, _) = campaign(12, 0);
    speak(&mut small, 20..34);
    let raised = read(&small).raised.remove(0);
    let tenures = raised.tenures.into_iter();
    let tenures: Vec<_> = tenures.map(|(tenure, share)| (tenure, share.n)).collect();
    let hidden = |tenure: &str| (Some(tenure.to_string()), Figure::LeftOut);
    assert_eq!(tenures, [hidden("council"), hidden("private")]);
}

#[test]
fn a_demand_with_what_came_of_it_for_whom_and_why_something_is_closed_is_shown_as_it_is_printed() {
    let (mut small, id) = campaign(10, 8);
    let terms = Terms {
        what: "Mend the roofs".into(),
        ..Terms::default()
    };
    let draft = demand(&small.state(), id, None, &terms).unwrap();
    let of = organise(&mut small, draft);
    for (tenure, step) in [("council", Step::Delivered), ("private", Step::Asked)] {
        organise(&mut small, came_of_it(of, tenure, step, TODAY).unwrap());
    }
    let why = "The roofs are dry and nobody asks any more";
    let draft = close(&small.state(), id, Ending::Settled, why, TODAY).unwrap();
    organise(&mut small, draft);
    let (sheets, lines) = (sheets(&small), lines(&read(&small)));
    for words in [
        "Mend the roofs".to_string(),
        format!("Council tenant: Delivered, day {TODAY}"),
        format!("Private tenant: Asked for, day {TODAY}"),
        format!("Closed on day {TODAY}: {why}"),
    ] {
        assert!(sheets.contains(&words), "{words}");
        assert!(lines.contains(&words), "{words}: {lines:?}");
    }
}

/// A file's parentheses and letters beyond ASCII are written otherwise, and long lines are broken.
fn is_as_it_is(words: &&String) -> bool {
    words.is_ascii() && !words.contains(['(', ')']) && words.len() < 70
}

#[test]
fn whatever_is_shown_of_the_pack_stands_on_the_sheets() {
    let mut small = acting();
    met_on(&mut small, MET, (0..12).chain(20..26));
    let id = tested(&mut small, (0..14).chain(20..26));
    shown_by(&mut small, id, &[1, 4]);
    let evidence = read(&small);
    let about = About {
        group: "Residents of Llwyn".into(),
        made: "Friday".into(),
    };
    let day = |day: i32| format!("day {day}");
    let file = evidence_sheets(&evidence, &about, &day, &locales::fill).unwrap();
    let file = String::from_utf8_lossy(&file);
    let lines = lines(&evidence);
    let plain: Vec<&String> = lines.iter().filter(is_as_it_is).collect();
    assert!(plain.len() > 15, "{plain:?}");
    for words in plain {
        assert!(file.contains(words.as_str()), "{words}");
    }
}

#[test]
fn r10_4_no_story_stands_in_the_table_though_it_may_be_quoted_once() {
    let told = "The lift stood still all winter";
    let (mut small, _) = campaign(12, 8);
    small.now = NOW - 3 * 86_400;
    speak(&mut small, 0..1);
    small.now = NOW;
    let home = small.household(0);
    let draft = tell(&small.state(), home, Teller::Themselves, told, "en", TODAY).unwrap();
    organise(&mut small, draft);
    for to in [To::Words, To::Anonymous] {
        let says = Says {
            to,
            proof: Proof::Witness("Amina".into()),
            language: "en".into(),
            until: AtMost(None),
            risks_seen: true,
        };
        let story = stories(&small.state()).remove(0);
        let draft = say_yes(&story, &says, false, TODAY).unwrap();
        organise(&mut small, draft);
    }
    let quotes = taken_out(&small.state(), To::Anonymous, TODAY, Some(NOW), NOW).unwrap();
    assert_eq!(quotes.len(), 1);
    let table = written(&small, Export::Evidence);
    assert!(
        table.contains("Wet homes") && !table.contains(told),
        "{table}"
    );
}
