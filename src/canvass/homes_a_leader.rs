//! Of how many homes a stair wants one leader. A following is a landing's or a language's, so the number is
//! what organisers here say it is; until they say anything it is the one that organisers elsewhere go by.

use super::draft::Draft;
use super::event::Kind;
use super::fact::Fact;
use super::fold::State;
use super::id::Facet;
use super::stream::Stream;

/// So many homes, where the organisers have said nothing.
pub const USUAL: u8 = 10;

/// One leader for more homes than this is one for a whole house.
pub const AT_MOST: u8 = 50;

/// For how many homes one leader is wanted: one at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HomesALeader(u8);

impl Default for HomesALeader {
    fn default() -> HomesALeader {
        HomesALeader(USUAL)
    }
}

impl HomesALeader {
    /// What organisers have said. Where two said different things, the fewer homes: more leaders are wanted.
    pub fn read(state: &State) -> HomesALeader {
        let said = state
            .of_kind(Kind::HOMES_A_LEADER)
            .filter_map(
                |(_, entry)| match Fact::read(Kind::HOMES_A_LEADER, &entry.event.body) {
                    Ok(Some(Fact::HomesALeader { homes })) => Some(homes),
                    _ => None,
                },
            );
        HomesALeader(said.min().unwrap_or(USUAL).clamp(1, AT_MOST))
    }

    /// The number.
    pub fn homes(self) -> u8 {
        self.0
    }

    /// How many leaders it takes for so many homes.
    pub fn wanted(self, homes: usize) -> usize {
        homes.div_ceil(usize::from(self.0))
    }
}

/// What an organiser records of it. `None` where it is not 1 to [`AT_MOST`].
pub fn set(state: &State, homes: u8) -> Option<Draft> {
    (1..=AT_MOST).contains(&homes).then(|| Draft {
        stream: Stream::Board,
        fact: Fact::HomesALeader { homes },
        about: vec![Facet::ABOUT_US.into()],
        over: state
            .of_kind(Kind::HOMES_A_LEADER)
            .map(|(dot, _)| dot)
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::small::Small;
    use super::*;

    fn read(small: &Small) -> u8 {
        HomesALeader::read(&small.state()).homes()
    }

    #[test]
    fn it_is_ten_until_organisers_say_another_number_and_of_two_at_once_the_fewer() {
        let mut small = Small::new(1);
        assert_eq!(read(&small), 10);
        let before = small.state();
        for (by, homes, expected) in [(1, 15, 15), (3, 6, 6)] {
            small.record(by, Role::Organiser, set(&before, homes).unwrap());
            assert_eq!(read(&small), expected);
        }
        let settled = set(&small.state(), 20).unwrap();
        assert_eq!(settled.over.len(), 2);
        small.record(1, Role::Organiser, settled);
        assert_eq!(read(&small), 20);
        // A volunteer sets nothing: the board is the organisers'.
        let others = set(&small.state(), 2).unwrap();
        small.record(7, Role::Volunteer, others);
        assert_eq!(read(&small), 20);
    }

    #[test]
    fn no_number_that_cannot_be_is_set_and_one_from_elsewhere_counts_as_the_nearest() {
        for (homes, may) in [(0, false), (1, true), (50, true), (51, false), (255, false)] {
            let draft = set(&Small::new(1).state(), homes);
            assert_eq!(draft.is_some(), may, "{homes}");
        }
        for (homes, expected) in [(0, 1), (255, 50)] {
            let mut small = Small::new(1);
            let about = vec![Facet::ABOUT_US.into()];
            small.board(Fact::HomesALeader { homes }, about);
            assert_eq!(read(&small), expected);
        }
    }

    #[test]
    fn what_is_left_over_wants_a_leader_too() {
        for (each, homes, wanted) in [
            (10, 0, 0),
            (10, 1, 1),
            (10, 144, 15),
            (12, 144, 12),
            (1, 3, 3),
        ] {
            assert_eq!(
                HomesALeader(each).wanted(homes),
                wanted,
                "{each} of {homes}"
            );
        }
    }
}
