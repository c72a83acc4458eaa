//! The message for the group chat: where and when people meet, and how much there is to do. A chat
//! is read by phones nobody checked, so it is made of figures and of what the organiser typed as the
//! place, and never sees a name, a door or an invitation.

use std::collections::BTreeSet;

use super::selection::stairs_of;
use super::teams::{Meeting, Team};
use crate::canvass::estate;
use crate::canvass::fold::State;

/// How much an evening has to do, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outing {
    /// Stairs somebody goes to, or part of which.
    pub stairs: usize,
    /// Teams.
    pub teams: usize,
}

/// What these teams have to do together.
pub fn outing(state: &State, teams: &[Team]) -> Outing {
    let turfs = estate::turfs(state);
    let worked = turfs
        .iter()
        .filter(|turf| teams.iter().any(|team| team.turf == turf.id));
    let stairs: BTreeSet<_> = worked.flat_map(|turf| stairs_of(state, turf)).collect();
    Outing {
        stairs: stairs.len(),
        teams: teams.len(),
    }
}

/// The message, a line for each thing said. `day` is the evening's day as people write it; `words`
/// fills a catalogue's sentence.
pub fn message(
    day: &str,
    meeting: &Meeting,
    outing: Outing,
    words: impl Fn(&str, &[(&str, String)]) -> String,
) -> String {
    let times = [
        ("from", time_of_day(meeting.from)),
        ("until", time_of_day(meeting.until)),
    ];
    let mut lines = vec![
        words("tonight.chat_what", &[("day", day.to_string())]),
        words("tonight.chat_meet", &[("meet", meeting.meet.clone())]),
        words("tonight.chat_times", &times),
    ];
    if outing.stairs > 0 {
        let stairs = [("n", outing.stairs.to_string())];
        lines.push(words("tonight.chat_stairs", &stairs));
    }
    lines.push(words("tonight.chat_bring", &[]));
    lines.join("\n")
}

/// Minutes after midnight as a clock shows them, and as a time field holds them: `17:30`.
pub fn time_of_day(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The minutes after midnight of what a time field holds.
pub fn minutes(field: &str) -> Option<u16> {
    let (hours, minutes) = field.trim().split_once(':')?;
    // Some browsers add the seconds.
    let minutes = minutes.split(':').next()?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::Fact;
    use crate::canvass::id::{Id, TurfId};
    use crate::organise::small::Small;
    use crate::organise::teams::{meet, meetings, teams, work};

    const DAY: i32 = 20_782;

    /// Two turfs on the first stair, one across both, and three people.
    fn evening() -> (State, Vec<Team>) {
        let mut small = Small::new(4);
        for (name, doors, people) in [
            ("Lower half", vec![0, 1], vec!["Amina".to_string()]),
            ("Upper half", vec![2, 3], vec!["Beth".to_string()]),
            ("Seaview", vec![1, 6], vec!["Carys".to_string()]),
        ] {
            let about: Vec<Id> = doors.into_iter().map(|n| small.door(n).into()).collect();
            let turf = TurfId(small.board(Fact::Turf { name: name.into() }, about));
            for draft in work(turf, DAY, &people) {
                small.record(3, Role::Organiser, draft);
            }
        }
        let place = meet(&small.state(), DAY, "the hall by the shops", 1_050, 1_200);
        small.record(3, Role::Organiser, place);
        let state = small.state();
        let teams = teams(&state, DAY);
        (state, teams)
    }

    #[test]
    fn stairs_are_counted_once_however_many_teams_go_to_one() {
        let (state, teams) = evening();
        assert_eq!(
            outing(&state, &teams),
            Outing {
                stairs: 2,
                teams: 3
            }
        );
        assert_eq!(outing(&state, &teams[..1]).stairs, 1);
        assert_eq!(outing(&state, &[]), Outing::default());
    }

    #[test]
    fn the_message_says_where_when_and_how_much_and_nothing_of_anybody() {
        let (state, teams) = evening();
        let meeting = meetings(&state, DAY).remove(0);
        let outing = outing(&state, &teams);
        let text = message("Sat, 28 Nov", &meeting, outing, crate::locales::fill);
        for wanted in [
            "Sat, 28 Nov",
            "the hall by the shops",
            "17:30",
            "20:00",
            "2 stairs",
        ] {
            assert!(text.contains(wanted), "{wanted} is missing: {text}");
        }
        // Whoever goes, wherever a resident lives, what a turf is called, and any link.
        let mut never: Vec<String> = vec!["http".into(), "/join".into(), "#".into(), "@".into()];
        for team in &teams {
            never.push(team.name.clone());
            never.extend(team.people.iter().map(|going| going.who.clone()));
        }
        for block in estate::blocks(&state) {
            never.push(block.name);
        }
        let doors = estate::all_doors(&state);
        never.extend(doors.into_values().flatten().map(|door| door.label));
        assert_eq!(never.len(), 4 + 3 + 3 + 2 + 8);
        for words in never {
            assert!(!text.contains(&words), "{words} is in it: {text}");
        }
    }

    #[test]
    fn an_evening_without_turfs_yet_says_no_figure() {
        let (state, _) = evening();
        let meeting = meetings(&state, DAY).remove(0);
        let text = message("tonight", &meeting, Outing::default(), crate::locales::fill);
        assert!(!text.contains("stair"), "{text}");
    }

    #[test]
    fn a_time_is_read_as_a_field_holds_it() {
        for (field, expected) in [
            ("17:30", Some(1_050)),
            (" 08:05 ", Some(485)),
            ("17:30:00", Some(1_050)),
            ("24:00", None),
            ("17:60", None),
            ("half past five", None),
            ("", None),
        ] {
            assert_eq!(minutes(field), expected, "{field}");
        }
        assert_eq!(time_of_day(485), "08:05");
        assert_eq!(minutes(&time_of_day(1_439)), Some(1_439));
    }
}
