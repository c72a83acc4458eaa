//! What may leave the campaign, and what may not.

use super::sheet::{About, evidence_sheets};
use super::*;
use crate::canvass::author::Role;
use crate::canvass::demand::{Ending, Step};
use crate::canvass::deputation::Deputation;
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::fact::{Fact, Outcome, Value};
use crate::canvass::id::{Id, QuestionId};
use crate::canvass::petition::{By, Petition, Verdict, begin, found, on_paper, petitions};
use crate::canvass::script::{AnswerKind, Stage as ScriptStage, Step as Asks};
use crate::canvass::tenure::whole_stair;
use crate::locales;
use crate::organise::council::find;
use crate::organise::deputation::plan;
use crate::organise::estates::put;
use crate::organise::export::Export;
use crate::organise::export::tests::written;
use crate::organise::issues::{Depth, Target, Terms, came_of_it, close, demand, gather, name};
use crate::organise::petition::printed;
use crate::organise::small::{NOW, Small};

pub(super) const TODAY: i32 = (NOW / 86_400) as i32;

/// A stair of council tenants and one of private ones. So many of each raise the damp; one home says
/// something else in its own words.
pub(super) fn campaign(council: usize, private: usize) -> (Small, Dot) {
    let mut small = Small::new(20);
    let mut question = |words: &str, answers: AnswerKind| {
        let words = words.to_string();
        QuestionId(small.board(Fact::Question { words, answers }, vec![]))
    };
    let issues = question("What presses?", AnswerKind::Choices(vec!["Damp".into()]));
    let words = question("In your words?", AnswerKind::Words);
    let script = Fact::Script {
        version: 1,
        title: "Listening".into(),
        stage: ScriptStage::Listen,
        steps: vec![Asks::straight_on(); 2],
    };
    small.board(script, vec![issues.into(), words.into()]);
    for (stair, tenure) in [(0, "council"), (1, "private")] {
        for draft in whole_stair(&small.state(), small.stair(stair), tenure) {
            small.record(9, Role::Organiser, draft);
        }
    }
    let mut answer = |place: usize, question: QuestionId, value: Value| {
        let about: Vec<Id> = vec![small.household(place).into(), question.into()];
        let fact = Fact::Answer { value, script: 1 };
        small.say(7, Role::Volunteer, (place / 20) as u64, fact, about);
    };
    for place in (0..council).chain(20..20 + private) {
        answer(place, issues, Value::Choices(vec![0]));
    }
    answer(15, words, Value::Words("The man in flat 3 shouts".into()));
    let id = small.record(3, Role::Organiser, name("Wet homes").unwrap());
    let found = Issues::read(&small.state(), Tonight::in_utc(NOW));
    let damp = found.heard.iter().find(|heard| heard.name == "Damp");
    let source = damp.unwrap().words[0].source.clone();
    organise(&mut small, gather(id, &source));
    (small, id)
}

pub(super) fn organise(small: &mut Small, draft: Draft) -> Dot {
    small.record(3, Role::Organiser, draft)
}

pub(super) fn read(small: &Small) -> Evidence {
    Evidence::read(&small.state(), Tonight::in_utc(NOW))
}

pub(super) fn sheets(small: &Small) -> String {
    let about = About {
        group: "Residents of Llwyn".into(),
        made: "Friday, 27 November 2026".into(),
    };
    let day = |day: i32| format!("day {day}");
    let file = evidence_sheets(&read(small), &about, &day, &locales::fill).unwrap();
    String::from_utf8_lossy(&file).into_owned()
}

#[test]
fn r11_5_figures_of_few_homes_and_what_few_said_stand_in_neither_file() {
    let (small, _) = campaign(12, 3);
    let evidence = read(&small);
    assert_eq!((evidence.homes, evidence.raised.len()), (40, 1));
    let damp = &evidence.raised[0];
    // Of sixteen spoken to one does not: who that is the neighbours would know.
    assert_eq!(damp.homes.n, Figure::LeftOut);
    assert_eq!(damp.homes.of, Figure::Exactly(16));
    // Three would be what is missing from fifteen, so the twelve are left out as well.
    let left_out = damp.tenures.iter().all(|(_, of)| of.n == Figure::LeftOut);
    assert!(left_out, "{:?}", damp.tenures);
    let (sheets, table) = (sheets(&small), written(&small, Export::Evidence));
    for file in [&sheets, &table] {
        assert!(file.contains("Wet homes"));
        for hidden in ["shouts", "flat 3", "Flat "] {
            assert!(!file.contains(hidden), "{hidden}: {file}");
        }
    }
    assert!(table.contains("raised,Wet homes,,,16,\r\n"), "{table}");
    assert!(
        table.contains("raised_by,Wet homes,tenure.private,,,\r\n"),
        "{table}"
    );
    assert!(sheets.contains("left out"));
}

#[test]
fn every_figure_has_what_it_is_of_and_results_are_of_a_tenure_each() {
    let (mut small, id) = campaign(10, 8);
    for place in (10..14).chain(28..34) {
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: None,
            when: None,
        };
        let about = vec![small.door(place).into()];
        small.say(7, Role::Volunteer, (place / 20) as u64, fact, about);
    }
    let terms = Terms {
        what: "Mend the roofs".into(),
        who: "The landlord".into(),
        by: Some(TODAY + 90),
        know: "No wet wall after a storm".into(),
        target: Target::named("Head of repairs").ok(),
        decides: Some(TODAY + 14),
    };
    let of = demand(&small.state(), id, None, &terms).unwrap();
    let of = organise(&mut small, of);
    let written_down = Step::Written {
        document: "Letter of the landlord".into(),
    };
    for (tenure, step) in [("council", written_down), ("private", Step::Refused)] {
        organise(&mut small, came_of_it(of, tenure, step, TODAY).unwrap());
    }
    let (sheets, table) = (sheets(&small), written(&small, Export::Evidence));
    for words in [
        "Residents of Llwyn: what residents raise",
        "Raised by 18 of 29 homes spoken to",
        "Private tenant: 8 of 14 homes spoken to",
        "Council tenant: 10 of 15 homes spoken to",
        "Mend the roofs",
        "Head of repairs",
        "Letter of the landlord",
        "Private tenant: No",
    ] {
        // Parentheses and dashes are written otherwise in a PDF file.
        assert!(sheets.contains(words), "{words}");
    }
    for line in [
        "raised,Wet homes,,18,29,",
        "raised_by,Wet homes,tenure.council,10,15,",
        "raised_by,Wet homes,tenure.private,8,14,",
        "home,,tenure.council,20,40,",
    ] {
        assert!(table.contains(line), "{line}: {table}");
    }
    let results: Vec<&str> = table
        .lines()
        .filter(|it| it.starts_with("result,"))
        .collect();
    assert_eq!(results.len(), 2, "{table}");
    // Nowhere is it won as such.
    assert!(results.iter().all(|line| line.contains("tenure.")));
}

#[test]
fn the_sheets_say_of_which_estates_they_are_where_there_are_several() {
    let (mut small, _) = campaign(12, 8);
    assert_eq!(read(&small).estates, [] as [String; 0]);
    assert!(!sheets(&small).contains("These are homes of"));
    for draft in put(&small.state(), [small.block(0)], "Heron") {
        organise(&mut small, draft);
    }
    assert_eq!(read(&small).estates, ["Heron", ""]);
    let words = "These are homes of: Heron, blocks of no estate";
    assert!(sheets(&small).contains(words));
}

#[test]
fn what_is_closed_stands_in_it_with_its_reason() {
    let (mut small, id) = campaign(12, 8);
    let why = "Nobody can say who owns the drain";
    let draft = close(&small.state(), id, Ending::CulDeSac, why, TODAY).unwrap();
    organise(&mut small, draft);
    assert!(sheets(&small).contains(why));
    assert!(written(&small, Export::Evidence).contains(why));
}

#[test]
fn r10_stories_stand_in_the_pack_by_their_words_and_are_in_none_unless_they_are_put_there() {
    let (small, _) = campaign(12, 8);
    assert_eq!(read(&small).stories, [] as [String; 0]);
    let told = "The lift stood still all winter";
    let evidence = Evidence {
        stories: vec![told.to_string()],
        ..read(&small)
    };
    let about = About {
        group: "Residents of Llwyn".into(),
        made: "Friday".into(),
    };
    let day = |day: i32| format!("day {day}");
    let file = evidence_sheets(&evidence, &about, &day, &locales::fill).unwrap();
    assert!(String::from_utf8_lossy(&file).contains(told));
    assert!(!sheets(&small).contains(told));
}

#[test]
fn r7_3_petitions_stand_in_both_files_with_valid_of_total_and_of_how_many_homes() {
    let (mut small, _) = campaign(12, 8);
    let petition = Petition {
        prayer: "Dry the wet walls".into(),
        target: "The council".into(),
        organiser: "Bronwen Hedd".into(),
        reach: "Flat 1, Llwyn House".into(),
        council: find("westminster").unwrap().council(),
        closes: None,
    };
    let id = organise(&mut small, begin(petition).unwrap());
    let by = By {
        petition: id,
        who: String::new(),
        day: TODAY,
        also_act: false,
    };
    let (sheet, _) = printed(&small.state(), id, 1).unwrap();
    organise(&mut small, sheet);
    for place in 0..9 {
        let at = (1, place as u8 + 1);
        let signed = on_paper(Some(small.household(place)), at, by.clone()).unwrap();
        let dot = organise(&mut small, signed.clone());
        if place == 8 {
            let Fact::Signed { said } = signed.fact else {
                panic!("{signed:?}");
            };
            let home = Some(small.household(place));
            organise(
                &mut small,
                found(home, vec![dot], &said, Verdict::NotReadable),
            );
        }
    }
    let few = Petition {
        prayer: "A bench".into(),
        ..read(&small).petitions_of(&small)
    };
    organise(&mut small, begin(few).unwrap());
    let (sheets, table) = (sheets(&small), written(&small, Export::Evidence));
    for words in [
        "Dry the wet walls",
        "8 valid of 9 signatures",
        "Signed by 8 of 40 homes",
        "A bench",
        "(left out) valid of (left out) signatures",
    ] {
        assert!(sheets.contains(words), "{words}");
    }
    for line in [
        "valid,Dry the wet walls,,8,9,",
        "homes_signed,Dry the wet walls,,8,40,",
        "valid,A bench,,,,",
        "homes_signed,A bench,,,40,",
    ] {
        assert!(table.contains(line), "{line}: {table}");
    }
    // Nobody who signed stands in either.
    assert!(!sheets.contains("Flat ") && !table.contains("Flat "));
}

impl Evidence {
    /// The petition of the campaign there is.
    fn petitions_of(&self, small: &Small) -> Petition {
        assert_eq!(self.petitions.len(), 1);
        petitions(&small.state()).remove(0).1
    }
}

#[test]
fn r7_5_a_deputation_to_come_stands_in_both_files_with_its_deadline_and_one_that_was_in_neither() {
    let (mut small, _) = campaign(12, 8);
    let deputation = |subject: &str, meeting: i32| Deputation {
        of: None,
        council: "barnet".into(),
        subject: subject.into(),
        to: "Full council".into(),
        meeting,
        notice: find("barnet").and_then(|it| it.deputation?.notice),
        instead: Vec::new(),
    };
    // The meeting is on Wednesday 30 December 2026.
    let meeting = 20_817;
    let coming = plan(None, deputation("The wet walls", meeting)).unwrap();
    organise(&mut small, coming);
    let gone = plan(None, deputation("The old lifts", TODAY - 1)).unwrap();
    organise(&mut small, gone);
    let (sheets, table) = (sheets(&small), written(&small, Export::Evidence));
    // Boxing Day's bank holiday is on 28 December: 22 December, ten o'clock.
    let words = format!("The council is told by 10:00 on day {}.", meeting - 8);
    assert!(
        sheets.contains("The wet walls") && sheets.contains(&words),
        "{words}"
    );
    // The table's words are its keys here.
    let row = "deputation,The wet walls,,,,evidence.meets. evidence.tell_at";
    assert!(table.contains(row), "{table}");
    assert!(!sheets.contains("The old lifts") && !table.contains("The old lifts"));
}

/// Somebody is spoken to at these homes and says nothing.
pub(super) fn speak(small: &mut Small, places: impl Iterator<Item = usize>) {
    for place in places {
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: None,
            when: None,
        };
        let about = vec![small.door(place).into()];
        small.say(7, Role::Volunteer, (place / 20) as u64, fact, about);
    }
}

/// The sheets of these issues, as they are made.
fn sheets_of(issues: &Issues) -> String {
    let about = About {
        group: "Residents of Llwyn".into(),
        made: "Friday, 27 November 2026".into(),
    };
    let day = |day: i32| format!("day {day}");
    let file = evidence_sheets(&Evidence::of(issues), &about, &day, &locales::fill).unwrap();
    String::from_utf8_lossy(&file).into_owned()
}

#[test]
fn r11_5_who_was_not_spoken_to_and_who_raises_something_else_cannot_be_worked_out() {
    // Two council tenants were not spoken to, and all of them but those raise it; six private ones said nothing.
    let (mut small, _) = campaign(18, 8);
    speak(&mut small, 28..34);
    let file = sheets_of(&Issues::read(&small.state(), Tonight::in_utc(NOW)));
    for words in [
        "Raised by 26 of 32 homes spoken to",
        // Nobody raises something else: it would be what is left of 32 without the 26 and these.
        "What they raise is not known: (left out) of 32 homes",
        "Council tenant: (left out) of (left out) homes spoken to",
        "Private tenant: (left out) of (left out) homes spoken to",
    ] {
        assert!(file.contains(words), "{words}");
    }
    let table = written(&small, Export::Evidence);
    for line in ["unknown,,,,32,", "raised_by,Wet homes,tenure.council,,,"] {
        assert!(table.contains(line), "{line}: {table}");
    }
    // All homes but two were spoken to: of how many anything is told would say so.
    let (small, _) = campaign(19, 19);
    let file = sheets_of(&Issues::read(&small.state(), Tonight::in_utc(NOW)));
    for words in [
        "Somebody was spoken to at (left out) of 40 homes",
        "Raised by (left out) of (left out) homes spoken to",
        "What they raise is not known: (left out) of (left out) homes",
    ] {
        assert!(file.contains(words), "{words}");
    }
    let table = written(&small, Export::Evidence);
    assert!(!table.contains("38") && !table.contains("19"), "{table}");
}

#[test]
fn r11_5_how_far_homes_would_go_tells_of_no_few_that_raise_it_or_were_not_asked() {
    let read = |council: usize, private: usize| {
        let (mut small, _) = campaign(council, private);
        speak(&mut small, (10..14).chain(28..34));
        Issues::read(&small.state(), Tonight::in_utc(NOW))
    };
    // Eighteen of twenty-nine raise it; and all of those spoken to but one do.
    let (told, not_told) = (read(10, 8), read(14, 14));
    for (issues, would, asked, expected) in [
        (&told, 12, 18, "12 of 18"),
        (&told, 6, 13, "6 of 13"),
        (&told, 10, 13, "(left out) of 13"),
        (&told, 4, 13, "(left out) of 13"),
        (&told, 8, 16, "(left out) of (left out)"),
        (&told, 0, 0, "(left out) of (left out)"),
        (&not_told, 12, 20, "(left out) of (left out)"),
    ] {
        let mut issues = issues.clone();
        let mut wet = issues.heard.iter_mut().filter(|it| it.name == "Wet homes");
        wet.next().unwrap().deep.by = [(Depth::WouldAct, would), (Depth::ALL[0], asked - would)]
            .into_iter()
            .collect();
        let words = format!("Would act: {expected} homes asked");
        let file = sheets_of(&issues);
        assert!(file.contains(&words), "{words} for {would} of {asked}");
    }
}
