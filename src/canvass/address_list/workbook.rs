//! Excel's workbooks (ECMA-376, `.xlsx` and `.xlsm`): sheets as rows of cells.
//!
//! A workbook is a zip that somebody else made. How much it unpacks to is counted before anything
//! is kept, and cells are taken one by one: a sheet with one cell in its last corner is no table of
//! 17 thousand million.

use std::io::{Cursor, Read, copy, sink};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;
use zip::result::ZipError;

use super::MAX_ROWS;
use super::error::ListError;
use super::table::Row;

/// The most that a workbook may unpack to, in bytes: some ten times a large borough's.
pub const MAX_UNPACKED: u64 = 400 * 1024 * 1024;

/// The most parts a workbook may have. Each sheet is two or three.
const MAX_PARTS: usize = 10_000;

/// The most text that the cells of one sheet may hold together, in bytes: one long text may stand
/// in the file once and in a million cells.
const MAX_TEXT: usize = 200 * 1024 * 1024;

/// Of a longer cell this is enough to say that it is too long, in bytes.
const MAX_CELL: usize = 2_000;

/// No list has its columns further out.
const MAX_COLUMNS: u32 = 500;

/// A sheet that has something in it.
pub(super) struct Sheet {
    pub name: String,
    pub rows: Vec<Row>,
}

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Whether bytes are a workbook that is read here, or one behind a password.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    is_locked(bytes) || bytes.starts_with(b"PK\x03\x04") && names_parts(bytes)
}

/// Excel locks a workbook by putting all of it, enciphered, into an older kind of container.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
        && bytes.windows(name.len()).any(|window| window == name)
}

/// Whether a zip names parts of an Excel workbook. One that is cut short may name some of them.
/// The binary kind (`.xlsb`) is another format.
fn names_parts(bytes: &[u8]) -> bool {
    let names = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    let parts: [&[u8]; 5] = [
        b"xl/_rels/",
        b"xl/theme/",
        b"xl/workbook.xml",
        b"xl/worksheets/",
        b"xl/sharedStrings.xml",
    ];
    parts.into_iter().any(names) && !names(b"xl/workbook.bin")
}

/// The sheets with anything in them: those that are shown, or the one of this name.
///
/// # Errors
/// Where the workbook is locked, broken or unpacks to too much, or has no such sheet.
pub(super) fn sheets(bytes: &[u8], wanted: Option<&str>) -> Result<Vec<Sheet>, ListError> {
    if is_locked(bytes) {
        return Err(ListError::Locked);
    }
    weigh(bytes)?;
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(unread)?;
    let all = book.sheets_metadata().iter();
    let tables = all.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (shown, hidden): (Vec<_>, Vec<_>) =
        tables.partition(|sheet| sheet.visible == SheetVisible::Visible);
    let names = |sheets: &[&calamine::Sheet]| -> Vec<String> {
        sheets.iter().map(|sheet| sheet.name.clone()).collect()
    };
    let (shown, hidden) = (names(&shown), names(&hidden));
    let names = match wanted {
        None => shown,
        Some(wanted) => {
            let is_it = |name: &&String| name.trim().eq_ignore_ascii_case(wanted.trim());
            let found = shown.iter().chain(&hidden).find(is_it).cloned();
            vec![found.ok_or(ListError::NoSuchSheet { sheets: shown })?]
        }
    };
    let mut sheets = Vec::new();
    for name in names {
        let rows = rows(&mut book, &name)?;
        if !rows.is_empty() {
            sheets.push(Sheet { name, rows });
        }
    }
    Ok(sheets)
}

/// Unpacks everything once and keeps nothing, to see how much it is.
fn weigh(bytes: &[u8]) -> Result<(), ListError> {
    let damaged = |error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ListError::Locked,
        _ => ListError::Damaged,
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(ListError::UnpacksTooLarge);
    }
    let mut left = MAX_UNPACKED;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(damaged)?;
        // Pictures are never unpacked.
        let name = part.name().map_err(damaged)?;
        if !(name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        drop(name);
        if part.size() > left {
            return Err(ListError::UnpacksTooLarge);
        }
        // What a part says of its size need not be so.
        let come = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| ListError::Damaged)?;
        left = left.checked_sub(come).ok_or(ListError::UnpacksTooLarge)?;
    }
    Ok(())
}

fn unread(error: XlsxError) -> ListError {
    match error {
        XlsxError::Password => ListError::Locked,
        _ => ListError::Damaged,
    }
}

/// The rows of a sheet that have anything in them.
fn rows(book: &mut Book<'_>, name: &str) -> Result<Vec<Row>, ListError> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(error) => return Err(unread(error)),
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut cells: Vec<String> = Vec::new();
    let (mut line, mut text) = (0, 0);
    while let Some(cell) = reader.next_cell().map_err(unread)? {
        let (row, column) = cell.get_position();
        if row != line {
            finish(&mut rows, line, &mut cells);
            line = row;
        }
        if rows.len() > MAX_ROWS {
            return Err(ListError::TooManyRows);
        }
        let value = words(cell.get_value());
        if value.is_empty() || column >= MAX_COLUMNS {
            continue;
        }
        text += value.len();
        if text > MAX_TEXT {
            return Err(ListError::UnpacksTooLarge);
        }
        let column = column as usize;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = value;
    }
    finish(&mut rows, line, &mut cells);
    rows.sort_by_key(|row| row.line);
    Ok(rows)
}

fn finish(rows: &mut Vec<Row>, line: u32, cells: &mut Vec<String>) {
    let row = Row::new(u64::from(line) + 1, std::mem::take(cells));
    if row.width() > 0 {
        rows.push(row);
    }
}

/// What a cell says, as it would stand in a CSV file; a date in a form that is known for one.
fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => short(text),
        DataRef::SharedString(text) => short(text),
        DataRef::Int(number) => number.to_string(),
        // Without an exponent, and whole ones without `.0`.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is) => is.to_string().to_uppercase(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::DateTimeIso(time) => time.chars().take(10).collect(),
        DataRef::DurationIso(time) => short(time),
        DataRef::Error(error) => error.to_string(),
    }
}

fn short(text: &str) -> String {
    let end = text.floor_char_boundary(MAX_CELL);
    text[..end].to_string()
}
