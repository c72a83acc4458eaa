//! From a row's pieces to an address: which name is the street, which the building, which number
//! is the house's.

use super::draft::Draft;
use super::house_number::HouseNumber;
use super::name::Name;
use super::places::{self, Places, as_name};
use super::segment::Piece;
use super::unit::Unit;
use super::words;

/// An address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// The dwelling inside its building.
    pub unit: Option<Unit>,
    /// The entrance of the building.
    pub entrance: Option<String>,
    /// The building, or the house where there is no unit.
    pub building: Option<Name>,
    /// The number on the street.
    pub number: Option<HouseNumber>,
    /// The street, or the site that houses stand on.
    pub street: Option<Name>,
    /// From the nearest outwards.
    pub localities: Vec<Name>,
    /// Upper case, with one space.
    pub postcode: Option<String>,
}

impl Address {
    /// Reads a row in the light of the others.
    pub fn read(draft: &Draft, places: &Places) -> Self {
        let mut address = Self {
            postcode: draft.postcode.clone(),
            ..Self::default()
        };
        let mut reading = Reading::default();
        if let Some(street) = &draft.street {
            reading.explicit(draft, street);
        } else if let Some(found) = places::find(&draft.pieces).filter(|found| {
            as_name(&draft.pieces[found.street]).is_some_and(|name| !places.is_around(&name.key))
        }) {
            reading.numbered(&draft.pieces, &found);
        } else {
            reading.named(&draft.pieces, places);
        }
        reading.localities.extend(draft.localities.iter().cloned());
        address.settle(draft, reading, places);
        address
    }

    /// Whether it names a street or a place, and neither number nor name of a house; or a number
    /// without a street.
    pub fn names_no_house(&self, places: &Places) -> bool {
        let nothing = self.unit.is_none() && self.number.is_none() && self.building.is_none();
        let only_number = self.street.is_none() && self.building.is_none();
        let nowhere = self.street.is_none()
            && self.unit.is_none()
            && self.localities.is_empty()
            && self.postcode.is_none();
        let only_name = self.unit.is_none()
            && self.number.is_none()
            && self.street.is_none()
            && self.building.as_ref().is_some_and(|name| {
                words::is_surely_street(&name.key)
                    || places.is_street(&name.key)
                    || places.is_around(&name.key)
            });
        nothing || only_number || only_name || nowhere
    }

    /// Gives units, numbers and names their roles.
    fn settle(&mut self, draft: &Draft, mut reading: Reading, places: &Places) {
        let mut units: Vec<Unit> = Vec::new();
        let mut floor = draft.floor;
        let mut floor_text = None;
        for piece in &draft.pieces {
            match piece {
                Piece::Unit(unit) => units.push(unit.clone()),
                Piece::Entrance(entrance) => self.entrance = Some(entrance.clone()),
                Piece::Floor(number, shown) => {
                    floor = floor.or(Some(*number));
                    floor_text = Some(shown.clone());
                }
                Piece::Number(_) | Piece::Name(_) => {}
            }
        }
        self.street = reading.street.take();
        self.localities = std::mem::take(&mut reading.localities);
        self.name_building(&mut reading);
        self.number = reading.numbers.pop();
        self.stroke(&mut units, places);
        self.building_of_numbers(&reading, &mut units, places);
        // `6, 22, Larch Close`: the first number is a flat's whose word is missing.
        if units.is_empty() {
            units.extend(
                reading
                    .numbers
                    .iter()
                    .map(|number| Unit::bare(&number.label, "Flat")),
            );
        }
        if units.is_empty()
            && let Some(text) = floor_text
        {
            units.push(Unit::described(&text));
        }
        self.unit = Unit::join(units);
        if let Some(unit) = &mut self.unit {
            unit.floor = floor.or(unit.floor);
            unit.height = floor.or(unit.height);
        }
    }

    /// The house or building among the names before the street.
    fn name_building(&mut self, reading: &mut Reading) {
        let mut names = std::mem::take(&mut reading.names);
        if names.len() > 1 && names.iter().any(|name| !words::is_organisation(&name.key)) {
            names.retain(|name| !words::is_organisation(&name.key));
        }
        let mut names = names.into_iter();
        self.building = names.next();
        if let Some(first) = &mut self.building {
            for more in names.filter(|name| Some(name) != self.street.as_ref()) {
                reading.more.push(more);
            }
            if !reading.more.is_empty() && reading.joins_names {
                for more in &reading.more {
                    first.shown = format!("{}, {}", first.shown, more.shown);
                    first.key = format!("{} {}", first.key, more.key);
                }
            }
        }
    }

    /// `12/3` is flat 3 of number 12 in some towns, and numbers 12 to 14 in others.
    fn stroke(&mut self, units: &mut Vec<Unit>, places: &Places) {
        let Some(number) = self.number.take() else {
            return;
        };
        self.number = Some(match &number.after_stroke {
            Some(after) if places.flats_after_stroke() && units.is_empty() => {
                units.push(Unit::bare(after, "Flat"));
                number.before_stroke()
            }
            Some(_) => number.read_as_range(),
            None => number,
        });
    }

    /// Numbers that belong to a building and not to a street become its doors.
    fn building_of_numbers(&mut self, reading: &Reading, units: &mut Vec<Unit>, places: &Places) {
        if !units.is_empty() {
            return;
        }
        let Some(number) = &self.number else { return };
        if reading.number_is_buildings {
            units.push(Unit::bare(&number.label, ""));
            self.number = None;
            return;
        }
        if let (Some(building), Some(street)) = (&self.building, &self.street)
            && places.numbers_are_flats(&building.key, &street.key)
        {
            units.push(Unit::bare(&number.label, ""));
            self.number = None;
            return;
        }
        let by_itself = self.street.as_ref().is_some_and(|street| {
            words::is_building_by_itself(&street.key) && !places.is_long(&street.key)
        });
        if by_itself && self.building.is_none() && reading.numbers.is_empty() {
            units.push(Unit::bare(&number.label, ""));
            self.number = None;
            self.building = self.street.take();
        }
    }
}

/// A row's names and numbers, sorted by where they stand.
#[derive(Default)]
struct Reading {
    names: Vec<Name>,
    numbers: Vec<HouseNumber>,
    street: Option<Name>,
    localities: Vec<Name>,
    more: Vec<Name>,
    /// The last number stands before a building and not before the street.
    number_is_buildings: bool,
    /// Names before the street are one house's together.
    joins_names: bool,
}

impl Reading {
    /// A column says which the street is.
    fn explicit(&mut self, draft: &Draft, street: &Name) {
        self.street = Some(street.clone());
        for (at, piece) in draft.pieces.iter().enumerate() {
            match piece {
                Piece::Name(name) => self.names.push(name.clone()),
                Piece::Number(number) => {
                    self.number_is_buildings = draft
                        .pieces
                        .get(at + 1)
                        .is_some_and(|next| as_name(next).is_some());
                    self.numbers.push(number.clone());
                }
                _ => {}
            }
        }
    }

    /// A number says which the street is.
    fn numbered(&mut self, pieces: &[Piece], found: &places::Found) {
        self.number_is_buildings = found.street != found.owner;
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Name(name) if at < found.street => self.names.push(name.clone()),
                Piece::Name(name) if at == found.street => self.street = Some(name.clone()),
                Piece::Name(name) => self.localities.push(name.clone()),
                Piece::Number(number) if at <= found.number => self.numbers.push(number.clone()),
                _ => {}
            }
        }
    }

    /// There are only names: those around are known from other rows, the street stands last.
    fn named(&mut self, pieces: &[Piece], places: &Places) {
        self.numbers = pieces
            .iter()
            .filter_map(places::as_number)
            .cloned()
            .collect();
        let mut names: Vec<Name> = pieces.iter().filter_map(as_name).cloned().collect();
        let in_building = pieces.iter().any(|piece| matches!(piece, Piece::Unit(_)));
        let around = |name: &Name| places.is_around(&name.key);
        let mut tail = Vec::new();
        while names.len() > 1 && names.last().is_some_and(around) {
            tail.extend(names.pop());
        }
        // Three names and more end in a place, even one that no other row knows.
        let unknown_end = names.last().is_some_and(|last| {
            !words::is_street(&last.key)
                && !places.is_street(&last.key)
                && !words::is_building(&last.key)
                && !words::is_institution(&last.key)
        });
        if names.len() > 2 && unknown_end {
            tail.extend(names.pop());
            while names.len() > 1 && names.last().is_some_and(around) {
                tail.extend(names.pop());
            }
        }
        tail.reverse();
        self.localities = tail;
        self.joins_names = !in_building;
        let site = names.last().is_some_and(|last| {
            let street = words::is_street(&last.key) || places.is_street(&last.key);
            !street && (words::is_institution(&last.key) || words::is_building(&last.key))
        });
        let numbered = !self.numbers.is_empty();
        let only_street = names.len() == 1
            && (numbered
                || in_building
                    && names.iter().any(|name| {
                        words::is_surely_street(&name.key)
                            || places.is_street(&name.key)
                                && !words::is_building_by_itself(&name.key)
                    }));
        if names.len() > 1 && !(site && in_building) || only_street {
            self.street = names.pop();
        }
        self.names = names;
    }
}
