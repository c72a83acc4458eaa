//! AddressBase without headers: made up, with the columns and quirks of the real one.

use super::{adds_up, left_out, outline, plan};

#[test]
fn standard_is_known_by_its_columns() {
    let plan = plan(include_str!("../lists/addressbase_standard.csv"));
    let expected = [
        "Heron Row: odd: 11",
        "Mill Lane: odd: 1",
        "Mill Lane: even: 2A",
        "Mill Lane: named: Mill Cottage",
        "8 Mill Lane: doors: Flat 2",
        "Heron House: doors: Flat 2 | Flat 12",
    ];
    assert_eq!(outline(&plan), expected);
    assert_eq!(left_out(&plan), [(7, "class")]);
    assert!(adds_up(&plan));
    let door = &plan.blocks[3].stairs[0].doors;
    assert!(
        door.iter()
            .all(|door| door.postcode.as_deref() == Some("QZ1 1AA"))
    );
}

#[test]
fn plus_has_its_flats_in_their_buildings() {
    let plan = plan(include_str!("../lists/addressbase_plus.csv"));
    let expected = [
        "Linden Road: even: 12 | 12A | 28-30",
        "Linden Road: named: Rose Cottage",
        "22 Linden Road: doors: Flat 1 | Flat 1A",
        "Heron House: doors: Flat 1 | Flat 2 | Flat 10",
    ];
    assert_eq!(outline(&plan), expected);
    let reasons = [
        (3, "class"),
        (7, "building"),
        (10, "class"),
        (11, "class"),
        (12, "not_postal"),
    ];
    assert_eq!(left_out(&plan), reasons);
    assert!(adds_up(&plan));
    let flat = &plan.blocks[2].stairs[0].doors[0];
    assert_eq!(flat.uprn.as_deref(), Some("900500000011"));
    assert_eq!(
        (flat.floor, flat.postcode.as_deref()),
        (None, Some("QZ1 2AB"))
    );
}

/// The same with Ordnance Survey's names above it, as some councils pass it on.
#[test]
fn plus_with_its_headers_is_the_same() {
    let list = include_str!("../lists/addressbase_plus.csv");
    let headers = HEADERS.split_whitespace().collect::<Vec<_>>().join(",");
    let plain = plan(list);
    let headed = plan(&format!("{headers}\n{list}"));
    assert_eq!(outline(&plain), outline(&headed));
    assert_eq!(plain.left_out.len(), headed.left_out.len());
}

const HEADERS: &str = "
    UPRN UDPRN CHANGE_TYPE STATE
    STATE_DATE CLASS PARENT_UPRN X_COORDINATE
    Y_COORDINATE LATITUDE LONGITUDE RPC
    LOCAL_CUSTODIAN_CODE COUNTRY LA_START_DATE LAST_UPDATE_DATE
    ENTRY_DATE RM_ORGANISATION_NAME LA_ORGANISATION DEPARTMENT_NAME
    LEGAL_NAME SUB_BUILDING_NAME BUILDING_NAME BUILDING_NUMBER
    SAO_START_NUMBER SAO_START_SUFFIX SAO_END_NUMBER SAO_END_SUFFIX
    SAO_TEXT ALT_LANGUAGE_SAO_TEXT PAO_START_NUMBER PAO_START_SUFFIX
    PAO_END_NUMBER PAO_END_SUFFIX PAO_TEXT ALT_LANGUAGE_PAO_TEXT
    USRN USRN_MATCH_INDICATOR AREA_NAME LEVEL
    OFFICIAL_FLAG OS_ADDRESS_TOID OS_ADDRESS_TOID_VERSION OS_ROADLINK_TOID
    OS_ROADLINK_TOID_VERSION OS_TOPO_TOID OS_TOPO_TOID_VERSION VOA_CT_RECORD
    VOA_NDR_RECORD STREET_DESCRIPTION ALT_LANGUAGE_STREET_DESCRIPTION DEPENDENT_THOROUGHFARE
    THOROUGHFARE WELSH_DEPENDENT_THOROUGHFARE WELSH_THOROUGHFARE DOUBLE_DEPENDENT_LOCALITY
    DEPENDENT_LOCALITY LOCALITY WELSH_DEPENDENT_LOCALITY WELSH_DOUBLE_DEPENDENT_LOCALITY
    TOWN_NAME ADMINISTRATIVE_AREA POST_TOWN WELSH_POST_TOWN
    POSTCODE POSTCODE_LOCATOR POSTCODE_TYPE DELIVERY_POINT_SUFFIX
    ADDRESSBASE_POSTAL PO_BOX_NUMBER WARD_CODE PARISH_CODE
    RM_START_DATE MULTI_OCC_COUNT VOA_NDR_P_DESC_CODE VOA_NDR_SCAT_CODE
    ALT_LANGUAGE
";
