//! Who is back of an evening, and who is to be rung: an organiser ticks whom they saw or heard, and
//! a phone whose shift has ended counts as back. Nothing of it needs a signal.

use std::collections::BTreeMap;

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::canvass::walk::Tonight;

use super::evening::meetings;
use super::phones::ended_since;
use super::teams::{Team, same, standing, teams};

/// How somebody counts as back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// Nobody has said so, and nothing tells it.
    NotYet,
    /// An organiser ticked them.
    Ticked,
    /// Their phone's shift has ended.
    ShiftEnded,
}

/// Everyone these teams sent out tonight, by name as it is compared, with how they stand. Where two
/// organisers say it differently they are not back yet.
pub fn back(state: &State, teams: &[Team], tonight: Tonight) -> BTreeMap<String, Back> {
    let ended = ended_since(state, tonight.since);
    let mut ticked: BTreeMap<String, bool> = BTreeMap::new();
    for (_, who, is_back) in said(state, tonight.evening) {
        let all = ticked.entry(who).or_insert(true);
        *all &= is_back;
    }
    let people = teams.iter().flat_map(|team| &team.people);
    people
        .map(|going| {
            let who = same(&going.who);
            let how = match (ended.contains(&who), ticked.get(&who)) {
                (true, _) => Back::ShiftEnded,
                (false, Some(true)) => Back::Ticked,
                (false, _) => Back::NotYet,
            };
            (who, how)
        })
        .collect()
}

/// Who is not back yet, each once, by the names they stand under.
pub fn not_back(state: &State, teams: &[Team], tonight: Tonight) -> Vec<String> {
    let mut out = back(state, teams, tonight);
    out.retain(|_, how| *how == Back::NotYet);
    let people = teams.iter().flat_map(|team| &team.people);
    people
        .filter(|going| out.remove(&same(&going.who)).is_some())
        .map(|going| going.who.clone())
        .collect()
}

/// Who is to be rung: whoever is not back although the evening has ended, by the clock of whoever
/// asks. `now` is seconds since 1970, and so is when `at` so many minutes after the evening's midnight
/// are. Where two organisers said different ends, the earlier one counts.
pub fn overdue(
    state: &State,
    tonight: Tonight,
    now: i64,
    at: impl Fn(u16) -> Option<i64>,
) -> Vec<String> {
    let meetings = meetings(state, tonight.evening).into_iter();
    let until = meetings.map(|meeting| meeting.until).min();
    match until.and_then(at) {
        Some(end) if end <= now => not_back(state, &teams(state, tonight.evening), tonight),
        _ => Vec::new(),
    }
}

/// Says that somebody is back, or is not after all, in place of what was said before.
pub fn tick(state: &State, day: i32, who: &str, back: bool) -> Draft {
    let before = said(state, day).into_iter();
    let fact = Fact::Back {
        who: who.to_string(),
        day,
        back,
        instead: before
            .filter(|(_, other, _)| *other == same(who))
            .map(|(dot, ..)| dot)
            .collect(),
    };
    Draft::new(Stream::Inner, fact, Vec::new())
}

/// What organisers said of a day: the entry, who as it is compared, and whether they are back.
fn said(state: &State, day: i32) -> Vec<(Dot, String, bool)> {
    let all = standing(state, Kind::BACK, |fact| match fact {
        Fact::Back {
            who,
            day,
            back,
            instead,
        } => Some(((who, day, back), instead)),
        _ => None,
    });
    all.into_iter()
        .filter(|(_, _, (_, on, _))| *on == day)
        .map(|(dot, _, (who, _, back))| (dot, same(&who), back))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::Outcome;
    use crate::canvass::id::{HeadId, TurfId};
    use crate::organise::evening::{Said, meet};
    use crate::organise::small::{NOW, Small};
    use crate::organise::teams::work;

    fn tonight() -> Tonight {
        Tonight::in_utc(NOW)
    }

    /// Amina, Beth and Carys are out tonight.
    fn evening() -> Small {
        let mut small = Small::new(2);
        let about = vec![small.door(0).into()];
        let turf = TurfId(small.board(Fact::Turf { name: "A".into() }, about));
        let people = ["Amina", "Beth", "Carys"].map(str::to_string);
        for draft in work(turf, tonight().evening, &people) {
            small.record(3, Role::Organiser, draft);
        }
        small
    }

    fn out(small: &Small) -> Vec<String> {
        let state = small.state();
        not_back(&state, &teams(&state, tonight().evening), tonight())
    }

    fn say(small: &mut Small, by: u8, role: Role, knowing: &State, who: &str, back: bool) {
        let draft = tick(knowing, tonight().evening, who, back);
        small.record(by, role, draft);
    }

    #[test]
    fn whoever_is_ticked_is_back_and_a_slip_is_taken_back() {
        let mut small = evening();
        assert_eq!(out(&small), ["Amina", "Beth", "Carys"]);
        let before = small.state();
        say(&mut small, 3, Role::Organiser, &before, "beth ", true);
        assert_eq!(out(&small), ["Amina", "Carys"]);
        let knowing = small.state();
        say(&mut small, 4, Role::Organiser, &knowing, "Beth", false);
        assert_eq!(out(&small), ["Amina", "Beth", "Carys"]);
        // Two at once, and they differ: not back until somebody knows.
        let knowing = small.state();
        say(&mut small, 3, Role::Organiser, &knowing, "Beth", true);
        say(&mut small, 4, Role::Organiser, &knowing, "Beth", false);
        assert_eq!(out(&small), ["Amina", "Beth", "Carys"]);
        let both = small.state();
        say(&mut small, 4, Role::Organiser, &both, "Beth", true);
        assert_eq!(out(&small), ["Amina", "Carys"]);
        // A volunteer's word is none.
        let knowing = small.state();
        say(&mut small, 9, Role::Volunteer, &knowing, "Amina", true);
        assert_eq!(out(&small), ["Amina", "Carys"]);
    }

    #[test]
    fn nobody_is_rung_before_the_evening_ends_and_of_two_ends_the_earlier_counts() {
        let mut small = evening();
        let midnight = i64::from(tonight().evening) * 86_400;
        let at = |minutes: u16| Some(midnight + i64::from(minutes) * 60);
        let rung = |small: &Small, minutes: u16| {
            let state = small.state();
            overdue(&state, tonight(), midnight + i64::from(minutes) * 60, at)
        };
        // Nobody said by when.
        assert_eq!(rung(&small, 1_439), Vec::<String>::new());
        let nothing = small.state();
        for until in [1_200, 1_230] {
            let said = Said::checked("the hall", 1_050, until, "").unwrap();
            for draft in meet(&nothing, tonight().evening, &said) {
                small.record(3, Role::Organiser, draft);
            }
        }
        let knowing = small.state();
        say(&mut small, 3, Role::Organiser, &knowing, "Beth", true);
        assert_eq!(rung(&small, 1_199), Vec::<String>::new());
        assert_eq!(rung(&small, 1_200), ["Amina", "Carys"]);
    }

    #[test]
    fn a_phone_whose_shift_ended_tonight_is_back_and_one_that_ended_yesterday_is_not() {
        for (ended, knocks_on, expected) in [
            (NOW, false, vec!["Amina", "Carys"]),
            (NOW - 86_400, false, vec!["Amina", "Beth", "Carys"]),
            (NOW, true, vec!["Amina", "Beth", "Carys"]),
        ] {
            let mut small = evening();
            let knock = || Fact::Knock {
                outcome: Outcome::NotHome,
                by: None,
                when: None,
            };
            small.now = ended;
            let stair = Stream::Stair(small.stair(0));
            let name = "Beth".to_string();
            let writer = Draft::new(stair, Fact::Writer { name }, vec![]);
            small.record(7, Role::Volunteer, writer);
            let door = small.door(0).into();
            let last = small.say(7, Role::Volunteer, 0, knock(), vec![door]);
            let heads = vec![HeadId(last).into()];
            let end = Draft::new(Stream::Inner, Fact::ShiftEnded {}, heads);
            small.record(7, Role::Volunteer, end);
            if knocks_on {
                small.say(7, Role::Volunteer, 0, knock(), vec![door]);
            }
            assert_eq!(out(&small), expected, "{ended} {knocks_on}");
        }
    }
}
