//! Until when a council has to be told: so many clear working days, working days or days before a meeting,
//! with England's bank holidays. Of a year whose bank holidays are not in the list nothing is worked out.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;
use thiserror::Error;

use crate::canvass::deputation::{Counting, Notice};

/// The list, as it is shipped.
const LIST: &str = include_str!("bank_holidays.json");

/// The days on which no council works besides Saturdays and Sundays, of the years that are known.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BankHolidays {
    from: NaiveDate,
    until: NaiveDate,
    days: BTreeSet<NaiveDate>,
}

/// Why there is no deadline.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoDeadline {
    /// The bank holidays of that time are not known.
    #[error("the bank holidays of that time are not known to this version")]
    Unknown,
}

/// Until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// The last day: days since 1970-01-01.
    pub day: i32,
    /// The minute after midnight on it; `None` where nobody has said, which is before the office closes.
    pub at: Option<u16>,
}

impl BankHolidays {
    /// England's and Wales's, as this version knows them.
    #[expect(
        clippy::expect_used,
        reason = "the list is part of the program, and a test reads it"
    )]
    pub fn shipped() -> BankHolidays {
        serde_json::from_str(LIST).expect("the list of bank holidays is one")
    }

    /// Whether a council works on a day.
    ///
    /// # Errors
    /// [`NoDeadline::Unknown`] outside the years of the list.
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, NoDeadline> {
        if !(self.from..=self.until).contains(&day) {
            return Err(NoDeadline::Unknown);
        }
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        Ok(!weekend && !self.days.contains(&day))
    }

    /// The last working day before a day.
    fn working_day_before(&self, day: NaiveDate) -> Result<NaiveDate, NoDeadline> {
        let mut before = earlier(day, 1)?;
        while !self.is_working_day(before)? {
            before = earlier(before, 1)?;
        }
        Ok(before)
    }

    /// Until when a council has to be told before a meeting (its day: days since 1970-01-01). Clear days
    /// are whole ones: neither that of the meeting nor that of the notice. Days that are none of work
    /// move the deadline to the working day before, since nobody is there to take it.
    ///
    /// # Errors
    /// [`NoDeadline`].
    pub fn deadline(&self, meeting: i32, notice: Notice) -> Result<Deadline, NoDeadline> {
        let meeting = date(meeting)?;
        let days = u64::from(notice.days);
        let back = match notice.counting {
            Counting::ClearWorkingDays => days + 1,
            Counting::WorkingDays => days,
            Counting::Days => {
                let last = earlier(meeting, days)?;
                let day = match self.is_working_day(last)? {
                    true => last,
                    false => self.working_day_before(last)?,
                };
                return Ok(Deadline {
                    day: number(day),
                    at: notice.at,
                });
            }
        };
        let mut day = meeting;
        for _ in 0..back {
            day = self.working_day_before(day)?;
        }
        Ok(Deadline {
            day: number(day),
            at: notice.at,
        })
    }
}

fn earlier(day: NaiveDate, days: u64) -> Result<NaiveDate, NoDeadline> {
    day.checked_sub_days(Days::new(days))
        .ok_or(NoDeadline::Unknown)
}

/// A day as events say it, days since 1970-01-01, as a date.
fn date(day: i32) -> Result<NaiveDate, NoDeadline> {
    NaiveDate::from_epoch_days(day).ok_or(NoDeadline::Unknown)
}

/// A date as events say it.
fn number(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

#[cfg(test)]
mod tests;
