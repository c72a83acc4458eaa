//! The roll of members on paper: each home on it with how many members it has, and a line for each to sign on.

use super::{Count, Row};
use crate::canvass::agm::{Rules, Votes};
use crate::canvass::id::StairId;
use crate::organise::paper::{Face, Font, NotPrintable, WIDTH, lines, without_marks};
use crate::organise::sheets::{BODY, HEAD, MARGIN, Sheets, TITLE};

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

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

struct Written<'a> {
    text: Text<'a>,
    on: Sheets,
}

impl Written<'_> {
    fn head(&mut self, place: &str) -> Result<(), NotPrintable> {
        // Never alone at a sheet's foot.
        self.on.room(3.0 * LINE);
        self.on.y += 10.0;
        self.on.put(HEAD, place)?;
        self.on.y += 14.0;
        let heads = ["agm.sheet_members", "agm.sheet_name"];
        for (x, key) in COLUMNS.into_iter().zip(heads) {
            let words = (self.text)(key, &[]);
            self.on
                .sheet
                .line((x, self.on.y), (Face::Bold, 10.0), &words)?;
        }
        self.on.y += 4.0;
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
            self.on.room(LINE);
            let foot = self.on.y + LINE;
            if n == 0 {
                let wide = COLUMNS[0] - MARGIN - 8.0;
                let label = lines(&without_marks(&row.label), wide, DOOR)?;
                if let Some(label) = label.first() {
                    self.on.sheet.line((MARGIN, foot - 7.0), DOOR, label)?;
                }
                let people = people.map(|people| people.to_string());
                let at = (COLUMNS[0], foot - 7.0);
                self.on.sheet.line(at, BODY, &people.unwrap_or_default())?;
            }
            let (from, to) = ((COLUMNS[1], foot), (WIDTH - MARGIN, foot));
            self.on.sheet.rule(from, to, 0.75);
            self.on.y = foot;
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
    let mut sheets = Written {
        text,
        on: Sheets::new(),
    };
    sheets.on.put(TITLE, &title)?;
    sheets.on.put(BODY, &about.what)?;
    sheets.on.put(BODY, &about.when)?;
    let said = [("rule", rules.members.clone())];
    sheets.on.put(BODY, &text("agm.sheet_rule", &said))?;
    let count = Count::of(rows, rules);
    let said = [
        ("rule", rules.quorum.clone()),
        ("n", count.needed.map_or("?".to_string(), |n| n.to_string())),
    ];
    sheets.on.put(BODY, &text("agm.sheet_quorum", &said))?;
    sheets.on.put(BODY, &about.privacy)?;
    let mut stair = None;
    for row in rows.iter().filter(|row| row.is_on) {
        if stair != Some(row.stair) {
            stair = Some(row.stair);
            sheets.head(&place(row.stair))?;
        }
        sheets.row(row, rules.votes)?;
    }
    Ok(sheets.on.pdf(&title))
}
