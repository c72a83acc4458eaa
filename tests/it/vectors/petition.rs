//! Petitions, deputations and ballots: every variant of every enum in a body.

use stairwell::canvass::ballot::{Ballot, Became, Changed, Since, Voter};
use stairwell::canvass::deputation::{Counting, Deputation, Notice, Speaks};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::petition::{
    Council, How, Petition, Qualifies, Sheets, Signature, Told, Verdict,
};
use stairwell::canvass::renumbered::Renumbered;
use stairwell::canvass::signature_out::{SignatureOut, Step};

fn dot(seq: u64) -> Dot {
    Dot {
        log: LogId([12; 8]),
        seq,
    }
}

/// Petitions, who signed them, deputations and ballots, and what is switched on.
pub fn facts() -> Vec<Fact> {
    [petitions(), deputations(), ballots()].concat()
}

fn petitions() -> Vec<Fact> {
    let petition = |told: Told| Fact::Petition {
        said: Petition {
            prayer: "Mend the lifts".into(),
            target: "The council".into(),
            organiser: "Bronwen Hedd".into(),
            reach: "Flat 1, Llwyn House".into(),
            council: Council {
                key: "llwyn".into(),
                name: "Llwyn".into(),
                phones: told,
                public: told,
                checked: Some(20_700),
            },
            closes: Some(20_800),
        },
    };
    let signature = |how, verdict| Fact::Signed {
        said: Signature {
            petition: dot(1),
            how,
            who: "Ceri".into(),
            day: 20_775,
            also_act: true,
            verdict,
            instead: vec![dot(2)],
        },
    };
    let paper = || How::Paper { sheet: 3, line: 7 };
    let phone = |by| How::Phone {
        address: "Flat 2, Llwyn House".into(),
        postcode: "LL1 1AA".into(),
        by,
    };
    let mut facts = Told::ALL.map(petition).to_vec();
    facts.push(signature(paper(), Verdict::NotLooked));
    facts.extend(Verdict::ALL.map(|verdict| signature(paper(), verdict)));
    facts.extend(Qualifies::ALL.map(|by| signature(phone(by), Verdict::NotLooked)));
    facts.push(signature(How::TakenBack, Verdict::NotLooked));
    facts.push(Fact::Sheets {
        said: Sheets {
            petition: dot(1),
            first: 1,
            last: 12,
        },
    });
    facts.push(Fact::Renumbered {
        said: Renumbered {
            petition: dot(1),
            of: dot(7),
            first: 3,
            last: 5,
            to: 13,
        },
    });
    let why = String::from("Another flat");
    facts.extend(
        [Step::Out { why }, Step::Back].map(|step| Fact::SignatureOut {
            said: SignatureOut {
                signature: dot(2),
                step,
                instead: vec![dot(6)],
            },
        }),
    );
    facts
}

fn deputations() -> Vec<Fact> {
    let mut facts = Counting::ALL
        .map(|counting| Fact::Deputation {
            said: Deputation {
                of: Some(dot(1)),
                council: "llwyn".into(),
                subject: "The lifts".into(),
                to: "Full council".into(),
                meeting: 20_860,
                notice: Some(Notice {
                    days: 3,
                    counting,
                    at: Some(600),
                }),
                instead: vec![dot(3)],
            },
        })
        .to_vec();
    facts.push(Fact::Speaks {
        said: Speaks {
            deputation: dot(1),
            name: "Ceri Hedd".into(),
            agreed: 20_776,
            instead: vec![],
        },
    });
    facts
}

fn ballots() -> Vec<Fact> {
    let changed = |what| Fact::Changed {
        said: Changed {
            what,
            day: 20_750,
            instead: vec![dot(4)],
        },
    };
    let mut facts = vec![
        Fact::Ballot {
            said: Ballot {
                offer: Some(20_950),
                opens: Some(20_980),
                closes: None,
                scrutineer: "An independent body".into(),
                instead: vec![],
            },
        },
        Fact::Voter {
            said: Voter {
                named: Since::Unknown,
                main_home: Since::Never,
                register: Since::On(20_500),
                sixteen: Since::Before(20_000),
                agreed: 20_776,
                out: false,
                instead: vec![dot(5)],
            },
        },
        changed(None),
    ];
    facts.extend(Became::ALL.map(|what| changed(Some(what))));
    facts.extend([true, false].map(|on| Fact::Switched { on }));
    facts
}
