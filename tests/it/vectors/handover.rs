//! What a campaign that was handed over keeps of that, and its committee's acts.

use stairwell::canvass::author::PersonId;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::handover::{
    ActAsked, ActSigned, AskAgain, Guarded, HeldBefore, RaisedBefore, TestedBefore,
};
use stairwell::canvass::structure::Rung;

fn dot(seq: u64) -> Dot {
    Dot {
        log: LogId([12; 8]),
        seq,
    }
}

/// Every variant of every enum in their bodies.
pub fn facts() -> Vec<Fact> {
    let mut facts = vec![
        Fact::HeldBefore {
            said: HeldBefore {
                group: "Larch Lane Action".into(),
                contact: "01632 960 001".into(),
                day: 20_790,
                homes: 151,
                package: [5; 32],
            },
        },
        Fact::AskAgain {
            said: AskAgain { day: 20_790 },
        },
        Fact::Keyholder {
            signed: vec![1, 2, 3],
        },
        Fact::HandedOver {
            signed: vec![1, 2, 3],
        },
        Fact::ActSigned {
            said: ActSigned { act: dot(3) },
        },
    ];
    facts.extend([None, Some(40)].map(|homes| Fact::RaisedBefore {
        said: RaisedBefore {
            issue: dot(1),
            homes,
            spoken: 90,
        },
    }));
    facts.extend([None, Some(76)].map(|n| Fact::TestedBefore {
        said: TestedBefore {
            ask: "Will you sign?".into(),
            rung: Rung::Petition,
            n,
            of: n.map(|n| n * 2),
            needed: n,
            day: 20_780,
        },
    }));
    let admit = Guarded::Admit {
        name: "Dilys".into(),
        tenure: "owner".into(),
        stair: "Dunlin House".into(),
        person: PersonId([8; 16]),
    };
    facts.extend(
        [Guarded::Export, Guarded::Wipe, admit].map(|act| Fact::ActAsked {
            said: ActAsked { act, day: 20_790 },
        }),
    );
    facts
}
