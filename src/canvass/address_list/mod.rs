//! From an address list, as councils publish and spreadsheets spoil them, to an estate of blocks,
//! stairs and doors in walk order. Pure: bytes in, [`Plan`] out.
//!
//! ```text
//! bytes -> decode -> table -> columns -> draft (one row) -> address (in the light of all) -> estate
//! ```
//!
//! Two passes, because an address by itself often cannot say which of its names is the street and
//! which the town; the list as a whole can ([`places`]).

mod address;
mod addressbase;
mod columns;
mod decode;
mod draft;
mod dwelling;
mod error;
mod estate;
mod header;
mod house_number;
mod name;
mod neighbourhood;
mod place_in_block;
mod places;
mod plan;
mod postcode;
mod profile;
mod row_draft;
mod segment;
mod spoilt;
mod table;
mod unit;
mod words;
mod workbook;

pub use error::ListError;
pub use plan::{
    Column, ColumnUse, LeftOut, LeftOutAs, Plan, PlannedBlock, PlannedDoor, PlannedStair, Reason,
    Warning,
};
pub use workbook::MAX_UNPACKED;

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use address::Address;
use columns::Columns;
use draft::Draft;
use header::Role;
use places::Places;
use serde::{Deserialize, Serialize};
use spoilt::Spoilt;
use table::Row;

/// The largest file that is read, in bytes: some twenty times a large borough's list.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;

/// The most rows that are read: more than any British council has addresses.
pub const MAX_ROWS: usize = 600_000;

/// No address is as long, in characters; a longer row has a quotation mark that is never closed.
const MAX_ADDRESS: usize = 600;

/// How many rows pass between two calls of the progress callback.
const PROGRESS_EVERY: usize = 250;

/// One row that may become a door.
struct Entry {
    address: Address,
    /// The row's address by letters and digits alone.
    text: String,
    uprn: Option<String>,
    district: Option<String>,
    row: u64,
}

/// Compares two labels as a person walks: `2` before `10`, `13` before `13A` before `14`, numbers
/// before names. No two labels that differ are equal.
pub fn walk_order(a: &str, b: &str) -> Ordering {
    super::estate::natural(a, b).then_with(|| a.cmp(b))
}

/// What whoever has the list says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The sheet of a workbook to read; none where it is to be found.
    pub sheet: Option<String>,
    /// Leave the reference numbers aside, as where a spreadsheet program has rounded them.
    pub without_uprns: bool,
}

/// Reads an address list as it is. See [`read_as`].
///
/// # Errors
/// As [`read_as`].
pub fn read(bytes: &[u8], progress: impl FnMut(usize, usize)) -> Result<Plan, ListError> {
    read_as(bytes, &Options::default(), progress)
}

/// Reads an address list: a text file, or a workbook of which the sheet with the addresses is
/// found. `progress` is called now and then with rows done and rows in all.
///
/// # Errors
/// Where the file is no list of addresses: see [`ListError`]. A row that cannot be read is no
/// error; it is listed in [`Plan::left_out`].
pub fn read_as(
    bytes: &[u8],
    options: &Options,
    mut progress: impl FnMut(usize, usize),
) -> Result<Plan, ListError> {
    if bytes.len() > MAX_BYTES {
        return Err(ListError::TooLarge);
    }
    if workbook::is_one(bytes) {
        let sheets = workbook::sheets(bytes, options.sheet.as_deref())?;
        return of_sheets(sheets, options, &mut progress);
    }
    let text = decode::decode(bytes)?;
    let table = table::read(&text)?;
    of_rows(&table.rows, options, &mut progress)
}

/// The plan of the one sheet that has addresses.
fn of_sheets(
    sheets: Vec<workbook::Sheet>,
    options: &Options,
    progress: &mut impl FnMut(usize, usize),
) -> Result<Plan, ListError> {
    let mut plans = Vec::new();
    let mut first_error = None;
    for sheet in sheets {
        match of_rows(&sheet.rows, options, progress) {
            Ok(mut plan) => {
                plan.sheet = Some(sheet.name);
                plans.push(plan);
            }
            Err(error) => {
                // Of a list and a sheet of remarks, what is wrong with the list says more.
                first_error.get_or_insert(error);
            }
        }
    }
    // Remarks may have an address in them. A list is addresses, most of it, good or spoilt.
    let is_list = |plan: &Plan| {
        let none = |left: &&LeftOut| matches!(left.reason, Reason::NoAddress | Reason::NoHouse);
        plan.left_out.iter().filter(none).count() * 2 <= plan.rows
    };
    if plans.len() > 1 && plans.iter().any(is_list) {
        plans.retain(is_list);
    }
    if plans.len() > 1 {
        let sheets = plans.into_iter();
        return Err(ListError::WhichSheet {
            sheets: sheets
                .map(|plan| (plan.sheet.unwrap_or_default(), plan.doors))
                .collect(),
        });
    }
    plans.pop().ok_or(first_error.unwrap_or(ListError::Empty))
}

fn of_rows(
    rows: &[Row],
    options: &Options,
    progress: &mut impl FnMut(usize, usize),
) -> Result<Plan, ListError> {
    let columns = Columns::find(rows)?;
    let body = &rows[columns.starts_at..];
    let total = body.len();
    progress(0, total);

    let buildings = addressbase::buildings(&columns, body);
    let mut left_out = Vec::new();
    let mut drafts: Vec<(&Row, Draft)> = Vec::with_capacity(total);
    let mut places = Places::default();
    for (index, row) in body.iter().enumerate() {
        match draft(&columns, row, &buildings) {
            Ok(draft) => {
                places.learn(&draft);
                drafts.push((row, draft));
            }
            Err(reason) => left_out.push(leave_out(&columns, row, reason)),
        }
        if index % PROGRESS_EVERY == 0 {
            progress(index / 2, total);
        }
    }
    places.finish();

    let mut entries = Vec::with_capacity(drafts.len());
    let mut sources = Vec::with_capacity(drafts.len());
    for (index, (row, draft)) in drafts.iter().enumerate() {
        match entry(&columns, row, draft, &places, options) {
            Ok(entry) => {
                sources.push(*row);
                entries.push(entry);
            }
            Err(reason) => left_out.push(leave_out(&columns, row, reason)),
        }
        if index % PROGRESS_EVERY == 0 {
            progress((total + index) / 2, total);
        }
    }
    let warnings = warnings(&entries);
    let estate = estate::build(entries);
    left_out.extend(
        estate.duplicates.into_iter().map(|(index, kept)| {
            leave_out(&columns, sources[index], Reason::SameDoor { row: kept })
        }),
    );
    progress(total, total);
    Ok(plan(
        total,
        estate.blocks,
        left_out,
        columns.uses(),
        warnings,
    ))
}

/// A row in the light of all, or why it becomes no door.
fn entry(
    columns: &Columns,
    row: &Row,
    draft: &Draft,
    places: &Places,
    options: &Options,
) -> Result<Entry, Reason> {
    let address = Address::read(draft, places);
    if address.names_no_house(places) {
        return Err(Reason::NoHouse);
    }
    if let Some(reason) = dwelling::second_objection(&address) {
        return Err(reason);
    }
    let uprn = if options.without_uprns {
        None
    } else {
        usable_uprn(columns.cell(row, Role::Uprn))?
    };
    Ok(Entry {
        address,
        text: name::key(&columns.text(row)),
        uprn,
        district: Some(columns.district(row).to_string()).filter(|text| !text.is_empty()),
        row: row.line,
    })
}

fn plan(
    rows: usize,
    blocks: Vec<PlannedBlock>,
    mut left_out: Vec<LeftOut>,
    columns: Vec<Column>,
    warnings: Vec<Warning>,
) -> Plan {
    left_out.sort_by_key(|left| left.row);
    let count = |as_what| {
        left_out
            .iter()
            .filter(|left| left.reason.counts_as() == as_what)
            .count()
    };
    let stairs = blocks.iter().flat_map(|block| &block.stairs);
    Plan {
        sheet: None,
        rows,
        doors: stairs.map(|stair| stair.doors.len()).sum(),
        duplicates: count(LeftOutAs::Duplicate),
        not_doors: count(LeftOutAs::NotADoor),
        problems: count(LeftOutAs::Problem),
        blocks,
        left_out,
        columns,
        warnings,
    }
}

/// A row taken apart, or why it becomes no door.
fn draft(columns: &Columns, row: &Row, buildings: &HashSet<&str>) -> Result<Draft, Reason> {
    if columns.is_header_again(row) {
        return Err(Reason::HeaderAgain);
    }
    let longest = row.cells().map(str::len).max().unwrap_or(0);
    if longest > MAX_ADDRESS && columns.text(row).len() > MAX_ADDRESS {
        return Err(Reason::TooLong);
    }
    if let Some(expected) = columns.most_cells().filter(|most| row.width() > *most) {
        return Err(Reason::TooManyCells {
            cells: row.width(),
            expected,
        });
    }
    if let Some(spoilt) = columns.address_cells(row).find_map(|(role, cell)| {
        let alone = header::holds_a_number(role).then(|| spoilt::find_in_number(cell));
        spoilt::find(cell).or(alone.flatten())
    }) {
        return Err(match spoilt {
            Spoilt::Lost(value) => Reason::Spoilt { value },
            Spoilt::Date(value, was) => Reason::SpoiltDate { value, was },
        });
    }
    let draft = columns.draft(row);
    if draft.pieces.is_empty() && draft.street.is_none() {
        return Err(Reason::NoAddress);
    }
    if let Some(reason) = dwelling::objection(&draft, columns.class(row)) {
        return Err(reason);
    }
    if buildings.contains(columns.cell(row, Role::Uprn)) {
        return Err(Reason::Building);
    }
    if columns.cell(row, Role::Postal).eq_ignore_ascii_case("N") {
        return Err(Reason::NotPostal);
    }
    Ok(draft)
}

fn leave_out(columns: &Columns, row: &Row, reason: Reason) -> LeftOut {
    let mut text: String = columns.text(row).chars().take(200).collect();
    text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    LeftOut {
        row: row.line,
        reason,
        text,
    }
}

/// A reference number as it was before a spreadsheet program had it.
fn usable_uprn(text: &str) -> Result<Option<String>, Reason> {
    match spoilt::reference(text) {
        Ok(number) => Ok(Some(number).filter(|text| !text.is_empty() && text.len() <= 40)),
        Err(()) => Err(Reason::SpoiltUprn {
            value: text.chars().take(40).collect(),
        }),
    }
}

fn warnings(entries: &[Entry]) -> Vec<Warning> {
    let mut texts: HashMap<&str, &str> = HashMap::new();
    let mut shared: Vec<&str> = Vec::new();
    for entry in entries {
        let Some(uprn) = entry.uprn.as_deref() else {
            continue;
        };
        match texts.get(uprn) {
            Some(text) if *text != entry.text => shared.push(uprn),
            Some(_) => {}
            None => {
                texts.insert(uprn, &entry.text);
            }
        }
    }
    shared.sort_unstable();
    shared.dedup();
    let mut warnings = Vec::new();
    if !shared.is_empty() {
        warnings.push(Warning::UprnsShared {
            uprns: shared.len(),
        });
    }
    warnings
}
