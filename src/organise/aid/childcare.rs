//! Afternoons on which neighbours look after children together: what is still missing before one is held,
//! and what the law makes of it. In England care for children under eight is registered with Ofsted,
//! unless each of them is there for less than two hours a day or their parents stay (Childcare Act 2006;
//! The Childcare (Exemptions from Registration) Order 2008); what nobody's parents see is regulated
//! activity once it is weekly, or on four days within thirty (Safeguarding Vulnerable Groups Act 2006,
//! schedule 4). None of it is advice: whoever holds one asks the council first.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::canvass::aid::{Ages, Care, SafeguardingLead, Session};
use crate::canvass::dot::Dot;
use crate::canvass::draft::Draft;
use crate::canvass::event::Kind;
use crate::canvass::fact::Fact;
use crate::canvass::fold::State;
use crate::canvass::stream::Stream;
use crate::organise::teams::{same, standing};

/// Within so many days…
const WITHIN: i32 = 30;
/// …so many make it regulated activity.
const REGULATED: usize = 4;

/// A session, with its entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The entry.
    pub dot: Dot,
    /// What it says.
    pub said: Session,
}

/// All sessions, by their days.
pub fn sessions(state: &State) -> Vec<Kept> {
    let all = standing(state, Kind::SESSION, |fact| match fact {
        Fact::Session { said } => Some((said.clone(), said.instead)),
        _ => None,
    });
    let all = all.into_iter().map(|(dot, _, said)| Kept { dot, said });
    // Without ages it only takes out what it stands in place of.
    let mut all: Vec<Kept> = all.filter(|it| !it.said.ages.is_empty()).collect();
    all.sort_by_key(|it| (it.said.day, it.dot));
    all
}

/// What a session still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Two adults, by name.
    TwoAdults,
    /// Where it is.
    Venue,
    /// Who is trained in first aid.
    FirstAid,
    /// Who was asked at the council.
    Council,
}

impl Missing {
    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Missing::TwoAdults => "two_adults",
            Missing::Venue => "venue",
            Missing::FirstAid => "first_aid",
            Missing::Council => "council",
        }
    }
}

/// What a session still lacks before it may be held.
pub fn missing(session: &Session) -> Vec<Missing> {
    let adults: BTreeSet<String> = session.adults.iter().map(|name| same(name)).collect();
    let adults = adults.iter().filter(|name| !name.is_empty()).count();
    let blank = |words: &str| words.trim().is_empty();
    [
        (Missing::TwoAdults, adults < 2),
        (Missing::Venue, blank(&session.venue)),
        (Missing::FirstAid, blank(&session.first_aid)),
        (Missing::Council, blank(&session.council)),
    ]
    .into_iter()
    .filter_map(|(missing, is)| is.then_some(missing))
    .collect()
}

/// What the law may make of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caution {
    /// Children under eight, two hours or more, and no parents: it is registered first.
    Register,
    /// Children are left there on four days within thirty: those who look after them are checked as the
    /// law says.
    Regulated,
}

impl Caution {
    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Caution::Register => "register",
            Caution::Regulated => "regulated",
        }
    }
}

/// What is to be looked at with the council before a session, among all there are.
pub fn cautions(all: &[Kept], session: &Session) -> Vec<Caution> {
    let left = |session: &Session| matches!(session.care, Care::DropOff(_));
    if !left(session) {
        return Vec::new();
    }
    let young = session.ages.iter().any(|ages| *ages != Ages::EightUp);
    let others = all.iter().map(|it| &it.said).filter(|it| left(it));
    let mut days: BTreeSet<i32> = others.map(|it| it.day).collect();
    days.insert(session.day);
    let begins = days.range(session.day.saturating_sub(WITHIN - 1)..=session.day);
    let often = begins
        .map(|first| days.range(*first..first.saturating_add(WITHIN)).count())
        .any(|days| days >= REGULATED);
    [
        (Caution::Register, young && !session.under_two_hours),
        (Caution::Regulated, often),
    ]
    .into_iter()
    .filter_map(|(caution, is)| is.then_some(caution))
    .collect()
}

/// Why a session is not kept.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoSession {
    /// Children are to be left there, and nobody is named who leads on safeguarding.
    #[error("children are left nowhere without a named safeguarding lead")]
    NoLead,
    /// Nobody said how old the children are.
    #[error("nobody said how old the children are")]
    NoAges,
}

/// Whether parents stay; or who leads on safeguarding where they do not.
///
/// # Errors
/// [`NoSession::NoLead`].
pub fn care(parents_stay: bool, lead: &str) -> Result<Care, NoSession> {
    match (parents_stay, SafeguardingLead::named(lead)) {
        (true, _) => Ok(Care::ParentsStay),
        (false, Some(lead)) => Ok(Care::DropOff(lead)),
        (false, None) => Err(NoSession::NoLead),
    }
}

/// What to record of a session. What it lacks is said beside it until somebody has seen to that.
///
/// # Errors
/// [`NoSession::NoAges`]. That children are left there without a lead cannot be said.
pub fn keep_session(mut session: Session) -> Result<Draft, NoSession> {
    let ages: BTreeSet<Ages> = session.ages.into_iter().collect();
    session.ages = ages.into_iter().collect();
    if session.ages.is_empty() {
        return Err(NoSession::NoAges);
    }
    Ok(draft(session))
}

/// A session is not held.
pub fn drop_session(kept: &Kept) -> Draft {
    draft(Session {
        day: kept.said.day,
        ages: Vec::new(),
        care: Care::ParentsStay,
        under_two_hours: true,
        adults: Vec::new(),
        venue: String::new(),
        first_aid: String::new(),
        council: String::new(),
        instead: vec![kept.dot],
    })
}

fn draft(said: Session) -> Draft {
    Draft::new(Stream::Inner, Fact::Session { said }, Vec::new())
}
