//! The words by which a British address is told apart. Whole words, upper case, in the form of
//! [`super::name::Name`]'s key: no apostrophes or full stops.

/// Words that a street's name ends with.
#[rustfmt::skip]
const STREET: &[&str] = &[
    "ROAD", "STREET", "AVENUE", "LANE", "CLOSE", "CRESCENT", "DRIVE", "WAY", "GROVE", "PLACE",
    "TERRACE", "GARDENS", "SQUARE", "VIEW", "WALK", "HILL", "PARADE", "RISE", "ROW", "GREEN",
    "MEWS", "VALE", "PARK", "PATH", "EMBANKMENT", "ESPLANADE", "PROMENADE", "QUADRANT", "CIRCUS",
    "END", "SIDE", "BROADWAY", "HIGHWAY", "BOULEVARD", "YARD", "GATE", "WYND", "BRAE", "LOAN",
    "VILLAS", "CROFT", "DENE", "DELL", "GLADE", "GLEBE", "MEAD", "MEADOW", "MEADOWS", "FIELD",
    "FIELDS", "LEA", "LEYS", "HEATH", "HEIGHTS", "COMMON", "TRIANGLE", "PASSAGE", "ALLEY", "STEPS",
    "WHARF", "QUAY", "APPROACH", "ARCADE", "BANK", "BYPASS", "CAUSEWAY", "CHASE", "COVE", "CROSS",
    "DRIVEWAY", "FOLD", "GARTH", "LINK", "PLAIN", "RIDGE", "SPINNEY", "STRAND", "TRACK", "TURN",
    "WATERSIDE", "WYNDE", "VENNEL", "PEND", "CLOISTERS", "ORCHARD", "PIAZZA", "GROUND", "HAVEN",
    "VILLAGE", "RIVERSIDE", "COPSE", "SHRUBBERY", "WOOD",
];

/// Those of them that no house is named after without a number.
#[rustfmt::skip]
const SURELY_STREET: &[&str] = &[
    "ROAD", "STREET", "AVENUE", "LANE", "CLOSE", "CRESCENT", "DRIVE", "WAY", "TERRACE", "SQUARE",
    "PARADE", "MEWS", "BOULEVARD", "WYND",
];

/// Words that a Welsh street's name begins with.
const STREET_FIRST: &[&str] = &[
    "HEOL", "FFORDD", "STRYD", "LON", "RHODFA", "CLOS", "RHES", "TERAS", "CILGANT", "MAES",
];

/// Points of the compass after a street's name.
const DIRECTION: &[&str] = &[
    "NORTH", "SOUTH", "EAST", "WEST", "UPPER", "LOWER", "CENTRAL",
];

/// Words that the name of a building of several dwellings ends with.
#[rustfmt::skip]
const BUILDING: &[&str] = &[
    "HOUSE", "COURT", "TOWER", "TOWERS", "POINT", "MANSIONS", "MANSION", "APARTMENTS", "FLATS",
    "LODGE", "BUILDINGS", "BUILDING", "MILL", "MILLS", "HALL", "COTTAGES", "ALMSHOUSES",
    "MAISONETTES", "BLOCK", "HOSTEL", "CHAMBERS", "WORKS", "LOFTS", "STUDIOS", "RESIDENCES",
    "RESIDENCE", "HOMES", "BUNGALOWS", "WAREHOUSE", "EXCHANGE", "FOYER", "COLLEGE", "HOSPITAL",
    "SCHOOL", "MANOR", "PLAZA", "ANNEXE",
];

/// Words that make several numbered doors one building when no street follows.
#[rustfmt::skip]
const BUILDING_BY_ITSELF: &[&str] = &[
    "HOUSE", "COURT", "TOWER", "TOWERS", "MANSIONS", "APARTMENTS", "FLATS", "BUILDINGS",
    "COTTAGES", "ALMSHOUSES", "MAISONETTES", "CHAMBERS", "LOFTS", "RESIDENCES", "LODGE", "POINT",
    "HOMES", "BUNGALOWS",
];

/// Words that the name of an institution ends with.
#[rustfmt::skip]
const INSTITUTION: &[&str] = &[
    "SCHOOL", "SCHOOLS", "HOSPITAL", "SURGERY", "COLLEGE", "CHURCH", "CHAPEL", "UNIVERSITY",
    "CLINIC", "CENTRE", "BARRACKS", "PRISON", "PRESBYTERY", "ABBEY", "PRIORY", "CONVENT",
];

/// Words that an organisation's name ends with.
#[rustfmt::skip]
const ORGANISATION: &[&str] = &[
    "TRUST", "LTD", "LIMITED", "PLC", "COUNCIL", "ASSOCIATION", "LLP", "CIC", "BOARD", "AUTHORITY",
    "COMPANY", "SERVICES", "PARTNERSHIP", "FOUNDATION", "HOUSING",
];

fn last(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or(key)
}

fn first(key: &str) -> &str {
    key.split(' ').next().unwrap_or(key)
}

/// The last word that is no point of the compass: `ROAD` of `PARK ROAD WEST`.
fn head(key: &str) -> &str {
    match key.rsplit_once(' ') {
        Some((rest, end)) if DIRECTION.contains(&end) => last(rest),
        _ => last(key),
    }
}

/// Whether a name reads like a street's.
pub(super) fn is_street(key: &str) -> bool {
    key.contains(' ') && (STREET.contains(&head(key)) || STREET_FIRST.contains(&first(key)))
}

/// Whether a name is a street's beyond doubt.
pub(super) fn is_surely_street(key: &str) -> bool {
    key.contains(' ') && SURELY_STREET.contains(&head(key))
}

/// Whether a single word is one that streets end with.
pub(super) fn is_street_word(word: &str) -> bool {
    STREET.contains(&word)
}

/// Whether a single word is a point of the compass.
pub(super) fn is_direction(word: &str) -> bool {
    DIRECTION.contains(&word)
}

/// Whether a name reads like that of a building of several dwellings.
pub(super) fn is_building(key: &str) -> bool {
    BUILDING.contains(&last(key)) || is_welsh_house(key)
}

/// Whether numbers before this name are doors of one building though no street follows.
pub(super) fn is_building_by_itself(key: &str) -> bool {
    (key.contains(' ') && BUILDING_BY_ITSELF.contains(&last(key))) || is_welsh_house(key)
}

/// `Tŷ` is Welsh for house; `Ty Gwaunfarren` is `Gwaunfarren House`.
fn is_welsh_house(key: &str) -> bool {
    key.contains(' ') && matches!(first(key), "TY" | "TŶ")
}

/// Whether a name is that of an institution.
pub(super) fn is_institution(key: &str) -> bool {
    INSTITUTION.contains(&last(key))
}

/// Whether a name is that of an organisation rather than a place.
pub(super) fn is_organisation(key: &str) -> bool {
    ORGANISATION.contains(&last(key))
}
