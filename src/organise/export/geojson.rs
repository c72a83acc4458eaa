//! Figures by stair for a map, RFC 7946, and nothing of anyone. Where a stair stands is not known
//! here, so no feature has a geometry (section 3.2 lets it be null); by the national property number
//! of one of its doors another list tells it, such as Ordnance Survey's open one.

use serde_json::{Value as Json, json};

use super::cell::Table;
use super::{ExportError, Merged, dot_name, stair_name};
use crate::organise::evidence::Figure;
use crate::organise::report::StairRow;

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
    let tried = there().filter(|row| !row.knocks.is_empty()).count();
    let reached = there().filter(|row| row.reached()).count();
    // Of few, or of all but few, whoever knows the stair would know whose they are; nor how many were tried in vain.
    let homes = Figure::Exactly(doors);
    let told_tried = Figure::within(tried, &[homes]);
    let told_reached = Figure::within(reached, &[homes, told_tried]);
    let figure = |figure: Figure| match figure {
        Figure::Exactly(n) => Some(n),
        Figure::LeftOut => None,
    };
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
            "tried": figure(told_tried),
            "reached": figure(told_reached),
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

    /// A stair of so many doors, of which so many were tried and so many of these reached; so many are gone.
    fn features(doors: usize, tried: usize, reached: usize, gone: usize) -> Vec<Json> {
        let mut small = Small::new(doors);
        for place in 0..tried {
            let outcome = match place < reached {
                true => Outcome::Spoke,
                false => Outcome::NotHome,
            };
            let fact = Fact::Knock {
                outcome,
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

    fn figures(doors: usize, tried: usize, reached: usize, gone: usize) -> [Json; 3] {
        let properties = &features(doors, tried, reached, gone)[0]["properties"];
        ["doors", "tried", "reached"].map(|figure| properties[figure].clone())
    }

    #[test]
    fn a_stair_is_a_feature_without_a_place_and_with_its_figures() {
        let features = features(16, 11, 6, 0);
        assert_eq!(features.len(), 2);
        assert!(features.iter().all(|feature| feature["geometry"].is_null()));
        assert_eq!(figures(16, 11, 6, 0), [16, 11, 6]);
        // A door that is not there any more is none of them.
        assert_eq!(figures(17, 12, 7, 1), [16, 11, 6]);
    }

    #[test]
    fn r11_5_a_figure_of_few_homes_of_a_stair_stands_on_no_map() {
        // Doors, tried, reached and gone; whether it says how many were tried, and how many reached.
        for (doors, tried, reached, gone, says) in [
            (4, 1, 1, 0, [false, false]),
            (20, 4, 4, 0, [false, false]),
            (20, 16, 8, 0, [false, true]),
            (20, 20, 5, 0, [false, true]),
            (20, 0, 0, 0, [false, false]),
            (20, 10, 5, 0, [true, true]),
            // Four who were tried in vain, or none, would be what is left of those tried.
            (20, 10, 6, 0, [true, false]),
            (20, 10, 10, 0, [true, false]),
            (20, 10, 4, 0, [true, false]),
            (9, 5, 5, 0, [false, false]),
            (24, 11, 6, 6, [true, false]),
        ] {
            let [shown, told_tried, told_reached] = figures(doors, tried, reached, gone);
            assert_eq!(shown, doors - gone);
            let told = [!told_tried.is_null(), !told_reached.is_null()];
            assert_eq!(told, says, "{doors} {tried} {reached} {gone}");
        }
    }
}
