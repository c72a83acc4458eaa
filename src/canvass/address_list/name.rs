//! The name of a street, a building or a place: a key to compare by, and a form to show.

/// A name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name {
    /// Upper case, abbreviations written out, without apostrophes, full stops and hyphens.
    pub key: String,
    /// As it should be shown.
    pub shown: String,
}

/// What the last word of a name is short for.
const SHORT: &[(&str, &str)] = &[
    ("RD", "ROAD"),
    ("ST", "STREET"),
    ("STR", "STREET"),
    ("AVE", "AVENUE"),
    ("AV", "AVENUE"),
    ("LN", "LANE"),
    ("CL", "CLOSE"),
    ("CLO", "CLOSE"),
    ("CRES", "CRESCENT"),
    ("CRESC", "CRESCENT"),
    ("DR", "DRIVE"),
    ("DRV", "DRIVE"),
    ("GR", "GROVE"),
    ("GRV", "GROVE"),
    ("PL", "PLACE"),
    ("TER", "TERRACE"),
    ("TERR", "TERRACE"),
    ("TCE", "TERRACE"),
    ("GDNS", "GARDENS"),
    ("GDN", "GARDENS"),
    ("SQ", "SQUARE"),
    ("CT", "COURT"),
    ("CRT", "COURT"),
    ("HSE", "HOUSE"),
    ("HO", "HOUSE"),
    ("BLDG", "BUILDING"),
    ("BLDGS", "BUILDINGS"),
    ("PK", "PARK"),
    ("COTTS", "COTTAGES"),
    ("COTT", "COTTAGE"),
    ("APTS", "APARTMENTS"),
    ("BLVD", "BOULEVARD"),
];

impl Name {
    /// The name in `text`, if there is a letter or digit in it.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '(');
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let shouted = !text.chars().any(char::is_lowercase);
        let long = (words.len() > 1)
            .then(|| words.last().and_then(|last| written_out(last)))
            .flatten();
        let cased;
        if let (Some(long), Some(last)) = (long, words.last_mut()) {
            cased = if shouted {
                long.to_string()
            } else {
                capitalised(long)
            };
            *last = &cased;
        }
        let joined = words.join(" ");
        let key = key(&joined);
        if key.is_empty() {
            return None;
        }
        Some(Self {
            key,
            shown: title_case(&joined),
        })
    }
}

fn written_out(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches('.');
    SHORT
        .iter()
        .find(|(short, _)| short.eq_ignore_ascii_case(word))
        .map(|(_, long)| *long)
}

/// The form by which names are compared.
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            key.extend(c.to_uppercase());
        } else if c == '&' {
            key.push_str(" AND ");
        } else if !matches!(c, '\'' | '’' | '‘' | '.' | '`') && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    if key.contains("  ") {
        key = key.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    key.trim().to_string()
}

/// Words kept in capitals.
const CAPITALS: &[&str] = &[
    "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XX",
    "NHS", "YMCA", "YWCA", "RAF", "HMP", "HM", "RNLI", "BT", "UK", "MOD", "GP", "HMS", "RSPCA",
    "VC", "HQ", "UWE",
];

/// Words in small letters unless they come first.
const SMALL: &[&str] = &[
    "OF", "THE", "AND", "Y", "YR", "ON", "UPON", "AT", "IN", "BY", "LE", "UNDER", "NEXT", "CUM",
    "ABOVE", "OVER", "TO",
];

/// Capitals as a signwriter sets them, for a text that is all capitals or all small letters.
pub(super) fn title_case(text: &str) -> String {
    let small = text.chars().any(char::is_lowercase);
    let large = text.chars().any(char::is_uppercase);
    if small && large {
        return text.to_string();
    }
    let mut shown = String::with_capacity(text.len());
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            shown.push(' ');
        }
        for (part_index, part) in word.split('-').enumerate() {
            if part_index > 0 {
                shown.push('-');
            }
            shown.push_str(&cased(part, index + part_index == 0));
        }
    }
    shown
}

fn cased(word: &str, is_first: bool) -> String {
    let upper = word.to_uppercase();
    let bare = upper.trim_matches(|c: char| !c.is_alphanumeric());
    if CAPITALS.contains(&bare) {
        return upper;
    }
    if !is_first && SMALL.contains(&bare) {
        return upper.to_lowercase();
    }
    let digits = bare.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 {
        let ordinal = matches!(&bare[digits..], "ST" | "ND" | "RD" | "TH" | "S" | "GS");
        return match (ordinal, &bare[digits..]) {
            (true, "GS") => upper.replace("GS", "Gs"),
            (true, _) => upper.to_lowercase(),
            _ => upper,
        };
    }
    let mut shown = String::with_capacity(upper.len());
    let mut start = true;
    for (index, piece) in upper.split_inclusive(['\'', '’']).enumerate() {
        // `St John's`, but `O'Connor` and `D'Arcy`.
        let is_tail = index > 0 && piece.chars().count() <= 2 && shown.chars().count() > 2;
        shown.push_str(&match (is_tail, start) {
            (true, _) => piece.to_lowercase(),
            (false, _) => capitalised(piece),
        });
        start = false;
    }
    if let Some(rest) = shown.strip_prefix("Mc")
        && rest.chars().count() > 2
    {
        return format!("Mc{}", capitalised(rest));
    }
    shown
}

/// The first letter large, the others small.
fn capitalised(word: &str) -> String {
    let mut done = false;
    word.chars()
        .flat_map(|c| {
            let next: Vec<char> = if done {
                c.to_lowercase().collect()
            } else {
                c.to_uppercase().collect()
            };
            done |= c.is_alphabetic();
            next
        })
        .collect()
}
