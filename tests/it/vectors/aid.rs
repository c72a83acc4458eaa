//! Help between neighbours: every variant of every enum in a body.

use stairwell::canvass::aid::{
    Ages, Care, CheckSeen, Help, Level, MatchYes, Need, Offer, Pair, Pass, Pod, Proposed, Reason,
    SafeguardingLead, Session, Taken, TakenBack,
};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fact::Fact;

fn dot(seq: u64) -> Dot {
    Dot {
        log: LogId([14; 8]),
        seq,
    }
}

const PAIR: Pair = Pair {
    need: Dot {
        log: LogId([14; 8]),
        seq: 1,
    },
    offer: Dot {
        log: LogId([15; 8]),
        seq: 2,
    },
};

/// All of it.
pub fn facts() -> Vec<Fact> {
    [needs(), matches(), childcare()].concat()
}

fn needs() -> Vec<Fact> {
    let needs = Help::ALL.map(|what| Fact::Need {
        said: Need {
            what,
            words: "To the clinic".into(),
            agreed: 20_775,
            after: vec![dot(3)],
            instead: vec![dot(4)],
        },
    });
    let offers = Help::ALL.map(|what| Fact::Offer {
        said: Offer {
            what,
            words: String::new(),
            agreed: 20_776,
            after: vec![dot(3)],
            instead: vec![dot(5)],
        },
    });
    needs.into_iter().chain(offers).collect()
}

fn matches() -> Vec<Fact> {
    let mut facts = vec![Fact::Proposed {
        said: Proposed {
            pair: PAIR,
            reasons: Reason::ALL.to_vec(),
            day: 20_777,
        },
    }];
    let reach = Pass::Reach {
        name: "Gwen".into(),
        reach: "07700 900123".into(),
    };
    facts.extend([Pass::PointPerson, reach].map(|pass| Fact::MatchYes {
        said: MatchYes {
            pair: PAIR,
            pass,
            day: 20_778,
            after: vec![dot(6)],
            instead: vec![dot(7)],
        },
    }));
    let taken = [Taken::Everything, Taken::Entry(dot(1)), Taken::Match(PAIR)];
    facts.extend(taken.map(|what| Fact::AidTakenBack {
        said: TakenBack { what, day: 20_779 },
    }));
    facts.push(Fact::Pod {
        said: Pod {
            name: "Larch, lower floors".into(),
            point: "Gwen".into(),
            deputy: "Bilal".into(),
            instead: vec![dot(8)],
        },
    });
    facts
}

fn childcare() -> Vec<Fact> {
    let mut facts: Vec<Fact> = Level::ALL
        .map(|level| Fact::CheckSeen {
            said: CheckSeen {
                level,
                seen_by: "Gwen".into(),
                day: 20_775,
                recheck: 21_140,
                instead: vec![dot(9)],
            },
        })
        .to_vec();
    let lead = SafeguardingLead::named("Gwen").unwrap();
    facts.extend(
        [Care::ParentsStay, Care::DropOff(lead)].map(|care| Fact::Session {
            said: Session {
                day: 20_790,
                ages: Ages::ALL.to_vec(),
                care,
                under_two_hours: true,
                adults: vec!["Gwen".into(), "Bilal".into()],
                venue: "The community room".into(),
                first_aid: "Bilal".into(),
                council: "Family information, 3 March".into(),
                instead: vec![dot(10)],
            },
        }),
    );
    facts
}
