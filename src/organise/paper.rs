//! Sheets of A4 as a PDF file, drawn from plain parts: lines of text in fonts that every reader has
//! (so none is carried along), rules and boxes. Lengths are points, 72 to an inch, from the top.
//!
//! These fonts know the letters of western Europe, WinAnsi. Text with any other is refused, and
//! says which: a name that came out as question marks would be worse than none.

use std::fmt;

use encoding_rs::WINDOWS_1252;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use thiserror::Error;

/// A sheet's width.
pub const WIDTH: f32 = 595.0;
/// A sheet's height.
pub const HEIGHT: f32 = 842.0;

/// A face and its size.
pub type Font = (Face, f32);

/// A letter that these fonts do not have.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("“{0}” is not among the letters of this file's fonts")]
pub struct NotPrintable(pub char);

/// A font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Helvetica.
    Plain,
    /// Helvetica, bold.
    Bold,
    /// Courier, bold: each letter unlike the others.
    Fixed,
}

impl Face {
    const ALL: [Face; 3] = [Face::Plain, Face::Bold, Face::Fixed];

    fn name(self) -> Name<'static> {
        Name(match self {
            Face::Plain => b"Plain",
            Face::Bold => b"Bold",
            Face::Fixed => b"Fixed",
        })
    }

    fn base(self) -> Name<'static> {
        Name(match self {
            Face::Plain => b"Helvetica",
            Face::Bold => b"Helvetica-Bold",
            Face::Fixed => b"Courier-Bold",
        })
    }

    /// How wide a letter is at most, in thousandths of the size. Helvetica's own widths (Adobe's
    /// metrics of the 14 standard fonts) for ASCII; for the rest, and for bold, no less than they
    /// are, so that nothing runs off the sheet.
    fn width(self, letter: u8) -> f32 {
        let plain = match letter {
            b'i' | b'j' | b'l' | b'\'' => 222,
            b' ' | 0xa0 | b'!' | b',' | b'.' | b'/' | b':' | b';' | b'I' | b'[' | b'\\' | b']'
            | b'f' | b't' => 278,
            b'(' | b')' | b'-' | b'`' | b'r' | b'{' | b'}' => 334,
            b'"' | b'*' | b'^' => 469,
            b'c' | b'k' | b's' | b'v' | b'x' | b'y' | b'z' | b'J' => 500,
            b'a'..=b'z' if letter != b'm' && letter != b'w' => 556,
            b'0'..=b'9' | b'#' | b'$' | b'_' | b'?' | b'L' => 556,
            b'+' | b'<' | b'=' | b'>' | b'~' | b'|' => 584,
            b'F' | b'T' | b'Z' => 611,
            b'A' | b'B' | b'E' | b'K' | b'P' | b'S' | b'V' | b'X' | b'Y' | b'&' => 667,
            b'C' | b'D' | b'H' | b'N' | b'R' | b'U' | b'w' => 722,
            b'G' | b'O' | b'Q' => 778,
            b'm' | b'M' => 833,
            b'W' => 944,
            0xe0..=0xff => 611,
            0xc0..=0xdf => 778,
            _ => 1_015,
        };
        match self {
            Face::Fixed => 600.0,
            Face::Plain => plain as f32,
            Face::Bold => plain as f32 * 1.12,
        }
    }

    /// How wide a text is at most, set at this size.
    fn measure(self, letters: &[u8], size: f32) -> f32 {
        letters
            .iter()
            .map(|letter| self.width(*letter))
            .sum::<f32>()
            * size
            / 1_000.0
    }
}

/// The bytes of a text in these fonts.
fn letters(text: &str) -> Result<Vec<u8>, NotPrintable> {
    let mut letters = Vec::new();
    for letter in text.chars() {
        let mut buffer = [0; 4];
        let (bytes, _, lost) = WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
        if lost || letter.is_control() {
            return Err(NotPrintable(letter));
        }
        letters.extend_from_slice(&bytes);
    }
    Ok(letters)
}

/// One sheet.
pub struct Sheet {
    content: Content,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sheet(…)")
    }
}

impl Default for Sheet {
    fn default() -> Sheet {
        Sheet {
            content: Content::new(),
        }
    }
}

impl Sheet {
    /// A line of text whose foot stands at `y` from the top, from `x` on.
    ///
    /// # Errors
    /// [`NotPrintable`].
    pub fn line(
        &mut self,
        (x, y): (f32, f32),
        (face, size): (Face, f32),
        text: &str,
    ) -> Result<(), NotPrintable> {
        let letters = letters(text)?;
        self.set(&letters, (x, y), (face, size));
        Ok(())
    }

    /// Text over as many lines as it needs, none wider than `width`; where the line after it would
    /// stand.
    ///
    /// # Errors
    /// [`NotPrintable`].
    pub fn text(
        &mut self,
        (x, y): (f32, f32),
        width: f32,
        (face, size): (Face, f32),
        text: &str,
    ) -> Result<f32, NotPrintable> {
        let mut y = y;
        for line in broken(&letters(text)?, width, face, size) {
            self.set(&line, (x, y), (face, size));
            y += size * 1.4;
        }
        Ok(y)
    }

    /// A line of text that runs upwards from its foot at `(x, y)`.
    ///
    /// # Errors
    /// [`NotPrintable`].
    pub fn upwards(
        &mut self,
        (x, y): (f32, f32),
        (face, size): Font,
        text: &str,
    ) -> Result<(), NotPrintable> {
        let letters = letters(text)?;
        self.content.begin_text();
        self.content.set_font(face.name(), size);
        let turned = [0.0, 1.0, -1.0, 0.0, x, HEIGHT - y];
        self.content.set_text_matrix(turned);
        self.content.show(Str(&letters));
        self.content.end_text();
        Ok(())
    }

    /// A straight line, `thick` points wide.
    pub fn rule(&mut self, (x, y): (f32, f32), (to_x, to_y): (f32, f32), thick: f32) {
        self.content.set_line_width(thick);
        self.content.move_to(x, HEIGHT - y);
        self.content.line_to(to_x, HEIGHT - to_y);
        self.content.stroke();
    }

    /// A box's edge, `thick` points wide.
    pub fn frame(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), thick: f32) {
        self.content.set_line_width(thick);
        self.content.rect(x, HEIGHT - y - height, width, height);
        self.content.stroke();
    }

    fn set(&mut self, letters: &[u8], (x, y): (f32, f32), (face, size): (Face, f32)) {
        self.content.begin_text();
        self.content.set_font(face.name(), size);
        self.content.next_line(x, HEIGHT - y);
        self.content.show(Str(letters));
        self.content.end_text();
    }
}

/// How wide a line of text is at most.
///
/// # Errors
/// [`NotPrintable`].
pub fn width(text: &str, (face, size): Font) -> Result<f32, NotPrintable> {
    Ok(face.measure(&letters(text)?, size))
}

/// The lines that [`Sheet::text`] would set.
///
/// # Errors
/// [`NotPrintable`].
pub fn lines(text: &str, width: f32, (face, size): Font) -> Result<Vec<String>, NotPrintable> {
    let lines = broken(&letters(text)?, width, face, size).into_iter();
    Ok(lines
        .map(|line| {
            WINDOWS_1252
                .decode_without_bom_handling(&line)
                .0
                .into_owned()
        })
        .collect())
}

/// Letters with marks that these fonts lack, each line with the letter it is without them.
const MARKED: [(&str, char); 21] = [
    ("āăą", 'a'),
    ("ćĉċč", 'c'),
    ("ďđ", 'd'),
    ("ēĕėęě", 'e'),
    ("ĝğġģ", 'g'),
    ("ĥħ", 'h'),
    ("ĩīĭįı", 'i'),
    ("ĵ", 'j'),
    ("ķ", 'k'),
    ("ĺļľł", 'l'),
    ("ńņňŉ", 'n'),
    ("ōŏőơ", 'o'),
    ("ŕŗř", 'r'),
    ("śŝşș", 's'),
    ("ţťŧț", 't'),
    ("ũūŭůűųư", 'u'),
    ("ŵẁẃẅ", 'w'),
    ("ŷỳ", 'y'),
    ("źż", 'z'),
    ("ḃḅ", 'b'),
    ("ṗ", 'p'),
];

/// A text in which letters of Welsh, Polish and their like that these fonts lack stand without
/// their marks: whoever looks for `Tŷ Gwyn` finds it as `Ty Gwyn`. Any other that they lack stays,
/// to be refused.
pub fn without_marks(text: &str) -> String {
    let plain = |letter: char| {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        let found = MARKED.iter().find(|(marked, _)| marked.contains(small));
        match found {
            Some((_, plain)) if letter.is_uppercase() => plain.to_ascii_uppercase(),
            Some((_, plain)) => *plain,
            None => letter,
        }
    };
    text.chars().map(plain).collect()
}

/// A text's lines: broken between words, and within one only where it alone is too wide.
fn broken(letters: &[u8], width: f32, face: Face, size: f32) -> Vec<Vec<u8>> {
    let mut lines = vec![Vec::new()];
    for word in letters.split(|letter| *letter == b' ') {
        let mut line = lines.pop().unwrap_or_default();
        let joined = if line.is_empty() {
            word.to_vec()
        } else {
            [&line[..], b" ", word].concat()
        };
        if face.measure(&joined, size) <= width {
            lines.push(joined);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word {
            if face.measure(&line, size) + face.width(*letter) * size / 1_000.0 > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(*letter);
        }
        lines.push(line);
    }
    lines
}

/// These sheets as a file. The title is shown by readers, not printed.
pub fn pdf(title: &str, sheets: Vec<Sheet>) -> Vec<u8> {
    let mut next = Ref::new(1);
    let (catalog, tree, info) = (next.bump(), next.bump(), next.bump());
    let fonts = Face::ALL.map(|face| (face, next.bump()));
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree);
    pdf.document_info(info).title(TextStr(title));
    for (face, id) in fonts {
        let mut font = pdf.type1_font(id);
        font.base_font(face.base());
        font.encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    let mut pages = Vec::new();
    for sheet in sheets {
        let (page, content) = (next.bump(), next.bump());
        let mut written = pdf.page(page);
        written.parent(tree);
        written.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT));
        written.contents(content);
        let mut resources = written.resources();
        let mut named = resources.fonts();
        for (face, id) in fonts {
            named.pair(face.name(), id);
        }
        named.finish();
        resources.finish();
        written.finish();
        pdf.stream(content, &sheet.content.finish());
        pages.push(page);
    }
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages).count(count);
    pdf.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_written_and_other_letters_refused_by_name() {
        assert_eq!(letters("Siân Ó Ñandú – “€”").map(|text| text.len()), Ok(18));
        assert_eq!(letters("Σ"), Err(NotPrintable('Σ')));
        assert_eq!(letters("Łódź"), Err(NotPrintable('Ł')));
        assert_eq!(letters("a\u{7}"), Err(NotPrintable('\u{7}')));
    }

    #[test]
    fn welsh_and_polish_names_lose_marks_and_no_letter() {
        for (name, plain) in [
            ("Tŷ Gwyn", "Ty Gwyn"),
            ("Ŵyn, Siân", "Wyn, Siân"),
            ("Łódź", "Lódz"),
            ("Дім 5", "Дім 5"),
        ] {
            assert_eq!(without_marks(name), plain);
        }
        for (marked, _) in MARKED {
            assert!(
                marked.chars().all(|it| letters(&it.to_string()).is_err()),
                "{marked}"
            );
        }
    }

    #[test]
    fn no_line_is_wider_than_it_may_be_and_no_letter_is_lost() {
        let text =
            b"Ring twice and wait: incomprehensibilities-of-the-most-various-kinds live here";
        for face in Face::ALL {
            for width in [60.0, 120.0, 400.0] {
                let lines = broken(text, width, face, 11.0);
                assert!(lines.iter().all(|line| face.measure(line, 11.0) <= width));
                let all: Vec<u8> = lines.concat();
                let wanted = text.iter().filter(|letter| **letter != b' ').count();
                assert_eq!(all.iter().filter(|letter| **letter != b' ').count(), wanted);
            }
        }
    }

    #[test]
    fn a_file_holds_what_was_written_on_each_sheet() {
        let mut sheets = Vec::new();
        for words in ["first sheet", "second sheet"] {
            let mut sheet = Sheet::default();
            sheet
                .line((40.0, 40.0), (Face::Fixed, 20.0), words)
                .unwrap();
            sheet.frame((30.0, 20.0), (200.0, 40.0), 1.0);
            sheets.push(sheet);
        }
        let file = pdf("Two sheets", sheets);
        let text = String::from_utf8_lossy(&file);
        assert!(text.starts_with("%PDF-") && text.trim_end().ends_with("%%EOF"));
        assert!(text.contains("(first sheet) Tj") && text.contains("(second sheet) Tj"));
        assert!(text.contains("/Count 2") && text.contains("/WinAnsiEncoding"));
    }
}
