//! What is written of a general meeting of members.

use stairwell::canvass::agm::{Needed, OnRoll, Roll, Rules, Voted, Votes};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::structure::Percent;

fn dot(seq: u64) -> Dot {
    Dot {
        log: LogId([13; 8]),
        seq,
    }
}

/// Every variant of every enum in their bodies.
pub fn facts() -> Vec<Fact> {
    let rules = |roll, votes, needed| Fact::AgmRules {
        said: Rules {
            meeting: dot(1),
            members: "Whoever lives on the estate and is sixteen".into(),
            roll,
            votes,
            quorum: "A tenth of the members".into(),
            needed,
            instead: vec![dot(2)],
        },
    };
    let share = Needed::Share(Percent::new(10).unwrap());
    vec![
        rules(Roll::EveryHome, Votes::Household, Needed::Number(20)),
        rules(Roll::Listed, Votes::Resident, share),
        Fact::OnRoll {
            said: OnRoll {
                people: 2,
                instead: vec![dot(3)],
            },
        },
        Fact::Voted {
            said: Voted {
                meeting: dot(1),
                what: "A committee of five".into(),
                yes: 20,
                no: 3,
                abstained: 1,
                present: 25,
                needed: 20,
                instead: Vec::new(),
            },
        },
    ]
}
