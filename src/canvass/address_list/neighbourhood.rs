//! Streets of one name: which addresses are on the same one. Half of England has a Church Road.

use std::collections::{BTreeMap, BTreeSet};

use super::address::Address;
use super::postcode::{area, outward, sector};

/// Above so many groups of one name nothing is compared pair by pair: no real street has a
/// tenth of them, and a made-up list must not take an hour.
const MOST_GROUPS: usize = 400;

/// Addresses of one street name that agree in their places and in the first half of the postcode.
#[derive(Default)]
struct Group<'a> {
    places: BTreeSet<&'a str>,
    outward: Option<&'a str>,
    postcodes: BTreeSet<&'a str>,
    sectors: BTreeSet<&'a str>,
    numbers: BTreeSet<&'a str>,
    members: Vec<usize>,
}

/// For each address of one street name, which of the streets of that name it is on, counted from
/// 0. The order of the addresses changes nothing but the order of the answer.
pub(super) fn split(addresses: &[&Address]) -> Vec<usize> {
    let groups = groups(addresses);
    let mut streets = Streets {
        of: (0..groups.len()).collect(),
        groups: &groups,
    };
    streets.by_postcode();
    if groups.len() <= MOST_GROUPS {
        streets.by_places();
        streets.join_larger();
    }
    let mut numbered = BTreeMap::new();
    let mut answer = vec![0; addresses.len()];
    for (index, group) in groups.iter().enumerate() {
        let next = numbered.len();
        let street = *numbered.entry(streets.of[index]).or_insert(next);
        for member in &group.members {
            answer[*member] = street;
        }
    }
    answer
}

fn groups<'a>(addresses: &[&'a Address]) -> Vec<Group<'a>> {
    let mut known: BTreeMap<(BTreeSet<&str>, Option<&str>), Group<'a>> = BTreeMap::new();
    for (index, address) in addresses.iter().enumerate() {
        let places = address.localities.iter().map(|place| place.key.as_str());
        let places: BTreeSet<&str> = places.collect();
        let first_half = address.postcode.as_deref().map(outward);
        let group = known.entry((places.clone(), first_half)).or_default();
        group.places = places;
        group.outward = first_half;
        group.members.push(index);
        if let Some(postcode) = &address.postcode {
            group.postcodes.insert(postcode);
            group.sectors.insert(sector(postcode));
        }
        if address.unit.is_none()
            && let Some(number) = &address.number
        {
            group.numbers.insert(&number.label);
        }
    }
    known.into_values().collect()
}

/// Groups, and the street that each is on so far.
struct Streets<'g, 'a> {
    of: Vec<usize>,
    groups: &'g [Group<'a>],
}

impl Streets<'_, '_> {
    fn unite(&mut self, a: usize, b: usize) {
        let keep = self.of[a].min(self.of[b]);
        let give = self.of[a].max(self.of[b]);
        if keep != give {
            for street in self.of.iter_mut().filter(|street| **street == give) {
                *street = keep;
            }
        }
    }

    /// One postcode is one street, whatever places are written with it.
    fn by_postcode(&mut self) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, group) in self.groups.iter().enumerate() {
            for postcode in &group.postcodes {
                let with = *first.entry(postcode).or_insert(index);
                self.unite(with, index);
            }
        }
    }

    /// The same places: one street, unless postcodes are far apart, or apart with the same house
    /// numbers in both.
    fn by_places(&mut self) {
        let mut heads: BTreeMap<&BTreeSet<&str>, Vec<usize>> = BTreeMap::new();
        let (with, without): (Vec<usize>, Vec<usize>) =
            (0..self.groups.len()).partition(|index| self.groups[*index].outward.is_some());
        let groups = self.groups;
        for index in with {
            let heads = heads.entry(&groups[index].places).or_default();
            match heads
                .iter()
                .copied()
                .find(|head| self.may_unite(*head, index))
            {
                Some(head) => self.unite(head, index),
                None => heads.push(index),
            }
        }
        for index in without {
            let heads = heads
                .get(&groups[index].places)
                .map_or(&[][..], Vec::as_slice);
            let streets: BTreeSet<usize> = heads.iter().map(|head| self.of[*head]).collect();
            if let (1, Some(head)) = (streets.len(), heads.first()) {
                self.unite(*head, index);
            }
        }
    }

    /// Whether nothing in postcodes and numbers speaks against two streets being one.
    fn may_unite(&self, a: usize, b: usize) -> bool {
        let on = |street: usize| {
            let groups = self.groups.iter().zip(&self.of);
            groups
                .filter(move |(_, of)| **of == street)
                .map(|(group, _)| group)
        };
        on(self.of[a]).all(|one| on(self.of[b]).all(|other| one.may_be_with(other)))
    }

    /// `Oak Road, Merthyr` is the `Oak Road, Gurnos, Merthyr` if there is no other one.
    fn join_larger(&mut self) {
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_key(|index| (usize::MAX - self.groups[*index].places.len(), *index));
        for small in order {
            let group = &self.groups[small];
            let larger = (0..self.groups.len()).filter(|large| {
                let other = &self.groups[*large];
                self.of[*large] != self.of[small]
                    && other.places.len() > group.places.len()
                    && other.places.is_superset(&group.places)
                    && self.may_unite(*large, small)
            });
            let mut nearest = 0;
            let mut streets: BTreeMap<usize, usize> = BTreeMap::new();
            for large in larger {
                let near = self.groups[large].nearness(group);
                if near > nearest {
                    streets.clear();
                    nearest = near;
                }
                if near == nearest {
                    streets.insert(self.of[large], large);
                }
            }
            if let (1, Some(large)) = (streets.len(), streets.values().next()) {
                self.unite(*large, small);
            }
        }
    }
}

impl Group<'_> {
    /// Whether postcodes and numbers allow two groups to be on one street.
    fn may_be_with(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (self.outward, other.outward) else {
            return true;
        };
        a == b || (area(a) == area(b) && self.numbers.is_disjoint(&other.numbers))
    }

    /// How much of their postcodes two groups share.
    fn nearness(&self, other: &Self) -> u8 {
        if !self.sectors.is_disjoint(&other.sectors) {
            2
        } else {
            u8::from(self.outward.is_some() && self.outward == other.outward)
        }
    }
}
