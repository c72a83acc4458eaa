//! Where and when an evening begins, and by when everyone is back: for organisers' eyes.

use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;

use super::teams::standing;

pub use crate::canvass::hours::LATEST;

/// Where and when an evening begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The entry.
    pub dot: Dot,
    /// Where people meet.
    pub meet: String,
    /// When it begins, in minutes after midnight.
    pub from: u16,
    /// When everyone is back, in minutes after midnight.
    pub until: u16,
    /// Why so late, where that is after [`LATEST`] and somebody said: one reason, or several of
    /// organisers who did not know of each other.
    pub why_late: Vec<String>,
}

/// Where and when an evening begins; several where two organisers said it differently.
pub fn meetings(state: &State, day: i32) -> Vec<Meeting> {
    let evenings = standing(state, Kind::EVENING, |fact| match fact {
        Fact::Evening {
            day,
            meet,
            from,
            until,
            instead,
        } => Some(((day, meet, from, until), instead)),
        _ => None,
    });
    let reasons = reasons(state, day);
    evenings
        .into_iter()
        .filter(|(_, _, (on, ..))| *on == day)
        .map(|(dot, _, (_, meet, from, until))| Meeting {
            dot,
            meet,
            from,
            until,
            why_late: reasons
                .iter()
                .filter(|(_, of, _)| *of == until && until > LATEST)
                .map(|(_, _, why)| why.clone())
                .collect(),
        })
        .collect()
}

/// The reasons that were given for being out late on a day: the entry, for which time, and the
/// words.
fn reasons(state: &State, day: i32) -> Vec<(Dot, u16, String)> {
    let late = standing(state, Kind::LATE, |fact| match fact {
        Fact::Late {
            day,
            until,
            why,
            instead,
        } => Some(((day, until, why), instead)),
        _ => None,
    });
    late.into_iter()
        .filter(|(_, _, (on, ..))| *on == day)
        .map(|(dot, _, (_, until, why))| (dot, until, why))
        .collect()
}

/// What an organiser says of an evening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    place: String,
    from: u16,
    until: u16,
    why: String,
}

/// Why an evening is not to be said like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The place is missing.
    NoPlace,
    /// Everyone is back before it began.
    BackBefore,
    /// Everyone is back after [`LATEST`], and there is no reason.
    LateWithoutReason,
}

impl Said {
    /// A place, two times in minutes after midnight, and why so late (empty where it is not).
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn checked(place: &str, from: u16, until: u16, why: &str) -> Result<Said, Wrong> {
        let (place, why) = (place.trim(), why.trim());
        if place.is_empty() {
            return Err(Wrong::NoPlace);
        }
        if from >= until {
            return Err(Wrong::BackBefore);
        }
        if until > LATEST && why.is_empty() {
            return Err(Wrong::LateWithoutReason);
        }
        Ok(Said {
            place: place.to_string(),
            from,
            until,
            why: why.to_string(),
        })
    }
}

/// Says where and when an evening begins, in place of what was said before; with the reason, where
/// everyone is back late.
pub fn meet(state: &State, day: i32, said: &Said) -> Vec<Draft> {
    let evening = Fact::Evening {
        day,
        meet: said.place.clone(),
        from: said.from,
        until: said.until,
        instead: meetings(state, day).iter().map(|it| it.dot).collect(),
    };
    let late = (said.until > LATEST).then(|| Fact::Late {
        day,
        until: said.until,
        why: said.why.clone(),
        instead: reasons(state, day).iter().map(|(dot, ..)| *dot).collect(),
    });
    std::iter::once(evening)
        .chain(late)
        .map(|fact| Draft::new(Stream::Inner, fact, Vec::new()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::organise::small::Small;

    const DAY: i32 = 20_782;

    fn say(
        small: &mut Small,
        by: u8,
        knowing: &State,
        place: &str,
        from: u16,
        until: u16,
        why: &str,
    ) {
        let said = Said::checked(place, from, until, why).unwrap();
        for draft in meet(knowing, DAY, &said) {
            small.record(by, Role::Organiser, draft);
        }
    }

    #[test]
    fn where_an_evening_begins_is_said_in_place_of_what_was_said_before() {
        let mut small = Small::new(2);
        let nothing = small.state();
        say(&mut small, 3, &nothing, "the hall", 1_050, 1_200, "");
        let before = small.state();
        say(&mut small, 3, &before, "the shop", 1_050, 1_200, "");
        say(&mut small, 4, &before, "the bridge", 1_080, 1_200, "");
        // Two at once: both are shown, and the next takes the place of both.
        let both = small.state();
        assert_eq!(meetings(&both, DAY).len(), 2);
        say(&mut small, 4, &both, "the shop", 1_080, 1_200, "");
        let now = meetings(&small.state(), DAY);
        assert_eq!(now.len(), 1);
        assert_eq!((now[0].meet.as_str(), now[0].from), ("the shop", 1_080));
        assert_eq!(meetings(&small.state(), DAY + 1), vec![]);
    }

    #[test]
    fn after_half_past_eight_an_evening_has_its_reason_and_another_time_needs_another() {
        assert_eq!(Said::checked(" ", 1_050, 1_200, ""), Err(Wrong::NoPlace));
        for (from, until, why, expected) in [
            (1_050, LATEST, "", None),
            (1_050, LATEST + 1, "", Some(Wrong::LateWithoutReason)),
            (1_050, LATEST + 1, "  ", Some(Wrong::LateWithoutReason)),
            (1_050, LATEST + 1, "They asked us to", None),
            (1_200, 1_200, "", Some(Wrong::BackBefore)),
        ] {
            let said = Said::checked("the hall", from, until, why);
            assert_eq!(said.err(), expected, "{from} {until} {why}");
        }
        let mut small = Small::new(2);
        let nothing = small.state();
        say(
            &mut small,
            3,
            &nothing,
            "the hall",
            1_050,
            1_260,
            "They asked us to",
        );
        let why = |small: &Small| meetings(&small.state(), DAY).remove(0).why_late;
        assert_eq!(why(&small), ["They asked us to"]);
        let before = small.state();
        say(
            &mut small,
            4,
            &before,
            "the hall",
            1_050,
            1_290,
            "It is light until ten",
        );
        assert_eq!(why(&small), ["It is light until ten"]);
        let before = small.state();
        say(&mut small, 3, &before, "the hall", 1_050, 1_200, "");
        assert_eq!(why(&small), Vec::<String>::new());
    }
}
