//! The week on paper, to hang up or hand round: no figure of fewer than five homes stands on it, nor one of
//! all but fewer.

use super::{Rate, Week};
use crate::canvass::id::StairId;
use crate::organise::evidence::sheet::{figure, tenure_words};
use crate::organise::evidence::{Part, Share, parts};
use crate::organise::paper::{Face, Font, NotPrintable};
use crate::organise::sheets::{BODY, HEAD, Sheets, TITLE};

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

const SMALL: Font = (Face::Plain, 9.0);

struct Written<'a> {
    text: Text<'a>,
    on: Sheets,
}

impl Written<'_> {
    /// What a figure counts, over its lines.
    fn head(&mut self, rate: &Rate) -> Result<(), NotPrintable> {
        self.on.y += 8.0;
        let name = (self.text)(&format!("week.{}", rate.measure.word()), &[]);
        self.on.put(HEAD, &name)?;
        let what = (self.text)(&format!("week.{}_what", rate.measure.word()), &[]);
        self.on.put(SMALL, &what)
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
        self.on.put(BODY, &words)
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
            self.on.put(BODY, &format!("{name}: {words}"))?;
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
    let mut sheets = Written {
        text,
        on: Sheets::new(),
    };
    sheets.on.put(TITLE, &title)?;
    sheets.on.put(BODY, days)?;
    sheets.on.put(BODY, &text("week.left_out", &[]))?;
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
        sheets.on.y += 8.0;
        sheets.on.put(HEAD, &raised.name)?;
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
            sheets
                .on
                .put(BODY, &text("week.raised_on_paper", &values))?;
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
    Ok(sheets.on.pdf(&title))
}
