//! Sheets that are filled from the top, one after the other, line below line.

use super::paper::{Face, Font, HEIGHT, NotPrintable, Sheet, WIDTH, lines, pdf, without_marks};

/// How far from each edge everything stays, in points.
pub(super) const MARGIN: f32 = 50.0;
/// What a paper is called.
pub(super) const TITLE: Font = (Face::Bold, 20.0);
/// What a part of it is called.
pub(super) const HEAD: Font = (Face::Bold, 13.0);
/// What it says.
pub(super) const BODY: Font = (Face::Plain, 11.0);

/// The sheets so far.
pub(super) struct Sheets {
    done: Vec<Sheet>,
    /// The one that is filled.
    pub(super) sheet: Sheet,
    /// How far down that is filled, in points.
    pub(super) y: f32,
}

impl Sheets {
    /// An empty one.
    pub(super) fn new() -> Sheets {
        Sheets {
            done: Vec::new(),
            sheet: Sheet::default(),
            y: MARGIN,
        }
    }

    /// Room for something so many points high, on another sheet if need be.
    pub(super) fn room(&mut self, high: f32) {
        if self.y + high > HEIGHT - MARGIN {
            self.done.push(std::mem::take(&mut self.sheet));
            self.y = MARGIN;
        }
    }

    /// Words below what is there, over as many lines and sheets as they need.
    ///
    /// # Errors
    /// [`NotPrintable`].
    pub(super) fn put(&mut self, font: Font, words: &str) -> Result<(), NotPrintable> {
        for line in lines(&without_marks(words), WIDTH - 2.0 * MARGIN, font)? {
            let high = font.1 * 1.4;
            self.room(high);
            self.y += high;
            self.sheet.line((MARGIN, self.y), font, &line)?;
        }
        Ok(())
    }

    /// All of them as a PDF file with this title.
    pub(super) fn pdf(mut self, title: &str) -> Vec<u8> {
        self.done.push(self.sheet);
        pdf(&without_marks(title), self.done)
    }
}
