//! The message for the group chat: where and when people meet, and how much there is to do. A chat
//! is read by phones nobody checked, so it is made of figures and of what the organiser typed as the
//! place, and never sees a name, a door or an invitation.

use std::collections::BTreeSet;

use super::evening::Meeting;
use super::selection::stairs_of;
use super::teams::Team;
use crate::canvass::fold::State;
use crate::canvass::loose;

/// How many stairs somebody of these teams goes to, or part of which.
pub fn stairs_to_do(state: &State, teams: &[Team]) -> usize {
    let turfs = loose::turfs(state);
    let worked = turfs
        .iter()
        .filter(|turf| teams.iter().any(|team| team.turf == turf.id));
    let stairs: BTreeSet<_> = worked.flat_map(|turf| stairs_of(state, turf)).collect();
    stairs.len()
}

/// The message, a line for each thing said. `day` is the evening's day, `from` and `until` its two
/// times, as people write them; `stairs` is how many there are to do; `words` fills a catalogue's
/// sentence.
pub fn message(
    day: &str,
    meeting: &Meeting,
    (from, until): (&str, &str),
    stairs: usize,
    words: impl Fn(&str, &[(&str, String)]) -> String,
) -> String {
    let times = [("from", from.to_string()), ("until", until.to_string())];
    let mut lines = vec![
        words("tonight.chat_what", &[("day", day.to_string())]),
        words("tonight.chat_meet", &[("meet", meeting.meet.clone())]),
        words("tonight.chat_times", &times),
    ];
    if stairs > 0 {
        lines.push(words("tonight.chat_stairs", &[("n", stairs.to_string())]));
    }
    lines.push(words("tonight.chat_bring", &[]));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::estate;
    use crate::canvass::fact::Fact;
    use crate::canvass::id::{Id, TurfId};
    use crate::organise::evening::{Said, meet, meetings};
    use crate::organise::small::Small;
    use crate::organise::teams::{teams, work};

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
        let said = Said::checked("the hall by the shops", 1_050, 1_200, "").unwrap();
        for draft in meet(&small.state(), DAY, &said) {
            small.record(3, Role::Organiser, draft);
        }
        let state = small.state();
        let teams = teams(&state, DAY);
        (state, teams)
    }

    #[test]
    fn stairs_are_counted_once_however_many_teams_go_to_one() {
        let (state, teams) = evening();
        assert_eq!(stairs_to_do(&state, &teams), 2);
        assert_eq!(stairs_to_do(&state, &teams[..1]), 1);
        assert_eq!(stairs_to_do(&state, &[]), 0);
    }

    #[test]
    fn the_message_says_where_when_and_how_much_and_nothing_of_anybody() {
        let (state, teams) = evening();
        let meeting = meetings(&state, DAY).remove(0);
        let stairs = stairs_to_do(&state, &teams);
        let times = ("17:30", "20:00");
        let text = message("Sat, 28 Nov", &meeting, times, stairs, crate::locales::fill);
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
        let times = ("17:30", "20:00");
        let text = message("tonight", &meeting, times, 0, crate::locales::fill);
        assert!(!text.contains("stair"), "{text}");
    }
}
