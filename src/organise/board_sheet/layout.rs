//! Where everything stands on the sheets of a board.

use super::{BY_LETTER, COLUMNS, Printed, Said, Text};
use crate::canvass::script::AnswerKind;
use crate::organise::paper::{
    Face, Font, HEIGHT, NotPrintable, WIDTH, lines, width, without_marks,
};

/// The sheet's margins, in points.
pub(super) const MARGIN: f32 = 36.0;
/// How wide what stands between them is.
pub(super) const WIDE: f32 = WIDTH - 2.0 * MARGIN;
/// The smallest print there is.
pub(super) const SMALL: Font = (Face::Plain, 12.0);
/// What heads the columns.
pub(super) const HEAD: Font = (Face::Bold, 12.0);
/// Floors and entrances.
pub(super) const FLOOR: Font = (Face::Bold, 14.0);
/// Doors.
pub(super) const DOOR: Font = (Face::Bold, 16.0);
/// From one line of a door's label to the next.
pub(super) const DOOR_LINE: f32 = 18.0;
/// A row's height where the label takes one line: room for a pen.
const ROW: f32 = 30.0;
/// The height of a floor's name.
const FLOOR_ROW: f32 = 24.0;
/// More lines than this no label and no title takes.
const MOST_LINES: usize = 3;
/// So many rows are on the first sheet at least, or the script's questions are left out.
const ROWS_AT_LEAST: f32 = 8.0;

/// How wide the columns are.
const LABEL_WIDE: f32 = 120.0;
pub(super) const OUTCOME_WIDE: f32 = 34.0;
const LETTER_WIDE: f32 = 44.0;
const ANSWER_WIDE: f32 = 44.0;

/// Something on a sheet, and where: from the top, and how high.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) y: f32,
    pub(super) height: f32,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// The name of an entrance or a floor.
    Floor(String),
    /// A door, by its place, and the lines of its label.
    Door(usize, Vec<String>),
}

/// A board's measure: what is above and under its doors, and where these stand.
pub(super) struct Layout {
    pub(super) title: Vec<String>,
    /// What is explained on the first sheet.
    pub(super) key: Vec<String>,
    /// The letters of the questions that have a column.
    pub(super) asked: Vec<String>,
    pub(super) foot: Vec<String>,
    /// How high the heads of the columns are.
    pub(super) head: f32,
    /// Sheet by sheet.
    pub(super) sheets: Vec<Vec<Placed>>,
}

/// The lines of a text, no more than a title takes: of what is longer the rest is left out.
pub(super) fn few_lines(text: &str, wide: f32, font: Font) -> Result<Vec<String>, NotPrintable> {
    let mut all = lines(&without_marks(text), wide, font)?;
    if all.len() > MOST_LINES {
        all.truncate(MOST_LINES);
        if let Some(last) = all.last_mut() {
            while !last.is_empty() && width(&format!("{last}…"), font)? > wide {
                last.pop();
            }
            last.push('…');
        }
    }
    Ok(all)
}

pub(super) fn lay_out(board: &Printed, said: &Said, text: Text) -> Result<Layout, NotPrintable> {
    let title = few_lines(&board.place, WIDE - 110.0, (Face::Bold, 22.0))?;
    let mut foot = lines(&text("paper.board_foot", &[]), WIDE, SMALL)?;
    for part in &said.privacy {
        foot.extend(few_lines(part, WIDE, SMALL)?);
    }
    let mut head = 0.0_f32;
    for word in head_words(text) {
        head = head.max(width(&word, HEAD)? + 12.0);
    }
    let letters: Vec<String> = BY_LETTER
        .iter()
        .map(|outcome| {
            let letter = text(&format!("outcomes.letter_{}", outcome.word()), &[]);
            let name = text(&format!("outcomes.{}", outcome.word()), &[]);
            format!("{letter}\u{a0}{name}")
        })
        .collect();
    let other = text("paper.board_letters", &[("letters", letters.join(", "))]);
    let key = lines(&other, WIDE, SMALL)?;
    let (questions, asked) = asked(said, text)?;
    let mut layout = Layout {
        title,
        key,
        asked,
        foot,
        head,
        sheets: Vec::new(),
    };
    let with_questions = layout.first_row() + 16.0 * questions.len() as f32;
    if layout.last_row() - with_questions >= ROWS_AT_LEAST * ROW {
        layout.key.extend(questions);
    } else {
        layout.asked.clear();
    }
    layout.sheets = place(board, &layout, text)?;
    Ok(layout)
}

/// The script's first questions that a figure or a letter answers, explained; at most two. Whose
/// door somebody would knock on is for no paper.
fn asked(said: &Said, text: Text) -> Result<(Vec<String>, Vec<String>), NotPrintable> {
    let numbered = |choices: &[String]| {
        let choices = (1..).zip(choices);
        let choices = choices.map(|(n, words): (usize, _)| format!("{n}\u{a0}{words}"));
        choices.collect::<Vec<_>>().join(", ")
    };
    let how = |answers: &AnswerKind| match answers {
        AnswerKind::Choice(choices) | AnswerKind::Choices(choices) => Some(numbered(choices)),
        AnswerKind::Scale(least, most) => Some(format!("1 {least} … 5 {most}")),
        AnswerKind::YesNo => Some(text("paper.board_yes_no", &[])),
        AnswerKind::Number | AnswerKind::Words | AnswerKind::Nomination => None,
    };
    let with_column = said.questions.iter().filter_map(|(words, answers)| {
        let how = how(answers)?;
        Some(format!("{words} {how}"))
    });
    let (mut explained, mut letters) = (Vec::new(), Vec::new());
    for (letter, words) in ["A", "B"].into_iter().zip(with_column) {
        let words = without_marks(&format!("{letter}: {words}"));
        explained.extend(lines(&words, WIDE, SMALL)?);
        letters.push(letter.to_string());
    }
    Ok((explained, letters))
}

/// The words over the columns of outcomes.
pub(super) fn head_words(text: Text) -> Vec<String> {
    let columns = (1..).zip(COLUMNS).map(|(key, outcome): (usize, _)| {
        let name = text(&format!("outcomes.{}", outcome.word()), &[]);
        format!("{key} {name}")
    });
    columns.chain([text("paper.column_other", &[])]).collect()
}

impl Layout {
    /// Where the heads of the columns begin on a sheet.
    pub(super) fn heads_at(&self, first: bool) -> f32 {
        match first {
            true => MARGIN + 26.0 * self.title.len() as f32 + 74.0 + 16.0 * self.key.len() as f32,
            false => MARGIN + 34.0,
        }
    }

    /// Where the first row of the first sheet begins.
    fn first_row(&self) -> f32 {
        self.heads_at(true) + self.head
    }

    /// Where the rows of every sheet end.
    pub(super) fn last_row(&self) -> f32 {
        HEIGHT - MARGIN - 16.0 * (self.foot.len() + 1) as f32 - 8.0
    }

    /// The edges of the columns, from the left.
    pub(super) fn edges(&self) -> Vec<f32> {
        let mut widths = vec![LABEL_WIDE];
        widths.extend(COLUMNS.map(|_| OUTCOME_WIDE));
        widths.push(LETTER_WIDE);
        widths.extend(self.asked.iter().map(|_| ANSWER_WIDE));
        let mut edges = vec![MARGIN];
        for wide in widths {
            edges.push(edges.last().unwrap_or(&MARGIN) + wide);
        }
        edges.push(WIDTH - MARGIN);
        edges
    }
}

/// Puts every door on a sheet, under its floor's name; that never stands last on one.
fn place(board: &Printed, layout: &Layout, text: Text) -> Result<Vec<Vec<Placed>>, NotPrintable> {
    let mut sheets = vec![Vec::new()];
    let mut y = layout.first_row();
    let mut before = None;
    for (n, line) in board.lines.iter().enumerate() {
        let label = few_lines(&line.door.label, LABEL_WIDE - 8.0, DOOR)?;
        let height = ROW.max(DOOR_LINE * label.len() as f32 + 12.0);
        let floor = (line.door.entrance.clone(), line.door.floor);
        let name = floor_name(&floor, text);
        let begins = before.as_ref() != Some(&floor);
        let above = if begins && name.is_some() {
            FLOOR_ROW
        } else {
            0.0
        };
        let full = y + above + height > layout.last_row();
        if full {
            sheets.push(Vec::new());
            y = layout.heads_at(false) + layout.head;
        }
        let Some(sheet) = sheets.last_mut() else {
            break;
        };
        if let Some(name) = name.filter(|_| begins || full) {
            let name = few_lines(&name, WIDE, FLOOR)?.swap_remove(0);
            let what = What::Floor(name);
            let height = FLOOR_ROW;
            sheet.push(Placed { y, height, what });
            y += height;
        }
        let what = What::Door(n, label);
        sheet.push(Placed { y, height, what });
        y += height;
        before = Some(floor);
    }
    Ok(sheets)
}

fn floor_name((entrance, floor): &(Option<String>, Option<i16>), text: Text) -> Option<String> {
    let floor = floor.map(|floor| match floor {
        0 => text("volunteer.floor_ground_spoken", &[]),
        below if below < 0 => {
            let name = text(
                "volunteer.floor_below",
                &[("n", below.unsigned_abs().to_string())],
            );
            text("volunteer.floor_spoken", &[("floor", name)])
        }
        above => text("volunteer.floor_spoken", &[("floor", above.to_string())]),
    });
    let parts: Vec<String> = [entrance.clone(), floor].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
