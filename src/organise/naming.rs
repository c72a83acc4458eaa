//! What blocks, stairs and doors are called, put right by hand: a list had it wrong, or somebody's thumb. Nothing
//! moves by it: whatever was recorded there names the thing and not its name, and stays.

use crate::canvass::draft::Draft;
use crate::canvass::estate::{self, Block, Door, Stair};
use crate::canvass::fact::{Fact, StairKind};
use crate::canvass::fold::State;
use crate::canvass::id::{BlockId, DoorId, Id, StairId};
use crate::canvass::stream::Stream;
use crate::organise::teams::same;

/// A name is no longer than this: characters.
pub const LONGEST: usize = 100;

/// What is called otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A building or a street.
    Block(BlockId),
    /// An entrance or a side of a street.
    Stair(StairId),
    /// A door.
    Door(DoorId),
}

impl From<What> for Id {
    fn from(what: What) -> Id {
        match what {
            What::Block(id) => id.into(),
            What::Stair(id) => id.into(),
            What::Door(id) => id.into(),
        }
    }
}

/// Why a name is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoName {
    /// It is not here any more.
    NotHere,
    /// There is none, where something has to tell it from others.
    Empty,
    /// Longer than [`LONGEST`].
    TooLong,
    /// Another one beside it is called so: nobody could tell the two apart, nor could a list that is loaded again.
    Taken,
    /// It is called so already, and nobody says otherwise.
    Same,
}

impl NoName {
    /// The catalogue's key of the sentence.
    pub fn key(self) -> &'static str {
        match self {
            NoName::NotHere => "list.name_not_here",
            NoName::Empty => "list.name_empty",
            NoName::TooLong => "list.name_too_long",
            NoName::Taken => "list.name_taken",
            NoName::Same => "list.name_same",
        }
    }
}

/// Something with its name, as it is to be put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// What.
    pub what: What,
    /// How it is called; empty for a stair without a name of its own.
    pub name: String,
    /// What organisers said at once where that differs, the one that is shown among it: to be settled by naming it
    /// once more.
    pub differ: Vec<String>,
}

/// What a block, its stairs and its doors are called, in that order; nothing of a block that is not here.
pub fn of_block(state: &State, block: BlockId) -> Vec<Called> {
    let Some(block) = estate::block(state, block) else {
        return Vec::new();
    };
    let mut all = vec![called(state, What::Block(block.id), &block.name)];
    for stair in &block.stairs {
        all.push(called(state, What::Stair(stair.id), &stair.name));
    }
    for stair in &block.stairs {
        for door in estate::doors(state, stair.id) {
            all.push(called(state, What::Door(door.id), &door.label));
        }
    }
    all
}

fn called(state: &State, what: What, name: &str) -> Called {
    let mut differ: Vec<String> = Vec::new();
    for (_, said) in estate::named(state, what) {
        if !differ.contains(&said) {
            differ.push(said);
        }
    }
    if differ.len() < 2 {
        differ.clear();
    }
    Called {
        what,
        name: name.to_string(),
        differ,
    }
}

/// To record that it is called so from now on, over whatever organisers said before.
///
/// # Errors
/// [`NoName`].
pub fn rename(state: &State, what: What, name: &str) -> Result<Draft, NoName> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > LONGEST {
        return Err(NoName::TooLong);
    }
    let (stream, now, others) = beside(state, what).ok_or(NoName::NotHere)?;
    if name.is_empty() && !may_be_empty(state, what) {
        return Err(NoName::Empty);
    }
    if !name.is_empty() && others.iter().any(|other| same(other) == same(&name)) {
        return Err(NoName::Taken);
    }
    let before = estate::named(state, what);
    let differ = before.iter().any(|(_, said)| *said != name);
    if now == name && !differ {
        return Err(NoName::Same);
    }
    Ok(Draft {
        over: before.into_iter().map(|(dot, _)| dot).collect(),
        ..Draft::new(stream, Fact::Named { name }, vec![what.into()])
    })
}

/// Where it is recorded, what it is called now, and how the others beside it are: the campaign's blocks of its kind
/// and its block's stairs of its kind, which lists are known again by, and the doors of its stair.
fn beside(state: &State, what: What) -> Option<(Stream, String, Vec<String>)> {
    Some(match what {
        What::Block(id) => {
            let own = estate::block(state, id)?;
            let others = estate::blocks(state).into_iter();
            let others = others.filter(|it: &Block| it.id != id && it.kind == own.kind);
            (Stream::Board, own.name, others.map(|it| it.name).collect())
        }
        What::Stair(id) => {
            let own = estate::stair(state, id)?;
            let others = estate::block(state, own.block)?.stairs.into_iter();
            let others = others.filter(|it: &Stair| it.id != id && it.kind == own.kind);
            (Stream::Board, own.name, others.map(|it| it.name).collect())
        }
        What::Door(id) => {
            let own = estate::door(state, id)?;
            let others = estate::doors(state, own.stair).into_iter();
            let others = others.filter(|it: &Door| it.id != id && !it.gone);
            let others = others.map(|it| it.label).collect();
            (Stream::Stair(own.stair), own.label, others)
        }
    })
}

/// A side of a street is called by its side, and a building's only entrance needs no name.
fn may_be_empty(state: &State, what: What) -> bool {
    let What::Stair(id) = what else {
        return false;
    };
    let block = estate::stair(state, id).map(|stair| (stair.kind, stair.block));
    block.is_some_and(|(kind, block)| {
        let stairs = estate::block(state, block).map_or(0, |block| block.stairs.len());
        kind != StairKind::Entrance || stairs == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::Outcome;
    use crate::organise::small::Small;

    const OTHER: u8 = 4;

    fn named(small: &mut Small, by: u8, what: What, name: &str) {
        let draft = rename(&small.state(), what, name).unwrap();
        small.record(by, Role::Organiser, draft);
    }

    /// Each thing there is, what it is called first, and where.
    fn things(small: &Small) -> [(What, &'static str); 3] {
        [
            (What::Block(small.block(0)), "Cambrian House"),
            (What::Stair(small.stair(0)), ""),
            (What::Door(small.door(0)), "Flat 1"),
        ]
    }

    fn name_now(small: &Small, what: What) -> Called {
        let mut all = of_block(&small.state(), small.block(0)).into_iter();
        all.find(|it| it.what == what).unwrap()
    }

    #[test]
    fn what_is_called_otherwise_is_so_wherever_it_is_read_and_keeps_what_was_recorded_there() {
        let mut small = Small::new(2);
        let knock = Fact::Knock {
            outcome: Outcome::Spoke,
            by: None,
            when: None,
        };
        small.say(7, Role::Volunteer, 0, knock, vec![small.door(0).into()]);
        for (what, was) in things(&small) {
            assert_eq!(name_now(&small, what).name, was);
            named(&mut small, 1, what, "  Heron   Court ");
            assert_eq!(name_now(&small, what).name, "Heron Court");
            // And once more, over what was said before.
            named(&mut small, OTHER, what, "Kestrel");
            let now = name_now(&small, what);
            assert_eq!((now.name.as_str(), now.differ.len()), ("Kestrel", 0));
        }
        let state = small.state();
        let blocks: Vec<String> = estate::blocks(&state)
            .into_iter()
            .map(|it| it.name)
            .collect();
        assert_eq!(
            blocks,
            ["Dunlin House", "Kestrel"],
            "and stands in its order"
        );
        assert_eq!(
            estate::stair(&state, small.stair(0)).unwrap().name,
            "Kestrel"
        );
        let labels = estate::doors(&state, small.stair(0)).into_iter();
        let labels: Vec<String> = labels.map(|door| door.label).collect();
        assert_eq!(labels, ["Kestrel", "Flat 2"]);
        assert_eq!(estate::knocks(&state, small.door(0)).len(), 1);
        for (what, was) in things(&small) {
            let first = estate::listed_as(&state, what);
            assert_eq!(first.as_deref(), Some(was));
        }
    }

    #[test]
    fn of_two_that_were_said_at_once_one_is_shown_everywhere_and_both_are_told_until_one_is_kept() {
        for place in 0..3 {
            let mut small = Small::new(2);
            let what = things(&small)[place].0;
            let seen = small.state();
            for (by, name) in [(1, "Heron"), (OTHER, "Kestrel")] {
                let draft = rename(&seen, what, name).unwrap();
                small.record(by, Role::Organiser, draft);
            }
            let now = name_now(&small, what);
            assert_eq!(now.differ.len(), 2);
            assert_eq!(now.differ.last(), Some(&now.name));
            // The one that is shown can be kept, too.
            let kept = now.name.clone();
            named(&mut small, 1, what, &kept);
            let now = name_now(&small, what);
            assert_eq!((now.name, now.differ), (kept, vec![]));
        }
    }

    #[test]
    fn a_name_counts_from_organisers_alone_and_where_it_belongs() {
        let mut small = Small::new(2);
        let fact = || Fact::Named {
            name: "Heron".into(),
        };
        let [(block, _), (stair, _), (door, _)] = things(&small);
        // A volunteer, on the stair; and an organiser, in another's stream.
        small.say(7, Role::Volunteer, 0, fact(), vec![door.into()]);
        small.say(3, Role::Organiser, 1, fact(), vec![door.into()]);
        for what in [block, stair] {
            small.say(3, Role::Organiser, 0, fact(), vec![what.into()]);
        }
        small.board(fact(), vec![door.into()]);
        for (what, was) in things(&small) {
            assert_eq!(name_now(&small, what).name, was, "{what:?}");
        }
    }

    #[test]
    fn no_two_beside_each_other_are_called_the_same_and_nothing_is_called_nothing() {
        let mut small = Small::new(2);
        let [(block, _), (stair, _), (door, _)] = things(&small);
        let long = "x".repeat(LONGEST + 1);
        for (what, name, why) in [
            (block, "dunlin  house", NoName::Taken),
            (block, " ", NoName::Empty),
            (block, "Cambrian House", NoName::Same),
            (block, &long, NoName::TooLong),
            (door, "FLAT 2", NoName::Taken),
            (door, "", NoName::Empty),
            (door, "Flat 1", NoName::Same),
            // The only entrance of its building.
            (stair, "", NoName::Same),
        ] {
            assert_eq!(
                rename(&small.state(), what, name),
                Err(why),
                "{what:?} {name}"
            );
        }
        // Letters are put right, and a door of another stair may be called so.
        named(&mut small, 1, door, "flat 1");
        assert_eq!(name_now(&small, door).name, "flat 1");
        let other = What::Door(small.door(2));
        named(&mut small, 1, other, "Flat 3");
        named(&mut small, 1, door, "Flat 3");
        assert_eq!(name_now(&small, door).name, "Flat 3");
        assert_eq!(of_block(&small.state(), BlockId(small.door(0).0)), vec![]);
    }
}
