//! Sheets to sign on, as a PDF of A4 for print: the prayer, whom it asks, who organises it and the sheet's
//! number stand on every one, or a council counts no name on it.

use crate::canvass::petition::{LINES, Petition, Sheets, Told};
use crate::organise::paper::{
    Face, Font, HEIGHT, NotPrintable, Sheet, WIDTH, lines, pdf, width, without_marks,
};

/// The sheet's margins, in points.
const MARGIN: f32 = 36.0;
/// How wide what stands between them is.
const WIDE: f32 = WIDTH - 2.0 * MARGIN;
const TITLE: Font = (Face::Bold, 16.0);
const PRAYER: Font = (Face::Bold, 13.0);
const BODY: Font = (Face::Plain, 11.0);
const HEAD: Font = (Face::Bold, 9.0);
/// A line to sign on has room for a pen.
const ROW: f32 = 36.0;
/// The columns' widths: number, name, address, postcode, live work study, date, signature, keep informed.
const COLUMNS: [f32; 8] = [20.0, 96.0, 122.0, 58.0, 51.0, 48.0, 82.0, 46.0];
/// What heads them, by their catalogue keys; the first has none.
const HEADS: [&str; 7] = [
    "petition.column_name",
    "petition.column_address",
    "petition.column_postcode",
    "petition.column_qualifies",
    "petition.column_date",
    "petition.column_signature",
    "petition.column_informed",
];
/// A prayer is no longer than this, characters: ten people have to find room under it.
pub const PRAYER_LENGTH: usize = 500;

/// What stands on the sheets besides the petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The group that keeps what is written there.
    pub group: String,
    /// Until when, in words.
    pub until: String,
}

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

/// Why there are no sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSheets {
    /// A letter is not among the fonts'.
    #[error(transparent)]
    NotPrintable(#[from] NotPrintable),
    /// What stands above the lines leaves no room for them.
    #[error("what stands above the lines leaves no room for ten people to sign")]
    TooLong,
}

/// Sheets of a petition as a PDF file, numbered as said.
///
/// # Errors
/// [`NoSheets`].
pub fn petition_sheets(
    petition: &Petition,
    sheets: Sheets,
    about: &About,
    text: Text<'_>,
) -> Result<Vec<u8>, NoSheets> {
    let drawn = (sheets.first..=sheets.last).map(|n| draw(petition, (n, sheets.last), about, text));
    let drawn: Result<Vec<Sheet>, NoSheets> = drawn.collect();
    let title = without_marks(&text("petition.sheet_title", &to(petition)));
    Ok(pdf(&title, drawn?))
}

fn to(petition: &Petition) -> [(&'static str, String); 1] {
    [("target", petition.target.clone())]
}

fn draw(
    petition: &Petition,
    number: (u16, u16),
    about: &About,
    text: Text<'_>,
) -> Result<Sheet, NoSheets> {
    let mut sheet = Sheet::default();
    let mut y = MARGIN;
    let organiser = [
        ("organiser", petition.organiser.clone()),
        ("reach", petition.reach.clone()),
    ];
    for (font, words) in [
        (TITLE, text("petition.sheet_title", &to(petition))),
        (BODY, text("petition.sheet_we", &[])),
        (PRAYER, petition.prayer.clone()),
        (BODY, text("petition.sheet_organiser", &organiser)),
    ] {
        y = put(&mut sheet, y, font, &words)?;
    }
    let foot = foot(petition, about, number, text)?;
    let foot_at = HEIGHT - MARGIN - 14.0 * foot.len() as f32;
    let heads_at = y + 8.0;
    let rows_at = heads_at + heads_height(text)?;
    if rows_at + ROW * f32::from(LINES) > foot_at - 6.0 {
        return Err(NoSheets::TooLong);
    }
    heads(&mut sheet, heads_at, text)?;
    rows(&mut sheet, heads_at, rows_at)?;
    let mut at = foot_at + 10.0;
    for line in &foot {
        sheet.line((MARGIN, at), (Face::Plain, 10.0), line)?;
        at += 14.0;
    }
    Ok(sheet)
}

/// A paragraph from `y` on; where the next begins.
fn put(sheet: &mut Sheet, y: f32, font: Font, words: &str) -> Result<f32, NotPrintable> {
    let mut y = y;
    for line in lines(&without_marks(words), WIDE, font)? {
        y += font.1 * 1.35;
        sheet.line((MARGIN, y), font, &line)?;
    }
    Ok(y + 3.0)
}

/// What stands under the lines: what becomes of what is written there, what the tick is for, the number.
fn foot(
    petition: &Petition,
    about: &About,
    (n, m): (u16, u16),
    text: Text<'_>,
) -> Result<Vec<String>, NotPrintable> {
    let council = ("council", petition.council.name.clone());
    let public = match petition.council.public {
        Told::Yes => "petition.sheet_public",
        Told::No => "petition.sheet_not_public",
        Told::Unknown => "petition.sheet_may_be_public",
    };
    let kept = [
        ("group", about.group.clone()),
        ("until", about.until.clone()),
        council.clone(),
    ];
    let page = [("n", n.to_string()), ("m", m.to_string())];
    let mut all = Vec::new();
    for words in [
        text("petition.sheet_privacy", &kept),
        text(public, &[council]),
        text("petition.sheet_informed", &[]),
        text("petition.sheet_page", &page),
    ] {
        all.extend(lines(&without_marks(&words), WIDE, (Face::Plain, 10.0))?);
    }
    Ok(all)
}

/// The columns' left edges, and the last one's right.
fn edges() -> Vec<f32> {
    let mut edges = vec![MARGIN];
    for wide in COLUMNS {
        edges.push(edges.last().unwrap_or(&MARGIN) + wide);
    }
    edges
}

fn head_lines(n: usize, text: Text<'_>) -> Result<Vec<String>, NotPrintable> {
    let wide = COLUMNS.get(n + 1).copied().unwrap_or(WIDE);
    lines(&text(HEADS[n], &[]), wide - 4.0, HEAD)
}

fn heads_height(text: Text<'_>) -> Result<f32, NotPrintable> {
    let mut most = 1;
    for n in 0..HEADS.len() {
        most = most.max(head_lines(n, text)?.len());
    }
    Ok(12.0 * most as f32 + 6.0)
}

fn heads(sheet: &mut Sheet, top: f32, text: Text<'_>) -> Result<(), NotPrintable> {
    let edges = edges();
    for n in 0..HEADS.len() {
        for (line, words) in (1..).zip(head_lines(n, text)?) {
            let y = top + 12.0 * f32::from(line as u8);
            sheet.line((edges[n + 1] + 2.0, y), HEAD, &words)?;
        }
    }
    Ok(())
}

/// The lines to sign on, each with its number and a box to tick.
fn rows(sheet: &mut Sheet, top: f32, first: f32) -> Result<(), NotPrintable> {
    let edges = edges();
    let right = edges.last().copied().unwrap_or(WIDTH - MARGIN);
    let end = first + ROW * f32::from(LINES);
    for line in 1..=LINES {
        let foot = first + ROW * f32::from(line);
        let number = line.to_string();
        let wide = width(&number, BODY)?;
        let x = edges[1] - 4.0 - wide;
        sheet.line((x, foot - ROW / 2.0 + 4.0), BODY, &number)?;
        let middle = (edges[7] + edges[8]) / 2.0;
        let box_top = foot - ROW / 2.0 - 7.0;
        sheet.frame((middle - 7.0, box_top), (14.0, 14.0), 1.0);
        sheet.rule((MARGIN, foot), (right, foot), 0.75);
    }
    sheet.rule((MARGIN, first), (right, first), 1.5);
    for edge in &edges {
        sheet.rule((*edge, top), (*edge, end), 0.75);
    }
    Ok(())
}
