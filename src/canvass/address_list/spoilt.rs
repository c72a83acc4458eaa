//! Values that a spreadsheet program has changed: `1-3` becomes `01-Mar`, a long number
//! `1.001E+11`, a broken formula `#REF!`.

use chrono::{Datelike, Days, NaiveDate};

const MONTHS: &[&str] = &[
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// A value that is no longer what somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spoilt {
    /// What it was cannot be told.
    Lost(String),
    /// A date, and what may have been typed for it.
    Date(String, String),
}

/// The spoilt value in a part of an address, if there is one.
pub(super) fn find(text: &str) -> Option<Spoilt> {
    let mut words = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty());
    words.find_map(|word| {
        if is_error(word) || is_rounded(word) {
            return Some(Spoilt::Lost(word.to_string()));
        }
        date(word).map(|was| Spoilt::Date(word.to_string(), was))
    })
}

/// A date's number where a house's or flat's should be: spreadsheet programs count days from the
/// last day but one of 1899, and no house has a number like those of this century.
pub(super) fn find_in_number(text: &str) -> Option<Spoilt> {
    let days: u64 = text.strip_suffix(".0").unwrap_or(text).parse().ok()?;
    if !(36_526..=60_000).contains(&days) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    let was = format!("{}-{}", day.day(), day.month());
    Some(Spoilt::Date(text.to_string(), was))
}

/// `#REF!`, `########`.
fn is_error(word: &str) -> bool {
    let known = [
        "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#DATA!",
    ];
    known.contains(&word.to_ascii_uppercase().as_str())
        || (word.len() >= 3 && word.bytes().all(|b| b == b'#'))
}

/// What was typed for `1-Mar`, `Jan-13`, `01/03/2026`, `2026-03-01`, if it is a date: `1-3`,
/// `1-13`, `1-3`, `1-3`. A month's name with a number below 100 is that month and a year.
fn date(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split(['-', '/']).collect();
    let number = |part: &str, most: usize| {
        let fits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<u32>().ok()).flatten()
    };
    let month = |part: &str| {
        let short = part.get(..3)?.to_ascii_uppercase();
        let at = MONTHS.iter().position(|month| *month == short)?;
        (part.len() <= 9 && part.bytes().all(|b| b.is_ascii_alphabetic())).then_some(at + 1)
    };
    match parts.as_slice() {
        [day, name] if month(name).is_some() => {
            Some(format!("{}-{}", number(day, 2)?, month(name)?))
        }
        [name, year] if month(name).is_some() => {
            Some(format!("{}-{}", month(name)?, number(year, 4)? % 100))
        }
        [day, name, year] if month(name).is_some() => {
            number(year, 4)?;
            Some(format!("{}-{}", number(day, 2)?, month(name)?))
        }
        [day, month, year] if year.len() == 4 => {
            number(year, 4)?;
            Some(format!("{}-{}", number(day, 2)?, number(month, 2)?))
        }
        [year, month, day] if year.len() == 4 => {
            number(year, 4)?;
            Some(format!("{}-{}", number(day, 2)?, number(month, 2)?))
        }
        _ => None,
    }
}

/// `1.001E+11`.
fn is_rounded(word: &str) -> bool {
    power(word).is_some()
}

/// The digits before and after the point, and the power of ten, of `1.001E+11`.
fn power(word: &str) -> Option<(&str, &str, usize)> {
    let (number, power) = word.split_once(['E', 'e'])?;
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let power = power.strip_prefix('+')?;
    let fits = !whole.is_empty() && digits(whole) && digits(rest) && power.len() <= 2;
    Some((whole, rest, power.parse().ok().filter(|_| fits)?))
}

/// The digits a spreadsheet program keeps of a number (IEEE 754); the others become zeroes.
const DIGITS_KEPT: usize = 15;

/// A reference number as it was before a spreadsheet program: `100000000001.0` and
/// `1.00000000001E+11` have lost nothing, and zeroes before it say nothing.
///
/// # Errors
/// Where digits are gone for good.
pub(super) fn reference(text: &str) -> Result<String, ()> {
    let text = text.strip_prefix('\'').unwrap_or(text);
    if let Some((whole, rest, power)) = power(text) {
        // Unless every digit is there, those that are not were not zeroes but forgotten.
        let all = rest.len() == power && !rest.is_empty();
        return if all {
            Ok(format!("{whole}{rest}"))
        } else {
            Err(())
        };
    }
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    if !digits || !rest.bytes().all(|b| b == b'0') {
        return if is_error(text) {
            Err(())
        } else {
            Ok(text.to_string())
        };
    }
    let number = whole.trim_start_matches('0');
    let tail = number.get(DIGITS_KEPT..).unwrap_or("");
    if !tail.is_empty() && tail.bytes().all(|b| b == b'0') {
        return Err(());
    }
    Ok(number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_known_and_what_they_were_is_guessed() {
        for (date, was) in [
            ("1-Mar", "1-3"),
            ("01-Mar", "1-3"),
            ("Mar-01", "3-1"),
            ("Jan-13", "1-13"),
            ("Jan-2013", "1-13"),
            ("01/03/2025", "1-3"),
            ("2026-03-01", "1-3"),
            ("1-Mar-26", "1-3"),
            ("3-September", "3-9"),
        ] {
            let found = find(date);
            let expected = Spoilt::Date(date.to_string(), was.to_string());
            assert_eq!(found, Some(expected), "{date}");
        }
        for fine in [
            "1-3",
            "12/14",
            "12A-14B",
            "May",
            "3 March Street",
            "2-March-Way",
            "1/2/3",
        ] {
            assert_eq!(find(fine), None, "{fine}");
        }
        let serial = Spoilt::Date("46082".to_string(), "1-3".to_string());
        assert_eq!(find_in_number("46082"), Some(serial));
        assert_eq!(find_in_number("2679"), None);
    }

    #[test]
    fn reference_numbers_are_mended_where_nothing_is_lost() {
        for (text, number) in [
            ("100100580332", Ok("100100580332")),
            ("100100580332.0", Ok("100100580332")),
            ("1.00100580332E+11", Ok("100100580332")),
            ("1.00100580332e+11", Ok("100100580332")),
            ("000100580332", Ok("100580332")),
            ("'100100580332", Ok("100100580332")),
            ("CA0000001", Ok("CA0000001")),
            ("1.001E+11", Err(())),
            ("1E+11", Err(())),
            ("123456789012345000", Err(())),
            ("123456789012345678", Ok("123456789012345678")),
            ("#REF!", Err(())),
            ("####", Err(())),
            ("", Ok("")),
        ] {
            assert_eq!(reference(text), number.map(str::to_string), "{text}");
        }
    }
}
