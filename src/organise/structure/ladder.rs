//! The ladder of tests: what each rung is suggested to reach, and how a test is set up. Setting one up
//! needs nothing but an ask and homes; none waits for another.

use thiserror::Error;

use super::{Tests, is_home};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::estate;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::id::{DoorId, Id};
use crate::canvass::stream::Stream;
use crate::canvass::structure::{Ended, Floor, Line, Of, Percent, Rung, Test};

/// What a rung is suggested to be counted of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggested {
    /// All homes, so many of a hundred.
    Homes(u8),
    /// The homes that did this rung, so many of a hundred.
    After(Rung, u8),
    /// Nothing: each leader brings those they agreed to bring.
    AsAgreed,
    /// Persons who may take part, so many of a hundred.
    People(u8),
}

/// The suggested line of a rung, and what every part has to reach.
pub fn suggested(rung: Rung) -> (Suggested, Floor) {
    match rung {
        Rung::Conversation => (Suggested::Homes(60), Floor::None),
        Rung::Petition => (Suggested::Homes(65), each_stair(50)),
        Rung::Poster => (Suggested::After(Rung::Petition, 65), Floor::EachLanding),
        Rung::Meeting => (Suggested::Homes(25), Floor::EachStairAndTenure),
        Rung::Deputation => (Suggested::AsAgreed, Floor::None),
        Rung::Pledge => (Suggested::People(75), Floor::None),
    }
}

fn each_stair(of_hundred: u8) -> Floor {
    Percent::new(of_hundred).map_or(Floor::None, Floor::EachStair)
}

/// What a test that is being set up is counted of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// All homes.
    Homes(Percent),
    /// The homes that did an earlier test by now.
    DidIn(Dot, Percent),
    /// So many persons who may take part, and so many of whom nobody knows.
    People(u32, u32, Percent),
    /// What leaders agreed to.
    AsAgreed,
}

/// A test as it is being set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which rung.
    pub rung: Rung,
    /// What is asked, in a few words.
    pub ask: String,
    /// What it is counted of, and the line.
    pub base: Base,
    /// What every part has to reach.
    pub floor: Floor,
    /// The days that count, the last one with them: days since 1970-01-01.
    pub days: (i32, i32),
}

/// Why something is no test.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoTest {
    /// It does not say what is asked.
    #[error("it does not say what is asked")]
    NoAsk,
    /// Its first day is over: the line would be drawn by what is done already.
    #[error("a test begins today at the earliest")]
    Begun,
    /// It is over before it begins.
    #[error("it is over before it begins")]
    Days,
    /// There is no home to ask, or nobody who may take part.
    #[error("there is nobody to ask")]
    Nobody,
}

/// Sets a test up, of the homes there are today (days since 1970-01-01).
///
/// # Errors
/// [`NoTest`].
pub fn set_up(state: &State, plan: &Plan, today: i32) -> Result<Draft, NoTest> {
    let ask = plan.ask.trim().to_string();
    let (from, until) = plan.days;
    if ask.is_empty() {
        return Err(NoTest::NoAsk);
    }
    if from < today {
        return Err(NoTest::Begun);
    }
    if until < from {
        return Err(NoTest::Days);
    }
    let line = line(plan.base);
    let units = units(state, plan.base, today);
    let nobody = matches!(plan.base, Base::People(0, ..));
    if units.is_empty() || nobody {
        return Err(NoTest::Nobody);
    }
    let said = Test {
        rung: plan.rung,
        ask,
        line,
        floor: plan.floor,
        from,
        until,
    };
    let about = units.into_iter().map(Id::from).collect();
    Ok(Draft::new(Stream::Inner, Fact::Test { said }, about))
}

fn line(base: Base) -> Line {
    let share = |of, percent| Line::Share { of, percent };
    match base {
        Base::Homes(percent) => share(Of::Homes, percent),
        Base::DidIn(test, percent) => share(Of::DidIn(test), percent),
        Base::People(eligible, unknown, percent) => {
            share(Of::People { eligible, unknown }, percent)
        }
        Base::AsAgreed => Line::AsAgreed,
    }
}

/// The doors of the homes it asks.
fn units(state: &State, base: Base, today: i32) -> Vec<DoorId> {
    if let Base::DidIn(test, _) = base {
        let tests = Tests::read(state, today);
        let did = tests.find(test).map(|tested| &tested.did);
        return did.into_iter().flatten().copied().collect();
    }
    let doors = estate::all_doors(state).into_values().flatten();
    doors
        .filter(|door| is_home(state, door))
        .map(|door| door.id)
        .collect()
}

/// Ends a test today (days since 1970-01-01), and says why. `None` without a reason.
pub fn end(test: Dot, why: &str, today: i32) -> Option<Draft> {
    let said = Ended {
        test,
        day: today,
        why: why.trim().to_string(),
    };
    let has_reason = !said.why.is_empty();
    has_reason.then(|| Draft::new(Stream::Board, Fact::TestEnded { said }, Vec::new()))
}
