//! What no figure, no file and no printed sheet may ever tell (the organisers' handbook, "must not"), over all of
//! them at once. Whatever is added to them is looked at here, too.

use super::chart::Chart;
use super::evidence::sheet::{About, evidence_sheets};
use super::evidence::{self, Evidence};
use super::export::Export;
use super::export::tests::written;
use super::issues::Issues;
use super::leaders::{Step, agreed, came, leaders, meant, promised, talked_to, unnamed};
use super::meetings::sheet::sign_in_sheets;
use super::meetings::{Plan, meetings, set_up};
use super::phones::seen;
use super::report::Report;
use super::small::{NOW, Small};
use super::standing::{Level, Standings};
use super::structure::Tests;
use super::training::Tree;
use super::training::debrief::Sheet;
use super::week::Week;
use super::week::sheet::week_sheets;
use crate::canvass::act::{Act, acted, brought};
use crate::canvass::author::Role;
use crate::canvass::basis::{Basis, Ground, Group, write_down};
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::id::QuestionId;
use crate::canvass::language::{speaks, spoken};
use crate::canvass::policy::{Home, policy};
use crate::canvass::script::{AnswerKind, Stage, Step as Asks};
use crate::canvass::stream::Stream;
use crate::canvass::tenure::{Tenure, holds, tenure};
use crate::canvass::walk::Tonight;
use crate::locales;

const TODAY: i32 = (NOW / 86_400) as i32;
const VERA: u8 = 7;
const BRAM: u8 = 8;
const ORGANISER: u8 = 3;
/// Homes of a stair.
const HOMES: usize = 20;

fn tonight() -> Tonight {
    Tonight::in_utc(NOW)
}

fn knock(small: &mut Small, by: u8, place: usize, outcome: Outcome) {
    let fact = Fact::Knock {
        outcome,
        by: None,
        when: None,
    };
    let door = small.door(place).into();
    small.say(
        by,
        Role::Volunteer,
        (place / HOMES) as u64,
        fact,
        vec![door],
    );
}

/// Two stairs where Vera and Bram have knocked, of a campaign that may keep what people did and said; it
/// asks what presses and whose door one would knock on, and has a meeting.
fn campaign() -> (Small, QuestionId) {
    let mut small = Small::new(HOMES);
    for (by, days) in [(VERA, 4), (BRAM, 3)] {
        small.now = NOW - days * 86_400;
        for place in [0, HOMES] {
            knock(&mut small, by, place, Outcome::NotHome);
        }
    }
    small.now = NOW;
    let condition = Group::Members.conditions()[0];
    let ground = Ground::new(Group::Members, Basis::Consent, condition, "Policy").unwrap();
    let ground = write_down(&small.state(), Some(&ground));
    small.record(1, Role::Organiser, ground);
    let mut question = |words: &str, answers: AnswerKind| {
        let words = words.to_string();
        QuestionId(small.board(Fact::Question { words, answers }, vec![]))
    };
    let issues = question("What presses?", AnswerKind::Choices(vec!["Damp".into()]));
    let whose = question("Whose door?", AnswerKind::Nomination);
    let script = Fact::Script {
        version: 1,
        title: "Listening".into(),
        stage: Stage::Listen,
        steps: vec![Asks::straight_on(); 2],
    };
    small.board(script, vec![issues.into(), whose.into()]);
    let plan = Plan {
        what: "The first meeting".into(),
        day: TODAY,
        from: 19 * 60,
        place: "The community room".into(),
    };
    let meeting = set_up(&plan, TODAY).unwrap();
    small.record(ORGANISER, Role::Organiser, meeting);
    (small, issues)
}

/// Every file that is taken out, and every sheet of homes that is printed, by its name.
fn files(small: &Small) -> Vec<(&'static str, String)> {
    Export::ALL
        .map(|export| (export.file(), written(small, export)))
        .into()
}

fn sheets(small: &Small) -> Vec<(&'static str, String)> {
    let state = small.state();
    let about = About {
        group: "Residents of Llwyn".into(),
        made: "Friday".into(),
    };
    let fill = &locales::fill;
    let pack = Evidence::read(&state, tonight());
    let pack = evidence_sheets(&pack, &about, &|day| format!("day {day}"), fill);
    let week = Week::read(&state, tonight());
    let week = week_sheets(&week, "This week", &|stair| format!("{stair:?}"), fill);
    let meeting = meetings(&state).remove(0);
    let signs = sign_in_sheets(&state, &meeting, "Friday at seven", "Why", fill);
    let made = [("pack", pack), ("week", week), ("sign-in", signs)];
    let made = made.map(|(name, file)| (name, file.unwrap()));
    made.map(|(name, file)| (name, String::from_utf8_lossy(&file).into_owned()))
        .into()
}

#[test]
fn must_not_2_no_nomination_is_in_any_file_or_on_any_sheet() {
    let (mut small, issues) = campaign();
    for place in 0..12 {
        knock(&mut small, VERA, place, Outcome::Spoke);
        let about = vec![small.household(place).into(), issues.into()];
        let (value, script) = (Value::Choices(vec![0]), 1);
        let fact = Fact::Answer { value, script };
        small.say(VERA, Role::Volunteer, 0, fact, about);
    }
    let (before, printed) = (files(&small), sheets(&small));
    let mut said = Vec::new();
    for place in 1..6 {
        for whom in ["Flat 9", "the woman with the three dogs"] {
            let whom = whom.to_string();
            let about = vec![small.household(place).into()];
            let draft = Draft::new(Stream::Inner, Fact::Nomination { whom }, about);
            said.push(small.record(VERA, Role::Volunteer, draft));
        }
    }
    let (leader, other) = (small.household(8), small.household(10));
    small.record(VERA, Role::Volunteer, unnamed(other));
    let list = [12, 13].map(|place| small.household(place));
    for draft in [
        meant(&small.state(), &said[1..2], Some(leader)),
        talked_to(&small.state(), leader, TODAY),
        agreed(&small.state(), leader, "Bring them along", &list, TODAY + 7).unwrap(),
    ] {
        small.record(ORGANISER, Role::Organiser, draft);
    }
    let of_stair = leaders(&small.state(), TODAY)
        .remove(&small.stair(0))
        .unwrap();
    assert_eq!(of_stair.named[0].by_own, 5);
    assert_eq!((files(&small), sheets(&small)), (before.clone(), printed));
    // That somebody was tested is a figure of the week; who it was stands nowhere.
    let (_, asked) = promised(&small.state()).remove(0);
    let draft = came(&small.state(), leader, &asked, &list, TODAY);
    small.record(ORGANISER, Role::Organiser, draft);
    let of_stair = leaders(&small.state(), TODAY)
        .remove(&small.stair(0))
        .unwrap();
    assert!(matches!(of_stair.named[0].step, Step::Tested { .. }));
    assert_eq!(files(&small), before);
    for (name, text) in sheets(&small) {
        assert!(!text.contains("Bring them along"), "{name}");
    }
}

#[test]
fn must_not_2_no_volunteers_phone_reads_who_is_named() {
    // Each lies in inner, which opens for organisers alone: a volunteer's phone has nothing to draw a
    // network of.
    for kind in [
        Kind::NOMINATION,
        Kind::MEANT,
        Kind::TALKED_TO,
        Kind::AGREED_TO,
        Kind::CAME,
        Kind::UNNAMED,
    ] {
        assert_eq!(policy(kind).map(|row| row.home), Some(Home::Inner));
    }
}

/// All figures there are of a campaign, in words; nothing of which entry they come from.
fn figures(small: &Small) -> Vec<(&'static str, String)> {
    let state = small.state();
    let report = Report::read(&state, &seen(&state), tonight());
    let chart = Chart::read(&state, tonight(), 0);
    let sheet = Sheet::read(&state, &report, tonight());
    let week = Week::read(&state, tonight());
    let pack = Evidence::read(&state, tonight());
    let tests = Tests::read(&state, TODAY);
    let tally = Standings::read(&state, TODAY).unwrap().tally(|_| true);
    let stairs: Vec<_> = report
        .stairs
        .iter()
        .map(|row| (row.tried(), row.reached()))
        .collect();
    let nights = (
        chart.reached(),
        &chart.nights,
        &chart.rounds,
        &chart.at_times,
    );
    let mut all = vec![
        ("stairs", format!("{stairs:?}")),
        ("chart", format!("{nights:?}")),
        ("debrief", format!("{sheet:?}")),
        ("week", format!("{week:?}")),
        ("pack", format!("{pack:?}")),
        ("tests", format!("{tests:?}")),
        ("levels", format!("{tally:?}")),
        ("tree", format!("{:?}", Tree::read(&state))),
        ("map", written(small, Export::GeoJson)),
        ("evidence", written(small, Export::Evidence)),
    ];
    all.extend(sheets(small));
    all
}

/// The same doors on the same evenings, knocked by Vera and Bram as `by` has it.
fn evenings(by: fn(usize) -> u8) -> Small {
    let (mut small, _) = campaign();
    let outcomes = Outcome::ALL.into_iter().cycle();
    for (place, outcome) in outcomes.enumerate().take(HOMES + 10) {
        small.now = NOW - if place % 3 == 0 { 86_400 } else { 0 };
        knock(&mut small, by(place), place, outcome);
        if outcome == Outcome::Spoke {
            let draft = acted(small.household(place), Act::Signed, TODAY - 1, Vec::new());
            small.record(by(place), Role::Volunteer, draft);
        }
    }
    small.now = NOW;
    small
}

#[test]
fn must_not_11_no_figure_tells_who_did_how_much() {
    let alone = evenings(|_| VERA);
    let knocked: Vec<usize> = Report::read(&alone.state(), &[], tonight())
        .stairs
        .iter()
        .map(|row| row.tried())
        .collect();
    // Behind three of the thirty there is no such door.
    assert_eq!(knocked, [HOMES - 2, 10 - 1]);
    // Whether one did all of it or both as much: not one figure is another, so none is anybody's own, and
    // there is nothing to put people in an order by.
    for together in [
        evenings(|place| [VERA, BRAM][place % 2]),
        evenings(|_| BRAM),
    ] {
        for (one, other) in figures(&alone).iter().zip(figures(&together)) {
            assert_eq!(*one, other);
        }
    }
    // Another evening's work is another figure: they are read at all.
    let more = evenings(|place| [VERA, BRAM][place / HOMES]);
    let mut more = more.clone();
    knock(&mut more, VERA, HOMES + 15, Outcome::Spoke);
    assert_ne!(figures(&alone), figures(&more));
}

#[test]
fn must_not_11_nothing_is_inferred_of_a_home_that_nobody_asked() {
    let (mut small, issues) = campaign();
    let silent = 6;
    let home = small.household(silent);
    for place in (0..2 * HOMES).filter(|place| *place != silent) {
        knock(&mut small, VERA, place, Outcome::Spoke);
        let stair = (place / HOMES) as u64;
        let (of, stream) = (small.household(place), Stream::Stair(small.stair(stair)));
        let state = small.state();
        for draft in [
            holds(&state, stream, of, "council"),
            speaks(&state, stream, of, "cy"),
            acted(of, Act::Signed, TODAY, Vec::new()),
        ] {
            small.record(VERA, Role::Volunteer, draft);
        }
        let fact = Fact::Answer {
            value: Value::Choices(vec![0]),
            script: 1,
        };
        small.say(
            VERA,
            Role::Volunteer,
            stair,
            fact,
            vec![of.into(), issues.into()],
        );
    }
    let state = small.state();
    assert_eq!(tenure(&state, home), Tenure::Unknown);
    assert!(spoken(&state, home).is_empty());
    let door = small.door(silent);
    let of_home = Issues::read(&state, tonight()).homes;
    let of_home = of_home.into_iter().find(|it| it.door == door).unwrap();
    assert!(!of_home.spoken && !of_home.answered && of_home.raised.is_empty());
    assert_eq!(
        (of_home.tenure, of_home.language, of_home.depth),
        (None, None, None)
    );
    let pack = evidence::Evidence::read(&state, tonight());
    assert_eq!(pack.homes, 2 * HOMES, "it stands in what is counted");
}

#[test]
fn must_not_3_nothing_is_predicted_of_a_home_that_nobody_visited() {
    let silent = 6;
    let level = |small: &Small| {
        let homes = Standings::read(&small.state(), TODAY).unwrap().homes;
        let home = homes.into_iter().find(|it| it.door == small.door(silent));
        home.map(|it| (it.level, it.what, it.day, it.differ.len()))
    };
    let not_asked = Some((Level::NotAsked, None, None, 0));
    for what in Act::ALL {
        let (mut small, _) = campaign();
        for place in (0..2 * HOMES).filter(|place| *place != silent) {
            let draft = acted(small.household(place), what, TODAY, Vec::new());
            small.record(VERA, Role::Volunteer, draft);
        }
        assert_eq!(level(&small), not_asked, "{what:?}");
        // Nor does somebody's word that they had it act make anything of it, nor its place on a list.
        let (own, other) = (small.household(1), small.household(silent));
        let draft = brought(own, other, TODAY, Vec::new()).unwrap();
        small.record(VERA, Role::Volunteer, draft);
        let draft = agreed(&small.state(), own, "Sign", &[other], TODAY + 7).unwrap();
        small.record(ORGANISER, Role::Organiser, draft);
        assert_eq!(level(&small), not_asked, "{what:?}");
    }
}
