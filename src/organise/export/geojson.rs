//! Figures by stair for a map, RFC 7946, and nothing of anyone. Where a stair stands is not known
//! here, so no feature has a geometry (section 3.2 lets it be null); by the national property number
//! of one of its doors another list tells it, such as Ordnance Survey's open one.

use serde_json::{Value as Json, json};

use super::cell::Table;
use super::{ExportError, Merged, dot_name, stair_name};
use crate::organise::report::StairRow;

/// Where a stair has fewer doors than this, its figures would be somebody's.
const FEW: usize = 3;

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
    // As a text: twelve digits, which no reader should take for a measure.
    let figure = |n: usize| (row.doors.len() >= FEW).then_some(n);
    let uprn = row.doors.iter().filter_map(|row| row.door.uprn).min();
    json!({
        "type": "Feature",
        "id": dot_name(row.stair.id.0),
        "geometry": null,
        "properties": {
            "block": row.block,
            "stair": stair_name(&row.stair, from.words),
            "uprn": uprn.map(|uprn| uprn.to_string()),
            "doors": row.doors.len(),
            "tried": figure(row.tried()),
            "reached": figure(row.reached()),
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

    fn features(doors: usize) -> Vec<Json> {
        let mut small = Small::new(doors);
        let fact = Fact::Knock {
            outcome: Outcome::Spoke,
            by: None,
            when: None,
        };
        let door = small.door(0).into();
        small.say(3, Role::Volunteer, 0, fact, vec![door]);
        let file: Json = serde_json::from_str(&written(&small, Export::GeoJson)).unwrap();
        assert_eq!(file["type"], "FeatureCollection");
        file["features"].as_array().unwrap().clone()
    }

    #[test]
    fn a_stair_is_a_feature_without_a_place_and_with_its_figures() {
        let features = features(4);
        assert_eq!(features.len(), 2);
        assert!(features.iter().all(|feature| feature["geometry"].is_null()));
        let properties = &features[0]["properties"];
        let figures = [
            &properties["doors"],
            &properties["tried"],
            &properties["reached"],
        ];
        assert_eq!(figures, [4, 1, 1]);
    }

    #[test]
    fn where_few_live_nothing_is_said_of_them() {
        let properties = &features(2)[0]["properties"];
        assert_eq!(properties["doors"], 2);
        assert!(properties["tried"].is_null() && properties["reached"].is_null());
    }
}
