//! What few groups use is off until an organiser switches it on: a register on the board for each. Another
//! thing that is to be off at first is another [`Switch`], with a facet of its own.

use super::dot::Dot;
use super::draft::Draft;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::id::{Facet, Id};
use super::stream::Stream;

/// Something that is off at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// Who may likely vote in a ballot on the estate.
    Ballot,
    /// How many homes stand empty over time.
    Decants,
    /// Where each home stands, from 1 to 5.
    Levels,
    /// The steps of learning to organise that somebody saw.
    Rungs,
    /// What neighbours need and offer each other.
    Help,
}

impl Switch {
    /// All of them, in the order they are offered.
    pub const ALL: [Switch; 5] = [
        Switch::Ballot,
        Switch::Decants,
        Switch::Levels,
        Switch::Rungs,
        Switch::Help,
    ];

    /// Which register it is. Numbers are never reused.
    fn facet(self) -> Facet {
        Facet(match self {
            Switch::Ballot => 192,
            Switch::Decants => 193,
            Switch::Levels => 194,
            Switch::Rungs => 195,
            Switch::Help => 196,
        })
    }

    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Switch::Ballot => "ballot",
            Switch::Decants => "decants",
            Switch::Levels => "levels",
            Switch::Rungs => "rungs",
            Switch::Help => "help",
        }
    }
}

/// Whether it is on. Where two organisers differ it is off.
pub fn is_on(state: &State, switch: Switch) -> bool {
    let mut writes = writes(state, switch).peekable();
    writes.peek().is_some() && writes.all(|(_, on)| on)
}

/// Switches it on or off, over whatever was said before.
pub fn turn(state: &State, switch: Switch, on: bool) -> Draft {
    let about = vec![switch.facet().into()];
    let mut draft = Draft::new(Stream::Board, Fact::Switched { on }, about);
    draft.over = writes(state, switch).map(|(dot, _)| dot).collect();
    draft
}

fn writes(state: &State, switch: Switch) -> impl Iterator<Item = (Dot, bool)> + '_ {
    let of_it = move |about: &[Id]| about == [Id::from(switch.facet())];
    let all = state.of_kind(Kind::SWITCHED);
    all.filter(move |(_, entry)| of_it(&entry.event.about))
        .filter_map(
            |(dot, entry)| match Fact::read(Kind::SWITCHED, &entry.event.body).ok()?? {
                Fact::Switched { on } => Some((dot, on)),
                _ => None,
            },
        )
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::small::Small;
    use super::*;

    #[test]
    fn a_thing_is_off_until_it_is_switched_on_and_no_other_with_it() {
        let mut small = Small::new(1);
        assert!(Switch::ALL.iter().all(|it| !is_on(&small.state(), *it)));
        let before = small.state();
        let on = turn(&before, Switch::Ballot, true);
        small.record(1, Role::Organiser, on);
        assert!(is_on(&small.state(), Switch::Ballot));
        let others = [Switch::Decants, Switch::Levels, Switch::Rungs];
        assert!(others.iter().all(|it| !is_on(&small.state(), *it)));
        // Another organiser, who had not seen that, says no.
        small.record(3, Role::Organiser, turn(&before, Switch::Ballot, false));
        assert!(!is_on(&small.state(), Switch::Ballot));
        let on = turn(&small.state(), Switch::Ballot, true);
        assert_eq!(on.over.len(), 2);
        small.record(1, Role::Organiser, on);
        assert!(is_on(&small.state(), Switch::Ballot));
        let off = turn(&small.state(), Switch::Ballot, false);
        small.record(3, Role::Organiser, off);
        assert!(!is_on(&small.state(), Switch::Ballot));
    }
}
