//! Towards a campaign's end: how many days are left, and what is kept of it once everything else is deleted.
//! Figures alone are: none of fewer than five homes, and none of all homes but fewer.

use std::collections::BTreeSet;

use crate::canvass::dot::Dot;
use crate::canvass::estate;
use crate::canvass::event::Kind;
use crate::canvass::fact::{Fact, Outcome};
use crate::canvass::fold::State;
use crate::organise::evidence::{Figure, Share};
use crate::organise::teams::standing;

const DAY: i64 = 86_400;

/// Warned of so many days before, each time more plainly.
pub const WARNINGS: [i64; 3] = [60, 30, 7];

/// How many days are left, where that is to be said: from the first warning on. Times are seconds since 1970.
pub fn days_left(ends: i64, now: i64) -> Option<i64> {
    let left = ends.saturating_sub(now).max(0).div_euclid(DAY);
    (left <= WARNINGS[0]).then_some(left)
}

/// What a campaign came to, in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Homes, and other doors.
    pub homes: usize,
    /// At so many somebody knocked, where that may be told.
    pub tried: Option<usize>,
    /// At so many somebody was spoken to, where that may be told.
    pub spoken: Option<usize>,
    /// Issues that organisers gave a name.
    pub issues: usize,
    /// Demands made of somebody.
    pub demands: usize,
    /// What came of them, for the homes of one tenure each.
    pub wins: usize,
    /// Trainings and rungs.
    pub training: usize,
}

impl Kept {
    /// Of what is true at the doors; `None` where there are none.
    pub fn of(state: &State) -> Option<Kept> {
        let doors = estate::all_doors(state);
        let doors: Vec<_> = doors.values().flatten().filter(|door| !door.gone).collect();
        let knocked = |is: fn(Outcome) -> bool| {
            let at = doors.iter().filter(|door| {
                let knocks = estate::knocks(state, door.id);
                knocks.iter().any(|knock| is(knock.outcome))
            });
            match Share::new(at.count(), doors.len()).n {
                Figure::Exactly(n) => Some(n),
                Figure::LeftOut => None,
            }
        };
        (!doors.is_empty()).then(|| Kept {
            homes: doors.len(),
            tried: knocked(|_| true),
            spoken: knocked(|outcome| outcome == Outcome::Spoke),
            issues: said(state, Kind::ISSUE),
            demands: said(state, Kind::DEMAND),
            wins: entries(state, Kind::WON),
            training: entries(state, Kind::TRAINED) + entries(state, Kind::CLIMBED),
        })
    }

    /// As one line of text.
    pub fn to_text(&self) -> String {
        let figure = |n: Option<usize>| n.map_or("-".to_string(), |n| n.to_string());
        let figures = [
            Some(self.homes),
            self.tried,
            self.spoken,
            Some(self.issues),
            Some(self.demands),
            Some(self.wins),
            Some(self.training),
        ];
        figures.map(figure).join(" ")
    }

    /// From a line of text; `None` where it is none.
    pub fn from_text(text: &str) -> Option<Kept> {
        let mut figures = text.split(' ').map(|word| match word {
            "-" => Some(None),
            digits => digits.parse().ok().map(Some),
        });
        let mut next = || figures.next()?;
        let kept = Kept {
            homes: next()??,
            tried: next()?,
            spoken: next()?,
            issues: next()??,
            demands: next()??,
            wins: next()??,
            training: next()??,
        };
        figures.next().is_none().then_some(kept)
    }
}

/// How many entries of a kind stand; what only takes something out is none.
fn entries(state: &State, kind: Kind) -> usize {
    let all = standing(state, kind, |fact| match fact {
        Fact::Won { said } => Some((said.tenure, said.instead)),
        Fact::Trained { said } => Some((said.who, said.instead)),
        Fact::Climbed { said } => Some((said.who, said.instead)),
        _ => None,
    });
    let stand = all.iter().filter(|(_, _, of)| !of.trim().is_empty());
    stand.count()
}

/// How many issues or demands there are, each once however often it was changed.
fn said(state: &State, kind: Kind) -> usize {
    let all = standing(state, kind, |fact| match fact {
        Fact::Issue { said } => Some((said.of, said.instead)),
        Fact::Demand { said } => Some((said.of, said.instead)),
        _ => None,
    });
    let ids = all.into_iter().map(|(dot, _, of)| of.unwrap_or(dot));
    ids.collect::<BTreeSet<Dot>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::draft::Draft;
    use crate::canvass::fact::Fact;
    use crate::canvass::stream::Stream;
    use crate::organise::issues;
    use crate::organise::small::Small;

    #[test]
    fn r12_7_an_end_is_spoken_of_from_sixty_days_before() {
        let now = 1_000_000;
        for (days, said) in [
            (400, None),
            (61, None),
            (60, Some(60)),
            (30, Some(30)),
            (29, Some(29)),
            (7, Some(7)),
            (6, Some(6)),
            (0, Some(0)),
            (-3, Some(0)),
        ] {
            assert_eq!(days_left(now + days * DAY, now), said, "{days}");
        }
    }

    #[test]
    fn r12_7_figures_alone_are_kept_and_none_of_few_homes() {
        let mut small = Small::new(12);
        assert_eq!(Kept::of(&State::default()), None);
        let lift = issues::name("The lift").unwrap();
        let lift = small.record(3, Role::Organiser, lift);
        let renamed = issues::rename(&small.state(), lift, "The lifts").unwrap();
        small.record(3, Role::Organiser, renamed);
        for place in 0..9 {
            let outcome = match place {
                0..4 => Outcome::Spoke,
                _ => Outcome::NotHome,
            };
            let fact = Fact::Knock {
                outcome,
                by: None,
                when: None,
            };
            let about = vec![small.door(place).into()];
            let stair = Stream::Stair(small.stair(0));
            small.record(7, Role::Volunteer, Draft::new(stair, fact, about));
        }
        let kept = Kept::of(&small.state()).unwrap();
        let expected = Kept {
            homes: 24,
            tried: Some(9),
            spoken: None,
            issues: 1,
            demands: 0,
            wins: 0,
            training: 0,
        };
        assert_eq!(kept, expected);
        assert_eq!(kept.to_text(), "24 9 - 1 0 0 0");
        assert_eq!(Kept::from_text(&kept.to_text()), Some(kept));
        for text in [
            "",
            "24",
            "24 9 - 1 0 0",
            "24 9 - 1 0 0 0 0",
            "- 9 - 1 0 0 0",
            "a b",
        ] {
            assert_eq!(Kept::from_text(text), None, "{text}");
        }
    }
}
