//! Times as people read them, by the browser's own calendar and this phone's time zone.

use std::ops::RangeInclusive;

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::canvass::walk::Tonight;
use crate::client::clock::now;
use crate::t;

/// A night's canvass belongs to the day it began: the count turns over at four in the morning.
const NIGHT_TURNS_AT: i64 = 4 * 3600;
const DAY: i64 = 24 * 3600;
const DAY_IN_MILLISECONDS: f64 = 86_400_000.0;
/// Within so many days a weekday says enough.
const A_WEEK: i64 = 6 * DAY;

/// Tonight, by this phone's clock.
pub fn tonight() -> Tonight {
    let now = now();
    let local = date(now);
    let into_the_day = local.get_hours() * 3600 + local.get_minutes() * 60 + local.get_seconds();
    // Today here, counted as if it were a day in UTC: days as events say them have no zone.
    let (year, month) = (local.get_full_year(), local.get_month());
    let midnight = Date::utc(year.into(), month.into());
    Tonight {
        since: now - (i64::from(into_the_day) - NIGHT_TURNS_AT).rem_euclid(DAY),
        today: day_number(midnight) + local.get_date() as i32 - 1,
    }
}

/// The day an evening began: until four in the morning it is still that of the day before.
pub fn evening_day() -> i32 {
    let early = i64::from(date(now()).get_hours()) * 3600 < NIGHT_TURNS_AT;
    tonight().today - i32::from(early)
}

/// A day as events say it, days since 1970-01-01, of its midnight in UTC in milliseconds.
fn day_number(midnight: f64) -> i32 {
    (midnight / DAY_IN_MILLISECONDS) as i32
}

/// The day that was typed or picked (`2026-11-22`), as events say it.
pub fn picked_day(value: &str) -> Option<i32> {
    // A date alone is read as its midnight in UTC.
    let midnight = Date::new(&JsValue::from(value)).get_time();
    midnight.is_finite().then(|| day_number(midnight))
}

/// The time that a day and a time of an evening come to, both as their fields hold them
/// (`2026-11-22`, `18:30`): what is before four in the morning is of the night after.
pub fn evening_time(day: &str, time: &str) -> Option<i64> {
    // A date with a time and without a zone is read in this phone's own.
    let at = Date::new(&JsValue::from(format!("{day}T{time}"))).get_time();
    if !at.is_finite() {
        return None;
    }
    let at = (at / 1000.0) as i64;
    let hours = i64::from(date(at).get_hours());
    Some(match hours * 3600 < NIGHT_TURNS_AT {
        true => at + DAY,
        false => at,
    })
}

/// From when to when an evening lasts, of a day as events say it.
pub fn evening_span(day: i32) -> RangeInclusive<i64> {
    let begins = evening_time(&field_day(day), "04:00").unwrap_or(i64::MAX);
    begins..=begins.saturating_add(DAY - 1)
}

/// A time as a time field holds it.
pub fn field_time(at: i64) -> String {
    let at = date(at);
    format!("{:02}:{:02}", at.get_hours(), at.get_minutes())
}

/// A day as a date field holds it.
pub fn field_day(day: i32) -> String {
    let midnight = String::from(date(i64::from(day) * DAY).to_iso_string());
    midnight.split('T').next().unwrap_or_default().to_string()
}

/// `18:42`.
pub fn clock_time(at: i64) -> String {
    format(at, &[("hour", "2-digit"), ("minute", "2-digit")])
}

/// `18:42` tonight, `Fri 18:42` this week, `14 Nov 18:42` before.
pub fn time_and_day(at: i64) -> String {
    let time = [("hour", "2-digit"), ("minute", "2-digit")];
    if at >= tonight().since {
        return format(at, &time);
    }
    let day: &[_] = if at >= now() - A_WEEK {
        &[("weekday", "short")]
    } else {
        &[("day", "numeric"), ("month", "short")]
    };
    format(at, &[day, &time].concat())
}

/// `Saturday, 14 November 2026`.
pub fn long_day(at: i64) -> String {
    let day = [
        ("weekday", "long"),
        ("day", "numeric"),
        ("month", "long"),
        ("year", "numeric"),
    ];
    format(at, &day)
}

/// `Sat, 14 Nov`, of a day as events say it.
pub fn short_day(day: i32) -> String {
    let parts = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
    // Its midnight in UTC, said in UTC: no time zone makes it the day before or after.
    let utc = [("timeZone", "UTC")];
    format(i64::from(day) * DAY, &[parts.as_slice(), &utc].concat())
}

/// A time as the browser has it.
fn date(at: i64) -> Date {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double for the next 285,000 years"
    )]
    Date::new(&JsValue::from_f64(at as f64 * 1000.0))
}

fn format(at: i64, parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in parts {
        // Setting a property of a new plain object does not fail.
        let _ = Reflect::set(&options, &JsValue::from(*name), &JsValue::from(*value));
    }
    let language = Array::of1(&JsValue::from(t!("app.calendar")));
    let format = Intl::DateTimeFormat::new(&language, &options).format();
    format
        .call1(&JsValue::UNDEFINED, &date(at))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
