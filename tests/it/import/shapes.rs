//! Other boroughs' lists: made up, each of another shape.

use super::{adds_up, left_out, outline, plan};

#[test]
fn addressbase_columns() {
    let plan = plan(
        "UPRN,ORGANISATION_NAME,SAO_TEXT,SAO_START_NUMBER,SAO_START_SUFFIX,PAO_TEXT,PAO_START_NUMBER,PAO_START_SUFFIX,PAO_END_NUMBER,STREET_DESCRIPTION,LOCALITY,TOWN_NAME,POSTCODE_LOCATOR,CLASS,PARENT_UPRN\n\
        1,,,,,,12,,,LINDEN ROAD,,LARKTON,QZ1 2AB,RD04,\n\
        2,,,,,,12,A,,LINDEN ROAD,,LARKTON,QZ1 2AB,RD04,\n\
        3,,,,,,14,,16,LINDEN ROAD,,LARKTON,QZ1 2AB,RD02,\n\
        4,,,,,HERON HOUSE,20,,,LINDEN ROAD,,LARKTON,QZ1 2AC,PP,\n\
        5,,FLAT 1,,,HERON HOUSE,20,,,LINDEN ROAD,,LARKTON,QZ1 2AC,RD06,4\n\
        6,,FLAT 10,,,HERON HOUSE,20,,,LINDEN ROAD,,LARKTON,QZ1 2AC,RD06,4\n\
        7,,FLAT 2,,,HERON HOUSE,20,,,LINDEN ROAD,,LARKTON,QZ1 2AC,RD06,4\n\
        8,,,3,,,22,,,LINDEN ROAD,,LARKTON,QZ1 2AC,RD06,\n\
        9,,,3,A,,22,,,LINDEN ROAD,,LARKTON,QZ1 2AC,RD06,\n\
        10,LARKTON MOTORS LTD,,,,,24,,,LINDEN ROAD,,LARKTON,QZ1 2AC,CI03,\n\
        11,,GARAGE 4,,,,,,,LINDEN ROAD,,LARKTON,QZ1 2AC,RG02,\n\
        12,,,,,ROSE COTTAGE,,,,LINDEN ROAD,,LARKTON,QZ1 2AC,RD03,\n",
    );
    let expected = [
        "Linden Road: even: 12 | 12A | 14-16",
        "Linden Road: named: Rose Cottage",
        "22 Linden Road: doors: Flat 3 | Flat 3A",
        "Heron House: doors: Flat 1 | Flat 2 | Flat 10",
    ];
    assert_eq!(outline(&plan), expected);
    assert_eq!(
        left_out(&plan),
        [(5, "class"), (11, "class"), (12, "class")]
    );
    assert_eq!(
        plan.blocks[2].stairs[0].doors[0].postcode.as_deref(),
        Some("QZ1 2AC")
    );
}

#[test]
fn addressbase_without_headers() {
    let row = |uprn: &str, flat: &str, name: &str, number: &str, side: &str| {
        format!(
            "1000100000{uprn},os,1,,,,{flat},{name},{number},{side},MILL LANE,LARKTON,,GLADWELL,QZ1 1AA,S,1,2,3,4,1,E,I,2020-01-01,2020-01-01,2020-01-01,R\n"
        )
    };
    let list = [
        row("01", "FLAT 12", "HERON HOUSE", "20", ""),
        row("02", "", "12A", "", ""),
        row("03", "", "", "11", "HERON ROW"),
    ];
    let expected = [
        "Heron Row: odd: 11",
        "Mill Lane: even: 12A",
        "Heron House: doors: Flat 12",
    ];
    assert_eq!(outline(&plan(&list.concat())), expected);
}

#[test]
fn address_lines_with_semicolons_and_scottish_flats() {
    let plan = plan(
        "Address Line 1;Address Line 2;Address Line 3;Address Line 4;Post Code;Surname;Mobile\n\
        \"Flat 3/1\";\"12 Acacia Road\";\"Larkton\";;QZ1 1AA;Nemo;07700900001\n\
        \"Flat 0/2\";\"12 Acacia Road\";\"Larkton\";;QZ1 1AA;Nemo;07700900002\n\
        \"Flat 3/2\";\"12 Acacia Road\";\"Larkton\";;QZ1 1AA;Nemo;07700900003\n\
        \"Flat 1/1\";\"12 Acacia Road\";\"Larkton\";;QZ1 1AA;Nemo;07700900003\n\
        \"12A Beech Street\";\"Larkton\";;;QZ1 1AB;Nobody;07700900004\n\
        \"12 Beech Street\";\"Larkton\";;;QZ1 1AB;Nobody;07700900004\n\
        \"Apartment 12, The Mill\";\"10 Wharf Street\";\"Larkton\";;QZ1 1AC;Nobody;\n\
        \"Apartment 4\";\"The Mill\";\"10 Wharf Street\";\"Larkton\";QZ1 1AC;Nobody;\n\
        \"The \"\"Old\"\" Bakery\";\"Beech Street\";\"Larkton\";;QZ1 1AB;Nobody;\n",
    );
    let expected = [
        "12 Acacia Road: doors: Flat 3/1 | Flat 3/2 | Flat 1/1 | Flat 0/2",
        "Beech Street: even: 12 | 12A",
        "Beech Street: named: The \"Old\" Bakery",
        "The Mill: doors: Apartment 4 | Apartment 12",
    ];
    assert_eq!(outline(&plan), expected);
    let floors: Vec<Option<i16>> = plan.blocks[0].stairs[0]
        .doors
        .iter()
        .map(|d| d.floor)
        .collect();
    assert_eq!(floors, [Some(3), Some(3), Some(1), Some(0)]);
}

#[test]
fn a_stroke_is_a_flat_where_the_list_shows_it() {
    let edinburgh = plan(
        "Ref,Address,Postcode\n\
        1,\"12/3 Leith Street, Edinbridge\",QZ6 5AA\n\
        2,\"12/1 Leith Street, Edinbridge\",QZ6 5AA\n\
        3,\"12/10 Leith Street, Edinbridge\",QZ6 5AA\n\
        4,\"16 Leith Street, Edinbridge\",QZ6 5AA\n\
        5,\"1F2, 18 Leith Street, Edinbridge\",QZ6 5AA\n\
        6,\"GF1, 18 Leith Street, Edinbridge\",QZ6 5AA\n\
        7,\"2F1, 18 Leith Street, Edinbridge\",QZ6 5AA\n",
    );
    let expected = [
        "Leith Street: even: 16",
        "12 Leith Street: doors: Flat 1 | Flat 3 | Flat 10",
        "18 Leith Street: doors: 2F1 | 1F2 | GF1",
    ];
    assert_eq!(outline(&edinburgh), expected);
    let england = plan("Address\n\"12/14 High Street, Larkton\"\n\"16 High Street, Larkton\"\n");
    assert_eq!(outline(&england), ["High Street: even: 12-14 | 16"]);
}

#[test]
fn one_address_a_line_without_a_header() {
    let plan = plan(
        "43, Oak Road, Gladwell, Larkton, QZ2 2AA\n\
        1 Ty Pennant Court, Bridge Street, Larkton, QZ2 2AB\n\
        10 Ty Pennant Court, Bridge Street, Larkton, QZ2 2AB\n\
        3 Ty Pennant Court, Bridge Street, Larkton, QZ2 2AB\n\
        Apartment 4, The Mill, 10 Wharf Street, Larkton, QZ2 2AC\n\
        12A Acacia Road, Larkton QZ2 2AD\n\
        12 Acacia Rd, Larkton QZ2 2AD\n\
        13-15 Acacia Road, Larkton QZ2 2AD\n\
        13A Acacia Road, Larkton QZ2 2AD\n\
        13 Acacia Road, Larkton QZ2 2AD\n\
        Rose Cottage, Acacia Road, Larkton QZ2 2AD\n\
        Basement Flat, 7 Acacia Road, Larkton, QZ2 2AD\n\
        Top Floor Flat, 7 Acacia Road, Larkton, QZ2 2AD\n\
        Second Floor Flat, 7 Acacia Road, Larkton, QZ2 2AD\n\
        12 Acacia Road, Larkton, QZ2 2AD\n\
        Acacia Road, Larkton, QZ2 2AD\n\
        Larkton Primary School, Acacia Road, Larkton\n",
    );
    let expected = [
        "Acacia Road: odd: 13 | 13-15 | 13A",
        "Acacia Road: even: 12 | 12A",
        "Acacia Road: named: Rose Cottage",
        "7 Acacia Road: doors: Top Floor Flat | Second Floor Flat | Basement Flat",
        "Ty Pennant Court: doors: 1 | 3 | 10",
        "Oak Road: odd: 43",
        "The Mill: doors: Apartment 4",
    ];
    let mut outlined = outline(&plan);
    outlined.sort_unstable();
    let mut expected: Vec<String> = expected.map(String::from).to_vec();
    expected.sort_unstable();
    assert_eq!(outlined, expected);
    assert_eq!(
        left_out(&plan),
        [(15, "same_door"), (16, "no_house"), (17, "not_a_dwelling")]
    );
}

#[test]
fn one_address_a_line_under_a_header() {
    let plan = plan(
        "Address\n43, Oak Road, Larkton, QZ2 2AA\n44 Oak Road, Larkton\nFlat 2, 45 Oak Road\n",
    );
    let expected = [
        "Oak Road: odd: 43",
        "Oak Road: even: 44",
        "45 Oak Road: doors: Flat 2",
    ];
    assert_eq!(outline(&plan), expected);
}

#[test]
fn columns_and_tabs() {
    let plan = plan(
        "House No\tFlat No\tBuilding\tFloor\tRoad\tTown\tPost code\tUPRN\n\
        1\t\t\t\tChurch Road\tLarkton\tQZ3 1AA\t1\n\
        2\t\t\t\tChurch Road\tLarkton\tQZ3 1AA\t2\n\
        1\t\t\t\tChurch Road\tMillby\tQZ9 4AA\t3\n\
        \t5\tKestrel House\t1\tChurch Road\tLarkton\tQZ3 1AB\t4\n\
        \t11\tKestrel House\t2\tChurch Road\tLarkton\tQZ3 1AB\t5\n\
        \t2\tKestrel House\tGround\tChurch Road\tLarkton\tQZ3 1AB\t6\n\
        2\t\t\t\tChurch Road\tLarkton\tQZ3 1AA\t2\n\
        2\t\t\t\tChurch Road\tLarkton\tQZ3 1AA\t\n\
        \t\t\t\tChurch Road\tLarkton\tQZ3 1AA\t\n",
    );
    let expected = [
        "Church Road (Larkton): odd: 1",
        "Church Road (Larkton): even: 2",
        "Kestrel House: doors: Flat 11 | Flat 5 | Flat 2",
        "Church Road (Millby): odd: 1",
    ];
    assert_eq!(outline(&plan), expected);
    assert_eq!(
        left_out(&plan),
        [(8, "same_door"), (9, "same_door"), (10, "no_house")]
    );
}

#[test]
fn an_electors_list_of_one_field_and_its_postcode() {
    let plan = plan(
        "Polling district,Elector Name,Date of Birth,Address,Postcode\n\
        AA,Ann Example,01/01/1970,12A Acacia Road,QZ4 1AA\n\
        AA,Bob Example,02/01/1970,12A Acacia Road,QZ4 1AA\n\
        AA,Cy Example,03/01/1970,2 Acacia Road,QZ4 1AA\n\
        AA,Di Example,04/01/1970,Flat 2 14 Acacia Road,QZ4 1AA\n\
        AA,Ed Example,04/01/1970,Flat 1 14 Acacia Road Larkton,QZ4 1AA\n\
        AA,Flo Example,04/01/1970,Flat 7 Heron Court,QZ4 1AB\n\
        AA,Gus Example,04/01/1970,10 Heron Court,QZ4 1AB\n",
    );
    let expected = [
        "Acacia Road: even: 2 | 12A",
        "14 Acacia Road: doors: Flat 1 | Flat 2",
        "Heron Court: doors: Flat 7 | 10",
    ];
    assert_eq!(outline(&plan), expected);
    assert_eq!(left_out(&plan), [(3, "same_door")]);
    assert!(adds_up(&plan));
}

#[test]
fn land_registry_columns_under_a_title() {
    let plan = plan(
        "Larkton Council: homes,,,,,\nAs at January,,,,,\n\
        SAON,PAON,Street,Locality,Town/City,Postcode\n\
        FLAT 2,HERON HOUSE,MILL LANE,,LARKTON,QZ1 1AA\n\
        FLAT 1,HERON HOUSE,MILL LANE,,LARKTON,QZ1 1AA\n\
        ,12A,MILL LANE,,LARKTON,QZ1 1AA\n\
        ,\"HERON COTTAGE, 14\",MILL LANE,,LARKTON,QZ1 1AA\n\
        UNIT 3,MILL INDUSTRIAL ESTATE,MILL LANE,,LARKTON,QZ1 1AA\n\
        ,THE OLD SCHOOL,MILL LANE,,LARKTON,QZ1 1AA\n\
        SAON,PAON,Street,Locality,Town/City,Postcode\n",
    );
    let expected = [
        "Mill Lane: even: 12A | 14",
        "Mill Lane: named: The Old School",
        "Heron House: doors: Flat 1 | Flat 2",
    ];
    assert_eq!(outline(&plan), expected);
    assert_eq!(
        left_out(&plan),
        [(8, "not_a_dwelling"), (10, "header_again")]
    );
}

#[test]
fn a_village_of_names() {
    let plan = plan(
        "Property\n\
        \"ROSE COTTAGE, MILLBY, LARKTON, QZ8 1AA\"\n\
        \"THE OLD RECTORY, CHURCH LANE, MILLBY, LARKTON, QZ8 1AA\"\n\
        \"ST. MARY'S CHURCH, CHURCH LANE, MILLBY, LARKTON, QZ8 1AA\"\n\
        \"MCDONALD'S FARM, MILLBY, LARKTON, QZ8 1AA\"\n\
        \"2, KING EDWARD VII AVENUE, MILLBY, LARKTON, QZ8 1AB\"\n\
        \"3, ST. JOHN'S ROAD, LARKTON, QZ8 1AB\"\n\
        \"2, ST JOHNS ROAD, MILLBY, LARKTON, QZ8 1AB\"\n\
        \"CHURCH COTTAGE, 12-14, THE STREET, MILLBY, LARKTON, QZ8 1AB\"\n\
        \"FLAT ABOVE SHOP, 12 THE STREET, MILLBY, LARKTON, QZ8 1AB\"\n\
        \"CARAVAN 12, MILLBY CARAVAN PARK, THE STREET, MILLBY, LARKTON, QZ8 1AB\"\n\
        \"CARAVAN 3, MILLBY CARAVAN PARK, THE STREET, MILLBY, LARKTON, QZ8 1AB\"\n\
        \"GARAGE 12, THE STREET, MILLBY, LARKTON, QZ8 1AB\"\n\
        \"16 GARAGE, THE STREET, MILLBY, LARKTON, QZ8 1AB\"\n\
        \"LAND AT THE STREET, MILLBY, LARKTON, QZ8 1AB\"\n",
    );
    let expected = [
        "Church Lane: named: The Old Rectory",
        "King Edward VII Avenue: even: 2",
        "Millby: named: McDonald's Farm | Rose Cottage",
        "St John's Road: odd: 3",
        "St John's Road: even: 2",
        "The Street: even: 12-14",
        "12 The Street: doors: Flat above Shop",
        "Millby Caravan Park: doors: Caravan 3 | Caravan 12",
    ];
    let outlined = outline(&plan);
    assert_eq!(outlined.len(), expected.len(), "{outlined:?}");
    for (line, expected) in outlined.iter().zip(expected) {
        assert_eq!(
            line.replace("St. John's", "St John's")
                .replace("St Johns", "St John's"),
            expected
        );
    }
    let no_doors = [4, 13, 14, 15].map(|row| (row, "not_a_dwelling"));
    assert_eq!(left_out(&plan), no_doors);
}

#[test]
fn a_reference_number_is_never_what_makes_a_duplicate() {
    let plan = plan(
        "Address,UPRN\n\
        \"1, Oak Road, Larkton, QZ1 1AA\",100000000001\n\
        \"2, Oak Road, Larkton, QZ1 1AA\",100000000001\n\
        \"3, Oak Road, Larkton, QZ1 1AA\",\n\
        \"3 OAK RD, LARKTON, QZ1 1AA\",\n\
        \"4, Oak Road, Larkton, QZ1 1AA\",CA0000001\n\
        \"4, Oak Road, Larkton, QZ1 1AA\",CA0000002\n",
    );
    assert_eq!(
        outline(&plan),
        ["Oak Road: odd: 1 | 3", "Oak Road: even: 2 | 4"]
    );
    assert_eq!(left_out(&plan), [(4, "same_door"), (7, "same_door")]);
}

#[test]
fn a_street_is_one_with_and_without_its_locality_unless_there_are_two() {
    let list = "Address\n\
        \"1, Oak Road, Gladwell, Larkton, QZ1 1AA\"\n\
        \"2, Oak Road, Larkton, QZ1 1AB\"\n";
    assert_eq!(
        outline(&plan(list)),
        ["Oak Road: odd: 1", "Oak Road: even: 2"]
    );
    let two = "Address\n\
        \"1, Oak Road, Gladwell, Larkton, QZ1 1AA\"\n\
        \"1, Oak Road, Tealby, Larkton, QZ7 1AB\"\n\
        \"3, Oak Road, Larkton, QZ7 1AC\"\n";
    let expected = [
        "Oak Road (Gladwell): odd: 1",
        "Oak Road (Tealby): odd: 1 | 3",
    ];
    assert_eq!(outline(&plan(two)), expected);
}
