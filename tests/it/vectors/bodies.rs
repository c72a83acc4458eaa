//! `bodies.json`: every kind's body, and every variant of every enum in one.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use stairwell::canvass::author::CertificateId;
use stairwell::canvass::demand::{
    Check, Checked, Closed, Demanded, Ending, Gathered, Named, Step as DemandStep, Won,
};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{BlockKind, Fact, NoKnockScope, Outcome, Source, StairKind, Value};
use stairwell::canvass::script::{AnswerKind, Next, Stage, Step};

use super::{
    agm, aid, bytes, handover, held, hex, incident, list, meetings, number, petition, structure,
    text, training,
};

fn words(words: &str) -> String {
    words.to_string()
}

fn board() -> Vec<Fact> {
    let mut facts = vec![
        Fact::Writer {
            name: words("Mair"),
        },
        Fact::Strike {},
        Fact::AboutUs {
            group: words("Llwyn Residents"),
            contact: words("llwyn@example.org"),
            shared_with: String::new(),
        },
        Fact::Turf {
            name: words("Larch, upper floors"),
        },
        Fact::Counted {
            hashes: vec![[1; 32], [2; 32]],
        },
        Fact::Revoked {
            device: CertificateId([3; 32]),
        },
        Fact::Erased {},
        Fact::Kept {
            what: words("What you tell us at your door"),
            why: words("To put it right together"),
            days: 14,
        },
        Fact::Extended {
            extension: vec![1, 2, 3],
        },
        Fact::Placed {
            entrance: Some(words("B")),
            floor: Some(-1),
            order: 300,
        },
        Fact::Placed {
            entrance: None,
            floor: None,
            order: 0,
        },
        Fact::Tries { most: 3 },
        Fact::HomesALeader { homes: 12 },
        Fact::Hours { until: 960 },
        Fact::Named {
            name: words("Heron Court"),
        },
    ];
    facts.extend((0..).zip(Source::ALL).map(|(n, source)| Fact::ListSource {
        source,
        doors: n * 1_000,
    }));
    facts.extend(
        [BlockKind::Building, BlockKind::Street].map(|kind| Fact::Block {
            name: words("Larch House"),
            kind,
        }),
    );
    let stairs = [
        StairKind::Entrance,
        StairKind::OddSide,
        StairKind::EvenSide,
        StairKind::NamedHouses,
    ];
    facts.extend(stairs.map(|kind| Fact::Stair {
        name: String::new(),
        kind,
    }));
    facts
}

fn asked() -> Vec<Fact> {
    let choices = || vec![words("Yes"), words("Ydw")];
    let answers = [
        AnswerKind::Choice(choices()),
        AnswerKind::Choices(choices()),
        AnswerKind::Scale(words("never"), words("always")),
        AnswerKind::Number,
        AnswerKind::Words,
        AnswerKind::YesNo,
        AnswerKind::Nomination,
    ];
    let mut facts: Vec<Fact> = answers
        .into_iter()
        .map(|answers| Fact::Question {
            words: words("What would you change?"),
            answers,
        })
        .collect();
    facts.extend(
        [Stage::Listen, Stage::Commit, Stage::Test].map(|stage| Fact::Script {
            version: 2,
            title: words("Listening"),
            stage,
            steps: vec![
                Step {
                    branches: vec![
                        (Value::No, Next::Question(2)),
                        (Value::Choice(1), Next::End),
                    ],
                    otherwise: Next::Following,
                },
                Step::straight_on(),
            ],
        }),
    );
    let values = [
        Value::Choice(300),
        Value::Choices(vec![0, 2]),
        Value::Scale(5),
        Value::Number(-40),
        Value::Words(words("Y lifft")),
        Value::Yes,
        Value::No,
        Value::WouldNotSay,
    ];
    facts.extend(values.map(|value| Fact::Answer { value, script: 2 }));
    facts
}

fn at_doors() -> Vec<Fact> {
    let mut facts = vec![
        Fact::Listed {
            label: Some(words("Flat 6A")),
            gone: false,
        },
        Fact::Listed {
            label: None,
            gone: true,
        },
        Fact::Door {
            label: words("Flat 6"),
            floor: Some(2),
            order: 6,
            uprn: Some(10_090_000_000),
        },
        Fact::Door {
            label: words("13A"),
            floor: None,
            order: 13,
            uprn: None,
        },
        Fact::Knock {
            outcome: Outcome::Spoke,
            by: Some(words("Rhian")),
            when: Some(1_795_000_000),
        },
        Fact::PlainFact {
            value: Value::Words(words("Council")),
        },
        Fact::Note {
            words: words("After six"),
        },
        Fact::Resident {
            name: words("Gwen"),
        },
        Fact::FollowUp {
            what: words("Ring back"),
            who: Some(words("Mair")),
            by: Some(20_775),
        },
        Fact::FollowUp {
            what: words("Ring back"),
            who: None,
            by: None,
        },
        Fact::EntryCode {
            code: words("1234C"),
        },
        Fact::Moved {},
        Fact::Deceased {},
        Fact::Hidden {},
        Fact::ConsentWithdrawn {},
    ];
    facts.extend(Outcome::ALL.map(|outcome| Fact::Knock {
        outcome,
        by: None,
        when: None,
    }));
    let scopes = [
        NoKnockScope::Campaign,
        NoKnockScope::Until(20_775),
        NoKnockScope::ForGood,
    ];
    facts.extend(scopes.map(|scope| Fact::DoNotKnock { scope }));
    facts
}

fn inner() -> Vec<Fact> {
    vec![
        Fact::Sealed {
            sealed: vec![1, 2, 3],
        },
        Fact::Nomination {
            whom: words("the woman at number 9"),
        },
        Fact::Contact {
            name: words("Gwen"),
            reach: words("01632 960000"),
        },
        Fact::ShiftEnded {},
    ]
}

/// What plans an evening and closes it.
fn evenings() -> Vec<Fact> {
    let instead = vec![Dot {
        log: LogId([7; 8]),
        seq: 300,
    }];
    vec![
        Fact::Estate {
            name: words("Kestrel"),
        },
        Fact::Exported {
            file: words("contacts.csv"),
            rows: 300,
        },
        Fact::TakenOn {
            who: Some(words("Mair")),
            by: Some(20_775),
        },
        Fact::TakenOn {
            who: None,
            by: None,
        },
        Fact::BoardEntered {
            code: words("K3TQ"),
            by: words("Rhian"),
            when: 1_795_000_000,
        },
        Fact::Done {},
        Fact::CardShown {
            language: words("cy"),
        },
        Fact::Goes {
            who: words("Mair"),
            day: 20_775,
            ready: true,
            instead: instead.clone(),
        },
        Fact::Evening {
            day: 20_775,
            meet: words("The hall"),
            from: 1_050,
            until: 1_200,
            instead: instead.clone(),
        },
        Fact::ContactGone {
            instead: instead.clone(),
        },
        Fact::Back {
            who: words("Mair"),
            day: 20_775,
            back: true,
            instead: instead.clone(),
        },
        Fact::Late {
            day: 20_775,
            until: 1_260,
            why: words("The hall was only free late"),
            instead: instead.clone(),
        },
        Fact::Leads {
            day: 20_775,
            who: words("Mair"),
            instead: instead.clone(),
        },
        Fact::Lifted {
            lifted: instead[0],
            what: Kind::DO_NOT_KNOCK,
            why: words("Asked back in"),
        },
    ]
}

/// Whom homes named, and what came of it.
fn leaders() -> Vec<Fact> {
    let dot = Dot {
        log: LogId([8; 8]),
        seq: 12,
    };
    vec![
        Fact::Meant {
            nominations: vec![dot],
            instead: vec![],
        },
        Fact::TalkedTo {
            day: 20_775,
            instead: vec![dot],
        },
        Fact::AgreedTo {
            task: words("Sign"),
            by: 20_782,
            instead: vec![],
        },
        Fact::Came {
            agreed: dot,
            day: 20_783,
            instead: vec![],
        },
        Fact::Unnamed {},
    ]
}

/// What homes raise, and what is made of it.
fn demands() -> Vec<Fact> {
    let dot = |seq| Dot {
        log: LogId([9; 8]),
        seq,
    };
    let demanded = |of: Option<Dot>, target: &str| Demanded {
        issue: dot(1),
        of,
        who: words("The landlord"),
        what: words("Mend the roof"),
        by: of.map(|_| 20_865),
        know: words("No wet wall"),
        target: words(target),
        decides: of.map(|_| 20_800),
        instead: of.into_iter().collect(),
    };
    let mut facts = vec![
        Fact::Issue {
            said: Named {
                name: words("Wet homes"),
                of: None,
                instead: vec![],
            },
        },
        Fact::Issue {
            said: Named {
                name: words("Cold homes"),
                of: Some(dot(1)),
                instead: vec![dot(1)],
            },
        },
        Fact::Gathered {
            said: Gathered {
                issue: dot(1),
                answers: vec![dot(300)],
                choices: vec![(dot(7), 2)],
                instead: vec![dot(2)],
            },
        },
        Fact::Demand {
            said: demanded(None, ""),
        },
        Fact::Demand {
            said: demanded(Some(dot(3)), "Head of repairs"),
        },
        Fact::Checked {
            said: Checked {
                issue: dot(1),
                by: words("Larch, stair A"),
                day: 20_775,
                answers: vec![(0, Check::Yes), (4, Check::No), (13, Check::Unsure)],
                instead: vec![],
            },
        },
    ];
    let steps = [
        DemandStep::Asked,
        DemandStep::Refused,
        DemandStep::Offered,
        DemandStep::Written {
            document: words("Letter to tenants"),
        },
        DemandStep::Delivered,
        DemandStep::Broken,
    ];
    facts.extend(steps.map(|step| Fact::Won {
        said: Won {
            demand: dot(3),
            tenure: words("council"),
            step,
            day: 20_775,
            instead: vec![],
        },
    }));
    let endings = [Ending::Open, Ending::Settled, Ending::CulDeSac];
    facts.extend(endings.map(|ending| Fact::Closed {
        said: Closed {
            issue: dot(1),
            ending,
            why: words("Nobody owns the drain"),
            day: 20_775,
            instead: vec![dot(4)],
        },
    }));
    facts
}

#[test]
fn bodies_are_written_and_read_as_in_the_file() {
    let parts = [
        board(),
        asked(),
        at_doors(),
        inner(),
        evenings(),
        leaders(),
        demands(),
        structure::facts(),
        training::facts(),
        agm::facts(),
        aid::facts(),
        meetings::meetings(),
        meetings::stories(),
        meetings::groups(),
        petition::facts(),
        handover::facts(),
        incident::facts(),
    ];
    let facts: Vec<Fact> = parts.concat();
    let seen: BTreeSet<Kind> = facts.iter().map(Fact::kind).collect();
    for (kind, name) in Fact::KNOWN {
        assert!(seen.contains(kind), "{name} has no vector");
    }
    let made: Vec<Json> = facts
        .iter()
        .map(|fact| {
            json!({
                "kind": fact.kind().0,
                "says": format!("{fact:?}"),
                "body": hex(&fact.body()),
            })
        })
        .collect();
    let file = held("bodies.json", &json!({ "bodies": made }));
    for vector in list(&file, "bodies") {
        let kind = Kind(u16::try_from(number(vector, "kind")).unwrap());
        let body = bytes(vector, "body");
        let fact = Fact::read(kind, &body).unwrap().unwrap();
        assert_eq!(format!("{fact:?}"), text(vector, "says"));
        assert_eq!(fact.body(), body);
    }
}
