//! Meetings, lists lent for them, stories, groups: every variant of every enum in a body.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::group::{Belongs, Complaint, Earlier, Ended};
use stairwell::canvass::meeting::{AsksList, Lent, OnList, Purpose, Rings, Said, SignedIn};
use stairwell::canvass::story::{Back, Proof, To, Told, Used, Yes};

fn dot(seq: u64) -> Dot {
    Dot {
        log: LogId([12; 8]),
        seq,
    }
}

/// Meetings, and lists lent for them.
pub fn meetings() -> Vec<Fact> {
    let mut facts: Vec<Fact> = [None, Some(dot(1))]
        .map(|of| Fact::Meeting {
            said: Said {
                what: "The first meeting of both houses".into(),
                day: 20_782,
                from: 19 * 60,
                place: "The community room".into(),
                asked_from: 20_775,
                of,
            },
        })
        .to_vec();
    facts.push(Fact::SignedIn {
        said: SignedIn {
            meeting: dot(1),
            day: 20_782,
            people: 2,
        },
    });
    facts.extend(
        [Purpose::SignIn, Purpose::Ringing].map(|purpose| Fact::AsksList {
            said: AsksList {
                meeting: dot(1),
                purpose,
                key: [7; 32],
            },
        }),
    );
    facts.push(Fact::Lent {
        said: Lent {
            asked: dot(2),
            meeting: dot(1),
            until: 20_782,
            sealed: vec![1, 2, 3],
        },
    });
    facts.push(Fact::OnList {
        said: OnList {
            asked: dot(2),
            contacts: vec![dot(11), dot(12)],
            instead: vec![dot(3)],
        },
    });
    facts.push(Fact::Rings {
        said: Rings {
            asked: dot(2),
            meeting: dot(1),
            instead: vec![dot(3)],
        },
    });
    facts
}

/// Stories.
pub fn stories() -> Vec<Fact> {
    let mut facts = vec![
        Fact::Story {
            said: Told {
                of: Some(dot(4)),
                words: "The lift was out for nine weeks".into(),
                language: "en".into(),
                day: 20_775,
                instead: vec![dot(4)],
            },
        },
        Fact::StoryUsed {
            said: Used {
                told: dot(5),
                to: To::Hall,
                place: "The council".into(),
                day: 20_780,
                by: vec![dot(6)],
            },
        },
    ];
    let proofs = [
        Proof::Witness("Amina".into()),
        Proof::Signature("The blue folder".into()),
    ];
    for (proof, to) in proofs.into_iter().cycle().zip(To::ALL) {
        facts.push(Fact::StoryYes {
            said: Yes {
                told: dot(5),
                to,
                day: 20_776,
                until: 21_141,
                proof,
                language: "cy".into(),
                after: vec![dot(7)],
            },
        });
    }
    facts.extend(
        [(None, None), (Some(dot(4)), Some(To::Press))].map(|(story, to)| Fact::StoryBack {
            said: Back {
                story,
                to,
                day: 20_790,
            },
        }),
    );
    facts
}

/// Groups, earlier campaigns and complaints.
pub fn groups() -> Vec<Fact> {
    let mut facts: Vec<Fact> = [true, false]
        .map(|is| Fact::Group {
            said: Belongs {
                group: "The gardeners".into(),
                is,
                instead: vec![dot(8)],
            },
        })
        .to_vec();
    facts.extend(Ended::ALL.map(|ended| Fact::Earlier {
        said: Earlier {
            who: "Tenants of Dunlin House".into(),
            what: "Keep the laundry".into(),
            ended,
            when: "1998 to 2001".into(),
            instead: vec![dot(9)],
        },
    }));
    facts.push(Fact::Complaint {
        said: Complaint {
            what: "Called on after nine".into(),
            day: 20_775,
            instead: vec![dot(10)],
        },
    });
    facts
}
