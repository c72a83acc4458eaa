//! `incidents.json`: what happened to somebody who knocks, sealed for two devices; and the bodies of its
//! kinds.

use serde_json::json;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::incident::{Boxed, Handled, Readers, Sort, Step};
use stairwell::sync::certificate::{CampaignId, PersonId};
use stairwell::sync::incident::{Incident, Reader, open, seal};
use stairwell::sync::keys::OwnKeys;

use super::{bytes, held, hex, list};
use crate::counter::Counter;

/// An incident in two boxes, how far it has come, and who may read the next.
pub fn facts() -> Vec<Fact> {
    let dot = |seq| Dot {
        log: LogId([12; 8]),
        seq,
    };
    let mut facts = vec![
        Fact::Incident {
            said: Boxed {
                boxes: vec![vec![1, 2, 3], vec![4]],
                text: vec![5, 6],
            },
        },
        Fact::IncidentReaders {
            said: Readers {
                keys: vec![[7; 32], [8; 32]],
            },
        },
    ];
    let steps = [Step::OpenAgain, Step::Seen, Step::DealtWith];
    facts.extend(steps.map(|step| Fact::Handled {
        said: Handled {
            incident: dot(1),
            step,
            instead: vec![dot(2)],
        },
    }));
    facts
}

#[test]
fn an_incident_is_sealed_as_in_the_file_and_opens_for_each_it_names() {
    let (campaign, author) = (CampaignId([1; 32]), PersonId([5; 16]));
    let keys = [3, 4].map(|n| OwnKeys::from_secret(&[n; 64]));
    let readers = keys.each_ref().map(|keys| Reader {
        key: keys.seal_public(),
        person: PersonId([6; 16]),
        meant: true,
    });
    let made = Sort::ALL.map(|sort| {
        let said = Incident {
            sort,
            place: "Larch House, the yard".into(),
            words: "He stood in the door of the lift and would not move.".into(),
            ring: sort == Sort::Threat,
        };
        let boxed = seal(campaign, author, &said, &readers, &mut Counter(0)).unwrap();
        (said, boxed)
    });
    let made: Vec<_> = made.to_vec();
    let file = held(
        "incidents.json",
        &json!({
            "campaign": hex(&campaign.0),
            "author": hex(&author.0),
            "keys": [3, 4],
            "incidents": made.iter().map(|(said, boxed)| json!({
                "says": format!("{said:?}"),
                "text": hex(&boxed.text),
                "boxes": boxed.boxes.iter().map(|sealed| hex(sealed)).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        }),
    );
    for (vector, (said, _)) in list(&file, "incidents").iter().zip(made) {
        let boxes = list(vector, "boxes").iter();
        let boxes = boxes.map(|sealed| bytes(&json!({ "box": sealed }), "box"));
        let boxed = Boxed {
            boxes: boxes.collect(),
            text: bytes(vector, "text"),
        };
        for keys in &keys {
            assert_eq!(open(campaign, author, &boxed, keys), Some(said.clone()));
        }
    }
}
