//! The part of an address inside a building: `Flat 1B`, `Ground Floor Flat`, `3/1`.

use super::name::title_case;

/// A dwelling inside a building.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// As it should be shown: `Flat 6`.
    pub shown: String,
    /// By which it is compared within its building: `6`. `Flat 6`, `Apt 6` and `6` are one door.
    pub ident: String,
    /// The floor, where the text says it.
    pub floor: Option<i16>,
    /// For sorting where the text says only `top` or `upper`.
    pub height: Option<i16>,
    /// Whether it is a room, which stands inside a flat.
    pub is_room: bool,
}

/// Above any floor there is.
const TOP: i16 = 1000;

/// Words for a dwelling that a number or letter follows.
#[rustfmt::skip]
const WITH_NUMBER: &[&str] = &[
    "FLAT", "APARTMENT", "APT", "APPT", "ROOM", "STUDIO", "MAISONETTE", "UNIT", "BEDSIT",
    "PENTHOUSE", "FLT", "BED", "BEDROOM", "SUITE", "FLATLET", "DUPLEX", "CHALET", "CARAVAN",
    "PITCH", "PLOT", "FFLAT", "MAIS",
];

/// Those of them that differ from a flat of the same number.
const OWN_NUMBERS: &[&str] = &[
    "ROOM",
    "STUDIO",
    "BEDSIT",
    "PENTHOUSE",
    "BED",
    "BEDROOM",
    "CHALET",
    "CARAVAN",
    "PITCH",
    "MAISONETTE",
    "PLOT",
];

/// Words for a dwelling that end a description: `Ground Floor Flat`.
const ENDING: &[&str] = &[
    "FLAT",
    "MAISONETTE",
    "APARTMENT",
    "BEDSIT",
    "STUDIO",
    "FLATLET",
    "PENTHOUSE",
];

/// Dwellings by themselves, inside or behind another.
const ALONE: &[&str] = &[
    "FLAT",
    "ANNEXE",
    "ANNEX",
    "GRANNY ANNEXE",
    "MAISONETTE",
    "PENTHOUSE",
    "APARTMENT",
    "STUDIO",
];

/// Where in a building, other than floors.
#[rustfmt::skip]
const PLACE: &[&str] = &[
    "TOP", "UPPER", "LOWER", "REAR", "FRONT", "GARDEN", "ATTIC", "LOFT", "BASEMENT", "LEFT",
    "RIGHT", "MIDDLE", "SIDE", "BACK", "MAIN",
];

impl Unit {
    /// A dwelling known by a number or letters alone, as from a column of flats.
    pub fn bare(ident: &str, word: &str) -> Self {
        let shown = if word.is_empty() {
            ident.to_string()
        } else {
            format!("{word} {ident}")
        };
        let floor = floor_of_ident(ident);
        Self {
            shown,
            ident: ident.to_ascii_uppercase(),
            floor,
            height: floor,
            is_room: false,
        }
    }

    /// A dwelling known by a description: `Ground Floor Flat`, `The Annexe`.
    pub fn described(text: &str) -> Self {
        let words: Vec<String> = text.split_whitespace().map(clean).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (floor, height) = height(&words);
        Self {
            shown: title_case(text),
            ident: words.join(" "),
            floor,
            height,
            is_room: false,
        }
    }

    /// The dwelling at the start of `words`, and how many of the words it takes.
    pub fn at_start(words: &[&str]) -> Option<(Self, usize)> {
        let first = clean(words.first()?);
        if WITH_NUMBER.contains(&first.as_str()) {
            return Self::with_number(&first, words);
        }
        Self::glued(&first, words)
            .or_else(|| Self::floor_code(&first, words))
            .or_else(|| Self::description(words))
    }

    /// `FLAT 6`, `FLAT NO. 6`, `FLAT 1 B` at the end.
    fn with_number(word: &str, words: &[&str]) -> Option<(Self, usize)> {
        let mut at = 1;
        while words.get(at).is_some_and(|w| {
            matches!(clean(w).as_str(), "NO" | "NUMBER" | "") && words.len() > at + 1
        }) {
            at += 1;
        }
        let Some(ident) = words.get(at).map(|w| clean(w)).filter(|w| is_ident(w)) else {
            return Self::description(words);
        };
        let mut ident = ident;
        let mut taken = at + 1;
        if let [letter] = &words[taken..]
            && ident.bytes().all(|b| b.is_ascii_digit())
            && matches!(clean(letter).as_bytes(), [b'A'..=b'Z'])
        {
            ident.push_str(&clean(letter));
            taken += 1;
        }
        // `Flat 1 - 2`: two made into one.
        if let [dash, to, ..] = &words[taken..]
            && matches!(*dash, "-" | "–" | "&" | "+")
            && is_ident(&clean(to))
        {
            ident = format!("{ident}-{}", clean(to));
            taken += 2;
        }
        let mut unit = Self::bare(&ident, &title_case(full_word(word)));
        unit.is_room = matches!(word, "ROOM" | "BED" | "BEDROOM");
        if OWN_NUMBERS.contains(&word) {
            unit.ident = format!("{ident} {word}");
        }
        Some((unit, taken))
    }

    /// `FLAT6`, `APT4B`.
    fn glued(word: &str, words: &[&str]) -> Option<(Self, usize)> {
        let ident = ["FLAT", "APT", "FLT"]
            .iter()
            .find_map(|known| word.strip_prefix(known))?;
        let begins = ident.starts_with(|c: char| c.is_ascii_digit());
        (begins && is_ident(ident) && !words.is_empty()).then(|| (Self::bare(ident, "Flat"), 1))
    }

    /// Edinburgh's `1F2`, first floor, second door; and `GF1`, `PF2`.
    fn floor_code(word: &str, words: &[&str]) -> Option<(Self, usize)> {
        let by_itself = match words.get(1) {
            Some(next) => next.starts_with(|c: char| c.is_ascii_digit()),
            None => true,
        };
        let code = by_itself && word.contains('F') && word.ends_with(|c: char| c.is_ascii_digit());
        (code && floor_of_ident(word).is_some()).then(|| (Self::bare(word, ""), 1))
    }

    /// `GROUND FLOOR FLAT`, `TOP FLAT`, `THE ANNEXE`, `FLAT ABOVE SHOP`.
    fn description(words: &[&str]) -> Option<(Self, usize)> {
        let cleaned: Vec<String> = words.iter().map(|w| clean(w)).collect();
        let cleaned: Vec<&str> = cleaned.iter().map(String::as_str).collect();
        let whole = cleaned.strip_prefix(&["THE"]).unwrap_or(&cleaned).join(" ");
        if ALONE.contains(&whole.as_str()) {
            return Some((Self::described(&words.join(" ")), words.len()));
        }
        if let Some(first) = cleaned.first()
            && ENDING.contains(first)
            && cleaned.get(1).is_some_and(|w| {
                matches!(*w, "ABOVE" | "OVER" | "AT" | "ADJOINING" | "REAR")
                    || PLACE.contains(w)
                    || is_floor_word(w)
            })
            && !cleaned
                .iter()
                .any(|w| w.starts_with(|c: char| c.is_ascii_digit()) && ordinal(w).is_none())
        {
            return Some((Self::described(&words.join(" ")), words.len()));
        }
        // The description runs up to the word for a dwelling, if nothing but places stand before.
        let end = cleaned.iter().position(|w| ENDING.contains(w))?;
        let places = cleaned.get(..end)?;
        let fits = !places.is_empty()
            && places.iter().all(|w| {
                PLACE.contains(w)
                    || is_floor_word(w)
                    || matches!(*w, "THE" | "AND" | "FLOOR" | "FLR")
            });
        if !fits {
            return None;
        }
        let mut taken = end + 1;
        if cleaned.get(taken).is_some_and(|w| is_ident(w)) && cleaned.len() == taken + 1 {
            taken += 1;
        }
        Some((Self::described(&words[..taken].join(" ")), taken))
    }

    /// One door from a flat and a room in it.
    pub fn join(mut units: Vec<Self>) -> Option<Self> {
        units.sort_by_key(|unit| unit.is_room);
        let mut units = units.into_iter();
        let mut joined = units.next()?;
        for unit in units {
            joined.shown = format!("{} {}", joined.shown, unit.shown);
            joined.ident = format!("{} {}", joined.ident, unit.ident);
            joined.floor = joined.floor.or(unit.floor);
            joined.height = joined.height.or(unit.height);
        }
        Some(joined)
    }
}

/// Upper case without the marks around it.
pub(super) fn clean(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_uppercase()
}

fn full_word(word: &str) -> &str {
    match word {
        "APT" | "APPT" => "APARTMENT",
        "FLT" | "FFLAT" => "FLAT",
        "MAIS" => "MAISONETTE",
        other => other,
    }
}

/// `6`, `1B`, `B1`, `A`, `3/1`, `12-14`: what may follow the word `Flat`.
pub(super) fn is_ident(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let marks = word.len() - digits - letters;
    let marked = word
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.'));
    marked
        && marks <= 2
        && ((digits == 0 && letters == 1 && marks == 0)
            || ((1..=5).contains(&digits) && letters <= 2 && ordinal(word).is_none()))
}

/// The floor that `3/1` (a Scottish third floor, first door) and `1F2` name.
fn floor_of_ident(ident: &str) -> Option<i16> {
    let upper = ident.to_ascii_uppercase();
    if let Some((floor, door)) = upper.split_once('/') {
        let number = door.bytes().all(|b| b.is_ascii_digit()) && !door.is_empty();
        return match floor {
            "G" | "GF" => Some(0),
            "B" => Some(-1),
            _ => floor.parse().ok().filter(|floor| number && *floor <= 60),
        };
    }
    let (floor, door) = upper.split_once('F')?;
    let numbered = door.bytes().all(|b| b.is_ascii_digit()) && !door.is_empty();
    match (floor, numbered) {
        ("G" | "P", _) => Some(0),
        (floor, true) => floor.parse().ok().filter(|floor| *floor <= 60),
        _ => None,
    }
}

#[rustfmt::skip]
const ORDINALS: &[&str] = &[
    "GROUND", "FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH",
    "TENTH", "ELEVENTH", "TWELFTH",
];

/// `FIRST` and `1ST` are 1, `GROUND` is 0.
fn ordinal(word: &str) -> Option<i16> {
    if let Some(index) = ORDINALS.iter().position(|known| *known == word) {
        return i16::try_from(index).ok();
    }
    let digits = word.len().checked_sub(2)?;
    let (number, ending) = word.split_at_checked(digits)?;
    matches!(ending, "ST" | "ND" | "RD" | "TH")
        .then(|| number.parse().ok())
        .flatten()
        .filter(|floor| *floor <= 99)
}

fn is_floor_word(word: &str) -> bool {
    ordinal(word).is_some() || matches!(word, "BASEMENT" | "FLOOR" | "FLR")
}

/// The floor that words name, and a height to sort by.
fn height(words: &[&str]) -> (Option<i16>, Option<i16>) {
    let has = |word: &str| words.contains(&word);
    if has("BASEMENT") || (has("LOWER") && has("GROUND")) {
        return (Some(-1), Some(-1));
    }
    if let Some(floor) = words.iter().filter_map(|w| ordinal(w)).max() {
        return (Some(floor), Some(floor));
    }
    if has("TOP") || has("ATTIC") || has("LOFT") || has("PENTHOUSE") {
        return (None, Some(TOP));
    }
    if has("UPPER") {
        return (None, Some(TOP - 1));
    }
    if has("LOWER") || has("GARDEN") {
        return (None, Some(0));
    }
    (None, None)
}

/// A floor by itself: `First Floor`, `Floor 3`, `Level 3`, and in a column of floors `3` or `G`.
pub(super) fn floor(text: &str, is_column: bool) -> Option<i16> {
    let words: Vec<String> = text.split_whitespace().map(clean).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |word: &str| {
        word.parse::<i16>()
            .ok()
            .filter(|floor| (0..=99).contains(floor))
    };
    match words.as_slice() {
        ["BASEMENT"] | ["LOWER", "GROUND"] | ["LOWER", "GROUND", "FLOOR"] => Some(-1),
        [word, "FLOOR" | "FLR"] => ordinal(word),
        ["FLOOR" | "LEVEL" | "STOREY", word] => number(word).or_else(|| ordinal(word)),
        [word] if is_column => match *word {
            "G" | "GF" => Some(0),
            "B" | "LG" => Some(-1),
            _ if text.trim().starts_with('-') => number(word).map(|floor| -floor),
            _ => number(word).or_else(|| ordinal(word)),
        },
        _ => None,
    }
}
