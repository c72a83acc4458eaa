//! Who leads an evening, and what it still lacks before anybody goes: an end, somebody who is rung and
//! rings, and a second person on every landing.
//!
//! Who is overdue the lead's device says by its own clock ([`super::back::overdue`]); whoever was rung,
//! or waved from across the yard, is ticked there as back ([`super::back::tick`]).

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;

use super::evening::meetings;
use super::teams::{Team, same, standing};

/// What an evening still lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nobody has said by when everyone is back.
    End,
    /// Nobody leads it.
    Lead,
    /// Somebody goes alone: their name, and the turf's.
    Second {
        /// Who.
        who: String,
        /// Where.
        turf: String,
    },
}

/// Who leads an evening (days since 1970-01-01), by name; several where two organisers said it at once.
pub fn leads(state: &State, day: i32) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, who) in said(state, day) {
        if !names.iter().any(|name| same(name) == same(&who)) {
            names.push(who);
        }
    }
    names
}

/// Says who leads an evening, in place of what was said before. `None` without a name.
pub fn lead(state: &State, day: i32, who: &str) -> Option<Draft> {
    let who = who.split_whitespace().collect::<Vec<_>>().join(" ");
    let fact = (!who.is_empty()).then(|| Fact::Leads {
        day,
        who,
        instead: said(state, day).into_iter().map(|(dot, _)| dot).collect(),
    })?;
    Some(Draft::new(Stream::Inner, fact, Vec::new()))
}

/// What an evening of these teams still lacks, in the order it is told; nothing where nobody goes.
pub fn missing(state: &State, teams: &[Team], day: i32) -> Vec<Missing> {
    if teams.iter().all(|team| team.people.is_empty()) {
        return Vec::new();
    }
    let mut missing = Vec::new();
    if meetings(state, day).is_empty() {
        missing.push(Missing::End);
    }
    if said(state, day).is_empty() {
        missing.push(Missing::Lead);
    }
    missing.extend(
        teams
            .iter()
            .filter_map(|team| match team.people.as_slice() {
                [alone] => Some(Missing::Second {
                    who: alone.who.clone(),
                    turf: team.name.clone(),
                }),
                _ => None,
            }),
    );
    missing
}

fn said(state: &State, day: i32) -> Vec<(Dot, String)> {
    let all = standing(state, Kind::LEADS, |fact| match fact {
        Fact::Leads { day, who, instead } => Some(((day, who), instead)),
        _ => None,
    });
    let said = all.into_iter().filter(|(_, _, (on, _))| *on == day);
    said.map(|(dot, _, (_, who))| (dot, who)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::id::TurfId;
    use crate::canvass::walk::Tonight;
    use crate::organise::back::{overdue, tick};
    use crate::organise::evening::{Said, meet};
    use crate::organise::small::{NOW, Small};
    use crate::organise::teams::{join, teams, work};

    const UNTIL: u16 = 1_200;

    fn day() -> i32 {
        Tonight::in_utc(NOW).evening
    }

    fn lacks(small: &Small) -> Vec<Missing> {
        let state = small.state();
        missing(&state, &teams(&state, day()), day())
    }

    fn record(small: &mut Small, drafts: impl IntoIterator<Item = Draft>) {
        for draft in drafts {
            small.record(3, Role::Organiser, draft);
        }
    }

    #[test]
    fn r8_1_an_evening_lacks_an_end_a_lead_and_whoever_goes_along() {
        let mut small = Small::new(2);
        let turf = |small: &mut Small, name: &str, door: usize| {
            let about = vec![small.door(door).into()];
            TurfId(small.board(Fact::Turf { name: name.into() }, about))
        };
        let turfs = [turf(&mut small, "Upper", 0), turf(&mut small, "Lower", 1)];
        record(&mut small, work(turfs[0], day(), &[]));
        // Nobody goes yet, so nothing is missing.
        assert_eq!(lacks(&small), []);
        record(&mut small, [join(turfs[0], day(), "Beth")]);
        let alone = Missing::Second {
            who: "Beth".into(),
            turf: "Upper".into(),
        };
        assert_eq!(lacks(&small), [Missing::End, Missing::Lead, alone.clone()]);
        // Two who go to two places go alone, each.
        record(&mut small, work(turfs[1], day(), &["Carys".to_string()]));
        assert_eq!(lacks(&small).len(), 4);
        for (turf, who) in [(turfs[0], "Amina"), (turfs[1], "Dewi")] {
            record(&mut small, [join(turf, day(), who)]);
        }
        assert_eq!(lacks(&small), [Missing::End, Missing::Lead]);
        let said = Said::checked("the hall", 1_050, UNTIL, "").unwrap();
        let drafts = meet(&small.state(), day(), &said);
        record(&mut small, drafts);
        assert_eq!(lacks(&small), [Missing::Lead]);
        let draft = lead(&small.state(), day(), "  Amina ").unwrap();
        record(&mut small, [draft]);
        assert_eq!(lacks(&small), []);
        assert_eq!(leads(&small.state(), day()), ["Amina"]);
        assert_eq!(lead(&small.state(), day(), "  "), None);
        // Of another evening nothing is said by it.
        assert_eq!(leads(&small.state(), day() + 1), Vec::<String>::new());
    }

    #[test]
    fn r8_1_of_two_leads_named_at_once_both_stand_and_the_next_takes_their_place() {
        let mut small = Small::new(2);
        let nothing = small.state();
        for (by, who) in [(3, "Amina"), (4, "Beth"), (5, "amina")] {
            small.record(by, Role::Organiser, lead(&nothing, day(), who).unwrap());
        }
        assert_eq!(leads(&small.state(), day()), ["Amina", "Beth"]);
        let draft = lead(&small.state(), day(), "Carys").unwrap();
        small.record(3, Role::Organiser, draft);
        assert_eq!(leads(&small.state(), day()), ["Carys"]);
        // A volunteer names nobody.
        let draft = lead(&nothing, day(), "Dewi").unwrap();
        small.record(9, Role::Volunteer, draft);
        assert_eq!(leads(&small.state(), day()), ["Carys"]);
    }

    /// R8.1: all of it is read from what the device holds and its own clock, so no network is asked.
    #[test]
    fn r8_1_the_leads_device_raises_overdue_by_its_own_clock_until_each_was_rung() {
        let mut small = Small::new(2);
        let about = vec![small.door(0).into()];
        let turf = TurfId(small.board(Fact::Turf { name: "A".into() }, about));
        let people = ["Amina", "Beth"].map(str::to_string);
        record(&mut small, work(turf, day(), &people));
        let said = Said::checked("the hall", 1_050, UNTIL, "").unwrap();
        let drafts = meet(&small.state(), day(), &said);
        record(&mut small, drafts);
        let midnight = i64::from(day()) * 86_400;
        let at = |minutes: u16| Some(midnight + i64::from(minutes) * 60);
        let rung = |small: &Small, minutes: i64| {
            let now = midnight + minutes * 60;
            overdue(&small.state(), Tonight::in_utc(now), now, at)
        };
        let end = i64::from(UNTIL);
        assert_eq!(rung(&small, end - 1), Vec::<String>::new());
        assert_eq!(rung(&small, end), ["Amina", "Beth"]);
        let draft = tick(&small.state(), day(), "Beth", true);
        record(&mut small, [draft]);
        assert_eq!(rung(&small, end + 90), ["Amina"]);
        let draft = tick(&small.state(), day(), "Amina", true);
        record(&mut small, [draft]);
        assert_eq!(rung(&small, end + 90), Vec::<String>::new());
    }
}
