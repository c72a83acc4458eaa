//! AddressBase, as Ordnance Survey supplies it: without headers, known by how many columns it has
//! and by the reference numbers in the first. The columns are those of Ordnance Survey's technical
//! specifications of the two products.

use std::collections::{HashMap, HashSet};

use super::columns::Columns;
use super::header::{NumberPart, Role};
use super::profile::Profile;
use super::table::Row;

/// AddressBase Standard.
#[rustfmt::skip]
const STANDARD: [&str; 27] = [
    "UPRN", "OS_ADDRESS_TOID", "UDPRN", "ORGANISATION_NAME", "DEPARTMENT_NAME", "PO_BOX_NUMBER",
    "SUB_BUILDING_NAME", "BUILDING_NAME", "BUILDING_NUMBER", "DEPENDENT_THOROUGHFARE",
    "THOROUGHFARE", "POST_TOWN", "DOUBLE_DEPENDENT_LOCALITY", "DEPENDENT_LOCALITY", "POSTCODE",
    "POSTCODE_TYPE", "X_COORDINATE", "Y_COORDINATE", "LATITUDE", "LONGITUDE", "RPC", "COUNTRY",
    "CHANGE_TYPE", "LA_START_DATE", "RM_START_DATE", "LAST_UPDATE_DATE", "CLASS",
];

/// AddressBase Plus.
#[rustfmt::skip]
const PLUS: [&str; 77] = [
    "UPRN", "UDPRN", "CHANGE_TYPE", "STATE", "STATE_DATE", "CLASS", "PARENT_UPRN", "X_COORDINATE",
    "Y_COORDINATE", "LATITUDE", "LONGITUDE", "RPC", "LOCAL_CUSTODIAN_CODE", "COUNTRY",
    "LA_START_DATE", "LAST_UPDATE_DATE", "ENTRY_DATE", "RM_ORGANISATION_NAME", "LA_ORGANISATION",
    "DEPARTMENT_NAME", "LEGAL_NAME", "SUB_BUILDING_NAME", "BUILDING_NAME", "BUILDING_NUMBER",
    "SAO_START_NUMBER", "SAO_START_SUFFIX", "SAO_END_NUMBER", "SAO_END_SUFFIX", "SAO_TEXT",
    "ALT_LANGUAGE_SAO_TEXT", "PAO_START_NUMBER", "PAO_START_SUFFIX", "PAO_END_NUMBER",
    "PAO_END_SUFFIX", "PAO_TEXT", "ALT_LANGUAGE_PAO_TEXT", "USRN", "USRN_MATCH_INDICATOR",
    "AREA_NAME", "LEVEL", "OFFICIAL_FLAG", "OS_ADDRESS_TOID", "OS_ADDRESS_TOID_VERSION",
    "OS_ROADLINK_TOID", "OS_ROADLINK_TOID_VERSION", "OS_TOPO_TOID", "OS_TOPO_TOID_VERSION",
    "VOA_CT_RECORD", "VOA_NDR_RECORD", "STREET_DESCRIPTION", "ALT_LANGUAGE_STREET_DESCRIPTION",
    "DEPENDENT_THOROUGHFARE", "THOROUGHFARE", "WELSH_DEPENDENT_THOROUGHFARE",
    "WELSH_THOROUGHFARE", "DOUBLE_DEPENDENT_LOCALITY", "DEPENDENT_LOCALITY", "LOCALITY",
    "WELSH_DEPENDENT_LOCALITY", "WELSH_DOUBLE_DEPENDENT_LOCALITY", "TOWN_NAME",
    "ADMINISTRATIVE_AREA", "POST_TOWN", "WELSH_POST_TOWN", "POSTCODE", "POSTCODE_LOCATOR",
    "POSTCODE_TYPE", "DELIVERY_POINT_SUFFIX", "ADDRESSBASE_POSTAL", "PO_BOX_NUMBER", "WARD_CODE",
    "PARISH_CODE", "RM_START_DATE", "MULTI_OCC_COUNT", "VOA_NDR_P_DESC_CODE", "VOA_NDR_SCAT_CODE",
    "ALT_LANGUAGE",
];

/// The headers that AddressBase lacks, where rows without a header are it.
pub(super) fn headers(rows: &[Row]) -> Option<Vec<String>> {
    let first = rows.first()?.columns();
    let columns: &[&str] = match first {
        27 => &STANDARD,
        77 => &PLUS,
        _ => return None,
    };
    let uprns = Profile::of(rows, 0);
    let all = rows.iter().all(|row| row.columns() == first);
    (all && uprns.percent(uprns.references) > 90)
        .then(|| columns.iter().map(|name| (*name).to_string()).collect())
}

/// AddressBase Plus has each address twice, as the council writes it (SAO in PAO on a street) and as
/// Royal Mail does: the council's, which has every flat, is read. Its level is a survey's, not a
/// floor one finds on a lift's button.
pub(super) fn keep_the_councils(headers: &[String], roles: &mut [Role]) {
    let start = [
        Role::BuildingPart(NumberPart::Start),
        Role::UnitPart(NumberPart::Start),
    ];
    if !start.iter().all(|part| roles.contains(part)) {
        return;
    }
    forget_unknown(roles);
    const ROYAL_MAILS: [&str; 13] = [
        "RM_ORGANISATION_NAME",
        "SUB_BUILDING_NAME",
        "BUILDING_NAME",
        "BUILDING_NUMBER",
        "DEPENDENT_THOROUGHFARE",
        "THOROUGHFARE",
        "DOUBLE_DEPENDENT_LOCALITY",
        "DEPENDENT_LOCALITY",
        "POST_TOWN",
        "POSTCODE",
        "DEPARTMENT_NAME",
        "LEGAL_NAME",
        "LEVEL",
    ];
    // Without the council's postcode, Royal Mail's will do.
    let located = headers
        .iter()
        .any(|header| header.eq_ignore_ascii_case("POSTCODE_LOCATOR"));
    for (header, role) in headers.iter().zip(roles) {
        let header = header.trim().to_ascii_uppercase().replace(' ', "_");
        let alternative = header.starts_with("WELSH_") || header.starts_with("ALT_LANGUAGE");
        let needed = header == "POSTCODE" && !located;
        if alternative || ROYAL_MAILS.contains(&header.as_str()) && !needed {
            *role = Role::Unused;
        }
    }
}

/// What is known to be AddressBase has no column whose contents must say what it is: its countries
/// are no districts, and its dates nobody's birthdays.
pub(super) fn forget_unknown(roles: &mut [Role]) {
    for role in roles.iter_mut().filter(|role| **role == Role::Unknown) {
        *role = Role::Unused;
    }
}

/// The reference numbers of buildings that have rows for their flats: named by two rows or more as
/// what they are part of.
pub(super) fn buildings<'r>(columns: &Columns, rows: &'r [Row]) -> HashSet<&'r str> {
    let mut parts: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        let parent = columns.cell(row, Role::ParentUprn);
        if !parent.is_empty() && parent != columns.cell(row, Role::Uprn) {
            *parts.entry(parent).or_default() += 1;
        }
    }
    let buildings = parts.into_iter().filter(|(_, flats)| *flats > 1);
    buildings.map(|(uprn, _)| uprn).collect()
}
