//! From addresses to blocks, stairs and doors. What comes out depends on the addresses, not on
//! their order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::fact::BlockKind;
use super::Entry;
use super::address::Address;
use super::name::Name;
use super::neighbourhood;
use super::place_in_block::Place;
use super::plan::{PlannedBlock, PlannedDoor, PlannedStair};
use super::postcode::outward;
use super::walk_order;
use super::words;

/// What the addresses make.
pub(super) struct Estate {
    pub blocks: Vec<PlannedBlock>,
    /// The position of an entry that names a door again, and the line of the row that was kept.
    pub duplicates: Vec<(usize, u64)>,
}

/// What an address is found by first: its street, else its building, else its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Road {
    Street(String),
    Building(String),
    Locality(String),
}

/// Which block of a road.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum InRoad {
    Street,
    Numbered(String),
    Named(String),
}

/// A block with what orders it and what tells it from another of the same name.
struct Draft {
    road: String,
    kind: BlockKind,
    name: String,
    places: Vec<Name>,
    postcode: Option<String>,
    stairs: Vec<PlannedStair>,
}

/// Builds the estate.
pub(super) fn build(mut entries: Vec<Entry>) -> Estate {
    adopt_streets(&mut entries);
    let mut roads: BTreeMap<Road, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        roads.entry(road(&entry.address)).or_default().push(index);
    }
    let mut duplicates = Vec::new();
    let mut drafts = Vec::new();
    for members in roads.values() {
        let addresses: Vec<&Address> = members
            .iter()
            .map(|index| &entries[*index].address)
            .collect();
        let clusters = neighbourhood::split(&addresses);
        let mut streets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (member, cluster) in members.iter().zip(clusters) {
            streets.entry(cluster).or_default().push(*member);
        }
        for members in streets.values() {
            blocks_of_road(&entries, members, &mut drafts, &mut duplicates);
        }
    }
    name_apart(&mut drafts);
    drafts.sort_by(in_order);
    let blocks = drafts.into_iter().map(|draft| PlannedBlock {
        name: draft.name,
        kind: draft.kind,
        stairs: draft.stairs,
    });
    Estate {
        blocks: blocks.collect(),
        duplicates,
    }
}

/// `Flat 1, Ash House, Larkton` is on the street that other rows say Ash House is on.
fn adopt_streets(entries: &mut [Entry]) {
    type Where = Option<String>;
    let mut known: HashMap<(String, Where), BTreeMap<String, (Name, Where)>> = HashMap::new();
    for entry in entries.iter() {
        let address = &entry.address;
        if let (Some(_), Some(building), Some(street)) =
            (&address.unit, &address.building, &address.street)
        {
            let at = (building.key.clone(), address.postcode.clone());
            let streets = known.entry(at).or_default();
            let number = address.number.as_ref().map(|number| number.label.clone());
            streets.insert(street.key.clone(), (street.clone(), number));
        }
    }
    for entry in entries.iter_mut() {
        let address = &mut entry.address;
        let (Some(_), Some(building), None) = (&address.unit, &address.building, &address.street)
        else {
            continue;
        };
        let at = (building.key.clone(), address.postcode.clone());
        if let Some(streets) = known.get(&at).filter(|streets| streets.len() == 1) {
            address.street = streets.values().next().map(|(street, _)| street.clone());
        }
    }
}

fn road(address: &Address) -> Road {
    match (
        &address.street,
        &address.building,
        address.localities.first(),
    ) {
        (Some(street), _, _) => Road::Street(street.key.clone()),
        (None, Some(_), Some(place)) if address.unit.is_none() => Road::Locality(place.key.clone()),
        (None, Some(building), _) => Road::Building(building.key.clone()),
        (None, None, place) => {
            Road::Locality(place.map(|place| place.key.clone()).unwrap_or_default())
        }
    }
}

fn blocks_of_road(
    entries: &[Entry],
    members: &[usize],
    drafts: &mut Vec<Draft>,
    duplicates: &mut Vec<(usize, u64)>,
) {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for index in members {
        let address = &entries[*index].address;
        if let (Some(_), Some(number), Some(building)) =
            (&address.unit, &address.number, &address.building)
        {
            names
                .entry(&number.label)
                .or_default()
                .insert(&building.key);
        }
    }
    let mut blocks: BTreeMap<InRoad, Vec<usize>> = BTreeMap::new();
    for index in members {
        let block = in_road(&entries[*index].address, &names);
        blocks.entry(block).or_default().push(*index);
    }
    let all = || members.iter().map(|index| &entries[*index].address);
    let road_name = most_common(all().filter_map(|address| {
        address.street.as_ref().or(address
            .localities
            .first()
            .filter(|_| address.unit.is_none()))
    }));
    for (block, members) in blocks {
        let addresses = || members.iter().map(|index| &entries[*index].address);
        let own = most_common(addresses().filter_map(|address| {
            match &block {
                InRoad::Named(key) => [&address.building, &address.street]
                    .into_iter()
                    .flatten()
                    .find(|name| name.key == *key),
                _ => None,
            }
        }));
        let name = match &block {
            InRoad::Street => road_name.clone(),
            InRoad::Numbered(number) => format!("{number} {road_name}"),
            InRoad::Named(_) => own,
        };
        let kind = if block == InRoad::Street {
            BlockKind::Street
        } else {
            BlockKind::Building
        };
        drafts.push(Draft {
            road: if road_name.is_empty() {
                name.clone()
            } else {
                road_name.clone()
            },
            kind,
            name,
            places: widest(all()),
            postcode: addresses()
                .filter_map(|address| address.postcode.clone())
                .min(),
            stairs: stairs(entries, &members, kind, duplicates),
        });
    }
}

fn in_road(address: &Address, names: &BTreeMap<&str, BTreeSet<&str>>) -> InRoad {
    if address.unit.is_some() {
        return match (&address.building, &address.number) {
            (Some(building), _) => InRoad::Named(building.key.clone()),
            (None, Some(number)) => {
                let named = names
                    .get(number.label.as_str())
                    .filter(|names| names.len() == 1);
                match named.and_then(|names| names.first()) {
                    Some(name) => InRoad::Named((*name).to_string()),
                    None => InRoad::Numbered(number.label.clone()),
                }
            }
            (None, None) => InRoad::Street,
        };
    }
    // A bungalow of a school, a house in the grounds of a hospital.
    let site = address.street.as_ref().filter(|street| {
        address.number.is_none()
            && !words::is_street(&street.key)
            && (words::is_institution(&street.key) || words::is_building(&street.key))
    });
    match (site, &address.building) {
        (Some(site), _) => InRoad::Named(site.key.clone()),
        (None, Some(building)) if address.street.is_none() && address.localities.is_empty() => {
            InRoad::Named(building.key.clone())
        }
        _ => InRoad::Street,
    }
}

/// The form of a name that most rows show.
fn most_common<'a>(names: impl Iterator<Item = &'a Name>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(&name.shown).or_default() += 1;
    }
    let most = counts
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
    most.map_or(String::new(), |(name, _)| (*name).to_string())
}

/// The places of the address that names most of them.
fn widest<'a>(addresses: impl Iterator<Item = &'a Address>) -> Vec<Name> {
    let most = addresses.max_by(|a, b| {
        let count = a.localities.len().cmp(&b.localities.len());
        count.then_with(|| b.localities.cmp(&a.localities))
    });
    most.map(|address| address.localities.clone())
        .unwrap_or_default()
}

fn stairs(
    entries: &[Entry],
    members: &[usize],
    kind: BlockKind,
    duplicates: &mut Vec<(usize, u64)>,
) -> Vec<PlannedStair> {
    let mut placed: Vec<(Place, usize)> = members
        .iter()
        .map(|index| {
            let entry = &entries[*index];
            let place = match kind {
                BlockKind::Street => Place::on_street(entry),
                BlockKind::Building => Place::in_building(entry),
            };
            (place, *index)
        })
        .collect();
    placed.sort_by(|(a, x), (b, y)| {
        a.by_stair(b)
            .then_with(|| a.ident.cmp(&b.ident))
            .then_with(|| preference(&entries[*x]).cmp(&preference(&entries[*y])))
    });
    let mut kept: Vec<(Place, usize)> = Vec::with_capacity(placed.len());
    for (place, index) in placed {
        let same_place = kept.iter().rev().take_while(|(other, _)| {
            other.ident == place.ident && other.by_stair(&place) == Ordering::Equal
        });
        let twin = same_place
            .map(|(_, other)| *other)
            .filter(|other| is_same_door(&entries[*other], &entries[index]));
        match twin.last() {
            Some(twin) => duplicates.push((index, entries[twin].row)),
            None => kept.push((place, index)),
        }
    }
    kept.sort_by(|(a, x), (b, y)| {
        a.by_stair(b)
            .then_with(|| a.by_walk(b))
            .then_with(|| preference(&entries[*x]).cmp(&preference(&entries[*y])))
    });
    let mut stairs: Vec<PlannedStair> = Vec::new();
    let mut last: Option<Place> = None;
    for (place, index) in kept {
        let starts = last
            .as_ref()
            .is_none_or(|last| last.by_stair(&place) != Ordering::Equal);
        if starts {
            stairs.push(PlannedStair {
                name: place.entrance.clone(),
                kind: place.stair,
                doors: Vec::new(),
            });
        }
        if let Some(stair) = stairs.last_mut() {
            stair.doors.push(door(&place, &entries[index]));
        }
        last = Some(place);
    }
    for stair in &mut stairs {
        label_apart(&mut stair.doors);
    }
    stairs
}

/// Of rows for one door the one that says most is kept.
fn preference(entry: &Entry) -> (bool, bool, &str, Option<&str>, Option<&str>, u64) {
    (
        entry.uprn.is_none(),
        entry.address.postcode.is_none(),
        &entry.text,
        entry.uprn.as_deref(),
        entry.district.as_deref(),
        entry.row,
    )
}

/// Whether two rows for one place in a block are one door. The same words are; other words are
/// unless something tells them apart: a postcode, a house name, a reference number.
fn is_same_door(a: &Entry, b: &Entry) -> bool {
    if a.text == b.text && a.address.postcode == b.address.postcode {
        return true;
    }
    let agree = |x: Option<&str>, y: Option<&str>| x.is_none() || y.is_none() || x == y;
    let house = |entry: &Entry| entry.address.building.as_ref().map(|name| name.key.clone());
    agree(a.address.postcode.as_deref(), b.address.postcode.as_deref())
        && agree(a.uprn.as_deref(), b.uprn.as_deref())
        && agree(house(a).as_deref(), house(b).as_deref())
}

fn door(place: &Place, entry: &Entry) -> PlannedDoor {
    PlannedDoor {
        label: place.label.clone(),
        house_name: place.house_name.clone(),
        floor: place.floor,
        uprn: entry.uprn.clone(),
        postcode: entry.address.postcode.clone(),
        district: entry.district.clone(),
        row: entry.row,
    }
}

/// Two doors of a stair never have the same label: the house's name or the postcode tells them
/// apart, or else a count.
fn label_apart(doors: &mut [PlannedDoor]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for door in doors.iter() {
        *counts.entry(door.label.clone()).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for door in doors.iter_mut() {
        let twins = counts.get(&door.label).copied().unwrap_or(1) > 1;
        if twins && let Some(more) = door.house_name.as_ref().or(door.postcode.as_ref()) {
            door.label = format!("{} ({more})", door.label);
        }
        let label = door.label.clone();
        let mut count = 1;
        while !taken.insert(door.label.clone()) {
            count += 1;
            door.label = format!("{label} ({count})");
        }
    }
}

/// Blocks of the same name get their place or postcode beside it.
fn name_apart(drafts: &mut [Draft]) {
    type Suffix = fn(&Draft, &BTreeSet<String>) -> Option<String>;
    let by_place: Suffix = |draft, common| {
        let own = draft
            .places
            .iter()
            .find(|place| !common.contains(&place.key));
        own.map(|place| place.shown.clone())
    };
    let by_district: Suffix = |draft, _| {
        draft
            .postcode
            .as_deref()
            .map(|code| outward(code).to_string())
    };
    let by_postcode: Suffix = |draft, _| draft.postcode.clone();
    for suffix in [by_place, by_district, by_postcode] {
        for twins in same_names(drafts) {
            let keys = |index: &usize| -> BTreeSet<String> {
                drafts[*index]
                    .places
                    .iter()
                    .map(|place| place.key.clone())
                    .collect()
            };
            let common = twins
                .iter()
                .map(keys)
                .reduce(|a, b| &a & &b)
                .unwrap_or_default();
            let suffixes: Vec<Option<String>> = twins
                .iter()
                .map(|index| suffix(&drafts[*index], &common))
                .collect();
            let different: BTreeSet<&Option<String>> = suffixes.iter().collect();
            if different.len() < 2 {
                continue;
            }
            for (index, suffix) in twins.iter().zip(suffixes) {
                if let Some(suffix) = suffix {
                    drafts[*index].name = format!("{} ({suffix})", drafts[*index].name);
                }
            }
        }
    }
    for twins in same_names(drafts) {
        let mut twins = twins;
        twins.sort_by(|a, b| in_order(&drafts[*a], &drafts[*b]));
        for (count, index) in twins.into_iter().enumerate().skip(1) {
            drafts[index].name = format!("{} ({})", drafts[index].name, count + 1);
        }
    }
}

fn same_names(drafts: &[Draft]) -> Vec<Vec<usize>> {
    let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        names.entry(&draft.name).or_default().push(index);
    }
    names
        .into_values()
        .filter(|twins| twins.len() > 1)
        .collect()
}

/// Streets by name, each with its buildings after it.
fn in_order(a: &Draft, b: &Draft) -> Ordering {
    let first = |draft: &Draft| {
        draft
            .stairs
            .first()
            .and_then(|stair| stair.doors.first())
            .map(|door| (door.postcode.clone(), door.label.clone()))
    };
    walk_order(&a.road, &b.road)
        .then_with(|| a.places.cmp(&b.places))
        .then_with(|| (a.kind == BlockKind::Building).cmp(&(b.kind == BlockKind::Building)))
        .then_with(|| walk_order(&a.name, &b.name))
        .then_with(|| a.postcode.cmp(&b.postcode))
        .then_with(|| first(a).cmp(&first(b)))
}
