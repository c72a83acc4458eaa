//! Streets of one name: which addresses are on the same one. Half of England has a Church Road.

use std::collections::{BTreeMap, BTreeSet};

use super::address::Address;
use super::postcode::{area, outward};

/// Addresses of one street name that agree in their places and postcode.
struct Variant<'a> {
    places: BTreeSet<&'a str>,
    postcode: Option<&'a str>,
    numbers: BTreeSet<&'a str>,
    members: Vec<usize>,
}

/// For each address of one street name, which of the streets of that name it is on, counted from
/// 0. The order of the addresses changes nothing but the order of the answer.
pub(super) fn split(addresses: &[&Address]) -> Vec<usize> {
    let variants = variants(addresses);
    let mut clusters = Clusters {
        of: (0..variants.len()).collect(),
        variants: &variants,
    };
    clusters.by_postcode();
    clusters.by_places();
    clusters.join_larger();
    let mut numbered = BTreeMap::new();
    let mut answer = vec![0; addresses.len()];
    for (index, variant) in variants.iter().enumerate() {
        let next = numbered.len();
        let cluster = *numbered.entry(clusters.of[index]).or_insert(next);
        for member in &variant.members {
            answer[*member] = cluster;
        }
    }
    answer
}

fn variants<'a>(addresses: &[&'a Address]) -> Vec<Variant<'a>> {
    let mut known: BTreeMap<(BTreeSet<&str>, Option<&str>), Variant<'a>> = BTreeMap::new();
    for (index, address) in addresses.iter().enumerate() {
        let places: BTreeSet<&str> = address
            .localities
            .iter()
            .map(|place| place.key.as_str())
            .collect();
        let postcode = address.postcode.as_deref();
        let variant = known
            .entry((places.clone(), postcode))
            .or_insert_with(|| Variant {
                places,
                postcode,
                numbers: BTreeSet::new(),
                members: Vec::new(),
            });
        variant.members.push(index);
        if address.unit.is_none()
            && let Some(number) = &address.number
        {
            variant.numbers.insert(&number.label);
        }
    }
    known.into_values().collect()
}

struct Clusters<'v, 'a> {
    of: Vec<usize>,
    variants: &'v [Variant<'a>],
}

impl Clusters<'_, '_> {
    fn unite(&mut self, a: usize, b: usize) {
        let (keep, give) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        for cluster in self.of.iter_mut().filter(|cluster| **cluster == give) {
            *cluster = keep;
        }
    }

    /// One postcode is one street, whatever places are written with it.
    fn by_postcode(&mut self) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, variant) in self.variants.iter().enumerate() {
            if let Some(postcode) = variant.postcode {
                let with = *first.entry(postcode).or_insert(index);
                self.unite(with, index);
            }
        }
    }

    /// The same places: one street, unless postcodes are far apart, or apart with the same house
    /// numbers in both.
    fn by_places(&mut self) {
        let mut heads: BTreeMap<&BTreeSet<&str>, Vec<usize>> = BTreeMap::new();
        let mut without: Vec<usize> = Vec::new();
        let variants = self.variants;
        for (index, variant) in variants.iter().enumerate() {
            if variant.postcode.is_none() {
                without.push(index);
                continue;
            }
            let heads = heads.entry(&variant.places).or_default();
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
                .get(&variants[index].places)
                .cloned()
                .unwrap_or_default();
            let clusters: BTreeSet<usize> = heads.iter().map(|head| self.of[*head]).collect();
            if let (1, Some(head)) = (clusters.len(), heads.first()) {
                self.unite(*head, index);
            }
        }
    }

    /// Whether nothing in postcodes and numbers speaks against two clusters being one street.
    fn may_unite(&self, a: usize, b: usize) -> bool {
        let members = |of: usize| {
            let of = self.of[of];
            (0..self.variants.len()).filter(move |index| self.of[*index] == of)
        };
        members(a).all(|i| {
            members(b).all(|j| {
                let (one, other) = (&self.variants[i], &self.variants[j]);
                let (Some(x), Some(y)) = (one.postcode, other.postcode) else {
                    return true;
                };
                outward(x) == outward(y)
                    || (area(x) == area(y) && one.numbers.is_disjoint(&other.numbers))
            })
        })
    }

    /// `Oak Road, Merthyr` is the `Oak Road, Gurnos, Merthyr` if there is no other one.
    fn join_larger(&mut self) {
        let mut order: Vec<usize> = (0..self.variants.len()).collect();
        order.sort_by_key(|index| (usize::MAX - self.variants[*index].places.len(), *index));
        for small in order {
            let larger: Vec<usize> = (0..self.variants.len())
                .filter(|large| {
                    let (large_one, small_one) = (&self.variants[*large], &self.variants[small]);
                    self.of[*large] != self.of[small]
                        && large_one.places.len() > small_one.places.len()
                        && large_one.places.is_superset(&small_one.places)
                        && self.may_unite(*large, small)
                })
                .collect();
            let near = |index: &usize| {
                nearness(
                    self.variants[*index].postcode,
                    self.variants[small].postcode,
                )
            };
            let nearest = larger.iter().map(near).max().unwrap_or(0);
            let clusters: BTreeMap<usize, usize> = larger
                .iter()
                .filter(|index| near(index) == nearest)
                .map(|index| (self.of[*index], *index))
                .collect();
            if let (1, Some(large)) = (clusters.len(), clusters.values().next()) {
                self.unite(*large, small);
            }
        }
    }
}

/// How much of two postcodes is the same.
fn nearness(a: Option<&str>, b: Option<&str>) -> usize {
    match (a, b) {
        (Some(a), Some(b)) => a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count(),
        _ => 0,
    }
}
