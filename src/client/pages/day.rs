//! Days as a date field holds them, in this device's own time zone.

use chrono::{DateTime, Days, Local, NaiveDate, NaiveTime, TimeZone};

use crate::client::clock;

/// Today, on this device.
pub fn today() -> NaiveDate {
    DateTime::from_timestamp(clock::now(), 0)
        .unwrap_or_default()
        .with_timezone(&Local)
        .date_naive()
}

/// Tomorrow, on this device.
pub fn tomorrow() -> NaiveDate {
    today().checked_add_days(Days::new(1)).unwrap_or(today())
}

/// A day as a date field holds it: `2026-11-22`.
pub fn in_field(day: NaiveDate) -> String {
    day.to_string()
}

/// The last second of a day picked in a date field: seconds since 1970. `None` where nothing, or
/// no day, was picked.
pub fn end_of(field: &str) -> Option<i64> {
    let day: NaiveDate = field.trim().parse().ok()?;
    let end = day.and_time(NaiveTime::from_hms_opt(23, 59, 59)?);
    Some(Local.from_local_datetime(&end).latest()?.timestamp())
}
