//! Whether somebody may vote, as far as it can be said: three ways lead to it, and one is enough.

use chrono::{Months, NaiveDate};

use crate::canvass::ballot::{Ballot, Since, Voter};

/// How a home is held, as far as it matters for a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Of a social landlord, by an agreement that may count.
    Social,
    /// By a leaseholder or freeholder.
    Owned,
    /// In a way that gives no vote by itself: private, temporary, lodging.
    NoneByItself,
    /// Nobody has said, or nobody can say whether it counts.
    Unknown,
}

/// How a home is held, of what is recorded: a word that is offered, or a name as typed.
pub fn held(tenure: Option<&str>) -> Held {
    match tenure {
        Some("council" | "association") => Held::Social,
        Some("owner") => Held::Owned,
        Some("private" | "temporary" | "lodger") => Held::NoneByItself,
        // Shared owners and sheltered homes: it hangs on their papers.
        Some(_) | None => Held::Unknown,
    }
}

/// By what somebody may vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// A social tenant named on an agreement dated no later than the offer.
    Tenancy,
    /// Named on the title, their main home for a year.
    Title,
    /// On the housing register for a year.
    Register,
}

impl Means {
    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Means::Tenancy => "tenancy",
            Means::Title => "title",
            Means::Register => "register",
        }
    }
}

/// What would settle it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Settles {
    /// The day the Landlord Offer is published.
    Offer,
    /// How the home is held.
    Tenure,
    /// Since when they are named on the agreement or the title.
    Named,
    /// Since when it is their main home.
    MainHome,
    /// Since when they are on the housing register.
    Register,
    /// When they turn sixteen.
    Sixteen,
    /// By which day somebody has to be sixteen: the independent body knows.
    AgeDay,
}

impl Settles {
    /// The word at the end of its catalogue keys.
    pub fn word(self) -> &'static str {
        match self {
            Settles::Offer => "offer",
            Settles::Tenure => "tenure",
            Settles::Named => "named",
            Settles::MainHome => "main_home",
            Settles::Register => "register",
            Settles::Sixteen => "sixteen",
            Settles::AgeDay => "age_day",
        }
    }
}

/// Whether somebody may vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Eligible {
    /// Likely, by this.
    Likely(Means),
    /// Likely not.
    Not,
    /// Nobody can say; these would settle it, in order, each once.
    Unknown(Vec<Settles>),
}

/// What is known of a question, with what would settle it where it is not.
#[derive(Clone, Debug)]
struct Known(Option<bool>, Vec<Settles>);

impl Known {
    fn of(said: Option<bool>, settles: Settles) -> Known {
        Known(
            said,
            if said.is_none() {
                vec![settles]
            } else {
                vec![]
            },
        )
    }

    fn is(said: bool) -> Known {
        Known(Some(said), vec![])
    }

    fn and(self, other: Known) -> Known {
        match (self.0, other.0) {
            (Some(false), _) | (_, Some(false)) => Known::is(false),
            (Some(true), Some(true)) => Known::is(true),
            _ => Known(None, [self.1, other.1].concat()),
        }
    }

    fn or(self, other: Known) -> Known {
        match (self.0, other.0) {
            (Some(true), _) | (_, Some(true)) => Known::is(true),
            (Some(false), Some(false)) => Known::is(false),
            _ => Known(None, [self.1, other.1].concat()),
        }
    }
}

/// The days by which something has to be so for "long enough" to be said: by the offer, and a year before it.
/// As long as there is no offer, as if it were today's: whatever day comes is later. Days since 1970-01-01.
pub fn long_enough(offer: Option<i32>, today: i32) -> (i32, i32) {
    let by = offer.unwrap_or(today).min(today);
    (by, a_year_before(by))
}

/// Whether somebody of a home that is held so may vote in this ballot.
pub fn eligible(held: Held, said: &Voter, ballot: &Ballot) -> Eligible {
    let Some(offer) = ballot.offer else {
        return Eligible::Unknown(vec![Settles::Offer]);
    };
    let year_before = a_year_before(offer);
    let by = |since: Since, day: i32, settles| Known::of(since.by(day), settles);
    let holds = |this: Held| match held {
        Held::Unknown => Known(None, vec![Settles::Tenure]),
        held => Known::is(held == this),
    };
    let tenancy = holds(Held::Social).and(by(said.named, offer, Settles::Named));
    let title = holds(Held::Owned)
        .and(by(said.named, offer, Settles::Named))
        .and(by(said.main_home, year_before, Settles::MainHome));
    let register = by(said.register, year_before, Settles::Register);
    let age = age(said.sixteen, offer, ballot.closes);
    let ways = [
        (Means::Tenancy, tenancy.clone()),
        (Means::Title, title.clone()),
        (Means::Register, register.clone()),
    ];
    let sure = ways.iter().find(|(_, way)| way.0 == Some(true));
    let may = tenancy.or(title).or(register).and(age);
    match (may.0, sure) {
        (Some(true), Some((means, _))) => Eligible::Likely(*means),
        (Some(false), _) => Eligible::Not,
        _ => {
            let mut settles = may.1;
            settles.sort_unstable();
            settles.dedup();
            Eligible::Unknown(settles)
        }
    }
}

/// Whether somebody is sixteen. By which day is for the independent body to say: the offer's or the last of
/// the vote. So whoever turns sixteen between the two is unknown.
fn age(sixteen: Since, offer: i32, closes: Option<i32>) -> Known {
    match (sixteen.by(offer), closes.map(|day| sixteen.by(day))) {
        (Some(true), _) => Known::is(true),
        (Some(false), Some(Some(false))) => Known::is(false),
        (Some(false), Some(Some(true))) | (Some(false), None) => match sixteen {
            Since::Never => Known::is(false),
            _ => Known(None, vec![Settles::AgeDay]),
        },
        _ => Known(None, vec![Settles::Sixteen]),
    }
}

/// The same day a year before; of a 29 February the 28th.
fn a_year_before(day: i32) -> i32 {
    let date = NaiveDate::from_epoch_days(day);
    let before = date.and_then(|date| date.checked_sub_months(Months::new(12)));
    before.map_or(i32::MIN, |date| date.to_epoch_days())
}
