use super::*;
use crate::canvass::conversation;
use crate::canvass::draft;
use crate::canvass::estate as places;
use crate::canvass::fact::{Outcome, Value};
use crate::canvass::walk::{self, Standing, Tonight};
use crate::t;

const NOW: i64 = 1_773_077_400;

fn begun() -> Practice {
    Practice::begin(NOW, |key| t!(key))
}

fn knock(practice: &mut Practice, card: usize, outcome: Outcome) -> Vec<Dot> {
    let door = Practice::door(card);
    let household = places::household(practice.state(), door);
    let stream = Stream::Stair(Practice::stair());
    practice.record(&draft::knock(stream, door, household, outcome), NOW + 60)
}

#[test]
fn ten_doors_of_ten_kinds_stand_in_walk_order_from_the_top_down() {
    let practice = begun();
    let tonight = Tonight::in_utc(NOW);
    let walk = walk::walk(
        practice.state(),
        Practice::stair(),
        &[Practice::turf()],
        tonight,
    )
    .unwrap();
    let cards: Vec<_> = walk
        .stops
        .iter()
        .map(|stop| Practice::card(stop.door.id).unwrap().name)
        .collect();
    assert_eq!(cards, CARDS.map(|card| card.name));
    let floors: Vec<_> = walk
        .stops
        .iter()
        .map(|stop| stop.door.floor.unwrap())
        .collect();
    assert_eq!(floors, [4, 4, 3, 3, 2, 2, 1, 1, 0, 0]);
    assert!(
        walk.stops
            .iter()
            .all(|stop| stop.standing == Standing::Left)
    );
    let mut names = CARDS.map(|card| card.name);
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn it_is_the_same_estate_on_every_phone_and_every_day() {
    let later = Practice::begin(NOW + 86_400, |key| t!(key));
    assert_eq!(
        places::all_doors(begun().state()),
        places::all_doors(later.state())
    );
}

#[test]
fn what_is_recorded_is_there_and_can_be_undone() {
    let mut practice = begun();
    let dots = knock(&mut practice, 8, Outcome::DoNotKnock);
    assert_eq!(dots.len(), 2, "the knock, and that they asked so");
    let household = places::household(practice.state(), Practice::door(8));
    let asked_not = |it: &Practice| places::do_not_knock(it.state(), household, 20_000);
    assert!(asked_not(&practice));
    let stream = Stream::Stair(Practice::stair());
    let undo = draft::undo(practice.state(), stream, &dots);
    let undone = practice.record(&undo, NOW + 90);
    assert_eq!(undone.len(), 2);
    assert!(!asked_not(&practice));
    assert_eq!(practice.knocked(), 0);
}

#[test]
fn dots_come_back_in_the_order_of_their_drafts_whatever_their_streams() {
    let mut practice = begun();
    let household = places::household(practice.state(), Practice::door(7));
    let whom = || Fact::Nomination {
        whom: "Flat 2".into(),
    };
    let note = || Fact::Note {
        words: "Keeps the spare key".into(),
    };
    let stair = Stream::Stair(Practice::stair());
    let about = || vec![household.into()];
    let drafts = [
        Draft::new(Stream::Inner, whom(), about()),
        Draft::new(stair, note(), about()),
        Draft::new(Stream::Inner, whom(), about()),
    ];
    let dots = practice.record(&drafts, NOW);
    let expected = [
        (Practice::log_of(Stream::Inner), 2),
        (Practice::log_of(stair), 2),
        (Practice::log_of(Stream::Inner), 3),
    ]
    .map(|(log, seq)| Dot { log, seq });
    assert_eq!(dots, expected);
    for (dot, draft) in dots.iter().zip(&drafts) {
        let entry = practice.state().entry(*dot).unwrap();
        assert_eq!(entry.event.kind, draft.fact.kind());
    }
}

#[test]
fn a_talk_is_held_by_the_listening_script_and_read_back() {
    let mut practice = begun();
    knock(&mut practice, 2, Outcome::Spoke);
    let script = conversation::script(practice.state()).unwrap();
    assert!(script.questions.iter().all(Option::is_some));
    let door = Practice::door(2);
    let household = places::household(practice.state(), door);
    let stream = Stream::Stair(Practice::stair());
    let id = script.questions[0].as_ref().unwrap().id;
    let value = Value::Choices(vec![4]);
    let answer = draft::answer(practice.state(), stream, household, id, value.clone(), 1);
    practice.record(&[answer], NOW + 120);
    let talk = conversation::conversation(practice.state(), door, Practice::PERSON).unwrap();
    assert_eq!(talk.answers().get(&id), Some(&value));
    assert_eq!(practice.summary().answers, 1);
}

#[test]
fn hints_fade_from_door_to_door() {
    let mut practice = begun();
    let mut hints = vec![practice.hint()];
    for card in 0..CARDS.len() {
        knock(&mut practice, card, Outcome::NotHome);
        // A second knock at the same door is no further one.
        knock(&mut practice, card, Outcome::NotHome);
        hints.push(practice.hint());
    }
    let fade = [Hint::Whole, Hint::Short, Hint::None].map(|hint| {
        let same = hints.iter().filter(|it| **it == hint);
        same.count()
    });
    assert_eq!(fade, [3, 3, 5]);
    let order = |hint: &Hint| {
        [Hint::Whole, Hint::Short, Hint::None]
            .iter()
            .position(|it| it == hint)
    };
    assert!(hints.is_sorted_by_key(order));
}

#[test]
fn the_summary_counts_what_was_recorded_as_most_would() {
    let mut practice = begun();
    assert_eq!(practice.summary().knocked(), 0);
    for (card, outcome) in [
        (0, Outcome::NotHome),
        (1, Outcome::Refused),
        (2, Outcome::Spoke),
        (6, Outcome::Spoke),
    ] {
        knock(&mut practice, card, outcome);
    }
    // What was recorded last counts.
    knock(&mut practice, 1, Outcome::ComeBack);
    knock(&mut practice, 3, Outcome::Moved);
    let summary = practice.summary();
    assert_eq!(summary.lines.len(), CARDS.len());
    assert_eq!(
        (summary.knocked(), summary.as_most(), summary.spoken()),
        (5, 4, 2)
    );
    assert!(!summary.lines[3].as_most() && !summary.lines[9].as_most());
}

#[test]
fn r8_5_what_was_told_in_confidence_and_written_down_is_said_in_the_summary() {
    let mut practice = begun();
    let stream = Stream::Stair(Practice::stair());
    for (card, found) in [(2, false), (9, true)] {
        let household = places::household(practice.state(), Practice::door(card));
        let note = Fact::Note {
            words: "Made up".into(),
        };
        practice.record(&[Draft::new(stream, note, vec![household.into()])], NOW);
        assert_eq!(practice.summary().wrote_down_a_confidence, found, "{card}");
    }
    assert_eq!(practice.summary().notes, 2);
}

#[test]
fn every_card_has_all_its_words() {
    for card in CARDS {
        for part in ["who", "says", "try", "think", "why"] {
            let key = format!("practice.{part}_{}", card.name);
            assert!(crate::locales::has(&key), "{key}");
        }
        assert!(!card.outcomes.is_empty());
    }
}
