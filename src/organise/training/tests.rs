use proptest::prelude::*;

use super::debrief::{Sheet, debriefed, keep};
use super::*;
use crate::canvass::author::Role;
use crate::canvass::fact::Outcome;
use crate::canvass::id::Id;
use crate::canvass::training::Debriefed;
use crate::canvass::walk::Tonight;
use crate::organise::phones::seen as phones_seen;
use crate::organise::report::Report;
use crate::organise::small::{NOW, Small};

const DAY: i32 = 20_775;
const ORGANISER: u8 = 3;
const OTHER: u8 = 4;

fn say(small: &mut Small, by: u8, draft: Option<Draft>) {
    let draft = draft.unwrap();
    small.record(by, Role::Organiser, draft);
}

fn train(small: &mut Small, by: u8, who: &str, trainer: &str, day: i32) {
    let draft = trained(&small.state(), who, trainer, day);
    say(small, by, draft);
}

/// The tree as names, each with those under it in brackets.
fn drawn(learners: &[Learner]) -> String {
    let drawn = learners.iter().map(|it| match it.trained.is_empty() {
        true => it.name.clone(),
        false => format!("{} ({})", it.name, drawn(&it.trained)),
    });
    drawn.collect::<Vec<_>>().join(", ")
}

#[test]
fn r6_4_the_tree_says_who_trained_whom_and_how_many_of_them_trained_somebody_since() {
    let mut small = Small::new(4);
    train(&mut small, ORGANISER, "Bronwen", "Amina", DAY);
    train(&mut small, ORGANISER, "Carys", "Amina", DAY + 1);
    train(&mut small, ORGANISER, "Dafydd", "Bronwen", DAY + 7);
    let tree = Tree::read(&small.state());
    assert_eq!(drawn(&tree.roots), "Amina (Bronwen (Dafydd), Carys)");
    assert_eq!((tree.trained, tree.trainers), (3, 1));
    assert_eq!(tree.names(), ["Amina", "Bronwen", "Carys", "Dafydd"]);
}

#[test]
fn r6_4_one_person_is_one_however_their_name_is_typed_and_nobody_trains_themselves() {
    let mut small = Small::new(4);
    train(&mut small, ORGANISER, "Bronwen", "Amina", DAY);
    train(&mut small, ORGANISER, " bronwen ", "AMINA", DAY + 3);
    let tree = Tree::read(&small.state());
    // As it was typed last: that is how a name is put right.
    assert_eq!(drawn(&tree.roots), "AMINA (bronwen)");
    assert_eq!((tree.trained, tree.trainers), (1, 0));
    for (who, by) in [("Amina", "amina"), ("", "Amina"), ("Carys", " ")] {
        assert_eq!(trained(&small.state(), who, by, DAY), None, "{who} {by}");
    }
}

#[test]
fn r6_4_who_was_trained_by_several_stands_once_and_a_ring_is_no_endless_tree() {
    let mut small = Small::new(4);
    train(&mut small, ORGANISER, "Bronwen", "Amina", DAY);
    train(&mut small, ORGANISER, "Bronwen", "Carys", DAY + 1);
    train(&mut small, ORGANISER, "Amina", "Bronwen", DAY + 2);
    let tree = Tree::read(&small.state());
    assert_eq!(drawn(&tree.roots), "Amina (Bronwen), Carys");
    let amina = &tree.roots[0];
    assert_eq!(amina.also_by, ["Bronwen"]);
    assert_eq!(amina.trained[0].also_by, ["Carys"]);
    assert_eq!((tree.trained, tree.trainers), (2, 2));
}

#[test]
fn what_was_written_by_mistake_is_taken_out_for_everyone() {
    let mut small = Small::new(4);
    train(&mut small, ORGANISER, "Bronwen", "Amina", DAY);
    let before = small.state();
    // The other organiser, who did not know of it, wrote the same.
    let twice = trained(&Small::new(4).state(), "Bronwen", "Amina", DAY);
    say(&mut small, OTHER, twice);
    let draft = not_trained(&small.state(), "bronwen", "amina");
    say(&mut small, ORGANISER, draft);
    assert_eq!(Tree::read(&small.state()), Tree::default());
    assert_eq!(Tree::read(&before).trained, 1);
    assert_eq!(not_trained(&small.state(), "Bronwen", "Amina"), None);
}

#[test]
fn a_rung_is_what_somebody_else_saw_and_is_read_from_the_lowest() {
    let mut small = Small::new(4);
    for (rung, witness) in [(Rung::LedStair, "Amina"), (Rung::Practised, "Carys")] {
        let draft = climbed(&small.state(), "Bronwen", rung, witness, DAY);
        say(&mut small, ORGANISER, draft);
    }
    for (who, witness) in [("Bronwen", "bronwen "), ("Bronwen", ""), ("", "Amina")] {
        let draft = climbed(&small.state(), who, Rung::RanNight, witness, DAY);
        assert_eq!(draft, None, "{who} {witness}");
    }
    let tree = Tree::read(&small.state());
    let bronwen = &tree.roots[0];
    let rungs: Vec<(Rung, &str)> = (bronwen.rungs.iter())
        .map(|it| (it.rung, it.witness.as_str()))
        .collect();
    assert_eq!(
        rungs,
        [(Rung::Practised, "Carys"), (Rung::LedStair, "Amina")]
    );
    let draft = not_climbed(&bronwen.rungs[1]);
    say(&mut small, OTHER, Some(draft));
    let after = Tree::read(&small.state());
    assert_eq!(after.roots[0].rungs.len(), 1);
}

#[test]
fn what_a_volunteer_writes_of_training_counts_for_nothing() {
    let mut small = Small::new(4);
    let draft = trained(&small.state(), "Bronwen", "Amina", DAY).unwrap();
    small.record(9, Role::Volunteer, draft);
    let draft = climbed(&small.state(), "Bronwen", Rung::RanNight, "Amina", DAY).unwrap();
    small.record(9, Role::Trainer, draft);
    assert_eq!(Tree::read(&small.state()), Tree::default());
}

proptest! {
    #[test]
    fn the_tree_holds_everybody_once_whoever_trained_whom(
        pairs in proptest::collection::vec((0..6_usize, 0..6_usize, 0..9_i32), 0..20),
    ) {
        let names = ["Amina", "Bronwen", "Carys", "Dafydd", "Eleri", "Ffion"];
        let mut small = Small::new(1);
        let mut all = BTreeSet::new();
        for (who, by, day) in pairs {
            if let Some(draft) = trained(&small.state(), names[who], names[by], DAY + day) {
                small.record(ORGANISER, Role::Organiser, draft);
                all.extend([names[who].to_string(), names[by].to_string()]);
            }
        }
        let tree = Tree::read(&small.state());
        prop_assert_eq!(tree.names(), all.into_iter().collect::<Vec<_>>());
        prop_assert!(tree.trainers <= tree.trained);
    }
}

fn tonight() -> Tonight {
    Tonight::in_utc(NOW)
}

fn knock(small: &mut Small, by: u8, place: usize, at: i64, outcome: Outcome) {
    let fact = Fact::Knock {
        outcome,
        by: None,
        when: None,
    };
    let door: Id = small.door(place).into();
    let now = std::mem::replace(&mut small.now, at);
    let stair = u64::from(place >= 4);
    small.say(by, Role::Volunteer, stair, fact, vec![door]);
    small.now = now;
}

#[test]
fn r6_3_the_sheet_counts_tonight_alone_and_grows_as_phones_come_in() {
    let mut small = Small::new(4);
    let since = tonight().since;
    for place in 0..4 {
        knock(&mut small, 7, place, since - 3600, Outcome::NotHome);
    }
    knock(&mut small, 7, 0, since + 60, Outcome::Inaccessible);
    knock(&mut small, 7, 0, since + 600, Outcome::Spoke);
    knock(&mut small, 7, 1, since + 900, Outcome::Refused);
    let sheet = |small: &Small| {
        let state = small.state();
        let report = Report::read(&state, &phones_seen(&state), tonight());
        Sheet::read(&state, &report, tonight())
    };
    let before = sheet(&small);
    assert_eq!(before.phones, (0, 1));
    assert_eq!((before.stairs, before.done, before.tried), (1, 1, 2));
    assert_eq!(
        (before.at(Outcome::Spoke), before.at(Outcome::Refused)),
        (1, 1)
    );
    assert_eq!(
        (
            before.at(Outcome::NotHome),
            before.at(Outcome::Inaccessible)
        ),
        (0, 0)
    );
    // Another phone comes in, from the other stair.
    knock(&mut small, 8, 4, since + 700, Outcome::NotHome);
    let whom = Fact::Nomination {
        whom: "Flat 2".into(),
    };
    let home = small.household(4).into();
    let now = std::mem::replace(&mut small.now, since + 800);
    small.record(
        8,
        Role::Volunteer,
        Draft::new(Stream::Inner, whom, vec![home]),
    );
    small.now = now;
    let after = sheet(&small);
    assert_eq!(after.phones, (0, 2));
    assert_eq!((after.stairs, after.done, after.tried), (2, 1, 3));
    assert_eq!((after.at(Outcome::NotHome), after.nominations), (1, 1));
}

#[test]
fn r6_3_what_two_organisers_wrote_at_once_stands_together_until_one_keeps_both() {
    let of = |rose: &str, thorn: &str| Debriefed {
        day: DAY,
        rose: rose.into(),
        thorn: thorn.into(),
        ..Debriefed::default()
    };
    let mut small = Small::new(1);
    for (by, said) in [
        (ORGANISER, of("They all spoke", "The lift")),
        (OTHER, of("Flat 6 opened", "The lift")),
    ] {
        small.record(by, Role::Organiser, keep(said, vec![]));
    }
    let (said, dots) = debriefed(&small.state(), DAY);
    assert_eq!(said, of("They all spoke\nFlat 6 opened", "The lift"));
    assert_eq!(debriefed(&small.state(), DAY - 1).1, []);
    small.record(OTHER, Role::Organiser, keep(of("Both", ""), dots));
    assert_eq!(debriefed(&small.state(), DAY).0, of("Both", ""));
}

/// Written by a program that is not the app: nested as deep as it is long, it would end whoever reads it.
#[test]
fn a_line_of_thousands_who_trained_each_other_is_read_and_told_in_pieces() {
    let mut small = Small::new(1);
    let name = |n: usize| format!("Person {n:05}");
    for n in 0..3_000 {
        let draft = trained(&State::default(), &name(n + 1), &name(n), DAY).unwrap();
        small.record(ORGANISER, Role::Organiser, draft);
    }
    let tree = Tree::read(&small.state());
    assert_eq!((tree.trained, tree.trainers), (3_000, 2_999));
    assert_eq!(tree.names().len(), 3_001);
    assert_eq!(tree.roots.len(), 3_001usize.div_ceil(DEEPEST + 1));
    let second = &tree.roots[1];
    assert_eq!(second.name, name(DEEPEST + 1));
    assert_eq!(second.also_by, [name(DEEPEST)], "and still has a trainer");
}
