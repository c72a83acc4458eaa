//! Rows that are plainly no dwelling.

use super::address::Address;
use super::draft::Draft;
use super::name;
use super::places::as_name;
use super::plan::Reason;
use super::segment::Piece;
use super::words;

/// How electoral lists write electors without an address.
#[rustfmt::skip]
const NO_ADDRESS: &[&str] = &[
    "OTHER ELECTORS", "OTHER ELECTOR", "OTHER VOTERS", "SERVICE VOTERS", "SERVICE ELECTORS",
    "OVERSEAS ELECTORS", "OVERSEAS VOTERS", "NO FIXED ABODE", "NO FIXED ADDRESS",
    "ANONYMOUS ELECTORS", "DECLARATION OF LOCAL CONNECTION", "CROWN SERVANTS", "HM FORCES",
];

/// Words that end the name of something nobody lives in.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "SCHOOL", "SCHOOLS", "HOSPITAL", "SURGERY", "COLLEGE", "LIBRARY", "CLINIC", "CHURCH", "CHAPEL",
    "MOSQUE", "SYNAGOGUE", "GURDWARA", "PHARMACY", "CHEMIST", "GARAGE", "GARAGES", "SUBSTATION",
    "STORE", "STORES", "WAREHOUSE", "WORKSHOP", "WORKSHOPS", "OFFICE", "OFFICES", "FACTORY",
    "DEPOT", "MUSEUM", "THEATRE", "CINEMA", "STADIUM", "SUPERMARKET", "SHOP", "SHOPS", "TAKEAWAY",
    "ALLOTMENT", "ALLOTMENTS", "CEMETERY", "CREMATORIUM", "PLAYGROUND", "NURSERY", "CRECHE",
    "LAUNDERETTE", "KIOSK", "TOILETS", "LOCKUP", "ACADEMY", "UNIVERSITY", "WARD", "WARDS",
];

/// The same of more than one word.
#[rustfmt::skip]
const ENDS_TOGETHER: &[&str] = &[
    "HEALTH CENTRE", "MEDICAL CENTRE", "COMMUNITY CENTRE", "LEISURE CENTRE", "TRAINING CENTRE",
    "DAY CENTRE", "YOUTH CENTRE", "SHOPPING CENTRE", "SPORTS CENTRE", "RESOURCE CENTRE",
    "CHILDRENS CENTRE", "FAMILY CENTRE", "BUSINESS CENTRE", "GARDEN CENTRE", "CHURCH HALL",
    "VILLAGE HALL", "TOWN HALL", "COMMUNITY HALL", "SPORTS HALL", "SCOUT HUT", "FIRE STATION",
    "POLICE STATION", "BUS STATION", "RAILWAY STATION", "PETROL STATION", "FILLING STATION",
    "SERVICE STATION", "PUMPING STATION", "SUB STATION", "CAR PARK", "PARKING SPACE", "BIN STORE",
    "PLANT ROOM", "PUMP ROOM", "BOILER ROOM", "BOILER HOUSE", "STORE ROOM", "LOCK UP",
    "COMMUNITY ROOM", "LAUNDRY ROOM", "PLAYING FIELD", "PLAYING FIELDS", "TELEPHONE EXCHANGE",
    "TELEPHONE MAST", "ADVERTISING RIGHT", "INDUSTRIAL ESTATE", "TRADING ESTATE", "BUSINESS PARK",
    "RETAIL PARK", "INDUSTRIAL UNIT", "SPORTS GROUND", "CRICKET CLUB", "RUGBY CLUB",
    "FOOTBALL CLUB", "SOCIAL CLUB", "BOWLING GREEN",
];

/// Words that such things begin with when a number follows: `GARAGE 12`, `WARDS 3 TO 4`.
const BEGINS_NUMBERED: &[&str] = &[
    "GARAGE", "GARAGES", "WARD", "WARDS", "STORE", "LOCKUP", "SHOP", "OFFICE", "STALL", "PARKING",
];

/// Words that such things begin with.
const BEGINS: &[&str] = &[
    "SCHOOL OF",
    "CHURCH OF",
    "LAND AT",
    "LAND ADJ",
    "LAND ADJACENT",
    "LAND REAR",
    "COMMUNAL",
    "LANDLORDS",
    "ELECTRICITY",
    "GARAGES",
    "GARAGE AT",
    "GARAGE REAR",
    "GARAGE ADJ",
    "TOTAL",
    "GRAND TOTAL",
];

/// Words that make a dwelling of it: `THE OLD SCHOOL`, `FORMER CHAPEL`.
const CONVERTED: &[&str] = &["OLD", "FORMER", "CONVERTED", "CARETAKERS", "HEN"];

/// What a column of classes says of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Class<'r> {
    /// The row's cell.
    pub text: &'r str,
    /// Whether the column holds AddressBase's codes.
    pub is_code: bool,
}

/// Why a row is plainly no dwelling, if it is none.
pub(super) fn objection(draft: &Draft, class: Class<'_>) -> Option<Reason> {
    let names = || draft.pieces.iter().filter_map(as_name);
    if names().any(|name| NO_ADDRESS.contains(&name.key.as_str())) {
        return Some(Reason::OtherElectors);
    }
    if let Some(reason) = by_class(class) {
        return Some(reason);
    }
    let in_flat = draft.pieces.iter().any(|piece| {
        matches!(piece, Piece::Unit(unit) if !unit.shown.starts_with("Unit") && !unit.shown.starts_with("Suite"))
    });
    if in_flat {
        return None;
    }
    if let Some(name) = names().find(|name| is_business_estate(&name.key)) {
        return Some(Reason::NotADwelling {
            word: name.shown.clone(),
        });
    }
    // What the row is called comes first; `North Glamorgan NHS Trust` is whose it is.
    let called = names().find(|name| !words::is_organisation(&name.key))?;
    // A street may be named after anything, so a name after the number does not count.
    let first_number = draft
        .pieces
        .iter()
        .position(|piece| matches!(piece, Piece::Number(_)));
    let first_name = draft
        .pieces
        .iter()
        .position(|piece| as_name(piece) == Some(called));
    let after_number = first_number < first_name && first_number.is_some();
    (!after_number && is_no_dwelling(&called.key)).then(|| Reason::NotADwelling {
        word: called.shown.clone(),
    })
}

/// Why an address turns out to be none: `16 Garage, The Street` is no house of that number.
pub(super) fn second_objection(address: &Address) -> Option<Reason> {
    let building = address.building.as_ref()?;
    let worded = address
        .unit
        .as_ref()
        .is_some_and(|unit| unit.shown != unit.ident);
    let last = building.key.rsplit(' ').next()?;
    (!worded && BEGINS_NUMBERED.contains(&last)).then(|| Reason::NotADwelling {
        word: building.shown.clone(),
    })
}

fn is_business_estate(key: &str) -> bool {
    [
        "INDUSTRIAL ESTATE",
        "TRADING ESTATE",
        "BUSINESS PARK",
        "RETAIL PARK",
        "ENTERPRISE PARK",
    ]
    .iter()
    .any(|end| key.ends_with(end))
}

fn is_no_dwelling(key: &str) -> bool {
    let words: Vec<&str> = key.split(' ').collect();
    if words.iter().any(|word| CONVERTED.contains(word)) {
        return false;
    }
    let numbered = words
        .get(1)
        .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let begins = words
        .first()
        .is_some_and(|word| BEGINS_NUMBERED.contains(word));
    (numbered && begins)
        || words.last().is_some_and(|last| ENDS.contains(last))
        || ENDS_TOGETHER.iter().any(|end| key.ends_with(end))
        || BEGINS.iter().any(|start| key.starts_with(start))
}

/// AddressBase classes (Ordnance Survey, "AddressBase classification scheme": R is residential,
/// of which RB, RC and RG are sheds, parking and garages; P is the shell of a building whose
/// flats have rows of their own), and what other lists write in such a column.
fn by_class(class: Class<'_>) -> Option<Reason> {
    let key = name::key(class.text);
    let starts: &[&str] = if class.is_code {
        &["RB", "RC", "RG", "C", "L", "M", "O", "P", "X", "Z"]
    } else {
        &[
            "GARAGE",
            "COMMERCIAL",
            "CAR PARK",
            "PARKING",
            "LAND",
            "OFFICE",
            "SHOP",
            "STORE",
            "NON RESIDENTIAL",
            "INDUSTRIAL",
            "RETAIL",
            "OBJECT OF INTEREST",
            "PARENT SHELL",
        ]
    };
    starts
        .iter()
        .any(|start| key.starts_with(start))
        .then(|| Reason::Class {
            class: class.text.to_string(),
        })
}
