//! Takes a row apart by what its columns hold.

use super::columns::Columns;
use super::draft::Draft;
use super::header::{NumberPart, Role};
use super::house_number::HouseNumber;
use super::postcode;
use super::segment::{self, Piece};
use super::table::Row;
use super::unit::{self, Unit};

impl Columns {
    /// Takes a row apart.
    pub fn draft(&self, row: &Row) -> Draft {
        let mut draft = Draft::default();
        let cell = |role: Role| self.cell(row, role);
        let mut unit_and_house = Vec::new();
        self.unit(row, &mut unit_and_house);
        for part in [Role::Organisation, Role::Building] {
            for text in self.indices(part).into_iter().map(|index| row.cell(index)) {
                for piece in text.split(',') {
                    segment::read(piece, false, &mut unit_and_house);
                }
            }
        }
        let number = joined(row, self, Role::BuildingPart);
        for text in [number.as_str(), cell(Role::Number)] {
            let words: Vec<&str> = text.split_whitespace().collect();
            match HouseNumber::at_start(&words) {
                Some((number, taken)) if taken == words.len() => {
                    unit_and_house.push(Piece::Number(number));
                }
                _ => segment::read(text, false, &mut unit_and_house),
            }
        }
        draft.pieces = unit_and_house;
        let mut lines: Vec<(Role, &str)> = self
            .address_cells(row)
            .filter(|(role, _)| matches!(role, Role::Line(_) | Role::Address))
            .collect();
        lines.sort_by_key(|(role, _)| *role);
        let lines: Vec<&str> = lines.into_iter().map(|(_, text)| text).collect();
        draft.add(&lines.join(","));
        let side = cell(Role::SideStreet);
        let street = if side.is_empty() {
            cell(Role::Street)
        } else {
            side
        };
        if !street.is_empty() {
            draft.set_street(street);
        }
        for role in [Role::Locality, Role::Town] {
            for index in self.indices(role) {
                draft.add_locality(row.cell(index));
            }
        }
        if let Some(own) = postcode::parse(cell(Role::Postcode)) {
            // The one-line address's own postcode wins: a column's may be a polling station's.
            draft.postcode = draft.postcode.or(Some(own));
        }
        draft.floor = unit::floor(cell(Role::Floor), true);
        draft
    }

    /// The dwelling from its own columns.
    fn unit(&self, row: &Row, pieces: &mut Vec<Piece>) {
        let number = joined(row, self, Role::UnitPart);
        for text in [number.as_str(), self.cell(row, Role::Unit)] {
            let text = text.trim_end_matches(".0");
            if text.is_empty() {
                continue;
            }
            let before = pieces.len();
            segment::read(text, false, pieces);
            // Here a number is a flat's, and a name (`Annexe`, `Coach House`) a dwelling's.
            for piece in &mut pieces[before..] {
                match piece {
                    Piece::Number(number) => {
                        *piece = Piece::Unit(Unit::bare(&number.label, "Flat"))
                    }
                    Piece::Name(_) if unit::is_ident(&unit::clean(text)) => {
                        *piece = Piece::Unit(Unit::bare(&unit::clean(text), "Flat"));
                    }
                    Piece::Name(_) => *piece = Piece::Unit(Unit::described(text)),
                    _ => {}
                }
            }
        }
    }
}

/// `12A-14B` from the four columns that AddressBase cuts it into.
fn joined(row: &Row, columns: &Columns, part: impl Fn(NumberPart) -> Role) -> String {
    let cell = |which| columns.cell(row, part(which)).trim_end_matches(".0");
    let from = format!(
        "{}{}",
        cell(NumberPart::Start),
        cell(NumberPart::StartSuffix)
    );
    let to = format!("{}{}", cell(NumberPart::End), cell(NumberPart::EndSuffix));
    if to.is_empty() {
        from
    } else {
        format!("{from}-{to}")
    }
}
