use proptest::prelude::*;

use super::own_word::{Said, known_here, offered, say};
use super::told::{tell, told};
use super::*;
use crate::canvass::author::Role;
use crate::canvass::switched::{Switch, turn};
use crate::organise::small::Small;

const DAY: i32 = 20_775;
const ORGANISER: u8 = 3;
const OTHER: u8 = 4;

fn record(small: &mut Small, by: u8, draft: Option<Draft>) {
    let draft = draft.unwrap();
    small.record(by, Role::Organiser, draft);
}

fn train(small: &mut Small, by: u8, who: &str, trainer: &str, day: i32) {
    let draft = trained(&small.state(), who, trainer, day);
    record(small, by, draft);
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
fn r6_4_the_team_is_shown_figures_alone_and_needs_nothing_that_it_may_not_read() {
    let mut small = Small::new(1);
    let shown = |small: &Small| told(&small.state()).map(|it| (it.trainers, it.trained, it.day));
    assert_eq!(tell(&small.state(), DAY), None);
    train(&mut small, ORGANISER, "Bronwen", "Amina", DAY);
    train(&mut small, ORGANISER, "Dafydd", "Bronwen", DAY);
    // It is shown when an organiser shows it, and no volunteer does.
    let draft = tell(&small.state(), DAY).unwrap();
    small.record(7, Role::Volunteer, draft.clone());
    assert_eq!(shown(&small), None);
    small.record(ORGANISER, Role::Organiser, draft);
    assert_eq!(shown(&small), Some((1, 2, DAY)));
    assert_eq!(tell(&small.state(), DAY + 1), None, "it is shown so");
    // A volunteer's phone has all but inner, and in what it has there is nobody's name.
    let mut theirs = small.runs();
    theirs.retain(|run| run.author.stream != Stream::Inner);
    let phone = State::fold(&theirs);
    assert_eq!(Tree::read(&phone), Tree::default());
    assert_eq!(told(&phone), told(&small.state()));
    let all = theirs.iter().flat_map(|run| &run.events);
    let bodies: Vec<u8> = all.flat_map(|event| event.body.clone()).collect();
    for name in ["Amina", "Bronwen", "Dafydd"] {
        assert!(!bodies.windows(name.len()).any(|it| it == name.as_bytes()));
    }
    // Two organisers show it anew without knowing of each other: on every phone the same one stands, and
    // whoever shows it next does so in place of both.
    train(&mut small, ORGANISER, "Eleri", "Dafydd", DAY + 2);
    let seen = small.state();
    for (by, day) in [(ORGANISER, DAY + 3), (OTHER, DAY + 2)] {
        record(&mut small, by, tell(&seen, day));
    }
    assert_eq!(shown(&small), Some((2, 3, DAY + 3)));
    let draft = not_trained(&small.state(), "Eleri", "Dafydd");
    record(&mut small, ORGANISER, draft);
    let draft = tell(&small.state(), DAY + 1);
    record(&mut small, OTHER, draft);
    assert_eq!(shown(&small), Some((1, 2, DAY + 1)));
    assert_eq!(small.state().of_kind(Kind::TRAINERS_TOLD).count(), 1);
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
    record(&mut small, OTHER, twice);
    let draft = not_trained(&small.state(), "bronwen", "amina");
    record(&mut small, ORGANISER, draft);
    assert_eq!(Tree::read(&small.state()), Tree::default());
    assert_eq!(Tree::read(&before).trained, 1);
    assert_eq!(not_trained(&small.state(), "Bronwen", "Amina"), None);
}

#[test]
fn a_rung_is_what_somebody_else_saw_and_is_read_from_the_lowest() {
    let mut small = Small::new(4);
    for (rung, witness) in [(Rung::LedStair, "Amina"), (Rung::Practised, "Carys")] {
        let draft = climbed(&small.state(), "Bronwen", rung, witness, DAY);
        record(&mut small, ORGANISER, draft);
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
    record(&mut small, OTHER, Some(draft));
    let after = Tree::read(&small.state());
    assert_eq!(after.roots[0].rungs.len(), 1);
}

/// The log of somebody who is no organiser, under the name they go by.
fn joins(small: &mut Small, by: u8, role: Role, name: &str) {
    let name = name.to_string();
    let writer = Draft::new(Stream::Inner, Fact::Writer { name }, vec![]);
    small.record(by, role, writer);
}

const VERA: u8 = 8;
const BRAM: u8 = 9;

fn says(small: &mut Small, by: u8, what: Said, who: &str, me: &str) {
    let draft = say(what, who, me, DAY).unwrap();
    let role = if by == VERA {
        Role::Volunteer
    } else {
        Role::Trainer
    };
    small.record(by, role, draft);
}

/// Vera was trained by an organiser, and out with Bram.
fn on_the_stair() -> Small {
    let mut small = Small::new(4);
    joins(&mut small, VERA, Role::Volunteer, "Vera");
    joins(&mut small, BRAM, Role::Trainer, "Bram");
    train(&mut small, ORGANISER, "Vera", "Amina", DAY - 7);
    small
}

#[test]
fn r6_4_nobody_is_a_trainer_by_their_own_word_until_somebody_else_saw_it() {
    let mut small = on_the_stair();
    says(&mut small, VERA, Said::Trained, "Carys", "Vera");
    let tree = Tree::read(&small.state());
    assert_eq!(drawn(&tree.roots), "Amina (Vera (Carys))");
    // Carys was trained, and Vera saw that. Nobody saw Vera train.
    assert_eq!((tree.trained, tree.trainers), (2, 0));
    let vera = &tree.roots[0].trained[0];
    assert_eq!((vera.own_word, vera.trained[0].own_word), (false, true));
    assert_eq!(first_trained(&small.state()).len(), 1);
    let mut seen = small.clone();
    says(
        &mut seen,
        BRAM,
        Said::Saw(Rung::TrainedOne),
        " VERA",
        "bram",
    );
    let tree = Tree::read(&seen.state());
    assert_eq!((tree.trained, tree.trainers), (2, 1));
    assert!(!tree.roots[0].trained[0].trained[0].own_word);
    assert_eq!(first_trained(&seen.state())["vera"], DAY);
    // Or an organiser writes it down in its place.
    let draft = seen_too(&small.state(), "carys", "vera");
    record(&mut small, ORGANISER, draft);
    let tree = Tree::read(&small.state());
    assert_eq!((tree.trained, tree.trainers), (2, 1));
    assert_eq!(trainings(&small.state()).len(), 2);
    assert_eq!(first_trained(&small.state())["vera"], DAY);
    assert_eq!(seen_too(&small.state(), "Vera", "Carys"), None);
}

#[test]
fn r6_4_a_volunteer_is_believed_of_what_they_did_or_saw_and_of_nothing_else() {
    let of = |who: &str, by: &str| entry_trained(who, by, DAY, vec![]);
    let saw = |who: &str, rung: Rung, by: &str| entry_climbed(who, rung, by, DAY, vec![]);
    for (by, draft, believed) in [
        (VERA, of("Carys", "Vera"), true),
        (VERA, of("Carys", "Bram"), false),
        (BRAM, of("Carys", "Vera"), false),
        (VERA, saw("Carys", Rung::Paired, "Vera"), true),
        (VERA, saw("Carys", Rung::Paired, "Bram"), false),
        (BRAM, saw("Vera", Rung::TrainedOne, "Amina"), false),
        (BRAM, saw("Vera", Rung::TrainedOne, "Bram"), true),
    ] {
        let mut small = on_the_stair();
        let before = Tree::read(&small.state());
        let words = format!("{by}: {draft:?}");
        small.record(by, Role::Volunteer, draft.unwrap());
        assert_eq!(Tree::read(&small.state()) != before, believed, "{words}");
    }
    // Two names it takes, whatever was tapped.
    for what in [Said::Trained, Said::Saw(Rung::TrainedOne)] {
        for (who, me) in [("Vera", " vera"), ("", "Vera"), ("Carys", "")] {
            assert_eq!(say(what, who, me, DAY), None, "{who} {me}");
        }
    }
}

#[test]
fn r6_4_a_volunteer_takes_nothing_out_and_an_organiser_does() {
    let mut small = on_the_stair();
    says(&mut small, VERA, Said::Trained, "Carys", "Vera");
    says(&mut small, BRAM, Said::Saw(Rung::Paired), "Vera", "Bram");
    let before = Tree::read(&small.state());
    // An empty name in place of everything there is: by a program that is not the app.
    let mut all = dots_of(&small.state(), "Carys", "Vera");
    all.extend(dots_of(&small.state(), "Vera", "Amina"));
    let said = Trained {
        who: String::new(),
        by: String::new(),
        day: 0,
        instead: all,
    };
    let taken = Draft::new(Stream::Inner, Fact::Trained { said }, vec![]);
    small.record(VERA, Role::Volunteer, taken.clone());
    assert_eq!(Tree::read(&small.state()), before);
    let rung = before.roots[0].trained[0].rungs[0].clone();
    assert_eq!((rung.rung, rung.witness.as_str()), (Rung::Paired, "Bram"));
    small.record(ORGANISER, Role::Organiser, not_climbed(&rung));
    small.record(ORGANISER, Role::Organiser, taken);
    assert_eq!(Tree::read(&small.state()), Tree::default());
}

#[test]
fn a_phone_offers_names_it_holds_and_steps_only_while_they_are_switched_on() {
    let mut small = on_the_stair();
    assert_eq!(known_here(&small.state(), "vera "), ["Bram"]);
    let trainer = [Said::Trained, Said::Saw(Rung::TrainedOne)];
    assert_eq!(offered(&small.state()), trainer);
    let on = turn(&small.state(), Switch::Rungs, true);
    small.record(1, Role::Organiser, on);
    assert_eq!(offered(&small.state()).len(), 1 + Rung::ALL.len());
}

#[test]
fn what_somebody_without_a_name_writes_of_training_counts_for_nothing() {
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
