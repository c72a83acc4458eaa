//! Times as people read them, by the browser's own calendar and this phone's time zone.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
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
    let today = day_number(midnight) + local.get_date() as i32 - 1;
    let into_the_day = i64::from(into_the_day);
    Tonight {
        now,
        since: now - (into_the_day - NIGHT_TURNS_AT).rem_euclid(DAY),
        today,
        evening: today - i32::from(into_the_day < NIGHT_TURNS_AT),
    }
}

/// The day an evening began: until four in the morning it is still that of the day before.
pub fn evening_day() -> i32 {
    tonight().evening
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
    in_field(at.get_hours(), at.get_minutes())
}

/// Minutes after midnight as a time field holds them: `17:30`.
pub fn field_minutes(minutes: u16) -> String {
    in_field(u32::from(minutes / 60), u32::from(minutes % 60))
}

/// What a time field holds: always so, in whatever language.
fn in_field(hours: u32, minutes: u32) -> String {
    format!("{hours:02}:{minutes:02}")
}

/// The minutes after midnight of what a time field holds.
pub fn picked_minutes(field: &str) -> Option<u16> {
    let (hours, minutes) = field.trim().split_once(':')?;
    // Some browsers add the seconds.
    let minutes = minutes.split(':').next()?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// When so many minutes after the midnight of an evening's day are: seconds since 1970.
pub fn evening_moment(day: i32, minutes: u16) -> Option<i64> {
    evening_time(&field_day(day), &field_minutes(minutes))
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

/// Minutes after midnight as people read them: `17:30`.
pub fn minutes_in_words(minutes: u16) -> String {
    // Of a day in UTC, said in UTC: no time zone makes it another time.
    let parts = [
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZone", "UTC"),
    ];
    format(i64::from(minutes) * 60, &parts)
}

/// `18:42` tonight, `Fri 18:42` this week, `14 Nov 18:42` before.
pub fn time_and_day(at: i64) -> String {
    time_and_day_on(at, tonight())
}

/// The same, for whoever has many to say: what tonight is takes the browser as long as a time.
pub fn time_and_day_on(at: i64, tonight: Tonight) -> String {
    let time = [("hour", "2-digit"), ("minute", "2-digit")];
    if at >= tonight.since {
        return format(at, &time);
    }
    let day: &[_] = if at >= tonight.now - A_WEEK {
        &[("weekday", "short")]
    } else {
        &[("day", "numeric"), ("month", "short")]
    };
    format(at, &[day, &time].concat())
}

/// `Saturday, 14 November 2026`.
pub fn long_day(at: i64) -> String {
    long_day_in(&t!("app.calendar"), at)
}

/// As [`long_day`], in this language.
pub fn long_day_in(calendar: &str, at: i64) -> String {
    let day = [
        ("weekday", "long"),
        ("day", "numeric"),
        ("month", "long"),
        ("year", "numeric"),
    ];
    format_in(calendar, at, &day)
}

/// `Sat, 14 Nov`, of a day as events say it.
pub fn short_day(day: i32) -> String {
    let parts = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
    // Its midnight in UTC, said in UTC: no time zone makes it the day before or after.
    let utc = [("timeZone", "UTC")];
    format(i64::from(day) * DAY, &[parts.as_slice(), &utc].concat())
}

/// `14/11`, of a day as events say it: where there is room for nothing else.
pub fn day_in_figures(day: i32) -> String {
    let parts = [
        ("day", "numeric"),
        ("month", "numeric"),
        ("timeZone", "UTC"),
    ];
    format(i64::from(day) * DAY, &parts)
}

/// `14 Nov 2026`, of a day as events say it: where a year may lie between.
pub fn day_and_year(day: i32) -> String {
    let parts = [("day", "numeric"), ("month", "short"), ("year", "numeric")];
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
    format_in(&t!("app.calendar"), at, parts)
}

fn format_in(calendar: &str, at: i64, parts: &[(&str, &str)]) -> String {
    let date = date(at);
    format_of(calendar, date.get_timezone_offset(), parts)
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

thread_local! {
    /// The formats made so far. Making one takes a phone longer than a whole card of the list it is for.
    static FORMATS: RefCell<BTreeMap<String, Function>> = const { RefCell::new(BTreeMap::new()) };
}

/// What writes dates so. A format keeps the time zone it was made in: whoever travels has another offset,
/// and so another format.
fn format_of(calendar: &str, offset: f64, parts: &[(&str, &str)]) -> Function {
    let key = format!("{calendar} {offset} {parts:?}");
    if let Some(made) = FORMATS.with_borrow(|formats| formats.get(&key).cloned()) {
        return made;
    }
    let options = Object::new();
    for (name, value) in parts {
        // Setting a property of a new plain object does not fail.
        let _ = Reflect::set(&options, &JsValue::from(*name), &JsValue::from(*value));
    }
    // A browser that lacks this language writes as English does, not as its own language.
    let languages = Array::of2(&JsValue::from(calendar), &JsValue::from("en-GB"));
    let format = Intl::DateTimeFormat::new(&languages, &options).format();
    FORMATS.with_borrow_mut(|formats| formats.insert(key, format.clone()));
    format
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_a_field_holds_it() {
        for (field, expected) in [
            ("17:30", Some(1_050)),
            (" 08:05 ", Some(485)),
            ("17:30:00", Some(1_050)),
            ("24:00", None),
            ("17:60", None),
            ("half past five", None),
            ("", None),
        ] {
            assert_eq!(picked_minutes(field), expected, "{field}");
        }
        assert_eq!(field_minutes(485), "08:05");
        assert_eq!(picked_minutes(&field_minutes(1_439)), Some(1_439));
    }
}
