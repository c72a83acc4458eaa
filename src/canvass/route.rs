//! The order in which one walks a stair: it decides which door is next, and never where a door is
//! drawn. Kept on the phone; nobody else hears of it.

use std::borrow::Cow;

use super::id::DoorId;
use super::order;
use super::walk::{Standing, Stop, short_label};

/// Which floor comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Floors {
    /// Up by lift, down by foot.
    #[default]
    Down,
    /// Up by foot.
    Up,
}

/// Which way along a landing or a street.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Along {
    /// As the list has it.
    #[default]
    Forward,
    /// The other way.
    Back,
    /// The odd numbers, and back along the even ones.
    OddThenEven,
}

/// A way to walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// Which floor comes first.
    pub floors: Floors,
    /// Which way along each.
    pub along: Along,
}

impl Floors {
    /// Both, and the word each is kept by.
    pub const ALL: [(Floors, &'static str); 2] = [(Floors::Down, "down"), (Floors::Up, "up")];
}

impl Along {
    /// All, and the word each is kept by.
    pub const ALL: [(Along, &'static str); 3] = [
        (Along::Forward, "forward"),
        (Along::Back, "back"),
        (Along::OddThenEven, "odd"),
    ];
}

impl Route {
    /// As it is kept.
    pub fn text(self) -> String {
        let floors = Floors::ALL.iter().find(|(it, _)| *it == self.floors);
        let along = Along::ALL.iter().find(|(it, _)| *it == self.along);
        let word = |found: Option<&'static str>| found.unwrap_or_default();
        let (floors, along) = (floors.map(|(_, w)| *w), along.map(|(_, w)| *w));
        format!("{} {}", word(floors), word(along))
    }

    /// What was kept; the usual way where it is none.
    pub fn read(text: &str) -> Route {
        let mut words = text.split(' ');
        let (floors, along) = (words.next(), words.next());
        let floors = Floors::ALL.iter().find(|(_, word)| Some(*word) == floors);
        let along = Along::ALL.iter().find(|(_, word)| Some(*word) == along);
        Route {
            floors: floors.map_or_else(Floors::default, |(it, _)| *it),
            along: along.map_or_else(Along::default, |(it, _)| *it),
        }
    }

    /// The doors of a walk in the order this goes by. Entrances stay one after the other.
    pub fn walked(self, stops: &[Stop]) -> Cow<'_, [Stop]> {
        if self == Route::default() {
            return Cow::Borrowed(stops);
        }
        let mut landings: Vec<Vec<Stop>> = Vec::new();
        for stop in stops {
            match landings.last_mut() {
                Some(landing) if is_level(&landing[0], stop) => landing.push(stop.clone()),
                _ => landings.push(vec![stop.clone()]),
            }
        }
        for landing in &mut landings {
            self.along_landing(landing);
        }
        if self.floors == Floors::Up {
            landings = upwards(landings);
        }
        landings.into_iter().flatten().collect()
    }

    fn along_landing(self, landing: &mut [Stop]) {
        match self.along {
            Along::Forward => {}
            Along::Back => landing.reverse(),
            Along::OddThenEven => {
                let odd = |stop: &Stop| number(&stop.door.label).is_some_and(|n| n % 2 == 1);
                let places: Vec<(bool, usize, DoorId)> = (0..)
                    .zip(landing.iter())
                    .map(|(n, stop)| (odd(stop), n, stop.door.id))
                    .collect();
                let place = |stop: &Stop| {
                    let found = places.iter().find(|(_, _, id)| *id == stop.door.id);
                    found.map_or((true, 0), |(odd, n, _)| {
                        (!*odd, if *odd { *n } else { usize::MAX - n })
                    })
                };
                order::sort_by(landing, |a, b| place(a).cmp(&place(b)));
            }
        }
    }
}

/// Each entrance's landings from the lowest to the highest.
fn upwards(landings: Vec<Vec<Stop>>) -> Vec<Vec<Stop>> {
    let mut entrances: Vec<Vec<Vec<Stop>>> = Vec::new();
    for landing in landings {
        match entrances.last_mut() {
            Some(entrance) if entrance[0][0].door.entrance == landing[0].door.entrance => {
                entrance.push(landing);
            }
            _ => entrances.push(vec![landing]),
        }
    }
    let each = entrances.into_iter();
    each.flat_map(|entrance| entrance.into_iter().rev())
        .collect()
}

fn is_level(a: &Stop, b: &Stop) -> bool {
    a.door.floor == b.door.floor && a.door.entrance == b.door.entrance
}

/// The first number in a label.
fn number(label: &str) -> Option<u64> {
    let from = label.find(|c: char| c.is_ascii_digit())?;
    let digits: String = label[from..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// The doors left on a door's landing, itself among them: those that one gesture marks. None where
/// no floor is known, or it is alone.
pub fn landing(stops: &[Stop], door: DoorId) -> Vec<DoorId> {
    let Some(here) = stops.iter().find(|stop| stop.door.id == door) else {
        return Vec::new();
    };
    if here.door.floor.is_none() {
        return Vec::new();
    }
    let level = stops.iter().filter(|stop| is_level(stop, here));
    let left: Vec<DoorId> = level
        .filter(|stop| stop.standing == Standing::Left)
        .map(|stop| stop.door.id)
        .collect();
    if left.len() > 1 && left.contains(&door) {
        left
    } else {
        Vec::new()
    }
}

/// The door somebody means by what they typed: its number, or its whole label; else, while they type,
/// the only one that begins so.
pub fn numbered(stops: &[Stop], typed: &str) -> Option<DoorId> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return None;
    }
    let is = |stop: &&Stop| {
        let label = stop.door.label.to_lowercase();
        label == typed || short_label(&label) == typed
    };
    if let Some(stop) = stops.iter().find(is) {
        return Some(stop.door.id);
    }
    let begins = |stop: &&Stop| {
        let label = stop.door.label.to_lowercase();
        label.starts_with(&typed) || short_label(&label).starts_with(&typed)
    };
    let mut found = stops.iter().filter(begins);
    let only = found.next()?;
    found.next().is_none().then_some(only.door.id)
}

#[cfg(test)]
mod tests {
    use super::super::dot::{Dot, LogId};
    use super::super::estate::Door;
    use super::super::id::StairId;
    use super::*;

    /// Doors by label, entrance and floor.
    fn stops(doors: &[(&str, Option<&str>, Option<i16>)]) -> Vec<Stop> {
        let dot = |seq| Dot {
            log: LogId([1; 8]),
            seq,
        };
        (1..)
            .zip(doors)
            .map(|(n, (label, entrance, floor))| Stop {
                door: Door {
                    id: DoorId(dot(n)),
                    stair: StairId(dot(1_000)),
                    label: (*label).into(),
                    entrance: entrance.map(String::from),
                    floor: *floor,
                    order: 0,
                    uprn: None,
                    gone: false,
                },
                last: None,
                reached: false,
                standing: Standing::Left,
                asked_not: None,
            })
            .collect()
    }

    fn walked(stops: &[Stop], floors: Floors, along: Along) -> Vec<String> {
        let stops = Route { floors, along }.walked(stops);
        stops.iter().map(|stop| stop.door.label.clone()).collect()
    }

    #[test]
    fn a_stair_is_walked_down_or_up_and_each_landing_either_way_or_round() {
        let two = |n: &'static [&'static str; 4], floor| n.map(|label| (label, None, Some(floor)));
        let doors = [
            two(&["Flat 5", "Flat 6", "Flat 7", "Flat 8"], 1),
            two(&["Flat 1", "Flat 2", "Flat 3", "Flat 4"], 0),
        ]
        .concat();
        let stops = stops(&doors);
        for (floors, along, expected) in [
            (Floors::Down, Along::Forward, [5, 6, 7, 8, 1, 2, 3, 4]),
            (Floors::Up, Along::Forward, [1, 2, 3, 4, 5, 6, 7, 8]),
            (Floors::Down, Along::Back, [8, 7, 6, 5, 4, 3, 2, 1]),
            (Floors::Down, Along::OddThenEven, [5, 7, 8, 6, 1, 3, 4, 2]),
            (Floors::Up, Along::OddThenEven, [1, 3, 4, 2, 5, 7, 8, 6]),
        ] {
            let expected = expected.map(|n| format!("Flat {n}"));
            assert_eq!(
                walked(&stops, floors, along),
                expected,
                "{floors:?} {along:?}"
            );
        }
    }

    #[test]
    fn entrances_stay_one_after_the_other_and_a_street_turns_round() {
        let stops_of_two = stops(&[
            ("3", Some("A"), Some(1)),
            ("1", Some("A"), Some(0)),
            ("4", Some("B"), Some(1)),
            ("2", Some("B"), Some(0)),
        ]);
        let up = walked(&stops_of_two, Floors::Up, Along::Forward);
        assert_eq!(up, ["1", "3", "2", "4"]);
        let street = stops(&[("1", None, None), ("3", None, None), ("5A", None, None)]);
        let back = walked(&street, Floors::Down, Along::Back);
        assert_eq!(back, ["5A", "3", "1"]);
    }

    #[test]
    fn what_is_kept_reads_back_and_anything_else_is_the_usual_way() {
        for (floors, _) in Floors::ALL {
            for (along, _) in Along::ALL {
                let route = Route { floors, along };
                assert_eq!(Route::read(&route.text()), route);
            }
        }
        for text in ["", "sideways", "up", "down twice"] {
            let read = Route::read(text);
            assert_eq!(read.along, Along::Forward, "{text}");
        }
    }

    #[test]
    fn a_landing_is_what_is_left_on_a_floor_of_one_entrance() {
        let mut stops = stops(&[
            ("4", Some("A"), Some(1)),
            ("5", Some("A"), Some(1)),
            ("6", Some("A"), Some(1)),
            ("7", Some("B"), Some(1)),
            ("1", Some("A"), Some(0)),
            ("9", None, None),
        ]);
        let id = |stops: &[Stop], n: usize| stops[n].door.id;
        stops[2].standing = Standing::NoKnock;
        let both = vec![id(&stops, 0), id(&stops, 1)];
        assert_eq!(landing(&stops, id(&stops, 0)), both);
        for alone in [2, 3, 4, 5] {
            assert_eq!(landing(&stops, id(&stops, alone)), [], "{alone}");
        }
    }

    #[test]
    fn a_door_is_found_by_its_number_and_by_a_beginning_that_only_it_has() {
        let stops = stops(&[
            ("Flat 1", None, Some(0)),
            ("Flat 12A", None, Some(0)),
            ("Flat 21", None, Some(0)),
            ("The Old Dairy", None, None),
        ]);
        for (typed, expected) in [
            ("1", Some(0)),
            ("12a", Some(1)),
            ("12", Some(1)),
            ("2", Some(2)),
            ("flat 21", Some(2)),
            ("the old", Some(3)),
            ("flat", None),
            ("99", None),
            (" ", None),
        ] {
            let found = numbered(&stops, typed);
            assert_eq!(found, expected.map(|n: usize| stops[n].door.id), "{typed}");
        }
    }
}
