use super::*;
use crate::canvass::author::Role;
use crate::canvass::dot::LogId;
use crate::canvass::id::BlockId;
use crate::organise::estates::{estates, put};
use crate::organise::small::{NOW, Small};

fn dot(seq: u64) -> Dot {
    Dot {
        log: LogId([1; 8]),
        seq,
    }
}

fn stair(seq: u64, knocks: usize, out: usize) -> StairRow {
    let knock = Knock {
        dot: dot(9),
        outcome: Outcome::NotHome,
        at: 0,
        recorded: 0,
        later: false,
        by: String::new(),
    };
    StairRow {
        block: String::new(),
        stair: Stair {
            id: StairId(dot(seq)),
            block: BlockId(dot(1)),
            name: String::new(),
            kind: StairKind::Entrance,
        },
        alone: true,
        doors: vec![DoorRow {
            door: Door {
                id: DoorId(dot(seq)),
                stair: StairId(dot(seq)),
                label: "1".into(),
                entrance: None,
                floor: None,
                order: 0,
                uprn: None,
                gone: false,
            },
            knocks: vec![knock; knocks],
            do_not_knock: false,
            enough: false,
        }],
        apart: vec![],
        may_be_knocked: vec![Whose::default(); out],
    }
}

#[test]
fn stairs_with_a_phone_still_out_are_read_first_and_those_nobody_was_at_last() {
    let stairs = vec![stair(1, 0, 0), stair(2, 1, 0), stair(3, 0, 1)];
    let report = Report {
        stairs,
        ..Report::default()
    };
    let read = report.stairs_to_read().into_iter();
    let order: Vec<u64> = read.map(|row| row.stair.id.0.seq).collect();
    assert_eq!(order, [3, 2, 1]);
    let begun: Vec<bool> = report.stairs.iter().map(StairRow::is_begun).collect();
    assert_eq!(begun, [false, true, true]);
}

#[test]
fn a_stair_without_a_name_has_one_only_beside_others() {
    let words = |key: &str| key.to_string();
    let mut row = stair(1, 0, 0);
    assert_eq!(row.name(words), None);
    row.alone = false;
    assert!(row.name(words).is_some());
    row.alone = true;
    row.stair.kind = StairKind::EvenSide;
    assert!(row.name(words).is_some());
}

/// A household that two phones answered for differently is in neither answer's figure, nor in
/// what they are of.
#[test]
fn answers_are_counted_of_the_households_that_are_not_in_disagreement() {
    let mut row = QuestionRow {
        id: QuestionId(dot(1)),
        words: String::new(),
        answers: AnswerKind::YesNo,
        counts: BTreeMap::new(),
        answered: 0,
        disagreements: 0,
    };
    row.count(Reading::Agreed(Value::Yes, vec![]));
    row.count(Reading::Disagreement(vec![]));
    assert_eq!((row.answered, row.counted()), (2, 1));
    assert_eq!(row.counts.values().sum::<usize>(), row.counted());
}

/// Two estates, and on each stair an answer, a note and a promise; at the second people heard different
/// things at one door.
fn two_estates() -> (State, Vec<Extent>) {
    let mut small = Small::new(3);
    for draft in put(&small.state(), [small.block(0)], "Heron") {
        small.record(1, Role::Organiser, draft);
    }
    let question = Fact::Question {
        words: "Is the lift out?".into(),
        answers: AnswerKind::YesNo,
    };
    let question = QuestionId(small.board(question, vec![]));
    for (by, place, value) in [
        (7, 0, Value::Yes),
        (7, 1, Value::Yes),
        (7, 3, Value::No),
        (7, 4, Value::Yes),
        (8, 4, Value::No),
    ] {
        let about = vec![small.household(place).into(), question.into()];
        let fact = Fact::Answer { value, script: 1 };
        small.say(by, Role::Volunteer, (place / 3) as u64, fact, about);
    }
    for (place, what) in [(1, "Ring about the lift"), (5, "Bring the form")] {
        let home = vec![small.household(place).into()];
        let promise = Fact::FollowUp {
            what: what.into(),
            who: None,
            by: None,
        };
        small.say(7, Role::Volunteer, (place / 3) as u64, promise, home);
    }
    let state = small.state();
    let all = estates(&state).into_iter().map(Extent::Estate).collect();
    (state, all)
}

#[test]
fn the_report_of_an_estate_has_what_was_said_there_and_nothing_of_another() {
    let (state, estates) = two_estates();
    let read = |of: &Extent| {
        let report = Report::read_of(&state, of, &[], Tonight::in_utc(NOW));
        let row = &report.questions[0];
        let promises = report.promises.iter().map(|it| it.what.clone());
        (
            report.doors(),
            (row.counts.clone(), row.answered, row.counted()),
            promises.collect::<BTreeSet<_>>(),
            report.disagreements.len(),
        )
    };
    let words = |all: &[&str]| all.iter().map(|it| it.to_string()).collect();
    let yes_no = |yes, no| {
        let counts = [(Value::Yes, yes), (Value::No, no)].into_iter();
        counts.filter(|(_, n)| *n > 0).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(
        read(&estates[0]),
        (3, (yes_no(2, 0), 2, 2), words(&["Ring about the lift"]), 0)
    );
    assert_eq!(
        read(&estates[1]),
        (3, (yes_no(0, 1), 2, 1), words(&["Bring the form"]), 1)
    );
    assert_eq!(
        read(&Extent::Campaign),
        (
            6,
            (yes_no(2, 1), 4, 3),
            words(&["Ring about the lift", "Bring the form"]),
            1
        )
    );
}
