//! The sheet with the six words, for paper: what they are, what they are for, and how they are used.
//! Made while the words are on the screen; they are kept nowhere.

use super::paper::{Face, HEIGHT, NotPrintable, Sheet, WIDTH, pdf};

/// The sheet's margins, in points.
const MARGIN: f32 = 56.0;

/// What stands on the sheet besides the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The group's name.
    pub group: String,
    /// Where its campaign is: `https://knock.example.org`.
    pub origin: String,
    /// On which day the sheet was made, in words.
    pub made: String,
    /// On which day the campaign ends, in words.
    pub ends: String,
}

/// The sheet as a PDF file. `text` fills a catalogue's sentence.
///
/// # Errors
/// [`NotPrintable`] where the group's name has a letter the file's fonts do not have.
pub fn recovery_sheet(
    words: &[String],
    about: &About,
    text: impl Fn(&str, &[(&str, String)]) -> String,
) -> Result<Vec<u8>, NotPrintable> {
    let mut sheet = Sheet::default();
    let wide = WIDTH - 2.0 * MARGIN;
    let title = text("start.sheet_title", &[("group", about.group.clone())]);
    let mut y = sheet.text((MARGIN, 80.0), wide, (Face::Bold, 20.0), &title)?;
    let made = text("start.sheet_made", &[("day", about.made.clone())]);
    let ends = text("start.sheet_ends", &[("day", about.ends.clone())]);
    for line in [made, ends] {
        y = sheet.text((MARGIN, y), wide, (Face::Plain, 11.0), &line)?;
    }
    y += 14.0;
    let frame = (y, 26.0 + 34.0 * words.len() as f32);
    sheet.frame((MARGIN, frame.0), (wide, frame.1), 2.0);
    y += 36.0;
    for (place, word) in (1..).zip(words) {
        let line = format!("{place}  {word}");
        sheet.line((MARGIN + 20.0, y), (Face::Fixed, 22.0), &line)?;
        y += 34.0;
    }
    y += 14.0;
    let at = [("origin", about.origin.clone())];
    for (key, values) in [
        ("start.words_why", &[][..]),
        ("start.sheet_how", &at[..]),
        ("start.sheet_keep", &[][..]),
        ("start.words_never_kept", &[][..]),
    ] {
        y = sheet.text((MARGIN, y), wide, (Face::Plain, 12.0), &text(key, values))? + 8.0;
    }
    debug_assert!(y < HEIGHT);
    Ok(pdf(&title, vec![sheet]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales;

    fn about(group: &str) -> About {
        About {
            group: group.into(),
            origin: "https://knock.example.org".into(),
            made: "Sunday, 22 November 2026".into(),
            ends: "Monday, 22 November 2027".into(),
        }
    }

    fn words() -> Vec<String> {
        ["abacus", "zoom", "yodel", "walnut", "vowel", "unit"]
            .map(String::from)
            .into()
    }

    #[test]
    fn every_word_stands_on_the_sheet_in_its_place() {
        let file = recovery_sheet(&words(), &about("Llwyn Tŷ"), locales::fill);
        // The letter ŷ is none of western Europe's: said, never swallowed.
        assert_eq!(file, Err(NotPrintable('ŷ')));
        let file = recovery_sheet(&words(), &about("Résidents de l’Île"), locales::fill).unwrap();
        let text = String::from_utf8_lossy(&file);
        for (place, word) in (1..).zip(words()) {
            assert!(text.contains(&format!("({place}  {word}) Tj")), "{word}");
        }
        assert!(text.contains("knock.example.org/recover"));
    }
}
