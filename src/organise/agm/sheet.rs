//! The roll of members on paper: each home on it with how many members it has, and a line for each to sign on.

use super::{Count, Row};
use crate::canvass::agm::{Rules, Votes};
use crate::canvass::id::StairId;
use crate::organise::paper::{
    Face, Font, HEIGHT, NotPrintable, Sheet, WIDTH, lines, pdf, without_marks,
};

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

const MARGIN: f32 = 50.0;
const TITLE: Font = (Face::Bold, 20.0);
const HEAD: Font = (Face::Bold, 13.0);
const BODY: Font = (Face::Plain, 11.0);
const DOOR: Font = (Face::Bold, 12.0);
/// How high a line to sign on is.
const LINE: f32 = 26.0;
/// Where the columns begin: how many members, and the names.
const COLUMNS: [f32; 2] = [170.0, 230.0];

/// What stands on it besides the homes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What the meeting is, in a few words.
    pub what: String,
    /// When and where, in words.
    pub when: String,
    /// Who reads the sheet and how long it is kept.
    pub privacy: String,
}

struct Sheets<'a> {
    text: Text<'a>,
    done: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
}

impl Sheets<'_> {
    /// Room for something so high, on another sheet if need be.
    fn room(&mut self, high: f32) {
        if self.y + high > HEIGHT - MARGIN {
            self.done.push(std::mem::take(&mut self.sheet));
            self.y = MARGIN;
        }
    }

    fn put(&mut self, font: Font, words: &str) -> Result<(), NotPrintable> {
        for line in lines(&without_marks(words), WIDTH - 2.0 * MARGIN, font)? {
            let high = font.1 * 1.4;
            self.room(high);
            self.y += high;
            self.sheet.line((MARGIN, self.y), font, &line)?;
        }
        Ok(())
    }

    fn head(&mut self, place: &str) -> Result<(), NotPrintable> {
        // Never alone at a sheet's foot.
        self.room(3.0 * LINE);
        self.y += 10.0;
        self.put(HEAD, place)?;
        self.y += 14.0;
        let heads = ["agm.sheet_members", "agm.sheet_name"];
        for (x, key) in COLUMNS.into_iter().zip(heads) {
            let words = (self.text)(key, &[]);
            self.sheet.line((x, self.y), (Face::Bold, 10.0), &words)?;
        }
        self.y += 4.0;
        Ok(())
    }

    /// A home, with as many lines as it has members; one where that is not known or homes vote.
    fn row(&mut self, row: &Row, votes: Votes) -> Result<(), NotPrintable> {
        let people = row.people.filter(|people| *people > 0);
        let signs = match votes {
            Votes::Household => 1,
            Votes::Resident => people.unwrap_or(1),
        };
        for n in 0..signs {
            self.room(LINE);
            let foot = self.y + LINE;
            if n == 0 {
                let wide = COLUMNS[0] - MARGIN - 8.0;
                let label = lines(&without_marks(&row.label), wide, DOOR)?;
                if let Some(label) = label.first() {
                    self.sheet.line((MARGIN, foot - 7.0), DOOR, label)?;
                }
                let people = people.map(|people| people.to_string());
                let at = (COLUMNS[0], foot - 7.0);
                self.sheet.line(at, BODY, &people.unwrap_or_default())?;
            }
            let (from, to) = ((COLUMNS[1], foot), (WIDTH - MARGIN, foot));
            self.sheet.rule(from, to, 0.75);
            self.y = foot;
        }
        Ok(())
    }
}

/// The roll as a PDF file; `place` names a stair.
///
/// # Errors
/// [`NotPrintable`] where something has a letter that the file's fonts do not have, with or without its
/// marks.
pub fn roll_sheets(
    rows: &[Row],
    rules: &Rules,
    about: &About,
    place: &dyn Fn(StairId) -> String,
    text: Text<'_>,
) -> Result<Vec<u8>, NotPrintable> {
    let title = text("agm.sheet_title", &[]);
    let mut sheets = Sheets {
        text,
        done: Vec::new(),
        sheet: Sheet::default(),
        y: MARGIN,
    };
    sheets.put(TITLE, &title)?;
    sheets.put(BODY, &about.what)?;
    sheets.put(BODY, &about.when)?;
    let said = [("rule", rules.members.clone())];
    sheets.put(BODY, &text("agm.sheet_rule", &said))?;
    let count = Count::of(rows, rules);
    let said = [
        ("rule", rules.quorum.clone()),
        ("n", count.needed.map_or("?".to_string(), |n| n.to_string())),
    ];
    sheets.put(BODY, &text("agm.sheet_quorum", &said))?;
    sheets.put(BODY, &about.privacy)?;
    let mut stair = None;
    for row in rows.iter().filter(|row| row.is_on) {
        if stair != Some(row.stair) {
            stair = Some(row.stair);
            sheets.head(&place(row.stair))?;
        }
        sheets.row(row, rules.votes)?;
    }
    sheets.done.push(sheets.sheet);
    Ok(pdf(&without_marks(&title), sheets.done))
}
