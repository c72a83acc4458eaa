//! A snapshot goes on as the state it was taken of would: what comes after it is counted, struck and
//! found alike.

use proptest::prelude::*;
use proptest::sample::Index;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::fold::{Counted, Entry, State};

use super::sets::any_arrival;
use super::*;

/// Everything of a state that can be asked for by kind or by what it is about.
fn found(state: &State) -> Vec<(Kind, Vec<Dot>)> {
    let kinds = Fact::KNOWN.iter().map(|(kind, _)| *kind);
    let by_kind = kinds.map(|kind| (kind, state.of_kind(kind).map(|(dot, _)| dot).collect()));
    let about = [household(), question(), door().into()];
    let naming = about.map(|id| {
        (
            Kind(u16::MAX),
            state.naming(id).map(|(dot, _)| dot).collect(),
        )
    });
    by_kind.chain(naming).collect()
}

proptest! {
    #[test]
    fn what_comes_after_a_snapshot_comes_to_the_same(
        (history, pieces) in any_arrival(),
        at in any::<Index>(),
    ) {
        let (before, after) = pieces.split_at(at.index(pieces.len() + 1));
        let folded = State::fold(before);
        let bytes = folded.snapshot();
        let mut state = State::from_snapshot(&bytes).unwrap();
        prop_assert_eq!(state.snapshot(), bytes);
        prop_assert_eq!(state.to_bytes(), folded.to_bytes());
        prop_assert_eq!(found(&state), found(&folded));
        let mut fold_again = false;
        for run in after {
            fold_again |= state.add(run) == Counted::FoldAgain;
        }
        // Who is cut off by what came after it is for a fold of everything to say.
        if !fold_again {
            let all = State::fold(&history);
            prop_assert_eq!(state.to_bytes(), all.to_bytes());
            prop_assert_eq!(found(&state), found(&all));
        }
    }
}

/// What is asked for by kind, about a thing or on a stair, is what looking through everything finds.
fn by_kind_is_looked_through(state: &State) -> Result<(), TestCaseError> {
    let dots = |found: &mut dyn Iterator<Item = (Dot, &Entry)>| -> Vec<Dot> {
        found.map(|(dot, _)| dot).collect()
    };
    for (kind, _) in Fact::KNOWN.iter() {
        for id in [household(), question(), door().into()] {
            let all = state
                .naming(id)
                .filter(|(_, entry)| entry.event.kind == *kind);
            let all: Vec<Dot> = all.map(|(dot, _)| dot).collect();
            prop_assert_eq!(dots(&mut state.naming_as(*kind, id)), all);
        }
        for stream in [stair(), other_stair()] {
            let Stream::Stair(stair) = stream else {
                continue;
            };
            let on = |dot: &Dot| {
                let author = state.log(dot.log).map(|log| &log.author);
                author.is_some_and(|it| it.stream == stream)
            };
            let there = state.of_kind(*kind).map(|(dot, _)| dot).filter(on);
            let there: Vec<Dot> = there.collect();
            prop_assert_eq!(dots(&mut state.of_kind_on(*kind, stair)), there);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn asked_for_by_kind_is_looked_through((_, pieces) in any_arrival()) {
        by_kind_is_looked_through(&State::fold(&pieces))?;
    }
}

#[test]
fn a_snapshot_of_other_rules_or_kinds_is_not_taken() {
    let a = volunteer(1);
    let bytes = fold(&[a.says(1, &knock(), &[door().into()], &[])]).snapshot();
    assert!(State::from_snapshot(&bytes).is_some());
    for place in [0, 1] {
        let mut other = bytes.clone();
        other[place] += 1;
        assert!(State::from_snapshot(&other).is_none(), "byte {place}");
    }
    assert!(State::from_snapshot(&bytes[..bytes.len() - 1]).is_none());
    assert!(State::from_snapshot(&[bytes, vec![0]].concat()).is_none());
}
