//! Boards as sheets of A4, for a clipboard in the dark: nothing smaller than 12 points, doors in
//! 16, black on white. No resident's name and nothing that was heard at a door stands on one.

mod layout;

use std::collections::BTreeSet;

use super::board::Line;
use super::paper::{Face, HEIGHT, NotPrintable, Sheet, WIDTH, pdf, width};
use crate::canvass::fact::Outcome;
use crate::canvass::id::DoorId;
use crate::canvass::script::AnswerKind;
use layout::{
    DOOR, DOOR_LINE, FLOOR, HEAD, Layout, MARGIN, Placed, SMALL, WIDE, What, few_lines, head_words,
    lay_out,
};

/// The outcomes with a column of their own, in the order of the keys they are typed with.
pub const COLUMNS: [Outcome; 4] = [
    Outcome::Spoke,
    Outcome::NotHome,
    Outcome::ComeBack,
    Outcome::Refused,
];
/// The others, by their letters in one column.
pub const BY_LETTER: [Outcome; 7] = [
    Outcome::DoNotKnock,
    Outcome::Inaccessible,
    Outcome::Language,
    Outcome::LeftLeaflet,
    Outcome::Moved,
    Outcome::Deceased,
    Outcome::AddressNotFound,
];

/// A board to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The block, and the stair where that says more.
    pub place: String,
    /// The turf, where the board is of a part of the stair.
    pub turf: Option<String>,
    /// Its code.
    pub code: String,
    /// Its doors.
    pub lines: Vec<Line>,
}

/// What stands on every board of a campaign's evening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The evening, in words.
    pub day: String,
    /// Who asks, what becomes of the answers and how to reach them, in the campaign's own words.
    pub privacy: [String; 2],
    /// The script's questions, as they are asked, in order.
    pub questions: Vec<(String, AnswerKind)>,
}

/// How many homes stand on these boards, each once: what is recorded when they are taken out.
pub fn homes(boards: &[Printed]) -> usize {
    let lines = boards.iter().flat_map(|board| &board.lines);
    let homes: BTreeSet<DoorId> = lines.map(|line| line.door.id).collect();
    homes.len()
}

/// Fills a catalogue's sentence.
type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

/// Boards as one PDF file.
///
/// # Errors
/// [`NotPrintable`] where something has a letter that the file's fonts do not have, with or without
/// its marks.
pub fn board_sheets(boards: &[Printed], said: &Said, text: Text) -> Result<Vec<u8>, NotPrintable> {
    let mut sheets = Vec::new();
    for board in boards {
        let layout = lay_out(board, said, text)?;
        for n in 0..layout.sheets.len() {
            sheets.push(draw(board, said, &layout, n, text)?);
        }
    }
    Ok(pdf(&text("paper.title", &[]), sheets))
}

fn draw(
    board: &Printed,
    said: &Said,
    layout: &Layout,
    n: usize,
    text: Text,
) -> Result<Sheet, NotPrintable> {
    let mut sheet = Sheet::default();
    match n {
        0 => draw_top(&mut sheet, board, said, layout, text)?,
        _ => {
            let again = few_lines(&board.place, WIDE - 110.0, (Face::Bold, 16.0))?;
            sheet.line((MARGIN, MARGIN + 16.0), (Face::Bold, 16.0), &again[0])?;
            draw_code(&mut sheet, &board.code, MARGIN + 16.0)?;
        }
    }
    draw_heads(&mut sheet, layout, n == 0, text)?;
    let edges = layout.edges();
    for placed in layout.sheets.get(n).into_iter().flatten() {
        draw_row(&mut sheet, board, placed, &edges)?;
    }
    let mut y = HEIGHT - MARGIN - 16.0 * layout.foot.len() as f32;
    for line in &layout.foot {
        sheet.line((MARGIN, y), SMALL, line)?;
        y += 16.0;
    }
    let page = [
        ("page", (n + 1).to_string()),
        ("pages", layout.sheets.len().to_string()),
    ];
    sheet.line((MARGIN, y), HEAD, &text("paper.board_page", &page))?;
    Ok(sheet)
}

/// The code in its box, at the right.
fn draw_code(sheet: &mut Sheet, code: &str, y: f32) -> Result<(), NotPrintable> {
    let x = WIDTH - MARGIN - 96.0;
    sheet.frame((x, y - 20.0), (96.0, 28.0), 1.5);
    sheet.line((x + 12.0, y), (Face::Fixed, 24.0), code)
}

/// The first sheet's head: the place, the evening, who knocked, and what the letters mean.
fn draw_top(
    sheet: &mut Sheet,
    board: &Printed,
    said: &Said,
    layout: &Layout,
    text: Text,
) -> Result<(), NotPrintable> {
    let mut y = MARGIN + 20.0;
    draw_code(sheet, &board.code, y)?;
    for line in &layout.title {
        sheet.line((MARGIN, y), (Face::Bold, 22.0), line)?;
        y += 26.0;
    }
    let parts = [Some(said.day.clone()), board.turf.clone()];
    let under = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let under = few_lines(&under, WIDE, SMALL)?.swap_remove(0);
    sheet.line((MARGIN, y - 4.0), SMALL, &under)?;
    y += 28.0;
    let mut x = MARGIN;
    for (key, room) in [("paper.board_who", 200.0), ("paper.board_began", 90.0)] {
        let words = text(key, &[]);
        sheet.line((x, y), (Face::Bold, 14.0), &words)?;
        x += width(&words, (Face::Bold, 14.0))? + 6.0;
        sheet.rule((x, y + 3.0), (x + room, y + 3.0), 1.0);
        x += room + 14.0;
    }
    y += 24.0;
    for line in &layout.key {
        sheet.line((MARGIN, y), SMALL, line)?;
        y += 16.0;
    }
    Ok(())
}

/// The heads of the columns, and the lines between these.
fn draw_heads(
    sheet: &mut Sheet,
    layout: &Layout,
    first: bool,
    text: Text,
) -> Result<(), NotPrintable> {
    let foot = layout.heads_at(first) + layout.head - 5.0;
    let edges = layout.edges();
    sheet.line((edges[0], foot), HEAD, &text("paper.column_door", &[]))?;
    let words = head_words(text);
    for (n, word) in words.iter().enumerate() {
        let middle = (edges[n + 1] + edges[n + 2]) / 2.0;
        sheet.upwards((middle + 4.0, foot), HEAD, word)?;
    }
    let rest = layout.asked.iter().cloned();
    let rest = rest.chain([text("paper.column_note", &[])]);
    for (n, word) in rest.enumerate() {
        sheet.line((edges[words.len() + 1 + n] + 6.0, foot), HEAD, &word)?;
    }
    sheet.rule((MARGIN, foot + 5.0), (WIDTH - MARGIN, foot + 5.0), 1.5);
    Ok(())
}

/// A floor's name, or a door with its boxes to tick.
fn draw_row(
    sheet: &mut Sheet,
    board: &Printed,
    placed: &Placed,
    edges: &[f32],
) -> Result<(), NotPrintable> {
    let (top, foot) = (placed.y, placed.y + placed.height);
    let (n, label) = match &placed.what {
        What::Floor(name) => {
            sheet.line((MARGIN, foot - 7.0), FLOOR, name)?;
            sheet.rule((MARGIN, foot), (WIDTH - MARGIN, foot), 1.5);
            return Ok(());
        }
        What::Door(n, label) => (*n, label),
    };
    let struck = board.lines.get(n).is_some_and(|line| line.struck);
    let mut y = top + (placed.height - DOOR_LINE * label.len() as f32) / 2.0 + 14.0;
    for line in label {
        sheet.line((MARGIN, y), DOOR, line)?;
        if struck {
            let end = MARGIN + width(line, DOOR)?;
            sheet.rule((MARGIN, y - 5.0), (end, y - 5.0), 2.0);
        }
        y += DOOR_LINE;
    }
    for edge in &edges[1..] {
        sheet.rule((*edge, top), (*edge, foot), 0.75);
    }
    if struck {
        let middle = (top + foot) / 2.0;
        sheet.rule((edges[1], middle), (WIDTH - MARGIN, middle), 2.0);
    }
    sheet.rule((MARGIN, foot), (WIDTH - MARGIN, foot), 0.75);
    Ok(())
}

#[cfg(test)]
mod tests;
