//! The pack as sheets of A4, to be handed over.

use super::{Evidence, Figure, Line, Passage, Planned, Share, passages};
use crate::canvass::demand::Step;
use crate::canvass::tenure::OFFERED;
use crate::organise::deputation::Tell;
use crate::organise::issues::{Entry, Terms};
use crate::organise::paper::{
    Face, Font, HEIGHT, NotPrintable, Sheet, WIDTH, lines, pdf, without_marks,
};
use crate::organise::working_days::Deadline;

/// The sheets' margins, in points.
const MARGIN: f32 = 50.0;
const TITLE: Font = (Face::Bold, 20.0);
const HEAD: Font = (Face::Bold, 14.0);
const BODY: Font = (Face::Plain, 11.0);
const BOLD: Font = (Face::Bold, 11.0);

/// What stands on the sheets besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The group's name.
    pub group: String,
    /// On which day they were made, in words.
    pub made: String,
}

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

/// Sheets as they are filled, from the top down.
struct Sheets<'a> {
    text: Text<'a>,
    done: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
}

impl Sheets<'_> {
    fn put(&mut self, font: Font, indent: f32, words: &str) -> Result<(), NotPrintable> {
        let wide = WIDTH - 2.0 * MARGIN - indent;
        for line in lines(&without_marks(words), wide, font)? {
            let high = font.1 * 1.4;
            if self.y + high > HEIGHT - MARGIN - 20.0 {
                self.turn()?;
            }
            self.y += high;
            self.sheet.line((MARGIN + indent, self.y), font, &line)?;
        }
        Ok(())
    }

    /// Ends a sheet, with its number and what was left out at its foot, and begins the next.
    fn turn(&mut self) -> Result<(), NotPrintable> {
        let page = [("n", (self.done.len() + 1).to_string())];
        let foot = (self.text)("evidence.foot", &page);
        let at = (MARGIN, HEIGHT - MARGIN);
        self.sheet.line(at, (Face::Plain, 9.0), &foot)?;
        self.done.push(std::mem::take(&mut self.sheet));
        self.y = MARGIN;
        Ok(())
    }
}

/// The pack as a PDF file. `day` says a day (days since 1970-01-01) in words.
///
/// # Errors
/// [`NotPrintable`] where something has a letter that the file's fonts do not have, with or without its
/// marks.
pub fn evidence_sheets(
    evidence: &Evidence,
    about: &About,
    day: &dyn Fn(i32) -> String,
    text: Text<'_>,
) -> Result<Vec<u8>, NotPrintable> {
    let title = text("evidence.title_of", &[("group", about.group.clone())]);
    let mut sheets = Sheets {
        text,
        done: Vec::new(),
        sheet: Sheet::default(),
        y: MARGIN,
    };
    sheets.put(TITLE, 0.0, &title)?;
    sheets.put(
        BODY,
        0.0,
        &text("evidence.made", &[("day", about.made.clone())]),
    )?;
    if let Some(words) = estates_words(text, evidence) {
        sheets.put(BODY, 0.0, &words)?;
    }
    let spoken = share_words(text, "evidence.spoken", evidence.spoken);
    sheets.put(BODY, 0.0, &spoken)?;
    let unknown = share_words(text, "evidence.unknown", evidence.unknown);
    sheets.put(BODY, 0.0, &unknown)?;
    sheets.put(BODY, 0.0, &text("evidence.left_out", &[]))?;
    for passage in passages(evidence, text, day) {
        sheets.y += 12.0;
        one(&mut sheets, &passage)?;
    }
    if !evidence.stories.is_empty() {
        sheets.y += 12.0;
        sheets.put(HEAD, 0.0, &text("stories.in_pack", &[]))?;
    }
    for words in &evidence.stories {
        sheets.put(BODY, 14.0, words)?;
        sheets.y += 6.0;
    }
    sheets.turn()?;
    Ok(pdf(&without_marks(&title), sheets.done))
}

fn one(sheets: &mut Sheets<'_>, passage: &Passage) -> Result<(), NotPrintable> {
    sheets.put(HEAD, 0.0, &passage.head)?;
    for line in &passage.lines {
        let (font, indent) = match line {
            Line::Says(_) => (BODY, 0.0),
            Line::Strong(_) => (BOLD, 0.0),
            Line::Under(_) => (BODY, 14.0),
        };
        sheets.put(font, indent, line.words())?;
    }
    Ok(())
}

/// Of which estates the figures are; nothing where there is one.
pub fn estates_words(text: Text<'_>, evidence: &Evidence) -> Option<String> {
    let name = |name: &String| match name.as_str() {
        "" => text("evidence.no_estate", &[]),
        name => name.to_string(),
    };
    let names: Vec<String> = evidence.estates.iter().map(name).collect();
    let values = [("estates", names.join(", "))];
    (!names.is_empty()).then(|| text("evidence.estates", &values))
}

/// A figure, or that it is left out.
pub fn figure(text: Text<'_>, figure: Figure) -> String {
    match figure {
        Figure::Exactly(n) => n.to_string(),
        Figure::LeftOut => text("evidence.few", &[]),
    }
}

/// A sentence with n of N, or with what is left out of it.
pub fn share_words(text: Text<'_>, key: &str, share: Share) -> String {
    let values = [
        ("homes", figure(text, share.n)),
        ("all", figure(text, share.of)),
    ];
    text(key, &values)
}

/// A tenure's name; of none that nobody knows.
pub fn tenure_words(text: Text<'_>, tenure: Option<&str>) -> String {
    match tenure {
        Some(word) if OFFERED.contains(&word) => text(&format!("tenure.{word}"), &[]),
        Some(other) => other.to_string(),
        None => text("evidence.tenure_unknown", &[]),
    }
}

/// A demand in one line: what, who, by when, how we know, who decides and when, as far as it says.
pub fn terms_words(text: Text<'_>, terms: &Terms, day: &dyn Fn(i32) -> String) -> String {
    let named = |key: &str, words: String| {
        (!words.is_empty()).then(|| format!("{}: {words}", text(key, &[])))
    };
    let target = terms.target.as_ref().map(|it| it.words().to_string());
    let parts = [
        Some(terms.what.clone()),
        named("issues.part_who", terms.who.clone()),
        named("issues.part_by", terms.by.map(day).unwrap_or_default()),
        named("issues.part_know", terms.know.clone()),
        named("issues.part_target", target.unwrap_or_default()),
        named(
            "issues.part_decides",
            terms.decides.map(day).unwrap_or_default(),
        ),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// A deputation's meeting, and by when the council is told, in one line.
pub fn planned_words(text: Text<'_>, planned: &Planned, day: &dyn Fn(i32) -> String) -> String {
    let tell = match planned.tell {
        Tell::By(Deadline { day: by, at: None }) => text("evidence.tell_by", &[("day", day(by))]),
        Tell::By(Deadline {
            day: by,
            at: Some(at),
        }) => {
            let time = format!("{:02}:{:02}", at / 60, at % 60);
            text("evidence.tell_at", &[("day", day(by)), ("time", time)])
        }
        Tell::Ask | Tell::NoCalendar => text("evidence.tell_ask", &[]),
    };
    let meets = [("to", planned.to.clone()), ("day", day(planned.meeting))];
    format!("{}. {tell}", text("evidence.meets", &meets))
}

/// How a demand stands for somebody, in words.
pub fn result_words(text: Text<'_>, entry: &Entry, day: &dyn Fn(i32) -> String) -> String {
    let on = day(entry.day);
    let key = match &entry.step {
        Step::Written { document } => {
            let values = [("day", on), ("document", document.clone())];
            return text("issues.written_in", &values);
        }
        Step::Asked => "issues.step_asked",
        Step::Refused => "issues.step_refused",
        Step::Offered => "issues.step_offered",
        Step::Delivered => "issues.step_delivered",
        Step::Broken => "issues.step_broken",
    };
    let step = text(key, &[]);
    text("issues.step_day", &[("step", step), ("day", on)])
}
