//! Where in its block a door is: on which stair, by what label, in what order.

use std::cmp::Ordering;

use super::super::fact::StairKind;
use super::Entry;
use super::walk_order;

/// A door's place in its block.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub stair: StairKind,
    /// The entrance's name, where the list gives it.
    pub entrance: Option<String>,
    /// By which two doors of a stair are the same.
    pub ident: String,
    pub label: String,
    pub house_name: Option<String>,
    pub floor: Option<i16>,
    height: Option<i16>,
    /// What it is sorted by on its floor.
    order: String,
}

impl Place {
    /// The place of a door on a street.
    pub fn on_street(entry: &Entry) -> Self {
        let address = &entry.address;
        let house = address.building.as_ref();
        let (stair, ident, label) = match (&address.unit, &address.number, house) {
            (None, Some(number), _) => {
                let side = if number.is_odd() {
                    StairKind::OddSide
                } else {
                    StairKind::EvenSide
                };
                (side, number.label.clone(), number.label.clone())
            }
            (Some(unit), _, _) => (
                StairKind::NamedHouses,
                format!("#{}", unit.ident),
                unit.shown.clone(),
            ),
            (None, None, Some(name)) => {
                (StairKind::NamedHouses, name.key.clone(), name.shown.clone())
            }
            // `Address::names_no_house` keeps these out.
            (None, None, None) => (
                StairKind::NamedHouses,
                entry.text.clone(),
                entry.text.clone(),
            ),
        };
        let numbered = matches!(stair, StairKind::OddSide | StairKind::EvenSide);
        Self {
            stair,
            entrance: None,
            order: label.clone(),
            ident,
            label,
            house_name: house.filter(|_| numbered).map(|name| name.shown.clone()),
            floor: None,
            height: None,
        }
    }

    /// The place of a door in a building.
    pub fn in_building(entry: &Entry) -> Self {
        let address = &entry.address;
        let unit = address.unit.as_ref();
        let house = address.building.as_ref();
        let number = address.number.as_ref();
        let (ident, label) = match (unit, number, house) {
            (Some(unit), _, _) => (unit.ident.clone(), unit.shown.clone()),
            (None, Some(number), _) => (number.label.clone(), number.label.clone()),
            (None, None, Some(house)) => (house.key.clone(), house.shown.clone()),
            (None, None, None) => (entry.text.clone(), entry.text.clone()),
        };
        Self {
            stair: StairKind::Entrance,
            entrance: address.entrance.clone(),
            order: ident.clone(),
            ident,
            label,
            house_name: None,
            floor: unit.and_then(|unit| unit.floor),
            height: unit.and_then(|unit| unit.height),
        }
    }

    /// Stairs in the order in which they are listed: sides as their kinds are, entrances by name.
    pub fn by_stair(&self, other: &Self) -> Ordering {
        self.stair
            .cmp(&other.stair)
            .then_with(|| self.entrance.is_none().cmp(&other.entrance.is_none()))
            .then_with(|| match (&self.entrance, &other.entrance) {
                (Some(a), Some(b)) => walk_order(a, b),
                _ => Ordering::Equal,
            })
    }

    /// Doors of one stair as a person walks: from the highest floor known down, then the doors
    /// whose floor the list does not say, then what is below ground; each by its number.
    pub fn by_walk(&self, other: &Self) -> Ordering {
        let level = |place: &Self| match place.height {
            Some(height) if height >= 0 => (0, -i32::from(height)),
            None => (1, 0),
            Some(height) => (2, -i32::from(height)),
        };
        level(self)
            .cmp(&level(other))
            .then_with(|| walk_order(&self.order, &other.order))
            .then_with(|| walk_order(&self.label, &other.label))
    }
}
