//! What a column's header says it holds.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    /// A whole address on one line.
    Address,
    /// One line of an address, by its number.
    Line(u8),
    /// The dwelling inside a building.
    Unit,
    /// A part of the unit's number, as AddressBase cuts it up.
    UnitPart(NumberPart),
    /// The building's or house's name, or its number.
    Building,
    /// A part of the building's number.
    BuildingPart(NumberPart),
    /// The house's number on its street.
    Number,
    /// A street off the street: where there is one, it is the one to walk.
    SideStreet,
    /// The street.
    Street,
    /// The village or suburb.
    Locality,
    /// The town.
    Town,
    /// The postcode.
    Postcode,
    /// The unique property reference number.
    Uprn,
    /// The polling district.
    District,
    /// The ward, which stands in where there is no polling district.
    Ward,
    /// What kind of property it is.
    Class,
    /// The reference number of the building that a flat is part of.
    ParentUprn,
    /// Whether letters are brought there: AddressBase says `N` where not.
    Postal,
    /// The floor.
    Floor,
    /// Whose the property is, where that is an organisation.
    Organisation,
    /// About people.
    Personal,
    /// Known, and not needed.
    Unused,
    /// The header says nothing; the contents may.
    Unknown,
}

/// The parts of a number such as `12A-14B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NumberPart {
    Start,
    StartSuffix,
    End,
    EndSuffix,
}

/// Headers by role. AddressBase's names are Ordnance Survey's; PAON and SAON are HM Land
/// Registry's.
#[rustfmt::skip]
const KNOWN: &[(Role, &[&str])] = &[
    (Role::Address, &[
        "address", "addresses", "full address", "address full", "property", "property address",
        "single line address", "one line address", "address text", "address string", "dwelling",
        "residential address", "postal address", "address label", "premises address", "location",
        "location address", "site address", "elector address", "registered address", "add", "addr",
        "cyfeiriad", "home address", "street address", "label",
    ]),
    (Role::Unit, &[
        "flat", "flat no", "flat number", "unit", "unit no", "unit number", "apartment", "apt",
        "apartment no", "apartment number", "sub building", "sub building name", "subbuilding",
        "sub building number", "sao", "sao text", "saon", "room", "flat name", "unit name",
        "flat unit", "flat apartment", "flat or unit", "secondary name", "dwelling number",
        "fflat",
    ]),
    (Role::UnitPart(NumberPart::Start), &["sao start number", "sao start"]),
    (Role::UnitPart(NumberPart::StartSuffix), &["sao start suffix"]),
    (Role::UnitPart(NumberPart::End), &["sao end number", "sao end"]),
    (Role::UnitPart(NumberPart::EndSuffix), &["sao end suffix"]),
    (Role::Building, &[
        "building", "building name", "block", "block name", "house name", "property name", "pao",
        "pao text", "paon", "premises", "house name or number", "house name number", "house",
        "house number or name", "name or number", "name number", "house number name", "premise",
        "building name or number", "building name number", "building number name", "primary name",
        "house no name", "house name no",
    ]),
    (Role::BuildingPart(NumberPart::Start), &["pao start number", "pao start"]),
    (Role::BuildingPart(NumberPart::StartSuffix), &["pao start suffix"]),
    (Role::BuildingPart(NumberPart::End), &["pao end number", "pao end"]),
    (Role::BuildingPart(NumberPart::EndSuffix), &["pao end suffix"]),
    (Role::Number, &[
        "number", "no", "house number", "house no", "house num", "street number", "street no",
        "building number", "building no", "property number", "property no", "door number",
        "door no", "num", "nr", "hse no", "door", "rhif",
    ]),
    (Role::SideStreet, &[
        "dependent thoroughfare", "dependant thoroughfare", "dependent thoroughfare name",
        "dependent street", "dependant street",
    ]),
    (Role::Street, &[
        "street", "street name", "road", "road name", "thoroughfare", "thoroughfare name",
        "street description", "street descriptor", "stryd", "name of street",
    ]),
    (Role::Locality, &[
        "locality", "locality name", "dependent locality", "double dependent locality", "village",
        "area", "suburb", "estate", "estate name", "neighbourhood", "dependant locality",
    ]),
    (Role::Town, &[
        "town", "town name", "post town", "posttown", "city", "town city", "town or city", "tref",
    ]),
    (Role::Postcode, &["post code", "postal code", "zip", "pcode", "cod post", "post cd", "pc"]),
    (Role::District, &[
        "polling district", "polling district code", "polling district ref", "district", "pd",
        "polling district name", "pd code", "register", "register area", "district code",
    ]),
    (Role::Ward, &["ward", "ward name", "ward code", "electoral ward"]),
    (Role::Class, &[
        "class", "classification", "classification code", "class code", "blpu class",
        "property class", "property type", "usage", "use class", "property usage",
    ]),
    (Role::Floor, &["floor", "floor number", "floor no", "floor level", "level", "storey"]),
    (Role::Organisation, &[
        "organisation", "la organisation", "organisation name", "organization", "organization name", "business name",
    ]),
];

/// Words about people.
#[rustfmt::skip]
const PERSONAL: &[&str] = &[
    "surname", "forename", "forenames", "firstname", "lastname", "fullname", "initial", "initials",
    "title", "phone", "telephone", "tel", "mobile", "email", "mail", "dob", "birth", "birthday",
    "age", "gender", "sex", "tenant", "occupant", "occupier", "resident", "elector", "voter",
    "person", "contact", "landlord", "owner", "leaseholder", "ethnicity", "religion", "disability",
    "nino", "applicant", "payer", "notes", "note", "comment", "comments", "remarks", "salutation",
    "nationality", "language", "pronouns", "franchise", "attainment", "landline", "fax", "cell",
];

/// Words that make a `name` a place's.
#[rustfmt::skip]
const PLACE_NAME: &[&str] = &[
    "house", "building", "block", "street", "road", "property", "ward", "district", "town",
    "estate", "polling", "station", "area", "locality", "parish", "site", "scheme", "council",
    "constituency", "organisation", "organization", "department", "business", "village", "place",
    "premises", "division", "county", "flat", "unit", "pao", "sao", "thoroughfare", "file",
    "authority",
];

/// Words for somebody else's address: where one votes, who owns, where letters go.
#[rustfmt::skip]
const ELSEWHERE: &[&str] = &[
    "station", "landlord", "agent", "owner", "correspondence", "forwarding", "billing", "council",
    "parent", "previous", "proxy", "mailing", "work", "office", "venue", "managing",
];

/// Whether a column holds a house's or flat's number by itself, where no date belongs.
pub(super) fn holds_a_number(role: Role) -> bool {
    matches!(
        role,
        Role::Unit | Role::UnitPart(_) | Role::Building | Role::BuildingPart(_) | Role::Number
    )
}

/// What a header says.
pub(super) fn role(header: &str) -> Role {
    let normal = normal(header);
    let words: Vec<&str> = normal.split(' ').collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
    if normal.is_empty() {
        return Role::Unknown;
    }
    match normal.as_str() {
        "parent uprn" => return Role::ParentUprn,
        "addressbase postal" => return Role::Postal,
        _ => {}
    }
    if has(ELSEWHERE) || normal.contains("polling place") {
        return if has(PERSONAL) {
            Role::Personal
        } else {
            Role::Unused
        };
    }
    if normal.contains("uprn") || normal.starts_with("unique property reference") {
        return Role::Uprn;
    }
    if let Some((role, _)) = KNOWN
        .iter()
        .find(|(_, names)| names.contains(&normal.as_str()))
    {
        return *role;
    }
    if normal.contains("postcode") {
        let kind = has(&["type", "sector", "outward", "area", "district"]);
        return if kind { Role::Unused } else { Role::Postcode };
    }
    if let Some(line) = line(&words) {
        return Role::Line(line);
    }
    let named = has(&["name", "names"]) && !has(PLACE_NAME);
    if has(PERSONAL) || named || normal == "first" || normal == "last" || normal == "middle" {
        return Role::Personal;
    }
    Role::Unknown
}

/// `address 2`, `addressline2`, `property address line 3`.
fn line(words: &[&str]) -> Option<u8> {
    let number = match *words.last()? {
        "one" | "first" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        digits => digits.parse().ok()?,
    };
    let about = words.iter().any(|word| {
        matches!(
            *word,
            "address" | "addr" | "add" | "addressline" | "line" | "adr" | "cyfeiriad"
        )
    });
    about.then_some(number)
}

/// Small letters and single blanks: `SAO_START_NUMBER`, `houseNo` and `addr1` become words.
fn normal(header: &str) -> String {
    let mut spaced = String::with_capacity(header.len() + 4);
    let mut before = ' ';
    for c in header.chars() {
        let camel = before.is_lowercase() && c.is_uppercase();
        let digit = before.is_alphabetic() && c.is_ascii_digit();
        if camel || digit {
            spaced.push(' ');
        }
        if c.is_alphanumeric() {
            spaced.extend(c.to_lowercase());
        } else if c != '\'' {
            spaced.push(' ');
        }
        before = c;
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join(" ")
}
