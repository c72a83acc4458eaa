//! The number of a house: `13`, `13A`, `12-14`, and the `12/3` of towns where that is flat 3.

/// The number of a house.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct HouseNumber {
    /// What its side of the street is told by.
    pub start: u32,
    /// `13A`, `12-14`, `12/3`.
    pub label: String,
    /// What follows a stroke: `3` of `12/3`.
    pub after_stroke: Option<String>,
}

impl HouseNumber {
    /// The number at the start of `words`, and how many of the words it takes.
    pub fn at_start(words: &[&str]) -> Option<(Self, usize)> {
        let first = *words.first()?;
        if words.len() > 1 && is_number_word(first) {
            let (number, taken) = Self::at_start(&words[1..])?;
            return Some((number, taken + 1));
        }
        let first = first.trim_start_matches('#').trim_end_matches(['.', ':']);
        if let Some(number) = Self::parse(first) {
            return Some(number.and_more(words));
        }
        None
    }

    /// The number in one word.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.strip_suffix(".0").unwrap_or(word);
        let word = word.replace(['–', '—', '&'], "-");
        let upper = word.to_ascii_uppercase();
        if let Some((a, b)) = upper.split_once('/') {
            let (start, from) = simple(a)?;
            let (_, to) = simple(b).or_else(|| letter(b))?;
            return Some(Self {
                start,
                label: format!("{from}/{to}"),
                after_stroke: Some(to),
            });
        }
        if let Some((a, b)) = upper.split_once('-') {
            let (start, from) = simple(a)?;
            let (_, to) = simple(b).or_else(|| letter(b))?;
            return Some(Self {
                start,
                label: format!("{from}-{to}"),
                after_stroke: None,
            });
        }
        let (start, label) = simple(&upper)?;
        Some(Self {
            start,
            label,
            after_stroke: None,
        })
    }

    /// `12 A`, `12 - 14`: the words that follow a first plain number and belong to it.
    fn and_more(self, words: &[&str]) -> (Self, usize) {
        let plain = self.label.bytes().all(|b| b.is_ascii_digit());
        if let [_, dash, to, ..] = words
            && matches!(*dash, "-" | "–" | "TO" | "to" | "&" | "/")
            && let Some((_, end)) = simple(&to.to_ascii_uppercase())
        {
            let stroke = *dash == "/";
            let mark = if stroke { '/' } else { '-' };
            let number = Self {
                start: self.start,
                label: format!("{}{mark}{end}", self.label),
                after_stroke: stroke.then_some(end),
            };
            return (number, 3);
        }
        // `12 A Acacia Road`; but `12 Y Garth` is Welsh, and `12 A` may be all there is.
        if let [_, letter, ..] = words
            && plain
            && letter.len() == 1
            && letter
                .bytes()
                .all(|b| (b'A'..=b'H').contains(&b.to_ascii_uppercase()))
        {
            let number = Self {
                label: format!("{}{}", self.label, letter.to_ascii_uppercase()),
                ..self
            };
            return (number, 2);
        }
        (self, 1)
    }

    /// Read as a range where it has a stroke: `12/14` is `12-14`.
    pub fn read_as_range(mut self) -> Self {
        self.label = self.label.replace('/', "-");
        self.after_stroke = None;
        self
    }

    /// The part before a stroke: `12` of `12/3`.
    pub fn before_stroke(&self) -> Self {
        let label = self.label.split('/').next().unwrap_or(&self.label);
        Self {
            start: self.start,
            label: label.to_string(),
            after_stroke: None,
        }
    }

    /// Whether it is an odd one.
    pub fn is_odd(&self) -> bool {
        self.start % 2 == 1
    }
}

/// `NO`, `NO.`, `NUMBER`.
fn is_number_word(word: &str) -> bool {
    ["NO", "NO.", "NUMBER", "NOS", "NOS."]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

/// Up to five digits and at most one letter. No house has more; a longer number is a reference.
fn simple(word: &str) -> Option<(u32, String)> {
    let word = word.trim();
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    let fits = (1..=5).contains(&digits)
        && rest.len() <= 1
        && rest.bytes().all(|b| b.is_ascii_alphabetic());
    let start: u32 = fits.then(|| word[..digits].parse().ok()).flatten()?;
    Some((start, format!("{start}{rest}")))
}

/// One letter, as the end of `12A-C`.
fn letter(word: &str) -> Option<(u32, String)> {
    let word = word.trim();
    (word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic()))
        .then(|| (0, word.to_string()))
}
