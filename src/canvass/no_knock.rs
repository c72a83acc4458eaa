//! For how long a household asked not to be knocked. Of several words the widest holds.

use serde::{Deserialize, Serialize};

use super::consent::Hearer;
use super::dot::Dot;
use super::draft::{self, Draft};
use super::event::Kind;
use super::fact::Fact;
use super::fold::{Entry, State};
use super::household::twins;
use super::id::HouseholdId;
use super::policy::SLIP_SECONDS;
use super::stream::Stream;
use super::whose::Whose;

/// For how long a household asked not to be knocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NoKnockScope {
    /// For this campaign.
    Campaign,
    /// Until a day: days since 1970-01-01.
    Until(i32),
    /// For good, across campaigns.
    ForGood,
}

impl NoKnockScope {
    /// Whether it holds today (days since 1970-01-01).
    pub fn holds(self, today: i32) -> bool {
        !matches!(self, NoKnockScope::Until(day) if day < today)
    }

    /// How wide it is: a day is less than the campaign, and that less than for good.
    fn width(self) -> (u8, i32) {
        match self {
            NoKnockScope::Until(day) => (0, day),
            NoKnockScope::Campaign => (1, 0),
            NoKnockScope::ForGood => (2, 0),
        }
    }
}

/// For how long, as far as an entry says it. One that cannot be read still asks.
pub fn scope_of(entry: &Entry) -> NoKnockScope {
    match Fact::read(entry.event.kind, &entry.event.body) {
        Ok(Some(Fact::DoNotKnock { scope })) => scope,
        _ => NoKnockScope::Campaign,
    }
}

/// What holds today for a household or its [twins], the widest of it; `None` where nothing does.
pub fn in_force(state: &State, household: HouseholdId, today: i32) -> Option<NoKnockScope> {
    holds(state, household, today).map(|held| held.scope)
}

/// What holds, and whose word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// For how long.
    pub scope: NoKnockScope,
    /// A neighbour said so, and they themselves never that.
    pub neighbour: bool,
}

/// As [`in_force`], with whose word it is: where they themselves asked for as much, theirs.
pub fn holds(state: &State, household: HouseholdId, today: i32) -> Option<Held> {
    let said = || {
        twins(state, household)
            .flat_map(|household| state.naming_as(Kind::DO_NOT_KNOCK, household))
            .map(|(_, entry)| (scope_of(entry), Whose::of(&entry.event.about)))
            .filter(|(scope, _)| scope.holds(today))
    };
    let (scope, _) = said().max_by_key(|(scope, _)| scope.width())?;
    let mut as_wide = said().filter(|(other, _)| other.width() == scope.width());
    Some(Held {
        scope,
        neighbour: as_wide.all(|(_, whose)| whose == Whose::Neighbour),
    })
}

/// What to record where they say for how long. What this phone recorded within the last two minutes
/// is struck with it, being part of the same word; anything older stands, and the widest holds.
pub fn asked(
    state: &State,
    hearer: Hearer,
    stream: Stream,
    household: HouseholdId,
    scope: NoKnockScope,
) -> Vec<Draft> {
    let standing = state.naming_as(Kind::DO_NOT_KNOCK, household);
    let just_now = standing.filter(|(dot, entry)| {
        let since = hearer.now.saturating_sub(entry.event.at);
        hearer.log == Some(dot.log) && (0..=SLIP_SECONDS).contains(&since)
    });
    let just_now: Vec<(Dot, &Entry)> = just_now.collect();
    // A neighbour's word stays one, however long it is to hold.
    let mut whose = just_now
        .iter()
        .map(|(_, entry)| Whose::of(&entry.event.about));
    let whose = match whose.next() {
        Some(Whose::Neighbour) if whose.all(|it| it == Whose::Neighbour) => Whose::Neighbour,
        _ => Whose::Household,
    };
    let mut drafts: Vec<Draft> = just_now
        .into_iter()
        .filter(|(_, entry)| scope_of(entry) != scope)
        .filter_map(|(dot, _)| draft::strike(state, stream, &[dot]))
        .collect();
    if in_force(state, household, i32::MIN) != Some(scope) || !drafts.is_empty() {
        let fact = Fact::DoNotKnock { scope };
        drafts.push(Draft::new(stream, fact, whose.about(household)));
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::household::do_not_knock;
    use super::super::small::Small;
    use super::*;

    const TODAY: i32 = 20_000;

    fn say(small: &mut Small, by: u8, scope: NoKnockScope) {
        let about = vec![small.household(0).into()];
        small.say(by, Role::Volunteer, 0, Fact::DoNotKnock { scope }, about);
    }

    #[test]
    fn of_several_words_the_widest_holds_and_a_day_runs_out() {
        use NoKnockScope::{Campaign, ForGood, Until};
        for (said, expected) in [
            (&[][..], None),
            (&[Until(TODAY - 1)], None),
            (&[Until(TODAY)], Some(Until(TODAY))),
            (
                &[Until(TODAY + 9), Until(TODAY + 3)],
                Some(Until(TODAY + 9)),
            ),
            (&[Campaign, Until(TODAY + 900)], Some(Campaign)),
            (&[ForGood, Campaign], Some(ForGood)),
        ] {
            let mut small = Small::new(1);
            for (by, scope) in (3..).zip(said) {
                say(&mut small, by, *scope);
            }
            let state = small.state();
            assert_eq!(
                in_force(&state, small.household(0), TODAY),
                expected,
                "{said:?}"
            );
            let stands = do_not_knock(&state, small.household(0), TODAY);
            assert_eq!(stands, expected.is_some(), "{said:?}");
        }
    }

    #[test]
    fn a_neighbours_word_is_told_as_one_until_they_say_as_much_themselves() {
        use NoKnockScope::{Campaign, ForGood, Until};
        let mut small = Small::new(1);
        let household = small.household(0);
        let neighbour = Fact::DoNotKnock { scope: Campaign };
        let about = Whose::Neighbour.about(household);
        small.say(3, Role::Volunteer, 0, neighbour, about);
        let held = |small: &Small| holds(&small.state(), household, TODAY).unwrap();
        let expected = |scope, neighbour| Held { scope, neighbour };
        assert_eq!(held(&small), expected(Campaign, true));

        // For how long, right after: still the neighbour's word.
        let state = small.state();
        let (dot, entry) = state.naming(household).next().unwrap();
        let hearer = Hearer {
            log: Some(dot.log),
            now: entry.event.at + 60,
        };
        let mut longer = small.clone();
        longer.now = hearer.now;
        let stream = Stream::Stair(small.stair(0));
        for draft in asked(&state, hearer, stream, household, ForGood) {
            longer.record(3, Role::Volunteer, draft);
        }
        assert_eq!(held(&longer), expected(ForGood, true));

        say(&mut small, 4, Until(TODAY + 3));
        assert_eq!(held(&small), expected(Campaign, true), "less than that");
        say(&mut small, 5, Campaign);
        assert_eq!(held(&small), expected(Campaign, false));
    }

    #[test]
    fn how_long_is_said_at_once_in_place_of_the_tap_and_later_beside_it() {
        use NoKnockScope::{Campaign, Until};
        for (later, expected) in [(60, Until(TODAY + 30)), (SLIP_SECONDS + 1, Campaign)] {
            let mut small = Small::new(1);
            say(&mut small, 3, Campaign);
            let state = small.state();
            let household = small.household(0);
            let (log, at) = state
                .naming(household)
                .map(|(dot, entry)| (dot.log, entry.event.at))
                .next()
                .unwrap();
            let hearer = Hearer {
                log: Some(log),
                now: at + later,
            };
            let stream = Stream::Stair(small.stair(0));
            small.now = hearer.now;
            for draft in asked(&state, hearer, stream, household, Until(TODAY + 30)) {
                small.record(3, Role::Volunteer, draft);
            }
            let held = in_force(&small.state(), household, TODAY);
            assert_eq!(held, Some(expected), "{later}");
        }
    }
}
