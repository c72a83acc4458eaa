//! The sheet to sign in on, on paper: stair by stair every home, and lines for whoever comes from elsewhere.
//! No name and no pledge stands on it: whoever signs reads the lines above theirs.

use super::Meeting;
use super::lists::stairs;
use crate::canvass::fold::State;
use crate::organise::paper::{
    Face, Font, HEIGHT, NotPrintable, Sheet, WIDTH, lines, pdf, without_marks,
};

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

const MARGIN: f32 = 45.0;
const TITLE: Font = (Face::Bold, 18.0);
const HEAD: Font = (Face::Bold, 14.0);
const BODY: Font = (Face::Plain, 11.0);
const DOOR: Font = (Face::Plain, 13.0);
/// How high a line to write on is.
const LINE: f32 = 26.0;
/// Where the columns begin: how many came, what they like to be called.
const COLUMNS: [f32; 2] = [190.0, 265.0];
/// Lines for whoever comes from elsewhere.
const ELSEWHERE: usize = 8;

struct Sheets<'a> {
    text: Text<'a>,
    title: String,
    done: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
}

impl Sheets<'_> {
    /// Makes room for something so high; on another sheet where there is none.
    fn room(&mut self, high: f32) -> Result<(), NotPrintable> {
        if self.y + high > HEIGHT - MARGIN - 20.0 {
            self.turn()?;
        }
        Ok(())
    }

    fn turn(&mut self) -> Result<(), NotPrintable> {
        let page = [
            ("title", self.title.clone()),
            ("n", (self.done.len() + 1).to_string()),
        ];
        let foot = without_marks(&(self.text)("meeting.sheet_foot", &page));
        if let Some(line) = lines(&foot, WIDTH - 2.0 * MARGIN, (Face::Plain, 9.0))?.first() {
            let at = (MARGIN, HEIGHT - MARGIN);
            self.sheet.line(at, (Face::Plain, 9.0), line)?;
        }
        self.done.push(std::mem::take(&mut self.sheet));
        self.y = MARGIN;
        Ok(())
    }

    fn words(&mut self, font: Font, words: &str) -> Result<(), NotPrintable> {
        for line in lines(&without_marks(words), WIDTH - 2.0 * MARGIN, font)? {
            self.room(font.1 * 1.4)?;
            self.y += font.1 * 1.4;
            self.sheet.line((MARGIN, self.y), font, &line)?;
        }
        Ok(())
    }

    /// A stair's name over its columns.
    fn head(&mut self, place: &str) -> Result<(), NotPrintable> {
        // Never alone at a sheet's foot.
        self.room(3.0 * LINE)?;
        self.y += 10.0;
        self.words(HEAD, place)?;
        self.y += 14.0;
        let heads = ["meeting.sheet_people", "meeting.sheet_name"];
        for (x, key) in COLUMNS.into_iter().zip(heads) {
            self.sheet
                .line((x, self.y), (Face::Bold, 10.0), &(self.text)(key, &[]))?;
        }
        self.y += 4.0;
        Ok(())
    }

    fn row(&mut self, label: &str) -> Result<(), NotPrintable> {
        self.room(LINE)?;
        let foot = self.y + LINE;
        let label = lines(&without_marks(label), COLUMNS[0] - MARGIN - 8.0, DOOR)?;
        if let Some(label) = label.first() {
            self.sheet.line((MARGIN, foot - 7.0), DOOR, label)?;
        }
        self.sheet
            .frame((COLUMNS[0], self.y + 4.0), (40.0, LINE - 6.0), 0.75);
        self.sheet
            .rule((COLUMNS[1], foot), (WIDTH - MARGIN, foot), 0.75);
        self.y = foot;
        Ok(())
    }
}

/// How many homes stand on a meeting's sheets: what is recorded when they are taken out.
pub fn homes(state: &State) -> usize {
    // What stairs are called changes nothing of it.
    let stairs = stairs(state, &|key| key.to_string()).into_iter();
    stairs.map(|(_, doors)| doors.len()).sum()
}

/// The sheets of a meeting as a PDF file. `when` says its day and time in words, `privacy` who reads the
/// sheet and how long it is kept.
///
/// # Errors
/// [`NotPrintable`] where something has a letter that the file's fonts do not have, with or without its
/// marks.
pub fn sign_in_sheets(
    state: &State,
    meeting: &Meeting,
    when: &str,
    privacy: &str,
    text: Text<'_>,
) -> Result<Vec<u8>, NotPrintable> {
    let said = meeting.said();
    let title = said.map(|said| said.what.clone()).unwrap_or_default();
    let place = said.map(|said| said.place.clone()).unwrap_or_default();
    let mut sheets = Sheets {
        text,
        title: title.clone(),
        done: Vec::new(),
        sheet: Sheet::default(),
        y: MARGIN,
    };
    sheets.words(TITLE, &title)?;
    sheets.words(BODY, when)?;
    sheets.words(BODY, &place)?;
    sheets.words(BODY, &text("meeting.sheet_how", &[]))?;
    sheets.words(BODY, privacy)?;
    for (place, doors) in stairs(state, &|key| text(key, &[])) {
        sheets.head(&place)?;
        for door in doors {
            sheets.row(&door.label)?;
        }
    }
    sheets.head(&text("meeting.sheet_elsewhere", &[]))?;
    for _ in 0..ELSEWHERE {
        sheets.row("")?;
    }
    sheets.turn()?;
    Ok(pdf(&without_marks(&title), sheets.done))
}
