//! A door that no list has, added by whoever stands before it.

use super::draft::Draft;
use super::estate::{Door, natural};
use super::fact::Fact;
use super::id::{DoorId, StairId};
use super::stream::Stream;
use super::walk::short_label;

/// A door's label is no longer than this: characters.
pub const LABEL_LENGTH: usize = 40;

/// Why no door is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAdded {
    /// Nothing says what stands on it.
    NoLabel,
    /// It is there already.
    There(DoorId),
}

/// A door to record on a stair with these doors, on a floor. It stands among its neighbours by its
/// number, and is written as they are: `12B` among flats is `Flat 12B`.
///
/// # Errors
/// [`NotAdded`].
pub fn added(
    doors: &[Door],
    stair: StairId,
    typed: &str,
    floor: Option<i16>,
) -> Result<Draft, NotAdded> {
    let typed: Vec<&str> = typed.split_whitespace().collect();
    let typed: String = typed.join(" ").chars().take(LABEL_LENGTH).collect();
    if typed.is_empty() {
        return Err(NotAdded::NoLabel);
    }
    let label = written_alike(doors, &typed);
    let same = |door: &&Door| door.label.to_lowercase() == label.to_lowercase();
    if let Some(door) = doors.iter().find(same) {
        return Err(NotAdded::There(door.id));
    }
    let level = doors.iter().filter(|door| door.floor == floor);
    let before = level
        .clone()
        .filter(|door| natural(&door.label, &label).is_le())
        .max_by_key(|door| door.order);
    // Doors of one place in the walk stand by their labels.
    let place = before.or_else(|| level.min_by_key(|door| door.order));
    let fact = Fact::Door {
        label,
        floor,
        order: place.map_or(0, |door| door.order),
        uprn: None,
    };
    Ok(Draft::new(Stream::Stair(stair), fact, Vec::new()))
}

/// `12B` as `Flat 12B`, where every numbered door here begins with the same word.
fn written_alike(doors: &[Door], typed: &str) -> String {
    let begins_with_a_figure = typed.starts_with(|c: char| c.is_ascii_digit());
    let mut words = doors.iter().filter_map(|door| {
        let short = short_label(&door.label);
        short
            .starts_with(|c: char| c.is_ascii_digit())
            .then(|| door.label.strip_suffix(short).unwrap_or_default())
    });
    match words.next() {
        Some(first) if begins_with_a_figure && words.all(|word| word == first) => {
            format!("{first}{typed}")
        }
        _ => typed.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::author::Role;
    use super::super::estate;
    use super::super::fact::Outcome;
    use super::super::small::{NOW, Small};
    use super::super::walk::{Tonight, walk, walks};
    use super::*;

    #[test]
    fn a_door_that_no_list_has_stands_among_its_neighbours_on_every_phone() {
        let mut small = Small::new(6);
        let stair = small.stair(0);
        let turf = small.board(
            Fact::Turf {
                name: "Four".into(),
            },
            (0..4).map(|n| small.door(n).into()).collect(),
        );
        let turf = [super::super::id::TurfId(turf)];
        for (typed, floor) in [("2A", Some(0)), ("  12 ", Some(1)), ("The Lodge", Some(0))] {
            let doors = estate::doors(&small.state(), stair);
            let draft = added(&doors, stair, typed, floor).unwrap();
            small.record(3, Role::Volunteer, draft);
        }
        let state = small.state();
        let labels = |doors: Vec<Door>| -> Vec<String> {
            doors.into_iter().map(|door| door.label).collect()
        };
        let all = labels(estate::doors(&state, stair));
        let expected = [
            "Flat 5",
            "Flat 6",
            "Flat 12",
            "Flat 1",
            "Flat 2",
            "Flat 2A",
            "Flat 3",
            "Flat 4",
            "The Lodge",
        ];
        assert_eq!(all, expected);
        // In a turf of four of them, the added ones are walked, and the list's others are not.
        let tonight = Tonight::in_utc(NOW);
        let expected = [
            "Flat 12",
            "Flat 1",
            "Flat 2",
            "Flat 2A",
            "Flat 3",
            "Flat 4",
            "The Lodge",
        ];
        let of = |stops: Vec<super::super::walk::Stop>| -> Vec<String> {
            stops.into_iter().map(|stop| stop.door.label).collect()
        };
        assert_eq!(
            of(walk(&state, stair, &turf, tonight).unwrap().stops),
            expected
        );
        assert_eq!(of(walks(&state, &turf, tonight).remove(0).stops), expected);
    }

    #[test]
    fn a_door_that_is_there_or_has_no_label_is_not_added() {
        let small = Small::new(2);
        let doors = estate::doors(&small.state(), small.stair(0));
        for (typed, expected) in [
            ("  ", NotAdded::NoLabel),
            ("2", NotAdded::There(small.door(1))),
            ("flat  1", NotAdded::There(small.door(0))),
        ] {
            let added = added(&doors, small.stair(0), typed, Some(0));
            assert_eq!(added, Err(expected), "{typed}");
        }
    }

    #[test]
    fn a_door_tried_often_enough_is_left_to_a_letter_and_none_that_asked_is_ever_left() {
        let mut small = Small::new(3);
        let (stair, stream) = (small.stair(0), Stream::Stair(small.stair(0)));
        let tries = super::super::attempts::set(&small.state(), 2).unwrap();
        small.record(1, Role::Organiser, tries);
        for day in [3, 2] {
            small.now = NOW - day * 86_400;
            for door in [0, 1] {
                let (id, household) = (small.door(door), small.household(door));
                for draft in super::super::draft::knock(stream, id, household, Outcome::NotHome) {
                    small.record(3, Role::Volunteer, draft);
                }
            }
        }
        small.now = NOW;
        let about = vec![small.household(2).into()];
        let scope = super::super::fact::NoKnockScope::ForGood;
        small.say(3, Role::Volunteer, 0, Fact::DoNotKnock { scope }, about);
        // At the second door something is promised for today: somebody goes.
        let promise = Fact::FollowUp {
            what: "Ring".into(),
            who: None,
            by: Some(Tonight::in_utc(NOW).today),
        };
        small.say(
            3,
            Role::Volunteer,
            0,
            promise,
            vec![small.household(1).into()],
        );
        use super::super::walk::Standing::{Enough, Left, NoKnock};
        let walk = walk(&small.state(), stair, &[], Tonight::in_utc(NOW)).unwrap();
        let standings: Vec<_> = walk.stops.iter().map(|stop| stop.standing).collect();
        assert_eq!(standings, [Enough, Left, NoKnock]);
    }
}
