//! A table's cells: the one way from a text to a file that a spreadsheet opens, and the only thing a
//! table is made of. So no text gets there as it came.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use super::ExportError;

/// What a formula begins with (OWASP, "CSV Injection"; ASVS 5.0, 1.2.10), with the full-width and
/// small forms and the minus sign, which spreadsheets read as the plain ones.
const STARTERS: [char; 13] = [
    '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−',
];
/// Where a cell may end for a spreadsheet that is set to another separator than the comma.
const SEPARATORS: [char; 3] = [',', ';', '|'];

/// A cell that no spreadsheet takes for a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell<'a>(Cow<'a, str>);

impl<'a> Cell<'a> {
    /// A text as a cell. Tabs, line breaks and other control characters become spaces; where a cell
    /// begins, or would begin for who splits lines elsewhere, an apostrophe stands before what a
    /// formula could begin with. A telephone number stays as it is after that: `'+44 7700 900123`.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        let text = text.into();
        match is_plain(&text) {
            true => Cell(text),
            false => Cell(Cow::Owned(made_harmless(&text))),
        }
    }

    /// The same cell once more, lent: what stands in many lines is looked through once.
    pub(super) fn lent(&self) -> Cell<'_> {
        Cell(Cow::Borrowed(&self.0))
    }
}

/// Whether a text is a cell as it stands, as most are: it begins with a letter or a digit, and nothing in it ends a cell
/// or is anything but printed ASCII.
fn is_plain(text: &str) -> bool {
    let first = text.bytes().next();
    let mut all = text.bytes();
    let separator = |byte: u8| SEPARATORS.contains(&char::from(byte));
    first.is_none_or(|byte| byte.is_ascii_alphanumeric())
        && all.all(|byte| matches!(byte, b' '..=b'~') && !separator(byte))
}

fn made_harmless(text: &str) -> String {
    let mut cell = String::with_capacity(text.len() + 1);
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    // Where the apostrophe would stand: before the spaces, which some programs pass over.
    let mut begins_at = Some(0);
    for c in plain {
        if let Some(at) = begins_at {
            if STARTERS.contains(&c) {
                cell.insert(at, '\'');
            }
            if !passed_over(c) {
                begins_at = None;
            }
        }
        cell.push(c);
        if SEPARATORS.contains(&c) {
            begins_at = Some(cell.len());
        }
    }
    cell
}

/// What a program may pass over before it looks what a cell begins with.
fn passed_over(c: char) -> bool {
    c.is_whitespace() || c == '"' || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Cell<'a> {
        Cell::text(text)
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::text(text)
    }
}

/// A table and how many lines it has below its header.
pub(super) struct Table {
    pub(super) bytes: Vec<u8>,
    pub(super) lines: u64,
}

/// A table that is written line by line: RFC 4180, a header first. Every line has the header's columns.
pub(super) struct Lines<const N: usize> {
    writer: csv::Writer<Vec<u8>>,
    lines: u64,
}

impl<const N: usize> Lines<N> {
    /// One with its header.
    pub(super) fn new(header: &[&'static str; N]) -> Result<Lines<N>, ExportError> {
        let writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        let mut lines = Lines { writer, lines: 0 };
        lines.write(&header.map(Cell::text))?;
        Ok(lines)
    }

    /// Adds a line.
    pub(super) fn add(&mut self, cells: &[Cell<'_>; N]) -> Result<(), ExportError> {
        self.lines += 1;
        self.write(cells)
    }

    fn write(&mut self, cells: &[Cell<'_>; N]) -> Result<(), ExportError> {
        let cells = cells.iter().map(|cell| cell.0.as_bytes());
        self.writer.write_record(cells).map_err(|_| ExportError)
    }

    /// All of it.
    pub(super) fn done(self) -> Result<Table, ExportError> {
        let bytes = self.writer.into_inner().map_err(|_| ExportError)?;
        let lines = self.lines;
        Ok(Table { bytes, lines })
    }
}

/// Writes a table of these lines.
pub(super) fn table<'a, const N: usize>(
    header: &[&'static str; N],
    rows: impl IntoIterator<Item = [Cell<'a>; N]>,
) -> Result<Table, ExportError> {
    let mut lines = Lines::new(header)?;
    for row in rows {
        lines.add(&row)?;
    }
    lines.done()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        Cell::text(text).0.into_owned()
    }

    #[test]
    fn nothing_a_spreadsheet_would_run_stays_as_it_is() {
        for formula in ["=1+1", "-2", "@SUM(A1)", "＝1", "＠x", "﹢1", "−1"] {
            assert_eq!(written(formula), format!("'{formula}"));
        }
        for (formula, cell) in [
            ("\t=1", "' =1"),
            ("\r\n@x", "'  @x"),
            ("the lift;=1+1;x", "the lift;'=1+1;x"),
            ("a, -b", "a,' -b"),
            ("\"=1", "'\"=1"),
        ] {
            assert_eq!(written(formula), cell);
        }
        for plain in [
            "Flat 6",
            "13A",
            "",
            "O'Neill",
            "2 = 2",
            "flats 1-3",
            "a+b@example.org",
        ] {
            assert_eq!(written(plain), plain);
        }
    }

    #[test]
    fn a_telephone_number_is_read_as_it_was_given() {
        assert_eq!(written("+44 7700 900123"), "'+44 7700 900123");
        assert_eq!(written("07700 900123"), "07700 900123");
    }

    /// Texts full of what formulas are made of, and any others.
    fn texts() -> impl Strategy<Value = String> {
        let spiked = "[=+@＝＋－＠﹦﹢﹣﹫−\t\r\n\0,;|\"' a1\u{feff}\u{a0}-]{0,12}";
        prop_oneof![spiked, any::<String>()]
    }

    /// What a cell begins with for a program that passes over quotes and spaces.
    fn begins(cell: &str) -> Option<char> {
        cell.chars().find(|c| !passed_over(*c))
    }

    proptest! {
        /// Read back as RFC 4180 has it, and split without regard to quotes at any of the
        /// separators spreadsheets know: no cell begins as a formula does, and none has a control
        /// character in it.
        #[test]
        fn no_cell_of_any_table_begins_as_a_formula_does(rows in prop::collection::vec([texts(), texts(), texts()], 0..4)) {
            let cells = rows.iter().map(|row| row.clone().map(Cell::from));
            let Table { bytes, lines } = table(&["a", "b", "c"], cells).unwrap();
            prop_assert_eq!(lines, rows.len() as u64);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
            let read: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(read.len(), rows.len() + 1);
            for cell in read.iter().flatten() {
                prop_assert!(begins(cell).is_none_or(|c| !STARTERS.contains(&c)), "{:?}", cell);
                prop_assert!(!cell.contains(char::is_control), "{:?}", cell);
            }
            let text = String::from_utf8(bytes).unwrap();
            for cell in text.split([',', ';', '|', '\t', '\r', '\n']) {
                prop_assert!(begins(cell).is_none_or(|c| !STARTERS.contains(&c)), "{:?} of {:?}", cell, text);
            }
        }

        /// What needs no more than a look is what it would be made anyway.
        #[test]
        fn a_cell_that_stands_as_it_is_is_one_already(text in texts()) {
            prop_assert!(!is_plain(&text) || made_harmless(&text) == text, "{:?}", text);
        }

        /// Nothing of a text is lost but control characters: what stands there is the text with
        /// apostrophes.
        #[test]
        fn nothing_of_a_text_is_lost(text in texts()) {
            let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let bare = |text: &str| text.replace('\'', "");
            prop_assert_eq!(bare(&written(&text)), bare(&spaced));
        }
    }
}
