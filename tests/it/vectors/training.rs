//! How people learn to organise: every rung in a body.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::training::{AnybodyUnsafe, Climbed, Debriefed, Rung, Told, Trained};

/// Who trained whom, who reached what, and what was said of an evening.
pub fn facts() -> Vec<Fact> {
    let dot = |seq| Dot {
        log: LogId([11; 8]),
        seq,
    };
    let mut facts = vec![
        Fact::Trained {
            said: Trained {
                who: "Bronwen".into(),
                by: "Amina".into(),
                day: 20_775,
                instead: vec![dot(1)],
            },
        },
        Fact::Debriefed {
            said: Debriefed {
                day: 20_775,
                rose: "Everyone spoke".into(),
                thorn: "The lift was out".into(),
                bud: "Flat 6 asked for a meeting".into(),
                heard: "Damp\nThe heating".into(),
                incident: AnybodyUnsafe::Somebody,
                access: "Buzz the caretaker".into(),
                well: "Bronwen listened".into(),
                ready: "Bronwen, for a stair of her own".into(),
                instead: vec![dot(2), dot(3)],
            },
        },
    ];
    facts.extend(Rung::ALL.map(|rung| Fact::Climbed {
        said: Climbed {
            who: "Bronwen".into(),
            rung,
            witness: "Amina".into(),
            day: 20_775,
            instead: vec![dot(4)],
        },
    }));
    facts.push(Fact::TrainersTold {
        said: Told {
            trainers: 4,
            trained: 11,
            day: 20_775,
        },
    });
    facts
}
