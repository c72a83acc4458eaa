//! Which column of a list holds what: by the headers, and by the contents where headers are
//! missing or mislead.

use super::addressbase;
use super::dwelling::Class;
use super::error::ListError;
use super::header::{self, NumberPart, Role};
use super::name::Name;
use super::plan::{Column, ColumnUse};
use super::postcode;
use super::profile::Profile;
use super::table::Row;

/// The columns of a list.
pub(super) struct Columns {
    headers: Vec<String>,
    roles: Vec<Role>,
    /// Whether the list has a header.
    has_header: bool,
    /// Where among the rows the addresses start.
    pub starts_at: usize,
    /// Whether cells beyond the header's are a part of the address, as in a plain list.
    open_ended: bool,
    codes: bool,
}

impl Columns {
    /// Reads the headers and contents of a list.
    ///
    /// # Errors
    /// Where no column holds addresses.
    pub fn find(rows: &[Row]) -> Result<Self, ListError> {
        let header = header_at(rows);
        // Under a single header every further cell is a part of the address.
        let single = header
            .and_then(|at| rows.get(at))
            .filter(|row| row.cells().filter(|cell| !cell.is_empty()).count() == 1);
        let width = match single {
            Some(row) => row.width(),
            None => rows.iter().map(Row::width).max().unwrap_or(0).min(400),
        };
        let has_header = header.is_some();
        let starts_at = header.map_or(0, |at| at + 1);
        let body = &rows[starts_at..];
        if body.is_empty() || is_only_header(rows) {
            return Err(ListError::OnlyHeader);
        }
        let addressbase = addressbase::headers(rows).filter(|_| !has_header);
        let open = addressbase.is_none();
        let headers: Vec<String> = match (header.and_then(|at| rows.get(at)), addressbase) {
            (Some(row), _) => (0..width)
                .map(|index| row.cell(index).to_string())
                .collect(),
            (None, Some(headers)) => headers,
            (None, None) => vec![String::new(); width],
        };
        let width = headers.len();
        let profiles: Vec<Profile> = (0..width).map(|index| Profile::of(body, index)).collect();
        let mut roles: Vec<Role> = headers.iter().map(|header| header::role(header)).collect();
        addressbase::keep_the_councils(&headers, &mut roles);
        if !open {
            addressbase::forget_unknown(&mut roles);
        }
        let mut columns = Self {
            roles,
            open_ended: open && (!has_header || single.is_some()),
            headers,
            has_header,
            starts_at,
            codes: false,
        };
        columns.refine(&profiles);
        if columns.has_address() {
            Ok(columns)
        } else {
            Err(ListError::NoAddressColumn {
                columns: columns.described(),
            })
        }
    }

    /// Lets the contents confirm, correct and complete what the headers say.
    fn refine(&mut self, profiles: &[Profile]) {
        for (role, profile) in self.roles.iter_mut().zip(profiles) {
            let mostly = |count: usize| profile.percent(count) >= 80;
            if *role != Role::Unknown || profile.filled == 0 {
                continue;
            }
            *role = if mostly(profile.personal) {
                Role::Personal
            } else if mostly(profile.postcodes) {
                Role::Postcode
            } else if mostly(profile.references) && profile.distinct * 10 >= profile.filled * 8 {
                Role::Uprn
            } else if mostly(profile.codes) && profile.distinct * 20 <= profile.filled + 20 {
                Role::District
            } else {
                Role::Unknown
            };
        }
        self.one_postcode(profiles);
        self.choose_address(profiles);
        self.drop_counting_numbers(profiles);
        for single in [
            Role::Uprn,
            Role::District,
            Role::Ward,
            Role::Class,
            Role::Floor,
        ] {
            self.only_fullest(single, profiles);
        }
        if self.has(Role::District) {
            self.replace(Role::Ward, Role::Unused);
        }
        if let Some(class) = self.first(Role::Class) {
            let profile = &profiles[class];
            self.codes = profile.percent(profile.residential) >= 30;
        }
    }

    /// Of several columns of postcodes the one that differs most from row to row is the doors'.
    fn one_postcode(&mut self, profiles: &[Profile]) {
        let best = self
            .indices(Role::Postcode)
            .into_iter()
            .max_by_key(|index| {
                let profile = &profiles[*index];
                (
                    profile.postcodes * 2 >= profile.filled,
                    profile.distinct,
                    usize::MAX - index,
                )
            });
        self.keep_only(Role::Postcode, best);
    }

    fn choose_address(&mut self, profiles: &[Profile]) {
        let structured = self.has(Role::Street) || self.has(Role::SideStreet);
        let in_house = [
            Role::Number,
            Role::Building,
            Role::BuildingPart(NumberPart::Start),
            Role::Unit,
        ]
        .iter()
        .any(|role| self.has(*role));
        if structured {
            // `Property, Street`: the property is then the number or name alone.
            let to = if in_house {
                Role::Unused
            } else {
                Role::Building
            };
            self.replace(Role::Address, to);
            self.lines_to(Role::Unused);
            return;
        }
        if self.roles.iter().any(|role| matches!(role, Role::Line(_))) {
            self.replace(Role::Address, Role::Line(0));
            return;
        }
        if !self.has_header && self.open_ended {
            let unknown = self.indices(Role::Unknown);
            let good = unknown
                .iter()
                .map(|index| profiles[*index].addresses)
                .sum::<usize>();
            let filled = unknown
                .iter()
                .map(|index| profiles[*index].filled)
                .max()
                .unwrap_or(0);
            if good * 10 >= filled * 3 && filled > 0 {
                for (line, index) in unknown.into_iter().enumerate() {
                    self.roles[index] = Role::Line(u8::try_from(line).unwrap_or(u8::MAX));
                }
            }
            return;
        }
        let named = self.indices(Role::Address);
        let score = |index: &usize| (profiles[*index].as_address(), usize::MAX - index);
        let best_named = named.iter().copied().max_by_key(score);
        let best = match best_named {
            Some(index) if named.len() == 1 && self.open_ended => Some(index),
            Some(index) if profiles[index].percent(profiles[index].addresses) >= 10 => Some(index),
            _ => self
                .indices(Role::Unknown)
                .into_iter()
                .chain(named)
                .filter(|index| {
                    let profile = &profiles[*index];
                    profile.percent(profile.addresses) >= 30
                })
                .max_by_key(score),
        };
        self.keep_only(Role::Address, best);
        if let Some(best) = best {
            self.roles[best] = Role::Address;
        }
    }

    /// A column called `No` counts the rows where the addresses have their numbers already.
    fn drop_counting_numbers(&mut self, profiles: &[Profile]) {
        let numbered = self.roles.iter().zip(profiles).any(|(role, profile)| {
            matches!(role, Role::Address | Role::Line(_)) && profile.percent(profile.numbered) >= 50
        });
        if numbered {
            self.replace(Role::Number, Role::Unused);
        }
    }

    fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    fn first(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|known| *known == role)
    }

    /// Where the columns of a role stand.
    pub fn indices(&self, role: Role) -> Vec<usize> {
        let all = self.roles.iter().enumerate();
        all.filter(|(_, known)| **known == role)
            .map(|(index, _)| index)
            .collect()
    }

    fn replace(&mut self, from: Role, to: Role) {
        for role in self.roles.iter_mut().filter(|role| **role == from) {
            *role = to;
        }
    }

    fn lines_to(&mut self, to: Role) {
        for role in self
            .roles
            .iter_mut()
            .filter(|role| matches!(role, Role::Line(_)))
        {
            *role = to;
        }
    }

    fn keep_only(&mut self, role: Role, keep: Option<usize>) {
        for (index, known) in self.roles.iter_mut().enumerate() {
            if *known == role && Some(index) != keep {
                *known = Role::Unused;
            }
        }
    }

    fn only_fullest(&mut self, role: Role, profiles: &[Profile]) {
        let best = self
            .indices(role)
            .into_iter()
            .max_by_key(|index| (profiles[*index].filled, usize::MAX - index));
        self.keep_only(role, best);
    }

    fn has_address(&self) -> bool {
        self.roles.iter().any(|role| {
            matches!(
                role,
                Role::Address | Role::Line(_) | Role::Street | Role::SideStreet
            )
        })
    }

    /// The headers, for a sentence.
    fn described(&self) -> String {
        let named: Vec<&str> = self
            .headers
            .iter()
            .filter(|header| !header.is_empty() && header.chars().count() <= 40)
            .take(12)
            .map(String::as_str)
            .collect();
        named.join(", ")
    }

    /// How many cells a row may have, where that is settled.
    pub fn most_cells(&self) -> Option<usize> {
        let named = self.headers.iter().rposition(|header| !header.is_empty());
        named.filter(|_| !self.open_ended).map(|last| last + 1)
    }

    /// Whether a row is the header again.
    pub fn is_header_again(&self, row: &Row) -> bool {
        self.has_header
            && self
                .headers
                .iter()
                .enumerate()
                .all(|(index, header)| row.cell(index) == header)
    }

    /// The row's cell of a role.
    pub fn cell<'r>(&self, row: &'r Row, role: Role) -> &'r str {
        self.first(role).map_or("", |index| row.cell(index))
    }

    /// What the list says of the row's class.
    pub fn class<'r>(&self, row: &'r Row) -> Class<'r> {
        Class {
            text: self.cell(row, Role::Class),
            is_code: self.codes,
        }
    }

    /// The polling district, or else the ward.
    pub fn district<'r>(&self, row: &'r Row) -> &'r str {
        let district = self.cell(row, Role::District);
        if district.is_empty() {
            self.cell(row, Role::Ward)
        } else {
            district
        }
    }

    /// The row's address as it stands, in the columns' order.
    pub fn text(&self, row: &Row) -> String {
        let mut cells: Vec<&str> = self
            .address_cells(row)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(_, cell)| cell)
            .collect();
        if cells.is_empty() {
            cells = row
                .cells()
                .enumerate()
                .filter(|(index, cell)| {
                    !cell.is_empty() && self.roles.get(*index) != Some(&Role::Personal)
                })
                .map(|(_, cell)| cell)
                .collect();
        }
        cells.join(", ")
    }

    /// The cells that the address is read from, each with its role.
    pub fn address_cells<'r>(&self, row: &'r Row) -> impl Iterator<Item = (Role, &'r str)> {
        let extra = if self.open_ended {
            self.roles.len()..row.width()
        } else {
            0..0
        };
        let known = self.roles.iter().copied().enumerate();
        known
            .filter(|(_, role)| is_address_role(*role))
            .map(|(index, role)| (role, row.cell(index)))
            .chain(extra.map(|index| (Role::Line(u8::MAX), row.cell(index))))
    }

    /// What became of each column.
    pub fn uses(&self) -> Vec<Column> {
        let uses = self.headers.iter().zip(&self.roles).enumerate();
        uses.map(|(index, (header, role))| Column {
            header: header.clone(),
            position: index + 1,
            used: match role {
                Role::Uprn => ColumnUse::Uprn,
                Role::District | Role::Ward => ColumnUse::District,
                Role::Class | Role::ParentUprn | Role::Postal => ColumnUse::Class,
                Role::Personal => ColumnUse::Personal,
                role if is_address_role(*role) => ColumnUse::Address,
                _ => ColumnUse::NotNeeded,
            },
        })
        .collect()
    }
}

fn is_address_role(role: Role) -> bool {
    !matches!(
        role,
        Role::Uprn
            | Role::District
            | Role::Ward
            | Role::Class
            | Role::ParentUprn
            | Role::Postal
            | Role::Personal
            | Role::Unused
            | Role::Unknown
    )
}

/// Whether there is one row, and that names columns, of people perhaps.
fn is_only_header(rows: &[Row]) -> bool {
    let [row] = rows else { return false };
    row.width() > 1
        && row.cells().all(|cell| {
            !cell.bytes().any(|b| b.is_ascii_digit() || b == b',')
                || header::role(cell) != Role::Unknown
        })
        && row.cells().any(|cell| header::role(cell) != Role::Unknown)
}

/// How many rows may stand above the header: a title, a date, a council's name.
const ABOVE: usize = 10;

/// Where the header is, if there is one: a row that names columns that are known; or the first,
/// if it has neither digits nor commas while most of the others have.
fn header_at(rows: &[Row]) -> Option<usize> {
    let known = |row: &Row| {
        let vague = [Role::Unknown, Role::Unused, Role::Personal];
        let named = |cell: &&str| !vague.contains(&header::role(cell)) && !cell.contains(',');
        row.cells().filter(named).count()
    };
    let is_data = |row: &Row| {
        row.cells().any(|cell| {
            let digits = cell.bytes().filter(u8::is_ascii_digit).count();
            digits >= 6
                || (digits > 0 && cell.contains(','))
                || postcode::split_off(cell).1.is_some()
        })
    };
    let named = rows.iter().take(ABOVE).enumerate().find(|(index, row)| {
        let enough = if *index == 0 { 1 } else { 2 };
        !is_data(row) && known(row) >= enough
    });
    if let Some((index, _)) = named {
        return Some(index);
    }
    let plain = |row: &Row| {
        row.cells()
            .all(|cell| !cell.bytes().any(|b| b.is_ascii_digit() || b == b','))
    };
    let sample = rows.iter().skip(1).take(200);
    let plain_others = sample.clone().filter(|row| plain(row)).count();
    let others = sample.count();
    let first = rows
        .first()
        .filter(|row| plain(row) && plain_others * 4 < others)?;
    first
        .cells()
        .any(|cell| Name::new(cell).is_some())
        .then_some(0)
}
