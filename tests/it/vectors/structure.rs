//! What people did, on what ground it is kept, and the tests it is counted for: every variant of every
//! enum in a body.

use stairwell::canvass::act::{Act, Acted};
use stairwell::canvass::basis::{Basis, Condition, Group, Said};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::fact::Fact;
use stairwell::canvass::structure::{Ended, Floor, Line, Of, Outside, Percent, Rung, Shown, Test};

/// What people did, on what ground it is kept, and the tests it is counted for.
pub fn facts() -> Vec<Fact> {
    let dot = |seq| Dot {
        log: LogId([10; 8]),
        seq,
    };
    let on = |group, basis, condition| Said::On {
        group,
        basis,
        condition,
        document: String::from("Policy of 1 May"),
    };
    let grounds = [
        Said::Off,
        on(Group::Party, Basis::PublicTask, Condition::Party),
        on(Group::Members, Basis::Interests, Condition::NotForProfit),
        on(Group::Residents, Basis::Consent, Condition::ExplicitConsent),
    ];
    let mut facts: Vec<Fact> = grounds.map(|said| Fact::Basis { said }).to_vec();
    facts.extend(Act::ALL.map(|what| Fact::Acted {
        said: Acted {
            what,
            day: 20_775,
            people: 1,
            instead: vec![dot(2)],
        },
    }));
    let share = |of, percent| Line::Share {
        of,
        percent: Percent::new(percent).unwrap(),
    };
    let people = Of::People {
        eligible: 300,
        unknown: 12,
    };
    let each_stair = Floor::EachStair(Percent::new(50).unwrap());
    let lines = [
        (Rung::Conversation, share(Of::Homes, 60), Floor::None),
        (Rung::Petition, share(Of::Homes, 65), each_stair),
        (
            Rung::Poster,
            share(Of::DidIn(dot(1)), 65),
            Floor::EachLanding,
        ),
        (
            Rung::Meeting,
            share(Of::Homes, 25),
            Floor::EachStairAndTenure,
        ),
        (Rung::Deputation, Line::AsAgreed, Floor::None),
        (Rung::Pledge, share(people, 75), Floor::None),
    ];
    facts.extend(lines.map(|(rung, line, floor)| Fact::Test {
        said: Test {
            rung,
            ask: String::from("Sign, with your flat's number"),
            line,
            floor,
            from: 20_775,
            until: 20_796,
        },
    }));
    facts.push(Fact::TestEnded {
        said: Ended {
            test: dot(1),
            day: 20_780,
            why: String::from("The prayer was wrong"),
        },
    });
    facts.push(Fact::TestShown {
        said: Shown { test: dot(1) },
    });
    facts.push(Fact::Outside {
        said: Outside {
            place: String::from("An open petition"),
            people: 108_000,
            day: 20_775,
        },
    });
    facts
}
