//! The week on paper, to hang up or hand round: no figure of fewer than five homes stands on it, nor one of
//! all but fewer.

use super::{Rate, Week};
use crate::canvass::id::StairId;
use crate::organise::evidence::sheet::{figure, tenure_words};
use crate::organise::evidence::{Part, Share, parts};
use crate::organise::paper::{
    Face, Font, HEIGHT, NotPrintable, Sheet, WIDTH, lines, pdf, without_marks,
};

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

const MARGIN: f32 = 50.0;
const TITLE: Font = (Face::Bold, 20.0);
const HEAD: Font = (Face::Bold, 13.0);
const BODY: Font = (Face::Plain, 11.0);
const SMALL: Font = (Face::Plain, 9.0);

struct Sheets<'a> {
    text: Text<'a>,
    done: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
}

impl Sheets<'_> {
    fn put(&mut self, font: Font, words: &str) -> Result<(), NotPrintable> {
        for line in lines(&without_marks(words), WIDTH - 2.0 * MARGIN, font)? {
            let high = font.1 * 1.4;
            if self.y + high > HEIGHT - MARGIN {
                self.done.push(std::mem::take(&mut self.sheet));
                self.y = MARGIN;
            }
            self.y += high;
            self.sheet.line((MARGIN, self.y), font, &line)?;
        }
        Ok(())
    }

    /// What a figure counts, over its lines.
    fn head(&mut self, rate: &Rate) -> Result<(), NotPrintable> {
        self.y += 8.0;
        let name = (self.text)(&format!("week.{}", rate.measure.word()), &[]);
        self.put(HEAD, &name)?;
        let what = (self.text)(&format!("week.{}_what", rate.measure.word()), &[]);
        self.put(SMALL, &what)
    }

    fn share(&self, share: Share) -> String {
        let values = [
            ("n", figure(self.text, share.n)),
            ("all", figure(self.text, share.of)),
        ];
        (self.text)("week.on_paper", &values)
    }

    fn alone(&mut self, rate: &Rate) -> Result<(), NotPrintable> {
        self.head(rate)?;
        let words = self.share(Share::new(rate.n, rate.of));
        self.put(BODY, &words)
    }

    /// Parts of a whole that stands above them.
    fn each(&mut self, whole: &Rate, rows: &[(String, Rate)]) -> Result<(), NotPrintable> {
        self.alone(whole)?;
        let homes: Vec<Part> = rows
            .iter()
            .map(|(_, rate)| Part {
                n: rate.n,
                of: Some(rate.of),
            })
            .collect();
        for ((name, rate), n) in rows.iter().zip(parts(&homes)) {
            let of = Share::new(rate.n, rate.of).of;
            let words = self.share(Share { n, of });
            self.put(BODY, &format!("{name}: {words}"))?;
        }
        Ok(())
    }
}

/// The week as a PDF file; `place` names a stair, `days` says from when to when.
///
/// # Errors
/// [`NotPrintable`] where something has a letter that the file's fonts do not have, with or without its
/// marks.
pub fn week_sheets(
    week: &Week,
    days: &str,
    place: &dyn Fn(StairId) -> String,
    text: Text<'_>,
) -> Result<Vec<u8>, NotPrintable> {
    let title = text("week.title", &[]);
    let mut sheets = Sheets {
        text,
        done: Vec::new(),
        sheet: Sheet::default(),
        y: MARGIN,
    };
    sheets.put(TITLE, &title)?;
    sheets.put(BODY, days)?;
    sheets.put(BODY, &text("week.left_out", &[]))?;
    let rows = |of: fn(&super::StairWeek) -> Rate| -> Vec<(String, Rate)> {
        let stairs = week.stairs.iter();
        stairs.map(|it| (place(it.stair), of(it))).collect()
    };
    sheets.each(&week.never_tried(), &rows(|it| it.never_tried))?;
    sheets.each(&week.reached(), &rows(|it| it.reached))?;
    for rate in [week.asks, week.acts, week.shows].iter().flatten() {
        sheets.alone(rate)?;
    }
    for raised in &week.raised {
        sheets.y += 8.0;
        sheets.put(HEAD, &raised.name)?;
        let homes = raised.tenures.iter().map(|(_, raise, _)| Part {
            n: raise.n,
            of: Some(raise.of),
        });
        let told = parts(&homes.collect::<Vec<_>>());
        for ((tenure, raise, deep), n) in raised.tenures.iter().zip(told) {
            let name = tenure_words(text, tenure.as_deref());
            let of = Share::new(raise.n, raise.of).of;
            let values = [
                ("tenure", name),
                ("raise", sheets.share(Share { n, of })),
                ("act", sheets.share(Share::new(deep.n, deep.of))),
            ];
            sheets.put(BODY, &text("week.raised_on_paper", &values))?;
        }
    }
    for rate in [
        week.overdue,
        week.no_knock,
        week.complaints,
        week.unmet,
        week.to_settle,
    ] {
        sheets.alone(&rate)?;
    }
    sheets.done.push(sheets.sheet);
    Ok(pdf(&without_marks(&title), sheets.done))
}
