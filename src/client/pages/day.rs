//! Days and times as people write and read them, in this device's own time zone.

use chrono::{DateTime, Days, Local, NaiveDate, NaiveTime, TimeZone};
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

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

/// Days from 1970-01-01 to today, as the pure core counts them.
pub fn today_counted() -> i32 {
    today().to_epoch_days()
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

/// A moment (seconds since 1970) as people read it: day, month, hour and minute.
pub fn moment(seconds: i64) -> String {
    formatted(
        seconds,
        &[
            ("weekday", "short"),
            ("day", "numeric"),
            ("month", "short"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ],
    )
}

/// The day of a moment (seconds since 1970) as people read it, with its year.
pub fn date(seconds: i64) -> String {
    formatted(
        seconds,
        &[
            ("weekday", "long"),
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
        ],
    )
}

/// In the page's language, by the browser's own tables.
fn formatted(seconds: i64, parts: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in parts {
        // Setting a property on a new object cannot fail.
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    let locales = Array::of1(&page_language());
    let date = Date::new(&JsValue::from_f64(seconds as f64 * 1_000.0));
    Intl::DateTimeFormat::new(&locales, &options)
        .format()
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// The page's language; English dates as the British write them.
fn page_language() -> JsValue {
    let language = leptos::prelude::document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"))
        .unwrap_or_default();
    match language.as_str() {
        "" | "en" => "en-GB".into(),
        other => other.into(),
    }
}
