//! What structure tests came to in the campaign that was handed over to this one: figures, and no home.

use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::handover::TestedBefore;
use crate::organise::teams::standing;

/// Those there are, the newest first.
pub fn tested_before(state: &State) -> Vec<TestedBefore> {
    let all = standing(state, Kind::TESTED_BEFORE, |fact| match fact {
        Fact::TestedBefore { said } => Some((said, Vec::new())),
        _ => None,
    });
    let mut all: Vec<TestedBefore> = all.into_iter().map(|(_, _, said)| said).collect();
    all.sort_by(|a, b| (b.day, &a.ask).cmp(&(a.day, &b.ask)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::draft::Draft;
    use crate::canvass::stream::Stream;
    use crate::canvass::structure::Rung;
    use crate::organise::small::Small;

    #[test]
    fn r12_2_what_was_tested_before_is_read_as_it_came_the_newest_first_and_of_organisers_alone() {
        let mut small = Small::new(2);
        let test = |day, n| TestedBefore {
            ask: format!("Ask of day {day}"),
            rung: Rung::Petition,
            n,
            of: n.map(|n| n * 2),
            needed: Some(50),
            day,
        };
        for (role, said) in [
            (Role::Organiser, test(20_700, Some(40))),
            (Role::Organiser, test(20_760, None)),
            (Role::Volunteer, test(20_790, Some(99))),
        ] {
            let fact = Fact::TestedBefore { said };
            let by = if role == Role::Organiser { 11 } else { 12 };
            small.record(by, role, Draft::new(Stream::Inner, fact, Vec::new()));
        }
        let read = tested_before(&small.state());
        assert_eq!(read, [test(20_760, None), test(20_700, Some(40))]);
    }
}
