//! R5.4: under one name, and apart again.

use proptest::prelude::*;

use super::*;
use crate::canvass::fold::State;

/// The words that homes raise, wherever they stand, with the homes of each.
fn words(issues: &Issues) -> BTreeSet<(String, usize)> {
    let words = issues.heard.iter().flat_map(|heard| &heard.words);
    words.map(|it| (it.key.clone(), it.homes)).collect()
}

#[test]
fn r5_4_words_are_gathered_under_a_name_and_stand_for_themselves_once_it_is_split() {
    let mut estate = Estate::new(10);
    estate.raises(0, DAMP);
    estate.says(0, "Black walls");
    estate.says(1, "black walls");
    estate.says(2, "It drips");
    let before = estate.read();
    let id = estate.issue("Wet homes", &["damp and mould", "black walls"]);
    let gathered = estate.read();
    // Who says it twice is one home.
    assert_eq!(list(&gathered), [("Wet homes", 2), ("It drips", 1)]);
    assert_eq!(words(&gathered), words(&before), "the originals are kept");
    // Whoever says the same later goes with it.
    estate.says(4, "Black  walls");
    assert_eq!(list(&estate.read())[0], ("Wet homes", 3));
    let one = split(&estate.small.state(), id, "Black walls").unwrap();
    estate.organise(one);
    let parted = [("Black walls", 3), ("It drips", 1), ("Wet homes", 1)];
    assert_eq!(list(&estate.read()), parted);
    assert_eq!(split(&estate.small.state(), id, "Black walls"), None);
    let rest = split_all(&estate.small.state(), id).unwrap();
    estate.organise(rest);
    let apart = [("Black walls", 3), ("Damp and mould", 1), ("It drips", 1)];
    assert_eq!(list(&estate.read()), apart);
    assert_eq!(split_all(&estate.small.state(), id), None);
}

#[test]
fn r5_4_an_answer_is_the_same_event_before_and_after() {
    let mut estate = Estate::new(4);
    let dot = estate.says(0, "Black walls");
    let before = estate.small.state().entry(dot).cloned();
    let id = estate.issue("Wet homes", &["black walls"]);
    assert_eq!(estate.small.state().entry(dot).cloned(), before);
    let apart = split_all(&estate.small.state(), id).unwrap();
    estate.organise(apart);
    assert_eq!(estate.small.state().entry(dot).cloned(), before);
}

#[test]
fn an_issue_is_renamed_and_two_organisers_who_name_it_at_once_are_both_heard() {
    let mut estate = Estate::new(4);
    estate.raises(0, DAMP);
    let id = estate.issue("Damp", &["damp and mould"]);
    assert_eq!(name(" "), None);
    assert_eq!(rename(&estate.small.state(), id, " "), None);
    let seen = estate.small.state();
    estate.organise(rename(&seen, id, "Wet homes").unwrap());
    assert_eq!(list(&estate.read()), [("Wet homes", 1)]);
    let other = rename(&seen, id, "Cold homes").unwrap();
    estate.small.record(4, Role::Organiser, other);
    let both = estate.read();
    assert_eq!(list(&both), [("Wet homes / Cold homes", 1)]);
    assert_eq!(both.heard[0].tag, Tag::Issue(id));
}

#[test]
fn a_volunteer_names_nothing_and_an_erased_household_takes_its_words_along() {
    let mut estate = Estate::new(4);
    estate.says(0, "Black walls");
    let sneaked = estate
        .small
        .record(VERA, Role::Volunteer, name("Mine").unwrap());
    let source = estate.source("black walls");
    estate
        .small
        .record(VERA, Role::Volunteer, gather(sneaked, &source));
    assert_eq!(list(&estate.read()), [("Black walls", 1)]);
    estate.issue("Wet homes", &["black walls"]);
    assert_eq!(list(&estate.read()), [("Wet homes", 1)]);
    let gone = vec![estate.small.household(0).into()];
    estate.small.board(Fact::Erased {}, gone);
    assert!(estate.read().heard.is_empty());
}

/// What one organiser does, having seen some of what was done.
#[derive(Clone, Debug)]
enum Act {
    /// Names something and puts these words under it.
    Gather(Vec<usize>),
    /// Puts a word under an issue that there is.
    Add(usize, usize),
    /// Takes a word out of one.
    Split(usize, usize),
    /// Takes all out of one.
    SplitAll(usize),
}

const SAID: [&str; 4] = ["damp and mould", "the lift", "black walls", "it drips"];

fn acts() -> impl Strategy<Value = Vec<(bool, bool, Act)>> {
    let word = 0..SAID.len();
    let act = prop_oneof![
        prop::collection::vec(word.clone(), 1..3).prop_map(Act::Gather),
        (0..4_usize, word.clone()).prop_map(|(issue, word)| Act::Add(issue, word)),
        (0..4_usize, word).prop_map(|(issue, word)| Act::Split(issue, word)),
        (0..4_usize).prop_map(Act::SplitAll),
    ];
    prop::collection::vec((any::<bool>(), any::<bool>(), act), 0..12)
}

fn said_by_homes() -> Estate {
    let mut estate = Estate::new(6);
    for (place, choice) in [(0, DAMP), (1, DAMP), (2, LIFT), (7, LIFT), (8, LIFT)] {
        estate.raises(place, choice);
    }
    for (place, words) in [(0, "Black walls"), (3, "black walls"), (4, "It drips")] {
        estate.says(place, words);
    }
    estate
}

/// Does it all; whoever is out of touch acts on what there was when they lost it.
fn done(estate: &mut Estate, acts: &[(bool, bool, Act)]) -> Vec<Dot> {
    let sources = SAID.map(|words| estate.source(words));
    let mut issues: Vec<Dot> = Vec::new();
    let mut stale = estate.small.state();
    for (second, out_of_touch, act) in acts {
        let seen = match out_of_touch {
            true => stale.clone(),
            false => estate.small.state(),
        };
        stale = seen.clone();
        let by = if *second { 4 } else { ORGANISER };
        let write =
            |estate: &mut Estate, draft: Draft| estate.small.record(by, Role::Organiser, draft);
        match act {
            Act::Gather(words) => {
                let id = write(estate, name("Something").unwrap());
                for word in words {
                    write(estate, gather(id, &sources[*word]));
                }
                issues.push(id);
            }
            Act::Add(issue, word) => {
                if let Some(id) = issues.get(*issue) {
                    write(estate, gather(*id, &sources[*word]));
                }
            }
            Act::Split(issue, word) => {
                let id = issues.get(*issue);
                if let Some(draft) = id.and_then(|id| split(&seen, *id, SAID[*word])) {
                    write(estate, draft);
                }
            }
            Act::SplitAll(issue) => {
                if let Some(draft) = issues.get(*issue).and_then(|id| split_all(&seen, *id)) {
                    write(estate, draft);
                }
            }
        }
    }
    issues
}

proptest! {
    /// Whatever two organisers gathered and split, with or without knowing of each other: every word
    /// that was said is there, at as many homes, and once all is split again it is as it was before.
    #[test]
    fn r5_4_gathered_and_split_in_any_order_it_is_as_before(acts in acts()) {
        let mut estate = said_by_homes();
        let before = estate.read();
        let issues = done(&mut estate, &acts);
        let between = estate.read();
        prop_assert_eq!(words(&between), words(&before));
        let homes = |issues: &Issues| -> BTreeSet<_> {
            let heard = issues.heard.iter();
            heard.flat_map(|it| it.breadth.homes.clone()).collect()
        };
        prop_assert_eq!(homes(&between), homes(&before));
        for id in issues {
            if let Some(draft) = split_all(&estate.small.state(), id) {
                estate.organise(draft);
            }
        }
        prop_assert_eq!(estate.read(), before);
    }

    /// Whoever merges what in which order reads the same.
    #[test]
    fn r5_4_the_order_of_merging_is_nothing(acts in acts(), turned in 0..7_usize) {
        let mut estate = said_by_homes();
        done(&mut estate, &acts);
        let mut runs = estate.small.runs();
        let turned = turned % runs.len();
        runs.rotate_left(turned);
        runs.reverse();
        let other = State::fold(&runs);
        prop_assert_eq!(Issues::read(&other, Tonight::in_utc(NOW)), estate.read());
    }
}
