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

/// The place of a card.
fn card(name: &str) -> usize {
    CARDS.iter().position(|card| card.name == name).unwrap()
}

fn knock(practice: &mut Practice, card: usize, outcome: Outcome) -> Vec<Dot> {
    let door = Practice::door(card);
    let household = places::household(practice.state(), door);
    let stream = Stream::Stair(Practice::stair());
    practice.record(&draft::knock(stream, door, household, outcome), NOW + 60)
}

#[test]
fn doors_of_every_kind_stand_in_walk_order_from_the_top_down() {
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
    assert_eq!(floors, [6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]);
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
    let dots = knock(&mut practice, card("never_again"), Outcome::DoNotKnock);
    assert_eq!(dots.len(), 2, "the knock, and that they asked so");
    let household = places::household(practice.state(), Practice::door(card("never_again")));
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
    let household = places::household(practice.state(), Practice::door(card("who_helps")));
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
    assert_eq!(fade, [5, 7, 3]);
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
    for (place, outcome) in [
        (0, Outcome::NotHome),
        (1, Outcome::Refused),
        (2, Outcome::Spoke),
        (card("new_here"), Outcome::Spoke),
    ] {
        knock(&mut practice, place, outcome);
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
    assert!(!summary.lines[3].as_most() && !summary.lines[card("in_confidence")].as_most());
}

#[test]
fn what_was_told_in_confidence_and_written_down_is_said_in_the_summary() {
    let mut practice = begun();
    let stream = Stream::Stair(Practice::stair());
    for (place, found) in [(card("lift"), false), (card("in_confidence"), true)] {
        let household = places::household(practice.state(), Practice::door(place));
        let note = Fact::Note {
            words: "Made up".into(),
        };
        practice.record(&[Draft::new(stream, note, vec![household.into()])], NOW);
        assert_eq!(practice.summary().wrote_down_a_confidence, found, "{place}");
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

/// R6.2: each kind of door that people are afraid of has its card, in every language that is shipped,
/// and no language has it in English.
#[test]
fn r6_2_the_hard_doors_have_their_cards_in_every_language() {
    let hard = [
        "fear",
        "decided",
        "separate_deal",
        "never_again",
        "other_language",
        "child_opens",
        "in_confidence",
    ];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/locales");
    let words = |language: &str| -> serde_json::Value {
        let path = folder.join(language).join("practice.json");
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let english = words("en");
    let shipped = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap());
    let shipped = shipped.filter(|it| it.path().is_dir() && it.file_name() != "en");
    let shipped: Vec<String> = shipped
        .map(|it| it.file_name().into_string().unwrap())
        .collect();
    assert_eq!(shipped.len() + 1, crate::locales::Tongue::ALL.len());
    for language in &shipped {
        let theirs = words(language);
        for name in hard {
            let place = card(name);
            assert!(!CARDS[place].outcomes.is_empty());
            for part in ["who", "says", "try", "think", "why"] {
                let key = format!("{part}_{name}");
                let said = theirs[&key].as_str().unwrap_or_default();
                assert!(!said.is_empty(), "{language} {key}");
                assert_ne!(said, english[&key].as_str().unwrap(), "{language} {key}");
            }
        }
    }
}

#[test]
fn must_not_3_a_child_who_opens_is_nobody_who_was_spoken_to() {
    let child = CARDS[card("child_opens")];
    assert!(child.outcomes.iter().all(|outcome| !outcome.heard()));
}
