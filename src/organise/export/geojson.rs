//! Figures by stair for a map, RFC 7946, and nothing of anyone. Where a stair stands is not known
//! here, so no feature has a geometry (section 3.2 lets it be null); by the national property number
//! of one of its doors another list tells it, such as Ordnance Survey's open one.

use serde_json::{Value as Json, json};

use super::cell::Table;
use super::{ExportError, Merged, dot_name, stair_name};
use crate::organise::report::StairRow;

/// Where a stair has fewer doors than this, its figures would be somebody's.
const FEW: usize = 5;

/// The file; its lines are its stairs.
pub(super) fn stairs(from: &Merged<'_>) -> Result<Table, ExportError> {
    let stairs = &from.report.stairs;
    let features: Vec<Json> = stairs.iter().map(|row| feature(from, row)).collect();
    let file = json!({ "type": "FeatureCollection", "features": features });
    let bytes = serde_json::to_vec_pretty(&file).map_err(|_| ExportError)?;
    let lines = u64::try_from(stairs.len()).unwrap_or(u64::MAX);
    Ok(Table { bytes, lines })
}

fn feature(from: &Merged<'_>, row: &StairRow) -> Json {
    let there = || row.doors.iter().filter(|row| !row.door.gone);
    let doors = there().count();
    // All or none says of each single door what the figure was to keep back.
    let figure = |n: usize| (doors >= FEW && n > 0 && n < doors).then_some(n);
    let tried = there().filter(|row| !row.knocks.is_empty()).count();
    let reached = there().filter(|row| row.reached()).count();
    let uprn = there().filter_map(|row| row.door.uprn).min();
    json!({
        "type": "Feature",
        "id": dot_name(row.stair.id.0),
        "geometry": null,
        "properties": {
            "block": row.block,
            "stair": stair_name(&row.stair, from.words),
            // As a text: twelve digits, which no reader should take for a measure.
            "uprn": uprn.map(|uprn| uprn.to_string()),
            "doors": doors,
            "tried": figure(tried),
            "reached": figure(reached),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvass::author::Role;
    use crate::canvass::fact::{Fact, Outcome};
    use crate::organise::export::Export;
    use crate::organise::export::tests::written;
    use crate::organise::small::Small;

    fn features(doors: usize, knocked: usize, gone: usize) -> Vec<Json> {
        let mut small = Small::new(doors);
        for place in 0..knocked {
            let fact = Fact::Knock {
                outcome: Outcome::Spoke,
                by: None,
                when: None,
            };
            let door = small.door(place).into();
            small.say(3, Role::Volunteer, 0, fact, vec![door]);
        }
        for place in 0..gone {
            let fact = Fact::Listed {
                label: None,
                gone: true,
            };
            let door = small.door(place).into();
            small.say(1, Role::Organiser, 0, fact, vec![door]);
        }
        let file: Json = serde_json::from_str(&written(&small, Export::GeoJson)).unwrap();
        assert_eq!(file["type"], "FeatureCollection");
        file["features"].as_array().unwrap().clone()
    }

    fn figures(doors: usize, knocked: usize, gone: usize) -> [Json; 3] {
        let properties = &features(doors, knocked, gone)[0]["properties"];
        ["doors", "tried", "reached"].map(|figure| properties[figure].clone())
    }

    #[test]
    fn a_stair_is_a_feature_without_a_place_and_with_its_figures() {
        let features = features(6, 1, 0);
        assert_eq!(features.len(), 2);
        assert!(features.iter().all(|feature| feature["geometry"].is_null()));
        assert_eq!(figures(6, 1, 0), [6, 1, 1]);
        // A door that is not there any more is none of them.
        assert_eq!(figures(6, 3, 1), [5, 2, 2]);
    }

    #[test]
    fn where_few_live_or_all_did_the_same_nothing_is_said_of_them() {
        for (doors, knocked, gone) in [(4, 1, 0), (6, 3, 2), (5, 5, 0), (5, 0, 0), (6, 1, 1)] {
            let [shown, tried, reached] = figures(doors, knocked, gone);
            assert_eq!(shown, doors - gone);
            assert!(
                tried.is_null() && reached.is_null(),
                "{doors} {knocked} {gone}"
            );
        }
    }
}
