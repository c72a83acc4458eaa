//! Values that a spreadsheet program has changed: `1-3` becomes `01-Mar`, a long number
//! `1.001E+11`, a broken formula `#REF!`. What they were cannot be told.

const MONTHS: &[&str] = &[
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// The spoilt value in a part of an address, if there is one.
pub(super) fn find(text: &str) -> Option<&str> {
    let words = || {
        text.split(|c: char| c.is_whitespace() || c == ',')
            .filter(|word| !word.is_empty())
    };
    words().find(|word| is_error(word) || is_date(word) || is_rounded(word))
}

/// `#REF!`, `########`.
fn is_error(word: &str) -> bool {
    let known = [
        "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!",
    ];
    known.contains(&word.to_ascii_uppercase().as_str())
        || (word.len() >= 3 && word.bytes().all(|b| b == b'#'))
}

/// `1-Mar`, `Mar-13`, `01/03/2026`, `2026-03-01`.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/']).collect();
    let number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let month = |part: &str| MONTHS.contains(&part.to_ascii_uppercase().as_str());
    match parts.as_slice() {
        [day, name] if number(day, 2) && month(name) => true,
        [name, year] if month(name) && number(year, 4) => true,
        [day, name, year] if number(day, 2) && month(name) && number(year, 4) => true,
        [a, b, year] => {
            let day_first = number(a, 2) && number(b, 2) && number(year, 4) && year.len() == 4;
            let year_first = number(a, 4) && a.len() == 4 && number(b, 2) && number(year, 2);
            day_first || year_first
        }
        _ => false,
    }
}

/// `1.001E+11`.
pub(super) fn is_rounded(word: &str) -> bool {
    let Some((number, power)) = word.split_once(['E', 'e']) else {
        return false;
    };
    let digits =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    digits(number) && power.strip_prefix('+').is_some_and(digits)
}
