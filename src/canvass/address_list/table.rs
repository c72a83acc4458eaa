//! From text to rows of cells, each with the line on which it starts.

use super::MAX_ROWS;
use super::error::ListError;

/// A list as rows of cells.
pub(super) struct Table {
    /// Every row with anything in it, the header (if there is one) first.
    pub rows: Vec<Row>,
}

/// One row.
pub(super) struct Row {
    /// The line on which it starts; the first is 1.
    pub line: u64,
    cells: csv::StringRecord,
}

impl Row {
    /// A row of these cells, on this line.
    pub fn new(line: u64, cells: Vec<String>) -> Self {
        Self {
            line,
            cells: cells.into(),
        }
    }

    /// The cell at `index`, trimmed; empty where the row is shorter.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", clean)
    }

    /// Every cell, trimmed.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(clean)
    }

    /// How many cells the row has, the empty ones too.
    pub fn columns(&self) -> usize {
        self.cells.len()
    }

    /// How many cells there are up to the last that has anything in it.
    pub fn width(&self) -> usize {
        self.cells()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
            .last()
            .map_or(0, |(index, _)| index + 1)
    }
}

/// A cell without the blanks around it, and without the `="…"` with which some exports keep
/// spreadsheet programs from touching a value.
fn clean(cell: &str) -> &str {
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if let Some(inner) = cell.strip_prefix("=\"").and_then(|c| c.strip_suffix('"')) {
        return inner.trim();
    }
    // In a spreadsheet program it says "this is text", and is not shown.
    match cell.strip_prefix('\'') {
        Some(inner) if inner.starts_with(|c: char| c.is_ascii_digit()) => inner,
        _ => cell,
    }
}

/// The rows of a text.
///
/// # Errors
/// Where there are none, or more than [`MAX_ROWS`].
pub(super) fn read(text: &str) -> Result<Table, ListError> {
    let delimiter = delimiter(text);
    let mut rows = Vec::new();
    let mut lines = Lines::new(text);
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    // A text in memory that is flexible in its cells leaves the reader nothing to fail on.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, |position| position.byte());
        let row = Row {
            line: lines.at(start as usize),
            cells: record.clone(),
        };
        if row.width() > 0 {
            rows.push(row);
        }
        if rows.len() > MAX_ROWS {
            return Err(ListError::TooManyRows);
        }
    }
    if rows.is_empty() {
        return Err(ListError::Empty);
    }
    Ok(Table { rows })
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

/// The delimiter that cuts the first rows into the most even table.
fn delimiter(text: &str) -> u8 {
    let head = {
        let mut end = text.len().min(64 * 1024);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        &text[..end]
    };
    let mut best = (b',', 0);
    for candidate in [b',', b'\t', b';', b'|'] {
        let mut widths = std::collections::BTreeMap::<usize, usize>::new();
        for record in reader(head, candidate).records().take(200).flatten() {
            *widths.entry(record.len()).or_default() += 1;
        }
        let rows: usize = widths.values().sum();
        let (width, agreeing) = widths
            .into_iter()
            .max_by_key(|(_, count)| *count)
            .unwrap_or((1, 0));
        if width < 2 || rows == 0 {
            continue;
        }
        // Commas stand inside addresses too, so another delimiter that cuts evenly beats them.
        let even = agreeing * 100 / rows;
        let score = if candidate == b',' {
            even / 2 + 1
        } else {
            even
        };
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// Counts lines as the reader moves on. The csv crate's own count is not used: it is one behind
/// after blank lines and CR LF.
struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of the first thing at or after `byte` that is no line end.
    fn at(&mut self, byte: usize) -> u64 {
        while let Some(&now) = self.bytes.get(self.at) {
            let is_end = now == b'\n' || now == b'\r';
            if self.at >= byte && !is_end {
                break;
            }
            let half = now == b'\r' && self.bytes.get(self.at + 1) == Some(&b'\n');
            if is_end && !half {
                self.line += 1;
            }
            self.at += 1;
        }
        self.line
    }
}
